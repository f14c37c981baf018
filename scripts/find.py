"""Finds where the guide speaks of something: `find.py WORD …`.

Prints paths and titles, the best first: of recommendations, whose files are named by numbers, of sections, tools, terms
and sources. A word is found in every form that begins alike. Where nothing has all words, what has most is shown.
Exit status: 0 something was found, 1 nothing, 2 wrong usage.
"""

import argparse
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.data import texts
from llme.content.document import Document
from llme.content.guide import Guide
from llme.content.load import load
from quoting import shown

EXAMPLE = 'make find WORDS="crowd work"'
MOST = 15  # that are printed
_ENDINGS = (
    "ations",
    "ation",
    "ities",
    "ity",
    "ings",
    "ing",
    "ers",
    "ors",
    "er",
    "or",
    "ies",
    "ed",
    "es",
    "s",
    "e",
    "y",
)
_SHORTEST = 4  # letters that a stem keeps, and that a part in the middle of a word needs
_ADMINISTRATIVE = ("changes", "reviewed", "status", "superseded_by", "pending")  # fields that say nothing of the matter


class Place(NamedTuple):
    """A place in the guide, and what it says, by how much it counts."""

    path: str
    line: int  # 0 for a whole file
    title: str
    texts: tuple[tuple[int, str], ...]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="find.py", description="Find where the guide speaks of something.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds docs and bibliography")
    parser.add_argument("words", nargs="+", help="what to look for")
    options = parser.parse_args(argv)
    if not (options.root / "docs").is_dir():
        parser.error(f"there is no folder `docs` in {options.root}")
    wanted = list(dict.fromkeys(words_of(" ".join(options.words))))
    if not wanted:
        parser.error(f"no word was given; for example: {EXAMPLE}")
    found = list(search(load(options.root), wanted))
    if not found:
        print("nothing was found; try another word for it, or only its beginning", file=sys.stderr)
        return 1
    print(listed(found), end="")
    return 0


def search(guide: Guide, wanted: list[str]) -> Iterator[Place]:
    """The places that have all the words, the best first; where none has, those that have most of them."""
    scored = []
    for place in places(guide):
        by_word = [_score(word, place) for word in wanted]
        for at, (one, other) in enumerate(pairwise(wanted)):  # `crowd work` is `crowdwork` too
            joined = _score(one + other, place)
            by_word[at : at + 2] = [max(score, joined) for score in by_word[at : at + 2]]
        scored.append((sum(map(bool, by_word)), sum(by_word), place))
    most = max((count for count, *_ in scored), default=0)
    best = [one for one in scored if one[0] == most > 0]
    return (place for *_, place in sorted(best, key=lambda one: (-one[1], one[2].path, one[2].line)))


def places(guide: Guide) -> Iterator[Place]:
    """Every place of the guide that has a title."""
    topics = {slug: topic.title for slug, topic in guide.topics.items()}
    for document in guide.of_kind("recommendations"):
        data = document.data if isinstance(document.data, Mapping) else {}
        fields = {name: value for name, value in data.items() if name not in _ADMINISTRATIVE}
        known = [topics.get(one, "") for one in texts(fields)]
        said = [
            (3, " ".join([*texts(fields), *known])),
            (1, document.body),
            (9, document.name),
            (9, document.name.lstrip("LME-0")),
        ]
        title = str(fields.get("title", ""))
        yield Place(document.path, 0, title, ((5, title), *said))
    for kind in ("stages", "pages", "decisions"):
        for document in guide.of_kind(kind):
            yield from _sections(document)
    for kind, name in (("tools", "name"), ("glossary", "term")):
        for document in guide.of_kind(kind):
            yield from _entries(document, name)
    for document in guide.of_kind("works"):
        for work in guide.works.values():
            title = work.fields.get("title", "")
            said = ((2, title), (2, f"{work.key} {work.fields.get('author', '')} {work.year}"))
            yield Place(document.path, document.at(work.key)[0], f"{work.key}: {title}", said)


def _sections(document: Document) -> Iterator[Place]:
    for heading in document.markup.headings:
        yield Place(document.path, heading.position[0], heading.text, ((4, heading.text), (1, heading.content)))


def _entries(document: Document, name: str) -> Iterator[Place]:
    for index, entry in enumerate(document.data if isinstance(document.data, list) else []):
        if isinstance(entry, Mapping):
            title = str(entry.get(name, ""))
            yield Place(document.path, document.at(index)[0], title, ((4, title), (1, " ".join(texts(entry)))))


def listed(found: list[Place]) -> str:
    """The first places as lines: where, and the title."""
    rows = [(one.path + (f":{one.line}" if one.line else ""), shown(one.title, 90)) for one in found[:MOST]]
    width = max(len(where) for where, _ in rows)
    more = f"and {len(found) - MOST} more; another word makes them fewer\n" if len(found) > MOST else ""
    return "".join(f"{where:<{width}}  {title}\n" for where, title in rows) + more


def _score(word: str, place: Place) -> float:
    """How much a place has of a word: as such, in another form, or within a longer one."""
    return max(weight * _likeness(word, frozenset(words_of(text))) for weight, text in place.texts)


@lru_cache(100_000)
def _likeness(word: str, others: frozenset[str]) -> float:
    if word in others:
        return 1.0
    stem = stem_of(word)
    if any(other.startswith(stem) for other in others):
        return 0.8
    return 0.5 if len(stem) >= _SHORTEST and any(stem in other for other in others) else 0.0


@lru_cache(10_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return tuple(re.findall(r"\w+", "".join(one for one in folded if not unicodedata.combining(one))))


def stem_of(word: str) -> str:
    """The beginning that forms of an English word share, more or less."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending)
    return word


if __name__ == "__main__":
    sys.exit(main())
