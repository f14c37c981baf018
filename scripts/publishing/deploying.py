"""Builds commits: each in a checkout of its own, with its own pinned requirements, to look at or onto a branch."""

import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path

from llme.files import write
from llme.versions.edition import LATEST
from publishing import engine
from publishing.address import Address
from publishing.manifest import NEXT
from publishing.repository import Hashes, Repository

say = partial(print, flush=True)  # a line of progress


class CommandError(Exception):
    """A command failed in a checkout; the message says which, and the end of what it printed."""


class Builder:
    """Builds commits, one after another, in one folder: what a build keeps there saves the next one time."""

    def __init__(self, repository: Repository, folder: Path):
        self._repository, self._folder = repository, folder

    @contextmanager
    def built(self, address: Address, commit: str, version: str) -> Iterator[Path]:
        """The site of a commit as `version`, in a folder that holds the next one later.

        All that it depends on comes from the commit: the same commit gives the same site.
        Raises CommandError where it cannot be built.
        """
        self._check_out(commit)
        python = environment_of(self._repository.root, self._folder)
        known = {name: value for name, value in os.environ.items() if not name.startswith(("GUIDE_", "MIKE_"))}
        told = {**known, **address.environment, **engine.ENVIRONMENT, **engine.as_version(version)}
        told |= _dated(self._repository.seconds_of(commit))
        told["PATH"] = f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        run(engine.build_command(python=python), self._folder, told)
        yield self._folder / "site"

    def deploy(
        self, address: Address, commit: str, version: str, check: Callable[[Path], None] = lambda site: None
    ) -> tuple[str, Hashes]:
        """Builds a commit, has `check` judge the site, and deploys it as `version` on `NEXT`.

        Returns the site's tree, and what is to stand under `latest` alone as long as it is the newest, by path.
        Raises CommandError where that fails, and whatever `check` raises; `NEXT` is then as it was.
        """
        with self.built(address, commit, version) as site:
            check(site)
            beside = self._repository.keep(set_aside(site))
            command = engine.deploy_command(NEXT, version, site, f"Deploy {commit[:12]} as {version}")
            dated = _dated(self._repository.seconds_of(commit))
            run(command, self._repository.root, {**os.environ, **self._repository.identity, **dated})
        return self._repository.tree_of(f"{NEXT}:{version}"), beside

    def _check_out(self, commit: str) -> None:
        """Brings the files of a commit here. What other code kept goes: it may mean something else by it."""
        self._repository.check_out(commit, self._folder)
        shutil.rmtree(self._folder / "site", ignore_errors=True)
        code, note = self._repository.tree_of(f"{commit}:hooks", missing_ok=True), self._folder / ".cache/code"
        if not note.is_file() or note.read_text("utf-8") != code:
            shutil.rmtree(self._folder / ".cache", ignore_errors=True)
            note.parent.mkdir()
            write(note, code)


def set_aside(site: Path) -> dict[str, bytes]:
    """Takes out of a built site what is to stand under `latest` alone, and returns it by its path there."""
    folder = site / LATEST
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    shutil.rmtree(folder, ignore_errors=True)
    return found


@contextmanager
def builder(repository: Repository, from_scratch: bool = False) -> Iterator[Builder]:
    """Something that builds commits, as long as it is needed; from scratch, it takes nothing that was kept before."""
    if from_scratch:
        with repository.folder_to_check_out() as folder:
            yield Builder(repository, folder)
    else:
        with repository.locked("guide-builds.lock"):
            yield Builder(repository, repository.root / ".cache/checkout")


def _dated(seconds: str) -> dict[str, str]:
    """Variables that date a build and a commit."""
    return {"SOURCE_DATE_EPOCH": seconds, "GIT_COMMITTER_DATE": f"{seconds} +0000"}


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Runs a command in a folder, in silence. Raises CommandError where it fails."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)  # noqa: S603 - no shell
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        words = [word for word in command[1:5] if "\n" not in word]  # a program may be among them
        raise CommandError(f"`{' '.join(words)}` failed in a checkout\n{tail}")


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
    if not ((place / "ready").exists() and python.exists()):  # the Python that it was made with may be gone
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place)  # without pip, which takes long to install: ours installs into it
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
        run([*pip, "--no-deps", "--require-hashes", "-r", "requirements.txt"], folder, os.environ)
        (place / "ready").touch()
    return python
