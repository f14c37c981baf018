"""The guide in headless Chromium, as a reader uses it."""

import re

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def options() -> dict:
    """As most readers have it; the other tests do without what moves."""
    return {"reduced_motion": "no-preference"}


def test_from_home_to_a_reference(page: Page):
    page.locator("svg.lifecycle.wide a").nth(1).click()
    assert page.locator("h1").inner_text().startswith("Data compilation")
    page.locator("table.pairs tbody th a", has_text="LLME-008").click()
    page.wait_for_url("**/recommendations/LLME-008/")
    assert "LLME-008" in page.locator("h1").inner_text()
    citation = page.locator("a.footnote-ref", has_text="Longpre et al. 2024").first
    citation.hover()
    tooltip = page.locator(".md-tooltip2--active")
    tooltip.wait_for()
    assert "Consent in Crisis" in tooltip.inner_text()
    page.mouse.move(0, 0)
    citation.click()
    assert page.url.endswith("#fn:ref-longpre2024consent")
    reference = page.locator("[id='fn:ref-longpre2024consent']")
    assert reference.locator("a[href^='https://']").first.get_attribute("href") == "https://arxiv.org/abs/2407.14933"
    back = reference.get_by_role("link", name=re.compile("^Back to Longpre 2024"))
    assert back.count() == page.locator("[id^='cite-longpre2024consent']").count()
    back.first.click()
    assert page.url.endswith("#cite-longpre2024consent")


UNLIKE = """() => {
  const look = (one) => {
    const style = getComputedStyle(one);
    return Object.fromEntries([...style].map((name) => [name, style.getPropertyValue(name)]));
  };
  const unlike = (one, name) => {
    const before = look(one);
    one.classList.add(name);
    const after = look(one);
    one.classList.remove(name);
    return Object.keys(after).filter((property) => before[property] !== after[property]);
  };
  const entries = document.querySelectorAll(".md-nav__list > li:not(.md-nav__item)");
  const links = document.querySelectorAll(".md-nav__list > li > a:not(.md-nav__link)");
  return [[...entries].map((one) => unlike(one, "md-nav__item")), [...links].map((one) => unlike(one, "md-nav__link"))];
}"""


@pytest.mark.parametrize("width", [1280, 1000, 360])
@pytest.mark.parametrize("options", [{"reduced_motion": "no-preference"}, {"java_script_enabled": False}])
def test_entries_without_names_look_as_the_theme_has_those_with_names(page: Page, address, width, options):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}recommendations/LLME-008/")
    entries, links = page.evaluate(UNLIKE)
    assert (len(entries) > 20, len(links) > 10) == (True, True)
    assert [*filter(None, entries), *filter(None, links)] == []


def test_a_tooltip_by_keyboard(page: Page, address):
    page.goto(f"{address}recommendations/LLME-008/")
    page.locator("a.footnote-ref").first.focus()
    tooltip = page.locator(".md-tooltip2--active")
    tooltip.wait_for()
    assert "Robots Welcome?" in tooltip.inner_text()


@pytest.mark.parametrize("query", ["LLME-008", "llme-008", "scraping robots.txt"])
def test_search_finds_a_recommendation(page: Page, query):
    page.keyboard.press("/")
    page.keyboard.type(query)
    expect(page.locator(".md-search-result__link").first).to_have_attribute(
        "href", re.compile("/recommendations/LLME-008/"), timeout=20_000
    )


@pytest.mark.parametrize("options", [{"java_script_enabled": False}])
def test_without_javascript(page: Page):
    page.locator("svg.lifecycle.wide a").nth(1).click()
    page.locator("table.pairs a", has_text="LLME-008").click()
    assert page.locator("#do").is_visible()
    assert page.locator(".dont p").inner_text().startswith("Do not crawl content")
    page.locator("[id^='cite-']").first.click()
    assert "#fn:ref-" in page.url
    assert page.locator(".references li").first.is_visible()


@pytest.mark.parametrize("options", [{"java_script_enabled": False}])
def test_tools_are_filtered_by_kind_without_javascript(page: Page, address):
    page.goto(f"{address}tools/")
    everything = page.locator(".toolbox li:visible").count()
    page.get_by_label("test suite").check()
    assert 0 < page.locator(".toolbox li:visible").count() == page.locator("li.kind-test-suite").count() < everything
    assert not page.locator("#data-compilation").is_visible()  # it has none
    page.get_by_label("all kinds").check()
    assert page.locator(".toolbox li:visible").count() == everything


def test_a_term_explains_itself_by_keyboard(page: Page, address):
    page.goto(f"{address}stages/project-start/")
    term = page.locator("a.term").first
    meaning = term.get_attribute("title")
    assert meaning.endswith(".")
    term.focus()
    tooltip = page.locator(".md-tooltip2--active")
    tooltip.wait_for()
    assert tooltip.inner_text().strip() == meaning
    term.click()
    assert "/about/glossary/#" in page.url


@pytest.mark.parametrize("options", [{"viewport": {"width": 375, "height": 700}}])
def test_a_phone_shows_the_upright_diagram(page: Page):
    assert page.locator("svg.lifecycle.tall").is_visible()
    assert not page.locator("svg.lifecycle.wide").is_visible()


@pytest.mark.parametrize("options", [{"color_scheme": "dark"}])
def test_dark_colours_follow_the_system(page: Page):
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"


def test_print_shows_the_text_without_the_navigation(page: Page, address):
    page.goto(f"{address}recommendations/LLME-008/")
    page.emulate_media(media="print")
    assert page.locator("#do").is_visible()
    assert page.locator(".references").is_visible()
    assert not page.locator(".md-sidebar--primary").is_visible()
    assert not page.locator(".md-header").is_visible()


def test_the_page_for_what_is_not_there_runs_at_the_root_of_a_host(page: Page, address):
    """It alone names the site's root as a path, `/` without a release before it; an error would be found afterwards."""
    page.goto(f"{address}404.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("404 - Not found")
