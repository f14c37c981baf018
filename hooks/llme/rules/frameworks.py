"""Rules on the crosswalks: what a framework calls its items, what helps with them, and what must not be promised."""

import re
from collections.abc import Callable, Iterator

from llme.content.document import Document
from llme.content.guide import Guide
from llme.findings import Finding
from llme.patterns import HTTPS, is_a
from llme.rules.rule import rule, rules_of
from llme.urls import anchor_of
from llme.versions.successors import in_its_place
from llme.words import nearest_hint

_DICTIONARY = "docs/framework-items.yml"
# What says that somebody complies, in a sentence on how a recommendation helps.
_COMPLIES = (
    r"(?:non-?)?compl(?:y|ies|ied|ying|iant|iance)|conform(?:s|ed|ing|ant|ance|ity)?|satisf(?:y|ies|ied|ying)"
    r"|fulfil(?:l|s|ls|led|ling|ment)?|(?:ensures?|guarantees?|proves?) (?:that )?you(?:r \w+)? \w+"
    r"|meets? (?:the|this|that|its|every|all) (?:\w+ )?"
    r"(?:articles?|criteri(?:on|a)|dut(?:y|ies)|items?|laws?|obligations?|requirements?|rules?|standards?)"
)
_PROMISE = re.compile(rf"\b(?:{_COMPLIES})\b", re.IGNORECASE)
# In a description of an item the words may say what the framework asks; what is said of the reader may not.
_PROMISE_TO_YOU = re.compile(rf"\b(?:you|your \w+) (?:then |thus |will )?(?:are )?(?:{_COMPLIES})\b", re.IGNORECASE)


@rule("framework-unlisted", "edition-differs", "item-unknown", "item-missing", "item-title")
def items_are_those_of_the_framework(guide: Guide) -> Iterator[Finding]:
    """A crosswalk has the edition and all items of its framework, each with its official id and title, as
    `docs/framework-items.yml` lists them."""
    dictionary = _dictionary(guide)
    for document in guide.of_kind("frameworks") if not (dictionary and dictionary.problems) else ():
        listed = guide.official.get(document.name)
        if listed is None:
            message = f"`{_DICTIONARY}` does not list the framework `{document.name}`"
            hint = nearest_hint(document.name, guide.official) or "give it its edition and its items there"
            yield document.finding("framework-unlisted", (1, 1), message, hint)
            continue
        edition = document.value("edition")
        if isinstance(edition, str) and edition.strip() != listed.edition:
            message = f"the edition is not that of `{_DICTIONARY}`"
            hint = f"it is `{listed.edition}` there; compare the items before you change either"
            yield document.finding("edition-differs", document.at("edition"), message, hint)
        met = set()
        for index, identifier in _ids(document):
            met.add(identifier)
            title = document.value("items", index, "title")
            if identifier not in listed.items:
                message = f"the framework has no item `{identifier}`"
                hint = nearest_hint(identifier, listed.items)
                yield document.finding("item-unknown", document.at("items", index, "id"), message, hint)
            elif isinstance(title, str) and title.strip() != listed.items[identifier]:
                place = document.at("items", index, "title")
                message = f"the title of `{identifier}` is not the official one"
                yield document.finding("item-title", place, message, f"it is `{listed.items[identifier]}`")
        for identifier, title in listed.items.items():
            if identifier not in met and isinstance(document.value("items"), list):
                message = f"the item `{identifier}` is missing"
                hint = f"its title is `{title}`; an item that nothing helps with has no `helps`"
                yield document.finding("item-missing", document.at("items"), message, hint)


@rule("framework-unlisted")
def every_listed_framework_has_a_crosswalk(guide: Guide) -> Iterator[Finding]:
    """`docs/framework-items.yml` lists no framework without a crosswalk in `docs/frameworks`."""
    document = _dictionary(guide)
    names = [one.name for one in guide.of_kind("frameworks")]
    for name in guide.official:
        if name not in names:
            message = f"there is no crosswalk `docs/frameworks/{name}.yml`"
            yield document.finding("framework-unlisted", document.at(name), message, nearest_hint(name, names))


@rule("item-repeated")
def an_item_stands_once_in_a_crosswalk(guide: Guide) -> Iterator[Finding]:
    """No item id stands twice in a crosswalk, nor two that differ only in capitals or signs: they are anchors."""
    for document in guide.of_kind("frameworks"):
        met: dict[str, str] = {}
        for index, identifier in _ids(document):
            anchor = anchor_of(identifier)
            if not anchor:
                message = f"the item `{identifier}` has no letter or digit for its anchor"
                yield document.finding("item-repeated", document.at("items", index, "id"), message)
            elif anchor in met:
                same = "stands twice" if met[anchor] == identifier else f"has the same anchor as `{met[anchor]}`"
                yield document.finding(
                    "item-repeated", document.at("items", index, "id"), f"the item `{identifier}` {same}"
                )
            met.setdefault(anchor, identifier)


