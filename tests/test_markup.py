"""The scanner of Markdown."""

import pytest
from mkdocs_bibtex.citation import CitationBlock

from llme.texts.markup import CitedWork, parse_citation, scan


@pytest.mark.parametrize(
    ("raw", "items"),
    [
        ("@a1", (CitedWork("a1"),)),
        ("-@a1", (CitedWork("a1", year_only=True),)),
        ("@a1; @b-2, p. 4", (CitedWork("a1"), CitedWork("b-2", suffix="p. 4"))),
        ("see @a1, pp. 4–6", (CitedWork("a1", prefix="see", suffix="pp. 4–6"),)),
        ("@a1 @b2", ()),
        ("@a1;", ()),
        ("someone@example.org", ()),
    ],
)
def test_parse_citation(raw, items):
    assert parse_citation(raw) == items


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A claim [@a1].", [("@a1", (1, 9), "")]),
        ("One\ntwo [@a1; @b2, p. 4] three", [("@a1; @b2, p. 4", (2, 5), "")]),
        ("`[@a1]` and [@b2]", [("@a1", (1, 2), "code"), ("@b2", (1, 13), "")]),
        ("```\n[@a1]\n```\n[@b2]", [("@a1", (2, 1), "code"), ("@b2", (4, 1), "")]),
        ("x\n" * 20 + "`x` [@a1] `[@b2]`", [("@a1", (21, 5), ""), ("@b2", (21, 12), "code")]),
        ("~~~\n```\n[@a1]\n~~~\n", [("@a1", (3, 1), "code")]),
        ("[@a1](https://example.org)", [("@a1", (1, 1), "link text")]),
        ("[@a1][target]", [("@a1", (1, 1), "link text")]),
        ("![@a1](x.png)", [("@a1", (1, 2), "an image's text")]),
        ("## A heading [@a1]", [("@a1", (1, 14), "a heading")]),
        ("Split [@a1;\n@b2]", [("@a1", (1, 7), "two lines")]),
        ("No citation: [x], a@b.org, \\@c", []),
    ],
)
def test_citations(text, found):
    assert [(one.raw, one.position, one.where) for one in scan(text).citations] == found


@pytest.mark.parametrize(
    "text",
    [
        "A [@a1] b [-@b2] c [see @c3, p. 1; @d4].",
        "[x] [@a1][@b2] [[@c3] [write to a@b.org] [@]",
        "`[@a1]`\n\n    [@b2]\n\n[@c3](x)",
    ],
)
def test_every_block_of_the_plugin_is_known(text):
    """What mkdocs-bibtex would replace is always seen, as a citation or as a problem."""
    ours = {one.raw for one in scan(text).citations}
    assert {block.raw for block in CitationBlock.from_markdown(text)} <= ours


def test_positions_count_from_the_first_line_of_the_body():
    assert scan("x\n[@a1]", first_line=10).citations[0].position == (11, 1)


def test_html_links_attributes_footnotes_and_headings():
    markup = scan(
        "## Title {#anchor}\n"
        "A <b>tag</b>, `<i>`, \\<u>, <https://example.org>, 1 < 2.\n"
        '[a](https://a.example/x_(y) "t") [b](c.md#d){ .class }\n'
        "[ref]: https://ref.example\n"
        "[^note]: Text\n"
    )
    assert [mark.text for mark in markup.html] == ["<b>", "</b>"]
    assert [mark.text for mark in markup.links] == [
        "https://example.org",
        "https://a.example/x_(y",
        "c.md#d",
        "https://ref.example",
    ]
    assert [mark.text for mark in markup.attributes] == ["#anchor", ".class"]
    assert [mark.text for mark in markup.footnotes] == ["note"]
    assert [(one.level, one.text, one.anchor) for one in markup.headings] == [(2, "Title", "anchor")]
