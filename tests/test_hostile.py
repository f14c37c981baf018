"""Malformed input of any kind gives findings, never an exception."""

import logging
import tempfile
from pathlib import Path

import pytest
from bibtexparser.exceptions import ParserStateException
from hypothesis import example, given, settings
from hypothesis import strategies as st

from llme.citations.formatting import Formatted
from llme.content.load import load
from llme.pages.render import render
from llme.rules import check
from llme.versions.edition import Edition
from support import SMALL, small_guide

FILES = [
    "docs/recommendations/LLME-001.md",
    "docs/stages/collecting.md",
    "docs/topics.yml",
    "docs/tools.yml",
    "docs/frameworks/arr.yml",
    "docs/framework-items.yml",
    "docs/index.md",
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
]


@settings(max_examples=150)
@given(spoiled())
@example(("docs/topics.yml", b"[" * 10000))
@example(("docs/topics.yml", b"{a: " * 5000))
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
        found = check(guide)
        assert all(one.line >= 1 and one.column >= 1 and one.code and one.message for one in found)
        render(guide.without({one.path for one in found}), Formatted(), Edition())


@pytest.mark.parametrize("name", FILES)
def test_an_empty_file_gives_findings(folder, name):
    (folder / name).write_bytes(b"")
    found = check(load(folder))
    if name != "docs/index.md":
        assert found != []


def test_only_the_parsers_own_failure_is_a_finding(folder, monkeypatch):
    def failing(error: Exception):
        def parse(text: str):
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
