"""Rules on what helps beside the recommendations: tools, templates filled in or not, the glossary and the profiles of
the checklist."""

import re
from collections.abc import Iterator

from llme.content.document import Document
from llme.content.files import ANSWERS, EXAMPLE
from llme.content.guide import Guide
from llme.content.release import normative_hash
from llme.findings import Finding
from llme.patterns import HTTPS, is_a
from llme.rules.rule import rule, rules_of
from llme.texts.forms import Asked, FormParts, read_form
from llme.texts.markup import INSERT
from llme.texts.text import Position
from llme.urls import anchor_of
from llme.versions.successors import in_its_place
from llme.words import nearest_hint


@rule("tool-repeated", "stage-unknown", "citation-unknown", "link-unsafe", "tool-source", "tool-stage")
def tools_have_a_source_a_stage_and_an_address(guide: Guide) -> Iterator[Finding]:
    """A tool has its own id, known stages, an https address, and the citation key of the work that offers it."""
    met: set[str] = set()
    for document, index, entry in _entries(guide, "tools"):
        name, source, url = str(entry.get("id")), entry.get("source"), entry.get("url")
        if name in met:
            yield document.finding("tool-repeated", document.at(index, "id"), f"the id `{name}` is used twice")
        met.add(name)
        if not source:
            message = f"the tool `{name}` names no source"
            yield document.finding("tool-source", document.at(index), message, "give the citation key as `source:`")
        elif isinstance(source, str) and source not in guide.works:
            message = f"no work has the key `{source}`"
            hint = nearest_hint(source, guide.works)
            yield document.finding("citation-unknown", document.at(index, "source"), message, hint)
        if isinstance(url, str) and not is_a(HTTPS, url.strip()):
            message = f"`{url}` is not an https address"
            yield document.finding("link-unsafe", document.at(index, "url"), message)
        stages = entry.get("stages") if isinstance(entry.get("stages"), list) else []
        if entry.get("stages") == []:
            yield document.finding("tool-stage", document.at(index, "stages"), f"the tool `{name}` has no stage")
        for place, stage in enumerate(stages):
            if isinstance(stage, str) and stage not in guide.stage_slugs:
                message = f"no stage is named `{stage}`"
                hint = nearest_hint(stage, guide.stage_slugs)
                yield document.finding("stage-unknown", document.at(index, "stages", place), message, hint)


@rule("tool-unused")
def every_tool_is_named(guide: Guide) -> Iterator[Finding]:
    """A tool is named by at least one recommendation that holds, in its `tools`."""
    recommendations = guide.of_kind("recommendations")
    if any(not isinstance(one.data, dict) for one in recommendations):
        return
    named = [one.value("tools") for one in recommendations if one.value("status") != "withdrawn"]
    used = {str(name) for names in named if isinstance(names, list) for name in names}
    for document, index, entry in _entries(guide, "tools"):
        name = entry.get("id")
        if isinstance(name, str) and name not in used:
            message = f"no recommendation names the tool `{name}`"
            yield document.finding("tool-unused", document.at(index, "id"), message)


@rule("template-unshown", "template-unnamed")
def templates_have_a_page_and_say_whose_they_are(guide: Guide) -> Iterator[Finding]:
    """A file `docs/templates/files/NAME.md` has its page, `docs/templates/NAME.md`, with the line `::: template NAME`,
    and holds the text “Based on the LLM Ethics Guide, template NAME”."""
    for document in guide.of_kind("downloads"):
        page = guide.by_path.get(f"docs/templates/{document.name}.md")
        if not page or ("template", document.name) not in (match.groups() for match in INSERT.finditer(page.body)):
            message = f"the page `docs/templates/{document.name}.md` does not show it"
            yield document.finding("template-unshown", (1, 1), message, f"write `::: template {document.name}` there")
        name = f"Based on the LLM Ethics Guide, template {document.name}"
        if not re.search(rf"{re.escape(name)}(?![\w-])", document.text):
            message = "it does not say which template it is"
            yield document.finding("template-unnamed", (1, 1), message, f"write `{name}` into it")


@rule("form-unknown", "form-missing")
def every_template_is_filled_in(guide: Guide) -> Iterator[Finding]:
    """A page of `docs/worked-example` names the template that it fills in as `template`, if it does; and if there are
    such pages, each template has one."""
    forms = {document.name: document for document in guide.of_kind("downloads")}
    for document in guide.worked:
        name = document.value("template")
        if isinstance(name, str) and name not in forms:
            message = f"there is no template `{name}`"
            yield document.finding("form-unknown", document.at("template"), message, nearest_hint(name, forms))
    filled = {document.value("template") for document in guide.worked}
    for name, document in forms.items() if guide.worked else ():
        if name not in filled:
            hint = f"fill it in for the invented project, in `{EXAMPLE}/{name}.md`, with `template: {name}`"
            yield document.finding("form-missing", (1, 1), "the worked example does not fill it in", hint)


