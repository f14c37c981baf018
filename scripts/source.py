"""Adds a work to `guide.bib`: `source.py add DOI|ARXIV-ID|ADDRESS …`.

The facts come from the registry of the DOI, or from the page itself; an entry that a draft left to be filled is
filled, and its key changed wherever it is cited. What is missing is said, never guessed.
Exit status: 0 written, 1 not, 2 wrong usage.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.patterns import ARXIV, is_a
from sources.adding import PATH, add
from sources.entries import Identifier, identifiers
from sources.registry import Registry

EXAMPLE = "make source WORK=10.1145/3442188.3445922"


def main(argv: list[str] | None = None, registry: Registry | None = None) -> int:
    parser = argparse.ArgumentParser(prog="source.py", description="Add works to the bibliography.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds docs and bibliography")
    verbs = parser.add_subparsers(dest="verb", required=True)
    adding = verbs.add_parser("add", help="fetch the facts of works and write their entries")
    adding.add_argument("work", nargs="+", help="a DOI, an arXiv id, or an https address")
    options = parser.parse_args(argv)
    if not (options.root / PATH).is_file():
        parser.error(f"there is no {PATH} in {options.root}")
    registry = registry or Registry()
    if not any(text.strip() for text in options.work):
        parser.error(f"no work was given; for example: {EXAMPLE}")
    marks = []
    for text in options.work:
        found = _marks(text)
        marks += found or parser.error(f"`{text}` is no DOI, arXiv id or https address; for example: {EXAMPLE}")
    return max(add(options.root, mark, registry) for mark in marks)


def _marks(text: str) -> list[Identifier]:
    return [Identifier("eprint", text)] if is_a(ARXIV, text) else list(identifiers(text))


if __name__ == "__main__":
    sys.exit(main())
