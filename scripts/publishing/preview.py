"""The whole site in a folder, to look at."""

import json
import os
import shutil
import tempfile
from pathlib import Path

from llme.content.load import load
from llme.files import write
from llme.outputs.site_root import root_files
from llme.versions.edition import DRAFT
from publishing import engine
from publishing.address import Address
from publishing.deploying import built, run, say
from publishing.history import release_commits
from publishing.repository import Repository


def write_preview(repository: Repository, address: Address, target: Path) -> None:
    """The whole site in a folder: released versions, built only once, and the working tree as the draft."""
    target.mkdir(parents=True, exist_ok=True)
    if repository.is_shallow():
        say("this clone has only the newest commits, so released versions are left out; `git fetch --unshallow`")
    releases = {} if repository.is_shallow() else release_commits(repository)
    for version, commit in releases.items():
        if not (target / version).exists():
            say(f"building {version}")
            with built(repository, address, commit, version) as site:
                _put(site, target / version)
    say("building the draft")
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        site = Path(scratch) / "site"
        told = {**os.environ, **engine.ENVIRONMENT, **engine.as_version(DRAFT), **address.environment}
        run(engine.build_command(site), repository.root, told)
        _put(site, target / DRAFT)
    _write_root(repository, address, target, list(releases))


def _write_root(repository: Repository, address: Address, target: Path, versions: list[str]) -> None:
    """What stands beside the versions, which are told oldest first."""
    latest = target / "latest"
    if versions:
        latest.unlink(missing_ok=True)
        latest.symlink_to(versions[-1])
    rows = [
        {"version": version, "title": version, "aliases": ["latest"] if [version] == versions[-1:] else []}
        for version in (DRAFT, *reversed(versions))
    ]
    files = {**root_files(load(repository.root).releases, address.site_url), "versions.json": json.dumps(rows)}
    for path, text in files.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        write(target / path, text)


def _put(site: Path, target: Path) -> None:
    """Moves a built site to its place at once, so that none is ever there in part."""
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        shutil.copytree(site, Path(scratch) / "new")
        if target.exists():
            target.rename(Path(scratch) / "old")
        (Path(scratch) / "new").rename(target)
