"""Small helpers about words."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest_hint(word: object, known: Iterable[str]) -> str:
    """`did you mean …?` with the nearest known words, or the list of allowed ones where it is short."""
    known = list(known)
    near = get_close_matches(str(word), known, n=3, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(f'`{one}`' for one in near)}?"
    if 0 < len(known) <= 20:
        return f"allowed: {', '.join(f'`{one}`' for one in known)}"
    return ""


def is_misspelt(one: str, other: str) -> bool:
    """Whether two words differ as a word and its misspelling do: by one letter, or by two that changed places."""
    if min(len(one), len(other)) < 4 or one[0] != other[0] or not (one + other).isalpha():
        return False
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])
