"""The layout of the code: arrows between rooms go one way, and no two classes have one name."""

import ast
from collections import Counter
from pathlib import Path

from support import ROOT

# Each room sees only what stands before it. The ground imports nothing of ours.
GROUND = ("patterns", "urls", "words", "findings", "files", "origins", "places")
ROOMS = (
    "html",
    "texts",
    "content",
    "versions",
    "rules",
    "checklist",
    "citations",
    "outputs",
    "pages",
    "pdf",
    "site",
    "preview",
    "command",
)
PACKAGE = ROOT / "hooks/llme"


def imported(path: Path) -> set[str]:
    """The modules of the package that a file imports, by their dotted names below it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [f"{node.module}.{one.name}" for one in node.names] if isinstance(node, ast.ImportFrom) else []
        names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
        found |= {name.removeprefix("llme.") for name in names if name.startswith("llme.")}
    return found


def test_arrows_between_rooms_go_one_way():
    wrong = []
    places = dict.fromkeys(GROUND, 0) | {name: place for place, name in enumerate(ROOMS, 1)}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        here = places.get(parts[0], None)
        for name in imported(path):
            there = name.partition(".")[0]
            inside = here and there == parts[0]
            if parts[0] != "__init__" and not inside and places[there] >= max(here, 1):
                wrong.append((path.relative_to(PACKAGE).as_posix(), name))
    assert wrong == []
    assert {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()} == {
        *GROUND,
        *ROOMS,
        "__init__",
    }


def test_rules_see_no_more_than_what_they_judge():
    seen = {name.partition(".")[0] for path in (PACKAGE / "rules").glob("*.py") for name in imported(path)}
    assert seen <= {"texts", "content", "versions", "rules", *GROUND}


def test_rules_export_nothing_but_themselves():
    others = [path for path in ROOT.glob("[!.]*/**/*.py") if "rules" not in path.relative_to(ROOT).parts]
    names = {name for path in others for name in imported(path) if name.startswith("rules.")}
    assert names <= {"rules.RULES", "rules.check", "rules.rule.Rule"}


def test_no_two_classes_have_one_name():
    names = Counter(
        node.name
        for folder in ("hooks", "scripts")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert {name: count for name, count in names.items() if count > 1} == {}


def test_folders_hold_about_ten_modules():
    counts = {
        folder.relative_to(ROOT).as_posix(): len(list(folder.glob("*.py")))
        for folder in [PACKAGE, *(path for path in PACKAGE.rglob("*") if path.is_dir()), *(ROOT / "scripts").glob("*/")]
    }
    assert {name: count for name, count in counts.items() if count > 14} == {}
