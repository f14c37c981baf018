"""Malformed input of any kind gives findings, never an exception."""

import logging
import os
import tempfile
import textwrap
import time
from pathlib import Path

import pytest
from bibtexparser.exceptions import ParserStateException
from hypothesis import example, given
from hypothesis import strategies as st

from llme.citations.formatting import Formatted
from llme.content.load import load
from llme.pages.render import render
from llme.rules import check
from llme.texts.converter import site_converter
from llme.texts.text import excesses
from llme.versions.edition import Edition
from support import SMALL, small_guide

KEPT = Path(tempfile.gettempdir()) / f"verdicts-{os.getpid()}.json"  # all but one file are those of the last example
FILES = [
    "docs/recommendations/LLME-001.md",
    "docs/stages/collecting.md",
    "docs/topics.yml",
    "docs/tools.yml",
    "docs/frameworks/arr.yml",
    "docs/framework-items.yml",
    "docs/index.md",
    "docs/glossary.yml",
    "docs/roles.yml",
    "docs/profiles.yml",
    "docs/about/glossary.md",
    "docs/templates/files/form.md",
    "bibliography/guide.bib",
]
FRONT = "---\n{}\n---\n\n## Why\n"


@st.composite
def spoiled(draw) -> tuple[str, bytes]:
    """A file of the small guide with pieces cut out, doubled or replaced."""
    name = draw(st.sampled_from(FILES))
    content = (SMALL / name).read_bytes()
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 60)))
        middle = draw(st.one_of(st.binary(max_size=12), st.just(content[start:end] * 2), st.sampled_from(PIECES)))
        content = content[:start] + middle + content[end:]
    return name, content


PIECES = [
    b"[",
    b"]",
    b"{",
    b"}",
    b"---\n",
    b"@",
    b"`",
    b"```\n",
    b"&a",
    b"*a",
    b"!!python/object:os.system x",
    b": ",
    b"<",
    b"!!timestamp x",
    b"!!bool maybe",
    b"...\n",
    b"? ",
    b'"\\ud800 \\u202e"',
    b"\x00",
    b"\xc2\x85",
    b"\xef\xbb\xbf",
    b"\r",
    b"9999-12-31",
    b"1_000",
    b"9" * 5000,
    b"https://[bad",
    b" and and ",
    b" # ",
    b"&#" + b"9" * 5000 + b";",
    b"[^]: x",
    "ſıK".encode(),
]


@given(spoiled())
@example(("docs/topics.yml", b"[" * 10000))
@example(("docs/topics.yml", b"{a: " * 5000))
@example(("docs/topics.yml", b"- " * 9000))
@example(("docs/topics.yml", b"? " * 9000))
@example(("docs/topics.yml", "\n".join(" " * depth + "a:" for depth in range(150)).encode()))
@example(("docs/topics.yml", b"a: !!timestamp x\nb: !!bool maybe\nc: !x y"))
@example(("docs/topics.yml", b"*a : b\n'': c"))
@example(("docs/topics.yml", b"a: " + b"9" * 5000 + b"\nb: .inf\nc: 12:30:45\nd: 1_000"))
@example(("docs/glossary.yml", b"- 2020-99-99\n- term: 2020-99-99\n"))
@example(("docs/tools.yml", b"- {id: a, url: 'https://[bad', kind: software, tools: 3}\n"))
@example(("docs/frameworks/arr.yml", b"url: https://[bad\ncompared: 9999-12-31\nitems: [{id: '?', stages: [[a], 1]}]"))
@example(("docs/recommendations/LLME-001.md", FRONT.format("reviewed: 9999-12-31").encode() + b"[^]: x\n"))
@example(("docs/recommendations/LLME-001.md", FRONT.format("tools: 3\nalso: 4").encode() + b"[a](&#" + b"9" * 5000))
@example(("docs/index.md", b"---\ntitle: a\n...\nb\n"))
@example(("bibliography/guide.bib", b"@misc{a, author = {A, B, C, D and , and {}}, editor = {and and and}}"))
@example(("bibliography/guide.bib", b"@string{a = a}\n@misc(b, a = a # b)\n@misc{c, T = {x}, t = {y}} @misc{d}"))
@example(("docs/topics.yml", b"a: &a [*a]"))
@example(("docs/topics.yml", b"? [a, b]\n: c"))
@example(("docs/topics.yml", b"<<: {a: b}"))
@example(("docs/topics.yml", b"1: {title: x, summary: y}\nnull: 3\n"))
@example(("docs/tools.yml", b"- 1\n- [a]\n- {id: [x], stages: {a: b}, url: 3, source: [y]}\n"))
@example(("docs/tools.yml", b"!!binary x"))
@example(("docs/tools.yml", b"- !!set {a, b}\n- !!timestamp 2020-99-99\n"))
@example(
    ("docs/recommendations/LLME-001.md", FRONT.format("stage: [a]\ntopics: {a: b}\nchanges: [1, {kind: [x]}]").encode())
)
@example(
    ("docs/recommendations/LLME-001.md", FRONT.format("title: 2020-01-01\nalso: [[a], 1]\nroles: [null]").encode())
)
@example(("docs/recommendations/LLME-001.md", FRONT.format("- a\n- b").encode()))
@example(("docs/recommendations/LLME-001.md", FRONT.format("title: !!python/object/apply:os.system [ls]").encode()))
@example(("docs/recommendations/LLME-001.md", b""))
@example(("docs/recommendations/LLME-001.md", b"\xff\xfe\x00"))
@example(("docs/recommendations/LLME-001.md", b"---\n---\n---\n"))
@example(("bibliography/guide.bib", b"@article{"))
@example(("bibliography/guide.bib", b"@article{a, title = {" + b"{" * 3000))
@example(("bibliography/guide.bib", b"@article{a,a,a,=,}}}@@@{}@comment{x"))
@example(("bibliography/guide.bib", b'@string{a = "b"}\n@misc{x, author = a # b}'))
@example(("docs/frameworks/arr.yml", (SMALL / "docs/frameworks/arr.yml").read_bytes().replace(b"https://", b"")))
def test_a_spoiled_file_gives_findings(change):
    name, content = change
    with tempfile.TemporaryDirectory() as folder:
        root = small_guide(Path(folder))
        (root / name).write_bytes(content)
        guide = load(root)
        found = check(guide, KEPT)
        assert all(one.line >= 1 and one.column >= 1 and one.code and one.message for one in found)
        render(guide.without({one.path for one in found}), Formatted(), Edition())


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file_gives_findings(folder, name):
    (folder / name).write_bytes(b"")
    told = [(one.path, one.code, one.message) for one in check(load(folder)) if not one.follows]
    assert (name, "file-unreadable", "the file is empty") in told


