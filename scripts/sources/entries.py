"""Entries of `guide.bib` as text: identifiers in a text, entries made of facts or still to fill, and their place."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, Literal

from llme.patterns import ARXIV, DOI, HTTPS, is_a
from quoting import one_line
from sources.plain import authors_of, escaped, text_of, year_of

_FOUND = re.compile(
    rf"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(?P<doi>{DOI})"
    rf"|(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf)/|arxiv:\s*)(?P<eprint>{ARXIV})(?:v\d+)?(?:\.pdf)?"
    rf"|(?P<url>{HTTPS})",
    re.IGNORECASE,
)
_FORMS = {"doi": DOI, "eprint": ARXIV, "url": HTTPS}
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.({ARXIV})", re.IGNORECASE)

# BibTeX's types for those of CSL, and the field that names what the work stands in.
_TYPES = {
    "article-journal": ("article", "journal"),
    "paper-conference": ("inproceedings", "booktitle"),
    "chapter": ("incollection", "booktitle"),
    "book": ("book", ""),
    "report": ("techreport", ""),
    "thesis": ("phdthesis", ""),
    "webpage": ("online", ""),
}
_PUBLISHER = {"techreport": "institution", "phdthesis": "school"}
_SMALL = frozenset(
    "a an and are as at by do does for from how in is it of on or the to what when where why with".split()
)


@dataclass(frozen=True)
class Identifier:
    """What a work is found by: the field of its entry, and the value."""

    kind: Literal["doi", "eprint", "url"]
    value: str

    @property
    def key(self) -> str:
        """A citation key made from it, until the authors and the year are known."""
        words = re.sub(r"[^a-z0-9]+", "-", self.value.lower().removeprefix("https://")).strip("-")
        return f"{'arxiv' if self.kind == 'eprint' else self.kind}-{words[:60].strip('-')}"


def identifiers(text: str) -> Iterator[Identifier]:
    """The DOIs, arXiv ids and https addresses in a text, in order; an arXiv DOI counts as its arXiv id."""
    for match in _FOUND.finditer(text):
        kind = match.lastgroup
        value = match[kind].rstrip(".,;:)]}>'\"")
        if kind == "doi" and (arxiv := _ARXIV_DOI.fullmatch(value)):
            kind, value = "eprint", arxiv[1]
        if is_a(_FORMS[kind], value) and value == one_line(value):
            yield Identifier(kind, value)


def scaffold_entry(mark: Identifier) -> str:
    """An entry that holds only the identifier; the checks ask for the rest."""
    rows = [
        "  author     = {},",
        "  title      = {{}},",
        "  year       = {},",
        f"  {mark.kind:<10} = {{{mark.value}}},",
    ]
    if mark.kind == "eprint":
        rows.append("  eprinttype = {arxiv},")
    kind = "online" if mark.kind == "url" else "misc"
    return "\n".join([f"@{kind}{{{mark.key},", *rows, "}"])


def insert_entry(bibliography: str, key: str, entry: str) -> str:
    """The bibliography with the entry in its place by key."""
    for match in re.finditer(r"^@\w+\{([^,\s]+),", bibliography, re.MULTILINE):
        if match[1] > key:
            return f"{bibliography[: match.start()]}{entry}\n\n{bibliography[match.start() :]}"
    return f"{bibliography.rstrip()}\n\n{entry}\n"


def entry_of(facts: Mapping[str, Any], mark: Identifier, taken: Collection[str] = ()) -> tuple[str, str]:
    """The key and the text of an entry made of CSL-JSON; no field that the facts do not have."""
    said = facts.get("type")
    kind, container = _TYPES.get(said if isinstance(said, str) else "", ("misc", ""))
    if kind in ("article", "inproceedings", "incollection") and not text_of(facts, "container-title"):
        kind, container = "misc", ""
    fields = {
        "author": authors_of(facts),
        "title": _braced(text_of(facts, "title")),
        "year": year_of(facts),
        container: _braced(text_of(facts, "container-title")),
        "volume": escaped(text_of(facts, "volume")),
        "number": escaped(text_of(facts, "issue")),
        "pages": re.sub(" ?[-–—]+ ?", "--", escaped(text_of(facts, "page"))),
        _PUBLISHER.get(kind, "publisher"): "" if mark.kind == "eprint" else escaped(text_of(facts, "publisher")),
        mark.kind: mark.value,
    }
    if mark.kind == "eprint":
        fields["eprinttype"] = "arxiv"
    key = _key(fields["author"], fields["year"], text_of(facts, "title"), mark, {one.lower() for one in taken})
    rows = [f"  {name:<10} = {{{value}}}," for name, value in fields.items() if name and value]
    return key, "\n".join([f"@{kind}{{{key},", *rows, "}"])


def _key(author: str, year: str, title: str, mark: Identifier, taken: Collection[str]) -> str:
    """`bender2021dangers`: the first family name, the year, and words of the title until nobody has that key."""
    family = _ascii(re.split(r",| and ", author.lstrip("{"))[0])
    words = [word for word in map(_ascii, re.findall(r"[^\W_]+", title)) if word and word not in _SMALL]
    named = (f"{family}{year}{''.join(words[:many])}" for many in range(1, len(words) + 1) if family)
    numbered = (f"{mark.key}-{number}" for number in count(2))
    return next(key for key in chain(named, [mark.key], numbered) if key not in taken)


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", folded)[:30]


def _braced(text: str) -> str:
    """A title in braces, which keep its capitals."""
    return f"{{{escaped(text)}}}" if text else ""
