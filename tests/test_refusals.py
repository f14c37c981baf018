"""Every refusal of release and publish: what provokes it, and that its way out leads to a published site.

The ways out are those of the page on refusals. Builds are stand-ins that write the guide as data alone.
"""

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import publish as publishing
from llme.content.release import digest
from past import add, commit, edit, git, release, stand_in, tiny
from publishing.refusals import PAGE, Reason
from publishing.repository import Repository
from support import ROOT

URL = "https://example.org/guide/"
TESTED = set()
WORDING = "\n  - version: next\n    kind: wording\n    note: Other words."


def refuses(*reasons):
    """Marks a test as the one of these reasons."""
    TESTED.update(reasons)
    return lambda test: test


@pytest.fixture(scope="module")
def template(once):
    """A project with two releases, at home in a bare remote."""

    def make(folder):
        folder.mkdir()
        tiny(folder / "guide", parts=["hooks/llme/templates/root"])  # built in this process, it needs no code
        git(folder / "guide", "clone", "-q", "--bare", str(folder / "guide"), str(folder / "remote.git"))

    return once("refusing", make)


@pytest.fixture(scope="module")
def published(once, template):
    """The same, published there."""

    def make(folder):
        shutil.copytree(template, folder, symlinks=True)
        git(folder / "guide", "remote", "add", "origin", "../remote.git")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SITE_URL", URL)
            stand_in(patch)
            assert publishing.main(["--root", str(folder / "guide"), "--push"]) == 0
        git(folder / "guide", "remote", "remove", "origin")

    return once("refusing-published", make)


class Project:
    """A checkout and its remote, with the commands as a person gives them."""

    def __init__(self, folder: Path, capsys):
        self.folder, self.remote, self.capsys = folder / "guide", folder / "remote.git", capsys
        git(self.folder, "remote", "add", "origin", str(self.remote))
        git(self.folder, "fetch", "-q", "origin")

    def git(self, *words: str) -> str:
        return git(self.folder, *words)

    def publish(self, *words: str) -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = publishing.main(["--root", str(self.folder), *words])
        return code, *self.capsys.readouterr()

    def refused(self, reason: Reason, *words: str) -> str:
        """What a publication that is refused says; nothing is out that was not before."""
        before = self.published()
        code, _, told = self.publish(*words)
        assert code == 1
        assert told.startswith("not published: ")
        assert f"“{reason.value}” in {PAGE}" in told
        assert self.published() == before
        return told

    def published(self) -> list[str]:
        """The versions on the branch."""
        names = git(self.folder, "for-each-ref", "refs/heads/gh-pages") and self.git(
            "ls-tree", "--name-only", "gh-pages"
        )
        return re.findall(r"^\d+\.\d+\.\d+$", names, re.MULTILINE)

    def is_published(self, *versions: str, words: tuple[str, ...] = ("--push",)) -> str:
        """Publishes without a word against it, and looks at what is out, at the remote too. Returns what was said."""
        self.git("push", "-q", "origin", "main")
        code, said, told = self.publish(*words)
        assert (code, told) == (0, "")
        assert self.published() == sorted(versions)
        assert git(self.remote, "rev-parse", "gh-pages") == self.git("rev-parse", "gh-pages")
        assert git(self.remote, "tag", "--list").split() == sorted(f"v{version}" for version in versions)
        record = json.loads(self.git("show", "gh-pages:manifest.json"))
        for version in versions:
            self.git("merge-base", "--is-ancestor", record["versions"][version]["commit"], "main")
        return said

    def change(self, name: str = "LLME-007", title: str = "Something new") -> None:
        """A commit that adds a recommendation."""
        add(self.folder, name, title)
        commit(self.folder, f"Add {name}")

    def release(self, version: str, *words: str) -> None:
        done = release(self.folder, version, *words)
        assert done.returncode == 0, done.stderr

    def not_released(self, reason: Reason, version: str, *words: str) -> str:
        before = self.state()
        done = release(self.folder, version, *words)
        assert done.returncode == 1
        assert done.stderr.startswith("not taken back: " if "--take-back" in words else "not released: ")
        assert f"“{reason.value}” in {PAGE}" in done.stderr
        assert self.state() == before
        return done.stderr

    def state(self) -> tuple[str, ...]:
        return self.git("rev-parse", "HEAD"), self.git("status", "--porcelain"), self.git("worktree", "list")


@pytest.fixture
def ready(monkeypatch):
    monkeypatch.setenv("SITE_URL", URL)
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    stand_in(monkeypatch)


@pytest.fixture
def project(ready, published, tmp_path, capsys):
    return Project(shutil.copytree(published, tmp_path / "home", symlinks=True), capsys)


@pytest.fixture
def unpublished(ready, template, tmp_path, capsys):
    return Project(shutil.copytree(template, tmp_path / "home", symlinks=True), capsys)


def test_the_page_tells_every_way_out_and_each_is_tried():
    headings = re.findall(r"^### (.*?)(?: \{#[a-z-]+\})?$", (ROOT / PAGE).read_text("utf-8"), re.MULTILINE)
    assert headings == [reason.value for reason in Reason]
    assert set(Reason) == TESTED


# Releasing.


def test_a_release_without_a_branch_would_be_lost(project):
    project.git("switch", "-q", "--detach", "main")
    project.not_released(Reason.OFF_MAIN, "1.0.1")
    project.git("switch", "-q", "main")
    project.release("1.0.1")
    project.is_published("0.1.0", "1.0.0", "1.0.1")


