"""Pages as Markdown: golden files, and the helpers."""

import os
import re

import pytest

from llme.content.files import INSERTS
from llme.pages.inserts import VIEWS
from llme.pages.render import inert, navigation, render_broken
from llme.urls import page_url, relative_file, relative_url
from support import ROOT, rendered

GOLDEN = ROOT / "tests/golden"


def golden_name(uri: str) -> str:
    return uri.replace("/", "--")


def readable(text: str) -> str:
    """The text with the HTML that its tokens stand for, and its mark, in words."""
    text = re.sub("\ue000([0-9a-f]*)\ue001", lambda token: bytes.fromhex(token[1]).decode(), text)
    return re.sub("\ue002(.*)\ue003", r"(terms: \1)", text)


def test_golden_pages(small):
    """Renew with `GOLDEN=write .venv/bin/pytest tests/test_pages.py -n 0`, and read the difference."""
    found = {golden_name(uri): readable(text) for uri, text in rendered(small).items()}
    if os.environ.get("GOLDEN") == "write":
        for path in GOLDEN.glob("*"):
            path.unlink()
        for name, text in found.items():
            (GOLDEN / name).write_text(text, "utf-8")
    assert found == {path.name: path.read_text("utf-8") for path in GOLDEN.iterdir()}


def test_rendering_twice_gives_the_same(small):
    assert rendered(small) == rendered(small)


def test_navigation_names_every_page_once(small):
    def uris(entries):
        for entry in entries:
            value = next(iter(entry.values())) if isinstance(entry, dict) else entry
            yield from [value] if isinstance(value, str) else uris(value)

    found = list(uris(navigation(small)))
    assert sorted(found) == sorted(rendered(small))


@pytest.mark.parametrize(
    ("target", "page", "url"),
    [
        ("recommendations/LLME-001.md", "stages/collecting.md", "../../recommendations/LLME-001/"),
        ("stages/collecting.md", "stages/index.md", "collecting/"),
        ("stages/index.md", "stages/collecting.md", "../"),
        ("index.md", "index.md", "./"),
        ("stages/collecting.md#consent", "index.md", "stages/collecting/#consent"),
    ],
)
def test_relative_url(target, page, url):
    assert relative_url(target, page) == url
    path, mark, anchor = url.partition("#")
    assert relative_url(target, page, offline=True) == f"{path}index.html{mark}{anchor}"


@pytest.mark.parametrize(
    ("page", "url"),
    [("recommendations/LLME-001.md", "../../data/guide.json"), ("changes.md", "../data/guide.json")],
)
def test_relative_file(page, url):
    assert relative_file("data/guide.json", page) == url


@pytest.mark.parametrize(
    ("uri", "url"),
    [
        ("index.md", ""),
        ("index.md#start", "#start"),
        ("stages/index.md", "stages/"),
        ("recommendations/LLME-001.md#do", "recommendations/LLME-001/#do"),
    ],
)
def test_page_url(uri, url):
    assert page_url(uri) == url
    path, mark, anchor = url.partition("#")
    assert page_url(uri, offline=True) == f"{path}index.html{mark}{anchor}"


def test_inert_text_is_neither_markdown_nor_html():
    assert inert("Read `a_b` *now* <b> [x](y)") == (
        "Read <code>a&#95;b</code> &#42;now&#42; &#60;b&#62; &#91;x&#93;&#40;y&#41;"
    )


def test_a_broken_page_shows_its_findings_and_its_text(small):
    document = small.of_kind("recommendations")[0]
    page = render_broken(document, [document.finding("html", (3, 1), "raw HTML: `<b>`", "use Markdown")])
    assert (
        "<code>docs/recommendations/LLME-001.md:3</code> raw HTML&#58; <code>&#60;b&#62;</code> — use Markdown" in page
    )
    assert "\n## Why\n" in page


def test_every_insert_has_its_view_and_its_template():
    templates = {path.name.removesuffix(".md.j2") for path in (ROOT / "hooks/llme/templates/inserts").iterdir()}
    assert set(INSERTS) == set(VIEWS) == templates
