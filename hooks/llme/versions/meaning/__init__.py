"""How what a title, a Do or a Don't asks for differs between two texts, as far as a program can see.

It sees words. Few changes can be shown to leave the meaning alone: of spelling, of punctuation, of small words, of the
order of a list. Other words in the place of some may mean the same, unless they bind, are the opposite, or say more or
less. Whatever else changes may ask for more or for less, and whoever declares it says which; what is seen to ask for
less can be declared as nothing else. What is seen wrongly costs no more than a stronger kind of change.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from llme.versions.kinds import Aspect
from llme.versions.meaning.lexicon import DILUTING, EXPLAINING, TURNS
from llme.versions.meaning.replacing import Replacement, have_moved, is_only_reordered, opposites, replacements
from llme.versions.meaning.saying import Saying, Token, both_said


class Difference(NamedTuple):
    """Something that differs from the last release."""

    aspect: Aspect
    field: str
    says: str  # the same in words


def compared(field: str, before: str, after: str) -> Iterator[Difference]:
    """How a title, a Do or a Don't differs from what it was."""
    if before.split() == after.split():
        return
    name = f"`{field}`"
    if not before or not after:
        yield Difference("more", field, f"{name} is new") if after else Difference("less", field, f"{name} is gone")
        return
    old, new = both_said(before, after)
    steps = replacements(old, new)
    yield Difference("words", field, f"{name} has other words")
    for aspect, says in (*_other_words(old, new, steps), *_bound(old, new, steps)):
        yield Difference(aspect, field, f"{says} in {name}")
    if old.numbers != new.numbers or [one.size for one in old.limits] != [one.size for one in new.limits]:
        yield Difference("number", field, f"a number changed in {name}")
    if 2 * (old.content & new.content).total() < new.content.total():
        yield Difference("more", field, f"more than half of {name} is new")
    if why := next(_less(field, old, new, steps), ""):
        yield Difference("less", field, f"{name} {why}")


def nearness(one: str, other: str) -> float:
    """How much of the longer of two texts the other shares, from 0 to 1."""
    first, second = (text.content for text in both_said(one, other))
    return (first & second).total() / max(first.total(), second.total(), 1)


def _other_words(old: Saying, new: Saying, steps: list[Replacement]) -> Iterator[tuple[Aspect, str]]:
    """Words that may mean the same as those that went, or make plainer what stands there."""
    gone = (old.content - new.content) + (old.binding - new.binding)
    came = (new.content - old.content) + (new.binding - old.binding)
    if (steps and (gone or came)) or old.binding != new.binding:
        words = [*_names(steps, "gone"), *_names(steps, "came")] or sorted({*gone, *came})
        yield "sense", f"{_listed(words)} came or went"
    elif Counter(old.persons) - Counter(new.persons) and Counter(new.persons) - Counter(old.persons):
        yield "sense", "`you`, `they` or the like changed"


def _bound(old: Saying, new: Saying, steps: list[Replacement]) -> Iterator[tuple[Aspect, str]]:
    """What may ask for more or for less."""
    changed = sorted((old.classes - new.classes) | (new.classes - old.classes))
    if changed:
        words = [one.word for step in steps for one in (*step.gone, *step.came) if one.kind in changed]
        yield "bound", f"{_listed(words or changed)} came or went"
    if any(old.words.count(one) > new.words.count(one) and old.words.count(other) < new.words.count(other)
           for pair in TURNS for one, other in (pair, pair[::-1])):  # fmt: skip
        yield "bound", "a word that says who or whither changed"
    elif old.keys == new.keys and sorted(_turns(old)) == sorted(_turns(new)) and _turns(old) != _turns(new):
        yield "bound", "words that say who or whither changed places"
    elif old.keys == new.keys and old.words.count("and") != new.words.count("and") and _joints(old) != _joints(new):
        yield "bound", "`and` came or went"
    if have_moved(old, new) and not is_only_reordered(old, new) and steps:
        yield "bound", "words stand in another order"
    elif sorted(old.persons) == sorted(new.persons) and old.persons != new.persons:
        yield "bound", "`you`, `they` or the like changed places"
    fresh = [step for step in steps if _narrows(step, old, new)]
    if fresh:
        words = [one.word for step in fresh for one in (*step.gone, *step.came) if one.kind == "content"]
        yield "bound", f"{_listed(words)} came or went, and nothing in its place,"
    if pair := opposites(steps):
        yield "bound", f"{_listed(pair)} are opposites"


def _turns(text: Saying) -> list[str]:
    known = {word for pair in TURNS for word in pair}
    return [word for word in text.words if word in known]


def _joints(text: Saying) -> int:
    return sum(1 for word in text.words if word in ("and", ",", ";", "."))


def _narrows(step: Replacement, old: Saying, new: Saying) -> bool:
    """Whether content came without any that it could stand for, or went without any that could stand for it."""
    gone = [one for one in step.gone if one.kind == "content" and one.key not in new.content]
    came = [one for one in step.came if one.kind == "content" and one.key not in old.content]
    if gone and came:
        return len(came) > 3 * len(gone) or len(gone) > 3 * len(came)
    return bool(gone) or any(not one.word.endswith("ly") and not _explains(one, new) for one in came)


