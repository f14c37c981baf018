"""Begins, updates and exports a file of answers: `llme init`, `llme update`, `llme export`."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from llme.checklist import engine
from llme.command.library import Library
from llme.command.opening import FileRefusedError, opened, output

ENDINGS = {".md": "markdown", ".markdown": "markdown", ".tex": "latex", ".json": "json"}
WRITERS = {
    "markdown": engine.to_markdown,
    "latex": engine.to_latex,
    "latex-table": engine.to_latex_table,
    "json": engine.to_json,
}
IN_ARR_ORDER = {"markdown": engine.to_arr, "latex": engine.to_latex_arr}


def init(
    library: Library, path: str, force: bool, release: str | None, name: str, **selection: tuple[str, ...]
) -> None:
    """Writes a checklist in which nothing is answered. Raises FileRefusedError, UnknownError."""
    data = library.asked(release or library.newest)
    chosen = {key: list(selection[key]) for key in ("profiles", "stages", "roles")}
    asked = engine.chosen(data, chosen)
    if not asked:
        raise click.UsageError("no recommendation fits: leave out a stage or a role")
    answers = [{"id": one["id"], "hash": one["hash"], "answer": "", "text": "", "notes": ""} for one in asked]
    project = {"project": name, "saved": date.today().isoformat(), "selection": chosen, "answers": answers}
    form = "json" if Path(path).suffix.lower() == ".json" else "markdown"
    if output(path, WRITERS[form](data, project), force):
        click.echo(f"wrote {path}: {_counted(len(asked))} of release {data['version']}, to be answered", err=True)


def update(library: Library, file: Path, release: str | None, path: str | None, force: bool) -> None:
    """Moves answers to another release. Raises FileRefusedError, UnknownError."""
    answers = opened(library, file, release or library.newest)
    today = date.today().isoformat()
    if answers.is_markdown:
        text = engine.renewed(answers.text, answers.data, today, opened(library, file).data)
    else:
        text = engine.to_json(answers.data, _with_joined({**answers.project, "saved": today}, answers.data))
    before, after = answers.project["guide"]["version"], answers.data["version"]
    is_written = output(path or str(file), text, force, may_replace=file)
    if is_written:
        click.echo(f"wrote {path or file}: from {_named(before)} to {_named(after)}", err=True)
    for one in answers.opened["changes"]:
        click.echo("  {id} {kind}: {note}".format(**one), err=True)
    if is_written and not answers.opened["changes"]:
        click.echo("  nothing that you answered has changed", err=True)


def export(
    library: Library, file: Path, path: str | None, form: str | None, arr: bool, numbered: bool, force: bool
) -> None:
    """Writes answers in another form. Raises FileRefusedError."""
    ending = Path(path).suffix.lower() if path and path != "-" else ".md"
    form = form or ENDINGS.get(ending)
    if form is None:
        raise click.UsageError(f"`{path}` does not tell its format; end it in .tex, .md or .json, or add --format")
    answers = opened(library, file)
    if answers.opened["problems"]:
        raise FileRefusedError(f"{file} has problems, which `llme check {file}` names; nothing was written")
    text = _written(form, arr, answers.data, answers.project, numbered)
    if output(path, text, force):
        given = sum(1 for one in answers.project["answers"] if one["answer"])
        click.echo(f"wrote {path}: {given} answered, release {answers.data['version']}", err=True)


def _written(form: str, arr: bool, data: dict[str, Any], project: dict[str, Any], numbered: bool) -> str:
    writers = IN_ARR_ORDER if arr else WRITERS
    if form not in writers:
        raise click.UsageError("the order of the ARR checklist is for Markdown and LaTeX")
    return writers[form](data, project, **({"numbered": numbered} if form.startswith("latex") else {}))


def _with_joined(project: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """The project with an empty answer for each recommendation that joined its choice."""
    met = {one["id"] for one in project["answers"]}
    joined = [one for one in engine.chosen(data, project["selection"]) if one["id"] not in met]
    empty = [{"id": one["id"], "hash": one["hash"], "answer": "", "text": "", "notes": ""} for one in joined]
    return {**project, "answers": sorted([*project["answers"], *empty], key=lambda one: int(one["id"][5:]))}


def _named(version: str) -> str:
    return "the draft" if version == "dev" else f"release {version}"


def _counted(number: int) -> str:
    return f"{number} recommendation{'' if number == 1 else 's'}"
