"""What a release holds, what may change between two, and what a new one must be called."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from llme.content.guide import Guide
from llme.content.model import Change, Recommendation
from llme.content.release import Effort, Release, ReleasedRecommendation, Version, cited, digest, normative_hash
from llme.versions.changelog import coming_summary
from llme.versions.kinds import of_part
from llme.versions.naming import stage_names, under_names

FORMAT = 1  # of snapshots; raise it when their shape changes


def snapshot(
    guide: Guide, version: Version, day: date, previous: str, work: Effort | None = None, made_from: str = ""
) -> str:
    """The text of a release's snapshot: the whole guide as data, with `next` filled in, its summary, and its seals.

    `previous` is the digest of the release before, and `made_from` the hash of the tree that was released.
    """
    data = {**content(guide, str(version), day), "previous": previous}
    data["summary"] = list(coming_summary(guide))
    if work:
        data["work"] = work.model_dump()
    if made_from:
        data["made_from"] = made_from
    data["digest"] = digest(data)
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def content(guide: Guide, version: str, day: date | None) -> dict[str, Any]:
    """The whole guide as data; changes that are marked `next` get `version`, unless that is `dev`."""
    return {
        "format": FORMAT,
        "version": version,
        "date": day.isoformat() if day else None,
        "recommendations": [_content_of(one, version, guide) for one in guide.recommendations],
        "stages": [one.model_dump(mode="json") for one in guide.stages],
        "topics": {slug: one.model_dump(mode="json") for slug, one in guide.topics.items()},
        "roles": {slug: one.model_dump(mode="json") for slug, one in guide.roles.items()},
        "tools": [one.model_dump(mode="json") for one in guide.tools.values()],
        "glossary": [one.model_dump(mode="json") for one in guide.glossary],
        "works": _works(guide),
    }


def _works(guide: Guide) -> dict[str, dict[str, str]]:
    return {key: {"type": work.type, **work.fields} for key, work in guide.works.items()}


def _content_of(recommendation: Recommendation, version: str, guide: Guide) -> dict[str, Any]:
    data = recommendation.model_dump(mode="json")
    for change in data["changes"]:
        if change["version"] == "next" and version != "dev":
            change["version"] = version
    return {**data, "hash": normative_hash(recommendation), "cites": guide.cites(recommendation)}


def kept(recommendation: Recommendation, guide: Guide) -> ReleasedRecommendation:
    """A recommendation as the snapshot of the next release would hold it."""
    return ReleasedRecommendation.model_validate(cited(_content_of(recommendation, "dev", guide), _works(guide)))


def last_states(guide: Guide) -> dict[str, tuple[str, ReleasedRecommendation]] | None:
    """Of each ID the newest release that has it, and how, with its stages as they are called now.

    None where a snapshot cannot be trusted.
    """
    if len(guide.releases) < len(guide.of_kind("releases")):
        return None
    states = {one.id: (release.version, one) for release in guide.releases for one in release.recommendations}
    names = stage_names(guide)
    return {identifier: (version, under_names(one, names)) for identifier, (version, one) in states.items()}


def declared(recommendation: Recommendation) -> list[Change]:
    """The changes that the next release will carry."""
    return [change for change in recommendation.changes if change.version == "next"]


def smallest_next(guide: Guide, releases: Iterable[Release]) -> Version:
    """The smallest version that the declared changes allow after `releases`.

    Before 1.0.0 a minor release may carry every kind of change, as semantic versioning has it.
    """
    latest = max((release.number for release in releases), default=None)
    if latest is None:
        return Version(0, 1, 0)
    kinds = {change.kind for one in guide.recommendations for change in declared(one)}
    if kinds & set(of_part("first")):
        return Version(latest.major + 1, 0, 0) if latest.major else Version(0, latest.minor + 1, 0)
    if kinds & set(of_part("second")):
        return Version(latest.major, latest.minor + 1, 0)
    return Version(latest.major, latest.minor, latest.patch + 1)
