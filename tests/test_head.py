"""The head of a page, as Zotero, search engines, feed readers and previews read it."""

import json
from pathlib import Path

import pytest
from PIL import Image

from llme.html import safety
from llme.pages.head import PICTURE, HeadView, Link
from llme.versions.edition import Edition
from past import DAYS
from support import ROOT, ROOT_URL, formatted, root_of

SITE = "https://example.org/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def zotero(path: Path) -> dict:
    """The item that Zotero's translator for embedded metadata makes of a page, by its rules.

    What it reads are `meta` elements, by `name` or `property`; of a name the first counts. JSON-LD it does not read.
    """
    root = root_of(path)
    named = {}
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property")
        if name and meta.get("content"):
            named.setdefault(name.lower(), meta.get("content"))
    kind = next((kind for name, kind in HIGHWIRE.items() if name in named), None)
    kind = kind or {"website": "webpage", "article": None}.get(named.get("og:type"))
    kind = kind or ("journalArticle" if "citation_title" in named or "og:type" in named else "webpage")
    site = named.get("og:site_name") if kind == "webpage" else None
    address = [named.get(name) for name in ("citation_public_url", "og:url")]
    address += root.xpath('//link[@rel="canonical"]/@href')
    return {
        "type": kind,
        "title": named.get("citation_title") or named.get("og:title") or root.findtext(".//title"),
        "site": named.get("citation_journal_title") or site,
        "creators": [creator(named.get("citation_author") or named.get("dc.creator") or f"{named['author']} ")],
        "date": named.get("citation_publication_date") or named.get("citation_date"),
        "url": next(filter(None, address), None),
        "abstract": named.get("og:description") or named.get("description"),
    }


HIGHWIRE = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}


def creator(name: str) -> tuple[str, str]:
    """The last and first name: what stands before and after the comma; without one, the last word and the others.

    A comma at the end goes, but tells that there is one; between words on both sides it would part two authors.
    """
    has_comma = "," in name
    before, _, after = name.strip(" .,/[]:").partition(",")
    assert not (" " in before and " " in after.strip())
    if has_comma:
        return before, after.strip()
    first, _, last = before.rpartition(" ")
    return last, first


WHOLE = [("LLM Ethics Guide contributors", "")]


@pytest.fixture(scope="module")
def site(published_site):
    return published_site


def test_the_rules_take_a_name_apart_as_zotero_does():
    assert creator("LLM Ethics Guide contributors") == ("contributors", "LLM Ethics Guide")
    assert creator("LLM Ethics Guide contributors,") == ("LLM Ethics Guide contributors", "")
    assert creator("Ross, Björn") == ("Ross", "Björn")


@pytest.mark.parametrize("version", DAYS)
def test_zotero_takes_a_recommendation_for_a_page_of_the_guide_at_its_version(site, version):
    item = zotero(site / version / "recommendations/LLME-001/index.html")
    assert item == {
        "type": "webpage",
        "title": "LLME-001: Ask before you collect",
        "site": f"LLM Ethics Guide, version {version}",
        "creators": WHOLE,
        "date": DAYS[version].replace("-", "/"),
        "url": f"{ROOT_URL}r/LLME-001@{version}/",
        "abstract": item["abstract"],
    }
    assert item["abstract"].startswith("Ask people first")


def test_zotero_takes_the_first_page_for_the_whole_guide(site):
    item = zotero(site / "1.1.0/index.html")
    assert (item["type"], item["title"], item["site"]) == ("webpage", "LLM Ethics Guide, version 1.1.0", None)
    assert (item["creators"], item["date"], item["url"]) == (WHOLE, "2026/04/01", f"{ROOT_URL}1.1.0/")


