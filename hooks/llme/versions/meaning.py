"""What a title, a Do or a Don't asks for, as far as a program can see, and how that differs between two texts.

Each text is compared with its own older one, and words are counted: a "not" more or less is a difference. What is seen
wrongly costs no more than a stronger kind of change.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from llme.versions.kinds import Aspect


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIVE = _words("not no never none nobody nothing neither nor nowhere without avoid refrain stop cease fail")
STRONG = _words("must shall always all every each need require required least")
# Words that let people off, and those that do so where nothing else came with them.
EXEMPTING = _words(
    "unless except excepting excluding exempt optional optionally ideally preferably usually normally typically"
    " generally"
)
SOFT = _words(
    "may can could might should would consider try attempt possible possibly practicable feasible reasonable"
    " appropriate sometimes often perhaps maybe recommend encourage prefer suggest"
)
_UNITS = _words("second minute hour day week month quarter year daily weekly monthly quarterly yearly annually")
_LIMITING = _words(
    "will only first last before after until when where while if or either both one once twice half double some any few"
    " fewer fewest many more most less than within over under above below between alone instead rather enough too"
    " everybody everyone everything anybody anyone anything somebody someone something hardly rarely"
    " seldom scarcely barely against despite regardless provided minimum maximum skip ignore omit refuse forbid"
    " forbidden prohibit prohibited allow allowed permit permitted waive % < > = ≤ ≥ ±"
)
BINDING = NEGATIVE | STRONG | EXEMPTING | SOFT | _UNITS | _LIMITING
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split()
    )
    if word != "one"  # more often a pronoun
} | dict(zip("thirty forty fifty sixty seventy eighty ninety hundred thousand".split(),
             "30 40 50 60 70 80 90 100 1000".split(), strict=True))  # fmt: skip
# After which a larger number asks for less, and after which a smaller one does.
_CEILINGS = _words("within most before after in under below until by every each less fewer")
_FLOORS = _words("least for above over minimum more")
# What says little by itself.
_EMPTY = _words(
    "a an the of to and in on at by for from with into onto about as than that this these those there which who whom"
    " whose what how why so such also very then it its they them their theirs you your yours we us our he she his her"
    " be is are was were been being do does did done has have had s t re ve ll d m"
)
_SAME = (
    (r"[‘ʼ＇’]", "'"),
    (r"\bcannot\b|\bcan't\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"\bshan't\b", "shall not"),
    (r"n't\b", " not"),
    (r"\b(do|does|did|is|are|was|were|has|have|had|must|need|should|could|would)nt\b", r"\1 not"),
    (r"\b(?:have|has) to\b", "must"),
    (r"\bper ?cent\b", "%"),
    (r"(?<=\d),(?=\d{3}\b)", ""),
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[%<>=≤≥±]|[^\W\d_]+")


class Difference(NamedTuple):
    """Something that differs from the last release."""

    aspect: Aspect
    field: str
    says: str  # the same in words


class _Said(NamedTuple):
    """A text in words; `content` are the stems of those that neither bind nor are empty."""

    words: list[str]
    binding: Counter[str]
    numbers: list[str]
    content: Counter[str]
    parts: int  # how many it is made of, joined by `and` or set apart by a full stop

    def count(self, words: Iterable[str]) -> int:
        return sum(self.binding[word] for word in words)


def compared(field: str, before: str, after: str) -> Iterator[Difference]:
    """How a title, a Do or a Don't differs from what it was."""
    if before.split() == after.split():
        return
    name = f"`{field}`"
    if not before or not after:
        yield Difference("more", field, f"{name} is new") if after else Difference("less", field, f"{name} is gone")
        return
    old, new = _said(before), _said(after)
    yield Difference("words", field, f"{name} has other words")
    changed = sorted((old.binding - new.binding) | (new.binding - old.binding))
    if changed:
        yield Difference("bound", field, f"{', '.join(f'`{word}`' for word in changed)} came or went in {name}")
    elif old.words != new.words and sorted(old.words) == sorted(new.words) and old.binding:
        yield Difference("bound", field, f"{name} has its words in another order, around words that bind")
    if old.content - new.content and not new.content - old.content:
        yield Difference("bound", field, f"{name} lost words, and none came for them")
    if Counter(old.numbers) != Counter(new.numbers):
        yield Difference("number", field, f"a number changed in {name}")
    if 2 * (old.content & new.content).total() < new.content.total():
        yield Difference("more", field, f"more than half of {name} is new")
    if why := next(_less(field, old, new), ""):
        yield Difference("less", field, f"{name} {why}")


