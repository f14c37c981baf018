"""The Markdown extensions that pages have besides those of every text."""

from collections.abc import Iterable

from markdown import Extension

from llme.content.model import Term
from llme.pages.folding import FoldingExtension
from llme.pages.terms import TermsExtension
from llme.texts.converter import VerbatimExtension


def page_extensions(glossary: Iterable[Term]) -> list[Extension]:
    """Those for the pages of a guide with this glossary."""
    return [VerbatimExtension(), TermsExtension(glossary), FoldingExtension()]
