"""Rules on length: a reader has little time, and a text that is too short says nothing."""

import re
from collections.abc import Iterator

from llme.content.guide import Guide
from llme.content.model import SECTIONS
from llme.findings import Finding
from llme.rules.rule import rule, rules_of
from llme.versions.changelog import coming_block

# By section: what is counted, the pattern of one, and the least and most of them.
_SECTIONS = {
    "Why": ("word", r"\S+", 40, 260),
    "First steps": ("step", r"^[0-9]+\. ", 3, 5),
    "In practice": ("word", r"\S+", 40, 120),
    "When this may not apply": ("word", r"\S+", 40, None),
    "Check yourself": ("question", r"^- ", 2, 3),
}
# By kind of document: the most characters in a field.
_FIELDS = {
    "recommendations": {"do": 360, "dont": 360},
    "stages": {"summary": 170},
    "tools": {"purpose": 150},
    "glossary": {"meaning": 160},
}
_TOPICS = 4
_SUMMARY = 1500  # characters
# Markup anywhere, or at the beginning of a line.
_MARKED = re.compile(r"[\[\]<>*_`|\\]|://|^[ \t]*(?:[-+#=~]|[0-9]+[.)][ \t])", re.MULTILINE)


@rule("section-length")
def sections_are_neither_short_nor_long(guide: Guide) -> Iterator[Finding]:
    """`## Why` has 40 to 260 words, `## First steps` has 3 to 5 steps, `## In practice` has 40 to 120 words,
    `## When this may not apply` has at least 40 words, and `## Check yourself` has 2 or 3 questions."""
    for recommendation in guide.recommendations:
        document = guide.document_of(recommendation)
        for heading in document.markup.headings:
            if heading.level != 2 or heading.text not in _SECTIONS:
                continue
            noun, pattern, least, most = _SECTIONS[heading.text]
            count = len(re.findall(pattern, getattr(recommendation, SECTIONS[heading.text]), re.MULTILINE))
            if count and not least <= count <= (most or count):  # none at all is told by other rules
                message = f"the section `{heading.text}` has {count} {noun}{'' if count == 1 else 's'}"
                hint = f"write {least} to {most}" if most else f"write {least} or more"
                yield document.finding("section-length", heading.position, message, hint)


@rule("text-length")
def texts_are_short(guide: Guide) -> Iterator[Finding]:
    """A `do` and a `dont` have at most 360 characters each, the `summary` of a stage 170, the `purpose` of a tool 150,
    and the `meaning` of a term 160."""
    for kind, fields in _FIELDS.items():
        for document in guide.of_kind(kind):
            entries = range(len(document.data)) if isinstance(document.data, list) else [None]
            for index in entries:
                for field, most in fields.items():
                    keys = (field,) if index is None else (index, field)
                    text = document.value(*keys)
                    if isinstance(text, str) and len(text.strip()) > most:
                        message = f"`{field}` has {len(text.strip())} characters, {most} are allowed"
                        yield document.finding("text-length", document.at(*keys), message)


@rule("topics-many")
def topics_are_few(guide: Guide) -> Iterator[Finding]:
    """A recommendation has at most four topics."""
    for document in guide.of_kind("recommendations"):
        topics = document.value("topics")
        if isinstance(topics, list) and len(topics) > _TOPICS:
            message = f"it has {len(topics)} topics, {_TOPICS} are allowed"
            yield document.finding("topics-many", document.at("topics"), message, "keep those it is most about")


@rule("summary-markup", "summary-long")
def summary_is_plain_and_short(guide: Guide) -> Iterator[Finding]:
    """What stands in CHANGELOG.md between `## Unreleased` and the first `###` is the summary of the next release: plain
    text, in which only code is marked, of at most 1,500 characters. The page of changes, the feed and the notes of the
    release show it."""
    for document in guide.of_kind("changelog"):
        start, summary = coming_block(document.text)
        if (length := len(summary.strip())) > _SUMMARY:
            message = f"the summary of the next release has {length:,} characters, {_SUMMARY:,} are allowed"
            hint = "leave the rest to the lists below it"
            yield document.finding("summary-long", document.lines.at(start + _indent(summary)), message, hint)
        if match := _MARKED.search(re.sub(r"`[^`\n]+`", lambda code: "x" * len(code[0]), summary)):
            message = "the summary of the next release is not plain text"
            hint = "write sentences, and begin lists with a heading such as `### Added`"
            yield document.finding("summary-markup", document.lines.at(start + match.end() - 1), message, hint)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


RULES = rules_of(globals())
