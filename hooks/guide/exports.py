"""The guide as files for programs: JSON with its schema, CSV, the sources in three formats, feeds, and a manifest.

Paths are those under the root of a version; the caller writes the files.
"""

import csv
import hashlib
import io
import json
import re
from datetime import date as Date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from guide.edition import Edition
from guide.feeds import feeds
from guide.guide import Guide
from guide.history import content
from guide.model import Model, Recommendation, Role, Slug, Stage, Term, Tool, Topic
from guide.references import bibtex, csl, ris
from guide.urls import page_url, recommendation_uri

FORMAT = 1  # of these files; raise it when something in them is renamed, removed or takes another meaning

COLUMNS = (
    *("id", "title", "stage", "also", "topics", "roles", "do", "dont"),
    *("status", "superseded_by", "since", "reviewed", "sources", "url"),
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


def all_files(guide: Guide, edition: Edition) -> dict[str, str]:
    """Every file for programs, by its path under the version's root."""
    data = _data(guide, edition)
    works = [guide.works[key] for key in sorted(guide.works)]
    head = {name: data[name] for name in ("format", "version", "date")}
    files = {
        "data/guide.json": _json(data),
        "data/guide.schema.json": _json(schema()),
        "data/recommendations.csv": _csv(guide, edition),
        "data/references.bib": "\n".join(bibtex(work) for work in works),
        "data/references.ris": "\n".join(ris(work) for work in works),
        "data/references.json": _json([csl(work) for work in works]),
        "data/tools.json": _json({**head, "tools": data["tools"]}),
        **feeds(guide, edition),
    }
    files["data/manifest.json"] = _json({**head, "files": [_listed(*one) for one in sorted(files.items())]})
    return dict(sorted(files.items()))


def schema() -> dict[str, Any]:
    """The JSON Schema of `data/guide.json`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **ExportedGuide.model_json_schema(mode="serialization"),
    }


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _listed(path: str, text: str) -> dict[str, Any]:
    content = text.encode()
    return {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _data(guide: Guide, edition: Edition) -> dict[str, Any]:
    """What a snapshot of this edition holds, and the address of each recommendation."""
    data = content(guide, edition.version, edition.day(guide))
    for one in data["recommendations"]:
        one["url"] = _url(one["id"], edition)
    return {**data, "format": FORMAT}


def _url(identifier: str, edition: Edition) -> str:
    """A recommendation's address: absolute, or as seen from a file in `data` where the site's is not known."""
    uri = recommendation_uri(identifier)
    return edition.url(uri) or f"../{page_url(uri)}"


def _csv(guide: Guide, edition: Edition) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in guide.recommendations:
        values = {**dict(one), "since": one.since, "sources": guide.cites(one), "url": _url(one.id, edition)}
        writer.writerow([_cell(values[name]) for name in COLUMNS])
    return file.getvalue()


def _cell(value: Any) -> str:
    """A value as text; an apostrophe keeps a spreadsheet from taking it for a formula."""
    text = "; ".join(value) if isinstance(value, list | tuple) else str(value)
    text = re.sub(r"\r\n?", "\n", text)  # the writer would leave a lone carriage return bare, which ends a row
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