@refuses(Reason.OFF_MAIN)
@pytest.mark.parametrize("detached", [False, True])
def test_off_main(project, detached):
    project.git("switch", "-q", *(["--detach"] if detached else ["-c", "feature"]))
    project.change()
    assert "this is not main" in project.not_released(Reason.OFF_MAIN, "1.1.0")
    assert "this is not main" in project.refused(Reason.OFF_MAIN)
    work = project.git("rev-parse", "HEAD")
    project.git("switch", "-q", "main")
    project.git("merge", "-q", work)
    project.release("1.1.0")
    project.is_published("0.1.0", "1.0.0", "1.1.0")


def test_main_without_its_name_is_main(project):
    """As some hosts check it out."""
    project.git("switch", "-q", "--detach", "origin/main")
    project.git("branch", "-q", "-D", "main")
    code, _, told = project.publish()
    assert (code, told) == (0, "")


@refuses(Reason.UNCOMMITTED)
def test_uncommitted(project):
    (project.folder / "notes.txt").write_text("mine", "utf-8")
    assert "not committed: notes.txt" in project.not_released(Reason.UNCOMMITTED, "1.0.1")
    project.git("stash", "--include-untracked")
    for reason, path in hidden(project, "docs/recommendations/LLME-001.md", "docs/recommendations/LLME-009.md"):
        assert f"not committed: {path}" in project.not_released(reason, "1.0.1")
    project.git("config", "merge.verifySignatures", "true")
    project.release("1.0.1")
    project.is_published("0.1.0", "1.0.0", "1.0.1")


@refuses(Reason.PROBLEMS)
def test_problems(project):
    edit(project.folder, "LLME-001", ("stage: collecting", "stage: colecting"))
    commit(project.folder, "Spoil")
    assert "LLME-001.md:3:8: stage-unknown" in project.not_released(Reason.PROBLEMS, "1.0.1")
    edit(project.folder, "LLME-001", ("stage: colecting", "stage: collecting"))
    commit(project.folder, "Mend")
    project.release("1.0.1")
    project.is_published("0.1.0", "1.0.0", "1.0.1")


@refuses(Reason.NUMBER_USED, Reason.TAKING_BACK)
def test_a_number_is_used_once_even_if_its_release_was_taken_back(project):
    project.change()
    before = project.git("rev-parse", "HEAD^{tree}")
    project.release("1.1.0")
    assert "1.0.0 is not the newest" in project.not_released(Reason.TAKING_BACK, "1.0.0", "--take-back")
    project.release("1.1.0", "--take-back")
    assert project.git("rev-parse", "HEAD^{tree}") == before
    assert "1.1.0 was the number of another" in project.not_released(Reason.NUMBER_USED, "1.1.0")
    project.release("1.1.1")
    project.is_published("0.1.0", "1.0.0", "1.1.1")
    assert "1.1.1 is published" in project.not_released(Reason.TAKING_BACK, "1.1.1", "--take-back")
    project.change("LLME-008", "Something newer")
    project.release("1.2.0")
    project.is_published("0.1.0", "1.0.0", "1.1.1", "1.2.0")


def test_a_number_of_a_branch_that_was_merged_and_deleted_is_used(project):
    start = project.git("rev-parse", "main")
    project.release("1.0.1")
    project.release("1.0.1", "--take-back")
    project.git("branch", "-q", "other")
    project.git("reset", "-q", "--hard", start)
    project.git("merge", "-q", "--no-ff", "-m", "Merge", "other")
    project.git("branch", "-q", "-D", "other")
    project.not_released(Reason.NUMBER_USED, "1.0.1")


def test_what_was_written_by_hand_is_kept_when_a_release_is_taken_back(project):
    path = project.folder / "CHANGELOG.md"
    by_hand = "### Recommendations\n\nWe thank all.\n\n### Fixed\n\n- A word."
    path.write_text(path.read_text("utf-8").replace("## Unreleased\n", f"## Unreleased\n\n{by_hand}\n", 1), "utf-8")
    project.change()
    before = path.read_text("utf-8")
    project.release("1.1.0")
    project.release("1.1.0", "--take-back")
    assert path.read_text("utf-8") == before


def test_a_number_of_another_branch_or_of_a_tag_is_used(project):
    project.git("switch", "-q", "-c", "other")
    snapshot = project.folder / "docs/releases/1.0.1.json"
    snapshot.write_text("{}", "utf-8")
    commit(project.folder, "Leave something")
    project.git("switch", "-q", "main")
    project.git("tag", "v1.0.2")
    for version in ("1.0.1", "1.0.2"):
        project.not_released(Reason.NUMBER_USED, version)
    project.git("push", "-q", "origin", "other", "v1.0.2")  # now it is the remote alone that knows
    project.git("branch", "-q", "-D", "other")
    project.git("update-ref", "-d", "refs/remotes/origin/other")
    project.git("tag", "-d", "v1.0.2")
    for version in ("1.0.1", "1.0.2"):
        project.not_released(Reason.NUMBER_USED, version)
    project.git("remote", "set-url", "origin", "https://localhost:1/nowhere.git")
    done = release(project.folder, "1.0.3")
    assert (done.returncode, done.stdout.partition(",")[0]) == (0, "the remote does not answer")


@refuses(Reason.OLD_LINE, Reason.TOO_SMALL)
def test_an_old_line_and_a_number_too_small(project):
    assert "an older line gets no patches" in project.not_released(Reason.OLD_LINE, "0.1.1")
    project.not_released(Reason.OLD_LINE, "1.0.0")
    project.change()
    assert "the smallest number is 1.1.0" in project.not_released(Reason.TOO_SMALL, "1.0.1")
    project.release("1.1.0")
    project.is_published("0.1.0", "1.0.0", "1.1.0")


