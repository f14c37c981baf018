"""Asks whether every external link still answers, and whether a cited work was retracted: `links.py [--report FILE]`.

Politely: one request at a time to a host, a second apart; busy servers are asked again when they say; what answered
within the last week is not asked again. A link that is gone is reported with a copy from the web archive, if there is
one. Exit status: 0 nothing is broken, 1 something is, 2 wrong usage.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.load import load
from llme.files import write
from sources.links import ask, links, report, retractions
from sources.registry import Registry

MINUTES = 23  # after which no more is asked, so that a report is written before the machine that waits for it stops


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="links.py", description="Ask whether every external link still answers.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds docs and bibliography")
    parser.add_argument("--report", type=Path, help="write the report into this file too")
    parser.add_argument("--no-retractions", action="store_true", help="do not ask Crossref")
    options = parser.parse_args(argv)
    guide = load(options.root)
    where = links(guide)
    if not where:
        parser.error(f"there are no links in {options.root}")
    cache = options.root / ".cache/links.json"
    until = time.monotonic() + MINUTES * 60
    notices = {} if options.no_retractions else retractions(guide, Registry(), until)
    answers = ask(where, cache, until=until)
    text = report(answers, where, notices)
    print(text, end="")
    if options.report:
        write(options.report, text)
    return 1 if notices or any(one.state == "gone" for one in answers) else 0


if __name__ == "__main__":
    sys.exit(main())
