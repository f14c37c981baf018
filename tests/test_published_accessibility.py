"""WCAG 2.2 AA on a published site, whose pages bear a banner and a choice of versions; beside the tests of that site."""

from playwright.sync_api import Page, expect

from kinds import address_of, kinds
from support import serving
from test_accessibility import as_usual, page
from wcag import in_both_schemes, violations

__all__ = ["as_usual", "page"]  # fixtures


def test_axe_finds_nothing_on_a_published_site(page: Page, published_site, real_site):
    """What the guide's own site has not got, of the newest version; an old one, the draft, and the root's pages."""
    found = {}
    with serving(published_site) as address:
        others = [published_site / version / "recommendations/LLME-001/index.html" for version in ("1.0.0", "dev")]
        for path in (*kinds(published_site / "2.0.0", real_site), *others):
            page.goto(address + address_of(path, published_site))
            if path.name != "404.html":
                expect(page.locator(".md-version__current")).to_be_visible()
            found[address_of(path, published_site)] = violations(page)  # the same colours as on any other site
        page.locator(".md-version__current").focus()
        expect(page.locator(".md-version__list")).to_have_css("opacity", "1")
        found["the versions"] = in_both_schemes(page)
        page.route("**/latest/**", lambda route: route.abort())  # stay on the pages that lead on at once
        for name in ("index.html", "404.html", "r/LLME-001/index.html", "r/LLME-004/index.html"):
            html = (published_site / name).read_text("utf-8").replace('<base href="/guide/">', '<base href="/">')
            page.goto(f"{address}robots.txt")
            page.set_content(
                html.replace('http-equiv="refresh"', 'name="refresh"').replace("location.replace", "void ")
            )
            found[name] = violations(page)
        page.unroute_all()
    assert any(
        name.startswith("2.0.0/") and "class=withdrawn" in (published_site / name / "index.html").read_text()
        for name in found
        if name.endswith("/")
    )
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
