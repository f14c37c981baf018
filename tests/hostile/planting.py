"""A guide each of whose text fields holds a payload: instances of everything, made like those of the small guide."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hostile.fields import Sower, emitted
from hostile.garden import Garden, Piece, Slot
from llme.content.files import INSERTS
from llme.content.guide import Guide
from llme.content.load import load
from llme.content.model import (
    DecisionFields,
    FrameworkFields,
    PageFields,
    Profile,
    RecommendationFields,
    Role,
    StageFields,
    Term,
    Tool,
    Topic,
)
from llme.content.release import Version
from llme.content.translation import TranslationFields
from llme.rules import check
from llme.versions.snapshot import snapshot
from support import ROOT, SMALL

# What the small guide has none of.
DECISION = {"title": "A case", "decided": date(2026, 1, 1), "outcome": "accepted"}
TRANSLATION = {"name": "Sprache", "english": "Language", "translates": "1.0.0"}
_NOT_INSERTED = ("template", "rules", "stages")  # which stand on pages of their own
_CITED = "Cited [@adams2020first].\n"
_DOUBLY_BRACED = ("title", "booktitle", "journal")


def planted(instances: int, beginning: int = 0) -> Garden:
    """A garden with so many instances of everything; with `beginning`, the payloads are others."""
    sower = Sower(beginning)
    garden = Garden(after=release)
    data = {name: _data(f"{name}.yml") for name in ("topics", "roles", "profiles", "tools", "glossary")}
    official = _data("framework-items.yml")
    body = (SMALL / "docs/recommendations/LLME-002.md").read_text("utf-8").split("---\n", 2)[2]
    discussed = ["---\ntitle: Discussed\ndescription: All.\n---\n\n# Discussed\n\n## Cases {#cases}\n\n"]
    discussed += [f"::: {name}\n\n" for name in INSERTS if name not in _NOT_INSERTED]
    ids = [f"LLME-{number:03}" for number in range(1, 2 * instances + 3)]
    active = [*ids[:2], *ids[2::2]]
    works: list[Piece] = [(SMALL / "bibliography/guide.bib").read_text("utf-8")]
    for number in range(instances):
        case, (mine, withdrawn) = f"case-{number}", ids[2 * number + 2 : 2 * number + 4]
        for name, model in (("topics", Topic), ("roles", Role), ("profiles", Profile)):
            key = sower.slot(f"{name}.*", case, "key", is_free=False)
            example = next(iter(_data(f"{name}.yml").values()))
            data[name][key] = sower.sown(model, example)
        tool = _data("tools.yml")[0] | {"id": f"tool-{case}", "url": f"https://example.org/{number}"}
        data["tools"].append(sower.sown(Tool, tool))
        data["glossary"].append(sower.sown(Term, _data("glossary.yml")[0] | {"term": f"Word {number}"}))

        fields = _front("recommendations/LLME-001.md") | {
            "stage": case,
            "also": ["collecting"],
            "title": f"Do {number}",
        }
        fields |= {"topics": [case], "roles": [case], "tools": [f"tool-{case}"]}
        garden.files[f"docs/recommendations/{mine}.md"] = _page(sower, RecommendationFields, fields, body)
        fields |= {"status": "withdrawn", "reason": "It is.", "superseded_by": [mine], "title": f"Do not {number}"}
        garden.files[f"docs/recommendations/{withdrawn}.md"] = _page(sower, RecommendationFields, fields, body)
        discussed.append(f"[{mine}](../recommendations/{mine}.md) [@z-{number:04}].\n")
        decision = DECISION | {"recommendations": [withdrawn]}
        garden.files[f"docs/decisions/{case}.md"] = _page(sower, DecisionFields, decision, "\nBecause.\n")
        stage = _front("stages/measuring.md") | {"order": number + 3}
        garden.files[f"docs/stages/{case}.md"] = _page(sower, StageFields, stage, _CITED)
        page = _front("about/versions.md")
        garden.files[f"docs/about/{case}.md"] = _page(sower, PageFields, page, "\n# Case\n\nText.\n")

        framework = _data("frameworks/arr.yml") | {"order": number + 2}
        framework = sower.sown(FrameworkFields, framework)
        items = {item["id"]: item["title"] for item in framework["items"]}
        official[case] = {"edition": framework["edition"], "items": items}
        garden.files[f"docs/frameworks/{case}.yml"] = emitted(framework)
        texts = {mine: {"title": "A", "do": "B", "dont": "C"}} | {one: {} for one in active if one != mine}
        translation = sower.sown(TranslationFields, TRANSLATION | {"recommendations": texts})
        garden.files[f"docs/translations/{_language(number)}.yml"] = emitted(translation)
        works += _work(sower, number)
    for name in data:
        garden.files[f"docs/{name}.yml"] = emitted(data[name])
    garden.files["docs/framework-items.yml"] = emitted(official)
    garden.files["docs/release/discussed.md"] = discussed
    garden.files["bibliography/guide.bib"] = works
    return garden


def twin(page: str) -> str:
    """What pages of an untouched guide are like this one. IDs that are odd are active, but for the small guide's."""
    page = re.sub(r"LLME-(\d+)", lambda one: one[0] if int(one[1]) < 3 else f"LLME-{int(one[1]) % 2}", page)
    return re.sub(r"case-\d+", "case", page)


