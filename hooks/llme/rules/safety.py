"""Rules on what contributed text may hold: nothing that runs, hides or leads astray."""

import re
from collections.abc import Iterator

from llme.content.guide import Guide
from llme.findings import Finding
from llme.patterns import INVISIBLE
from llme.rules.rule import rule, rules_of


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
    """No control, bidirectional-override or private-use characters stand in a text, where they could hide what it
    says."""
    for document in guide.documents:
        for match in re.finditer(INVISIBLE, document.text):
            line = document.text.count("\n", 0, match.start()) + 1
            column = match.start() - document.text.rfind("\n", 0, match.start())
            message = f"an invisible character, U+{ord(match[0]):04X}"
            yield document.finding("invisible-character", (line, column), message, "delete it")


RULES = rules_of(globals())
