"""Takes a release back that is not published: what it wrote is undone, and everything else stays."""

from datetime import date

from llme.content.release import Version
from llme.versions import changelog
from publishing.history import snapshot_path
from publishing.manifest import BRANCH, Manifest
from publishing.refusals import Reason, RefusedError
from publishing.repository import Repository
from releasing.making import citation, renumbered, sound_commit, sound_guide


def taken_back(repository: Repository, version: Version, day: date) -> tuple[dict[str, str | None], str]:
    """The files that taking a release back changes, by path, with their new text or None where they go, and a commit.

    Raises RefusedError where it is not the newest, or is published: what is out stays out.
    """
    repository.fetch(BRANCH)
    guide = sound_guide(repository)
    newest = guide.releases[-1] if guide.releases else None
    if newest is None or newest.number != version:
        latest = newest.version if newest else "none"
        raise RefusedError(Reason.TAKING_BACK, f"{version} is not the newest release, which is {latest}")
    for branch in (f"refs/heads/{BRANCH}", f"refs/remotes/origin/{BRANCH}"):
        commit = repository.branch_at(branch)
        if commit and str(version) in Manifest.read(repository, commit).versions:
            raise RefusedError(Reason.TAKING_BACK, f"{version} is published, and what is out stays out")
    contents: dict[str, str | None] = {snapshot_path(version): None}
    for recommendation in guide.recommendations:
        if any(change.version == str(version) for change in recommendation.changes):
            document = guide.document_of(recommendation)
            contents[document.path] = renumbered(document, recommendation, str(version), "next")
    before = guide.releases[-2] if len(guide.releases) > 1 else None
    text = (repository.root / "CHANGELOG.md").read_text("utf-8")
    contents["CHANGELOG.md"] = changelog.taken_back(text, newest)
    text = (repository.root / "CITATION.cff").read_text("utf-8")
    contents["CITATION.cff"] = citation(text, before.version if before else "", before.date if before else None)
    message = f"Take back the release of {version}\n\nIt was never published, and its number is not used again.\n"
    return contents, sound_commit(repository, contents, message)
