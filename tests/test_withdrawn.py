"""What is withdrawn is offered nowhere: only its own page, lists of what was, and decisions name it."""

import json
import re
from dataclasses import replace

import pytest

from llme.checklist.engine import chosen
from llme.checklist.project import page_data
from llme.content.load import load
from llme.content.model import Help
from llme.outputs.feeds import feeds
from llme.outputs.site_root import status
from llme.pages.facets import ELSEWHERE, stages_of_work
from llme.pages.render import navigation
from llme.pdf.book import book
from llme.pdf.pocket import pocket
from llme.versions.edition import Edition
from past import go_on
from support import formatted, rendered

GONE = {f"LLME-00{number}" for number in (3, 4, 5, 6)}
EDITION = Edition("2.0.0", "https://example.org/guide/")


@pytest.fixture(scope="module")
def guide(past):
    """The guide with a past, whose withdrawn recommendations have all that others have; and still named, as in a draft
    that has problems, by a crosswalk and a profile."""
    extra = {"topics": tuple(past.topics), "also": ("collecting",), "tools": tuple(past.tools)}
    recommendations = [
        one.model_copy(update=extra) if one.status == "withdrawn" else one for one in past.recommendations
    ]
    helps = [Help(recommendation=name, why="Why not.") for name in sorted(GONE)]
    arr = past.frameworks["arr"]
    items = [item.model_copy(update={"helps": (*item.helps, *helps)}) for item in arr.items]
    survey = past.profiles["survey"]
    named = survey.model_copy(update={"recommendations": (*survey.recommendations, *sorted(GONE))})
    return replace(
        past,
        recommendations=tuple(recommendations),
        frameworks={"arr": arr.model_copy(update={"items": tuple(items)})},
        profiles={**past.profiles, "survey": named},
    )


@pytest.fixture(scope="module")
def pages(guide):
    """The pages; that of the checklist without its data, which answers of old need."""
    found = rendered(guide, EDITION)
    return found | {"checklist.md": re.sub("(?m)^data: .*$", "", found["checklist.md"])}


def named(text: str) -> set[str]:
    return {name for name in re.findall(r"LLME-\d{3}", text) if name in GONE}


def test_the_fixture_has_them_withdrawn(guide):
    assert {one.id for one in guide.recommendations if one.status == "withdrawn"} == GONE


def test_only_lists_of_what_was_name_what_is_withdrawn(pages):
    """Every page of the guide, but for those that say why."""
    pages = {uri: text for uri, text in pages.items() if named(text)}
    own = {uri: named(text) for uri, text in pages.items() if uri.startswith("recommendations/LLME-")}
    assert own == {f"recommendations/{name}.md": {name} for name in GONE}
    assert set(pages) - set(own) == {
        "changes.md",
        "decisions/tidy-up.md",
        "recommendations/index.md",
        "references.md",
    }


def test_the_finder_has_them_apart_with_reason_and_successors(pages):
    active, _, withdrawn = pages["recommendations/index.md"].partition("{#withdrawn")
    assert named(active) == set()
    assert named(withdrawn) == GONE
    assert withdrawn.count("Withdrawn. It said the same as another&#46; Instead, see ") == 3
    assert 'see <a href="LLME-002/">LLME-002</a> and <a href="LLME-007/">LLME-007</a>.' in withdrawn
    assert "<details>" not in withdrawn


def test_references_say_that_it_is_withdrawn(guide, pages):
    for link in re.findall(
        r"<a href=\"[^\"]*LLME-00[3-6]/\">.*?</th>|<a href=\"[^\"]*LLME-00[3-6]/\">.*?</a>", pages["references.md"]
    ):
        assert "(withdrawn)" in link


def test_a_work_that_only_they_cite_belongs_to_no_stage(guide):
    work = guide.works["health2410report"]
    assert stages_of_work(guide, work) == ("measuring",)
    alone = tuple(one.model_copy(update={"status": "withdrawn"}) for one in guide.recommendations)
    documents = tuple(one for one in guide.documents if one.kind == "recommendations")
    assert stages_of_work(replace(guide, documents=documents, recommendations=alone), work) == (ELSEWHERE,)


