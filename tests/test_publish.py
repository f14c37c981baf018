"""Publishing, with real git and mike."""

import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from pathlib import Path

import pytest

import publish as script
from past import add, commit, git, release, stand_in, tiny
from publishing import deploying
from publishing.address import Address, address_of
from publishing.git import Git
from publishing.repository import Repository
from support import ROOT

COMMAND = [sys.executable, str(ROOT / "scripts/publish.py"), "--root"]


def publish(folder: Path, *arguments: str, **options) -> subprocess.CompletedProcess[str]:
    """What `publish.py` says; in this process, which saves its start, unless it is to differ from others."""
    url = "https://example.org/guide/"
    if options:
        env = {**os.environ, "SITE_URL": url, **options.pop("env", {})}
        command = [*COMMAND, str(folder), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, env=env, **options)
    patched = pytest.MonkeyPatch.context()
    with redirect_stdout(io.StringIO()) as said, redirect_stderr(io.StringIO()) as told, patched as patch:
        patch.setenv("SITE_URL", url)
        code = script.main(["--root", str(folder), *arguments])
    return subprocess.CompletedProcess(arguments, code, said.getvalue(), told.getvalue())


def branch(folder: Path, name: str = "gh-pages") -> str:
    return git(folder, "for-each-ref", "--format=%(objectname)", f"refs/heads/{name}")


def tree(folder: Path) -> str:
    return git(folder, "rev-parse", "gh-pages^{tree}")


def is_latest(folder: Path, version: str) -> bool:
    """Whether `latest` holds every file of a version as it is there, links followed."""
    latest, own = (set(git(folder, "ls-tree", "-r", f"gh-pages:{name}").split("\n")) for name in ("latest", version))
    return own <= latest


def names(folder: Path, where: str = "gh-pages") -> list[str]:
    return git(folder, "ls-tree", "--name-only", where).split("\n")


@pytest.fixture(scope="module")
def template(once):
    """A tiny project with two releases; copied, never published."""
    return once("tiny", tiny)


@pytest.fixture(scope="module")
def undisturbed(once, template, tmp_path_factory):
    """The same, published once in peace."""

    def make(folder):
        done = publish(shutil.copytree(template, folder))
        assert done.returncode == 0, done.stderr

    return shutil.copytree(once("undisturbed", make), tmp_path_factory.mktemp("undisturbed") / "guide")


@pytest.fixture
def project(template, tmp_path):
    return shutil.copytree(template, tmp_path / "guide")


@pytest.fixture
def published(undisturbed, tmp_path):
    return shutil.copytree(undisturbed, tmp_path / "guide")


def test_everything_is_published(undisturbed):
    assert names(undisturbed) == [
        ".nojekyll",
        "0.1.0",
        "1.0.0",
        "404.html",
        "_headers",
        "dev",
        "index.html",
        "latest",
        "manifest.json",
        "newest.css",
        "r",
        "robots.txt",
        "sitemap.xml",
        "status.json",
        "versions.json",
    ]
    assert is_latest(undisturbed, "1.0.0")
    versions = json.loads(git(undisturbed, "show", "gh-pages:versions.json"))
    assert [(one["version"], one["aliases"]) for one in versions] == [("1.0.0", ["latest"]), ("0.1.0", []), ("dev", [])]
    assert [one["title"] for one in versions] == ["1.0.0 (newest)", "0.1.0", "Draft"]
    manifest = json.loads(git(undisturbed, "show", "gh-pages:manifest.json"))
    assert {version: known["tree"] for version, known in manifest["versions"].items()} == {
        version: git(undisturbed, "rev-parse", f"gh-pages:{version}") for version in ("0.1.0", "1.0.0")
    }
    assert git(undisturbed, "tag", "--list") == "v0.1.0\nv1.0.0"
    assert git(undisturbed, "branch", "--list", "gh-pages-next") == ""
    assert git(undisturbed, "status", "--porcelain") == ""


def files_named(folder: Path, name: str) -> dict[str, str]:
    """What is published under a file name, by path."""
    found = [
        path for path in git(folder, "ls-tree", "-r", "--name-only", "gh-pages").split("\n") if path.endswith(name)
    ]
    return {path: git(folder, "show", f"gh-pages:{path}") for path in found}


