"""What the templates ask for: the guide as seen from one page."""

import posixpath
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from llme.citations.citing import cite_guide, cite_recommendation
from llme.citations.references import bibtex, kind_of_work
from llme.content.guide import Guide
from llme.content.model import Help, Item, Recommendation, Stage, Tool, Work
from llme.outputs.forms import forms
from llme.pages import pictures
from llme.pages.facets import finder_options, stages_of_work, works_options
from llme.pages.proposing import on_recommendation, on_section, on_tool, on_work
from llme.rules import RULES
from llme.urls import other_version, page_url, relative_file, relative_url, stage_uri
from llme.versions.changes import history, versions
from llme.versions.edition import Edition
from llme.versions.translations import progress
from llme.versions.upkeep import ages, day_of, figures, reviews


def views(guide: Guide, edition: Edition, page: str) -> dict:
    """What the templates ask for, as seen from one page."""
    return {
        "url": lambda target: relative_url(target, page, edition.offline),
        "file": lambda path: relative_file(path, page),
        "online": lambda path: _online(path, page, edition),
        "other_version": lambda version, target: _other_version(version, target, page, edition),
        "forms": [(form, form.file(edition)) for form in forms(edition)],
        "cite": lambda one: cite_recommendation(one, guide, edition),
        "cite_guide": lambda: cite_guide(guide, edition),
        "history": lambda one: history(guide, one),
        "versions": lambda: versions(guide),
        "released": guide.releases[-1].version if guide.releases else "",
        "rules": RULES,
        "cited_in": lambda work: _cited_in(guide, work),
        "tools_of": lambda slug: [tool for tool in guide.tools.values() if slug in tool.stages],
        "with_topic": lambda slug: [
            one for one in guide.recommendations if slug in one.topics and one.status == "active"
        ],
        "neighbours": lambda one: _neighbours(guide, one),
        "serves": lambda tool: _serves(guide, tool),
        "downloads": {document.name: document.text for document in guide.of_kind("downloads")},
        "works_by_letter": lambda: _works_by_letter(guide),
        "finder_options": lambda: finder_options(guide, edition),
        "works_options": lambda: works_options(guide),
        "stages_of_work": lambda work: stages_of_work(guide, work),
        "kind_of_work": kind_of_work,
        "bibtex": bibtex,
        "boxes": lambda columns: _boxes(guide, columns),
        "propose": lambda one: on_recommendation(one, edition),
        "propose_section": lambda path, line, anchor, title: on_section(
            path, line, f"{page_url(page)}#{anchor}", title, edition
        ),
        "propose_tool": lambda tool: on_tool(tool, guide, edition),
        "propose_work": lambda work: on_work(work, guide, edition),
        "sections_of": lambda stage: _sections(guide, stage),
        "today": (today := day_of(guide, edition.today)),
        "reviews": lambda: reviews(guide, today),
        "ages": lambda: ages(guide, today),
        "figures": lambda: figures(guide.releases, today),
        "progress": lambda translation: progress(guide, translation),
        "decisions_on": lambda one: [decision for decision in guide.decisions if one.id in decision.recommendations],
        "pictures": pictures,
        "helpful": lambda item: _helpful(guide, item),
        "stage_titles": {stage.slug: stage.title for stage in guide.stages},
    }


def _online(path: str, page: str, edition: Edition) -> str:
    """The address of a file that stands beside the pages on the site, but not in an offline edition.

    There it is absolute, or empty where the site's address is not known: say it without a link then.
    """
    if not edition.offline:
        return relative_file(path, page)
    return f"{edition.site_url}{edition.version}/{path}" if edition.site_url else ""


def _other_version(version: str, target: str, page: str, edition: Edition) -> str:
    """The address of a page in another version; in an offline edition absolute, or empty where it is not known."""
    return edition.url(target, version) if edition.offline else other_version(version, target, page)


@dataclass(frozen=True)
class Link:
    """A page as another page names it."""

    title: str
    uri: str


