"""Builds commits: each in a checkout of its own, with its own pinned requirements, to look at or onto a branch."""

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path

from publishing import engine
from publishing.address import Address
from publishing.manifest import NEXT, DamagedError
from publishing.repository import Repository

say = partial(print, flush=True)  # a line of progress


class CommandError(Exception):
    """A command failed in a checkout; the message says which, and the end of what it printed."""


def deploy(repository: Repository, address: Address, commit: str, version: str, aliases: Sequence[str] = ()) -> None:
    """Builds a commit and deploys it as `version` on `NEXT`.

    Raises CommandError where that fails, and DamagedError where it changed anything else.
    """
    before = repository.commit_of(NEXT) if repository.has_branch(NEXT) else None
    with _building(repository, address, commit, version) as (folder, python, environment):
        run(engine.deploy_command(python, NEXT, version, aliases), folder, environment)
    allowed = (f"{version}/", "versions.json", ".nojekyll", *aliases)
    for path in repository.changed(before, NEXT):
        if not path.startswith(allowed):
            raise DamagedError(f"deploying {version} would have changed {path}; nothing was published")


@contextmanager
def built(repository: Repository, address: Address, commit: str, version: str) -> Iterator[Path]:
    """The site of a commit as `version`, exactly as `deploy` builds it, in a folder that goes away."""
    with _building(repository, address, commit, version) as (folder, python, environment):
        run(engine.build_command(python=python), folder, {**environment, **engine.as_version(version)})
        yield folder / "site"


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Runs a command in a folder, in silence. Raises CommandError where it fails."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)  # noqa: S603 - no shell
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise CommandError(f"`{' '.join(command[1:5])}` failed in a checkout\n{tail}")


@contextmanager
def _building(
    repository: Repository, address: Address, commit: str, version: str
) -> Iterator[tuple[Path, Path, dict[str, str]]]:
    """The files of a commit, the Python to build them with, and the variables that a build and its commit depend on.

    All of it comes from the commit: the same commit gives the same site.
    """
    seconds = repository.seconds_of(commit)
    known = {name: value for name, value in os.environ.items() if not name.startswith(("GUIDE_", "MIKE_"))}
    with repository.checked_out(commit) as folder:
        python = environment_of(repository.root, folder)
        yield (
            folder,
            python,
            {
                **known,
                **repository.identity,
                **address.environment,
                **engine.ENVIRONMENT,
                "GUIDE_VERSION": version,
                "SOURCE_DATE_EPOCH": seconds,
                "GIT_COMMITTER_DATE": f"{seconds} +0000",
                "PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}",
            },
        )


def environment_of(root: Path, folder: Path) -> Path:
    """The Python of an environment with the requirements of `folder`; the one that runs where they are its own.

    An environment is made once for these requirements, this version of Python and this platform, and kept.
    Raises CommandError where it cannot be made.
    """
    wanted = (folder / "requirements.txt").read_bytes()
    if wanted == (root / "requirements.txt").read_bytes():
        return Path(sys.executable)
    key = sha256(f"{platform.python_version()} {sysconfig.get_platform()}\n".encode() + wanted).hexdigest()[:16]
    place = root / ".cache/environments" / key
    python = place / "bin/python"
    if not (place / "ready").exists():
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place)  # without pip, which takes long to install: ours installs into it
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
        run([*pip, "--no-deps", "--require-hashes", "-r", "requirements.txt"], folder, os.environ)
        (place / "ready").touch()
    return python