@pytest.mark.parametrize("version", ["2.0.0", "dev"])
def test_zotero_takes_every_other_page_for_a_page_too(site, version):
    cited = {"index.html", *(f"recommendations/LLME-00{number}/index.html" for number in range(1, 8))}
    others = {path.relative_to(site / version).as_posix() for path in (site / version).rglob("*.html")} - {"404.html"}
    others = sorted(others - cited if version != "dev" else others)
    part = "draft" if version == "dev" else f"version {version}"
    assert len(others) > 20
    for name in others:
        item = zotero(site / version / name)
        assert (item["type"], item["creators"], item["date"]) == ("webpage", WHOLE, None), name
        assert item["site"] == (None if name == "index.html" else f"LLM Ethics Guide, {part}"), name
        assert item["url"] == f"{ROOT_URL}{version}/{name.removesuffix('index.html')}"


def test_search_engines_for_research_find_title_author_and_day(site):
    """Google Scholar takes a page for a work where it has all three."""
    for version in DAYS:
        for name in ("", "recommendations/LLME-002/"):
            root = root_of(site / version / name / "index.html")
            found = [
                root.xpath(f'//head/meta[@name="citation_{one}"]/@content')
                for one in ("title", "author", "publication_date")
            ]
            assert [len(one) for one in found] == [1, 1, 1]
            data = json.loads(root.xpath('//script[@type="application/ld+json"]')[0].text)
            assert (data["version"], data["datePublished"]) == (version, DAYS[version])
            assert data["url"] == root.xpath('//meta[@name="citation_public_url"]/@content')[0]
    for path in (site / "dev").rglob("*.html"):
        text = path.read_text("utf-8")
        assert "citation_title" not in text
        assert "cite-as" not in text
        assert "ld+json" not in text


def head(guide, uri: str, edition: Edition) -> HeadView:
    return HeadView(guide=guide, edition=edition, formatted=formatted(guide), uri=uri)


RELEASE = Edition("2.0.0", SITE)
ALL = Link("alternate", f"{SITE}latest/feeds/all.atom", "application/atom+xml", "LLM Ethics Guide: all changes")
DRAFT_DATA = Link("describedby", "../../data/guide.json", "application/json")
GUIDE = Link("describedby", "../../data/guide.json.gz", "application/gzip")


def atom(name: str, title: str) -> Link:
    return Link("alternate", f"{SITE}latest/feeds/{name}.atom", "application/atom+xml", title)


@pytest.mark.parametrize(
    ("uri", "edition", "links"),
    [
        (
            "recommendations/LLME-003.md",  # withdrawn: it can still be cited
            RELEASE,
            [
                Link("cite-as", f"{SITE}r/LLME-003@2.0.0/"),
                Link("license", CC_BY),
                GUIDE,
                Link(
                    "alternate",
                    f"{SITE}latest/recommendations/LLME-003.md",
                    "text/markdown",
                    "LLME-003 of the newest version as Markdown",
                ),
                Link(
                    "alternate",
                    f"{SITE}latest/recommendations/LLME-003.json",
                    "application/json",
                    "LLME-003 of the newest version as JSON",
                ),
                atom("LLME-003", "Changes to LLME-003"),
            ],
        ),
        (
            "recommendations/LLME-003.md",
            Edition(),
            [
                Link("license", CC_BY),
                DRAFT_DATA,
                Link("alternate", "../LLME-003.md", "text/markdown", "LLME-003 as Markdown"),
                Link("alternate", "../LLME-003.json", "application/json", "LLME-003 as JSON"),
                atom("LLME-003", "Changes to LLME-003")._replace(address="../../feeds/LLME-003.atom"),
            ],
        ),
        (
            "recommendations/LLME-003.md",
            Edition("2.0.0", SITE, offline=True),
            [Link("cite-as", f"{SITE}r/LLME-003@2.0.0/"), Link("license", CC_BY)],
        ),
        ("recommendations/index.md", Edition("2.0.0", offline=True), [Link("license", CC_BY)]),
        (
            "index.md",
            RELEASE,
            [
                Link("cite-as", f"{SITE}2.0.0/"),
                Link("license", CC_BY),
                GUIDE._replace(address="data/guide.json.gz"),
                Link("alternate", "llms.txt", "text/plain", "Contents for language models"),
                ALL,
            ],
        ),
        (
            "stages/collecting.md",
            RELEASE,
            [Link("license", CC_BY), GUIDE, atom("stage-collecting", "Changes in Collecting")],
        ),
        (
            "frameworks/arr.md",
            RELEASE,
            [Link("license", CC_BY), GUIDE._replace(address="../../data/frameworks.json.gz"), ALL],
        ),
        (
            "changes.md",
            Edition("2.0.0"),  # whose site is not known
            [
                Link("license", CC_BY),
                GUIDE._replace(address="../data/guide.json.gz"),
                ALL._replace(address="../../latest/feeds/all.atom"),
            ],
        ),
    ],
)
def test_what_belongs_to_a_page(past, uri, edition, links):
    assert list(head(past, uri, edition).links()) == links


