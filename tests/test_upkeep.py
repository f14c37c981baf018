"""The review clock, the figures of upkeep, decisions and translations."""

import json
from datetime import date

import pytest

from llme.content.load import load
from llme.findings import format_text
from llme.rules import check
from llme.versions.edition import Edition
from llme.versions.translations import progress
from llme.versions.upkeep import ages, day_of, figures, reviews
from past import commit, edit, git, release
from support import rendered, script


def test_the_queue_has_those_first_that_wait_longest(folder):
    stage = folder / "docs/stages/measuring.md"
    stage.write_text(stage.read_text("utf-8").replace("order: 2\n", "order: 2\nreview_months: 1\n"), "utf-8")
    guide = load(folder)
    assert [str(one.reviewed) for one in guide.recommendations] == ["2026-01-31", "2026-01-31"]
    shown = [(one.recommendation.id, str(one.due), one.state) for one in reviews(guide, date(2026, 2, 27))]
    assert shown == [("LLME-002", "2026-02-28", "soon"), ("LLME-001", "2027-01-31", "up to date")]
    assert [one.state for one in reviews(guide, date(2026, 2, 28))] == ["due", "up to date"]
    assert [one.state for one in reviews(guide, date(2026, 12, 1))] == ["due", "up to date"]
    assert [one.state for one in reviews(guide, date(2026, 12, 2))] == ["due", "soon"]


def test_a_pending_update_is_told_with_its_proposal(folder):
    edit(folder, "LLME-002", ("reviewed:", "pending: 12\nreviewed:"))
    guide = load(folder)
    assert check(guide) == []
    assert [(one.recommendation.id, one.state) for one in reviews(guide, date(2026, 2, 1))] == [
        ("LLME-001", "up to date"),
        ("LLME-002", "pending"),
    ]
    done = script("review.py", "--root", folder, "--date", "2027-01-31")
    assert done.returncode == 1
    assert done.stdout == (
        "On 2027-01-31, 2 recommendations wait for a review.\n\n"
        "For each: read it and its sources, look for newer work, and change what no longer holds.\n"
        "Then set `reviewed` to the day, also where nothing needed to change.\n\n"
        "- [ ] LLME-001 `Ask before you collect` (due since 2027-01-31)\n"
        "- [ ] LLME-002 `Do not trust a single number` (update pending, #12)\n"
    )


def test_nothing_due(folder):
    done = script("review.py", "--root", folder, "--date", "2027-01-30")
    assert (done.returncode, done.stdout) == (0, "Nothing is due for review on 2027-01-30.\n")


def test_ages_are_counted_in_whole_months(small):
    assert [(one.stage, one.review_months, one.counts) for one in ages(small, date(2026, 4, 29))] == [
        ("collecting", 12, (1, 0, 0, 0)),
        ("measuring", 12, (1, 0, 0, 0)),
    ]
    assert ages(small, date(2026, 4, 30))[0].counts == (0, 1, 0, 0)
    assert ages(small, date(2027, 1, 31))[0].counts == (0, 0, 0, 1)


def test_figures_of_the_releases(past):
    shown = figures(past.releases, date(2026, 5, 11))
    assert [one.version for one in shown.releases] == ["2.0.0", "1.1.0", "1.0.1", "1.0.0", "0.1.0"]
    assert shown.median_days == 30.5  # gaps of 31, 28, 31 and 30 days
    assert shown.days_since == 10
    assert shown.kinds == {
        "added": 5,
        "clarified": 1,
        "merged": 1,
        "sources": 1,
        "split": 1,
        "strengthened": 1,
        "superseded": 1,
        "weakened": 1,
        "withdrawn": 1,
        "wording": 1,
    }
    assert figures((), date(2026, 5, 11)) == figures((), date(2026, 5, 11)).__class__((), None, None, {})


def test_a_release_records_how_many_people_worked_on_it_and_no_name(copy_of_past):
    folder = copy_of_past("2.0.0")
    edit(folder, "LLME-007", ("reviewed: 2026-01-31", "reviewed: 2026-02-01"))
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "One", "--author", "Someone <someone@example.org>")
    for name in ("Someone <someone@example.org>", "helper[bot] <bot@example.org>", "A <a@example.org>"):
        git(folder, "commit", "-q", "--allow-empty", "-m", "More", "--author", name)
    assert release(folder, "2.0.1").returncode == 0
    text = (folder / "docs/releases/2.0.1.json").read_text("utf-8")
    assert json.loads(text)["work"] == {"commits": 3, "people": 2, "new_people": 1}
    assert "someone@" not in text.lower()
    assert load(folder).releases[-1].work.people == 2


