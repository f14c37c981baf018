"""A walk through the guide in Firefox and in WebKit, where they are installed; the other tests use Chromium.

Each night a longer walk, through a published site as well, for which `make nightly` installs them.
"""

import json
import os
import shutil
from collections.abc import Iterator

import pytest

from engines import Engine, Firefox, firefox, webkit
from kinds import address_of, kinds
from serve import Handler
from support import needed, serving

PROGRAMS = {"firefox": [("firefox-esr", "firefox")], "webkit": [("WebKitWebDriver",), ("Xvfb",)]}
STARTERS = {"firefox": firefox, "webkit": webkit}
AHEAD: list[str] = []  # what a browser asked for before anyone wanted it


class Watching(Handler):
    """Serves files, and notes what is fetched ahead."""

    def do_GET(self) -> None:
        if self.headers.get("Sec-Purpose") or self.headers.get("X-Moz"):
            AHEAD.append(self.path)
        super().do_GET()


@pytest.fixture(scope="module", params=PROGRAMS)
def engine(request) -> Iterator[Engine]:
    """A browser. Where it is not installed, the tests are skipped; at night, CI fails."""
    if os.environ.get("HYPOTHESIS_PROFILE") != "nightly":
        for names in PROGRAMS[request.param]:
            if not any(map(shutil.which, names)):
                pytest.skip(f"{names[0]} is not installed; scripts/install-engines does that")
    with STARTERS[request.param](*(needed(*names) for names in PROGRAMS[request.param])) as engine:
        yield engine


@pytest.fixture(scope="module")
def address(real_site) -> Iterator[str]:
    with serving(real_site, Watching) as address:
        yield address


@pytest.fixture(autouse=True)
def without_complaints(engine: Engine) -> Iterator[None]:
    """Nothing is said on Firefox's console, and nothing is fetched ahead."""
    AHEAD.clear()
    yield
    assert AHEAD == []
    if isinstance(engine, Firefox):
        assert engine.complaints() == []


def search(engine: Engine, words: str, found: str) -> None:
    """Searches, and waits until a result leads to an address with `found` in it."""
    engine.wait("document.querySelector('.md-search__input') !== null")
    engine.click(".md-search__input")
    engine.type(".md-search__input", words)
    engine.wait(f"document.querySelector('.md-search-result__link[href*={json.dumps(found)}]') !== null")


SHOWN = "[...document.querySelectorAll('.listing li[data-stage]')].filter((one) => one.checkVisibility()).length"
LISTED = "[...document.querySelectorAll('.asked')].filter((one) => one.checkVisibility()).length"


def test_search(engine: Engine, address):
    engine.go(address)
    search(engine, "robots.txt", "/recommendations/LLME-008/")


def test_finder(engine: Engine, address):
    engine.go(f"{address}recommendations/")
    engine.wait("document.querySelector('form.filters').checkVisibility()")
    everything = engine.wait(SHOWN)
    engine.click("input[name=stage][value=evaluation]")
    engine.wait(f"{SHOWN} < {everything} && {SHOWN}")
    assert engine.run("location.search") == "?stage=evaluation"


def test_checklist(engine: Engine, address):
    """It begins at its start, in the list and after a reload, and keeps what was answered."""
    engine.go(f"{address}checklist/")
    engine.wait("document.querySelector('#checklist-start').checkVisibility()")
    for kind in ("data-set-paper", "fine-tuning"):
        engine.click(f"[name=profiles][value={kind}]")
    engine.click("#checklist-go .main")
    number = engine.wait(LISTED)
    assert engine.run("[scrollY, document.activeElement.id]") == [0, "checklist-total"]
    engine.click("#LLME-001 [value=yes]")
    engine.type("#LLME-001 .text textarea", "Section 3")
    engine.wait("document.querySelector('#checklist-status').textContent.startsWith('Saved in this browser at')")
    assert engine.run("document.querySelector('#checklist-total').textContent") == f"1 of {number} answered."
    engine.run("scrollTo(0, 0)")
    engine.go(f"{address}checklist/")
    assert engine.wait(LISTED) == number
    assert engine.run("document.querySelector('#LLME-001 .text textarea').value") == "Section 3"
    assert engine.run("scrollY") == 0
    engine.run("localStorage.clear()")


def test_a_phone_s_page_without_what_is_next(engine: Engine, address):
    """A page of a recommendation, whose neighbours Firefox would fetch ahead."""
    engine.go(f"{address}recommendations/LLME-008/")
    engine.wait("document.readyState === 'complete' && performance.now() > 1500")
    engine.click(".md-footer__inner > .next")
    engine.wait("location.pathname.endsWith('/recommendations/LLME-009/')")


@pytest.mark.nightly
def test_a_published_old_version(engine: Engine, published_site):
    """It says that it is old, leads to others, and its own search, finder and checklist work."""
    with serving(published_site, Watching) as address:
        engine.go(f"{address}1.0.0/recommendations/LLME-001/")
        engine.wait("document.querySelector('.edition a[href*=latest]').checkVisibility()")
        engine.wait("document.querySelectorAll('.md-version__link').length > 3")
        engine.click(".md-version__current")
        search(engine, "second number", "/1.0.0/recommendations/LLME-002/")
        engine.go(f"{address}1.0.0/recommendations/")
        engine.wait("document.querySelector('form.filters').checkVisibility()")
        everything = engine.wait(SHOWN)
        engine.click("input[name=stage][value=collecting]")
        engine.wait(f"{SHOWN} < {everything} && {SHOWN}")
        engine.go(f"{address}1.0.0/checklist/")
        engine.wait("document.querySelector('#checklist-start').checkVisibility()")
        engine.click("[name=profiles][value=survey]")
        engine.click("#checklist-go .main")
        engine.wait(LISTED)
        engine.go(f"{address}r/LLME-001@1.0.0/")
        engine.wait("location.pathname.endsWith('/1.0.0/recommendations/LLME-001/')")
        engine.run("localStorage.clear()")


@pytest.mark.nightly
def test_no_kind_of_page_complains(engine: Engine, address, real_site):
    for path in kinds(real_site):
        engine.go(address + address_of(path, real_site))
        assert engine.run("document.documentElement.scrollWidth <= innerWidth")
