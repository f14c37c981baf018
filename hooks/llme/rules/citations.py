"""Rules on citations in Markdown."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from math import inf

from llme.content.guide import Guide
from llme.findings import Finding
from llme.patterns import FOOTNOTE, UNRESOLVED, is_a
from llme.rules.rule import rule, rules_of
from llme.texts.markup import COMMAND
from llme.words import nearest_hint


@rule("citation-missing")
def reasons_and_cases_cite_a_source(guide: Guide) -> Iterator[Finding]:
    """`## Why` and `## In practice` each cite at least one source."""
    for document in guide.of_kind("recommendations"):
        headings = [heading for heading in document.markup.headings if heading.level <= 2]
        ends = [*(heading.position for heading in headings[1:]), (inf, 0)]
        cited = [one.position for one in document.markup.citations if one.items and not one.where]
        for heading, end in zip(headings, ends, strict=False):
            if heading.text in _CITING and bisect_left(cited, heading.position) == bisect_left(cited, end):
                message = f"`## {heading.text}` cites no source"
                yield document.finding("citation-missing", heading.position, message, _FORM)


@rule("citation-malformed")
def citations_are_well_formed(guide: Guide) -> Iterator[Finding]:
    """A citation is `[@key]`; several are `[@one; @two]`, a page is `[@key, p. 4]`, and after an author's name in the
    sentence it is `[-@key]`."""
    for document, citation in _citations(guide):
        if not citation.items and not citation.where:
            message = f"`[{citation.raw}]` is not a citation the build can read"
            yield document.finding("citation-malformed", citation.position, message, _FORM)


@rule("citation-malformed")
def keys_stand_in_citations(guide: Guide) -> Iterator[Finding]:
    """A citation key of `bibliography/guide.bib` stands in a citation, or in code, and nowhere else in a text: `(@key)`
    and `[key]` would be printed as they are."""
    keys = frozenset(key for key in guide.works if re.search("[a-z][0-9]{4}", key))  # others may be words
    for document in guide.documents if keys else ():
        if document.body and not document.is_within_limits:
            continue
        text = _BLOCK.sub(lambda block: "\0" * len(block[0]), document.body)
        for raw in {one.text for one in document.markup.code if one.text}:
            text = text.replace(raw, "\0" * len(raw))
        for match in _WORD.finditer(text):
            if match[0] in keys:
                message = f"the key `{match[0]}` stands in the text, and is no citation there"
                yield document.finding("citation-malformed", document.lines.at(match.start()), message, _FORM)


@rule("citation-split", "citation-place")
def citations_stand_in_running_text(guide: Guide) -> Iterator[Finding]:
    """A citation stands on one line of running text: not in code, link text, an image's text, raw HTML or a
    heading."""
    for document, citation in _citations(guide):
        if citation.where == "two lines":
            message = f"the citation `[{citation.raw}` is not closed on its line"
            yield document.finding("citation-split", citation.position, message, "write the whole block on one line")
        elif citation.where:
            message = f"the citation `[{citation.raw}]` stands in {citation.where}"
            yield document.finding("citation-place", citation.position, message, "put it into the sentence around")


@rule("footnote-place")
def recommendations_have_no_footnotes(guide: Guide) -> Iterator[Finding]:
    """A recommendation has no footnotes: parts of it stand alone elsewhere, such as its questions in the checklist."""
    for document in guide.of_kind("recommendations"):
        if (start := document.body.find("[^")) >= 0:
            message = "a footnote in a recommendation"
            yield document.finding("footnote-place", document.lines.at(start), message, "say it in the text")


@rule("citation-place")
def files_to_copy_hold_no_citation(guide: Guide) -> Iterator[Finding]:
    """A file that readers copy, in `docs/templates/files`, holds no citation, since it leaves the guide."""
    for document in guide.of_kind("downloads"):
        for citation in document.markup.citations:
            if not citation.where:
                message = f"the citation `[{citation.raw}]` stands in a file that is copied"
                yield document.finding("citation-place", citation.position, message, "name the work in words")


@rule("citation-place")
def fields_hold_no_citation(guide: Guide) -> Iterator[Finding]:
    """No field of a file holds a citation: fields are plain text, and a title with one would be printed as written."""
    unresolved = re.compile(UNRESOLVED)
    for document in guide.documents:
        values = ((keys, document.value(*keys)) for keys in document.positions if document.data is not None)
        works = ((key, name, text) for key, work in guide.works.items() for name, text in work.fields.items())
        fields = [*values, *(((key, name), text) for key, name, text in works if document.kind == "works")]
        for keys, text in fields:
            if isinstance(text, str) and (match := unresolved.search(text)):
                message = f"`{match[0]}` stands in a field, which is plain text"
                yield document.finding("citation-place", document.at(*keys), message, "cite the work in the text below")


@rule("citation-unknown")
def citation_keys_are_known(guide: Guide) -> Iterator[Finding]:
    """Every cited key is in `bibliography/guide.bib`."""
    for document, citation in _citations(guide):
        for item in citation.items:
            if item.key not in guide.works:
                hint = nearest_hint(item.key, guide.works)
                yield document.finding("citation-unknown", citation.position, f"no work has the key `{item.key}`", hint)


@rule("bibliography-command")
def no_bibliography_command_is_used(guide: Guide) -> Iterator[Finding]:
    """The references of a page follow it by themselves, without a command."""
    for document in guide.documents:
        for number, line in enumerate(document.body.split("\n")):
            if match := COMMAND.search(line):
                place = (document.body_line + number, match.start() + 1)
                message = f"the command `{match[0]}` is not used here"
                yield document.finding("bibliography-command", place, message, "delete it")


@rule("footnote-collision", "footnote-name")
def footnotes_do_not_collide_with_references(guide: Guide) -> Iterator[Finding]:
    """A footnote of your own is named by letters, digits, hyphens or underscores, and not like a reference, which
    begins with `ref-`."""
    for document in guide.documents:
        for footnote in document.markup.footnotes:
            if not is_a(r"[A-Za-z0-9_-]+", footnote.text):
                message = f"`{footnote.text}` cannot be the name of a footnote"
                yield document.finding("footnote-name", footnote.position, message, "name it such as `[^1]`")
            if footnote.text.startswith(FOOTNOTE):
                message = f"the footnote `{footnote.text}` has the name of a reference"
                yield document.finding("footnote-collision", footnote.position, message, "give it another name")


def _citations(guide: Guide):
    return ((document, citation) for document in guide.documents for citation in document.markup.citations)


_BLOCK = re.compile(r"\[[^\[\]]*@[^\[\]]*\]")  # a citation, or what another rule says of one
_WORD = re.compile("(?<![a-z0-9#/-])[a-z0-9-]+(?![a-z0-9-])")  # but in an address
_CITING = ("Why", "In practice")
_FORM = "write `[@key]`, or `[@one; @two, p. 4]`, with keys of `bibliography/guide.bib`"
RULES = rules_of(globals())
