"""What each version of the guide changed, as the page of changes tells it: in the order in which readers look."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from llme.content.guide import Guide
from llme.content.model import Change, Recommendation
from llme.versions.changelog import Part, by_hand, coming_summary, counted, weight
from llme.versions.changes import Step, history
from llme.versions.kinds import carrying

# In the order of the page: new; with another title, Do, Don't or status, or declared as such; changed around them.
Manner = Literal["new", "advice", "same"]
MANY = 20  # a list of more recommendations is folded


@dataclass(frozen=True)
class ChangeGroup:
    """All that one version says of a recommendation, or in the same words of several; what weighs most comes first."""

    changes: tuple[Change, ...]
    recommendations: tuple[Recommendation, ...]


@dataclass(frozen=True)
class MannerChanges:
    """The recommendations that one version changed in the same manner; each is in one group."""

    manner: Manner
    groups: tuple[ChangeGroup, ...]

    @property
    def count(self) -> int:
        """How many recommendations they are."""
        return sum(len(group.recommendations) for group in self.groups)

    @property
    def is_long(self) -> bool:
        """Whether their list is better folded."""
        return self.count > MANY


@dataclass(frozen=True)
class VersionChanges:
    """One version of the guide, and what changed in it; the version is `next` for what is not released."""

    version: str
    day: date | None
    summary: tuple[str, ...]  # for readers, a text for each paragraph
    counted: str  # how many recommendations changed, by kind
    manners: tuple[MannerChanges, ...]
    by_hand: tuple[Part, ...]  # what else the changelog says


def versions(guide: Guide) -> tuple[VersionChanges, ...]:
    """All versions of the guide, the newest first; what is not released comes before them, if there is any."""
    steps: dict[str, list[tuple[Recommendation, Step]]] = {}
    for one in guide.recommendations:
        for step in history(guide, one):
            steps.setdefault(step.version, []).append((one, step))
    notes = by_hand(guide)
    known = [
        ("next", None, coming_summary(guide)),
        *((release.version, release.date, release.summary or ()) for release in reversed(guide.releases)),
    ]
    found = [
        VersionChanges(
            version,
            day,
            summary,
            counted(guide.recommendations, version),
            tuple(_manners(steps.get(version, []))),
            notes.get(version, ()),
        )
        for version, day, summary in known
    ]
    return tuple(one for one in found if one.manners or one.summary or one.by_hand or one.version != "next")


def _manners(steps: Iterable[tuple[Recommendation, Step]]) -> Iterator[MannerChanges]:
    found: dict[Manner, list[tuple[Recommendation, Step]]] = {}
    for one, step in steps:
        found.setdefault(_manner(step), []).append((one, step))
    for manner in get_args(Manner):
        if manner in found:
            yield MannerChanges(manner, tuple(_groups(found[manner])))


def _manner(step: Step) -> Manner:
    """By what was declared and by the texts themselves, so that "the same" can be relied on."""
    kinds = {change.kind for change in step.changes}
    if "added" in kinds:
        return "new"
    return "advice" if step.differences or kinds & {*carrying("bound")} else "same"


def _groups(steps: Iterable[tuple[Recommendation, Step]]) -> Iterator[ChangeGroup]:
    """The weightiest first; of the same weight by ID."""
    same: dict[tuple[Change, ...], list[Recommendation]] = {}
    for one, step in steps:
        said = tuple(sorted(step.changes, key=lambda change: weight(change.kind)))
        same.setdefault(said, []).append(one)
    for said in sorted(same, key=lambda changes: weight(changes[0].kind)):
        yield ChangeGroup(said, tuple(same[said]))
