"""The offline edition: a zip file that opens from disk and asks nobody for anything."""

import io
import re
import shutil
import zipfile
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from llme.outputs import offline
from llme.versions.edition import Edition
from past import RELEASE, unpack
from support import ROOT, ROOT_URL, build, buildable, built, root_of, watched_page
from test_site import dead_links

WHEN = datetime(2026, 2, 1, 12, 30, 41)


@pytest.fixture
def edition(release) -> Path:
    """The offline edition of a release; the site's address is known."""
    return release / "unpacked/llm-ethics-guide-1.0.0"


@pytest.fixture(scope="session")
def offline_draft(once) -> Path:
    """The offline edition of the guide itself as it stands, for which its address is not known."""
    folder = once("offline", lambda folder: unpack(built(buildable(folder, ROOT), GUIDE_OFFLINE="1")))
    return folder / "unpacked/llm-ethics-guide-dev"


@pytest.fixture
def page(browser, offline_draft, options):
    """A page that may ask for nothing but the files of the edition."""
    with watched_page(browser, f"{offline_draft.as_uri()}/", **options) as page:
        page.goto(f"{offline_draft.as_uri()}/index.html")
        yield page


def archived(site: dict[str, bytes], guide, when: datetime = WHEN) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(offline.archive(site, guide, Edition(), when)))


def test_what_is_packed_and_what_is_left_out(small):
    site = {
        "index.html": b'<a href="a%20b/index.html#x">',
        "a b/index.html": b'<a href="../data/linked.bib"><img src=../linked.png><script src="../assets/one.js">',
        "404.html": b'<a href="feeds/all.atom">',
        **dict.fromkeys(["data/linked.bib", "data/alone.json", "feeds/all.atom", "linked.png", "alone.png"], b""),
        **dict.fromkeys(["assets/one.js", "assets/two.js", "assets/javascripts/bundle.js", "assets/guide.css"], b""),
        **dict.fromkeys(["sitemap.xml", "sitemap.xml.gz"], b""),
        "search/search_index.json": b"{}",
    }
    file = archived(site, small)
    assert [name.removeprefix("llm-ethics-guide-dev/") for name in file.namelist()] == [
        "README.txt",
        "a b/index.html",
        "assets/guide.css",
        "assets/javascripts/bundle.js",
        "assets/one.js",
        "data/linked.bib",
        "index.html",
        "linked.png",
        "search/search_index.js",
    ]
    assert file.read("llm-ethics-guide-dev/search/search_index.js") == b"var __index = {}"


@pytest.mark.parametrize(
    ("when", "time"), [(WHEN, (2026, 2, 1, 12, 30, 40)), (datetime(1970, 1, 1), (1980, 1, 1, 0, 0, 0))]
)
def test_nothing_in_the_zip_file_depends_on_the_machine(small, when, time):
    """The format counts time in steps of two seconds, from 1980 on."""
    [first, *_] = archived({"index.html": b""}, small, when).infolist()
    assert (first.date_time, first.create_system, oct(first.external_attr >> 16)) == (time, 3, "0o100644")


def test_a_release_has_it_in_one_folder(edition):
    assert edition.name == "llm-ethics-guide-1.0.0"
    assert sorted(path.name for path in edition.iterdir()) == [
        *("README.txt", "about", "assets", "changes", "checklist", "decisions", "frameworks", "greeting"),
        *("index.html", "pocket-guide", "recommendations", "references", "search", "stages", "templates"),
        *("tools", "topics"),
    ]
    assert (edition / "README.txt").read_text("utf-8") == (
        "LLM Ethics Guide, version 1.0.0 of 1 February 2026\n"
        "Offline copy\n"
        "\n"
        "Open index.html in a browser. Everything works from disk, search included;\n"
        "no network is needed. Links to other sites lead there as usual.\n"
        "\n"
        "The same pages on the web: https://example.org/guide/1.0.0/\n"
        "\n"
        "By LLM Ethics Guide contributors.\n"
        "Text: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/\n"
        "Code: MIT licence. The theme is Material for MkDocs by Martin Donath, MIT licence.\n"
    )


