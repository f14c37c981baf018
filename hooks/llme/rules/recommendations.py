"""Rules on the fields and sections of a recommendation."""

import re
from collections.abc import Iterable, Iterator

from llme.content.document import Document
from llme.content.guide import Guide
from llme.content.model import OPTIONAL, SECTIONS
from llme.findings import Finding
from llme.origins import ORIGINS
from llme.rules.rule import rule, rules_of
from llme.words import nearest_hint

_TITLE_LENGTH = 70  # characters; a title must stand on one line of a phone's list of results


@rule("title-length", "title-stop")
def title_is_short_and_has_no_full_stop(guide: Guide) -> Iterator[Finding]:
    """The title is imperative, has at most 70 characters, and ends without a full stop."""
    for document in guide.of_kind("recommendations"):
        title = document.value("title")
        if not isinstance(title, str):
            continue
        place = document.at("title")
        if len(title) > _TITLE_LENGTH:
            message = f"the title has {len(title)} characters, {_TITLE_LENGTH} are allowed"
            yield document.finding("title-length", place, message)
        if title.rstrip().endswith("."):
            yield document.finding("title-stop", place, "the title ends in a full stop", "take it away")


@rule("stage-unknown", "stage-repeated")
def stage_is_known(guide: Guide) -> Iterator[Finding]:
    """A recommendation belongs to one stage, and `also` names other stages where it helps."""
    for document in guide.of_kind("recommendations"):
        stage = document.value("stage")
        yield from _known(document, ("stage",), [stage], guide.stage_slugs, "stage")
        also = _list(document.value("also"))
        yield from _known(document, ("also",), also, guide.stage_slugs, "stage")
        if isinstance(stage, str) and stage in also:
            place = document.at("also", also.index(stage))
            message = f"`also` repeats the primary stage `{stage}`"
            yield document.finding("stage-repeated", place, message, "take it out of `also`")


@rule("topic-unknown", "field-empty")
def topics_are_known(guide: Guide) -> Iterator[Finding]:
    """`topics` names at least one topic of `docs/topics.yml`."""
    yield from _vocabulary(guide, "topics", guide.topics, "topic")


@rule("role-unknown", "field-empty")
def roles_are_known(guide: Guide) -> Iterator[Finding]:
    """`roles` says who acts: at least one role of `docs/roles.yml`."""
    yield from _vocabulary(guide, "roles", guide.roles, "role")


@rule("tool-unknown")
def tools_are_known(guide: Guide) -> Iterator[Finding]:
    """`tools` names tools of `docs/tools.yml`."""
    for document in guide.of_kind("recommendations"):
        yield from _known(document, ("tools",), _list(document.value("tools")), guide.tools, "tool")


@rule("found-by-repeated")
def found_by_adds_to_the_words_of_a_page(guide: Guide) -> Iterator[Finding]:
    """`found_by` lists what people type who want a page, and its text does not say: other words, abbreviations, names
    of platforms and methods. Only the search reads it. It says nothing twice, and nothing that the title says."""
    for document in guide.documents:
        data = document.data if isinstance(document.data, dict) else {}
        for keys in ((), *((key,) for key in data)):  # the fields of a page, or those of many, as of the topics
            title = str(document.value(*keys, "title")).lower()
            met: set[str] = set()
            for index, phrase in enumerate(_list(document.value(*keys, "found_by"))):
                words = str(phrase).lower()
                if words in met or re.search(rf"\b{re.escape(words)}\b", title):
                    place = document.at(*keys, "found_by", index)
                    message = f"`found_by` repeats `{phrase}`"
                    yield document.finding("found-by-repeated", place, message, "take it away")
                met.add(words)


@rule("normative-missing")
def something_is_recommended(guide: Guide) -> Iterator[Finding]:
    """A recommendation has a `do` or a `dont`, or both."""
    for document in guide.of_kind("recommendations"):
        if isinstance(document.data, dict) and not (_text(document, "do") or _text(document, "dont")):
            place = document.at("do")
            message = "there is neither a `do` nor a `dont`"
            yield document.finding("normative-missing", place, message, "write the one or two sentences that count")


@rule("dont-polarity")
def dont_says_what_not_to_do(guide: Guide) -> Iterator[Finding]:
    """`dont` begins with “Do not” or “Never”, and `do` does not, so that neither can be misread when quoted alone."""
    for document in guide.of_kind("recommendations"):
        negative = ("do not ", "never ")
        dont, do = _text(document, "dont"), _text(document, "do")
        if dont and not dont.lower().startswith(negative):
            message = "`dont` does not begin with “Do not” or “Never”"
            yield document.finding("dont-polarity", document.at("dont"), message)
        if do.lower().startswith(negative):
            yield document.finding("dont-polarity", document.at("do"), "`do` says what not to do", "move it to `dont`")


@rule("origin-without-half", "field-empty")
def origins_belong_to_what_is_there(guide: Guide) -> Iterator[Finding]:
    """`do_from` says where the `do` comes from, and `dont_from` where the `dont` does: `paper`, `example` or `guide`.
    Neither is there without its half, nor empty."""
    for document in guide.of_kind("recommendations"):
        for half in ("do", "dont"):
            field = f"{half}_from"
            origin, place = document.value(field), document.at(field)
            if origin == "":
                hint = nearest_hint("", [one for one in ORIGINS if one])
                yield document.finding("field-empty", place, f"`{field}` is empty", hint)
            elif isinstance(origin, str) and not _text(document, half):
                message = f"there is a `{field}`, but no `{half}`"
                yield document.finding("origin-without-half", place, message, f"take it away, or write the `{half}`")


