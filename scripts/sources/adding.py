"""Adds a work to `guide.bib`, or fills the entry that a draft left open."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from llme.content.bibliography import raw_entries
from llme.content.document import Document
from llme.content.guide import Guide
from llme.content.load import load
from llme.content.model import Work
from llme.content.verdicts import VERDICTS
from llme.files import write_all
from llme.findings import format_text
from llme.rules import check
from llme.texts.text import UNREAD
from quoting import reason_of
from sources.entries import Identifier, entry_of, insert_entry
from sources.registry import Registry, RegistryError

PATH = "bibliography/guide.bib"
# Facts of works such as are found by a DOI, an arXiv id and an address.
_ANY = {
    "title": "Title of the Work with Its Capitals",
    "author": [{"family": "Family", "given": "Given"}, {"family": "Second", "given": "Given"}],
    "issued": {"date-parts": [[2026]]},
}
EXAMPLES: dict[str, Mapping[str, Any]] = {
    "doi": {**_ANY, "type": "article-journal", "container-title": "Name of the Journal", "volume": 1, "page": "1-20"},
    "eprint": {**_ANY, "type": "article"},
    "url": {**_ANY, "type": "webpage", "author": [{"literal": "Name of the Organisation"}]},
}


def add(root: Path, mark: Identifier, registry: Registry) -> int:
    """Adds a work to the bibliography, says so, and returns the exit status."""
    guide = load(root)
    if broken := [*guide.by_path[PATH].found("encoding", "bib-syntax", "file-missing", *UNREAD)]:
        # What cannot be read cannot be written back either.
        print(
            f"not added: {PATH} is broken, and has to be mended first\n{format_text(broken[:1])}",
            end="",
            file=sys.stderr,
        )
        return 1
    there = _entry_of(guide, mark)
    if there and there.fields.get("title"):
        print(f"{mark.value} is there already, as `{there.key}`")
        return 0
    try:
        key, entry = entry_of(registry.facts(mark), mark, set(guide.works) - ({there.key} if there else set()))
        write_all(_changed(root, guide, there, key, entry))
    except OSError as error:
        print(f"not added: {reason_of(error)}", file=sys.stderr)
        return 1
    except RegistryError as error:
        print(f"not added: {error}\n{by_hand(mark, there)}", end="", file=sys.stderr)
        return 1
    print(f"{'filled' if there else 'added'} `{key}`\n\n{entry}\n")
    _tell_findings(root, key)
    return 0


def by_hand(mark: Identifier, there: Work | None) -> str:
    """How to write the entry of a work that could not be looked up, with one that is complete."""
    address = {"doi": "https://doi.org/", "eprint": "https://arxiv.org/abs/", "url": ""}[mark.kind] + mark.value
    place = f"in the place of `{there.key}`" if there else "in its place by key"
    other = "; a paper of a conference is @inproceedings, with `booktitle` for `journal`" if mark.kind == "doi" else ""
    return (
        f"  hint: open {address} in a browser, and write the entry into {PATH} by hand, {place}, "
        f"as this one{other}:\n\n"
        f"{entry_of(EXAMPLES[mark.kind], mark)[1]}\n\n"
        "then run `make check`, which says what is not right yet\n"
    )


def _tell_findings(root: Path, key: str) -> None:
    """Prints what the checks find in the bibliography, with what is not yet done as the next step."""
    found = [one for one in check(load(root), root / VERDICTS) if one.path == PATH]
    others = [one for one in found if one.code != "source-uncited" or f"`{key}`" not in one.message]
    print(format_text(others), end="")
    if others != found:
        print(f"next: cite it as [@{key}]; until then, the checks say that nothing does")


def _entry_of(guide: Guide, mark: Identifier) -> Work | None:
    wanted = mark.value.lower()
    return next((work for work in guide.works.values() if work.fields.get(mark.kind, "").lower() == wanted), None)


def _changed(root: Path, guide: Guide, there: Work | None, key: str, entry: str) -> dict[Path, str | bytes]:
    """The bibliography with the entry, and the files that cite the one in whose place it comes, under its new key."""
    document = guide.by_path[PATH]
    text = insert_entry(_without(document, there.key) if there else document.text, key, entry)
    ends = "\r\n" if b"\r\n" in (root / PATH).read_bytes() else "\n"
    changed: dict[Path, str | bytes] = {root / PATH: text.replace("\n", ends)}
    for name in guide.citing.get(there.key, ()) if there else ():
        changed[root / name] = _renamed(root / name, there.key, key)
    return changed


def _without(document: Document, key: str) -> str:
    """The bibliography without an entry, and without the empty lines after it."""
    [(_, entry)] = raw_entries(document, [key])
    lines = document.text.split("\n")
    first = document.at(key)[0] - 1
    return "\n".join(lines[:first] + lines[first + len(entry) :])


def _renamed(path: Path, old: str, new: str) -> bytes:
    """A file with a new key in the place of an old one wherever it is cited; every other byte stays."""
    before = "source: " if path.suffix == ".yml" else "@"
    return re.sub(rf"(?<={before}){re.escape(old)}(?![\w-])".encode(), new.encode(), path.read_bytes())
