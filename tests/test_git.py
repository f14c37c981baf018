"""How the scripts use git: few processes, exact bytes, and its refusals told."""

import json
import shutil
import subprocess

import pytest

import draft
import github
import new
from llme.content.load import load
from past import checkout, git
from proposing.numbering import next_id
from publishing.git import GitError
from publishing.repository import Repository
from test_proposals import NEW, submitted


@pytest.fixture
def calls(monkeypatch):
    """The git commands that are run, by their names."""
    made, run = [], subprocess.run

    def counted(argv, **options):
        made.append(next(word for word in argv[1::2] if not word.startswith("-")))  # its options have values
        return run(argv, **options)

    monkeypatch.setattr("publishing.git.subprocess.run", counted)
    return made


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    (folder / "1.0.0").mkdir(parents=True)
    (folder / "1.0.0/page.xml").write_bytes(b"\n<a>\r\n\xff\n\n")
    (folder / "latest").symlink_to("1.0.0")
    (folder / "r").mkdir()
    (folder / "r/gone").write_text("gone", "utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Begin")
    return Repository(folder)


def test_files_are_read_to_the_byte_through_links(repository, calls):
    for path in ("1.0.0/page.xml", "latest/page.xml"):
        assert repository.read("HEAD", path) == b"\n<a>\r\n\xff\n\n"
    assert [repository.read(*told) for told in (("HEAD", "latest"), ("HEAD", "no/page.xml"), ("no", "x"))] == [b""] * 3
    assert calls == ["cat-file"] * 5


@pytest.mark.parametrize("count", [1, 60])
def test_a_tree_takes_as_many_processes_for_many_files_as_for_one(repository, calls, count):
    contents = {f"r/{number}": b"\n\r\n%d" % number for number in range(count)}
    tree = repository.tree_with("main", contents, gone=["r/gone"])
    assert calls == "read-tree rev-parse update-index write-tree".split()
    assert {path: repository.read(tree, path) for path in repository.names_in(tree, "r/")} == contents
    assert "latest" in repository.names_in(tree)
    del calls[:]
    alone = repository.tree_with(None, contents)
    assert calls == "read-tree rev-parse update-index write-tree".split()
    assert repository.make_tree(repository.entries(alone)) == alone
    assert repository.names_in(alone) == sorted(contents)


def test_what_was_added_is_found_with_its_commits(repository):
    """A file that was deleted and restored was added twice, by each commit with its content."""
    first = git(repository.root, "rev-parse", "HEAD")
    for text in (None, "again", None, "gone"):
        path = repository.root / "r/gone"
        path.unlink() if text is None else path.write_text(text, "utf-8")
        git(repository.root, "add", "-A")
        git(repository.root, "commit", "-qm", "Change")
    added = repository.adding("r")["r/gone"]
    assert [commit == first for commit, _ in added] == [False, False, True]
    assert list(repository.contents(blob for _, blob in added)) == [b"gone", b"again", b"gone"]
    assert repository.blobs("HEAD", "r/") == {"r/gone": added[0][1]}
    assert repository.blob_hash(b"gone") == added[0][1]


def test_a_folder_that_was_checked_out_before_is_used_again(repository, calls, tmp_path):
    folder = tmp_path / "checkout"
    first = git(repository.root, "rev-parse", "HEAD")
    second = repository.commit_files({"r/new": b"new", ".gitignore": b"kept\n"}, "Change")
    for commit in (first, second, first):
        repository.check_out(commit, folder)
        (folder / "stray").write_text("stray", "utf-8")
        (folder / "kept").write_text("kept", "utf-8")
    assert calls.count("worktree") == 2  # once pruned, and once added
    repository.check_out(second, folder)
    assert sorted(path.name for path in folder.iterdir()) == [".git", ".gitignore", "1.0.0", "kept", "latest", "r"]
    # What something that was stopped left, or another repository, or none: it is made anew.
    (repository.root / ".git/worktrees/checkout/index.lock").touch()
    repository.check_out(first, folder)
    assert sorted(path.name for path in folder.iterdir()) == [".git", "1.0.0", "latest", "r"]
    git(repository.root, "worktree", "lock", str(folder))  # by hand, and then taken away
    shutil.rmtree(folder)
    repository.check_out(first, folder)
    for another in (False, True):
        (folder / ".git").unlink()
        if another:
            git(folder, "init", "-q")
        repository.check_out(first, folder)
        assert git(folder, "rev-parse", "HEAD", "--git-common-dir").split() == [first, str(repository.root / ".git")]


