"""Citations and references in a page's HTML."""

import pytest
from markdown import Markdown

from llme.citations.formatting import CitationError, Formatted
from llme.citations.placing import PlacingExtension, token_for_block, token_for_reference

FORMATTED = Formatted(
    blocks={
        "@a1": (("(", None), ("Ash 2001", "a1"), (")", None)),
        "@b2; @a1": (("(", None), ("Birch *2* <b>", "b2"), ("; ", None), ("Ash 2001", "a1"), (")", None)),
    },
    references={"a1": "Ash (2001). <em>Trees</em> &amp; _leaves_.", "b2": "Birch (2002). [x](y)."},
    labels={"a1": "Ash 2001", "b2": "Birch 2002"},
    order=("a1", "b2"),
)


def render(text: str) -> str:
    extension = PlacingExtension()
    extension.formatted = FORMATTED
    return Markdown(extensions=["footnotes", "toc", "attr_list", extension]).convert(text)


def test_a_page():
    assert render(f"Trees {token_for_block('@a1')}, and more {token_for_block('@b2; @a1')}.") == (
        '<p>Trees <span class="citation">(<a class="footnote-ref" href="#fn:ref-a1" id="cite-a1">Ash 2001</a>)</span>, '
        'and more <span class="citation">('
        '<a class="footnote-ref" href="#fn:ref-b2" id="cite-b2">Birch *2* &lt;b&gt;</a>; '
        '<a class="footnote-ref" href="#fn:ref-a1" id="cite-a1-2">Ash 2001</a>)</span>.</p>\n'
        '<div class="references">\n<h2 data-search-exclude="" id="references">References</h2>\n<ul>\n'
        '<li id="fn:ref-a1">\n<p><span class="reference">Ash (2001). <em>Trees</em> &amp; _leaves_.</span> '
        '<a aria-label="Back to Ash 2001 (use 1)" class="footnote-backref" href="#cite-a1">↩</a> '
        '<a aria-label="Back to Ash 2001 (use 2)" class="footnote-backref" href="#cite-a1-2">↩</a>'
        "</p>\n</li>\n"
        '<li id="fn:ref-b2">\n<p><span class="reference">Birch (2002). [x](y).</span> '
        '<a aria-label="Back to Birch 2002" class="footnote-backref" href="#cite-b2">↩</a>'
        "</p>\n</li>\n</ul>\n</div>"
    )


def test_a_page_without_citations_has_no_references():
    assert render("Text.") == "<p>Text.</p>"


def test_a_reference_alone():
    assert render(token_for_reference("b2")) == '<p><span class="reference">Birch (2002). [x](y).</span></p>'


def test_each_page_begins_anew():
    extension = PlacingExtension()
    extension.formatted = FORMATTED
    markdown = Markdown(extensions=[extension])
    first = markdown.convert(token_for_block("@a1"))
    assert markdown.reset().convert(token_for_block("@a1")) == first


def test_a_citation_made_after_the_run_is_an_error():
    with pytest.raises(CitationError, match="@c3"):
        render(token_for_block("@c3"))
