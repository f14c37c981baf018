"""Rules on what surrounds the recommendations: stages, topics, tools and pages."""

from collections.abc import Iterator

from llme.content.guide import Guide
from llme.content.markup import INSERT
from llme.content.model import INSERTS
from llme.findings import Finding
from llme.rules.rule import rule, rules_of
from llme.words import nearest_hint


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
    """A topic has at least one recommendation; an empty page helps nobody."""
    recommendations = guide.of_kind("recommendations")
    if any(not isinstance(one.value("topics"), list) for one in recommendations):
        return
    used = {topic for one in recommendations for topic in one.value("topics") if isinstance(topic, str)}
    document = guide.by_path.get("docs/topics.yml")
    for slug in guide.topics if document else ():
        if slug not in used:
            yield document.finding("topic-unused", document.at(slug), f"no recommendation has the topic `{slug}`")


@rule("tool-repeated", "stage-unknown", "citation-unknown", "link-unsafe", "tool-source", "tool-stage")
def tools_have_a_source_a_stage_and_an_address(guide: Guide) -> Iterator[Finding]:
    """A tool has its own id, known stages, an https address, and the citation key of the work that offers it."""
    document = guide.by_path.get("docs/tools.yml")
    entries = document.data if document and isinstance(document.data, list) else []
    met: list = []
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict):
            continue
        name, source, url = entry.get("id"), entry.get("source"), entry.get("url")
        if name in met:
            yield document.finding("tool-repeated", document.at(index, "id"), f"the id `{name}` is used twice")
        met.append(name)
        if not source:
            message = f"the tool `{name}` names no source"
            yield document.finding("tool-source", document.at(index), message, "give the citation key as `source:`")
        elif isinstance(source, str) and source not in guide.works:
            message = f"no work has the key `{source}`"
            hint = nearest_hint(source, guide.works)
            yield document.finding("citation-unknown", document.at(index, "source"), message, hint)
        if isinstance(url, str) and not url.startswith("https://"):
            message = f"`{url}` is not an https address"
            yield document.finding("link-unsafe", document.at(index, "url"), message)
        stages = entry.get("stages") if isinstance(entry.get("stages"), list) else []
        if entry.get("stages") == []:
            yield document.finding("tool-stage", document.at(index, "stages"), f"the tool `{name}` has no stage")
        for place, stage in enumerate(stages):
            if isinstance(stage, str) and stage not in guide.stage_slugs:
                message = f"no stage is named `{stage}`"
                hint = nearest_hint(stage, guide.stage_slugs)
                yield document.finding("stage-unknown", document.at(index, "stages", place), message, hint)


@rule("insert-unknown")
def inserts_are_known(guide: Guide) -> Iterator[Finding]:
    """A line `::: name` in a page inserts generated text, and its name is known."""
    files = [document.name for document in guide.of_kind("downloads")]
    for document in guide.of_kind("pages"):
        for match in INSERT.finditer(document.body):
            name, argument = match.groups()
            line = document.body_line + document.body.count("\n", 0, match.start())
            if name not in INSERTS:
                message = f"nothing to insert is named `{name}`"
                yield document.finding("insert-unknown", (line, 1), message, nearest_hint(name, INSERTS))
            elif (name == "template") != bool(argument) or (argument and argument not in files):
                message = f"`{name}` cannot insert `{argument}`"
                hint = nearest_hint(argument, files) if name == "template" else "write the name alone"
                yield document.finding("insert-unknown", (line, 1), message, hint)


@rule("anchor-missing", "anchor-repeated")
def headings_have_anchors_of_their_own(guide: Guide) -> Iterator[Finding]:
    """Below its title, every heading of a stage or a page has an explicit anchor, `## Heading {#anchor}`, that no
    other heading of the page has: links to it must outlive the heading's words."""
    for document in (*guide.of_kind("stages"), *guide.of_kind("pages")):
        met: set[str] = set()
        for heading in document.markup.headings:
            if heading.level > 1 and not heading.anchor:
                message = f"the heading `{heading.text}` has no anchor"
                yield document.finding("anchor-missing", heading.position, message, "end it with `{#a-short-name}`")
            if heading.anchor in met:
                message = f"the anchor `{heading.anchor}` is used twice"
                yield document.finding("anchor-repeated", heading.position, message, "choose another one")
            met |= {heading.anchor} - {""}


@rule("section-uncited")
def stage_sections_cite_a_source(guide: Guide) -> Iterator[Finding]:
    """Every section of a stage cites at least one source."""
    for document in guide.of_kind("stages"):
        sections = [heading for heading in document.markup.headings if heading.level == 2]
        for index, section in enumerate(sections):
            end = sections[index + 1].position if index + 1 < len(sections) else (float("inf"), 0)
            cited = any(one.items and section.position < one.position < end for one in document.markup.citations)
            if not cited:
                message = f"the section `{section.text}` cites no source"
                yield document.finding("section-uncited", section.position, message)


@rule("term-repeated")
def terms_are_explained_once(guide: Guide) -> Iterator[Finding]:
    """The glossary explains a term once."""
    document = guide.by_path.get("docs/glossary.yml")
    entries = document.data if document and isinstance(document.data, list) else []
    met: list[str] = []
    for index, entry in enumerate(entries):
        term = str(entry.get("term")).lower() if isinstance(entry, dict) else ""
        if term and term in met:
            yield document.finding("term-repeated", document.at(index, "term"), f"`{term}` is explained twice")
        met.append(term)


RULES = rules_of(globals())