WIDE = [
    "[",
    "`",
    "<",
    "{",
    "*",
    "\\",
    "@",
    "[[",
    "![",
    "](",
    "&",
    "> ",
    "a\n\n",
    "[@a] ",
    "[a](b) ",
    "`a` ",
    "## a\n",
    "\x01",
]


@pytest.mark.parametrize("piece", WIDE)
def test_work_grows_with_the_text_and_not_with_its_square(folder, piece):
    """Four times the text takes at most eight times as long; each is below the size of its kind."""
    path = folder / "docs/stages/collecting.md"
    front = path.read_text("utf-8")

    def seconds(size: int) -> float:
        path.write_text(front + "\n" + textwrap.fill(piece * (size // len(piece)), 4000), "utf-8")
        return min(_timed(folder) for _ in range(3))

    small, large = seconds(12_000), seconds(48_000)
    assert large < 8 * small + 0.2, (piece, small, large)


def _timed(folder: Path) -> float:
    start = time.process_time()
    check(load(folder))
    return time.process_time() - start


def test_the_converter_is_quick_within_the_limits():
    """What is slowest of what the limits let through."""
    for piece in ("[^a] ", "[a", "![", "*_", "`a", "<a ", "a > ", "[^a]: x ", "&#1;"):
        text = "\n\n".join([(piece * 40 + "x" * 8 + " word" * 700)[:4400]] * 13)
        while excesses(text, 1):
            text = text[: len(text) * 9 // 10]
        assert len(text) > 10_000, piece
        start = time.process_time()
        site_converter().convert(text)
        assert time.process_time() - start < 2, piece


def test_only_the_parsers_own_failure_is_a_finding(folder, monkeypatch):
    def failing(error: Exception):
        def parse(text: str, **options):
            raise error

        return parse

    monkeypatch.setattr("bibtexparser.parse_string", failing(ParserStateException("lost")))
    found = [one for one in check(load(folder)) if one.path.startswith("bibliography")]
    assert [(one.code, one.line, one.message) for one in found] == [("bib-syntax", 1, "this is not valid BibTeX")]
    monkeypatch.setattr("bibtexparser.parse_string", failing(TypeError("ours")))
    with pytest.raises(TypeError, match="ours"):
        load(folder)


def test_reading_leaves_loggers_as_they_are_and_says_nothing_itself(folder, caplog):
    (folder / "bibliography/guide.bib").write_text("@article{", "utf-8")
    assert [one.code for one in check(load(folder)) if one.path.startswith("bibliography")] == ["bib-syntax"]
    assert caplog.records == []
    caplog.set_level(logging.WARNING, "bibtexparser")
    load(folder)
    assert [record.name for record in caplog.records] == ["bibtexparser.splitter"]
