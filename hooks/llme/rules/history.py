"""Rules on what was released: IDs last, history and snapshots stay as they were, and what changed since is declared."""

from collections.abc import Collection, Iterable, Iterator

from llme.content.document import Document
from llme.content.guide import Guide, number_of
from llme.content.model import SECTIONS, Change, Recommendation
from llme.findings import Finding
from llme.patterns import ID, is_a
from llme.rules.rule import rule, rules_of
from llme.versions.changelog import mismatches
from llme.versions.comparing import differences, is_same
from llme.versions.kinds import ASPECTS, KINDS, Aspect, covered
from llme.versions.meaning import Difference
from llme.versions.snapshot import declared, kept, last_states
from llme.words import nearest_hint

_HEADINGS = {field: heading for heading, field in SECTIONS.items()}
_ANOTHER_WORK = "or, in `guide.bib`, put the old entry back, and give the other work a key of its own"
_WEIGHTS: dict[Aspect, int] = {"words": 0, "sense": 1}  # all others weigh more
_ORDER = "the entries stand oldest first, and new ones at the end"


@rule("snapshot-altered")
def snapshots_stay_as_they_were(guide: Guide) -> Iterator[Finding]:
    """A file in `docs/releases` is written by a release and never changed; each names the digest of the one before."""
    for document in guide.documents:
        yield from document.found("snapshot-altered")
    previous = ""
    for release in guide.releases:
        if release.previous != previous:
            path = f"docs/releases/{release.version}.json"
            message = f"the snapshot of {release.version} does not follow the release before it"
            yield Finding(path, 1, 1, "snapshot-altered", message, "restore the snapshots from their commits")
        previous = release.digest


@rule("id-vanished", "id-sequence")
def ids_last(guide: Guide) -> Iterator[Finding]:
    """An ID that was released keeps its file for ever, withdrawn or not, and new IDs follow on without a gap."""
    files = {document.name: document for document in guide.of_kind("recommendations")}
    first: dict[str, str] = {}
    for release in guide.releases:
        for recommendation in release.recommendations:
            first.setdefault(recommendation.id, release.version)
    for identifier, version in first.items():
        if identifier not in files:
            path = f"docs/recommendations/{identifier}.md"
            message = f"{identifier} was released in {version}, and its file is gone"
            hint = "restore it, and set `status: withdrawn` if it no longer holds"
            yield Finding(path, 1, 1, "id-vanished", message, hint)
    highest = max(map(number_of, first), default=0)
    new = sorted((number_of(name), name) for name in files if name not in first and is_a(ID, name))
    for expected, (number, name) in enumerate(new, highest + 1):
        if number != expected:
            message = f"{name} does not follow the highest ID before it"
            yield files[name].finding("id-sequence", (1, 1), message, f"name it `LLME-{expected:03}.md`")
            break


@rule("id-reused", "history-rewritten", "change-order")
def history_is_not_rewritten(guide: Guide) -> Iterator[Finding]:
    """The entries of `changes` stand oldest first. Released ones stay as they are; new ones follow them, with
    `version: next`. A new recommendation has only new entries, and an ID is never given to another recommendation."""
    states = last_states(guide)
    for recommendation in guide.recommendations if states is not None else ():
        document = guide.document_of(recommendation)
        version, before = states.get(recommendation.id, ("", None))
        if any(change.kind == "added" for change in recommendation.changes[1:]):
            continue  # another rule tells that the entries do not stand oldest first
        here = list(enumerate(recommendation.changes))
        old = [(index, change) for index, change in here if change.version != "next"]
        if before is None:
            yield from _began_elsewhere(guide, document, old)
            continue
        released = before.changes
        if released and not any(change.version == released[0].version for _, change in old):
            yield _reused(guide, document, released[0])
            continue
        yield from _rewritten(guide, document, version, released, old)
        if any(change.version == "next" for _, change in here[: len(old)]):
            index = next(index for index, change in here if change.version == "next")
            message = "a change that is not released stands before one that is"
            yield document.finding("change-order", document.at("changes", index), message, f"{_ORDER}: move it there")


def _began_elsewhere(guide: Guide, document: Document, old: list[tuple[int, Change]]) -> Iterator[Finding]:
    for index, change in old:
        if any(release.version == change.version for release in guide.releases):
            message = f"release {change.version} has no {document.name}, and cannot have changed it"
            hint = "write `version: next`; a copy of another recommendation begins a history of its own"
            yield document.finding("history-rewritten", document.at("changes", index, "version"), message, hint)