@rule("form-unanswered", "form-unasked")
def forms_are_filled_in_completely(guide: Guide) -> Iterator[Finding]:
    """A page of `docs/worked-example` has every section, question, table and row of its template, in the words of the
    template and filled in, and no other. A question is written `7\\. Words?`, and its answer begins with `:`."""
    templates = {document.name: document for document in guide.of_kind("downloads")}
    for document in guide.worked:
        template = templates.get(document.value("template") or "")
        if not template:
            continue
        asked = read_form(template.body.split("\n"))
        given = read_form(document.body.split("\n"), document.body_line)
        of = f"`{template.path}`"
        for what, wanted, there in _parts(asked, given):
            for words in wanted:
                if words not in there:
                    hint = "write it in these words, and answer it"
                    message = f"{of} has the {what} `{words}`, and this page has not"
                    yield document.finding("form-unanswered", (1, 1), message, hint)
            for words, place in there.items():
                if words not in wanted:
                    message, hint = f"{of} has no {what} `{words}`", nearest_hint(words, wanted)
                    yield document.finding("form-unasked", place, message, hint or "take it out")
        for one in _empty(asked, given):
            message, hint = f"`{one.text}` is not filled in", "answer it, or write why it does not apply"
            yield document.finding("form-unanswered", one.position, message, hint)


@rule("recommendation-unknown", "recommendation-withdrawn", "recommendation-repeated")
def documents_answer_what_holds(guide: Guide) -> Iterator[Finding]:
    """What a page of `docs/worked-example` answers, in `answers`, and what `checklist.json` there answers, are
    recommendations that exist and are not withdrawn, each named once."""
    pages = [(one, ("answers",), one.value("answers"), ()) for one in guide.worked]
    answers = guide.by_path.get(f"{ANSWERS}.json")
    given = answers.value("answers") if answers else ()
    names = [one.get("id") if isinstance(one, dict) else None for one in given] if isinstance(given, list) else []
    pages += [(answers, ("answers",), names, ("id",))] if answers else []
    for document, before, listed, after in pages if guide.of_kind("recommendations") else ():
        met: set[str] = set()
        for index, name in enumerate(listed if isinstance(listed, list) else ()):
            place = document.at(*before, index, *after)
            if not isinstance(name, str):
                continue
            yield from _named(guide, document, place, name)
            if name in met:
                yield document.finding("recommendation-repeated", place, f"`{name}` stands there twice", "keep one")
            met.add(name)


@rule("answer-missing", "answer-outdated", "profile-unknown")
def the_example_answers_its_checklist(guide: Guide) -> Iterator[Finding]:
    """`docs/worked-example/checklist.json` answers every recommendation of its profiles, and says where or why. Each
    answer has the digest of the title, Do and Don't that it answers, so that it is read again when these change."""
    document = guide.by_path.get(f"{ANSWERS}.json")
    if not document or not guide.answers:
        return
    given = {one.id: one for one in guide.answers.answers}
    for index, one in enumerate(guide.answers.answers):
        if not (one.answer and one.text):
            place = document.at("answers", index, "text" if one.answer else "answer")
            message, hint = f"{one.id} is not answered", "give `answer`, and in `text` say where, or why not"
            yield document.finding("answer-missing", place, message, hint)
        known = guide.by_id.get(one.id)
        if known and normative_hash(known) != one.hash:
            message = f"{one.id} was answered under other words than it has now"
            hint = "read the answer again, then run `make example`"
            yield document.finding("answer-outdated", document.at("answers", index, "hash"), message, hint)
    for place, slug in enumerate(guide.answers.selection.profiles):
        profile = guide.profiles.get(slug)
        if not profile and guide.profiles:
            at, hint = document.at("selection", "profiles", place), nearest_hint(slug, guide.profiles)
            yield document.finding("profile-unknown", at, f"there is no profile `{slug}`", hint)
        for name in profile.recommendations if profile else ():
            if name not in given:
                message = f"the profile `{slug}` asks for {name}, which the worked example does not answer"
                hint = "add an answer for the invented project, then run `make example`"
                yield document.finding("answer-missing", document.at("selection", "profiles", place), message, hint)


