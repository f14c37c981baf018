"""A project of the checklist in the order in which every format has it, and texts without what no document can hold."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from llme.checklist.project import Answer, Project, chosen

Data = Mapping[str, Any]  # `page_data`, or a part of it
ANSWERS = {"yes": "Yes", "no": "No", "not-applicable": "Not applicable"}
UNSAID = {"yes": "It is not said where.", "no": "It is not said why.", "not-applicable": "It is not said why."}
DRAFT = "Draft of the guide, not to be cited."
DRAFT_MEANS = "The recommendations can still change before they are released."
CHANGED = "The recommendation was changed after this was answered."
UNKNOWN = "This version of the guide does not have this recommendation."
MONTHS = "January February March April May June July August September October November December".split()
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

# An address in a text, without the full stop or bracket that follows it.
_IN = r"[0-9A-Za-z._~:/?#@!$&'*+,;=%-]"
ADDRESS = re.compile(rf"(https?://(?:\({_IN}*\)|{_IN})*(?:\({_IN}*\)|[0-9A-Za-z/#&=%+~_$@-]))")


@dataclass(frozen=True)
class Entry:
    """A recommendation of the guide, if it is known there, and what was answered to it."""

    answer: Answer
    one: Data | None


@dataclass(frozen=True)
class Section:
    """Some entries under a title, with a word on what they are."""

    title: str
    about: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Outline:
    """A project in the order in which every format has it."""

    name: str
    stamp: str  # the version of the guide, and its date
    url: str
    draft: bool
    selection: str
    saved: str
    summary: str
    sections: tuple[Section, ...]


def outline(guide: Data, project: Project) -> Outline:
    """What every format tells, in its order."""
    known = {one["id"]: one for one in guide["recommendations"]}
    answers = {answer.id: answer for answer in project.answers}
    shown = [Entry(answers.get(one["id"]) or _none(one), one) for one in chosen(guide, project.selection)]
    rest = [Entry(answer, known.get(answer.id)) for answer in project.answers if _says(answer)]
    met = {entry.answer.id for entry in shown}
    others = tuple(e for e in rest if e.one and e.one["status"] == "active" and e.answer.id not in met)
    gone = tuple(e for e in rest if not e.one or e.one["status"] != "active")
    stages = (
        Section(stage["title"], "", tuple(entry for entry in shown if entry.one["stage"] == stage["slug"]))
        for stage in guide["stages"]
    )
    sections = (
        *stages,
        Section("Other answers", "These recommendations are outside the selection above.", others),
        Section("Not in this version of the guide", "These answers are kept as they were given.", gone),
    )
    return Outline(
        name=one_line(project.project),
        stamp=_stamp(guide),
        url=guide["url"],
        draft=guide["version"] == "dev",
        selection=_selection(guide, project),
        saved=f"Saved on {_day(project.saved)}.",
        summary=_summary(shown),
        sections=tuple(section for section in sections if section.entries),
    )


def clean(text: str) -> str:
    """Text with plain line ends, and without characters that no document can hold."""
    text = re.sub("\r\n?|[\u2028\u2029\x85]", "\n", text)
    text = re.sub("[\t\v\f]", " ", text)
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]", "", text)


def lines(text: str) -> list[str]:
    """The lines of a text that say something, without the spaces around them."""
    stripped = (line.strip(" ") for line in clean(text).split("\n"))
    return [line for line in stripped if line]


def changed(entry: Entry) -> bool:
    """Whether an answer was given to another text of the recommendation than this version's."""
    return bool(entry.one) and entry.one["hash"] != entry.answer.hash


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The pieces of the guide's own text, and whether each is code."""
    for index, piece in enumerate(re.split("`([^`]+)`", clean(text))):
        if piece:
            yield index % 2 == 1, piece


def withdrawal(one: Mapping[str, Any]) -> str:
    """Why a recommendation of `page_data` was withdrawn, and what stands in its place."""
    successors = f"See {', '.join(one['superseded_by'])}." if one["superseded_by"] else ""
    return " ".join(part for part in (one["reason"], successors) if part)


def one_line(text: str) -> str:
    return " ".join(lines(text))


def _none(one: Data) -> Answer:
    return Answer(id=one["id"], hash=one["hash"], answer="", text="", notes="")


def _says(answer: Answer) -> bool:
    return bool(answer.answer or lines(answer.text) or lines(answer.notes))


def _stamp(guide: Data) -> str:
    date = f" of {_day(guide['date'])}" if guide["date"] else ""
    return "LLM Ethics Guide, draft" if guide["version"] == "dev" else f"LLM Ethics Guide {guide['version']}{date}"


def _day(date: str) -> str:
    year, month, day = date.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]} {year}"


def _selection(guide: Data, project: Project) -> str:
    chosen = project.selection
    for profile in guide["profiles"]:
        if profile["slug"] == chosen.profile:
            return f"Profile: {profile['title']}."
    told = []
    for label, slugs, known in (("Stages", chosen.stages, guide["stages"]), ("Roles", chosen.roles, guide["roles"])):
        if slugs:
            titles = [one["title"] for one in known if one["slug"] in slugs]
            told.append(f"{label}: {', '.join(titles) or 'none of this version'}.")
    return " ".join(told) or "All recommendations."


def _summary(shown: Iterable[Entry]) -> str:
    given = [entry.answer.answer for entry in shown]
    count = {answer: given.count(answer) for answer in (*ANSWERS, "")}
    parts = f"{count['yes']} yes, {count['no']} no, {count['not-applicable']} not applicable"
    return f"Answered: {len(given) - count['']} of {len(given)} ({parts}). Not answered: {count['']}."
