"""Brings the branch gh-pages up to main's history."""

import json
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from llme.content.release import Release
from llme.versions.edition import DRAFT
from publishing.address import Address, address_of
from publishing.branches import MAIN
from publishing.deploying import Builder, CommandError, builder, say
from publishing.git import GitError
from publishing.history import (
    Released,
    built_data,
    check_content,
    check_on_main,
    check_unmixed,
    differences,
    releases_in,
)
from publishing.manifest import BRANCH, NEXT, Manifest
from publishing.refusals import Reason, RefusedError
from publishing.repository import Repository
from publishing.site_tree import VERSIONS, site_tree, versions_file


@dataclass
class Publication:
    """What a publication did: whether the branch moved, what could not be done, and the tags to push."""

    changed: bool = False
    problems: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    published: dict[str, Release] = field(default_factory=dict)  # under a number for which main has other content


def publish(repository: Repository, new_address: bool = False, push: bool = False, give_up: str = "") -> Publication:
    """Brings gh-pages up to main's history. What one version lacks holds back no other; one may be given up.

    Raises RefusedError where nothing may be published; the branch is then as it was.
    """
    repository.prune()
    repository.fetch(BRANCH)
    check_on_main(repository)
    _check_committed(repository)
    old = repository.start_of(BRANCH)
    manifest = Manifest.read(repository, old)
    _carry_over(repository, manifest, old)
    address = address_of(repository, manifest.address, new_address)
    releases = releases_in(repository)
    _check_known(manifest, releases)
    if give_up:
        _give_up(manifest, releases, give_up)
    if push:
        _check_pushed(repository, releases)
    done = Publication()
    repository.set_branch(NEXT, old)
    altered = _restore(repository, manifest, old)
    with builder(repository) as builds:
        for released in releases:
            if released.version in manifest.versions:
                _check_recorded(repository, manifest, released, released.version in altered, done)
            elif released.version in manifest.given_up:
                say(f"{released.version} is given up, and left out")
            elif _is_unmixed(repository, released, releases, done):
                _deploy_version(builds, address, manifest, released, done)
        _deploy_draft(repository, builds, address, manifest, done)
    manifest.address = address
    shown = [done.published.get(one.version, one.release) for one in releases if one.version in manifest.versions]
    if manifest.versions or manifest.draft_tree:
        done.changed = _move(repository, manifest, shown, old)
        done.tags = _tag(repository, manifest, done, push)
    repository.delete_branch(NEXT)
    return done


def _carry_over(repository: Repository, manifest: Manifest, start: str | None) -> None:
    """Keeps what was decided here, where somebody else published before it could be pushed."""
    if behind := repository.left_behind(BRANCH, start):
        ours, shared = behind
        try:
            taken = manifest.carry(Manifest.read(repository, ours), Manifest.read(repository, shared))
        except RefusedError:  # of a damaged record nothing can be kept, and the remote has a sound one
            return
        for one in taken:
            say(f"kept of the local {BRANCH}, which was not pushed: {one}")


def _check_committed(repository: Repository) -> None:
    """What stands around the versions is made by the code that is checked out, so it has to be main's."""
    if dirty := [path for path in repository.dirty() if path.startswith(("hooks/", "scripts/"))]:
        raise RefusedError(Reason.UNCOMMITTED, f"there is code that is not committed: {', '.join(dirty[:5])}")


def _check_known(manifest: Manifest, releases: tuple[Released, ...]) -> None:
    if unknown := [version for version in manifest.versions if version not in {one.version for one in releases}]:
        message = f"{', '.join(unknown)} is published, but this history has no such release"
        raise RefusedError(Reason.UNKNOWN, message)


def _give_up(manifest: Manifest, releases: tuple[Released, ...], version: str) -> None:
    if version in manifest.versions:
        raise RefusedError(Reason.GIVING_UP, f"{version} is published, and what is out stays out")
    if version not in {one.version for one in releases}:
        raise RefusedError(Reason.GIVING_UP, f"{version} was never released")
    manifest.given_up = tuple(dict.fromkeys([*manifest.given_up, version]))


def _check_pushed(repository: Repository, releases: tuple[Released, ...]) -> None:
    if not repository.remote():
        raise RefusedError(Reason.PUSH, "there is no remote `origin` to push to")
    remote = f"refs/remotes/origin/{MAIN}"
    if missing := [one for one in releases if not repository.holds(remote, one.commit)]:
        names = ", ".join(f"{one.version} (commit {one.commit[:12]})" for one in missing)
        raise RefusedError(Reason.UNPUSHED, f"the remote’s {MAIN} lacks {names}")
    if not repository.holds("HEAD", remote):
        raise RefusedError(Reason.BEHIND, f"the remote’s {MAIN} has commits that this {MAIN} lacks")


def _restore(repository: Repository, manifest: Manifest, old: str | None) -> list[str]:
    """Puts the list that mike reads as it was; the versions that were altered or deleted on the branch will follow."""
    altered = manifest.altered(repository, old)
    for version in altered:
        say(f"{version} is not on {BRANCH} as it was published; it is put back")
    if not old:
        return altered
    listed = versions_file(manifest.versions).encode()
    if repository.read(old, VERSIONS) != listed:  # mike goes on from it, and stops at one that is damaged
        fixed = repository.commit_files({VERSIONS: listed}, "Restore the list of versions", old)
        repository.set_branch(NEXT, fixed)
    return altered


