"""What became of a recommendation since a version was published: the status index, and what an old page says by it."""

import json
from datetime import date

import pytest
import quickjs

from llme.checklist.engine import ASSETS
from llme.content.load import load
from llme.content.release import Release, ReleasedRecommendation, Version
from llme.html.classic import as_classic
from llme.outputs.site_root import status
from llme.versions.comparing import differences
from llme.versions.successors import in_its_place, living_successors
from past import go_on
from support import ROOT
from test_meaning import STATE


def recommendation(number: int = 1, **fields) -> ReleasedRecommendation:
    return ReleasedRecommendation.model_validate(STATE | {"id": f"LLME-00{number}"} | fields)


def history(*states: ReleasedRecommendation | tuple[ReleasedRecommendation, ...]) -> list[Release]:
    """Releases 1.0.0, 1.1.0 and so on, with one state of the guide each."""
    return [
        Release(
            format=1,
            version=f"1.{number}.0",
            date=date(2026, 1, 1 + number),
            digest="",
            recommendations=state if isinstance(state, tuple) else (state,),
        )
        for number, state in enumerate(states)
    ]


def change(version: str, kind: str, note: str = "A note.") -> dict[str, str]:
    return {"version": version, "kind": kind, "note": note}


ADDED = change("1.0.0", "added")


def known(*states, identifier: str = "LLME-001") -> dict:
    return status(history(*states))["recommendations"][identifier]


def test_what_was_declared_is_told():
    changes = [ADDED, change("1.1.0", "wording")]
    states = recommendation(changes=[ADDED]), recommendation(changes=changes, why="Else.")
    assert known(*states)["changes"] == changes


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({"why": "Else."}, "Why changed."),
        ({"first_steps": "1. Stay.", "check_yourself": "- Sure?"}, "First steps and Check yourself changed."),
        ({"exceptions": "Some.", "cites": ["z"], "stage": "z"}, "When this may not apply, sources and stage changed."),
        ({"works": {"x": {"title": "Xs by Another"}}}, "Cited works changed."),
        ({"do": "Ask all.", "also": []}, "Do and other stages changed."),
        ({"dont": "Do not ask."}, "Don’t changed."),
        ({"title": "Asking"}, "Title changed."),
        ({"status": "withdrawn", "reason": "No."}, "It was withdrawn."),
        ({"status": "withdrawn", "reason": "No.", "why": "Else."}, "It was withdrawn. Why changed."),
    ],
)
def test_what_was_not_declared_is_told_all_the_same(fields, note):
    """As in a release that was made when nobody compared these fields."""
    changes = [ADDED, change("1.2.0", "sources")]
    states = recommendation(changes=[ADDED]), recommendation(changes=[ADDED], **fields)
    later = recommendation(changes=changes, **{"cites": ["y"], **fields})
    assert known(*states, later)["changes"] == [ADDED, change("1.1.0", "undeclared", note), changes[1]]


def test_nothing_is_told_where_nothing_changed():
    same = recommendation(changes=[ADDED])
    corrected = {**same.works, "x": {**same.works["x"], "doi": "10.1000/1"}}
    update = {"why": f" {same.why}\n", "topics": ("u",), "works": corrected}
    assert known(same, same.model_copy(update=update))["changes"] == [ADDED]


def test_an_old_page_says_unchanged_only_of_what_is_the_same(copy_of_past):
    """For each version and each ID; the scripts of all versions ask no more than which changes came after it."""
    folder = go_on(copy_of_past("2.0.0"), "2.1.0", "3.0.0")
    releases = load(folder).releases
    spoiled = [
        one.model_copy(update={"why": f"{one.why} More."}) if one.id == "LLME-001" else one
        for one in releases[-1].recommendations
    ]
    last = releases[-1].model_copy(update={"version": "3.0.1", "recommendations": tuple(spoiled)})
    tried = 0
    for several in (releases, (*releases, last)):
        index = status(several)["recommendations"]
        for release in several:
            for before in release.recommendations:
                after = several[-1].find(before.id)
                later = [
                    one
                    for one in index[before.id]["changes"]
                    if Version.parse(one["version"]) > Version.parse(release.version)
                ]
                tried += 1
                if not later:
                    assert differences(before, after) == ()
                if before.id == "LLME-001" and several[-1] is last and release is not last:
                    assert later[-1] == change("3.0.1", "undeclared", "Why changed.")
    assert tried > 80


def test_the_guides_own_releases_are_whole():
    releases = load(ROOT).releases
    found = status(releases)
    assert found["comparable_since"] == "0.1.0"
    for one in releases[-1].recommendations:
        then = next(filter(None, (release.find(one.id) for release in releases)))
        assert (differences(then, one) != ()) == (len(found["recommendations"][one.id]["changes"]) > len(then.changes))


def test_from_which_version_on_all_can_be_compared():
    whole, lean = recommendation(), recommendation(why=None)
    assert status(history(lean, whole, whole))["comparable_since"] == "1.1.0"
    assert status(history(whole, lean, whole))["comparable_since"] == "1.2.0"
    assert status(history(whole, lean))["comparable_since"] is None
    assert status([])["comparable_since"] is None


GONE = {"status": "withdrawn", "reason": "No."}


