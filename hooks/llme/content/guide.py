"""The whole guide: every document as it was read, the models of those that are well formed, and views across them."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from llme.content.document import Document
from llme.content.files import ANSWERS, EXAMPLE
from llme.content.model import (
    Decision,
    Framework,
    Item,
    OfficialItems,
    Profile,
    Recommendation,
    Role,
    Stage,
    Term,
    Tool,
    Topic,
    Work,
)
from llme.content.release import Project, Release
from llme.content.translation import Translation


class Discussion(NamedTuple):
    """A section, of a stage or of a page on release, that discusses a recommendation."""

    uri: str  # the page and the section's anchor
    title: str


@dataclass(frozen=True, kw_only=True)
class Guide:
    """The whole guide, read once: every document as read, and the models of those that are well formed.

    `load` makes it, in the orders that are named here; `dataclasses.replace` makes another of it.
    """

    documents: tuple[Document, ...] = ()  # by path
    recommendations: tuple[Recommendation, ...] = ()  # by the number of their ID
    stages: tuple[Stage, ...] = ()  # in their order
    topics: Mapping[str, Topic] = field(default_factory=dict)  # by slug, in the order of the file
    roles: Mapping[str, Role] = field(default_factory=dict)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    tools: Mapping[str, Tool] = field(default_factory=dict)  # by id, in the order of the file
    glossary: tuple[Term, ...] = ()  # by term
    works: Mapping[str, Work] = field(default_factory=dict)  # by key, in the order of the file
    frameworks: Mapping[str, Framework] = field(default_factory=dict)  # by id, in their order
    official: Mapping[str, OfficialItems] = field(default_factory=dict)  # what each framework calls its items
    decisions: tuple[Decision, ...] = ()  # the newest first
    translations: tuple[Translation, ...] = ()  # by language
    answers: Project | None = None  # of the worked example, to the checklist
    releases: tuple[Release, ...] = ()  # the oldest first
    used_ids: frozenset[str] = frozenset()  # of all files and all snapshots: these are taken for ever

    @cached_property
    def by_id(self) -> dict[str, Recommendation]:
        """Recommendations by ID."""
        return {recommendation.id: recommendation for recommendation in self.recommendations}

    @cached_property
    def active(self) -> tuple[Recommendation, ...]:
        """The recommendations that hold."""
        return tuple(one for one in self.recommendations if one.status == "active")

    @cached_property
    def stage_slugs(self) -> tuple[str, ...]:
        """Slugs of all stages in order."""
        return tuple(stage.slug for stage in self.stages)

    @cached_property
    def stage_titles(self) -> dict[str, str]:
        """Titles of all stages by slug."""
        return {stage.slug: stage.title for stage in self.stages}

    @cached_property
    def citing(self) -> dict[str, tuple[str, ...]]:
        """For each citation key, the paths of the documents that cite it, in reading order; tools count."""
        found: dict[str, dict[str, None]] = {}
        for document in self.documents:
            for citation in document.markup.citations:
                for item in citation.items:
                    found.setdefault(item.key, {})[document.path] = None
        for tool in self.tools.values():
            if tool.source:
                found.setdefault(tool.source, {})["docs/tools.yml"] = None
        return {key: tuple(paths) for key, paths in found.items()}

    @cached_property
    def discussed(self) -> dict[str, tuple[Discussion, ...]]:
        """For each recommendation's ID, the sections that link to it, in reading order: stages, then release."""
        found: dict[str, dict[Discussion, None]] = {}
        stages = {document.name: document for document in self.of_kind("stages")}
        on_release = [one for one in self.of_kind("pages") if one.path.startswith("docs/release/")]
        for document in (*(stages[slug] for slug in self.stage_slugs), *on_release):
            uri = document.path.removeprefix("docs/")
            sections = [heading for heading in document.markup.headings if heading.level == 2 and heading.anchor]
            starts = [section.position for section in sections]
            for link in document.markup.links:
                name = link.text.rpartition("/")[2].partition(".md")[0]
                above = bisect_left(starts, link.position)
                if name in self.by_id and above:
                    section = sections[above - 1]
                    found.setdefault(name, {})[Discussion(f"{uri}#{section.anchor}", section.text)] = None
        return {name: tuple(sections) for name, sections in found.items()}

    @cached_property
    def worked(self) -> tuple[Document, ...]:
        """The pages of the worked example, in their order."""
        pages = [one for one in self.of_kind("pages") if one.path.startswith(f"{EXAMPLE}/")]
        return tuple(sorted(pages, key=lambda one: (one.value("order") or 0, one.path)))

    @staticmethod
    def answered_by(document: Document) -> list[str]:
        """What a page of the worked example names as answered, well formed or not."""
        names = document.value("answers")
        return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []

    @cached_property
    def worked_in(self) -> dict[str, tuple[Discussion, ...]]:
        """For each recommendation's ID, where the worked example answers it: its documents, then its checklist."""
        found: dict[str, list[Discussion]] = {}
        for document in self.worked:
            uri, title = document.path.removeprefix("docs/"), str(document.value("title") or document.name)
            if document.path == f"{ANSWERS}.md" and self.answers:
                for one in self.answers.answers:
                    found.setdefault(one.id, []).append(Discussion(f"{uri}#{one.id}", title))
            for name in self.answered_by(document):
                found.setdefault(name, []).append(Discussion(uri, title))
        return {name: tuple(places) for name, places in found.items()}

    @cached_property
    def helping(self) -> dict[str, dict[str, tuple[Item, ...]]]:
        """For each recommendation's ID, the items with which it helps, by the framework's id."""
        found: dict[str, dict[str, tuple[Item, ...]]] = {}
        for framework in self.frameworks.values():
            for item in framework.items:
                for identifier in dict.fromkeys(help.recommendation for help in item.helps):
                    items = found.setdefault(identifier, {})
                    items[framework.id] = (*items.get(framework.id, ()), item)
        return found

    @cached_property
    def by_path(self) -> dict[str, Document]:
        """Documents by path."""
        return {document.path: document for document in self.documents}

    def document_of(self, recommendation: Recommendation) -> Document:
        """The document of a recommendation."""
        return self.by_path[f"docs/recommendations/{recommendation.id}.md"]

    def cites(self, recommendation: Recommendation) -> list[str]:
        """The keys that a recommendation cites, in order of first use."""
        citations = self.document_of(recommendation).markup.citations
        return list(dict.fromkeys(item.key for citation in citations for item in citation.items))

    def of_kind(self, kind: str) -> tuple[Document, ...]:
        """The documents of a kind, as `table` names it."""
        return tuple(one for one in self.documents if one.kind == kind)

    def without(self, paths: Collection[str]) -> "Guide":
        """The guide without the recommendations of these documents, and without works that cannot be printed yet, for
        a preview of the others."""
        kept = (one for one in self.recommendations if f"docs/recommendations/{one.id}.md" not in paths)
        works = {key: work for key, work in self.works.items() if work.fields.get("title")}
        return replace(self, recommendations=tuple(kept), works=works)

    def in_stage(self, slug: str) -> tuple[Recommendation, ...]:
        """Active recommendations whose primary stage is `slug`."""
        return tuple(one for one in self.active if one.stage == slug)

    def next_id(self, also_used: Iterable[str] = ()) -> str:
        """The next ID that no recommendation has or ever had, in a file, a release or `also_used`."""
        return f"LLME-{max(map(number_of, {*self.used_ids, *also_used}), default=0) + 1:03}"


def number_of(identifier: str) -> int:
    """The number in an ID, by which recommendations sort: as text, LLME-1000 would stand before LLME-101."""
    return int(identifier.removeprefix("LLME-"))
