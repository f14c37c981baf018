"""What the guide is made of. Frozen and strict: an unknown field or a wrong type is an error."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from llme.content.files import TOOLS
from llme.origins import Origin
from llme.patterns import ID, ITEM, SLUG, VERSION, whole
from llme.urls import anchor_of

Slug = Annotated[str, StringConstraints(pattern=whole(SLUG))]
Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Written = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ItemId = Annotated[str, StringConstraints(pattern=whole(ITEM))]
RecommendationId = Annotated[str, StringConstraints(pattern=whole(ID))]
ReleasedVersion = Annotated[str, StringConstraints(pattern=whole(VERSION))]
# What a stage or topic was called before; its addresses of then lead to it. Data do not mention what is empty.
Formerly = Annotated[tuple[Slug, ...], Field(exclude_if=lambda names: not names)]
# What people type who want the page, and its text does not say. Only the search holds it: it is shown nowhere, and as
# it says nothing that could be cited, neither the data nor the snapshots have it.
FoundBy = Annotated[tuple[Written, ...], Field(exclude=True)]
ChangeKind = Literal[
    "added",
    "clarified",
    "strengthened",
    "reinstated",
    "wording",
    "sources",
    "weakened",
    "merged",
    "split",
    "superseded",
    "withdrawn",
]
ToolKind = Literal["checklist", "template", "software", "dataset", "taxonomy", "test-suite", "guide"]

# The sections of a recommendation, in order: heading, and the name under which the pages use it.
SECTIONS = {
    "Why": "why",
    "First steps": "first_steps",
    "In practice": "in_practice",
    "When this may not apply": "exceptions",
    "Check yourself": "check_yourself",
}
OPTIONAL = frozenset({"In practice"})  # no case is better than an invented one


class Model(BaseModel):
    """Base of all models: frozen, no unknown fields, no silent conversion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Change(Model):
    """One entry of a recommendation's own history."""

    version: Annotated[str, StringConstraints(pattern=whole(f"next|{VERSION}"))]
    kind: ChangeKind
    note: Written


class RecommendationFields(Model):
    """The front matter of a recommendation."""

    title: Written
    stage: Slug
    also: tuple[Slug, ...] = ()
    topics: tuple[Slug, ...]
    roles: tuple[Slug, ...]
    do: Text = ""
    dont: Text = ""
    do_from: Origin = "guide"
    dont_from: Origin = "guide"
    tools: tuple[Slug, ...] = ()
    found_by: FoundBy = ()
    reviewed: date
    pending: Annotated[int, Field(gt=0)] | None = None  # the issue in which a change to it is discussed
    status: Literal["active", "withdrawn"] = "active"
    reason: Text = ""
    superseded_by: tuple[RecommendationId, ...] = ()
    changes: tuple[Change, ...]


class Recommendation(RecommendationFields):
    """One Do/Don't pair with its reasons; `id` is the file's name, for ever."""

    id: RecommendationId
    why: str
    first_steps: str
    in_practice: str = ""  # empty where no case is known
    exceptions: str
    check_yourself: str

    @property
    def stages(self) -> tuple[str, ...]:
        """Slugs of every stage where it helps, the primary one first."""
        return (self.stage, *self.also)

    @property
    def since(self) -> str:
        """The version that added it, or `next`."""
        return self.changes[0].version if self.changes else "next"


class StageFields(Model):
    """The front matter of a stage."""

    title: Written
    order: int
    summary: Written
    question: Written
    review_months: Annotated[int, Field(gt=0, le=120)] = 12  # after which its recommendations are to be looked at again
    formerly: Formerly = ()
    found_by: FoundBy = ()


class Stage(StageFields):
    """A stage of a project, with its discussion in Markdown."""

    slug: Slug
    introduction: str  # the text before the first section
    discussion: str  # the sections


class PageFields(Model):
    """The front matter of a page that is written by hand; `hide` is Material's."""

    title: Written
    description: Written
    # Style sheets and modules that this page alone needs: `docs/assets/NAME.css`, `.mjs`.
    assets: tuple[Literal[TOOLS], ...] = ()
    order: int = 0  # its place among the pages of its folder
    hide: tuple[Literal["navigation", "toc"], ...] = ()
    found_by: FoundBy = ()


