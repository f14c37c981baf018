"""A small guide with a past: five releases, and two that a test may add, in which every kind of change occurs."""

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

import release as releasing
from llme.content.load import load
from llme.outputs.data import all_files
from llme.outputs.derived import ORIGINALS, as_stored
from llme.versions.edition import DRAFT, Edition
from publishing import deploying, engine, preview
from publishing.repository import Repository, TreeEntry
from support import ROOT, ROOT_URL, SMALL, built

DAYS = {
    "0.1.0": "2026-01-01",
    "1.0.0": "2026-02-01",
    "1.0.1": "2026-03-01",
    "1.1.0": "2026-04-01",
    "2.0.0": "2026-05-01",
}
LATER = {"2.1.0": "2026-06-01", "3.0.0": "2026-07-01"}


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org", *words],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def checkout(folder: Path, parts: Iterable[str] = ("hooks", "overrides", "docs/assets")) -> Path:
    """A git checkout of the small guide as a whole project, with nothing released."""
    shutil.copytree(SMALL, folder)
    for name in parts:
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "CITATION.cff", "requirements.txt", "bibliography/guide.csl"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n", "utf-8")
    (folder / ".gitignore").write_text("site/\n.cache/\n__pycache__/\n", "utf-8")
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "Begin")
    return folder


# What publishing tells the build of a release.
RELEASE = {"GUIDE_VERSION": "1.0.0", "SITE_URL": ROOT_URL, "MIKE_DOCS_VERSION": '{"version": "1.0.0"}'}


def built_release(past: Path, folder: Path) -> Path:
    """The release 1.0.0 and its offline edition, unpacked; with a page whose module imports another."""
    back_to(shutil.copytree(past, folder), "1.0.0")
    page = "---\ntitle: Greeting\ndescription: With a module.\nassets: [pocket-guide]\n---\n\n# Greeting\n\n## Nothing yet {#said}\n"
    module = (
        'import { comesAfter } from "./versions.mjs";\nconst said = document.getElementById("said");\n'
        'if (said && comesAfter("1.10.0", "1.9.0")) said.textContent = "Good morning";\n'
    )
    (folder / "docs/greeting.md").write_text(page, "utf-8")
    (folder / "docs/assets/pocket-guide.css").write_text("#said { font-style: italic; }\n", "utf-8")
    (folder / "docs/assets/pocket-guide.mjs").write_text(module, "utf-8")
    return unpack(built(folder, **RELEASE))


def unpack(site: Path) -> Path:
    """Unpacks the offline edition of a built site beside it; it has one folder."""
    [path] = site.rglob("*.zip")
    with zipfile.ZipFile(path) as file:
        file.extractall(site.parent / "unpacked")
    [folder] = (site.parent / "unpacked").iterdir()
    return folder


TINY = """site_name: Tiny
docs_dir: docs
hooks: [tiny.py]
theme: {name: mkdocs, highlightjs: false}
plugins: [mike: {alias_type: symlink}]
exclude_docs: "*.yml"
"""


# What the publisher reads of a version; the real hooks write it among much else.
TINY_HOOK = """import os
import sys
from pathlib import Path

sys.path.insert(0, "hooks")

from llme.content.load import load
from llme.outputs.data import all_files
from llme.outputs.derived import ORIGINALS, as_stored
from llme.versions.edition import Edition


def on_post_build(config):
    edition = Edition(os.environ["GUIDE_VERSION"])
    files = all_files(load(Path()), edition)
    kept = as_stored({path: files[path] for path in ORIGINALS}, edition)
    if not edition.is_draft:
        kept["latest/whole.txt"] = edition.version.encode()
    for path, content in kept.items():
        target = Path(config["site_dir"]) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
"""


def stand_in(patch: pytest.MonkeyPatch, bad: str = "") -> None:
    """Has sites built and deployed in this process, which takes a moment: the same files as `TINY_HOOK` writes, and the
    same tree as mike makes. One version cannot be built."""
    patch.setattr(engine, "build_command", lambda target=None, **told: [_BUILD, bad, str(target or "site")])
    patch.setattr(engine, "deploy_command", lambda *told: [_DEPLOY, *map(str, told)])
    for module in (deploying, preview):
        patch.setattr(module, "run", _run_here(deploying.run))


_BUILD, _DEPLOY = "build here", "deploy here"


