"""The checklist: what its page needs of the guide, and the schema of a project as its user keeps it.

A project's own fields stand in `llme.content.release`, since the guide holds one: that of the worked example.
What reads and writes such a project is docs/assets/checklist, in a browser and, by `engine`, on the command line.
"""

from typing import Any

from llme.checklist.asked import ARR, asked
from llme.content.guide import Guide
from llme.content.release import Project, normative_hash
from llme.versions.edition import Edition


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
        "recommendations": [{**dict(one), "hash": normative_hash(one)} for one in guide.recommendations],
        "stages": [dict(one) for one in guide.stages],
        "roles": {slug: dict(role) for slug, role in guide.roles.items()},
    }
    profiles = {slug: dict(one) for slug, one in guide.profiles.items()}
    return asked(held, profiles, arr.model_dump() if arr else None, edition.url("index.md"))
