"""Releases the guide: `release.py X.Y.Z [--dry-run]`.

It checks everything first. Then one commit adds the snapshot, fills `version: next`, and writes the changelog and
`CITATION.cff`; or nothing changes at all.
Exit status: 0 released, 1 refused, 2 wrong usage.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.release import Version
from publishing.git import GitError
from publishing.releasing import ReleaseError, prepared
from publishing.repository import Repository


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="release.py", description="Release the guide.")
    parser.add_argument("version", type=_version, help="such as 1.2.0")
    parser.add_argument(
        "--dry-run", action="store_true", help="check everything, say what would happen, change nothing"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout to release")
    parser.add_argument("--date", type=date.fromisoformat, default=date.today(), help="the day of the release")
    options = parser.parse_args(argv)
    repository = Repository(options.root)
    try:
        contents, commit = prepared(repository, options.version, options.date)
        if options.dry_run:
            print(f"{options.version} can be released; it would change {len(contents)} files:")
            print("".join(f"  {path}\n" for path in sorted(contents)), end="")
            return 0
        repository.advance(commit)
    except (ReleaseError, GitError, OSError) as error:
        print(f"not released: {error}", file=sys.stderr)
        return 1
    print(f"released {options.version} in commit {commit[:12]}; `make publish` puts it online")
    return 0


def _version(text: str) -> Version:
    try:
        return Version.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
