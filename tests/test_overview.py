"""The page of changes: each version, what it changed in which recommendations, and what else it brought."""

import re
from dataclasses import replace

import pytest

from llme.content.document import Document
from llme.content.load import load
from llme.content.model import Change
from llme.versions import overview
from llme.versions.changelog import Part, by_hand
from llme.versions.overview import versions
from past import add, declare, edit
from support import rendered


def shown(guide):
    """Of each version its day, and by manner the kinds and the IDs of each group."""
    return [
        (
            one.version,
            str(one.day),
            [
                (part.manner, [([change.kind for change in group.changes], ids(group)) for group in part.groups])
                for part in one.manners
            ],
        )
        for one in versions(guide)
    ]


def ids(group):
    return [one.id for one in group.recommendations]


def section(guide, version):
    return rendered(guide)["changes.md"].partition(f"{{#version-{version}}}")[2].partition("\n## ")[0]


def told(past, *changes):
    """The guide with a past, whose first recommendations declare these for the next release; each is a kind and note."""
    with_changes = [
        one.model_copy(update={"changes": tuple(Change(version="next", kind=kind, note=note) for kind, note in new)})
        for one, new in zip(past.recommendations, changes, strict=False)
    ]
    return replace(past, recommendations=(*with_changes, *past.recommendations[len(changes) :]))


def test_the_versions_of_a_guide(past):
    """New ones first, then those whose advice changed, the weightiest first, then those with the same advice."""
    assert shown(past) == [
        (
            "2.0.0",
            "2026-05-01",
            [
                (
                    "advice",
                    [
                        (["weakened"], ["LLME-001"]),
                        (["merged"], ["LLME-003"]),
                        (["split"], ["LLME-004"]),
                        (["superseded"], ["LLME-005"]),
                        (["withdrawn"], ["LLME-006"]),
                    ],
                )
            ],
        ),
        (
            "1.1.0",
            "2026-04-01",
            [
                ("new", [(["added"], ["LLME-007"])]),
                ("advice", [(["clarified"], ["LLME-004"]), (["strengthened"], ["LLME-003"])]),
            ],
        ),
        (
            "1.0.1",
            "2026-03-01",
            # One lost a comma of its Do.
            [("advice", [(["wording"], ["LLME-001"])]), ("same", [(["sources"], ["LLME-002"])])],
        ),
        ("1.0.0", "2026-02-01", [("new", [(["added"], ["LLME-003", "LLME-004", "LLME-005", "LLME-006"])])]),
        ("0.1.0", "2026-01-01", [("new", [(["added"], ["LLME-001", "LLME-002"])])]),
    ]


def test_what_comes_next_is_compared_with_the_last_release(copy_of_past):
    folder = copy_of_past("2.0.0")
    edit(folder, "LLME-001", ("people first and", "people first of all and"), declare("clarified", "Of all."))
    edit(folder, "LLME-002", declare("clarified", "Why is plainer."))
    edit(folder, "LLME-004", declare("strengthened", "The First steps ask for more."))
    edit(folder, "LLME-006", declare("reinstated", "It was right."))
    add(folder, "LLME-008", "Say it again")
    assert shown(load(folder))[0] == (
        "next",
        "None",
        [
            ("new", [(["added"], ["LLME-008"])]),
            (
                "advice",
                [(["clarified"], ["LLME-001"]), (["strengthened"], ["LLME-004"]), (["reinstated"], ["LLME-006"])],
            ),
            ("same", [(["clarified"], ["LLME-002"])]),
        ],
    )


def test_a_recommendation_stands_once_and_what_is_said_of_several_is_said_once(past):
    """With all that a version says of it, the weightiest first."""
    both = [("wording", "Plainer."), ("clarified", "A case.")]
    guide = told(past, both, [("wording", "Plainer.")], both)
    assert shown(guide)[0][2] == [
        ("same", [(["clarified", "wording"], ["LLME-001", "LLME-003"]), (["wording"], ["LLME-002"])])
    ]
    assert re.findall(r'class="kind">(\w+)</span> ([\w ]+)&#46;|class="id">([^<]+)<', section(guide, "next")) == [
        ("clarified", "A case", ""),
        ("wording", "Plainer", ""),
        ("", "", "LLME-001"),
        ("", "", "LLME-003"),
        ("", "", "LLME-002"),
        ("wording", "Plainer", ""),
    ]


def test_the_page_has_a_heading_and_an_address_for_each_manner(past):
    headings = re.findall(r"^### (.*)$", rendered(past)["changes.md"], re.MULTILINE)
    assert headings == [
        "5 recommendations with changed advice {#version-2-0-0-advice}",
        "1 new recommendation {#version-1-1-0-new}",
        "2 recommendations with changed advice {#version-1-1-0-advice}",
        "1 recommendation with changed advice {#version-1-0-1-advice}",
        "1 recommendation with the same advice {#version-1-0-1-same}",
        "4 new recommendations {#version-1-0-0-new}",
        "The guide as a whole {#version-1-0-0-whole}",
        "2 new recommendations {#version-0-1-0-new}",
    ]


def test_that_something_is_new_is_said_by_the_heading(past):
    assert 'class="kind"' not in section(past, "1-0-0")
    assert section(past, "1-1-0").count('class="kind"') == 2


def test_what_else_a_version_brought_is_what_its_section_says_by_hand(past):
    text = (
        "# Changelog\n\n## Unreleased\n\n### Added\n\n- One `thing`\n  over two lines.\n- Another *thing*.\n"
        "\n### Fixed\n\n### Recommendations\n\n- LLME-001 wording: A. B.\n\n## [1.0.1] - 2026-03-01\n\n### Changed \n\n"
        "A paragraph.\n\n* With a star.\n"
    )
    others = tuple(one for one in past.documents if one.kind != "changelog")
    guide = replace(past, documents=(Document("CHANGELOG.md", text, kind="changelog"), *others))
    assert by_hand(guide) == {
        "next": (Part("Added", ("One `thing` over two lines.", "Another *thing*.")),),
        "1.0.1": (Part("Changed", ("A paragraph.", "With a star.")),),
    }
    assert [one.version for one in versions(guide)][:2] == ["next", "2.0.0"]
    coming = section(guide, "next")
    assert "\nNo recommendation changed.\n" in coming
    assert '<details class="formats"><summary>Added: 2</summary>\n<h4>Added</h4>\n' in coming
    assert re.findall("<li>.*</li>", coming) == [
        "<li>One <code>thing</code> over two lines&#46;</li>",
        "<li>Another &#42;thing&#42;&#46;</li>",
    ]
    assert by_hand(replace(past, documents=others)) == {}


@pytest.mark.parametrize(("many", "folded"), [(4, 0), (3, 1)])
def test_a_long_list_is_folded(monkeypatch, past, many, folded):
    monkeypatch.setattr(overview, "MANY", many)
    first = section(past, "1-0-0").partition("###")[2].partition("###")[0]
    assert first.count("<details") == first.count("<summary>All 4, one by one</summary>") == folded
    assert re.findall('class="id">([^<]+)<', first) == ["LLME-003", "LLME-004", "LLME-005", "LLME-006"]
