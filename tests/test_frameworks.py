"""Frameworks: their pages and files say what the data say, links lead both ways, and the pictures count right."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import Page

from llme.content.load import load
from llme.content.model import Framework
from llme.outputs.data import ExportedFrameworks, all_files, schema
from llme.outputs.derived import CROSSWALK_COLUMNS
from llme.pages.pictures import LEVELS, year_groups
from llme.rules import check
from llme.versions.edition import Edition
from support import article, rendered


@pytest.fixture(params=["small", "real"])
def built(request, small, small_site, real, real_site):
    """A guide and its site."""
    return {"small": (small, small_site), "real": (real, real_site)}[request.param]


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def plain(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def shown_items(root: lxml.html.HtmlElement) -> list[dict]:
    """The items of a framework's page, read from between its headings."""
    items = []
    for heading in root.xpath('.//h3[starts-with(@id, "item-")]'):
        title = words(heading).removesuffix("#")
        item = {"anchor": heading.get("id"), "title": title, "texts": [], "helps": [], "folded": 0, "answer": ""}
        for element in heading.itersiblings():
            if element.tag in ("h2", "h3"):
                break
            if element.get("class") in ("helps", "formats others"):
                item["folded"] += len(element.xpath("./ul/li"))
                for one in element.iter("li"):
                    link = one.find("a")
                    identifier = link.get("href").strip("./").removeprefix("recommendations/")
                    item["helps"].append((identifier, words(link), words(one).removeprefix(words(link)).strip()))
            elif element.get("class") == "answer":
                item["answer"] = words(element.findall("p")[1])
                assert words(element.find("p")) == "Model answer: adapt it, and never paste it unread"
            elif element.get("class") == "stages":
                item["stages"] = [link.get("href").rstrip("/").rpartition("/")[2] for link in element.iter("a")]
            else:
                item["texts"].append(words(element))
        items.append(item)
    return items


def expected_items(guide, framework: Framework) -> list[dict]:
    return [
        {
            "anchor": item.anchor,
            "title": f"{item.id} {plain(item.title)}",
            "texts": [plain(item.about)]
            + ([plain(item.note)] if item.note else [])
            + ([] if item.helps else ["No recommendation of this guide helps with this item."]),
            "stages": list(item.stages),
            "helps": [
                (
                    help.recommendation,
                    f"{help.recommendation} {plain(guide.by_id[help.recommendation].title)}",
                    plain(help.why),
                )
                for help in item.helps
            ],
            "folded": max(0, len(item.helps) - 3) if framework.ranked else 0,
            "answer": plain(item.answer),
        }
        for item in framework.items
    ]


def test_a_page_shows_every_item_and_why_what_helps(built):
    guide, site = built
    assert guide.frameworks
    for framework in guide.frameworks.values():
        root = article(site / f"frameworks/{framework.id}/index.html")
        assert shown_items(root) == expected_items(guide, framework), framework.id


def test_a_page_says_how_it_is_ordered_and_what_its_answers_are_for(built):
    guide, site = built
    assert any(framework.ranked for framework in guide.frameworks.values())
    for framework in guide.frameworks.values():
        text = words(article(site / f"frameworks/{framework.id}/index.html"))
        assert ("stand first the three recommendations that help most" in text) == framework.ranked
        answered = any(item.answer for item in framework.items)
        assert ("Every word of it has to be true of your own project" in text) == answered


def test_every_item_of_the_arr_checklist_has_a_model_answer_of_two_sentences(real):
    for item in real.frameworks["arr"].items:
        assert len(re.findall(r"[.](?= |$)", item.answer)) == 2, item.id
        assert item.answer.endswith("."), item.id


def test_a_page_lists_first_what_nothing_helps_with(built):
    guide, site = built
    for framework in guide.frameworks.values():
        root = article(site / f"frameworks/{framework.id}/index.html")
        without = [item for item in framework.items if not item.helps]
        assert root.xpath('.//ul[@class="items"]//a/@href') == [f"#{item.anchor}" for item in without]
        count = f"{len(framework.items) - len(without)} of {len(framework.items)}"
        assert words(root.xpath('.//dt[text()="Items with a recommendation"]/../dd')[0]) == count
        ids = root.xpath(".//@id")
        assert ids.index("uncovered") < ids.index("items")


