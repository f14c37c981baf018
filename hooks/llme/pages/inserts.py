"""What the templates of `inserts/` ask for: what a line `::: name` puts into a page that is written by hand."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import ClassVar

from llme.checklist.engine import ChecklistError
from llme.content.document import Document
from llme.content.model import Tool
from llme.content.translation import Translation
from llme.origins import Origin
from llme.outputs.forms import Form, forms
from llme.outputs.worked import PATH, answer_files
from llme.pages.pictures import Picture, frameworks_by_stage, sources_by_year
from llme.pages.proposing import Proposal, on_tool
from llme.pages.views import CitedView, View
from llme.rules import RULES
from llme.rules.rule import Rule
from llme.urls import stage_uri
from llme.versions.translations import Progress, progress
from llme.versions.upkeep import Ages, Figures, Review, ages, day_of, figures, reviews


@dataclass(frozen=True, kw_only=True)
class CiteView(CitedView):
    """How to cite the guide."""


@dataclass(frozen=True, kw_only=True)
class FormsView(View):
    """The other forms of an edition."""

    @property
    def forms(self) -> list[tuple[Form, str]]:
        """Each with its address."""
        return [(form, self.file(form.path) if form.lasts else self.renewed(form.path)) for form in forms(self.edition)]


@dataclass(frozen=True)
class Box:
    """A stage in the lifecycle diagram, in the diagram's units."""

    x: int
    y: int
    title: str
    lines: list[str]  # the title as it stands in the box
    number: int
    count: int
    uri: str


@dataclass(frozen=True, kw_only=True)
class LifecycleView(View):
    """The diagram of the stages."""

    def boxes(self, columns: int) -> list[Box]:
        """The stages in rows of `columns`, 220 wide and 96 high, 40 apart across and 36 down."""
        return [
            Box(
                x=20 + (index % columns) * 260,
                y=16 + (index // columns) * 132,
                title=stage.title,
                lines=textwrap.wrap(stage.title, 19, break_long_words=False, break_on_hyphens=False),
                number=index + 1,
                count=len(self.guide.in_stage(stage.slug)),
                uri=stage_uri(stage.slug),
            )
            for index, stage in enumerate(self.guide.stages)
        ]


@dataclass(frozen=True, kw_only=True)
class RulesView(View):
    """The rules that the checks apply."""

    rules: tuple[Rule, ...] = RULES


@dataclass(frozen=True, kw_only=True)
class FrameworksByStageView(View):
    """How far the frameworks are helped with."""

    @property
    def picture(self) -> Picture:
        """Frameworks by stage."""
        return frameworks_by_stage(self.guide)


@dataclass(frozen=True, kw_only=True)
class OriginsView(View):
    """Where the Do's and Don'ts come from."""

    def count(self, field: str, origin: Origin) -> int:
        """How many active recommendations have a `do` or a `dont` of this origin."""
        return sum(bool(getattr(one, field)) and getattr(one, f"{field}_from") == origin for one in self.guide.active)


@dataclass(frozen=True, kw_only=True)
class SourcesByYearView(View):
    """How old the sources are."""

    @property
    def picture(self) -> Picture:
        """Years by stage."""
        return sources_by_year(self.guide)


@dataclass(frozen=True, kw_only=True)
class TemplateView(View):
    """A document to copy."""

    argument: str = ""  # the name of its file

    @property
    def text(self) -> str:
        """The whole document."""
        return next(one.text for one in self.guide.of_kind("downloads") if one.name == self.argument)

    @property
    def filled(self) -> list[Document]:
        """The pages of the worked example that fill it in."""
        return [one for one in self.guide.worked if one.value("template") == self.argument]


@dataclass(frozen=True, kw_only=True)
class WorkedAnswersView(View):
    """What the worked example answers to the checklist."""

    LINES: ClassVar = 40  # of the appendix in LaTeX that the page shows; all of it is to be had as a file

    @cached_property
    def files(self) -> dict[str, str]:
        """The answers in each form, by path; none in a preview of a file with problems."""
        try:
            return answer_files(self.guide, self.edition)
        except ChecklistError:
            return {}

    @property
    def appendix(self) -> str:
        """How the appendix in LaTeX begins."""
        lines = self.files.get(f"{PATH}.tex", "").split("\n")[: self.LINES]
        return "\n".join([*lines, "% and so on"])


@dataclass(frozen=True, kw_only=True)
class ToolsView(View):
    """All tools."""

    def source(self, tool: Tool) -> str:
        """The work that offers a tool, as citations name it; empty where it is not known."""
        return self.formatted.labels.get(tool.source or "", "")

    def proposal(self, tool: Tool) -> Proposal | None:
        """Where to propose something about a tool."""
        return on_tool(tool, self.guide, self.edition)


@dataclass(frozen=True, kw_only=True)
class TranslationsView(View):
    """How far the translations are."""

    def progress(self, translation: Translation) -> Progress:
        """How far one is."""
        return progress(self.guide, translation)


@dataclass(frozen=True, kw_only=True)
class UpkeepView(View):
    """How the guide is kept up."""

    @cached_property
    def today(self) -> date:
        """The day from which all is counted."""
        return day_of(self.guide, self.edition.today)

    @property
    def reviews(self) -> tuple[Review, ...]:
        """What is to be reviewed, and when."""
        return reviews(self.guide, self.today)

    @property
    def ages(self) -> tuple[Ages, ...]:
        """How long ago the last reviews were."""
        return ages(self.guide, self.today)

    @property
    def figures(self) -> Figures:
        """What the releases show."""
        return figures(self.guide.releases, self.today)


VIEWS: Mapping[str, type[View]] = {
    "cite": CiteView,
    "forms": FormsView,
    "frameworks": View,
    "frameworks-by-stage": FrameworksByStageView,
    "glossary": View,
    "lifecycle": LifecycleView,
    "origins": OriginsView,
    "rules": RulesView,
    "sources-by-year": SourcesByYearView,
    "stages": View,
    "template": TemplateView,
    "tools": ToolsView,
    "translations": TranslationsView,
    "upkeep": UpkeepView,
    "worked-answers": WorkedAnswersView,
}
