"""What went and what came between two texts, and what only stands in another place or is spelt in another way."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import NamedTuple

from llme.versions.meaning.lexicon import CONFUSED, are_opposite
from llme.versions.meaning.saying import Saying, Token
from llme.words import is_misspelt

_LONG = 5  # letters of a word that is hardly another one misspelt; there is `audit` and `audio`


class Replacement(NamedTuple):
    """Words that went, and those that came in their place."""

    gone: tuple[Token, ...]
    came: tuple[Token, ...]
    at_start: bool  # of a part of the text


def replacements(old: Saying, new: Saying) -> list[Replacement]:
    """What went and came, without what is only spelt in another way."""
    if is_only_reordered(old, new):
        return []
    found = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old.keys, new.keys, autojunk=False).get_opcodes():
        gone, came = old.tokens[i1:i2], new.tokens[j1:j2]
        if kind != "equal" and not _are_one(gone, came):
            at_start = j1 == 0 or new.tokens[j1 - 1].part != new.tokens[min(j1, len(new.tokens) - 1)].part
            found.append(Replacement(gone, came, at_start))
    return found


def _are_one(gone: Sequence[Token], came: Sequence[Token]) -> bool:
    """Whether these are the same words, one of them misspelt, or written together."""
    if "".join(one.word for one in gone) == "".join(one.word for one in came):
        return True
    return len(gone) == len(came) and all(
        one.key == other.key
        or (
            min(len(one.word), len(other.word)) >= _LONG
            and max(len(one.word), len(other.word)) > _LONG
            and is_misspelt(one.word, other.word)
            and "content" == one.kind == other.kind
            and frozenset((one.word, other.word)) not in CONFUSED
            and not are_opposite(one.word, other.word)
        )
        for one, other in zip(gone, came, strict=True)
    )


def is_only_reordered(old: Saying, new: Saying) -> bool:
    """Whether only the items of a list changed places, or a part of a sentence went to its other end."""
    if old.keys == new.keys or sorted(old.keys) != sorted(new.keys):
        return False
    start = next(index for index, (a, b) in enumerate(zip(old.keys, new.keys, strict=True)) if a != b)
    end = next(index for index, (a, b) in enumerate(zip(old.keys[::-1], new.keys[::-1], strict=True)) if a != b)
    stop = len(old.keys) - end
    ordered = {"!first", "!then", "!last", "!before", "!after", "!over", "!than", "!instead", "!not", "!until", "order"}
    if not ordered & set(old.keys) and _items(old.tokens[start:stop]) == _items(new.tokens[start:stop]):
        return True
    return _is_turned(old, new) or _is_turned(new, old) or _without_owners(old, new) == _without_owners(new, old)


def _items(tokens: Sequence[Token]) -> list[tuple[str, ...]]:
    groups = (tuple(one.key for one in group) for _, group in groupby(tokens, lambda one: one.part))
    items = sorted(groups)
    return items if len(items) > 1 else [()] * len(tokens) + items  # a list has several


def _is_turned(old: Saying, new: Saying) -> bool:
    """Whether a first part, which a comma sets apart, stands at the end now: `for each release, write …`."""
    if not old.words or old.words[0] not in _FRONTED:
        return False
    first = sum(1 for one in old.tokens if one.part == old.tokens[0].part)
    return "," in old.words and old.keys[first:] + old.keys[:first] == new.keys


def _without_owners(one: Saying, other: Saying) -> list[str]:
    """What it says without the owners that stand before an `'s` in one of the two texts, and after an `of` in the
    other."""
    owners = set()
    for first, second in ((one.words, other.words), (other.words, one.words)):
        before = {word for word, following in pairwise(first) if following == "s"}
        owners |= {word for word in before if re.search(rf"\bof (?:\w+ )?{re.escape(word)}\b", " ".join(second))}
    return [token.key for token in one.tokens if token.word not in owners]


_FRONTED = frozenset(
    "for before after if when whenever where once until unless in at by with to while as on during".split()
)


def have_moved(old: Saying, new: Saying) -> bool:
    """Whether some of what two texts share stands in another order: more than the longest run of it that both have."""
    places: dict[str, int] = {}  # of each word in the old text, as bits
    for index, key in enumerate(old.keys):
        places[key] = places.get(key, 0) | 1 << index
    everything = (1 << len(old.keys)) - 1
    rest = everything  # after Hyyrö, a bit for each old word that is not in the longest run so far
    for key in new.keys:
        found = rest & places.get(key, 0)
        rest = (rest + found | rest - found) & everything
    return len(old.keys) - rest.bit_count() < (Counter(old.keys) & Counter(new.keys)).total()


def opposites(steps: Iterable[Replacement]) -> list[str]:
    """Two words that are opposites, of which one went and the other came."""
    gone = [one.word for step in steps for one in step.gone]
    came = [one.word for step in steps for one in step.came]
    return next(([one, other] for one in gone for other in came if one != other and are_opposite(one, other)), [])
