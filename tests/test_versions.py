"""Editions, what changed between releases, and what a release writes."""

import re
from dataclasses import replace
from datetime import date

import pytest
import yaml

from llme.content.guide import Guide
from llme.content.load import load
from llme.content.model import Change
from llme.content.release import Effort, Version
from llme.versions.changelog import generated, mismatches, release
from llme.versions.changes import Piece, TextDifference, history
from llme.versions.edition import Edition, edition_of
from llme.versions.overview import versions
from llme.versions.snapshot import content, snapshot
from llme.versions.translations import progress
from llme.versions.upkeep import ages, day_of, months_after, reviews
from past import declare, edit
from support import SMALL, rendered

SITE = "https://example.org/guide/"


@pytest.mark.parametrize(
    ("edition", "pdfs"),
    [
        (Edition("1.0.0"), True),
        (Edition("1.0.0", offline=True), False),
        (Edition(), False),
        (Edition(asked=frozenset({"pdf"})), True),
        (Edition(asked=frozenset({"zip"})), False),
        (Edition(asked=frozenset({"pdf"}), offline=True), False),
    ],
)
def test_which_editions_have_pdf_files(edition, pdfs):
    assert edition.pdfs is pdfs


def test_what_an_engine_is_told_of_an_edition():
    told = {"version": "1.0.0", "site_url": SITE, "repository": "o/r", "epoch": "1769904000", "offline": True}
    told |= {"published": "1.0.0", "forms": {"pdf": "1", "offline": ""}}
    day = date(2026, 2, 1)
    assert edition_of(told) == Edition("1.0.0", SITE, "o/r", day, offline=True, asked=frozenset({"pdf"}))
    assert [edition_of(one) for one in ({}, {"version": "", "epoch": "0"}, {"epoch": "soon"})] == [Edition()] * 3


def test_the_addresses_of_an_edition():
    edition, offline = Edition("1.0.0", SITE), Edition("1.0.0", offline=True)
    assert edition.url("stages/a.md#b") == f"{SITE}1.0.0/stages/a/#b"
    assert edition.url("stages/a.md", "2.0.0") == f"{SITE}2.0.0/stages/a/"
    assert offline.url("stages/a.md") == ""
    assert (edition.path("stages/a.md#b"), offline.path("stages/a.md")) == ("stages/a/#b", "stages/a/index.html")


def test_a_release_has_its_day_and_a_draft_has_none(past):
    assert Edition("1.0.1").day(past) == date(2026, 3, 1)
    assert Edition("9.9.9").day(past) is None
    assert Edition(today=date(2026, 6, 1)).day(past) is None


def test_the_history_of_a_recommendation(copy_of_past):
    folder = copy_of_past("2.0.0")
    edit(folder, "LLME-001", ("people first and", "people first of all and"), declare("strengthened", "All."))
    guide = load(folder)
    steps = history(guide, guide.by_id["LLME-001"])
    assert [(one.version, str(one.day), [change.note for change in one.changes]) for one in steps] == [
        ("next", "None", ["All."]),
        ("2.0.0", "2026-05-01", ["No more Don't."]),
        ("1.0.1", "2026-03-01", ["A comma less."]),
        ("0.1.0", "2026-01-01", ["First text."]),
    ]
    beginning, end = Piece("same", "Ask people first"), Piece("same", "and read `robots.txt`.")
    assert [one.differences for one in steps] == [
        (TextDifference("Do", (beginning, Piece("new", "of all"), end)),),
        (TextDifference("Don’t", (Piece("gone", 'Do not take silence for a "yes" <in any case>.'),)),),
        (TextDifference("Do", (Piece("same", "Ask people"), Piece("gone", "first,"), Piece("new", "first"), end)),),
        (),
    ]


def test_what_is_not_released_yet_comes_first(small):
    assert [(one.version, one.day) for one in versions(small)] == [("next", None)]
    assert history(small, small.recommendations[0])[0].version == "next"


def test_a_snapshot_is_text_that_git_compares_by_lines(small):
    text = snapshot(small, Version(1, 0, 0), date(2026, 2, 3), "", Effort(commits=3, people=2, new_people=1))
    assert text.startswith(
        '{\n "format": 1,\n "version": "1.0.0",\n "date": "2026-02-03",\n "recommendations": [\n  {\n'
    )
    assert "Zoë" in text
    assert text.endswith("}\n")


