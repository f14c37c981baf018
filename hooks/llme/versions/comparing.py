"""How a recommendation differs from another state of it, field by field."""

import re
from collections.abc import Iterator

from llme.content.model import SECTIONS
from llme.content.release import NORMATIVE, ReleasedRecommendation
from llme.versions.meaning import Difference, compared, nearness
from llme.versions.works import why_another

# What is compared, as a reader knows it. Topics, roles, tools and the day of the review can change in silence.
LABELS = {
    "title": "title",
    "do": "Do",
    "dont": "Don’t",
    **{field: heading for heading, field in SECTIONS.items()},
    "cites": "sources",
    "works": "cited works",
    "stage": "stage",
    "also": "other stages",
    "status": "status",
    "reason": "reason",
    "superseded_by": "successors",
}
_FACTS = ("topics", "roles", "tools")
# A citation, and the space before it.
_CITATION = re.compile(r"\s*\[[^\[\]\n]*@[^\[\]\n]*\]")


def differences(before: ReleasedRecommendation, after: ReleasedRecommendation) -> tuple[Difference, ...]:
    """All that differs, in reading order; what either of the two does not hold is not compared."""
    return tuple(_differences(before, after))


def is_same(before: ReleasedRecommendation, after: ReleasedRecommendation) -> bool:
    """Whether nothing at all differs that a change could declare: not even topics, roles or tools."""
    known = is_whole(before) and is_whole(after)
    return known and not any(_differ(before, after, name) for name in (*LABELS, *_FACTS))


def is_whole(one: ReleasedRecommendation) -> bool:
    """Whether its snapshot holds all that can be compared."""
    return not any(getattr(one, name) is None for name in (*LABELS, *_FACTS))


def _differences(before: ReleasedRecommendation, after: ReleasedRecommendation) -> Iterator[Difference]:
    for name in NORMATIVE:
        yield from compared(name, getattr(before, name), getattr(after, name))
    if before.do and before.dont:
        for name, own, other in (("do", before.do, before.dont), ("dont", before.dont, before.do)):
            text = getattr(after, name)
            if text.split() != own.split() and nearness(text, other) > nearness(text, own):
                yield Difference("less", name, f"`{name}` is nearer to what the other of the two said")
    for heading, name in SECTIONS.items():
        if _differ(before, after, name):
            texts = (_CITATION.sub("", getattr(one, name)).split() for one in (before, after))
            only_cited = next(texts) == next(texts)
            says = f"the sources of `## {heading}` changed" if only_cited else f"`## {heading}` changed"
            yield Difference("sources" if only_cited else "explanation", name, says)
    for name in ("do_from", "dont_from"):
        if getattr(before, name) and getattr(after, name) and _differ(before, after, name):
            yield Difference("sources", name, f"`{name}` changed")
    if _differ(before, after, "cites"):
        yield Difference("sources", "cites", "its sources changed")
    for key, work in (before.works or {}).items():
        if key in (after.works or {}) and (why := why_another(work, after.works[key])):
            yield Difference("sources", "works", f"`{key}` is another work now, as {why}")
    for name in ("stage", "also"):
        if _differ(before, after, name):
            yield Difference("place", name, f"`{name}` changed")
    if before.status != after.status:
        gone = after.status == "withdrawn"
        yield Difference("withdrawal" if gone else "return", "status", "it was withdrawn" if gone else "it holds again")
        return  # with reason and successors
    for name in ("reason", "superseded_by") if after.status == "withdrawn" else ():
        if _differ(before, after, name):
            yield Difference("pointer", name, f"`{name}` changed")


def _differ(before: ReleasedRecommendation, after: ReleasedRecommendation, name: str) -> bool:
    one, other = getattr(before, name), getattr(after, name)
    if one is None or other is None or one == other:
        return False
    if isinstance(one, str):
        return one.split() != other.split()
    if isinstance(one, dict):
        return one != other
    return sorted(one) != sorted(other)
