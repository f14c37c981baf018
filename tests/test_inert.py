"""A stranger's text in a draft reads as typed and is no markup, as the site's own converter and an HTML5 parser see it."""

import re
import unicodedata
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llme.content.data import parse_yaml
from llme.content.load import load
from llme.content.model import SECTIONS
from llme.findings import format_text
from llme.rules import check
from llme.texts.converter import print_converter
from proposing.drafting import draft
from proposing.forms import read_submission
from proposing.inert import inert, steps
from support import SMALL
from test_proposals import FORMS, NEW, submitted

CONVERTER = print_converter()
GUIDE = load(SMALL)

# What is, or may be, markup for Markdown, for an extension, for the hooks or for a browser.
PAYLOADS = """
# heading|## Why|###### deep|> # quoted|- # listed|1. # numbered|1. ===|===|---|- - -|***|___|...|+ plus|* star|- minus
1. one|10. ten|١. digits of another script|- [ ] task|- [x] done|> quotation|> > twice|>- text|: definition|:   definition
[x]: javascript:alert(1)|[x]: <javascript:alert(1)> "t"|[^1]: note|[^1]|[^ref-x]|*[HTML]: HyperText|[x](javascript:alert(1))
[x][y]|[x]|![p](https://evil.example/p.png)|[![p](x)](y)|<https://evil.example>|<a@b.example>|[@li2021names]|[see @x, p. 1]
[-@li2021names]|@li2021names|```|```js|~~~|~~~ {.x onclick=y}|`code`|``a ` b``|<script>alert(1)</script>|<!-- comment|-->
<!DOCTYPE x>|<?php x ?>|<![CDATA[ x ]]>|<img src=x onerror=alert(1)>|<b|</article>|<div markdown="1">|&#x202e;|&lt;script&gt;
&amp;amp;|&copy|&#|&#x|&nbsp;|{: onclick=alert(1)}|{#anchor .x}|x {: #y}|::: insert|::: rules|:::|**strong**|__strong__
*em*|_em_|***both***|a_b_c|\\* \\# \\<b>|\\|\\full_bibliography|\\bibliography|[TOC]|///Footnotes Go Here///|/// html|--8<-- "x"
{{ x }}|{% raw %}|${{ secrets }}|$x^2$|==mark==|^^ins^^|~~del~~|!!! note|??? note|=== "tab"|||:smile:|"quoted"|'quoted'
klzzwxh:0001|wzxhzdk:0|\ue000
""".replace("\n", "|").split("|")
PAYLOADS = [one for one in PAYLOADS if one] + [
    *("| a | b |", "|---|---|", "a | b\n--- | ---\nc | d", "| a |\n|---|\n| b |", "Heading\n===", "Heading\n---"),
    *(
        "term\n: meaning",
        "term\n\n:   meaning",
        "    indented",
        "\tindented",
        "a  \nb",
        "a\\\nb",
        "```\ncode\n```",
        "~~~\na",
    ),
    *(
        "\ue000616263\ue001",
        "\ue002x\ue003",
        "<\ue004b>",
        "\u202egnp.exe",
        "a\u200bb",
        "a\u00adb",
        "\U000e0041x",
        "\ufefff",
    ),
    *(
        "a\r# b",
        "a\r\n# b",
        "a\x85# b",
        "a\u2028# b",
        "a\u2029---",
        "a\x0b# b",
        "a\x0c# b",
        "\x02klzzwxh:0000\x03",
        "\x00",
    ),
    *("\ud800", "\uffff", "\u00a0# x", "\u3000> x", "\u200b# x", "\u200b- x", "`\u200b``\ncode\n```", "&\u200b#60;b>"),
]
CONTEXTS = [
    "{}",
    "before {} after",
    "before\n{}\nafter",
    "before\n\n{}\n\nafter",
    "  {}",
    "> {}",
    "- {}",
    "1. {}",
    "{0}\n{0}",
]


# Format characters to Unicode, and seen all the same: marks that stand over or around what follows.
SHOWN = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"


def folded(text: str) -> str:
    """What a reader sees of a text, told without our own code: line ends are space, and what has no shape is not there."""
    text = re.sub("\r|\x0b|\x0c|\x85|\u2028|\u2029", "\n", text)
    nothing = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u3164\uffa0"
    seen = (
        one
        for one in text
        if one in "\n\t"
        or (
            unicodedata.category(one) not in ("Cc", "Cf", "Co", "Cs", "Cn") and one not in nothing and not _selects(one)
        )
        or one in SHOWN
    )
    return " ".join("".join(seen).split())


def _selects(one: str) -> bool:
    return "VARIATION SELECTOR" in unicodedata.name(one, "")


def read(markdown: str) -> Element:
    """Markdown as a page has it, through the site's converter and an HTML5 parser that no part of the site uses."""
    html = CONVERTER.reset().convert(markdown)
    return html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)


def text_of(root) -> str:
    """The text; the converter for print curls its quotes."""
    return re.sub("[“”]", '"', re.sub("[‘’]", "'", " ".join("".join(root.itertext()).split())))


def straight(text: str) -> str:
    return re.sub("[“”]", '"', re.sub("[‘’]", "'", text))