def _explains(token: Token, text: Saying) -> bool:
    """Whether a word stands among examples, or where the same is said in other words."""
    place = text.words.index(token.word)
    for word in reversed(text.words[:place]):
        if word in EXPLAINING or word == "(":
            return True
        if word in ".;:)!?":
            return False
    return False


def _names(steps: Iterable[Replacement], side: str) -> list[str]:
    return [one.word for step in steps for one in getattr(step, side)]


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in dict.fromkeys(words))


# What asks for less.


def _less(field: str, old: Saying, new: Saying, steps: list[Replacement]) -> Iterator[str]:
    """In what way it asks for less, or for the opposite."""
    yield from _lost(field, old, new)
    gone, came = old.classes - new.classes, new.classes - old.classes
    for name in ("must", "all", "least"):
        if gone[name]:
            yield f"asks for less: `{_first(steps, 'gone', name)}` went"
    for name in ("unless", "some"):
        if came[name]:
            yield f"asks for less: `{_first(steps, 'came', name)}` came"
    if field == "dont" and (came["without"] or came["only"] or _restricts(steps) or (gone["any"] and came["all"])):
        yield "asks for less: it forbids only a part of what it forbade"
    if field != "dont" and any(not one.gone and one.came and one.came[0].kind in _RESTRICTING for one in steps):
        yield "asks for less: it holds in certain cases alone"
    if field != "dont" and came["or"] and new.words.count("and") < old.words.count("and"):
        yield "asks for less: `or` came for `and`"
    if _is_looser(field, old, new):
        yield "asks for less: a number is less strict"
    if word := _diluted(steps, came):
        yield f"asks for less: `{word}` came"
    if _is_reversed(old, new, steps):
        yield "may ask for the opposite"


_RESTRICTING = ("if", "only", "or", "unless", "some", "where")


def _restricts(steps: Iterable[Replacement]) -> bool:
    """Whether words came to what was forbidden, in the same part of the text, so that less of it is."""
    return any(not one.gone and one.came and not one.at_start and one.came[0].kind == "content" for one in steps)


def _lost(field: str, old: Saying, new: Saying) -> Iterator[str]:
    kept, was = (old.content & new.content).total(), old.content.total()
    freed = new.classes["unless"] < old.classes["unless"]  # an exemption that goes takes its words along
    net = was - new.content.total()
    fewer = new.sentences < old.sentences
    if field != "title" and not freed and fewer and net >= (2 if new.content - old.content else 1):
        yield "lost a part of what it said"
    if field != "title" and 3 * new.content.total() <= 2 * was and was and not freed:
        yield "lost a third of what it said"
    if kept * (4 if freed else 2) < was:
        yield "keeps less than half of what it said"


def _first(steps: Iterable[Replacement], side: str, name: str) -> str:
    """A word of this class that came or went."""
    return next((one.word for step in steps for one in getattr(step, side) if one.kind == name), name)


def _diluted(steps: Iterable[Replacement], came: Counter[str]) -> str:
    """A word that lets people off, where it stands before what was asked for already, or alone."""
    for step in steps:
        soft = [one for one in step.came if one.kind in DILUTING and came[one.kind]]
        fresh = [one for one in step.came if one.kind == "content"]
        if soft and (len(fresh) <= 1 or (step.at_start and step.came[0].kind in DILUTING)):
            return soft[0].word
    return ""


def _is_looser(field: str, old: Saying, new: Saying) -> bool:
    if len(old.limits) != len(new.limits):
        return False
    for before, after in zip(old.limits, new.limits, strict=True):
        kind = before.kind or ("floor" if field == "do" and not old.classes["not"] and not after.kind else "")
        if before.measure == after.measure and before.kind == after.kind:
            if kind == "ceiling" and after.size > before.size:
                return True
            if kind == "floor" and after.size < before.size:
                return True
    return False


def _is_reversed(old: Saying, new: Saying, steps: list[Replacement]) -> bool:
    """Whether a negative word came or went, or a word for its opposite; both together may say the same as before."""
    turned = bool(opposites(steps)) or (
        new.classes["without"] - old.classes["without"] == old.words.count("with") - new.words.count("with") != 0
    )
    denied = old.classes["not"] != new.classes["not"]
    if denied and new.classes["not"] > old.classes["not"]:  # a new part may forbid something besides
        parts = [step for step in steps if any(one.kind == "not" for one in step.came)]
        denied = not all(_is_new_part(step) for step in parts)
    elif denied and (old.content - new.content or new.content - old.content):
        parts = [step for step in steps if any(one.kind == "not" for one in step.gone)]
        denied = not all(sum(1 for one in step.gone if one.kind == "content") > 1 for step in parts)
    return turned != denied


def _is_new_part(step: Replacement) -> bool:
    return not step.gone and sum(1 for one in step.came if one.kind == "content") > 0 and len(step.came) > 1
