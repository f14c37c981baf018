"""Whatever stands in a text field: the checks refuse it, or it builds, all that is published is clean, and the text
prints as it is written."""

from functools import partial
from pathlib import Path

import pytest

from hostile.fields import text_fields
from hostile.garden import grown, looked_at, settled
from hostile.planting import planted, twin
from hostile.published import Untouched, site_faults
from llme.content import model
from support import ROOT_URL, build, buildable, built

RELEASE = {"GUIDE_VERSION": "1.0.0", "SITE_URL": ROOT_URL}  # with how to cite it, its PDF files and its offline edition
COUNTED = "Translation.recommendations"  # nothing of them is published but how many there are
INSTANCES = 3
BEGINNINGS = [0, *(pytest.param(number * 9973, marks=pytest.mark.nightly) for number in range(1, 10))]
# These stand inside of others, or in files that are made here of the values of others.
MADE = {"OfficialItems", "Work", "Change", "Help", "Item", "TranslatedRecommendation"}


@pytest.fixture(scope="module")
def untouched(once) -> Untouched:
    """The site of the same kinds of instances with harmless texts."""

    def make(folder: Path) -> None:
        planted(3).write(buildable(folder), [])
        built(folder, **RELEASE)

    return Untouched(once("untouched-fields", make) / "site", twin)


def test_every_text_field_of_every_model_has_a_payload():
    labels = {slot.label.partition(" ×")[0] for slot in planted(9).slots}
    models = [one for one in vars(model).values() if isinstance(one, type) and issubclass(one, model.Model)]
    for one in set(models) - {model.Model}:
        name = one.__name__.removesuffix("Fields")
        is_read = one.__base__ is model.Model and name not in MADE
        wanted = {f"{name}.{'.'.join(map(str, keys))}" for keys, _ in text_fields(one)} if is_read else set()
        assert wanted - labels == set()


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_field_is_refused_or_prints_as_it_is_written(project, untouched, monkeypatch, beginning):
    garden = planted(INSTANCES, beginning)
    garden.write(project, [])
    assert looked_at(project) == []
    assert (project / "docs/releases/1.0.0.json").exists()
    accepted, broken = settled(garden, project)
    assert len(accepted) >= 60, "there is little to see"
    monkeypatch.setattr("hostile.garden.build", partial(build, **RELEASE))

    def judge(site: Path) -> list:
        shown = [slot for slot in garden.hostile if slot.written and not slot.label.startswith(COUNTED)]
        return list(site_faults(site, untouched, {slot.mark: slot.written for slot in shown}))

    assert [*map(str, broken + grown(garden, project, accepted, judge, most=3))] == []
