"""Every rule of the guide, and the one place that runs them."""

from pathlib import Path

from llme.content.guide import Guide
from llme.content.verdicts import judged
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


def check(guide: Guide, kept: Path | None = None) -> list[Finding]:
    """All findings of all rules, in reading order; `kept` is a file for what was found in texts, by their content."""
    guide = judged(guide, kept)
    return sorted({finding for rule in RULES for finding in rule.check(guide)})
