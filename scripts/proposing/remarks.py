"""What of a form cannot go into its draft, for its author and for whoever reviews it."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import get_args

from llme.content.guide import Guide
from llme.content.model import ChangeKind
from llme.words import nearest_hint
from proposing.forms import Submission
from quoting import one_line

KINDS = tuple(kind for kind in get_args(ChangeKind) if kind != "added")  # a change to what is there

# An address that is none in the guide; `http:` is one, but a source is not found by it.
_ADDRESS = re.compile(
    r"(?<![\w.+-])(?:(?:javascript|vbscript|data|about|blob|view-source)\s*:(?=\S)|(?!https?:)[a-z][a-z0-9+.-]{1,30}://)\S*",
    re.IGNORECASE,
)
_UNFIT = re.compile(r"(?<!\w)http://(?!(?:dx\.)?doi\.org/|(?:www\.|export\.)?arxiv\.org/)\S*", re.IGNORECASE)
_MOST = 5  # that are named of an answer


def remarks(submission: Submission, guide: Guide) -> Iterator[str]:
    """What is not taken over, and why, one sentence each. Text of the form stands in backticks, on one line."""
    values = submission.values
    if submission.form == "new-recommendation":
        yield from _unknown(submission, "stage", [values["stage"]], [stage.title for stage in guide.stages])
        yield from _unknown(submission, "topics", parts(values["topics"]), titles(guide.topics))
        yield from _unknown(submission, "roles", parts(values["roles"]), titles(guide.roles))
    if submission.form == "change-recommendation":
        yield from _unknown(submission, "kind", [values["kind"]], KINDS)
    for name, value in values.items():
        found = [match[0] for match in _ADDRESS.finditer(value)]
        found += [match[0] for match in _UNFIT.finditer(value)] if name == "sources" else []
        for address in found[:_MOST]:
            wanted = "a source is a DOI, an arXiv number or an https link" if name == "sources" else "it stays text"
            yield f"“{submission.labels[name]}”: `{_short(address)}` is refused as a link; {wanted}"


def parts(answer: str) -> list[str]:
    """What was chosen where more than one could be."""
    return [part for part in map(str.strip, answer.split(",")) if part]


def titles(vocabulary: Mapping) -> list[str]:
    """The titles of a vocabulary, as the forms offer them."""
    return [entry.title for entry in vocabulary.values()]


def _unknown(submission: Submission, name: str, chosen: Collection[str], known: Collection[str]) -> Iterator[str]:
    """What was chosen and is not there; no form offers it."""
    for one in [one for one in dict.fromkeys(chosen) if one and one not in known][:_MOST]:
        hint = nearest_hint(_short(one), known)
        yield f"“{submission.labels[name]}”: there is no `{_short(one)}`" + (f"; {hint}" if hint else "")


def _short(text: str) -> str:
    return one_line(text, 60).replace("`", "'")
