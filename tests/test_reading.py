"""What the site's Markdown makes of a text, and where that is not what anyone sees in it."""

import pytest

from llme.content.load import load
from llme.findings import format_text
from llme.rules import check
from llme.texts import reading
from llme.texts.reading import Use, problems_of_text

AMBIGUOUS = "text-ambiguous"
END = "the text does not end, or a line `:::` does not stand, where it seems to"


def problems(text, apart=True, inserts=True):
    return [(one.code, one.position, one.message) for one in problems_of_text(text, Use(apart, inserts))]


@pytest.mark.parametrize(
    "text",
    [
        "A claim [@key]. Two [@a; @b, p. 4], and Smith [-@key] says.",
        "# H\n\n## A {#a}\n\ntext\n\n### B {#b}",
        "- a\n- b\n\n    more\n\n1. c\n2. d",
        "> quoted\n> twice",
        "`code` and ``co`de`` and\n\n```\nblock\n\n  two\n```\n\n~~~ python\nx = '`'\n~~~",
        "[a](https://example.org/x?y=1&z=2#w) [b](../stages/x.md#y) [c](#d) <https://example.org>",
        "[a][b] [b]\n\n[b]: https://example.org",
        "a < b > c & d, &lt;script&gt;, x&nbsp;y, H<sub>2</sub>O, <kbd>k</kbd><br>",
        "a | b\n--- | ---\n`x` | y",
        "Term\n:   meaning",
        "claim[^1]\n\n[^1]: note",
        "*a* __b__ \\*c\\* 2 * 3 * 4",
        "a\n\n::: tools\n\nb",
        "",
    ],
)
def test_a_plain_text(text):
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a <form x>", [("html", (1, 3), "raw HTML: `<form x>`")]),
        ("a\n\n\\<form …> b", [("html", (3, 2), "raw HTML: `<form …>`")]),
        ("<div>\nb\n</div>", [("html", (1, 1), "raw HTML: `<div>…`")]),
        ("a <kbd id=x>", [("html", (1, 3), "raw HTML: `<kbd id=x>`")]),
        ("<b> <b>", [("html", (1, 1), "raw HTML: `<b>`"), ("html", (1, 5), "raw HTML: `<b>`")]),
        ('<div markdown="1">*a*</div>', [("html", (1, 1), "raw HTML: `<div`")]),
        ("a <!-- b -->", [("html", (1, 3), "raw HTML: `<!-- b -->`")]),
        ("a <? php ?>", [("html", (1, 3), "raw HTML: `<? php ?>`")]),
        (
            "<!--><script>1</script>",
            [("html", (1, 6), "raw HTML: `<script>`"), ("html", (1, 15), "raw HTML: `</script>`")],
        ),
        ("```\nabc", [(AMBIGUOUS, (1, 1), "`` does not become code")]),
        (
            "> ```\n> a\n> ```",
            [(AMBIGUOUS, (2, 3), "`a` becomes code"), (AMBIGUOUS, (1, 1), "`> a` does not become code")],
        ),
        ("`a\nb`", [(AMBIGUOUS, (1, 2), "`a` becomes code")]),
        ("a\n\n    b", [(AMBIGUOUS, (3, 5), "`b` becomes code")]),
        ("a\n===", [(AMBIGUOUS, (1, 1), "`a` becomes a heading")]),
        ("- # H", [(AMBIGUOUS, (1, 5), "`H` becomes a heading")]),
        ("# A\n\na\n# B\n\nC\n---", [(AMBIGUOUS, (6, 1), "`C` becomes a heading")]),
        ("<https://example.org>\n\n    # A", [(AMBIGUOUS, (3, 5), "`# A` becomes code")]),
        ("a <img src=x onerror=y() **", [(AMBIGUOUS, (1, 1), END)]),
        ('a <b title="x', [(AMBIGUOUS, (1, 1), END)]),
        ("a </b", [(AMBIGUOUS, (1, 1), END)]),
        ("a\n::: tools\nb", [(AMBIGUOUS, (1, 1), END)]),
        ("> a\n::: tools", [(AMBIGUOUS, (1, 1), END)]),
        (
            "[TOC]\n\n## A {#a}",
            [(AMBIGUOUS, (3, 7), "`#a` becomes a link")],
        ),
        ("<a@example.org>", [(AMBIGUOUS, (1, 1), "`mailto:a@example.org` becomes a link")]),
        (
            "[a](x(1).md)",
            [
                ("link-unsafe", (1, 5), "the link `x(1).md` is not http, https, mailto or relative"),
                ("link-unsafe", (1, 1), "the link `x(1` is not http, https, mailto or relative"),
            ],
        ),
        (
            "[a](java&#115;cript:1)",
            [("link-unsafe", (1, 1), "the link `javascript:1` is not http, https, mailto or relative")],
        ),
        (
            "a\n\n[x]: javascript:1",
            [("link-unsafe", (3, 1), "the link `javascript:1` is not http, https, mailto or relative")],
        ),
        (
            "[x](https://[bad)",
            [("link-unsafe", (1, 1), "the link `https://[bad` is not http, https, mailto or relative")],
        ),
        (
            "[x](//example.org)",
            [("link-unsafe", (1, 1), "the link `//example.org` is not http, https, mailto or relative")],
        ),
        ("&#x202e;a", [("text-unsafe", (1, 1), "the text would hold an invisible character, U+202E")]),
        ("a `[@key]`", []),
        (
            "a \n\nb [^ref-x]",
            [("text-unsafe", (3, 3), "the text would hold `[^ref-x]`, which should have become a citation")],
        ),
        (
            "&#92;bibliography",
            [("text-unsafe", (1, 1), "the text would hold `\\bibliography`, which should have become a citation")],
        ),
        (
            "a|b\n-:|-\n1|2",
            [
                ("text-unsafe", (1, 1), "the text would hold the attribute `style` of `<th>`"),
                ("text-unsafe", (1, 1), "the text would hold the attribute `style` of `<td>`"),
            ],
        ),
    ],
)
def test_a_text_that_is_not_what_it_seems(text, found):
    assert problems(text) == found


def test_a_heading_of_which_only_the_scanner_knows():
    assert problems("> a\n## B") == []
    assert problems("a\n\n- b\n## C")[:1] == []


def test_sections_that_are_published_apart_are_closed_each_by_itself():
    text = "- a\n\n## B {#b}\n\n    c"
    assert problems(text, apart=False) == [(AMBIGUOUS, (5, 5), "`c` becomes code")]
    assert problems("## A\n\n[x][y]\n\n## B\n\n[y]: https://example.org") == []


def test_a_line_of_colons_inserts_something_in_pages_alone():
    assert problems("a\n::: tools\nb", inserts=False) == []
    assert problems("::: template <b>", inserts=False) == [("html", (1, 14), "raw HTML: `<b>`")]


def test_a_text_with_marks_of_ours_is_left_to_the_rule_on_what_nobody_sees():
    assert problems("a \ue000<script>") == []


def test_what_the_converter_cannot_read_is_a_problem(folder, monkeypatch):
    def failing(text):
        if "Two recommendations" in text:
            raise RecursionError
        return convert(text)

    convert = reading._convert
    monkeypatch.setattr(reading, "_convert", failing)
    assert format_text(check(load(folder))) == (
        "docs/index.md:5:1: text-unreadable: this cannot be converted: RecursionError\n"
        "  hint: write it more simply: paragraphs, lists, links, and code between backticks\n1 problem in 1 file\n"
    )
