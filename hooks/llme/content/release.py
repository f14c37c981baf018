"""A release of the guide, as its snapshot holds it; and a project's answers to the checklist of one, as it keeps them.

A snapshot, `docs/releases/X.Y.Z.json`, is the whole guide as data. It is made once and never changed; its `digest`
covers all of it and the digest of the release before, so that an altered snapshot gives itself away.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from llme.content.data import YEARS, texts
from llme.content.document import Document
from llme.content.model import Change, Model, Recommendation, RecommendationId, Slug
from llme.patterns import DATE, INVISIBLE, VERSION, whole
from llme.texts.text import Problem
from llme.urls import GENERATED, LINKED

NORMATIVE = ("title", "do", "dont")
_INVISIBLE = re.compile(INVISIBLE)
_Day = Annotated[str, StringConstraints(pattern=whole(DATE))]
_Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Version(NamedTuple):
    """A released version; sorts as versions do."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> "Version":
        """`1.2.0` as a version. Raises ValueError for anything else."""
        match = re.fullmatch(VERSION, text)
        if not match:
            raise ValueError(f"`{text}` is not a version such as 1.2.0")
        return cls(*map(int, match.groups()))

    def __str__(self) -> str:
        return ".".join(map(str, self))


class _Kept(BaseModel):
    # Snapshots are read for ever, so fields that a later format adds must not break an earlier reader.
    model_config = ConfigDict(frozen=True, extra="ignore")


class ReleasedRecommendation(_Kept):
    """A recommendation as a release holds it."""

    id: RecommendationId
    title: str
    do: str = ""
    dont: str = ""
    stage: str
    status: Literal["active", "withdrawn"] = "active"
    reason: str = ""
    superseded_by: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    hash: str
    # None where the snapshot is of a format that did not hold them: then there is nothing to compare.
    also: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    roles: tuple[str, ...] | None = None
    tools: tuple[str, ...] | None = None
    why: str | None = None
    first_steps: str | None = None
    in_practice: str = ""
    do_from: str = ""  # empty where it was not told
    dont_from: str = ""
    exceptions: str | None = None
    check_yourself: str | None = None
    cites: tuple[str, ...] | None = None
    works: dict[str, dict[str, str]] | None = None  # that it cites, by key, each with its type and fields


class Named(_Kept):
    """A stage or a topic, as far as addresses and feeds go: `formerly` is what it was called in addresses before."""

    slug: Slug
    title: str = ""
    formerly: tuple[Slug, ...] = ()


def _named(data: object) -> dict[str, dict[str, Any]]:
    """The stages, a list in a snapshot, or the topics, a mapping, by slug; nothing where they are something else."""
    try:
        rows = [{**fields, "slug": slug} for slug, fields in data.items()] if isinstance(data, dict) else data
        return {one.slug: one for one in _NAMED.validate_python(rows)}
    except (TypeError, ValidationError):
        return {}


_NAMED = TypeAdapter(tuple[Named, ...])


class Effort(_Kept):
    """The work in a release, as counts from git; no names."""

    commits: int
    people: int  # authors of these commits, by e-mail address; programs are left out
    new_people: int  # those of them who had no commit in an earlier release


class Release(_Kept):
    """A release, from its snapshot."""

    format: int
    version: str
    date: date
    previous: str = ""  # the digest of the release before
    work: Effort | None = None  # not recorded before 0.2.0
    summary: tuple[str, ...] | None = None  # for readers, a text for each paragraph; not recorded before 0.2.0
    digest: str
    recommendations: tuple[ReleasedRecommendation, ...]
    stages: Annotated[dict[str, Named], BeforeValidator(_named)] = {}
    topics: Annotated[dict[str, Named], BeforeValidator(_named)] = {}

    @model_validator(mode="before")
    @classmethod
    def _with_works(cls, data: Any) -> Any:
        """Gives each recommendation the works that it cites, which a snapshot holds once for all."""
        works = data.get("works") if isinstance(data, dict) else None
        if not isinstance(works, dict) or not isinstance(data.get("recommendations"), list):
            return data
        rows = [cited(one, works) if isinstance(one, dict) else one for one in data["recommendations"]]
        return {**data, "recommendations": rows}

    @property
    def number(self) -> Version:
        """The version as a number."""
        return Version.parse(self.version)

    def has_page(self, uri: str) -> bool:
        """Whether it is known to have a page: a snapshot does not list those that are written by hand."""
        folder, _, name = uri.removesuffix(".md").rpartition("/")
        known = {"recommendations": self.find(name), "stages": name in self.stages, "topics": name in self.topics}
        return uri in (*LINKED, *GENERATED) or bool(known.get(folder))

    def find(self, identifier: str) -> ReleasedRecommendation | None:
        """The recommendation with this ID, or None."""
        return next((one for one in self.recommendations if one.id == identifier), None)


def cited(recommendation: Mapping[str, Any], works: Mapping[str, Any]) -> dict[str, Any]:
    """A recommendation as a snapshot holds it, with the works that it cites out of all works there are."""
    keys = recommendation.get("cites")
    if not isinstance(keys, list):
        return {**recommendation, "works": None}
    held = {key: works[key] for key in keys if isinstance(key, str) and isinstance(works.get(key), dict)}
    texts = {key: {name: text for name, text in work.items() if isinstance(text, str)} for key, work in held.items()}
    return {**recommendation, "works": texts}


class GuideStamp(Model):
    """The version of the guide under which a project was last saved."""

    version: Annotated[str, StringConstraints(pattern=whole(f"dev|{VERSION}"))]
    date: _Day | None  # of the release; null for a draft
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
    saved: _Day
    selection: Selection
    answers: tuple[Answer, ...] = Field(description="At most one for each recommendation.")


def normative_hash(recommendation: Recommendation | ReleasedRecommendation) -> str:
    """SHA-256 of what a recommendation asks for: title, Do and Don't, white space folded."""
    text = "\n".join(" ".join(getattr(recommendation, name).split()) for name in NORMATIVE)
    return hashlib.sha256(text.encode()).hexdigest()


def parse_release(name: str, text: str, problems: tuple[Problem, ...]) -> tuple[Document, list[Release]]:
    """A snapshot's document and, where it is sound, the release."""

    def broken(message: str) -> tuple[Document, list[Release]]:
        problem = Problem("snapshot-altered", (1, 1), message, _RESTORE)
        return Document(name, text, problems=(*problems, problem)), []

    try:
        data = json.loads(text)
        release = Release.model_validate(data)
        number = release.number
        sealed = digest(data)
    except (ValueError, RecursionError):  # no JSON, no snapshot, too deep, or text that cannot be encoded
        return broken("this is not a snapshot of a release")
    if name.rpartition("/")[2] != f"{number}.json":
        return broken(f"the snapshot of {number} is named otherwise")
    if sealed != release.digest:
        return broken(f"the snapshot of {number} was changed after its release")
    if release.date.year not in YEARS or any(map(_INVISIBLE.search, texts(data))):
        return broken(f"the snapshot of {number} holds what no release writes")
    return Document(name, text, problems=problems), [release]


def digest(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of a snapshot without its own digest."""
    rest = {key: value for key, value in snapshot.items() if key != "digest"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


_RESTORE = "restore it from the commit that released it: `git log -- docs/releases`"
