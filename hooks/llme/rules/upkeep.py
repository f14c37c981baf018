"""Rules on how the guide is kept: withdrawals, decisions, and translations."""

from collections.abc import Iterator

from llme.content.guide import Guide
from llme.content.release import NORMATIVE
from llme.findings import Finding
from llme.patterns import LANGUAGE, SLUG, is_a
from llme.rules.rule import rule, rules_of
from llme.versions.successors import in_its_place
from llme.versions.translations import is_complete, release_of
from llme.words import nearest_hint


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
            hint = "set `status: withdrawn`, or take them out if it holds again"
            place = document.at("reason" if recommendation.reason else "superseded_by")
            yield document.finding("withdrawal-unexplained", place, message, hint)
        for index, successor in enumerate(recommendation.superseded_by):
            found = guide.by_id.get(successor)
            if not found or found.status == "withdrawn" or successor == recommendation.id:
                state = "is withdrawn itself" if found and found.id != recommendation.id else "cannot take its place"
                hint = in_its_place(successor, guide.by_id, "name") if found and found.id != recommendation.id else ""
                place = document.at("superseded_by", index)
                yield document.finding("successor-unknown", place, f"{successor} {state}", hint)


@rule("decision-missing")
def withdrawals_have_a_decision(guide: Guide) -> Iterator[Finding]:
    """A withdrawn recommendation is named by a decision in `docs/decisions` that was accepted and says why."""
    decided = {name for one in guide.decisions if one.outcome == "accepted" for name in one.recommendations}
    for recommendation in guide.recommendations:
        if recommendation.status == "withdrawn" and recommendation.id not in decided:
            document = guide.document_of(recommendation)
            hint = (
                f"write one in `docs/decisions`, with `outcome: accepted` and `recommendations: [{recommendation.id}]`"
            )
            message = f"no decision says why {recommendation.id} is withdrawn"
            yield document.finding("decision-missing", document.at("status"), message, hint)


@rule("decision-name", "decision-unknown", "decision-empty")
def decisions_give_a_reason(guide: Guide) -> Iterator[Finding]:
    """A decision has a name of lower-case words and hyphens, gives its reason in its text, and names only
    recommendations that exist or existed."""
    for document in guide.of_kind("decisions"):
        if not is_a(SLUG, document.name):
            message = f"`{document.name}` cannot be part of an address"
            hint = "use lower-case letters, digits and single hyphens"
            yield document.finding("decision-name", (1, 1), message, hint)
        if not document.body.strip():
            place = (document.body_line, 1)
            yield document.finding("decision-empty", place, "the decision gives no reason", "say why, in a paragraph")
        named = document.value("recommendations")
        for index, name in enumerate(named if isinstance(named, list) else []):
            if isinstance(name, str) and name not in guide.used_ids:
                message = f"there is no recommendation `{name}`"
                hint = nearest_hint(name, sorted(guide.used_ids))
                yield document.finding("decision-unknown", document.at("recommendations", index), message, hint)


@rule("translation-language", "translation-version", "translation-incomplete", "translation-unknown")
def translations_have_every_recommendation(guide: Guide) -> Iterator[Finding]:
    """A translation is named by its language, says which release it translates, and lists every active recommendation
    of that release, translated as a whole or not at all, and no other."""
    for translation in guide.translations:
        document = guide.by_path[f"docs/translations/{translation.language}.yml"]
        if not is_a(LANGUAGE, translation.language):
            message = f"`{translation.language}` is not the tag of a language"
            yield document.finding("translation-language", (1, 1), message, "name the file such as `pt-BR.yml`")
        release = release_of(guide, translation)
        if release is None:
            message = f"there is no release {translation.translates}"
            hint = nearest_hint(translation.translates, [one.version for one in guide.releases])
            yield document.finding("translation-version", document.at("translates"), message, hint)
            continue
        originals = {one.id: one for one in release.recommendations if one.status == "active"}
        for name in sorted(set(originals) - set(translation.recommendations)):
            message = f"{name} is not listed"
            hint = f"add `{name}: {{}}` until it is translated"
            yield document.finding("translation-incomplete", document.at("recommendations"), message, hint)
        for name, one in translation.recommendations.items():
            place = document.at("recommendations", name)
            if name not in originals:
                message = f"release {release.version} has no active recommendation `{name}`"
                yield document.finding("translation-unknown", place, message, nearest_hint(name, originals))
            elif any(getattr(one, field) for field in NORMATIVE) and not is_complete(one, originals[name]):
                wanted = ", ".join(f"`{field}`" for field in NORMATIVE if getattr(originals[name], field))
                message = f"{name} is translated in part"
                hint = f"give {wanted}, as the original does, or none of them"
                yield document.finding("translation-incomplete", place, message, hint)


RULES = rules_of(globals())
