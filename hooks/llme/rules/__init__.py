"""Every rule of the guide, and the one place that runs them."""

from pathlib import Path

from llme.content.guide import Guide
from llme.content.verdicts import judged
from llme.findings import Finding
from llme.rules import (
    aids,
    anchors,
    bibliography,
    citations,
    frameworks,
    history,
    lengths,
    reading,
    recommendations,
    safety,
    surroundings,
    upkeep,
)
from llme.rules.rule import Rule
from llme.texts.text import UNREAD

RULES: tuple[Rule, ...] = (
    *reading.RULES,
    *recommendations.RULES,
    *lengths.RULES,
    *surroundings.RULES,
    *anchors.RULES,
    *aids.RULES,
    *citations.RULES,
    *bibliography.RULES,
    *frameworks.RULES,
    *history.RULES,
    *safety.RULES,
    *upkeep.RULES,
)


def check(guide: Guide, kept: Path | None = None) -> list[Finding]:
    """All findings of all rules, in reading order; of a file that was not read, nothing but why.

    `kept` is a file for what was found in texts, by their content.
    """
    guide = judged(guide, kept)
    unread = {one.path for one in guide.documents if any(problem.code in UNREAD for problem in one.problems)}
    found = {finding for rule in RULES for finding in rule.check(guide)}
    return sorted(finding for finding in found if finding.path not in unread or finding.code in UNREAD)
