"""The built HTML, of the small guide and of the guide itself."""

import hashlib
import json
import os
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag

import lxml.html
import pytest

from llme.html.safety import PAGE, faults, parse
from llme.origins import words
from support import SMALL, article, build, built, content_of, root_of


@pytest.fixture(params=["small", "real"])
def site(request, small_site, real_site) -> Path:
    return small_site if request.param == "small" else real_site


def pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html"))


def test_nothing_unresolved_or_unsafe_is_left(site):
    found = {
        path.relative_to(site).as_posix(): list(faults(parse(path.read_text("utf-8")), PAGE)) for path in pages(site)
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_no_page_asks_a_third_party(site):
    """No script, style, font, image or frame from elsewhere, and no hint to fetch from there."""
    found = set()
    for path in pages(site):
        for element in root_of(path).iter(
            "script", "link", "img", "iframe", "source", "object", "embed", "video", "audio"
        ):
            for name in ("src", "href", "srcset", "data"):
                value = element.get(name, "")
                named = element.get("rel") in ("canonical", "cite-as", "license", "next", "prev")  # and not fetched
                if re.match(r"(https?:)?//", value) and not named:
                    found.add((path.name, element.tag, value))
    assert found == set()


def test_no_style_sheet_asks_a_third_party(site):
    found = {
        match
        for path in site.rglob("*.css")
        for match in re.findall(r"url\(['\"]?(?:https?:)?//[^)]*\)", path.read_text("utf-8"))
    }
    assert found == set()


def test_every_internal_link_and_anchor_resolves(site):
    assert dead_links(site) == []


def dead_links(site: Path, offline: bool = False) -> list[tuple[str, str]]:
    """Each page with a link in it that leads nowhere. From disk, a folder is nothing to link to."""
    files = {path for path in site.rglob("*") if path.is_file()}
    wrong = []
    for path in pages(site):
        if path.name == "404.html":
            continue
        for element in root_of(path).iter("a", "link", "script", "img"):
            value = element.get("href", element.get("src"))
            if value is None or re.match(r"[a-z][a-z0-9+.-]*:|//", value):
                continue
            # The tests of publishing follow what leads to other versions; from disk there are none.
            if not offline and "other-version" in (element.get("class") or ""):
                continue
            target, anchor = urldefrag(value)
            target = target.partition("?")[0]
            file = Path(os.path.normpath(path.parent / unquote(target))) if target else path
            file = file if file in files or offline else file / "index.html"
            lost = file not in files or (anchor and file.suffix == ".html" and unquote(anchor) not in anchors(file))
            if not value or lost:
                wrong.append((path.relative_to(site).as_posix(), value))
    return wrong


@cache
def anchors(path: Path) -> frozenset[str]:
    return frozenset(root_of(path).xpath("//@id")) | {"__skip", "__top"}


def test_a_site_that_stands_alone_has_no_banner(site):
    assert [path.name for path in pages(site) if root_of(path).xpath('//aside[contains(@class, "md-banner")]')] == []


def test_ids_are_unique_on_each_page(site):
    wrong = {}
    for path in pages(site):
        ids = root_of(path).xpath("//@id")
        double = sorted({one for one in ids if ids.count(one) > 1})
        if double:
            wrong[path.relative_to(site).as_posix()] = double
    assert wrong == {}


def test_every_page_has_one_heading_of_the_first_level_a_title_and_a_language(site):
    wrong = []
    for path in pages(site):
        root = root_of(path)
        good = len(root.findall(".//h1")) == 1 and root.findtext(".//title") and root.get("lang") == "en"
        if not good:
            wrong.append(path.relative_to(site).as_posix())
    assert wrong == []


def test_every_citation_leads_to_its_reference_and_back(site):
    citations = 0
    for path in pages(site):
        root = root_of(path)
        for link in root.xpath('//a[starts-with(@id, "cite-")]'):
            citations += 1
            reference = root.get_element_by_id(link.get("href").removeprefix("#"))
            assert f"#{link.get('id')}" in reference.xpath(".//a/@href"), (path, link.get("id"))
    assert citations > 5


def test_year_suffixes_agree_on_every_page(site):
    """A label's year, with its letter, stands in the reference that the label leads to."""
    for path in pages(site):
        root = root_of(path)
        for link in root.xpath('//a[starts-with(@id, "cite-")]'):
            year = re.search(r"(?:19|20)\d\d[a-z]?|n\.d\.(?:-[a-z])?", link.text_content())
            reference = root.get_element_by_id(link.get("href").removeprefix("#")).text_content()
            assert f"({year[0]})" in reference, (path, link.text_content())


def test_the_references_page_lists_every_work_once(site, small_site, small, real):
    guide = small if site == small_site else real
    root = root_of(site / "references/index.html")
    works = {work.get("id"): work for work in root.xpath('//ul[@class="works"]/li')}
    known = json.loads(content_of(site / "references/works.json.gz"))
    assert sorted(works) == sorted(guide.works) == sorted(known["works"])
    for key, work in works.items():
        pages = [known["pages"][place] for place in known["works"][key]["cited"]]
        assert work.findtext("p") == ", ".join(title for title, _ in pages)
        assert [link.get("href") for link in work.iter("a")] == [guide.works[key].url]
        for _, address in pages:
            path, _, anchor = address.partition("#")
            there = root_of(site / "references" / path / "index.html")
            assert not anchor or there.get_element_by_id(anchor) is not None, (key, address)


def test_a_golden_page_of_html(small_site):
    """What a reader gets of a recommendation's Why, to the letter."""
    why = article(small_site / "recommendations/LLME-001/index.html").get_element_by_id("why").getnext()
    assert lxml.html.tostring(why, encoding="unicode").strip() == (
        '<p>People object (<a href="#fn:ref-adams2020first" '
        'id="cite-adams2020first">O’Neil and van de Poel 2020a, p. 612</a>).\n'
        'O\'Neil and van de Poel (<a href="#fn:ref-adams2020second" '
        'id="cite-adams2020second">2020b</a>) say so twice ('
        '<a href="#fn:ref-adams2020first" id="cite-adams2020first-2">O’Neil and van de Poel 2020a</a>, '
        '<a href="#fn:ref-adams2020second" id="cite-adams2020second-2">2020b</a>). '
        "Who is asked first can say no, or say on which terms. "
        "Who is not asked learns of it from others, later, and has no reason to answer the next who asks.</p>"
    )


def test_do_and_dont_have_anchors_and_words(small_site):
    root = root_of(small_site / "recommendations/LLME-001/index.html")
    assert root.get_element_by_id("do").text_content().strip().startswith("Do")
    assert root.get_element_by_id("dont").text_content().strip().startswith("Don’t")
    assert (
        root.xpath('//div[@class="dont"]/p')[0].text_content()
        == 'Do not take silence for a "yes" <in any case>. from this guide'
    )


def test_the_data_says_what_the_pages_say(site):
    """Title, Do, Don't, stage and sources of each recommendation, read from the data and from the page."""
    data = json.loads((site / "data/guide.json").read_text("utf-8"))
    assert data["recommendations"]
    for one in data["recommendations"]:
        root = root_of(site / f"recommendations/{one['id']}/index.html")
        heading = " ".join(root.find(".//h1").text_content().removesuffix("#").split())
        assert heading == f"{one['id']} {one['title'].replace('`', '')}"
        for name in ("do", "dont"):
            shown = [" ".join(text.text_content().split()) for text in root.xpath(f'//div[@class="{name}"]/p')]
            told = f"{one[name].replace('`', '')} {words(one[f'{name}_from'])}"
            assert shown == ([" ".join(told.split())] if one[name] else [])
        assert root.xpath('//dl[@class="facts"]//a/@href')[0] == f"../../stages/{one['stage']}/"
        listed = {item.get("id").removeprefix("fn:ref-") for item in root.xpath('//div[@class="references"]//li')}
        assert listed == set(one["cites"])


def test_the_manifest_tells_what_was_written(site):
    for one in json.loads((site / "data/manifest.json").read_text("utf-8"))["files"]:
        content = (site / one["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["bytes"], one["sha256"])


def test_a_template_can_be_copied_and_downloaded(small_site):
    source = (SMALL / "docs/templates/files/form.md").read_text("utf-8")
    root = root_of(small_site / "templates/form/index.html")
    assert root.xpath("//pre")[0].text_content().strip() == source.strip()
    assert root.xpath('//a[@class="download"]/@href') == ["../files/form.md"]
    assert (small_site / "templates/files/form.md").read_text("utf-8") == source


def test_a_finding_stops_the_build(project):
    path = project / "docs/recommendations/LLME-001.md"
    path.write_text(path.read_text("utf-8").replace("stage: collecting", "stage: colecting"), "utf-8")
    done = build(project)
    assert done.returncode == 1
    assert "docs/recommendations/LLME-001.md:3:8: stage-unknown: no stage is named `colecting`" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "site").exists()


def test_a_preview_shows_the_finding_and_the_rest(project):
    path = project / "docs/recommendations/LLME-001.md"
    path.write_text(path.read_text("utf-8").replace("[see @li2021names]", "[see @li2021name]"), "utf-8")
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("strict: true", "strict: false"), "utf-8")
    done = build(project, GUIDE_FINDINGS="show")
    assert done.returncode == 0, done.stderr
    broken = root_of(project / "site/recommendations/LLME-001/index.html")
    assert "no work has the key li2021name" in " ".join(broken.find('.//div[@class="findings"]').text_content().split())
    assert "One number hides much" in root_of(project / "site/recommendations/LLME-002/index.html").text_content()


def test_the_same_input_builds_the_same_site(project, small_site):
    def files(site: Path) -> dict[Path, bytes]:
        return {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}

    assert files(built(project)) == files(small_site)
