"""The guide itself: that the rules hold, and what it took over from the whitepaper."""

import json

from llme.content.load import load
from llme.rules import check
from support import ROOT

GUIDE = load(ROOT)
# The whitepaper's Do's and Don'ts by stage.
WHITEPAPER = {
    "project-start": range(1, 7),
    "data-compilation": range(7, 12),
    "data-preparation": range(12, 18),
    "model-development": range(18, 23),
    "evaluation": range(23, 28),
    "deployment": range(28, 34),
}


def test_nothing_is_wrong():
    assert check(GUIDE) == []


def test_the_33_recommendations_of_the_whitepaper_are_there_in_their_stages():
    found = {number: GUIDE.by_id[f"LLME-{number:03}"].stage for number in range(1, 34)}
    assert found == {number: slug for slug, numbers in WHITEPAPER.items() for number in numbers}


def test_every_work_of_the_whitepaper_is_cited_in_a_text():
    """`whitepaper-works.txt` lists the keys of the 291 works that the whitepaper cites."""
    works = (ROOT / "tests/whitepaper-works.txt").read_text("utf-8").split()
    assert len(works) == 291
    cited = {key for key, paths in GUIDE.citing.items() if any(path.endswith(".md") for path in paths)}
    assert sorted(set(works) - cited) == []


def test_the_data_can_be_written_as_json():
    for one in GUIDE.recommendations:
        assert json.loads(one.model_dump_json())["id"] == one.id