def test_a_release_links_it_and_a_draft_does_not(release, small_site):
    links = root_of(release / "site/about/data/index.html").xpath('//ul[@class="entries forms"]//a/@href')
    assert links == [
        "../../pocket-guide.pdf",
        f"{ROOT_URL}latest/llm-ethics-guide.pdf",
        f"{ROOT_URL}latest/llm-ethics-guide-offline.zip",
    ]
    for path in ("pocket-guide.pdf", "latest/llm-ethics-guide.pdf", "latest/llm-ethics-guide-offline.zip"):
        assert (release / "site" / path).is_file()
    text = root_of(small_site / "about/data/index.html").text_content()
    assert "This draft has none: they are made when a version is released." in text
    assert list(small_site.glob("*.zip")) == []


def test_every_link_of_a_release_resolves_to_a_file(edition):
    assert dead_links(edition, offline=True) == []


def test_every_link_of_a_draft_resolves_to_a_file(offline_draft):
    assert dead_links(offline_draft, offline=True) == []


def test_what_leads_to_other_versions_is_absolute(edition):
    root = root_of(edition / "recommendations/LLME-001/index.html")
    assert root.xpath('//a[@class="other-version"]/@href') == [
        f"{ROOT_URL}latest/recommendations/LLME-001/",
        f"{ROOT_URL}r/LLME-001/",
        f"{ROOT_URL}latest/feeds/LLME-001.atom",
        f"{ROOT_URL}latest/feeds/LLME-001.json",
    ]
    [link] = root_of(edition / "about/data/index.html").xpath('//article//a[@class="other-version"]')
    assert link.get("href") == f"{ROOT_URL}1.0.0/about/data/"
    assert root_of(edition / "index.html").xpath('//link[@rel="canonical"]') == []


def test_what_leads_to_other_versions_is_plain_text_where_the_address_is_not_known(offline_draft):
    root = root_of(offline_draft / "recommendations/LLME-008/index.html")
    banner = root.xpath('//span[@class="edition"]')[0]
    assert (banner.text_content(), list(banner)) == ("This is an offline copy of the draft of the next version.", [])
    assert root.xpath('//p[@class="feed"]') == root.xpath('//a[contains(@class, "other-version")]') == []
    assert "Cite the text of version" in " ".join(root.text_content().split())


def test_the_policy_allows_files_and_no_requests(offline_draft):
    policies = {
        value
        for path in offline_draft.rglob("*.html")
        for value in root_of(path).xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    }
    assert policies == {
        "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; "
        "base-uri 'none'; form-action 'none'"
    }


def test_the_same_input_gives_the_same_bytes(release, tmp_path):
    name = "site/latest/llm-ethics-guide-offline.zip"
    again = shutil.copytree(release, tmp_path / "guide", ignore=shutil.ignore_patterns("site", "unpacked"))
    built(again, **RELEASE, TMPDIR=str(tmp_path), TZ="Asia/Tokyo", PYTHONHASHSEED="7")
    assert (again / name).read_bytes() == (release / name).read_bytes()


def test_a_module_of_a_page_runs_from_disk(browser, edition):
    with watched_page(browser, f"{edition.as_uri()}/") as page:
        page.goto(f"{edition.as_uri()}/greeting/index.html")
        expect(page.locator("#said")).to_have_text("Good morning")
        expect(page.locator("#said")).to_have_css("font-style", "italic")
    scripts = {path.name for path in (edition / "assets").glob("*.*js")}
    assert {"frame-worker.js", "pocket-guide.js", "since.js"} <= scripts
    assert {name for name in scripts if name.endswith(".mjs") or name == "versions.js"} == set()


