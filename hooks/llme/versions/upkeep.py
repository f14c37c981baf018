"""How the guide is kept up, from data: when each recommendation is to be reviewed, and what the releases brought.

"Living" is a claim; these are the dates and counts by which anyone can check it. There is no clock here: the caller
says which day it is.
"""

import calendar
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal

from llme.content.guide import Guide
from llme.content.model import Recommendation
from llme.content.release import Release

SOON = timedelta(days=60)
AGES = (3, 6, 12)  # months: where the picture of ages is cut
State = Literal["pending", "due", "soon", "up to date"]


@dataclass(frozen=True)
class Review:
    """When a recommendation is to be looked at again, and how that stands on a day."""

    recommendation: Recommendation
    due: date
    state: State


@dataclass(frozen=True)
class Ages:
    """The recommendations of a stage by the months since their last review: one count per span of `AGES`, and above."""

    stage: str
    title: str
    review_months: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Figures:
    """What the releases show of the guide's life."""

    releases: tuple[Release, ...]  # the newest first
    median_days: float | None  # between two releases; None with fewer than two
    days_since: int | None  # since the newest
    kinds: dict[str, int]  # changes released so far, by kind, after the first release


def reviews(guide: Guide, today: date) -> tuple[Review, ...]:
    """All active recommendations, those first that wait longest for a review."""
    months = {stage.slug: stage.review_months for stage in guide.stages}
    found = []
    for recommendation in guide.recommendations:
        if recommendation.status == "active":
            due = months_after(recommendation.reviewed, months.get(recommendation.stage, 12))
            found.append(Review(recommendation, due, _state(recommendation, due, today)))
    return tuple(sorted(found, key=lambda review: (review.due, review.recommendation.id)))


def ages(guide: Guide, today: date) -> tuple[Ages, ...]:
    """For each stage, how long ago its active recommendations were reviewed."""
    rows = []
    for stage in guide.stages:
        spans = [0] * (len(AGES) + 1)
        for one in guide.in_stage(stage.slug):
            spans[sum(months_after(one.reviewed, months) <= today for months in AGES)] += 1
        rows.append(Ages(stage.slug, stage.title, stage.review_months, tuple(spans)))
    return tuple(rows)


def figures(releases: Sequence[Release], today: date) -> Figures:
    """What releases, the oldest first, show up to a day."""
    days = [one.date for one in releases]
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    kinds: Counter[str] = Counter()
    for release in releases[1:]:
        for recommendation in release.recommendations:
            kinds.update(change.kind for change in recommendation.changes if change.version == release.version)
    return Figures(
        tuple(reversed(releases)),
        float(median(gaps)) if gaps else None,
        (today - days[-1]).days if days else None,
        dict(sorted(kinds.items())),
    )


def months_after(day: date, months: int) -> date:
    """The day that many months later; where that month is shorter, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def day_of(guide: Guide, known: date | None) -> date:
    """The day to count from: the one that is known, or else the last on which anything was reviewed or released."""
    days = [one.reviewed for one in guide.recommendations] + [release.date for release in guide.releases]
    return known or max(days, default=date.min)


def _state(recommendation: Recommendation, due: date, today: date) -> State:
    if recommendation.pending:
        return "pending"
    if due <= today:
        return "due"
    return "soon" if due - today <= SOON else "up to date"
