"""Feeds: read again as XML and JSON, and compared with the releases."""

import json
import re
import xml.etree.ElementTree as etree
from dataclasses import replace
from urllib.parse import urljoin

import pytest

from llme.outputs.data import all_files
from llme.outputs.derived import ORIGINALS, derived
from llme.outputs.feeds import draft_feeds, feeds
from llme.outputs.site_root import root_files
from llme.versions.edition import Edition
from support import rendered

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://example.org/guide/"
TIME = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")


@pytest.fixture(scope="module")
def files(past):
    return feeds(past.releases, SITE)


def atom(text: str) -> etree.Element:
    return etree.fromstring(text.encode())  # noqa: S314 - our own text


def links(element: etree.Element) -> dict[str, str]:
    return {link.get("rel"): link.get("href") for link in element.findall(f"{ATOM}link")}


def titles(text: str) -> list[str]:
    return [entry.findtext(f"{ATOM}title") for entry in atom(text).findall(f"{ATOM}entry")]


def test_a_feed_for_all_for_each_stage_and_for_each_recommendation(files):
    names = ["all", "stage-collecting", "stage-measuring", *(f"LLME-00{number}" for number in range(1, 8))]
    assert list(files) == sorted(f"feeds/{name}.{ending}" for name in names for ending in ("atom", "json"))
    assert all(text.endswith("\n") for text in files.values())


def test_one_entry_per_released_change_the_newest_first(files):
    assert titles(files["feeds/all.atom"]) == [
        "LLME-001 weakened in 2.0.0: Ask before you collect",
        "LLME-003 merged in 2.0.0: Say what you left out",
        "LLME-004 split in 2.0.0: Say who paid",
        "LLME-005 superseded in 2.0.0: Say it twice",
        "LLME-006 withdrawn in 2.0.0: Ask a friend",
        "LLME-003 strengthened in 1.1.0: Say what you left out",
        "LLME-004 clarified in 1.1.0: Say who paid",
        "LLME-007 added in 1.1.0: Say when you stopped",
        "LLME-001 wording in 1.0.1: Ask before you collect",
        "LLME-002 sources in 1.0.1: Do not trust a single number",
        "LLME-003 added in 1.0.0: Say what you left out",
        "LLME-004 added in 1.0.0: Say who paid",
        "LLME-005 added in 1.0.0: Say it twice",
        "LLME-006 added in 1.0.0: Ask a friend",
        "LLME-001 added in 0.1.0: Ask before you collect",
        "LLME-002 added in 0.1.0: Do not trust a single number",
    ]
    assert titles(files["feeds/stage-collecting.atom"]) == [
        "LLME-001 weakened in 2.0.0: Ask before you collect",
        "LLME-001 wording in 1.0.1: Ask before you collect",
        "LLME-001 added in 0.1.0: Ask before you collect",
    ]
    assert titles(files["feeds/LLME-006.atom"]) == [
        "LLME-006 withdrawn in 2.0.0: Ask a friend",
        "LLME-006 added in 1.0.0: Ask a friend",
    ]


def test_an_entry(files):
    entry = atom(files["feeds/LLME-001.atom"]).find(f"{ATOM}entry")
    assert [(child.tag.removeprefix(ATOM), child.attrib, child.text) for child in entry] == [
        ("id", {}, "urn:uuid:00afa6db-bc41-502f-b0a6-47d8fa450adb"),
        ("title", {}, "LLME-001 weakened in 2.0.0: Ask before you collect"),
        ("published", {}, "2026-05-01T00:00:00Z"),
        ("updated", {}, "2026-05-01T00:00:00Z"),
        (
            "link",
            {"rel": "alternate", "type": "text/html", "href": f"{SITE}2.0.0/recommendations/LLME-001/"},
            None,
        ),
        ("category", {"term": "2.0.0"}, None),
        ("category", {"term": "weakened"}, None),
        ("category", {"term": "collecting"}, None),
        ("content", {}, "No more Don't."),
    ]


