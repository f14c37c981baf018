"""Renders the guide as Markdown pages: `{uri: text}`. Pure; MkDocs turns the pages into HTML."""

import html
import json
import posixpath
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from guide.findings import Finding
from guide.guide import Guide
from guide.markup import INSERT
from guide.model import INSERTS, Recommendation, Tool, Work
from guide.placing import token_for_reference
from guide.rules import RULES
from guide.source import Document

# Characters that Markdown, or one of the extensions in use, may read as markup.
_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+\-.!|~^=:<>&\"'@$]")

# Where words of the glossary are not linked: where each is explained, or stands in a title.
WITHOUT_TERMS = frozenset({"about/glossary.md", "index.md", "references.md", "tools/index.md"})


@dataclass(frozen=True)
class Link:
    """A page as another page names it."""

    title: str
    uri: str


def render(guide: Guide) -> dict[str, str]:
    """Every page that is made from data, and every hand-written page, by its path under `docs`."""
    pages = {}
    for stage in guide.stages:
        pages[stage_uri(stage.slug)] = _page("stage", stage_uri(stage.slug), guide, stage=stage)
    pages["recommendations/index.md"] = _page("recommendations", "recommendations/index.md", guide)
    for one in guide.recommendations:
        pages[recommendation_uri(one.id)] = _page("recommendation", recommendation_uri(one.id), guide, one=one)
    pages["topics/index.md"] = _page("topics", "topics/index.md", guide)
    for slug, topic in guide.topics.items():
        pages[topic_uri(slug)] = _page("topic", topic_uri(slug), guide, slug=slug, topic=topic)
    pages["references.md"] = _page("references", "references.md", guide)
    for document in guide.of_kind("pages"):
        uri = document.path.removeprefix("docs/")
        pages[uri] = _insert(document.text, uri, guide)
    return pages


def downloads(guide: Guide) -> dict[str, str]:
    """Files that readers copy, by their path in the site."""
    return {document.path.removeprefix("docs/"): document.text for document in guide.of_kind("downloads")}


def render_broken(document: Document, findings: Iterable[Finding]) -> str:
    """A page that cannot be rendered as it should, for the live preview: what is wrong, then the text as it is."""
    return _ENVIRONMENT.get_template("broken.md.j2").render(document=document, findings=list(findings))


def _downloads(guide: Guide) -> dict[str, str]:
    return {document.name: document.text for document in guide.of_kind("downloads")}


def navigation(guide: Guide) -> list:
    """The navigation, in the form of MkDocs' `nav`."""
    stages = [
        {
            stage.title: [
                {f"{stage.title}: overview": stage_uri(stage.slug)},
                *({f"{one.id} {one.title}": recommendation_uri(one.id)} for one in guide.in_stage(stage.slug)),
            ]
        }
        for stage in guide.stages
    ]
    topics = [{topic.title: topic_uri(slug)} for slug, topic in guide.topics.items()]
    return [
        *_written(guide, "Home", ""),
        {"Stages": [*_in_folder(guide, "stages"), *stages]},
        *_written(guide, "Release", "release"),
        {"Recommendations": "recommendations/index.md"},
        {"Topics": ["topics/index.md", *topics]},
        *_written(guide, "Tools", "tools"),
        *_written(guide, "Templates", "templates"),
        {"References": "references.md"},
        *_written(guide, "About", "about"),
    ]


def _written(guide: Guide, title: str, folder: str) -> list:
    """The entry of a folder of hand-written pages, or none; a page alone needs no folder."""
    found = _in_folder(guide, folder)
    return [{title: found if len(found) > 1 else found[0]}] if found else []


def _in_folder(guide: Guide, folder: str) -> list[str]:
    here = [
        (document.value("order") or 0, document.path.removeprefix("docs/"))
        for document in guide.of_kind("pages")
        if posixpath.dirname(document.path) == posixpath.join("docs", folder).rstrip("/")
    ]
    return [uri for _, uri in sorted(here)]


def recommendation_uri(identifier: str) -> str:
    """The page of a recommendation."""
    return f"recommendations/{identifier}.md"


def stage_uri(slug: str) -> str:
    """The page of a stage."""
    return f"stages/{slug}.md"


def topic_uri(slug: str) -> str:
    """The page of a topic."""
    return f"topics/{slug}.md"


def relative_url(target: str, page: str) -> str:
    """The address of the page `target` (a path under `docs`, with or without an anchor) as seen from `page`."""
    target, _, anchor = target.partition("#")
    path = posixpath.relpath(f"/{_url(target)}", f"/{_url(page)}")
    return ("./" if path == "." else f"{path}/") + (f"#{anchor}" if anchor else "")


def _url(uri: str) -> str:
    path = uri.removesuffix(".md")
    return posixpath.dirname(path) if posixpath.basename(path) == "index" else path


def _page(template: str, uri: str, guide: Guide, **values) -> str:
    return _ENVIRONMENT.get_template(f"{template}.md.j2").render(guide=guide, uri=uri, **_views(guide, uri), **values)


