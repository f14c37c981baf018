"""What projects use of the repository: the action on GitHub and the hook of pre-commit, run here as they are run there."""

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from llme import places
from llme.command.line import llme
from past import commit, git
from support import ROOT
from test_package import WHEELS, offline
from test_repository import tracked

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
GOOD = "**Answer:** Followed\n\n**Where:** Section 2\n\n**Notes:**"
OPEN = "**Answer:** Not answered\n\n**Where, or why not:**\n\n**Notes:**"
RUNS = [step for step in ACTION["runs"]["steps"] if "run" in step]


@pytest.fixture(scope="session")
def repository(once) -> Path:
    """This repository as a stranger clones it, with a release's tag."""

    def make(folder: Path) -> None:
        for name in tracked():
            if not name.startswith("tests/") and (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder / name)
        git(folder.parent, "init", "--quiet", "--initial-branch", "main", str(folder))
        commit(folder, "Release")
        git(folder, "tag", "v1.0.0")

    return once("repository", make)


@pytest.fixture
def answers(tmp_path) -> Path:
    """A project with two files of answers: all answered, and none."""
    folder = tmp_path / "project"
    (folder / "docs").mkdir(parents=True)
    done = CliRunner().invoke(llme, ["init", "--profile", "evaluation", "--output", str(folder / "docs/ETHICS.md")])
    assert done.exit_code == 0
    text = (folder / "docs/ETHICS.md").read_text("utf-8")
    assert OPEN in text
    (folder / "ETHICS.md").write_text(text.replace(OPEN, GOOD), "utf-8")
    return folder


# The action -------------------------------------------------------------------------------------------------------


def test_what_is_given_to_the_action_reaches_its_steps_through_the_environment_alone():
    assert list(ACTION["inputs"]) == ["file", "require"]
    assert [step["run"] for step in RUNS if "${{" in step["run"]] == []
    assert RUNS[-1]["env"] == {
        "LLME_PYTHON": "${{ steps.python.outputs.python-path }}",
        "FILE": "${{ inputs.file }}",
        "REQUIRE": "${{ inputs.require }}",
    }
    assert {step["shell"] for step in RUNS} == {"bash"}


