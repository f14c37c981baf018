"""YAML as plain data, with the position of every value.

The events of the parser are read one by one, so that nothing deep, repeated or active is ever built: only texts, whole
numbers, dates, `true`, `false` and nothing at all, in lists and in fields.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import yaml

from llme.content.yaml_faults import explained
from llme.patterns import DATE, INVISIBLE, is_a
from llme.texts.text import Position, Problem

Keys = tuple[str | int, ...]  # where a value stands in the data: ("changes", 0, "kind")
DEEPEST = 12  # levels of nesting; real files have five
YEARS = range(2000, 2100)  # of every date in the guide: a build has no clock by which to judge one
LONGEST = 1000  # characters in a text; the longest real one has 295
NAME = -1  # after the keys of a field: where its name stands, and not its value

# libyaml where PyYAML was built with it: the same events and positions, many times faster.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_INVISIBLE = re.compile(INVISIBLE)
_UNREADABLE = re.compile("[^\t\n -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMMENT = re.compile("[ \t]+#")
_BREAKS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), "\ufffd")  # line ends for YAML alone


def parse_yaml(text: str, first_line: int) -> tuple[Any, dict[Keys, Position], tuple[Problem, ...]]:
    """The data in `text`, the position of each value, and what was malformed.

    Data is None where the text cannot be parsed. `first_line` is the line on which `text` begins.
    """
    text = text if text.isascii() else text.translate(_BREAKS)
    composer = _Composer(text, first_line)
    loader = None
    try:
        loader = _Loader(text)
        while not composer.stopped and loader.check_event():
            composer.take(loader.get_event())
    except yaml.MarkedYAMLError as error:
        (row, column), message, hint = explained(text, error)
        composer.refuse((first_line + row, column + 1), message, hint)
    except (yaml.YAMLError, ValueError):  # a character that no YAML may hold
        at = found.start() if (found := _UNREADABLE.search(text)) else 0
        before = text[:at].rpartition("\n")
        position = (first_line + text.count("\n", 0, at), len(before[2]) + 1)
        composer.refuse(position, f"YAML holds no U+{ord(text[at]):04X}" if found else "this is not valid YAML")
    finally:
        if loader is not None:
            loader.dispose()
    return (None if composer.refused else composer.data), composer.positions, tuple(composer.problems)


class _Composer:
    """Builds the data from events, one after the other."""

    def __init__(self, text: str, first_line: int):
        self.data: Any = None
        self.positions: dict[Keys, Position] = {}
        self.problems: list[Problem] = []
        self.refused = False  # whether the whole is of no use
        self.stopped = False  # whether there is no sense in going on
        self._text = text
        self._characters = frozenset(text)
        self._first_line = first_line
        self._open: list[tuple[Keys, list | dict]] = []  # the lists and fields that are being filled
        self._key: list[str | None] = []  # for each of them, the name that waits for its value
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """The next event of the parser."""
        if handle := _HANDLERS.get(type(event)):
            handle(self, event, (self._first_line + event.start_mark.line, event.start_mark.column + 1))

    def refuse(self, position: Position, message: str, hint: str = "") -> None:
        """What makes the whole of no use."""
        self.refused = True
        self.problems.append(Problem("yaml-syntax", position, message, hint))

    def document(self, event: yaml.DocumentStartEvent, position: Position) -> None:
        self._documents += 1
        if event.version or event.tags:
            self.refuse(position, "directives (`%YAML`, `%TAG`) are not used here")
        if self._documents > 1:
            self.refuse(position, "a second document begins here", "take out the line `---` before it")
            self.stopped = True

    def end_of_document(self, event: yaml.DocumentEndEvent, position: Position) -> None:
        if event.explicit:
            self.refuse(position, "a line of `...` is not used here", "take it out")

    def alias(self, event: yaml.AliasEvent, position: Position) -> None:
        self.refuse(position, f"the alias `*{event.anchor}` is not used here", "write the value out")
        self.stopped = True

    def scalar(self, event: yaml.ScalarEvent, position: Position) -> None:
        self._active(event, position)
        value = event.value
        if event.style == '"' and (match := _INVISIBLE.search(value)) and match[0] not in self._characters:  # an escape
            message = f"an invisible character, U+{ord(match[0]):04X}"
            self.problems.append(Problem("invisible-character", position, message, "delete it"))
        if len(value) > LONGEST:
            message = f"the text has {len(value):,} characters, {LONGEST:,} are allowed"
            self.problems.append(Problem("field-value", position, message))
        if not event.style and value[:1].isspace():  # YAML takes it for a letter, and a reader for an indentation
            message = f"U+{ord(value[0]):04X} stands where YAML takes spaces alone"
            self.refuse(position, message, "type the spaces anew; this sign comes from a text that was copied")
        is_name = bool(self._open) and isinstance(self._open[-1][1], dict) and self._key[-1] is None
        kind = None if event.style else _kind_of(value)
        if not (event.style or kind) and _COMMENT.match(self._text, event.end_mark.index):
            message = "the text ends before ` #`, which begins a comment"
            self.problems.append(Problem("field-value", position, message, _HASH))
        if is_name:
            self._name(value, position, kind)
        else:
            self._place(self._meant(value, kind, position) if kind else value, position)

    def begin(self, event: yaml.CollectionStartEvent, position: Position) -> None:
        self._active(event, position)
        if self._open and isinstance(self._open[-1][1], dict) and self._key[-1] is None:
            self.refuse(position, "a field's name must be plain text", "put it in quotes if it begins with a bracket")
            self.stopped = True
        elif len(self._open) >= DEEPEST:
            self.refuse(position, "the values are nested too deeply")
            self.stopped = True
        else:
            value: list | dict = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            keys = self._place(value, position)
            self._open.append((keys, value))
            self._key.append(None)

    def end(self, event: yaml.CollectionEndEvent, position: Position) -> None:
        self._open.pop()
        self._key.pop()

    def _active(self, event: yaml.NodeEvent, position: Position) -> None:
        if event.anchor:
            self.refuse(position, f"the anchor `&{event.anchor}` is not used here", "take it out")
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.refuse(position, f"the tag `{tag}` is not used here", "take it out")

    def _name(self, name: str, position: Position, kind: str | None) -> None:
        """The name of a field, whose value comes next."""
        keys, fields = self._open[-1]
        if kind:
            self.refuse(position, f"a field's name must be plain text, and `{name}` is none", "put it in quotes")
        if name in fields:
            line = self.positions[(*keys, name, NAME)][0]
            message = f"the field `{name}` was already given in line {line}"
            in_list = bool(keys) and isinstance(keys[-1], int)
            hint = "keep one of the two" + ("; a new entry of the list begins with `- `" if in_list else "")
            self.problems.append(Problem("field-repeated", position, message, hint))
        else:
            self.positions[(*keys, name, NAME)] = position
        self._key[-1] = name

    def _place(self, value: Any, position: Position) -> Keys:
        """Puts a value where it belongs, and tells under which keys."""
        if not self._open:
            self.data, keys = value, ()
        else:
            around, container = self._open[-1]
            if isinstance(container, list):
                keys = (*around, len(container))
                container.append(value)
            else:
                keys = (*around, self._key[-1] or "")
                container[self._key[-1] or ""] = value
                self._key[-1] = None
        self.positions[keys] = position
        return keys

    def _meant(self, value: str, kind: str, position: Position) -> Any:
        """The value of a plain scalar that YAML takes for something else than text."""
        match kind:
            case "null":
                return None
            case "bool" if value in ("true", "false"):
                return value == "true"
            case "int" if re.fullmatch(r"-?(0|[1-9][0-9]{0,8})", value):
                return int(value)
            case "timestamp" if (day := _day(value)) is not None:
                return day
            case "timestamp":
                message, hint = f"`{value}` is not a date that exists, from {YEARS[0]} to {YEARS[-1]}", ""
            case _:
                message, hint = f"`{value}` is neither text nor a plain number, date, `true` or `false`", _QUOTED
        self.problems.append(Problem("field-value", position, message, hint))
        return value


_HANDLERS: dict[type, Callable[[_Composer, Any, Position], None]] = {
    yaml.DocumentStartEvent: _Composer.document,
    yaml.DocumentEndEvent: _Composer.end_of_document,
    yaml.AliasEvent: _Composer.alias,
    yaml.ScalarEvent: _Composer.scalar,
    yaml.SequenceStartEvent: _Composer.begin,
    yaml.MappingStartEvent: _Composer.begin,
    yaml.SequenceEndEvent: _Composer.end,
    yaml.MappingEndEvent: _Composer.end,
}


def texts(data: Any) -> Iterator[str]:
    """Every text and name in plain data, however deep."""
    waiting = [data]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as fields:
                waiting += [*fields.keys(), *fields.values()]
            case list() as items:
                waiting += items


def _kind_of(value: str) -> str | None:
    """What YAML takes a plain scalar for: `null`, `bool`, `int` and so on; None for a text."""
    for tag, pattern in (*_RESOLVERS.get(value[:1], ()), *_RESOLVERS.get(None, ())):
        if pattern.match(value):
            return tag.rpartition(":")[2]
    return None


def _day(value: str) -> date | None:
    try:
        day = date.fromisoformat(value) if is_a(DATE, value) else None
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


_HASH = "put the whole text inside double quotes; a comment stands on a line of its own"
_QUOTED = "put it in quotes if it is a text"
