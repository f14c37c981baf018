"""Says whether the tests notice faults: `mutation.py [--folder hooks/llme/html …]`.

mutmut puts one small fault after another into the code of these folders, and runs the tests that come by it. A fault
that no test notices survives, and is shown. The work is done in `.cache/mutation`, in a copy of the project.
Exit status: 0 enough are noticed in every folder, 1 too few are, 2 wrong usage, or the tests fail without any fault.
"""

import argparse
import ast
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / ".cache/mutation"
FOLDERS = ("hooks/llme/html", "hooks/llme/versions", "hooks/llme/rules")
ENOUGH = 85  # percent
CHILDREN = "2"  # of mutmut, each a process that runs tests
_NOTICED = ("killed", "timeout")
_BESIDE = (".git", ".venv", ".*cache", ".hypothesis", "__pycache__", "hooks", "site")  # needed by no test of these


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="mutation.py", description="Say whether the tests notice faults.")
    parser.add_argument("--folder", nargs="+", choices=FOLDERS, default=FOLDERS, help="these folders only")
    folders = parser.parse_args(argv).folder
    stage()
    if _mutmut("run", "--max-children", CHILDREN, *(f"{_module(one)}.*" for one in folders)).returncode:
        return 2
    told = _mutmut("results", "--all", "true", stdout=subprocess.PIPE).stdout
    states = dict(line.strip().split(": ") for line in told.splitlines())
    shares = {one: share({name: state for name, state in states.items() if _is_in(name, one)}) for one in folders}
    for name, state in states.items():
        if state not in _NOTICED and any(_is_in(name, one) for one in folders):
            _mutmut("show", name)
    for folder, (noticed, total) in shares.items():
        print(f"{folder}: {noticed} of {total} faults are noticed, {100 * noticed / max(total, 1):.1f} %")
    return int(any(100 * noticed < ENOUGH * total for noticed, total in shares.values()))


def stage() -> None:
    """Makes the copy of the project. Its `hooks` are called `src`: mutmut names modules by their paths below that."""
    shutil.rmtree(PLACE, ignore_errors=True)
    shutil.copytree(ROOT, PLACE / "mutants", ignore=shutil.ignore_patterns(*_BESIDE))
    (PLACE / "mutants/hooks").symlink_to("src")
    (PLACE / "shared").mkdir()
    shutil.copy(ROOT / "pyproject.toml", PLACE)
    shutil.copytree(ROOT / "hooks", PLACE / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in FOLDERS:
        for path in (PLACE / "src" / Path(folder).relative_to("hooks")).glob("*.py"):
            path.write_text(undecorated(path.read_text("utf-8")), "utf-8")


def undecorated(source: str) -> str:
    """The source with its functions decorated by a statement after each: mutmut leaves alone what has a decorator."""
    lines = source.splitlines(keepends=True)
    tree = ast.parse(source)
    bodies = [tree.body, *(one.body for one in tree.body if isinstance(one, ast.ClassDef))]
    functions = [one for body in bodies for one in body if isinstance(one, ast.FunctionDef) and one.decorator_list]
    for one in sorted(functions, key=lambda one: -one.lineno):  # from the last: the lines above keep their numbers
        for decorator in one.decorator_list:
            call = f"{one.name} = {ast.unparse(decorator)}({one.name})\n"
            lines.insert(one.end_lineno or 0, " " * one.col_offset + call)
        del lines[one.decorator_list[0].lineno - 1 : one.lineno - 1]
    return "".join(lines)


def share(states: dict[str, str]) -> tuple[int, int]:
    """How many faults were noticed, and of how many, by the state of each."""
    counts = Counter(states.values())
    return sum(counts[one] for one in _NOTICED), counts.total()


def _is_in(name: str, folder: str) -> bool:
    return name.startswith(f"{_module(folder)}.")


def _module(folder: str) -> str:
    return folder.removeprefix("hooks/").replace("/", ".")


def _mutmut(*words: str, stdout: int | None = None) -> subprocess.CompletedProcess[str]:
    """A command of mutmut. Its processes share what is costly to make, as the workers of one run of pytest do."""
    shared = {"PYTEST_XDIST_WORKER": "mutant", "PYTEST_DEBUG_TEMPROOT": str(PLACE / "shared")}
    order = {"PYTEST_PLUGINS": "likely_first", "PYTHONPATH": str(PLACE / "mutants/tests")}
    command = [str(Path(sys.executable).with_name("mutmut")), *words]
    environment = {**os.environ, **shared, **order}
    return subprocess.run(command, cwd=PLACE, env=environment, stdout=stdout, text=True)  # noqa: S603 - no shell


if __name__ == "__main__":
    sys.exit(main())
