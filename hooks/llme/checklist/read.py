"""Reads a project of the checklist from its file, and compares it with this version of the guide."""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from llme.checklist.outline import withdrawal
from llme.checklist.project import FORMAT, KIND, Project, chosen


class Difference(NamedTuple):
    """What became of a recommendation since a project was saved: changed, withdrawn, added or unknown."""

    id: str
    kind: str
    note: str


class ChecklistError(Exception):
    """A file is no checklist that this version of the guide can read; the message is for people."""


def read(text: str, guide: Mapping[str, Any]) -> tuple[Project, list[Difference]]:
    """A project's file, and what changed in the guide since it was saved; `guide` is `page_data`.

    Raises ChecklistError where the file is not ours, is damaged, or comes from a newer version than `guide`.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ChecklistError("This file is not a saved checklist: it is not JSON.") from error
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise ChecklistError("This file is not a saved checklist of the LLM Ethics Guide.")
    number = data.get("format")
    if isinstance(number, int | float):
        if number > FORMAT:
            raise ChecklistError(
                "This file was saved by a newer version of the guide, in a form that this one cannot read. "
                "Open it with the newest version of the guide."
            )
        # As in JavaScript, `1.0` is the number 1, and `true` is not.
        data["format"] = FORMAT if number == FORMAT and number is not True else None
    project = _validated(data)
    saved = project.guide.version
    if saved != "dev" and _is_newer(saved, guide["version"]):
        raise ChecklistError(
            f"This file was saved with version {saved} of the guide, and this is version {guide['version']}. "
            f"Open it with version {saved} or a later one."
        )
    return project, _differences(project, guide)


def _is_newer(one: str, other: str) -> bool:
    """Whether a version comes after another; what is not released comes after all."""
    return _number(one) > _number(other)


def _number(version: str) -> tuple[float, ...]:
    return (float("inf"),) if version in ("dev", "next") else tuple(map(int, version.split(".")))


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _validated(data: dict[str, Any]) -> Project:
    try:
        project = Project.model_validate(_tuples(data))
    except RecursionError as error:
        raise ChecklistError("This file is damaged: its values are nested too deeply.") from error
    except ValidationError as error:
        raise ChecklistError(f"This file is damaged: {_problem(error.errors()[0])}.") from error
    met: set[str] = set()
    for answer in project.answers:
        if answer.id in met:
            raise ChecklistError(f"This file is damaged: it answers {answer.id} twice.")
        met.add(answer.id)
    return project


def _tuples(value: Any) -> Any:
    """Lists as tuples, which the strict models want; halves of a character, which JSON can hold, are replaced."""
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    return {key: _tuples(item) for key, item in value.items()} if isinstance(value, dict) else value


def _problem(error: Any) -> str:
    name = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"])
    if error["type"] == "missing":
        return f"the field “{name}” is missing"
    if error["type"] == "extra_forbidden":
        return f"the field “{name}” is not known"
    return f"“{name}” must be {_WANTED[re.sub('[.][0-9]+', '.*', name)]}"


def _differences(project: Project, guide: Mapping[str, Any]) -> list[Difference]:
    known = {one["id"]: one for one in guide["recommendations"]}
    saved = project.guide.version
    found = []
    for answer in project.answers:
        one = known.get(answer.id)
        if not (answer.answer or answer.text or answer.notes):
            continue
        if one is None:
            found.append(Difference(answer.id, "unknown", "This version of the guide does not have it."))
        elif one["status"] == "withdrawn":
            found.append(Difference(answer.id, "withdrawn", withdrawal(one)))
        elif one["hash"] != answer.hash:
            later = [change for change in one["changes"] if _is_newer(change["version"], saved)]
            since = [change["note"] for change in later if change["kind"] != "sources"]
            found.append(Difference(answer.id, "changed", " ".join(since) or "Its text was changed."))
    answered = {answer.id for answer in project.answers}
    for one in chosen(guide, project.selection):
        if one["id"] not in answered and _is_newer(one["since"], saved):
            found.append(Difference(one["id"], "added", one["title"]))
    return found


_NAMES = "a list of short names such as “data-compilation”"
_WANTED = {
    "kind": "the name of the format",
    "format": "the number 1",
    "guide": "a set of fields",
    "guide.version": "a version such as 1.2.0, or “dev”",
    "guide.date": "a date such as 2026-11-22, or null",
    "guide.url": "text",
    "project": "text",
    "saved": "a date such as 2026-11-22",
    "selection": "a set of fields",
    "selection.profile": "a short name such as “evaluation”, or null",
    "selection.stages": _NAMES,
    "selection.stages.*": "a short name such as “data-compilation”",
    "selection.roles": _NAMES,
    "selection.roles.*": "a short name such as “data-collector”",
    "answers": "a list",
    "answers.*": "a set of fields",
    "answers.*.id": "an ID such as LLME-008",
    "answers.*.hash": "64 digits and letters from a to f",
    "answers.*.answer": "“yes”, “no”, “not-applicable” or empty",
    "answers.*.text": "text",
    "answers.*.notes": "text",
}
