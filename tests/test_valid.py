"""The pages as files: what a checker of HTML calls a fault, and not a matter of style.

Which end tags, quotes and spaces stand in them is a matter of style, and left out on purpose (hooks/llme/html/lean.py).
"""

from pathlib import Path

import html5lib
import pytest

from kinds import address_of, kinds
from support import root_of

pytestmark = pytest.mark.edge  # the fixtures of a test do not show that it needs sites


@pytest.fixture(scope="module", params=["real_site", "published_site"])
def pages(request) -> dict[str, Path]:
    """Every kind of page of a site, by address; of the published one, those of its root and of one version."""
    site = request.getfixturevalue(request.param)
    if request.param == "real_site":
        return {address_of(path, site): path for path in kinds(site)}
    root = [*site.glob("*.html"), *site.glob("r/*/index.html")]
    return {address_of(path, site): path for path in (*root, *kinds(site / "2.0.0"))}


def test_a_page_holds_no_error_of_syntax(pages):
    """Such as a link within a link, which no tree shows afterwards."""
    found = {}
    for name, path in pages.items():
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(path.read_text("utf-8"))
        found[name] = [(place, code) for place, code, _ in parser.errors]
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_a_page_asks_for_nothing_ahead(pages):
    """Firefox fetches what is next, which the policy forbids: it reports that on each page."""
    ahead = {"next", "prev", "prefetch", "preload", "prerender", "preconnect", "dns-prefetch"}
    found = {name: [one.get("rel") for one in root_of(path).iter("link")] for name, path in pages.items()}
    assert {name: kinds for name, kinds in found.items() if ahead & set(kinds)} == {}


def test_each_navigation_has_a_name_of_its_own(pages):
    for name, path in pages.items():
        names = [one.get("aria-label") for one in root_of(path).iter("nav")]
        assert all(names), name
        assert len(set(names)) == len(names), name


def test_a_page_that_leads_on_says_so_in_the_form_of_the_standard(pages):
    """`0; url=…`; without the space, browsers alone understand it."""
    refreshing = [
        one.get("content") for path in pages.values() for one in root_of(path).xpath('//meta[@http-equiv="refresh"]')
    ]
    assert [one for one in refreshing if not one.startswith("0; url=")] == []
