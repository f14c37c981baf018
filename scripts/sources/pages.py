"""What a web page says of itself, and whether its author is a person."""

import re
from collections.abc import Mapping
from typing import Any

import lxml.etree
import lxml.html

from sources.plain import plain_text

# Words that only the names of organisations have.
_ORGANISATION = frozenset(
    "agency association commission committee consortium council department foundation gmbh group inc initiative "
    "institute lab labs ltd ministry office organisation organization team university".split()
)


class Page:
    """The title of a page, and its `meta` elements by name; whatever it is, it has none rather than an error."""

    def __init__(self, text: str):
        parser = lxml.html.HTMLParser(encoding="utf-8")
        tree = lxml.etree.fromstring(text.encode("utf-8", errors="replace"), parser)
        titles = [] if tree is None else [plain_text(one.text) for one in tree.iter("title")]
        self.title = next(filter(None, titles), "")
        self.meta: dict[str, list[str]] = {}
        for one in () if tree is None else tree.iter("meta"):
            if content := plain_text(one.get("content")):
                self.meta.setdefault(one.get("name", "").lower(), []).append(content)

    def facts(self, address: str) -> Mapping[str, Any]:
        """The page as CSL-JSON, of plain texts."""
        # The form of `citation_author` is a person's name; an `author` may be anyone.
        people = [_name(text, of_person=True) for text in self.meta.get("citation_author", [])]
        day = next(iter(self.meta.get("citation_publication_date", []) + self.meta.get("citation_date", [])), "")
        return {
            "type": "webpage",
            "title": next(iter(self.meta.get("citation_title", [])), self.title),
            "author": people or [_name(text, of_person=False) for text in self.meta.get("author", [])],
            "issued": {"date-parts": [[day[:4]]]},
            "URL": address,
        }


def _name(text: str, of_person: bool) -> dict[str, str]:
    """An author, `Family, Given` or, where that is known to be a person, `Given Family`; else as it is written."""
    if _ORGANISATION.isdisjoint(re.findall(r"[^\W_]+", text.lower())):
        family, comma, given = text.partition(",")
        if comma:
            return {"family": family.strip(), "given": given.strip()}
        given, _, family = text.rpartition(" ")
        if of_person and given:
            return {"family": family, "given": given}
    return {"literal": text}