def test_its_own_page_says_so_first(pages):
    text = pages["recommendations/LLME-004.md"]
    assert 'description: "Withdrawn. It said the same as another."' in text
    assert "search:\n  boost: 0.2\n" in text
    assert 'Instead, see <a href="../LLME-002/">LLME-002</a> and <a href="../LLME-007/">LLME-007</a>.' in text
    assert "## Helps with" not in text
    assert "boost" not in pages["recommendations/LLME-002.md"]


def test_the_navigation_has_them_apart(guide):
    stages = next(one["Stages"] for one in navigation(guide) if "Stages" in one)
    assert named(json.dumps(stages)) == set()
    rest = next(one["Recommendations"] for one in navigation(guide) if "Recommendations" in one)
    assert rest[-4:] == [{f"{name} (withdrawn)": f"recommendations/{name}.md"} for name in sorted(GONE)]


@pytest.mark.parametrize(
    "selection", [{}, {"profiles": ["survey"]}, {"stages": ["measuring"]}, {"roles": ["evaluator"]}]
)
def test_no_checklist_asks_for_them(guide, selection):
    data = page_data(guide, EDITION)
    found = chosen(data, {"profiles": [], "stages": [], "roles": []} | selection)
    assert found
    assert named(json.dumps([one["id"] for one in found])) == set()
    assert named(json.dumps([data["profiles"], data["arr"]])) == set()


def test_no_paper_has_them_but_with_their_reason(guide):
    assert named(json.dumps(pocket(guide, EDITION))) == set()
    body = book(guide, EDITION, formatted(guide))["body"]
    start = next(place for place, one in enumerate(body) if one.get("c") == ["Withdrawn"])
    end = next(place for place, one in enumerate(body) if one.get("c") == ["Glossary"])
    assert named(json.dumps(body[:start] + body[end:])) == set()
    assert named(json.dumps(body[start:end])) == GONE
    assert {one["t"] for one in body[start:end]} == {"heading", "p"}


def test_what_returns_is_offered_again(copy_of_past):
    folder = go_on(copy_of_past("2.0.0"), "2.1.0")
    guide, edition = load(folder), Edition("2.1.0", EDITION.site_url)
    pages = rendered(guide, edition)
    assert "LLME-006" in pages["stages/measuring.md"]
    assert "LLME-006" in pages["pocket-guide.md"]
    assert "LLME-006" in pages["recommendations/index.md"].partition("{#withdrawn")[0]
    assert 'value="reinstated"' in pages["recommendations/index.md"]
    assert '<span class="kind">reinstated</span> It was right' in pages["recommendations/LLME-006.md"]
    assert '<span class="kind">reinstated</span> It was right' in pages["changes.md"]
    assert 'class="withdrawn"' not in pages["recommendations/LLME-006.md"]
    assert 'class="withdrawn"' in pages["recommendations/LLME-005.md"]
    assert "boost" not in pages["recommendations/LLME-006.md"]
    data = page_data(guide, edition)
    assert "LLME-006" in {one["id"] for one in chosen(data, {"profiles": [], "stages": [], "roles": []})}
    assert "LLME-006 reinstated in 2.1.0: Ask a friend" in feeds(guide.releases, "")["feeds/LLME-006.atom"]
    index = status(guide.releases)["recommendations"]["LLME-006"]
    assert (index["status"], index["withdrawn_in"]) == ("active", None)


def test_a_successor_that_is_withdrawn_later_is_offered_no_more(copy_of_past):
    folder = copy_of_past("2.0.0")
    before = load(folder).recommendations  # LLME-003 names LLME-002 there
    guide = load(go_on(folder, "2.1.0", "3.0.0"))
    index = status(guide.releases)["recommendations"]
    assert {name: one["superseded_by"] for name, one in index.items() if one["status"] == "withdrawn"} == {
        "LLME-002": ["LLME-007"],
        "LLME-003": ["LLME-007"],
        "LLME-004": ["LLME-007"],
        "LLME-005": ["LLME-007"],
    }
    chain = replace(guide, recommendations=(*guide.recommendations[:2], *before[2:]))
    text = rendered(chain, Edition("3.0.0"))["recommendations/LLME-003.md"]
    assert 'Instead, see <a href="../LLME-007/">LLME-007</a>.' in text
