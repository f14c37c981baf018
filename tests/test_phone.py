"""A phone's small screen: what it shows first, and how a reader finds a place on a long page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from llme.urls import page_url, recommendation_uri, stage_uri

SCREEN = {"width": 360, "height": 640}
CONTENTS = "#__contents"


@pytest.fixture
def options() -> dict:
    return {"viewport": SCREEN}


def bottom(page: Page, selector: str) -> float:
    """Where the first line of a text ends."""
    return page.locator(selector).evaluate(
        "(one) => { const range = new Range(); range.selectNodeContents(one); return range.getClientRects()[0].bottom; }"
    )


def longest(real) -> Iterator[str]:
    """The recommendations that need most room: by their title, their Do, and both together."""
    for length in (
        lambda one: len(one.title),
        lambda one: len(one.do or ""),
        lambda one: len(f"{one.title}{one.do or ''}{one.dont or ''}"),
    ):
        yield from [one.id for one in sorted(real.active, key=length)[-3:]]


def test_do_and_dont_stand_in_the_first_screen(page: Page, address, real):
    for identifier in sorted(set(longest(real)) | {"LLME-001", "LLME-008"}):
        page.goto(address + page_url(recommendation_uri(identifier)))
        one = real.by_id[identifier]
        for kind in [kind for kind, text in (("do", one.do), ("dont", one.dont)) if text]:
            assert bottom(page, f".pair .{kind} p") <= SCREEN["height"], f"{identifier} {kind}"
        order = page.evaluate("[...document.querySelectorAll('h1, .pair, .facts')].map((one) => one.className)")
        assert order == ["", "pair", "facts"]


def test_the_first_box_of_the_picture_stands_in_the_first_screen_of_the_home_page(page: Page):
    box = page.locator("svg.lifecycle.tall a").first.bounding_box()
    assert box["y"] + box["height"] <= SCREEN["height"]


def test_a_recommendation_leads_to_how_to_cite_it(page: Page, address):
    page.goto(f"{address}recommendations/LLME-008/")
    link = page.get_by_role("link", name="Cite this", exact=True)
    assert link.bounding_box()["y"] < page.locator("h1").bounding_box()["y"] + 40
    link.click()
    expect(page.get_by_role("heading", name="Cite this")).to_be_in_viewport()


@pytest.mark.parametrize("options", [{"viewport": SCREEN, "java_script_enabled": allowed} for allowed in (False, True)])
def test_the_contents_of_a_page_are_reached_from_anywhere_on_it(page: Page, address, options):
    page.goto(f"{address}recommendations/LLME-008/")
    contents = page.locator(CONTENTS)
    expect(contents).to_be_hidden()
    page.get_by_role("link", name="Cite this", exact=True).click()  # far down
    button = page.get_by_role("button", name="On this page")
    expect(button).to_be_in_viewport()
    button.press("Enter")
    contents.get_by_role("link", name="Check yourself").click()
    assert page.url.endswith("#check-yourself")
    heading = page.locator("#check-yourself")
    if options["java_script_enabled"]:
        expect(contents).to_be_hidden()
        expect(button).to_have_text("On this page: Check yourself")
        bar = button.bounding_box()
        assert bar["y"] + bar["height"] <= heading.bounding_box()["y"] < SCREEN["height"] / 2
    else:
        expect(contents).to_be_visible()  # until the reader leaves it, as with any popover
        page.keyboard.press("Escape")
        expect(contents).to_be_hidden()
        expect(heading).to_be_in_viewport()


def test_the_contents_open_below_their_button_wherever_it_stands(page: Page, address):
    """Above it a page may have a banner, of a line or of several."""
    page.goto(f"{address}recommendations/LLME-008/")
    page.evaluate(
        "const banner = document.createElement('div'); banner.style.height = '100px'; document.body.prepend(banner)"
    )
    button, contents = page.get_by_role("button", name="On this page"), page.locator(CONTENTS)
    for scrolled in (0, 3000):
        page.evaluate(f"scrollTo(0, {scrolled})")
        button.click()
        bar, box = button.bounding_box(), contents.bounding_box()
        assert -2 < box["y"] - (bar["y"] + bar["height"]) < 2
        assert box["y"] + box["height"] < SCREEN["height"]
        page.keyboard.press("Escape")


@pytest.mark.parametrize("options", [{"viewport": {"width": 1280, "height": 800}}])
def test_a_wide_window_shows_the_contents_beside_the_page_and_no_button(page: Page, address):
    page.goto(f"{address}recommendations/LLME-008/")
    expect(page.locator(".where")).to_be_hidden()
    page.locator(CONTENTS).get_by_role("link", name="Check yourself").click()
    expect(page.locator(f"{CONTENTS} .md-nav__link--active")).to_have_text("Check yourself")
    assert page.locator('a[href="#check-yourself"]').count() == 2  # in the contents once, and beside its heading


def test_a_stage_leads_with_its_recommendations(page: Page, address, real):
    for stage in real.stages:
        page.goto(address + page_url(stage_uri(stage.slug)))
        first = page.locator("table.pairs tbody th a").first
        assert first.bounding_box()["y"] < SCREEN["height"]
        parts = page.locator("#do-and-dont, #background, .folded").evaluate_all("(all) => all.map((one) => one.id)")
        assert parts[:2] == ["do-and-dont", "background"]
        assert len(parts) > 3


def test_the_discussion_of_a_stage_is_open_and_can_be_folded(page: Page, address):
    page.goto(f"{address}stages/data-compilation/")
    sections = page.locator("details.folded")
    closed = [section for section in sections.all() if not section.evaluate("(one) => one.open")]
    assert (sections.count(), closed) == (3, [])
    whole = page.evaluate("document.body.scrollHeight")
    for heading in ("Compiling your own data", "Consent and safety", "Sharing and reusing data"):
        page.locator("summary", has_text=heading).press("Enter")
    assert page.locator("#web-crawling").is_hidden()
    assert page.evaluate("document.body.scrollHeight") < whole * 0.6  # what it cites stays
    page.goto(f"{address}stages/data-compilation/#web-crawling")  # from another page, say
    expect(page.locator("#web-crawling")).to_be_in_viewport()
    page.evaluate("document.querySelectorAll('.folded').forEach((one) => { one.open = false; })")
    page.evaluate("location.hash = '#consent-and-removal'")
    expect(page.locator("#consent-and-removal")).to_be_in_viewport()
    page.evaluate("document.querySelectorAll('.folded').forEach((one) => { one.open = false; })")
    page.get_by_role("button", name="On this page").click()
    page.locator(CONTENTS).get_by_role("link", name="Consent and safety").click()  # its heading stands outside
    expect(page.locator("#consent-and-safety + .folded")).to_have_attribute("open", "open")
    expect(page.locator("#consent-and-safety")).to_be_in_viewport()
