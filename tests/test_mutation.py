"""How the code is made ready for mutation testing, and what is counted of it."""

import pytest

from likely_first import codes_of
from mutation import share, undecorated

SOURCE = '''class One:
    plain = 1

    @property
    def two(self):
        return self.plain + 1

@first(1,
       "a")
@second
def three(four):
    """Three."""

    def inner():
        @kept
        def deep(): ...
    return four

FIVE = three(5)
'''


def test_decorators_become_statements_and_all_else_stays():
    assert (
        undecorated(SOURCE)
        == '''class One:
    plain = 1

    def two(self):
        return self.plain + 1
    two = property(two)

def three(four):
    """Three."""

    def inner():
        @kept
        def deep(): ...
    return four
three = second(three)
three = first(1, 'a')(three)

FIVE = three(5)
'''
    )


def test_a_fault_is_noticed_by_a_failure_or_by_a_loop_without_end():
    states = {"a": "killed", "b": "timeout", "c": "survived", "d": "no tests", "e": "killed"}
    assert share(states) == (3, 5)


@pytest.mark.parametrize(
    ("mutant", "codes"),
    [
        ("llme.rules.lengths.x_topics_are_few__mutmut_1", ("topics-many",)),
        (
            "llme.rules.upkeep.x__helper__mutmut_12",
            (
                *("withdrawal-unexplained", "successor-unknown"),
                *("decision-missing", "decision-name", "decision-unknown", "decision-empty"),
                *("translation-language", "translation-version", "translation-incomplete", "translation-unknown"),
            ),
        ),
        ("llme.rules.rule.x_rule__mutmut_1", ()),
        ("llme.rules.x_check__mutmut_1", ()),
        ("llme.html.policy.x_policy__mutmut_1", ()),
        ("stats", ()),
        ("", ()),
    ],
)
def test_the_codes_of_a_fault(mutant, codes):
    assert codes_of(mutant) == codes