def _cited_in(guide: Guide, work: Work) -> list[Link]:
    links = []
    titles = {stage.slug: stage.title for stage in guide.stages}
    for path in guide.citing.get(work.key, ()):
        uri = path.removeprefix("docs/")
        name = posixpath.basename(uri).partition(".")[0]
        if uri.startswith("recommendations/"):
            links.append(Link(name, uri))
        elif uri.startswith("stages/"):
            links.append(Link(titles.get(name, name), uri))
        elif uri == "tools.yml":
            links += [
                Link(tool.name, f"{stage_uri(tool.stages[0])}#tools")
                for tool in guide.tools.values()
                if tool.source == work.key and tool.stages
            ]
        else:
            document = guide.by_path[path]
            links.append(Link(str(document.value("title") or name), uri))
    return links


@dataclass(frozen=True)
class Section:
    """A section of a stage: its Markdown, heading and all, and where it stands."""

    text: str
    path: str
    line: int
    anchor: str
    title: str


def _sections(guide: Guide, stage: Stage) -> list[Section]:
    """The sections of a stage's discussion, in order."""
    document = guide.by_path[f"docs/stages/{stage.slug}.md"]
    lines = document.body.split("\n")
    headings = [heading for heading in document.markup.headings if heading.level == 2]
    starts = [heading.position[0] - document.body_line for heading in headings]
    return [
        Section("\n".join(lines[start:end]).strip("\n"), document.path, one.position[0], one.anchor, one.text)
        for one, (start, end) in zip(headings, pairwise([*starts, len(lines)]), strict=True)
    ]


def _neighbours(guide: Guide, one: Recommendation) -> list[Recommendation]:
    """Up to four recommendations that share most topics with this one; its own stage wins a tie, then the ID."""
    shared = [
        (-len(set(one.topics) & set(other.topics)), other.stage != one.stage, other.id, other)
        for other in guide.recommendations
        if other.id != one.id and other.status == "active" and set(one.topics) & set(other.topics)
    ]
    return [other for *_, other in sorted(shared, key=lambda entry: entry[:3])[:4]]


def _serves(guide: Guide, tool: Tool) -> list[Recommendation]:
    return [one for one in guide.recommendations if tool.id in one.tools]


def _helpful(guide: Guide, item: Item) -> list[tuple[Help, Recommendation]]:
    """What helps with an item; in a preview a recommendation may be missing."""
    return [(one, guide.by_id[one.recommendation]) for one in item.helps if one.recommendation in guide.by_id]


def _works_by_letter(guide: Guide) -> Mapping[str, list[Work]]:
    """All works by the letter under which a reference list has them."""
    letters: dict[str, list[Work]] = defaultdict(list)
    for work in sorted(guide.works.values(), key=_sort_key):
        letters[_sort_key(work)[0][:1].upper()].append(work)
    return letters


def _sort_key(work: Work) -> tuple[str, str, str, str]:
    """First author's family name without accents, all authors, year and key."""
    authors = work.fields.get("author") or work.fields.get("editor") or work.fields.get("title", "")
    family = unicodedata.normalize("NFKD", authors.partition(",")[0]).encode("ascii", "ignore").decode()
    return family.casefold().replace("'", "") or authors[:1], authors.casefold(), work.year, work.key


@dataclass(frozen=True)
class Box:
    """A stage in the lifecycle diagram, in the diagram's units."""

    x: int
    y: int
    lines: list[str]
    number: int
    count: int
    uri: str


def _boxes(guide: Guide, columns: int) -> list[Box]:
    """The stages in rows of `columns`, 220 wide and 96 high, 40 apart across and 36 down."""
    return [
        Box(
            x=20 + (index % columns) * 260,
            y=16 + (index // columns) * 132,
            lines=textwrap.wrap(stage.title, 19),
            number=index + 1,
            count=len(guide.in_stage(stage.slug)),
            uri=stage_uri(stage.slug),
        )
        for index, stage in enumerate(guide.stages)
    ]
