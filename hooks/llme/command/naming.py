"""The names that options take, which a shell completes: of profiles, stages, roles, topics, releases and cards."""

from collections.abc import Callable, Iterable
from typing import Any

import click
from click.shell_completion import CompletionItem

from llme import places
from llme.command.library import Library
from llme.words import nearest_hint

Named = Iterable[tuple[str, str]]  # names, each with what it means


class Name(click.ParamType):
    """One of the names that the guide has for something."""

    def __init__(self, noun: str, known: Callable[[Library], Named]):
        self.name = noun
        self._known = known

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, if there is one such; otherwise usage is wrong."""
        names = [name for name, _ in self._known(Library())]
        if value in names:
            return value
        hint = nearest_hint(value, names)
        return self.fail(f"no {self.name} is named `{value}`" + (f"; {hint}" if hint else ""), param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The names that begin so, each with what it means."""
        return [CompletionItem(name, help=text) for name, text in self._known(Library()) if name.startswith(incomplete)]


def complete_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The IDs of the newest release that begin so; after an `@`, the releases."""
    library = Library()
    name, at, version = incomplete.partition("@")
    if at:
        return [CompletionItem(f"{name}@{one}") for one in library.paths if one.startswith(version)]
    rows = library.held(library.newest)["recommendations"]
    return [CompletionItem(one["id"], help=one["title"]) for one in rows if one["id"].startswith(name.upper())]


def _of_newest(key: str) -> Callable[[Library], Named]:
    def known(library: Library) -> Named:
        held = library.held(library.newest)[key]
        if isinstance(held, dict):
            return [(slug, one["title"]) for slug, one in held.items()]
        return [(one["slug"], one["title"]) for one in held]

    return known


def cards(library: Library) -> Named:
    """The documents to fill in, by the name of their file."""
    paths = sorted((library.docs / "templates/files").glob("*.md"))
    return [(path.stem, path.read_text("utf-8").partition("\n")[0].lstrip("# ")) for path in paths]


RELEASE = Name("release", lambda library: [(version, "") for version in places.releases(library.docs)])
PROFILE = Name("profile", lambda library: [(slug, one["title"]) for slug, one in library.profiles.items()])
STAGE, ROLE, TOPIC = (
    Name("stage", _of_newest("stages")),
    Name("role", _of_newest("roles")),
    Name("topic", _of_newest("topics")),
)
CARD = Name("card", cards)
