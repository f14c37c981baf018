"""What stands where in a Markdown text: citations, links, raw HTML, footnotes, headings.

A scanner of its own, because no maintained Markdown parser gives the column of an inline element. It is stricter than
Markdown: what it cannot place surely is reported, and the built HTML is checked again (`llme.html.safety`).
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

# What mkdocs-bibtex takes for a place for references.
COMMAND = re.compile(r"\\(?:full_)?bibliography\b")
# A line that inserts generated text into a page: a name, and for some an argument.
INSERT = re.compile(r"^::: *([^\s]*)[ \t]*([^\n]*?)[ \t]*$", re.MULTILINE)
# What mkdocs-bibtex takes for a citation block: any brackets on one line that hold an `@` before a word character.
_CANDIDATE = re.compile(r"\[([^\n]*?)\]")
_ITEM = re.compile(r"(?P<prefix>[^@\[\]]*?)(?P<minus>-?)@(?P<key>[\w-]+)(?:,\s*(?P<suffix>[^@;\[\]]+))?\s*")
_OPEN = re.compile(r"\[[^\[\]\n]*-?@[\w-]+")
_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})")
_CODE = re.compile(r"(?<![\\`])(`+)(?!`)([^\n]+?)(?<!`)\1(?!`)")
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\{:?([^{}\n]*)\}")
_ANCHOR = re.compile(r"\{:?\s*#([\w-]+)\s*\}$")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]*)>")
_TAG = re.compile(r"<([A-Za-z][\w:-]*|/[A-Za-z][\w:-]*|!|\?)([^<>\n]*>?)")
_LINK = re.compile(r"(!?)\[((?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]\(\s*<?([^\s<>)]*)")
_REFERENCE_LINK = re.compile(r"(!?)\[([^\[\]\n]*)\]\[[^\[\]\n]*\]")
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?!\^)([^\[\]\n]+)\]:\s*<?(\S*?)>?(?:\s|$)", re.MULTILINE)
_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\n]+)\]:", re.MULTILINE)

Position = tuple[int, int]


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
    return _Scanner(text, first_line).scan()


def parse_citation(raw: str) -> tuple[CitedWork, ...]:
    """The works named in a citation block (its text without brackets), or () where it is malformed."""
    items = []
    for part in raw.split(";"):
        match = _ITEM.fullmatch(part)
        if not match or (match["prefix"] and not re.search(r"(^|\s)$", match["prefix"])):
            return ()
        suffix = (match["suffix"] or "").strip()
        items.append(CitedWork(match["key"], match["prefix"].strip(), suffix, bool(match["minus"])))
    return tuple(items)


class _Scanner:
    def __init__(self, text: str, first_line: int):
        self.text = text
        self.first_line = first_line
        self.starts = [0] + [match.end() for match in re.finditer("\n", text)]
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
        texts = [(match.start(), match.end(), "an image's text" if match[1] else "link text") for match, _ in links]
        texts += [
            (match.start(), match.end(), "an image's text" if match[1] else "link text")
            for match in _REFERENCE_LINK.finditer(self.plain)
        ]
        headings = list(self._headings())
        around = [(start, end, "code") for start, end in self.code]
        around += texts
        around += [(match.start(), match.end(), "raw HTML") for match in tags]
        around += [(start, end, "a heading") for start, end, _ in headings]
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

    def _at(self, offset: int) -> Position:
        line = bisect_right(self.starts, offset) - 1
        return self.first_line + line, offset - self.starts[line] + 1

    def _escaped(self, offset: int) -> bool:
        before = self.text[:offset]
        return (len(before) - len(before.rstrip("\\"))) % 2 == 1

    def _without_code(self) -> str:
        pieces, fence = [], ""
        for line in self.text.splitlines(keepends=True):
            match = _FENCE.match(line)
            inside = bool(fence)
            if match and not fence:
                fence = match[1]
                self.blocks.append(sum(map(len, pieces)))
            elif match and match[1][0] == fence[0] and len(match[1]) >= len(fence) and line.strip(" \t>\n") == match[1]:
                fence = ""
            if inside or fence:
                start = sum(map(len, pieces))
                self.code.append((start, start + len(line)))
                pieces.append(re.sub(r"[^\n]", " ", line))
            else:
                pieces.append(line)
        plain = "".join(pieces)
        self.code += [match.span() for match in _CODE.finditer(plain)]
        return _CODE.sub(lambda match: " " * len(match[0]), plain)

    def _code(self) -> Iterator[Mark]:
        """Code as it is meant: the lines between two fences, or what stands between backticks in a line."""
        blocks = set(self.blocks)
        lines: list[str] = []  # of the block that is being read
        begun = opened = 0
        for start, end in [*sorted(self.code), (len(self.text) + 1, 0)]:
            if lines and (start in blocks or start > opened):
                yield Mark("".join(lines[1:-1]), self._at(begun))
                lines = []
            if start in blocks or lines:
                begun = begun if lines else start
                lines.append(self.text[start:end])
                opened = end
            elif end:
                yield Mark(self.text[start:end].strip("`"), self._at(start))

    def _citations(self, around: list[tuple[int, int, str]]) -> Iterator[Citation]:
        found, taken = [], []
        for match in _CANDIDATE.finditer(self.text):
            if not re.search(r"@[\w-]", match[1]):
                continue
            where = self._where(match.start(), around)
            found.append((match.start(), Citation(match[1], parse_citation(match[1]), self._at(match.start()), where)))
            taken.append(match.span())
        for match in _OPEN.finditer(self.plain):
            if not any(start <= match.start() < end for start, end in taken):
                found.append((match.start(), Citation(match[0][1:], (), self._at(match.start()), "two lines")))
        yield from (citation for _, citation in sorted(found, key=lambda pair: pair[0]))

    def _where(self, offset: int, around: list[tuple[int, int, str]]) -> str:
        return next((where for start, end, where in around if start <= offset < end), "")

    def _links(self) -> Iterator[tuple[re.Match, str]]:
        for match in _LINK.finditer(self.plain):
            yield match, match[3]

    def _targets(self, links: list[tuple[re.Match, str]]) -> tuple[Mark, ...]:
        found = [(match.start(), target) for match, target in links]
        found += [(match.start(), match[1]) for match in _AUTOLINK.finditer(self.plain)]
        found += [(match.start(), match[2]) for match in _DEFINITION.finditer(self.plain)]
        return tuple(Mark(html.unescape(target), self._at(start)) for start, target in sorted(found))

    def _headings(self) -> Iterator[tuple[int, int, Heading]]:
        matches = list(_HEADING.finditer(self.plain))
        for index, match in enumerate(matches):
            end = matches[index + 1].start() if index + 1 < len(matches) else len(self.text)
            title = self.text[match.start(2) : match.end(2)]
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