def _run_here(run: Callable[..., None]) -> Callable[..., None]:
    def run_here(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
        if command[0] == _BUILD:
            _build_here(*command[1:], folder, environment["GUIDE_VERSION"])
        elif command[0] == _DEPLOY:
            _deploy_here(Repository(folder), *command[1:])
        else:
            run(command, folder, environment)

    return run_here


def _build_here(bad: str, target: str, folder: Path, version: str) -> None:
    if version == bad:
        raise deploying.CommandError("the package is gone")
    files = all_files(load(folder), Edition(version))
    kept = as_stored({path: files[path] for path in ORIGINALS}, Edition(version))
    kept |= {"latest/whole.txt": version.encode()} if version != DRAFT else {}
    for path, content in kept.items():
        place = folder / target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def _deploy_here(repository: Repository, branch: str, version: str, site: str, message: str) -> None:
    parent = repository.branch_at(f"refs/heads/{branch}")
    entries = dict(repository.entries(parent)) if parent else {}
    entries[version] = TreeEntry("040000", "tree", repository.tree_of_folder(Path(site)))
    repository.set_branch(branch, repository.commit_tree(repository.make_tree(entries), parent, message))


def tiny(folder: Path, last: str = "1.0.0", parts: Iterable[str] = ("hooks",)) -> Path:
    """The guide with a past as a project that builds in a moment, to publish again and again."""
    checkout(folder, [*parts, "docs/assets"])
    (folder / "mkdocs.yml").write_text(TINY, "utf-8")
    (folder / "tiny.py").write_text(TINY_HOOK, "utf-8")
    commit(folder, "Build fast")
    return advance(folder, last)


DECISION = """---
title: Tidy up
decided: 2026-04-30
outcome: accepted
proposal: 12
recommendations: [LLME-003, LLME-004, LLME-005, LLME-006]
---

They said the same thing several times.
"""


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)


def edit(folder: Path, name: str, *changes: tuple[str, str]) -> None:
    path = folder / f"docs/recommendations/{name}.md"
    text = path.read_text("utf-8")
    for old, new in changes:
        assert old in text, (name, old)
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def declare(kind: str, note: str) -> tuple[str, str]:
    """An edit that adds a change to a recommendation's history."""
    return "\n---\n\n## Why", f"\n  - version: next\n    kind: {kind}\n    note: {note}\n---\n\n## Why"


def add(folder: Path, name: str, title: str) -> None:
    text = (SMALL / "docs/recommendations/LLME-002.md").read_text("utf-8")
    path = folder / f"docs/recommendations/{name}.md"
    path.write_text(text.replace("Do not trust a single number", title), "utf-8")
    link(folder, name)


def link(folder: Path, name: str) -> None:
    stage = folder / "docs/stages/collecting.md"
    links = stage.read_text("utf-8").rstrip(".\n")  # it ends in the links of its only section
    stage.write_text(f"{links}, [{name}](../recommendations/{name}.md).\n", "utf-8")


def unlink(folder: Path, *names: str) -> None:
    stage = folder / "docs/stages/collecting.md"
    text = stage.read_text("utf-8")
    for name in names:
        assert f", [{name}](" in text
        text = text.replace(f", [{name}](../recommendations/{name}.md)", "")
    stage.write_text(text, "utf-8")


def rename(folder: Path, stage: str, topic: str, stages: list[str], topics: list[str]) -> Path:
    """Gives the first stage and the first topic these names, and says what they were called before."""
    (old,) = [path for path in (folder / "docs/stages").glob("*.md") if "\norder: 1\n" in path.read_text("utf-8")]
    lines = re.sub(r"formerly: .*\n", "", old.read_text("utf-8"))
    old.unlink()
    text = lines.replace("order: 1\n", f"order: 1\nformerly: [{', '.join(stages)}]\n" if stages else "order: 1\n", 1)
    (folder / f"docs/stages/{stage}.md").write_text(text, "utf-8")
    path = folder / "docs/topics.yml"
    first, _, rest = re.sub(r"  formerly: .*\n", "", path.read_text("utf-8")).partition(":\n")
    named = f"  formerly: [{', '.join(topics)}]\n" if topics else ""
    path.write_text(f"{topic}:\n{named}{rest}", "utf-8")
    for path in [*(folder / "docs").rglob("*.md"), *(folder / "docs").rglob("*.yml")]:
        text = path.read_text("utf-8")
        text = re.sub(rf"^( *stages?: .*)\b{old.stem}\b", rf"\g<1>{stage}", text, flags=re.MULTILINE)
        path.write_text(re.sub(rf"^(topics: .*)\b{first}\b", rf"\g<1>{topic}", text, flags=re.MULTILINE), "utf-8")
    return folder


def log(folder: Path, line: str) -> None:
    path = folder / "CHANGELOG.md"
    path.write_text(path.read_text("utf-8").replace("## Unreleased\n", f"## Unreleased\n\n{line}\n", 1), "utf-8")


def to_1_0_0(folder: Path) -> None:
    for number, title in ((3, "Say what you left out"), (4, "Say who paid"), (5, "Say it twice"), (6, "Ask a friend")):
        add(folder, f"LLME-00{number}", title)
    log(folder, "### Added\n\n- A page by hand.")


def to_1_0_1(folder: Path) -> None:
    edit(folder, "LLME-001", ("Ask people first, and", "Ask people first and"), declare("wording", "A comma less."))
    edit(folder, "LLME-002", ("hides much [@health2410report]", "hides much [@health2410report; @li2021names]"))
    edit(folder, "LLME-002", declare("sources", "Another source."))


