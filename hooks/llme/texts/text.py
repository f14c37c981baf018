"""The text of a file, within limits, and where in it something stands.

Lines end at `\\n` and nowhere else, here and in all that counts them.

How large and how entangled a text in Markdown may be is said here, too, before anything converts it: Python-Markdown
goes through a text again and again, and into itself, so that some short texts take it minutes, or end it. What people
write is far from these limits, which are several times the largest that the guide holds (given beside them).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

Position = tuple[int, int]  # line and column, both from 1
LONGEST_LINE = 10_000  # characters; the longest real one, a list of authors, has 2,200
UNREAD = frozenset({"file-unreadable", "file-too-large", "line-too-long"})  # problems that leave no text to look at
TEXT_LIMITS = frozenset({"text-long", "text-dense", "text-nested"})  # problems of a text that is not to be converted

_LINES = 1500  # of a text; 241
_PARAGRAPH = 4500  # characters without an empty line between them; 1,477
_WORD = 500  # characters without white space; 154
_NEST = 6  # quotations and lists that begin within each other on one line; 1
_INDENT = 40  # columns; 36, in a drawing
_DEFINITIONS = 20  # lines of a paragraph that begin with a colon; 1
# Signs that make the converter look ahead: how many in a paragraph, and in a text; 9 and 117, 1 and 1.
_SIGNS = {"[": (40, 1500), "<": (40, 200), **dict.fromkeys("]>*_`!&{}()#\\|~^:@=+", (250, 15_000))}
_RUN = re.compile(r"([^\w\s\-=.])\1{8}|([-=._ ])\2{120}")  # of one sign; 3, and 64 that draw a line
_EMPTY = re.compile(r"\n[ \t]*\n")
_PREFIX = re.compile(r"(?:[ \t]*+(?:>|(?:[-+*:]|[0-9]{1,9}[.)])(?=[ \t])))*+[ \t]*+")
_MARKER = re.compile(r">|[-+*:]|[0-9]+")


@dataclass(frozen=True)
class Problem:
    """Something malformed that was met while reading; a finding without its path."""

    code: str
    position: Position
    message: str
    hint: str = ""


class Lines:
    """The lines of a text, whose first has the number `first_line`."""

    def __init__(self, text: str, first_line: int = 1):
        self.first_line = first_line
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, offset: int) -> Position:
        """The position of a character, by its offset."""
        line = bisect_right(self.starts, offset) - 1
        return self.first_line + line, offset - self.starts[line] + 1


def read_text(path: Path, most: int, longest: int = LONGEST_LINE) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, line ends unified, and what is wrong with it as a text.

    `most` is how many bytes it may have, `longest` how many characters a line; beyond them, the text is empty.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        return "", (Problem("file-unreadable", (1, 1), f"the file cannot be read: {reason}"),)
    if len(raw) > most:
        message = f"the file has more than {most:,} bytes"
        return "", (Problem("file-too-large", (1, 1), message, "a file of its kind has far less; take out or split"),)
    if (unfit := _no_text(raw)) is not None:
        return "", (unfit,)
    text, problems = _decoded(raw)
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > longest:
            message = f"the line has {len(line):,} characters, {longest:,} are allowed"
            return "", (*problems, Problem("line-too-long", (number, 1), message, "break it"))
    return text, problems


def _no_text(raw: bytes) -> Problem | None:
    """Why the bytes of a file are no text at all: to look for what is wrong in them would tell of nothing else."""
    if not raw.strip():
        hint = "restore it from the last commit, or write it like the other files of its kind"
        return Problem("file-unreadable", (1, 1), "the file is empty", hint)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "save it as UTF-8, without a byte order mark"
        return Problem("file-unreadable", (1, 1), "the file is text in UTF-16", hint)
    if raw.count(0) * 100 > len(raw):  # a picture or a document; of a single one in a text, another rule tells where
        hint = "write it with an editor for plain text, and save it as UTF-8"
        return Problem("file-unreadable", (1, 1), "the file is not text", hint)
    return None


def excesses(text: str, first_line: int) -> list[Problem]:
    """Where a text goes beyond the limits: the first place of each kind."""
    lines = Lines(text, first_line)
    found: dict[str, Problem] = {}
    for code, offset, message in (*_of_text(text, lines), *_of_paragraphs(text), *_of_lines(text, lines)):
        found.setdefault(code, Problem(code, lines.at(offset), message, "split it, or write it in a simpler way"))
    return list(found.values())


def _decoded(raw: bytes) -> tuple[str, tuple[Problem, ...]]:
    problems: tuple[Problem, ...] = ()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8", errors="replace")
        before = _unified(raw[: error.start].decode("utf-8"))
        position = Lines(before).at(len(before))
        problems = (Problem("encoding", position, "the file is not UTF-8 text", "save it as UTF-8"),)
    if text.startswith("\ufeff"):
        text = text[1:]
        mark = Problem("encoding", (1, 1), "the file begins with a byte order mark", "save it as UTF-8 without one")
        problems = (mark, *problems)
    return _unified(text), problems


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _of_text(text: str, lines: Lines) -> Iterator[tuple[str, int, str]]:
    if len(lines.starts) > _LINES:
        message = f"the text has {len(lines.starts):,} lines, {_LINES:,} are allowed"
        yield "text-long", lines.starts[_LINES], message
    if word := next((word for word in text.split() if len(word) > _WORD), None):
        yield "text-long", text.index(word), f"a word has more than {_WORD} characters"
    if match := _RUN.search(text):
        yield "text-dense", match.start(), f"`{match[0][0]}` is repeated {len(match[0])} times or more"
    for sign, (_, most) in _SIGNS.items():
        if (count := text.count(sign)) > most:
            yield "text-dense", text.index(sign), f"the text has {count:,} times `{sign}`, {most:,} are allowed"


def _of_paragraphs(text: str) -> Iterator[tuple[str, int, str]]:
    signs = {sign: most for sign, (most, _) in _SIGNS.items() if text.count(sign) > most}
    ends = [match.start() for match in _EMPTY.finditer(text)]
    for start, end in pairwise([0, *ends, len(text)]):
        paragraph = text[start:end].lstrip("\n")
        offset = end - len(paragraph)
        if len(paragraph) > _PARAGRAPH:
            yield "text-long", offset, f"a paragraph has {len(paragraph):,} characters, {_PARAGRAPH:,} are allowed"
        for sign, most in signs.items():
            if (count := paragraph.count(sign)) > most:
                yield "text-dense", offset, f"a paragraph has {count:,} times `{sign}`, {most} are allowed"
        if paragraph.count("\n:") > _DEFINITIONS:
            yield "text-nested", offset, f"more than {_DEFINITIONS} definitions follow without an empty line"


def _of_lines(text: str, lines: Lines) -> Iterator[tuple[str, int, str]]:
    for offset in lines.starts:
        prefix = _PREFIX.match(text, offset)[0]
        if not prefix:
            continue
        if len(_MARKER.findall(prefix)) > _NEST:
            yield "text-nested", offset, f"more than {_NEST} lists and quotations begin within each other"
        elif len(prefix.expandtabs(4)) > _INDENT:
            yield "text-nested", offset, f"the line begins more than {_INDENT} columns from the left"
