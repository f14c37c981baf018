"""Releases of the guide: what each held, what may change between two, and what a new one must be called.

A release is a snapshot, `docs/releases/X.Y.Z.json`: the whole guide as data. It is made once and never changed; its
`digest` covers all of it and the digest of the release before, so that an altered snapshot gives itself away.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from guide.guide import Guide
from guide.model import Change, Recommendation
from guide.source import Document, Problem

FORMAT = 1  # of snapshots; raise it when their shape changes
# The smallest release that may carry each kind of change, after semantic versioning: what a citing paper may rely on.
PATCH = ("wording", "sources")
MINOR = ("added", "clarified", "strengthened")
MAJOR = ("weakened", "merged", "split", "superseded", "withdrawn")
NORMATIVE = ("title", "do", "dont")
# Words that carry an obligation or its limits: a change in them is never mere wording.
_BINDING = frozenset(
    """
    all always any at before every except first if least most must need never no none not only optional or should
    unless until when where without
    """.split()
)


class Version(NamedTuple):
    """A released version; sorts as versions do."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> "Version":
        """`1.2.0` as a version. Raises ValueError for anything else."""
        match = re.fullmatch(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", text)
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

    id: str
    title: str
    do: str = ""
    dont: str = ""
    stage: str
    status: Literal["active", "withdrawn"] = "active"
    reason: str = ""
    superseded_by: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    hash: str


class Work(_Kept):
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
    work: Work | None = None  # not recorded before 0.2.0
    digest: str
    recommendations: tuple[ReleasedRecommendation, ...]

    @property
    def number(self) -> Version:
        """The version as a number."""
        return Version.parse(self.version)

    def find(self, identifier: str) -> ReleasedRecommendation | None:
        """The recommendation with this ID, or None."""
        return next((one for one in self.recommendations if one.id == identifier), None)


def normative_hash(one: Recommendation | ReleasedRecommendation) -> str:
    """SHA-256 of what a recommendation asks for: title, Do and Don't, white space folded."""
    text = "\n".join(" ".join(getattr(one, name).split()) for name in NORMATIVE)
    return hashlib.sha256(text.encode()).hexdigest()


def read_release(text: str, path: str) -> tuple[Document, Release | None]:
    """A snapshot's document and, where it is sound, the release."""

    def broken(message: str) -> tuple[Document, None]:
        return Document(path, text, problems=(Problem("snapshot-altered", (1, 1), message, _RESTORE),)), None

    try:
        data = json.loads(text)
        release = Release.model_validate(data)
        number = release.number
    except (ValueError, RecursionError, ValidationError):
        return broken("this is not a snapshot of a release")
    if path.rpartition("/")[2] != f"{number}.json":
        return broken(f"the snapshot of {number} is named otherwise")
    if digest(data) != release.digest:
        return broken(f"the snapshot of {number} was changed after its release")
    return Document(path, text), release


def digest(snapshot: Mapping[str, Any]) -> str:
    """SHA-256 of a snapshot without its own digest."""
    rest = {key: value for key, value in snapshot.items() if key != "digest"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def snapshot(guide: Guide, version: Version, day: date, previous: str, work: Work | None = None) -> str:
    """The text of a release's snapshot: the whole guide as data, with `next` filled in, and its seals."""
    data = {**content(guide, str(version), day), "previous": previous}
    if work:
        data["work"] = work.model_dump()
    data["digest"] = digest(data)
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def content(guide: Guide, version: str, day: date | None) -> dict[str, Any]:
    """The whole guide as data; changes that are marked `next` get `version`, unless that is `dev`."""
    return {
        "format": FORMAT,
        "version": version,
        "date": day.isoformat() if day else None,
        "recommendations": [_content_of(one, version, guide) for one in guide.recommendations],
        "stages": [one.model_dump(mode="json") for one in guide.stages],
        "topics": {slug: one.model_dump(mode="json") for slug, one in guide.topics.items()},
        "roles": {slug: one.model_dump(mode="json") for slug, one in guide.roles.items()},
        "tools": [one.model_dump(mode="json") for one in guide.tools.values()],
        "glossary": [one.model_dump(mode="json") for one in guide.glossary],
        "works": {key: {"type": work.type, **work.fields} for key, work in guide.works.items()},
    }


def _content_of(one: Recommendation, version: str, guide: Guide) -> dict[str, Any]:
    data = one.model_dump(mode="json")
    for change in data["changes"]:
        if change["version"] == "next" and version != "dev":
            change["version"] = version
    return {**data, "hash": normative_hash(one), "cites": guide.cites(one)}


def declared(one: Recommendation) -> list[Change]:
    """The changes that the next release will carry."""
    return [change for change in one.changes if change.version == "next"]


def smallest_next(guide: Guide, releases: Iterable[Release]) -> Version:
    """The smallest version that the declared changes allow after `releases`.

    Before 1.0.0 a minor release may carry every kind of change, as semantic versioning has it.
    """
    latest = max((release.number for release in releases), default=None)
    if latest is None:
        return Version(0, 1, 0)
    kinds = {change.kind for one in guide.recommendations for change in declared(one)}
    if kinds & set(MAJOR):
        return Version(latest.major + 1, 0, 0) if latest.major else Version(0, latest.minor + 1, 0)
    if kinds & set(MINOR):
        return Version(latest.major, latest.minor + 1, 0)
    return Version(latest.major, latest.minor, latest.patch + 1)


def weakness(one: Recommendation, before: ReleasedRecommendation) -> str:
    """Why the declared changes are too weak for what changed since `before`, or an empty text."""
    kinds = {change.kind for change in declared(one)}
    if normative_hash(one) == before.hash and one.status == before.status:
        return ""
    if not kinds:
        return "its normative text changed, and no change is declared"
    if one.status != before.status:
        return "" if kinds & {"withdrawn", "merged", "split", "superseded"} else "it was withdrawn under another name"
    if kinds <= {"sources"}:
        return "its normative text changed, and `sources` does not cover that"
    for name in ("do", "dont"):
        if bool(getattr(one, name)) != bool(getattr(before, name)) and kinds <= {"sources", "wording", "clarified"}:
            gone = "was added" if getattr(one, name) else "is gone"
            return f"its `{name}` {gone}, which is more than {_names(kinds)}"
    if kinds <= {"sources", "wording"} and (words := _binding_words(one, before)):
        return f"{_names(words)} came or went, which is more than wording"
    return ""


def _binding_words(one: Recommendation, before: ReleasedRecommendation) -> list[str]:
    def words(item: object) -> set[str]:
        text = " ".join(getattr(item, name) for name in NORMATIVE)
        return set(re.findall(r"[a-z]+", text.lower())) & _BINDING

    return sorted(words(one) ^ words(before))


def _names(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in sorted(words))


_RESTORE = "restore it from the commit that released it: `git log -- docs/releases`"
