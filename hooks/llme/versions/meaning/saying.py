"""What a text says, in the words by which it is compared with its older self."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from llme.versions.meaning.lexicon import (
    CEILINGS,
    CLASS,
    EMPTY,
    EXPLAINING,
    FLOORS,
    INTERVALS,
    MAGNITUDES,
    NUMBERS,
    ORDINALS,
    PERSONS,
    TURNING,
    UNITS,
    spelt,
    stem,
)

# What is the same in other words, before the text is taken apart.
_SAME = (
    (r"[‘ʼ＇’]", "'"),
    (r"\bcannot\b|\bcan't\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"\bshan't\b", "shall not"),
    (r"n't\b", " not"),
    (r"\b(do|does|did|is|are|was|were|has|have|had|must|need|should|could|would)nt\b", r"\1 not"),
    (r"\b(?:have|has|needs?) to\b", "must"),
    (r"\b(mak(?:e|es|ing)|be) (?:sure|certain)\b|\bsee to it\b", "ensure"),
    (r"\bought to\b", "ought"),
    (r"(?<=s)'(?=\s)", " s"),
    (r"\btry out\b", "test"),
    (r"\bthird[ -]part(y|ies)\b", r"thirdpart\1"),
    (r"\bonce (?=(?:a|per|every|each)\b)", "1 "),
    (
        r"\b(?:in (?:general|most cases|principle)|as (?:a rule|appropriate)|on the whole|by default|"
        r"at your discretion|to the extent possible|as far as (?:you can|possible|practicable|feasible)|"
        r"if you (?:like|wish|want))\b",
        "usually",
    ),
    (r"\bit (?:is|may be|can be|would be) (?:vital|essential|necessary|crucial|imperative) to\b", "must"),
    (r"\bit (?:is|may be|can be|would be) (?!not\b)\w+ to\b", "consider"),
    (r"\bprior to\b", "before"),
    (r"\b(?:provided|as long as|so long as|in case|on condition)(?: that)?\b", "if"),
    (r"\bwhether or not\b", "whether"),
    (r"\band ?/ ?or\b", "or"),
    (r"\bno l(?:ater|onger) than\b|\bat the latest\b", "within"),
    (r"\bup to\b", "upto"),
    (r"\bper ?cent\b", "%"),
    (r"\b(such as|for example|for instance|e\.g\.|i\.e\.|that is,|in other words,)", " namely "),
    (
        r"\b(opt|switch|turn|log|check|phase|leave|lock|plug|scale)(s|ed|ing|ting|ted)?[ -](in|out|on|off|up|down)\b",
        r"\1\3",
    ),
    (r"(?<=\d),(?=\d{3}\b)", ""),
    (r"(?<=\d),(?=\d)", "."),
    (r"(?<![\w.)])[-−–](?=\d)", "~"),
)
_TOKEN = re.compile(r"[~+±]?\d+(?:\.\d+)*|[%<>=≤≥$€£]|[^\W\d_]+|[,;:.()!?—–]")
_WORD = re.compile(r"[^\W\d_]+")
_STOPS = frozenset(",;:.()!?—–")


class Token(NamedTuple):
    """A word that counts, or a number with its unit. Those with one `key` say the same."""

    key: str
    word: str
    kind: str  # `content`, `number`, or the class of a word that binds
    part: int  # in which part of the text, between stops and `and` or `or`


class Limit(NamedTuple):
    """A number, with what the words around it make of it: a `ceiling`, a `floor`, or nothing."""

    kind: str
    measure: str
    size: float


@dataclass(frozen=True)
class Saying:
    """A title, a Do or a Don't, taken apart."""

    words: tuple[str, ...]  # all, with stops
    tokens: tuple[Token, ...]
    limits: tuple[Limit, ...]
    sentences: int  # how many parts it is made of, joined by `and` or set apart by a full stop

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What it says, one after another."""
        return tuple(one.key for one in self.tokens)

    @cached_property
    def content(self) -> Counter[str]:
        """The words that neither bind nor are numbers."""
        return Counter(one.key for one in self.tokens if one.kind == "content")

    @cached_property
    def classes(self) -> Counter[str]:
        """How often each class of words that bind occurs."""
        return Counter(one.kind for one in self.tokens if one.kind not in ("content", "number"))

    @cached_property
    def binding(self) -> Counter[str]:
        """The words that bind."""
        return Counter(one.word for one in self.tokens if one.kind not in ("content", "number"))

    @cached_property
    def numbers(self) -> Counter[str]:
        """The numbers, with their units."""
        return Counter(one.key for one in self.tokens if one.kind == "number")

    @cached_property
    def persons(self) -> list[str]:
        """Of whom it speaks, one after another."""
        return [PERSONS[word] for word in self.words if word in PERSONS]


def both_said(before: str, after: str) -> tuple[Saying, Saying]:
    """Two texts, taken apart; what one of them writes in two words, and the other in one, is one word in both."""
    texts = _plain(before), _plain(after)
    known = {*_WORD.findall(texts[0]), *_WORD.findall(texts[1])}

    return _said(_joined(texts[0], known)), _said(_joined(texts[1], known))


def _joined(text: str, known: set[str]) -> str:
    """A text in which two words stand together if that makes a word that is known."""
    words = re.split(f"({_WORD.pattern})", text)  # every second one is a word
    for place in range(1, len(words) - 2, 2):
        if words[place + 1] in (" ", "-") and len(words[place]) > 1 and words[place] + words[place + 2] in known:
            words[place : place + 3] = "", "", words[place] + words[place + 2]
    return "".join(words)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    for pattern, same in _SAME:
        text = re.sub(pattern, same, text)
    return text


def _said(text: str) -> Saying:
    words = tuple(_word(match[0]) for match in _TOKEN.finditer(text))
    tokens, limits = [], []
    for token, limit in _tokens(words):
        if not (tokens and token.key[0] == "!" and token.key == tokens[-1].key):  # `each and every`
            tokens.append(token)
        limits += [limit] if limit else []
    parts = len(re.findall(r"[.;:](?=\s+\S)|\b(?:and|or|nor|but)\b", text))
    return Saying(words, tuple(tokens), tuple(limits), parts)


def _word(word: str) -> str:
    """A word as it is counted: numbers in European digits, `colour` as `color`, `needs` as `need`."""
    if word[-1].isdecimal():
        return "".join(str(unicodedata.digit(one)) if one.isdecimal() else one for one in word)
    word = spelt(word)
    single = word[:-1] if word.endswith("s") else word
    return single if single in CLASS or single in UNITS or single in MAGNITUDES else word


def _tokens(words: tuple[str, ...]) -> Iterator[tuple[Token, Limit | None]]:
    place, part = 0, 0
    while place < len(words):
        word = words[place]
        length = _number_at(words, place)
        if word in _STOPS or word in ("and", "or"):
            part += 1
        if length:
            limit = _limit(words, place, length)
            yield Token(f"#{limit.measure} {limit.size:.12g}", word, "number", part), limit
            place += length
            continue
        if word in CLASS:
            yield Token(f"!{CLASS[word]}", word, CLASS[word], part), None
        elif word not in EMPTY and word not in _STOPS and word != "and" and word not in EXPLAINING:
            yield Token(stem(word), word, "content", part), None
        place += 1


def _number_at(words: tuple[str, ...], place: int) -> int:
    """How many words make a number here: its figures, its magnitude and its unit; 0 where there is none."""
    word, rest = words[place], words[place + 1 :]
    if word in INTERVALS or word in "$€£":
        return 1
    if word in UNITS and (word not in ORDINALS or rest[:1] == ("of",)):
        return 1 if _is_unit_alone(words, place) else 0
    if word in ORDINALS:
        return 0 if rest[:1] == ("of",) else 1
    if not _is_figure(word):
        return 0
    follows = bool(rest) and (rest[0] in MAGNITUDES or rest[0] in UNITS)
    if word == "one" and not follows:
        return 0
    length = 1
    while length <= len(rest) and (_is_figure(rest[length - 1]) or rest[length - 1] in ("of", "a")):
        if rest[length - 1] in ("of", "a") and not (length < len(rest) and _is_figure(rest[length])):
            break
        length += 1
    return length + (1 if length <= len(rest) and rest[length - 1] in UNITS else 0)


def _is_figure(word: str) -> bool:
    return word[-1].isdigit() or word in NUMBERS or word in MAGNITUDES


def _is_unit_alone(words: tuple[str, ...], place: int) -> bool:
    """Whether the name of a unit stands for one of it: `every month`, `a third of`; and not in `a second look`."""
    word, before = words[place], words[place - 1] if place else ""
    following = words[place + 1] if place + 1 < len(words) else ""
    measure, _ = UNITS[word]
    if measure == "part":
        return following == "of" or word == "%"
    if word == "second":
        return before in ("every", "each", "per")
    return measure in ("time", "size")


def _limit(words: tuple[str, ...], place: int, length: int) -> Limit:
    """A number as a limit, in seconds, bytes or whatever it counts."""
    inside = words[place : place + length]
    unit = next((INTERVALS.get(one, one) for one in inside if one in INTERVALS or one in UNITS), "")
    if inside[0] in ORDINALS and words[place + 1 : place + 2] != ("of",):
        return Limit("", "ordinal", ORDINALS[inside[0]])
    measure, factor = UNITS.get(unit, ("", 1.0))
    size = _value(one for one in inside if _is_figure(one)) * factor
    measure = f"±{measure}" if inside[0][0] == "±" else measure
    return Limit(_kind(words, place, length), measure, size)


def _kind(words: tuple[str, ...], place: int, length: int) -> str:
    """What the words around a number make of it."""
    near, after = words[max(0, place - 3) : place], words[place + length : place + length + 4]
    for one, other in pairwise(after):
        if one in ("or", "at") and other in _AFTER:
            return _AFTER[other]
    kind = "ceiling" if words[place] in INTERVALS or (words[place] in UNITS and near[-1:] in (("a",), ("per",))) else ""
    if kind and len(near) > 1 and _is_figure(near[-2]):  # once a day
        return kind
    for one in near:
        names = {one, CLASS.get(one, one)}
        if names & CEILINGS:
            kind = "ceiling"
        elif names & FLOORS:
            denied = any(CLASS.get(word) == "not" for word in words[_start(words, place) : place])  # no more than three
            kind = "ceiling" if denied and names & TURNING else "floor"
    return kind


_AFTER = {
    "more": "floor",
    "longer": "floor",
    "least": "floor",
    "less": "ceiling",
    "fewer": "ceiling",
    "most": "ceiling",
}


def _start(words: tuple[str, ...], place: int) -> int:
    """Where the sentence begins that holds this word."""
    return next((index + 1 for index in range(place - 1, -1, -1) if words[index] in ".;:!?"), 0)


def _value(figures: Iterable[str]) -> float:
    """The number that these words make: `2 million`, `twenty five`, `-3`; 1 where there is none."""
    total = None
    for word in figures:
        if word in MAGNITUDES:
            total = (1 if total is None else total) * MAGNITUDES[word]
        elif word in NUMBERS:
            total = (total or 0) + NUMBERS[word]
        else:
            sign = -1 if word[0] == "~" else 1
            digits = word.lstrip("~+±")
            whole, _, decimals = digits.partition(".")
            value = float(f"{whole[:15]}.{decimals[:9].replace('.', '') or 0}")
            total = (total or 0) + sign * value
    return 1.0 if total is None else float(total)
