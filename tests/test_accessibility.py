"""WCAG 2.2 AA, as far as a machine can tell: axe, the keyboard, small windows, large text, print."""

import pytest
from playwright.sync_api import Page, expect

from kinds import address_of, kinds
from support import launch
from wcag import in_both_schemes, violations

PHONE = {"width": 375, "height": 700}


@pytest.fixture(scope="module")
def page(browser):
    """One page for all tests: what they find must not depend on what was open before."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def as_usual(page: Page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light", media="screen", reduced_motion="reduce")


# Some of the entries of a long list tell for all, since one template makes them, and save a minute.
SHORTEN = """document.querySelectorAll("article li:nth-child(n + 8), article tr:nth-child(n + 8), .works > li:nth-child(n + 4)")
  .forEach((entry) => entry.remove())"""
# What is wider than the window, but for what scrolls by itself or is cut off on purpose with nothing lost.
OVERFLOW = """() => document.documentElement.scrollWidth > innerWidth ? [...document.querySelectorAll("article *, footer *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 100))
  .concat("the page") : []"""
# Pages whose own words or tables are wide; beside those of every kind.
WIDE = [
    *("frameworks/arr/", "frameworks/eu-ai-act/", "recommendations/LLME-008/", "recommendations/LLME-031/"),
    *("release/eight-elements/", "stages/deployment/", "templates/datasheet/"),
]


# Two frames: in the first, what watches the width of tables is told of it.
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def on_paper(page: Page) -> list[str]:
    """What is lost where the page is printed."""
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    expect(page.locator(".md-header")).not_to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    lost = page.evaluate(OVERFLOW)
    page.emulate_media(media="screen")
    return lost


def test_nothing_is_wrong_on_any_kind_of_page(page: Page, address, real_site):
    """Each is opened once: nothing is lost in a window of 320 pixels and on paper, and axe finds nothing, wide or not."""
    found = {}
    every = [address_of(path, real_site) for path in kinds(real_site)]
    for name in (*every, *WIDE):
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(address + name)
        found[name, "small"] = page.evaluate(OVERFLOW)
        found[name, "paper"] = on_paper(page)
        if name in every:
            page.set_viewport_size({"width": 1280, "height": 900})
            page.evaluate(SHORTEN)
            found[name, "axe"] = in_both_schemes(page)
            page.set_viewport_size({"width": 360, "height": 740})
            page.evaluate(FRAMES)  # until the page has seen that a table no longer fits
            found[name, "axe on a phone"] = violations(page)
    assert {key: wrong for key, wrong in found.items() if wrong} == {}
    assert len(every) > 8


SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("width", [320, pytest.param(360, marks=pytest.mark.nightly)])
def test_no_page_scrolls_sideways_without_a_script(browser, address, real_site, width):
    """Every page: what is too wide, such as a title, is of a page and not of a kind."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 700})
    page = context.new_page()
    wide = {}
    for name in (address_of(path, real_site) for path in sorted(real_site.rglob("*.html"))):
        page.goto(address + name)  # with its styles, which come after the document
        wide[name] = page.evaluate(SIDEWAYS)
    context.close()
    assert {name: pixels for name, pixels in wide.items() if pixels > 0} == {}
    assert len(wide) > 100


@pytest.mark.nightly
def test_nothing_is_lost_where_text_is_twice_as_large(browser, address, real_site):
    own = launch(browser.browser_type, "--blink-settings=defaultFontSize=32")
    page = own.new_page(viewport={"width": 1280, "height": 900})
    lost = {}
    for name in (address_of(path, real_site) for path in kinds(real_site)):
        page.goto(address + name)
        lost[name] = page.evaluate(OVERFLOW)
    own.close()
    assert {name: found for name, found in lost.items() if found} == {}


def test_axe_finds_nothing_while_the_search_is_open(page: Page, address):
    page.goto(f"{address}stages/deployment/")
    page.keyboard.press("/")
    page.keyboard.type("scraping")
    expect(page.locator(".md-search-result__link").first).to_be_visible(timeout=20_000)
    assert in_both_schemes(page) == []


def test_axe_finds_nothing_while_a_tooltip_is_shown(page: Page, address):
    page.goto(f"{address}recommendations/LLME-008/")
    for link in ("a.footnote-ref", "a.term"):
        page.locator(link).first.focus()
        expect(page.locator(".md-tooltip2--active")).to_have_css("opacity", "1")
        assert in_both_schemes(page) == []
        page.keyboard.press("Escape")
        expect(page.locator(".md-tooltip2--active")).not_to_be_visible()


def test_the_link_of_a_heading_is_named_by_it_and_the_heading_by_its_words(page: Page, address):
    page.goto(f"{address}recommendations/LLME-008/")
    heading = page.get_by_role("heading", name="First steps", exact=True)
    link = heading.get_by_role("link", name="Link to: First steps", exact=True)
    expect(link).to_have_attribute("href", "#first-steps")
    expect(link).to_have_css("opacity", "0")
    heading.hover()
    expect(link).to_have_css("opacity", "1")


def test_axe_finds_nothing_on_a_phone_whether_the_drawer_is_open_or_not(page: Page, address):
    page.set_viewport_size(PHONE)
    page.goto(f"{address}recommendations/LLME-008/")
    assert in_both_schemes(page) == []
    page.get_by_role("button", name="Navigation", exact=True).click()
    expect(page.get_by_role("button", name="Close the navigation")).to_be_focused()
    assert in_both_schemes(page) == []


FOCUS = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const shown = at.matches(".md-option") ? at.nextElementSibling
    : at.matches(".md-search__input") ? at.form
    : at.closest("svg") ? at.querySelector("rect") : at;
  const style = getComputedStyle(shown), box = [...shown.getClientRects()].find((one) => one.width > 1) ?? shown.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || shown.matches("rect");
  const inView = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  // A tooltip, or what dims the page behind the search, may still be fading from the stop before.
  const over = document.elementsFromPoint(
    Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
    Math.min(Math.max(box.top + Math.min(box.height / 2, 8), 0), innerHeight - 1)).find((one) => !one.closest("[class*=md-tooltip], .md-search__overlay")) ?? null;
  const free = over !== null && (shown.contains(over) || over.contains(shown) || over.closest("label, .md-search__form"));
  const visible = shown.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  return { name: `${at.outerHTML.slice(0, 80)} ${[outlined, inView, visible, !!free]}`, good: outlined && inView && visible && !!free };
}"""


def walk(page: Page, limit: int = 800) -> list[dict]:
    """Every stop of the Tab key, from the top of the page to its end."""
    stops = []
    while len(stops) < limit:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            return stops
        if not stop["good"]:  # something may still be on its way
            page.wait_for_timeout(500)
            stop = page.evaluate(FOCUS) or stop  # what lost the focus meanwhile is named
        stops.append(stop)
    raise AssertionError("the Tab key never comes to the end of the page")


LONG = [pytest.param(path, marks=pytest.mark.nightly) for path in ("stages/model-development/", "stages/evaluation/")]


@pytest.mark.parametrize("path", ["", "recommendations/LLME-008/", "templates/datasheet/", *LONG])
@pytest.mark.parametrize("width", [375, 1280])
def test_every_stop_of_the_tab_key_can_be_seen(page: Page, address, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address + path)
    stops = walk(page)
    assert [stop["name"] for stop in stops if not stop["good"]] == []
    assert len(stops) > 15


def test_the_skip_link_leads_to_the_text(page: Page, address):
    page.goto(f"{address}recommendations/LLME-008/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_the_drawer_by_keyboard(page: Page, address):
    page.set_viewport_size(PHONE)
    page.goto(f"{address}recommendations/LLME-008/")
    opener = page.get_by_role("button", name="Navigation", exact=True)
    opener.focus()
    page.keyboard.press("Space")
    assert opener.get_attribute("aria-expanded") == "true"
    expect(page.get_by_role("button", name="Close the navigation")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Data compilation: back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stages: back")).to_be_visible()
    expect(page.locator(".md-sidebar--primary").get_by_role("link", name="LLME-009")).not_to_be_visible()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    assert opener.get_attribute("aria-expanded") == "false"


def test_the_colours_by_keyboard(page: Page, address):
    page.goto(address)
    page.get_by_role("radio", name="Follow the system’s colours").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Dark colours")).to_be_checked()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.evaluate("localStorage.clear()")


def test_single_keys_can_be_switched_off(page: Page, address):
    page.goto(f"{address}about/accessibility/")
    page.get_by_label("Use single keys on the pages of this guide").uncheck()
    page.goto(address)
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).not_to_be_focused()
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert page.url == address
    page.goto(f"{address}about/accessibility/")
    page.get_by_label("Use single keys on the pages of this guide").check()
    page.goto(address)
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.evaluate("localStorage.clear()")


def test_single_keys_lead_on_and_back(page: Page, address):
    page.goto(f"{address}recommendations/LLME-008/")
    for key, name in (("n", "LLME-009"), ("p", "LLME-008"), (".", "LLME-009"), (",", "LLME-008"), (",", "LLME-007")):
        page.keyboard.press(key)
        page.wait_for_url(f"**/recommendations/{name}/")
    page.locator(".md-search__input").focus()
    page.keyboard.type("n")
    assert page.url.endswith("/recommendations/LLME-007/")


def test_without_a_script_the_sections_stand_on_a_narrow_page(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}recommendations/LLME-008/")
    page.locator(".md-tabs").get_by_role("link", name="Tools").click()
    assert page.url.endswith("/tools/")
    context.close()