@refuses(Reason.DAY)
def test_a_day_out_of_order(project):
    told = project.not_released(Reason.DAY, "1.0.1", "--date", "2026-01-31")
    assert "2026-01-31 is before 2026-02-01, the day on which 1.0.0 was released" in told
    assert "2099-01-01 is yet to come" in project.not_released(Reason.DAY, "1.0.1", "--date", "2099-01-01")
    project.release("1.0.1", "--date", "2026-02-01")
    project.is_published("0.1.0", "1.0.0", "1.0.1")


@refuses(Reason.INCOMPLETE)
def test_a_changelog_without_a_place(project):
    path = project.folder / "CHANGELOG.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("## Unreleased\n", ""), "utf-8")
    commit(project.folder, "Spoil")
    assert "no section `## Unreleased`" in project.not_released(Reason.INCOMPLETE, "1.0.1")
    path.write_text(text, "utf-8")
    commit(project.folder, "Mend")
    project.release("1.0.1")
    project.is_published("0.1.0", "1.0.0", "1.0.1")


# Publishing.


@refuses(Reason.SHALLOW)
def test_a_clone_of_the_newest_commits_alone(project, tmp_path):
    """With a remote, publishing fetches the rest by itself; without one, it cannot."""
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project.remote}", str(shallow))
    git(shallow, "remote", "rename", "origin", "elsewhere")
    project.folder, full = shallow, project.folder
    assert "only the newest commits" in project.refused(Reason.SHALLOW)
    assert "only the newest commits" in project.not_released(Reason.SHALLOW, "1.0.1")
    git(shallow, "fetch", "-q", "--unshallow", "elsewhere")
    git(shallow, "remote", "rename", "elsewhere", "origin")
    project.is_published("0.1.0", "1.0.0")
    assert full.is_dir()


@refuses(Reason.ALTERED)
@pytest.mark.parametrize("lost", [False, True])
def test_a_snapshot_was_changed(project, lost):
    project.is_published("0.1.0", "1.0.0")
    path = project.folder / "docs/releases/0.1.0.json"
    text = path.read_text("utf-8")
    if lost:
        path.write_text("{", "utf-8")
    else:
        path.write_text(text.replace('\n "format"', '\n  "format"'), "utf-8")
    commit(project.folder, "Alter")
    assert "docs/releases/0.1.0.json" in project.refused(Reason.ALTERED)
    was = project.git("log", "--format=%H", "--diff-filter=A", "--", "docs/releases/0.1.0.json")
    project.git("checkout", "-q", was, "--", "docs/releases/0.1.0.json")
    commit(project.folder, "Restore")
    project.is_published("0.1.0", "1.0.0")


def hidden(project: Project, path: str, new: str) -> Iterator[tuple[Reason, str]]:
    """A change that git was told not to look at, and a new file that it was told to ignore, each until it is undone."""
    place = project.folder / path
    text = place.read_text("utf-8")
    for flag in ("assume-unchanged", "skip-worktree"):
        project.git("update-index", f"--{flag}", path)
        place.write_text(f"{text}\n", "utf-8")
        yield Reason.UNCOMMITTED, path
        place.write_text(text, "utf-8")
        project.git("update-index", f"--no-{flag}", path)
    (project.folder / ".git/info/exclude").write_text(f"{new}\n__pycache__/\n", "utf-8")
    (project.folder / new).write_text(text, "utf-8")
    yield Reason.UNCOMMITTED, new
    (project.folder / new).unlink()


def squashed(project: Project) -> None:
    """A release on top of a change, merged as one commit together with what came to main meanwhile."""
    project.change()
    project.release("1.1.0")
    text = project.folder / "docs/stages/measuring.md"
    text.write_text(text.read_text("utf-8").replace("\n# ", "\nNew words.\n\n# ", 1) + "\nMore words.\n", "utf-8")
    project.git("add", "-A")
    project.git("reset", "-q", "--soft", "HEAD~2")
    project.git("commit", "-qm", "Something new (#7)")


def rebased(project: Project) -> None:
    """A release, rebased onto what came to main meanwhile."""
    project.release("1.0.1")
    released = project.git("rev-parse", "HEAD")
    project.git("reset", "-q", "--hard", "HEAD^")
    (project.folder / "docs/index.md").write_text(
        (project.folder / "docs/index.md").read_text("utf-8") + "\nMore words.\n", "utf-8"
    )
    commit(project.folder, "Something new")
    project.git("cherry-pick", released)


def amended(project: Project) -> None:
    """A release with what somebody mended afterwards."""
    project.release("1.0.1")
    path = project.folder / "docs/index.md"
    path.write_text(path.read_text("utf-8") + "\nMore words.\n", "utf-8")
    project.git("commit", "-qa", "--amend", "--no-edit")


def two_at_once(project: Project) -> None:
    """Two releases in one commit."""
    project.release("1.0.1")
    project.release("1.0.2")
    project.git("reset", "-q", "--soft", "HEAD~2")
    project.git("commit", "-qm", "Release twice (#8)")