def _check_recorded(
    repository: Repository, manifest: Manifest, released: Released, altered: bool, done: Publication
) -> None:
    """The record of a version names the commit that released it on main, or gets it where what was published is what
    main's snapshot says.

    Raises RefusedError where the record would have other content put back.
    """
    known = manifest.versions[released.version]
    was, version = known["commit"], released.version
    if was == released.commit and not altered:
        return
    if not repository.tree_of(known["tree"], missing_ok=True):
        return  # it is nowhere, which is told when the site is put together
    data = built_data(partial(repository.read, known["tree"]))
    if different := differences(released.data, data):
        listed = ", ".join(different[:5])
        if altered:
            raise RefusedError(Reason.RECORD, f"by the record, {version} has not what its snapshot holds: {listed}")
        message = f"{version} was published from commit {was[:12]}, with other content than {MAIN}’s snapshot: {listed}"
        done.problems.append(str(RefusedError(Reason.OFF_RECORD, message)))
        done.published[version] = Release.model_validate({**json.loads(data), "digest": ""})
        return
    if was != released.commit:
        say(f"{version} was built from {was[:12]}; its record names {released.commit[:12]} now, which {MAIN} holds")
        known |= {"commit": released.commit, "built_from": known.get("built_from", was)}


def _is_unmixed(repository: Repository, released: Released, releases: tuple[Released, ...], done: Publication) -> bool:
    try:
        check_unmixed(repository, released, releases)
    except RefusedError as error:
        done.problems.append(str(error))
        return False
    return True


def _deploy_version(
    builds: Builder, address: Address, manifest: Manifest, released: Released, done: Publication
) -> None:
    started, version = time.monotonic(), released.version
    say(f"building {version} from {released.commit[:12]}", end=" … ")

    def check(site: Path) -> None:
        check_content(released, built_data(lambda path: (site / path).read_bytes() if (site / path).is_file() else b""))

    try:
        deployed = builds.deploy(address, released.commit, version, check)
    except (CommandError, RefusedError, GitError, OSError) as error:
        say("not published")
        done.problems.append(_told(version, error))
        return
    manifest.add(version, deployed, address, released.commit)
    say(f"{time.monotonic() - started:.1f} s")


def _deploy_draft(
    repository: Repository, builds: Builder, address: Address, manifest: Manifest, done: Publication
) -> None:
    """Deploys the draft where what it was built from, or for where, is not on record."""
    head = repository.commit_of("HEAD")
    source = repository.tree_of(head)
    if manifest.draft_source == source and manifest.draft_tree and manifest.address == address:
        return
    say(f"building the draft from {head[:12]}", end=" … ")
    try:
        manifest.draft_tree, _ = builds.deploy(address, head, DRAFT)
        manifest.draft_source = source
    except (CommandError, GitError, OSError) as error:
        say("not published")
        manifest.draft_source = ""  # tried again, even if only the address is another
        done.problems.append(_told("the draft", error))
        return
    say("done")


def _told(what: str, error: Exception) -> str:
    """What went wrong with one version or the draft, for the end of the run."""
    if isinstance(error, RefusedError):
        return str(error)
    return str(RefusedError(Reason.UNBUILDABLE, f"{what} cannot be built: {error}"))


def _move(repository: Repository, manifest: Manifest, shown: list, old: str | None) -> bool:
    """Moves the branch to the whole site; whether anything in it is another."""
    try:
        tree = site_tree(repository, old or repository.make_tree({}), manifest, shown)
    except GitError as error:
        raise RefusedError(Reason.LOST, f"files of a version on record cannot be found: {error}") from error
    ours = repository.branch_at(f"refs/heads/{BRANCH}")
    if old and repository.tree_of(old) == tree:
        if ours != old:
            repository.move_branch(BRANCH, old, ours)
        return False
    parent = NEXT if repository.has_branch(NEXT) else None
    repository.move_branch(BRANCH, repository.commit_tree(tree, parent, "Renew what stands around the versions"), ours)
    return True


def _tag(repository: Repository, manifest: Manifest, done: Publication, push: bool) -> list[str]:
    """Gives each version on record its tag, and returns those that `origin` lacks, where they are to be pushed.

    A tag that points elsewhere stays, and is told.
    """
    here, there = repository.tags(), repository.remote_tags() if push else {}
    lacking = []
    for version, known in manifest.versions.items():
        name, commit = f"v{version}", known["commit"]
        wrong = {here.get(name, commit), there.get(name, commit)} - {commit}
        for other in wrong:
            message = f"the tag {name} points to {other[:12]}, but {version} is commit {commit[:12]}"
            done.problems.append(str(RefusedError(Reason.TAG, message)))
        if name not in here:
            repository.tag(name, commit)
        if push and name not in there and not wrong:
            lacking.append(name)
    return lacking