def release(root: Path) -> None:
    """Releases the guide, if there is nothing to complain about; only then are there translations."""
    away, snapshots = root / "translations", root / "docs/releases"
    shutil.rmtree(snapshots, ignore_errors=True)
    shutil.rmtree(away, ignore_errors=True)
    (root / "docs/translations").rename(away)
    _change(root, "1.0.0", "next")
    guide = _sound(root)
    if guide:
        snapshots.mkdir()
        (snapshots / "1.0.0.json").write_text(snapshot(guide, Version(1, 0, 0), date(2026, 2, 1), ""), "utf-8")
        _change(root, "next", "1.0.0")
        away.rename(root / "docs/translations")


def _change(root: Path, version: str, other: str) -> None:
    """Gives the changes of all recommendations another version."""
    for path in (root / "docs/recommendations").glob("*.md"):
        text = path.read_text("utf-8")
        text = text.replace(f"version: {version}\n", f"version: {other}\n").replace(f'"{version}"', f'"{other}"')
        path.write_text(text, "utf-8")


def _sound(root: Path) -> Guide | None:
    try:
        guide = load(root)
        return None if check(guide) else guide
    except Exception:  # it is met again, and told, when the guide is looked at
        return None


def _page(sower: Sower, model: type, fields: dict, body: str) -> list[Piece]:
    return ["---\n", *emitted(sower.sown(model, _copy(fields))), "\n---\n\n", body]


def _work(sower: Sower, number: int) -> Iterator[Piece]:
    """An entry with all fields that any work of its type has in the guide itself."""
    kind, fields = _kinds_of_work()[number % len(_kinds_of_work())]
    yield f"\n@{kind}{{z-{number:04},\n"
    own = {"title": f"Work {number}", "doi": f"10.1145/{number}", "eprint": f"2101.{number:05}"}
    own |= {"url": f"https://example.org/{number}"}
    for name, value in (fields | {key: own[key] for key in own.keys() & fields.keys()}).items():
        before, after = ("{{", "}}") if name in _DOUBLY_BRACED else ("{", "}")
        slot = sower.slot(f"works.{kind}.{name}", value, name, is_free=False)
        _, text = sower.hostile(int(slot.mark[1:-1]), name)
        yield f"  {name} = "
        yield Slot(
            slot.label,
            f"{before}{text}{after},\n".encode(errors="replace").decode(),
            f"{before}{value}{after},\n",
            slot.mark,
        )
    yield "}\n"


@cache
def _kinds_of_work() -> list[tuple[str, dict[str, str]]]:
    kinds: dict[str, dict[str, str]] = {}
    for work in load(ROOT).works.values():
        kinds[work.type] = {
            name: value.strip("{}") if name in _DOUBLY_BRACED else value for name, value in work.raw.items()
        } | kinds.get(work.type, {})
    return sorted(kinds.items())


def _data(name: str) -> Any:
    return yaml.safe_load((SMALL / "docs" / name).read_text("utf-8"))


def _front(name: str) -> dict:
    return yaml.safe_load((SMALL / "docs" / name).read_text("utf-8").split("---\n")[1])


def _copy(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    return [_copy(one) for one in data] if isinstance(data, list) else data


def _language(number: int) -> str:
    return "".join(chr(ord("a") + digit) for digit in (number // 676, number // 26 % 26, number % 26))
