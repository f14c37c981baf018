"""CHANGELOG.md, in the form of Keep a Changelog: its sections, and the lines that a release writes into them.

A section may begin with a summary, which the maintainers write below `## Unreleased`. A release takes it into its
snapshot, from which the page of changes, the feed and the notes have it; until then the page reads it here.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from llme.content.guide import Guide
from llme.content.model import ChangeKind
from llme.content.release import Release, Version
from llme.texts.text import Lines
from llme.versions.kinds import of_part

HEADING = "### Recommendations"
UNRELEASED = "unreleased"
_SECTION = re.compile(r"^## (?:\[)?([^\s\]]+)(?:\])?(?: [-–] (\d{4}-\d\d-\d\d))?[ \t]*$", re.MULTILINE)
_PART = re.compile(r"^### (.*)$", re.MULTILINE)
_ENTRY = re.compile(r"^[ \t]*[-*+][ \t]+|\n[ \t]*\n", re.MULTILINE)  # what begins one
_ORDER = {kind: place for place, kind in enumerate([*of_part("first"), *of_part("second"), *of_part("third")])}
# How many recommendations there are of a kind, for readers, where the kind's own name would not carry a number.
_COUNTED = {"wording": "changed in wording", "sources": "changed in sources"}


class Part(NamedTuple):
    """A part of a section, such as `### Added`, and its entries, each on one line."""

    title: str
    entries: tuple[str, ...]


def weight(kind: ChangeKind) -> int:
    """The place of a kind in a list that begins with what asks for attention first."""
    return _ORDER[kind]


def counted(recommendations: Iterable, version: str) -> str:
    """How many recommendations one version changed, by kind of change, the weightiest first; empty where none.

    `1 weakened, 17 added, 52 clarified`: one that changed in two ways is counted for each.
    """
    found: dict[ChangeKind, int] = {}
    for one in recommendations:
        for kind in {change.kind for change in one.changes if change.version == version}:
            found[kind] = found.get(kind, 0) + 1
    counts = ", ".join(f"{found[kind]} {_COUNTED.get(kind, kind)}" for kind in sorted(found, key=weight))
    return f"Recommendations by kind of change: {counts}." if counts else ""


def coming_summary(guide: Guide) -> tuple[str, ...]:
    """The summary of the next release, a text for each paragraph: what stands first below `## Unreleased`."""
    return next((_summary(coming_block(one.text)[1]) for one in guide.of_kind("changelog")), ())


def coming_block(text: str) -> tuple[int, str]:
    """The summary of the next release as the changelog has it: where it begins, and the text."""
    sections = list(_SECTION.finditer(text))
    for index, one in enumerate(sections):
        if one[1].lower() == UNRELEASED:
            return one.end(), _divided(text[one.end() : _end(text, sections, index)])[0]
    return 0, ""


def by_hand(guide: Guide) -> dict[str, tuple[Part, ...]]:
    """What the sections say beside their summaries and the lines that a release wrote, by version; `next` for what is
    not released."""
    found = {}
    for document in guide.of_kind("changelog"):
        text, sections = document.text, list(_SECTION.finditer(document.text))
        for index, one in enumerate(sections):
            version = "next" if one[1].lower() == UNRELEASED else one[1]
            found[version] = tuple(_parts(text[one.end() : _end(text, sections, index)]))
    return found


def told(release: Release) -> tuple[str, ...]:
    """What is told of a release as a whole, a text for each paragraph: its summary, and the counts."""
    counts = counted(release.recommendations, release.version)
    return (*(release.summary or ()), *([counts] if counts else []))


def notes(release: Release) -> str:
    """What to tell of a release where it is announced, as Markdown: all that, and the changes."""
    changes = generated(release.recommendations, release.version).strip()
    return "\n\n".join([*told(release), *([changes] if changes else [])]) + "\n"


def generated(recommendations: Iterable, version: str) -> str:
    """The lines on the changes of one version, the weightiest first; empty where there are none.

    `recommendations` have an `id`, a `title` and `changes`.
    """
    rows = [
        (_ORDER[change.kind], one.id, f"- {one.id} {change.kind}: {one.title}. {change.note}")
        for one in recommendations
        for change in one.changes
        if change.version == version
    ]
    if not rows:
        return ""
    return f"{HEADING}\n\n" + "".join(f"{row}\n" for *_, row in sorted(rows))


def release(text: str, recommendations: Iterable, version: Version, day: date) -> str:
    """The changelog after a release: what stood under Unreleased, hand-written, and the generated lines.

    `recommendations` name the new version in their changes. Raises ValueError where there is no section Unreleased.
    """
    sections = list(_SECTION.finditer(text))
    unreleased = next((index for index, one in enumerate(sections) if one[1].lower() == UNRELEASED), None)
    if unreleased is None:
        raise ValueError("CHANGELOG.md has no section `## Unreleased`")
    start = sections[unreleased].end()
    end = _end(text, sections, unreleased)
    hand_written = text[start:end].strip()
    parts = [f"## {version} - {day}", hand_written, generated(recommendations, str(version)).strip()]
    section = "\n\n".join(part for part in parts if part)
    return f"{text[: sections[unreleased].start()]}## Unreleased\n\n{section}\n\n{text[end:]}".rstrip("\n") + "\n"


def taken_back(text: str, release: Release) -> str:
    """The changelog without a release: what was written by hand in its section stands under Unreleased again, its
    summary before all that has been written there since."""
    version = release.version
    sections = list(_SECTION.finditer(text))
    place = next((index for index, one in enumerate(sections) if one[1] == version), None)
    if not place:  # a release stands below Unreleased
        return text
    end = _end(text, sections, place)
    lines = generated(release.recommendations, version).strip()
    by_hand = text[sections[place].end() : end].replace(f"\n{lines}\n", "\n", 1)
    start = sections[place - 1].end()
    newer = _divided(text[start : sections[place].start()])
    pairs = zip(_divided(by_hand), newer, strict=True)
    summary, newer_summary, rest, newer_rest = (part.strip() for pair in pairs for part in pair)
    kept = (text[:start], summary, newer_summary, newer_rest, rest, text[end:])
    return "\n\n".join(part for part in kept if part).rstrip("\n") + "\n"


def mismatches(text: str, releases: Iterable[Release]) -> Iterator[tuple[int, str]]:
    """Where the changelog does not tell what was released: line and message."""
    sections = list(_SECTION.finditer(text))
    lines = Lines(text)
    found = {}
    for index, one in enumerate(sections):
        found[one[1]] = (lines.at(one.start())[0], one[2], text[one.end() : _end(text, sections, index)])
    known = {release.version: release for release in releases}
    for version, release in known.items():
        if version not in found:
            yield 1, f"there is no section on {version}"
            continue
        line, day, body = found[version]
        if day != release.date.isoformat():
            yield line, f"{version} was released on {release.date}"
        lines = generated(release.recommendations, version).strip()
        if lines and lines not in body:
            yield line, f"the section on {version} does not list the changes that were released"
        if release.summary is not None and release.summary != _summary(body):
            yield line, f"the section on {version} does not begin with the summary that was released"
    for version, (line, _, _) in found.items():
        if version.lower() != UNRELEASED and version not in known:
            yield line, f"no version {version} was released"


def _end(text: str, sections: list[re.Match[str]], index: int) -> int:
    return sections[index + 1].start() if index + 1 < len(sections) else len(text)


def _divided(body: str) -> tuple[str, str]:
    """What a section says before its first part, `### …`, and the rest of it."""
    part = _PART.search(body)
    return (body[: part.start()], body[part.start() :]) if part else (body, "")


def _parts(body: str) -> Iterator[Part]:
    _, *divided = _PART.split(body)
    for title, text in zip(divided[::2], divided[1::2], strict=True):
        entries = tuple(" ".join(one.split()) for one in _ENTRY.split(text) if one.strip())
        if entries and f"### {title.strip()}" != HEADING:
            yield Part(title.strip(), entries)


def _summary(body: str) -> tuple[str, ...]:
    """The paragraphs before the first part of a section, each on one line."""
    paragraphs = (" ".join(one.split()) for one in re.split(r"\n\s*\n", _divided(body)[0]))
    return tuple(one for one in paragraphs if one)
