"""Rules on what was released: IDs last, meaning does not change in silence, snapshots stay as they were."""

from collections.abc import Iterator

from llme.content.guide import Guide, number_of
from llme.findings import Finding
from llme.patterns import ID, is_a
from llme.rules.rule import rule, rules_of
from llme.versions.changelog import mismatches
from llme.versions.snapshot import weakness
from llme.words import nearest_hint


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


@rule("id-vanished", "id-reused", "id-sequence")
def ids_last(guide: Guide) -> Iterator[Finding]:
    """An ID that was released keeps its file for ever, withdrawn or not, and is never given to another
    recommendation; new IDs follow on without a gap."""
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
            continue
        began = files[identifier].value("changes", 0, "version")
        if isinstance(began, str) and began != version:
            message = f"{identifier} was released in {version}, and this history begins with `{began}`"
            hint = f"restore the old file, and take the next free ID, {guide.next_id()}, for something new"
            yield files[identifier].finding("id-reused", files[identifier].at("changes", 0), message, hint)
    highest = max(map(number_of, first), default=0)
    new = sorted((number_of(name), name) for name in files if name not in first and is_a(ID, name))
    for expected, (number, name) in enumerate(new, highest + 1):
        if number != expected:
            message = f"{name} does not follow the highest ID before it"
            yield files[name].finding("id-sequence", (1, 1), message, f"name it `LLME-{expected:03}.md`")
            break


@rule("change-undeclared")
def changed_meaning_is_declared(guide: Guide) -> Iterator[Finding]:
    """When the title, Do or Don't of a released recommendation changes, `changes` says so with `version: next` and a
    kind that is strong enough."""
    if not guide.releases:
        return
    for recommendation in guide.recommendations:
        before = guide.releases[-1].find(recommendation.id)
        document = guide.document_of(recommendation)
        if before and (why := weakness(recommendation, before)):
            hint = "add an entry to `changes` with `version: next`, the kind of change, and a note for readers"
            yield document.finding(
                "change-undeclared", document.at("do"), f"since {guide.releases[-1].version}, {why}", hint
            )


@rule("version-unknown")
def changes_name_released_versions(guide: Guide) -> Iterator[Finding]:
    """A change names a released version, or `next` until a release fills the number in."""
    released = [release.version for release in guide.releases]
    for recommendation in guide.recommendations:
        document = guide.document_of(recommendation)
        for index, change in enumerate(recommendation.changes):
            if change.version != "next" and change.version not in released:
                message = f"no version {change.version} was released"
                hint = nearest_hint(change.version, [*released, "next"])
                yield document.finding("version-unknown", document.at("changes", index, "version"), message, hint)


@rule("withdrawal-unexplained", "successor-unknown")
def withdrawals_are_explained(guide: Guide) -> Iterator[Finding]:
    """A withdrawn recommendation gives its `reason`; `superseded_by` names other recommendations that still hold; and
    neither stands in an active one."""
    for recommendation in guide.recommendations:
        document = guide.document_of(recommendation)
        if recommendation.status == "withdrawn" and not recommendation.reason:
            message = "it is withdrawn, and `reason` does not say why"
            yield document.finding("withdrawal-unexplained", document.at("status"), message)
        if recommendation.status == "active" and (recommendation.reason or recommendation.superseded_by):
            message = "`reason` and `superseded_by` belong to a withdrawn recommendation"
            yield document.finding("withdrawal-unexplained", document.at("reason"), message, "set `status: withdrawn`")
        for index, successor in enumerate(recommendation.superseded_by):
            found = guide.by_id.get(successor)
            if not found or found.status == "withdrawn" or successor == recommendation.id:
                state = "is withdrawn itself" if found and found.id != recommendation.id else "cannot take its place"
                place = document.at("superseded_by", index)
                yield document.finding("successor-unknown", place, f"{successor} {state}")


@rule("changelog-mismatch")
def changelog_tells_every_release(guide: Guide) -> Iterator[Finding]:
    """CHANGELOG.md has a section for each release, with the changes of the recommendations as the release wrote
    them."""
    for document in guide.documents:
        if document.path == "CHANGELOG.md":
            for line, message in mismatches(document.text, guide.releases):
                hint = "restore the section from the commit that released it"
                yield document.finding("changelog-mismatch", (line, 1), message, hint)


RULES = rules_of(globals())
