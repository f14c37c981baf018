"""Where a Do or a Don't comes from."""

from typing import Literal, NamedTuple

Origin = Literal["paper", "example", "guide", ""]  # empty in a release from before it was told


class Told(NamedTuple):
    """What readers are told of an origin."""

    words: str  # beside the Do or the Don't
    meaning: str


# The weakest claim, `guide`, holds where nothing is said.
ORIGINS: dict[Origin, Told] = {
    "paper": Told("from the paper", "Restates advice of one of the two papers on which the guide is built"),
    "example": Told("from an example", "A paper mentions it as an example; the guide makes it advice"),
    "guide": Told("from this guide", "Inferred by the guide itself, from later work or from the other half"),
}


def words(origin: Origin) -> str:
    """What stands beside a Do or a Don't; nothing where its origin is not told."""
    return ORIGINS[origin].words if origin else ""
