"""Names of authors as they are compared: whatever their case and accents, and wherever the family name begins."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from llme.content.bibliography import plain
from quoting import quoted

# Letters that stand for another one in a name that was written without them, and have no accent to take away.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe"})

# Some records have them in the family name, others beside it or not at all.
_SUFFIXES = frozenset("jr sr ii iii iv".split())


@dataclass(frozen=True)
class Person:
    """An author, or an organisation, which has a family name only; `shown` is the name as people read it."""

    shown: str
    family: tuple[str, ...]
    given: tuple[str, ...]

    @property
    def key(self) -> str:
        """What tells one author of a work from another: the last word of the family name."""
        return (self.family or self.given or ("",))[-1]


def folded(text: str) -> tuple[str, ...]:
    """The words of a text, without case, accents and signs."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return tuple(re.findall(r"[^\W_]+", re.sub("['’]", "", letters)))


def people(field: str) -> list[Person]:
    """The authors in a field of BibTeX, in order."""
    return [_person(name) for name in split_multiple_persons_names(" ".join(field.split()))]


def differences_of_authors(ours: list[Person], theirs: list[Person]) -> Iterator[str]:
    """What tells our authors from those of a record, as sentences. `others` at our end stand for any number."""
    if ours and ours[-1].shown == "others":
        ours = ours[:-1]
        theirs = theirs[: len(ours)]
    here, there = Counter(one.key for one in ours), Counter(one.key for one in theirs)
    yield from (f"{quoted(one.shown)} is not in the record" for one in _only(ours, here - there))
    yield from (f"the record has {quoted(one.shown)} too" for one in _only(theirs, there - here))
    ours, theirs = [_common(some, here & there) for some in (ours, theirs)]
    for one, other in zip(ours, theirs, strict=True):
        if one.key != other.key:
            yield f"{quoted(one.shown)} stands where the record has {quoted(other.shown)}"
            return  # what follows has moved along with it
    yield from filter(None, map(_difference, ours, theirs))


def _person(name: str) -> Person:
    parts = parse_single_name_into_parts(name, strict=False)
    family, given = plain(" ".join([*parts.von, *parts.last])), plain(" ".join(parts.first))
    suffix = plain(" ".join(parts.jr))
    words = tuple(word for word in folded(family) if word not in _SUFFIXES)
    return Person(" ".join(filter(None, (given, family, suffix))), words, folded(given))


def _only(some: list[Person], keys: Counter[str]) -> Iterator[Person]:
    """The last of each of these keys, as often as it is counted."""
    left = Counter(keys)
    for one in reversed(some):
        if left[one.key] > 0:
            left[one.key] -= 1
            yield one


def _common(some: list[Person], keys: Counter[str]) -> list[Person]:
    left = Counter(keys)
    found = []
    for one in some:
        if left[one.key] > 0:
            left[one.key] -= 1
            found.append(one)
    return found


def _difference(ours: Person, theirs: Person) -> str:
    if sorted(ours.family + ours.given) == sorted(theirs.family + theirs.given):
        return ""  # the family name begins elsewhere
    told = f"{quoted(ours.shown)}; the record has {quoted(theirs.shown)}"
    if ours.family != theirs.family or not _fits(ours.given, theirs.given):
        return told
    is_short = bool(ours.given and theirs.given) and len(ours.given[0]) == 1 < len(theirs.given[0])
    return f"only an initial: {told}" if is_short else ""


def _fits(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether both may be one person's given names: initials stand for names, and further names may be left out."""
    if not ours or not theirs:
        return ours == theirs
    short, long = sorted((ours, theirs), key=len)
    if not _is_one(short[0], long[0]):
        return False
    rest = iter(long[1:])
    return all(any(_is_one(name, other) for other in rest) for name in short[1:])


def _is_one(name: str, other: str) -> bool:
    short, long = sorted((name, other), key=len)
    return name == other or (len(short) == 1 and long.startswith(short))
