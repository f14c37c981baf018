"""A project's answers to the checklist, as its user keeps them; the worked example holds such a file."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from llme.content.model import Model, RecommendationId, Slug
from llme.patterns import DATE, VERSION, whole

_Date = Annotated[str, StringConstraints(pattern=whole(DATE))]
_Version = Annotated[str, StringConstraints(pattern=whole(f"dev|{VERSION}"))]
_Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class GuideStamp(Model):
    """The version of the guide under which a project was last saved."""

    version: _Version
    date: _Date | None  # of the release; null for a draft
    url: str  # of the version's first page; empty where it is not known


class Selection(Model):
    """Which recommendations the checklist shows: those of any of its profiles, and those of some stages and roles."""

    profiles: tuple[Slug, ...]
    stages: tuple[Slug, ...]  # none means all, so with the roles; where there is a profile, neither adds nothing
    roles: tuple[Slug, ...]


class Answer(Model):
    """What a project answers to one recommendation."""

    id: RecommendationId
    hash: _Hash  # of the recommendation's title, Do and Don't as they were answered
    answer: Literal["yes", "no", "not-applicable", ""]  # followed, not followed, not applicable, not answered
    text: str  # where, or why
    notes: str


class Project(Model):
    """A project's answers to the checklist of the LLM Ethics Guide."""

    kind: Literal["llm-ethics-guide-checklist"]
    format: Literal[2]  # a field that comes, goes or changes its meaning raises it; formats.mjs reads the older ones
    guide: GuideStamp
    project: str  # its name
    saved: _Date
    selection: Selection
    answers: tuple[Answer, ...] = Field(description="At most one for each recommendation.")
