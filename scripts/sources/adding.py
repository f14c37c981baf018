"""Adds a work to `guide.bib`, or fills the entry that a draft left open."""

import re
import sys
from pathlib import Path

from llme.content.bibliography import raw_entries
from llme.content.guide import Guide
from llme.content.load import load
from llme.content.model import Work
from llme.findings import format_text
from llme.rules import check
from sources.entries import Identifier, entry_of, insert_entry
from sources.registry import Registry, RegistryError

PATH = "bibliography/guide.bib"


def add(root: Path, mark: Identifier, registry: Registry) -> int:
    """Adds a work to the bibliography, says so, and returns the exit status."""
    guide = load(root)
    there = _entry_of(guide, mark)
    if there and there.fields.get("title"):
        print(f"{mark.value} is there already, as `{there.key}`")
        return 0
    try:
        facts = registry.facts(mark)
    except RegistryError as error:
        print(f"not added: {error}", file=sys.stderr)
        return 1
    key, entry = entry_of(facts, mark, set(guide.works) - ({there.key} if there else set()))
    document = guide.by_path[PATH]
    text = document.text
    if there:
        [(_, lines)] = raw_entries(document, [there.key])
        text = text.replace("\n".join(lines).rstrip("\n") + "\n", "", 1)
        text = re.sub(r"\n{3,}", "\n\n", text)
        _rename(root, guide, there.key, key)
    (root / PATH).write_text(insert_entry(text, key, entry), encoding="utf-8")
    print(f"{'filled' if there else 'added'} `{key}`; cite it as [@{key}]\n\n{entry}\n")
    found = [one for one in check(load(root)) if f"`{key}`" in one.message and one.path == PATH]
    print(format_text(found), end="")
    return 0


def _entry_of(guide: Guide, mark: Identifier) -> Work | None:
    wanted = mark.value.lower()
    return next((work for work in guide.works.values() if work.fields.get(mark.kind, "").lower() == wanted), None)


def _rename(root: Path, guide: Guide, old: str, new: str) -> None:
    """Puts a new key in the place of an old one wherever it is cited."""
    for name in guide.citing.get(old, ()):
        path = root / name
        pattern = rf"(?<=source: ){re.escape(old)}\b" if name.endswith(".yml") else rf"(?<=@){re.escape(old)}(?![\w-])"
        path.write_text(re.sub(pattern, new, path.read_text("utf-8")), encoding="utf-8")