def test_a_page_names_its_edition_its_source_and_its_limits(built):
    guide, site = built
    for framework in guide.frameworks.values():
        root = article(site / f"frameworks/{framework.id}/index.html")
        facts = {words(one.find("dt")): words(one.find("dd")) for one in root.xpath('.//dl[@class="facts"]/div')}
        assert facts["Edition"] == plain(framework.edition)
        assert root.xpath('.//dl[@class="facts"]//time/@datetime') == [framework.compared.isoformat()]
        assert root.xpath('.//dl[@class="facts"]//a/@href') == [framework.url]
        assert "does not show that you comply with the framework" in words(root.find('.//div[@class="caution"]'))
        cautions = [words(one) for one in root.xpath('.//h2[@id="cautions"]/following-sibling::ul[1]/li')]
        assert cautions == [plain(one) for one in framework.cautions]


def test_links_lead_both_ways(built):
    """The same pairs of item and recommendation stand in the data, on frameworks' and on recommendations' pages."""
    guide, site = built
    there, back = set(), set()
    for path in sorted((site / "frameworks").glob("*/index.html")):
        for item in shown_items(article(path)):
            there |= {(path.parent.name, item["anchor"], identifier) for identifier, *_ in item["helps"]}
    for path in sorted((site / "recommendations").glob("LLME-*/index.html")):
        for link in article(path).xpath('.//dl[@class="helps-with"]//dd/a'):
            framework, anchor = re.fullmatch(r"\.\./\.\./frameworks/([a-z0-9-]+)/#(.+)", link.get("href")).groups()
            back.add((framework, anchor, path.parent.name))
    told = {
        (framework.id, item.anchor, help.recommendation)
        for framework in guide.frameworks.values()
        for item in framework.items
        for help in item.helps
    }
    assert there == back == told


def test_the_overview_lists_every_framework(built):
    guide, site = built
    root = article(site / "frameworks/index.html")
    listed = [(link.get("href"), link.text_content()) for link in root.xpath('.//ul[@class="frameworks"]/li/a')]
    assert listed == [(f"{one.id}/", plain(one.title)) for one in guide.frameworks.values()]


def numbers(root: lxml.html.HtmlElement, name: str) -> list[list[lxml.html.HtmlElement]]:
    table = root.xpath(f'.//div[@role="region"][@aria-label="{name}"]/table')[0]
    assert root.get_element_by_id(table.get("aria-describedby")).tag == "figcaption"
    return [row.xpath("./td") for row in table.xpath("./tbody/tr")]


def test_topics_by_stage_counts_what_its_links_lead_to(built):
    guide, site = built
    rows = numbers(article(site / "topics/index.html"), "Topics by stage")
    counted = Counter()
    for topic, cells in zip(guide.topics, rows, strict=True):
        listed = article(site / f"topics/{topic}/index.html")
        for stage, cell in zip(guide.stage_slugs, cells, strict=True):
            below = listed.xpath(f'.//h2[@id="{stage}"]/following-sibling::ul[1]/li')
            assert words(cell) == (str(len(below)) if below else "–none")
            assert cell.xpath("./a/@href") == ([f"{topic}/#{stage}"] if below else [])
            counted[stage] += len(below)
    assert counted == Counter(one.stage for one in guide.recommendations if one.status == "active" for _ in one.topics)


def test_frameworks_by_stage_counts_what_its_links_lead_to(built):
    guide, site = built
    rows = numbers(article(site / "frameworks/index.html"), "Frameworks by stage")
    for framework, cells in zip(guide.frameworks.values(), rows, strict=True):
        page = article(site / f"frameworks/{framework.id}/index.html")
        for stage, cell in zip(guide.stage_slugs, cells, strict=True):
            here = [item for item in framework.items if stage in item.stages]
            helped = [item for item in here if item.helps]
            assert words(cell) == (f"{len(helped)} of {len(here)}" if here else "–none")
            assert cell.xpath("./a/@href") == ([f"{framework.id}/#stage-{stage}"] if here else [])
            assert (cell.get("class") == f"level-{LEVELS}") == bool(here and len(helped) == len(here))
            if here:
                target = page.get_element_by_id(f"stage-{stage}")
                assert target.xpath("./dd/a/@href") == [f"#{item.anchor}" for item in here]
                assert words(target.find("dt")).endswith(f"{len(helped)} of {len(here)} with a recommendation")
                without = [link.get("href") for link in target.xpath("./dd/a") if (link.tail or "").startswith(" (no")]
                assert without == [f"#{item.anchor}" for item in here if not item.helps]