@rule("term-repeated")
def terms_are_explained_once(guide: Guide) -> Iterator[Finding]:
    """The glossary explains a term once; terms that differ only in capitals or signs would share an anchor, and one
    without letters would have none."""
    for document in guide.of_kind("glossary"):
        met: dict[str, str] = {}
        for index, entry in enumerate(document.data if isinstance(document.data, list) else []):
            term = entry.get("term") if isinstance(entry, dict) else None
            if not isinstance(term, str) or not term.strip():
                continue
            anchor = anchor_of(term)
            place = document.at(index, "term")
            if not anchor:
                yield document.finding("term-repeated", place, f"`{term}` has no letter for its anchor")
            elif anchor in met:
                same = (
                    "is explained twice"
                    if met[anchor].lower() == term.lower()
                    else f"has the anchor of `{met[anchor]}`"
                )
                yield document.finding("term-repeated", place, f"`{term}` {same}")
            met.setdefault(anchor, term)


@rule("meaning-stop")
def meanings_are_sentences(guide: Guide) -> Iterator[Finding]:
    """The `meaning` of a term ends in a full stop."""
    for document, index, entry in _entries(guide, "glossary"):
        meaning = entry.get("meaning")
        if isinstance(meaning, str) and meaning.strip() and not meaning.rstrip().endswith("."):
            place = document.at(index, "meaning")
            yield document.finding("meaning-stop", place, "the meaning does not end in a full stop")


@rule("recommendation-unknown", "recommendation-withdrawn")
def profiles_name_active_recommendations(guide: Guide) -> Iterator[Finding]:
    """A profile of `docs/profiles.yml` names recommendations that exist and are not withdrawn."""
    for document, slug, names in _profiles(guide) if guide.of_kind("recommendations") else ():
        for index, name in enumerate(names):
            place = document.at(slug, "recommendations", index)
            if isinstance(name, str):
                yield from _named(guide, document, place, name)


@rule("field-empty", "recommendation-repeated")
def profiles_have_recommendations(guide: Guide) -> Iterator[Finding]:
    """A profile has at least one recommendation, and each once."""
    for document, slug, names in _profiles(guide):
        if names == []:
            place = document.at(slug, "recommendations")
            message = f"the profile `{slug}` has no recommendations"
            yield document.finding("field-empty", place, message, "name some, or take the profile out")
        met: set[str] = set()
        for index, name in enumerate(names):
            if not isinstance(name, str):
                continue
            if name in met:
                place = document.at(slug, "recommendations", index)
                message = f"the profile `{slug}` names `{name}` twice"
                yield document.finding("recommendation-repeated", place, message, "keep one of the two")
            met.add(name)


def _parts(asked: FormParts, given: FormParts) -> Iterator[tuple[str, list[str], dict[str, Position]]]:
    """What a form has, by what it is called: the words of the template, and those of the page with their places."""
    yield "section", [*asked.sections], {one.text: one.position for one in given.sections.values()}
    yield "question", [*asked.questions], {one.text: one.position for one in given.questions.values()}
    places = {head: rows[0].position if rows else (1, 1) for head, rows in given.tables.items()}
    yield "table with the head", [*asked.tables], places
    rows = {row.text: row.position for head, label in asked.labels for row in given.tables.get(head, ())}
    yield (
        "row",
        [label for head, label in asked.labels if head in given.tables],
        {words: place for words, place in rows.items() if words in {label for _, label in asked.labels}},
    )


def _empty(asked: FormParts, given: FormParts) -> Iterator[Asked]:
    """What of a template stands on a page and has nothing in it."""
    for words, one in given.questions.items():
        if words in asked.questions and not one.given:
            yield one
    for head, rows in given.tables.items():
        yield from (row for row in rows if head in asked.tables and not (row.text and row.given and all(row.given)))


def _profiles(guide: Guide) -> Iterator[tuple[Document, str, list]]:
    """The file, and of each profile in it the name and the IDs, well formed or not."""
    document = guide.by_path.get("docs/profiles.yml")
    for slug in document.data if document and isinstance(document.data, dict) else ():
        names = document.value(slug, "recommendations")
        if isinstance(names, list):
            yield document, slug, names


def _entries(guide: Guide, kind: str) -> Iterator[tuple[Document, int, dict]]:
    """The entries of a list that are sets of fields, each with its place."""
    for document in guide.of_kind(kind):
        for index, entry in enumerate(document.data if isinstance(document.data, list) else []):
            if isinstance(entry, dict):
                yield document, index, entry


def _named(guide: Guide, document: Document, place: Position, name: str) -> Iterator[Finding]:
    """Whether a recommendation that is named at a place exists and holds."""
    known = {one.name: one for one in guide.of_kind("recommendations")}
    if name not in known:
        message = f"there is no recommendation `{name}`"
        yield document.finding("recommendation-unknown", place, message, nearest_hint(name, known))
    elif known[name].value("status") == "withdrawn":
        message, hint = f"the recommendation `{name}` is withdrawn", in_its_place(name, guide.by_id, "name")
        yield document.finding("recommendation-withdrawn", place, message, hint)


RULES = rules_of(globals())
