"""`guide.bib` as works, with what bibtexparser could not read as problems."""

import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import bibtexparser
from bibtexparser.exceptions import ParsingException
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

from llme.content.document import Document, Problem, read_text
from llme.content.model import Work

# It warns of the blocks that it could not read. These are findings here, and nothing else is said of them.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
ADDRESSES = frozenset({"doi", "eprint", "url"})  # fields that are no text: they stand as they are


def read_bibliography(path: Path, name: str) -> tuple[Document, list[Work]]:
    """The document and the works of a `.bib` file; its `positions` hold each (key, field) and (key,)."""
    text, problems = read_text(path)
    found = list(problems)
    works: list[Work] = []
    positions = {}
    for block in _parse(text, found):
        line = block.start_line + 1
        if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            found.append(_repeated(block, line))
            continue
        if not isinstance(block, Entry):
            continue
        positions.setdefault((block.key,), (line, 1))
        raw = {one.key.lower(): str(one.value) for one in block.fields}
        for one in block.fields:
            positions.setdefault((block.key, one.key.lower()), (one.start_line + 1, 1))
        fields = {field: plain(value) for field, value in raw.items()}
        works.append(Work(key=block.key, type=block.entry_type.lower(), fields=fields, raw=raw))
    return Document(name, text, positions=positions, problems=tuple(found)), works


def raw_entries(document: Document | None, keys: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each of these keys with the lines of its entry as they stand in the file."""
    lines = document.text.split("\n") if document else []
    for key in keys:
        first = document.at(key)[0] - 1
        last = first + 1
        while last < len(lines) and not lines[last].startswith("@"):
            last += 1
        yield key, lines[first:last]


def _parse(text: str, found: list[Problem]):
    try:
        library = bibtexparser.parse_string(text)
    except ParsingException:  # the parser lost its way; where a block is malformed, it goes on with the next
        found.append(Problem("bib-syntax", (1, 1), "this is not valid BibTeX", _HINT))
        return []
    for block in library.failed_blocks:
        if not isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            found.append(Problem("bib-syntax", (block.start_line + 1, 1), "this is not valid BibTeX", _HINT))
    for block in (*library.strings, *library.preambles):
        found.append(Problem("bib-syntax", (block.start_line + 1, 1), "only entries are used here", _ONLY))
    for block in library.comments:
        if "@" in str(block.comment) or "{" in str(block.comment):
            found.append(Problem("bib-syntax", (block.start_line + 1, 1), "text outside of any entry", _HINT))
    return [*library.entries, *library.failed_blocks]


def _repeated(block: DuplicateBlockKeyBlock | DuplicateFieldKeyBlock, line: int) -> Problem:
    if isinstance(block, DuplicateBlockKeyBlock):
        first = block.previous_block.start_line + 1
        message = f"the key `{block.key}` was already used in line {first}"
        return Problem("key-repeated", (line, 1), message, "give each work one entry, and each entry its own key")
    names = ", ".join(f"`{name}`" for name in sorted(block.duplicate_keys))
    return Problem("field-repeated", (line, 1), f"{names} given twice in one entry", "keep one of the two")


def plain(value: str) -> str:
    """A field as plain text: protective braces and the escapes of LaTeX's special characters removed."""
    return re.sub(r"\s+", " ", re.sub(r"\\([%&_#$])", r"\1", value).replace("{", "").replace("}", "")).strip()


_HINT = "look for a missing comma or brace in the line before"
_ONLY = "write the value out where it is used"