@rule("recommendation-unknown", "recommendation-withdrawn", "recommendation-repeated")
def recommendations_that_help_are_there(guide: Guide) -> Iterator[Finding]:
    """What helps with an item is a recommendation that exists and still holds, named once for each item."""
    known = [document.name for document in guide.of_kind("recommendations")]
    for document in guide.of_kind("frameworks"):
        for index, _ in _items(document):
            met: set[str] = set()
            for place, name in _each(document, "items", index, "helps", then="recommendation"):
                position = document.at("items", index, "helps", place, "recommendation")
                if name in met:
                    message = f"`{name}` stands twice under one item"
                    yield document.finding("recommendation-repeated", position, message, "join the two reasons")
                elif name not in known:
                    message = f"there is no recommendation `{name}`"
                    yield document.finding("recommendation-unknown", position, message, nearest_hint(name, known))
                elif name in guide.by_id and guide.by_id[name].status == "withdrawn":
                    hint = in_its_place(name, guide.by_id, "see whether it helps to name")
                    message = f"`{name}` is withdrawn"
                    yield document.finding("recommendation-withdrawn", position, message, hint)
                met.add(name)


@rule("stage-unknown", "stage-repeated", "item-stage")
def items_have_known_stages(guide: Guide) -> Iterator[Finding]:
    """An item of a framework names the stages where it matters, each once."""
    for document in guide.of_kind("frameworks"):
        for index, item in _items(document):
            stages = item.get("stages")
            if stages == []:
                message = f"the item `{item.get('id')}` has no stage"
                yield document.finding("item-stage", document.at("items", index, "stages"), message)
            met: set[str] = set()
            for place, stage in enumerate(stages if isinstance(stages, list) else []):
                position = document.at("items", index, "stages", place)
                if not isinstance(stage, str):
                    continue
                if stage not in guide.stage_slugs:
                    hint = nearest_hint(stage, guide.stage_slugs)
                    yield document.finding("stage-unknown", position, f"no stage is named `{stage}`", hint)
                elif stage in met:
                    yield document.finding("stage-repeated", position, f"the stage `{stage}` stands twice")
                met.add(stage)


@rule("link-unsafe")
def frameworks_have_an_https_address(guide: Guide) -> Iterator[Finding]:
    """A framework's `url` is an https address."""
    for document in guide.of_kind("frameworks"):
        url = document.value("url")
        if isinstance(url, str) and not is_a(HTTPS, url.strip()):
            yield document.finding("link-unsafe", document.at("url"), f"`{url}` is not an https address")


@rule("claims-compliance")
def crosswalks_promise_help_and_no_more(guide: Guide) -> Iterator[Finding]:
    """A crosswalk says how a recommendation helps with an item, never that you comply with it: no `why` or `summary`
    says “complies”, “conforms”, “satisfies”, “fulfils”, “meets the requirement” or “ensures that you …”, and no
    `about` says so of you."""
    for document in guide.of_kind("frameworks"):
        yield from _promises(document, _PROMISE.search, "summary")
        for index, item in _items(document):
            yield from _promises(document, _PROMISE_TO_YOU.search, "items", index, "about")
            for place, _ in enumerate(item["helps"] if isinstance(item.get("helps"), list) else []):
                yield from _promises(document, _PROMISE.search, "items", index, "helps", place, "why")


def _promises(document: Document, search: Callable, *keys: str | int) -> Iterator[Finding]:
    text = document.value(*keys)
    if isinstance(text, str) and (match := search(" ".join(text.split()))):
        message = f"`{keys[-1]}` says `{match[0]}`, which promises more than help"
        yield document.finding("claims-compliance", document.at(*keys), message, "say what it helps with")


def _dictionary(guide: Guide) -> Document | None:
    return guide.by_path.get(_DICTIONARY)


def _items(document: Document) -> Iterator[tuple[int, dict]]:
    """The items that are sets of fields, each with its place."""
    items = document.value("items")
    for index, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict):
            yield index, item


def _ids(document: Document) -> Iterator[tuple[int, str]]:
    for index, item in _items(document):
        if isinstance(item.get("id"), str):
            yield index, item["id"].strip()


def _each(document: Document, *keys: str | int, then: str) -> Iterator[tuple[int, str]]:
    """The texts under `then` of each entry of a list, with the entry's place."""
    entries = document.value(*keys)
    for place, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict) and isinstance(entry.get(then), str):
            yield place, entry[then]


RULES = rules_of(globals())
