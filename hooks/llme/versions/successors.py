"""What stands in the place of a withdrawn recommendation."""

from collections.abc import Mapping
from typing import Protocol


class Succeeded(Protocol):
    """What may have been withdrawn: a recommendation, in whatever model."""

    status: str
    superseded_by: tuple[str, ...]


Known = Mapping[str, Succeeded]


def living_successors(identifier: str, known: Known) -> tuple[str, ...]:
    """The IDs that hold, in the order in which they are named, where those that took its place may be withdrawn too.

    Empty where it names none, or all that follows is withdrawn, in a circle or not. `known` is one state of the guide.
    """
    found: dict[str, None] = {}
    waiting, met = [identifier], {identifier}
    while waiting:
        one = known.get(waiting.pop(0))
        for name in one.superseded_by if one else ():
            if name in known and known[name].status == "active":
                found[name] = None
            elif name not in met:
                waiting.append(name)
            met.add(name)
    return tuple(found)


def in_its_place(identifier: str, known: Known, verb: str) -> str:
    """What to do with the name of a withdrawn recommendation: `link to` another, say."""
    successors = " or ".join(f"`{one}`" for one in living_successors(identifier, known))
    return f"{verb} {successors} in its place" if successors else "nothing took its place: take it out"
