"""The whole guide as one document: what `templates/pdf/guide.typ` sets."""

import posixpath
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from llme.citations.citing import AUTHOR, TITLE, cite_guide
from llme.citations.formatting import Formatted
from llme.content.document import Document
from llme.content.guide import Guide
from llme.content.model import SECTIONS, Recommendation, Stage, Tool
from llme.origins import words
from llme.pdf.links import link
from llme.pdf.tree import MarkdownReader, Node, ReferencePlace, html_nodes, node, text_nodes
from llme.urls import recommendation_uri, stage_uri, topic_uri
from llme.versions.edition import Edition
from llme.versions.successors import living_successors

_FIRST = ("about/introduction.md", "about/how-to-use.md")
_LAST = ("about/open-questions.md", "about/limitations.md", "about/method.md")
_GLOSSARY = "about/glossary.md"


def book(guide: Guide, edition: Edition, formatted: Formatted) -> dict[str, Any]:
    """The guide as data: what stands on the title page, and `body`, a list of nodes whose links all lead somewhere."""
    return _Book(guide, edition, formatted).data()


class _Book:
    def __init__(self, guide: Guide, edition: Edition, formatted: Formatted):
        self.guide = guide
        self.edition = edition
        self.formatted = formatted
        self.reader = MarkdownReader(formatted)
        self.pages = {document.path.removeprefix("docs/"): document for document in guide.of_kind("pages")}

    def data(self) -> dict[str, Any]:
        on_release = [uri for _, uri in sorted(_order(one, uri) for uri, one in self.pages.items() if _on_release(uri))]
        body = [
            *self._written(_FIRST),
            *chain.from_iterable(map(self._stage, self.guide.stages)),
            *self._written(on_release),
            *self._recommendations(),
            *self._written(_LAST),
            *self._glossary(),
        ]
        statement = self._statement()
        references = self._references()  # last: by now all citations were met
        citation = cite_guide(self.guide, self.edition)
        linked = link({"statement": statement, "body": [*body, *references]}, self.edition)
        return {
            "title": TITLE,
            "author": AUTHOR,
            "version": "" if self.edition.is_draft else self.edition.version,
            "address": self.edition.url("index.md"),
            "about": str(self.pages["index.md"].value("description") or "") if "index.md" in self.pages else "",
            "cite": next(iter(citation.sentences.values())) if citation else "",
            **linked,
        }

    def _statement(self) -> list[Node]:
        """The home page's words on its sources: whom the guide follows, and that it is independent of them."""
        home = self.pages.get("index.md")
        headings = home.markup.headings if home else ()
        return [
            one
            for heading in headings
            if heading.anchor == "sources"
            for one in self.reader.nodes(heading.content, "index.md")
        ]

    def _written(self, uris: Iterable[str]) -> Iterator[Node]:
        for uri in uris:
            if uri in self.pages:
                document = self.pages[uri]
                yield _heading(1, str(document.value("title") or document.name), f"{uri}#")
                yield from self.reader.nodes(document.body, uri)

    def _stage(self, stage: Stage) -> Iterator[Node]:
        uri = stage_uri(stage.slug)
        place = f"Stage {self.guide.stage_slugs.index(stage.slug) + 1} of {len(self.guide.stages)}"
        yield _heading(1, stage.title, f"{uri}#", eyebrow=place)
        yield node("question", *text_nodes(stage.question))
        yield from self.reader.nodes(stage.introduction, uri)
        own = self.guide.in_stage(stage.slug)
        if own:
            yield _heading(2, "Do and Don’t", f"{uri}#do-and-dont")
            yield node("pairs", *(_row(one) for one in own))
        helping = [one for one in self.guide.recommendations if stage.slug in one.also and one.status == "active"]
        if helping:
            yield _heading(3, "From other stages", f"{uri}#from-other-stages")
            yield node("p", "These belong to another stage and help here too.")
            yield node("ul", *(node("li", _to(one, f"{one.id} "), *_titled(one)) for one in helping))
        yield from self.reader.nodes(stage.discussion, uri)
        tools = [tool for tool in self.guide.tools.values() if stage.slug in tool.stages]
        if tools:
            yield _heading(2, "Tools for this stage", f"{uri}#tools")
            yield _tools(tools)

    def _recommendations(self) -> Iterator[Node]:
        yield _heading(1, "Recommendations", "recommendations/index.md#")
        yield node("p", "Each by the stage to which it belongs. An ID never changes and is never used again.")
        for stage in self.guide.stages:
            yield _heading(2, stage.title, f"recommendations/index.md#{stage.slug}")
            for one in self.guide.in_stage(stage.slug):
                yield from self._recommendation(one)
        withdrawn = [one for one in self.guide.recommendations if one.status == "withdrawn"]
        if withdrawn:
            yield _heading(2, "Withdrawn", "recommendations/index.md#withdrawn")
            yield node("p", "These no longer hold. They stay here, with the reason.")
        for one in withdrawn:
            yield from self._withdrawn(one)

    def _recommendation(self, recommendation: Recommendation) -> Iterator[Node]:
        uri = recommendation_uri(recommendation.id)
        yield _heading(3, recommendation.title, f"{uri}#", number=recommendation.id)
        yield node("facts", *(node("fact", *values, name=name) for name, values in self._facts(recommendation)))
        sides = ((recommendation.do, recommendation.do_from), (recommendation.dont, recommendation.dont_from))
        for kind, (text, origin) in zip(("do", "dont"), sides, strict=True):
            if text:
                yield node(kind, *text_nodes(text), id=f"{uri}#{kind}", origin=words(origin))
        for title, name in SECTIONS.items():
            if not getattr(recommendation, name):
                continue
            yield _heading(4, title, f"{uri}#{name.replace('_', '-')}")
            yield from self.reader.nodes(getattr(recommendation, name), uri, deeper=2, above=4)
            if name == "first_steps" and recommendation.tools:
                yield node("lead", "Tools that help")
                yield _tools([self.guide.tools[slug] for slug in recommendation.tools])

    def _facts(self, recommendation: Recommendation) -> Iterator[tuple[str, list[Node]]]:
        stages = {stage.slug: stage.title for stage in self.guide.stages}
        yield "Stage", _listed(_link(stages[slug], stage_uri(slug)) for slug in recommendation.stages)
        yield "Topics", _listed(_link(self.guide.topics[slug].title, topic_uri(slug)) for slug in recommendation.topics)
        yield "Who acts", _listed(self.guide.roles[slug].title for slug in recommendation.roles)
        since = recommendation.since
        yield "Recommended since", ["the next version" if since == "next" else f"version {since}"]
        yield "Last reviewed", [f"{recommendation.reviewed.day} {recommendation.reviewed:%B %Y}"]

    def _withdrawn(self, recommendation: Recommendation) -> Iterator[Node]:
        yield _heading(3, recommendation.title, f"{recommendation_uri(recommendation.id)}#", number=recommendation.id)
        successors = living_successors(recommendation.id, self.guide.by_id)
        instead = _listed(_link(other, recommendation_uri(other)) for other in successors)
        yield node("p", *text_nodes(recommendation.reason), *([" Instead, see ", *instead, "."] if instead else []))

    def _glossary(self) -> Iterator[Node]:
        if _GLOSSARY in self.pages and self.guide.glossary:
            yield _heading(1, "Glossary", f"{_GLOSSARY}#")
            entries = [
                (node("dt", term.term, id=f"{_GLOSSARY}#{term.anchor}"), node("dd", term.meaning))
                for term in self.guide.glossary
            ]
            yield node("dl", *chain.from_iterable(entries))

    def _references(self) -> list[Node]:
        keys = [key for key in self.formatted.order if key in self.reader.cited]
        if not keys:
            return []
        entries = [
            node("reference", *html_nodes(self.formatted.references[key]), id=ReferencePlace(key).label) for key in keys
        ]
        return [_heading(1, "References", "references.md#"), *entries]


