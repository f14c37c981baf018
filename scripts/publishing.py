"""The parts of publishing: where to, from which commits, built how, and what is on record."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from llme.content.load import load
from llme.content.release import Version
from llme.outputs.site_root import root_files
from repository import GitError, Repository

BRANCH = "gh-pages"
NEXT = "gh-pages-next"  # where a publication is put together
DRAFT = "dev"
MANIFEST_FORMAT = 1
_GITHUB = r"(?:https://github\.com/|git@github\.com:)([\w.-]+/[\w.-]+?)(?:\.git)?"


class Damaged(Exception):
    """The published branch is not what is on record, or the history is not complete; the message says what."""


@dataclass(frozen=True)
class Address:
    """Where the site stands: its root, ending in a slash, and `owner/name` on GitHub; empty where not known."""

    site_url: str = ""
    repository: str = ""


@dataclass
class Manifest:
    """`manifest.json` at the root of the site: what was published from where, with the tree hash of each version."""

    versions: dict[str, dict[str, str]] = field(default_factory=dict)
    draft_source: str = ""  # the tree of main that the draft was built from
    site_url: str = ""

    @classmethod
    def read(cls, repository: Repository, commit: str | None) -> "Manifest":
        """The manifest in a commit of the branch; an empty one where nothing is published."""
        if commit is None:
            return cls()
        text = repository.read(commit, "manifest.json")
        try:
            data = json.loads(text)
            return cls(data["versions"], data["draft_source"], data["site_url"])
        except (ValueError, KeyError, TypeError) as error:
            message = f"{BRANCH} has no readable manifest.json; restore the branch from an earlier commit"
            raise Damaged(message) from error

    def add(self, repository: Repository, version: str, address: Address, commit: str) -> None:
        """Puts a version that stands on `NEXT` on record."""
        tree = repository.tree_of(f"{NEXT}:{version}")
        self.versions[version] = {
            "commit": commit,
            "tree": tree,
            "site_url": address.site_url,
            "repository": address.repository,
        }

    def check(self, repository: Repository, commit: str | None) -> None:
        """Raises Damaged where a version in a commit is not as it was put on record."""
        for version, known in self.versions.items():
            tree = repository.tree_of(f"{commit}:{version}", missing_ok=True)
            if tree != known["tree"]:
                state = "was altered" if tree else "is gone"
                raise Damaged(f"version {version} {state} on {BRANCH}; restore the branch from an earlier commit")

    def text(self) -> str:
        """The manifest as JSON."""
        data: dict[str, Any] = {
            "format": MANIFEST_FORMAT,
            "site_url": self.site_url,
            "versions": dict(sorted(self.versions.items(), key=lambda item: Version.parse(item[0]))),
            "draft_source": self.draft_source,
        }
        return json.dumps(data, indent=1) + "\n"


def address_of(repository: Repository) -> Address:
    """From `SITE_URL` and `GITHUB_REPOSITORY`, or from the remote `origin` where that is on GitHub."""
    name = os.environ.get("GITHUB_REPOSITORY", "")
    if not name:
        match = re.fullmatch(_GITHUB, repository.remote())
        name = match[1] if match else ""
    site_url = os.environ.get("SITE_URL", "")
    if not site_url and name:
        owner, _, project = name.partition("/")
        site_url = f"https://{owner.lower()}.github.io/" + ("" if project == f"{owner}.github.io" else f"{project}/")
    return Address(site_url and site_url.rstrip("/") + "/", name)


def release_commits(repository: Repository) -> dict[str, str]:
    """Each release, oldest first, with the commit that added its snapshot.

    Raises Damaged where a snapshot is no longer what that commit added, and in a shallow clone, whose oldest commit
    seems to have added everything.
    """
    if repository.is_shallow():
        raise Damaged("this clone has only the newest commits; `git fetch --unshallow` brings the others")
    found: dict[str, str] = {}
    names = repository.run("ls-tree", "-r", "--name-only", "HEAD", "docs/releases/").splitlines()
    versions = [Path(name).stem for name in names if name.endswith(".json")]
    for version in sorted(versions, key=Version.parse):
        path = f"docs/releases/{version}.json"
        commits = repository.adding(path)
        if not commits:
            raise Damaged(f"the commit that released {version} is not in this history; fetch all of it")
        if repository.run("rev-parse", f"{commits[-1]}:{path}") != repository.run("rev-parse", f"HEAD:{path}"):
            raise Damaged(f"the snapshot of {version} is not what commit {commits[-1][:12]} released")
        found[version] = commits[-1]
    return found


def deploy(repository: Repository, address: Address, commit: str, version: str, aliases: Sequence[str]) -> Address:
    """Builds a commit and deploys it through mike as `version` on `NEXT`; the address it was built for.

    Raises Damaged where mike changed anything else.
    """
    before = repository.commit_of(NEXT) if repository.has_branch(NEXT) else None
    with repository.checked_out(commit) as folder:
        python = _python(repository, folder)
        words = ["deploy", "--branch", NEXT, "--ignore-remote-status", "--update-aliases", version, *aliases]
        _run(
            [str(python.with_name("mike")), *words], folder, _environment(repository, address, commit, version, python)
        )
    allowed = (f"{version}/", "versions.json", ".nojekyll", *aliases)
    for path in repository.changed(before, NEXT):
        if not path.startswith(allowed):
            raise Damaged(f"deploying {version} would have changed {path}; nothing was published")
    return address


@contextmanager
def build(repository: Repository, address: Address, commit: str, version: str) -> Iterator[Path]:
    """The site of a commit as `version`, exactly as `deploy` builds it, in a folder that goes away."""
    with repository.checked_out(commit) as folder:
        python = _python(repository, folder)
        env = _environment(repository, address, commit, version, python)
        env["MIKE_DOCS_VERSION"] = json.dumps({"version": version})
        _run([str(python), "-m", "mkdocs", "build"], folder, env)
        yield folder / "site"


def write_preview(repository: Repository, address: Address, target: Path, say: Callable[[str], None]) -> None:
    """The whole site in a folder: released versions, built only once, and the working tree as the draft."""
    target.mkdir(parents=True, exist_ok=True)
    if repository.is_shallow():
        say("this clone has only the newest commits, so released versions are left out; `git fetch --unshallow`")
    releases = {} if repository.is_shallow() else release_commits(repository)
    for version, commit in releases.items():
        if not (target / version).exists():
            say(f"building {version}")
            with build(repository, address, commit, version) as site:
                _put(site, target / version)
    say("building the draft")
    env = {"GUIDE_VERSION": DRAFT, "MIKE_DOCS_VERSION": json.dumps({"version": DRAFT}), **_address(address)}
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        site = Path(scratch) / "site"
        words = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site)]
        _run(words, repository.root, {**os.environ, "NO_MKDOCS_2_WARNING": "1", **env})
        _put(site, target / DRAFT)
    latest = target / "latest"
    if releases:
        latest.unlink(missing_ok=True)
        latest.symlink_to(next(reversed(releases)))
    rows = [{"version": DRAFT, "title": DRAFT, "aliases": []}]
    rows += [
        {"version": version, "title": version, "aliases": ["latest"] if version == next(reversed(releases)) else []}
        for version in reversed(releases)
    ]
    files = {**root_files(load(repository.root).releases, address.site_url), "versions.json": json.dumps(rows)}
    for path, text in files.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8")


def _put(site: Path, target: Path) -> None:
    """Moves a built site to its place at once, so that none is ever there in part."""
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        shutil.copytree(site, Path(scratch) / "new")
        if target.exists():
            target.rename(Path(scratch) / "old")
        (Path(scratch) / "new").rename(target)


def _address(address: Address) -> dict[str, str]:
    return {"SITE_URL": address.site_url, "GITHUB_REPOSITORY": address.repository}


def _environment(repository: Repository, address: Address, commit: str, version: str, python: Path) -> dict[str, str]:
    """What a build and mike's commit depend on, all of it from the commit: the same commit gives the same site."""
    seconds = repository.run("show", "-s", "--format=%ct", commit)
    known = {name: value for name, value in os.environ.items() if not name.startswith(("GUIDE_", "MIKE_"))}
    return {
        **known,
        **repository.identity(),
        **_address(address),
        "GUIDE_VERSION": version,
        "SOURCE_DATE_EPOCH": seconds,
        "GIT_COMMITTER_DATE": f"{seconds} +0000",
        "NO_MKDOCS_2_WARNING": "1",
        "PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def _python(repository: Repository, folder: Path) -> Path:
    """The Python of an environment with the requirements of the commit in `folder`; this one where they are its own."""
    wanted = (folder / "requirements.txt").read_bytes()
    if wanted == (repository.root / "requirements.txt").read_bytes():
        return Path(sys.executable)
    place = repository.root / ".cache/environments" / sha256(wanted).hexdigest()[:16]
    python = place / "bin/python"
    if not (place / "ready").exists():
        shutil.rmtree(place, ignore_errors=True)
        venv.create(place, with_pip=True)
        words = ["-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", "requirements.txt"]
        _run([str(python), *words], folder, dict(os.environ))
        (place / "ready").touch()
    return python


def _run(words: Sequence[str], folder: Path, env: dict[str, str]) -> None:
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True)  # noqa: S603 - words of our own
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise GitError(f"`{' '.join(map(str, words[1:5]))}` failed in a checkout\n{tail}")
