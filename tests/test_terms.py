"""Links from running text to the glossary."""

from markdown import Markdown

from llme.content.model import Term
from llme.pages.terms import TermsExtension, mark

GLOSSARY = (
    Term(term="Model card", meaning='A "short" document.'),
    Term(term="Card", meaning="Stiff paper."),
    Term(term="Proxy", meaning="A stand-in.", link=False),
)


def render(text: str, page: str = "stages/evaluation.md") -> str:
    marked = f"{text}\n\n{mark(page)}\n" if page else text
    return Markdown(extensions=[TermsExtension(GLOSSARY)]).convert(marked)


CARD = '<a class="term" href="../about/glossary.md#model-card" title="A &quot;short&quot; document.">{}</a>'
PAPER = '<a class="term" href="../about/glossary.md#card" title="Stiff paper.">{}</a>'


def test_the_first_use_is_linked_and_the_longest_term_wins():
    assert render("A model card, a model card and *a card*.") == (
        f"<p>A {CARD.format('model card')}, a model card and <em>a {PAPER.format('card')}</em>.</p>"
    )


def test_two_terms_in_one_text_and_plurals():
    assert render("Cards and Model cards.") == f"<p>{PAPER.format('Cards')} and {CARD.format('Model cards')}.</p>"


def test_text_after_inline_markup():
    assert render("*Yes*, a card.") == f"<p><em>Yes</em>, a {PAPER.format('card')}.</p>"


def test_links_code_headings_and_other_words_are_left_alone():
    text = "# A card\n[a card](x) `card` cardboard"
    assert render(text) == '<h1>A card</h1>\n<p><a href="x">a card</a> <code>card</code> cardboard</p>'


def test_letters_that_only_count_as_others_are_left_alone():
    """In a search without regard to case, `ſ` is an `s` and `ı` an `i`; in lower case, they are not."""
    text = Markdown(extensions=[TermsExtension([Term(term="Silence", meaning="x.")])]).convert(
        f"ſilence, sılence.\n\n{mark('index.md')}\n"
    )
    assert text == "<p>ſilence, sılence.</p>"


def test_terms_that_are_not_linked():
    assert render("A proxy.") == "<p>A proxy.</p>"


def test_a_page_without_terms():
    assert render("A card.", page="") == "<p>A card.</p>"


def test_an_empty_glossary():
    extension = TermsExtension(())
    assert Markdown(extensions=[extension]).convert(f"A card.\n\n{mark('a.md')}") == "<p>A card.</p>"
