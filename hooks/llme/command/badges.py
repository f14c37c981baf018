"""The badge of a file of answers: `llme badge`. It says how many are answered, and nothing of how good they are."""

from pathlib import Path
from string import Template

import click

from llme.command.checking import progress
from llme.command.library import Library
from llme.command.opening import FileRefusedError, opened, output
from llme.versions.edition import DRAFT

# Pixels at 11 pixels of Verdana. A reader's font may be another: `textLength` fits it into the same space.
WIDTHS = {" ": 3.9, ".": 4.0, "f": 3.9, "t": 4.3, "r": 4.7, "L": 6.1, "M": 9.3, "w": 9.0}
OTHERS = 7.0
MARGIN = 6


def badge(library: Library, file: Path, path: str | None, force: bool) -> None:
    """Writes the badge of a file. Raises FileRefusedError."""
    answers = opened(library, file)
    if answers.opened["problems"]:
        raise FileRefusedError(f"{file} has problems, which `llme check {file}` names; nothing was written")
    text = render_badge(answers.project["guide"]["version"], *progress(answers))
    if output(path, text, force):
        click.echo(f"wrote {path}", err=True)


def render_badge(version: str, done: int, asked: int) -> str:
    """The badge of answers to a release. Its colours are the same whatever the number is."""
    short = "draft" if version == DRAFT else ".".join(version.split(".")[:2])
    name, count = f"LLME {short}", f"answered {done} of {asked}"
    left, right = (_width(text) + 2 * MARGIN for text in (name, count))
    template = Template(Path(__file__).with_name("badge.svg").read_text("utf-8"))
    return template.substitute(
        title=f"LLM Ethics Guide, {'the draft' if version == DRAFT else f'version {version}'}: {count}",
        name=name,
        count=count,
        left=left,
        right=right,
        width=left + right,
        inner=left + right - 6,
        name_length=_width(name),
        count_length=_width(count),
        count_at=left + MARGIN,
    )


def _width(text: str) -> int:
    return round(sum(WIDTHS.get(character, OTHERS) for character in text))
