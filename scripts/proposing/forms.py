"""The issue forms, and what a submitted one says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from llme.patterns import INVISIBLE

LONGEST = 60_000  # characters; GitHub's own limit is 65,536
_HIDDEN = re.compile(f"{INVISIBLE}|[\u200b-\u200d\u2060]")  # zero-width characters too
_NOTHING = frozenset({"", "_no response_", "none", "n/a"})


class SubmissionError(Exception):
    """A form's text cannot become a draft; the message says why, for its author."""


@dataclass(frozen=True)
class IssueForm:
    """An issue form: its name, and the labels of its fields by their ids."""

    name: str  # of its file, without number and ending: `new-recommendation`
    labels: dict[str, str]


@dataclass(frozen=True)
class Submission:
    """A submitted form: which one, and what stands in each field; nothing where a field was left empty."""

    form: str
    values: dict[str, str]


def read_forms(folder: Path) -> list[IssueForm]:
    """The forms in a folder of issue templates."""
    forms = []
    for path in sorted(folder.glob("[0-9]*.yml")):
        body = yaml.safe_load(path.read_text("utf-8"))["body"]
        labels = {one["id"]: one["attributes"]["label"] for one in body if "id" in one}
        forms.append(IssueForm(path.stem.partition("-")[2], labels))
    return forms


def read_submission(text: str, forms: Iterable[IssueForm]) -> Submission:
    """The proposal that an issue's text holds. Raises SubmissionError where no form has such headings."""
    if len(text) > LONGEST:
        raise SubmissionError(f"the text has {len(text)} characters; {LONGEST} are read")
    lines = _HIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    best: Submission | None = None
    for form in forms:
        places = _places(lines, form.labels.values())
        if places and (best is None or len(places) > len(best.values)):
            ends = [*places[1:], len(lines)]
            texts = [_value(lines[start + 1 : end]) for start, end in zip(places, ends, strict=True)]
            best = Submission(form.name, dict(zip(form.labels, texts, strict=True)))
    if best is None:
        raise SubmissionError("the text is not that of one of the forms; its headings may have been changed")
    return best


def _places(lines: list[str], labels: Iterable[str]) -> list[int]:
    """The lines of a form's headings, in its order; none where one is missing."""
    places: list[int] = []
    for label in labels:
        start = places[-1] + 1 if places else 0
        found = next((index for index in range(start, len(lines)) if lines[index].strip() == f"### {label}"), None)
        if found is None:
            return []
        places.append(found)
    return places


def _value(lines: list[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines).strip()
    return "" if text.lower() in _NOTHING else text
