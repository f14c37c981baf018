"""Releases the guide: `release.py X.Y.Z [--dry-run]`.

It checks everything first. Then one commit adds the snapshot, fills `version: next`, and writes the changelog and
`CITATION.cff`; or nothing changes at all.
Exit status: 0 released, 1 refused, 2 wrong usage.
"""

import argparse
import re
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.guide import Guide
from llme.content.load import load
from llme.content.model import Recommendation
from llme.content.release import Effort, Version
from llme.findings import format_text
from llme.rules import check
from llme.versions import changelog
from llme.versions.snapshot import declared, smallest_next, snapshot
from repository import GitError, Repository


class RefusedError(Exception):
    """The release cannot be made; the message says why, and what to do."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="release.py", description="Release the guide.")
    parser.add_argument("version", type=_version, help="such as 1.2.0")
    parser.add_argument(
        "--dry-run", action="store_true", help="check everything, say what would happen, change nothing"
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout to release")
    parser.add_argument("--date", type=date.fromisoformat, default=date.today(), help="the day of the release")
    options = parser.parse_args(arguments)
    repository = Repository(options.root)
    try:
        guide = _sound_guide(repository)
        contents = release(guide, options.root, options.version, options.date, work(repository, guide))
        commit = repository.commit_files(contents, _message(guide, options.version))
        _check_commit(repository, commit)
        if options.dry_run:
            print(f"{options.version} can be released; it would change {len(contents)} files:")
            print("".join(f"  {path}\n" for path in sorted(contents)), end="")
            return 0
        repository.advance(commit)
    except (RefusedError, GitError) as error:
        print(f"not released: {error}", file=sys.stderr)
        return 1
    print(f"released {options.version} in commit {commit[:12]}; `make publish` puts it online")
    return 0


def work(repository: Repository, guide: Guide) -> Effort | None:
    """Commits and people since the last release, or None where the history is not there."""
    if repository.is_shallow():
        return None
    path = f"docs/releases/{guide.releases[-1].version}.json" if guide.releases else ""
    last = repository.adding(path)[-1] if path else None
    before = set(repository.authors(last)) if last else set()
    since = repository.authors(f"{last}..HEAD" if last else "HEAD")
    return Effort(commits=len(since), people=len(set(since)), new_people=len(set(since) - before))


def release(guide: Guide, root: Path, version: Version, day: date, done: Effort | None = None) -> dict[str, str]:
    """The files that a release changes, by path, with their new text. Raises RefusedError where it may not be."""
    _check_version(guide, version)
    contents = {}
    for one in guide.recommendations:
        if declared(one):
            document = guide.document_of(one)
            contents[document.path] = _with_version(document, one, version)
    previous = guide.releases[-1].digest if guide.releases else ""
    contents[f"docs/releases/{version}.json"] = snapshot(guide, version, day, previous, done)
    try:
        text = (root / "CHANGELOG.md").read_text("utf-8")
        contents["CHANGELOG.md"] = changelog.release(text, _released(guide, version), version, day)
        contents["CITATION.cff"] = _citation((root / "CITATION.cff").read_text("utf-8"), version, day)
    except (OSError, ValueError) as error:
        raise RefusedError(str(error)) from error
    return contents


def _sound_guide(repository: Repository) -> Guide:
    if dirty := repository.dirty():
        raise RefusedError(f"there are changes that are not committed: {', '.join(dirty[:5])}; commit or stash them")
    guide = load(repository.root)
    if found := check(guide):
        raise RefusedError(f"the guide has problems; mend them first\n{format_text(found)}".rstrip())
    return guide


def _check_version(guide: Guide, version: Version) -> None:
    latest = guide.releases[-1].number if guide.releases else None
    if latest and version <= latest:
        raise RefusedError(f"{version} is not newer than {latest}, the latest release")
    smallest = smallest_next(guide, guide.releases)
    if version < smallest:
        kinds = sorted({change.kind for one in guide.recommendations for change in declared(one)})
        raise RefusedError(f"with changes of the kind {', '.join(kinds)}, the smallest number is {smallest}")


def _check_commit(repository: Repository, commit: str) -> None:
    """What is about to be released must be as sound as what it was made from."""
    with repository.checked_out(commit) as folder:
        if found := check(load(folder)):
            raise RefusedError(f"the release itself would have problems\n{format_text(found)}".rstrip())


def _with_version(document, one: Recommendation, version: Version) -> str:
    lines = document.text.split("\n")
    for index, change in enumerate(one.changes):
        if change.version == "next":
            line, column = document.at("changes", index, "version")
            before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
            lines[line - 1] = before + re.sub(r"""^(["']?)next\1""", str(version), after)
    return "\n".join(lines)


def _released(guide: Guide, version: Version) -> list[Recommendation]:
    """The recommendations with `next` filled in."""
    return [
        one.model_copy(
            update={
                "changes": tuple(
                    change.model_copy(update={"version": str(version)}) if change.version == "next" else change
                    for change in one.changes
                )
            }
        )
        for one in guide.recommendations
    ]


def _citation(text: str, version: Version, day: date) -> str:
    """CITATION.cff with the version and day of the release."""
    kept = [line for line in text.split("\n") if not re.match(r"(version|date-released):", line)]
    title = next((index for index, line in enumerate(kept) if line.startswith("title:")), None)
    if title is None:
        raise ValueError("CITATION.cff has no title")
    return "\n".join([*kept[: title + 1], f"version: {version}", f'date-released: "{day}"', *kept[title + 1 :]])


def _message(guide: Guide, version: Version) -> str:
    changes = sum(len(declared(one)) for one in guide.recommendations)
    return f"Release {version}\n\n{changes} changes of recommendations; CHANGELOG.md lists them.\n"


def _version(text: str) -> Version:
    try:
        return Version.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
