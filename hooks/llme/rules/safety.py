"""Rules on what contributed text may hold: nothing that runs, hides or leads astray."""

import re
from collections.abc import Iterator

from llme.content.guide import Guide
from llme.findings import Finding
from llme.patterns import INVISIBLE
from llme.rules.rule import rule, rules_of

_ALLOWED_HTML = ("br", "kbd", "sub", "sup", "wbr")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_ALLOWED_SCHEME = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"[#.][A-Za-z][\w-]*")


@rule("html")
def no_raw_html(guide: Guide) -> Iterator[Finding]:
    """Raw HTML is not used, but for `<br>`, `<kbd>`, `<sub>`, `<sup>` and `<wbr>` without attributes."""
    allowed = re.compile(rf"</?({'|'.join(_ALLOWED_HTML)})\s*/?>", re.IGNORECASE)
    for document in guide.documents:
        for tag in document.markup.html:
            if not allowed.fullmatch(tag.text):
                shown = tag.text if len(tag.text) <= 40 else tag.text[:39] + "…"
                message = f"raw HTML: `{shown}`"
                yield document.finding("html", tag.position, message, "use Markdown, or `&lt;` for the sign itself")


@rule("link-unsafe")
def links_are_http_mailto_or_relative(guide: Guide) -> Iterator[Finding]:
    """A link is http, https, mailto, or relative."""
    for document in guide.documents:
        for link in document.markup.links:
            target = re.sub(r"[\x00-\x20\\]", "", link.text)
            absolute = target.startswith(("//", "/"))
            if absolute or (_SCHEME.match(target) and not _ALLOWED_SCHEME.match(target)):
                message = f"the link `{link.text[:60]}` is not http, https, mailto or relative"
                yield document.finding("link-unsafe", link.position, message)


@rule("attribute-unsafe")
def attributes_are_anchors_or_classes(guide: Guide) -> Iterator[Finding]:
    """Braces after a piece of Markdown hold an anchor, `{#name}`, or a class, `{.name}`, and nothing else."""
    for document in guide.documents:
        for mark in document.markup.attributes:
            if not mark.text or not all(_ATTRIBUTE.fullmatch(part) for part in mark.text.split()):
                message = f"`{{{mark.text[:40]}}}` is not an anchor or a class"
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
