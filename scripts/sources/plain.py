"""What registries and pages say, as plain data: nothing in it is markup, LaTeX, or more than one value.

Anything may stand in their answers. What is not of the kind that is asked for is left out.
"""

import html
import re
from collections.abc import Mapping
from typing import Any

from quoting import one_line

LONGEST = 1000  # characters of a text; a longer one is none of a reference
_RAW = 10_000  # the same, as it came
_MOST = 1000  # authors that are named
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z!?][^<>]*>|<+(?=[A-Za-z/!?])", re.DOTALL)
# `^^5c` is a backslash for TeX, and `~` a space: signs that look like them are nothing else.
_SIGNS = str.maketrans({"{": "", "}": "", "\\": "", "^": "\u02c6", "~": "\u02dc"})
_DATES = ("issued", "published", "published-print", "published-online", "created")


def text_of(facts: Mapping[str, Any], name: str) -> str:
    """A field of CSL-JSON as one line of plain text, or the first of several; empty where it is none."""
    value = facts.get(name)
    return plain_text(value[0] if isinstance(value, list) and value else value)


def plain_text(value: Any) -> str:
    """A text or a number as one line, without tags, braces, backslashes and what nobody sees."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
        value = str(value)
    if not isinstance(value, str) or len(value) > _RAW:
        return ""
    text, before = value, None
    while text != before:  # what is taken away may bring together what is to be taken away: `&am{}p;lt;`
        before = text
        text = one_line(_TAG.sub("", html.unescape(text)).translate(_SIGNS))
    return text if len(text) <= LONGEST else ""


def escaped(text: str) -> str:
    """Plain text as BibTeX has it, which has a meaning of its own for some signs."""
    return re.sub(r"([%&_#$])", r"\\\1", text)


def year_of(facts: Mapping[str, Any]) -> str:
    """The year of CSL-JSON, four digits; empty where it has none."""
    for name in _DATES:
        try:
            year = str(facts[name]["date-parts"][0][0])
        except (KeyError, IndexError, TypeError, ValueError):
            continue
        if re.fullmatch("[12][0-9]{3}", year):
            return year
    return ""


def authors_of(facts: Mapping[str, Any]) -> str:
    """The authors of CSL-JSON as BibTeX has them; `others` are those beyond what anyone reads."""
    people = facts.get("author")
    if not isinstance(people, list):
        return ""
    names = [name for name in map(_author, people[:_MOST]) if name]
    return " and ".join([*names, "others"] if names and len(people) > _MOST else names)


def _author(person: Any) -> str:
    """`Family, Suffix, Given`; an organisation in braces. A comma or an `and` within a name divides nothing."""
    if not isinstance(person, dict):
        return ""
    family = " ".join(filter(None, (_part(person, "non-dropping-particle"), _part(person, "family"))))
    if not family:
        whole = next(filter(None, (text_of(person, name) for name in ("literal", "name", "given"))), "")
        return f"{{{escaped(whole)}}}" if whole else ""
    parts = [family, _part(person, "suffix"), _part(person, "given")]
    return ", ".join(_kept(escaped(part), part is family) for part in parts if part)


def _part(person: Mapping[str, Any], name: str) -> str:
    return " ".join(text_of(person, name).replace(",", " ").split())


def _kept(part: str, is_family: bool) -> str:
    """The part in braces where BibTeX would divide it, or take a family name's first word for a particle."""
    divided = re.search(r"\band\b", part, re.IGNORECASE) or (is_family and part[0].islower())
    return f"{{{part}}}" if divided else part
