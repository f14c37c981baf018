"""Fixtures that several tests share. What is costly is made once a run, for all workers, and only read."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page

from llme.content.guide import Guide
from llme.content.load import load
from measuring import timing
from past import back_to, built_release, git, published, with_past
from support import ROOT, SMALL, buildable, built, chromium, needed, serving, small_guide, watched_page

settings.register_profile("default", max_examples=50, deadline=None, derandomize=bool(os.environ.get("CI")))
settings.register_profile("nightly", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# A test at the edge uses one of these: it builds or publishes a site, or needs a program that is not Python's.
EDGES = {
    *("browser", "pdflatex", "project", "template"),
    *("wheel", "installed", "repository"),
    *("real_site", "small_site", "past_site", "published_site", "released_site", "release", "offline_draft"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if EDGES & set(item.fixturenames):
            item.add_marker(pytest.mark.edge)


Make = Callable[[Path], object]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Make], Path]:
    """Gives the folder of a name, which whichever worker needs it first makes; nobody may write into it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(name: str, make: Make) -> Path:
        target = shared / f"shared-{name}"
        with target.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.exists():
                make(being := tmp_path_factory.mktemp(name) / name)
                being.rename(target)
        return target

    return folder


@pytest.fixture(scope="session")
def real() -> Guide:
    """The guide itself."""
    return load(ROOT)


@pytest.fixture(scope="session")
def small() -> Guide:
    """The small guide of the tests."""
    return load(SMALL)


@pytest.fixture(scope="session")
def past_folder(once) -> Path:
    """A checkout of the small guide with five releases."""
    return once("past", with_past)


@pytest.fixture(scope="session")
def past(past_folder: Path) -> Guide:
    """The small guide with five releases."""
    return load(past_folder)


@pytest.fixture
def copy_of_past(past_folder: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Gives a checkout that the test may spoil, as it was at a release."""

    def copy(version: str) -> Path:
        git(past_folder, "clone", "-q", "--shared", "--no-checkout", ".", str(tmp_path / "guide"))
        return back_to(tmp_path / "guide", version)

    return copy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small guide that the test may spoil."""
    return small_guide(tmp_path / "guide")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the small guide that can be built, and that the test may spoil."""
    return buildable(tmp_path / "project")


@pytest.fixture(scope="session")
def real_site(once) -> Path:
    """The guide's own site, built strictly."""
    return once("real", lambda folder: built(buildable(folder, ROOT))) / "site"


@pytest.fixture(scope="session")
def small_site(once) -> Path:
    """The small guide's site, built strictly."""
    return once("small", lambda folder: built(buildable(folder))) / "site"


@pytest.fixture(scope="session")
def released_site(once) -> Path:
    """The guide's own site, as its newest release would have it."""
    return once("released", lambda folder: timing.released_site(ROOT, folder))


@pytest.fixture(scope="session")
def release(once, past_folder: Path) -> Path:
    """A project at the release 1.0.0, with its site, its PDF files and its offline edition."""
    return once("release", lambda folder: built_release(past_folder, folder))


@pytest.fixture(scope="session")
def published_site(once, past_folder: Path) -> Path:
    """The tree of gh-pages, as a static host serves it: five versions of a small guide, and its draft.

    The checkout from which it was published stands beside it.
    """
    return once("published", lambda folder: _publish(past_folder, folder)) / "site"


def _publish(past: Path, target: Path) -> None:
    published(shutil.copytree(past, target / "guide"), target / "site")


@pytest.fixture(scope="session")
def pdflatex() -> str:
    """The path of LaTeX."""
    return needed("pdflatex")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def address(real_site: Path) -> Iterator[str]:
    """Where the guide's own site is served."""
    with serving(real_site) as address:
        yield address


@pytest.fixture
def options() -> dict:
    """The options of the browser; a test that needs others names them as its parameter."""
    return {}


@pytest.fixture
def blank(browser: Browser, address: str, options: dict) -> Iterator[Page]:
    """A page before its first address, which remembers what goes wrong, and fails the test for it."""
    with watched_page(browser, urljoin(address, "/"), **options) as page:
        yield page


@pytest.fixture
def page(blank: Page, address: str) -> Page:
    """The same, at the address that a test file is about."""
    blank.goto(address)
    return blank
