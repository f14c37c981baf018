"""Checks data against a model, and tells what is wrong in the guide's words, each with its place in the file."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from llme.content.data import NAME, Keys
from llme.content.document import Document
from llme.patterns import ID, ITEM, SLUG, VERSION, whole
from llme.texts.text import Problem
from llme.words import nearest_hint

_TYPES = {
    "string": "text",
    "tuple": "a list",
    "date": "a date such as 2026-11-22",
    "int": "a whole number",
    "greater_than": "a whole number above 0",
    "less_than": "a smaller number",
    "model": "a set of fields",
    "dict": "a set of fields",
}
_TYPE_HINTS = {"a list": "write it as `[one, two]`", "text": "put it in quotes if it looks like a number or a date"}
_PATTERNS = {
    whole(SLUG): "lower-case letters, digits and single hyphens",
    whole(ID): "an ID such as `LLME-008`",
    whole(ITEM): "letters, digits, spaces and `#.:()/-`, such as `GOVERN 1.1`",
    whole(VERSION): "a released version such as `1.2.0`",
    whole(f"next|{VERSION}"): "`next`, or a released version such as `1.2.0`",
}


def problems_of(document: Document, model: type[BaseModel], data: Any, at: Keys) -> Iterator[Problem]:
    """What is wrong with `data` as fields of `model`, in the guide's words."""
    place = document.at(*at)
    if not isinstance(data, dict):
        yield Problem("field-value", place, f"there must be fields here: {_names(model.model_fields)}")
        return
    try:
        model.model_validate(tuples(data))
    except ValidationError as error:
        for one in error.errors():
            yield _problem(document, model, one, at)


def tuples(value: Any) -> Any:
    """Lists as tuples, which the strict, frozen models want."""
    if isinstance(value, list):
        return tuple(tuples(item) for item in value)
    if isinstance(value, dict):
        return {str(key): tuples(item) for key, item in value.items()}
    return value


def _problem(document: Document, model: type[BaseModel], error: dict, at: Keys) -> Problem:
    where = tuple(part for part in error["loc"] if isinstance(part, str | int))
    position = document.at(*at, *where)
    name = ".".join(str(part + 1) if isinstance(part, int) else part for part in where)
    match error["type"]:
        case "missing":
            hint = _how_to_add(where[-1], _kind_at(model, where))
            return Problem("field-missing", position, f"the field `{name}` is missing", hint)
        case "extra_forbidden":
            position = document.at(*at, *where, NAME)
            hint = nearest_hint(where[-1], _fields_at(model, where[:-1]))
            return Problem("field-unknown", position, f"there is no field `{name}`", hint)
        case "literal_error":
            allowed = re.findall(r"'([^']+)'", error["ctx"]["expected"])
            message = f"`{name}` is `{_short(error['input'])}`"
            return Problem("field-value", position, message, f"allowed: {_names(allowed)}")
        case "string_pattern_mismatch":
            message = f"`{name}` is `{_short(error['input'])}`"
            return Problem("field-value", position, message, _PATTERNS.get(error["ctx"]["pattern"], ""))
        case "string_too_short":
            return Problem("field-empty", position, f"`{name}` is empty")
        case kind:
            if kind.startswith("string") and isinstance(error["input"], list | tuple):
                return Problem(
                    "field-value",
                    position,
                    f"`{name}` is a list, and must be one text",
                    "give one, without `[` and `]`",
                )
            wanted = next((text for start, text in _TYPES.items() if kind.startswith(start)), error["msg"].lower())
            return Problem("field-value", position, f"`{name}` must be {wanted}", _TYPE_HINTS.get(wanted, ""))


def _how_to_add(name: Any, kind: Any) -> str:
    """How a field of this kind is written."""
    inner = [one for one in get_args(kind) if isinstance(one, type) and issubclass(one, BaseModel)]
    if inner or get_origin(kind) is dict:
        return f"add `{name}:`, and below it, two spaces further in, what belongs to it"
    form = "[one, two]" if get_origin(kind) is tuple else "2026-11-22" if kind is date else "1" if kind is int else "…"
    form = get_args(kind)[0] if get_origin(kind) is Literal else form
    return f"add the line `{name}: {form}`"


def _kind_at(kind: Any, where: Keys) -> Any:
    """The annotation of the field that stands at `where` inside a value of this kind."""
    if not where:
        return kind
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        field = kind.model_fields.get(where[0])
        return _kind_at(field.annotation, where[1:]) if field else None
    *_, inner = (one for one in get_args(kind) if one is not ...)
    return _kind_at(inner, where[1:])


def _fields_at(kind: Any, where: Keys) -> Iterable[str]:
    """The fields of the model that stands at `where` inside a value of this kind: a model, or a list or dict of it."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _fields_at(kind.model_fields[where[0]].annotation, where[1:]) if where else kind.model_fields
    *_, inner = (one for one in get_args(kind) if one is not ...)  # a dict's values come after its keys
    return _fields_at(inner, where[1:])


def _names(names) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
