"""Rules on what surrounds the recommendations: stages, topics and pages."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from math import inf

from llme.content.document import Document
from llme.content.files import INSERTS
from llme.content.guide import Guide
from llme.findings import Finding
from llme.rules.rule import rule, rules_of
from llme.texts.markup import INSERT
from llme.texts.text import Position
from llme.urls import stage_uri
from llme.versions.naming import present, stage_names, topic_names
from llme.words import nearest_hint

_TOPICS = "docs/topics.yml"


@rule("stage-empty")
def every_stage_has_recommendations(guide: Guide) -> Iterator[Finding]:
    """Every stage has at least one recommendation."""
    recommendations = guide.of_kind("recommendations")
    if any(not isinstance(document.data, dict) for document in recommendations):
        return  # which stage these belong to is not known yet
    used = [document.value("stage") for document in recommendations if document.value("status") != "withdrawn"]
    for document in guide.of_kind("stages"):
        if document.name not in used:
            yield document.finding("stage-empty", (1, 1), f"no recommendation belongs to the stage `{document.name}`")


@rule("stage-order")
def stages_have_an_order(guide: Guide) -> Iterator[Finding]:
    """`order` gives each stage its own place."""
    taken: dict[int, str] = {}
    for document in guide.of_kind("stages"):
        order = document.value("order")
        if not isinstance(order, int):
            continue
        if order in taken:
            message = f"`order` {order} already belongs to the stage `{taken[order]}`"
            yield document.finding("stage-order", document.at("order"), message)
        taken.setdefault(order, document.name)


@rule("topic-unused")
def every_topic_is_used(guide: Guide) -> Iterator[Finding]:
    """A topic has at least one recommendation that holds; an empty page helps nobody."""
    recommendations = guide.of_kind("recommendations")
    if any(not isinstance(one.value("topics"), list) for one in recommendations):
        return
    active = [one for one in recommendations if one.value("status") != "withdrawn"]
    used = {topic for one in active for topic in one.value("topics") if isinstance(topic, str)}
    document = guide.by_path.get(_TOPICS)
    for slug in guide.topics if document else ():
        if slug not in used:
            yield document.finding("topic-unused", document.at(slug), f"no recommendation has the topic `{slug}`")


@rule("name-gone")
def names_last(guide: Guide) -> Iterator[Finding]:
    """The name of a stage or topic is part of addresses, and is not lost. If it is renamed, or another takes its place,
    the new one has the old name in `formerly`, so that the old addresses lead there."""
    if not guide.releases:
        return
    newest = guide.releases[-1]
    released = {"stage": stage_names(newest), "topic": topic_names(newest)}
    for kind, places in _names(guide).items():
        known = {*places, *(name for one in places.values() for name, _, _ in one)}
        for name in dict.fromkeys((*released[kind], *present(released[kind]))):
            if name not in known:
                path = f"docs/stages/{name}.md" if kind == "stage" else _TOPICS
                message = f"{newest.version} has addresses with the {kind} `{name}`, which is gone"
                hint = f"restore it, or add `{name}` to `formerly` of the {kind} that has its place now"
                yield Finding(path, 1, 1, "name-gone", message, hint)


@rule("name-taken")
def former_names_are_free(guide: Guide) -> Iterator[Finding]:
    """A name in `formerly` is that of no stage or topic today, and stands there once."""
    for kind, places in _names(guide).items():
        met: set[str] = set()
        for name, document, position in (former for one in places.values() for former in one):
            if name in places:
                yield document.finding("name-taken", position, f"`{name}` is the name of a {kind} today")
            elif name == "index":
                yield document.finding("name-taken", position, f"`index` is the page of all {kind}s")
            elif name in met:
                yield document.finding("name-taken", position, f"`{name}` stands in `formerly` twice")
            met.add(name)


def _names(guide: Guide) -> dict[str, dict[str, list[tuple[str, Document, Position]]]]:
    """By `stage` and `topic`, where they can be read: each name of today, with those of before and their places."""
    found: dict[str, dict[str, list[tuple[str, Document, Position]]]] = {}
    stages = guide.of_kind("stages")
    if all(isinstance(document.data, dict) for document in stages):
        found["stage"] = {document.name: list(_former(document)) for document in stages}
    topics = guide.by_path.get(_TOPICS)
    if topics and isinstance(topics.data, dict):
        found["topic"] = {slug: list(_former(topics, slug)) for slug in topics.data}
    return found


def _former(document: Document, *keys: str) -> Iterator[tuple[str, Document, Position]]:
    names = document.value(*keys, "formerly")
    for place, name in enumerate(names if isinstance(names, list) else ()):
        if isinstance(name, str):
            yield name, document, document.at(*keys, "formerly", place)


@rule("insert-unknown")
def inserts_are_known(guide: Guide) -> Iterator[Finding]:
    """A line `::: name` in a page inserts generated text, and its name is known."""
    files = [document.name for document in guide.of_kind("downloads")]
    for document in guide.of_kind("pages"):
        for match in INSERT.finditer(document.body):
            name, argument = match.groups()
            place = document.lines.at(match.start())
            if name not in INSERTS:
                message = f"nothing to insert is named `{name}`"
                yield document.finding("insert-unknown", place, message, nearest_hint(name, INSERTS))
            elif (name == "template") != bool(argument) or (argument and argument not in files):
                message = f"`{name}` cannot insert `{argument}`"
                hint = nearest_hint(argument, files) if name == "template" else "write the name alone"
                yield document.finding("insert-unknown", place, message, hint)


@rule("anchor-missing")
def headings_have_anchors(guide: Guide) -> Iterator[Finding]:
    """Below its title, every heading of a stage or a page has an explicit anchor, `## Heading {#anchor}`: links to
    it must outlive the heading's words."""
    for document in (*guide.of_kind("stages"), *guide.of_kind("pages")):
        for heading in document.markup.headings:
            if heading.level > 1 and not heading.anchor:
                message = f"the heading `{heading.text}` has no anchor"
                yield document.finding("anchor-missing", heading.position, message, "end it with `{#a-short-name}`")


