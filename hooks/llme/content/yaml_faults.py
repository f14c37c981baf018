"""What is wrong with a text that is no YAML, for someone who has to mend it.

The parser tells where it gave up, and what it was reading: it knows nothing of tabs, apostrophes and forgotten spaces,
which are what people write. Its own words come last.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import yaml

from llme.texts.text import Position


class Explained(NamedTuple):
    """A fault: its line and column from 0, what is wrong, and the cure."""

    place: Position
    message: str
    hint: str


class _Stop(NamedTuple):
    """Where the parser gave up: its words, and the lines of the text."""

    lines: list[str]
    place: Position
    problem: str
    context: str  # what it was reading
    began: Position  # where that begins

    @property
    def line(self) -> str:
        return self.lines[self.place[0]] if self.place[0] < len(self.lines) else ""

    @property
    def sign(self) -> str:
        """The sign at which it gave up."""
        return self.line[self.place[1] :][:1]


def explained(text: str, error: yaml.MarkedYAMLError) -> Explained:
    """The first explanation that fits."""
    mark = error.problem_mark or error.context_mark
    place = (mark.line, mark.column) if mark else (0, 0)
    began = (error.context_mark.line, error.context_mark.column) if error.context_mark else place
    stop = _Stop(text.split("\n"), place, error.problem or "", error.context or "", began)
    found = (one for explain in _IN_THIS_ORDER for one in explain(stop))
    return next(found, Explained(place, f"this is not valid YAML: {stop.problem or stop.context}", QUOTES))


def _tab(stop: _Stop) -> Iterator[Explained]:
    before = re.match(r"[ -]*(?=\t)", stop.line)
    if before or stop.sign == "\t":
        column = before.end() if before else stop.place[1]
        yield Explained((stop.place[0], column), "a tab stands where YAML takes spaces alone", _SPACES)


def _unclosed_quote(stop: _Stop) -> Iterator[Explained]:
    if "quoted scalar" in stop.context and "end of stream" in stop.problem:
        yield Explained(stop.began, "the quotation mark that opens here is never closed", "close it, or take it away")


def _text_after_quotes(stop: _Stop) -> Iterator[Explained]:
    row, column = stop.place
    if match := re.match(rf"{_NAMES}(['\"])", stop.line):
        end = stop.line.rfind(match[1], match.end(), column)
        if end >= 0 and not stop.line[end + 1 : column].strip() and stop.sign:
            yield Explained((row, end), f"the text goes on after the `{match[1]}` that closes it", _INSIDE[match[1]])


def _unclosed_list(stop: _Stop) -> Iterator[Explained]:
    for kind, end in (("sequence", "]"), ("mapping", "}")):
        if f"flow {kind}" in stop.context:
            message = f"what begins here has no `,` or `{end}` where it needs one"
            yield Explained(stop.began, message, f"put a comma between its entries, and end it with `{end}`")


def _begun_by_a_sign(stop: _Stop) -> Iterator[Explained]:
    """A sign that has a meaning of its own at the beginning of a text."""
    reading = re.search("scanning an? (alias|anchor|tag|directive)", stop.context)
    row, column = stop.began if reading else stop.place
    sign = stop.lines[row][column : column + 1] if row < len(stop.lines) else ""
    if sign and (reading or "cannot start any token" in stop.problem or "mapping keys are not" in stop.problem):
        yield Explained((row, column), f"a text without quotes cannot begin with `{sign}`", _IN_QUOTES)
    if "block scalar" in stop.context and sign:
        hint = "begin the text on the next line, two spaces further in"
        yield Explained(stop.place, "text stands beside `>` or `|`, which announce it", hint)


def _forgotten_space(stop: _Stop) -> Iterator[Explained]:
    """`title:Ask` is a text, and the field after it a surprise."""
    if "mapping values are not allowed" in stop.problem:
        row = next((row for row in range(stop.place[0] - 1, -1, -1) if stop.lines[row].strip()), None)
        match = re.match(r"[ -]*(\w+):(?=[^\s/])", stop.lines[row]) if row is not None else None
        if match:
            yield Explained((row or 0, match.end() - 1), "a space is missing after the colon", f"write `{match[1]}: …`")


def _no_field(stop: _Stop) -> Iterator[Explained]:
    if "simple key" in stop.context:
        hint = "write `name: value`; a text that goes on is indented below its field, after `>-`"
        yield Explained(stop.began, "the line is no field: no name stands in it, with a colon and a space", hint)


def _place_of_field(stop: _Stop) -> Iterator[Explained]:
    row, column = stop.place
    before = stop.line[:column]
    first = re.match(r" *(- +)?[\w-]+ *$", before) and "mapping values are not allowed" in stop.problem
    expected = "expected" in stop.problem and "parsing a block" in stop.context and not before.strip(" -")
    if first or expected:
        place = (row, len(before) - len(before.lstrip(" ")))
        yield Explained(place, "the line begins in another column than those that it belongs with", _COLUMNS)
    if "sequence entries are not allowed" in stop.problem:
        hint = "write `[one, two]`, or each entry on a line of its own, after `- `"
        yield Explained(stop.place, "a list does not begin on the line of its field", hint)


def _colon_in_text(stop: _Stop) -> Iterator[Explained]:
    if "mapping values are not allowed" in stop.problem:
        yield Explained(stop.place, "the text holds a colon and a space, which begin a field", QUOTES)


_IN_THIS_ORDER: tuple[Callable[[_Stop], Iterator[Explained]], ...] = (
    _tab,
    _unclosed_quote,
    _text_after_quotes,
    _unclosed_list,
    _begun_by_a_sign,
    _forgotten_space,
    _no_field,
    _place_of_field,
    _colon_in_text,
)
_NAMES = r"[ -]*(?:[\w-]+: +)?"  # what may stand before a text on its line
QUOTES = "put a text that holds `: `, `#` or quotes inside double quotes, or write it after `>-`"
_IN_QUOTES = "put the text inside double quotes"
_SPACES = "use spaces: two for each step to the right"
_COLUMNS = (
    "fields that belong together begin in one column, and so do the entries of a list, each with its `- `; see the "
    "lines above"
)
_INSIDE = {"'": "write `''` for an apostrophe inside single quotes", '"': 'write `\\"` for a `"` inside double quotes'}
