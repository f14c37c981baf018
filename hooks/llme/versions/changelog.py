"""CHANGELOG.md, in the form of Keep a Changelog: its sections, and the lines that a release writes into them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from llme.content.release import Release, Version
from llme.texts.text import Lines
from llme.versions.kinds import of_part

HEADING = "### Recommendations"
_SECTION = re.compile(r"^## (?:\[)?([^\s\]]+)(?:\])?(?: [-–] (\d{4}-\d\d-\d\d))?[ \t]*$", re.MULTILINE)
_ORDER = {kind: place for place, kind in enumerate([*of_part("first"), *of_part("second"), *of_part("third")])}


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
    unreleased = next((index for index, one in enumerate(sections) if one[1].lower() == "unreleased"), None)
    if unreleased is None:
        raise ValueError("CHANGELOG.md has no section `## Unreleased`")
    start = sections[unreleased].end()
    end = sections[unreleased + 1].start() if unreleased + 1 < len(sections) else len(text)
    hand_written = text[start:end].strip()
    parts = [f"## {version} - {day}", hand_written, generated(recommendations, str(version)).strip()]
    section = "\n\n".join(part for part in parts if part)
    return f"{text[: sections[unreleased].start()]}## Unreleased\n\n{section}\n\n{text[end:]}".rstrip("\n") + "\n"


def taken_back(text: str, release: Release) -> str:
    """The changelog without a release: what was written by hand in its section stands under Unreleased again."""
    version = release.version
    sections = list(_SECTION.finditer(text))
    place = next((index for index, one in enumerate(sections) if one[1] == version), None)
    if not place:  # a release stands below Unreleased
        return text
    end = sections[place + 1].start() if place + 1 < len(sections) else len(text)
    lines = generated(release.recommendations, version).strip()
    by_hand = text[sections[place].end() : end].replace(f"\n{lines}\n", "\n", 1).strip()
    before = text[: sections[place].start()].rstrip("\n")
    rest = text[end:]
    return "\n\n".join(part for part in (before, by_hand, rest) if part).rstrip("\n") + "\n"


def mismatches(text: str, releases: Iterable[Release]) -> Iterator[tuple[int, str]]:
    """Where the changelog does not tell what was released: line and message."""
    sections = list(_SECTION.finditer(text))
    lines = Lines(text)
    found = {}
    for index, one in enumerate(sections):
        end = sections[index + 1].start() if index + 1 < len(sections) else len(text)
        found[one[1]] = (lines.at(one.start())[0], one[2], text[one.end() : end])
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
    for version, (line, _, _) in found.items():
        if version.lower() != "unreleased" and version not in known:
            yield line, f"no version {version} was released"