def test_the_action_calls_the_same_action_as_the_workflows():
    (used,) = re.findall(r"- uses: (\S+ # \S+)", (ROOT / "action.yml").read_text("utf-8"))
    assert f"- uses: {used}\n" in (ROOT / ".github/workflows/check.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("linter", "options"),
    [
        ("zizmor", ["--offline", "--persona=pedantic", "--no-progress", "--color=never"]),
        ("check-jsonschema", ["--builtin-schema", "vendor.github-actions"]),
    ],
)
def test_the_linter_finds_nothing_in_the_action(linter, options):
    command = [Path(sys.executable).with_name(linter), *options, ROOT / "action.yml"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def python(once) -> Path:
    """A Python as the step before gives it, with pip and without anything of ours."""
    return once("action-python", lambda folder: venv.create(folder, with_pip=True)) / "bin/python"


@pytest.fixture(scope="session")
def temp(once, repository, python) -> Path:
    """The folder of a runner after the action was installed from its own checkout."""

    def make(folder: Path) -> None:
        folder.mkdir()
        done = run(RUNS[0], folder, folder, {"github.action_path": str(repository)}, python)
        assert (done.returncode, done.stderr) == (0, "")

    return once("action-temp", make)


def run(step: dict, folder: Path, temp: Path, given: dict[str, str], python: Path) -> subprocess.CompletedProcess[str]:
    """Runs a step as GitHub's runner does: the shell, and the environment with the expressions put in."""
    given = {"steps.python.outputs.python-path": str(python), **given}
    env = {
        name: re.sub(r"\$\{\{ (.+?) \}\}", lambda found: given[found[1]], text) for name, text in step["env"].items()
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env={**offline(), "RUNNER_TEMP": str(temp), **env},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture
def checked(answers, temp, python):
    """Runs the check of the action on a file of the project."""

    def check(file: str = ACTION["inputs"]["file"]["default"], require: str = ACTION["inputs"]["require"]["default"]):
        return run(RUNS[1], answers, temp, {"inputs.file": file, "inputs.require": require}, python)

    return check


@pytest.mark.parametrize("require", ["", "answered", "answered current", "answered, current", "answered\ncurrent\n"])
def test_the_action_finds_nothing_in_a_good_file(checked, require):
    done = checked(require=require)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_action_warns_of_what_is_open_and_fails_where_it_is_required(checked):
    warned, failed = checked("docs/ETHICS.md"), checked("docs/ETHICS.md", "current\nanswered\n")
    assert (warned.returncode, failed.returncode) == (0, 1)
    lines = warned.stdout.splitlines()
    assert lines
    assert [
        line
        for line in lines
        if not re.match(r"::warning file=docs/ETHICS\.md,line=\d+,col=1,title=unanswered::LLME-", line)
    ] == []
    assert failed.stdout == warned.stdout.replace("::warning ", "::error ")


@pytest.mark.parametrize(
    ("file", "require", "message"),
    [
        ("NO.md", "", "File 'NO.md' does not exist."),
        ("", "", "File '' does not exist."),
        ("--help", "", "File '--help' does not exist."),
        ("$(touch astray); `touch astray`", "", "does not exist."),
        ("ETHICS.md", "answerd", "'answerd' is not one of 'answered', 'current'."),
        ("ETHICS.md", "*", "'*' is not one of 'answered', 'current'."),
        ("ETHICS.md", "$(touch astray)", "'$(touch' is not one of"),
    ],
)
def test_the_action_fails_on_what_it_cannot_use_and_runs_none_of_it(checked, answers, file, require, message):
    done = checked(file, require)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert not list(answers.rglob("astray"))


def test_the_files_of_a_project_are_not_run_by_the_action(checked, answers):
    for name in ("llme", "click", "json", "quickjs"):
        (answers / f"{name}.py").write_text("raise SystemExit('astray')", "utf-8")
    assert checked(require="answered").returncode == 0


def test_the_workflow_of_the_worked_example_finds_it_answered(temp, python):
    steps = yaml.safe_load((ROOT / ".github/workflows/example.yml").read_text("utf-8"))["jobs"]["example"]["steps"]
    (given,) = [step["with"] for step in steps if step["uses"] == "./"]
    done = run(RUNS[1], ROOT, temp, {f"inputs.{name}": text for name, text in given.items()}, python)
    assert (done.returncode, done.stderr) == (0, "")
    assert [
        line for line in done.stdout.splitlines() if not line.startswith("::warning file=docs/worked-example/")
    ] == []


# The hook -----------------------------------------------------------------------------------------------------------


def pre_commit() -> Path:
    """The real pre-commit."""
    path = Path(sys.executable).with_name("pre-commit")
    found = path if path.exists() else shutil.which("pre-commit")
    if not found:
        if os.environ.get("CI"):
            pytest.fail("pre-commit is not installed")
        pytest.skip("pre-commit is not there; `make .venv/.test` installs it")
    return Path(found)


def test_the_hook_checks_each_file_of_answers(repository, answers, tmp_path):
    def hooked(*options: str) -> tuple[int, str]:
        hook = {"id": "llme-check", "args": [*options]}
        config = {"repos": [{"repo": str(repository), "rev": "v1.0.0", "hooks": [hook]}]}
        (answers / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
        git(answers, "add", "-A")
        env = {**offline(), "PRE_COMMIT_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path)}
        command = [pre_commit(), "run", "--all-files", "--verbose", "--color=never"]
        done = subprocess.run(command, cwd=answers, env=env, capture_output=True, text=True, timeout=300)
        return done.returncode, done.stdout + done.stderr

    git(answers, "init", "--quiet", "--initial-branch", "main")
    (answers / "README.md").write_text("# No answers\n", "utf-8")
    code, said = hooked()
    assert code == 0, said
    assert "check the answers to the LLM Ethics Guide" in said
    count = (answers / "ETHICS.md").read_text("utf-8").count("\n**Answer:** ")
    assert count >= 18  # so many the first release asks
    assert f"\nETHICS.md: {count} of {count} answered, release {places.newest()}; nothing found\n" in said
    assert f"\ndocs/ETHICS.md: 0 of {count} answered" in said
    code, said = hooked("--require", "answered")
    assert code == 1
    assert "docs/ETHICS.md:20:1: unanswered: LLME-" in said
    assert "README" not in said
    (answers / "docs/ETHICS.md").unlink()
    assert hooked("--require", "answered", "--require", "current")[0] == 0


def test_the_wheels_are_those_that_the_action_installs():
    """What the action takes from an index by its digest is what these tests install without one."""
    pinned = re.findall(r"^([a-z-]+)==", (ROOT / "requirements-package.txt").read_text("utf-8"), re.MULTILINE)
    held = {path.name.partition("-")[0].replace("_", "-") for path in WHEELS.glob("*.whl")}
    assert not held or held == set(pinned)
