"""Every rule of the guide, and the one place that runs them."""

from llme.content.guide import Guide
from llme.findings import Finding
from llme.rules import (
    aids,
    bibliography,
    citations,
    frameworks,
    history,
    lengths,
    profiles,
    reading,
    recommendations,
    safety,
    surroundings,
    upkeep,
)
from llme.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *reading.RULES,
    *recommendations.RULES,
    *lengths.RULES,
    *surroundings.RULES,
    *aids.RULES,
    *profiles.RULES,
    *citations.RULES,
    *bibliography.RULES,
    *frameworks.RULES,
    *history.RULES,
    *safety.RULES,
    *upkeep.RULES,
)


def check(guide: Guide) -> list[Finding]:
    """All findings of all rules, in reading order."""
    return sorted({finding for rule in RULES for finding in rule.check(guide)})
