"""Files that people name: reads answers, in whichever release they were given, and writes what a command makes."""

from pathlib import Path
from typing import Any, NamedTuple

import click

from llme.checklist import engine
from llme.command.library import Library
from llme.files import write
from llme.versions.edition import DRAFT

LARGEST = 5_000_000  # bytes, as in formats.mjs


class FileRefusedError(Exception):
    """A file cannot be read or is not to be written; the message is for people."""


class Answers(NamedTuple):
    """A file of answers, under one release."""

    text: str
    data: dict[str, Any]  # what the release asks
    opened: dict[str, Any]  # as `engine.opened` has it

    @property
    def project(self) -> dict[str, Any]:
        """The project in it."""
        return self.opened["project"]

    @property
    def is_markdown(self) -> bool:
        """Whether it is Markdown, and not JSON."""
        return not self.text.lstrip("\ufeff \t\r\n").startswith("{")


def text_of(path: Path) -> str:
    """The text of a file, line ends as they are. Raises FileRefusedError."""
    try:
        if path.stat().st_size > LARGEST:
            raise FileRefusedError(f"{path}: this file is far too large to be a saved checklist")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileRefusedError(f"{path}: this is not UTF-8 text") from error
    except OSError as error:
        raise FileRefusedError(f"{path}: cannot be read: {error.strerror}") from error


def opened(library: Library, path: Path, version: str | None = None) -> Answers:
    """The answers in a file, under a release; without one, that to which the file belongs. Raises FileRefusedError."""
    text = text_of(path)
    try:
        newest = library.asked(library.newest)
        found = engine.opened(text, newest)
        stamp = found["project"]["guide"]
        wanted = version or (stamp["version"] if stamp["version"] != DRAFT else library.newest)
        url = _moved(stamp, wanted)
        if wanted == library.newest and not url:
            return Answers(text, newest, found)
        data = library.asked(wanted, url) if wanted in library.paths else {**newest, "url": newest["url"] or url}
        return Answers(text, data, engine.opened(text, data))
    except engine.ChecklistError as error:
        raise FileRefusedError(f"{path}: {_of_command(str(error), library)}") from error


def output(path: str | None, text: str, force: bool, may_replace: Path | None = None) -> bool:
    """Writes a text, whole or not at all, and says whether there is a file now: `-` and nothing print it.

    Raises FileRefusedError where there is a file already and it may not be replaced.
    """
    if path in (None, "-"):
        click.echo(text, nl=False)
        return False
    target = Path(path)
    try:
        same = may_replace is not None and target.exists() and target.samefile(may_replace)
        if target.exists() and not (force or same):
            raise FileRefusedError(f"{target} is there already; name another file, or replace it with --force")
        write(target, text)
    except OSError as error:
        raise FileRefusedError(f"{target}: cannot be written: {error.strerror}") from error
    return True


def _moved(stamp: dict[str, Any], version: str) -> str:
    """The address of the first page of a release, on the site whose address a file has; empty where it has none."""
    root, _, last = stamp["url"].rstrip("/").rpartition("/")
    return f"{root}/{version}/" if root and last == stamp["version"] else ""


def _of_command(message: str, library: Library) -> str:
    """What the checklist's page says of a file, as the command says it."""
    if "Open it with" in message:
        return f"{message.partition(' Open it with')[0]} This llme holds {', '.join(library.paths)}: upgrade it."
    return message
