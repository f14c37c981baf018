"""Pictures of the whole guide: tables whose numbers are shaded. Every number stands there, and leads to what it
counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from llme.content.guide import Guide
from llme.pages.facets import stages_of_work
from llme.urls import framework_uri, stage_uri, topic_uri

LEVELS = 4  # of shading, besides none
REFERENCES = "references.md"


@dataclass(frozen=True)
class Cell:
    """A number of a picture."""

    text: str  # as printed; empty where there is nothing to count
    says: str = ""  # the same for those who do not see row and column
    uri: str = ""  # the page that it leads to, under `docs`
    query: str = ""  # what that page is to show, where a script filters it
    level: int = 0  # of shading, from 0 to LEVELS


@dataclass(frozen=True)
class Row:
    """A line of a picture."""

    title: str
    uri: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Picture:
    """A table of numbers, with the titles and pages of its columns."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def topics_by_stage(guide: Guide) -> Picture:
    """How many active recommendations each topic has in each stage."""
    counts = Counter((topic, one.stage) for one in _active(guide) for topic in one.topics)
    most = max(counts.values(), default=0)

    def cell(topic: str, stage) -> Cell:
        count = counts[topic, stage.slug]
        says = f"{count} on {guide.topics[topic].title} in {stage.title}"
        uri = f"{topic_uri(topic)}#{stage.slug}"
        return Cell(str(count), says, uri, level=_level(count, most)) if count else Cell("")

    return Picture(
        _stages(guide),
        tuple(
            Row(topic.title, topic_uri(slug), tuple(cell(slug, stage) for stage in guide.stages))
            for slug, topic in guide.topics.items()
        ),
    )


def frameworks_by_stage(guide: Guide) -> Picture:
    """Of the items of each framework that matter in each stage, how many have a recommendation that helps."""

    def cell(framework, stage) -> Cell:
        items = [item for item in framework.items if stage.slug in item.stages]
        helped = sum(bool(item.helps) for item in items)
        text = f"{helped} of {len(items)}"
        uri = f"{framework_uri(framework.id)}#stage-{stage.slug}"
        says = f"{text} items of {framework.short} in {stage.title}"
        return Cell(text, says, uri, level=_level_of_share(helped, len(items))) if items else Cell("")

    return Picture(
        _stages(guide),
        tuple(
            Row(one.short, framework_uri(one.id), tuple(cell(one, stage) for stage in guide.stages))
            for one in guide.frameworks.values()
        ),
    )


def sources_by_year(guide: Guide) -> Picture:
    """How many works of each group of years each stage cites: its page, and the recommendations that help in it."""
    stages = {work.key: stages_of_work(guide, work) for work in guide.works.values()}
    cited = {stage.slug: {key for key, slugs in stages.items() if stage.slug in slugs} for stage in guide.stages}
    groups = year_groups(work.year for work in guide.works.values())
    group_of = {year: group for group in groups for year in group}
    counts = Counter(
        (stage, group_of[guide.works[key].year]) for stage, keys in cited.items() for key in keys if key in guide.works
    )
    most = max(counts.values(), default=0)

    def row(group: tuple[str, ...]) -> Row:
        dated = group[0].isdecimal()
        when = f"from {_named(group)}" if dated else "without a year"
        years = f"from={group[0]}&to={group[-1]}" if dated else ""

        def cell(count: int, where: str, stage: str = "") -> Cell:
            query = "&".join(filter(None, [f"stage={stage}" if stage and dated else "", years]))
            level = _level(count, most) if stage else 0
            says = f"{count} {when} in {where}"
            return Cell(str(count), says, REFERENCES, f"?{query}" if query else "", level) if count else Cell("")

        cells = (cell(counts[stage.slug, group], stage.title, stage.slug) for stage in guide.stages)
        everywhere = cell(sum(work.year in group for work in guide.works.values()), "the whole guide")
        return Row(_named(group), "", (*cells, everywhere))

    return Picture((*_stages(guide), ("Whole guide", REFERENCES)), tuple(row(group) for group in groups))


def year_groups(years: Iterable[str]) -> list[tuple[str, ...]]:
    """The years that occur, in order, as groups: sparse ones that follow each other stand together.

    A group holds at least a fortieth of all works, but for the newest. What is no number, a forthcoming work or an
    empty text, makes the last group.
    """
    counts = Counter(years)
    dated = sorted(year for year in counts if year.isdecimal())
    least = sum(counts[year] for year in dated) // 40
    groups: list[list[str]] = []
    for year in dated:
        if groups and sum(counts[one] for one in groups[-1]) < least:
            groups[-1].append(year)
        else:
            groups.append([year])
    undated = sorted(year for year in counts if not year.isdecimal())
    return [tuple(group) for group in (*groups, undated) if group]


def _named(group: tuple[str, ...]) -> str:
    if not group[0].isdecimal():
        return "No year"
    return group[0] if len(group) == 1 else f"{group[0]}–{group[-1]}"


def _active(guide: Guide) -> list:
    return [one for one in guide.recommendations if one.status == "active"]


def _stages(guide: Guide) -> tuple[tuple[str, str], ...]:
    return tuple((stage.title, stage_uri(stage.slug)) for stage in guide.stages)


def _level(count: int, most: int) -> int:
    """A level of shading from 0, for nothing, to LEVELS, for as much as there is; in whole numbers, rounded up."""
    return -(-count * LEVELS // most) if most else 0


def _level_of_share(part: int, whole: int) -> int:
    """The same for a share of a whole: the strongest is kept for all of it."""
    return max(1, part * LEVELS // whole) if part else 0