def test_every_atom_feed_has_what_the_standard_asks_for(files):
    ids = []
    for path in (path for path in files if path.endswith(".atom")):
        root = atom(files[path])
        assert root.tag == f"{ATOM}feed"
        for element in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"{ATOM}{name}")) == 1, (path, name)
            assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", element.findtext(f"{ATOM}id"))
            assert TIME.fullmatch(element.findtext(f"{ATOM}updated"))
        entries = root.findall(f"{ATOM}entry")
        times = [entry.findtext(f"{ATOM}updated") for entry in entries]
        assert times == sorted(times, reverse=True)
        assert root.findtext(f"{ATOM}updated") == times[0]
        assert root.findtext(f"{ATOM}author/{ATOM}name") == "LLM Ethics Guide contributors"
        assert links(root)["self"] == f"{SITE}latest/{path}"
        assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
        ids.append(root.findtext(f"{ATOM}id"))
    assert len(set(ids)) == len(ids)


def test_each_feed_leads_to_its_page(files):
    pages = {path: links(atom(text))["alternate"] for path, text in files.items() if path.endswith(".atom")}
    assert pages["feeds/all.atom"] == f"{SITE}latest/changes/"
    assert pages["feeds/stage-measuring.atom"] == f"{SITE}latest/stages/measuring/"
    assert pages["feeds/LLME-003.atom"] == f"{SITE}latest/recommendations/LLME-003/"


def test_json_says_the_same_as_atom(files):
    for path in (path for path in files if path.endswith(".json")):
        data, root = json.loads(files[path]), atom(files[path.replace(".json", ".atom")])
        assert {name: data[name] for name in ("version", "title", "home_page_url", "feed_url", "authors")} == {
            "version": "https://jsonfeed.org/version/1.1",
            "title": root.findtext(f"{ATOM}title"),
            "home_page_url": links(root)["alternate"],
            "feed_url": links(root)["self"].replace(".atom", ".json"),
            "authors": [{"name": "LLM Ethics Guide contributors"}],
        }
        assert data["items"] == [
            {
                "id": entry.findtext(f"{ATOM}id"),
                "url": links(entry)["alternate"],
                "title": entry.findtext(f"{ATOM}title"),
                "content_text": entry.findtext(f"{ATOM}content"),
                "date_published": entry.findtext(f"{ATOM}updated"),
                "tags": [category.get("term") for category in entry.findall(f"{ATOM}category")],
            }
            for entry in root.findall(f"{ATOM}entry")
        ]


def test_ids_are_the_same_for_ever_and_everywhere(past, files):
    def ids(found):
        return {path: re.findall(r"urn:uuid:[0-9a-f-]+", text) for path, text in found.items()}

    for found in (feeds(past.releases, ""), feeds(past.releases, "https://elsewhere.example/")):
        assert ids(found) == ids(files)
    assert ids(draft_feeds(past, Edition("dev", SITE))) == ids(files)
    # Published ids: if this fails, mend the code, not the test.
    assert ids(files)["feeds/LLME-002.atom"] == [
        "urn:uuid:f9fb45a0-4f1c-5956-8bb4-d3f3d81ebbbd",
        "urn:uuid:d9de1aa4-2161-5423-a926-82e58d82e391",
        "urn:uuid:f2bbd629-3a21-5cfe-8af4-1ace54e0cbb1",
    ]


def test_a_later_release_leaves_the_entries_of_earlier_ones_as_they_are(past, files):
    earlier = feeds(past.releases[:3], SITE)
    for path in (path for path in earlier if path.endswith(".json")):
        before = json.loads(earlier[path])["items"]
        now = json.loads(files[path])["items"]
        assert before == now[len(now) - len(before) :]
    assert len(json.loads(earlier["feeds/all.json"])["items"]) == 8