def _order(document: Document, uri: str) -> tuple[tuple[int, str], str]:
    return (document.value("order") or 0, uri), uri


def _on_release(uri: str) -> bool:
    return posixpath.dirname(uri) == "release"


def _heading(level: int, title: str, label: str, **attributes: Any) -> Node:
    return node("heading", *text_nodes(title), level=level, id=label, listed=True, **attributes)


def _link(text: str, uri: str) -> Node:
    return node("a", text, href=uri, page="index.md")


def _to(recommendation: Recommendation, text: str) -> Node:
    return _link(text.strip(), recommendation_uri(recommendation.id))


def _titled(recommendation: Recommendation) -> list[Node]:
    return [" ", *text_nodes(recommendation.title)]


def _listed(items: Iterable[Node]) -> list[Node]:
    return [part for index, one in enumerate(items) for part in ([", "] if index else []) + [one]]


def _row(recommendation: Recommendation) -> Node:
    return node(
        "pair",
        name=[_to(recommendation, recommendation.id), *_titled(recommendation)],
        do=text_nodes(recommendation.do),
        dont=text_nodes(recommendation.dont),
        do_from=words(recommendation.do_from),
        dont_from=words(recommendation.dont_from),
    )


def _tools(tools: Iterable[Tool]) -> Node:
    return node("ul", *(node("li", node("a", tool.name, href=tool.url), f": {tool.purpose}") for tool in tools))
