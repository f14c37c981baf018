"""Rules on the profiles, with which a checklist begins."""

from collections.abc import Iterator

from llme.content.document import Document
from llme.content.guide import Guide
from llme.findings import Finding
from llme.rules.rule import rule, rules_of
from llme.words import nearest_hint


@rule("recommendation-unknown", "recommendation-withdrawn")
def profiles_name_active_recommendations(guide: Guide) -> Iterator[Finding]:
    """A profile of `docs/profiles.yml` names recommendations that exist and are not withdrawn."""
    known = {document.name: document for document in guide.of_kind("recommendations")}
    for document, slug, names in _profiles(guide) if known else ():
        for index, name in enumerate(names):
            place = document.at(slug, "recommendations", index)
            if not isinstance(name, str):
                continue
            if name not in known:
                message = f"there is no recommendation `{name}`"
                yield document.finding("recommendation-unknown", place, message, nearest_hint(name, known))
            elif known[name].value("status") == "withdrawn":
                successors = known[name].value("superseded_by")
                hint = " or ".join(f"`{one}`" for one in successors) if isinstance(successors, list) else ""
                message = f"the recommendation `{name}` is withdrawn"
                hint = f"name {hint} in its place" if hint else "take it out"
                yield document.finding("recommendation-withdrawn", place, message, hint)


@rule("field-empty", "recommendation-repeated")
def profiles_have_recommendations(guide: Guide) -> Iterator[Finding]:
    """A profile has at least one recommendation, and each once."""
    for document, slug, names in _profiles(guide):
        if names == []:
            place = document.at(slug, "recommendations")
            message = f"the profile `{slug}` has no recommendations"
            yield document.finding("field-empty", place, message, "name some, or take the profile out")
        for index, name in enumerate(names):
            if name in names[:index]:
                place = document.at(slug, "recommendations", index)
                message = f"the profile `{slug}` names `{name}` twice"
                yield document.finding("recommendation-repeated", place, message, "keep one of the two")


def _profiles(guide: Guide) -> Iterator[tuple[Document, str, list]]:
    """The file, and of each profile in it the name and the IDs, well formed or not."""
    document = guide.by_path.get("docs/profiles.yml")
    for slug in document.data if document and isinstance(document.data, dict) else ():
        names = document.value(slug, "recommendations")
        if isinstance(names, list):
            yield document, slug, names


RULES = rules_of(globals())
