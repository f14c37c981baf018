"""Writes the scaffold of a new recommendation: `new.py --stage STAGE --title TITLE`.

It takes the next ID that was never used: not in the files, not in a release, not in git's history.
Exit status: 0 written, 2 wrong usage, or a history or folder that cannot be used.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.load import load
from llme.content.model import OPTIONAL, SECTIONS
from llme.files import create
from llme.words import nearest_hint
from proposing.numbering import next_id
from publishing.git import GitError

EXAMPLE = 'make new STAGE=evaluation TITLE="Pay annotators for the time they spend"'


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="new.py", description="Write the scaffold of a new recommendation.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds docs and bibliography")
    parser.add_argument("--stage", required=True, help="the stage it belongs to, such as data-compilation")
    parser.add_argument("--title", required=True, help="what to do, in the imperative, at most 70 characters")
    options = parser.parse_args(argv)
    if not (options.root / "docs/recommendations").is_dir():
        parser.error(f"there is no folder `docs/recommendations` in {options.root}")
    lacking = [name for name in ("stage", "title") if not getattr(options, name).strip()]
    if lacking:
        parser.error(f"no {' and no '.join(lacking)} was given; for example: {EXAMPLE}")
    guide = load(options.root)
    if options.stage not in guide.stage_slugs:
        parser.error(f"no stage is named `{options.stage}`; {nearest_hint(options.stage, guide.stage_slugs)}")
    try:
        identifier = next_id(guide, options.root)
    except GitError as error:
        parser.error(f"which IDs were used cannot be told: {error}")
    path = options.root / f"docs/recommendations/{identifier}.md"
    try:
        create(path, scaffold(options.stage, options.title.strip(), date.today()))
    except OSError as error:
        parser.error(f"nothing was written: {error}")
    print(f"wrote {path.relative_to(options.root)}\nnext: run `make check`, which says what is still to write")
    return 0


def scaffold(stage: str, title: str, today: date) -> str:
    """The text of a new recommendation, with everything still to write left empty."""
    front = (
        f"title: {json.dumps(title, ensure_ascii=False)}\nstage: {stage}\ntopics: []\nroles: []\n"
        f'do: ""\ndont: ""\ntools: []\nreviewed: {today}\n'
        'changes:\n  - version: next\n    kind: added\n    note: ""\n'
    )
    return f"---\n{front}---\n" + "".join(f"\n## {section}\n" for section in SECTIONS if section not in OPTIONAL)


if __name__ == "__main__":
    sys.exit(main())
