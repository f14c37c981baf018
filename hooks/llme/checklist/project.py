"""The checklist: what its page needs of the guide, and the schema of a project as its user keeps it.

A project's own fields stand in `llme.content.release`, since the guide holds one: that of the worked example.
What reads and writes such a project is docs/assets/checklist, in a browser and, by `engine`, on the command line.
"""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from llme.content.guide import Guide
from llme.content.model import Framework, Model, Recommendation, Role, Stage
from llme.content.origins import words
from llme.content.release import Project, normative_hash
from llme.urls import page_url, recommendation_uri
from llme.versions.edition import Edition
from llme.versions.successors import living_successors

ARR = "arr"  # the framework in whose order the answers can be written

Kept = TypeVar("Kept", bound=Model)


def schema() -> dict[str, Any]:
    """The JSON Schema of a project's file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Project.model_json_schema()}


def page_data(guide: Guide, edition: Edition) -> dict[str, Any]:
    """What the checklist's page must know of the guide, as plain data.

    In title, `do`, `dont` and questions, a piece in backticks is code; the rest is plain text.
    """
    day = edition.day(guide)
    holding = {one.id for one in guide.active}
    arr = guide.frameworks.get(ARR)
    return {
        "version": edition.version,
        "date": day.isoformat() if day else None,
        "url": edition.url("index.md"),
        "stages": [
            {"slug": one.slug, "title": one.title, **({"formerly": list(one.formerly)} if one.formerly else {})}
            for one in guide.stages
        ],
        "roles": [{"slug": slug, "title": role.title} for slug, role in guide.roles.items()],
        "profiles": [
            {
                "slug": slug,
                "title": one.title,
                "summary": one.summary,
                "recommendations": [name for name in one.recommendations if name in holding],
            }
            for slug, one in guide.profiles.items()
        ],
        "recommendations": [_recommendation(one, guide) for one in guide.recommendations],
        "arr": _framework(arr, holding) if arr else None,
    }


def as_released(guide: Guide, version: str) -> Guide:
    """The recommendations, stages and roles as a release had them; profiles and frameworks are those of today.

    Raises KeyError where there is no such release.
    """
    data = json.loads(guide.by_path[f"docs/releases/{version}.json"].text)
    return Guide(
        recommendations=tuple(_kept(Recommendation, one) for one in data["recommendations"]),
        stages=tuple(_kept(Stage, one) for one in data["stages"]),
        roles={slug: _kept(Role, one) for slug, one in data["roles"].items()},
        releases=guide.releases,
        frameworks=guide.frameworks,
        profiles=guide.profiles,
    )


def _kept(model: type[Kept], data: Mapping[str, Any]) -> Kept:
    """What a snapshot keeps of a model, without what it adds."""
    untold = dict.fromkeys(
        model.model_fields.keys() & {"do_from", "dont_from"}, ""
    )  # in releases before they were told
    return model.model_validate(
        {**untold, **{key: data[key] for key in model.model_fields if key in data}}, strict=False
    )


def _recommendation(recommendation: Recommendation, guide: Guide) -> dict[str, Any]:
    return {
        "id": recommendation.id,
        "title": recommendation.title,
        "stage": recommendation.stage,
        "also": list(recommendation.also),
        "roles": list(recommendation.roles),
        "do": recommendation.do,
        "dont": recommendation.dont,
        "do_from": words(recommendation.do_from),
        "dont_from": words(recommendation.dont_from),
        "questions": _questions(recommendation.check_yourself),
        "hash": normative_hash(recommendation),
        "status": recommendation.status,
        "reason": recommendation.reason,
        "superseded_by": list(living_successors(recommendation.id, guide.by_id)),
        "since": recommendation.since,
        "changes": [change.model_dump() for change in recommendation.changes],
        "path": page_url(recommendation_uri(recommendation.id)),
    }


def _framework(one: Framework, holding: Collection[str]) -> dict[str, Any]:
    return {
        "title": one.title,
        "short": one.short,
        "edition": one.edition,
        "url": one.url,
        "items": [
            {
                "id": item.id,
                "title": item.title,
                "helps": [help.recommendation for help in item.helps if help.recommendation in holding],
            }
            for item in one.items
        ],
    }


def _questions(markdown: str) -> list[str]:
    """The items of a Markdown list as plain text, a line each; code keeps its backticks."""
    items = re.split(r"^- ", markdown, flags=re.MULTILINE)[1:]
    return [_plain(" ".join(item.split())) for item in items]


def _plain(text: str) -> str:
    text = re.sub(r" ?\[[^\[\]]*@[^\[\]]*\]", "", text)  # citations
    text = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)  # links
    return re.sub(r"(\*\*?|__?)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)  # emphasis
