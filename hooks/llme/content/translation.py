"""A translation of the normative texts."""

from llme.content.model import Model, RecommendationId, ReleasedVersion, Text, Written


class TranslatedRecommendation(Model):
    """A recommendation in another language; empty texts are still to be translated."""

    title: Text = ""
    do: Text = ""
    dont: Text = ""


class TranslationFields(Model):
    """A translation of the normative texts, and the release that it translates."""

    name: Written  # of the language, in that language
    english: Written  # of the language, in English
    translates: ReleasedVersion
    recommendations: dict[RecommendationId, TranslatedRecommendation]


class Translation(TranslationFields):
    """A translation with its language, a tag of BCP 47 such as `pt-BR`: the name of its file."""

    language: str
