"""Whether an entry of the bibliography still tells of the same work as in an older release."""

import re
import unicodedata
from collections.abc import Mapping

from llme.words import is_misspelt

Fields = Mapping[str, str]  # of an entry, by name
_LEADING = r"(https?://)?((dx\.)?doi\.org/|(www\.)?arxiv\.org/(abs|pdf)/|www\.)?"
_ARXIV_DOI = "10.48550/arxiv."


def why_another(before: Fields, after: Fields) -> str:
    """Why an entry tells of another work than it did, or an empty text.

    A work stays the same as long as it is found where it was: at its DOI or arXiv number, or at its URL if it had
    neither; what is added beside that makes no other work of it. Its title and its authors stay, but for spelling and
    for what is added at the end. So does its year, unless a DOI or arXiv number that stays proves a correction.
    """
    old, new = _numbers(before), _numbers(after)
    proven = bool(old) and old.items() <= new.items()
    if old and not proven:
        return "its DOI or arXiv number is another, or gone"
    if not old and not new and _address(before.get("url", "")) not in ("", _address(after.get("url", ""))):
        return "its URL is another, or gone"
    if not _is_title(_words(before.get("title", "")), _words(after.get("title", "")), proven):
        return "its title is another"
    if not _are_authors(_names(before), _names(after), proven):
        return "its authors are others"
    years = before.get("year", ""), after.get("year", "")
    return "its year is another" if all(years) and years[0] != years[1] and not proven else ""


def _numbers(fields: Fields) -> dict[str, str]:
    """The numbers of a work that never change, by their kind."""
    doi, arxiv = _address(fields.get("doi", "")), _address(fields.get("eprint", ""))
    if doi.startswith(_ARXIV_DOI):
        doi, arxiv = "", arxiv or doi.removeprefix(_ARXIV_DOI)
    arxiv = re.sub(r"v[0-9]+$", "", arxiv.removeprefix("arxiv:"))
    return {kind: number for kind, number in (("doi", doi), ("arxiv", arxiv)) if number}


def _address(text: str) -> str:
    return re.sub(rf"^{_LEADING}", "", text.strip().casefold()).rstrip("/")


def _words(text: str) -> list[str]:
    """A text in words, without accents, capitals and punctuation."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"[^\W_]+", "".join(one for one in letters if not unicodedata.combining(one)))


def _names(fields: Fields) -> list[frozenset[str]]:
    """The family name of each author in words, or the whole name where it does not tell which that is."""
    people = re.split(r"\s+and\s+", fields.get("author") or fields.get("editor") or "")
    names = (frozenset(_words(one.partition(",")[0])) for one in people)
    return [one for one in names if one and one != {"others"}]


def _is_title(old: list[str], new: list[str], proven: bool) -> bool:
    """Whether it is the same but for spelling and a subtitle; or half of it, where it is proven to be the same work."""
    if len(old) <= len(new) and all(map(_is_word, old, new)):
        return len(new) == len(old) or len(old) > 1 or not old
    if "".join(old) == "".join(new):  # written in one word, or with a hyphen
        return True
    return proven and 2 * len([one for one in old if one in new]) >= len(old)


def _are_authors(old: list[frozenset[str]], new: list[frozenset[str]], proven: bool) -> bool:
    """Whether all are still there, in their order, but for spelling; or half, where it is proven to be that work."""
    found, left = 0, new
    for name in old:
        place = next((index for index, other in enumerate(left) if _is_name(name, other)), None)
        if place is not None:
            found, left = found + 1, left[place + 1 :]
    return found == len(old) or (proven and 2 * found >= len(old))


def _is_name(one: frozenset[str], other: frozenset[str]) -> bool:
    few, many = sorted((one, other), key=len)
    return all(any(_is_word(word, same) for same in many) for word in few)


def _is_word(one: str, other: str) -> bool:
    return one == other or is_misspelt(one, other)
