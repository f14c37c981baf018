"""The summary of a release: written once, and shown on the page of changes, in the feed and in the notes."""

import json
from dataclasses import replace
from datetime import date

import pytest

from llme.content.document import Document
from llme.content.load import load
from llme.content.release import Version
from llme.outputs.feeds import feeds
from llme.rules import check
from llme.versions import changelog
from llme.versions.edition import Edition
from llme.versions.overview import versions
from past import STEPS, add, commit, git, release
from support import rendered

SITE = "https://example.org/guide/"
WRITTEN = "One is new,\nand nothing else `*`.\n\nA second paragraph & more.\n"
SUMMARY = ("One is new, and nothing else `*`.", "A second paragraph & more.")
COUNTS = "Recommendations by kind of change: 1 added, 1 reinstated."


def write(folder, text):
    path = folder / "CHANGELOG.md"
    path.write_text(path.read_text("utf-8").replace("## Unreleased\n", f"## Unreleased\n\n{text}", 1), "utf-8")
    commit(folder, "Write")


@pytest.fixture
def told(copy_of_past):
    """A guide whose last release has a summary."""
    folder = copy_of_past("2.0.0")
    STEPS["2.1.0"](folder)
    add(folder, "LLME-008", "Say it again")
    write(folder, f"{WRITTEN}\n### Added\n\n- By hand.\n")
    done = release(folder, "2.1.0")
    assert done.returncode == 0, done.stderr
    return folder


def test_the_summary_is_what_stands_first_below_unreleased(past):
    def coming(text):
        return changelog.coming_summary(replace(past, documents=(Document("CHANGELOG.md", text, kind="changelog"),)))

    assert coming(f"# C\n\nNot this.\n\n## Unreleased\n\n{WRITTEN}\n### Fixed\n\nNo.\n\n## 1.0.0\n\nOld.\n") == SUMMARY
    assert coming("# C\n\n## [Unreleased]\n\nAll.") == ("All.",)
    assert coming("# C\n\n## Unreleased\n\n### Fixed\n\n- A.\n") == ()
    assert coming("# C\n") == ()
    assert changelog.coming_summary(replace(past, documents=())) == ()


def test_the_snapshot_keeps_the_summary(told):
    newest = load(told).releases[-1]
    assert (newest.version, newest.summary) == ("2.1.0", SUMMARY)
    assert check(load(told)) == []
    assert [one.summary for one in load(told).releases[:-1]] == [()] * 5


def test_the_page_of_changes_begins_with_the_summary_and_the_counts(told):
    guide = load(told)
    newest = versions(guide)[0]
    assert (newest.summary, newest.counted) == (SUMMARY, COUNTS)
    page = rendered(guide, Edition("2.1.0", SITE))["changes.md"].partition("{#version-2-1-0}\n")[2]
    first, second, counts, rest = [line for line in page.splitlines() if line][:4]
    assert first == "<p>One is new, and nothing else <code>&#42;</code>&#46;</p>"
    assert second == "<p>A second paragraph &#38; more&#46;</p>"
    assert counts == "<p>Recommendations by kind of change&#58; 1 added, 1 reinstated&#46;</p>"
    assert rest == "### 1 new recommendation {#version-2-1-0-new}"


def test_what_comes_next_has_its_summary_on_the_page_of_changes(told):
    write(told, "To come.\n")
    newest = versions(load(told))[0]
    assert (newest.version, newest.summary, newest.counted) == ("next", ("To come.",), "")


def test_the_counts_begin_with_what_asks_for_attention_first(past):
    assert [one.counted.partition(": ")[2] for one in versions(past)] == [
        "1 weakened, 1 merged, 1 split, 1 superseded, 1 withdrawn.",
        "1 added, 1 clarified, 1 strengthened.",
        "1 changed in wording, 1 changed in sources.",
        "4 added.",
        "2 added.",
    ]


def test_the_feed_of_all_changes_tells_of_the_release_first(told):
    files = feeds(load(told).releases, SITE)
    items = json.loads(files["feeds/all.json"])["items"]
    assert {name: items[0][name] for name in ("title", "url", "content_text", "date_published", "tags")} == {
        "title": "LLM Ethics Guide 2.1.0",
        "url": f"{SITE}2.1.0/changes/#version-2-1-0",
        "content_text": "\n\n".join([*SUMMARY, COUNTS]),
        "date_published": "2026-06-01T00:00:00Z",
        "tags": ["2.1.0"],
    }
    # A published id: if this fails, mend the code, not the test.
    assert items[0]["id"] == "urn:uuid:354fe4b9-3d12-506a-94da-128e29ec7cac"
    assert [one["title"].partition(" in ")[2][:5] for one in items[1:4]] == ["2.1.0", "2.1.0", "2.0.0"]
    assert len(items) == len({one["id"] for one in items}) == 1 + 18
    others = [text for path, text in files.items() if path.startswith("feeds/") and "/all." not in path]
    assert not any("LLM Ethics Guide 2.1.0" in text for text in others)
    assert "<title>LLM Ethics Guide 2.1.0</title>" in files["feeds/all.atom"]


def test_the_notes_of_a_release(told):
    done = release(told, "2.1.0", "--notes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "\n\n".join(
        [
            *SUMMARY,
            COUNTS,
            "### Recommendations",
            "- LLME-008 added: Say it again. First text.\n- LLME-006 reinstated: Ask a friend. It was right.\n",
        ]
    )
    assert release(told, "0.1.0", "--notes").stdout.startswith("Recommendations by kind of change: 2 added.\n\n###")
    done = release(told, "9.9.9", "--notes")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "9.9.9 was not released here\n")


def test_a_summary_that_was_changed_after_its_release_is_told(told):
    path = told / "CHANGELOG.md"
    path.write_text(path.read_text("utf-8").replace("A second paragraph", "Another paragraph"), "utf-8")
    assert [(one.code, one.line, one.message) for one in check(load(told))] == [
        ("changelog-mismatch", 5, "the section on 2.1.0 does not begin with the summary that was released")
    ]


def test_of_an_older_snapshot_the_summary_is_not_asked(past):
    text = "# C\n\n## Unreleased\n\n## 0.1.0 - 2026-01-01\n\nBy hand.\n\n" + changelog.generated(
        past.releases[0].recommendations, "0.1.0"
    )
    first = past.releases[0]
    assert list(changelog.mismatches(text, [first.model_copy(update={"summary": None})])) == []
    assert len(list(changelog.mismatches(text, [first]))) == 1


def test_a_release_that_is_taken_back_gives_its_summary_back(told):
    write(told, "Newer.\n\n### Fixed\n\n- Newer.\n")
    done = release(told, "2.1.0", "--take-back")
    assert done.returncode == 0, done.stderr
    text = (told / "CHANGELOG.md").read_text("utf-8")
    assert text.startswith(
        f"# Changelog\n\n## Unreleased\n\n{WRITTEN}\nNewer.\n\n### Fixed\n\n- Newer.\n\n### Added\n\n- By hand.\n\n## 2.0.0"
    )
    assert git(told, "status", "--porcelain") == ""


def test_a_release_without_a_summary_writes_none():
    text = changelog.release("# C\n\n## Unreleased\n", (), Version(1, 0, 0), date(2026, 1, 1))
    assert text == "# C\n\n## Unreleased\n\n## 1.0.0 - 2026-01-01\n"
