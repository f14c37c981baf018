"""Renders the guide as Markdown pages: `{uri: text}`. Pure; MkDocs turns the pages into HTML."""

import html
import json
import posixpath
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from llme.checklist.project import page_data
from llme.citations.placing import token_for_reference
from llme.content.document import Document
from llme.content.guide import Guide
from llme.content.markup import INSERT
from llme.content.model import INSERTS
from llme.findings import Finding
from llme.pages.views import views
from llme.urls import decision_uri, framework_uri, recommendation_uri, stage_uri, topic_uri
from llme.versions.edition import Edition

# Characters that Markdown, or one of the extensions in use, may read as markup.
_SPECIAL = re.compile(r"[\\`*_{}\[\]()#+\-.!|~^=:<>&\"'@$]")

# Where words of the glossary are not linked: where each is explained, or stands in a title.
WITHOUT_TERMS = frozenset(
    """
    about/glossary.md changes.md index.md pocket-guide.md recommendations/index.md references.md tools/index.md
    """.split()
)


def render(guide: Guide, edition: Edition) -> dict[str, str]:
    """Every page that is made from data, and every hand-written page, by its path under `docs`."""
    page = partial(_page, guide, edition)
    pages = {
        "recommendations/index.md": page("recommendations", "recommendations/index.md"),
        "topics/index.md": page("topics", "topics/index.md"),
        "pocket-guide.md": page("pocket-guide", "pocket-guide.md"),
        "references.md": page("references", "references.md"),
        "changes.md": page("changes", "changes.md"),
        "checklist.md": page("checklist", "checklist.md", **_checklist(guide, edition)),
    }
    for stage in guide.stages:
        pages[stage_uri(stage.slug)] = page("stage", stage_uri(stage.slug), stage=stage)
    for one in guide.recommendations:
        pages[recommendation_uri(one.id)] = page("recommendation", recommendation_uri(one.id), one=one)
    for slug, topic in guide.topics.items():
        pages[topic_uri(slug)] = page("topic", topic_uri(slug), slug=slug, topic=topic)
    pages["decisions/index.md"] = page("decisions", "decisions/index.md")
    for decision in guide.decisions:
        uri = decision_uri(decision.slug)
        pages[uri] = page("decision", uri, decision=decision)
    for framework in guide.frameworks.values():
        uri = framework_uri(framework.id)
        pages[uri] = page("framework", uri, framework=framework)
    for document in guide.of_kind("pages"):
        uri = document.path.removeprefix("docs/")
        pages[uri] = _insert(document.text, uri, guide, page)
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
    decisions = [decision_uri(decision.slug) for decision in guide.decisions]
    frameworks = [
        *_in_folder(guide, "frameworks"),
        *({one.short: framework_uri(one.id)} for one in guide.frameworks.values()),
    ]
    withdrawn = [
        {f"{one.id} (withdrawn)": recommendation_uri(one.id)}
        for one in guide.recommendations
        if one.status == "withdrawn"
    ]
    return [
        *_written(guide, "Home", ""),
        {"Stages": [*_in_folder(guide, "stages"), *stages]},
        *_written(guide, "Release", "release"),
        {"Recommendations": ["recommendations/index.md", {"Checklist": "checklist.md"}, "pocket-guide.md", *withdrawn]},
        {"Topics": ["topics/index.md", *topics]},
        *([{"Frameworks": frameworks}] if frameworks else []),
        *_written(guide, "Tools", "tools"),
        *_written(guide, "Templates", "templates"),
        {"References": "references.md"},
        {"Changes": "changes.md"},
        {"About": [*_in_folder(guide, "about"), {"Decisions": ["decisions/index.md", *decisions]}]},
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


def _page(guide: Guide, edition: Edition, template: str, uri: str, **values) -> str:
    seen = views(guide, edition, uri)
    return _ENVIRONMENT.get_template(f"{template}.md.j2").render(
        guide=guide, edition=edition, uri=uri, **seen, **values
    )


def _checklist(guide: Guide, edition: Edition) -> dict:
    """What the checklist's page is made of. Its script reads from the page itself the texts that stand there."""
    data = page_data(guide, edition)
    active = [one for one in data["recommendations"] if one["status"] == "active"]
    bare = dict.fromkeys(("title", "do", "dont"), "") | {"questions": []}
    slim = [one | bare if one["status"] == "active" else one for one in data["recommendations"]]
    return {"data": data, "active": active, "slim": {**data, "recommendations": slim}}


def _insert(text: str, uri: str, guide: Guide, page: Callable[..., str]) -> str:
    """The text of a hand-written page, each line `::: name` replaced by that insert."""

    def generated(match: re.Match) -> str:
        name, argument = match.groups()
        if name not in INSERTS or (argument and argument not in _downloads(guide)):
            return match[0]
        return page(f"inserts/{name}", uri, argument=argument).strip()

    return INSERT.sub(generated, text)


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


def _verbatim(text: str) -> Markup:
    """Text as it stands inside a block of raw HTML; only what the search for citations could take for one is hidden."""
    return Markup(re.sub(r"[&<>\"'@\[\\`]", lambda match: f"&#{ord(match[0])};", text))


def _paragraphs(text: str) -> Markup:
    """A docstring as one line of safe HTML, its backticks as code."""
    return inert(" ".join(html.unescape(text).split()))


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    comment_start_string="{##",  # `{#name}` is an anchor in Markdown
    comment_end_string="##}",
)
_ENVIRONMENT.filters.update(inert=inert, plain=plain, quoted=_quoted, statement=_paragraphs, verbatim=_verbatim)
_ENVIRONMENT.filters["reference"] = lambda work: Markup(token_for_reference(work.key))
_ENVIRONMENT.filters["json"] = lambda data: Markup(json.dumps(data, ensure_ascii=False))
_ENVIRONMENT.filters["markdown"] = Markup  # a contributor's Markdown, which the rules have checked