def test_some_files_of_the_newest_version_stand_under_latest_alone(published):
    """As long as it is the newest, whatever else is published or was done to the branch."""
    assert files_named(published, "/whole.txt") == {"latest/whole.txt": "1.0.0"}
    (published / "README.md").write_text("More words.\n", "utf-8")
    commit(published, "Write")
    assert publish(published).returncode == 0
    assert files_named(published, "/whole.txt") == {"latest/whole.txt": "1.0.0"}
    rewrite(published, "latest/whole.txt", "altered")
    assert publish(published).returncode == 0
    assert files_named(published, "/whole.txt") == {"latest/whole.txt": "1.0.0"}
    add(published, "LLME-007", "Something new")
    commit(published, "Add")
    assert release(published, "1.1.0").returncode == 0
    assert publish(published).returncode == 0
    assert files_named(published, "/whole.txt") == {"latest/whole.txt": "1.1.0"}
    versions = json.loads(git(published, "show", "gh-pages:manifest.json"))["versions"]
    assert [version for version, known in versions.items() if "latest" in known] == ["1.1.0"]
    assert publish(published, "--verify").returncode == 0


def test_a_second_run_changes_nothing(undisturbed):
    before = branch(undisturbed)
    done = publish(undisturbed)
    assert (done.returncode, done.stdout) == (0, "nothing to publish: everything is there\n")
    assert branch(undisturbed) == before


def test_a_new_release_leaves_the_others_as_they_were(published):
    before = {version: git(published, "rev-parse", f"gh-pages:{version}") for version in ("0.1.0", "1.0.0")}
    add(published, "LLME-007", "Something new")
    commit(published, "Add")
    assert release(published, "1.1.0").returncode == 0
    done = publish(published)
    assert done.returncode == 0, done.stderr
    assert "building 0.1.0" not in done.stdout
    assert {version: git(published, "rev-parse", f"gh-pages:{version}") for version in before} == before
    assert is_latest(published, "1.1.0")
    assert git(published, "rev-parse", "v1.1.0") == git(published, "rev-parse", "main")
    assert "LLME-007" in names(published, "gh-pages:r")


def test_a_change_of_main_renews_the_draft_alone(published):
    before = {name: git(published, "rev-parse", f"gh-pages:{name}") for name in ("1.0.0", "dev", "index.html")}
    add(published, "LLME-007", "Something new")
    commit(published, "Add")
    assert publish(published).returncode == 0
    after = {name: git(published, "rev-parse", f"gh-pages:{name}") for name in before}
    assert {name for name in before if before[name] != after[name]} == {"dev"}


def test_verify(undisturbed):
    done = publish(undisturbed, "--verify")
    assert done.returncode == 0
    assert done.stdout.endswith("2 of 2 versions are as they were built\n")


def rewrite(folder: Path, path: str, text: str) -> None:
    """Changes a file on the branch behind the publisher's back."""
    repository = Repository(folder)
    altered = repository.commit_files({path: text.encode()}, "Alter", "gh-pages")
    repository.set_branch("gh-pages", altered)


def test_a_damaged_branch_is_mended(published):
    """What was published is what is on record; anything else on the branch is put right."""
    whole = tree(published)
    for path, text in (
        *(("1.0.0/index.html", "altered"), ("versions.json", "{"), ("dev/index.html", "altered")),
        ("9.9.9/index.html", "by hand"),
    ):
        rewrite(published, path, text)
    done = publish(published)
    assert (done.returncode, done.stdout) == (
        0,
        "1.0.0 is not on gh-pages as it was published; it is put back\npublished\n",
    ), done.stderr
    assert tree(published) == whole


MIKE = [str(Path(sys.executable).with_name("mike"))]