def test_a_snapshot_holds_what_the_files_say(small):
    data = content(small, "1.0.0", date(2026, 2, 3))
    said = {name: yaml.safe_load((SMALL / f"docs/{name}.yml").read_text("utf-8")) for name in ("topics", "roles")}
    assert {name: data[name] for name in said} == said
    assert [(one["slug"], one["order"], one["question"]) for one in data["stages"]] == [
        ("collecting", 1, "Whose data is it?"),
        ("measuring", 2, "What does the number mean?"),
    ]
    assert [(one["id"], one["stages"]) for one in data["tools"]] == [("checklist", ["collecting"])]
    assert data["glossary"] == [{"term": "Silence", "meaning": "No answer, which is not a yes.", "link": True}]
    assert data["works"]["health2410report"] == {"type": small.works["health2410report"].type} | dict(
        small.works["health2410report"].fields
    )
    assert [change["version"] for one in data["recommendations"] for change in one["changes"]] == ["1.0.0", "1.0.0"]
    assert data["recommendations"][1]["cites"] == ["health2410report"]


def test_a_draft_has_no_number_and_may_have_no_day(small):
    data = content(small, "dev", None)
    assert (data["version"], data["date"]) == ("dev", None)
    assert [change["version"] for one in data["recommendations"] for change in one["changes"]] == ["next", "next"]


def released(small, version):
    """The recommendations of the small guide, added by that version."""
    changes = (Change(version=version, kind="added", note="A note."),)
    return [one.model_copy(update={"changes": changes}) for one in small.recommendations]


LINES = (
    "### Recommendations\n\n"
    "- LLME-001 added: Ask before you collect. A note.\n"
    "- LLME-002 added: Do not trust a single number. A note.\n"
)


@pytest.mark.parametrize(
    "older", ["", "## 1.0.0 - 2026-01-01\n\nOld.  \n", "## 1.0.0\n\nB.\n\n## [0.1.0] – 2025-01-01\n\nTo X\n"]
)
def test_a_release_writes_between_what_is_unreleased_and_what_is_older(small, older):
    text = release(
        f"# C\n\n## Unreleased\n\nMine.\n\n{older}", released(small, "1.0.1"), Version(1, 0, 1), date(2026, 2, 2)
    )
    written = f"# C\n\n## Unreleased\n\n## 1.0.1 - 2026-02-02\n\nMine.\n\n{LINES}"
    assert text == (f"{written}\n{older}" if older else written)


def test_a_changelog_without_a_place_for_a_release():
    with pytest.raises(ValueError, match=r"^CHANGELOG\.md has no section `## Unreleased`$"):
        release("# C\n\n## 1.0.0\n", (), Version(1, 0, 1), date(2026, 2, 2))


def test_a_changelog_in_other_forms_that_tells_the_same(past):
    text = "".join(f"## [{one.version}] – {one.date}\n\n### {index}\n" for index, one in enumerate(past.releases))
    assert [message for _, message in mismatches(f"## UNRELEASED\n\n{text}", past.releases)] == [
        f"the section on {one.version} does not list the changes that were released" for one in past.releases
    ]


def test_a_section_of_the_changelog_ends_where_the_next_begins(past):
    """Each has the lines that belong above it."""
    newest_first = past.releases[::-1]
    lines = ["", *(generated(one.recommendations, one.version) for one in newest_first)]
    text = "".join(f"\n## {one.version} - {one.date}\n\n{lines[index]}" for index, one in enumerate(newest_first))
    assert [message.split()[3] for _, message in mismatches(text, newest_first)] == [
        one.version for one in newest_first
    ]
    assert next(mismatches(text, newest_first))[0] == 2


def test_a_changelog_that_tells_nothing(past):
    assert list(mismatches("# C\n\n## Unreleased\n", past.releases)) == [
        (1, f"there is no section on {one.version}") for one in past.releases
    ]


