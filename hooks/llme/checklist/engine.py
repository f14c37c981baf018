"""The checklist's formats for the command line: the browser's own modules (docs/assets/checklist), run by QuickJS.

The two exchange JSON, in which a NUL and half of a character are escaped: QuickJS takes and gives neither as text.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import quickjs

from llme.html.classic import as_classic
from llme.places import ASSETS

SECONDS = 20  # of the processor, for one file
BYTES = 500_000_000

Data = Mapping[str, Any]  # `page_data`, a project or a selection
_ENTRY = """
import { ChecklistError, read, refuseLarge, toJson } from "./checklist/formats.mjs";
import { toArr, toMarkdown } from "./checklist/markdown.mjs";
import { toLatex, toLatexArr, toLatexTable } from "./checklist/latex.mjs";
import { shown } from "./checklist/latex-text.mjs";
import { chosen } from "./checklist/outline.mjs";
import { renewed } from "./checklist/renewing.mjs";
const open = (text, guide) => (refuseLarge(text.length), read(text, guide));
const known = { chosen, open, renewed, shown, toArr, toJson, toLatex, toLatexArr, toLatexTable, toMarkdown };
const answer = (asked) => {
  try {
    const [name, ...given] = JSON.parse(asked);
    return { made: known[name](...given) };
  } catch (error) {
    if (error instanceof ChecklistError) return { refused: error.message };
    throw error;
  }
};
globalThis.answer = (asked) => JSON.stringify(answer(asked));
"""


class ChecklistError(Exception):
    """A file is no checklist that this version of the guide can read; the message is for people."""


def read(text: str, guide: Data, assets: Path = ASSETS) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """A project's file, and what changed in the guide since it was saved; `guide` is `page_data`.

    Raises ChecklistError where the file is not ours, is damaged, or comes from a newer version than `guide`.
    """
    found = opened(text, guide, assets)
    return found["project"], found["changes"]


def opened(text: str, guide: Data, assets: Path = ASSETS) -> dict[str, Any]:
    """The same, and of Markdown its `problems`, the line of each answer in `places`, and what is `loose` between them.

    Raises ChecklistError as `read` does.
    """
    return _ask(assets, "open", text, guide)


def renewed(text: str, guide: Data, today: str, earlier: Data, assets: Path = ASSETS) -> str:
    """The Markdown of a project, moved to this version of the guide: a person's own lines stay as they are.

    `earlier` is the version to which the file belongs, so that its text is told from a person's. Raises ChecklistError
    as `read` does.
    """
    return _ask(assets, "renewed", text, guide, today, earlier)


def chosen(guide: Data, selection: Data, assets: Path = ASSETS) -> list[dict[str, Any]]:
    """The recommendations of `page_data` that a selection shows, by stage."""
    return _ask(assets, "chosen", guide, selection)


def to_json(guide: Data, project: Data, assets: Path = ASSETS) -> str:
    """The file that keeps a project, stamped with this version of the guide."""
    return _ask(assets, "toJson", guide, project)


def to_markdown(guide: Data, project: Data, assets: Path = ASSETS) -> str:
    """A statement for a repository's ETHICS.md: every recommendation with its answer."""
    return _ask(assets, "toMarkdown", guide, project)


def to_latex(guide: Data, project: Data, assets: Path = ASSETS, numbered: bool = False) -> str:
    """An appendix to a paper: every recommendation of the selection with its answer."""
    return _ask(assets, "toLatex", guide, project, numbered)


def to_latex_table(guide: Data, project: Data, assets: Path = ASSETS, numbered: bool = False) -> str:
    """The same in short, a row for each recommendation, without Do, Don't and notes."""
    return _ask(assets, "toLatexTable", guide, project, numbered)


def to_arr(guide: Data, project: Data, assets: Path = ASSETS) -> str:
    """The answers as Markdown in the order of the ARR checklist."""
    return _ask(assets, "toArr", guide, project)


def to_latex_arr(guide: Data, project: Data, assets: Path = ASSETS, numbered: bool = False) -> str:
    """The same as LaTeX, a row for each answer."""
    return _ask(assets, "toLatexArr", guide, project, numbered)


def plain_latex(text: str, assets: Path = ASSETS) -> str:
    """A text as LaTeX that shows it and runs none of it, in ASCII."""
    return _ask(assets, "shown", text)


def _ask(assets: Path, name: str, *given: Any) -> Any:
    """What a function of the modules makes of its arguments. Raises ChecklistError where it refuses them."""
    try:
        answer = json.loads(_engine(assets)(json.dumps([name, *given]), run_gc=False))
    except quickjs.JSException as error:
        if not str(error).startswith(("InternalError", "null")):  # a fault of ours, and not a limit of the engine
            raise
        raise ChecklistError("This file is far too large to be a saved checklist.") from error
    if "refused" in answer:
        raise ChecklistError(answer["refused"])
    return answer["made"]


@cache
def _engine(assets: Path) -> quickjs.Function:
    """The modules, ready to be asked. Starting them takes longer than most answers."""
    names = [*assets.glob("checklist/*.mjs"), assets / "versions.mjs"]
    modules = {path.relative_to(assets).with_suffix("").as_posix(): path.read_text("utf-8") for path in names}
    engine = quickjs.Function("answer", as_classic({**modules, "engine": _ENTRY}, "engine"))
    engine.set_time_limit(SECONDS)
    engine.set_memory_limit(BYTES)
    return engine
