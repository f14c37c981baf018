"""Releases the guide: `release.py X.Y.Z [--dry-run | --take-back | --notes]`.

It checks everything first. Then one commit adds the snapshot, fills `version: next`, and writes the changelog and
`CITATION.cff`; or nothing changes at all. The newest release can be taken back as long as it is not published: one
commit then undoes what the release wrote, and nothing else. The notes of a release are printed for wherever it is
announced, and nothing is changed.
Exit status: 0 released, 1 refused, 2 wrong usage.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.load import load
from llme.content.release import Version
from llme.versions.changelog import notes
from publishing.git import GitError
from publishing.refusals import RefusedError
from publishing.repository import Repository
from releasing.making import prepared
from releasing.taking_back import taken_back


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="release.py", description="Release the guide.")
    parser.add_argument("version", type=_version, help="such as 1.2.0")
    parser.add_argument(
        "--dry-run", action="store_true", help="check everything, say what would happen, change nothing"
    )
    parser.add_argument("--take-back", action="store_true", help="undo the newest release, which is not published yet")
    parser.add_argument("--notes", action="store_true", help="print the notes of a release that was made, as Markdown")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout to release")
    parser.add_argument("--date", type=date.fromisoformat, default=date.today(), help="the day of the release")
    options = parser.parse_args(argv)
    if options.notes:
        return _print_notes(options.root, options.version)
    repository = Repository(options.root)
    try:
        make = taken_back if options.take_back else prepared
        contents, commit = make(repository, options.version, options.date)
        if options.dry_run:
            possible = "taken back" if options.take_back else "released"
            print(f"{options.version} can be {possible}; it would change {len(contents)} files:")
            print("".join(f"  {path}\n" for path in sorted(contents)), end="")
            return 0
        repository.advance(commit)
    except (RefusedError, GitError, OSError) as error:
        print(f"not {'taken back' if options.take_back else 'released'}: {error}", file=sys.stderr)
        return 1
    if options.take_back:
        print(f"took {options.version} back in commit {commit[:12]}; release it again under another number")
    else:
        print(f"released {options.version} in commit {commit[:12]}; `make publish` puts it online")
    return 0


def _print_notes(root: Path, version: Version) -> int:
    release = next((one for one in load(root).releases if one.number == version), None)
    if release is None:
        print(f"{version} was not released here", file=sys.stderr)
        return 1
    print(notes(release), end="")
    return 0


def _version(text: str) -> Version:
    if not text:
        raise argparse.ArgumentTypeError("no version was given; for example: make release VERSION=1.2.0")
    try:
        return Version.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
