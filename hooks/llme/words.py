"""Small helpers for what messages say."""

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
