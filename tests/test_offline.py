"""The offline edition: a zip file that opens from disk and asks nobody for anything."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
import pytest
from playwright.sync_api import Page, expect

from llme.outputs import offline
from llme.versions.edition import Edition
from past import with_past
from support import ROOT, build, buildable, watched_page
from test_site import dead_links

pytestmark = pytest.mark.xdist_group("offline")
SITE = "https://example.org/guide/"
# What publishing tells the build of a release.
RELEASE = {"GUIDE_VERSION": "1.0.0", "SITE_URL": SITE, "MIKE_DOCS_VERSION": '{"version": "1.0.0"}'}
WHEN = datetime(2026, 2, 1, 12, 30, 41)


def unpacked(project: Path, version: str) -> Path:
    """The one folder of a project's offline edition, unpacked beside it."""
    with zipfile.ZipFile(project / f"site/llm-ethics-guide-{version}-offline.zip") as file:
        file.extractall(project / "unpacked")
    [folder] = (project / "unpacked").iterdir()
    return folder


def built(project: Path, **environment: str) -> Path:
    done = build(project, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return project


@pytest.fixture(scope="module")
def past(tmp_path_factory) -> Path:
    """The small guide with its release 1.0.0, and a page with a module of its own that imports another."""
    folder = with_past(tmp_path_factory.mktemp("offline") / "guide", "1.0.0")
    (folder / "docs/greeting.md").write_text(
        "---\ntitle: Greeting\ndescription: With a module.\nassets: [greeting]\n---\n\n# Greeting\n\n## Nothing yet {#said}\n"
    )
    (folder / "docs/assets/greeting.css").write_text("#said { font-style: italic; }\n")
    (folder / "docs/assets/words.mjs").write_text('export const word = "Good morning";\n')
    (folder / "docs/assets/greeting.mjs").write_text(
        'import { word } from "./words.mjs";\nconst said = document.getElementById("said");\nsaid.textContent = word;\n'
    )
    return folder


@pytest.fixture(scope="module")
def release(past) -> Path:
    """Its offline edition, unpacked; the site's address is known."""
    return unpacked(built(past, **RELEASE), "1.0.0")


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Path:
    """The offline edition of the guide itself as it stands, for which its address is not known."""
    project = buildable(tmp_path_factory.mktemp("real"), ROOT)
    return unpacked(built(project, GUIDE_OFFLINE="1"), "dev")


@pytest.fixture
def page(browser, real, request):
    """A page that may ask for nothing but the files of the edition."""
    with watched_page(browser, f"{real.as_uri()}/", **getattr(request, "param", {})) as page:
        page.goto(f"{real.as_uri()}/index.html")
        yield page


def root_of(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.parse(str(path), lxml.html.HTMLParser(encoding="utf-8")).getroot()


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


def test_a_release_has_it_in_one_folder(release):
    assert release.name == "llm-ethics-guide-1.0.0"
    assert sorted(path.name for path in release.iterdir()) == [
        *("README.txt", "about", "assets", "changes", "checklist", "decisions", "frameworks", "greeting"),
        *("index.html", "pocket-guide", "recommendations", "references", "search", "stages", "templates"),
        *("tools", "topics"),
    ]
    assert (release / "README.txt").read_text("utf-8") == (
        "LLM Ethics Guide, version 1.0.0 of 1 February 2026\n"
        "Offline edition\n"
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


def test_a_release_links_it_and_a_draft_does_not(past, release, small_site):
    links = root_of(past / "site/about/data/index.html").xpath('//ul[@class="entries forms"]//a/@href')
    assert [link.rpartition("/")[2] for link in links] == [
        "pocket-guide.pdf",
        "llm-ethics-guide.pdf",
        "llm-ethics-guide-1.0.0-offline.zip",
    ]
    assert all((past / "site/about/data" / link).resolve().is_file() for link in links)
    text = root_of(small_site / "about/data/index.html").text_content()
    assert "This draft has none: they are made when a version is released." in text
    assert list(small_site.glob("*.zip")) == []


@pytest.mark.parametrize("edition", ["release", "real"])
def test_every_link_resolves_to_a_file(edition, request):
    assert dead_links(request.getfixturevalue(edition), offline=True) == []


def test_what_leads_to_other_versions_is_absolute(release):
    root = root_of(release / "recommendations/LLME-001/index.html")
    assert root.xpath('//a[@class="other-version"]/@href') == [f"{SITE}latest/", f"{SITE}r/LLME-001/"]
    assert root.xpath('//p[@class="feed"]/a/@href') == [
        f"{SITE}1.0.0/feeds/LLME-001.atom",
        f"{SITE}1.0.0/feeds/LLME-001.json",
    ]
    [link] = root_of(release / "about/data/index.html").xpath('//article//a[@class="other-version"]')
    assert link.get("href") == f"{SITE}1.0.0/about/data/"
    assert root_of(release / "index.html").xpath('//link[@rel="canonical"]') == []


def test_what_leads_to_other_versions_is_plain_text_where_the_address_is_not_known(real):
    root = root_of(real / "recommendations/LLME-008/index.html")
    banner = root.xpath('//span[@class="edition"]')[0]
    assert (banner.text_content(), list(banner)) == ("This is an offline copy of the draft of the next version.", [])
    assert root.xpath('//p[@class="feed"]') == root.xpath('//a[contains(@class, "other-version")]') == []
    assert "Cite the text of version" in " ".join(root.text_content().split())


def test_the_policy_allows_files_and_no_requests(real):
    policies = {
        " ".join(part for part in value.split() if not part.startswith("'sha256-"))
        for path in real.rglob("*.html")
        for value in root_of(path).xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    }
    assert policies == {
        "default-src 'none'; script-src 'self' file: style-src 'self' file:; img-src 'self' file: data:; "
        "base-uri 'none'; form-action 'none'"
    }


def test_the_same_input_gives_the_same_bytes(past, release, tmp_path):
    name = "llm-ethics-guide-1.0.0-offline.zip"
    first = (past / "site" / name).read_bytes()
    elsewhere = {"TMPDIR": str(tmp_path), "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    built(past, **RELEASE, **elsewhere)
    assert (past / "site" / name).read_bytes() == first


def test_a_module_of_a_page_runs_from_disk(browser, release):
    with watched_page(browser, f"{release.as_uri()}/") as page:
        page.goto(f"{release.as_uri()}/greeting/index.html")
        expect(page.locator("#said")).to_have_text("Good morning")
        expect(page.locator("#said")).to_have_css("font-style", "italic")
    scripts = {path.name for path in (release / "assets").glob("*.*js")}
    assert {"frame-worker.js", "greeting.js", "since.js"} <= scripts
    assert {name for name in scripts if name.endswith(".mjs") or name == "words.js"} == set()


def test_a_module_that_cannot_be_turned_stops_the_build(tmp_path):
    project = buildable(tmp_path / "project")
    (project / "docs/assets/wrong.mjs").write_text("export default 1;\n")
    done = build(project, GUIDE_OFFLINE="1")
    assert done.returncode == 1
    assert "docs/assets/wrong.mjs:1: not a known form of export: export default 1;" in done.stderr
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


def test_search_and_follow_a_result(page: Page, real):
    page.keyboard.press("/")
    page.keyboard.type("scraping robots.txt")
    result = page.locator(".md-search-result__link").first
    result.wait_for(timeout=20_000)
    result.click()
    page.wait_for_url(f"{real.as_uri()}/recommendations/LLME-008/index.html?h=scraping")
    expect(page.locator("h1 mark")).to_have_text("scraping")


def test_search_again_from_another_page(page: Page, real):
    """The frame of the search is made anew on each page, wherever the page lies."""
    page.goto(f"{real.as_uri()}/about/data/index.html")
    page.keyboard.press("/")
    page.keyboard.type("LLME-008")
    expect(page.locator(".md-search-result__link").first).to_have_attribute(
        "href", f"{real.as_uri()}/recommendations/LLME-008/index.html?h=llme+008", timeout=20_000
    )


def test_tools_are_filtered(page: Page, real):
    page.goto(f"{real.as_uri()}/tools/index.html")
    everything = page.locator(".toolbox li:visible").count()
    page.get_by_label("test suite").check()
    assert 0 < page.locator(".toolbox li:visible").count() == page.locator("li.kind-test-suite").count() < everything


def test_the_version_note_of_a_release(browser, release):
    with watched_page(browser, f"{release.as_uri()}/") as page:
        page.goto(f"{release.as_uri()}/recommendations/LLME-001/index.html")
        expect(page.locator(".edition")).to_have_text("This is an offline copy of version 1.0.0. Latest version")
        expect(page.locator(".since")).to_have_text("This is version 1.0.0. LLME-001 in the latest version")


def test_links_that_modules_make_lead_to_files(page: Page, real):
    """Every page with a module of its own, and the home page, as they are when their scripts have run."""
    tools = [path for path in real.rglob("*.html") if root_of(path).xpath("//head/script[@defer]")]
    wrong = []
    for path in (real / "index.html", *sorted(tools)):
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


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_javascript(page: Page):
    page.locator("svg.lifecycle.wide a").nth(1).click()
    page.locator("table.pairs a", has_text="LLME-008").click()
    assert page.locator("#do").is_visible()
