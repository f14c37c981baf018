"""Each rule: a bad guide stands beside its exact findings."""

import ast
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from llme.content.load import load
from llme.findings import format_text
from llme.rules import RULES, check
from support import ROOT

CASES = sorted(path for path in (ROOT / "tests/cases").iterdir() if path.is_dir())


def overlay(case: Path, folder: Path) -> None:
    """Lays the files of a case over the small guide, takes away those it names in `absent`, and edits others."""
    for path in sorted(case.rglob("*")):
        if path.is_file() and path.name not in ("findings.txt", "absent", "edits.diff"):
            target = folder / path.relative_to(case)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    if (case / "absent").exists():
        for name in (case / "absent").read_text("utf-8").split():
            (folder / name).unlink()
    if (case / "edits.diff").exists():
        for one in re.split(r"^--- ", (case / "edits.diff").read_text("utf-8"), flags=re.MULTILINE)[1:]:
            name, _, hunks = one.partition("\n")
            edit(folder / name, hunks.split("@@\n"))


def edit(path: Path, hunks: list[str]) -> None:
    """Replaces lines of a file, named as in a diff but found by what they say; each must be there once."""
    text = "\n" + path.read_text("utf-8")
    for hunk in hunks:
        lines = hunk.split("\n")[:-1]
        old, new = ("\n".join(["", *(one[1:] for one in lines if one[0] in marks), ""]) for marks in (" -", " +"))
        assert text.count(old) == 1, f"{path}: found {text.count(old)} times:{old}"
        text = text.replace(old, new)
    path.write_text(text[1:], "utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case, folder):
    overlay(case, folder)
    assert format_text(check(load(folder))) == (case / "findings.txt").read_text("utf-8")


def test_the_small_guide_is_clean(small):
    assert check(small) == []


def test_every_code_of_every_rule_has_a_case():
    found = "".join((case / "findings.txt").read_text("utf-8") for case in CASES)
    for name in (
        "test_release.py",
        "test_history.py",
        "test_upkeep.py",
        "test_reading.py",
        "test_known_files.py",
        "test_naming.py",
    ):  # these need more than a file
        found += (ROOT / "tests" / name).read_text("utf-8")
    missing = {code for rule in RULES for code in rule.codes if f": {code}: " not in found}
    assert missing == set()


def test_every_problem_of_the_cases_comes_with_a_cure():
    """But for pictures and the style of citations, which are no contributor's texts."""
    without = set()
    for case in CASES:
        lines = (case / "findings.txt").read_text("utf-8").splitlines()
        for line, after in pairwise(lines):
            if (match := re.match(r"\S.*?:[0-9]+:[0-9]+: ([a-z-]+): ", line)) and not after.startswith("  hint: "):
                without.add(match[1])
    assert without == {"drawing-unsafe", "style-malformed"}


BROKEN = {
    "docs/tools.yml": ("tool-unknown",),
    "docs/topics.yml": ("topic-unknown",),
    "docs/roles.yml": ("role-unknown",),
    "docs/stages/collecting.md": ("stage-unknown",),
    "bibliography/guide.bib": ("citation-unknown",),
    "docs/framework-items.yml": (),
    "docs/frameworks/arr.yml": (),
    "docs/about/how-to-use.md": (),
    "docs/recommendations/LLME-001.md": (),
}


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda text: b"", "file-unreadable: the file is empty"),
        (lambda text: b"\x89PNG" + bytes(900), "file-unreadable: the file is not text"),
        (lambda text: text.encode("utf-16"), "file-unreadable: the file is text in UTF-16"),
    ],
    ids=["empty", "binary", "utf-16"],
)
@pytest.mark.parametrize("name", BROKEN)
def test_of_a_broken_file_only_that_is_told(folder, name, spoil, problem):
    """Whatever else names what it holds: that would be a hundred problems, and the one to mend the last of them."""
    path = folder / name
    path.write_bytes(spoil(path.read_text("utf-8")))
    found = check(load(folder))
    assert format_text(found).splitlines()[0] == f"{name}:1:1: {problem}"
    assert format_text(found).splitlines()[-1] == "1 problem in 1 file"
    assert {one.code for one in found if one.follows} == set(BROKEN[name])


def test_what_follows_from_an_entry_with_a_problem_is_not_told(folder):
    path = folder / "docs/tools.yml"
    path.write_text(path.read_text("utf-8").replace("\n  languages: [", "\n  languages: x # [", 1), "utf-8")
    assert [(one.path, one.code) for one in check(load(folder)) if not one.follows] == [
        ("docs/tools.yml", "field-value"),
    ]
    assert "tool-unknown" in {one.code for one in check(load(folder)) if one.follows}


def test_what_does_not_follow_is_told_beside_a_broken_file(folder):
    (folder / "docs/tools.yml").write_text("- [", "utf-8")
    path = folder / "docs/recommendations/LLME-002.md"
    path.write_text(path.read_text("utf-8").replace("stage: measuring", "stage: measurin"), "utf-8")
    told = [(one.path, one.code) for one in check(load(folder)) if not one.follows]
    assert told == [
        ("docs/recommendations/LLME-002.md", "stage-unknown"),
        ("docs/stages/measuring.md", "stage-empty"),
        ("docs/tools.yml", "yaml-syntax"),
    ]


def test_a_module_of_rules_offers_nothing_else():
    """What others need of a rule's knowledge stands where both can take it from."""
    offered = {
        target.id
        for path in (ROOT / "hooks/llme/rules").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        for target in (getattr(node, "targets", None) or [getattr(node, "target", None)])
        if isinstance(target, ast.Name) and not target.id.startswith("_")
    }
    assert offered == {"RULES"}


def test_every_rule_says_what_must_hold():
    unsaid = [rule.name for rule in RULES if not rule.statement.endswith(".") or "\n\n" in rule.statement]
    assert unsaid == []


def test_messages_are_in_lower_case_without_full_stop():
    for case in CASES:
        for line in (case / "findings.txt").read_text("utf-8").splitlines()[:-1]:
            message = line.split(": ", 3)[-1] if not line.startswith("  hint: ") else line.removeprefix("  hint: ")
            assert not message.endswith("."), line
            assert message[0] in '`‘“"' or not message[0].isupper() or message.split()[0].isupper(), line


def test_findings_come_in_reading_order(folder):
    for case in ("citation-place", "tools", "bib-fields"):
        overlay(ROOT / "tests/cases" / case, folder)
    found = check(load(folder))
    assert [(one.path, one.line, one.column) for one in found] == sorted(
        (one.path, one.line, one.column) for one in found
    )
    assert {one.path for one in found} >= {
        "bibliography/guide.bib",
        "docs/recommendations/LLME-001.md",
        "docs/tools.yml",
    }


def test_two_entries_of_one_doi(folder):
    bibliography = folder / "bibliography/guide.bib"
    text = bibliography.read_text("utf-8").replace("{10.1000/names}", "{10.1145/3442188_3445922}")
    bibliography.write_text(text, "utf-8")
    assert [(one.code, one.message) for one in check(load(folder))] == [
        ("work-repeated", "`li2021names` and `adams2020first` have the same doi")
    ]
