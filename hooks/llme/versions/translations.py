"""How far a translation is, and what has changed since the release that it translates."""

from dataclasses import dataclass

from llme.content.guide import Guide
from llme.content.release import NORMATIVE, Release, ReleasedRecommendation, normative_hash
from llme.content.translation import TranslatedRecommendation, Translation


@dataclass(frozen=True)
class Progress:
    """A translation in figures."""

    translated: tuple[str, ...]  # IDs with all their texts
    total: int  # active recommendations of the release that it translates
    outdated: tuple[str, ...]  # of those translated: whose text asks for something else by now
    missing: tuple[str, ...]  # added since that release


def progress(guide: Guide, translation: Translation) -> Progress:
    """How far a translation is, against its release and against the guide as it is now."""
    release = release_of(guide, translation)
    then = {one.id: one for one in release.recommendations if one.status == "active"} if release else {}
    done = [
        identifier
        for identifier, one in then.items()
        if is_complete(translation.recommendations.get(identifier, TranslatedRecommendation()), one)
    ]
    now = {one.id: one for one in guide.recommendations if one.status == "active"}
    return Progress(
        tuple(done),
        len(then),
        tuple(one for one in done if one not in now or normative_hash(now[one]) != then[one].hash),
        tuple(sorted(set(now) - set(then))),
    )


def release_of(guide: Guide, translation: Translation) -> Release | None:
    """The release that a translation translates, or None where there is none of that number."""
    return next((release for release in guide.releases if release.version == translation.translates), None)


def is_complete(translated: TranslatedRecommendation, original: ReleasedRecommendation) -> bool:
    """Whether every text that the original has is translated."""
    return all(bool(getattr(translated, name)) == bool(getattr(original, name)) for name in NORMATIVE)
