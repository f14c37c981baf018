"""Adds a work to `guide.bib`, or fills the entry that a draft left open."""

import re
import sys
from pathlib import Path

from llme.content.bibliography import raw_entries
from llme.content.document import Document
from llme.content.guide import Guide
from llme.content.load import load
from llme.content.model import Work
from llme.content.verdicts import VERDICTS
from llme.files import write_all
from llme.findings import format_text
from llme.rules import check
from sources.entries import Identifier, entry_of, insert_entry
from sources.registry import Registry, RegistryError

PATH = "bibliography/guide.bib"


def add(root: Path, mark: Identifier, registry: Registry) -> int:
    """Adds a work to the bibliography, says so, and returns the exit status."""
    guide = load(root)
    if any(guide.by_path[PATH].found("encoding")):  # what cannot be read cannot be written back either
        print(f"not added: {PATH} is not UTF-8 text; save it as UTF-8", file=sys.stderr)
        return 1
    there = _entry_of(guide, mark)
    if there and there.fields.get("title"):
        print(f"{mark.value} is there already, as `{there.key}`")
        return 0
    try:
        key, entry = entry_of(registry.facts(mark), mark, set(guide.works) - ({there.key} if there else set()))
        write_all(_changed(root, guide, there, key, entry))
    except (RegistryError, OSError) as error:
        print(f"not added: {error}", file=sys.stderr)
        return 1
    print(f"{'filled' if there else 'added'} `{key}`\n\n{entry}\n")
    _tell_findings(root, key)
    return 0


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