def test_a_draft_without_releases_has_feeds_without_entries(small):
    assert feeds((), SITE) == {}
    assert len(draft_feeds(small, Edition())) == 2 * 5
    for path, text in draft_feeds(small, Edition()).items():
        if path.endswith(".json"):
            assert json.loads(text)["items"] == []
        else:
            assert atom(text).findall(f"{ATOM}entry") == []
            assert atom(text).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_what_is_not_released_is_in_no_feed(past):
    first = past.recommendations[0]
    coming = {"version": "next", "kind": "wording", "note": "To come."}
    changed = type(first).model_validate({**first.model_dump(), "changes": (*first.model_dump()["changes"], coming)})
    other = replace(past, recommendations=(changed, *past.recommendations[1:]))
    assert draft_feeds(other, Edition()) == draft_feeds(past, Edition())


def test_without_an_address_links_are_relative(past):
    files = feeds(past.releases, "")
    here = "https://example.org/2.0.0/"
    root = atom(files["feeds/LLME-001.atom"])
    assert links(root) == {"self": "../feeds/LLME-001.atom", "alternate": "../recommendations/LLME-001/"}
    assert urljoin(f"{here}feeds/LLME-001.atom", links(root)["self"]) == f"{here}feeds/LLME-001.atom"
    assert {links(entry)["alternate"] for entry in root.findall(f"{ATOM}entry")} == {"../recommendations/LLME-001/"}
    assert "://" not in files["feeds/all.json"].replace("https://jsonfeed.org/version/1.1", "")


def test_a_draft_is_followed_at_its_own_address(past):
    root = atom(draft_feeds(past, Edition("dev", SITE))["feeds/all.atom"])
    assert links(root) == {"self": f"{SITE}dev/feeds/all.atom", "alternate": f"{SITE}dev/changes/"}


def test_markup_and_control_characters_break_no_feed(past):
    release = past.releases[0]
    first = release.recommendations[0]
    note = 'a\x07b ]]> </content> & <b>"c"</b> \\emph{d} 💡'
    change = first.changes[0].model_copy(update={"note": note})
    changed = first.model_copy(update={"title": "<x> & \x0b y", "changes": (change,)})
    spoiled = release.model_copy(update={"recommendations": (changed,)})
    files = feeds((spoiled,), "")
    entry = atom(files["feeds/LLME-001.atom"]).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}content") == note.replace("\x07", "")
    assert entry.findtext(f"{ATOM}title") == "LLME-001 added in 0.1.0: <x> &  y"
    assert json.loads(files["feeds/LLME-001.json"])["items"][0]["content_text"] == note


def test_the_root_has_feeds_and_further_formats_to_lay_beside_a_copy_of_the_newest_release(past, files):
    """From the snapshots, and from the published files of that release alone."""
    originals = {path: text for path, text in all_files(past, Edition("2.0.0", SITE)).items() if path in ORIGINALS}
    root = root_files(past.releases, SITE, originals)
    beside = {path.removeprefix("latest/"): text for path, text in root.items() if path.startswith("latest/")}
    assert beside == files | derived(originals)
    assert root_files(past.releases, SITE) == {
        path: text for path, text in root.items() if path[7:] not in derived(originals)
    }


def test_a_release_has_no_feeds_and_its_pages_lead_to_those_under_latest(past):
    assert not [path for path in all_files(past, Edition("2.0.0", SITE)) if path.startswith("feeds/")]
    for edition, start in (
        (Edition("2.0.0", SITE), f"{SITE}latest/feeds/"),
        (Edition("2.0.0"), "../../../latest/feeds/"),
        (Edition("2.0.0", SITE, offline=True), f"{SITE}latest/feeds/"),
        (Edition("dev", SITE), "../../feeds/"),
    ):
        page = rendered(past, edition)["recommendations/LLME-003.md"]
        assert re.findall('href="([^"]*feeds/[^"]*)"', page) == [f"{start}LLME-003.atom", f"{start}LLME-003.json"]
        page = rendered(past, edition)["changes.md"]
        start = start.replace("../", "", 1) if start.startswith("..") else start
        assert re.findall('href="([^"]*feeds/[^"]*)"', page) == [f"{start}all.atom", f"{start}all.json"]
    assert "feeds/" not in rendered(past, Edition("2.0.0", offline=True))["recommendations/LLME-003.md"]