def test_since_when_one_is_withdrawn():
    here, gone = recommendation(), recommendation(**GONE)
    assert known(here, gone, gone)["withdrawn_in"] == "1.1.0"
    assert known(here, gone, here)["withdrawn_in"] is None
    assert known(gone, here, gone)["withdrawn_in"] == "1.2.0"


@pytest.mark.parametrize(
    ("successors", "living"),
    [
        ({1: []}, ()),
        ({1: [2]}, ("LLME-002",)),
        ({1: [3, 2]}, ("LLME-003", "LLME-002")),
        ({1: [2], 2: [3]}, ("LLME-003",)),
        ({1: [2, 4], 2: [3], 3: [5]}, ("LLME-004", "LLME-005")),
        ({1: [2, 3], 2: [3]}, ("LLME-003",)),
        ({1: [2], 2: []}, ()),
        ({1: [2], 2: [1]}, ()),
        ({1: [1]}, ()),
        ({1: [2], 2: [3], 3: [2, 4]}, ("LLME-004",)),
        ({1: [9]}, ()),
    ],
)
def test_only_what_holds_stands_in_the_place_of_another(successors, living):
    """All that have an entry are withdrawn; there are five."""
    state = tuple(
        recommendation(
            number,
            **(GONE if number in successors else {}),
            superseded_by=[f"LLME-00{other}" for other in successors.get(number, ())],
        )
        for number in range(1, 6)
    )
    assert living_successors("LLME-001", {one.id: one for one in state}) == living
    assert known(state)["superseded_by"] == list(living)
    told = in_its_place("LLME-001", {one.id: one for one in state}, "name")
    names = " or ".join(f"`{one}`" for one in living)
    assert told == (f"name {names} in its place" if living else "nothing took its place: take it out")


def said(states, version: str, lacking: str = "") -> list[str]:
    """What the page of a version says before the names of successors, and after them."""
    index = status(history(*states))
    index.pop(lacking, None)
    modules = {name: (ASSETS / f"{name}.mjs").read_text("utf-8") for name in ("since", "versions")}
    code = (
        'import { told } from "./since.mjs";\n'
        f"const status = {json.dumps(index)};\n"
        f'globalThis.found = JSON.stringify(told(status.recommendations["LLME-001"], status, "{version}"));\n'
    )
    context = quickjs.Context()
    context.eval(as_classic({**modules, "test": code}, "test"))
    return json.loads(context.get("found"))


DECLARED = [ADDED, change("1.1.0", "wording"), change("1.2.0", "superseded", "Another is better.")]


def test_what_an_old_page_says():
    here = recommendation(changes=DECLARED[:1])
    new = recommendation(changes=DECLARED[:2], why="Else.")
    assert said([here, new], "1.1.0") == ["Unchanged since version 1.1.0. ", ""]
    assert said([here, new], "1.0.0") == ["This is version 1.0.0. Changed in 1.1.0. ", "Wording in 1.1.0: A note. "]
    assert said([here, here.model_copy(update={"why": "Else."})], "1.0.0") == [
        "This is version 1.0.0. Changed in 1.1.0. ",
        "Undeclared in 1.1.0: Why changed. ",
    ]


def test_an_old_page_says_no_more_than_it_knows():
    lean, whole = recommendation(why=None, changes=[ADDED]), recommendation(changes=[ADDED])
    assert said([lean, whole], "1.0.0") == ["Title, Do and Don’t unchanged since version 1.0.0. ", ""]
    assert said([lean, whole], "1.1.0") == ["Unchanged since version 1.1.0. ", ""]
    assert said([whole, whole], "1.0.0", lacking="comparable_since") == [
        "Title, Do and Don’t unchanged since version 1.0.0. ",
        "",
    ]


def test_an_old_page_says_that_it_no_longer_holds():
    here = recommendation(changes=DECLARED[:2])
    gone = recommendation(**GONE, changes=DECLARED, superseded_by=["LLME-002"])
    states = [here, here, (gone, recommendation(2))]
    what = "The recommendation was withdrawn in 1.2.0. Instead, see "
    assert said(states, "1.0.0") == [
        f"This is version 1.0.0. {what}",
        "Wording in 1.1.0: A note. Superseded in 1.2.0: Another is better. ",
    ]
    assert said(states, "1.2.0") == [f"This is version 1.2.0. {what}", ""]
    alone = "This is version 1.2.0. The recommendation was withdrawn in 1.2.0. Nothing stands in its place now. "
    assert said([here, here, gone], "1.2.0") == [alone, ""]
    circle = recommendation(2, **GONE, superseded_by=["LLME-001"])
    assert said([here, here, (gone, circle)], "1.2.0") == [alone, ""]


def test_what_was_withdrawn_and_returned_is_told_whole():
    changes = [ADDED, change("1.1.0", "withdrawn"), change("1.2.0", "reinstated")]
    states = [recommendation(changes=changes[:1]), recommendation(**GONE), recommendation(changes=changes)]
    assert said(states, "1.0.0") == [
        "This is version 1.0.0. Changed in 1.2.0. ",
        "Withdrawn in 1.1.0: A note. Reinstated in 1.2.0: A note. ",
    ]
