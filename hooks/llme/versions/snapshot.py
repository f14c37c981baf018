"""What a release holds, what may change between two, and what a new one must be called."""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from llme.content.guide import Guide
from llme.content.model import Change, Recommendation
from llme.content.release import NORMATIVE, Effort, Release, ReleasedRecommendation, Version, digest, normative_hash

FORMAT = 1  # of snapshots; raise it when their shape changes
# The smallest release that may carry each kind of change, after semantic versioning: what a citing paper may rely on.
PATCH = ("wording", "sources")
MINOR = ("added", "clarified", "strengthened")
MAJOR = ("weakened", "merged", "split", "superseded", "withdrawn")
# Words that carry an obligation or its limits: a change in them is never mere wording.
_BINDING = frozenset(
    """
    all always any at before every except first if least most must need never no none not only optional or should
    unless until when where without
    """.split()
)


def snapshot(
    guide: Guide, version: Version, day: date, previous: str, work: Effort | None = None, made_from: str = ""
) -> str:
    """The text of a release's snapshot: the whole guide as data, with `next` filled in, and its seals.

    `previous` is the digest of the release before, and `made_from` the hash of the tree that was released.
    """
    data = {**content(guide, str(version), day), "previous": previous}
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
        "works": {key: {"type": work.type, **work.fields} for key, work in guide.works.items()},
    }


def _content_of(recommendation: Recommendation, version: str, guide: Guide) -> dict[str, Any]:
    data = recommendation.model_dump(mode="json")
    for change in data["changes"]:
        if change["version"] == "next" and version != "dev":
            change["version"] = version
    return {**data, "hash": normative_hash(recommendation), "cites": guide.cites(recommendation)}


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
    if kinds & set(MAJOR):
        return Version(latest.major + 1, 0, 0) if latest.major else Version(0, latest.minor + 1, 0)
    if kinds & set(MINOR):
        return Version(latest.major, latest.minor + 1, 0)
    return Version(latest.major, latest.minor, latest.patch + 1)


def weakness(recommendation: Recommendation, before: ReleasedRecommendation) -> str:
    """Why the declared changes are too weak for what changed since `before`, or an empty text."""
    kinds = {change.kind for change in declared(recommendation)}
    if normative_hash(recommendation) == before.hash and recommendation.status == before.status:
        return ""
    if not kinds:
        return "its normative text changed, and no change is declared"
    if recommendation.status != before.status:
        return "" if kinds & {"withdrawn", "merged", "split", "superseded"} else "it was withdrawn under another name"
    if kinds <= {"sources"}:
        return "its normative text changed, and `sources` does not cover that"
    for name in ("do", "dont"):
        added = bool(getattr(recommendation, name))
        if added != bool(getattr(before, name)) and kinds <= {"sources", "wording", "clarified"}:
            gone = "was added" if added else "is gone"
            return f"its `{name}` {gone}, which is more than {_names(kinds)}"
    if kinds <= {"sources", "wording"} and (words := _binding_words(recommendation, before)):
        return f"{_names(words)} came or went, which is more than wording"
    return ""


def _binding_words(recommendation: Recommendation, before: ReleasedRecommendation) -> list[str]:
    def words(item: object) -> set[str]:
        text = " ".join(getattr(item, name) for name in NORMATIVE)
        return set(re.findall(r"[a-z]+", text.lower())) & _BINDING

    return sorted(words(recommendation) ^ words(before))


def _names(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in sorted(words))