def references_of(path: Path) -> set[str]:
    """The keys of the works in the list of references of a page."""
    return {one.removeprefix("fn:ref-") for one in article(path).xpath('.//div[@class="references"]//li/@id')}


def test_sources_by_year_counts_the_references_on_the_pages(built):
    """Counted again from the lists of references of the built pages."""
    guide, site = built
    pages = [site / page / "index.html" for page in ("about/method", "frameworks")]
    page = next(page for page in pages if "Sources by year and stage" in page.read_text("utf-8"))
    rows = numbers(article(page), "Sources by year and stage")
    groups = year_groups(work.year for work in guide.works.values())
    for group, cells in zip(groups, rows, strict=True):
        for stage, cell in zip(guide.stage_slugs, cells, strict=False):
            keys = references_of(site / f"stages/{stage}/index.html").union(
                *(
                    references_of(site / f"recommendations/{one.id}/index.html")
                    for one in guide.recommendations
                    if stage in one.stages
                )
            )
            count = sum(guide.works[key].year in group for key in keys)
            assert words(cell) == (str(count) if count else "–none"), (group, stage)
            if count and group[0].isdecimal():
                assert cell.xpath("./a/@href")[0].endswith(f"references/?stage={stage}&from={group[0]}&to={group[-1]}")
        assert words(cells[-1]) == str(sum(work.year in group for work in guide.works.values()))


def test_every_number_of_a_picture_has_a_name_that_begins_with_it(built):
    _, site = built
    found = 0
    for path in (site / "topics/index.html", site / "frameworks/index.html"):
        for cell in article(path).xpath('.//table[@class="numbers"]/tbody//td[a]'):
            found += 1
            assert cell.find("a").get("aria-label").startswith(f"{words(cell)} ")
            assert cell.get("class") in {f"level-{level}" for level in range(LEVELS + 1)}
    assert found > 3


@pytest.mark.parametrize(
    ("years", "groups"),
    [
        ([], []),
        (["2020", "2019", "2020"], [("2019",), ("2020",)]),
        (["2020", "", "forthcoming"], [("2020",), ("", "forthcoming")]),
        (["1980", "1990", "2000"] + ["2001"] * 117, [("1980", "1990", "2000"), ("2001",)]),
        (["1980"] * 3 + ["2000"] * 116 + ["2001"], [("1980",), ("2000",), ("2001",)]),
        (["1980"] + ["2000"] * 119, [("1980", "2000")]),
    ],
)
def test_sparse_years_stand_together(years, groups):
    assert year_groups(years) == groups


def test_a_preview_survives_what_a_crosswalk_names_wrongly(folder):
    path = folder / "docs/frameworks/arr.yml"
    path.write_text(path.read_text("utf-8").replace("LLME-002", "LLME-009").replace("[collecting,", "[colecting,"))
    guide = load(folder)
    assert [one.code for one in check(guide)] == ["recommendation-unknown", "stage-unknown"]
    page = rendered(guide)["frameworks/arr.md"]
    assert "LLME-009" not in page
    assert "LLME-001" in page


@pytest.fixture(params=["small", "real"])
def guide(request):
    return request.getfixturevalue(request.param)


def test_frameworks_json_holds_the_frameworks(guide):
    files = all_files(guide, Edition("dev", "https://example.org/"))
    data = ExportedFrameworks.model_validate_json(files["data/frameworks.json"])
    assert (data.format, data.version, data.date) == (1, "dev", None)
    assert [one.id for one in data.frameworks] == list(guide.frameworks)
    for exported in data.frameworks:
        kept = exported.model_dump()
        addresses = [item.pop("url") for item in kept["items"]]
        framework = guide.frameworks[exported.id]
        assert Framework.model_validate(kept) == framework.model_copy(update={"found_by": ()})
        assert addresses == [
            f"https://example.org/dev/frameworks/{exported.id}/#{item.anchor}" for item in framework.items
        ]


