"""What a release may be, and the files that it changes."""

import re
from datetime import date
from pathlib import Path

from llme.content.document import Document
from llme.content.guide import Guide
from llme.content.load import load
from llme.content.model import Recommendation
from llme.content.release import Effort, Version
from llme.findings import format_text
from llme.rules import check
from llme.versions import changelog
from llme.versions.snapshot import declared, smallest_next, snapshot
from publishing.repository import Repository


class ReleaseError(Exception):
    """The release cannot be made; the message says why, and what to do."""


def prepared(repository: Repository, version: Version, day: date) -> tuple[dict[str, str], str]:
    """The files that a release changes, by path, with their new text, and a commit of them, to which nothing leads yet.

    Raises ReleaseError where there may be no such release.
    """
    guide = _sound_guide(repository)
    contents = _release(guide, repository.root, version, day, _work(repository, guide))
    changes = sum(len(declared(recommendation)) for recommendation in guide.recommendations)
    message = f"Release {version}\n\n{changes} changes of recommendations; CHANGELOG.md lists them.\n"
    commit = repository.commit_files({path: text.encode() for path, text in contents.items()}, message)
    with repository.checked_out(commit) as folder:
        if found := check(load(folder)):  # it must be as sound as what it was made from
            raise ReleaseError(f"the release itself would have problems\n{format_text(found)}".rstrip())
    return contents, commit


def _sound_guide(repository: Repository) -> Guide:
    """The guide as it is committed. Raises ReleaseError where something is not, or is wrong."""
    if dirty := repository.dirty():
        raise ReleaseError(f"there are changes that are not committed: {', '.join(dirty[:5])}; commit or stash them")
    guide = load(repository.root)
    if found := check(guide):
        raise ReleaseError(f"the guide has problems; mend them first\n{format_text(found)}".rstrip())
    return guide


def _work(repository: Repository, guide: Guide) -> Effort | None:
    """Commits and people since the last release, or None where the history is not there."""
    if repository.is_shallow():
        return None
    path = f"docs/releases/{guide.releases[-1].version}.json" if guide.releases else ""
    last = repository.adding(path)[-1] if path else None
    before = set(repository.authors(last)) if last else set()
    since = repository.authors(f"{last}..HEAD" if last else "HEAD")
    return Effort(commits=len(since), people=len(set(since)), new_people=len(set(since) - before))


def _release(guide: Guide, root: Path, version: Version, day: date, done: Effort | None) -> dict[str, str]:
    _check_version(guide, version)
    contents = {}
    for recommendation in guide.recommendations:
        if declared(recommendation):
            document = guide.document_of(recommendation)
            contents[document.path] = _with_version(document, recommendation, version)
    previous = guide.releases[-1].digest if guide.releases else ""
    contents[f"docs/releases/{version}.json"] = snapshot(guide, version, day, previous, done)
    try:
        text = (root / "CHANGELOG.md").read_text("utf-8")
        contents["CHANGELOG.md"] = changelog.release(text, _released(guide, version), version, day)
        contents["CITATION.cff"] = _citation((root / "CITATION.cff").read_text("utf-8"), version, day)
    except (OSError, ValueError) as error:
        raise ReleaseError(str(error)) from error
    return contents


def _check_version(guide: Guide, version: Version) -> None:
    latest = guide.releases[-1].number if guide.releases else None
    if latest and version <= latest:
        raise ReleaseError(f"{version} is not newer than {latest}, the latest release")
    smallest = smallest_next(guide, guide.releases)
    if version < smallest:
        kinds = sorted({change.kind for one in guide.recommendations for change in declared(one)})
        raise ReleaseError(f"with changes of the kind {', '.join(kinds)}, the smallest number is {smallest}")


def _with_version(document: Document, recommendation: Recommendation, version: Version) -> str:
    lines = document.text.split("\n")
    for index, change in enumerate(recommendation.changes):
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
