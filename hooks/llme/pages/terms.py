"""A Markdown extension that leads the first use of each of the glossary's terms on a page to its explanation.

A link rather than `<abbr>`, which neither a keyboard nor a finger reaches; Material shows its title as a tooltip. A
page says in its own text, by a mark, that its terms are to be linked, and where the glossary stands from there.
"""

import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from llme.content.model import Term
from llme.patterns import TERMS
from llme.urls import GLOSSARY

_MARK = re.compile(TERMS)
_RUNNING_TEXT = frozenset({"p", "li", "dd", "td"})
_INLINE = frozenset({"em", "strong", "span"})


def mark(page: str) -> str:
    """The mark of a page, a path under `docs`, whose terms are to be linked; it stands on a line of its own."""
    return f"\ue002{posixpath.relpath(GLOSSARY, posixpath.dirname(page))}\ue003"


class TermsExtension(Extension):
    """Links the terms of a glossary on pages that have the mark."""

    def __init__(self, glossary: Iterable[Term]):
        super().__init__()
        self.terms = {term.term.lower(): term for term in glossary if term.link}
        words = "|".join(re.escape(word) for word in sorted(self.terms, key=len, reverse=True))
        self.pattern = re.compile(rf"\b({words})(s?)\b", re.IGNORECASE) if words else None

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers with `md`, after inline markup is resolved (20)."""
        found = _Mark(md)
        md.preprocessors.register(found, "guide-terms-mark", 25)
        md.treeprocessors.register(_Terms(md, self, found), "guide-terms", 17)


class _Mark(Preprocessor):
    """Takes the mark out of a text; `glossary` is what it says, or empty where there is none."""

    glossary = ""

    def run(self, lines: list[str]) -> list[str]:
        marks = [match for line in lines if (match := _MARK.fullmatch(line))]
        self.glossary = marks[0][1] if marks else ""
        return [line for line in lines if not _MARK.fullmatch(line)] if marks else lines


class _Terms(Treeprocessor):
    def __init__(self, md: Markdown, extension: TermsExtension, mark: _Mark):
        super().__init__(md)
        self.extension = extension
        self.mark = mark

    def run(self, root: etree.Element) -> None:
        if not self.mark.glossary or not self.extension.pattern:
            return
        met: set[str] = set()
        for element in [one for one in root.iter() if one.tag in _RUNNING_TEXT]:
            self._link(element, met)

    def _link(self, element: etree.Element, met: set[str]) -> None:
        """Links terms in the element's own text and in what is inline in it, but not in links, code or citations."""
        if element.text:
            element.text, links = self._split(element.text, met)
            for place, link in enumerate(links):
                element.insert(place, link)
        for child in list(element):
            if child.tag in _INLINE and child.get("class") is None:
                self._link(child, met)
            if child.tail and child.get("class") != "term":
                child.tail, links = self._split(child.tail, met)
                at = list(element).index(child)
                for place, link in enumerate(links, at + 1):
                    element.insert(place, link)

    def _split(self, text: str, met: set[str]) -> tuple[str, list[etree.Element]]:
        """The text before the first new term, and a link for each, its tail the text up to the next."""
        matches = list(self._new(text, met))
        if not matches:
            return text, []
        links = []
        for match, following in zip(matches, [*matches[1:], None], strict=True):
            term = self.extension.terms[match[1].lower()]
            attributes = {"class": "term", "href": f"{self.mark.glossary}#{term.anchor}", "title": term.meaning}
            link = etree.Element("a", attributes)
            link.text = match[0]
            link.tail = text[match.end() : following.start() if following else None]
            links.append(link)
        return text[: matches[0].start()], links

    def _new(self, text: str, met: set[str]) -> Iterator[re.Match]:
        for match in self.extension.pattern.finditer(text):
            word = match[1].lower()  # none of the terms, where a letter such as `ſ` only counts as another
            if word in self.extension.terms and word not in met:
                met.add(word)
                yield match
