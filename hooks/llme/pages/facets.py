"""What readers filter lists by: the options of the finder, and those of the page of references."""

from typing import NamedTuple, get_args

from llme.citations.references import KINDS, kind_of_work
from llme.content.guide import Guide
from llme.content.model import ChangeKind, Work
from llme.content.release import Version
from llme.versions.edition import Edition

ELSEWHERE = "elsewhere"  # in the place of a stage, for a work that only other pages cite


class Option(NamedTuple):
    """One choice: its value in the address of a filtered page, its words, and the values that it had before."""

    value: str
    title: str
    formerly: tuple[str, ...] = ()


def finder_options(guide: Guide, edition: Edition) -> dict[str, list[Option]]:
    """By what recommendations can be chosen. Only kinds of change that occur are offered, and older versions."""
    occurring = {change.kind for one in guide.recommendations for change in one.changes}
    return {
        "stage": _stages(guide),
        "case": [Option("yes", "With a case")] if any(one.in_practice for one in guide.active) else [],
        "topic": [Option(slug, topic.title, topic.formerly) for slug, topic in guide.topics.items()],
        "role": [Option(slug, role.title) for slug, role in guide.roles.items()],
        "since": _since(guide, edition),
        "change": [Option(kind, kind.capitalize()) for kind in get_args(ChangeKind) if kind in occurring],
    }


def works_options(guide: Guide) -> dict[str, list[Option]]:
    """By what works can be chosen; only what occurs is offered."""
    works = guide.works.values()
    kinds = {kind_of_work(work) for work in works}
    elsewhere = any(stages_of_work(guide, work) == (ELSEWHERE,) for work in works)
    return {
        "stage": _stages(guide) + ([Option(ELSEWHERE, "None, other pages only")] if elsewhere else []),
        "type": [Option(kind, words) for kind, words in KINDS.items() if kind in kinds],
    }


def stages_of_work(guide: Guide, work: Work) -> tuple[str, ...]:
    """The stages, in order, whose page cites a work, or whose recommendations do; else `ELSEWHERE` alone.

    What is withdrawn counts for no stage.
    """
    found = set()
    for path in guide.citing.get(work.key, ()):
        folder, _, name = path.removeprefix("docs/").removesuffix(".md").rpartition("/")
        if folder == "recommendations" and name in guide.by_id and guide.by_id[name].status == "active":
            found |= set(guide.by_id[name].stages)
        elif folder == "stages":
            found.add(name)
    return tuple(slug for slug in guide.stage_slugs if slug in found) or (ELSEWHERE,)


def _stages(guide: Guide) -> list[Option]:
    return [Option(stage.slug, stage.title, stage.formerly) for stage in guide.stages]


def _since(guide: Guide, edition: Edition) -> list[Option]:
    """The versions before this one, the newest first; in a draft, before them, what no version has yet."""
    coming = [Option("next", "not yet released")] if edition.is_draft else []
    older = [one for one in reversed(guide.releases) if edition.is_draft or one.number < Version.parse(edition.version)]
    return coming + [Option(one.version, f"since version {one.version}") for one in older]
