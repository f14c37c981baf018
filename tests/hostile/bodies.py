"""Markdown of every kind of file, with each payload in each context."""

from collections.abc import Iterable, Iterator
from itertools import cycle, product
from typing import NamedTuple

from hostile.contexts import CONTEXTS, FILES
from hostile.garden import Garden, Piece, Slot
from hostile.payloads import PAYLOADS, mark, marked
from llme.versions.overview import MANY
from support import SMALL

FRONT = "---\ntitle: Case {0}\ndescription: A case.\n---\n\n# Case {0}\n\n"
_HARMLESS = {"file": FRONT.format(0)}
_CITED = "Cited [@adams2020first].\n\n"
_NAMED = "Based on the LLM Ethics Guide, template case-{0}\n\n"
_EXAMPLE = (SMALL / "docs/recommendations/LLME-002.md").read_text("utf-8")
_SECTIONS = {  # what follows where a text is put in
    "Why": "## First steps",
    "First steps": "## When this may not apply",
    "When this may not apply": "## Check yourself",
    "Check yourself": "",
}
# Most as pages, which cost least. A stage stands in the navigation of every page.
KINDS = ("page", "Why", "decision", "page", "First steps", "download", "When this may not apply", "page", "stage")
KINDS += ("page", "Check yourself", "introduction", "page", "decision")
_FOLDERS = ("about", "tools", "templates", "release", "frameworks")  # of pages; their navigation lists a folder


class Case(NamedTuple):
    """A payload in a context, as a file of a kind."""

    number: int
    kind: str
    label: str
    text: str


def cases(every: int = 1, beginning: int = 0) -> Iterator[Case]:
    """Every pair of context and payload, or each so-manieth of them, the kinds of files in turn."""
    pairs = list(product(CONTEXTS.items(), PAYLOADS.items()))
    whole = list(product(FILES.items(), PAYLOADS.items()))
    kinds = cycle(KINDS)
    for number in range(beginning, len(pairs) + len(whole), every):
        (context, around), (name, payload) = (pairs + whole)[number]
        kind = next(kinds) if number < len(pairs) else "file"
        text = marked(around.replace("PAYLOAD", payload), number)
        yield Case(number, kind, f"{kind}: {context} × {name}", text)


def bodies(cases: Iterable[Case]) -> tuple[Garden, dict[Slot, Case]]:
    """A garden with a file for each case, and the case of each slot."""
    garden, slots, recommendations = Garden(), {}, 2  # as many as the small guide has
    discussed: list[Piece] = [FRONT.format("discussed") + "## Cases {#cases}\n"]
    for place, case in enumerate(cases):
        slot = Slot(case.label, case.text, _HARMLESS.get(case.kind, "Nothing."), mark(case.number))
        slots[slot] = case
        if case.kind in (*_SECTIONS, "stage", "introduction"):
            recommendations += 1
            name = f"LLME-{recommendations:03}"
            garden.files[f"docs/recommendations/{name}.md"] = _recommendation(case, slot)
            discussed.append(f"\n[{name}](../recommendations/{name}.md)\n")
        if case.kind in ("stage", "introduction"):
            garden.files[f"docs/stages/case-{case.number}.md"] = _stage(case, slot)
        elif case.kind == "download":
            garden.files[f"docs/templates/files/case-{case.number}.md"] = [_NAMED.format(case.number), slot]
            page = f"{FRONT.format(case.number)}::: template case-{case.number}\n"
            garden.files[f"docs/templates/case-{case.number}.md"] = [page]
        elif case.kind == "decision":
            front = "---\ntitle: Case\ndecided: 2026-01-01\noutcome: declined\n---\n\n"
            garden.files[f"docs/decisions/case-{case.number}.md"] = [front, slot]
        elif case.kind in ("page", "file"):
            path = f"docs/{_FOLDERS[place % len(_FOLDERS)]}/case-{case.number}.md"
            garden.files[path] = [slot] if case.kind == "file" else [FRONT.format(case.number), slot]
    garden.files["docs/release/discussed.md"] = discussed
    return garden, slots


def untouched_bodies() -> Garden:
    """Harmless cases, several of each kind, so that some page of it has one before it and one after it, and so many
    recommendations that the page of changes folds their list."""
    text = "Text [@adams2020first].\n\n### One {#one}\n\nText.\n\n#### Two {#two}\n\nText."
    texts = {"Check yourself": "Text.", "download": "Text.", "file": FRONT.format(0) + text}
    kinds = (*KINDS, *KINDS, "download", "stage", "file", *["Why"] * MANY)
    garden, _ = bodies(Case(number, kind, kind, texts.get(kind, text)) for number, kind in enumerate(kinds))
    return Garden({path: list(map(_hostile, pieces)) for path, pieces in garden.files.items()})


def twin(page: str) -> str:
    """What pages of an untouched guide are like this one."""
    folder, _, rest = page.partition("/")
    return f"{folder}/case" if "case-" in rest or "LLME-" in rest else page


def _recommendation(case: Case, slot: Slot) -> list[Piece]:
    """The example with the slot at the end of the section; that of a stage's case holds nothing."""
    following = _SECTIONS.get(case.kind)
    head, heading, tail = _EXAMPLE.partition(following) if following else (_EXAMPLE, "", "")
    if case.kind in _SECTIONS:
        return [f"{head}\n\n", slot, f"\n\n{heading}{tail}" if heading else "\n\nIs it so?\n"]
    return [_EXAMPLE.replace("stage: measuring", f"stage: case-{case.number}")]


def _stage(case: Case, slot: Slot) -> list[Piece]:
    order = case.number + 3  # after those of the small guide
    front = f"---\ntitle: Case\norder: {order}\nsummary: A case.\nquestion: Is it?\n---\n\n{_CITED}"
    section = f"## Section {{#section-{case.number}}}\n\n{_CITED}"
    return [front, section, slot] if case.kind == "stage" else [front, slot, f"\n\n{section}"]


def _hostile(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece.hostile