def test_a_folder_inside_the_project_is_never_taken_for_the_project(repository):
    """With no checkout in it, git would take it for a part of the one around it."""
    (repository.root / "mine").write_text("not committed", "utf-8")
    folder = repository.root / ".cache/checkout"
    folder.mkdir(parents=True)
    repository.check_out("HEAD", folder)
    assert (repository.root / "mine").read_text("utf-8") == "not committed"
    assert (folder / "1.0.0").is_dir()


def test_what_a_link_leads_to_is_left_alone(repository, tmp_path):
    """A checkout with somebody's work in it, or any folder."""
    mine = tmp_path / "mine"
    git(repository.root, "worktree", "add", "-q", "--detach", str(mine))
    (mine / "stray").write_text("not committed", "utf-8")
    folder = tmp_path / "checkout"
    for spoil in (lambda: folder.symlink_to(mine), lambda: folder.write_text("a file"), lambda: folder.symlink_to("x")):
        spoil()
        repository.check_out("HEAD", folder)
        assert (folder / "1.0.0").is_dir()
        git(repository.root, "worktree", "remove", "--force", str(folder))
    assert (mine / "stray").read_text("utf-8") == "not committed"


def test_who_commits_is_asked_once_and_only_to_commit(repository, calls):
    repository.is_shallow()
    assert calls == ["rev-parse"]
    for text in (b"1", b"2"):
        repository.advance(repository.commit_files({"docs/page.md": text}, "Write"))
    assert calls.count("var") == 1
    assert (repository.root / "docs/page.md").read_bytes() == b"2"


def test_a_refusal_is_told_in_gits_own_words_untranslated(repository, monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert repository.run("-c", "alias.tongue=!echo $LC_ALL", "tongue") == "C"
    with pytest.raises(GitError, match=r"^fatal: Needed a single revision$"):
        repository.commit_of("nothing")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match=r"^git cannot be found; install it$"):
        repository.dirty()


# Which IDs were used, git must tell: only where there is no history may it be silent.


@pytest.fixture
def history(tmp_path):
    """A checkout in whose history a file was deleted."""
    folder = checkout(tmp_path / "history")
    for act in (lambda path: path.write_text("once", "utf-8"), lambda path: path.unlink()):
        act(folder / "docs/recommendations/LLME-007.md")
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "Change")
    return folder


def shallow(folder):
    clone = folder.with_name("clone")
    git(folder, "clone", "-q", "--depth", "1", f"file://{folder}", str(clone))
    return clone


def damaged(folder):
    git(folder, "pack-refs", "--all")
    (folder / ".git/packed-refs").write_text("damaged\n", "utf-8")
    return folder


def headless(folder):
    (folder / ".git/HEAD").unlink()
    return folder


def test_a_deleted_file_keeps_its_id_and_no_history_is_none(history, folder):
    assert next_id(load(history), history) == "LLME-008"
    assert next_id(load(folder), folder) == "LLME-003"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (shallow, "this clone has only the newest commits; `git fetch --unshallow` brings the others"),
        (damaged, "fatal: unexpected line in .git/packed-refs"),
        (headless, "fatal: not a git repository"),
    ],
)
def test_a_history_that_cannot_be_read_gives_no_id(history, spoil, message, tmp_path, monkeypatch, capsys):
    folder = spoil(history)
    before = git(folder.parent, "hash-object", *map(str, sorted((folder / "docs/recommendations").iterdir())))
    with pytest.raises(SystemExit, match="2"):
        new.main(["--root", str(folder), "--stage", "measuring", "--title", "Next"])
    assert f"which IDs were used cannot be told: {message}" in capsys.readouterr().err
    form = tmp_path / "form.md"
    form.write_text(submitted("new-recommendation", **NEW), "utf-8")
    assert draft.main(["--root", str(folder), str(form)]) == 1
    assert f"nothing was drafted: {message}" in capsys.readouterr().err
    event = tmp_path / "event.json"
    commit = {"sha": "a" * 40}
    event.write_text(json.dumps({"pull_request": {"number": 12, "base": commit, "head": commit}}), "utf-8")
    monkeypatch.setattr(github, "ROOT", folder)
    assert github.main(["report", "--event", str(event), "--report", str(tmp_path / "report.json")]) == 1
    assert f"not done: {message}" in capsys.readouterr().err
    assert not (tmp_path / "report.json").exists()
    after = git(folder.parent, "hash-object", *map(str, sorted((folder / "docs/recommendations").iterdir())))
    assert after == before