def assert_inert(text: str) -> None:
    root = read(inert(text))
    assert {element.tag for element in root.iter()} <= {"DOCUMENT_FRAGMENT", "p"}
    assert [element.attrib for element in root.iter() if element.attrib] == []
    assert text_of(root) == straight(folded(text))


@pytest.mark.parametrize("context", CONTEXTS)
def test_no_payload_is_markup_in_any_context(context):
    for payload in PAYLOADS:
        assert_inert(context.format(payload))


ASSIGNED = st.characters(exclude_categories=["Cn"])  # which characters there are differs between Pythons


@given(st.lists(st.sampled_from([*PAYLOADS, "\n", "\n\n", " ", "    "]) | st.text(ASSIGNED, max_size=5)).map("".join))
def test_no_mixture_of_payloads_is_markup(text):
    assert_inert(text)


@given(st.text(st.sampled_from("".join(map(chr, range(32, 127))) + "\n\r\t\u2028é🙂")) | st.text(ASSIGNED))
def test_no_text_is_markup(text):
    assert_inert(text)


def test_a_text_is_no_place_for_the_footnotes_of_others():
    root = read(f"{inert('See ///Footnotes Go Here///')}\n\nAfter.[^1]\n\n[^1]: A note.\n")
    assert [one.text for one in root][:2] == ["See ///Footnotes Go Here///", "After."]


def test_steps_become_a_list_only_where_they_are_nothing_else():
    assert steps("1. Count *all*.\n2. Ask\n   again.\n") == "1. Count \\*all\\*.\n2. Ask again."
    assert steps("1. # x\n2. ===") == "1. \\# x\n2. &#61;=="
    assert steps("Do this:\n1. Count.") == "Do this:\n1\\. Count."
    assert steps("2. Count.") == "2\\. Count."
    assert steps("1. Count.\n3. Ask.") == "1\\. Count.\n3\\. Ask."
    assert steps("1. Count.\n2. \n3. Ask.") == "1\\. Count.\n2\\.\n3\\. Ask."
    assert steps("") == ""


def test_a_text_stays_readable():
    text = "R&D costs 5 * 3 (see snake_case), e.g. at https://example.org/a-b?c=d#e – “so” it’s 100%!"
    assert inert(text) == text.replace("&", "&amp;").replace("*", r"\*").replace("_", r"\_")


# The whole way, from an issue to a file.

FREE = ("title", "do", "dont", "why", "case", "steps", "exceptions")  # fields of free text


def sections(body: str) -> Iterator[tuple[str, list]]:
    """Each heading of a drafted text, as a page has it, with the elements under it."""
    for element in read(body):
        if element.tag == "h2":
            found = (element.text, [])
            yield found
        else:
            found[1].append(element)


def drafted(**values: str) -> str:
    text = submitted("new-recommendation", **{**NEW, **values})
    made = draft(read_submission(text, FORMS.values()), GUIDE, "LLME-003", None, "2026-01-31")
    return made.files["docs/recommendations/LLME-003.md"]


def assert_drafted(text: str) -> None:
    """The text, in every field that is free text, comes out as it was typed; the skeleton of the draft is untouched."""
    free = dict.fromkeys(FREE, f"a {text}\nb")
    _, front, body = re.split(r"^---\n", drafted(**free), maxsplit=2, flags=re.MULTILINE)
    data, _, problems = parse_yaml(front, 2)
    assert problems == ()
    assert list(data) == ["title", "stage", "topics", "roles", "do", "dont", "tools", "reviewed", "changes"]
    typed = folded(free["why"])
    assert (data["title"], data["do"], data["dont"]) == (typed, typed, typed)
    found = dict(sections(body))
    assert list(found) == list(SECTIONS)
    assert {one.tag for elements in found.values() for element in elements for one in element.iter()} == {"p"}
    told = {name: " ".join(map(text_of, elements)) for name, elements in found.items()}
    typed = straight(typed)
    assert told == {
        "Why": f"{typed} Sources: [@li2021names; @doi-10-9999-new].",
        "First steps": typed,
        "In practice": typed,
        "When this may not apply": typed,
        "Check yourself": "",
    }


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_draft_keeps_its_skeleton_whatever_is_typed(context):
    for payload in PAYLOADS:
        assert_drafted(context.format(payload))


@given(st.text(ASSIGNED))
def test_a_draft_keeps_its_skeleton_whatever_text_is_typed(text):
    assert_drafted(text)


def test_the_checks_find_no_markup_in_a_draft(folder):
    text = "\n\n".join(PAYLOADS)
    path = folder / "docs/recommendations/LLME-003.md"
    fields = {**dict.fromkeys(FREE, text), "sources": "10.1000/names"}
    path.write_text(drafted(**fields), "utf-8")
    found = [one for one in check(load(folder)) if one.path.endswith("LLME-003.md")]
    lengths = {"field-value", "list-missing", "section-empty", "text-length", "title-length"}
    assert {one.code for one in found} == {
        "citation-malformed",
        "citation-missing",
        "citation-place",
        "dont-polarity",
        "text-unsafe",
    } | lengths, format_text(found)
    unsafe = {one.message.split("`")[1] for one in found if one.code == "text-unsafe"}
    assert all(one.startswith(("[", "\\")) for one in unsafe), unsafe  # written as text, and still no citation
