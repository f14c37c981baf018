"""Rules on what helps beside the recommendations: tools, templates and the glossary."""

import re
from collections.abc import Iterator

from llme.content.document import Document
from llme.content.guide import Guide
from llme.content.markup import INSERT
from llme.findings import Finding
from llme.rules.rule import rule, rules_of
from llme.words import nearest_hint


@rule("tool-repeated", "stage-unknown", "citation-unknown", "link-unsafe", "tool-source", "tool-stage")
def tools_have_a_source_a_stage_and_an_address(guide: Guide) -> Iterator[Finding]:
    """A tool has its own id, known stages, an https address, and the citation key of the work that offers it."""
    met: list = []
    for document, index, entry in _entries(guide, "tools"):
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


@rule("tool-unused")
def every_tool_is_named(guide: Guide) -> Iterator[Finding]:
    """A tool is named by at least one recommendation, in its `tools`."""
    recommendations = guide.of_kind("recommendations")
    if any(not isinstance(one.data, dict) for one in recommendations):
        return
    used = [one.value("tools") for one in recommendations]
    for document, index, entry in _entries(guide, "tools"):
        name = entry.get("id")
        if isinstance(name, str) and not any(isinstance(tools, list) and name in tools for tools in used):
            message = f"no recommendation names the tool `{name}`"
            yield document.finding("tool-unused", document.at(index, "id"), message)


@rule("template-unshown", "template-unnamed")
def templates_have_a_page_and_say_whose_they_are(guide: Guide) -> Iterator[Finding]:
    """A file `docs/templates/files/NAME.md` has its page, `docs/templates/NAME.md`, with the line `::: template NAME`,
    and holds the text “Based on the LLM Ethics Guide, template NAME”."""
    for document in guide.of_kind("downloads"):
        page = guide.by_path.get(f"docs/templates/{document.name}.md")
        if not page or ("template", document.name) not in (match.groups() for match in INSERT.finditer(page.body)):
            message = f"the page `docs/templates/{document.name}.md` does not show it"
            yield document.finding("template-unshown", (1, 1), message, f"write `::: template {document.name}` there")
        name = f"Based on the LLM Ethics Guide, template {document.name}"
        if not re.search(rf"{re.escape(name)}(?![\w-])", document.text):
            message = "it does not say which template it is"
            yield document.finding("template-unnamed", (1, 1), message, f"write `{name}` into it")


@rule("term-repeated")
def terms_are_explained_once(guide: Guide) -> Iterator[Finding]:
    """The glossary explains a term once."""
    met: list[str] = []
    for document, index, entry in _entries(guide, "glossary"):
        term = str(entry.get("term")).lower()
        if term in met:
            yield document.finding("term-repeated", document.at(index, "term"), f"`{term}` is explained twice")
        met.append(term)


@rule("meaning-stop")
def meanings_are_sentences(guide: Guide) -> Iterator[Finding]:
    """The `meaning` of a term ends in a full stop."""
    for document, index, entry in _entries(guide, "glossary"):
        meaning = entry.get("meaning")
        if isinstance(meaning, str) and meaning.strip() and not meaning.rstrip().endswith("."):
            place = document.at(index, "meaning")
            yield document.finding("meaning-stop", place, "the meaning does not end in a full stop")


def _entries(guide: Guide, kind: str) -> Iterator[tuple[Document, int, dict]]:
    """The entries of a list that are sets of fields, each with its place."""
    for document in guide.of_kind(kind):
        for index, entry in enumerate(document.data if isinstance(document.data, list) else []):
            if isinstance(entry, dict):
                yield document, index, entry


RULES = rules_of(globals())
