"""The page on the guide inside a project: its own commands, from an empty folder to the end."""

import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import yaml

from llme import places
from past import git
from support import ROOT
from test_action import ACTION, GOOD, OPEN, pre_commit, repository
from test_package import offline

__all__ = ["repository"]  # a fixture
PAGE = (ROOT / "docs/about/in-your-project.md").read_text("utf-8")
# The blocks of the page in their order, each with the line before it.
BLOCKS = re.findall(r"(?:^([^\n]*)\n\n)?^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def written(line: str) -> str:
    """The file that a block is to be written into."""
    (path,) = re.findall(r"rite this into `([^`]+)`", line)
    return path


def script(address: str) -> str:
    """The page as one script: its commands, and its files."""
    parts = [
        text if kind == "sh" else f"mkdir -p $(dirname {written(line)})\ncat > {written(line)} <<'END'\n{text}END\n"
        for line, kind, text in BLOCKS
    ]
    return "".join(parts).replace("ADDRESS", address)


def program(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh -e\n{text}\n", "utf-8")
    path.chmod(0o755)


@pytest.fixture
def environment(tmp_path, monkeypatch) -> dict[str, str]:
    """A stranger's machine: git, pre-commit, an editor that answers all, and a pipx that installs without a network."""
    programs = tmp_path / "programs"
    programs.mkdir()
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv/bin/python"
    # `pipx install X` puts X into an environment of its own, and its commands on the PATH; so does this.
    program(programs, "pipx", f'[ "$1" = upgrade ] || {python} -m pip install --quiet "$2"')
    program(programs, "llme", f'exec {tmp_path}/venv/bin/llme "$@"')
    program(programs, "pre-commit", f'exec {pre_commit()} "$@"')
    answer = f"import sys, pathlib; p = pathlib.Path(sys.argv[1]); p.write_text(p.read_text('utf-8').replace({OPEN!r}, {GOOD!r}), 'utf-8')"
    (programs / "answer.py").write_text(answer, "utf-8")
    program(programs, "edit", f'exec {sys.executable} {programs}/answer.py "$1"')
    env = offline()
    who = {f"GIT_{one}_{what}": "a@example.org" for one in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return (
        env
        | who
        | {
            "PATH": f"{programs}:{env['PATH']}",
            "HOME": str(tmp_path),
            "EDITOR": "edit",
            "PRE_COMMIT_HOME": str(tmp_path / "cache"),
        }
    )


def test_the_commands_of_the_page_run_from_an_empty_folder_to_the_end(environment, repository, tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    command = ["bash", "-euxo", "pipefail", "-c", script(f"file://{repository}")]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    count = (folder / "ETHICS.md").read_text("utf-8").count("\n**Answer:** ")
    assert count >= 16  # so many the first release has of them
    nothing = f"ETHICS.md: {count} of {count} answered, release {places.newest()}; nothing found\n"
    assert done.stdout.count(nothing) == 3
    assert re.search(r"LLM Ethics Guide\.*Passed\n", done.stdout + done.stderr)
    assert "nothing that you answered has changed" in done.stderr
    assert f"answered {count} of {count}</title>" in (folder / "badge.svg").read_text("utf-8")
    assert (folder / "appendix.tex").read_text("utf-8").isascii()
    assert git(folder, "ls-files").split() == [
        ".github/workflows/ethics.yml",
        ".pre-commit-config.yaml",
        "ETHICS.md",
        "badge.svg",
    ]
    assert len(git(folder, "log", "--format=%s").splitlines()) == 3


def test_the_workflow_of_the_page_gives_what_the_action_takes():
    workflow = next(yaml.safe_load(text) for line, kind, text in BLOCKS if kind == "yaml" and "workflows" in line)
    checkout, used = workflow["jobs"]["ethics"]["steps"]
    assert checkout == {"uses": "actions/checkout@v7"}
    assert list(used["with"]) == list(ACTION["inputs"])
    assert used["uses"] == "OWNER/NAME@v1.0.0"