def test_a_module_that_cannot_be_turned_stops_the_build(project):
    (project / "docs/assets/since.mjs").write_text("export default 1;\n")
    done = build(project, GUIDE_OFFLINE="1")
    assert done.returncode == 1
    assert "docs/assets/since.mjs:1: not a known form of export: export default 1;" in done.stderr
    assert "Traceback" not in done.stderr


def test_from_home_to_a_tooltip(page: Page):
    page.locator("svg.lifecycle.wide a").nth(1).click()
    assert page.locator("h1").inner_text().startswith("Data compilation")
    page.locator("table.pairs tbody th a", has_text="LLME-008").click()
    page.wait_for_url("**/recommendations/LLME-008/index.html")
    page.locator("a.footnote-ref", has_text="Longpre et al. 2024").first.hover()
    tooltip = page.locator(".md-tooltip2--active")
    tooltip.wait_for()
    assert "Consent in Crisis" in tooltip.inner_text()


def test_search_and_follow_a_result(page: Page, offline_draft):
    page.keyboard.press("/")
    page.keyboard.type("scraping robots.txt")
    result = page.locator(".md-search-result__link").first
    result.wait_for(timeout=20_000)
    result.click()
    page.wait_for_url(f"{offline_draft.as_uri()}/recommendations/LLME-008/index.html?h=scraping+robots+txt")
    expect(page.locator("h1 mark")).to_have_text("scraping")


def test_a_mistyped_word_finds_the_same_from_disk(page: Page, offline_draft):
    page.keyboard.press("/")
    page.keyboard.type("anotator")
    expect(page.locator(".md-search-result__link").first).to_have_attribute(
        "href", re.compile("LLME-016/index.html"), timeout=20_000
    )


def test_search_again_from_another_page(page: Page, offline_draft):
    """The frame of the search is made anew on each page, wherever the page lies."""
    page.goto(f"{offline_draft.as_uri()}/about/data/index.html")
    page.keyboard.press("/")
    page.keyboard.type("LLME-008")
    expect(page.locator(".md-search-result__link").first).to_have_attribute(
        "href", f"{offline_draft.as_uri()}/recommendations/LLME-008/index.html?h=llme+008", timeout=20_000
    )


def test_tools_are_filtered(page: Page, offline_draft):
    page.goto(f"{offline_draft.as_uri()}/tools/index.html")
    everything = page.locator(".toolbox li:visible").count()
    page.get_by_label("test suite").check()
    assert 0 < page.locator(".toolbox li:visible").count() == page.locator("li.kind-test-suite").count() < everything


def test_the_version_note_of_a_release(browser, edition):
    with watched_page(browser, f"{edition.as_uri()}/") as page:
        page.goto(f"{edition.as_uri()}/recommendations/LLME-001/index.html")
        expect(page.locator(".edition")).to_have_text(
            "This is an offline copy of version 1.0.0. Go to this page in the newest version"
        )
        expect(page.locator(".since")).to_have_text("This is version 1.0.0. LLME-001 in the newest version")


def test_links_that_modules_make_lead_to_files(page: Page, offline_draft):
    """Every page with a module of its own, and the home page, as they are when their scripts have run."""
    tools = [path for path in offline_draft.rglob("*.html") if root_of(path).xpath("//head/script[@defer]")]
    wrong = []
    for path in (offline_draft / "index.html", *sorted(tools)):
        page.goto(path.as_uri())
        links = page.locator("a[href]").evaluate_all(
            "all => all.map(one => new URL(one.getAttribute('href'), location).href)"
        )
        wrong += [
            (path.name, link)
            for link in links
            if (address := urlsplit(link)).scheme == "file" and not Path(address.path).is_file()
        ]
    assert wrong == []


@pytest.mark.parametrize("options", [{"java_script_enabled": False}])
def test_without_javascript(page: Page):
    page.locator("svg.lifecycle.wide a").nth(1).click()
    page.locator("table.pairs a", has_text="LLME-008").click()
    assert page.locator("#do").is_visible()
