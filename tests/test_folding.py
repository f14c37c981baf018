"""Sections that readers can fold, as Markdown makes them."""

import re

import pytest
from markdown import Markdown

from llme.content.model import Term
from llme.pages.extensions import page_extensions
from llme.texts.converter import EXTENSIONS, site_converter

MARK = '<section class="folded" markdown="block"></section>'
TEXT = """# Title

## Before {#before}

One.

%s

## First {#first}

Two.

### Within {#within}

- Three.

## Second {#second}

Four.

%s

## After {#after}

Five.
"""


def converted(text: str) -> tuple[str, list]:
    """The HTML of a page, and its contents."""
    converter = Markdown(extensions=[*EXTENSIONS, *page_extensions(())], extension_configs=EXTENSIONS)
    return converter.convert(text), converter.toc_tokens


def test_sections_between_the_marks_become_disclosures():
    permalink = '<a class="headerlink" href="#{}">#</a>'
    html, _ = converted(TEXT % (MARK, MARK))
    for name in ("title", "before", "first", "within", "second", "after"):
        html = html.replace(permalink.format(name), "")
    assert html.split("\n") == [
        '<h1 id="title">Title</h1>',
        '<h2 id="before">Before</h2>',
        "<p>One.</p>",
        '<h2 class="foldable" id="first">First</h2>',
        '<details class="folded" open="open"><summary data-search-exclude=""><span class="unseen">The text of “First”</span></summary><p>Two.</p>',
        '<h3 id="within">Within</h3>',
        "<ul>",
        "<li>Three.</li>",
        "</ul>",
        '</details><h2 class="foldable" id="second">Second</h2>',
        '<details class="folded" open="open"><summary data-search-exclude=""><span class="unseen">The text of “Second”</span></summary><p>Four.</p>',
        '</details><h2 id="after">After</h2>',
        "<p>Five.</p>",
    ]


def test_the_contents_of_the_page_stay():
    assert converted(TEXT % (MARK, MARK))[1] == converted(TEXT % ("", ""))[1]


@pytest.mark.parametrize(
    "text",
    [
        "A `</details>` in a line, and `</section>`.",
        "    </details>\n    </summary>",
        "```html\n</details>\n```",
        "> ## Quoted {#quoted}",
        "[link]: https://example.org\n\nA [link].",
        "Setext {#setext}\n---\n\nText.",
        "*[LLM]: large language model\n\nAn LLM.",
    ],
)
def test_a_text_means_what_it_means_elsewhere(text):
    """Whatever stands in a section: without the disclosure, its HTML is that of the text by itself."""
    html, _ = converted(f"## First {{#first}}\n\n{text}\n")
    folded, _ = converted(f"{MARK}\n\n## First {{#first}}\n\n{text}\n\n{MARK}\n")
    folded = re.sub(
        '<details class="folded" open="open"><summary.*?</summary>|</details>| class="foldable"', "", folded
    )
    assert "".join(folded.split()) == "".join(html.split())


def test_terms_are_linked_in_what_can_be_folded():
    extensions = [*EXTENSIONS, *page_extensions([Term(term="token", meaning="A piece of text.")])]
    html = Markdown(extensions=extensions, extension_configs=EXTENSIONS).convert(
        f"{MARK}\n\n## First {{#first}}\n\nA token.\n\n{MARK}\n\n\ue002../glossary.md\ue003\n"
    )
    assert '<a class="term" href="../glossary.md#' in html


def test_a_text_without_marks_has_no_disclosure():
    assert converted(TEXT % ("", ""))[0] == site_converter().convert(TEXT % ("", ""))
