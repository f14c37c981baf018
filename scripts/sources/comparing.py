"""An entry of the bibliography against the record that a registry has of the work, field by field."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pylatexenc.latex2text import LatexNodes2Text

from llme.content.model import Work
from quoting import quoted
from sources.entries import Identifier
from sources.names import differences_of_authors, folded, people
from sources.plain import LONGEST, authors_of, plain_text, text_of, year_of

# Words that tell no venue from another; one writes them and another does not.
_SMALL = frozenset("a an and at for in of on the annual conference meeting proceedings volume main".split())
_DATES = ("issued", "published", "published-print", "published-online")
_PREPRINT = "10.48550/"  # the DOIs of arXiv
# Accents and letters in the form of TeX; the rest of a text may hold `%` and the like, and is none.
_TEX = re.compile(
    r"""\\['`^"~=.](?:\{\\?[A-Za-z]\}|\\?[A-Za-z])|\\[cvuHkrdb](?:\{[A-Za-z]\}|\s+[A-Za-z])"""
    r"""|\\(?:ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j)(?![A-Za-z])\s*"""
)


class Discrepancy(NamedTuple):
    """A field of an entry that is not as in the record, and what tells the two apart."""

    field: str
    message: str


def mark_of(work: Work) -> Identifier | None:
    """What the record of a work is found by: its DOI, its arXiv id, or its address."""
    return next((Identifier(kind, work.fields[kind]) for kind in ("doi", "eprint", "url") if kind in work.fields), None)


def differences(work: Work, facts: Mapping[str, Any]) -> Iterator[Discrepancy]:
    """What tells an entry from a record, as CSL-JSON has it. What the record does not say is no difference.

    Case, accents, signs and the forms of TeX are none either.
    """
    facts = _decoded(facts)
    if theirs := authors_of(facts):
        found = differences_of_authors(people(work.raw.get("author", "")), people(theirs))
        yield from (Discrepancy("author", message) for message in found)
    yield from _told("title", work.fields.get("title", ""), _titles(facts), _joined)
    yield from _told("year", work.year, [year_of({name: facts.get(name)}) for name in _DATES], str)
    venue, venues = work.fields.get("journal") or work.fields.get("booktitle", ""), _texts(facts, "container-title")
    if venue and not any(_is_one_venue(venue, text) for text in venues):
        yield from _told("venue", venue, venues, str)
    yield from _told("pages", work.fields.get("pages", ""), _texts(facts, "page", "article-number"), _pages)
    if not (doi := text_of(facts, "DOI")).startswith(_PREPRINT):
        yield from _told("doi", work.fields.get("doi", ""), [doi], str.lower)


def _told(field: str, ours: str, theirs: list[str], form: Callable[[str], Any]) -> Iterator[Discrepancy]:
    """The difference between our text and those of the record, none of which it is in a form."""
    theirs = [text for text in theirs if text]
    if theirs and form(ours) not in map(form, theirs):
        there = f"the record has {quoted(theirs[0])}"
        yield Discrepancy(field, f"{quoted(ours)}; {there}" if ours else f"none; {there}")


def _titles(facts: Mapping[str, Any]) -> list[str]:
    """The title alone, and with what the record keeps apart as a subtitle."""
    title, subtitle = text_of(facts, "title"), text_of(facts, "subtitle")
    return [f"{title}: {subtitle}", title] if subtitle else [title]


def _texts(facts: Mapping[str, Any], *names: str) -> list[str]:
    """All texts of some fields, each of which may have several."""
    values = [facts.get(name) for name in names]
    lists = [value if isinstance(value, list) else [value] for value in values]
    return [text for some in lists for value in some if (text := plain_text(value))]


def _joined(text: str) -> str:
    """A text whose words are not told apart: `data set` and `dataset` are one."""
    return "".join(folded(text))


def _pages(text: str) -> tuple[str, ...]:
    """First and last page; `337-71` ends on page 371."""
    first, *rest = re.findall(r"[^\W_]+(?::[^\W_]+)?", text) or [""]
    last = rest[-1] if rest else first
    return first, first[: -len(last)] + last if len(last) < len(first) else last


def _is_one_venue(ours: str, theirs: str) -> bool:
    """Whether one of two names of a venue says what the other does, in other words or with more of them."""
    here, there = (set(folded(text)) - _SMALL for text in (ours, theirs))
    return here <= there or there <= here


def _decoded(value: Any) -> Any:
    """The same with the forms of TeX as Unicode, wherever they stand."""
    if isinstance(value, Mapping):
        return {name: _decoded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_decoded(one) for one in value]
    if isinstance(value, str) and len(value) <= LONGEST:
        return _TEX.sub(lambda found: LatexNodes2Text().latex_to_text(found[0]).strip(), value)
    return value
