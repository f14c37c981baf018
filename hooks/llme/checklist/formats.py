"""A project of the checklist as Markdown, as JSON, and in the order of the ARR checklist.

What the user wrote is plain text everywhere: whatever it holds, it is shown and never read as markup.
"""

import json
import re
from collections.abc import Iterator, Mapping

from llme.checklist.outline import (
    ADDRESS,
    ANSWERS,
    CHANGED,
    DRAFT,
    DRAFT_MEANS,
    LICENCE,
    UNKNOWN,
    UNSAID,
    Data,
    Entry,
    Outline,
    changed,
    lines,
    one_line,
    outline,
    pieces,
    withdrawal,
)
from llme.checklist.project import FORMAT, KIND, Project

HELPS = (
    "An answer is listed where it helps with an item. "
    "That it helps does not mean that you comply: answer the items of the form yourself."
)


def to_json(guide: Data, project: Project) -> str:
    """The file that keeps a project, stamped with this version of the guide."""
    saved = {
        "kind": KIND,
        "format": FORMAT,
        "guide": {name: guide[name] for name in ("version", "date", "url")},
        **project.model_dump(include={"project", "saved", "selection", "answers"}),
    }
    return re.sub("[\ud800-\udfff]", "\ufffd", json.dumps(saved, ensure_ascii=False, indent=2)) + "\n"


def to_markdown(guide: Data, project: Project) -> str:
    """A statement for a repository's ETHICS.md: every recommendation with its answer."""
    seen = outline(guide, project)
    blocks = list(_head("Ethics checklist", seen))
    for section in seen.sections:
        blocks.append(f"## {_inline(section.title)}")
        blocks += [section.about] if section.about else []
        for entry in section.entries:
            blocks += _entry(entry, guide["url"])
    return "\n\n".join([*blocks, _licence()]) + "\n"


def to_arr(guide: Data, project: Project) -> str:
    """The answers as Markdown in the order of the ARR checklist."""
    seen = outline(guide, project)
    arr = guide["arr"]
    if arr is None:
        return "This version of the guide holds no comparison with the ARR checklist.\n"
    entries = {entry.answer.id: entry for section in seen.sections for entry in section.entries}
    answered = [entry for entry in entries.values() if entry.answer.answer]
    blocks = [
        *_head(_inline(arr["short"]), seen),
        f"The items are those of the [{_inline(arr['title'])}](<{arr['url']}>), {_inline(arr['edition'])}. {HELPS}",
    ]
    for item in arr["items"]:
        blocks.append(f"## {_inline(item['id'])}: {_inline(item['title'])}")
        blocks += _item(item, arr["items"], entries, guide["url"])
    helping = {name for item in arr["items"] for name in item["helps"]}
    if others := [entry for entry in answered if entry.answer.id not in helping]:
        blocks.append("## Answers that help with no item")
        blocks.append("\n".join(f"- {_brief(entry, guide['url'])}" for entry in others))
    return "\n\n".join([*blocks, _licence()]) + "\n"


def _head(title: str, seen: Outline) -> Iterator[str]:
    yield f"# {title}: {_inline(seen.name)}" if seen.name else f"# {title}"
    stamp = f"[{seen.stamp}](<{seen.url}>)" if seen.url else seen.stamp
    yield f"Answers to the {stamp}. {_inline(seen.selection)} {seen.saved}"
    if seen.draft:
        yield f"**{DRAFT}** {DRAFT_MEANS}"
    yield f"**{seen.summary}**"


