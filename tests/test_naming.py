"""Stages and topics with new names: where their old addresses lead, and what the checks say."""

import json
from pathlib import Path

import pytest

from llme.checklist.engine import read
from llme.checklist.project import page_data
from llme.content.load import load
from llme.content.release import Release
from llme.findings import format_text
from llme.rules import check
from llme.site import make_site
from llme.versions.edition import Edition
from llme.versions.naming import moved_pages, present, stage_names, topic_names
from past import commit, release, rename


def findings(folder: Path) -> str:
    return format_text(check(load(folder)))


@pytest.fixture
def renamed(copy_of_past) -> Path:
    """The guide with a past, in which a stage and a topic have new names."""
    return rename(copy_of_past("2.0.0"), "gathering", "agreement", ["collecting"], ["consent"])


def test_what_was_renamed_is_sound_and_its_pages_lead_on(renamed):
    assert findings(renamed) == "no problems\n"
    guide = load(renamed)
    assert moved_pages(guide) == {
        "stages/collecting.md": "stages/gathering.md",
        "topics/consent.md": "topics/agreement.md",
    }
    assert present(stage_names(guide)) == {"collecting": "gathering"}


def test_a_name_that_is_gone(copy_of_past):
    folder = rename(copy_of_past("2.0.0"), "gathering", "agreement", [], [])
    assert findings(folder) == (
        "docs/recommendations/LLME-001.md:3:8: change-undeclared: since 2.0.0, `stage` changed, "
        "but no change is declared\n"
        "  hint: add an entry to the end of `changes`, with `version: next`, of the kind `wording`, "
        "and a note for readers\n"
        "docs/stages/collecting.md:1:1: name-gone: 2.0.0 has addresses with the stage `collecting`, which is gone\n"
        "  hint: restore it, or add `collecting` to `formerly` of the stage that has its place now\n"
        "docs/topics.yml:1:1: name-gone: 2.0.0 has addresses with the topic `consent`, which is gone\n"
        "  hint: restore it, or add `consent` to `formerly` of the topic that has its place now\n"
        "3 problems in 3 files\n"
    )


def test_earlier_names_are_never_forgotten(renamed):
    commit(renamed, "Rename")
    assert release(renamed, "2.0.1").returncode == 0
    again = rename(renamed, "finding", "assent", ["gathering"], ["agreement"])
    assert [line for line in findings(again).splitlines() if " name-gone: " in line] == [
        "docs/stages/collecting.md:1:1: name-gone: 2.0.1 has addresses with the stage `collecting`, which is gone",
        "docs/topics.yml:1:1: name-gone: 2.0.1 has addresses with the topic `consent`, which is gone",
    ]
    whole = rename(again, "finding", "assent", ["gathering", "collecting"], ["consent", "agreement"])
    assert findings(whole) == "no problems\n"


def test_the_old_name_may_return(renamed):
    commit(renamed, "Rename")
    assert release(renamed, "2.0.1").returncode == 0
    back = rename(renamed, "collecting", "consent", ["gathering"], ["agreement"])
    assert findings(back) == "no problems\n"
    assert moved_pages(load(back)) == {
        "stages/gathering.md": "stages/collecting.md",
        "topics/agreement.md": "topics/consent.md",
    }


@pytest.mark.parametrize("broken", ["docs/stages/gathering.md", "docs/topics.yml"])
def test_of_what_cannot_be_read_nothing_is_gone(renamed, broken):
    path = renamed / broken
    path.write_text(path.read_text("utf-8").replace("title: ", "title: ]", 1), "utf-8")
    assert " name-gone: " not in findings(renamed)


def test_a_release_holds_the_names(renamed):
    commit(renamed, "Rename")
    assert release(renamed, "2.0.1").returncode == 0
    before, newest = load(renamed).releases[-2:]
    assert stage_names(newest) == {"gathering": ("collecting",), "measuring": ()}
    assert topic_names(newest) == {"agreement": ("consent",), "validity": ()}
    assert stage_names(before) == {"collecting": (), "measuring": ()}
    assert '"formerly"' not in (renamed / "docs/releases/2.0.0.json").read_text("utf-8")


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"stages": None, "topics": None},
        {"stages": {"a": 1}, "topics": [1]},
        {"stages": [{"slug": "../x"}], "topics": {"a": {"formerly": ["../x"]}}},
        {"stages": [{"slug": "a", "formerly": "b"}], "topics": {"A B": {}}},
        {"stages": "x", "topics": 7},
    ],
)
def test_a_snapshot_that_tells_the_names_otherwise_is_read_without_them(told):
    """Nobody looked at them when the first snapshots were written."""
    release = Release.model_validate(
        {"format": 1, "version": "1.0.0", "date": "2026-01-01", "digest": "", "recommendations": []} | told
    )
    assert (stage_names(release), topic_names(release)) == ({}, {})


def test_every_edition_but_the_offline_one_leads_on(renamed):
    paths = {"stages/collecting/index.html", "topics/consent/index.html"}
    site = make_site(renamed, Edition())
    assert paths <= site.files.keys()
    assert paths.isdisjoint(make_site(renamed, Edition(offline=True)).files)
    page = site.files["stages/collecting/index.html"].decode()
    assert page.count('"../gathering/"') == 2
    assert page.count('content="0; url=../gathering/"') == 1


def test_a_checklist_that_was_kept_under_the_old_name_is_read_under_the_new_one(renamed):
    kept = {
        **{"kind": "llm-ethics-guide-checklist", "format": 1, "project": "Survey", "saved": "2026-06-01"},
        **{"guide": {"version": "2.0.0", "date": "2026-05-01", "url": ""}, "answers": []},
        "selection": {"profile": None, "stages": ["collecting", "gathering", "measuring", "other"], "roles": []},
    }
    project, _ = read(json.dumps(kept), page_data(load(renamed), Edition()))
    assert project["selection"] == {"profiles": [], "stages": ["gathering", "measuring", "other"], "roles": []}