def nearness(one: str, other: str) -> float:
    """How much of the longer of two texts the other shares, from 0 to 1."""
    first, second = _said(one).content, _said(other).content
    return (first & second).total() / max(first.total(), second.total(), 1)


def _less(field: str, old: _Said, new: _Said) -> Iterator[str]:
    """In what way it asks for less, or for the opposite."""
    kept, was = (old.content & new.content).total(), old.content.total()
    freed = new.count(EXEMPTING) < old.count(EXEMPTING)  # an exemption that goes takes its words along
    net = was - new.content.total()
    if field != "title" and not freed and new.parts < old.parts and net >= (2 if new.content - old.content else 1):
        yield "lost a part of what it said"
    if field != "title" and 3 * new.content.total() <= 2 * was and was and not freed:
        yield "lost a third of what it said"
    if kept * (4 if freed else 2) < was:
        yield "keeps less than half of what it said"
    if new.count(STRONG) < old.count(STRONG):
        yield f"asks for less: `{_first(old, new, STRONG)}` went"
    if new.count(EXEMPTING) > old.count(EXEMPTING):
        yield f"asks for less: `{_first(new, old, EXEMPTING)}` came"
    if field != "dont" and new.binding["or"] > old.binding["or"] and new.words.count("and") < old.words.count("and"):
        yield "asks for less: `or` came for `and`"
    if any(map(_is_looser, _limits(old), _limits(new))):
        yield "asks for less: a number is less strict"
    if not new.content - old.content:  # nothing else came to which they could belong
        if new.count(SOFT) > old.count(SOFT):
            yield f"asks for less: `{_first(new, old, SOFT)}` came"
        joined = ("and", "or", "nor")
        if new.count(NEGATIVE) != old.count(NEGATIVE) and all(
            new.words.count(word) == old.words.count(word) for word in joined
        ):
            yield "may ask for the opposite: a negative word came or went"


def _first(one: _Said, other: _Said, words: frozenset[str]) -> str:
    """A word of these that the one has more often than the other."""
    return min(set(one.binding - other.binding) & words)


def _is_looser(old: tuple[str, float], new: tuple[str, float]) -> bool:
    return old[0] == new[0] and ((old[0] == "ceiling" and new[1] > old[1]) or (old[0] == "floor" and new[1] < old[1]))


def _limits(said: _Said) -> Iterator[tuple[str, float]]:
    """Each number, with what the words before it make of it: a `ceiling`, a `floor`, or nothing."""
    for place, word in enumerate(said.words):
        if word[0].isdigit():
            near = said.words[max(0, place - 3) : place]
            kind = next(("ceiling" if one in _CEILINGS else "floor" for one in reversed(near)
                         if one in _CEILINGS | _FLOORS), "")  # fmt: skip
            if kind and near[0] in NEGATIVE:  # no more than three
                kind = "floor" if kind == "ceiling" else "ceiling"
            yield kind, float(re.sub(r"[^0-9.]", "", word).partition(".")[0][:15] or 0)


def _said(text: str) -> _Said:
    text = unicodedata.normalize("NFKC", text).casefold()
    for pattern, same in _SAME:
        text = re.sub(pattern, same, text)
    words = [_word(match[0]) for match in _TOKEN.finditer(text)]
    content = [word for word in words if word not in BINDING | _EMPTY and not word[0].isdigit()]
    return _Said(
        words,
        Counter(word for word in words if word in BINDING),
        [word for word in words if word[0].isdigit()],
        Counter(map(_stem, content)),
        len(re.findall(r"[.;:](?=\s+\S)|\b(?:and|or|nor|but)\b", text)),
    )


def _word(word: str) -> str:
    """A word as it is counted: numbers in European digits, `days` as `day`, `needs` as `need`."""
    if word[0].isdecimal():
        return "".join(str(unicodedata.digit(one)) if one.isdecimal() else one for one in word)
    word = _NUMBERS.get(word, word)
    return word[:-1] if word.endswith("s") and word[:-1] in BINDING else word


def _stem(word: str) -> str:
    """A word without its ending, so that `logs` and `logging` are one."""
    ending = next((one for one in ("ing", "ed", "es", "s", "e") if word.endswith(one)), "")
    word = word[: -len(ending)] if ending and len(word) - len(ending) >= 3 else word
    return word[:-1] if word[-2:-1] == word[-1:] else word
