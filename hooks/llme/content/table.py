"""What is read from where, and how: the first row of `TABLE` whose pattern fits a file's path reads it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from pydantic import BaseModel

from llme.content.bibliography import parse_bibliography
from llme.content.data import NAME
from llme.content.document import Document, parse_data, parse_download, parse_markdown
from llme.content.fields import problems_of, tuples
from llme.content.files import ANSWERS, ASSETS, EXAMPLE, PAGES
from llme.content.model import (
    SECTIONS,
    Decision,
    DecisionFields,
    ExampleFields,
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
)
from llme.content.release import Project, parse_release
from llme.content.translation import Translation, TranslationFields
from llme.patterns import ID, SLUG, VERSION, is_a
from llme.texts.markup import Heading
from llme.texts.text import LONGEST_LINE, TEXT_LIMITS, Problem
from llme.texts.xml import style_problems
from llme.urls import LINKED

Parse = Callable[[str, str, tuple[Problem, ...]], Document]  # from a file's name, its text, and what is wrong with that
# A file's document and the models in it: none, one, or a list; a mapping's are pairs of name and model.
Read = Callable[[str, str, tuple[Problem, ...]], tuple[Document, list[Any]]]
# Problems that leave no model of the file to make.
BLOCKING = (
    frozenset(
        [
            "front-matter-missing",
            "yaml-syntax",
            "field-missing",
            "field-unknown",
            "field-value",
            "field-empty",
            "encoding",
        ]
    )
    | TEXT_LIMITS
)


def _text(name: str, text: str, problems: tuple[Problem, ...]) -> tuple[Document, list[Any]]:
    return parse_download(name, text, problems), []


def _log(name: str, text: str, problems: tuple[Problem, ...]) -> tuple[Document, list[Any]]:
    return Document(name, text, body=text, problems=problems), []


def _data(name: str, text: str, problems: tuple[Problem, ...]) -> tuple[Document, list[Any]]:
    return parse_data(name, text, problems), []


def _style(name: str, text: str, problems: tuple[Problem, ...]) -> tuple[Document, list[Any]]:
    return Document(name, text, problems=(*problems, *style_problems(text.encode()))), []


def _page(name: str, text: str, problems: tuple[Problem, ...]) -> tuple[Document, list[Any]]:
    return _checked(parse_markdown(name, text, problems), PageFields), []


def _example(name: str, text: str, problems: tuple[Problem, ...]) -> tuple[Document, list[Any]]:
    return _checked(parse_markdown(name, text, problems), ExampleFields), []


def _one(parse: Parse, fields: type[BaseModel], make: Callable[[Document], Any]) -> Read:
    """A file that makes one model of its fields and its text."""

    def reading(name: str, text: str, problems: tuple[Problem, ...]) -> tuple[Document, list[Any]]:
        document = _checked(parse(name, text, problems), fields)
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
    def reading(name: str, text: str, given: tuple[Problem, ...]) -> tuple[Document, list[Any]]:
        document = parse_data(name, text, given)
        if document.data is None:
            return document, []
        if not isinstance(document.data, form):
            problem = Problem("field-value", (1, 1), f"the file must be a {what}")
            return replace(document, problems=(*document.problems, problem)), []
        items, problems = [], list(document.problems)
        for key, fields in document.data.items() if form is dict else enumerate(document.data):
            wrong = [*_unnamed(document, key), *problems_of(document, model, fields, (key,))]
            problems += wrong
            if not wrong:
                made = model.model_validate(tuples(fields))
                items.append((key, made) if form is dict else made)
        return replace(document, problems=_each_told_once(problems)), items

    return reading


def _unnamed(document: Document, key: str | int) -> Iterator[Problem]:
    """Whether an entry's name is none: it is part of addresses."""
    if isinstance(key, str) and not is_a(SLUG, key):
        hint = "use lower-case letters, digits and single hyphens"
        yield Problem("field-value", document.at(key, NAME), f"the name `{key}` cannot be part of an address", hint)


def _checked(document: Document, model: type[BaseModel]) -> Document:
    """The document with the problems of its fields added."""
    if any(problem.code in ("front-matter-missing", "yaml-syntax") for problem in document.problems):
        return document
    found = (*document.problems, *problems_of(document, model, document.data, ()))
    return replace(document, problems=_each_told_once(found))


