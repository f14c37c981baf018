"""Adds a work to `guide.bib`: `source.py add DOI|ARXIV-ID|ADDRESS …`.

The facts come from the registry of the DOI, or from the page itself; an entry that a draft left to be filled is
filled, and its key changed wherever it is cited. What is missing is said, never guessed.
Exit status: 0 written, 1 not, 2 wrong usage.
"""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from entries import Identifier, entry_of, identifiers, insert_entry
from llme.content.bibliography import raw_entries
from llme.content.guide import Guide
from llme.content.load import load
from llme.content.model import Work
from llme.findings import format_text
from llme.patterns import ARXIV, is_a
from llme.rules import check
from registry import Registry, RegistryError

PATH = "bibliography/guide.bib"


def main(arguments: list[str] | None = None, registry: Registry | None = None) -> int:
    parser = argparse.ArgumentParser(prog="source.py", description="Add works to the bibliography.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds docs and bibliography")
    verbs = parser.add_subparsers(dest="verb", required=True)
    add = verbs.add_parser("add", help="fetch the facts of works and write their entries")
    add.add_argument("work", nargs="+", help="a DOI, an arXiv id, or an https address")
    options = parser.parse_args(arguments)
    if not (options.root / PATH).is_file():
        parser.error(f"there is no {PATH} in {options.root}")
    registry = registry or Registry()
    marks = [_mark(text) or parser.error(f"`{text}` is no DOI, arXiv id or https address") for text in options.work]
    return max(_add(options.root, mark, registry) for mark in marks)


def _mark(text: str) -> Identifier | None:
    if is_a(ARXIV, text):
        return Identifier("eprint", text)
    return next(identifiers(text), None)


def _add(root: Path, mark: Identifier, registry: Registry) -> int:
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


if __name__ == "__main__":
    sys.exit(main())
