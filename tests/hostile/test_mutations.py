"""The guide's own files, spoilt: the checks refuse what came of it, or it builds and its pages are clean."""

import re
import shutil
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from hostile.garden import Garden, Slot, grown, settled
from hostile.payloads import PAYLOADS, marked
from hostile.published import Untouched, site_faults
from support import ROOT, buildable

FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("docs", "bibliography")
    for ending in ("md", "yml", "bib")
    for path in (ROOT / folder).rglob(f"*.{ending}")
)
EXAMPLES = settings().max_examples if settings().max_examples < 1000 else 5000  # the profile of the night has more
STRUCTURE = [":", "- ", "---\n", "...\n", "\n\n", "\n", "#", "```\n", "`", "[", "](", ")", "{", "}", "<", ">", "&"]
STRUCTURE += ["|", "*", '"', "'", "\\", "@", "^", "!", "    ", "\t", ";", ",", "=", "%", "::: ", "[@", "[^"]


# Where a change begins: at so-manieth of the places of a mark, or anywhere; how much it takes; and what comes there.
PLACES = st.tuples(st.one_of(st.sampled_from(STRUCTURE), st.just("")), st.integers(0, 10**6), st.integers(0, 60))
CHANGES = st.one_of(
    st.sampled_from(["cut", "doubled", "reversed"]),
    st.integers(0, 7),  # the bit of the first character that is flipped
    st.sampled_from([*STRUCTURE, *(marked(one, 0) for one in PAYLOADS.values())]).map(lambda text: (text,)),
)
MUTATIONS = st.lists(st.tuples(PLACES, CHANGES), min_size=1, max_size=3)


def mutated(text: str, mutation: list) -> str:
    """A text with its changes."""
    for (mark, number, length), change in mutation:
        places = [one.start() for one in re.finditer(re.escape(mark), text)] if mark else range(len(text) + 1)
        start = places[number % len(places)] if places else number % (len(text) + 1)
        piece = text[start : start + length]
        new = (
            {"cut": "", "doubled": piece * 2, "reversed": piece[::-1]}.get(change) if isinstance(change, str) else None
        )
        if isinstance(change, int):
            new = _flipped(piece, change)
        text = text[:start] + (change[0] + piece if new is None else new) + text[start + length :]
    return text


def _flipped(text: str, bit: int) -> str:
    return chr(ord(text[0]) ^ 1 << bit) + text[1:] if text else ""


def test_a_spoilt_file_is_refused_or_its_pages_are_clean(real_site, tmp_path):
    drawn: list[list] = []

    @settings(max_examples=EXAMPLES, database=None)
    @given(MUTATIONS)
    def draw_all(mutation):
        drawn.append(mutation)

    draw_all()
    # A page that has lost its front matter shows what it had hidden, as others do.
    untouched, found, accepted = Untouched(real_site, lambda page: "any"), [], 0
    root = buildable(tmp_path / "guide", ROOT)
    shutil.copy(ROOT / "CHANGELOG.md", root)
    for garden in _gardens(drawn):
        left, broken = settled(garden, root)
        accepted += len(left)
        found += [*broken, *grown(garden, root, left, lambda site: list(site_faults(site, untouched)), most=3)]
        garden.write(root, [])
    assert accepted > 0, "there is little to see"
    assert [*map(str, found)] == []


def _gardens(drawn: list[list]) -> Iterator[Garden]:
    """Gardens in which each file is spoilt at most once; the first has some of every folder."""
    order = [FILES[place * 37 % len(FILES)] for place in range(len(FILES))]  # prime, so each once
    for some in batched(drawn, len(FILES)):
        garden = Garden()
        for name, mutation in zip(order, some, strict=False):
            whole = (ROOT / name).read_text("utf-8")
            text = mutated(whole, mutation)
            if text != whole:
                garden.files[name] = [Slot(_difference(name, whole, text), text, whole)]
        yield garden


def batched(values: list, size: int) -> Iterator[list]:
    """The values in pieces of a size."""
    return (values[start : start + size] for start in range(0, len(values), size))


def _difference(name: str, whole: str, text: str) -> str:
    """Where a spoilt file differs first."""
    place = next((at for at, (one, other) in enumerate(zip(whole, text, strict=False)) if one != other), len(whole))
    return f"{name}, {whole[max(0, place - 30) : place + 30]!r} → {text[max(0, place - 30) : place + 60]!r}"
