"""What stands where in a Markdown text: citations, links, raw HTML, footnotes, headings.

A scanner of its own, because no maintained Markdown parser gives the column of an inline element. It is stricter than
Markdown: what it cannot place surely is reported, and the built HTML is checked again (`llme.html.safety`).
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from llme.texts.text import Lines, Position

# What mkdocs-bibtex takes for a place for references.
COMMAND = re.compile(r"\\(?:full_)?bibliography\b")
# A line that inserts generated text into a page: a name, and for some an argument.
INSERT = re.compile(r"^::: *+(\S*+)[ \t]*+([^ \t\n]*+(?:[ \t]++[^ \t\n]++)*+)[ \t]*+$", re.MULTILINE)
_KEY = re.compile(r"@[\w-]")
_OPEN = re.compile(r"\[[^\[\]\n]*-?@[\w-]+")
_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})")
_TICKS = re.compile(r"\\?(`+)")
_HEADING = re.compile(r"^(#{1,6})[ \t]++(.*)$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\{:?([^{}\n]*)\}")
_ANCHOR = re.compile(r"\{:?\s*#([\w-]+)\s*\}$")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]*)>")
_TAG = re.compile(r"<([A-Za-z][\w:-]*|/[A-Za-z][\w:-]*|!|\?)([^<>\n]*>?)")
_LINK = re.compile(r"(!?)\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]\(\s*<?([^\s<>)]*)")
_REFERENCE_LINK = re.compile(r"(!?)\[([^\[\]\n]*)\]\[[^\[\]\n]*\]")
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?!\^)([^\[\]\n]+)\]:\s*<?(\S*?)>?(?:\s|$)", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^([^\[\]]*)\]:")


@dataclass(frozen=True)
class Mark:
    """A piece of markup and where it begins."""

    text: str
    position: Position


@dataclass(frozen=True)
class Attributes(Mark):
    """What stands in braces."""

    @property
    def is_harmless(self) -> bool:
        """Whether it is an anchor, or the one class that texts may have: of the paragraph that leads in a page."""
        parts = self.text.split()
        return bool(parts) and all(re.fullmatch(r"#[A-Za-z][\w-]*|\.lead", part) for part in parts)


@dataclass(frozen=True)
class CitedWork:
    """One work in a citation block: `see @key, p. 4`, or `-@key` for its year alone."""

    key: str
    prefix: str = ""
    suffix: str = ""
    year_only: bool = False


@dataclass(frozen=True)
class Citation:
    """A citation block, `[@a; @b, p. 4]`. `where` is empty, or says what wrongly surrounds it."""

    raw: str  # without the brackets
    items: tuple[CitedWork, ...]  # empty where the block is malformed
    position: Position
    where: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading, with the explicit anchor of `{#anchor}` where it has one, and the text down to the next heading."""

    level: int
    text: str
    anchor: str
    position: Position
    content: str
    content_line: int


@dataclass(frozen=True)
class Markup:
    """Everything in a text that a rule asks about, each in reading order."""

    citations: tuple[Citation, ...]
    code: tuple[Mark, ...]  # blocks and pieces, without their backticks
    links: tuple[Mark, ...]  # targets, entities resolved
    html: tuple[Mark, ...]
    attributes: tuple[Attributes, ...]
    footnotes: tuple[Mark, ...]
    headings: tuple[Heading, ...]


def scan(text: str, first_line: int = 1) -> Markup:
    """The markup of `text`, whose first line has the number `first_line`."""
    return _Scanner(text, Lines(text, first_line)).scan()


def parse_citation(raw: str) -> tuple[CitedWork, ...]:
    """The works named in a citation block (its text without brackets), or () where it is malformed."""
    items = []
    for part in raw.split(";"):
        before, _, after = part.partition("@")
        key = re.match(r"[\w-]+", after)
        rest = after[key.end() :].rstrip() if key else "?"
        suffix = rest[1:].strip()
        year_only = before.endswith("-")
        prefix = before[:-1] if year_only else before
        if (rest and not (rest[0] == "," and suffix)) or re.search(r"[@\[\]]", prefix + suffix):
            return ()
        if prefix and not prefix[-1].isspace():
            return ()
        items.append(CitedWork(key[0], prefix.strip(), suffix, year_only))
    return tuple(items)


class _Places:
    """Stretches of a text that do not overlap, in order."""

    def __init__(self, spans: Iterable[tuple[int, int]], name: str):
        self.name = name
        self.spans = sorted(spans)

    def __contains__(self, offset: int) -> bool:
        place = bisect_right(self.spans, (offset, float("inf"))) - 1
        return place >= 0 and offset < self.spans[place][1]


