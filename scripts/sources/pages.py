"""What a web page says of itself, and whether its author is a person."""

import html
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

# Words that only the names of organisations have.
_ORGANISATION = frozenset(
    "agency association commission committee consortium council department foundation gmbh group inc initiative "
    "institute lab labs ltd ministry office organisation organization team university".split()
)


class Page(HTMLParser):
    """The title of a page, and its `meta` elements by name."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.meta: dict[str, list[str]] = {}
        self._titled = False
        self.feed(text)

    def facts(self, address: str) -> Mapping[str, Any]:
        """The page as CSL-JSON."""
        # The form of `citation_author` is a person's name; an `author` may be anyone.
        people = [_name(text, of_person=True) for text in self.meta.get("citation_author", [])]
        day = next(iter(self.meta.get("citation_publication_date", []) + self.meta.get("citation_date", [])), "")
        return {
            "type": "webpage",
            "title": next(iter(self.meta.get("citation_title", [])), self.title),
            "author": people or [_name(text, of_person=False) for text in self.meta.get("author", [])],
            "issued": {"date-parts": [[int(day[:4])]]} if day[:4].isdecimal() else {},
            "URL": address,
        }

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = dict(attributes)
        if tag == "meta" and known.get("name") and known.get("content"):
            self.meta.setdefault(known["name"].lower(), []).append(html.unescape(known["content"]).strip())
        self._titled = tag == "title" and not self.title

    def handle_endtag(self, tag: str) -> None:
        self._titled = False

    def handle_data(self, data: str) -> None:
        if self._titled:
            self.title += data.strip()


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
