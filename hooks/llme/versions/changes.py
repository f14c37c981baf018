"""What changed in a recommendation, when, and how its texts differ."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from llme.content.guide import Guide
from llme.content.model import Change, Recommendation
from llme.content.release import NORMATIVE, Release, ReleasedRecommendation, Version
from llme.versions.comparing import LABELS, differences, is_whole
from llme.versions.meaning import Difference
from llme.versions.naming import stage_names, under_names

_TITLES = {"title": "Title", "do": "Do", "dont": "Don’t"}


@dataclass(frozen=True)
class Piece:
    """A run of words in a difference: `same`, `gone` or `new`."""

    kind: str
    text: str


@dataclass(frozen=True)
class TextDifference:
    """How one normative text changed."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Step:
    """One version in a recommendation's history; the version is `next` for what is not released."""

    version: str
    day: date | None
    changes: tuple[Change, ...]
    differences: tuple[TextDifference, ...]


UNDECLARED = "undeclared"  # in the place of a kind, where a snapshot differs and its release did not say so


class ToldChange(NamedTuple):
    """A released change, as a page of an older version tells it."""

    version: str
    kind: str
    note: str


def history(guide: Guide, recommendation: Recommendation) -> tuple[Step, ...]:
    """The versions in which a recommendation changed, the newest first, with the difference to the one before."""
    steps = []
    before: ReleasedRecommendation | None = None
    for release in guide.releases:
        now = release.find(recommendation.id)
        if now:
            changes = tuple(change for change in recommendation.changes if change.version == release.version)
            if changes:
                steps.append(Step(release.version, release.date, changes, _differences(before, now)))
            before = now
    if coming := tuple(change for change in recommendation.changes if change.version == "next"):
        steps.append(Step("next", None, coming, _differences(before, recommendation)))
    return tuple(reversed(steps))


def told_changes(releases: Sequence[Release]) -> dict[str, list[ToldChange]]:
    """Of each recommendation of the newest release all that was declared, the oldest first, and that something changed
    where nothing was: computed from the snapshots, so that nobody takes silence for "unchanged"."""
    if not releases:
        return {}
    states: dict[str, ReleasedRecommendation] = {}
    told = {
        one.id: [ToldChange(change.version, change.kind, change.note) for change in one.changes]
        for one in releases[-1].recommendations
    }
    last = Version(0, 0, 0)
    for release in releases:
        names = stage_names(release)
        for now in release.recommendations:
            before, changes = states.get(now.id), told.get(now.id, [])
            # What a release declared that is not on the site, since it could not be built, is in the next one's text.
            declared = any(last < Version.parse(change.version) <= release.number for change in changes)
            if before and not declared and (found := differences(under_names(before, names), now)):
                changes.append(ToldChange(release.version, UNDECLARED, _in_words(found)))
            states[now.id] = now
        last = release.number
    for changes in told.values():
        changes.sort(key=lambda change: Version.parse(change.version))
    return told


def comparable_since(releases: Sequence[Release]) -> str | None:
    """The oldest version from which on every snapshot holds all that is compared; None if the newest does not."""
    found = None
    for release in reversed(releases):
        if not all(is_whole(one) for one in release.recommendations):
            break
        found = release.version
    return found


def withdrawn_in(releases: Sequence[Release], identifier: str) -> str | None:
    """The version since which a recommendation is withdrawn, or None where it holds."""
    found = None
    for release in releases:
        one = release.find(identifier)
        if one:
            found = (found or release.version) if one.status == "withdrawn" else None
    return found


def _in_words(found: Iterable[Difference]) -> str:
    """What differs, for readers: `Why and sources changed.`"""
    said = {one.field: one.says for one in found}
    sentences = [said.pop("status", "")]
    *rest, last = [LABELS[field] for field in said] or [""]
    sentences.append(f"{', '.join(rest)} and {last} changed" if rest else f"{last} changed" if last else "")
    return " ".join(f"{one[0].upper()}{one[1:]}." for one in sentences if one)


def _differences(
    before: ReleasedRecommendation | None, now: ReleasedRecommendation | Recommendation
) -> tuple[TextDifference, ...]:
    if before is None:
        return ()
    pairs = [(_TITLES[name], getattr(before, name), getattr(now, name)) for name in NORMATIVE]
    return tuple(
        TextDifference(label, tuple(_pieces(old, new))) for label, old, new in pairs if _words(old) != _words(new)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\S+", text)


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _words(old), _words(new)
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", " ".join(before[i1:i2]))
            continue
        if i2 > i1:
            yield Piece("gone", " ".join(before[i1:i2]))
        if j2 > j1:
            yield Piece("new", " ".join(after[j1:j2]))
