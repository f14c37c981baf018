"""The guide as files for programs: JSON with its schema, the sources as BibTeX, and a manifest.

Paths are those under the root of a version; the caller writes the files.
"""

import hashlib
from datetime import date as Date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from llme.checklist import project as checklist
from llme.citations.references import bibtex
from llme.content.guide import Guide
from llme.content.model import Framework, Item, Model, Recommendation, Role, Slug, Stage, Term, Tool, Topic
from llme.outputs.derived import FRAMEWORKS, GUIDE, WORKS, as_json, derive
from llme.outputs.feeds import draft_feeds
from llme.urls import framework_uri, page_url, recommendation_uri
from llme.versions.edition import Edition
from llme.versions.snapshot import content

FORMAT = 1  # of these files; raise it when something in them is renamed, removed or takes another meaning


class ExportedRecommendation(Recommendation):
    """A Do/Don't pair with its reasons in Markdown, its address, and the keys of the works that it cites."""

    url: str  # absolute, or relative to this file
    hash: str  # SHA-256 of title, Do and Don't
    cites: tuple[str, ...]


class ExportedWork(BaseModel):
    """A cited work: its BibTeX type and fields, as plain text."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)
    __pydantic_extra__: dict[str, str]
    type: str


class ExportedGuide(Model):
    """The LLM Ethics Guide as data."""

    format: Literal[1]  # of this file
    version: str  # of the guide's content, or `dev`
    date: Date | None  # of the release; null for a draft
    recommendations: tuple[ExportedRecommendation, ...]
    stages: tuple[Stage, ...]
    topics: dict[Slug, Topic]
    roles: dict[Slug, Role]
    tools: tuple[Tool, ...]
    glossary: tuple[Term, ...]
    works: dict[str, ExportedWork]


class ExportedItem(Item):
    """An item of a framework, and the recommendations that help with it; none where `helps` is empty."""

    url: str  # of the item in the guide; absolute, or relative to this file


class ExportedFramework(Framework):
    """A framework item by item. What helps with an item proves nothing about compliance."""

    items: tuple[ExportedItem, ...]


class ExportedFrameworks(Model):
    """The frameworks of the LLM Ethics Guide, and which of its recommendations help with each of their items."""

    format: Literal[1]  # of this file
    version: str  # of the guide's content, or `dev`
    date: Date | None  # of the release; null for a draft
    frameworks: tuple[ExportedFramework, ...]


def all_files(guide: Guide, edition: Edition) -> dict[str, str]:
    """Every file for programs, by its path; a draft has all formats, and feeds.

    `derived.as_stored` tells where they stand under the version's root. The manifest lists them as they are here.
    """
    data, frameworks = _data(guide, edition), _frameworks(guide, edition)
    works = [guide.works[key] for key in sorted(guide.works)]
    head = {name: data[name] for name in ("format", "version", "date")}
    files = {
        GUIDE: as_json(data),
        "data/guide.schema.json": as_json(schema()),
        "data/recommendation.schema.json": as_json(schema(ExportedRecommendation)),
        "data/checklist.schema.json": as_json(checklist.schema()),
        FRAMEWORKS: as_json({**head, "frameworks": frameworks}),
        "data/frameworks.schema.json": as_json(schema(ExportedFrameworks)),
        WORKS: "\n".join(bibtex(work) for work in works),
    }
    if edition.is_draft:
        files |= derive(data, frameworks, works) | draft_feeds(guide, edition)
    files["data/manifest.json"] = as_json({**head, "files": [_listed(*one) for one in sorted(files.items())]})
    return dict(sorted(files.items()))


def schema(model: type[Model] = ExportedGuide) -> dict[str, Any]:
    """The JSON Schema of `data/guide.json`, or of another file by its model."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(mode="serialization"),
    }


def _listed(path: str, text: str) -> dict[str, Any]:
    content = text.encode()
    return {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _data(guide: Guide, edition: Edition) -> dict[str, Any]:
    """What a snapshot of this edition holds, and the address of each recommendation."""
    data = content(guide, edition.version, edition.day(guide))
    for recommendation in data["recommendations"]:
        recommendation["url"] = _url(recommendation_uri(recommendation["id"]), edition)
    return {**data, "format": FORMAT}


def _url(uri: str, edition: Edition) -> str:
    """A page's address: absolute, or as seen from a file in `data` where the site's is not known."""
    return edition.url(uri) or f"../{page_url(uri)}"


def _frameworks(guide: Guide, edition: Edition) -> list[dict[str, Any]]:
    frameworks = [one.model_dump(mode="json") for one in guide.frameworks.values()]
    for data, framework in zip(frameworks, guide.frameworks.values(), strict=True):
        for item, source in zip(data["items"], framework.items, strict=True):
            item["url"] = _url(f"{framework_uri(framework.id)}#{source.anchor}", edition)
    return frameworks
