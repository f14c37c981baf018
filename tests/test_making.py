"""The commands of the Makefile that are told something: what they say where it is missing, or is not what it must be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT

NEW = 'make new STAGE=evaluation TITLE="Pay annotators for the time they spend"'
DRAFT = "make draft FORM=issue.md ISSUE=12"
SOURCE = "make source WORK=10.1145/3442188.3445922"
STAGES = "`project-start`, `data-compilation`, `data-preparation`, `model-development`, `evaluation`, `deployment`"  # allowed


def make(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`make` as a contributor calls it, with what it installs left as it is."""
    known = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")}
    command = ["make", "--silent", "-o", ".venv/.site", f"BIN={Path(sys.executable).parent}", *words]
    command += [f"{name}={value}" for name, value in variables.items()]
    return subprocess.run(command, cwd=ROOT, env=known, capture_output=True, text=True, timeout=60)


def said(done: subprocess.CompletedProcess[str]) -> str:
    """The line that says what is wrong: after it, make says only that it stops."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    line = [line for line in done.stderr.splitlines() if not line.startswith("make: ***")][-1]
    return line.partition(" error: ")[2] or line


@pytest.mark.parametrize(
    ("command", "variables", "message"),
    [
        ("new", {}, f"no stage and no title was given; for example: {NEW}"),
        ("new", {"STAGE": "evaluation"}, f"no title was given; for example: {NEW}"),
        ("new", {"TITLE": "Pay", "STAGE": " "}, f"no stage was given; for example: {NEW}"),
        ("new", {"TITLE": "Pay", "STAGE": "rating"}, f"no stage is named `rating`; allowed: {STAGES}"),
        ("draft", {}, f"no form was given: save the text of the issue in a file, and name it; for example: {DRAFT}"),
        ("draft", {"ISSUE": "12"}, "no form was given: save the text of the issue in a file, and name it; for "
         f"example: {DRAFT}"),
        ("draft", {"FORM": "docs"}, f"the form cannot be read: `docs`: is a directory; for example: {DRAFT}"),
        ("draft", {"FORM": "12"}, f"the form cannot be read: `12`: no such file or directory; for example: {DRAFT}"),
        ("draft", {"FORM": "x" * 280}, f"the form cannot be read: `{'x' * 280}`: file name too long; for example: {DRAFT}"),
        ("draft", {"FORM": "docs/assets/screenshot.png"}, "the form cannot be read: `docs/assets/screenshot.png` is "
         "not plain text; save the text of the issue as plain text, in UTF-8"),
        ("draft", {"FORM": "/dev/null"}, "nothing was drafted: the text is empty; copy the whole text of the issue"),
        ("draft", {"FORM": "README.md", "ISSUE": "twelve"}, "argument --issue: invalid int value: 'twelve'"),
        ("source", {}, f"no work was given; for example: {SOURCE}"),
        ("source", {"WORK": "a book"}, f"`a book` is no DOI, arXiv id or https address; for example: {SOURCE}"),
        ("release", {}, "argument version: no version was given; for example: make release VERSION=1.2.0"),
        ("release", {"VERSION": "1.2"}, "argument version: `1.2` is not a version such as 1.2.0"),
        ("new", {"STAGE": "$(error read)", "TITLE": "$x"}, f"no stage is named `$(error read)`; allowed: {STAGES}"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_with_an_example(command, variables, message):
    assert said(make(command, **variables)) == message


@pytest.mark.parametrize("words", [("new", "annotators"), ("source", "10.5555/b"), ("draft", "the", "issue")])
def test_a_text_without_quotes_is_not_cut_at_its_first_word(words):
    done = make(*words, STAGE="evaluation", TITLE="Pay", WORK="10.5555/a", FORM="README.md")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Makefile:27: *** one command at a time, and a text of several words in quotes, as in `make new "
        'STAGE=evaluation TITLE="Say it in a few words"`.  Stop.\n'
    ).replace("27", done.stderr.partition(":")[2].partition(":")[0])


def dry(command: str, **variables: str) -> str:
    """What `make` would run."""
    return make(command, "--dry-run", **variables).stdout


@pytest.mark.parametrize("off", ["0", "no", "false", "off", ""])
def test_a_switch_that_is_off_is_off(off):
    switches = {"PUSH": off, "VERIFY": off, "NEW_ADDRESS": off}
    assert dry("publish", **switches).split() == [f"{Path(sys.executable).parent}/python", "scripts/publish.py"]
    assert "--" not in dry("release", VERSION="1.0.0", DRY_RUN=off, TAKE_BACK=off)


def test_a_switch_that_is_on_is_on():
    assert dry("publish", PUSH="1", NEW_ADDRESS="yes").split()[2:] == ["--push", "--new-address"]
    assert dry("release", VERSION="1.0.0", DRY_RUN="1", TAKE_BACK="1").split()[2:] == [
        '"$VERSION"', "--dry-run", "--take-back"
    ]  # fmt: skip
