"""Rules on what links lead to: pages, and places on them, each with an anchor of its own."""

import posixpath
import re
from collections.abc import Iterator

from llme.content.document import Document
from llme.content.guide import Guide
from llme.findings import Finding
from llme.patterns import ID, LINK, is_a
from llme.rules.rule import rule, rules_of
from llme.texts.markup import INSERT
from llme.urls import (
    ANCHOR_PREFIXES,
    ANCHORS,
    ANCHORS_EVERYWHERE,
    GENERATED,
    GLOSSARY,
    LASTING,
    LINKED,
    REFERENCES,
    framework_uri,
    recommendation_uri,
    topic_uri,
)
from llme.versions.successors import in_its_place
from llme.words import nearest_hint

# The address of a recommendation as it is now; one with a version keeps its meaning.
_LATEST = re.compile(rf"https?://.*/(?:r|(?:latest|dev)/recommendations)/({ID})(?:[/?#].*)?", re.DOTALL)
_KINDS = ("recommendations", "stages", "decisions", "pages")  # of documents that become a page


@rule("anchor-repeated", "anchor-taken")
def anchors_are_unique(guide: Guide) -> Iterator[Finding]:
    """An anchor, `{#name}`, stands once on a page, and has no name that the page gives to a part of its own, such as
    `references`."""
    for kind in _KINDS:
        for document in guide.of_kind(kind):
            taken = ANCHORS_EVERYWHERE | {*ANCHORS[kind].split()} | _inserted(guide, document)
            met: set[str] = set()
            for anchor, place in _anchors(document):
                if anchor in met:
                    message = f"the anchor `{anchor}` is used twice"
                    yield document.finding("anchor-repeated", place, message, "choose another one")
                elif anchor in taken or anchor.startswith(ANCHOR_PREFIXES) or is_a(ID, anchor):
                    message = f"the page has a part of its own with the anchor `{anchor}`"
                    yield document.finding("anchor-taken", place, message, "choose another one")
                met.add(anchor)


@rule("anchor-needed")
def anchors_that_others_lead_to_are_there(guide: Guide) -> Iterator[Finding]:
    """The pages that are made lead to `{#feeds}` of `docs/about/data.md`, to `{#checklist}` of
    `docs/about/how-to-use.md`, and to the terms that the line `::: glossary` puts into `docs/about/glossary.md`."""
    for uri, needed in LINKED.items():
        document = next((one for one in guide.of_kind("pages") if one.path == f"docs/{uri}"), None)
        there = {anchor for anchor, _ in _anchors(document)} | _inserted(guide, document) if document else set()
        terms = [term.anchor for term in guide.glossary if term.link] if uri == GLOSSARY else []
        lacking = [anchor for anchor in (*needed, *terms) if document and anchor not in there]
        if lacking:
            message = f"the anchor `{lacking[0]}` is missing, to which other pages lead"
            hint = "insert `::: glossary`" if uri == GLOSSARY else f"end a heading with `{{#{lacking[0]}}}`"
            yield document.finding("anchor-needed", (1, 1), message, hint)


@rule("anchor-taken")
def names_that_are_anchors_stand_apart(guide: Guide) -> Iterator[Finding]:
    """The id of a tool is not the name of a stage, and a citation key is no part of the page of references: each is an
    anchor there."""
    for document in guide.of_kind("tools"):
        for index, entry in enumerate(document.data if isinstance(document.data, list) else []):
            name = entry.get("id") if isinstance(entry, dict) else None
            if isinstance(name, str) and name in guide.stage_slugs:
                message = f"the stage `{name}` has this anchor"
                yield document.finding("anchor-taken", document.at(index, "id"), message, "choose another id")
    for document in guide.of_kind("works"):
        for key in guide.works:
            if key in ANCHORS_EVERYWHERE or key.startswith(ANCHOR_PREFIXES):
                message = f"the page of references has a part of its own with the anchor `{key}`"
                yield document.finding("anchor-taken", document.at(key), message, "choose another key")


@rule("link-broken")
def links_to_pages_lead_somewhere(guide: Guide) -> Iterator[Finding]:
    """A link to a page of the guide, `../stages/NAME.md#anchor`, leads to a page that there is, and to an anchor that
    the page has for good."""
    topics = (str(name) for one in guide.of_kind("topics") if isinstance(one.data, dict) for name in one.data)
    frameworks = (document.name for document in guide.of_kind("frameworks"))
    made = {*GENERATED, *map(topic_uri, topics), *map(framework_uri, frameworks)}
    written = {document.path.removeprefix("docs/"): document for kind in _KINDS for document in guide.of_kind(kind)}
    anchors: dict[str, set[str]] = {}
    for uri, document in written.items():
        for link in document.markup.links:
            path, _, anchor = link.text.partition("#")
            if ":" in path or not is_a(LINK, link.text):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), path)) if path else uri
            if target not in made | written.keys():
                message, hint = f"there is no page `{target}`", nearest_hint(target, sorted(made | written.keys()))
                yield document.finding("link-broken", link.position, message, hint)
            elif anchor:
                known = anchors.setdefault(target, _lasting(guide, target, written.get(target)))
                if anchor not in known:
                    message, hint = f"`{target}` has no lasting anchor `{anchor}`", nearest_hint(anchor, sorted(known))
                    yield document.finding("link-broken", link.position, message, hint)


@rule("link-withdrawn")
def links_lead_to_what_holds(guide: Guide) -> Iterator[Finding]:
    """Only a decision links to a withdrawn recommendation, unless the address names a version."""
    for kind in ("recommendations", "stages", "pages", "downloads"):
        for document in guide.of_kind(kind):
            for link in document.markup.links:
                name = _linked(document, link.text)
                found = guide.by_id.get(name)
                if found and found.status == "withdrawn" and document.path != f"docs/{recommendation_uri(name)}":
                    hint = in_its_place(name, guide.by_id, "link to")
                    yield document.finding("link-withdrawn", link.position, f"{name} is withdrawn", hint)


def _linked(document: Document, target: str) -> str:
    """The ID of the recommendation to which a link leads, or an empty text."""
    if match := _LATEST.fullmatch(target):
        return match[1]
    path = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), target.partition("#")[0]))
    folder, _, name = path.rpartition("/")
    return name.removesuffix(".md") if folder == "docs/recommendations" else ""


def _lasting(guide: Guide, uri: str, document: Document | None) -> set[str]:
    """The anchors of a page that it is sure to keep."""
    if document:
        fixed = LASTING.get(document.kind, "").split()
        fixed += [name for name in ("do", "dont") if document.kind == "recommendations" and document.value(name)]
        return {*fixed, *(anchor for anchor, _ in _anchors(document)), *_inserted(guide, document)}
    if uri == REFERENCES:
        return set(guide.works)
    items = (item.anchor for one in guide.frameworks.values() if framework_uri(one.id) == uri for item in one.items)
    return set(items)


def _anchors(document: Document) -> Iterator[tuple[str, tuple[int, int]]]:
    for mark in document.markup.attributes:
        for part in mark.text.split():
            if part.startswith("#"):
                yield part[1:], mark.position


def _inserted(guide: Guide, document: Document) -> set[str]:
    """The anchors of what a page inserts."""
    found: set[str] = set()
    for name, _ in (match.groups() for match in INSERT.finditer(document.body)):
        found |= {*ANCHORS.get(name, "").split()}
        found |= set(guide.stage_slugs) if name in ("stages", "tools") else set()
        found |= set(guide.tools) if name == "tools" else set()
        found |= {term.anchor for term in guide.glossary} if name == "glossary" else set()
    return found


RULES = rules_of(globals())
