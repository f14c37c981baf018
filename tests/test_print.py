"""The guide on paper, as Chromium prints it on sheets of A4 with its default margins."""

import base64
import io
import shutil
from unicodedata import normalize

import pypdf
import pytest
from playwright.sync_api import Page

from llme.outputs.site_root import root_files
from measuring.timing import SITE_URL
from publishing.site_tree import versions_file
from support import serving
from test_pdf import squeezed

A4 = {"paperWidth": 8.27, "paperHeight": 11.69}
LETTER = {"paperWidth": 8.5, "paperHeight": 11}
# What has its place on a screen alone: forms, proposals, related lists, and what is there to be copied.
SCREEN_ONLY = (
    "Propose an edit",
    "Related recommendations",
    "Cite this",
    "In the worked example",
    "@manual",
    "in a feed reader",
    "This is version",
)
KINDS = ("", "about/data/", "checklist/", "pocket-guide/", "stages/evaluation/", "tools/")
OTHERS = (
    *("about/citing/", "changes/", "frameworks/", "frameworks/eu-ai-act/", "recommendations/", "references/"),
    *("release/eight-elements/", "stages/", "templates/risk-card/", "topics/", "topics/bias/"),
)
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".md-content *, .sheet-foot")]
    .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""


@pytest.fixture(scope="module")
def address(released_site, real, tmp_path_factory):
    """The guide as its newest release looks, where it stands in a published site."""
    folder = tmp_path_factory.mktemp("printed")
    version = real.releases[-1].version
    shutil.copytree(released_site, folder / version)
    (folder / "versions.json").write_text(versions_file([version]))
    root = root_files(real.releases, SITE_URL)
    for name in ("newest.css", "status.json"):
        (folder / name).write_text(root[name], "utf-8")
    with serving(folder) as address:
        yield f"{address}{version}/"


@pytest.fixture(scope="module")
def longest(released_site) -> list[str]:
    """The IDs of the recommendations, those with the most text first."""
    pages = released_site.glob("recommendations/LLME-*/index.html")
    return [path.parent.name for path in sorted(pages, key=lambda path: -path.stat().st_size)]


def printed(page: Page, paper: dict = A4) -> list[str]:
    """The text of each sheet of the page that is open."""
    session = page.context.new_cdp_session(page)
    content = base64.b64decode(session.send("Page.printToPDF", paper)["data"])
    session.detach()
    found = pypdf.PdfReader(io.BytesIO(content)).pages
    return [normalize("NFKC", sheet.extract_text()) for sheet in found]  # without ligatures


def sheets(page: Page, address: str, ids: list[str], paper: dict) -> dict[str, int]:
    """How many sheets each recommendation takes."""
    found = {}
    for identifier in ids:
        page.goto(f"{address}recommendations/{identifier}/", wait_until="domcontentloaded")
        found[identifier] = len(printed(page, paper))
    return found


def test_the_longest_recommendations_take_two_sheets(blank, address, longest):
    ids = longest[:4]
    assert sheets(blank, address, ids, A4) == dict.fromkeys(ids, 2)


@pytest.mark.nightly
@pytest.mark.parametrize("paper", [A4, LETTER])
def test_every_recommendation_takes_two_sheets_at_most(blank, address, longest, paper):
    found = sheets(blank, address, longest, paper)
    assert {identifier: count for identifier, count in found.items() if count > 2} == {}
    assert len(found) >= 52


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}, {"color_scheme": "dark"}])
def test_a_recommendation_on_paper(blank, address, longest, real):
    one = next(one for one in real.recommendations if one.id == longest[0])
    blank.goto(f"{address}recommendations/{one.id}/")
    version = real.releases[-1].version
    found = printed(blank)
    foot = squeezed(f"{one.id} · LLM Ethics Guide, version {version} · {SITE_URL}r/{one.id}@{version}/")
    assert [foot in squeezed(sheet) for sheet in found] == [True, True]
    assert [f"{number} / 2" in sheet for number, sheet in enumerate(found, 1)] == [True, True]
    whole = squeezed("".join(found))
    assert [words for words in SCREEN_ONLY if squeezed(words) in whole] == []
    for text in (one.do, one.dont, "Why"):
        assert squeezed(text) in squeezed(found[0])
    for text in ("First steps", "When this may not apply", "Check yourself", "References"):
        assert squeezed(text) in whole
    works = [real.works[key].url for key in real.cites(one)]
    tools = [real.tools[name].url for name in one.tools]
    assert works
    assert [url for url in works + tools if squeezed(url) not in whole] == []


@pytest.mark.parametrize("options", [{"color_scheme": "dark"}])
def test_print_is_legible_and_light(blank, address, longest):
    blank.goto(f"{address}recommendations/{longest[0]}/")
    blank.emulate_media(media="print", color_scheme="dark")
    sizes = {
        name: blank.evaluate("name => parseFloat(getComputedStyle(document.querySelector(name)).fontSize)", name) * 0.75
        for name in ("#why ~ p", "#first-steps ~ ol li", "#check-yourself + ul li", ".do p")
    }
    assert {name: size for name, size in sizes.items() if round(size, 2) < 9.5} == {}
    assert round(blank.evaluate(SMALLEST) * 0.75, 2) >= 7.9
    assert blank.evaluate("getComputedStyle(document.querySelector('#why ~ p')).color") == "rgb(29, 28, 25)"
    for name in (".do", ".dont", ".tools li", ".references li"):
        assert blank.locator(name).first.evaluate("one => getComputedStyle(one).breakInside") == "avoid"


@pytest.mark.parametrize("uri", [*KINDS, *(pytest.param(uri, marks=pytest.mark.nightly) for uri in OTHERS)])
def test_every_kind_of_page_prints_whole(blank, address, real, uri):
    """Each sheet holds some of its text, and names it; nothing is wider than the sheet."""
    version = real.releases[-1].version
    blank.goto(f"{address}{uri}")
    found = printed(blank)
    foot = f"LLM Ethics Guide, version {version} · {SITE_URL}{version}/{uri}"
    assert [sheet.count(foot) for sheet in found] == [1] * len(found)
    assert [f"{number} / {len(found)}" in sheet for number, sheet in enumerate(found, 1)] == [True] * len(found)
    assert [number for number, sheet in enumerate(found, 1) if len(sheet) < len(foot) + 40] == []
    blank.emulate_media(media="print")
    blank.set_viewport_size({"width": 688, "height": 1000})  # A4 without the margins
    assert blank.evaluate("document.documentElement.scrollWidth") <= 688


def test_a_page_prints_the_same_from_wherever_it_was_read(blank, address, longest):
    blank.goto(f"{address}recommendations/{longest[0]}/")
    whole = printed(blank)
    blank.evaluate("scrollTo({ top: 1500, behavior: 'instant' })")
    assert printed(blank) == whole
    assert blank.evaluate("scrollY") == 1500


@pytest.mark.parametrize("options", [{"java_script_enabled": False}])
def test_what_is_folded_prints_open(blank, address):
    blank.goto(f"{address}about/citing/")
    assert not blank.locator("details.formats pre").first.is_visible()
    assert "@manual" in "".join(printed(blank))
