"""The files that a submitted issue form becomes. All of its text is a stranger's.

Nothing of it becomes a path or a command, and a citation key keeps only letters and digits of an address. It is written
as quoted YAML, or as Markdown whose markup for headings, HTML, images and inserts has been made inert. What else is
wrong with it, the rules say.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from llme.content.document import Document
from llme.content.guide import Guide
from llme.content.model import SECTIONS
from llme.patterns import ID
from proposing.forms import Submission, SubmissionError
from sources.entries import Identifier, identifiers, insert_entry, scaffold_entry

_GONE = ("merged", "split", "superseded", "withdrawn")


@dataclass(frozen=True)
class Draft:
    """The files that a proposal changes, by path, with their whole new text."""

    identifier: str  # of the recommendation; empty where there is none
    files: dict[str, str]


def draft(submission: Submission, guide: Guide, identifier: str, issue: int | None, today: date) -> Draft:
    """The files of a draft; `identifier` is the next free ID. Raises SubmissionError where nothing can be drafted."""
    if submission.form == "new-recommendation":
        return _new(submission.values, guide, identifier, issue, today)
    if submission.form == "change-recommendation":
        return _change(submission.values, guide, issue)
    if submission.form == "source":
        bibliography, keys = _with_sources(guide, submission.values["sources"])
        if not keys:
            raise SubmissionError("no DOI, arXiv number or https link was found under “Sources”")
        return Draft("", bibliography)
    raise SubmissionError(f"the form `{submission.form}` is not drafted by a program; edit the files by hand")


def _new(values: dict[str, str], guide: Guide, identifier: str, issue: int | None, today: date) -> Draft:
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
    front = "".join(f"{name}: {_quoted(value)}\n" for name, value in fields.items())
    front += f"reviewed: {today}\nchanges:\n  - version: next\n    kind: added\n    note: {_quoted(_note(issue))}\n"
    cited = f"Sources: [{'; '.join(f'@{key}' for key in keys)}]." if keys else ""
    sections = {
        "why": "\n\n".join(filter(None, [inert(values["why"]), inert(values["case"]), cited])),
        "first_steps": inert(values["steps"]),
        "exceptions": inert(values["exceptions"]),
    }
    body = "".join(
        f"\n## {heading}\n" + (f"\n{sections[name]}\n" if sections.get(name) else "")
        for heading, name in SECTIONS.items()
    )
    return Draft(identifier, {f"docs/recommendations/{identifier}.md": f"---\n{front}---\n{body}", **bibliography})


def _change(values: dict[str, str], guide: Guide, issue: int | None) -> Draft:
    match = re.search(ID, values["recommendation"])
    one = guide.by_id.get(match[0]) if match else None
    if one is None:
        raise SubmissionError(
            "the form names no recommendation that exists; its first field wants an ID such as LLME-008"
        )
    bibliography, keys = _with_sources(guide, values["sources"])
    document = guide.document_of(one)
    fields = {name: _quoted(_line(values[name])) for name in ("do", "dont") if values[name]}
    if values["kind"] in _GONE:
        fields |= {"status": "withdrawn", "reason": '""'}
    kind = values["kind"] if re.fullmatch("[a-z]+", values["kind"]) else '""'
    change = f"  - version: next\n    kind: {kind}\n    note: {_quoted(_note(issue))}"
    text = _with_fields(document, fields, change)
    if keys:
        cited = "; ".join(f"@{key}" for key in keys)
        text = text.replace("\n## First steps\n", f"\nSources of the proposal: [{cited}].\n\n## First steps\n", 1)
    return Draft(one.id, {document.path: text, **bibliography})


def _with_fields(document: Document, fields: dict[str, str], change: str) -> str:
    """The text of a recommendation with these fields, on one line each, and one more change at the end of its list."""
    lines = document.text.split("\n")
    end = document.body_line - 2  # the line that closes the front matter, counted from 0
    blocks = list(_blocks(lines[1:end]))
    for name, value in fields.items():
        line = [f"{name}: {value}"]
        at = next((index for index, (known, _) in enumerate(blocks) if known == name), None)
        if at is None:
            before = next(index for index, (known, _) in enumerate(blocks) if known == "changes")
            blocks.insert(before, (name, line))
        else:
            blocks[at] = (name, line)
    front = [row for name, rows in blocks for row in [*rows, *(change.split("\n") if name == "changes" else [])]]
    return "\n".join(["---", *front, *lines[end:]])


def _blocks(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """The fields of front matter, each with its lines."""
    block: tuple[str, list[str]] | None = None
    for line in lines:
        match = re.match(r"([a-z_]+):", line)
        if match or block is None:
            if block:
                yield block
            block = (match[1] if match else "", [])
        block[1].append(line)
    if block:
        yield block


def _with_sources(guide: Guide, text: str) -> tuple[dict[str, str], list[str]]:
    """The bibliography with an entry for each source that it lacks, and the keys of all that the text names."""
    document = guide.by_path["bibliography/guide.bib"]
    known = {
        mark.value.lower(): work.key
        for work in guide.works.values()
        for name in ("doi", "eprint", "url")
        if work.fields.get(name)
        for mark in [Identifier(name, work.fields[name])]
    }
    bibliography, keys = document.text, []
    for mark in identifiers(text):
        key = known.get(mark.value.lower())
        if key is None:
            key = known[mark.value.lower()] = mark.key
            bibliography = insert_entry(bibliography, key, scaffold_entry(mark))
        keys.append(key)
    changed = {document.path: bibliography} if bibliography != document.text else {}
    return changed, list(dict.fromkeys(keys))


def inert(text: str) -> str:
    """A stranger's text as Markdown without HTML, headings, images, code fences, inserts or attributes."""
    text = text.replace("<", "&lt;").replace("![", "!\\[").replace("{", "&#123;").replace("`", "&#96;")
    rows = [re.sub(r"^( {0,3})(#|:::|~~~|---|===|\|)", r"\1\\\2", row.replace("\t", " ")) for row in text.split("\n")]
    return "\n".join(rows)


def _line(text: str) -> str:
    return " ".join(text.split())


def _quoted(value: Any) -> str:
    """A value as YAML on one line; JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)


def _slugs(text: str, vocabulary: dict[str, Any]) -> list[str]:
    chosen = {one.strip() for one in text.split(",")}
    return [slug for slug, entry in vocabulary.items() if entry.title in chosen]


def _note(issue: int | None) -> str:
    return f"Proposed in issue {issue}." if issue else "Proposed through a form."
