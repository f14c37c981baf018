"""The guide as PDF files. Pure: what is set depends on the arguments alone, so the same commit gives the same bytes.

Typst sets the pages, by templates of ours in `templates/pdf`. A contributor's text reaches them as data, a tree in
JSON, and never as Typst's own markup: whatever it says, it is text.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import typst

from llme.citations.formatting import Formatted
from llme.content.guide import Guide
from llme.outputs.forms import POCKET, WHOLE
from llme.pdf.book import book
from llme.pdf.packing import packed
from llme.pdf.pocket import pocket
from llme.versions.edition import Edition

_TEMPLATES = Path(__file__).parents[1] / "templates/pdf"
_NOT_SHOWN = re.compile(r'the text `"(.*?)"` could not be displayed')


class PdfError(Exception):
    """A PDF file could not be set; the message says why."""


def all_pdfs(guide: Guide, edition: Edition, formatted: Formatted) -> dict[str, bytes]:
    """Every PDF file by its path under the root of the built site: tagged PDF/UA-1, and PDF/A-2a too for a release.

    `formatted` holds the citations of the whole site. Raises PdfError where a file cannot be set.
    """
    day = edition.day(guide)
    return {
        WHOLE.file(edition): set_pdf("guide", book(guide, edition, formatted), day),
        POCKET.file(edition): set_pdf("pocket", pocket(guide, edition), day),
    }


def set_pdf(template: str, data: Mapping[str, Any], day: date | None) -> bytes:
    """The PDF that `template` makes of `data`. Raises PdfError where it cannot be set.

    A character that none of the fonts has, which the standards forbid, becomes its name or number: `[parrot]`.
    """
    text = json.dumps({**data, "date": [day.year, day.month, day.day] if day else None}, ensure_ascii=False)
    try:
        missing = _not_shown(text)
        return packed(_compile(template, "".join(_name(one) if one in missing else one for one in text), day))
    except (typst.TypstError, ValueError) as error:
        raise PdfError(f"{template}.typ: {error}") from error


def _not_shown(text: str) -> set[str]:
    """The characters that no font has."""
    asked = {one for one in text if ord(one) > 126}
    missing: set[str] = set()
    while True:  # the compiler may stop at the first
        rest = sorted(asked - missing)
        letters = [f"a{one}" if unicodedata.combining(one) else one for one in rest]
        try:
            _compile("probe", json.dumps({"characters": letters}), None)
            return missing
        except typst.TypstError as error:
            named = asked.intersection("".join(_NOT_SHOWN.findall(error.diagnostic))) - missing
            if not named:
                raise
            missing |= named


def _compile(template: str, data: str, day: date | None) -> bytes:
    # PDF/A wants a date, which a draft has not. Only the fonts inside Typst are used: every machine has these.
    return typst.compile(
        _TEMPLATES / f"{template}.typ",
        root=_TEMPLATES,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["ua-1", "a-2a"] if day else ["ua-1"],
        timestamp=0,
    )


def _name(character: str) -> str:
    """A symbol's name in brackets, a letter's number; nothing for what only changes others, or nobody sees."""
    kind = unicodedata.category(character)
    if kind in ("Mn", "Me", "Cf"):
        return ""
    number = f"U+{ord(character):04X}"
    return f"[{unicodedata.name(character, number).lower() if kind.startswith('S') else number}]"
