"""Stages and topics that were renamed: what they were called before, in addresses, and are called now."""

from collections.abc import Mapping

from llme.content.guide import Guide
from llme.content.release import Release, ReleasedRecommendation
from llme.urls import stage_uri, topic_uri

Names = Mapping[str, tuple[str, ...]]  # by the slug of today, those of before


def stage_names(source: Guide | Release) -> Names:
    """What each stage was called before."""
    stages = source.stages.values() if isinstance(source, Release) else source.stages
    return {one.slug: one.formerly for one in stages}


def topic_names(source: Guide | Release) -> Names:
    """What each topic was called before."""
    return {slug: one.formerly for slug, one in source.topics.items()}


def present(names: Names) -> dict[str, str]:
    """The slug of today, by each of before."""
    return {old: slug for slug, formerly in names.items() for old in formerly}


def moved_pages(guide: Guide) -> dict[str, str]:
    """The page of each stage and topic that was renamed, by the page that it was; both are paths under `docs`."""
    return {
        uri(old): uri(slug)
        for uri, names in ((stage_uri, stage_names(guide)), (topic_uri, topic_names(guide)))
        for old, slug in present(names).items()
    }


def under_names(one: ReleasedRecommendation, names: Names) -> ReleasedRecommendation:
    """A released recommendation with its stages under the names that they have now."""
    now = present(names)
    also = one.also and tuple(now.get(slug, slug) for slug in one.also)
    return one.model_copy(update={"stage": now.get(one.stage, one.stage), "also": also}) if now else one
