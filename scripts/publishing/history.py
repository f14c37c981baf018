"""Which releases main's history has, and whether they are what they should be."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from llme.content.release import Release, Version
from llme.outputs.derived import GUIDE, original
from publishing.branches import MAIN
from publishing.refusals import Reason, RefusedError
from publishing.repository import Repository

FOLDER = "docs/releases"


@dataclass(frozen=True)
class Released:
    """A release, the commit that added its snapshot, and the snapshot's text."""

    release: Release
    commit: str
    text: bytes

    @cached_property
    def data(self) -> dict[str, Any]:
        """The snapshot as data."""
        return json.loads(self.text)

    @property
    def version(self) -> str:
        """Its number."""
        return self.release.version


def snapshot_path(version: str | Version) -> str:
    """The path of a release's snapshot."""
    return f"{FOLDER}/{version}.json"


def check_on_main(repository: Repository, by_name: bool = False) -> None:
    """Raises RefusedError where what is checked out is not main: what is released and published is what main holds.

    Main's newest commit will do, unless a commit is to follow it: that one would be on no branch.
    """
    if not repository.is_on(MAIN, by_name):
        raise RefusedError(Reason.OFF_MAIN, f"this is not {MAIN}, and only {MAIN} is released and published")


def releases_in(repository: Repository) -> tuple[Released, ...]:
    """Each release of HEAD, oldest first.

    Raises RefusedError where a snapshot is no longer what a commit added, and in a shallow clone, whose oldest commit
    seems to have added everything.
    """
    if repository.is_shallow():
        message = "this clone has only the newest commits, which do not tell what a commit released"
        raise RefusedError(Reason.SHALLOW, message)
    added = repository.adding(FOLDER)
    blobs = {path: blob for path, blob in repository.blobs("HEAD", f"{FOLDER}/").items() if path.endswith(".json")}
    found = []
    for path, blob, text in zip(blobs, blobs.values(), repository.contents(blobs.values()), strict=True):
        commits = [commit for commit, what in added.get(path, []) if what == blob]
        if not commits:
            raise RefusedError(Reason.ALTERED, f"{path} is not what any commit of this history released")
        try:
            release = Release.model_validate_json(text)
        except ValidationError as error:
            raise RefusedError(Reason.ALTERED, f"{path} is not a snapshot of a release") from error
        if path != snapshot_path(release.version):
            raise RefusedError(Reason.ALTERED, f"{path} is the snapshot of {release.version}")
        found.append(Released(release, commits[-1], text))
    found.sort(key=lambda one: one.release.number)
    for before, after in pairwise(found):
        if after.release.previous != before.release.digest:
            message = f"the snapshot of {after.version} does not follow that of {before.version}"
            raise RefusedError(Reason.ALTERED, message)
    return tuple(found)


def check_unmixed(repository: Repository, released: Released, releases: tuple[Released, ...]) -> None:
    """Raises RefusedError where the commit of a release added other things, too: another release, or what a squash or
    a rebase brought into it."""
    short = released.commit[:12]
    if twin := next((one.version for one in releases if one.commit == released.commit and one is not released), None):
        raise RefusedError(Reason.MIXED, f"{released.version} and {twin} come from one commit, {short}")
    made_from = released.data.get("made_from")  # not recorded before 0.2.0
    if made_from and repository.tree_of(f"{released.commit}^", missing_ok=True) != made_from:
        message = f"{released.version} was made from other files than those before commit {short}"
        raise RefusedError(Reason.MIXED, message)
    written = (snapshot_path(released.version), "CHANGELOG.md", "CITATION.cff", "docs/recommendations/")
    if made_from and (others := [one for one in repository.changed_by(released.commit) if not one.startswith(written)]):
        raise RefusedError(Reason.MIXED, f"commit {short}, which released {released.version}, changed {others[0]} too")


def built_data(read: Callable[[str], bytes]) -> bytes:
    """What a built version says that it holds; nothing where that cannot be read. `read` gives a file by its path."""
    try:
        return original(GUIDE, read)
    except ValueError:
        return b""


def check_content(released: Released, published: bytes) -> None:
    """Raises RefusedError where the `built_data` of a version are not what the snapshot holds."""
    if different := differences(released.data, published):
        listed = ", ".join(different[:5]) + (" and others" if len(different) > 5 else "")
        message = f"the files of {released.version} are not what its snapshot holds: {listed}"
        raise RefusedError(Reason.MIXED, message)


def differences(snapshot: dict[str, Any], published: bytes) -> list[str]:
    """What of the guide differs between a snapshot and the `built_data` of a version, by name."""
    try:
        built = json.loads(published)
        theirs = {one["id"]: {**one, "url": None} for one in built["recommendations"]}
    except (ValueError, KeyError, TypeError):
        return [GUIDE]
    ours = {one["id"]: {**one, "url": None} for one in snapshot["recommendations"]}
    different = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    parts = (snapshot.keys() | built.keys()) - _OF_ITS_OWN
    return different + sorted(name for name in parts if snapshot.get(name) != built.get(name))


# What only one of the two has, or what is compared by ID.
_OF_ITS_OWN = {"format", "recommendations", "previous", "summary", "work", "made_from", "digest"}
