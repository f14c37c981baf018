"""What the checklist must know of one state of the guide, out of plain data: a snapshot's, or the draft's.

It needs no model of the guide, so that the command can start without them.
"""

import re
from collections.abc import Collection, Mapping
from types import SimpleNamespace
from typing import Any

from llme.origins import words
from llme.urls import page_url, recommendation_uri
from llme.versions.successors import living_successors

ARR = "arr"  # the framework in whose order the answers can be written


def asked(
    held: Mapping[str, Any], profiles: Mapping[str, Any], arr: Mapping[str, Any] | None, url: str
) -> dict[str, Any]:
    """A state of the guide as the checklist asks about it, as plain data.

    `held` has a snapshot's fields, `profiles` and `arr` those of their files, and `url` leads to the first page.
    In title, `do`, `dont` and questions, a piece in backticks is code; the rest is plain text.
    """
    holding = {one["id"] for one in held["recommendations"] if one["status"] == "active"}
    known = {one["id"]: SimpleNamespace(**one) for one in held["recommendations"]}
    return {
        "version": held["version"],
        "date": held["date"],
        "url": url,
        "stages": [_stage(one) for one in held["stages"]],
        "roles": [{"slug": slug, "title": role["title"]} for slug, role in held["roles"].items()],
        "profiles": [
            {
                "slug": slug,
                "title": one["title"],
                "summary": one["summary"],
                "recommendations": [name for name in one["recommendations"] if name in holding],
            }
            for slug, one in profiles.items()
        ],
        "recommendations": [_recommendation(one, known) for one in held["recommendations"]],
        "arr": _framework(arr, holding) if arr else None,
    }


def _stage(one: Mapping[str, Any]) -> dict[str, Any]:
    formerly = {"formerly": list(one["formerly"])} if one.get("formerly") else {}
    return {"slug": one["slug"], "title": one["title"], **formerly}


def _recommendation(one: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    changes = [dict(change) for change in one["changes"]]
    return {
        "id": one["id"],
        "title": one["title"],
        "stage": one["stage"],
        "also": list(one["also"]),
        "roles": list(one["roles"]),
        "do": one["do"],
        "dont": one["dont"],
        "do_from": words(one.get("do_from", "")),  # untold in the first releases
        "dont_from": words(one.get("dont_from", "")),
        "questions": _questions(one["check_yourself"]),
        "hash": one["hash"],
        "status": one["status"],
        "reason": one["reason"],
        "superseded_by": list(living_successors(one["id"], known)),
        "since": changes[0]["version"] if changes else "next",
        "changes": changes,
        "path": page_url(recommendation_uri(one["id"])),
    }


def _framework(one: Mapping[str, Any], holding: Collection[str]) -> dict[str, Any]:
    return {
        **{name: one[name] for name in ("title", "short", "edition", "url")},
        "items": [
            {
                "id": item["id"],
                "title": item["title"],
                "helps": [
                    help["recommendation"] for help in item.get("helps", ()) if help["recommendation"] in holding
                ],
            }
            for item in one["items"]
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
