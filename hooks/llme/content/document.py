"""Text files as documents: their text, data with the position of every value, and what was malformed.

Reading never raises for bad content: a document carries its problems, and the rules report them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from llme.content.markup import Markup, scan
from llme.findings import Finding

Keys = tuple[str | int, ...]  # where a value stands in the data: ("changes", 0, "kind")
Position = tuple[int, int]  # line and column, both from 1
DEEPEST = 12  # levels of nesting; real files have five
NAME = -1  # after the keys of a field: where its name stands, and not its value

# libyaml where PyYAML was built with it: the same tokens and positions, many times faster.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_TOO_DEEP = re.compile(rf"[\[{{](?:\s*[\[{{]){{{DEEPEST}}}")


@dataclass(frozen=True)
class Problem:
    """Something malformed that was met while reading; a finding without its path."""

    code: str
    position: Position
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Document:
    """One file of the guide, as it was read."""

    path: str  # relative to the root, with forward slashes
    text: str
    kind: str = ""  # what it is, in the plural, as the table in `load` has it: `stages`
    data: Any = None  # front matter, or the whole of a YAML file; None where there is none
    positions: dict[Keys, Position] = field(default_factory=dict)
    body: str = ""  # Markdown after the front matter
    body_line: int = 1  # the line on which `body` begins
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The file's name without its ending: `LLME-008`."""
        return self.path.rpartition("/")[2].partition(".")[0]

    @cached_property
    def markup(self) -> Markup:
        """Citations, links, headings and the like of the body, with their positions."""
        return scan(self.body, self.body_line)

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


def read_text(path: Path) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, line ends unified, and a problem for bytes that are not UTF-8."""
    raw = path.read_bytes()
    try:
        text, problems = raw.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        position = (before.count("\n") + 1, len(before) - before.rfind("\n"))
        text = raw.decode("utf-8", errors="replace")
        problems = (Problem("encoding", position, "the file is not UTF-8 text", "save it as UTF-8"),)
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems


def read_markdown(path: Path, name: str) -> Document:
    """A Markdown file with YAML front matter between two lines of `---`."""
    text, problems = read_text(path)
    fences = [match for _, match in zip(range(2), _FENCE.finditer(text), strict=False)]
    if len(fences) < 2 or fences[0].start() != 0:
        missing = Problem("front-matter-missing", (1, 1), "the file does not begin with front matter", _FRONT_HINT)
        if fences and fences[0].start() == 0:
            missing = Problem("front-matter-missing", (1, 1), "the front matter is never closed", _FRONT_HINT)
        return Document(name, text, body=text, problems=(*problems, missing))
    data, positions, found = parse_yaml(text[fences[0].end() + 1 : fences[1].start()], first_line=2)
    body_start = min(fences[1].end() + 1, len(text))
    line = text.count("\n", 0, fences[1].end()) + 2
    return Document(
        name,
        text,
        data=data,
        positions=positions,
        body=text[body_start:],
        body_line=line,
        problems=(*problems, *found),
    )


def read_page(path: Path, name: str) -> Document:
    """A Markdown file whose front matter is optional."""
    text, problems = read_text(path)
    if text.startswith("---"):
        return read_markdown(path, name)
    return Document(name, text, body=text, problems=problems)


def read_download(path: Path, name: str) -> Document:
    """A Markdown file that readers copy: all of it is text."""
    text, problems = read_text(path)
    return Document(name, text, body=text, problems=problems)


def read_yaml(path: Path, name: str) -> Document:
    """A YAML data file."""
    text, problems = read_text(path)
    data, positions, found = parse_yaml(text, first_line=1)
    return Document(name, text, data=data, positions=positions, problems=(*problems, *found))


def parse_yaml(text: str, first_line: int) -> tuple[Any, dict[Keys, Position], tuple[Problem, ...]]:
    """The data in `text`, the position of each value, and what was malformed.

    Data is None where the text cannot be parsed. `first_line` is the line on which `text` begins.
    """
    if too_deep := _TOO_DEEP.search(text):
        line = first_line + text.count("\n", 0, too_deep.start())
        return None, {}, (Problem("yaml-syntax", (line, 1), "the values are nested too deeply"),)
    loader = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None, {}, ()
        walk = _Walk(first_line)
        walk.visit(node, ())
        data = None if walk.broken else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        position = (first_line + mark.line, mark.column + 1) if mark else (first_line, 1)
        problem = Problem("yaml-syntax", position, f"this is not valid YAML: {error.problem or error.context}", _QUOTES)
        return None, {}, (problem,)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = str(error).splitlines()[0] if str(error) else "the values are nested too deeply"
        return None, {}, (Problem("yaml-syntax", (first_line, 1), f"this is not valid YAML: {message}", _QUOTES),)
    finally:
        if loader is not None:
            loader.dispose()
    return data, walk.positions, tuple(walk.problems)


class _Walk:
    """Collects the position of every value, and what YAML allows but the guide does not."""

    def __init__(self, first_line: int):
        self.first_line = first_line
        self.positions: dict[Keys, Position] = {}
        self.problems: list[Problem] = []
        self.broken = False
        self._seen: set[int] = set()

    def visit(self, node: yaml.Node, keys: Keys) -> None:
        position = (self.first_line + node.start_mark.line, node.start_mark.column + 1)
        self.positions[keys] = position
        if id(node) in self._seen or len(keys) > DEEPEST:
            self.problems.append(
                Problem("yaml-syntax", position, "aliases (`*name`) and deep nesting are not used here")
            )
            self.broken = True
            return
        self._seen.add(id(node))
        if node.tag == "tag:yaml.org,2002:timestamp" and not _is_date(node):
            self.problems.append(Problem("field-value", position, f"`{node.value}` is not a date that exists"))
            self.broken = True
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                self.visit(item, (*keys, index))
        elif isinstance(node, yaml.MappingNode):
            self._mapping(node, keys)

    def _mapping(self, node: yaml.MappingNode, keys: Keys) -> None:
        met: dict[str, int] = {}
        for key, value in node.value:
            place = (self.first_line + key.start_mark.line, key.start_mark.column + 1)
            if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
                self.problems.append(Problem("yaml-syntax", place, "a field's name must be plain text"))
                self.broken = True
                continue
            if key.value in met:
                self.problems.append(
                    Problem(
                        "field-repeated",
                        place,
                        f"the field `{key.value}` was already given in line {met[key.value]}",
                        "keep one of the two",
                    )
                )
            met.setdefault(key.value, place[0])
            self.positions[(*keys, key.value, NAME)] = place
            self.visit(value, (*keys, key.value))


def _is_date(node: yaml.ScalarNode) -> bool:
    try:
        yaml.constructor.SafeConstructor().construct_yaml_timestamp(node)
    except (ValueError, OverflowError):
        return False
    return True


_FRONT_HINT = "begin with a line of `---`, then the fields, then another line of `---`"
_QUOTES = "put a text that holds `: `, `#` or quotes inside double quotes, or write it after `>-`"