@refuses(Reason.MIXED)
@pytest.mark.parametrize(
    ("merge", "releases", "after", "message"),
    [
        (amended, ["1.0.1"], "1.0.2", ", which released 1.0.1, changed docs/index.md too"),
        (squashed, ["1.1.0"], "1.1.1", "1.1.0 was made from other files than those before commit"),
        (rebased, ["1.0.1"], "1.0.2", "1.0.1 was made from other files than those before commit"),
        (two_at_once, ["1.0.2", "1.0.1"], "1.0.3", "1.0.1 and 1.0.2 come from one commit"),
    ],
)
def test_a_release_in_a_commit_with_other_things(project, merge, releases, after, message):
    merge(project)
    code, _, told = project.publish()
    assert code == 1
    assert message in told
    assert f"“{Reason.MIXED.value}” in {PAGE}" in told
    assert project.published() == ["0.1.0", "1.0.0"]  # the others are out
    for version in releases:
        project.release(version, "--take-back")
    project.release(after)
    project.is_published("0.1.0", "1.0.0", after)


@refuses(Reason.GIVING_UP)
def test_a_mixed_release_with_a_newer_one_out_is_given_up(project):
    squashed(project)
    project.change("LLME-008", "Something newer")
    project.release("1.2.0")
    for _ in range(2):
        code, _, told = project.publish()
        assert code == 1
        assert f"“{Reason.MIXED.value}” in {PAGE}" in told
        assert project.published() == ["0.1.0", "1.0.0", "1.2.0"]
    for version in ("1.2.0", "1.1.0"):
        project.not_released(Reason.TAKING_BACK, version, "--take-back")
    assert "1.2.0 is published" in project.refused(Reason.GIVING_UP, "--give-up", "1.2.0")
    assert "1.3.0 was never released" in project.refused(Reason.GIVING_UP, "--give-up", "1.3.0")
    assert project.publish("--give-up", "1.1.0")[::2] == (0, "")
    published_by_another(project)
    assert project.is_published("0.1.0", "1.0.0", "1.2.0").startswith(
        "kept of the local gh-pages, which was not pushed: 1.1.0 is given up\n"
    )
    page = project.git("show", "gh-pages:404.html")
    assert '<p>Version 1.1.0 was released, but never published. What it changed is in <a href="1.2.0/">' in page
    code, said, told = project.publish()
    assert (code, told) == (0, "")
    assert said == "1.1.0 is given up, and left out\nnothing to publish: everything is there\n"
    assert project.publish("--verify")[0] == 0
    code, said, _ = project.publish("--preview", str(project.folder / ".cache/site"))
    assert (code, "1.1.0" in said) == (0, False)


def test_content_that_the_snapshot_lacks(project):
    """As an earlier program released, which did not record what a release was made from."""
    project.change()
    project.release("1.1.0")
    project.git("reset", "-q", "--soft", "HEAD^")
    path = project.folder / "docs/releases/1.1.0.json"
    data = {name: value for name, value in json.loads(path.read_text("utf-8")).items() if name != "made_from"}
    data["digest"] = digest(data)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    edit(project.folder, "LLME-007", ("## Why", "## Why\n\nOther words."))
    commit(project.folder, "Release 1.1.0")
    code, _, told = project.publish()
    assert code == 1
    assert "the files of 1.1.0 are not what its snapshot holds: LLME-007\n" in told
    assert project.published() == ["0.1.0", "1.0.0"]
    with pytest.MonkeyPatch.context() as patch:  # published by a program that did not compare them
        patch.setattr("publishing.publication.check_content", lambda *told: None)
        assert project.publish()[0] == 0
    code, said, _ = project.publish("--verify")
    assert code == 1
    assert "verifying 1.1.0 … the same\n" in said
    assert "1.1.0 is not what its snapshot holds: LLME-007\n" in said
    assert said.endswith("2 of 3 versions are as they were built\n")


@refuses(Reason.UNKNOWN)
def test_a_history_without_a_published_release(project):
    project.is_published("0.1.0", "1.0.0")
    whole = project.git("rev-parse", "main")
    project.git("reset", "-q", "--hard", project.git("log", "--format=%H", "--grep=Release 0.1.0"))
    assert "1.0.0 is published, but this history has no such release" in project.refused(Reason.UNKNOWN)
    project.git("pull", "-q", "--ff-only", "origin", "main")
    assert project.git("rev-parse", "main") == whole
    project.is_published("0.1.0", "1.0.0")


def test_a_published_release_that_the_remote_lost_is_merged_from_its_tag(project):
    project.release("1.0.1")
    project.is_published("0.1.0", "1.0.0", "1.0.1")
    project.git("tag", "-d", "v1.0.1")
    project.git("reset", "-q", "--hard", "HEAD^")
    (project.folder / "notes.txt").write_text("mine", "utf-8")
    commit(project.folder, "Go on")
    project.git("push", "-q", "--force", "origin", "main")
    project.refused(Reason.UNKNOWN)
    project.git("fetch", "-q", "origin", "tag", "v1.0.1")
    project.git("merge", "-q", "v1.0.1")
    project.is_published("0.1.0", "1.0.0", "1.0.1")


def test_a_published_release_whose_snapshot_was_deleted_gets_it_back(project):
    project.is_published("0.1.0", "1.0.0")
    path = "docs/releases/0.1.0.json"
    (project.folder / path).unlink()
    commit(project.folder, "Lose")
    project.refused(Reason.UNKNOWN)
    was = project.git("log", "--format=%H", "--diff-filter=A", "--", path)
    project.git("checkout", "-q", was, "--", path)
    commit(project.folder, "Restore")
    project.is_published("0.1.0", "1.0.0")


