"""Reads the files of the guide, each once and in sorted order, into one `Guide`."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from guide.bibliography import read_bibliography
from guide.fields import problems_of, tuples
from guide.guide import Guide, kind_of
from guide.history import read_release
from guide.model import (
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
from guide.source import Document, Problem, read_download, read_markdown, read_page, read_yaml

ID = re.compile(r"LLME-\d{3,}")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Problems that leave no model of the file to make.
BLOCKING = frozenset(
    ["front-matter-missing", "yaml-syntax", "field-missing", "field-unknown", "field-value", "field-empty", "encoding"]
)


def load(root: Path) -> Guide:
    """Everything under `root`. Malformed files are among the documents, with their problems.

    Raises OSError where a file that is there cannot be opened.
    """
    documents, recommendations, stages, decisions = [], [], [], []
    for path in _markdown(root / "docs"):
        name = _name(path, root)
        kind = kind_of(name)
        if kind == "recommendations":
            document = _checked(read_markdown(path, name), RecommendationFields)
            recommendations += _recommendation(document)
        elif kind == "stages":
            document = _checked(read_markdown(path, name), StageFields)
            stages += _stage(document)
        elif kind == "decisions":
            document = _checked(read_markdown(path, name), DecisionFields)
            decisions += _decision(document)
        elif kind == "downloads":
            document = read_download(path, name)
        else:
            document = read_page(path, name)
            document = _checked(document, PageFields) if document.data is not None else document
        documents.append(document)
    vocabularies = {}
    for name, model in (("topics", Topic), ("roles", Role), ("profiles", Profile)):
        document, vocabularies[name] = _mapping(root, f"docs/{name}.yml", model)
        documents.append(document)
    lists = {}
    for name, model in (("tools", Tool), ("glossary", Term)):
        document, lists[name] = _list(root, f"docs/{name}.yml", model)
        documents.append(document)
    frameworks = []
    for path in sorted((root / "docs/frameworks").glob("*.yml")):
        document = _checked(read_yaml(path, _name(path, root)), FrameworkFields)
        documents.append(document)
        frameworks += _framework(document)
    translations = []
    for path in sorted((root / "docs/translations").glob("*.yml")):
        document = _checked(read_yaml(path, _name(path, root)), TranslationFields)
        documents.append(document)
        translations += _translation(document)
    official = {}
    if (root / "docs/framework-items.yml").exists():  # a guide without frameworks needs none
        document, official = _mapping(root, "docs/framework-items.yml", OfficialItems)
        documents.append(document)
    works = ()
    if (root / "bibliography/guide.bib").exists():
        document, works = read_bibliography(root / "bibliography/guide.bib", "bibliography/guide.bib")
        documents.append(document)
    releases = []
    for path in sorted((root / "docs/releases").glob("*.json")):
        document, release = read_release(path.read_text(encoding="utf-8", errors="replace"), _name(path, root))
        documents.append(document)
        releases += [release] if release else []
    if (root / "CHANGELOG.md").is_file():
        documents.append(read_download(root / "CHANGELOG.md", "CHANGELOG.md"))
    return Guide(
        sorted(documents, key=lambda document: document.path),
        recommendations,
        stages,
        vocabularies["topics"],
        vocabularies["roles"],
        lists["tools"],
        lists["glossary"],
        works,
        used_ids=_used_ids(documents),
        releases=releases,
        frameworks=frameworks,
        decisions=decisions,
        translations=translations,
        profiles=vocabularies["profiles"],
        official=official,
    )


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _markdown(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.md") if path.is_file())


def _used_ids(documents: list[Document]) -> Iterator[str]:
    """IDs of all files, well formed or not, and of every released snapshot: these are taken for ever."""
    for document in documents:
        if kind_of(document.path) == "recommendations":
            yield from ID.findall(document.name)
        elif document.path.startswith("docs/releases/"):
            yield from ID.findall(document.text)


def _recommendation(document: Document) -> Iterator[Recommendation]:
    # Sections that are missing are empty here; a rule reports them.
    sections = dict.fromkeys(SECTIONS.values(), "")
    for heading in document.markup.headings:
        if heading.level == 2 and heading.text in SECTIONS:
            sections[SECTIONS[heading.text]] = _section(document, heading)
    if not any(problem.code in BLOCKING for problem in document.problems) and ID.fullmatch(document.name):
        yield Recommendation.model_validate({**tuples(document.data), **sections, "id": document.name})


def _section(document: Document, heading) -> str:
    """The text under a heading of level two, its sub-headings with it."""
    lines = document.body.split("\n")
    start = heading.content_line - document.body_line
    following = [
        other.position[0] - document.body_line
        for other in document.markup.headings
        if other.level <= 2 and other.position > heading.position
    ]
    return "\n".join(lines[start : following[0] if following else None]).strip("\n")


def _stage(document: Document) -> Iterator[Stage]:
    if not any(problem.code in BLOCKING for problem in document.problems) and SLUG.fullmatch(document.name):
        first = next((one.position[0] for one in document.markup.headings), None)
        lines = document.body.split("\n")
        middle = first - document.body_line if first else len(lines)
        texts = {
            "introduction": "\n".join(lines[:middle]).strip("\n"),
            "discussion": "\n".join(lines[middle:]).strip("\n"),
        }
        yield Stage.model_validate({**tuples(document.data), **texts, "slug": document.name})


def _framework(document: Document) -> Iterator[Framework]:
    if not any(problem.code in BLOCKING for problem in document.problems) and SLUG.fullmatch(document.name):
        yield Framework.model_validate({**tuples(document.data), "id": document.name})


def _decision(document: Document) -> Iterator[Decision]:
    if not any(problem.code in BLOCKING for problem in document.problems) and SLUG.fullmatch(document.name):
        reason = document.body.strip("\n")
        yield Decision.model_validate({**tuples(document.data), "slug": document.name, "reason": reason})


def _translation(document: Document) -> Iterator[Translation]:
    if not any(problem.code in BLOCKING for problem in document.problems):
        yield Translation.model_validate({**tuples(document.data), "language": document.name})


def _mapping(root: Path, name: str, model: type[BaseModel]) -> tuple[Document, dict[str, Any]]:
    """A file of `slug: fields`."""
    document = _read_data(root, name)
    if document.problems or document.data is None:
        return document, {}
    if not isinstance(document.data, dict):
        return _not_a(document, "list of named entries, such as `bias:`"), {}
    items, problems = {}, []
    for slug, fields in document.data.items():
        found = list(problems_of(document, model, fields, (str(slug),)))
        problems += found
        if not found:
            items[str(slug)] = model.model_validate(tuples(fields))
    return replace(document, problems=tuple(problems)), items


def _list(root: Path, name: str, model: type[BaseModel]) -> tuple[Document, list[Any]]:
    """A file that is a list of entries."""
    document = _read_data(root, name)
    if document.problems or document.data is None:
        return document, []
    if not isinstance(document.data, list):
        return _not_a(document, "list, each entry beginning with `- `"), []
    items, problems = [], []
    for index, fields in enumerate(document.data):
        found = list(problems_of(document, model, fields, (index,)))
        problems += found
        if not found:
            items.append(model.model_validate(tuples(fields)))
    return replace(document, problems=tuple(problems)), items


def _read_data(root: Path, name: str) -> Document:
    if not (root / name).is_file():
        missing = Problem("file-missing", (1, 1), f"the file `{name}` is missing", "restore it from the last commit")
        return Document(name, "", problems=(missing,))
    return read_yaml(root / name, name)


def _not_a(document: Document, what: str) -> Document:
    return replace(document, problems=(Problem("field-value", (1, 1), f"the file must be a {what}"),))


def _checked(document: Document, model: type[BaseModel]) -> Document:
    """The document with the problems of its front matter added."""
    if any(problem.code in ("front-matter-missing", "yaml-syntax") for problem in document.problems):
        return document
    problems = (*document.problems, *problems_of(document, model, document.data, ()))
    return replace(document, problems=problems)
