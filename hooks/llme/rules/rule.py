"""What a rule is: a named generator of findings, whose docstring tells contributors what must hold."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from llme.content.guide import Guide
from llme.findings import Finding


@dataclass(frozen=True)
class Rule:
    """A rule: the codes its findings bear, and the generator."""

    codes: tuple[str, ...]
    check: Callable[[Guide], Iterable[Finding]]

    @property
    def name(self) -> str:
        """The generator's name, a true statement: `stage_is_known`."""
        return self.check.__name__

    @property
    def statement(self) -> str:
        """The rule as a contributor reads it."""
        return inspect.cleandoc(self.check.__doc__ or "")


def rule(*codes: str) -> Callable[[Callable[[Guide], Iterable[Finding]]], Rule]:
    """Makes a generator a rule whose findings bear one of `codes`."""
    return lambda check: Rule(codes, check)


def rules_of(module: dict) -> tuple[Rule, ...]:
    """The rules defined in a module, in the order of their text."""
    return tuple(value for value in module.values() if isinstance(value, Rule))