def test_a_published_release_that_was_reverted_comes_back_with_the_revert_of_the_revert(project):
    project.release("1.0.1")
    project.is_published("0.1.0", "1.0.0", "1.0.1")
    project.git("revert", "--no-edit", "HEAD")
    assert "1.0.1 is published, but this history has no such release" in project.refused(Reason.UNKNOWN)
    project.git("revert", "--no-edit", "HEAD")
    assert "nothing to publish" in project.is_published("0.1.0", "1.0.0", "1.0.1")


def test_a_release_in_a_merge_commit(project):
    """As a merge makes it that is stopped before its commit, and gets a release besides."""
    project.git("branch", "-q", "side")
    project.release("1.0.1")
    tree = project.git("rev-parse", "HEAD^{tree}")
    side = project.git("commit-tree", "HEAD^^{tree}", "-p", "side", "-m", "Aside")
    merged = project.git("commit-tree", tree, "-p", "HEAD^", "-p", side, "-m", "Merge")
    project.git("reset", "-q", "--hard", merged)
    project.is_published("0.1.0", "1.0.0", "1.0.1")
    assert json.loads(project.git("show", "gh-pages:manifest.json"))["versions"]["1.0.1"]["commit"] == merged


def by_hand(project: Project, *paths: str) -> None:
    """The branch as somebody made it without the publisher."""
    repository = Repository(project.folder)
    tree = repository.tree_with(None, dict.fromkeys(paths, b"example.org"))
    repository.set_branch("gh-pages", repository.commit_tree(tree, None, "By hand"))
    project.git("push", "-q", "origin", "gh-pages")


def test_a_branch_that_was_made_by_hand_is_taken_over(unpublished):
    by_hand(unpublished, "CNAME", "README.md")
    code, _, told = unpublished.publish("--verify")
    assert (code, told) == (1, "nothing is published yet\n")
    unpublished.is_published("0.1.0", "1.0.0")
    assert unpublished.git("show", "gh-pages:CNAME") == unpublished.git("show", "gh-pages:README.md") == "example.org"


def test_versions_without_a_record_are_put_aside(unpublished):
    by_hand(unpublished, "CNAME", "1.0.0/index.html")
    before = unpublished.git("rev-parse", "gh-pages")
    unpublished.refused(Reason.RECORD)
    unpublished.git("push", "-q", "origin", "refs/remotes/origin/gh-pages:refs/heads/before", ":gh-pages")
    unpublished.git("branch", "-q", "-D", "gh-pages")
    unpublished.is_published("0.1.0", "1.0.0")
    assert git(unpublished.remote, "rev-parse", "before") == before


