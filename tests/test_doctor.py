"""What stands between a copy of the guide and its site, with a bare repository on this disk in GitHub's place."""

import json
import re
import shutil
from pathlib import Path

import pytest

import doctor
import publish
from past import commit, git
from publishing.repository import Repository
from support import ROOT

ADDRESS = "https://github.com/o/guide.git"
AT = "https://github.com/o/guide"
OK = [
    "ok: this is Python",
    "ok: git commits as A <a@example.org>",
    "ok: main is checked out",
    "ok: the workflows are there",
    "ok: `origin` is o/guide on GitHub",
    "ok: main is pushed",
    "ok: `origin` has the branch gh-pages",
    "ok: the site stands at https://o.github.io/guide/",
    f"look: {AT}/settings/pages",
    f"look: {AT}/actions",
    f"look: {AT}/settings/actions",
    f"look: {AT}/labels",
]


@pytest.fixture(autouse=True)
def nobody(monkeypatch, tmp_path):
    """git without anything that this machine tells it."""
    (tmp_path / "gitconfig").write_text("[user]\n\tuseConfigOnly = true\n", "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name in ("EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL"):
        monkeypatch.delenv(name, raising=False)


def record(site_url: str = "https://o.github.io/guide/", repository: str = "o/guide") -> str:
    data = {"format": 1, "site_url": site_url, "repository": repository, "versions": {}, "draft_source": ""}
    return json.dumps(data)


def publish_record(copy: Path, text: str) -> None:
    """Has the remote's gh-pages say this in its record."""
    made = Repository(copy).commit_files({"manifest.json": text.encode()}, "Publish", "HEAD")
    git(copy, "push", "--quiet", "--force", "origin", f"{made}:refs/heads/gh-pages")


@pytest.fixture
def copy(tmp_path) -> Path:
    """A copy of the guide with which nothing is wrong."""
    folder = tmp_path / "guide"
    for name in ("workflows", "ISSUE_TEMPLATE"):
        shutil.copytree(ROOT / ".github" / name, folder / ".github" / name)
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch", "main", str(tmp_path / "bare"))
    git(folder, "init", "--quiet", "--initial-branch", "main")
    for key, value in (
        ("user.name", "A"),
        ("user.email", "a@example.org"),
        (f"url.{tmp_path / 'bare'}.insteadOf", ADDRESS),
    ):
        git(folder, "config", key, value)
    git(folder, "remote", "add", "origin", ADDRESS)
    commit(folder, "Begin")
    git(folder, "push", "--quiet", "origin", "main")
    publish_record(folder, record())
    return folder


def facts(folder: Path) -> list[str]:
    return [
        re.sub(r"(?<=Python) [0-9.]+$", "", f"{one.state}: {one.text}") for one in doctor.examine(Repository(folder))
    ]


def cures(folder: Path) -> list[str]:
    return [one.cure for one in doctor.examine(Repository(folder)) if one.state == "wrong"]


def test_nothing_is_wrong(copy, capsys):
    assert facts(copy) == OK
    assert publish.main(["--root", str(copy), "--doctor"]) == 0
    *lines, empty, last = capsys.readouterr().out.splitlines()
    assert (empty, last) == ("", "nothing wrong; 4 to look at on GitHub")
    assert lines[-2:] == [
        f"look   {AT}/labels",
        "       these must be there: new recommendation, change, source, tool, crosswalk, translation, site, draft this",
    ]


def test_every_label_of_the_forms_and_of_the_workflow_is_named():
    assert doctor.labels(ROOT)[-1] == "draft this"
    forms = "\n".join(path.read_text("utf-8") for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("[0-9]*.yml"))
    assert doctor.labels(ROOT)[:-1] == sorted(
        (label for line in re.findall(r"^labels: \[(.*)\]", forms, re.MULTILINE) for label in line.split(", ")),
        key=doctor.labels(ROOT).index,
    )


def test_workflows_that_the_readme_names_are_those_that_there_are():
    assert set(doctor.WORKFLOWS) <= {path.name for path in (ROOT / ".github/workflows").iterdir()}


def without_identity(copy):
    git(copy, "config", "--unset", "user.name")
    git(copy, "config", "--unset", "user.email")


def on_another_branch(copy):
    git(copy, "switch", "--quiet", "--create", "typo")


def without_a_workflow(copy):
    (copy / ".github/workflows/publish.yml").unlink()


def with_a_commit_of_its_own(copy):
    (copy / "new").write_text("x", "utf-8")
    commit(copy, "Go on")


def with_a_commit_elsewhere(copy):
    with_a_commit_of_its_own(copy)
    git(copy, "push", "--quiet", "origin", "main")
    git(copy, "reset", "--quiet", "--hard", "HEAD^")


def without_main(copy):
    git(copy, "push", "--quiet", "origin", "main:other")
    git(copy.parent / "bare", "symbolic-ref", "HEAD", "refs/heads/other")
    git(copy, "push", "--quiet", "origin", ":main")


def never_published(copy):
    git(copy, "push", "--quiet", "origin", ":gh-pages")


def published_elsewhere(copy):
    publish_record(copy, record("https://them.github.io/guide/", "them/guide"))


def with_a_spoilt_record(copy):
    publish_record(copy, "{}")


def gone(copy):
    shutil.rmtree(copy.parent / "bare")


@pytest.mark.parametrize(
    ("spoil", "wrong", "cure"),
    [
        (without_identity, "git knows nobody in whose name to commit", "say it: `git config --global user.name "),
        (on_another_branch, "`typo` is checked out, and main is published", "`git switch main`"),
        (
            without_a_workflow,
            ".github/workflows/publish.yml is missing, which puts the site online",
            "restore it: `git checkout HEAD -- .github/workflows/publish.yml`",
        ),
        (with_a_commit_of_its_own, "`origin` lacks 1 of your commits on main", "`git push --set-upstream origin main`"),
        (with_a_commit_elsewhere, "`origin` has commits on main that are not here", "`git pull --rebase origin main`"),
        (without_main, "`origin` has no branch main", "`git push --set-upstream origin main`"),
        (
            never_published,
            "`origin` has no branch gh-pages, so that nothing is online yet",
            "push main: the workflow Publish makes it, once Pages is set to “GitHub Actions”; then run the workflow "
            f"again: {AT}/actions/workflows/publish.yml",
        ),
        (
            published_elsewhere,
            "what is online is on record as that of them/guide",
            "if the guide that you copied was that, and yours stands elsewhere: `make publish NEW_ADDRESS=1 PUSH=1`",
        ),
        (with_a_spoilt_record, "gh-pages has no readable manifest.json", "docs/about/publishing.md says what to do"),
        (gone, "`origin` does not answer: fatal: ", "see whether there is a network, "),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_what_is_wrong_is_said_with_its_cure(copy, capsys, spoil, wrong, cure):
    spoil(copy)
    found = [one.removeprefix("wrong: ") for one in facts(copy) if one.startswith("wrong: ")]
    assert len(found) == 1
    assert found[0].startswith(wrong)
    assert cures(copy)[0].startswith(cure)
    assert publish.main(["--root", str(copy), "--doctor"]) == 1
    assert re.search(r"^1 wrong; 4 to look at on GitHub$", capsys.readouterr().out, re.MULTILINE)


def test_a_shallow_clone(copy, tmp_path):
    with_a_commit_of_its_own(copy)
    git(copy, "push", "--quiet", "origin", "main")
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{tmp_path / 'bare'}", str(tmp_path / "clone"))
    assert "wrong: this clone has only the newest commits" in facts(tmp_path / "clone")


def test_without_a_remote(copy):
    git(copy, "remote", "remove", "origin")
    assert facts(copy)[-1] == "wrong: there is no remote `origin`"
    assert cures(copy) == [
        "make an empty repository on GitHub, then `git remote add origin https://github.com/OWNER/NAME.git`, with its names"
    ]


def test_a_remote_elsewhere_and_its_password(copy, tmp_path):
    git(copy, "remote", "set-url", "origin", "https://me:secret@git.example.org/o/guide.git")
    git(copy, "config", f"url.{tmp_path / 'bare'}.insteadOf", "https://me:secret@git.example.org/o/guide.git")
    found = [one for one in facts(copy) if one.startswith(("wrong", "look"))]
    assert found == [f"wrong: `origin` is {tmp_path / 'bare'}, which is not on GitHub"]
    git(copy, "config", "--unset", f"url.{tmp_path / 'bare'}.insteadOf")
    git(copy, "remote", "set-url", "origin", "nowhere://me:secret@git.example.org/o/guide.git")
    assert "wrong: `origin` is nowhere://git.example.org/o/guide.git, which is not on GitHub" in facts(copy)
    assert "secret" not in "".join(facts(copy))


def test_a_domain_of_its_own_is_no_fault(copy):
    publish_record(copy, record("https://ethics.example/"))
    assert [one for one in facts(copy) if one not in OK] == [
        "look: the site is on record at https://ethics.example/, and not at https://o.github.io/guide/"
    ]


def test_no_repository(tmp_path):
    assert facts(tmp_path) == [OK[0], f"wrong: {tmp_path} is no git repository"]