def _insert(text: str, uri: str, guide: Guide) -> str:
    """The text of a hand-written page, each line `::: name` replaced by that insert."""

    def generated(match: re.Match) -> str:
        name, argument = match.groups()
        if name not in INSERTS or (argument and argument not in _downloads(guide)):
            return match[0]
        return _page(f"inserts/{name}", uri, guide, argument=argument).strip()

    return INSERT.sub(generated, text)


def _views(guide: Guide, page: str) -> dict:
    """What the templates ask for, as seen from one page."""
    return {
        "url": lambda target: relative_url(target, page),
        "rules": RULES,
        "cited_in": lambda work: _cited_in(guide, work),
        "tools_of": lambda slug: [tool for tool in guide.tools.values() if slug in tool.stages],
        "with_topic": lambda slug: [one for one in guide.recommendations if slug in one.topics],
        "neighbours": lambda one: _neighbours(guide, one),
        "serves": lambda tool: _serves(guide, tool),
        "downloads": _downloads(guide),
        "works_by_letter": lambda: _works_by_letter(guide),
        "boxes": lambda columns: _boxes(guide, columns),
        "stage_titles": {stage.slug: stage.title for stage in guide.stages},
    }


def _cited_in(guide: Guide, work: Work) -> list[Link]:
    links = []
    titles = {stage.slug: stage.title for stage in guide.stages}
    for path in guide.citing.get(work.key, ()):
        uri = path.removeprefix("docs/")
        name = posixpath.basename(uri).partition(".")[0]
        if uri.startswith("recommendations/"):
            links.append(Link(name, uri))
        elif uri.startswith("stages/"):
            links.append(Link(titles.get(name, name), uri))
        elif uri == "tools.yml":
            links += [
                Link(tool.name, f"{stage_uri(tool.stages[0])}#tools")
                for tool in guide.tools.values()
                if tool.source == work.key and tool.stages
            ]
        else:
            document = next(one for one in guide.documents if one.path == path)
            links.append(Link(str(document.value("title") or name), uri))
    return links


def _neighbours(guide: Guide, one: Recommendation) -> list[Recommendation]:
    """Up to four recommendations that share most topics with this one; its own stage wins a tie, then the ID."""
    shared = [
        (-len(set(one.topics) & set(other.topics)), other.stage != one.stage, other.id, other)
        for other in guide.recommendations
        if other.id != one.id and other.status == "active" and set(one.topics) & set(other.topics)
    ]
    return [other for *_, other in sorted(shared, key=lambda entry: entry[:3])[:4]]


def _serves(guide: Guide, tool: Tool) -> list[Recommendation]:
    return [one for one in guide.recommendations if tool.id in one.tools]


def _works_by_letter(guide: Guide) -> Mapping[str, list[Work]]:
    letters: dict[str, list[Work]] = defaultdict(list)
    for key in sorted(guide.works):
        letters[key[:1].upper()].append(guide.works[key])
    return letters


@dataclass(frozen=True)
class Box:
    """A stage in the lifecycle diagram, in the diagram's units."""

    x: int
    y: int
    lines: list[str]
    number: int
    count: int
    uri: str


def _boxes(guide: Guide, columns: int) -> list[Box]:
    """The stages in rows of `columns`, 220 wide and 96 high, 40 apart across and 36 down."""
    return [
        Box(
            x=20 + (index % columns) * 260,
            y=16 + (index // columns) * 132,
            lines=textwrap.wrap(stage.title, 19),
            number=index + 1,
            count=len(guide.in_stage(stage.slug)),
            uri=stage_uri(stage.slug),
        )
        for index, stage in enumerate(guide.stages)
    ]


def inert(text: str) -> Markup:
    """Plain text as Markdown that reads as that text; a piece in backticks becomes code."""
    pieces = re.split(r"(`[^`]+`)", text)
    return Markup("").join(
        Markup("<code>{}</code>").format(Markup(_entities(piece[1:-1])))
        if len(piece) > 2 and piece[0] == piece[-1] == "`"
        else Markup(_entities(piece))
        for piece in pieces
    )


def plain(text: str) -> str:
    """The text without its backticks, for attributes and front matter."""
    return text.replace("`", "")


def _entities(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text)


def _quoted(text: str) -> Markup:
    """A YAML (and JSON) string."""
    return Markup(json.dumps(text, ensure_ascii=False))


def _paragraphs(text: str) -> Markup:
    """A docstring as one line of safe HTML, its backticks as code."""
    return inert(" ".join(html.unescape(text).split()))


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    comment_start_string="{##",  # `{#name}` is an anchor in Markdown
    comment_end_string="##}",
)
_ENVIRONMENT.filters.update(inert=inert, plain=plain, quoted=_quoted, statement=_paragraphs)
_ENVIRONMENT.filters["reference"] = lambda work: Markup(token_for_reference(work.key))
_ENVIRONMENT.filters["markdown"] = Markup  # a contributor's Markdown, which the rules have checked
