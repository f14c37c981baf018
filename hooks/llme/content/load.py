"""Reads the files of the guide, each once and in sorted order, into one `Guide`.

`TABLE` says what is read from where: the first row whose pattern fits a file's path reads it.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from llme.content.bibliography import read_bibliography
from llme.content.document import Document, Problem, read_download, read_markdown, read_page, read_yaml
from llme.content.fields import problems_of, tuples
from llme.content.guide import Guide, number_of
from llme.content.markup import Heading
from llme.content.model import (
    SECTIONS,
    Decision,
    DecisionFields,
    Framework,
    FrameworkFields,
    OfficialItems,
    PageFields,
    Profile,
    Recommendation,
    RecommendationFields,
    Role,
    Stage,
    StageFields,
    Term,
    Tool,
    Topic,
    Translation,
    TranslationFields,
)
from llme.content.release import read_release
from llme.patterns import ID, SLUG, is_a

# A file's document and the models in it: none, one, or a list; a mapping's are pairs of name and model.
Read = Callable[[Path, str], tuple[Document, list[Any]]]
# Problems that leave no model of the file to make.
BLOCKING = frozenset(
    ["front-matter-missing", "yaml-syntax", "field-missing", "field-unknown", "field-value", "field-empty", "encoding"]
)


def load(root: Path) -> Guide:
    """Everything under `root`. Malformed files are among the documents, with their problems.

    Raises OSError where a file that is there cannot be opened.
    """
    documents: list[Document] = []
    found: dict[str, list[Any]] = {files.kind: [] for files in TABLE}
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        files = next((files for files in TABLE if re.fullmatch(files.pattern, name)), None)
        if files:
            document, models = files.read(path, name)
            documents.append(replace(document, kind=files.kind))
            found[files.kind] += models
    missing = [name for name in REQUIRED if not (root / name).is_file()]
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
        releases=tuple(sorted(found["releases"], key=lambda release: release.number)),
        used_ids=frozenset(chain.from_iterable(map(_ids_in, documents))),
    )


def _files(root: Path) -> list[Path]:
    """Files that the table may name, sorted; folders of packages and of what was built are not looked at."""
    folders = (path for name in ("docs", "bibliography") for path in (root / name).rglob("*"))
    return sorted(path for path in (*folders, root / "CHANGELOG.md") if path.is_file())


def _missing(name: str) -> Document:
    problem = Problem("file-missing", (1, 1), f"the file `{name}` is missing", "restore it from the last commit")
    return Document(name, "", problems=(problem,))


def _ids_in(document: Document) -> list[str]:
    """IDs of a file, well formed or not, and of every released snapshot: these are taken for ever."""
    text = {"recommendations": document.name, "releases": document.text}.get(document.kind, "")
    return [match[0] for match in re.finditer(ID, text)]


# How a file is read, by its form.


def _text(path: Path, name: str) -> tuple[Document, list[Any]]:
    return read_download(path, name), []


def _page(path: Path, name: str) -> tuple[Document, list[Any]]:
    document = read_page(path, name)
    return (_checked(document, PageFields) if document.data is not None else document), []


def _one(read: Callable[[Path, str], Document], fields: type[BaseModel], make: Callable[[Document], Any]) -> Read:
    """A file that makes one model of its fields and its text."""

    def reading(path: Path, name: str) -> tuple[Document, list[Any]]:
        document = _checked(read(path, name), fields)
        sound = not any(problem.code in BLOCKING for problem in document.problems)
        return document, [made for made in [make(document) if sound else None] if made]

    return reading


def _mapping(model: type[BaseModel]) -> Read:
    """A file of `name: fields`."""
    return _entries(model, dict, "list of named entries, such as `bias:`")


def _list(model: type[BaseModel]) -> Read:
    """A file that is a list of entries."""
    return _entries(model, list, "list, each entry beginning with `- `")


def _entries(model: type[BaseModel], form: type, what: str) -> Read:
    def reading(path: Path, name: str) -> tuple[Document, list[Any]]:
        document = read_yaml(path, name)
        if document.problems or document.data is None:
            return document, []
        if not isinstance(document.data, form):
            problem = Problem("field-value", (1, 1), f"the file must be a {what}")
            return replace(document, problems=(problem,)), []
        items, problems = [], []
        for key, fields in document.data.items() if form is dict else enumerate(document.data):
            key = str(key) if form is dict else key
            wrong = list(problems_of(document, model, fields, (key,)))
            problems += wrong
            if not wrong:
                made = model.model_validate(tuples(fields))
                items.append((key, made) if form is dict else made)
        return replace(document, problems=tuple(problems)), items

    return reading


def _checked(document: Document, model: type[BaseModel]) -> Document:
    """The document with the problems of its fields added."""
    if any(problem.code in ("front-matter-missing", "yaml-syntax") for problem in document.problems):
        return document
    return replace(document, problems=(*document.problems, *problems_of(document, model, document.data, ())))


# What is made of a file whose fields are sound; None where its name is none for such a file.


def _recommendation(document: Document) -> Recommendation | None:
    if not is_a(ID, document.name):
        return None
    # Sections that are missing are empty here; a rule reports them.
    sections = dict.fromkeys(SECTIONS.values(), "")
    for heading in document.markup.headings:
        if heading.level == 2 and heading.text in SECTIONS:
            sections[SECTIONS[heading.text]] = _section(document, heading)
    return Recommendation.model_validate({**tuples(document.data), **sections, "id": document.name})


def _section(document: Document, heading: Heading) -> str:
    """The text under a heading of level two, its sub-headings with it."""
    lines = document.body.split("\n")
    start = heading.content_line - document.body_line
    following = [
        other.position[0] - document.body_line
        for other in document.markup.headings
        if other.level <= 2 and other.position > heading.position
    ]
    return "\n".join(lines[start : following[0] if following else None]).strip("\n")


def _stage(document: Document) -> Stage | None:
    first = next((one.position[0] for one in document.markup.headings), None)
    lines = document.body.split("\n")
    middle = first - document.body_line if first else len(lines)
    texts = {
        "introduction": "\n".join(lines[:middle]).strip("\n"),
        "discussion": "\n".join(lines[middle:]).strip("\n"),
    }
    return _named(Stage, document, "slug", **texts)


def _decision(document: Document) -> Decision | None:
    return _named(Decision, document, "slug", reason=document.body.strip("\n"))


def _framework(document: Document) -> Framework | None:
    return _named(Framework, document, "id")


def _translation(document: Document) -> Translation:
    return Translation.model_validate({**tuples(document.data), "language": document.name})


def _named(model: type[BaseModel], document: Document, field: str, **texts: str) -> Any:
    """The model whose `field` is the file's name, which is part of an address."""
    if not is_a(SLUG, document.name):
        return None
    return model.model_validate({**tuples(document.data), **texts, field: document.name})


