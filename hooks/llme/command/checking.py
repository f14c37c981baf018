"""What `llme check` finds in files of answers: what is malformed, unanswered, or older than the guide."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from llme.checklist import engine
from llme.command.library import Library
from llme.command.opening import Answers, FileRefusedError, opened, text_of
from llme.findings import Finding, format_github, format_json, format_lines
from llme.versions.edition import DRAFT

# What fails only where it is required. Of the other codes, all fail but `unplaced`.
NEEDS = {
    "unanswered": "answered",
    **dict.fromkeys(("older", "changed", "withdrawn", "unknown", "added"), "current"),
    "unplaced": "nothing that can be required",
}
SAID = {
    "yes": ("`Followed`, and not where", "name a section, a file or a person, so that others can look it up"),
    "no": ("`Not followed`, and not why", "a reason is what a reader needs"),
    "not-applicable": ("`Not applicable`, and not why", "a reason is what a reader needs"),
}
VERBS = {"wording": "reworded", "added": "added again"}


def check(library: Library, paths: Sequence[Path], require: frozenset[str], form: str, release: str | None) -> int:
    """Prints what is found in files, compared with a release, by default the newest; gives the exit status."""
    found = {path: _found(library, path, release or library.newest) for path in paths}
    everything = [finding for findings, _ in found.values() for finding in findings]
    failing = [one for one in everything if NEEDS.get(one.code, "") in {"", *require}]
    if form == "github":
        others = [one for one in everything if one not in failing]
        warnings = re.sub(r"^::error ", "::warning ", format_github(others), flags=re.MULTILINE)
        click.echo(format_github(failing) + warnings, nl=False)
    elif form == "json":
        rows = zip(json.loads(format_json(everything)), everything, strict=True)
        told = [{**row, "fails": one in failing} for row, one in rows]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for findings, summary in found.values():
            count = f"{len(findings)} found, {len([one for one in findings if one in failing])} to be mended"
            last = "; ".join(filter(None, [summary, count if findings else "nothing found"]))
            click.echo(f"{format_lines(findings)}{last}")
    return 1 if failing else 0


def _found(library: Library, path: Path, release: str) -> tuple[list[Finding], str]:
    """What is found in a file, and how much of it is answered, where it can be read."""
    try:
        there, now = opened(library, path), opened(library, path, release)
    except FileRefusedError as error:
        return [_unreadable(path, str(error).removeprefix(f"{path}: "))], ""
    found = sorted([*_malformed(there, path), *_unanswered(there, path), *_older(library, there, now, path)])
    return found, f"{path}: {_summary(there)}"


def progress(answers: Answers) -> tuple[int, int]:
    """How many of the chosen recommendations are answered, and how many there are."""
    shown = engine.chosen(answers.data, answers.project["selection"])
    given = {one["id"] for one in answers.project["answers"] if one["answer"]}
    return sum(1 for one in shown if one["id"] in given), len(shown)


def _summary(answers: Answers) -> str:
    return "{} of {} answered, release {}".format(*progress(answers), answers.data["version"])


def _unreadable(path: Path, message: str) -> Finding:
    """A file that is no checklist; JSON that is broken has a line and a column."""
    line, column = 1, 1
    if "neither" in message:
        try:
            json.loads(text_of(path).lstrip("\ufeff"))
        except json.JSONDecodeError as error:
            if text_of(path).lstrip("\ufeff \t\r\n").startswith("{"):
                line, column, message = error.lineno, error.colno, f"this is no JSON: {error.msg}"
    return Finding(str(path), line, column, "unreadable", message[0].lower() + message[1:].rstrip("."))


def _malformed(answers: Answers, path: Path) -> Iterator[Finding]:
    for one in answers.opened["problems"]:
        yield Finding(str(path), one["line"], one["column"], one["code"], one["message"], one["hint"])


def _unanswered(answers: Answers, path: Path) -> Iterator[Finding]:
    """What the file's own release asks and nobody has answered, and answers that say neither where nor why."""
    given = {one["id"]: one for one in answers.project["answers"]}
    told = {one["line"] for one in answers.opened["problems"]}  # of an answer that is no answer, this is said once
    for asked in engine.chosen(answers.data, answers.project["selection"]):
        name = asked["id"]
        one = given.get(name, {"answer": "", "text": ""})
        if not one["answer"] and _line(answers, name) not in told:
            message, hint = f"{name} is not answered: {asked['title']}", ""
            yield Finding(str(path), _line(answers, name), 1, "unanswered", message, hint)
        elif one["answer"] and not one["text"].strip():
            said, hint = SAID[one["answer"]]
            yield Finding(str(path), _line(answers, name), 1, "unplaced", f"{name} says {said}", hint)


def _older(library: Library, there: Answers, now: Answers, path: Path) -> Iterator[Finding]:
    """How the answers fall behind the guide."""
    stamp, newest = there.project["guide"]["version"], now.data["version"]
    if stamp != newest:
        named = "the draft of the guide" if stamp == DRAFT else f"release {stamp}"
        message = f"these are answers to {named}, and the newest release is {newest}"
        yield Finding(str(path), _stamp_line(there), 1, "older", message, f"`llme update {path}` moves them there")
    known = {one["id"]: one for one in now.data["recommendations"]}
    given = {one["id"]: one for one in now.project["answers"]}
    for change in now.opened["changes"]:
        name, kind = change["id"], change["kind"]
        one = known.get(name)
        line = _stamp_line(there) if kind == "added" else _line(there, name)
        if kind == "changed" and one:
            message, hint = _changed(library, one, given[name]["hash"], stamp), f"read it again: `llme show {name}`"
        elif kind == "withdrawn" and one:
            last = one["changes"][-1]
            message = f"{name} was withdrawn in {last['version']}: {change['note']}"
            hint = "move what still holds to another answer"
        elif kind == "added" and one:
            message = f"{name} joined your choice in {one['since']}: {change['note']}"
            hint = f"`llme update {path}` adds it"
        else:
            message, hint = f"{name} is in no release up to {newest}", "correct the ID, or take the section out"
        yield Finding(str(path), line, 1, kind, message, hint)


def _changed(library: Library, one: dict[str, Any], answered: str, stamp: str) -> str:
    """What was done to a recommendation since the text that was answered."""
    since = next(
        (version for version in reversed(library.paths) if _hash(library, version, one["id"]) == answered), stamp
    )
    later = [
        change
        for change in one["changes"]
        if change["kind"] != "sources" and since != DRAFT and _number(change["version"]) > _number(since)
    ]
    if not later:
        return f"{one['id']} was changed after it was answered"
    told = [f"{VERBS.get(one['kind'], one['kind'])} in {one['version']}: {one['note']}" for one in later]
    return f"{one['id']} was {' It was '.join(told)}".rstrip(".")


def _hash(library: Library, version: str, name: str) -> str:
    rows = library.held(version)["recommendations"]
    return next((one["hash"] for one in rows if one["id"] == name), "")


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _line(answers: Answers, name: str) -> int:
    """The line of an answer; that of the stamp where the file has none."""
    if line := answers.opened["places"].get(name):
        return line
    return _line_of(answers.text, rf'"id"\s*:\s*"{name}"') or _stamp_line(answers)


def _stamp_line(answers: Answers) -> int:
    """The line that tells the release."""
    return _line_of(answers.text, r"^Answers to the " if answers.is_markdown else r'"version"\s*:') or 1


def _line_of(text: str, pattern: str) -> int:
    found = re.search(pattern, text, re.MULTILINE)
    return len(re.findall(r"\r\n|\r|\n", text[: found.start()])) + 1 if found else 0
