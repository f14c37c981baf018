"""Reads the files of the guide, each once and in sorted order, into one `Guide`.

What is read from where, and how, says `llme.content.table`.
"""

import re
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from llme.content.document import Document
from llme.content.files import ASSETS, Entry, asset_problems, entries
from llme.content.guide import Guide, number_of
from llme.content.table import KNOWN, REQUIRED, TABLE, TO_BUILD
from llme.patterns import ID
from llme.texts.text import UNREAD, Problem, read_text


def load(root: Path) -> Guide:
    """Everything under `root`. Malformed files are among the documents, with their problems."""
    documents: list[Document] = []
    found: dict[str, list[Any]] = {kind: [] for kind in ("", *(files.kind for files in TABLE))}
    there = entries(root)
    for entry in there:
        document, kind, models = _read(entry)
        documents += [document] if document else []
        found[kind] += models
    wanted = (*REQUIRED, *(TO_BUILD if (root / "mkdocs.yml").exists() else ()))
    missing = sorted({*wanted} - {entry.name for entry in there})
    return Guide(
        documents=tuple(sorted([*documents, *map(_missing, missing)], key=lambda document: document.path)),
        recommendations=tuple(sorted(found["recommendations"], key=lambda one: number_of(one.id))),
        stages=tuple(sorted(found["stages"], key=lambda stage: (stage.order, stage.slug))),
        topics=dict(found["topics"]),
        roles=dict(found["roles"]),
        profiles=dict(found["profiles"]),
        tools={tool.id: tool for tool in found["tools"]},
        glossary=tuple(sorted(found["glossary"], key=lambda term: term.term.lower())),
        works={work.key: work for work in found["works"]},
        frameworks={one.id: one for one in sorted(found["frameworks"], key=lambda one: (one.order, one.id))},
        official=dict(found["official"]),
        decisions=tuple(sorted(found["decisions"], key=lambda one: (one.decided, one.slug), reverse=True)),
        translations=tuple(found["translations"]),
        answers=next(iter(found["answers"]), None),
        releases=tuple(sorted(found["releases"], key=lambda release: release.number)),
        used_ids=frozenset(chain.from_iterable(map(_ids_in, documents))),
    )


def _read(entry: Entry) -> tuple[Document | None, str, list[Any]]:
    """The document of a file, none for an asset that is sound; its kind; and the models in it."""
    files = next((files for files in TABLE if re.fullmatch(files.pattern, entry.name)), None)
    problems: tuple[Problem, ...] = ()
    if entry.name in ASSETS and not entry.fault:
        problems = tuple(asset_problems(entry))
        return (Document(entry.name, "", problems=problems) if problems else None), "", []
    if entry.fault or not files:
        hint = next(hint for start, hint in KNOWN.items() if entry.name.startswith(start))
        unknown = Problem("file-unknown", (1, 1), entry.fault or "no such file is known", "" if entry.fault else hint)
        return Document(entry.name, "", problems=(unknown,)), "", []
    text, problems = read_text(entry.path, files.most, files.longest)
    if any(problem.code in UNREAD for problem in problems):
        return Document(entry.name, "", kind=files.kind, problems=problems), files.kind, []
    document, models = files.read(entry.name, text, problems)
    return replace(document, kind=files.kind), files.kind, models


def _missing(name: str) -> Document:
    problem = Problem("file-missing", (1, 1), f"the file `{name}` is missing", "restore it from the last commit")
    return Document(name, "", problems=(problem,))


def _ids_in(document: Document) -> list[str]:
    """IDs of a file, well formed or not, and of every released snapshot: these are taken for ever."""
    text = {"recommendations": document.name, "releases": document.text}.get(document.kind, "")
    return [match[0] for match in re.finditer(ID, text)]