def test_the_schema_of_frameworks_names_every_field(guide):
    files = all_files(guide, Edition())
    told = json.loads(files["data/frameworks.schema.json"])
    assert told == schema(ExportedFrameworks)
    data = json.loads(files["data/frameworks.json"])
    assert list(told["properties"]) == list(data)
    for framework in data["frameworks"]:
        assert set(framework) == set(told["$defs"]["ExportedFramework"]["properties"])
        assert all(set(item) == set(told["$defs"]["ExportedItem"]["properties"]) for item in framework["items"])


def test_crosswalk_csv_has_a_row_for_each_item_and_what_helps(guide):
    text = all_files(guide, Edition())["data/crosswalk.csv"]
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert tuple(rows[0]) == CROSSWALK_COLUMNS
    assert rows == [
        {
            "framework": framework.id,
            "edition": framework.edition,
            "item": item.id,
            "item_title": item.title,
            "stages": "; ".join(item.stages),
            "recommendation": identifier,
            "recommendation_title": guide.by_id[identifier].title if identifier else "",
            "why": why,
            "url": f"../frameworks/{framework.id}/#{item.anchor}",
        }
        for framework in guide.frameworks.values()
        for item in framework.items
        for identifier, why in [(help.recommendation, help.why) for help in item.helps] or [("", "")]
    ]


def test_the_files_say_what_the_pages_say(built):
    guide, site = built
    rows = csv.DictReader((site / "data/crosswalk.csv").read_text("utf-8").splitlines())
    told = [(row["framework"], row["item"], row["recommendation"], plain(row["why"])) for row in rows]
    shown = []
    for name, framework in guide.frameworks.items():
        items = shown_items(article(site / f"frameworks/{name}/index.html"))
        for source, item in zip(framework.items, items, strict=True):
            helps = [(one[0], one[2]) for one in item["helps"]] or [("", "")]
            shown += [(name, source.id, *one) for one in helps]
    assert told == shown


@pytest.fixture
def page(blank):
    return blank


PICTURED = ["frameworks/", "topics/", "about/method/"]


# What waits for a condition is evaluated in the page, which the page's policy forbids.
@pytest.mark.parametrize("options", [{"viewport": {"width": 320, "height": 640}, "bypass_csp": True}])
@pytest.mark.parametrize("path", PICTURED)
def test_a_picture_scrolls_by_keyboard(page: Page, address, path):
    page.goto(address + path)
    region = page.locator(".scroll")
    assert region.evaluate("one => one.scrollWidth > one.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.scroll').scrollLeft > 0")
    row = page.locator(".numbers tbody th").first
    assert row.bounding_box()["x"] >= region.bounding_box()["x"]  # it stays in sight


@pytest.mark.parametrize("options", [{"java_script_enabled": False}])
def test_a_number_leads_to_what_it_counts_without_javascript(page: Page, address):
    page.goto(f"{address}frameworks/")
    cell = page.locator(".numbers tbody td a").first
    said = cell.inner_text()
    cell.click()
    target = page.locator(f"[id='{page.url.partition('#')[2]}']")
    assert f"{said} with a recommendation" in target.inner_text()


@pytest.mark.parametrize("path", PICTURED)
def test_numbers_are_large_enough_to_touch(page: Page, address, path):
    page.goto(address + path)
    boxes = page.locator(".numbers tbody td a").evaluate_all(
        "all => all.map((one) => { const box = one.getBoundingClientRect(); return [box.width, box.height]; })"
    )
    assert min(size for box in boxes for size in box) >= 24


def test_the_lifecycle_is_a_group_of_named_links_in_order(page: Page, address, real):
    page.goto(address)
    assert page.locator("svg.lifecycle.wide").get_attribute("role") == "group"
    links = page.get_by_role("group", name="The stages of a project, in order. Each box is a link.").get_by_role("link")
    titles = [
        f"{place} · {len(real.in_stage(stage.slug))} recommendations {stage.title}"
        for place, stage in enumerate(real.stages, 1)
    ]
    assert [" ".join(link.text_content().split()) for link in links.all()] == titles
    links.first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/stages/{real.stages[1].slug}/")