@rule("section-uncited")
def stage_sections_cite_a_source(guide: Guide) -> Iterator[Finding]:
    """The introduction of a stage and every section of it cite at least one source."""
    for document in guide.of_kind("stages"):
        sections = [heading for heading in document.markup.headings if heading.level == 2]
        starts = [(document.body_line, 1), *(section.position for section in sections)]
        names = ["introduction", *(f"section `{section.text}`" for section in sections)]
        cited = [one.position for one in document.markup.citations if one.items]
        for name, (start, end) in zip(names, pairwise([*starts, (inf, 0)]), strict=True):
            if bisect_left(cited, start) == bisect_left(cited, end):
                yield document.finding("section-uncited", start, f"the {name} cites no source")


@rule("question-mark")
def the_question_of_a_stage_is_one(guide: Guide) -> Iterator[Finding]:
    """The `question` of a stage ends in a question mark."""
    for stage in guide.stages:
        if not stage.question.endswith("?"):
            document = guide.by_path[f"docs/{stage_uri(stage.slug)}"]
            message = "the question does not end in a question mark"
            yield document.finding("question-mark", document.at("question"), message)


@rule("recommendation-undiscussed")
def every_recommendation_is_discussed(guide: Guide) -> Iterator[Finding]:
    """A section of a stage, or of a page in `docs/release`, discusses each recommendation and links to it."""
    if len(guide.stages) < len(guide.of_kind("stages")):
        return  # what the others discuss is not known yet
    for recommendation in guide.active:
        if recommendation.id not in guide.discussed:
            hint = f"link to it from a section of `docs/{stage_uri(recommendation.stage)}`"
            message = "no section of a stage or of a page in `docs/release` links to it"
            yield guide.document_of(recommendation).finding("recommendation-undiscussed", (1, 1), message, hint)


RULES = rules_of(globals())
