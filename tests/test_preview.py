"""The live preview: what was saved is soon in the browser, and no mistake ends it."""

import gzip
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from playwright.sync_api import Browser, Page, expect

from llme.content.load import load
from llme.outputs.searching import all_of
from llme.preview import Preview
from llme.site import make_site
from llme.versions.edition import Edition
from support import ROOT, buildable


@contextmanager
def running(project: Path) -> Iterator[int]:
    """The port of the preview of a project."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "scripts/serve.py"), "--live", "--root", str(project), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            assert any("Serving on" in line for line in server.stdout), "the preview ended before it began"
            yield port
        finally:
            server.terminate()
            server.stdout.close()


@contextmanager
def previewed(browser: Browser, project: Path) -> Iterator[Page]:
    """A page of the preview of a project."""
    with running(project) as port:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/recommendations/LLME-001/")
        yield page
        context.close()


@pytest.fixture
def page(browser, project) -> Iterator[Page]:
    with previewed(browser, project) as page:
        yield page


def edit(project: Path, name: str, old: str, new: str) -> None:
    path = project / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_what_is_saved_comes_into_the_browser_by_itself(page: Page, project):
    """The page that shows it reloads, and so does one that another file makes; the search knows both."""
    edit(project, "docs/recommendations/LLME-001.md", "People object", "Persons object")
    expect(page.locator("article")).to_contain_text("Persons object", timeout=20_000)
    edit(project, "docs/topics.yml", "title: Consent", "title: Assent")
    expect(page.locator("dl.facts")).to_contain_text("Assent", timeout=20_000)
    answer = page.request.get(re.sub("recommendations/.*", "search/search_index.json.gz", page.url))
    index = json.loads(gzip.decompress(answer.body()))
    texts = {entry["location"]: all_of(entry) for entry in index["docs"]}
    assert "Persons object" in texts["recommendations/LLME-001/"]
    assert "One number hides much" in texts["recommendations/LLME-002/"]
    assert len(texts) == len(index["docs"])


@pytest.mark.nightly
def test_what_is_saved_is_in_the_browser_within_a_second_and_a_half(browser, tmp_path):
    """The median of ten saves of the whole guide. It is seconds and no ratio, since somebody waits for it."""
    project = buildable(tmp_path / "project", ROOT)
    seconds = []
    with previewed(browser, project) as page:
        for number in range(10):
            page.wait_for_timeout(1000)  # as somebody who writes
            begun = perf_counter()
            edit(project, "docs/recommendations/LLME-001.md", "## Why\n", f"## Why\n\nThis is save {number}.\n")
            page.get_by_text(f"This is save {number}.", exact=True).wait_for()
            seconds.append(perf_counter() - begun)
    assert median(seconds) <= 1.5, seconds


def test_a_broken_file_is_shown_as_such_and_the_rest_goes_on(page: Page, project):
    stage = "docs/stages/collecting.md"
    edit(project, stage, "title:", "titel:")
    expect(page.locator(".findings")).to_contain_text("no stage is named collecting", timeout=20_000)
    page.goto(page.url.replace("recommendations/LLME-001", "stages/collecting"))
    expect(page.locator(".findings")).to_contain_text("there is no field titel — did you mean title?")
    edit(project, stage, "titel:", "title:")
    expect(page.locator("h1")).to_contain_text("Collecting", timeout=20_000)
    page.goto(page.url.replace("stages/collecting", "recommendations/LLME-001"))
    expect(page.locator("article")).to_contain_text("People object")


def test_the_preview_answers_this_computer_alone(project):
    with running(project) as port:

        def status(host: str, path: str = "/") -> int:
            with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
                connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                return int(connection.recv(100).split()[1])

        for name in ("127.0.0.1", "LOCALHOST", "[::1]"):
            assert status(f"{name}:{port}") == 200
        for host in (
            f"evil.example:{port}",
            "127.0.0.1",
            "",
            f"127.0.0.1:{port}\r\nHost: evil.example",
            f"127.0.0.2:{port}",
        ):
            assert status(host) == 421
            assert status(host, "/livereload/0/0") == 421
        for path in ("/%00", "/nothing", "/..%2f..%2fmkdocs.yml"):
            assert status(f"127.0.0.1:{port}", path) == 404


def site_of(project: Path):
    return make_site(project, Edition(), preview=True)


def test_only_what_changed_is_built_anew(project):
    preview = Preview()
    first = site_of(project)
    assert preview.changed(first, 1) == {**first.pages, **first.files}.keys()
    assert preview.changed(site_of(project), 1) == set()
    edit(project, "docs/recommendations/LLME-001.md", "People object", "Persons object")
    changed = preview.changed(site_of(project), 1)
    assert {uri for uri in changed if uri.endswith(".md")} == {"recommendations/LLME-001.md"}
    assert preview.changed(site_of(project), 2) == {**first.pages, **first.files}.keys()  # the theme changed


@pytest.mark.parametrize("name", ["docs/glossary.yml", "docs/stages/collecting.md"])
def test_what_every_page_shows_has_all_built_anew(project, name):
    preview = Preview()
    preview.changed(site_of(project), 1)
    path = project / name
    path.write_text(re.sub(r"(?m)^(- term|title): .*$", r"\1: Gathering", path.read_text("utf-8"), count=1), "utf-8")
    after = site_of(project)
    assert preview.changed(after, 1) == {**after.pages, **after.files}.keys()


def test_no_mistake_in_a_field_ends_the_preview(project):
    """Each field of a file of each kind misspelt: there is a site, with findings."""
    kinds = {document.kind: project / document.path for document in load(project).documents if document.data}
    tried = 0
    for path in (*kinds.values(), project / "bibliography/guide.bib"):
        text = path.read_text("utf-8")
        for field in re.finditer(r"^ *-? *(\w+)( *[:=] *)", text, re.MULTILINE):
            path.write_text(f"{text[: field.end(1)]}x{text[field.end(1) :]}", "utf-8")
            assert site_of(project).pages
            tried += 1
        path.write_text(text, "utf-8")
    assert tried > 100
    assert site_of(project).findings == ()
