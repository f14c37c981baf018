"""WCAG 2.2 AA as far as axe can tell: what it finds on a page in a browser."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Rules that axe leaves out unless they are asked for.
MORE = {name: {"enabled": True} for name in ("label-content-name-mismatch", "target-size")}
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules that a colour scheme can break


def violations(page: Page, within: str | dict = "html", only: list[str] = TAGS) -> list[str]:
    """What axe finds, a line for each element: the rule, the element, and what is wrong.

    `within` is a selector, or what to include and to exclude, as axe has it.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], "runOnly": only, "rules": MORE}
    found = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def in_both_schemes(page: Page, within: str | dict = "html") -> list[str]:
    """All rules in light, then those about colours in dark."""
    found = violations(page, within)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    found += [f"in dark: {one}" for one in violations(page, within, COLOURS)]
    page.emulate_media(color_scheme="light")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    return found
