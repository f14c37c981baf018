"""The published site of the guide with a past, as readers of five versions meet it."""

import json
import re
import zipfile
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from playwright.sync_api import Page, expect

from llme.urls import page_url
from past import DAYS, add
from support import ROOT_URL, built, root_of, serving


@pytest.fixture(scope="module")
def site(published_site):
    return published_site


@pytest.fixture(scope="module")
def address(site):
    with serving(site) as address:
        yield address


@pytest.fixture
def page(blank):
    return blank


def pages(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.html") if path.name != "404.html")


def test_every_version_is_a_closed_world(site):
    """No link inside a version leads to another, but those that are marked; and every link resolves."""
    wrong = []
    for version in (*DAYS, "dev"):
        for path in pages(site / version):
            here = f"/{path.relative_to(site).parent.as_posix()}/"
            for element in root_of(path).iter("a", "link", "script", "img"):
                value = element.get("href") or element.get("src") or ""
                if not value or element.get("rel") == "canonical" or re.match(r"(?!http)[a-z]+:", value):
                    continue
                marked = (
                    "other-version" in (element.get("class") or "") or element.getparent().get("class") == "edition"
                )
                target = urldefrag(urljoin(f"http://site{here}", value))[0].partition("?")[0]
                if not target.startswith("http://site/"):
                    continue
                place = site / target.removeprefix("http://site/")
                inside = target.startswith(f"http://site/{version}/")
                if not (inside or marked):
                    wrong.append((here, value, "leaves its version"))
                if not (place / "index.html").is_file() and not place.is_file():
                    wrong.append((here, value, "leads nowhere"))
    assert wrong == []


def test_each_version_cites_itself(site):
    for version in DAYS:
        text = (site / version / "recommendations/LLME-001/index.html").read_text("utf-8")
        assert f"LLME-001@{version}" in text
        assert f"{ROOT_URL}r/LLME-001@{version}/" in text
        assert f'<meta content="{DAYS[version].replace("-", "/")}" name="citation_publication_date"' in re.sub(
            r'<meta name="(citation_publication_date)" content="([^"]*)"', r'<meta content="\2" name="\1"', text
        )


def test_the_newest_release_alone_has_an_offline_edition_and_a_whole_pdf(site):
    found = [path.relative_to(site).as_posix() for path in site.rglob("*.zip")]
    assert found == ["latest/llm-ethics-guide-offline.zip"]
    with zipfile.ZipFile(site / found[0]) as file:
        assert {name.partition("/")[0] for name in file.namelist()} == {f"llm-ethics-guide-{list(DAYS)[-1]}"}
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.pdf"))
    pocket = [f"{version}/pocket-guide.pdf" for version in DAYS]
    assert found == sorted([*pocket, "latest/llm-ethics-guide.pdf", "latest/pocket-guide.pdf"])


def test_canonical_links_lead_to_the_latest_version(site):
    for version in DAYS:
        root = root_of(site / version / "stages/collecting/index.html")
        assert root.xpath('//link[@rel="canonical"]/@href') == [f"{ROOT_URL}latest/stages/collecting/"]


def test_the_draft_is_not_to_be_cited(site):
    path = site / "dev/recommendations/LLME-001/index.html"
    text = path.read_text("utf-8")
    assert "is not to be cited" in text
    assert "LLME-001@" not in text
    assert root_of(path).xpath('//a[@href="../../../2.0.0/recommendations/LLME-001/"]')


def test_the_root(site):
    assert 'content="0; url=latest/"' in (site / "index.html").read_text("utf-8")
    assert (site / "robots.txt").read_text("utf-8") == (
        f"User-agent: *\nDisallow: /guide/dev/\nSitemap: {ROOT_URL}sitemap.xml\n"
    )
    addresses = re.findall(r"<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    assert f"{ROOT_URL}latest/recommendations/LLME-001/" in addresses
    assert all(one.startswith(f"{ROOT_URL}latest/") for one in addresses)


def test_every_id_has_a_resolver(site):
    names = {path.name for path in (site / "r").iterdir()}
    newest = [f"LLME-00{number}" for number in range(1, 8)]
    assert {name for name in names if "@" not in name} == {*newest, *map(str.lower, newest)}
    text = (site / "r/LLME-004/index.html").read_text("utf-8")
    assert "LLME-004 is withdrawn: It said the same as another." in text
    assert '<a href="../LLME-002/">LLME-002</a>' in text


def test_the_status_index(site):
    status = json.loads((site / "status.json").read_text("utf-8"))
    assert (status["latest"], status["versions"]) == ("2.0.0", DAYS)
    assert status["recommendations"]["LLME-003"]["status"] == "withdrawn"
    assert [one["kind"] for one in status["recommendations"]["LLME-001"]["changes"]] == ["added", "wording", "weakened"]


def test_a_resolver_keeps_the_fragment(page: Page, address):
    page.goto(f"{address}r/LLME-001/#why")
    page.wait_for_url(f"{address}latest/recommendations/LLME-001/#why")


@pytest.mark.parametrize("options", [{"java_script_enabled": False}])
def test_a_resolver_without_javascript(page: Page, address):
    page.goto(f"{address}r/LLME-001/")
    page.wait_for_url(f"{address}latest/recommendations/LLME-001/")
    assert "LLME-001 in the newest version" in page.locator(".since").inner_text()


@pytest.mark.parametrize(
    ("version", "name", "state", "text"),
    [
        ("1.1.0", "LLME-007", "unchanged", "Unchanged since version 1.1.0."),
        ("1.0.1", "LLME-002", "unchanged", "Unchanged since version 1.0.1."),
        ("1.0.1", "LLME-001", "changed", "Changed in 2.0.0. See what changed. Weakened in 2.0.0: No more Don't."),
        ("0.1.0", "LLME-001", "changed", "Wording in 1.0.1: A comma less. Weakened in 2.0.0: No more Don't."),
        (
            "1.0.0",
            "LLME-006",
            "withdrawn",
            "This is version 1.0.0. The recommendation was withdrawn in 2.0.0. Nothing stands in its place now. "
            "See what changed. Withdrawn in 2.0.0: It was wrong.",
        ),
        (
            "1.0.0",
            "LLME-004",
            "withdrawn",
            "The recommendation was withdrawn in 2.0.0. Instead, see LLME-002 and LLME-007. See what changed. Clarified "
            "in 1.1.0: One means a single one. Split in 2.0.0: Now in two.",
        ),
    ],
)
def test_since_you_cited_it(page: Page, address, version, name, state, text):
    """It works in versions that were published before the newer one existed: they ask the root."""
    page.goto(f"{address}{version}/recommendations/{name}/")
    note = page.locator(".since")
    expect(note).to_have_attribute("data-state", state)
    assert text in note.inner_text()
    link = note.locator("a").last
    differs = link.inner_text() == "See what changed"
    assert differs == (" in 2.0.0: " in text)
    assert link.get_attribute("href").endswith("#history" if differs else f"/r/{name}/")
    link.click()
    page.wait_for_url(re.compile(f"{address}latest/recommendations/{name}/"))


def test_an_old_page_leads_to_what_stands_in_its_place(page: Page, address):
    page.goto(f"{address}1.0.0/recommendations/LLME-004/")
    page.locator(".since").get_by_text("LLME-007", exact=True).click()
    page.wait_for_url(f"{address}latest/recommendations/LLME-007/")


SCRIPTS = pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["scripts", "none"])


@SCRIPTS
@pytest.mark.parametrize("uri", ["", "stages/collecting/", "recommendations/LLME-001/", "recommendations/LLME-005/"])
@pytest.mark.parametrize("version", ["2.0.0", "latest"])
def test_the_newest_version_says_nothing_of_versions(page: Page, address, version, uri):
    page.goto(f"{address}{version}/{uri}")
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(":is(.md-banner, .since):visible").count() == 0


def test_nor_does_it_where_the_style_sheet_is_not_renewed_yet(page: Page, address):
    page.route("**/newest.css", lambda route: route.fulfill(body="", content_type="text/css"))
    page.goto(f"{address}latest/recommendations/LLME-001/")
    expect(page.locator(".md-banner, .since")).to_have_count(0)


@SCRIPTS
@pytest.mark.parametrize("uri", ["", "stages/collecting/", "recommendations/LLME-004/", "about/versions/"])
@pytest.mark.parametrize(
    ("version", "said"), [("1.0.0", "This is version 1.0.0."), ("dev", "This is the draft of the next version.")]
)
def test_the_banner_leads_to_this_page_in_the_newest_version(page: Page, address, version, said, uri):
    page.goto(f"{address}{version}/{uri}")
    expect(page.locator(".md-banner")).to_have_text(f"{said} Go to this page in the newest version")
    page.locator(".md-banner a").click()
    page.wait_for_url(f"{address}latest/{uri}")


def test_the_banner_leads_to_the_first_page_where_the_newest_version_lacks_this_one(browser, address):
    """Asking for the page that is not there leaves a 404 in the console, so this page is not watched."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/latest/stages/collecting/", lambda route: route.fulfill(status=404, body=""))
    page.goto(f"{address}1.0.0/stages/collecting/#consent")
    page.locator(".md-banner a").click()
    page.wait_for_url(f"{address}latest/")
    page.unroute_all()
    page.goto(f"{address}1.0.0/stages/collecting/#consent")
    page.locator(".md-banner a").click()
    page.wait_for_url(f"{address}latest/stages/collecting/#consent")
    context.close()


def test_the_draft_knows_that_the_newest_version_lacks_a_new_recommendation(copy_of_past):
    folder = copy_of_past("2.0.0")
    add(folder, "LLME-008", "Say what is new")
    site = built(folder, SITE_URL=ROOT_URL, MIKE_DOCS_VERSION='{"version": "dev"}')
    banners = {
        name: root_of(site / f"recommendations/{name}/index.html").xpath('//span[@class="edition"]/a')[0]
        for name in ("LLME-007", "LLME-008")
    }
    assert {name: (link.get("href"), link.text) for name, link in banners.items()} == {
        "LLME-007": ("../../../latest/recommendations/LLME-007/", "Go to this page in the newest version"),
        "LLME-008": ("../../../latest/", "Go to the newest version"),
    }


@pytest.mark.parametrize("options", [{"viewport": {"width": 360, "height": 640}}, {}])
@pytest.mark.parametrize("name", ["LLME-001", "LLME-004", "LLME-006"])
def test_nothing_moves_when_an_old_page_learns_what_became_of_it(page: Page, address, name):
    waiting = []
    page.route("**/status.json", lambda route: waiting.append(route))
    page.goto(f"{address}1.0.0/recommendations/{name}/")
    expect(page.locator("html.js")).to_have_count(1)
    places = "[...document.querySelectorAll('h1, .since, .facts, .pair')].map((one) => one.getBoundingClientRect().top)"
    before = page.evaluate(places)
    waiting[0].continue_()
    expect(page.locator(".since")).to_have_attribute("data-state", re.compile("."))
    assert page.evaluate(places) == before
    boxes = [one.bounding_box() for one in (page.locator(".since"), page.get_by_text("See what changed"))]
    assert boxes[0]["y"] + boxes[0]["height"] >= boxes[1]["y"] + boxes[1]["height"]  # in the part that is seen


def test_the_list_of_versions_by_keyboard(page: Page, address):
    page.goto(f"{address}1.0.1/recommendations/LLME-001/")
    button, versions = page.locator(".md-version__current"), page.locator(".md-version__list")
    expect(button).to_have_attribute("aria-expanded", "false")
    assert versions.locator("a").all_inner_texts() == ["2.0.0 (newest)", "1.1.0", "1.0.1", "1.0.0", "0.1.0", "Draft"]
    assert versions.locator("[aria-current]").all_inner_texts() == ["1.0.1"]
    button.focus()
    expect(versions).to_have_css("opacity", "1")
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(versions.locator("a").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(versions).to_be_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-version')") is None
    page.keyboard.press("Shift+Tab")
    expect(versions).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(versions).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}2.0.0/recommendations/LLME-001/")
    expect(page.locator(".md-version__current")).to_have_text("2.0.0")
    expect(page.locator(".md-version__current")).to_have_attribute(
        "aria-label", "Version 2.0.0 (newest): choose another"
    )


def test_escape_closes_the_list_under_the_mouse(page: Page, address):
    page.goto(f"{address}dev/")
    page.get_by_label("Search", exact=True).first.focus()
    page.locator(".md-version__current").hover(force=True)  # the list opens over it
    expect(page.locator(".md-version__list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".md-version__list")).to_be_hidden()
    page.locator(".md-version__current").click()
    page.locator(".md-version__link", has_text="Draft").click()
    page.wait_for_url(f"{address}dev/")


def test_a_withdrawn_recommendation_keeps_its_page(page: Page, address):
    page.goto(f"{address}r/LLME-004/")
    page.wait_for_url(f"{address}latest/recommendations/LLME-004/")
    notice = page.locator(".withdrawn").inner_text()
    assert "Withdrawn. It said the same as another. Instead, see LLME-002 and LLME-007." in notice
    page.goto(f"{address}latest/{page_url('recommendations/index.md')}")
    assert page.locator("#withdrawn ~ ul a").all_inner_texts()[:1] == ["LLME-003 Say what you left out"]


def test_the_version_selector_keeps_the_page(page: Page, address):
    page.goto(f"{address}1.1.0/recommendations/LLME-001/")
    page.locator(".md-version__current").hover(force=True)  # the list opens over it
    page.locator(".md-version__link", has_text="1.0.1").click()
    page.wait_for_url(f"{address}1.0.1/recommendations/LLME-001/")


def test_the_version_selector_goes_to_the_resolver_where_a_version_lacks_the_page(browser, address):
    """Asking for the page that is not there leaves a 404 in the console, so this page is not watched."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}2.0.0/recommendations/LLME-007/")
    page.locator(".md-version__current").hover(force=True)
    page.locator(".md-version__link", has_text="1.0.1").click()
    page.wait_for_url(f"{address}latest/recommendations/LLME-007/")
    context.close()


def test_the_history_shows_the_difference(page: Page, address):
    page.goto(f"{address}latest/recommendations/LLME-001/#history")
    step = page.locator("#version-1-0-1")
    assert step.locator("del").all_inner_texts() == ["first,"]
    assert step.locator("ins").all_inner_texts() == ["first"]


def test_the_changes_of_the_guide(page: Page, address):
    page.goto(f"{address}latest/changes/")
    headings = page.locator("article h2").all_inner_texts()
    assert [one.split()[0] for one in headings] == ["2.0.0", "1.1.0", "1.0.1", "1.0.0", "0.1.0"]
