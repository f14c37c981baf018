"""No page jumps under the eyes of a reader on a phone while it loads, over a slow line and on a slow processor."""

from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from kinds import address_of, kinds
from support import serving

MOST = 0.02  # of the browser's own measure; from 0.1 on a page counts as unsteady

# What shifts, and by how much; what the reader did by hand is not counted.
WATCH = """
    window.shifts = [];
    new PerformanceObserver((list) => {
        for (const one of list.getEntries()) {
            const what = one.sources.map(({ node, previousRect, currentRect }) => {
                const element = node?.nodeType === 1 ? node : node?.parentElement;
                return `${element?.tagName}.${element?.className} from ${previousRect.y} to ${currentRect.y}`;
            });
            if (!one.hadRecentInput) window.shifts.push({ value: one.value, what });
        }
    }).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A small phone."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True)
    context.add_init_script(WATCH)
    yield context
    context.close()


def shift(phone: BrowserContext, address: str) -> tuple[float, list[str]]:
    """How much a page shifts until it is at rest, and what does."""
    page = phone.new_page()
    devtools = phone.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    slow = {"latency": 60, "downloadThroughput": 400_000, "uploadThroughput": 100_000, "offline": False}
    devtools.send("Network.emulateNetworkConditions", slow)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="networkidle")
    rested(page)
    found = page.evaluate("shifts")
    page.close()
    return sum(one["value"] for one in found), [what for one in found for what in one["what"]]


def rested(page: Page) -> None:
    """Waits until what was laid out last has been drawn and measured."""
    page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"
    )


SCRIPTED = (
    "",
    "recommendations/",
    "recommendations/LLME-008/",
    "checklist/",
    "references/#longpre2024consent",
    "nothing/",
)
TOLD = [f"{version}/recommendations/LLME-00{number}/" for version in ("1.0.0", "2.0.0") for number in (1, 2, 4, 6)]


def test_no_page_with_a_script_of_its_own_shifts(phone, address):
    assert unsteady(phone, address, SCRIPTED) == {}


def test_no_page_that_is_told_of_later_versions_shifts(phone, published_site):
    """Scripts fill in its banner and its notes, with what became of it since."""
    with serving(published_site) as address:
        assert unsteady(phone, address, ["dev/", *TOLD[:3]]) == {}


@pytest.mark.nightly
def test_no_kind_of_page_shifts(phone, real_site, address):
    pages = [address_of(path, real_site) for path in kinds(real_site)]
    assert len({page.partition("/")[0] for page in pages}) > 12
    assert unsteady(phone, address, pages) == {}


@pytest.mark.nightly
def test_no_page_of_an_old_version_shifts(phone, published_site):
    pages = ["1.0.0/", "1.0.0/stages/collecting/", "1.0.0/changes/", "2.0.0/", "nothing/", *TOLD]
    with serving(published_site) as address:
        assert unsteady(phone, address, pages) == {}


def unsteady(phone: BrowserContext, address: str, pages: Iterable[str]) -> dict[str, tuple[float, list[str]]]:
    """Those of the pages that shift more than is allowed."""
    found = {page: shift(phone, address + page) for page in pages}
    return {page: (round(value, 4), what) for page, (value, what) in found.items() if value > MOST}
