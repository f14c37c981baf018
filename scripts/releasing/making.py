"""What a release may be, and the files that it changes."""

import re
from collections.abc import Collection, Mapping
from datetime import date, timedelta
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
from publishing.deploying import say
from publishing.history import FOLDER, check_on_main, releases_in, snapshot_path
from publishing.refusals import Reason, RefusedError
from publishing.repository import Repository


def prepared(repository: Repository, version: Version, day: date) -> tuple[dict[str, str | None], str]:
    """The files that a release changes, by path, with their new text, and a commit of them, to which nothing leads yet.

    Raises RefusedError where there may be no such release.
    """
    guide = sound_guide(repository)
    _check_number(repository, guide, version)
    _check_day(guide, day)
    made_from = repository.tree_of("HEAD")
    contents = _release(guide, repository.root, version, day, (_work(repository, guide), made_from))
    changes = sum(len(declared(recommendation)) for recommendation in guide.recommendations)
    message = f"Release {version}\n\n{changes} changes of recommendations; CHANGELOG.md lists them.\n"
    return contents, sound_commit(repository, contents, message)


def sound_guide(repository: Repository) -> Guide:
    """The guide as main has it. Raises RefusedError where this is not main, something is not committed, or wrong."""
    check_on_main(repository, by_name=True)
    if dirty := repository.dirty():
        raise RefusedError(Reason.UNCOMMITTED, f"there are changes that are not committed: {', '.join(dirty[:5])}")
    guide = load(repository.root)
    if found := check(guide):
        raise RefusedError(Reason.PROBLEMS, f"the guide has problems\n{format_text(found)}".rstrip())
    releases_in(repository)
    return guide


def sound_commit(repository: Repository, contents: Mapping[str, str | None], message: str) -> str:
    """A commit on top of HEAD with these files, or without those that are None, to which nothing leads yet.

    Raises RefusedError where it would not be as sound as what it was made from.
    """
    files = {path: text.encode() for path, text in contents.items() if text is not None}
    gone = [path for path, text in contents.items() if text is None]
    commit = repository.commit_files(files, message, gone=gone)
    with repository.checked_out(commit) as folder:
        if found := check(load(folder)):
            raise RefusedError(Reason.PROBLEMS, f"the result would have problems\n{format_text(found)}".rstrip())
    return commit


def _work(repository: Repository, guide: Guide) -> Effort:
    """Commits and people since the last release."""
    path = snapshot_path(guide.releases[-1].version) if guide.releases else ""
    last = repository.adding(FOLDER)[path][-1][0] if path else None
    before = set(repository.authors(last)) if last else set()
    since = repository.authors(f"{last}..HEAD" if last else "HEAD")
    return Effort(commits=len(since), people=len(set(since)), new_people=len(set(since) - before))


def _check_number(repository: Repository, guide: Guide, version: Version) -> None:
    latest = guide.releases[-1].number if guide.releases else None
    if latest and version <= latest:
        message = f"{version} is not newer than {latest}, the latest release; an older line gets no patches"
        raise RefusedError(Reason.OLD_LINE, message)
    tags = _all_tags(repository)
    if f"v{version}" in tags or snapshot_path(version) in repository.names_ever(FOLDER):
        raise RefusedError(Reason.NUMBER_USED, f"{version} was the number of another release, even if it is gone now")
    smallest = smallest_next(guide, guide.releases)
    if version < smallest:
        kinds = sorted({change.kind for one in guide.recommendations for change in declared(one)})
        message = f"with changes of the kind {', '.join(kinds)}, the smallest number is {smallest}"
        raise RefusedError(Reason.TOO_SMALL, message)


def _all_tags(repository: Repository) -> Collection[str]:
    """The tags here and, where it answers, at the remote, of which all branches are brought here first."""
    if repository.ask_remote():
        return {*repository.tags(), *(repository.remote_tags() if repository.remote() else ())}
    say("the remote does not answer, so it cannot be asked whether it knows the number; `make publish` will tell")
    return repository.tags()


def _check_day(guide: Guide, day: date) -> None:
    if guide.releases and day < guide.releases[-1].date:
        last = guide.releases[-1]
        raise RefusedError(Reason.DAY, f"{day} is before {last.date}, the day on which {last.version} was released")
    if day > date.today() + timedelta(days=1):  # somewhere it is tomorrow already
        raise RefusedError(Reason.DAY, f"{day} is yet to come; is the clock of this computer right?")


def _release(guide: Guide, root: Path, version: Version, day: date, made: tuple[Effort, str]) -> dict[str, str | None]:
    contents: dict[str, str | None] = {}
    for recommendation in guide.recommendations:
        if declared(recommendation):
            document = guide.document_of(recommendation)
            contents[document.path] = renumbered(document, recommendation, "next", str(version))
    previous = guide.releases[-1].digest if guide.releases else ""
    contents[snapshot_path(version)] = snapshot(guide, version, day, previous, *made)
    try:
        text = (root / "CHANGELOG.md").read_text("utf-8")
        contents["CHANGELOG.md"] = changelog.release(text, _released(guide, version), version, day)
        contents["CITATION.cff"] = citation((root / "CITATION.cff").read_text("utf-8"), str(version), day)
    except (OSError, ValueError) as error:
        raise RefusedError(Reason.INCOMPLETE, str(error)) from error
    return contents


def renumbered(document: Document, recommendation: Recommendation, old: str, new: str) -> str:
    """The text of a recommendation whose changes of one version are those of another."""
    lines = document.text.split("\n")
    for index, change in enumerate(recommendation.changes):
        if change.version == old:
            line, column = document.at("changes", index, "version")
            before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
            lines[line - 1] = before + re.sub(rf"""^(["']?){re.escape(old)}\1""", new, after)
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


def citation(text: str, version: str, day: date | None) -> str:
    """CITATION.cff with the version and day of a release; without a day, with neither.

    Raises ValueError where it has no title.
    """
    kept = [line for line in text.split("\n") if not re.match(r"(version|date-released):", line)]
    title = next((index for index, line in enumerate(kept) if line.startswith("title:")), None)
    if title is None:
        raise ValueError("CITATION.cff has no title")
    said = [f"version: {version}", f'date-released: "{day}"'] if day else []
    return "\n".join([*kept[: title + 1], *said, *kept[title + 1 :]])
