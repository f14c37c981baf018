"""A Markdown extension that places formatted citations, and below the text the list of its references.

mkdocs-bibtex finds the citation blocks and puts a token in the place of each (`token_for_block`). Tokens are made of
private-use characters, which no contributed text may hold, so what a token stands for never passes through Markdown.
"""

import re
import xml.etree.ElementTree as etree

from markdown import Extension, Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from llme.citations.formatting import CitationError, Formatted
from llme.patterns import FOOTNOTE

_BEGIN, _END = "\ue000", "\ue001"
_TOKEN = f"{_BEGIN}(block|reference) ([^{_END}]*){_END}"


def token_for_block(raw: str) -> str:
    """The token of the citation block `[raw]`."""
    return f"{_BEGIN}block {raw.encode().hex()}{_END}"


def token_for_reference(key: str) -> str:
    """The token of the formatted reference of one work, for the page of all references."""
    return f"{_BEGIN}reference {key.encode().hex()}{_END}"


class PlacingExtension(Extension):
    """Replaces tokens; `formatted` is set anew for each build."""

    formatted = Formatted()
    lenient = False  # show a citation that could not be formatted as it was written, instead of failing

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers with `md`. References come before the table of contents is made, so that they stand in it."""
        place = _Place(self)
        md.inlinePatterns.register(place, "guide-citation", 185)
        md.treeprocessors.register(_References(md, self, place), "guide-references", 15)
        md.registerExtension(place)


class _Place(InlineProcessor):
    def __init__(self, extension: PlacingExtension):
        super().__init__(_TOKEN)
        self.extension = extension
        self.reset()

    def reset(self) -> None:
        self.uses: dict[str, int] = {}  # how often this page has cited each key so far

    def handleMatch(self, match: re.Match, data: str) -> tuple[etree.Element, int, int]:
        value = bytes.fromhex(match[2]).decode()
        element = self._block(value) if match[1] == "block" else self._reference(value)
        return element, match.start(0), match.end(0)

    def _block(self, raw: str) -> etree.Element:
        parts = self.extension.formatted.blocks.get(raw)
        if parts is None and self.extension.lenient:
            parts = ((f"[{raw}]", None),)
        if parts is None:
            raise CitationError(f"`[{raw}]` was not there when the citations were formatted")
        span = etree.Element("span", {"class": "citation"})
        for text, key in parts:
            if key is None:
                _append_text(span, text)
                continue
            self.uses[key] = self.uses.get(key, 0) + 1
            attributes = {"class": "footnote-ref", "href": f"#fn:{FOOTNOTE}{key}", "id": _use_id(key, self.uses[key])}
            etree.SubElement(span, "a", attributes).text = AtomicString(text)
        return span

    def _reference(self, key: str) -> etree.Element:
        return _reference(self.extension.formatted, key)


class _References(Treeprocessor):
    def __init__(self, md: Markdown, extension: PlacingExtension, place: _Place):
        super().__init__(md)
        self.extension = extension
        self.place = place

    def run(self, root: etree.Element) -> None:
        if not self.place.uses:
            return
        section = etree.SubElement(root, "div", {"class": "references"})
        heading = etree.SubElement(section, "h2", {"id": "references", "data-search-exclude": ""})
        heading.text = "References"
        items = etree.SubElement(section, "ul")
        for key in self.extension.formatted.order:
            if key in self.place.uses:
                item = etree.SubElement(items, "li", {"id": f"fn:{FOOTNOTE}{key}"})
                paragraph = etree.SubElement(item, "p")
                paragraph.append(_reference(self.extension.formatted, key))
                self._append_ways_back(paragraph, key)

    def _append_ways_back(self, paragraph: etree.Element, key: str) -> None:
        label = self.extension.formatted.labels[key]
        for use in range(1, self.place.uses[key] + 1):
            _append_text(paragraph, " ")
            which = "" if self.place.uses[key] == 1 else f" (use {use})"
            attributes = {
                "class": "footnote-backref",
                "href": f"#{_use_id(key, use)}",
                "aria-label": f"Back to {label}{which}",
            }
            etree.SubElement(paragraph, "a", attributes).text = AtomicString("↩")


def _reference(formatted: Formatted, key: str) -> etree.Element:
    # The reference is HTML that `llme.citations.formatting` made of escaped text and four tags: well-formed XML.
    element = etree.fromstring(f'<span class="reference">{formatted.references[key]}</span>')  # noqa: S314
    for part in element.iter():
        part.text = AtomicString(part.text) if part.text else part.text
        part.tail = AtomicString(part.tail) if part.tail else part.tail
    return element


def _append_text(element: etree.Element, text: str) -> None:
    if len(element):
        element[-1].tail = AtomicString((element[-1].tail or "") + text)
    else:
        element.text = AtomicString((element.text or "") + text)


def _use_id(key: str, use: int) -> str:
    return f"cite-{key}" + (f"-{use}" if use > 1 else "")
