"""A plugin of pytest for mutation testing: the tests that most likely notice a fault run first.

For a fault in a rule these are those that show its codes; of all others, those that need the past of a guide come last.
"""

import inspect
import os
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path

_SLOW = {"past", "past_folder", "copy_of_past"}


def pytest_collection_modifyitems(items: list) -> None:
    codes = [f": {code}: " for code in codes_of(os.environ.get("MUTANT_UNDER_TEST", ""))]
    slow = {item: bool(_SLOW & set(item.fixturenames)) for item in items}
    items.sort(key=lambda item: (not any(code in _tells(item) for code in codes), slow[item]))


def codes_of(mutant: str) -> tuple[str, ...]:
    """The codes of the rule in which the fault is, or of all rules in its module; none where it is in no rule."""
    name, _, function = mutant.partition("__mutmut")[0].rpartition(".x_")
    if not name.startswith("llme.rules."):
        return ()
    module = import_module(name)
    rules = getattr(module, "RULES", ())
    return tuple(code for rule in [one for one in rules if one.name == function] or rules for code in rule.codes)


def _tells(item) -> str:
    """What a test expects: the findings of a case, or its own text."""
    case = item.callspec.params.get("case") if hasattr(item, "callspec") else None
    return (case / "findings.txt").read_text("utf-8") if isinstance(case, Path) else _source(item.function)


@cache
def _source(function: Callable) -> str:
    return inspect.getsource(function)
