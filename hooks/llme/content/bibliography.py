"""`guide.bib` as works, with what bibtexparser could not read as problems."""

import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

import bibtexparser
from bibtexparser.exceptions import ParsingException
from bibtexparser.middlewares import RemoveEnclosingMiddleware
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

from llme.content.document import Document
from llme.content.model import Work
from llme.patterns import is_a
from llme.texts.text import Problem

# It warns of the blocks that it could not read. These are findings here, and nothing else is said of them.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
ADDRESSES = frozenset({"doi", "eprint", "url"})  # fields that are no text: they stand as they are


def parse_bibliography(name: str, text: str, problems: tuple[Problem, ...] = ()) -> tuple[Document, list[Work]]:
    """The document and the works of a `.bib` file; its `positions` hold each (key, field) and (key,)."""
    found = list(problems)
    works: list[Work] = []
    positions = {}
    begun = 0  # the line on which the entry before begins
    for block in _parse(text, found):
        line = block.start_line + 1
        if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            found.append(_repeated(block, line))
            continue
        if not isinstance(block, Entry):
            continue
        if line == begun:
            found.append(Problem("bib-syntax", (line, 1), "two entries on one line", "begin each on a line of its own"))
        begun = line
        positions.setdefault((block.key,), (line, 1))
        for one in block.fields:
            positions.setdefault((block.key, one.key.lower()), (one.start_line + 1, 1))
        found += _unfit(block)
        raw = {one.key.lower(): str(one.value) for one in block.fields}
        fields = {field: plain(value) for field, value in raw.items()}
        works.append(Work(key=block.key, type=block.entry_type.lower(), fields=fields, raw=raw))
    return Document(name, text, positions=positions, problems=tuple(found)), works


def raw_entries(document: Document | None, keys: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each of these keys with the lines of its entry as they stand in the file."""
    lines = document.text.split("\n") if document else []
    starts = [number for number, line in enumerate(lines) if line.lstrip().startswith("@")]
    for key in keys:
        first = document.at(key)[0] - 1
        following = bisect_right(starts, first)
        yield key, lines[first : starts[following] if following < len(starts) else None]


def _parse(text: str, found: list[Problem]):
    try:
        library = bibtexparser.parse_string(text, parse_stack=[RemoveEnclosingMiddleware()])
    except ParsingException:  # the parser lost its way; where a block is malformed, it goes on with the next
        found.append(Problem("bib-syntax", (1, 1), "this is not valid BibTeX", _HINT))
        return []
    for block in library.failed_blocks:
        if not isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            found.append(Problem("bib-syntax", (block.start_line + 1, 1), "this is not valid BibTeX", _HINT))
    for block in (*library.strings, *library.preambles):
        found.append(Problem("bib-syntax", (block.start_line + 1, 1), "only entries are used here", _ONLY))
    for block in library.comments:
        found.append(Problem("bib-syntax", (block.start_line + 1, 1), "text outside of any entry", _HINT))
    return [*library.entries, *library.failed_blocks]


def _unfit(entry: Entry) -> Iterator[Problem]:
    """What is wrong with the fields of an entry as BibTeX."""
    enclosed = entry.parser_metadata[RemoveEnclosingMiddleware.metadata_key()]
    met: set[str] = set()
    for field in entry.fields:
        place = (field.start_line + 1, 1)
        if enclosed[field.key] == "no-enclosing" and not is_a("[0-9]+", field.value):
            yield Problem(
                "bib-syntax", place, f"the value of `{field.key}` stands neither in braces nor in quotes", _ONLY
            )
        if field.key.lower() in met:
            message = f"`{field.key}` given twice in one entry"
            yield Problem("field-repeated", place, message, "keep one of the two")
        met.add(field.key.lower())


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


_HINT = "look for a comma, a brace or an equals sign that is missing here or in the line before"
_ONLY = "write the value out where it is used, in braces"
