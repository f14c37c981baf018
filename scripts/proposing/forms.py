"""The issue forms, and what a submitted one says."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from quoting import cleaned

LONGEST = 60_000  # characters; GitHub's own limit is 65,536
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
    """A submitted form: which one, what stands in each field, and the fields' labels.

    A field that was left empty has an empty text.
    """

    form: str
    values: dict[str, str]
    labels: dict[str, str]


def read_forms(folder: Path) -> list[IssueForm]:
    """The forms in a folder of issue templates."""
    forms = []
    for path in sorted(folder.glob("[0-9]*.yml")):
        body = yaml.safe_load(path.read_text("utf-8"))["body"]
        labels = {one["id"]: one["attributes"]["label"] for one in body if "id" in one}
        forms.append(IssueForm(path.stem.partition("-")[2], labels))
    return forms


def read_submission(text: str, forms: Iterable[IssueForm]) -> Submission:
    """The proposal that an issue's text holds.

    It begins with the first heading of its form. Raises SubmissionError where no form begins so, where a heading is
    missing, and where one that stands in an answer too leaves open where that answer ends.
    """
    if len(text) > LONGEST:
        raise SubmissionError(f"the text has {len(text)} characters; {LONGEST} are read")
    lines = [line.rstrip() for line in cleaned(text).strip().split("\n")]
    if lines == [""]:
        raise SubmissionError("the text is empty; copy the whole text of the issue")
    by_heading = {_heading(next(iter(form.labels.values()))): form for form in forms}
    form = by_heading.get(lines[0])
    if form is None:
        raise SubmissionError(
            "the text is not that of one of the forms; its headings may have been changed; copy the whole text of the "
            f"issue, whose first line is one of {', '.join(f'`{heading}`' for heading in by_heading)}"
        )
    places = _places(lines, form)
    ends = [*places[1:], len(lines)]
    texts = [_value(lines[start + 1 : end]) for start, end in zip(places, ends, strict=True)]
    return Submission(form.name, dict(zip(form.labels, texts, strict=True)), form.labels)


def _places(lines: list[str], form: IssueForm) -> list[int]:
    """The lines of the form's headings, in its order."""
    headings = [_heading(label) for label in form.labels.values()]
    first = _in_order(lines, headings)
    last = [len(lines) - 1 - place for place in reversed(_in_order(lines[::-1], headings[::-1]))]
    unsure = [f"`{heading}`" for heading, *both in zip(headings, first, last, strict=True) if both[0] != both[1]]
    if unsure:
        raise SubmissionError(
            f"{' and '.join(unsure)} stand{'' if unsure[1:] else 's'} in an answer too, so where an answer ends cannot "
            "be told; write that line of the answer in another way"
        )
    return first


def _in_order(lines: list[str], headings: Iterable[str]) -> list[int]:
    """The first lines that are these headings, one after the other."""
    places: list[int] = []
    for heading in headings:
        try:
            places.append(lines.index(heading, places[-1] + 1 if places else 0))
        except ValueError as error:
            raise SubmissionError(f"the heading `{heading}` is missing, or not in its place") from error
    return places


def _heading(label: str) -> str:
    """How GitHub writes the label of a field above its answer."""
    return f"### {label}"


def _value(lines: list[str]) -> str:
    text = "\n".join(lines).strip()
    return "" if text.lower() in _NOTHING else text
