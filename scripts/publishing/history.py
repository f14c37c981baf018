"""Which releases main's history has."""

from pathlib import Path

from llme.content.release import Version
from publishing.manifest import DamagedError
from publishing.repository import Repository


def release_commits(repository: Repository) -> dict[str, str]:
    """Each release, oldest first, with the commit that added its snapshot.

    Raises DamagedError where a snapshot is no longer what that commit added, and in a shallow clone, whose oldest
    commit seems to have added everything.
    """
    if repository.is_shallow():
        raise DamagedError("this clone has only the newest commits; `git fetch --unshallow` brings the others")
    found: dict[str, str] = {}
    names = repository.names_in("HEAD", "docs/releases/")
    for version in sorted((Path(name).stem for name in names if name.endswith(".json")), key=Version.parse):
        path = f"docs/releases/{version}.json"
        commits = repository.adding(path)
        if not commits:
            raise DamagedError(f"the commit that released {version} is not in this history; fetch all of it")
        if repository.tree_of(f"{commits[-1]}:{path}") != repository.tree_of(f"HEAD:{path}"):
            raise DamagedError(f"the snapshot of {version} is not what commit {commits[-1][:12]} released")
        found[version] = commits[-1]
    return found