class _Scanner:
    def __init__(self, text: str, lines: Lines):
        self.text = text
        self._at = lines.at
        self.code: list[tuple[int, int]] = []
        self.blocks: list[int] = []  # where a fence opens
        self.plain = self._without_code()  # the same length, code blanked out

    def scan(self) -> Markup:
        links = list(self._links())
        tags = [
            match
            for match in _TAG.finditer(self.plain)
            if not _AUTOLINK.match(self.plain, match.start()) and not self._escaped(match.start())
        ]
        headings = list(self._headings())
        around = [_Places(self.code, "code")]
        for texts in ([match for match, _ in links], [*_REFERENCE_LINK.finditer(self.plain)]):
            around += [
                _Places((match.span() for match in texts if not match[1]), "link text"),
                _Places((match.span() for match in texts if match[1]), "an image's text"),
            ]
        around += [
            _Places((match.span() for match in tags), "raw HTML"),
            _Places(((start, end) for start, end, _ in headings), "a heading"),
        ]
        return Markup(
            citations=tuple(self._citations(around)),
            code=tuple(self._code()),
            links=self._targets(links),
            html=tuple(Mark(match[0], self._at(match.start())) for match in tags),
            attributes=tuple(
                Attributes(match[1].strip(), self._at(match.start())) for match in _ATTRIBUTES.finditer(self.plain)
            ),
            footnotes=tuple(Mark(match[1], self._at(match.start())) for match in _FOOTNOTE.finditer(self.plain)),
            headings=tuple(heading for _, _, heading in headings),
        )

    def _escaped(self, offset: int) -> bool:
        start = offset
        while start and self.text[start - 1] == "\\":
            start -= 1
        return (offset - start) % 2 == 1

    def _without_code(self) -> str:
        pieces, fence, offset = [], "", 0
        for line in self.text.split("\n"):
            match = _FENCE.match(line)
            inside = bool(fence)
            if match and not fence:
                fence = match[1]
                self.blocks.append(offset)
            elif match and match[1][0] == fence[0] and len(match[1]) >= len(fence) and line.strip(" \t>") == match[1]:
                fence = ""
            if inside or fence:
                self.code.append((offset, offset + len(line) + 1))
                pieces.append(" " * len(line))
            else:
                pieces.append(self._without_spans(line, offset) if "`" in line else line)
            offset += len(line) + 1
        return "\n".join(pieces)

    def _code(self) -> Iterator[Mark]:
        """Code as it is meant: the lines between two fences, or what stands between backticks in a line."""
        blocks = set(self.blocks)
        lines: list[str] = []  # of the block that is being read
        begun = opened = 0
        for start, end in [*sorted(self.code), (len(self.text) + 2, 0)]:
            if lines and (start in blocks or start > opened):
                yield Mark("".join(lines[1:-1]), self._at(begun))
                lines = []
            if start in blocks or lines:
                begun = begun if lines else start
                lines.append(self.text[start:end])
                opened = end
            elif end:
                yield Mark(self.text[start:end].strip("`"), self._at(start))

    def _without_spans(self, line: str, offset: int) -> str:
        """The line with its spans of code blanked out: what stands between two runs of backticks of one length."""
        runs = list(_TICKS.finditer(line))
        closing: dict[int, list[int]] = {}  # by length, where runs stand, the last one first
        for run in reversed(runs):
            closing.setdefault(len(run[1]), []).append(run.start(1))
        pieces, done = [], 0
        for run in runs:
            length, start = len(run[1]), run.start(1)
            if start < done or run[0][0] == "\\":
                continue
            later = closing[length]
            while later and later[-1] <= start:
                later.pop()
            if later:
                pieces += [line[done:start], " " * (later[-1] + length - start)]
                done = later[-1] + length
                self.code.append((offset + start, offset + done))
        return "".join([*pieces, line[done:]])

    def _citations(self, around: list[_Places]) -> Iterator[Citation]:
        blocks = list(self._blocks())
        found = []
        for start, end in blocks:
            where = next((places.name for places in around if start in places), "")
            raw = self.text[start + 1 : end - 1]
            found.append((start, Citation(raw, parse_citation(raw), self._at(start), where)))
        taken = _Places(blocks, "")
        for match in _OPEN.finditer(self.plain):
            if match.start() not in taken:
                found.append((match.start(), Citation(match[0][1:], (), self._at(match.start()), "two lines")))
        yield from (citation for _, citation in sorted(found, key=lambda pair: pair[0]))

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """What mkdocs-bibtex takes for a citation: brackets on one line that hold an `@` before a word character."""
        offset = 0
        for line in self.text.split("\n"):
            start = line.find("[")
            while start >= 0 and (end := line.find("]", start)) >= 0:
                if _KEY.search(line, start, end):
                    yield offset + start, offset + end + 1
                start = line.find("[", end)
            offset += len(line) + 1

    def _links(self) -> Iterator[tuple[re.Match, str]]:
        for match in _LINK.finditer(self.plain):
            yield match, match[3]

    def _targets(self, links: list[tuple[re.Match, str]]) -> tuple[Mark, ...]:
        found = [(match.start(), target) for match, target in links]
        found += [(match.start(), match[1]) for match in _AUTOLINK.finditer(self.plain)]
        found += [(match.start(), match[2]) for match in _DEFINITION.finditer(self.plain)]
        return tuple(Mark(_unescaped(target), self._at(start)) for start, target in sorted(found))

    def _headings(self) -> Iterator[tuple[int, int, Heading]]:
        matches = list(_HEADING.finditer(self.plain))
        for index, match in enumerate(matches):
            end = matches[index + 1].start() if index + 1 < len(matches) else len(self.text)
            title = self.text[match.start(2) : match.end(2)].rstrip(" \t").rstrip("#").rstrip(" \t")
            anchor = _ANCHOR.search(title)
            heading = Heading(
                level=len(match[1]),
                text=_ANCHOR.sub("", title).strip(),
                anchor=anchor[1] if anchor else "",
                position=self._at(match.start()),
                content=self.text[match.end() : end].strip("\n"),
                content_line=self._at(match.end())[0] + 1,
            )
            yield match.start(), match.end(), heading


def _unescaped(target: str) -> str:
    try:
        return html.unescape(target)
    except ValueError:  # a number of thousands of digits
        return target
