"""Text files as documents: their text, data with the position of every value, and what was malformed.

Reading never raises for bad content: a document carries its problems, and the rules report them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from llme.content.data import Keys, parse_yaml
from llme.findings import Finding
from llme.texts.markup import Markup, scan
from llme.texts.text import TEXT_LIMITS, Lines, Position, Problem, excesses

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    """One file of the guide, as it was read."""

    path: str  # relative to the root, with forward slashes
    text: str
    kind: str = ""  # what it is, in the plural, as `table` has it: `stages`
    data: Any = None  # front matter, or the whole of a YAML file; None where there is none
    positions: dict[Keys, Position] = field(default_factory=dict)
    body: str = ""  # Markdown after the front matter
    body_line: int = 1  # the line on which `body` begins
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The file's name without its one ending: `LLME-008`."""
        return self.path.rpartition("/")[2].rpartition(".")[0]

    @property
    def is_within_limits(self) -> bool:
        """Whether its text may be converted: it is not so large or entangled that this could take for ever."""
        return not any(problem.code in TEXT_LIMITS for problem in self.problems)

    @cached_property
    def lines(self) -> Lines:
        """The lines of the body, by which a place in it is named."""
        return Lines(self.body, self.body_line)

    @cached_property
    def markup(self) -> Markup:
        """Citations, links, headings and the like of the body, with their positions."""
        return scan(self.body, self.body_line)

    def between(self, before: int, after: int | None) -> str:
        """The lines between two lines of the file, or from one to its end."""
        return "\n".join(self._all_lines[before : after - 1 if after else None])

    @cached_property
    def _all_lines(self) -> list[str]:
        return self.text.split("\n")

    def value(self, *keys: str | int) -> Any:
        """The value under `keys`, or None."""
        value = self.data
        for key in keys:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def at(self, *keys: str | int) -> Position:
        """Where the value under `keys` stands, or the nearest thing around it that has a place."""
        while keys and keys not in self.positions:
            keys = keys[:-1]
        return self.positions.get(keys, (1, 1))

    def finding(self, code: str, position: Position, message: str, hint: str = "") -> Finding:
        """A finding in this file."""
        return Finding(self.path, *position, code, message, hint)

    def found(self, *codes: str) -> Iterator[Finding]:
        """The problems of these codes, as findings."""
        for problem in self.problems:
            if problem.code in codes:
                yield self.finding(problem.code, problem.position, problem.message, problem.hint)


def parse_markdown(name: str, text: str, problems: tuple[Problem, ...]) -> Document:
    """A Markdown file with YAML front matter between two lines of `---`."""
    fences = [match for _, match in zip(range(2), _FENCE.finditer(text), strict=False)]
    if len(fences) < 2 or fences[0].start() != 0:
        missing = Problem("front-matter-missing", (1, 1), "the file does not begin with front matter", _FRONT_HINT)
        if fences and fences[0].start() == 0:
            missing = Problem("front-matter-missing", (1, 1), "the front matter is never closed", _FRONT_HINT)
        return Document(name, text, body=text, problems=(*problems, missing, *excesses(text, 1)))
    data, positions, found = parse_yaml(text[fences[0].end() + 1 : fences[1].start()], first_line=2)
    body = text[fences[1].end() + 1 :]
    line = text.count("\n", 0, fences[1].end()) + 2
    return Document(
        name,
        text,
        data=data,
        positions=positions,
        body=body,
        body_line=line,
        problems=(*problems, *found, *excesses(body, line)),
    )


def parse_download(name: str, text: str, problems: tuple[Problem, ...]) -> Document:
    """A Markdown file that readers copy: all of it is text."""
    return Document(name, text, body=text, problems=(*problems, *excesses(text, 1)))


def parse_data(name: str, text: str, problems: tuple[Problem, ...]) -> Document:
    """A YAML data file."""
    data, positions, found = parse_yaml(text, first_line=1)
    return Document(name, text, data=data, positions=positions, problems=(*problems, *found))


_FRONT_HINT = "begin with a line of `---`, then the fields, then another line of `---`"