def test_the_day_is_that_of_the_commit_or_else_the_last_that_is_known(past):
    assert day_of(past, date(2027, 1, 1)) == date(2027, 1, 1)
    assert day_of(past, None) == date(2026, 5, 1)


def test_the_page_says_what_is_due(past, copy_of_past):
    uri = "about/upkeep.md"
    folder = copy_of_past("2.0.0")
    assert uri not in rendered(past)
    (folder / "docs/about").mkdir(exist_ok=True)
    (folder / "docs" / uri).write_text(
        "---\ntitle: Upkeep\ndescription: Upkeep.\n---\n\n# Upkeep\n\n::: upkeep\n", "utf-8"
    )
    text = rendered(load(folder), Edition(repository="a/b", today=date(2027, 1, 31)))[uri]
    assert "These figures are of" in text
    assert "3 of 3 recommendations wait" in text
    assert (
        "5 releases, the newest 275 days old. Half of the gaps between two releases were shorter than 30.5 days."
        in text
    )


TRANSLATION = """name: Deutsch
english: German
translates: 1.0.1
recommendations:
  LLME-001:
    title: Frage, bevor du sammelst
    do: Frage zuerst.
    dont: Nimm Schweigen nicht für ein Ja.
  LLME-002:
    title: Traue keiner einzelnen Zahl
    do: ""
    dont: Nenne nie eine Zahl allein.
  LLME-003: {}
  LLME-004: {}
  LLME-005: {}
  LLME-006: {}
"""


def translated(folder, text: str, name: str = "de"):
    (folder / "docs/translations").mkdir()
    (folder / f"docs/translations/{name}.yml").write_text(text, "utf-8")
    return load(folder)


def test_how_far_a_translation_is(copy_of_past):
    guide = translated(copy_of_past("2.0.0"), TRANSLATION)
    assert check(guide) == []
    shown = progress(guide, guide.translations[0])
    assert (shown.translated, shown.total) == (("LLME-001", "LLME-002"), 6)
    assert shown.outdated == ("LLME-001",)  # weakened in 2.0.0
    assert shown.missing == ("LLME-007",)


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "  LLME-006: {}\n",
            "",
            "docs/translations/de.yml:5:3: translation-incomplete: LLME-006 is not listed\n"
            "  hint: add `LLME-006: {}` until it is translated\n",
        ),
        (
            "LLME-006: {}",
            "LLME-006: {}\n  LLME-007: {}",
            "docs/translations/de.yml:17:13: translation-unknown: release 1.0.1 has no active recommendation `LLME-007`\n"
            "  hint: did you mean `LLME-006` or `LLME-005` or `LLME-004`?\n",
        ),
        (
            "    do: Frage zuerst.\n",
            "",
            "docs/translations/de.yml:6:5: translation-incomplete: LLME-001 is translated in part\n"
            "  hint: give `title`, `do`, `dont`, as the original does, or none of them\n",
        ),
        (
            "1.0.1",
            "1.0.2",
            "docs/translations/de.yml:3:13: translation-version: there is no release 1.0.2\n"
            "  hint: did you mean `1.0.1` or `1.0.0` or `2.0.0`?\n",
        ),
    ],
)
def test_a_translation_that_is_not_whole(copy_of_past, old, new, finding):
    assert old in TRANSLATION
    found = format_text(check(translated(copy_of_past("2.0.0"), TRANSLATION.replace(old, new, 1))))
    assert found == f"{finding}1 problem in 1 file\n"


def test_a_translation_is_named_by_its_language(copy_of_past):
    found = format_text(check(translated(copy_of_past("2.0.0"), TRANSLATION, "german")))
    assert found == (
        "docs/translations/german.yml:1:1: translation-language: `german` is not the tag of a language\n"
        "  hint: name the file such as `pt-BR.yml`\n1 problem in 1 file\n"
    )


def test_a_withdrawal_without_a_decision(copy_of_past):
    folder = copy_of_past("2.0.0")
    path = folder / "docs/decisions/tidy-up.md"
    path.write_text(path.read_text("utf-8").replace("LLME-005, LLME-006", "LLME-005"), "utf-8")
    commit(folder, "Forget one")
    assert format_text(check(load(folder))).splitlines()[:2] == [
        "docs/recommendations/LLME-006.md:8:9: decision-missing: no decision says why LLME-006 is withdrawn",
        "  hint: write one in `docs/decisions`, with `outcome: accepted` and `recommendations: [LLME-006]`",
    ]
