"""What a release says, as text to read or data: `llme show`, `llme list`, `llme cite`."""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable
from typing import Any

import click

from llme.checklist import engine
from llme.command.library import Library, UnknownError

SECTIONS = {
    "why": "Why",
    "first_steps": "First steps",
    "in_practice": "In practice",
    "exceptions": "When this may not apply",
    "check_yourself": "Check yourself",
}
NAMES = ("profiles", "stages", "roles", "topics")


def show(library: Library, names: Iterable[str], form: str) -> str:
    """Recommendations, each with all that its release holds of it. Raises UnknownError."""
    found = [library.find(name) for name in names]
    if form == "json":
        rows = [{"version": one.version, **one.recommendation} for one in found]
        return json.dumps(rows[0] if len(rows) == 1 else rows, ensure_ascii=False, indent=2) + "\n"
    return "\n".join(_text(one.recommendation, library.held(one.version)) for one in found)


def _text(one: dict[str, Any], held: dict[str, Any]) -> str:
    stages = {stage["slug"]: stage["title"] for stage in held["stages"]}
    blocks = [
        _bold(f"{one['id']}@{held['version']}  {one['title']}"),
        f"{', '.join(stages.get(slug, slug) for slug in (one['stage'], *one['also']))}. {', '.join(one['topics'])}.",
    ]
    if one["status"] == "withdrawn":
        instead = f" Instead, see {', '.join(one['superseded_by'])}." if one["superseded_by"] else ""
        blocks.append(f"Withdrawn. {one['reason']}{instead}")
    halves = {"Do": one["do"], "Don’t": one["dont"]}
    blocks += [f"{_bold(label)}  {_wrapped(text)}" for label, text in halves.items() if text]
    sections = {title: one.get(key, "") for key, title in SECTIONS.items()}
    sources = [f"[@{key}]  {_source(held['works'][key])}" for key in one["cites"] if key in held["works"]]
    changes = [f"{change['version']}  {change['kind']}: {change['note']}" for change in one["changes"]]
    sections |= {"Sources": "\n".join(sources), "History": "\n".join(changes)}
    blocks += [f"{_bold(title)}\n{_wrapped(text)}" for title, text in sections.items() if text]
    return "\n\n".join(blocks) + "\n"


def _source(work: dict[str, str]) -> str:
    address = f"https://doi.org/{work['doi']}" if work.get("doi") else work.get("url", "")
    if not address and work.get("eprint"):
        address = f"https://arxiv.org/abs/{work['eprint']}"
    people = work.get("author") or work.get("editor") or ""
    who = " and ".join(people.split(" and ")[:2]) + (" and others" if people.count(" and ") > 1 else "")
    return " ".join(
        filter(None, [who, f"({work['year']})." if work.get("year") else "", f"{work.get('title', '')}.", address])
    )


def _bold(text: str) -> str:
    return click.style(text, bold=True)


def _wrapped(text: str) -> str:
    """A text with lines that fit a terminal; elsewhere, as it is."""
    if not sys.stdout.isatty():
        return text
    width = min(shutil.get_terminal_size().columns, 100)
    lines = []
    for line in text.split("\n"):
        indent = " " * (len(line) - len(line.lstrip(" -0123456789.")))
        lines.append(
            textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        )
    return "\n".join(lines)


def list_(
    library: Library,
    profiles: tuple[str, ...],
    stages: tuple[str, ...],
    roles: tuple[str, ...],
    topics: tuple[str, ...],
    names: str | None,
    form: str,
    release: str | None,
) -> str:
    """The recommendations that are chosen, by stage; or the names by which they can be. Raises UnknownError."""
    version = release or library.newest
    if names:
        return _listed(_names(library, version, names), form)
    data = library.asked(version)
    about = {one["id"]: one["topics"] for one in library.held(version)["recommendations"]}
    asked = engine.chosen(data, {"profiles": list(profiles), "stages": list(stages), "roles": list(roles)})
    found = [one for one in asked if not topics or set(topics) & set(about[one["id"]])]
    if form == "json":
        rows = [{key: one[key] for key in ("id", "title", "stage", "also", "roles", "do", "dont")} for one in found]
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    if not found:
        raise UnknownError("no recommendation fits: leave out a stage, a role or a topic")
    blocks = []
    for stage in data["stages"]:
        rows = [f"  {one['id']}  {one['title']}" for one in found if one["stage"] == stage["slug"]]
        blocks += ["\n".join([_bold(stage["title"]), *rows])] if rows else []
    return "\n\n".join(blocks) + "\n"


def _names(library: Library, version: str, names: str) -> list[tuple[str, str]]:
    if names == "releases":
        return [(one, library.held(one)["date"]) for one in library.paths]
    data = library.asked(version)
    if names == "profiles":
        return [(one["slug"], f"{one['summary']} ({len(one['recommendations'])})") for one in data["profiles"]]
    if names == "topics":
        return [(slug, one["title"]) for slug, one in library.held(version)["topics"].items()]
    return [(one["slug"], one["title"]) for one in data[names]]


def _listed(rows: list[tuple[str, str]], form: str) -> str:
    if form == "json":
        return json.dumps(dict(rows), ensure_ascii=False, indent=2) + "\n"
    width = max((len(name) for name, _ in rows), default=0)
    return "".join(f"{name:<{width}}  {text}\n" for name, text in rows)


def cite(library: Library, name: str | None, form: str) -> str:
    """How to cite a recommendation, or the whole guide, at a release. Raises UnknownError."""
    from types import SimpleNamespace

    from llme.citations.citing import cite_guide, cite_recommendation

    guide = library.as_guide()
    version = library.newest
    if name and name.upper().partition("@")[0] not in ("LLME", ""):
        found = library.find(name)
        one = SimpleNamespace(**found.recommendation)
        forms = cite_recommendation(one, guide, library.edition(found.version))
    else:
        version = (name or "").partition("@")[2] or version
        library.held(version)
        forms = cite_guide(guide, library.edition(version))
    if forms is None:
        raise UnknownError(f"{name} is of no release")
    if form != "text":
        return getattr(forms, form) + "\n"
    sentences = [f"{_bold(use)}\n{sentence}" for use, sentence in forms.sentences.items()]
    return "\n\n".join([_bold(forms.token), *sentences, f"{_bold('BibTeX')}\n{forms.bibtex}"]) + "\n"