def _reused(guide: Guide, document: Document, first: Change) -> Finding:
    name = document.name
    message = f"{name} was released in {first.version}, and its history does not begin there"
    hint = (
        f"if this text is another recommendation, move it to `{guide.next_id()}.md`, with `version: next` alone, and"
        f" restore `{name}.md` as it was released; if it is the same one, put the entries of `changes` back"
    )
    return document.finding("id-reused", document.at("changes", 0), message, hint)


def _rewritten(
    guide: Guide, document: Document, version: str, released: tuple[Change, ...], old: list[tuple[int, Change]]
) -> Iterator[Finding]:
    """The first place at which the released entries are not those of the last snapshot."""
    known = {release.version for release in guide.releases}
    old = [(index, change) for index, change in old if change.version in known]  # another rule tells of the others
    hint = f"put it back as `docs/releases/{version}.json` has it; {_ORDER}, with `version: next`"
    for (index, change), was in zip(old, released, strict=False):
        if _said(change) != _said(was):
            message = f"entry {index + 1} is not as it was released: `{was.kind}` in {was.version}, “{was.note}”"
            yield document.finding("history-rewritten", document.at("changes", index), message, hint)
            return
    for was in released[len(old) :]:
        message = f"an entry that was released is gone: `{was.kind}` in {was.version}, “{was.note}”"
        yield document.finding("history-rewritten", document.at("changes"), message, hint)
        return
    for index, change in old[len(released) :]:
        message = f"release {change.version} has no such entry"
        hint = f"write `version: next`; {_ORDER}"
        yield document.finding("history-rewritten", document.at("changes", index, "version"), message, hint)


def _said(change: Change) -> tuple[str, str, list[str]]:
    return change.version, change.kind, change.note.split()


@rule("change-undeclared", "change-unfounded")
def changes_are_declared(guide: Guide) -> Iterator[Finding]:
    """If a text of a released recommendation changes, or its sources, stages, status, reason or successors, `changes`
    has an entry with `version: next` and a kind that may carry it, by the table in `docs/about/versions.md`. What an
    entry declares was done. A source changes, too, if its entry in `guide.bib` becomes that of another work."""
    states = last_states(guide)
    for recommendation in guide.recommendations if states is not None else ():
        document = guide.document_of(recommendation)
        version, before = states.get(recommendation.id, ("", None))
        if before is None:
            yield from _never_gone(document, recommendation)
            continue
        after = kept(recommendation, guide)
        found = differences(before, after)
        yield from _undeclared(document, recommendation, version, found)
        if declared(recommendation):
            yield from _unfounded(document, recommendation, version, found, is_same(before, after))


def _never_gone(document: Document, recommendation: Recommendation) -> Iterator[Finding]:
    for index, change in enumerate(recommendation.changes):
        if change.kind == "reinstated" and change.version == "next":
            message = "`reinstated` is declared, but this recommendation was in no release"
            place = document.at("changes", index, "kind")
            yield document.finding("change-unfounded", place, message, "take the entry out")


def _undeclared(
    document: Document, recommendation: Recommendation, version: str, found: Collection[Difference]
) -> Iterator[Finding]:
    kinds = {change.kind for change in declared(recommendation)}
    lacking = [one for one in found if one.aspect not in covered(kinds)]
    if not lacking:
        return
    if kinds:
        message = f"{'; '.join(dict.fromkeys(_weightiest(lacking)))}; that is more than {_listed(sorted(kinds))}"
    else:
        message = f"{'; '.join(_listed_changes(found))}, but no change is declared"
    place = _place(document, lacking[0].field)
    hint = _cure({one.aspect for one in found})
    if any(one.field == "works" for one in lacking):
        hint += f"; {_ANOTHER_WORK}"
    yield document.finding("change-undeclared", place, f"since {version}, {message}", hint)


def _weightiest(found: Collection[Difference]) -> Iterator[str]:
    """What differs, in words; of a field nothing that is milder than what else is said of it."""
    weights = {(one.field, _WEIGHTS.get(one.aspect, len(_WEIGHTS))) for one in found}
    for one in found:
        weight = _WEIGHTS.get(one.aspect, len(_WEIGHTS))
        if (one.field, weight) == max(pair for pair in weights if pair[0] == one.field):
            yield one.says


