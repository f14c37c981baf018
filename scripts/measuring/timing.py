"""What the bench times, each in processor seconds of this process's children, and what it compares with."""

import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from llme.content.load import load
from llme.patterns import TERMS, VERBATIM
from llme.site import make_site
from llme.texts.converter import EXTENSIONS
from llme.versions.edition import DRAFT, Edition
from publishing import engine
from publishing.manifest import BRANCH
from publishing.repository import Repository

SCRIPTS = Path(__file__).resolve().parents[1]
SITE_URL = "https://guide.example.org/llm-ethics-guide/"  # about as long as an address is
REPOSITORY = "guide-contributors/llm-ethics-guide"  # its pages have links for proposals too
_PARSE = """
import pathlib, sys, markdown, yaml
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*")):
    if path.suffix == ".yml":
        yaml.load(path.read_text("utf-8"), Loader)
    elif path.suffix == ".md":
        body = path.read_text("utf-8")
        if body.startswith("---\\n"):
            _, front, body = body.split("---\\n", 2)
            yaml.load(front, Loader)
        markdown.markdown(body)
"""


def build(folder: Path, cold: bool = False, **environment: str) -> float:
    """A build of a project; `cold` deletes first what earlier builds kept."""
    if cold:
        shutil.rmtree(folder / ".cache", ignore_errors=True)
    return seconds(engine.build_command(quiet=True), folder, **environment)


def released_site(root: Path, target: Path) -> Path:
    """The site of the guide as its last release would look, or as a draft where nothing was released."""
    releases = load(root).releases
    told = engine.as_version(releases[-1].version if releases else DRAFT)
    seconds(engine.build_command(target, quiet=True), root, SITE_URL=SITE_URL, GITHUB_REPOSITORY=REPOSITORY, **told)
    return target


def check(folder: Path, cold: bool = False) -> float:
    """`make check` on a project; `cold` deletes first what earlier ones kept."""
    if cold:
        shutil.rmtree(folder / ".cache", ignore_errors=True)
    return seconds([sys.executable, str(SCRIPTS / "check.py"), "--root", str(folder)], folder)


def parse(folder: Path) -> float:
    """Reading the same files, and parsing their YAML and their Markdown, with the parsers that the guide uses."""
    return seconds([sys.executable, "-c", _PARSE, str(folder / "docs")], folder)


def plain_project(root: Path, target: Path, stock: bool = False) -> Path:
    """The guide's pages as plain Markdown under MkDocs and Material with the guide's settings, and nothing of ours.

    With `stock`, mkdocs-bibtex as it comes formats the citations, by author and date.
    """
    site = make_site(root, Edition())
    for uri, text in site.pages.items():
        path = target / "docs" / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_plain(text), "utf-8")
    shutil.copytree(root / "docs/assets", target / "docs/assets")
    shutil.copytree(root / "bibliography", target / "bibliography")
    settings = yaml.load((root / "mkdocs.yml").read_text("utf-8"), _Settings)  # noqa: S506 - a safe loader
    theme = {name: value for name, value in settings["theme"].items() if name != "custom_dir"}
    bibtex = {
        "bib_file": "bibliography/guide.bib",
        "csl_file": "bibliography/guide.csl",
        "cite_inline": True,
        "bib_by_default": True,
        "enable_inline_citations": False,
        "footnote_format": "ref-{key}",
    }
    plain: dict[str, Any] = {
        "site_name": settings["site_name"],
        "theme": theme,
        "nav": site.navigation,
        "plugins": [{"search": {"lang": "en"}}, *([{"bibtex": bibtex}] if stock else [])],
        "markdown_extensions": [{name: options} for name, options in EXTENSIONS.items()],
        "extra_css": settings["extra_css"],
        "extra_javascript": settings["extra_javascript"],
    }
    (target / "mkdocs.yml").write_text(yaml.safe_dump(plain, sort_keys=False, allow_unicode=True), "utf-8")
    return target


def _plain(text: str) -> str:
    """A page as its Markdown alone: citations as they are written, no list of references below, nothing of ours."""
    text = re.sub(r'<div class="references".*?</div>', "", text, flags=re.DOTALL)
    text = re.sub(r"(?<=@)([\w-]+?)--[0-9]+", r"\1", text)
    text = re.sub(VERBATIM, lambda token: bytes.fromhex(token[1]).decode(), text)
    return re.sub(TERMS, "", text)


def checkout(root: Path, target: Path) -> Path:
    """A copy of the last commit as a repository of its own, in which nothing was released yet."""
    with Repository(root).checked_out("HEAD") as folder:
        shutil.copytree(
            folder, target, symlinks=True, ignore=shutil.ignore_patterns(".git", "releases", "translations")
        )
    for path in (target / "docs/recommendations").glob("*.md"):
        entries = re.sub(r"(?m)^(  - version: )[0-9.]+$", r"\1next", path.read_text("utf-8"))
        path.write_text(entries, "utf-8")
    (target / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n", "utf-8")
    cited = target / "CITATION.cff"
    cited.write_text(re.sub(r"(?m)^(version|date-released):.*\n", "", cited.read_text("utf-8")), "utf-8")
    repository = Repository(target)
    repository.run("init", "--quiet", "--initial-branch", "main")
    repository.commit_all("Begin")
    _release(target, "0.1.0")
    return target


def released(folder: Path) -> int:
    """How many releases a checkout has."""
    return len(load(folder).releases)


def latest(folder: Path) -> str:
    """The last release of a checkout."""
    return load(folder).releases[-1].version


def release(folder: Path) -> None:
    """Releases the guide once more, with other words in its first recommendation."""
    reword(folder)
    major, minor, patch = load(folder).releases[-1].number
    _release(folder, f"{major}.{minor}.{patch + 1}")


def reword(folder: Path) -> None:
    """Changes one line of the first recommendation, and declares it, as an author would."""
    path = next(iter(sorted((folder / "docs/recommendations").glob("*.md"))))
    change = "\n  - version: next\n    kind: wording\n    note: Once more.\n---\n\n## Why\n\nSo it is. "
    path.write_text(path.read_text("utf-8").replace("\n---\n\n## Why\n\n", change, 1), "utf-8")
    Repository(folder).commit_all("Change")


def _release(folder: Path, version: str) -> None:
    seconds([sys.executable, str(folder / "scripts/release.py"), version, "--root", str(folder)], folder)


def publish(folder: Path) -> float:
    """Brings the branch of a checkout that is published up to its history."""
    command = [sys.executable, str(folder / "scripts/publish.py"), "--root", str(folder)]
    return seconds(command, folder, SITE_URL=SITE_URL)


def pushed(folder: Path, before: str) -> int:
    """The bytes that a push of the published branch sends to where it is as it was at the commit `before`."""
    wanted = f"{BRANCH}\n^{before}\n".encode()
    return len(Repository(folder).output("pack-objects", "--revs", "--thin", "--stdout", "--quiet", stdin=wanted))


def seconds(command: list[str], folder: Path, **environment: str) -> float:
    """Processor seconds of a command and its children. Raises RuntimeError with what it said where it failed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    values = {**os.environ, **engine.ENVIRONMENT, "SOURCE_DATE_EPOCH": "0", **environment}
    done = subprocess.run(command, cwd=folder, env=values, capture_output=True, text=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


class _Settings(yaml.SafeLoader):
    """Reads mkdocs.yml, whose values from the environment the comparison does without."""


_Settings.add_constructor("!ENV", lambda loader, node: None)
