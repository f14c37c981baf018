"""Whatever stands in a text: the checks refuse it, or it builds and its page is clean."""

from pathlib import Path

import pytest

from hostile.bodies import bodies, cases, twin, untouched_bodies
from hostile.contexts import CONTEXTS
from hostile.garden import grown, looked_at, settled
from hostile.payloads import PAYLOADS
from hostile.published import Untouched, site_faults
from support import buildable, built

EVERY = 11  # of the pairs of context and payload, at one go; prime to the number of payloads
BEGINNINGS = [0, *(pytest.param(number, marks=pytest.mark.nightly) for number in range(1, EVERY))]


@pytest.fixture(scope="module")
def untouched(once) -> Untouched:
    """The site of the same kinds of files with harmless texts."""

    def make(folder: Path) -> None:
        untouched_bodies().write(buildable(folder), [])
        built(folder)

    return Untouched(once("untouched-bodies", make) / "site", twin)


def test_there_are_contexts_and_payloads_enough():
    assert (len(CONTEXTS), len(PAYLOADS)) >= (40, 20)
    assert {kind for _, kind, _, _ in cases(EVERY)} == {kind for _, kind, _, _ in cases()}
    for beginning in range(EVERY):
        labels = [case.label for case in cases(EVERY, beginning)]
        assert all(any(f": {context} × " in label for label in labels) for context in CONTEXTS)
        assert all(any(label.endswith(f" × {payload}") for label in labels) for payload in PAYLOADS)


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_text_is_refused_or_its_page_is_clean(project, untouched, tmp_path, beginning):
    garden, _ = bodies(cases(EVERY, beginning))
    garden.write(project, [])
    assert looked_at(project) == []
    tried, (accepted, broken) = garden.slots, settled(garden, project)
    assert (len(tried) >= 800, len(accepted) >= 50) == (True, True), "there is little to see"
    by_label = {case.label: case for case in cases(EVERY, beginning)}
    garden, _ = bodies(by_label[slot.label] for slot in accepted)
    root = buildable(tmp_path / "accepted")
    found = grown(garden, root, garden.slots, lambda site: list(site_faults(site, untouched)), most=3)
    assert [*map(str, broken + found)] == []
