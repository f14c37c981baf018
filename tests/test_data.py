"""YAML as plain data."""

import pytest

from llme.content.data import parse_yaml

DEEP = "the values are nested too deeply"
NAME = "a field's name must be plain text"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a: {b: [c, 1, true, null, 2026-01-02]}", []),
        ("- " * 40_000, [("yaml-syntax", (1, 25), DEEP)]),
        ("[" * 100_000, [("yaml-syntax", (1, 13), DEEP)]),
        ("{a: " * 40_000, [("yaml-syntax", (1, 49), DEEP)]),
        ("? " * 40_000, [("yaml-syntax", (1, 3), NAME)]),
        ("a: !!timestamp x", [("yaml-syntax", (1, 4), "the tag `!!timestamp` is not used here")]),
        ("a: !!bool maybe", [("yaml-syntax", (1, 4), "the tag `!!bool` is not used here")]),
        ("a: ! x", [("yaml-syntax", (1, 4), "the tag `!` is not used here")]),
        ("a: &b c", [("yaml-syntax", (1, 4), "the anchor `&b` is not used here")]),
        ("*a : b\n'': c", [("yaml-syntax", (1, 1), "the alias `*a` is not used here")]),
        ("a: b\n---\nc: d", [("yaml-syntax", (2, 1), "a second document begins here")]),
        ("a: b\n...\n", [("yaml-syntax", (2, 1), "a line of `...` is not used here")]),
        ("%YAML 1.1\n---\na: b", [("yaml-syntax", (1, 1), "directives (`%YAML`, `%TAG`) are not used here")]),
        ("yes: x", [("yaml-syntax", (1, 1), f"{NAME}, and `yes` is none")]),
        ("<<: {a: b}", [("yaml-syntax", (1, 1), f"{NAME}, and `<<` is none")]),
        ("a: b\nc: d\na: e", [("field-repeated", (3, 1), "the field `a` was already given in line 1")]),
        ("a: 9999-12-31", [("field-value", (1, 4), "`9999-12-31` is not a date that exists, from 2000 to 2099")]),
        ("a: 2026-02-30", [("field-value", (1, 4), "`2026-02-30` is not a date that exists, from 2000 to 2099")]),
        ('a:\n- "b\\xAD"', [("invisible-character", (2, 3), "an invisible character, U+00AD")]),
        ('"a\\u202e": b', [("invisible-character", (1, 1), "an invisible character, U+202E")]),
        (
            "a: b\u2028c: d",
            [("yaml-syntax", (1, 7), "the text holds a colon and a space, which begin a field")],
        ),
        ("a: b\nc: \x00d", [("yaml-syntax", (2, 4), "YAML holds no U+0000")]),
        ("a: \ud800", [("yaml-syntax", (1, 4), "YAML holds no U+D800")]),
        ("a: " + "x" * 1001, [("field-value", (1, 4), "the text has 1,001 characters, 1,000 are allowed")]),
    ],
)
def test_what_is_refused(text, problems):
    _, _, found = parse_yaml(text, 1)
    assert [(one.code, one.position, one.message) for one in found] == problems


@pytest.mark.parametrize(
    "value",
    ["yes", "Null", "on", "1_000", "0777", "1.5", ".inf", "12:30:45", "<<", "=", "1" * 10, "2026-01-02T03:04:05Z"],
)
def test_a_value_that_yaml_reads_as_something_else_is_written_in_another_way(value):
    data, _, found = parse_yaml(f"a: {value}", 1)
    if value == "Null":
        assert (data, found) == ({"a": None}, ())
    else:
        assert data == {"a": value}
        assert [one.code for one in found] == ["field-value"]
        assert parse_yaml(f"a: '{value}'", 1)[::2] == ({"a": value}, ())