class ExampleFields(PageFields):
    """The front matter of a page of the worked example: which template it fills in, and what it answers."""

    template: Slug | None = None  # the name of its file in docs/templates/files
    answers: tuple[RecommendationId, ...] = ()


class DecisionFields(Model):
    """The front matter of a decision on a proposal; its text gives the reason."""

    title: Written
    decided: date
    outcome: Literal["accepted", "declined"]
    proposal: Annotated[int, Field(gt=0)] | None = None  # the issue or pull request
    recommendations: tuple[RecommendationId, ...] = ()


class Decision(DecisionFields):
    """A decision with its reason in Markdown."""

    slug: Slug
    reason: str


class Topic(Model):
    """What a recommendation is about."""

    title: Written
    summary: Written
    formerly: Formerly = ()
    found_by: FoundBy = ()


class Role(Model):
    """Who acts on a recommendation."""

    title: Written
    summary: Written


class Profile(Model):
    """A kind of project, and the recommendations that its checklist begins with."""

    title: Written
    summary: Written
    recommendations: tuple[RecommendationId, ...]  # in the guide's order: by stage, then by ID


class Tool(Model):
    """A toolkit that a source names."""

    id: Slug
    name: Written
    purpose: Written
    kind: ToolKind
    stages: tuple[Slug, ...]
    source: Slug | None = None  # a citation key
    url: Written
    languages: tuple[Written, ...]


class Help(Model):
    """A recommendation that helps with an item of a framework. Never more than that: it is no proof of compliance."""

    recommendation: RecommendationId
    why: Written


class Item(Model):
    """An item of a framework: its official id and title, and what it asks in our words."""

    id: ItemId
    title: Written
    about: Written
    stages: tuple[Slug, ...]  # where it matters, the main one first
    helps: tuple[Help, ...] = ()
    note: Text = ""  # what a reader should know of it: a date, a caution
    answer: Text = ""  # two sentences for the form, as a model that a reader adapts to the project

    @property
    def anchor(self) -> str:
        """Its anchor on the framework's page; the prefix keeps it apart from those of the page itself."""
        return f"item-{anchor_of(self.id)}"


class FrameworkFields(Model):
    """A framework item by item, and which recommendations help with each: a crosswalk."""

    title: Written
    short: Written  # its name in running text: `ARR checklist`
    edition: Written
    compared: date  # the day on which the items were last compared with the source
    url: Written
    order: int
    summary: Written
    cautions: tuple[Written, ...] = ()
    found_by: FoundBy = ()
    ranked: bool = False  # whether what helps most with an item stands first, and not in the order of the guide
    items: tuple[Item, ...]


class Framework(FrameworkFields):
    """A framework with its id, which is the name of its file."""

    id: Slug

    @property
    def host(self) -> str:
        """Whose address that of its official text is; in a preview it may be none yet, and is shown as it stands."""
        return self.url.partition("//")[2].partition("/")[0] or self.url


class OfficialItems(Model):
    """What a framework calls its own items, in one edition: the dictionary with which a crosswalk is compared."""

    edition: Written
    items: dict[ItemId, Written]  # official titles by official ids, in the order of the framework


class Term(Model):
    """A word that the glossary explains."""

    term: Written
    meaning: Written
    link: bool = True  # whether its first use on a page leads to the glossary

    @property
    def anchor(self) -> str:
        """Its anchor in the glossary."""
        return anchor_of(self.term)


class Work(Model):
    """A cited work, in the terms of BibTeX."""

    key: str
    type: str
    fields: dict[str, str]  # names in lower case, values as plain text
    raw: dict[str, str]  # values as they stand in the file

    @property
    def year(self) -> str:
        """Year of publication, or an empty text."""
        return self.fields.get("year", "")

    @property
    def url(self) -> str:
        """The best address of the work: its DOI, its own URL, or its arXiv page."""
        if doi := self.fields.get("doi"):
            return f"https://doi.org/{doi}"
        if url := self.fields.get("url"):
            return url
        eprint = self.fields.get("eprint")
        return f"https://arxiv.org/abs/{eprint}" if eprint else ""
