"""Renders the guide as Markdown pages: `{uri: text}`. Pure; an engine turns the pages into HTML."""

import html
import json
import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from llme.citations.formatting import Formatted
from llme.citations.placing import PageCitations
from llme.content.document import Document
from llme.content.files import EXAMPLE
from llme.content.guide import Guide
from llme.content.model import PageFields
from llme.files import compressed
from llme.findings import Finding
from llme.origins import ORIGINS
from llme.pages import inserts, terms
from llme.pages.reference_views import DATA, ReferencesView
from llme.pages.views import (
    ChangesView,
    ChecklistView,
    DecisionView,
    FinderView,
    FrameworkView,
    RecommendationView,
    StageView,
    TopicsView,
    TopicView,
    View,
)
from llme.patterns import FOOTNOTE
from llme.texts.converter import token
from llme.texts.markup import INSERT
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


def render(guide: Guide, formatted: Formatted, edition: Edition) -> dict[str, str]:
    """Every page that is made from data, and every hand-written page, by its path under `docs`."""
    common = {"guide": guide, "edition": edition, "formatted": formatted}
    pages = {view.uri: _page(f"{template}.md.j2", view) for template, view in _views(common)}
    for document in guide.of_kind("pages"):
        uri = document.path.removeprefix("docs/")
        pages[uri] = _written(document, View(**common, uri=uri))
    return pages


def page_data(guide: Guide, formatted: Formatted, edition: Edition) -> dict[str, bytes]:
    """What the script of a page asks for, by its path in the site; an offline edition has it in the page."""
    works = ReferencesView(guide=guide, edition=edition, formatted=formatted, uri="references.md")
    known = "" if edition.offline else json.dumps(works.data, ensure_ascii=False, separators=(",", ":"))
    return {DATA: compressed(known.encode())} if known else {}


def _views(common: dict) -> Iterator[tuple[str, View]]:
    """Every page that is made from data: its template, and what that may ask for."""
    guide: Guide = common["guide"]
    yield "recommendations", FinderView(**common, uri="recommendations/index.md")
    yield "topics", TopicsView(**common, uri="topics/index.md")
    yield "pocket-guide", View(**common, uri="pocket-guide.md")
    yield "references", ReferencesView(**common, uri="references.md")
    yield "changes", ChangesView(**common, uri="changes.md")
    yield "checklist", ChecklistView(**common, uri="checklist.md")
    for stage in guide.stages:
        yield "stage", StageView(**common, uri=stage_uri(stage.slug), stage=stage)
    for recommendation in guide.recommendations:
        yield (
            "recommendation",
            RecommendationView(**common, uri=recommendation_uri(recommendation.id), recommendation=recommendation),
        )
    for slug, topic in guide.topics.items():
        yield "topic", TopicView(**common, uri=topic_uri(slug), slug=slug, topic=topic)
    yield "decisions", View(**common, uri="decisions/index.md")
    for decision in guide.decisions:
        yield "decision", DecisionView(**common, uri=decision_uri(decision.slug), decision=decision)
    for framework in guide.frameworks.values():
        yield "framework", FrameworkView(**common, uri=framework_uri(framework.id), framework=framework)


def downloads(guide: Guide) -> dict[str, str]:
    """Files that readers copy, by their path in the site."""
    return {document.path.removeprefix("docs/"): document.text for document in guide.of_kind("downloads")}


def render_broken(document: Document, findings: Iterable[Finding]) -> str:
    """A page that cannot be rendered as it should, for the live preview: what is wrong, then the text as it is."""
    return ENVIRONMENT.get_template("broken.md.j2").render(document=document, findings=list(findings))


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
        *_folder(guide, "Home", ""),
        {"Stages": [*_in_folder(guide, "stages"), *stages]},
        *_folder(guide, "Model release", "release"),
        {"Recommendations": ["recommendations/index.md", {"Checklist": "checklist.md"}, "pocket-guide.md", *withdrawn]},
        {"Topics": ["topics/index.md", *topics]},
        *([{"Frameworks": frameworks}] if frameworks else []),
        *_folder(guide, "Tools", "tools"),
        *_templates(guide),
        {"References": "references.md"},
        {"Changes": "changes.md"},
        {"About": [*_in_folder(guide, "about"), {"Decisions": ["decisions/index.md", *decisions]}]},
    ]


def _templates(guide: Guide) -> list:
    """The entry of the templates, with the documents of the worked example in a group of its own."""
    example = _folder(guide, "Worked example", EXAMPLE.removeprefix("docs/"))
    templates = _folder(guide, "Templates", "templates")
    return [{"Templates": [*_in_folder(guide, "templates"), *example]}] if example else templates


def _folder(guide: Guide, title: str, folder: str) -> list:
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


def _page(template: str, view: View) -> str:
    """A page as its template has it, with the references of what it cites."""
    citations = PageCitations(view.formatted)
    return _finished(_rendered(template, view, citations), view, citations)