def test_every_address_in_a_head_is_answered(site):
    for version in (*DAYS, "dev"):
        for path in (site / version).rglob("*.html"):
            for link in root_of(path).xpath("//head/link[@rel]"):
                relation, address = link.get("rel"), link.get("href")
                if relation in ("describedby", "alternate", "cite-as"):
                    here = address.startswith(ROOT_URL)
                    target = site / address.removeprefix(ROOT_URL) if here else path.parent / address
                    assert (target / "index.html" if address.endswith("/") else target).is_file(), (path, address)


def test_a_preview_shows_title_text_and_picture(past):
    shown = head(past, "recommendations/LLME-001.md", RELEASE).properties("A title")
    assert dict(shown) == {
        "og:type": "website",
        "og:title": "A title",
        "og:site_name": "LLM Ethics Guide, version 2.0.0",
        "og:url": f"{SITE}2.0.0/recommendations/LLME-001/",
        "og:image": f"{SITE}2.0.0/assets/card.png",
        "og:image:alt": "LLM Ethics Guide",
    }
    shown = head(past, "index.md", Edition()).properties("LLM Ethics Guide")
    assert dict(shown) == {"og:type": "website", "og:title": "LLM Ethics Guide"}


def test_every_page_has_what_a_preview_shows_once(site):
    """Under the names of the Open Graph protocol, whatever other name it has besides."""
    for version in (*DAYS, "dev"):
        for path in (site / version).rglob("*.html"):
            if path.name == "index.html":
                root = root_of(path)
                shown = [(one.get("property"), one.get("content")) for one in root.xpath("//meta[@property]")]
                names = [name for name, _ in shown]
                assert len(names) == len(set(names)), path
                assert {"og:type", "og:title", "og:description", "og:url", "og:image", "og:image:alt"} <= set(names), (
                    path
                )
                assert dict(shown)["og:description"] == root.xpath('string(//meta[@name="description"]/@content)')
                assert root.findtext(".//title").startswith(dict(shown)["og:title"]), path


def test_the_picture_is_there_and_small():
    path = ROOT / "docs" / PICTURE
    with Image.open(path) as picture:
        assert picture.size == (1200, 630)
    assert path.stat().st_size < 20_000


def test_no_page_of_a_built_site_tells_of_the_picture_where_its_address_is_not_known(small_site):
    pages = list(small_site.rglob("*.html"))
    assert len(pages) > 20
    assert [path for path in pages if "og:image" in path.read_text("utf-8")] == []


@pytest.mark.parametrize(
    ("element", "faults"),
    [
        ('<meta property="og:image:alt" content="x">', []),
        ('<meta property="og:video" content="x">', ["`og:video` in a `<meta>`"]),
        ('<link rel="cite-as" href="https://example.org/r/LLME-001@1.0.0/">', []),
        ('<link rel="describedby" href="https://example.org/a.json">', ["the address `https://example.org/a.json`"]),
        ('<link rel="preload" href="a.js">', ["a link to `preload`"]),
        ('<link rel="license" href="javascript:x">', ["the address `javascript:x`"]),
    ],
)
def test_what_may_stand_in_a_head(element, faults):
    assert list(safety.faults(safety.parse(f"<head>{element}</head>"), safety.PAGE)) == faults
