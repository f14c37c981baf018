"""Citations and references in a page's HTML."""

import pytest
from markdown import Markdown

from llme.citations.formatting import CitationError, Formatted
from llme.citations.placing import PageCitations, citation_html, placed, reference_text
from llme.texts.converter import VerbatimExtension, token

FORMATTED = Formatted(
    blocks={
        "@a1": (("(", None), ("Ash 2001", "a1"), (")", None)),
        "@b2; @a1": (("(", None), ("Birch *2* <b>", "b2"), ("; ", None), ("Ash 2001", "a1"), (")", None)),
        "see @a1, p. 1; @a1, p. 2": (("(see ", None), ("Ash 2001, 1", "a1"), ("; ", None), ("2", "a1"), (")", None)),
    },
    references={"a1": "Ash (2001). <em>Trees</em> &amp; _leaves_.", "b2": "Birch (2002). [x](y)."},
    labels={"a1": "Ash 2001", "b2": "Birch 2002"},
    order=("a1", "b2"),
)


def converted(text: str) -> str:
    return Markdown(extensions=["footnotes", "toc", "attr_list", VerbatimExtension()]).convert(text)


def test_a_work_that_is_cited_again_has_the_number_of_its_use():
    page = PageCitations(FORMATTED)
    assert page.numbered("Trees [@a1], more [@b2; @a1], [@c3], [x].") == "Trees [@a1], more [@b2; @a1--2], [@c3], [x]."
    assert page.numbered("[see @a1, p. 1; @a1, p. 2]") == "[see @a1--3, p. 1; @a1--4, p. 2]"
    assert [(one.key, one.anchors) for one in page.references()] == [
        ("a1", ("cite-a1", "cite-a1-2", "cite-a1-3", "cite-a1-4")),
        ("b2", ("cite-b2",)),
    ]


def test_a_page_without_citations_has_no_references():
    assert list(PageCitations(FORMATTED).references()) == []


def test_the_html_of_a_citation():
    assert citation_html("@b2; @a1--2", FORMATTED) == (
        '(<a class="footnote-ref" href="#fn:ref-b2" id="cite-b2">Birch *2* &lt;b&gt;</a>; '
        '<a class="footnote-ref" href="#fn:ref-a1" id="cite-a1-2">Ash 2001</a>)'
    )
    assert citation_html("see @a1--3, p. 1; @a1--4, p. 2", FORMATTED).count('id="cite-a1-3"') == 1
    assert citation_html("see @a1--3, p. 1; @a1--4, p. 2", FORMATTED).count('id="cite-a1-4"') == 1


def test_a_citation_made_after_the_run_is_an_error():
    with pytest.raises(CitationError, match="@c3"):
        citation_html("@c3", FORMATTED)


def test_html_goes_through_markdown_as_it_is():
    html = citation_html("@b2; @a1", FORMATTED)
    assert converted(f"*Trees* {token(html)}, `code`") == f"<p><em>Trees</em> {html}, <code>code</code></p>"
    assert converted(f"## Trees\n\n{token('<ul><li>*a*</li></ul>')}\n") == (
        '<h2 id="trees">Trees</h2>\n<ul><li>*a*</li></ul>'
    )


def test_a_document_without_the_plugin():
    assert converted(placed("Trees [@a1] and [x].", FORMATTED)) == (
        f"<p>Trees {citation_html('@a1', FORMATTED)} and [x].</p>"
    )


def test_a_reference_as_text():
    assert reference_text("b2", FORMATTED) == "Birch (2002). [x](y)."
    html = 'A (2001). R&amp;D, “<em>x</em> &lt;b&gt;”. <a href="https://example.org/?a=1&amp;b">https://example.org</a>'
    assert reference_text("x", Formatted(references={"x": html})) == "A (2001). R&D, “x <b>”. https://example.org"
