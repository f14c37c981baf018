"""The kinds of change: the smallest release that may carry each, and what each may change.

`docs/about/versions.md` shows both tables to readers.
"""

from collections.abc import Collection, Iterable
from typing import Literal, NamedTuple

from llme.content.model import SECTIONS, ChangeKind

Part = Literal["first", "second", "third"]  # of a version's number
Aspect = Literal[
    *("sources", "explanation", "words", "place", "pointer", "sense"),
    *("bound", "number", "more", "less", "withdrawal", "return"),
]

# What can differ from the last release, in a reader's words.
ASPECTS: dict[Aspect, str] = {
    "sources": "a source, or the place in it that is cited",
    "explanation": f"{', '.join([*SECTIONS][:-1])}, or {[*SECTIONS][-1]}",
    "words": "spelling, punctuation, small words, or the order of a list, in the title, Do or Don’t",
    "place": "the stages",
    "pointer": "the reason or the successors of what was withdrawn before",
    "sense": "other words in the title, Do or Don’t, which may mean the same",
    "bound": "in the title, Do or Don’t, words that bind, that came or went, or that changed places",
    "number": "a number, a unit or a sign in the title, Do or Don’t",
    "more": "a Do or a Don’t is new, or more than half of its words are",
    "less": "a Do or a Don’t is gone, or says much less, or asks for less, or for the opposite",
    "withdrawal": "it no longer holds",
    "return": "it holds again",
}
_MILD: tuple[Aspect, ...] = ("sources", "explanation", "words", "place", "pointer")
_TEXT: tuple[Aspect, ...] = ("explanation", "words", "sense", "bound", "number", "more", "less")


class Kind(NamedTuple):
    """A kind of change."""

    part: Part  # the smallest part of the number that goes up, after semantic versioning: what a citing paper relies on
    carries: frozenset[Aspect]  # what it declares
    needs: frozenset[Aspect]  # of these at least one, or there was no such change; none where any will do


def _kind(part: Part, *carries: Aspect, needs: Iterable[Aspect] = ()) -> Kind:
    return Kind(part, frozenset(carries), frozenset(needs) & frozenset(carries))


_ALL_TEXT: tuple[Aspect, ...] = (*_MILD, "sense", "bound", "number", "more", "less")
KINDS: dict[ChangeKind, Kind] = {
    "added": _kind("second"),  # a new recommendation, which has nothing to differ from
    "clarified": _kind("second", *_MILD, "sense", needs=_TEXT),
    "strengthened": _kind("second", *_MILD, "sense", "bound", "number", "more", needs=_TEXT),
    "reinstated": _kind("second", *_MILD, "sense", "bound", "number", "more", "return", needs=["return"]),
    "wording": _kind("third", *_MILD),
    "sources": _kind("third", "sources", needs=["sources"]),
    "weakened": _kind("first", *_MILD, "sense", "bound", "number", "less", needs=_TEXT),
    "merged": _kind("first", *_ALL_TEXT, "withdrawal", needs=[*_TEXT, "withdrawal", "pointer"]),
    "split": _kind("first", *_ALL_TEXT, "withdrawal", needs=[*_TEXT, "withdrawal", "pointer"]),
    "superseded": _kind("first", *_ALL_TEXT, "withdrawal", needs=["withdrawal", "pointer"]),
    "withdrawn": _kind("first", *_ALL_TEXT, "withdrawal", needs=["withdrawal", "pointer"]),
}


def carrying(aspect: Aspect) -> list[ChangeKind]:
    """The kinds that may carry such a change."""
    return [name for name, kind in KINDS.items() if aspect in kind.carries]


def of_part(part: Part) -> list[ChangeKind]:
    """The kinds for which this part of the number goes up."""
    return [name for name, kind in KINDS.items() if kind.part == part]


def covered(kinds: Iterable[ChangeKind]) -> Collection[Aspect]:
    """All that these kinds together may carry."""
    return frozenset[Aspect]().union(*(KINDS[kind].carries for kind in kinds))