def _listed_changes(found: Collection[Difference]) -> Iterator[str]:
    """What differs, by field; of a work, which nobody changed in this file, what exactly."""
    if names := dict.fromkeys(_name(one) for one in found if one.field != "works"):
        yield f"{_listed(names)} changed"
    yield from (one.says for one in found if one.field == "works")


def _unfounded(
    document: Document, recommendation: Recommendation, version: str, found: Collection[Difference], same: bool
) -> Iterator[Finding]:
    aspects = {one.aspect for one in found}
    for index, change in enumerate(recommendation.changes):
        if change.version != "next" or change.kind == "added":
            continue
        needs = KINDS[change.kind].needs
        if same:
            message = f"a change is declared, but nothing changed since {version}"
            hint = "make the change, or take the entry out"
        elif needs and not needs & aspects:
            message = f"`{change.kind}` is declared, but nothing of that kind changed since {version}"
            hint = f"it takes one of these: {'; '.join(ASPECTS[one] for one in ASPECTS if one in needs)}"
        else:
            continue
        yield document.finding("change-unfounded", document.at("changes", index, "kind"), message, hint)


def _cure(aspects: Collection[Aspect]) -> str:
    """Which kinds could carry all that changed."""
    fit = [name for name, kind in KINDS.items() if kind.carries >= set(aspects) and kind.needs & set(aspects)]
    fit = [*(["wording"] if KINDS["wording"].carries >= set(aspects) else []), *fit]
    kinds = f"of the kind {_listed(fit, 'or')}" if fit else "for each kind of change"
    if {"strengthened", "weakened"} <= set(fit) and not {"wording", "clarified"} & set(fit):
        kinds += " (`strengthened` if it asks for more now, `weakened` if for less or for something else)"
    return f"add an entry to the end of `changes`, with `version: next`, {kinds}, and a note for readers"


def _name(one: Difference) -> str:
    return f"## {_HEADINGS[one.field]}" if one.field in _HEADINGS else "sources" if one.field == "cites" else one.field


def _place(document: Document, field: str) -> tuple[int, int]:
    """Where a field or a section stands; of what is gone, where its change would be declared."""
    if field in _HEADINGS:
        sections = [one for one in document.markup.headings if one.text == _HEADINGS[field]]
        return sections[0].position if sections else document.at("changes")
    return document.at(field) if (field,) in document.positions else document.at("changes")


def _listed(names: Iterable[str], word: str = "and") -> str:
    *rest, last = (f"`{name}`" for name in names)
    return f"{', '.join(rest)} {word} {last}" if rest else last


@rule("version-unknown")
def changes_name_released_versions(guide: Guide) -> Iterator[Finding]:
    """A change names a released version, or `next` until a release fills the number in."""
    released = [release.version for release in guide.releases]
    states = last_states(guide) or {}
    for recommendation in guide.recommendations:
        document = guide.document_of(recommendation)
        _, before = states.get(recommendation.id, ("", None))
        for index, change in enumerate(recommendation.changes):
            if change.version != "next" and change.version not in released:
                message = f"no version {change.version} was released"
                is_old = before is not None and index < len(before.changes)
                hint = (
                    nearest_hint(change.version, released) if is_old else "write `next`: a release fills the number in"
                )
                yield document.finding("version-unknown", document.at("changes", index, "version"), message, hint)


@rule("changelog-mismatch")
def changelog_tells_every_release(guide: Guide) -> Iterator[Finding]:
    """CHANGELOG.md has a section for each release, with its summary and the changes of the recommendations as the
    release wrote them."""
    for document in guide.of_kind("changelog"):
        for line, message in mismatches(document.text, guide.releases):
            hint = "restore the section from the commit that released it"
            yield document.finding("changelog-mismatch", (line, 1), message, hint)


@rule("citation-outdated")
def citation_file_names_the_last_release(guide: Guide) -> Iterator[Finding]:
    """`CITATION.cff` has the `version` and, as `date-released`, the day of the last release; a release writes them."""
    last = guide.releases[-1] if guide.releases else None
    hint = "restore it from the commit of the last release"
    for document in guide.of_kind("citation") if last else ():
        for name, wanted in (("version", last.version), ("date-released", last.date.isoformat())):
            value = document.value(name)
            if str(value) != wanted:
                message = f"`{name}` is not {wanted}, as {last.version} was released"
                yield document.finding("citation-outdated", document.at(name), message, hint)


RULES = rules_of(globals())
