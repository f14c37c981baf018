"""The pocket guide, all Do's and Don'ts by stage: what `templates/pdf/pocket.typ` sets."""

from typing import Any

from llme.citations.citing import AUTHOR, TITLE
from llme.content.guide import Guide
from llme.origins import words
from llme.pdf.tree import text_nodes
from llme.urls import recommendation_uri
from llme.versions.edition import Edition


def pocket(guide: Guide, edition: Edition) -> dict[str, Any]:
    """The stages in order, each with its active recommendations."""
    return {
        "title": f"{TITLE}: pocket guide",
        "author": AUTHOR,
        "version": "" if edition.is_draft else edition.version,
        "address": edition.url("index.md"),
        "stages": [
            {
                "title": stage.title,
                "question": text_nodes(stage.question),
                "pairs": [
                    {
                        "id": one.id,
                        "href": edition.url(recommendation_uri(one.id)),
                        "do": text_nodes(one.do),
                        "dont": text_nodes(one.dont),
                        "do_from": words(one.do_from),
                        "dont_from": words(one.dont_from),
                    }
                    for one in guide.in_stage(stage.slug)
                ],
            }
            for stage in guide.stages
        ],
    }
