"""What the templates of whole pages ask for: the guide as seen from one page, by kind of page."""

import posixpath
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar

from llme.checklist.project import page_data
from llme.citations.citing import CitationForms, cite_guide, cite_recommendation, latex_macro
from llme.citations.formatting import Formatted
from llme.content.guide import Guide
from llme.content.model import Decision, Framework, Help, Item, Recommendation, Stage, Tool, Topic
from llme.pages.facets import Option, finder_options
from llme.pages.pictures import Picture, topics_by_stage
from llme.pages.proposing import Proposal, on_recommendation, on_section
from llme.urls import other_version, page_url, relative_file, relative_url
from llme.versions.changes import Step, history
from llme.versions.edition import Edition
from llme.versions.overview import VersionChanges, versions
from llme.versions.successors import living_successors


@dataclass(frozen=True, kw_only=True)
class View:
    """What every template can ask for."""

    guide: Guide
    edition: Edition
    formatted: Formatted
    uri: str  # of the page, under `docs`

    def url(self, target: str) -> str:
        """The address of a page of this version, by its path under `docs`."""
        return relative_url(target, self.uri, self.edition.offline)

    def source(self, target: str) -> str:
        """The path of a page as a link in Markdown has it, seen from this page, by its path under `docs`."""
        return posixpath.relpath(target, posixpath.dirname(self.uri))

    def file(self, path: str) -> str:
        """The address of a file of this version that is no page."""
        return relative_file(path, self.uri)

    def online(self, path: str) -> str:
        """The address of a file that stands beside the pages on the site, but not in an offline edition.

        There it is absolute, or empty where the site's address is not known: say it without a link then.
        """
        if not self.edition.offline:
            return self.file(path)
        return f"{self.edition.site_url}{self.edition.version}/{path}" if self.edition.site_url else ""

    def other_version(self, version: str, target: str) -> str:
        """The address of a page in another version; in an offline edition absolute, or empty where it is not known."""
        if self.edition.offline:
            return self.edition.url(target, version)
        return other_version(version, target, self.uri)

    def renewed(self, path: str) -> str:
        """The address of a file that a draft has, and of the releases `latest` alone; empty where it is not known."""
        if self.edition.is_draft:
            return self.online(path)
        here = f"/{self.edition.version}/{page_url(self.uri)}"
        place = self.edition.renewed(path)
        near = "" if self.edition.offline else posixpath.relpath(f"/{place}", here)
        return f"{self.edition.site_url}{place}" if self.edition.site_url else near

    @property
    def released(self) -> str:
        """The newest release, or an empty text."""
        return self.guide.releases[-1].version if self.guide.releases else ""

    def serves(self, tool: Tool) -> list[Recommendation]:
        """The recommendations that name a tool and hold."""
        return [one for one in self.guide.active if tool.id in one.tools]

    def successors(self, recommendation: Recommendation) -> tuple[str, ...]:
        """What stands in the place of a withdrawn recommendation, and holds."""
        return living_successors(recommendation.id, self.guide.by_id)


@dataclass(frozen=True, kw_only=True)
class CitedView(View):
    """A page that says how to cite."""

    @cached_property
    def whole(self) -> CitationForms | None:
        """How to cite the whole guide; None in a draft."""
        return cite_guide(self.guide, self.edition)

    @property
    def macro(self) -> str:
        """What names recommendations in LaTeX."""
        return latex_macro(self.edition, self.example)

    @property
    def example(self) -> str:
        """The recommendation that the macro names as an example."""
        return next((one.id for one in self.guide.active), self.guide.recommendations[0].id)


@dataclass(frozen=True, kw_only=True)
class RecommendationView(View):
    """The page of a recommendation."""

    recommendation: Recommendation
    LAST: ClassVar = 5  # as many versions as its history shows; each costs up to a kilobyte, for ever

    @cached_property
    def citation(self) -> CitationForms | None:
        """How to cite it; None in a draft."""
        return cite_recommendation(self.recommendation, self.guide, self.edition)

    @property
    def example(self) -> str:
        """This one."""
        return self.recommendation.id

    @property
    def found_by(self) -> tuple[str, ...]:
        """What people type who look for it: its ID in other forms, `LLME8` and `8`, and words that its text lacks."""
        number = self.recommendation.id.removeprefix("LLME-")
        short = number.lstrip("0")
        return (f"LLME{number}", f"LLME{short}", short, *self.recommendation.found_by)

    @property
    def history(self) -> tuple[Step, ...]:
        """The versions in which it changed."""
        return history(self.guide, self.recommendation)

    @property
    def related(self) -> list[Recommendation]:
        """Up to four that share most topics with it; its own stage wins a tie, then the ID."""
        here = self.recommendation
        shared = [
            (-len(set(here.topics) & set(other.topics)), other.stage != here.stage, place, other)
            for place, other in enumerate(self.guide.active)
            if other.id != here.id and set(here.topics) & set(other.topics)
        ]
        return [other for *_, other in sorted(shared, key=lambda entry: entry[:3])[:4]]

    @property
    def proposal(self) -> Proposal | None:
        """Where to propose something about it."""
        return on_recommendation(self.recommendation, self.edition)


