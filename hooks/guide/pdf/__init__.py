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

from guide.citations import Formatted
from guide.edition import Edition
from guide.guide import Guide
from guide.pdf.book import book
from guide.pdf.pack import packed
from guide.pdf.pocket import pocket

WHOLE, POCKET = "llm-ethics-guide.pdf", "pocket-guide.pdf"  # in the root of a version

_TEMPLATES = Path(__file__).parents[1] / "templates/pdf"
_NOT_SHOWN = re.compile(r'the text `"(.*?)"` could not be displayed')


class PdfError(Exception):
    """A PDF file could not be set; the message says why."""


def all_pdfs(guide: Guide, edition: Edition, formatted: Formatted) -> dict[str, bytes]:
    """Every PDF file by its path under the version's root: tagged PDF/UA-1, and PDF/A-2a too for a release.

    `formatted` holds the citations of the whole site. Raises PdfError where a file cannot be set.
    """
    day = edition.day(guide)
    return {
        WHOLE: set_pdf("guide", book(guide, edition, formatted), day),
        POCKET: set_pdf("pocket", pocket(guide, edition), day),
    }


def set_pdf(template: str, data: Mapping[str, Any], day: date | None) -> bytes:
    """The PDF that `template` makes of `data`. Raises PdfError where it cannot be set.

    A character that none of the fonts has, which the standards forbid, becomes its name in brackets: `[parrot]`.
    """
    text = json.dumps({**data, "date": [day.year, day.month, day.day] if day else None}, ensure_ascii=False)
    text = _with_names(text, {one for one in text if ord(one) > 0xFFFF})  # emoji and the like: no font has them
    try:
        try:
            pdf = _compile(template, text, day)
        except typst.TypstError as error:
            missing = {one for shown in _NOT_SHOWN.findall(str(error)) for one in shown if ord(one) > 126}
            if not missing:
                raise
            pdf = _compile(template, _with_names(text, missing), day)
        return packed(pdf)
    except (typst.TypstError, ValueError) as error:
        raise PdfError(f"{template}.typ: {error}") from error


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


def _with_names(text: str, characters: set[str]) -> str:
    return "".join(_name(one) if one in characters else one for one in text)


def _name(character: str) -> str:
    """The name of a character in brackets; nothing for one that only changes others, or that nobody sees."""
    name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
    return "" if unicodedata.category(character) in ("Mn", "Me", "Cf") else f"[{name}]"