@pytest.mark.parametrize(
    "words",
    [
        ["alias", "--update-aliases", "0.1.0", "latest"],
        ["alias", "0.1.0", "stable"],
        ["delete", "latest"],
        ["delete", "dev"],
        ["delete", "1.0.0"],
        ["delete", "--all"],
        ["set-default", "0.1.0"],
        ["deploy", "dev"],
    ],
    ids=" ".join,
)
def test_what_mike_does_by_hand_is_put_right(published, words):
    whole = tree(published)
    env = {**os.environ, "GUIDE_VERSION": "dev", "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    env |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    mike = [*MIKE, words[0], "--branch", "gh-pages", *words[1:]]
    done = subprocess.run(mike, cwd=published, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    done = publish(published)
    if words == ["delete", "--all"]:
        assert "gh-pages has no readable manifest.json" in done.stderr
        git(published, "update-ref", "refs/heads/gh-pages", "gh-pages^")
        done = publish(published)
    assert done.returncode == 0, done.stderr
    assert tree(published) == whole


def test_mike_lists_what_is_published(undisturbed):
    done = subprocess.run([*MIKE, "list"], cwd=undisturbed, capture_output=True, text=True)
    assert done.stdout == '"Draft" (dev)\n"1.0.0 (newest)" (1.0.0) [latest]\n0.1.0\n'


def test_verify_says_which_version_differs(published):
    """The record was changed together with the version: only building anew can tell."""
    rewrite(published, "1.0.0/index.html", "altered")
    manifest = json.loads(git(published, "show", "gh-pages:manifest.json"))
    manifest["versions"]["1.0.0"]["tree"] = git(published, "rev-parse", "gh-pages:1.0.0")
    rewrite(published, "manifest.json", json.dumps(manifest))
    done = publish(published, "--verify")
    assert done.returncode == 1
    assert "verifying 0.1.0 … the same\nverifying 1.0.0 … DIFFERENT\n" in done.stdout


def test_stopped_at_any_step_and_run_again(project, tmp_path, monkeypatch):
    """Whichever step is the last one: the old site stands or the new one does, and a second run gives the new.

    One run is looked at before each call of git or of the engine; what a sudden end there would leave is run again. A
    stand-in builds in a moment.
    """
    monkeypatch.setenv("SITE_URL", "https://example.org/guide/")
    stand_in(monkeypatch)
    home = tmp_path / "home"
    home.mkdir()
    project, remote = Path(shutil.move(project, home / "guide")), home / "remote.git"
    git(home, "clone", "-q", "--bare", str(project), str(remote))
    git(project, "remote", "add", "origin", "../remote.git")
    main = git(project, "rev-parse", "main")
    git(project, "reset", "-q", "--hard", git(project, "log", "--format=%H", "--grep=Release 0.1.0"))
    git(remote, "update-ref", "refs/heads/main", git(project, "rev-parse", "HEAD"))
    assert script.main(["--root", str(project), "--push"]) == 0
    git(project, "reset", "-q", "--hard", main)
    git(remote, "update-ref", "refs/heads/main", main)
    old, seen, left = tree(project), [], []

    def watched(step):
        def stepping(*argv, **options):
            state = (git(project, "for-each-ref"), git(project, "worktree", "list"), git(remote, "for-each-ref"))
            if state not in seen:
                seen.append(state)
                left.append(shutil.copytree(home, tmp_path / f"left-{len(left)}", symlinks=True))
            return step(*argv, **options)

        return stepping

    with monkeypatch.context() as patch:
        patch.setattr(Git, "output", watched(Git.output))
        patch.setattr(deploying, "run", watched(deploying.run))
        assert script.main(["--root", str(project), "--push"]) == 0
    new = tree(project)
    # At first; main fetched; begun; a version checked out, and deployed; the draft deployed; the branch moved; a tag put; the branch
    # of the work gone; and the branch pushed.
    assert [tree(one / "guide") for one in left] == [old] * 6 + [new] * 4
    assert [tree(one / "remote.git") for one in left] == [old] * 9 + [new]
    for one in left:
        assert script.main(["--root", str(one / "guide"), "--push"]) == 0
        for repository in (one / "guide", one / "remote.git"):
            assert tree(repository) == new
            assert git(repository, "tag", "--list") == "v0.1.0\nv1.0.0"
            assert git(repository, "fsck", "--no-dangling", "--no-progress") == ""


@pytest.mark.nightly  # it ends in one of the states that the test before makes one by one
def test_killed_and_run_again(project, undisturbed):
    """`kill -9` while a version is built."""
    env = {**os.environ, "SITE_URL": "https://example.org/guide/"}
    with subprocess.Popen([*COMMAND, str(project)], env=env, start_new_session=True, stdout=subprocess.PIPE) as run:
        assert run.stdout.readline().startswith(b"building 0.1.0")
        assert run.stdout.read(14) == b"building 1.0.0"
        os.killpg(run.pid, signal.SIGKILL)
    assert branch(project) == ""
    done = publish(project)
    assert done.returncode == 0, done.stderr
    assert tree(project) == tree(undisturbed)
    assert git(project, "fsck", "--no-dangling", "--no-progress") == ""


def test_two_at_once_lose_nothing(project, undisturbed):
    env = {**os.environ, "SITE_URL": "https://example.org/guide/"}
    runs = [
        subprocess.Popen([*COMMAND, str(project)], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outputs = [run.communicate(timeout=300) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    assert sorted(output.splitlines()[-1] for output, _ in outputs) == [
        "nothing to publish: everything is there",
        "published",
    ]
    assert tree(project) == tree(undisturbed)


def test_a_full_disk_leaves_the_old_state(published):
    """No file may grow beyond 4 kB, as if the disk were full."""
    before = branch(published)
    add(published, "LLME-007", "Something new")
    commit(published, "Add")

    def full():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = publish(published, preexec_fn=full)
    assert done.returncode == 1
    assert "not published: " in done.stderr
    assert branch(published) == before
    assert publish(published).returncode == 0


def test_without_a_git_identity(project, undisturbed, tmp_path):
    nobody = {"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1", "EMAIL": "", "XDG_CONFIG_HOME": str(tmp_path)}
    done = publish(project, env={**nobody, "GIT_CONFIG_GLOBAL": os.devnull})
    assert done.returncode == 0, done.stderr
    assert tree(project) == tree(undisturbed)


@pytest.fixture
def remote(undisturbed, tmp_path):
    """A bare remote that holds main and what is published."""
    path = tmp_path / "remote.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(undisturbed), str(path)], check=True)
    return path


@pytest.mark.parametrize("depth", [[], ["--depth", "1"]], ids=["full", "shallow"])
def test_from_a_clone(remote, tmp_path, undisturbed, depth):
    """A clone, shallow or not, has no local gh-pages: it goes on from the remote's."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", *depth, "--branch", "main", f"file://{remote}", str(clone)], check=True)
    done = publish(clone, "--push")
    assert (done.returncode, done.stdout) == (0, "nothing to publish: everything is there\n"), done.stderr
    assert tree(clone) == tree(undisturbed)


def test_a_preview_holds_every_version_and_the_draft_as_it_lies(published, tmp_path):
    add(published, "LLME-007", "Not committed yet")
    before = branch(published)
    assert publish(published, "--preview", str(tmp_path / "site")).returncode == 0
    site = tmp_path / "site"
    assert (site / "dev/recommendations/LLME-007/index.html").is_file()
    assert not (site / "1.0.0/recommendations/LLME-007").exists()
    assert (site / "latest/recommendations/LLME-006/index.html").is_file()
    assert [path.parent.name for path in site.glob("*/whole.txt")] == ["latest"]
    assert [one["version"] for one in json.loads((site / "versions.json").read_text("utf-8"))] == [
        "1.0.0",
        "0.1.0",
        "dev",
    ]
    done = publish(published, "--preview", str(site))
    assert done.stdout == "building the draft\n"
    assert branch(published) == before


def test_a_preview_takes_what_is_published_and_builds_nothing_released(remote, tmp_path, monkeypatch, capsys):
    """A fresh clone knows the branch as the remote's; nothing of it is built, and nothing of it is changed."""
    clone, site = tmp_path / "clone", tmp_path / "site"
    subprocess.run(["git", "clone", "-q", "-b", "main", f"file://{remote}", str(clone)], check=True)
    stand_in(monkeypatch, "1.0.0")
    (clone / "requirements.txt").write_text("no-such-package==1.0\n", "utf-8")
    told = ["--root", str(clone), "--preview", str(site)]
    lines = "taking 0.1.0 from gh-pages\ntaking 1.0.0 from gh-pages\nbuilding the draft\n"
    assert (script.main(told), *capsys.readouterr()) == (0, lines, "")
    repository = Repository(clone)
    for version in ("0.1.0", "1.0.0"):
        assert repository.tree_of_folder(site / version) == git(remote, "rev-parse", f"gh-pages:{version}")
    assert (site / "latest/index.html").read_bytes() == (site / "1.0.0/index.html").read_bytes()
    whole = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.glob("*/whole.txt")}
    assert whole == {"latest/whole.txt": "1.0.0"}
    assert git(clone, "branch", "--list") == "* main"
    (site / ".sources/1.0.0").write_text("something that was released under this number before", "utf-8")
    lines = "taking 1.0.0 from gh-pages\nbuilding the draft\n"
    assert (script.main(told), *capsys.readouterr()) == (0, lines, "")


def test_a_preview_leaves_out_what_cannot_be_built(project, tmp_path, monkeypatch, capsys):
    stand_in(monkeypatch, "0.1.0")
    assert script.main(["--root", str(project), "--preview", str(tmp_path / "site")]) == 0
    said = capsys.readouterr().out
    assert "0.1.0 is left out, since it cannot be built: " in said
    assert "the package is gone" in said
    versions = json.loads((tmp_path / "site/versions.json").read_text("utf-8"))
    assert [one["version"] for one in versions] == ["1.0.0", "dev"]


def test_a_preview_of_a_shallow_clone_leaves_released_versions_out(remote, tmp_path):
    """Its oldest commit seems to have added every snapshot: building a release from it would be wrong."""
    clone, site = tmp_path / "clone", tmp_path / "site"
    subprocess.run(["git", "clone", "-q", "--depth", "1", "-b", "main", f"file://{remote}", str(clone)], check=True)
    done = publish(clone, "--preview", str(site))
    assert done.returncode == 0, done.stderr
    assert "what is not published is left out" in done.stdout
    assert (site / "dev/index.html").is_file()
    assert not (site / "1.0.0").exists()


def test_a_remote_that_moved_meanwhile(remote, tmp_path):
    """Somebody else published a new draft; ours is built on top of it, and nothing is pushed by force."""
    clones = [tmp_path / name for name in ("one", "two")]
    for clone in clones:
        subprocess.run(["git", "clone", "-q", "--branch", "main", str(remote), str(clone)], check=True)
        assert publish(clone).returncode == 0
    for number, clone in enumerate(clones):
        (clone / f"docs/page{number}.md").write_text("---\ntitle: A\ndescription: B\n---\n\n# A\n", "utf-8")
        commit(clone, "A page")
    assert publish(clones[0], "--push").returncode == 0
    first = git(remote, "rev-parse", "gh-pages")
    assert publish(clones[1]).returncode == 0  # on an old branch, without pushing
    done = publish(clones[1], "--push")
    assert done.returncode == 0, done.stderr
    git(remote, "merge-base", "--is-ancestor", first, "gh-pages")
    assert "page1" in names(remote, "gh-pages:dev")


def test_a_failure_names_the_command_and_no_program_that_it_was_given(tmp_path):
    with pytest.raises(deploying.CommandError) as told:
        deploying.run([sys.executable, "-c", "import sys\nsys.exit('it broke')", "gh-pages-next"], tmp_path, os.environ)
    assert str(told.value) == "`-c gh-pages-next` failed in a checkout\nit broke"


def test_an_environment_is_made_once_for_its_requirements_this_python_and_this_platform(tmp_path, monkeypatch):
    wheel = tmp_path / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("tiny.py", "")
        file.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        file.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr("tiny-1.0.dist-info/RECORD", "")
    wanted = f"tiny @ {wheel.as_uri()} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n"
    for name, text in (("root", ""), ("old", wanted)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "requirements.txt").write_text(text, "utf-8")

    def made() -> Path:
        return deploying.environment_of(tmp_path / "root", tmp_path / "old")

    python = made()
    subprocess.run([python, "-c", "import tiny"], cwd=tmp_path, check=True)
    assert python.parents[2] == tmp_path / "root/.cache/environments"
    ran = []
    monkeypatch.setattr(deploying, "run", lambda *told: ran.append(told))
    assert (made(), ran) == (python, [])
    monkeypatch.setattr(deploying.platform, "python_version", lambda: "3.99.0")
    assert made() != python
    monkeypatch.undo()
    monkeypatch.setattr(deploying, "run", lambda *told: ran.append(told))
    monkeypatch.setattr(deploying.sysconfig, "get_platform", lambda: "plan9")
    assert made() != python
    assert len(ran) == 2
    (tmp_path / "root/requirements.txt").write_text(wanted, "utf-8")
    assert made() == Path(sys.executable)


def test_the_address_comes_from_the_environment_or_the_remote(project, monkeypatch):
    git(project, "remote", "add", "origin", "git@github.com:Someone/Ethics-Guide.git")

    def address(**environment: str) -> Address:
        for name in ("SITE_URL", "GITHUB_REPOSITORY"):
            monkeypatch.setenv(name, environment.get(name, ""))
        return address_of(Repository(project))

    assert address() == Address("https://someone.github.io/Ethics-Guide/", "Someone/Ethics-Guide")
    assert address(SITE_URL="https://ethics.example") == Address("https://ethics.example/", "Someone/Ethics-Guide")
    assert address(GITHUB_REPOSITORY="a/a.github.io") == Address("https://a.github.io/", "a/a.github.io")
    git(project, "remote", "set-url", "origin", "/somewhere/else.git")
    assert address() == Address("", "")