@dataclass(frozen=True)
class StageSection:
    """A section of a stage: its Markdown, heading and all, and where to propose something about it."""

    text: str
    proposal: Proposal | None


@dataclass(frozen=True, kw_only=True)
class StageView(View):
    """The page of a stage."""

    stage: Stage

    @property
    def helping(self) -> list[Recommendation]:
        """Recommendations of other stages that help here too."""
        return [one for one in self.guide.active if self.stage.slug in one.also]

    @property
    def sections(self) -> list[StageSection]:
        """The sections of its discussion, in order."""
        document = self.guide.by_path[f"docs/{self.uri}"]
        lines = document.body.split("\n")
        headings = [heading for heading in document.markup.headings if heading.level == 2]
        starts = [heading.position[0] - document.body_line for heading in headings]
        return [
            StageSection(
                "\n".join(lines[start:end]).strip("\n"),
                on_section(
                    document.path, one.position[0], f"{page_url(self.uri)}#{one.anchor}", one.text, self.edition
                ),
            )
            for one, (start, end) in zip(headings, pairwise([*starts, len(lines)]), strict=True)
        ]

    @property
    def tools(self) -> list[Tool]:
        """The tools for it."""
        return [tool for tool in self.guide.tools.values() if self.stage.slug in tool.stages]


@dataclass(frozen=True, kw_only=True)
class TopicsView(View):
    """The overview of all topics."""

    def with_topic(self, slug: str) -> list[Recommendation]:
        """The recommendations on a topic."""
        return [one for one in self.guide.active if slug in one.topics]

    @property
    def picture(self) -> Picture:
        """Topics by stage."""
        return topics_by_stage(self.guide)


@dataclass(frozen=True, kw_only=True)
class TopicView(TopicsView):
    """The page of a topic."""

    slug: str
    topic: Topic


@dataclass(frozen=True, kw_only=True)
class FrameworkView(View):
    """The page of a framework."""

    FIRST: ClassVar = 3  # of what helps with an item, that a ranked framework sets off from the rest
    framework: Framework

    def helpful(self, item: Item) -> tuple[list[tuple[Help, Recommendation]], list[tuple[Help, Recommendation]]]:
        """What helps with an item, first and after; in a preview a recommendation may be missing, or withdrawn."""
        known = {one.id: one for one in self.guide.active}
        helps = [(one, known[one.recommendation]) for one in item.helps if one.recommendation in known]
        first = self.FIRST if self.framework.ranked else len(helps)
        return helps[:first], helps[first:]

    @property
    def answered(self) -> bool:
        """Whether there are model answers."""
        return any(item.answer for item in self.framework.items)


@dataclass(frozen=True, kw_only=True)
class DecisionView(View):
    """The page of a decision."""

    decision: Decision


@dataclass(frozen=True, kw_only=True)
class FinderView(View):
    """The list of all recommendations."""

    @property
    def options(self) -> dict[str, list[Option]]:
        """By what they can be chosen."""
        return finder_options(self.guide, self.edition)

    @staticmethod
    def hidden_words(one: Recommendation) -> str:
        """The words of `found_by` that a reader cannot see in the list, each once."""
        shown = f"{one.title} {one.do} {one.dont}".lower()
        return " ".join(word for word in dict.fromkeys(" ".join(one.found_by).lower().split()) if word not in shown)


@dataclass(frozen=True, kw_only=True)
class ChangesView(View):
    """What changed in each version."""

    @property
    def versions(self) -> tuple[VersionChanges, ...]:
        """All versions, the newest first."""
        return versions(self.guide)


@dataclass(frozen=True, kw_only=True)
class ChecklistView(View):
    """The page of the checklist. Its script reads from the page itself the texts that stand there."""

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the checklist knows of the guide."""
        return page_data(self.guide, self.edition)

    @property
    def active(self) -> list[dict[str, Any]]:
        """The recommendations that the page lists."""
        return [one for one in self.data["recommendations"] if one["status"] == "active"]

    @property
    def slim(self) -> dict[str, Any]:
        """The data without what stands in the page."""
        bare = dict.fromkeys(("title", "do", "dont", "do_from", "dont_from"), "") | {"questions": []}
        kept = [one | bare if one["status"] == "active" else one for one in self.data["recommendations"]]
        return {**self.data, "recommendations": kept}
