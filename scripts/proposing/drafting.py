"""The files that a submitted issue form becomes. All of its text is a stranger's.

Nothing of it becomes a path or a command, and a citation key keeps only letters and digits of an address. It is written
as quoted YAML, which the pages print as text, or as Markdown without any markup. What else is wrong with it, the rules
say.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from typing import Any

from llme.content.guide import Guide
from llme.content.model import OPTIONAL, SECTIONS
from llme.patterns import ID
from proposing.changing import change_rows, field_row, with_fields
from proposing.forms import Submission, SubmissionError
from proposing.inert import inert, steps
from proposing.remarks import KINDS, parts
from sources.entries import Identifier, identifiers, insert_entry, scaffold_entry

MOST_SOURCES = 50  # of one form
# Where the answers of a form belong that becomes no draft.
_BY_HAND = {
    "tool": "write an entry into `docs/tools.yml`, like those that it has",
    "crosswalk": "edit the framework's file in `docs/frameworks`",
    "translation": "begin a file in `docs/translations`, as `docs/about/translations.md` says",
    "problem": "it is for someone to look into",
}
_GONE = ("merged", "split", "superseded", "withdrawn")


@dataclass(frozen=True)
class Draft:
    """The files that a proposal changes, by path, with their whole new text."""

    identifier: str  # of the recommendation; empty where there is none
    files: dict[str, str]


def draft(submission: Submission, guide: Guide, identifier: str, issue: int | None, today: date) -> Draft:
    """The files of a draft; `identifier` is the next free ID. Raises SubmissionError where nothing can be drafted."""
    values, name = submission.values, submission.form
    if not any(values.values()):
        raise SubmissionError("every answer of the form is empty")
    if name == "new-recommendation":
        return _new(values, guide, identifier, issue, today)
    if name == "change-recommendation":
        return _change(values, guide, issue)
    if name == "source":
        bibliography, keys = _with_sources(guide, values["sources"])
        if not keys:
            raise SubmissionError("no DOI, arXiv number or https link was found under “Sources”")
        return Draft("", bibliography)
    raise SubmissionError(f"the form `{name}` is not drafted by a program; {_BY_HAND[name]}")


def _new(values: dict[str, str], guide: Guide, identifier: str, issue: int | None, today: date) -> Draft:
    path = f"docs/recommendations/{identifier}.md"
    bibliography, keys = _with_sources(guide, values["sources"])
    stages = {stage.title: stage.slug for stage in guide.stages}
    fields: dict[str, Any] = {
        "title": _line(values["title"]),
        "stage": stages.get(values["stage"], ""),
        "topics": _slugs(values["topics"], guide.topics),
        "roles": _slugs(values["roles"], guide.roles),
        "do": _line(values["do"]),
        "dont": _line(values["dont"]),
        "tools": [],
    }
    front = [field_row(name, value) for name, value in fields.items()]
    front += [f"reviewed: {today}", "changes:", *change_rows("added", _note(issue))]
    cited = f"Sources: [{'; '.join(f'@{key}' for key in keys)}]." if keys else ""
    sections = {
        "why": "\n\n".join(filter(None, [inert(values["why"]), cited])),
        "first_steps": steps(values["steps"]),
        "in_practice": inert(values["case"]),
        "exceptions": inert(values["exceptions"]),
    }
    body = "".join(
        f"\n## {heading}\n" + (f"\n{sections[name]}\n" if sections.get(name) else "")
        for heading, name in SECTIONS.items()
        if sections.get(name) or heading not in OPTIONAL
    )
    return Draft(identifier, {path: "\n".join(["---", *front, "---", body]), **bibliography})


def _change(values: dict[str, str], guide: Guide, issue: int | None) -> Draft:
    named = dict.fromkeys(re.findall(ID, values["recommendation"]))
    if len(named) > 1:
        raise SubmissionError(f"the form names {' and '.join(named)}; one form is for one recommendation")
    one = guide.by_id.get(next(iter(named), ""))
    if one is None:
        raise SubmissionError(
            "the form names no recommendation that exists; its first field wants an ID such as LLME-008"
        )
    bibliography, keys = _with_sources(guide, values["sources"])
    document = guide.document_of(one)
    fields: dict[str, str | None] = {name: _line(values[name]) for name in ("do", "dont") if values[name]}
    # What somebody proposes is no longer what a paper says, until a maintainer finds that it is.
    fields |= {f"{name}_from": "guide" for name in fields if getattr(one, f"{name}_from") != "guide"}
    if values["kind"] in _GONE:
        fields |= {"status": "withdrawn", "reason": ""}
    if values["kind"] == "reinstated":
        fields |= dict.fromkeys(("status", "reason", "superseded_by"))
    kind = values["kind"] if values["kind"] in KINDS else ""
    text = with_fields(document, fields, kind, _note(issue))
    if keys:
        cited = "; ".join(f"@{key}" for key in keys)
        text = text.replace("\n## First steps\n", f"\nSources of the proposal: [{cited}].\n\n## First steps\n", 1)
    return Draft(one.id, {document.path: text, **bibliography})


def _with_sources(guide: Guide, text: str) -> tuple[dict[str, str], list[str]]:
    """The bibliography with an entry for each source that it lacks, and the keys of all that the text names."""
    document = guide.by_path["bibliography/guide.bib"]
    marks = list(identifiers(text))
    if len(marks) > MOST_SOURCES:
        raise SubmissionError(f"the form names {len(marks)} sources; {MOST_SOURCES} are taken at a time")
    if marks and document.problems:
        raise SubmissionError(f"`{document.path}` is malformed; `make check` says where")
    known = {
        mark.value.lower(): work.key
        for work in guide.works.values()
        for name in ("doi", "eprint", "url")
        if work.fields.get(name)
        for mark in [Identifier(name, work.fields[name])]
    }
    taken = set(guide.works)
    bibliography, keys = document.text, []
    for mark in marks:
        key = known.get(mark.value.lower())
        if key is None:
            names = chain([mark.key], (f"{mark.key}-{number}" for number in count(2)))
            key = known[mark.value.lower()] = next(name for name in names if name not in taken)
            taken.add(key)
            bibliography = insert_entry(bibliography, key, scaffold_entry(mark).replace(mark.key, key, 1))
        keys.append(key)
    changed = {document.path: bibliography} if bibliography != document.text else {}
    return changed, list(dict.fromkeys(keys))


def _line(text: str) -> str:
    return " ".join(text.split())


def _slugs(answer: str, vocabulary: dict[str, Any]) -> list[str]:
    return [slug for slug, entry in vocabulary.items() if entry.title in parts(answer)]


def _note(issue: int | None) -> str:
    return f"Proposed in issue {issue}." if issue else "Proposed through a form."
