"""Every rule of the guide, and the one place that runs them."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from llme.content.guide import Guide
from llme.content.table import BLOCKING
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


# What only follows from a file whose content is not known whole: names that it holds, by the kind of the file; and what
# other texts would cite, or would hold for links to lead to.
_NAMES_OF = {
    "tool-unknown": "tools",
    "topic-unknown": "topics",
    "role-unknown": "roles",
    "stage-unknown": "stages",
    "citation-unknown": "works",
    "framework-unlisted": "official",
    "version-unknown": "releases",
    "changelog-mismatch": "releases",
    "citation-outdated": "releases",
}
_TEXT_OF_OTHERS = frozenset({"source-uncited", "link-broken"})
_NAMES_LOST = BLOCKING | UNREAD | {"bib-syntax", "file-missing", "snapshot-altered"}

# The cure of a breach, where the rule that found it knows no better one.
_CURES = {
    "citation-unknown": "add the work: `make source WORK=…`, with its DOI, arXiv number or https address",
    "dont-polarity": "begin it with “Do not” or “Never”",
    "field-empty": "write it, or take the field out if it is not required",
    "field-value": "write it like the other entries of its kind",
    "file-unknown": "take it out",
    "identifier-missing": "add `doi = {…}`, `url = {https://…}`, or `eprint = {…}` with `eprinttype = {arxiv}`",
    "item-repeated": "give each item an id of its own, with a letter or a digit",
    "item-stage": "name one at least, as in `stages: [evaluation]`",
    "key-malformed": "name it by author, year and a word of the title, such as `bender2021dangers`",
    "link-broken": "give the heading there the anchor, `{#name}`, or link to another",
    "link-unsafe": "write it in full, as `https://…`",
    "meaning-stop": "end it with a full stop",
    "name-taken": "take it out of `formerly`",
    "question-mark": "end it with a question mark",
    "recommendation-unknown": "name one that there is; `make find WORDS=…` looks for it",
    "role-unknown": "name one of `docs/roles.yml`",
    "section-empty": "write it, as the other recommendations do",
    "section-uncited": "cite a source there, as `[@key]`",
    "source-uncited": "cite it where it supports a claim, as `[@key]`, or take the entry out",
    "stage-empty": "write a recommendation of this stage",
    "stage-order": "give it a number of its own",
    "stage-repeated": "name it once",
    "stage-unknown": "name one of `docs/stages`",
    "term-repeated": "keep one of the two, or call it otherwise",
    "text-length": "say it in fewer words",
    "title-length": "say it in fewer words",
    "tool-repeated": "give it an id of its own",
    "tool-stage": "name one at least, as in `stages: [evaluation]`",
    "tool-unknown": "name one of `docs/tools.yml`, or describe it there first",
    "tool-unused": "name it in the `tools` of a recommendation that it helps to follow, or take it out",
    "topic-unknown": "name one of `docs/topics.yml`",
    "topic-unused": "give a recommendation this topic, or take it out",
    "yaml-syntax": "write it as the other files of its kind do",
}


def check(guide: Guide, kept: Path | None = None) -> list[Finding]:
    """All findings of all rules, in reading order, each with a cure where one is known.

    Of a file that was not read, there is nothing but why; what only follows from a broken file says so. `kept` is a
    file for what was found in texts, by their content.
    """
    guide = judged(guide, kept)
    unread = {one.path for one in guide.documents if any(problem.code in UNREAD for problem in one.problems)}
    found = {finding for rule in RULES for finding in rule.check(guide)}
    found = {finding for finding in found if finding.path not in unread or finding.code in UNREAD}
    following = set(_following(guide, found))
    cured = (replace(one, hint=one.hint or _CURES.get(one.code, ""), follows=one in following) for one in found)
    return sorted(cured)


def _following(guide: Guide, found: Collection[Finding]) -> Iterator[Finding]:
    """What cannot be told while another file is broken, which is told too."""
    broken: set[str] = set()
    is_text_lost = False
    for one in found:
        kind = guide.by_path[one.path].kind if one.path in guide.by_path else ""
        is_text_lost |= one.code in UNREAD
        if one.code in _NAMES_LOST and not (kind == "works" and one.code.startswith("field-")):  # of an entry
            broken.add(kind)
    for one in found:
        if _NAMES_OF.get(one.code) in broken or (one.code in _TEXT_OF_OTHERS and is_text_lost):
            yield one