@rule("changes-missing")
def history_begins_with_added(guide: Guide) -> Iterator[Finding]:
    """`changes` tells the recommendation's own history; its first entry is of the kind `added`, and only that one."""
    for document in guide.of_kind("recommendations"):
        changes = document.value("changes")
        if not isinstance(changes, list):
            continue
        kinds = [change.get("kind") if isinstance(change, dict) else None for change in changes]
        if kinds.count("added") != 1:
            message = f"the history has {kinds.count('added') or 'no'} entries of the kind `added`, and needs one"
            hint = "`added` is the kind of its first entry, and each new entry, at the end, is of another"
            yield document.finding("changes-missing", document.at("changes"), message, hint)
        elif kinds[0] != "added":
            yield document.finding("changes-missing", document.at("changes", 0), *_not_oldest_first(document, kinds))


@rule("section-missing", "section-order", "section-unknown", "section-repeated", "section-empty")
def sections_are_complete_and_in_order(guide: Guide) -> Iterator[Finding]:
    """The text has the sections `## Why`, `## First steps`, `## In practice`, `## When this may not apply` and
    `## Check yourself`, each once, in this order, and none of them empty. Where no case is known, `## In practice` is
    left out."""
    names = list(SECTIONS)
    for document in guide.of_kind("recommendations"):
        if any(problem.code == "front-matter-missing" for problem in document.problems):
            continue
        headings = [heading for heading in document.markup.headings if heading.level <= 2]
        met: list[str] = []
        for index, heading in enumerate(headings):
            place = heading.position
            if heading.level != 2 or heading.text not in names:
                message = f"there is no section `{heading.text}`"
                yield document.finding("section-unknown", place, message, nearest_hint(heading.text, names))
                continue
            if heading.text in met:
                message = f"the section `{heading.text}` was already written above"
                yield document.finding("section-repeated", place, message, "join the two")
                continue
            if any(names.index(earlier) > names.index(heading.text) for earlier in met):
                order = ", ".join(f"`{name}`" for name in names)
                message = f"the section `{heading.text}` is out of order"
                yield document.finding("section-order", place, message, f"the order is {order}")
            met.append(heading.text)
            end = headings[index + 1].position[0] if index + 1 < len(headings) else None
            if not document.between(heading.position[0], end).strip():
                hint = "write it, or leave it out if no case is known" if heading.text in OPTIONAL else ""
                yield document.finding("section-empty", place, f"the section `{heading.text}` is empty", hint)
        last_line = document.text.rstrip("\n").count("\n") + 1
        for name in names:
            if name not in met and name not in OPTIONAL:
                deeper = (one.position[0] for one in document.markup.headings if one.text == name)
                hint = next((f"line {line} has it at another level; " for line in deeper), "") + f"write `## {name}`"
                yield document.finding("section-missing", (last_line, 1), f"the section `{name}` is missing", hint)


@rule("list-missing")
def steps_and_questions_are_lists(guide: Guide) -> Iterator[Finding]:
    """`## First steps` is a numbered list, and `## Check yourself` a list of questions."""
    for document in guide.of_kind("recommendations"):
        for heading in document.markup.headings:
            text = heading.content.strip()
            if text and heading.text == "First steps" and not text.startswith("1. "):
                message = "`First steps` does not begin with a numbered list"
                yield document.finding("list-missing", heading.position, message, "begin the first step with `1. `")
            if text and heading.text == "Check yourself":
                items = text.split("\n- ")
                if not text.startswith("- ") or not all(item.strip().endswith("?") for item in items):
                    message = "`Check yourself` is not a list of questions"
                    hint = "begin each with `- `, and end it with a question mark"
                    yield document.finding("list-missing", heading.position, message, hint)


def _not_oldest_first(document: Document, kinds: list[object]) -> tuple[str, str]:
    """What is wrong with entries that stand before the oldest, and the cure: to turn the list, or to move some."""
    oldest = kinds.index("added")
    lines = [document.at("changes", place)[0] for place in range(oldest + 1)]
    if 1 < oldest == len(kinds) - 1:
        hint = f"turn the list around: the oldest stands first, here that of line {lines[-1]}, and new ones at the end"
        return "the entries of `changes` stand newest first", hint
    which = f"entry of line {lines[0]}" if oldest == 1 else f"entries of lines {lines[0]} to {lines[-2]}"
    hint = f"move the {which} to the end of the list: the oldest stands first, and new ones at the end"
    return "in `changes`, a newer entry stands before the oldest", hint


def _vocabulary(guide: Guide, field: str, known, noun: str) -> Iterator[Finding]:
    for document in guide.of_kind("recommendations"):
        values = document.value(field)
        if values == []:
            hint = nearest_hint("", known) or f"see `docs/{field}.yml`"
            yield document.finding("field-empty", document.at(field), f"`{field}` is empty", hint)
        yield from _known(document, (field,), _list(values), known, noun)


def _known(document, keys, values: Iterable, known, noun: str) -> Iterator[Finding]:
    for index, value in enumerate(values):
        if isinstance(value, str) and value not in known:
            place = document.at(*keys, index)
            yield document.finding(
                f"{noun}-unknown", place, f"no {noun} is named `{value}`", nearest_hint(value, known)
            )


def _text(document, field: str) -> str:
    value = document.value(field)
    return value.strip() if isinstance(value, str) else ""


def _list(value) -> list:
    return value if isinstance(value, list) else []


RULES = rules_of(globals())
