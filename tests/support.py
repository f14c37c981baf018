"""What several tests need: the places, the small guide, and the built sites."""

import gzip
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, sync_playwright

from llme.citations.formatting import Formatted
from llme.content.guide import Guide
from llme.pages.render import render
from llme.site import citations_of
from llme.versions.edition import Edition
from publishing import engine
from serve import Handler

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests/small"
ROOT_URL = "https://example.org/guide/"  # where the published site of the tests believes to stand


def small_guide(folder: Path) -> Path:
    """A copy of the small guide in `folder`, which a test may spoil."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    return folder


def buildable(folder: Path, guide: Path = SMALL) -> Path:
    """`folder` as a project: the documents of `guide`, with the hooks, theme and settings of the real one."""
    shutil.copytree(guide / "docs", folder / "docs")
    shutil.copytree(guide / "bibliography", folder / "bibliography")
    shutil.copytree(ROOT / "docs/assets", folder / "docs/assets", dirs_exist_ok=True)
    shutil.copy(ROOT / "bibliography/guide.csl", folder / "bibliography/guide.csl")
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    (folder / "hooks").symlink_to(ROOT / "hooks")
    (folder / "overrides").symlink_to(ROOT / "overrides")
    return folder


def build(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A strict build of the project in `folder` into its `site`."""
    return subprocess.run(
        engine.build_command(),
        cwd=folder,
        env={**os.environ, **engine.ENVIRONMENT, "SOURCE_DATE_EPOCH": "0", **environment},
        capture_output=True,
        text=True,
        timeout=240,
    )


def formatted(guide: Guide) -> Formatted:
    """The citations of a guide."""
    return citations_of(guide, ROOT / "bibliography/guide.csl", ROOT / ".cache/tests")


def rendered(guide: Guide, edition: Edition | None = None) -> dict[str, str]:
    """The pages of a guide as Markdown."""
    return render(guide, formatted(guide), edition or Edition())


def built(folder: Path, **environment: str) -> Path:
    """The site of the project in `folder`, built strictly."""
    done = build(folder, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def content_of(path: Path) -> bytes:
    """The content of a file of a built site, also where it stands there compressed."""
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def search_index(site: Path) -> dict[str, Any]:
    """What the search of a built site knows."""
    return json.loads(content_of(site / "search/search_index.json.gz"))


@lru_cache(256)  # more than a site has: a test file looks at each page many times
def root_of(path: Path) -> lxml.html.HtmlElement:
    """A page of a built site, parsed."""
    return lxml.html.parse(str(path), lxml.html.HTMLParser(encoding="utf-8")).getroot()


def article(path: Path) -> lxml.html.HtmlElement:
    """What a page of a built site says itself, without the frame around it."""
    return root_of(path).find('.//article[@class="md-content__inner md-typeset"]')


def needed(*names: str) -> str:
    """The path of the first of these programs that is there; without any, CI fails and other machines skip the test."""
    if path := next(filter(None, map(shutil.which, names)), None):
        return path
    if os.environ.get("CI"):
        pytest.fail(f"{names[0]} was not found")
    pytest.skip(f"{names[0]} is not installed")


def script(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """One of the scripts, run as a user would."""
    command = [sys.executable, str(ROOT / "scripts" / name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@contextmanager
def serving(site: Path, handler: type[Handler] = Handler) -> Iterator[str]:
    """The address of a folder, served on a free port of 127.0.0.1."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


FLAGS = [
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium, from CHROMIUM or the PATH."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        yield browser
        browser.close()


def launch(kind: BrowserType, *flags: str) -> Browser:
    """A browser of that kind, with `flags` besides the usual ones."""
    path = os.environ.get("CHROMIUM") or needed("chromium", "chromium-browser", "google-chrome")
    return kind.launch(executable_path=path, args=[*FLAGS, *flags])


@contextmanager
def watched_page(browser: Browser, address: str, **options) -> Iterator[Page]:
    """A page that remembers what went wrong, and fails for it in the end: errors, and requests to anywhere else.

    It finds nothing that a page before it stored. Nothing moves unless it is asked for, since that takes half the time.
    """
    context = _context(browser, address, json.dumps({"reduced_motion": "reduce"} | options, sort_keys=True))
    # Not by a script of the page that stays: a page that leads on may be about to leave.
    storage = {"origin": address.rstrip("/"), "storageTypes": "local_storage"}
    context.new_cdp_session(context.pages[0]).send("Storage.clearDataForOrigin", storage)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda one: wrong.append(f"{one.status}: {one.url}") if one.status >= 400 else None)
    own = (address, "data:", "blob:")
    page.on("request", lambda one: wrong.append(one.url) if not one.url.startswith(own) else None)
    # A page that is left before it has loaded everything aborts its requests; that is no failure.
    page.on(
        "requestfailed",
        lambda one: wrong.append(f"failed: {one.url}") if one.failure != "net::ERR_ABORTED" else None,
    )
    try:
        yield page
    finally:
        for other in context.pages[1:]:
            other.close()
    assert not wrong, wrong


@cache
def _context(browser: Browser, address: str, options: str) -> BrowserContext:
    """A context with a page that stays: what the browser keeps of the site, code above all, saves half of a load."""
    context = browser.new_context(**json.loads(options))
    context.new_page().goto(address)
    return context
