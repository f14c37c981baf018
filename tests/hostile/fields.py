"""Every text field of every model, found in the models themselves, and its values as a file has them."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import count
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, StringConstraints

from hostile.garden import Piece, Slot
from hostile.payloads import FIELD_PAYLOADS, mark

Keys = tuple[str | int, ...]
# What the rules ask of some texts. An address is one in any case, or it is refused for its beginning alone.
FRAMES = {"dont": "Do not {}", "question": "{}?", "meaning": "{}.", "url": "https://example.org/{}"}
# How a text may go on over lines; mostly it does not.
LINES = ("{}", "{}", "one\n{}", "{}", "one\n\n    {}", "{}", "`{}`", "{}", "> one\n\n# {}")


def text_fields(kind: Any, at: Keys = (), is_free: bool = True) -> Iterator[tuple[Keys, bool]]:
    """Where texts stand in values of a kind, and whether any text may stand there, as far as the model knows."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is str:
        yield at, is_free
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            yield from text_fields(field.annotation, (*at, name), not _has_pattern(field.metadata))
    elif origin is Annotated:
        yield from text_fields(inner[0], at, not _has_pattern(inner[1:]))
    elif origin is tuple:
        yield from text_fields(inner[0], (*at, 0))
    elif origin is dict:
        yield from text_fields(inner[1], (*at, ""))
    elif origin in (Union, UnionType):
        for one in inner:
            yield from text_fields(one, at, is_free)


class Sower:
    """Puts a slot into the place of every text, each with the next payload in turn."""

    def __init__(self, beginning: int = 0):
        self._numbers = count(beginning)
        self._payloads = list(FIELD_PAYLOADS.items())

    def sown(self, model: type[BaseModel], data: dict) -> dict:
        """The data of a model with a slot for each of its texts. What is missing is there in its hostile form only."""
        label = model.__name__.removesuffix("Fields")
        for keys, is_free in text_fields(model):
            inside, *rest = _entered(data, keys)
            if rest and isinstance(inside, dict):
                name = ".".join(map(str, keys))
                inside[Absent(rest[0])] = self.slot(f"{label}.{name}", None, name, is_free, is_list=len(rest) > 1)
            elif not rest:
                holder, last = _entered(data, keys[:-1])[0], _key(_entered(data, keys[:-1])[0], keys[-1])
                name = ".".join(map(str, keys))
                holder[last] = self.slot(f"{label}.{name}", holder[last], str(keys[-1] or keys[-2]), is_free)
        return data

    def slot(self, label: str, harmless: Any, field: str, is_free: bool = True, is_list: bool = False) -> Slot:
        """A slot with the next payload, as YAML."""
        number = next(self._numbers)
        name, text = self.hostile(number, field)
        value = f"[{quoted(text)}]" if is_list else quoted(text)
        is_shown = is_free and harmless is not None and field != "url"
        plain = "" if harmless is None else _scalar(harmless)
        return Slot(f"{label} × {name}", value, plain, mark(number), text[: text.rindex("z") + 1] if is_shown else "")

    def hostile(self, number: int, field: str) -> tuple[str, str]:
        """The payload of a number, and its text in such a field. It ends in its mark."""
        name, payload = self._payloads[(number * 7 + number // len(self._payloads)) % len(self._payloads)]
        is_whole = field == "url" and (":" in payload or payload.startswith("//"))
        text = payload.removesuffix(" MARK").removesuffix("MARK").replace("MARK", f"e{number}z")
        text = LINES[number % len(LINES)].format(text) if field != "url" else text
        text = f"{text} {mark(number)}" if field != "url" else f"{text}{mark(number)}"
        return name, text if is_whole else FRAMES.get(field, "{}").replace("{}", text)


class Absent(str):
    """The name of a field that is there in its hostile form only."""


def emitted(data: Any) -> list[Piece]:
    """Data as YAML in braces, each value on a line of its own."""
    if isinstance(data, Slot):
        return [data]
    if isinstance(data, list | tuple):
        return ["[\n", *(piece for one in data for piece in (*emitted(one), ",\n")), "]"]
    if isinstance(data, dict):
        return ["{\n", *(piece for pair in data.items() for piece in _pair(*pair)), "}"]
    return [_scalar(data)]


def quoted(text: str) -> str:
    """A text as YAML that any editor shows."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _pair(name: str | Slot, value: Any) -> list[Piece]:
    if isinstance(name, Absent):
        hostile = f"{quoted(name)}: {value.hostile},\n"
        return [Slot(value.label, hostile, "", value.mark)]
    key = [name] if isinstance(name, Slot) else [quoted(str(name))]
    return [*key, ": ", *emitted(value), ",\n"]


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if " " <= character <= "~" else f"\\U{ord(character):08x}"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def _entered(data: Any, keys: Keys) -> tuple:
    """What stands under the keys, and those of them that lead nowhere."""
    for place, key in enumerate(keys):
        if isinstance(data, dict | list) and data and (isinstance(key, int) or key == "" or key in data):
            data = data[_key(data, key)]
        else:
            return data, *keys[place:]
    return (data,)


def _key(data: Any, key: str | int) -> Any:
    return next(iter(data)) if key == "" else key


def _has_pattern(metadata: Any) -> bool:
    return any(isinstance(one, StringConstraints) and one.pattern for one in metadata)
