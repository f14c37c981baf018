"""The checklist: what its page needs of the guide, and the schema of a project as its user keeps it.

What reads and writes such a project is docs/assets/checklist, in a browser and, by `engine`, on the command line.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from llme.checklist.asked import ARR, asked
from llme.content.guide import Guide
from llme.content.model import Model, RecommendationId, Slug
from llme.content.release import normative_hash
from llme.patterns import DATE, VERSION, whole
from llme.versions.edition import Edition

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


def schema() -> dict[str, Any]:
    """The JSON Schema of a project's file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Project.model_json_schema()}


def page_data(guide: Guide, edition: Edition) -> dict[str, Any]:
    """What the checklist's page must know of the guide: its state in `edition`, as `asked` tells it."""
    day = edition.day(guide)
    arr = guide.frameworks.get(ARR)
    held = {
        "version": edition.version,
        "date": day.isoformat() if day else None,
        "recommendations": [{**one.model_dump(), "hash": normative_hash(one)} for one in guide.recommendations],
        "stages": [one.model_dump() for one in guide.stages],
        "roles": {slug: role.model_dump() for slug, role in guide.roles.items()},
    }
    profiles = {slug: one.model_dump() for slug, one in guide.profiles.items()}
    return asked(held, profiles, arr.model_dump() if arr else None, edition.url("index.md"))
