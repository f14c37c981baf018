"""Releases: what each may carry, what it writes, and that it is all or nothing."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from llme.content.guide import Guide
from llme.content.load import load
from llme.content.release import Version, digest
from llme.findings import format_text
from llme.rules import check
from llme.versions.changelog import release as release_changelog
from llme.versions.snapshot import smallest_next
from past import STEPS, add, checkout, commit, declare, edit, git, release
from support import ROOT


@pytest.fixture
def repo(copy_of_past):
    """A checkout with the first release, to spoil."""
    return copy_of_past("0.1.0")


def found(folder):
    return [line for line in format_text(check(load(folder))).splitlines() if not line.startswith("  hint")][:-1]


def test_every_release_is_sound_and_follows_the_one_before(past):
    assert check(past) == []
    assert [release.version for release in past.releases] == ["0.1.0", "1.0.0", "1.0.1", "1.1.0", "2.0.0"]
    assert [release.previous for release in past.releases] == ["", *(one.digest for one in past.releases[:-1])]
    kinds = {change.kind for one in past.recommendations for change in one.changes}
    assert kinds == set(
        "added clarified strengthened wording sources weakened merged split superseded withdrawn".split()
    )


def test_a_snapshot_holds_the_whole_guide(past_folder):
    data = json.loads((past_folder / "docs/releases/2.0.0.json").read_text("utf-8"))
    assert data["digest"] == digest(data)
    first = data["recommendations"][0]
    assert first["id"] == "LLME-001"
    assert first["changes"][-1] == {"version": "2.0.0", "kind": "weakened", "note": "No more Don't."}
    assert first["cites"] == ["adams2020first", "adams2020second", "li2021names"]
    assert set(data["works"]) == {"adams2020first", "adams2020second", "health2410report", "li2021names"}
    assert [stage["slug"] for stage in data["stages"]] == ["collecting", "measuring"]


def test_the_changelog_tells_each_release(past_folder):
    text = (past_folder / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        "Unreleased",
        "2.0.0 - 2026-05-01",
        "1.1.0 - 2026-04-01",
        "1.0.1 - 2026-03-01",
        "1.0.0 - 2026-02-01",
        "0.1.0 - 2026-01-01",
    ]
    assert text.split("## 1.1.0")[0].split("## 2.0.0 - 2026-05-01\n\n")[1] == (
        "### Recommendations\n\n"
        "- LLME-001 weakened: Ask before you collect. No more Don't.\n"
        "- LLME-003 merged: Say what you left out. Joined with LLME-002.\n"
        "- LLME-004 split: Say who paid. Now in two.\n"
        "- LLME-005 superseded: Say it twice. LLME-007 is better.\n"
        "- LLME-006 withdrawn: Ask a friend. It was wrong.\n\n"
    )
    assert "## 1.0.0 - 2026-02-01\n\n### Added\n\n- A page by hand.\n\n### Recommendations\n" in text


def test_the_citation_file_names_the_latest_release(past_folder):
    text = (past_folder / "CITATION.cff").read_text("utf-8")
    assert text.count("\nversion: ") == 1
    assert '\nversion: 2.0.0\ndate-released: "2026-05-01"\n' in text


def test_the_citation_file_is_valid(past_folder, tmp_path):
    """By the schema of the Citation File Format, which check-jsonschema carries."""
    command = [
        str(Path(sys.executable).with_name("check-jsonschema")),
        "--builtin-schema",
        "vendor.citation-file-format",
    ]
    files = [str(past_folder / "CITATION.cff"), str(ROOT / "CITATION.cff")]
    done = subprocess.run([*command, *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    broken = tmp_path / "broken.cff"
    broken.write_text((past_folder / "CITATION.cff").read_text("utf-8").replace("title:", "tittle:"), "utf-8")
    assert subprocess.run([*command, str(broken)], capture_output=True).returncode == 1


@pytest.mark.parametrize(
    ("kinds", "latest", "smallest"),
    [
        ([], None, "0.1.0"),
        (["withdrawn"], None, "0.1.0"),
        ([], "1.2.3", "1.2.4"),
        (["wording", "sources"], "1.2.3", "1.2.4"),
        (["added", "wording"], "1.2.3", "1.3.0"),
        (["strengthened"], "1.2.3", "1.3.0"),
        (["reinstated", "wording"], "1.2.3", "1.3.0"),
        (["clarified"], "1.2.3", "1.3.0"),
        (["added", "weakened"], "1.2.3", "2.0.0"),
        (["merged"], "1.2.3", "2.0.0"),
        (["split"], "1.2.3", "2.0.0"),
        (["superseded"], "1.2.3", "2.0.0"),
        (["weakened"], "0.3.1", "0.4.0"),
    ],
)
def test_the_smallest_number(small, kinds, latest, smallest):
    changes = tuple({"version": "next", "kind": kind, "note": "x"} for kind in kinds)
    one = small.recommendations[0]
    changed = type(one).model_validate({**one.model_dump(), "changes": changes})
    guide = Guide(recommendations=(changed,))
    releases = [type("Release", (), {"number": Version.parse(latest)})] if latest else []
    assert str(smallest_next(guide, releases)) == smallest


@pytest.mark.parametrize("text", ["1.0", "01.0.0", "1.0.0-rc1", "v1.0.0", "", "1.0.0\n"])
def test_what_is_no_version(text):
    with pytest.raises(ValueError, match="is not a version such as"):
        Version.parse(text)


def state(folder):
    return git(folder, "rev-parse", "HEAD"), git(folder, "status", "--porcelain"), git(folder, "worktree", "list")


def test_a_dry_run_changes_nothing(repo):
    before = state(repo)
    done = release(repo, "0.2.0", "--dry-run")
    assert done.returncode == 0
    assert "0.2.0 can be released; it would change 3 files:\n  CHANGELOG.md\n" in done.stdout
    assert state(repo) == before


def test_outside_git_nothing_happens(folder):
    done = release(folder, "0.1.0")
    assert done.returncode == 1
    assert "not released: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["1.0"], ["one"], []])
def test_wrong_usage(repo, arguments):
    done = release(repo, *arguments) if arguments else release(repo, "--dry-run")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_hand_written_lines_are_kept():
    assert release_changelog(
        "# C\n\n## Unreleased\n\n### Fixed\n\n- A.\n\n## 1.0.0 - 2026-01-01\n\nOld.\n",
        (),
        Version(1, 0, 1),
        "2026-02-02",
    ) == ("# C\n\n## Unreleased\n\n## 1.0.1 - 2026-02-02\n\n### Fixed\n\n- A.\n\n## 1.0.0 - 2026-01-01\n\nOld.\n")


# The guards: each a spoiled checkout and its exact findings.


def test_an_id_that_vanished(repo):
    (repo / "docs/recommendations/LLME-001.md").unlink()
    assert (
        "docs/recommendations/LLME-001.md:1:1: id-vanished: LLME-001 was released in 0.1.0, and its file is gone"
    ) in found(repo)


def test_an_id_used_for_something_else(repo):
    add(repo, "LLME-001", "Something else")
    assert (
        "docs/recommendations/LLME-001.md:10:5: id-reused: "
        "LLME-001 was released in 0.1.0, and its history does not begin there"
    ) in found(repo)


def test_an_id_out_of_sequence(repo):
    add(repo, "LLME-004", "Something new")
    assert found(repo) == [
        "docs/recommendations/LLME-004.md:1:1: id-sequence: LLME-004 does not follow the highest ID before it"
    ]


def test_a_version_that_was_never_released(repo):
    edit(
        repo,
        "LLME-001",
        ("    note: First text.", "    note: First text.\n  - version: 0.2.0\n    kind: sources\n    note: x"),
    )
    assert found(repo) == ["docs/recommendations/LLME-001.md:15:14: version-unknown: no version 0.2.0 was released"]


def test_withdrawal_needs_a_reason_and_living_successors(repo):
    edit(
        repo,
        "LLME-001",
        ("reviewed:", "status: withdrawn\nsuperseded_by: [LLME-001, LLME-009, LLME-002]\nreviewed:"),
        declare("withdrawn", "x"),
    )
    edit(repo, "LLME-002", ("reviewed:", "reason: none\nreviewed:"))
    others = ("stage-empty", "recommendation-withdrawn", "link-withdrawn", "topic-unused", "tool-unused")
    assert [line for line in found(repo) if not any(code in line for code in others)] == [
        "docs/recommendations/LLME-001.md:10:9: decision-missing: no decision says why LLME-001 is withdrawn",
        "docs/recommendations/LLME-001.md:10:9: withdrawal-unexplained: it is withdrawn, and `reason` does not say why",
        "docs/recommendations/LLME-001.md:11:17: successor-unknown: LLME-001 cannot take its place",
        "docs/recommendations/LLME-001.md:11:27: successor-unknown: LLME-009 cannot take its place",
        "docs/recommendations/LLME-002.md:8:9: withdrawal-unexplained: "
        "`reason` and `superseded_by` belong to a withdrawn recommendation",
    ]


def test_an_altered_snapshot(repo):
    path = repo / "docs/releases/0.1.0.json"
    text = path.read_text("utf-8")
    path.write_text(text.replace("Ask people first", "Ask people last", 1), "utf-8")
    assert (
        "docs/releases/0.1.0.json:1:1: snapshot-altered: the snapshot of 0.1.0 was changed after its release"
        in found(repo)
    )
    path.write_text("{", "utf-8")
    assert "docs/releases/0.1.0.json:1:1: snapshot-altered: this is not a snapshot of a release" in found(repo)
    path.write_text(text, "utf-8")
    path.rename(repo / "docs/releases/0.1.1.json")
    assert "docs/releases/0.1.1.json:1:1: snapshot-altered: the snapshot of 0.1.0 is named otherwise" in found(repo)


def test_a_snapshot_signed_anew_breaks_the_chain(copy_of_past):

    copy = copy_of_past("2.0.0")
    path = copy / "docs/releases/1.0.0.json"
    data = json.loads(path.read_text("utf-8"))
    data["date"] = "2026-02-02"
    data["digest"] = digest(data)
    path.write_text(json.dumps(data), "utf-8")
    assert (
        "docs/releases/1.0.1.json:1:1: snapshot-altered: the snapshot of 1.0.1 does not follow the release before it"
        in found(copy)
    )


def test_what_to_do_is_said_of_everything_in_the_past(copy_of_past):
    folder = copy_of_past("2.0.0")
    recommendations, snapshot = folder / "docs/recommendations", folder / "docs/releases/1.0.0.json"
    (recommendations / "LLME-001.md").unlink()
    for name in ("LLME-002", "LLME-009"):
        add(folder, name, "Something else")
    edit(folder, "LLME-007", ("Never report", "Always report"), ("version: 1.1.0", "version: 1.1.1"))
    edit(folder, "LLME-007", ("reviewed:", "reason: none\nreviewed:"))
    data = json.loads(snapshot.read_text("utf-8")) | {"date": "2026-02-02"}
    snapshot.write_text(json.dumps(data | {"digest": digest(data)}), "utf-8")
    told = {one.code: one.hint for one in check(load(folder))}
    hints = {
        "snapshot-altered": "restore the snapshots from their commits",
        "id-vanished": "restore it, and set `status: withdrawn` if it no longer holds",
        "id-reused": (
            "if this text is another recommendation, move it to `LLME-010.md`, with `version: next` alone, and restore"
            " `LLME-007.md` as it was released; if it is the same one, put the entries of `changes` back"
        ),
        "id-sequence": "name it `LLME-008.md`",
        "change-undeclared": (
            "add an entry to the end of `changes`, with `version: next`, of the kind `weakened`, `merged` or `split`, and"
            " a note for readers"
        ),
        "version-unknown": "did you mean `1.1.0` or `1.0.1` or `1.0.0`?",
        "withdrawal-unexplained": "set `status: withdrawn`, or take them out if it holds again",
        "changelog-mismatch": "restore the section from the commit that released it",
    }
    assert {code: told.get(code) for code in hints} == hints


def test_a_changelog_that_does_not_match(repo):
    path = repo / "CHANGELOG.md"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("- LLME-002 added", "- LLME-002 improved").replace("2026-01-01", "2026-01-02"), "utf-8"
    )
    assert found(repo) == [
        "CHANGELOG.md:5:1: changelog-mismatch: 0.1.0 was released on 2026-01-01",
        "CHANGELOG.md:5:1: changelog-mismatch: the section on 0.1.0 does not list the changes that were released",
    ]
    path.write_text(text.replace("## 0.1.0", "## 0.0.1"), "utf-8")
    assert found(repo) == [
        "CHANGELOG.md:1:1: changelog-mismatch: there is no section on 0.1.0",
        "CHANGELOG.md:5:1: changelog-mismatch: no version 0.0.1 was released",
    ]


def test_each_step_needs_its_number(tmp_path):
    """The smallest number of each release of the fixture is the one it took, but for the first ones."""
    folder = checkout(tmp_path / "guide")
    assert release(folder, "0.1.0").returncode == 0
    assert release(folder, "1.0.0").returncode == 0
    STEPS["1.0.0"](folder)
    commit(folder, "Add")
    assert "the smallest number is 1.1.0" in release(folder, "1.0.1").stderr
