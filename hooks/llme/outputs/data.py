"""The guide as files for programs: JSON with its schema, CSV, the sources in three formats, feeds, and a manifest.

Paths are those under the root of a version; the caller writes the files.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date as Date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from llme.checklist import project as checklist
from llme.citations.references import bibtex, csl, ris
from llme.content.guide import Guide
from llme.content.model import Framework, Item, Model, Recommendation, Role, Slug, Stage, Term, Tool, Topic
from llme.outputs.feeds import feeds
from llme.urls import framework_uri, page_url, recommendation_uri
from llme.versions.edition import Edition
from llme.versions.snapshot import content

FORMAT = 1  # of these files; raise it when something in them is renamed, removed or takes another meaning

COLUMNS = (
    *("id", "title", "stage", "also", "topics", "roles", "do", "dont"),
    *("status", "superseded_by", "since", "reviewed", "sources", "url"),
)
CROSSWALK_COLUMNS = (
    *("framework", "edition", "item", "item_title", "stages"),
    *("recommendation", "recommendation_title", "why", "url"),
)


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
    """Every file for programs, by its path under the version's root."""
    data = _data(guide, edition)
    works = [guide.works[key] for key in sorted(guide.works)]
    head = {name: data[name] for name in ("format", "version", "date")}
    files = {
        "data/guide.json": _json(data),
        "data/guide.schema.json": _json(schema()),
        "data/checklist.schema.json": _json(checklist.schema()),
        "data/recommendations.csv": _csv(COLUMNS, _recommendations(guide, edition)),
        "data/frameworks.json": _json({**head, "frameworks": _frameworks(guide, edition)}),
        "data/frameworks.schema.json": _json(schema(ExportedFrameworks)),
        "data/crosswalk.csv": _csv(CROSSWALK_COLUMNS, _crosswalk(guide, edition)),
        "data/references.bib": "\n".join(bibtex(work) for work in works),
        "data/references.ris": "\n".join(ris(work) for work in works),
        "data/references.json": _json([csl(work) for work in works]),
        "data/tools.json": _json({**head, "tools": data["tools"]}),
        **feeds(guide, edition),
    }
    files["data/manifest.json"] = _json({**head, "files": [_listed(*one) for one in sorted(files.items())]})
    return dict(sorted(files.items()))


def schema(model: type[Model] = ExportedGuide) -> dict[str, Any]:
    """The JSON Schema of `data/guide.json`, or of another file by its model."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(mode="serialization"),
    }


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


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


def _recommendations(guide: Guide, edition: Edition) -> Iterator[dict[str, Any]]:
    for recommendation in guide.recommendations:
        url = _url(recommendation_uri(recommendation.id), edition)
        yield {
            **dict(recommendation),
            "since": recommendation.since,
            "sources": guide.cites(recommendation),
            "url": url,
        }


def _crosswalk(guide: Guide, edition: Edition) -> Iterator[dict[str, Any]]:
    """A row for each item and recommendation that helps with it; an item without any has one row, its ends empty."""
    for framework in guide.frameworks.values():
        for item in framework.items:
            row = {"framework": framework.id, "edition": framework.edition, "item": item.id, "item_title": item.title}
            row |= {"stages": item.stages, "url": _url(f"{framework_uri(framework.id)}#{item.anchor}", edition)}
            for help in item.helps:
                title = guide.by_id[help.recommendation].title
                yield {**row, "recommendation": help.recommendation, "recommendation_title": title, "why": help.why}
            if not item.helps:
                yield {**row, "recommendation": "", "recommendation_title": "", "why": ""}


def _csv(columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(values[name]) for name in columns] for values in rows)
    return file.getvalue()


def _cell(value: Any) -> str:
    """A value as text; an apostrophe keeps a spreadsheet from taking it for a formula."""
    text = "; ".join(value) if isinstance(value, list | tuple) else str(value)
    text = re.sub(r"\r\n?", "\n", text)  # the writer would leave a lone carriage return bare, which ends a row
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