def _each_told_once(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Without those on a value of which an earlier one says that it is none."""
    values = {problem.position: problem for problem in reversed([one for one in problems if one.code == "field-value"])}
    return tuple(one for one in problems if one.code != "field-value" or values[one.position] is one)


# What is made of a file whose fields are sound; None where its name is none for such a file.


def _recommendation(document: Document) -> Recommendation | None:
    if not is_a(ID, document.name):
        return None
    # Sections that are missing are empty here; a rule reports them.
    sections = dict.fromkeys(SECTIONS.values(), "")
    for heading in {one.text: one for one in document.markup.headings if one.level == 2}.values():
        if heading.text in SECTIONS:
            sections[SECTIONS[heading.text]] = _section(document, heading)
    fields = tuples(document.data)
    nowhere = {f"{half}_from": "" for half in ("do", "dont") if not fields.get(half)}  # what is not there has no origin
    return Recommendation.model_validate({**fields, **nowhere, **sections, "id": document.name})


def _section(document: Document, heading: Heading) -> str:
    """The text under a heading of level two, its sub-headings with it."""
    headings = document.markup.headings
    later = range(headings.index(heading) + 1, len(headings))
    following = next((headings[place].position[0] for place in later if headings[place].level <= 2), None)
    return document.between(heading.position[0], following).strip("\n")


def _stage(document: Document) -> Stage | None:
    first = next((one.position[0] for one in document.markup.headings), None)
    before = document.body_line - 1
    texts = {
        "introduction": document.between(before, first).strip("\n"),
        "discussion": document.between(first - 1, None).strip("\n") if first else "",
    }
    return _named(Stage, document, "slug", **texts)


def _decision(document: Document) -> Decision | None:
    return _named(Decision, document, "slug", reason=document.body.strip("\n"))


def _framework(document: Document) -> Framework | None:
    return _named(Framework, document, "id")


def _answers(document: Document) -> Project:
    return Project.model_validate(tuples(document.data))


def _translation(document: Document) -> Translation:
    return Translation.model_validate({**tuples(document.data), "language": document.name})


def _named(model: type[BaseModel], document: Document, field: str, **texts: str) -> Any:
    """The model whose `field` is the file's name, which is part of an address."""
    if not is_a(SLUG, document.name):
        return None
    return model.model_validate({**tuples(document.data), **texts, field: document.name})


class FileKind(NamedTuple):
    """What is read from where, and how large it may be."""

    kind: str  # of the document, in the plural
    pattern: str  # of whole paths under the root
    most: int  # bytes: several times the largest real file of the kind, which is given beside it
    read: Read
    longest: int = LONGEST_LINE  # characters in a line


_NAMED = r"(?!index\.md)[^/]+\.md"  # in a folder whose index is a page
TABLE = (
    FileKind(
        "recommendations",
        rf"docs/recommendations/{_NAMED}",
        20_000,  # 4,200
        _one(parse_markdown, RecommendationFields, _recommendation),
    ),
    FileKind("stages", rf"docs/stages/{_NAMED}", 60_000, _one(parse_markdown, StageFields, _stage)),  # 20,600
    FileKind("decisions", rf"docs/decisions/{_NAMED}", 20_000, _one(parse_markdown, DecisionFields, _decision)),  # 600
    FileKind("downloads", rf"docs/templates/files/{SLUG}\.md", 20_000, _text),  # 5,100
    FileKind("pages", rf"{EXAMPLE}/{SLUG}\.md", 60_000, _example),  # 13,000
    FileKind("answers", rf"{ANSWERS}\.json", 60_000, _one(parse_data, Project, _answers)),  # 18,000
    FileKind("pages", rf"docs/(({'|'.join(PAGES)})/)?{SLUG}\.md|docs/stages/index\.md", 60_000, _page),  # 14,000
    FileKind("topics", r"docs/topics\.yml", 20_000, _mapping(Topic)),  # 1,800
    FileKind("roles", r"docs/roles\.yml", 20_000, _mapping(Role)),  # 700
    FileKind("profiles", r"docs/profiles\.yml", 20_000, _mapping(Profile)),  # 2,600
    FileKind("official", r"docs/framework-items\.yml", 60_000, _mapping(OfficialItems)),  # 5,400
    FileKind("tools", r"docs/tools\.yml", 100_000, _list(Tool)),  # 17,500
    FileKind("glossary", r"docs/glossary\.yml", 60_000, _list(Term)),  # 4,600
    FileKind(
        "frameworks", r"docs/frameworks/[^/]+\.yml", 100_000, _one(parse_data, FrameworkFields, _framework)
    ),  # 22,400
    FileKind(
        "translations",
        r"docs/translations/[^/]+\.yml",
        400_000,  # none yet; the texts of all recommendations have 30,000
        _one(parse_data, TranslationFields, _translation),
    ),
    FileKind("releases", rf"docs/releases/{VERSION}\.json", 20_000_000, parse_release, longest=1_000_000),  # 547,000
    FileKind("works", r"bibliography/guide\.bib", 3_000_000, parse_bibliography),  # 186,000
    FileKind("style", r"bibliography/guide\.csl", 100_000, _style),  # 3,900
    FileKind("changelog", r"CHANGELOG\.md", 400_000, _log),  # 8,700
    FileKind("citation", r"CITATION\.cff", 20_000, _data),  # 1,800
)
REQUIRED = (
    *(f"docs/{name}.yml" for name in ("topics", "roles", "profiles", "tools", "glossary")),
    "bibliography/guide.bib",
    *(f"docs/{uri}" for uri in LINKED),
)
TO_BUILD = (*ASSETS, "bibliography/guide.csl")  # needed as well where there are settings by which to build
# What may stand in a folder, by how the path begins: for whoever put something else there.
KNOWN = {
    "bibliography/": "`bibliography` holds `guide.bib` and `guide.csl`",
    "docs/recommendations/": "`docs/recommendations` holds files such as `LLME-008.md`; `make new` begins one",
    "docs/translations/": "`docs/translations` holds files that are named by a language, such as `de.yml`",
    "docs/assets/": "what runs in a reader's browser is named in `hooks/llme/content/files.py`",
    "docs/releases/": "`docs/releases` holds snapshots such as `1.2.0.json`, which `make release` writes",
    f"{EXAMPLE}/": f"`{EXAMPLE}` holds pages that fill in a template, and `checklist.json`",
    "docs/templates/files/": "`docs/templates/files` holds the documents to copy, such as `model-card.md`",
    "": f"a page is named by lower-case words and hyphens, and stands in `docs` or its folders {', '.join(PAGES)}",
}
