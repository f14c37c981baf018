"""The forms of names and characters."""

import re
import unicodedata

import pytest

from llme.patterns import HTTPS, ID, INVISIBLE, MAIL, WEB, is_a

# What Unicode 15.1 has as Default_Ignorable_Code_Point, but for the last range: planes 14 to 16 are refused as a whole.
IGNORABLE = """
    00AD 034F 061C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 FFF0-FFF8
    1BCA0-1BCA3 1D173-1D17A E0000-E0FFF
"""
DRAWN = {0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}  # of Cf: seen


def test_invisible_is_what_unicode_says_nobody_sees():
    hidden = {number for number in range(0x110000) if re.fullmatch(INVISIBLE, chr(number))}
    of_kind = {kind: set() for kind in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")}
    for number in range(0x110000):
        of_kind.get(unicodedata.category(chr(number)), set()).add(number)
    assert of_kind["Cf"] - hidden == DRAWN
    assert of_kind["Cc"] - hidden == {ord("\t"), ord("\n")}
    assert of_kind["Cs"] | of_kind["Co"] | of_kind["Zl"] | of_kind["Zp"] <= hidden
    for one in IGNORABLE.split():
        first, _, last = one.partition("-")
        assert set(range(int(first, 16), int(last or first, 16) + 1)) <= hidden
    assert {number for number in range(0x110000) if number & 0xFFFE == 0xFFFE} <= hidden
    assert not {ord(sign) for sign in "aé—“李 \xa0ا́"} & hidden


@pytest.mark.parametrize("text", ["LLME-001", "LLME-042", "LLME-999", "LLME-1000"])
def test_ids(text):
    assert is_a(ID, text)


@pytest.mark.parametrize(
    "text", ["LLME-000", "LLME-01", "LLME-0001", "LLME-0999", "LLME-１２３", "LLME-001\n", "llme-001", "LLME-1000000"]
)
def test_no_ids(text):
    assert not is_a(ID, text)


@pytest.mark.parametrize(
    "text",
    [
        "https://[bad",
        "https://[::1]/",
        "https://a:b@c/",
        "https:///a",
        "https://a:999999/",
        "https://a/<b>",
        "https://",
    ],
)
def test_no_addresses(text):
    assert not is_a(WEB, text)
    assert not is_a(HTTPS, text)


def test_addresses():
    assert is_a(HTTPS, "https://example.org:8000/a_(b)?c=d&e#f")
    assert is_a(WEB, "http://example.org/")
    assert not is_a(HTTPS, "http://example.org/")
    assert is_a(MAIL, "mailto:a.b@example.org")
    assert not is_a(MAIL, "mailto:a@b?bcc=c")