def test_the_progress_of_a_translation_of_nothing(past, copy_of_past):
    folder = copy_of_past("2.0.0")
    (folder / "docs/translations").mkdir()
    text = "name: Deutsch\nenglish: German\ntranslates: {}\nrecommendations:\n  LLME-001: {{}}\n"
    (folder / "docs/translations/de.yml").write_text(text.format("9.9.9"), "utf-8")
    [translation] = load(folder).translations
    shown = progress(past, translation)
    assert (shown.translated, shown.total, shown.outdated) == ((), 0, ())
    assert shown.missing == ("LLME-001", "LLME-002", "LLME-007")
    shown = progress(past, translation.model_copy(update={"translates": "1.0.1"}))
    assert (shown.translated, shown.total, shown.outdated, shown.missing) == ((), 6, (), ("LLME-007",))


def test_a_recommendation_of_no_stage_is_reviewed_each_year(small):
    assert [str(one.due) for one in reviews(replace(small, stages=()), date(2026, 2, 1))] == ["2027-01-31"] * 2


def test_recommendations_of_one_age_are_counted_together(past):
    assert [(one.stage, one.counts) for one in ages(past, date(2026, 5, 1))] == [
        ("collecting", (0, 1, 0, 0)),
        ("measuring", (0, 2, 0, 0)),
    ]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 0, "2026-01-31"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("9998-06-30", 12, "9999-06-30"),
        ("9999-01-31", 12, "9999-12-31"),
    ],
)
def test_the_day_some_months_later(day, months, later):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(later)


def test_an_empty_guide_has_no_last_day():
    assert day_of(Guide(), None) == date.min


def many(past, count: int) -> Guide:
    """The guide after `count` releases, each of which changed the first recommendation."""
    first, *others = past.recommendations
    changes = tuple(
        Change(version=f"1.{number}.0", kind="clarified", note=f"Note {number}.") for number in range(count)
    )
    releases = []
    for number in range(count):
        now = (
            past.releases[0]
            .recommendations[0]
            .model_copy(update={"do": f"Do {number} of it.", "changes": changes[: number + 1]})
        )
        update = {"version": f"1.{number}.0", "recommendations": (now,)}
        releases.append(past.releases[0].model_copy(update=update))
    last = first.model_copy(update={"do": releases[-1].recommendations[0].do, "changes": changes})
    return replace(past, recommendations=(last, *others), releases=tuple(releases))


@pytest.mark.parametrize(("count", "pages"), [(2, [2]), (5, [5]), (6, [5, 1]), (16, [5, 5, 5, 1])])
def test_of_a_long_history_a_page_shows_the_last_five_versions_and_leads_to_the_rest(past, count, pages):
    """From version to version every entry can be reached with its difference; the page of changes has all notes."""
    noted, shown, left = [], [], count
    while left:
        edition = Edition(f"1.{left - 1}.0")
        page = rendered(many(past, left), edition)
        text = page["recommendations/LLME-001.md"]
        notes = re.findall(r"Note ([0-9]+)&#46;", text)
        assert text.count("<del>") == len(notes) - (left == len(notes))  # the first text differs from nothing
        noted += notes
        shown.append(len(notes))
        assert re.findall(r"Note ([0-9]+)&#46;", page["changes.md"]) == [str(one) for one in reversed(range(left))]
        assert re.findall(r'id="(version-1-[0-9]+-0)"', text) == [f"version-1-{one}-0" for one in notes]
        left -= len(notes)
        links = re.findall('href="([^"]*1[.-][0-9]+[.-]0[^"]*)"', text.partition("</ol>")[2])
        assert links == (
            [f"../../../1.{left - 1}.0/recommendations/LLME-001/#history", f"../../changes/#version-1-{left - 1}-0"]
            if left
            else []
        )
        assert not left or f"{{#version-1-{left - 1}-0}}" in page["changes.md"]
    assert shown == pages
    assert noted == [str(number) for number in reversed(range(count))]


def test_a_release_knows_pages_of_its_own(past):
    release = past.releases[0]
    known = ["index.md", "changes.md", "about/versions.md", "recommendations/LLME-001.md"]
    known += [f"stages/{slug}.md" for slug in release.stages] + [f"topics/{slug}.md" for slug in release.topics]
    unknown = ["recommendations/LLME-009.md", "worked-example/index.md", "frameworks/colm.md", "stages/later.md"]
    assert {uri: release.has_page(uri) for uri in (*known, *unknown)} == {
        **dict.fromkeys(known, True),
        **dict.fromkeys(unknown, False),
    }
