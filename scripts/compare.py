"""Compares works of the bibliography with the records of registries: `compare.py [WORK …] [--report FILE]`.

A work is a citation key, a DOI, an arXiv id or an address; without one, all are compared. What differs is said field
by field, and nothing is changed: a record may be wrong as well.
Exit status: 0 nothing differs, 1 something does or a work could not be compared, 2 wrong usage.
"""

import argparse
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.load import load
from llme.content.model import Work
from llme.files import write
from quoting import quoted
from sources.comparing import Discrepancy, differences, mark_of
from sources.registry import Registry, RegistryError

MINUTES = 25  # after which no more is asked, so that a report is written before the machine that waits for it stops


@dataclass(frozen=True)
class Compared:
    """A work, what tells it from its record, and why it could not be compared if it could not."""

    work: Work
    differences: tuple[Discrepancy, ...] = ()
    fault: str = ""


def main(argv: list[str] | None = None, registry: Registry | None = None) -> int:
    parser = argparse.ArgumentParser(prog="compare.py", description="Compare works with the records of registries.")
    parser.add_argument("work", nargs="*", help="a citation key, a DOI, an arXiv id, or an address; all by default")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds docs and bibliography")
    parser.add_argument("--report", type=Path, help="write the report into this file too")
    options = parser.parse_args(argv)
    known = load(options.root).works.values()
    wanted = [text for text in options.work if text.strip()]
    for text in wanted:
        if not any(_is_named(work, text) for work in known):
            parser.error(f"`{text}` is no work of the bibliography; name its citation key or what it is found by")
    works = [work for work in known if not wanted or any(_is_named(work, text) for text in wanted)]
    if not works:
        parser.error(f"there are no works in {options.root}")
    found = _compared(works, registry or Registry(), time.monotonic() + MINUTES * 60)
    text = report(found)
    print(text, end="")
    if options.report:
        write(options.report, text)
    return 1 if any(one.differences or one.fault for one in found) else 0


def report(found: Iterable[Compared]) -> str:
    """What differs, as Markdown; what could not be compared comes last."""
    found = list(found)
    differing, missed = [one for one in found if one.differences], [one for one in found if one.fault]
    lines = [f"{len(found) - len(missed)} compared with their records; {len(differing)} differ."]
    if differing:
        lines += ["", "## Not as in the record; look which of the two is right", ""]
        for one in differing:
            lines += [f"- {quoted(one.work.key)}", *(f"  - {told.field}: {told.message}" for told in one.differences)]
    if missed:
        lines += ["", "## Not compared", "", *(f"- {quoted(one.work.key)}: {quoted(one.fault)}" for one in missed)]
    return "\n".join(lines) + "\n"


def _is_named(work: Work, text: str) -> bool:
    """Whether a text is the key of a work, or what it is found by, as such or as an address."""
    names = {work.key, *(work.fields.get(name, "") for name in ("doi", "eprint", "url")), work.url} - {""}
    return text.strip().lower() in {name.lower() for name in names}


def _compared(works: Iterable[Work], registry: Registry, until: float) -> list[Compared]:
    found = []
    for work in works:
        mark = mark_of(work)
        if not mark:
            found.append(Compared(work, fault="it has no DOI, arXiv id or address"))
        elif time.monotonic() >= until:
            found.append(Compared(work, fault="there was no time left to ask"))
        else:
            try:
                facts = registry.facts(mark)
            except RegistryError as error:
                found.append(Compared(work, fault=str(error)))
                continue
            # A page that names no author is an article of the press or the like, and its title is one for a window.
            is_record = mark.kind != "url" or facts.get("author")
            found.append(Compared(work, tuple(differences(work, facts)) if is_record else ()))
    return found


if __name__ == "__main__":
    sys.exit(main())
