"""What people write that is no YAML: what is wrong and the cure, in their words, whichever parser reads it."""

import re

import pytest
import yaml

from llme.content import data
from llme.content.load import load
from llme.rules import check
from support import SMALL

TAB = "a tab stands where YAML takes spaces alone"
COLUMN = "the line begins in another column than those that it belongs with"
SIGN = "a text without quotes cannot begin with"
FAULTS = [
    # Tabs, wherever an indentation, an entry or a line may have one.
    ("changes:\n\t- version: next\n", (2, 1), TAB),
    ("changes:\n  - version: next\n\tkind: added\n", (3, 1), TAB),
    ("changes:\n  -\tversion: next\n", (2, 4), TAB),
    ("topics:\n \t- a\n", (2, 2), TAB),
    ("do: >-\n\tAsk.\n", (2, 1), TAB),
    ("do: >-\n  Ask.\n\tAct.\n", (3, 1), TAB),
    ("do: Ask,\n\tand act.\n", (2, 1), TAB),
    ("\ttitle: x\n", (1, 1), TAB),
    ("a: b\n\t\nc: d\n", (2, 1), TAB),
    # Quotes, brackets and signs.
    ('title: "Ask\nstage: x\n', (1, 8), "the quotation mark that opens here is never closed"),
    ("do: 'Ask\nstage: x\n", (1, 5), "the quotation mark that opens here is never closed"),
    ("title: 'Don't ask'\n", (1, 12), "the text goes on after the `'` that closes it"),
    ('title: "say "x" now"\n', (1, 13), 'the text goes on after the `"` that closes it'),
    ("topics: [a, b\nroles: [c]\n", (1, 9), "what begins here has no `,` or `]` where it needs one"),
    ('topics: ["a" "b"]\n', (1, 9), "what begins here has no `,` or `]` where it needs one"),
    ("title: @home\n", (1, 8), f"{SIGN} `@`"),
    ("title: %x\n", (1, 8), f"{SIGN} `%`"),
    ("do: **Ask** it\n", (1, 5), f"{SIGN} `*`"),
    ("topics:\n  * a\n  * b\n", (2, 3), f"{SIGN} `*`"),
    ("title: ? x\n", (1, 8), f"{SIGN} `?`"),
    ("do: > Ask.\n  Act.\n", (1, 7), "text stands beside `>` or `|`, which announce it"),
    ("title: Ask #1\n", (1, 8), "the text ends before ` #`, which begins a comment"),
    # Colons, columns and lines that are no field.
    ("title: Ask: then act\n", (1, 11), "the text holds a colon and a space, which begin a field"),
    ("title:Ask\nstage: x\n", (1, 6), "a space is missing after the colon"),
    ("url:https://x.org\nb: c\n", (1, 4), "a space is missing after the colon"),
    ("title: x\nhello\nstage: y\n", (2, 1), "the line is no field: no name stands in it, with a colon and a space"),
    ("changes:\n  - version: next\n   kind: added\n", (3, 4), COLUMN),
    ("changes:\n  - version: next\n     kind: added\n", (3, 6), COLUMN),
    ("changes:\n  - version: a\n- version: b\n", (3, 1), COLUMN),
    ("changes:\n  - version: a\n    - version: b\n", (3, 5), COLUMN),
    ("title: x\n stage: y\n", (2, 2), COLUMN),
    ("topics:\n  - a\n - b\n", (3, 2), COLUMN),
    ("topics: - a\n", (1, 9), "a list does not begin on the line of its field"),
    ("changes:\n\u00a0 - version: next\n", (2, 1), "U+00A0 stands where YAML takes spaces alone"),
]


@pytest.fixture(params=["SafeLoader", "CSafeLoader"])
def parser(request, monkeypatch):
    """Each parser that PyYAML may come with; their own words differ."""
    monkeypatch.setattr(data, "_Loader", getattr(yaml, request.param))


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "place", "message"), FAULTS, ids=[repr(text) for text, *_ in FAULTS])
def test_what_is_wrong_is_said_where_it_stands(text, place, message):
    first = data.parse_yaml(text, 1)[2][0]
    assert (first.position, first.message) == (place, message)
    assert first.hint


def test_every_fault_has_a_cure_of_its_own():
    cures = {}
    for text, _, message in FAULTS:
        cures.setdefault(data.parse_yaml(text, 1)[2][0].hint, set()).add(re.sub("`.`", "", message))
    assert cures["use spaces: two for each step to the right"] == {TAB}
    assert [hint for hint, messages in cures.items() if len(messages) > 1] == []


def test_a_sign_of_a_text_in_quotes_or_a_comment_elsewhere_is_no_fault():
    text = '# one\ntitle: "Ask #1" # two\nlink: false # three\ndo: >-\n  Ask #2\n# four\nurl: https://x.org/#a\n'
    assert data.parse_yaml(text, 1)[2] == ()


def indented(text: str):
    """The text with the indentation of one line after another made a tab."""
    lines = text.split("\n")
    for row, line in enumerate(lines):
        if line.startswith("  "):
            yield row, "\n".join([*lines[:row], "\t" + line.lstrip(" "), *lines[row + 1 :]])


@pytest.mark.parametrize("path", sorted(SMALL.rglob("*.yml")), ids=lambda path: path.name)
def test_a_tab_in_any_line_of_a_data_file_is_named(path):
    tried = list(indented(path.read_text("utf-8")))
    assert tried
    for row, text in tried:
        told = [(one.position, one.message) for one in data.parse_yaml(text, 1)[2]]
        assert told[:1] == [((row + 1, 1), TAB)], text.split("\n")[row]


@pytest.mark.parametrize("name", ["docs/recommendations/LLME-001.md", "docs/stages/collecting.md", "docs/index.md"])
def test_a_tab_in_front_matter_is_named_with_the_line_of_the_file(folder, name):
    path = folder / name
    rows = path.read_text("utf-8").split("\n")
    end = rows.index("---", 1)
    path.write_text("\n".join([*rows[:end], "\tx: y", *rows[end:]]), "utf-8")
    told = [(one.path, one.line, one.column, one.code, one.message) for one in check(load(folder))]
    assert (name, end + 1, 1, "yaml-syntax", TAB) in told