class FileKind(NamedTuple):
    """What is read from where."""

    kind: str  # of the document, in the plural
    pattern: str  # of whole paths under the root
    read: Read


_NAMED = r"(?!index\.md)[^/]+\.md"  # in a folder whose index is a page
TABLE = (
    FileKind(
        "recommendations",
        rf"docs/recommendations/{_NAMED}",
        _one(read_markdown, RecommendationFields, _recommendation),
    ),
    FileKind("stages", rf"docs/stages/{_NAMED}", _one(read_markdown, StageFields, _stage)),
    FileKind("decisions", rf"docs/decisions/{_NAMED}", _one(read_markdown, DecisionFields, _decision)),
    FileKind("downloads", r"docs/templates/files/[^/]+\.md", _text),
    FileKind("pages", r"docs/.+\.md", _page),
    FileKind("topics", r"docs/topics\.yml", _mapping(Topic)),
    FileKind("roles", r"docs/roles\.yml", _mapping(Role)),
    FileKind("profiles", r"docs/profiles\.yml", _mapping(Profile)),
    FileKind("official", r"docs/framework-items\.yml", _mapping(OfficialItems)),
    FileKind("tools", r"docs/tools\.yml", _list(Tool)),
    FileKind("glossary", r"docs/glossary\.yml", _list(Term)),
    FileKind("frameworks", r"docs/frameworks/[^/]+\.yml", _one(read_yaml, FrameworkFields, _framework)),
    FileKind("translations", r"docs/translations/[^/]+\.yml", _one(read_yaml, TranslationFields, _translation)),
    FileKind("releases", r"docs/releases/[^/]+\.json", read_release),
    FileKind("works", r"bibliography/guide\.bib", read_bibliography),
    FileKind("changelog", r"CHANGELOG\.md", _text),
)
REQUIRED = (
    *(f"docs/{name}.yml" for name in ("topics", "roles", "profiles", "tools", "glossary")),
    "bibliography/guide.bib",
)