def test_a_repository_with_longer_hashes(ready, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    folder = tiny(tmp_path / "guide", "0.1.0", parts=["hooks/llme/templates/root"])
    for words, last in (((), "published"), ((), "nothing to publish: everything is there")):
        assert publishing.main(["--root", str(folder), *words]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == last
    assert len(git(folder, "rev-parse", "gh-pages")) == 64
    assert publishing.main(["--root", str(folder), "--verify"]) == 0


@pytest.mark.parametrize("words", [("--give-up", "1.0.0"), ("--push",), ("--new-address",), ("--preview", "x")])
def test_what_publishes_nothing_takes_no_other_option(words, capsys):
    with pytest.raises(SystemExit, match="2"):
        publishing.main(["--verify", *words])
    assert "`--verify` publishes nothing" in capsys.readouterr().err


def published_off_main(project: Project) -> str:
    """A release that went out from a commit which main then lost to a rebase, as an earlier program allowed."""
    project.release("1.0.1")
    project.is_published("0.1.0", "1.0.0", "1.0.1")
    was = project.git("rev-parse", "main")
    project.git("commit", "-q", "--amend", "-m", "Release 1.0.1 (#9)")
    project.git("push", "-q", "--force", "origin", "main")
    for repository in (project.folder, project.remote):
        git(repository, "tag", "-d", "v1.0.1")
    return was


def test_a_record_gets_mains_commit_where_the_content_is_the_same(project):
    was = published_off_main(project)
    code, said, told = project.publish("--push")
    now = project.git("rev-parse", "main")
    line = f"1.0.1 was built from {was[:12]}; its record names {now[:12]} now, which main holds\n"
    assert (code, said, told) == (0, f"{line}published\n", "")
    record = json.loads(project.git("show", "gh-pages:manifest.json"))["versions"]["1.0.1"]
    assert (record["commit"], record["built_from"]) == (now, was)
    assert project.git("rev-parse", "v1.0.1") == now
    project.is_published("0.1.0", "1.0.0", "1.0.1")
    code, said, _ = project.publish("--verify")
    assert (code, said.splitlines()[-1]) == (0, "3 of 3 versions are as they were built")


def test_verify_minds_what_files_hold_and_not_how_they_are_compressed(project):
    """Another machine may have another program for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("llme.outputs.derived.compressed", lambda content: gzip.compress(content, 1))
        code, said, _ = project.publish("--verify")
        assert (code, said.splitlines()[-1]) == (0, "2 of 2 versions are as they were built")
        patch.setattr("llme.outputs.derived.compressed", lambda content: gzip.compress(content + b" "))
        code, said, _ = project.publish("--verify")
        assert (code, said.splitlines()[-1]) == (1, "0 of 2 versions are as they were built")


def test_nothing_is_published_whose_data_cannot_be_read(unpublished):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("llme.outputs.derived.compressed", lambda content: content)
        code, _, told = unpublished.publish()
    assert code == 1
    assert "the files of 1.0.0 are not what its snapshot holds: data/guide.json\n" in told


def test_verify_goes_on_where_a_commit_is_gone(project, tmp_path):
    was = published_off_main(project)
    project.publish("--push")
    git(tmp_path, "clone", "-q", f"file://{project.remote}", str(tmp_path / "clone"))
    project.folder = tmp_path / "clone"
    code, said, _ = project.publish("--verify")
    assert code == 1
    assert "verifying 1.0.0 … the same\nverifying 1.0.1 … CANNOT BE BUILT\n" in said
    assert was in said
    assert said.endswith("2 of 3 versions are as they were built\n")


@refuses(Reason.OFF_RECORD)
def test_other_content_than_was_published_under_the_number(project):
    project.release("1.0.1")
    project.is_published("0.1.0", "1.0.0", "1.0.1")
    was = project.git("rev-parse", "main")
    project.git("reset", "-q", "--hard", "HEAD^")
    project.git("update-ref", "-d", "refs/tags/v1.0.1")
    project.change()
    # Only someone who writes the file by hand gets there: the number was used.
    releasing_number(project, "1.0.1")
    code, _, told = project.publish()
    assert code == 1
    assert f"1.0.1 was published from commit {was[:12]}, with other content than main’s snapshot: LLME-007" in told
    status = json.loads(project.git("show", "gh-pages:status.json"))  # tells of what is out
    assert (status["latest"], "LLME-007" in status["recommendations"]) == ("1.0.1", False)
    assert "LLME-007" not in project.git("ls-tree", "--name-only", "gh-pages:r")
    other = project.git("log", "--format=%H", "--diff-filter=A", "--", "docs/releases/1.0.1.json")
    project.git("fetch", "-q", "origin", "refs/tags/v1.0.1")
    project.git("rebase", "-q", "--onto", f"{other}^", other)
    project.git("rebase", "-q", was)  # the change, on top of the release that is out
    project.git("push", "-q", "--force-with-lease", "origin", "main")
    project.release("1.1.0")
    project.is_published("0.1.0", "1.0.0", "1.0.1", "1.1.0")


def published_by_another(project: Project) -> None:
    """Something at the remote that comes from nobody here."""
    remote = Repository(project.remote)
    remote.set_branch("gh-pages", remote.commit_files({"note.txt": b"Mine"}, "Publish", "gh-pages"))


def releasing_number(project: Project, version: str) -> None:
    """Releases under a number that was used, as if nobody had looked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("releasing.making._check_number", lambda *told: None)
        project.release(version)


def test_two_releases_under_one_number_that_are_merged(project):
    """The one that is out counts, whichever snapshot the merge took."""
    project.release("1.0.1")
    project.is_published("0.1.0", "1.0.0", "1.0.1")
    out = project.git("rev-parse", "main")
    project.git("reset", "-q", "--hard", "HEAD^")
    project.git("update-ref", "-d", "refs/tags/v1.0.1")
    project.change()
    releasing_number(project, "1.0.1")
    project.git("merge", "-q", "-s", "ours", "-m", "Merge", out)
    code, _, told = project.publish()
    assert code == 1
    assert f"1.0.1 was published from commit {out[:12]}, with other content than main’s snapshot: LLME-007" in told
    assert f"“{Reason.OFF_RECORD.value}” in {PAGE}" in told


def record(project: Project, **changes: object) -> None:
    """Rewrites what is on record of 1.0.0."""
    repository = Repository(project.folder)
    data = json.loads(project.git("show", "gh-pages:manifest.json"))
    data["versions"]["1.0.0"] |= changes
    altered = repository.commit_files({"manifest.json": json.dumps(data).encode()}, "Alter", "gh-pages")
    repository.set_branch("gh-pages", altered)


def test_a_record_of_other_files_puts_nothing_back(project):
    record(project, tree=project.git("rev-parse", "gh-pages:0.1.0"))
    assert "by the record, 1.0.0 has not what its snapshot holds" in project.refused(Reason.RECORD)


@pytest.mark.parametrize(
    "changes",
    [
        *({"commit": value} for value in (None, 1, "", "--all", "main")),
        *({"tree": value} for value in (None, 1, "gh-pages:1.0.0")),
        *({"latest": value} for value in (None, 1, [], {"x": 1}, {"x": "y"})),
        *({"site_url": None}, {"repository": 1}),
    ],
    ids=str,
)
def test_a_record_that_makes_no_sense(project, changes):
    record(project, **changes)
    assert "gh-pages has no readable manifest.json" in project.refused(Reason.RECORD)
    code, _, told = project.publish("--verify")
    assert (code, told.partition("\n")[0]) == (1, "not published: gh-pages has no readable manifest.json")


def test_a_record_of_another_commit_is_put_right(project):
    released = project.git("rev-parse", "v1.0.0")
    record(project, commit=project.git("rev-parse", f"{released}^"))
    project.git("tag", "-d", "v1.0.0")
    assert project.publish()[0] == 0
    assert project.git("rev-parse", "v1.0.0") == released


@refuses(Reason.UNPUSHED)
def test_a_release_that_the_remotes_main_lacks(project):
    project.release("1.0.1")
    told = project.refused(Reason.UNPUSHED, "--push")
    assert f"the remote’s main lacks 1.0.1 (commit {project.git('rev-parse', 'main')[:12]})" in told
    project.git("push", "-q", "origin", "main")
    project.is_published("0.1.0", "1.0.0", "1.0.1")


@refuses(Reason.BEHIND)
def test_a_main_that_is_behind(project):
    """What was taken back at the remote meanwhile does not go out from a clone that does not know it."""
    project.change()
    project.release("1.1.0")
    project.git("push", "-q", "origin", "main")
    behind = project.git("rev-parse", "main")
    project.release("1.1.0", "--take-back")
    project.git("push", "-q", "origin", "main")
    project.git("reset", "-q", "--hard", behind)
    project.refused(Reason.BEHIND, "--push")
    project.git("pull", "-q", "--ff-only", "origin", "main")
    project.is_published("0.1.0", "1.0.0")


@refuses(Reason.ADDRESS)
def test_another_address_is_said_aloud(project, monkeypatch):
    project.is_published("0.1.0", "1.0.0")
    monkeypatch.delenv("SITE_URL")
    code, said, _ = project.publish()  # as it is on record
    assert (code, said) == (0, "nothing to publish: everything is there\n")
    monkeypatch.setenv("SITE_URL", "https://example.com/other")
    told = project.refused(Reason.ADDRESS)
    assert "the site would stand at https://example.com/other/, but https://example.org/guide/ is on record" in told
    assert project.publish("--new-address")[::2] == (0, "")
    monkeypatch.delenv("SITE_URL")
    published_by_another(project)
    said = project.is_published("0.1.0", "1.0.0")
    assert "kept of the local gh-pages, which was not pushed: the site stands at https://example.com/other/\n" in said
    assert '"draft_source": ""' not in project.git("show", "gh-pages:manifest.json")
    record = json.loads(project.git("show", "gh-pages:manifest.json"))
    assert record["site_url"] == "https://example.com/other/"
    assert record["versions"]["1.0.0"]["site_url"] == URL
    monkeypatch.setenv("GITHUB_REPOSITORY", "someone/else")
    assert "the repository would be someone/else, but none is on record" in project.refused(Reason.ADDRESS)


@refuses(Reason.UNBUILDABLE)
@pytest.mark.parametrize(("bad", "out"), [("0.1.0", ["1.0.0"]), ("1.0.0", ["0.1.0"]), ("dev", ["0.1.0", "1.0.0"])])
def test_what_cannot_be_built_holds_back_nothing_else(unpublished, monkeypatch, bad, out):
    with monkeypatch.context() as patch:
        stand_in(patch, bad)
        code, said, told = unpublished.publish("--push")
    assert code == 1
    assert "the package is gone" in told
    assert f"“{Reason.UNBUILDABLE.value}” in {PAGE}" in told
    assert said.endswith("the rest is published\n")
    assert unpublished.published() == out
    assert git(unpublished.remote, "rev-parse", "gh-pages") == unpublished.git("rev-parse", "gh-pages")
    assert json.loads(unpublished.git("show", "gh-pages:status.json"))["latest"] == out[-1]
    unpublished.is_published("0.1.0", "1.0.0")


def test_a_package_that_is_gone_holds_back_nothing_else(project, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    path = project.folder / "requirements.txt"
    text = path.read_text("utf-8")
    path.write_text("no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n", "utf-8")
    commit(project.folder, "Need a package")
    project.release("1.0.1")
    path.write_text(text, "utf-8")
    commit(project.folder, "Do without")
    project.release("1.0.2")
    code, _, told = project.publish()
    assert code == 1
    assert "1.0.1 cannot be built" in told
    assert "no-such-package" in told
    assert project.published() == ["0.1.0", "1.0.0", "1.0.2"]
    code, _, told = project.publish("--preview", str(project.folder / ".cache/site"))
    assert (code, told) == (0, "")


@refuses(Reason.RECORD)
def test_a_record_that_cannot_be_read(project):
    project.is_published("0.1.0", "1.0.0")
    place = project.folder.parent / "published"
    project.git("worktree", "add", "-q", str(place), "gh-pages")
    (place / "manifest.json").write_text("{", "utf-8")
    commit(place, "Spoil")
    git(place, "push", "-q", "origin", "gh-pages")
    assert "gh-pages has no readable manifest.json" in project.refused(Reason.RECORD)
    git(place, "checkout", "-q", "HEAD^", "--", "manifest.json")
    commit(place, "Restore the record")
    project.git("worktree", "remove", str(place))
    project.is_published("0.1.0", "1.0.0")


@refuses(Reason.LOST)
def test_files_that_are_lost(project):
    """The record names files that the branch never held, as after a merge by hand of two records."""
    project.is_published("0.1.0", "1.0.0")
    place = project.folder.parent / "published"
    project.git("worktree", "add", "-q", str(place), "gh-pages")
    record = json.loads((place / "manifest.json").read_text("utf-8"))
    record["versions"]["1.0.0"]["tree"] = "1" * 40
    (place / "manifest.json").write_text(json.dumps(record), "utf-8")
    commit(place, "Spoil")
    assert "files of a version on record cannot be found" in project.refused(Reason.LOST)
    git(place, "checkout", "-q", "HEAD^", "--", "manifest.json")
    commit(place, "Restore the record")
    project.git("worktree", "remove", str(place))
    project.is_published("0.1.0", "1.0.0")


@refuses(Reason.TAG)
@pytest.mark.parametrize("where", ["here", "there", "both"])
@pytest.mark.parametrize("message", [[], ["-m", "With a message"]])
def test_a_tag_that_points_elsewhere(unpublished, where, message):
    """Here or at the remote; the site is out all the same."""
    wrong = unpublished.git("rev-parse", "main^")
    unpublished.git("tag", *message, "v1.0.0", wrong)
    if where != "here":
        unpublished.git("push", "-q", "origin", "v1.0.0")
    if where == "there":
        unpublished.git("tag", "-d", "v1.0.0")
    code, _, told = unpublished.publish("--push")
    assert code == 1
    assert told.count(f"the tag v1.0.0 points to {wrong[:12]}") == 1
    assert unpublished.published() == ["0.1.0", "1.0.0"]
    if where != "there":
        unpublished.git("tag", "-d", "v1.0.0")
    if where != "here":
        unpublished.git("push", "-q", "--delete", "origin", "v1.0.0")
    if where == "there":
        unpublished.git("tag", "-d", "v1.0.0")  # it was made here, at the right commit
    unpublished.is_published("0.1.0", "1.0.0")
    unpublished.git("tag", "-d", "v1.0.0")
    unpublished.git("push", "-q", "--delete", "origin", "v1.0.0")
    unpublished.git("tag", "-m", "With a message", "inner", "main")  # the right commit, in another form
    unpublished.git("tag", "-m", "Of a tag", "v1.0.0", "inner")
    unpublished.git("tag", "-d", "inner")
    unpublished.is_published("0.1.0", "1.0.0")


def test_without_a_remote_nothing_is_pushed(project):
    project.git("remote", "remove", "origin")
    assert "there is no remote `origin` to push to" in project.refused(Reason.PUSH, "--push")


@refuses(Reason.PUSH)
def test_a_push_that_the_remote_refuses(unpublished, monkeypatch):
    hook = unpublished.remote / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'nobody pushes on a Friday' >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    code, _, told = unpublished.publish("--push")
    assert code == 1
    assert "[remote rejected] (pre-receive hook declined)" in told
    assert "nobody pushes on a Friday" in told
    assert "moved" not in told
    assert f"“{Reason.PUSH.value}” in {PAGE}" in told
    hook.unlink()
    unpublished.is_published("0.1.0", "1.0.0")


@refuses(Reason.MOVING)
def test_a_remote_that_keeps_moving(project, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("publishing.repository.Repository.push", lambda *told: False)
        code, said, told = project.publish("--push")
    assert code == 1
    assert "again from there (try 2)\n" in said
    assert "again from there (try 3)\n" in said
    assert f"“{Reason.MOVING.value}” in {PAGE}" in told
    project.is_published("0.1.0", "1.0.0")


def test_the_address_of_the_remote_serves_the_first_time_only(unpublished, monkeypatch):
    monkeypatch.delenv("SITE_URL")
    unpublished.publish()
    assert json.loads(unpublished.git("show", "gh-pages:manifest.json"))["site_url"] == ""
    unpublished.git("remote", "set-url", "origin", "git@github.com:Someone/Guide.git")
    monkeypatch.setattr("publishing.repository.Repository.fetch", lambda *told: None)
    told = unpublished.refused(Reason.ADDRESS)
    assert "the site would stand at https://someone.github.io/Guide/, but none is on record" in told
    unpublished.git("branch", "-q", "-D", "gh-pages")  # it was never pushed
    assert unpublished.publish()[0] == 0
    assert (
        json.loads(unpublished.git("show", "gh-pages:manifest.json"))["site_url"] == "https://someone.github.io/Guide/"
    )


def test_root_files_are_made_by_code_that_is_committed(project):
    path = project.folder / "hooks/llme/templates/root/404.html.j2"
    text = path.read_text("utf-8")
    path.write_text(text.replace("There is no page", "There was no page"), "utf-8")
    assert "hooks/llme/templates/root/404.html.j2" in project.refused(Reason.UNCOMMITTED)
    project.git("stash", "-q")
    for reason, path in hidden(project, "hooks/llme/templates/root/404.html.j2", "hooks/llme/extra.py"):
        assert f"not committed: {path}" in project.refused(reason)
    (project.folder / "hooks/__pycache__").mkdir()
    (project.folder / "hooks/__pycache__/extra.pyc").touch()
    project.is_published("0.1.0", "1.0.0")


def test_what_a_release_declared_that_is_given_up_is_declared(project):
    """Its text is in the next release: nothing changed there without a word."""
    edit(project.folder, "LLME-003", ("One number hides much", "A single number hides much"))
    edit(project.folder, "LLME-003", ("\n---\n\n## Why", f"{WORDING}\n---\n\n## Why"))
    commit(project.folder, "Word it otherwise")
    project.release("1.0.1")
    project.release("1.0.2")
    project.is_published("0.1.0", "1.0.0", "1.0.2", words=("--push", "--give-up", "1.0.1"))
    status = json.loads(project.git("show", "gh-pages:status.json"))["recommendations"]["LLME-003"]
    assert [(one["version"], one["kind"]) for one in status["changes"]] == [("1.0.0", "added"), ("1.0.1", "wording")]
    feed = json.loads(project.git("show", "gh-pages:latest/feeds/LLME-003.json"))["items"]
    assert [(one["tags"][0], one["url"]) for one in feed] == [
        ("1.0.1", f"{URL}1.0.2/recommendations/LLME-003/"),
        ("1.0.0", f"{URL}1.0.0/recommendations/LLME-003/"),
    ]


def test_root_files_come_from_the_commit(project):
    project.is_published("0.1.0", "1.0.0")
    before = project.git("rev-parse", "gh-pages^{tree}")
    path = project.folder / "docs/releases/1.0.0.json"
    path.write_text(path.read_text("utf-8").replace("Ask", "Beg"), "utf-8")
    project.publish()
    assert project.git("rev-parse", "gh-pages^{tree}") == before


def test_git_that_is_missing_is_told(project, monkeypatch):
    monkeypatch.setenv("PATH", "")
    code, _, told = project.publish()
    assert (code, told) == (1, "not published: git cannot be found; install it\n")
