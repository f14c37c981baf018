"""The guide itself: one case per recommendation, stage, topic and tool."""

import json
import re

import pytest

from llme.content.load import load
from llme.content.model import SECTIONS
from llme.rules import check
from support import ROOT

GUIDE = load(ROOT)
# The whitepaper's Do's and Don'ts by stage, in its order.
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


def test_the_33_recommendations_of_the_whitepaper_are_there_in_order():
    found = {slug: [one.id for one in GUIDE.in_stage(slug)] for slug in GUIDE.stage_slugs}
    for slug, numbers in WHITEPAPER.items():
        assert found[slug][: len(numbers)] == [f"LLME-{number:03}" for number in numbers]


def test_only_two_of_the_33_lack_a_half():
    """The whitepaper gives one bullet without a Do, and one without a Don't."""
    first = GUIDE.recommendations[:33]
    assert [one.id for one in first if not one.do] == ["LLME-015"]
    assert [one.id for one in first if not one.dont] == ["LLME-026"]


@pytest.mark.parametrize("one", GUIDE.recommendations, ids=lambda one: one.id)
def test_recommendation(one):
    words = {name: len(getattr(one, name).split()) for name in SECTIONS.values()}
    assert 40 <= words["why"] <= 260
    assert 3 <= len(re.findall(r"^\d+\. ", one.first_steps, re.MULTILINE)) <= 5
    assert words["exceptions"] >= 40
    assert 2 <= len(re.findall(r"^- ", one.check_yourself, re.MULTILINE)) <= 3
    assert 1 <= len(one.topics) <= 4
    assert all(len(text) <= 360 for text in (one.do, one.dont))


@pytest.mark.parametrize("stage", GUIDE.stages, ids=lambda stage: stage.slug)
def test_stage(stage):
    assert stage.question.endswith("?")
    assert len(stage.summary) <= 170
    assert "[@" in stage.introduction or "[-@" in stage.introduction


@pytest.mark.parametrize("work", GUIDE.works.values(), ids=lambda work: work.key)
def test_work_has_an_address(work):
    assert work.url.startswith("https://")


def test_every_work_of_the_whitepaper_is_cited_in_a_text():
    """`whitepaper-works.txt` lists the keys of the 291 works that the whitepaper cites."""
    works = (ROOT / "tests/whitepaper-works.txt").read_text("utf-8").split()
    assert len(works) == 291
    cited = {key for key, paths in GUIDE.citing.items() if any(path.endswith(".md") for path in paths)}
    assert sorted(set(works) - cited) == []


def test_every_recommendation_is_discussed_in_a_stage_or_on_a_release_page():
    linked = {
        link.text.rpartition("/")[2].partition(".md")[0]
        for document in GUIDE.documents
        if document.path.startswith(("docs/stages/", "docs/release/"))
        for link in document.markup.links
    }
    assert [one.id for one in GUIDE.recommendations if one.id not in linked] == []


@pytest.mark.parametrize("document", GUIDE.of_kind("downloads"), ids=lambda document: document.name)
def test_every_template_has_its_page(document):
    page = (ROOT / f"docs/templates/{document.name}.md").read_text("utf-8")
    assert f"\n::: template {document.name}\n" in page
    assert f"Based on the LLM Ethics Guide, template {document.name}" in document.text


@pytest.mark.parametrize("tool", GUIDE.tools.values(), ids=lambda tool: tool.id)
def test_tool(tool):
    assert len(tool.purpose) <= 150
    assert any(tool.id in one.tools for one in GUIDE.recommendations), "no recommendation is served by it"


@pytest.mark.parametrize("term", GUIDE.glossary, ids=lambda term: term.anchor)
def test_term(term):
    assert len(term.meaning) <= 160
    assert term.meaning.endswith(".")


def test_the_data_can_be_written_as_json():
    for one in GUIDE.recommendations:
        assert json.loads(one.model_dump_json())["id"] == one.id
