"""Rules on what contributed text may hold: nothing that runs, hides or leads astray."""

import re
from collections.abc import Iterator

from llme.content.guide import Guide
from llme.findings import Finding
from llme.patterns import INVISIBLE
from llme.rules.rule import rule, rules_of
from llme.texts.text import Lines


@rule("html")
def no_raw_html(guide: Guide) -> Iterator[Finding]:
    """Raw HTML is not used, but for `<br>`, `<kbd>`, `<sub>`, `<sup>` and `<wbr>` without attributes."""
    for document in guide.documents:
        yield from document.found("html")


@rule("link-unsafe")
def links_are_http_mailto_or_relative(guide: Guide) -> Iterator[Finding]:
    """A link is http, https, mailto, or the path of a page."""
    for document in guide.documents:
        yield from document.found("link-unsafe")


@rule("text-unsafe")
def texts_become_plain_elements(guide: Guide) -> Iterator[Finding]:
    """Converted, a text holds paragraphs, headings, lists, tables, quotations, code and links, and nothing that is
    unresolved or that nobody sees."""
    for document in guide.documents:
        yield from document.found("text-unsafe")


@rule("text-ambiguous", "text-unreadable")
def texts_are_read_in_one_way(guide: Guide) -> Iterator[Finding]:
    """A text is what it seems: headings, code, links and citations are those that anyone sees in it, and whatever is
    opened is closed."""
    for document in guide.documents:
        yield from document.found("text-ambiguous", "text-unreadable")


@rule("attribute-unsafe")
def attributes_are_anchors(guide: Guide) -> Iterator[Finding]:
    """Braces after a piece of Markdown hold an anchor, `{#name}`, and nothing else; the first paragraph of a page may
    have `{.lead}`."""
    for document in guide.documents:
        for mark in document.markup.attributes:
            if not mark.is_harmless:
                message = f"`{{{mark.text[:40]}}}` is not an anchor"
                yield document.finding("attribute-unsafe", mark.position, message, "put literal braces in backticks")


@rule("invisible-character")
def no_invisible_characters(guide: Guide) -> Iterator[Finding]:
    """No control, bidirectional, zero-width, ignorable or private-use characters stand in a text, as such or as an
    escape of YAML, where they could hide what it says."""
    invisible = re.compile(f"(?:{INVISIBLE})+")
    for document in guide.documents:
        yield from document.found("invisible-character")  # written as escapes
        lines = None
        for match in invisible.finditer(document.text):
            lines = lines or Lines(document.text)
            more = f", and {len(match[0]) - 1} more" if len(match[0]) > 1 else ""
            message = f"an invisible character, U+{ord(match[0][0]):04X}{more}"
            yield document.finding("invisible-character", lines.at(match.start()), message, "delete it")


RULES = rules_of(globals())