def _entry(entry: Entry, url: str) -> Iterator[str]:
    one, answer = entry.one, entry.answer
    yield f"### {_name(entry, url)}" + (f": {_rich(one['title'])}" if one else "")
    if one is None:
        yield UNKNOWN
    elif one["status"] == "withdrawn":
        yield f"Withdrawn. {_rich(withdrawal(one))}"
    else:
        asked = [f"- **{label}:** {_rich(one[key])}" for key, label in (("do", "Do"), ("dont", "Don’t")) if one[key]]
        yield "\n".join([*asked, "- **Check yourself:**", *(f"    - {_rich(text)}" for text in one["questions"])])
    text = _block(answer.text)
    given = f"{ANSWERS[answer.answer]}." if answer.answer else "Not answered."
    yield f"**{given}**" + (f" {text}" if text else f" {UNSAID[answer.answer]}" if answer.answer else "")
    if notes := _block(answer.notes):
        yield f"**Notes:** {notes}"
    if changed(entry) and one["status"] == "active":
        yield f"*{CHANGED}*"


def _item(item: Data, items: list[Data], entries: Mapping[str, Entry], url: str) -> Iterator[str]:
    """What helps with an item of the ARR checklist; `entries` by ID are those of the selection, and all answers."""
    there = [entries[name] for name in item["helps"] if name in entries]
    here = [entry for entry in there if entry.answer.answer]
    if here:
        yield "\n".join(f"- {_brief(entry, url)}" for entry in here)
    elif item["helps"]:
        yield f"Nothing that you answered helps with this item. In the guide: {', '.join(item['helps'])}."
    elif any(other["id"] != item["id"] and other["id"].startswith(item["id"]) for other in items):
        yield "This opens the items below: answer it in the form itself."
    else:
        yield "No recommendation of the guide helps with this item."
    if here and len(here) < len(there):
        yield f"Not answered: {', '.join(entry.answer.id for entry in there if not entry.answer.answer)}."


def _brief(entry: Entry, url: str) -> str:
    text = _inline(one_line(entry.answer.text)) or UNSAID[entry.answer.answer]
    title = f" {_rich(entry.one['title'])}." if entry.one else ""
    stale = f" *{CHANGED}*" if changed(entry) else ""
    return f"{_name(entry, url)}{title} **{ANSWERS[entry.answer.answer]}.** {text}{stale}"


def _name(entry: Entry, url: str) -> str:
    return _link(entry.answer.id, entry.one["path"] if entry.one else "", url)


def _link(name: str, path: str, url: str) -> str:
    return f"[{name}](<{url}{path}>)" if url and path else name


def _licence() -> str:
    return f"The recommendations are by LLM Ethics Guide contributors, under [CC BY 4.0]({LICENCE})."


def _rich(text: str) -> str:
    """The guide's own text, whose code stays code."""
    return "".join(f"`{piece}`" if code else _escaped(piece) for code, piece in pieces(text))


def _block(text: str) -> str:
    """A text with its lines."""
    return "\\\n".join(_inline(line) for line in lines(text))


def _inline(line: str) -> str:
    """A line of plain text as Markdown; an address becomes a link."""
    marked = "".join(f"<{piece}>" if index % 2 else _escaped(piece) for index, piece in enumerate(ADDRESS.split(line)))
    marked = re.sub(r"^([-+=:])", r"\\\1", marked)
    return re.sub(r"^([0-9]+)([.)])", r"\1\\\2", marked)


def _escaped(text: str) -> str:
    text = re.sub(r"[\\`*\[\]{}#|~$^]", r"\\\g<0>", text)
    text = re.sub(r"&(?=#?[0-9A-Za-z]+;)", "&amp;", text)
    text = re.sub(r"<(?=[A-Za-z/!?])", "&lt;", text).replace(">", "&gt;")
    return re.sub("[_@]", _within_word, text)


def _within_word(match: re.Match) -> str:
    """An underscore or an at sign, which mark nothing up within a word."""
    text, at = match.string, match.start()
    before, after = _is_word(text[at - 1 : at]), _is_word(text[at + 1 : at + 2])
    return match[0] if before and after else f"\\{match[0]}"


def _is_word(character: str) -> bool:
    return re.fullmatch("[0-9A-Za-z]", character) is not None
