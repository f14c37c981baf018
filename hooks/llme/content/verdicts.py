"""Keeps what was found in each text, by its content, so that a text that did not change is not converted again."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

from llme import files, patterns
from llme.content.guide import Guide
from llme.html import policy, safety
from llme.texts import converter, markup, reading, text
from llme.texts.reading import Use, problems_of_text
from llme.texts.text import Problem

VERDICTS = Path(".cache/verdicts.json")  # where they are kept, below the root of the guide
# What a verdict depends on besides the text: our own code, and the libraries that read it.
_CODE = (patterns, converter, markup, reading, text, policy, safety)
_LIBRARIES = ("markdown", "pymdown-extensions", "pygments", "selectolax")


# The kinds of documents with a text, and what becomes of it.
_TEXTS = {
    "recommendations": Use(apart=True),
    "stages": Use(apart=True),
    "decisions": Use(),
    "pages": Use(inserts=True),
    "downloads": Use(),
}

Verdict = tuple[tuple[str, tuple[int, int], str, str], ...]  # the fields of problems, lines counted from the text's own


def judged(guide: Guide, path: Path | None = None) -> Guide:
    """The guide whose documents carry what is wrong with their texts, too; `path` is where verdicts are kept."""
    kept, used = _read(path), {}
    documents = []
    for document in guide.documents:
        if document.kind in _TEXTS and document.is_within_limits:
            use = _TEXTS[document.kind]
            key = hashlib.sha256(f"{_fingerprint()}{use}{document.body}".encode()).hexdigest()
            used[key] = kept[key] if key in kept else _verdict(document.body, use)
            document = replace(document, problems=(*document.problems, *_problems(used[key], document.body_line - 1)))
        documents.append(document)
    if path and used != kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write(path, json.dumps(used))
    return replace(guide, documents=tuple(documents))


def _verdict(text: str, use: Use) -> Verdict:
    return tuple((one.code, one.position, one.message, one.hint) for one in problems_of_text(text, use))


def _problems(verdict: Verdict, above: int) -> Iterator[Problem]:
    for code, (line, column), message, hint in verdict:
        yield Problem(code, (line + above, column), message, hint)


def _read(path: Path | None) -> dict[str, Verdict]:
    try:
        kept = json.loads(path.read_text("utf-8")) if path else {}
        return {
            key: tuple((code, (line, column), message, hint) for code, (line, column), message, hint in verdict)
            for key, verdict in kept.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # not there, or damaged


@cache
def _fingerprint() -> str:
    sources = [Path(module.__file__ or "").read_bytes() for module in _CODE]
    versions = [f"{name} {version(name)}".encode() for name in _LIBRARIES]
    return hashlib.sha256(b"\0".join([*sources, *versions])).hexdigest()