def to_1_1_0(folder: Path) -> None:
    edit(folder, "LLME-003", ("Never report one number alone.", "Never report one number alone, or round it."))
    edit(folder, "LLME-003", declare("strengthened", "Rounding is covered too."))
    edit(folder, "LLME-004", ("Never report one number alone.", "Never report one single number alone."))
    edit(folder, "LLME-004", declare("clarified", "One means a single one."))
    add(folder, "LLME-007", "Say when you stopped")


def to_2_0_0(folder: Path) -> None:
    edit(
        folder,
        "LLME-001",
        ('dont: Do not take silence for a "yes" <in any case>.\n', ""),
        declare("weakened", "No more Don't."),
    )
    unlink(folder, "LLME-003", "LLME-004", "LLME-005", "LLME-006")
    withdrawn = "status: withdrawn\nreason: It said the same as another.\nsuperseded_by: [{}]\nreviewed:"
    edit(folder, "LLME-003", ("reviewed:", withdrawn.format("LLME-002")), declare("merged", "Joined with LLME-002."))
    edit(folder, "LLME-004", ("reviewed:", withdrawn.format("LLME-002, LLME-007")), declare("split", "Now in two."))
    edit(folder, "LLME-005", ("reviewed:", withdrawn.format("LLME-007")), declare("superseded", "LLME-007 is better."))
    edit(folder, "LLME-006", ("reviewed:", "status: withdrawn\nreason: It was wrong.\nreviewed:"))
    edit(folder, "LLME-006", declare("withdrawn", "It was wrong."))
    (folder / "docs/decisions").mkdir()
    (folder / "docs/decisions/tidy-up.md").write_text(DECISION, "utf-8")


def to_2_1_0(folder: Path) -> None:
    edit(folder, "LLME-006", ("status: withdrawn\nreason: It was wrong.\n", ""), declare("reinstated", "It was right."))
    link(folder, "LLME-006")


def to_3_0_0(folder: Path) -> None:
    """A successor of others is withdrawn itself."""
    withdrawn = "status: withdrawn\nreason: It was too short.\nsuperseded_by: [LLME-007]\nreviewed:"
    edit(folder, "LLME-002", ("reviewed:", withdrawn), declare("superseded", "LLME-007 says more."))
    edit(folder, "LLME-003", ("[LLME-002]", "[LLME-007]"), declare("wording", "Its successor has a successor."))
    edit(folder, "LLME-004", ("[LLME-002, LLME-007]", "[LLME-007]"), declare("wording", "Only one is left."))
    unlink(folder, "LLME-002")
    for name in ("profiles.yml", "frameworks/arr.yml"):
        path = folder / "docs" / name
        path.write_text(path.read_text("utf-8").replace("LLME-002", "LLME-007"), "utf-8")
    decision = folder / "docs/decisions/tidy-up.md"
    decision.write_text(decision.read_text("utf-8").replace("[LLME-003", "[LLME-002, LLME-003"), "utf-8")


STEPS: dict[str, Callable[[Path], None]] = {
    "1.0.0": to_1_0_0,
    "1.0.1": to_1_0_1,
    "1.1.0": to_1_1_0,
    "2.0.0": to_2_0_0,
    "2.1.0": to_2_1_0,
    "3.0.0": to_3_0_0,
}


def published(folder: Path, target: Path) -> None:
    """Publishes a checkout for `ROOT_URL`, and puts what a host then serves into a folder."""
    command = [sys.executable, str(ROOT / "scripts/publish.py"), "--root", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "SITE_URL": ROOT_URL})
    assert done.returncode == 0, done.stderr
    archive = subprocess.run(["git", "-C", str(folder), "archive", "gh-pages"], capture_output=True, check=True)
    target.mkdir(parents=True)
    subprocess.run(["tar", "-x", "-C", str(target)], input=archive.stdout, check=True)


def release(folder: Path, version: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What `release.py` says, in this process, which saves its start."""
    command = [version, "--root", str(folder), "--date", (DAYS | LATER).get(version, "2026-08-01"), *arguments]
    with redirect_stdout(io.StringIO()) as said, redirect_stderr(io.StringIO()) as told:
        try:
            code = releasing.main(command)
        except SystemExit as stopped:  # wrong usage
            code = stopped.code
    return subprocess.CompletedProcess(command, code, said.getvalue(), told.getvalue())


def with_past(folder: Path, last: str = "2.0.0") -> Path:
    """The checkout with all releases up to `last`."""
    return advance(checkout(folder), last)


def advance(folder: Path, last: str) -> Path:
    """A checkout with nothing released, and then all releases up to `last`."""
    for version in DAYS:
        go_on(folder, version)
        if version == last:
            break
    return folder


def go_on(folder: Path, *versions: str) -> Path:
    """A checkout with the releases that come next."""
    for version in versions:
        if version in STEPS:
            STEPS[version](folder)
            commit(folder, f"Towards {version}")
        done = release(folder, version)
        assert done.returncode == 0, done.stderr
    return folder


def back_to(folder: Path, version: str) -> Path:
    """A checkout with a past, as it was when `version` was released."""
    git(folder, "reset", "-q", "--hard", f":/^Release {version}")
    return folder
