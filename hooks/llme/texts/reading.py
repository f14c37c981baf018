"""What the site's own Markdown makes of a text, as problems: what must not be published, and what reads in two ways.

The scanner (`markup`) says where things stand, the converter what they are. What is judged is what the converter made,
since that is published; and where the two do not read the same, nobody could trust the places that the rules tell.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from markdown import Markdown
from selectolax.lexbor import LexborNode

from llme.html import safety
from llme.patterns import BOUNDARY, INVISIBLE, LINK, is_a
from llme.texts.converter import RawExtension, site_converter, token
from llme.texts.markup import COMMAND, INSERT, Markup, scan
from llme.texts.text import Problem

_RAW = re.compile(r"</?(?:br|kbd|sub|sup|wbr)\s*/?>", re.IGNORECASE)  # what a text may hold of HTML
_TAGS = ("""<p title="'">""", "</p>")
_MARK = BOUNDARY.join(_TAGS)
_BOUNDARY = f"{BOUNDARY}\n\n{_MARK}"
_CITATION = token('<span class="citation">.</span>')
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_OWN_LINKS = frozenset({"headerlink", "footnote-ref", "footnote-backref"})  # what Markdown adds by itself


@dataclass(frozen=True)
class _Reading:
    """What the converter made of a text."""

    root: LexborNode
    raw: tuple[str, ...]  # what it took for HTML and left as it is
    is_closed: bool  # whether nothing reaches into what is not the text's own


class Use(NamedTuple):
    """What becomes of a text on its way to a page."""

    apart: bool = False  # its sections are published apart from one another
    inserts: bool = False  # its lines `:::` insert what is made


def problems_of_text(text: str, use: Use) -> tuple[Problem, ...]:
    """What is wrong with a Markdown text whose first line has the number 1.

    A text with characters that nobody sees is not read at all: they may be marks of ours.
    """
    if re.search(INVISIBLE, text):
        return ()
    markup = scan(text)
    marked, boundaries = _marked(text, markup, use)
    try:
        reading = _convert(marked)
    except Exception as error:
        return (Problem("text-unreadable", (1, 1), f"this cannot be converted: {type(error).__name__}", _SIMPLER),)
    return tuple(_Judge(text, markup, reading).problems(boundaries))


def _marked(text: str, markup: Markup, use: Use) -> tuple[str, int]:
    """The text with marks where it meets what is not its own, and how many: each must become a paragraph by itself.

    They are text once, and HTML once, as templates have it: a tag or a quotation that is left open could end there.
    Citations become the HTML that they are on a page, so that nothing in them is read as Markdown.
    """
    lines = [_BOUNDARY if use.inserts and INSERT.fullmatch(line) else line for line in text.split("\n")]
    for citation in reversed(markup.citations):
        line, column = citation.position
        if citation.items and not citation.where:
            before, after = lines[line - 1][: column - 1], lines[line - 1][column + len(citation.raw) + 1 :]
            lines[line - 1] = f"{before}{_CITATION}{after}"
    for heading in reversed(markup.headings if use.apart else ()):
        if heading.level == 2:
            place = heading.position[0] - 1
            lines[place : place + 1] = ["", _BOUNDARY, "", lines[place], "", _BOUNDARY, ""]
    lines = [_BOUNDARY, "", *lines, "", _BOUNDARY]
    return "\n".join(lines), 2 * lines.count(_BOUNDARY)


def _convert(text: str) -> _Reading:
    converter, raw = _converter()
    raw.clear()
    converter.reset()
    root = safety.parse(converter.convert(text))
    found = [rest for one in raw if (rest := one.replace(_MARK, "").strip())]
    split = found.count(_TAGS[0])  # marks that something before them keeps from being blocks
    for tag in _TAGS * split:
        found.remove(tag)
    return _Reading(root, tuple(found), not split)


@cache  # it takes longer to make than a text to convert
def _converter() -> tuple[Markdown, list[str]]:
    raw: list[str] = []
    return site_converter(RawExtension(raw)), raw


class _Judge:
    """Compares what was written with what it became."""

    def __init__(self, text: str, markup: Markup, reading: _Reading):
        self.text = text
        self.markup = markup
        self.reading = reading
        self.from_place: dict[str, int] = {}  # where the search for a piece goes on

    def problems(self, boundaries: int) -> Iterator[Problem]:
        body = self.reading.root.css_first("body")
        marks = [node for node in body.iter() if node.tag == "p" and node.text() == BOUNDARY]
        for mark in marks:
            mark.decompose()
        raw = list(self._raw())
        yield from raw
        yield from self._links(body)
        if not raw:  # or each of these would only tell of it again
            if len(marks) != boundaries or not self.reading.is_closed:
                message = "the text does not end, or a line `:::` does not stand, where it seems to"
                yield Problem("text-ambiguous", (1, 1), message, _CLOSE)
            yield from self._unsafe(body)
            yield from self._headings(body)
            yield from self._code(body)
            yield from self._citations(body)

    def _raw(self) -> Iterator[Problem]:
        for raw in self.reading.raw:
            if not _RAW.fullmatch(raw):
                shown = raw.partition("\n")[0][:40]
                message = f"raw HTML: `{shown}{'…' if shown != raw else ''}`"
                yield Problem("html", self._at(shown), message, "use Markdown, or `&lt;` for the sign itself")

    def _unsafe(self, body: LexborNode) -> Iterator[Problem]:
        """What must not stand in a text, but for what is told otherwise: by the links, or by rules on what was seen."""
        told = ["the address", f"an invisible character, U+{ord(BOUNDARY):04X}"]
        if any(not one.items or one.where for one in self.markup.citations):
            told.append("`[")
        if COMMAND.search(self.text):
            told.append("`\\")
        if not all(one.is_harmless for one in self.markup.attributes):
            told += ["the attribute", "the class"]
        for fault in dict.fromkeys(safety.faults(body, safety.TEXT)):
            if not fault.startswith(tuple(told)):
                place = self._at(fault.split("`")[1] if "`" in fault else "")
                yield Problem("text-unsafe", place, f"the text would hold {fault}", _SIMPLER)

    def _links(self, body: LexborNode) -> Iterator[Problem]:
        """Of the links that the converter made and of those that the scanner saw: what is unsafe, then what differs."""
        made = [
            node.attributes.get("href") or node.attributes.get("src") or ""
            for node in body.css("a" if self.reading.raw else "a, img")
            if not _OWN_LINKS & set((node.attributes.get("class") or "").split())
        ]
        seen = {link.text: link.position for link in reversed(self.markup.links)}
        for address in sorted({*seen, *made}, key=lambda one: seen.get(one, (0, 0))):
            place, shown = seen.get(address) or self._at(address), address[:60]
            if not is_a(LINK, address):
                message = f"the link `{shown}` is not http, https, mailto or relative"
                yield Problem("link-unsafe", place, message, _LINK_FORM)
            elif (address in made) != (address in seen):
                verb = "becomes" if address in made else "does not become"
                yield Problem("text-ambiguous", place, f"`{shown}` {verb} a link", _LINK_HINT)

    def _headings(self, body: LexborNode) -> Iterator[Problem]:
        made = [node for node in body.traverse() if node.tag in _HEADINGS]
        for node, heading in zip_longest(made, self.markup.headings):
            if node is None or heading is None or node.tag != f"h{heading.level}":
                verb = "does not become" if node is None else "becomes"
                title = heading.text if node is None else node.text(deep=True).removesuffix("#").strip()
                place = heading.position if node is None else self._at(title)
                yield Problem("text-ambiguous", place, f"`{title[:40]}` {verb} a heading", _HEADING_HINT)
                return  # what follows is only the first difference again

    def _code(self, body: LexborNode) -> Iterator[Problem]:
        made = [node.text(deep=True).strip() for node in body.css("code")]
        counts = Counter(map(_squeezed, made))
        counts.subtract(_squeezed(one.text) for one in self.markup.code)
        for text in made:
            if counts[_squeezed(text)] > 0:
                shown = text.partition("\n")[0][:40]
                yield Problem("text-ambiguous", self._at(shown), f"`{shown}` becomes code", _CODE_HINT)
        for one in self.markup.code:
            if counts[_squeezed(one.text)] < 0:
                shown = one.text.strip().partition("\n")[0][:40]
                yield Problem("text-ambiguous", one.position, f"`{shown}` does not become code", _CODE_HINT)

    def _citations(self, body: LexborNode) -> Iterator[Problem]:
        seen = sum(bool(one.items) and not one.where for one in self.markup.citations)
        if len(body.css("span.citation")) != seen:
            yield Problem("text-ambiguous", (1, 1), "a citation does not become one", _SIMPLER)

    def _at(self, piece: str) -> tuple[int, int]:
        """Where a piece of the text stands, each time a later one; the first line where it is not found."""
        place = self.text.find(piece, self.from_place.get(piece, 0)) if piece else -1
        if place < 0:
            return 1, 1
        self.from_place[piece] = place + 1
        return self.text.count("\n", 0, place) + 1, place - self.text.rfind("\n", 0, place)


def _squeezed(text: str) -> str:
    return "".join(text.split())


_SIMPLER = "write it more simply: paragraphs, lists, links, and code between backticks"
_CLOSE = "close every fence of backticks, and leave an empty line around a list, a quotation and a line `:::`"
_LINK_FORM = "write it in full, as `https://…`, or as the path of a page, `../stages/evaluation.md#anchor`"
_LINK_HINT = "write `[text](address)` on one line, and in an address `%28`, `%29` and `%20` for parentheses and spaces"
_HEADING_HINT = "write a heading as `## Heading` at the start of a line, not in a list or a quotation, nor underlined"
_CODE_HINT = "put code between two backticks on one line, or between two lines of three backticks; indent no other text"
