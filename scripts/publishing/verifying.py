"""Compares what is published with what a new build gives, and with the snapshots of the releases.

What compressed files hold is compared: two programs, or two versions of one, may compress the same in different bytes.
"""

import io
import sys
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from llme.files import decompressed
from publishing.address import Address
from publishing.deploying import CommandError, builder, say, set_aside
from publishing.git import GitError
from publishing.history import Released, built_data, differences, releases_in
from publishing.manifest import BRANCH, Manifest
from publishing.repository import Repository
from publishing.site_tree import only_latest


def verify(repository: Repository) -> bool:
    """Rebuilds every published version from its commit; whether there are any, and each has the tree that it had.

    Raises RefusedError where the record or a snapshot cannot be read.
    """
    published = repository.start_of(BRANCH)
    manifest = Manifest.read(repository, published)
    if not manifest.versions:
        print("nothing is published yet", file=sys.stderr)
        return False
    altered = manifest.altered(repository, published)
    releases = {one.version: one for one in releases_in(repository)}
    same = [version for version in manifest.versions if _is_same(repository, manifest, version, altered)]
    same = [version for version in same if _is_its_snapshot(repository, manifest, version, releases)]
    say(f"{len(same)} of {len(manifest.versions)} versions are as they were built")
    return len(same) == len(manifest.versions)


def _is_same(repository: Repository, manifest: Manifest, version: str, altered: list[str]) -> bool:
    known = manifest.versions[version]
    if version in altered:
        say(f"{version} is not on {BRANCH} as it was published; `make publish` puts it back")
        return False
    say(f"verifying {version}", end=" … ")
    commit = known.get("built_from", known["commit"])
    address = Address(known["site_url"], known["repository"])
    try:
        with builder(repository, from_scratch=True) as builds, builds.built(address, commit, version) as site:
            beside = set_aside(site)
            same = _holds(repository, known["tree"], site)
            if version == [*manifest.versions][-1]:  # what an older one had there is no more
                same = same and hold_the_same(beside, only_latest(repository, manifest))
    except (CommandError, GitError) as error:
        say(f"CANNOT BE BUILT\n{error}")
        return False
    say("the same" if same else "DIFFERENT")
    return same


def _holds(repository: Repository, tree: str, site: Path) -> bool:
    """Whether a tree has the files of a built site, but for how they were compressed."""
    if repository.tree_of_folder(site) == tree:
        return True
    blobs = repository.blobs(tree)
    there = dict(zip(blobs, repository.contents(blobs.values()), strict=True))
    paths = [path for path in site.rglob("*") if path.is_file()]
    return hold_the_same({path.relative_to(site).as_posix(): path.read_bytes() for path in paths}, there)


def _is_its_snapshot(
    repository: Repository, manifest: Manifest, version: str, releases: Mapping[str, Released]
) -> bool:
    """Whether a version holds what its snapshot on main holds; an early program could publish something else."""
    if version not in releases:
        say(f"{version} has no snapshot in this history")
        return False
    read = partial(repository.read, manifest.versions[version]["tree"])
    different = differences(releases[version].data, built_data(read))
    if different:
        say(f"{version} is not what its snapshot holds: {', '.join(different[:5])}")
    return not different


def unpacked(name: str, content: bytes) -> object:
    """What is compared of a file: of an archive its members in their order, of what gzip made what it was given, and of
    any other file its bytes. Broken ones are themselves.
    """
    try:
        if name.endswith(".zip"):
            return _members(content)
        return decompressed(content) if name.endswith(".gz") else content
    except (ValueError, zipfile.BadZipFile):
        return content


def hold_the_same(some: Mapping[str, bytes], others: Mapping[str, bytes]) -> bool:
    """Whether files, by their paths, are the same but for how they were compressed."""
    return some.keys() == others.keys() and all(
        content == others[path] or unpacked(path, content) == unpacked(path, others[path])
        for path, content in some.items()
    )


def _members(archive: bytes) -> list[tuple[object, ...]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return [
            (one.filename, one.date_time, one.external_attr, unpacked(one.filename, file.read(one)))
            for one in file.infolist()
        ]
