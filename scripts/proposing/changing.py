"""A change in the front matter of a recommendation, line by line, so that everything else stays as it was written."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from llme.content.document import Document, parse_yaml
from proposing.forms import SubmissionError


def with_fields(document: Document, fields: Mapping[str, str | None], kind: str, note: str) -> str:
    """The text of a recommendation with these fields, each on one line, and one more change at the end of its list.

    A field that is None is taken out.

    Raises SubmissionError where its front matter is not written so that this can be done line by line.
    """
    lines = document.text.split("\n")
    end = document.body_line - 2  # the line that closes the front matter, counted from 0
    rows = {name: [] if value is None else [field_row(name, value)] for name, value in fields.items()}
    front: list[str] = []
    for name, block in _blocks(lines[1:end]):
        if name == "changes":
            front += [row for new in rows.values() for row in new] + block + change_rows(kind, note)
        else:
            front += rows.pop(name, block)
    change = {"version": "next", "kind": kind, "note": note}
    wanted = {**document.data, **fields, "changes": [*document.data["changes"], change]}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    if parse_yaml("\n".join(front), 2)[0] != wanted:
        raise SubmissionError(f"`{document.path}` has not each field on lines of its own; edit it by hand")
    return "\n".join(["---", *front, *lines[end:]])


def field_row(name: str, value: Any) -> str:
    """A field on one line; JSON is YAML."""
    return f"{name}: {json.dumps(value, ensure_ascii=False)}"


def change_rows(kind: str, note: str) -> list[str]:
    """The lines of one more change in the list of them; the kind is a word of the guide's, or empty."""
    return ["  - version: next", "    kind: " + (kind or '""'), f"    {field_row('note', note)}"]


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The fields of front matter, each with its lines."""
    block: tuple[str, list[str]] | None = None
    for line in lines:
        match = re.match(r"([a-z_]+):", line)
        if match or block is None:
            if block:
                yield block
            block = (match[1] if match else "", [])
        block[1].append(line)
    if block:
        yield block
