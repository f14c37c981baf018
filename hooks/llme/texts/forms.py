"""Forms to fill in: what a template asks for, and what a page has filled in. Both are read the same way."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from llme.texts.text import Position

# A question of a template begins an item; on a page, where its answer follows, the stop of its number is escaped.
_QUESTION = re.compile(r"([0-9]+)\\?\. (\S.*)")
_HEADING = re.compile(r"## (\S.*?)(?: *\{#[\w-]+\})?")
_RULE = re.compile(r"\|(?: *:?-+:? *\|)+")
# What a template says of an answer, and what begins one on a page.
_LEADING = re.compile(r"- Answer:|: +|- \*Example.*\*")


@dataclass
class Asked:
    """A section, a question or a row: its words, and what follows it until the next."""

    text: str
    position: Position
    given: list[str] = field(default_factory=list)  # the lines or cells that answer it, without what leads to them


@dataclass
class FormParts:
    """What a form is made of, each by its words; a row by those of its table and its first cell."""

    sections: dict[str, Asked] = field(default_factory=dict)
    questions: dict[str, Asked] = field(default_factory=dict)
    tables: dict[str, list[Asked]] = field(default_factory=dict)  # rows by the words at the head

    @property
    def labels(self) -> Iterator[tuple[str, str]]:
        """The rows that are to be filled in, each with the head of its table: they have a first cell and no other."""
        for head, rows in self.tables.items():
            yield from ((head, row.text) for row in rows if row.text and not any(row.given))


def read_form(lines: Iterable[str], first_line: int = 1) -> FormParts:
    """The form in these lines; the second heading of a name, or question of a number, does not count."""
    form, here, head, before = FormParts(), None, "", ""
    for number, line in enumerate(lines, first_line):
        text = line.strip()
        place = (number, len(line) - len(line.lstrip()) + 1)
        if text.startswith("|"):
            if _RULE.fullmatch(text):
                head = before
                form.tables.setdefault(head, [])
            elif head:
                first, *others = _cells(text)
                if not first.startswith("*"):  # those in italics are examples
                    form.tables[head].append(Asked(first, place, others))
            before = " | ".join(_cells(text))
            if here:
                here.given.append(text)
            continue
        head = ""
        if match := _HEADING.fullmatch(text):
            here = form.sections.setdefault(match[1], Asked(match[1], place))
        elif match := _QUESTION.fullmatch(text):
            asked = f"{match[1]}. {match[2]}"
            here = form.questions.setdefault(asked, Asked(asked, place))
        elif here and (rest := _LEADING.sub("", text, count=1).strip()):
            here.given.append(rest)
    return form


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip("|"))]
