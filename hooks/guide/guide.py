"""The whole guide: every document as it was read, the models of those that are well formed, and views across them."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from guide.model import (
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
    Translation,
    Work,
)
from guide.source import Document


def kind_of(path: str) -> str:
    """What a Markdown file is, by its path: a kind of document in the plural, such as `stages`, or `others`."""
    if not path.startswith("docs/"):
        return "others"
    folder, _, name = path.removeprefix("docs/").rpartition("/")
    if folder == "templates/files":
        return "downloads"
    return folder if folder in ("recommendations", "stages", "decisions") and name != "index.md" else "pages"


class Discussion(NamedTuple):
    """A section, of a stage or of a page on release, that discusses a recommendation."""

    uri: str  # the page and the section's anchor
    title: str


class Guide:
    """The whole guide, read once: every document as read, and the models of those that are well formed."""

    def __init__(
        self,
        documents: Iterable[Document],
        recommendations: Iterable[Recommendation],
        stages: Iterable[Stage],
        topics: Mapping[str, Topic],
        roles: Mapping[str, Role],
        tools: Iterable[Tool],
        glossary: Iterable[Term],
        works: Iterable[Work],
        used_ids: Iterable[str] = (),
        releases: Iterable[Any] = (),
        frameworks: Iterable[Framework] = (),
        decisions: Iterable[Decision] = (),
        translations: Iterable[Translation] = (),
        profiles: Mapping[str, Profile] | None = None,
        official: Mapping[str, OfficialItems] | None = None,
    ):
        self.documents = tuple(documents)
        self.recommendations = tuple(recommendations)  # by ID
        self.stages = tuple(sorted(stages, key=lambda stage: (stage.order, stage.slug)))
        self.topics = dict(topics)  # by slug, in the order of the file
        self.roles = dict(roles)
        self.tools = {tool.id: tool for tool in tools}
        self.glossary = tuple(sorted(glossary, key=lambda term: term.term.lower()))
        self.works = {work.key: work for work in works}  # in the order of the file
        self.used_ids = frozenset(used_ids)
        self.releases = tuple(sorted(releases, key=lambda release: release.number))  # guide.history.Release
        self.decisions = tuple(sorted(decisions, key=lambda one: (one.decided, one.slug), reverse=True))
        self.translations = tuple(translations)  # by language
        self.frameworks = {one.id: one for one in sorted(frameworks, key=lambda one: (one.order, one.id))}
        self.profiles = dict(profiles or {})  # by slug, in the order of the file
        self.official = dict(official or {})  # what each framework calls its items, by its id

    @cached_property
    def by_id(self) -> dict[str, Recommendation]:
        """Recommendations by ID."""
        return {recommendation.id: recommendation for recommendation in self.recommendations}

    @cached_property
    def stage_slugs(self) -> tuple[str, ...]:
        """Slugs of all stages in order."""
        return tuple(stage.slug for stage in self.stages)

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
    def discussed(self) -> dict[str, tuple["Discussion", ...]]:
        """For each recommendation's ID, the sections that link to it, in reading order: stages, then release."""
        found: dict[str, dict[Discussion, None]] = {}
        stages = {document.name: document for document in self.of_kind("stages")}
        on_release = [one for one in self.of_kind("pages") if one.path.startswith("docs/release/")]
        for document in (*(stages[slug] for slug in self.stage_slugs), *on_release):
            uri = document.path.removeprefix("docs/")
            sections = [heading for heading in document.markup.headings if heading.level == 2 and heading.anchor]
            for link in document.markup.links:
                name = link.text.rpartition("/")[2].partition(".md")[0]
                above = [section for section in sections if section.position < link.position]
                if name in self.by_id and above:
                    found.setdefault(name, {})[Discussion(f"{uri}#{above[-1].anchor}", above[-1].text)] = None
        return {name: tuple(sections) for name, sections in found.items()}

    @cached_property
    def helping(self) -> dict[str, dict[str, tuple[Item, ...]]]:
        """For each recommendation's ID, the items with which it helps, by the framework's id."""
        found: dict[str, dict[str, tuple[Item, ...]]] = {}
        for framework in self.frameworks.values():
            for item in framework.items:
                for one in dict.fromkeys(help.recommendation for help in item.helps):
                    items = found.setdefault(one, {})
                    items[framework.id] = (*items.get(framework.id, ()), item)
        return found

    def document_of(self, one: Recommendation) -> Document:
        """The document of a recommendation."""
        return self._document_by_id[one.id]

    @cached_property
    def _document_by_id(self) -> dict[str, Document]:
        return {document.name: document for document in self.of_kind("recommendations")}

    def cites(self, one: Recommendation) -> list[str]:
        """The keys that a recommendation cites, in order of first use."""
        found = [item.key for citation in self.document_of(one).markup.citations for item in citation.items]
        return list(dict.fromkeys(found))

    def of_kind(self, kind: str) -> tuple[Document, ...]:
        """The Markdown documents of a kind, as `kind_of` tells it."""
        return tuple(one for one in self.documents if one.path.endswith(".md") and kind_of(one.path) == kind)

    @cached_property
    def crosswalks(self) -> tuple[Document, ...]:
        """The documents of the frameworks."""
        return tuple(
            one for one in self.documents if one.path.startswith("docs/frameworks/") and one.path[-4:] == ".yml"
        )

    def without(self, paths: Collection[str]) -> "Guide":
        """The guide without the recommendations of these documents, and without works that cannot be printed yet, for
        a preview of the others."""
        kept = [one for one in self.recommendations if f"docs/recommendations/{one.id}.md" not in paths]
        return Guide(
            self.documents,
            kept,
            self.stages,
            self.topics,
            self.roles,
            self.tools.values(),
            self.glossary,
            [work for work in self.works.values() if work.fields.get("title")],
            self.used_ids,
            self.releases,
            self.frameworks.values(),
            self.decisions,
            self.translations,
            self.profiles,
            self.official,
        )

    def in_stage(self, slug: str) -> tuple[Recommendation, ...]:
        """Active recommendations whose primary stage is `slug`."""
        return tuple(one for one in self.recommendations if one.stage == slug and one.status == "active")

    def next_id(self, also_used: Iterable[str] = ()) -> str:
        """The next ID that no recommendation has or ever had, in a file, a release or `also_used`."""
        highest = max((int(one.removeprefix("LLME-")) for one in {*self.used_ids, *also_used}), default=0)
        return f"LLME-{highest + 1:03}"