def _written(document: Document, view: View) -> str:
    """A hand-written page, each line `::: name` replaced by that insert."""
    citations = PageCitations(view.formatted)
    files = [document.name for document in view.guide.of_kind("downloads")]

    def generated(match: re.Match) -> str:
        name, argument = match.groups()
        if name not in inserts.VIEWS or (argument and argument not in files):
            return match[0]
        argument = {"argument": argument} if argument else {}
        common = {name: getattr(view, name) for name in ("guide", "edition", "formatted", "uri")}
        insert = inserts.VIEWS[name](**common, **argument)
        return _rendered(f"inserts/{name}.md.j2", insert, citations).strip()

    text = INSERT.sub(generated, citations.numbered(_invented(document, view)))
    return _front_matter(document, is_found=document not in view.guide.worked[1:]) + _finished(text, view, citations)


def _invented(document: Document, view: View) -> str:
    """The text of a page; one of the worked example says below its title that all of it is invented."""
    if document not in view.guide.worked:
        return document.body
    after = next((one.position[0] for one in document.markup.headings if one.level == 1), document.body_line - 1)
    note = ENVIRONMENT.get_template("invented.md.j2").render(view=view, guide=view.guide, url=view.url, page=document)
    lead = document.between(document.body_line - 1, after + 1)
    return f"{lead}\n\n{note}\n\n{document.between(after, None)}"


def _front_matter(document: Document, is_found: bool) -> str:
    """The fields of a page as they were read, in a form that no reader of YAML can take for another.

    The search finds all but the documents of the worked example, whose first page leads to them: a figure that is
    invented is no answer.
    """
    fields = {name: document.value(name) for name in PageFields.model_fields if document.value(name) is not None}
    fields |= {} if is_found else {"search": {"exclude": True}}
    return f"---\n{json.dumps(fields, ensure_ascii=False)}\n---\n"


def _rendered(template: str, view: View, citations: PageCitations) -> str:
    return ENVIRONMENT.get_template(template).render(
        view=view,
        guide=view.guide,
        edition=view.edition,
        url=view.url,
        cited=lambda text: Markup(citations.numbered(text)),
    )


def _finished(text: str, view: View, citations: PageCitations) -> str:
    """The text of a page with its references, and the mark that has its terms linked."""
    references = list(citations.references())
    if references:
        template = ENVIRONMENT.get_template("page-references.md.j2")
        text += template.render(references=references, footnote=FOOTNOTE)
    return text if view.uri in WITHOUT_TERMS else f"{text.rstrip()}\n\n{terms.mark(view.uri)}\n"


def inert(text: str) -> Markup:
    """Plain text as Markdown that reads as that text; a piece in backticks becomes code."""
    pieces = re.split(r"(`[^`]+`)", _on_one_line(text))
    return Markup("").join(
        Markup("<code>{}</code>").format(Markup(_entities(piece[1:-1])))
        if len(piece) > 2 and piece[0] == piece[-1] == "`"
        else Markup(_entities(piece))
        for piece in pieces
    )


def plain(text: str) -> str:
    """The text without its backticks, for attributes and front matter."""
    return text.replace("`", "")


def _printed(value: Any) -> Markup:
    """Whatever a template prints, unless it is said to be markup: it reads as written, and is one line of HTML."""
    return value if isinstance(value, Markup) else _verbatim(_on_one_line(str(value)))


def _on_one_line(text: str) -> str:
    """Text that no line break can end, or turn into another kind of text."""
    return re.sub(r"[ \t]*\n\s*", " ", text)


def _entities(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text)


def _quoted(text: str) -> Markup:
    """A YAML (and JSON) string."""
    return Markup(json.dumps(text, ensure_ascii=False))


def _verbatim(text: str) -> Markup:
    """Text as it stands inside a block of raw HTML; what the search for citations could take for one is hidden too."""
    return Markup(re.sub(r"[@\[\\`]", lambda match: f"&#{ord(match[0])};", escape(text)))


def _code(text: str, name: str = "") -> Markup:
    """A block of code, as Markdown makes it."""
    head = Markup('<span class="filename">{}</span>').format(name) if name else ""
    block = '<div class="highlight">{}<pre><span></span><code>{}\n</code></pre></div>'
    return Markup(token(Markup(block).format(head, Markup(html.escape(text.rstrip("\n"), quote=False)))))


def _paragraphs(text: str) -> Markup:
    """A docstring as one line of safe HTML, its backticks as code."""
    return inert(" ".join(html.unescape(text).split()))


ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    finalize=_printed,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    comment_start_string="{##",  # `{#name}` is an anchor in Markdown
    comment_end_string="##}",
)
ENVIRONMENT.filters.update(
    inert=inert, plain=plain, quoted=_quoted, statement=_paragraphs, verbatim=_verbatim, code=_code
)
ENVIRONMENT.globals["ORIGINS"] = ORIGINS
ENVIRONMENT.filters["token"] = lambda markup: Markup(token(markup.strip("\n")))
ENVIRONMENT.filters["json"] = lambda data: Markup(json.dumps(data, ensure_ascii=False))
