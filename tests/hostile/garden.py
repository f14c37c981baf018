"""A guide in which many texts, each in a slot of its own, are hostile at once, and what comes of it.

What the checks complain about becomes harmless again, until nothing is left to complain about. The rest is built.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hostile.cleanliness import Fault
from llme.content.load import load
from llme.findings import Finding
from llme.rules import check
from support import build


@dataclass(frozen=True, eq=False)
class Slot:
    """A place in files for a text: the hostile one, or the harmless one. Both as they stand in a file."""

    label: str
    hostile: str
    harmless: str
    mark: str = ""  # a word by which it is found on pages
    written: str = ""  # the text that must print as it is written


_MARK = re.compile(r"[qe](\d+)z")  # of a slot: at the end of its text, or inside
Piece = str | Slot
Places = dict[str, list[tuple[int, int, Slot]]]  # by file, the first and the last line of each hostile slot


@dataclass
class Garden:
    """Files made of pieces, which are laid over a guide."""

    files: dict[str, list[Piece]] = field(default_factory=dict)
    after: Callable[[Path], None] | None = None  # what is still to be done when the files are written
    hostile: Collection[Slot] = ()  # those that were written last as hostile

    @property
    def slots(self) -> list[Slot]:
        """All slots, each once."""
        return list(dict.fromkeys(one for pieces in self.files.values() for one in pieces if isinstance(one, Slot)))

    def write(self, root: Path, hostile: Collection[Slot]) -> Places:
        """Writes the files; gives where the hostile slots stand."""
        self.hostile = hostile = frozenset(hostile)
        places = {path: self._write(root / path, pieces, hostile) for path, pieces in self.files.items()}
        if self.after:
            self.after(root)
        return places

    @staticmethod
    def _write(path: Path, pieces: list[Piece], hostile: Collection[Slot]) -> list[tuple[int, int, Slot]]:
        text, places = "", []
        for piece in pieces:
            first = _lines(text)
            if isinstance(piece, Slot):
                text += piece.hostile if piece in hostile else piece.harmless
                places += [(first, _lines(text), piece)] if piece in hostile else []
            else:
                text += piece
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return places


@dataclass(frozen=True)
class Blame:
    """What is wrong in spite of the checks, and the slots that are the cause of it."""

    slots: tuple[Slot, ...]
    what: str

    def __str__(self) -> str:
        return f"{', '.join(slot.label for slot in self.slots)}: {self.what}"


def settled(garden: Garden, root: Path) -> tuple[list[Slot], list[Blame]]:
    """The slots that the checks accept, and those that they cannot read or do not place."""
    left, blamed = garden.slots, []

    def complaints(slots: Collection[Slot]) -> list[Finding] | str:
        garden.write(root, slots)
        return looked_at(root)

    while True:
        places = garden.write(root, left)
        found = looked_at(root)
        if found == []:
            return left, blamed
        hit = set() if isinstance(found, str) else _hit(found, places)
        if not hit:
            hit = set(narrowed(left, lambda some: complaints(some) != []))
        if isinstance(found, str):
            blamed += [Blame((slot,), str(complaints([slot]))) for slot in hit]
        assert hit, found
        left = [slot for slot in left if slot not in hit]


def looked_at(root: Path) -> list[Finding] | str:
    """What the checks find, each in a file, a line and a column that are there; or how they broke."""
    try:
        found = check(load(root), root.parent / "verdicts.json")
    except Exception as error:  # whatever it is, a contributor would see it
        return f"the checks broke: {type(error).__name__}: {error}"[:300]
    wrong = [one for one in found if not _is_placed(one, root)]
    return f"the finding has no place: {wrong[0]}" if wrong else found


def grown(garden: Garden, root: Path, left: list[Slot], judge: Callable[[Path], list[Fault]], most: int) -> list[Blame]:
    """What a strict build of the accepted slots, or its pages, show in spite of the checks; at most so many times."""
    blamed: list[Blame] = []

    def outcome(slots: Collection[Slot]) -> list[Fault]:
        garden.write(root, slots)
        done = build(root)
        if done.returncode:
            told = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("INFO")]
            return [Fault("", f"the build fails: {line[:400]}") for line in told if line.strip()]
        return judge(root / "site")

    while len(blamed) < most and (faults := outcome(left)):
        blames = list(_blames(garden, left, faults))
        if not blames:
            causes = narrowed(left, lambda some: any(one.what[:40] == faults[0].what[:40] for one in outcome(some)))
            blames = [Blame(tuple(causes), str(faults[0]))]
        blamed += blames
        gone = {slot for blame in blames for slot in blame.slots}
        left = [slot for slot in left if slot not in gone]
        if not gone:
            break
    return blamed


def narrowed(slots: list[Slot], is_bad: Callable[[list[Slot]], bool]) -> list[Slot]:
    """The slots that are bad alone; where they are so only together, all of these."""
    if len(slots) < 2:
        return slots if slots and is_bad(slots) else []
    middle = len(slots) // 2
    if not is_bad(slots):
        return []
    return [*narrowed(slots[:middle], is_bad), *narrowed(slots[middle:], is_bad)] or slots


def _blames(garden: Garden, left: list[Slot], faults: list[Fault]) -> Iterator[Blame]:
    """Each slot whose mark or whose page is at a fault, with its first."""
    by_mark = {slot.mark: slot for slot in left if slot.mark}
    met: set[Slot] = set()
    for fault in faults:
        words = f"{fault.what} {fault.near}"
        marks = {f"q{number}z" for number in _MARK.findall(words)}
        near = [slot for mark, slot in by_mark.items() if mark in marks]
        near = near if 0 < len(near) < 4 else _of_page(garden, left, f"{fault.page} {fault.what}")
        for slot in near:
            if slot not in met:
                met.add(slot)
                yield Blame((slot,), str(fault))


def _of_page(garden: Garden, left: list[Slot], told: str) -> list[Slot]:
    """The slots of the file whose page is named, if these are few."""
    for path, pieces in garden.files.items():
        name = path.removeprefix("docs/").rpartition(".")[0]
        if f"{name}/index.html" in told or f"{name}.md" in told:
            here = [piece for piece in pieces if piece in left]
            if 0 < len(here) < 3:
                return here
    return []


def _hit(found: list[Finding], places: Places) -> set[Slot]:
    """The slots on whose lines there are findings; if there are none, those that stand alone in a file with some."""
    here = [(one, *place) for one in found for place in places.get(one.path, ())]
    hit = {slot for one, first, last, slot in here if first <= one.line <= last}
    return hit or {slot for one, *_, slot in here if len(places[one.path]) == 1}


def _is_placed(finding: Finding, root: Path) -> bool:
    path = root / finding.path
    lines = _lines(path.read_bytes().decode(errors="replace")) if path.is_file() else 1
    return 1 <= finding.line <= lines and finding.column >= 1


def _lines(text: str) -> int:
    """The number of the line on which a text ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
