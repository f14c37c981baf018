"""The pages with filters, as the tests of each of them use them."""

from playwright.sync_api import Locator, Page

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True}
FOR_AXE = {"bypass_csp": True}  # its script is put into the page


def box(page: Page, facet: str, value: str) -> Locator:
    return page.locator(f'input[name="{facet}"][value="{value}"]')


def option(page: Page, facet: str, value: str) -> Locator:
    return page.locator(".option", has=page.locator(f'[name="{facet}"][value="{value}"]'))


def query(page: Page) -> str:
    return page.evaluate("location.search")
