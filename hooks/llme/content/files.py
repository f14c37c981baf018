"""The files of the guide: which are there, and what may be there besides those that are read.

MkDocs publishes whatever lies in `docs`, so that what no rule looks at must not lie there.
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from llme.texts.text import Problem
from llme.texts.xml import drawing_problems

# What runs in a reader's browser is named one by one, so that whoever adds to it has to say so, and is asked why.
ASSETS = tuple(
    f"docs/assets/{name}"
    for name in """
    access.mjs card.png checklist.css checklist.mjs checklist/dividing.mjs checklist/dom.mjs checklist/filling.mjs
    checklist/formats.mjs checklist/latex-text.mjs checklist/latex.mjs checklist/markdown-text.mjs
    checklist/markdown.mjs checklist/notices.mjs checklist/outline.mjs checklist/project.mjs checklist/reading.mjs
    checklist/renewing.mjs checklist/session.mjs checklist/start.mjs checklist/store.mjs checklist/take.mjs
    checklist/view.mjs favicon.svg filters.css filters.mjs finder.css finder.mjs frame-worker.mjs frame.mjs guide.css
    mark.svg pocket-guide.css pocket-guide.mjs print.css references.css references.mjs screenshot.png search.mjs
    since.mjs versions.mjs
    """.split()
)
_STEMS = [name.removeprefix("docs/assets/").rpartition(".") for name in ASSETS]
# What a page may name among its `assets`: a style sheet and a module of one name.
TOOLS = tuple(name for name, _, kind in _STEMS if kind == "css" and (name, ".", "mjs") in _STEMS)
# The folders of hand-written pages. Those of the last are one invented project's documents, and say so.
PAGES = ("about", "frameworks", "release", "templates", "tools", "worked-example")
EXAMPLE = f"docs/{PAGES[-1]}"
ANSWERS = f"{EXAMPLE}/checklist"  # the page of its answers, and the file that holds them
# What a page that is written by hand may insert, by a line `::: name`; a template each.
# `template` takes the name of a file in docs/templates/files besides.
INSERTS = (
    *("cite", "forms", "frameworks", "frameworks-by-stage", "glossary", "lifecycle", "origins", "rules"),
    *("sources-by-year", "stages", "template", "tools", "translations", "upkeep", "worked-answers"),
)
FOLDERS = frozenset(
    """
    bibliography docs docs/assets docs/assets/checklist docs/decisions docs/recommendations docs/releases docs/stages
    docs/templates/files docs/translations
    """.split()
) | {f"docs/{name}" for name in PAGES}
# What systems and editors leave where people work; MkDocs does not publish it.
_LITTER = re.compile(r"\.DS_Store|\.#.+|\..+\.sw[a-p]")
_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST = 200_000  # bytes of a picture; the largest has 82,000


class Entry(NamedTuple):
    """A file, or something that must not be there, and why not."""

    path: Path
    name: str  # relative to the root, with forward slashes
    fault: str = ""


def entries(root: Path) -> list[Entry]:
    """Every file below `docs` and `bibliography`, CHANGELOG.md and CITATION.cff, by name; no link is followed."""
    found = []
    for name in ("docs", "bibliography", "CHANGELOG.md", "CITATION.cff"):
        if os.path.lexists(root / name):
            found += _below(root / name, name)
    return sorted(found, key=lambda entry: entry.name)


def _below(path: Path, name: str) -> Iterator[Entry]:
    waiting = [(path, name)]
    while waiting:
        path, name = waiting.pop()
        mode = os.lstat(path).st_mode
        if stat.S_ISLNK(mode):
            yield Entry(path, name, "a symbolic link is not published")
        elif stat.S_ISDIR(mode) and name in FOLDERS:
            try:
                inside = os.listdir(path)
            except OSError:
                yield Entry(path, name, "a folder that cannot be read")
                continue
            waiting += [(path / one, f"{name}/{one}") for one in inside]
        elif stat.S_ISDIR(mode):
            yield Entry(path, f"{name}/", "no such folder is known")
        elif not stat.S_ISREG(mode):
            yield Entry(path, name, "this is neither a file nor a folder")
        elif not _LITTER.fullmatch(path.name):
            yield Entry(path, name)


def asset_problems(entry: Entry) -> Iterator[Problem]:
    """What is wrong with a picture. Style sheets and modules are code, which people read."""
    kind = entry.name.rpartition(".")[2]
    if kind not in ("svg", "png"):
        return
    try:
        raw = entry.path.read_bytes() if entry.path.stat().st_size <= _LARGEST else b""
    except OSError as error:
        yield Problem("file-unreadable", (1, 1), f"the file cannot be read: {(error.strerror or '').lower()}")
        return
    if not raw:
        yield Problem("file-too-large", (1, 1), f"the picture is empty, or has more than {_LARGEST:,} bytes")
    elif kind == "svg":
        yield from drawing_problems(raw)
    elif not raw.startswith(_PNG):
        yield Problem("drawing-unsafe", (1, 1), "this is not a PNG file")
