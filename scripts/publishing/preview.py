"""The whole site in a folder, to look at."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from llme.content.load import load
from llme.content.release import Version
from llme.files import write
from llme.versions.edition import DRAFT, LATEST
from publishing import engine
from publishing.address import Address, address_of
from publishing.deploying import Builder, CommandError, builder, run, say, set_aside
from publishing.history import releases_in
from publishing.manifest import BRANCH, Manifest
from publishing.repository import Repository
from publishing.site_tree import only_latest, surroundings

_SOURCES = ".sources"  # in the folder: of which tree or commit each version there is


def write_preview(repository: Repository, target: Path) -> None:
    """The whole site in a folder: the versions that the branch gh-pages holds, here or at `origin`, as they are there;
    other released ones, built only once; and the working tree as the draft."""
    target.mkdir(parents=True, exist_ok=True)
    manifest = Manifest.read(repository, repository.known(BRANCH))
    address = address_of(repository, manifest.address, may_change=True)
    trees = {version: known["tree"] for version, known in manifest.versions.items()}
    commits: dict[str, str] = {}
    if repository.is_shallow():
        say("this clone has only the newest commits, so what is not published is left out; `git fetch --unshallow`")
    else:
        commits = {one.version: one.commit for one in releases_in(repository) if one.version not in manifest.given_up}
    sources = dict(sorted({**commits, **trees}.items(), key=lambda one: Version.parse(one[0])))
    for version, source in sources.items():
        if not _is_there(version, source, target) and version in trees:
            say(f"taking {version} from {BRANCH}")
            with tempfile.TemporaryDirectory(dir=target) as scratch:
                repository.unpack(source, Path(scratch))
                beside = only_latest(repository, manifest) if version == [*manifest.versions][-1] else {}
                _put_version(version, source, (Path(scratch), beside), target)
    with builder(repository) as builds:
        for version, source in sources.items():
            if not _is_there(version, source, target):
                _build(builds, address, version, source, target)
    there = [version for version, source in sources.items() if _is_there(version, source, target)]
    say("building the draft")
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        site = Path(scratch) / "site"
        told = {**os.environ, **engine.ENVIRONMENT, **engine.as_version(DRAFT), **address.environment}
        run(engine.build_command(site), repository.root, told)
        _put(site, target / DRAFT)
    _write_root(repository, address, target, there, manifest.given_up)


def _is_there(version: str, source: str, target: Path) -> bool:
    """Whether a version stands in the folder, and was made from this tree or commit."""
    note = target / _SOURCES / version
    return (target / version).is_dir() and note.is_file() and note.read_text("utf-8") == source


def _build(builds: Builder, address: Address, version: str, commit: str, target: Path) -> None:
    """Builds a version that is not published, and says so where it cannot be built."""
    say(f"building {version}")
    try:
        with builds.built(address, commit, version) as site:
            _put_version(version, commit, (site, set_aside(site)), target)
    except CommandError as error:
        say(f"{version} is left out, since it cannot be built: {error}")


def _put_version(version: str, source: str, built: tuple[Path, dict[str, bytes]], target: Path) -> None:
    """Puts a version into the folder, and aside what stands under `latest` while it is the newest."""
    site, beside = built
    _put(site, target / version)
    for path, content in beside.items():
        place = target / _SOURCES / LATEST / version / path
        place.parent.mkdir(parents=True, exist_ok=True)
        write(place, content)
    (target / _SOURCES).mkdir(exist_ok=True)
    write(target / _SOURCES / version, source)


def _write_root(
    repository: Repository, address: Address, target: Path, versions: list[str], given_up: Iterable[str]
) -> None:
    """What stands beside the versions, which are told oldest first."""
    releases = [one for one in load(repository.root).releases if one.version in versions]
    latest = target / LATEST
    if latest.is_symlink():  # as an earlier program left it
        latest.unlink()
    shutil.rmtree(latest, ignore_errors=True)
    if versions:
        shutil.copytree(target / versions[-1], latest)
        beside = target / _SOURCES / LATEST / versions[-1]
        if beside.is_dir():
            shutil.copytree(beside, latest, dirs_exist_ok=True)

    def read(path: str) -> bytes:
        return (latest / path).read_bytes() if (latest / path).is_file() else b""

    files = surroundings(releases, versions, address.site_url, read, given_up)
    for path, content in files.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        write(target / path, content)


def _put(site: Path, target: Path) -> None:
    """Moves a built site to its place at once, so that none is ever there in part."""
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        shutil.copytree(site, Path(scratch) / "new")
        if target.exists():
            target.rename(Path(scratch) / "old")
        (Path(scratch) / "new").rename(target)
