"""The PDF files: what they say, where their links lead, and that a text in them is only ever text."""

import io
import re
import shutil
from functools import cache
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import (
    ByteStringObject,
    ContentStream,
    FloatObject,
    IndirectObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from llme import pdf
from llme.citations.formatting import Formatted
from llme.content.load import load
from llme.pages.render import downloads
from llme.pdf.links import link
from llme.pdf.packing import tightened
from llme.pdf.tree import MarkdownReader, node
from llme.versions.edition import Edition
from measuring.timing import SITE_URL
from past import RELEASE
from support import ROOT_URL, built, formatted, rendered, root_of, small_guide, watched_page

NAMES = ["llm-ethics-guide.pdf", "pocket-guide.pdf"]
FILES = dict(zip(NAMES, ["latest/llm-ethics-guide.pdf", "pocket-guide.pdf"], strict=True))  # of a release that is built


def all_pdfs(guide, edition: Edition) -> dict[str, bytes]:
    """The files as a build of the guide makes them."""
    return pdf.all_pdfs(guide, edition, formatted(guide))


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content), strict=True)


@cache  # reading all pages takes seconds
def text_of(reader: pypdf.PdfReader) -> str:
    """All text on one line, without the heads and feet of pages and without white space that only breaks lines."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("`", ""))


def outline(entries: list, depth: int = 0) -> list[str]:
    lines = []
    for entry in entries:
        lines += outline(entry, depth + 1) if isinstance(entry, list) else ["  " * depth + entry.title]
    return lines


def links(reader: pypdf.PdfReader) -> tuple[list[str], list[str]]:
    """The destinations of all internal links, and the addresses of all external ones."""
    inside, outside = [], []
    for page in reader.pages:
        for one in page.get("/Annots", []):
            annotation = one.get_object()
            assert annotation["/Subtype"] == "/Link"
            if "/Dest" in annotation:
                inside.append(annotation["/Dest"])
            else:
                outside.append(annotation["/A"]["/URI"])
    return inside, outside


@pytest.fixture(scope="session")
def whole_of_release(release) -> pypdf.PdfReader:
    return read((release / "site/latest/llm-ethics-guide.pdf").read_bytes())


@pytest.fixture(scope="session")
def of_real(released_site, real) -> dict[str, pypdf.PdfReader]:
    """The files of the guide itself, as its newest release would have them."""
    found = {name: (released_site / path).read_bytes() for name, path in FILES.items()}
    assert sum(map(len, found.values())) < 23_000 * len(real.recommendations)  # it grows with them
    return {name: read(content) for name, content in found.items()}


@pytest.fixture(scope="session")
def newest(real) -> Edition:
    """The edition of these files."""
    return Edition(real.releases[-1].version, SITE_URL)


@pytest.mark.parametrize("name", NAMES)
def test_a_release_has_tagged_files_that_say_what_they_are(release, name):
    reader = read((release / "site" / FILES[name]).read_bytes())
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    title = {"llm-ethics-guide.pdf": "LLM Ethics Guide", "pocket-guide.pdf": "LLM Ethics Guide: pocket guide"}[name]
    assert {name: value.value for name, value in root["/MarkInfo"].items()} == {"/Marked": True, "/Suspects": False}
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert (reader.metadata.title, reader.metadata.author) == (title, "LLM Ethics Guide contributors")
    assert reader.metadata.creation_date.date().isoformat() == "2026-02-01"
    assert "<pdfuaid:part>1" in metadata
    assert ("<pdfaid:part>2" in metadata, "<pdfaid:conformance>A" in metadata) == (True, True)
    assert {font["/BaseFont"][7:8] == "+" or font["/BaseFont"] for font in fonts(reader)} == {True}


def fonts(reader: pypdf.PdfReader) -> list:
    found = {}
    for page in reader.pages:
        for one in page["/Resources"].get("/Font", {}).values():
            font = one.get_object()
            found[font["/BaseFont"]] = font
    return list(found.values())


def test_the_bookmarks_of_a_release(whole_of_release):
    assert outline(whole_of_release.outline) == [
        "How to use it",
        "  Fill in the checklist",
        "Collecting",
        "  Do and Don’t",
        "  Consent",
        "  Tools for this stage",
        "Measuring",
        "  Do and Don’t",
        "    From other stages",
        "Recommendations",
        "  Collecting",
        "    LLME-001 Ask before you collect",
        "  Measuring",
        "    LLME-002 Do not trust a single number",
        "    LLME-003 Say what you left out",
        "    LLME-004 Say who paid",
        "    LLME-005 Say it twice",
        "    LLME-006 Ask a friend",
        "Method",
        "  Origins",
        "Glossary",
        "References",
    ]


def test_the_title_page_of_a_release(whole_of_release):
    lines = whole_of_release.pages[0].extract_text().split("\n")
    assert lines[:4] == ["LLM Ethics Guide", "For the tests.", "Version 1.0.0, 1 February 2026", f"{ROOT_URL}1.0.0/"]
    assert squeezed(f"To cite it: See the LLM Ethics Guide, version 1.0.0, {ROOT_URL}1.0.0/.") in squeezed(
        "".join(lines)
    )


def test_the_home_page_tells_the_title_page_on_what_the_guide_rests(of_real):
    text = squeezed(of_real["llm-ethics-guide.pdf"].pages[0].extract_text())
    assert squeezed("This guide is an independent work.") in text
    assert squeezed("The authors of these papers have not written, reviewed or endorsed it") in text


def test_a_release_counts_its_links(whole_of_release):
    inside, outside = links(whole_of_release)
    assert (len(inside), len(outside)) == (55, 14)
    assert set(filter(lambda one: isinstance(one, str), inside)) == {
        *(f"LLME-00{number}" for number in range(1, 7)),
        *(
            "stages/collecting",
            "stages/measuring",
            "recommendations/index",
            "about/how-to-use",
            "about/glossary",
            "about/method",
            "references",
        ),
    }
    assert sorted(set(outside)) == [
        "https://arxiv.org/abs/2410.19812",
        "https://creativecommons.org/licenses/by/4.0/",
        "https://doi.org/10.1000/names",
        "https://doi.org/10.1145/3442188_3445922",
        "https://example.org/a%20b?x=1&y=~z_w#part",
        "https://example.org/checklist",
        f"{ROOT_URL}1.0.0/",
        f"{ROOT_URL}1.0.0/topics/consent/",
        f"{ROOT_URL}1.0.0/topics/validity/",
    ]


def test_every_link_inside_leads_somewhere(of_real, real):
    for reader in of_real.values():
        pages = [page.indirect_reference for page in reader.pages]
        inside, outside = links(reader)
        names = set(reader.named_destinations)
        assert [one for one in inside if (one not in names if isinstance(one, str) else one[0] not in pages)] == []
        assert [one for one in outside if not one.startswith(("https://", "http://", "mailto:"))] == []
    named = set(of_real["llm-ethics-guide.pdf"].named_destinations)
    assert named >= {one.id for one in real.recommendations} | {f"stages/{slug}" for slug in real.stage_slugs}


def test_every_page_that_a_link_names_on_the_web_is_one_of_this_version(of_real, real, newest):
    uris = {*rendered(real), *downloads(real)}
    known = {newest.url(uri) for uri in uris} | {f"{SITE_URL}{newest.version}/{uri}" for uri in uris}
    for reader in of_real.values():
        here = {one.partition("#")[0] for one in links(reader)[1] if one.startswith(SITE_URL)}
        assert here - known == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_do_and_dont_stands_in_both_files(of_real, real, name):
    text = text_of(of_real[name])
    missing = [
        (one.id, said)
        for one in real.recommendations
        for said in (one.do, one.dont)
        if one.status == "active" and squeezed(said) not in text
    ]
    assert missing == []


def test_the_pocket_guide_has_every_id_once_by_stage(of_real, real):
    text = "\n".join(page.extract_text() for page in of_real["pocket-guide.pdf"].pages)
    wanted = [one.id for slug in real.stage_slugs for one in real.in_stage(slug)]
    assert re.findall(r"LLME-\d{3}", text) == wanted


def test_nothing_is_unresolved_and_every_cited_work_is_listed(of_real, real):
    text = text_of(of_real["llm-ethics-guide.pdf"])
    assert [mark for mark in ("??", "[@", "[-@", ":::", "\ue000", "&#", "{#") if mark in text] == []
    included = [f"docs/stages/{slug}.md" for slug in real.stage_slugs]
    included += [f"docs/recommendations/{one.id}.md" for one in real.recommendations]
    cited = [key for key, paths in real.citing.items() if set(paths) & set(included)]
    assert len(cited) > 300
    assert [key for key in cited if squeezed(real.works[key].url) not in text] == []


def test_years_have_the_suffixes_of_the_site(of_real, real_site):
    """Raji has two works of one year; each page of the site, and the file, must call them by the same letters."""
    text = text_of(of_real["llm-ethics-guide.pdf"])
    for uri in ("stages/project-start", "stages/evaluation"):
        root = root_of(real_site / uri / "index.html")
        labels = {
            squeezed(one)
            for around in root.xpath('//*[a[starts-with(@id, "cite-")]]')
            for one in re.findall(r"\([^()]*\d[a-z]\b[^()]*\)", around.text_content())
        }
        assert labels
        assert [one for one in labels if one not in text] == []


def test_the_pocket_guide_takes_six_pages_at_most(of_real):
    assert len(of_real["pocket-guide.pdf"].pages) <= 6


def test_the_pocket_guide_names_its_version_on_every_sheet(of_real, newest):
    sheets = [squeezed(page.extract_text()) for page in of_real["pocket-guide.pdf"].pages]
    foot = squeezed(f"LLM Ethics Guide, version {newest.version}, {SITE_URL}{newest.version}/")
    assert [sheet.endswith(f"{foot}{number}of{len(sheets)}") for number, sheet in enumerate(sheets, 1)] == [
        True for _ in sheets
    ]


def test_the_same_guide_gives_the_same_bytes(release, tmp_path):
    """In another process, at another time, in another zone, and with another order of hashes."""
    again = shutil.copytree(release, tmp_path / "guide", ignore=shutil.ignore_patterns("site", "unpacked"))
    built(again, **RELEASE, TZ="Asia/Tokyo", PYTHONHASHSEED="7", SOURCE_DATE_EPOCH="86400")
    assert [(again / "site" / path).read_bytes() for path in FILES.values()] == [
        (release / "site" / path).read_bytes() for path in FILES.values()
    ]


def test_a_release_links_its_files_and_a_draft_has_none(release, real_site):
    def linked(site: Path, uri: str) -> list[str]:
        root = root_of(site / uri / "index.html")
        return [one.get("href") for one in root.iter("a") if (one.get("href") or "").endswith(".pdf")]

    assert linked(release / "site", "pocket-guide") == ["../pocket-guide.pdf"]
    found = [path.relative_to(release / "site").as_posix() for path in (release / "site").rglob("*.pdf")]
    assert sorted(found) == sorted(FILES.values())
    assert [linked(real_site, uri) for uri in ("pocket-guide", "about/data")] == [[], []]
    assert list(real_site.rglob("*.pdf")) == []


def test_a_draft_has_files_where_they_are_asked_for(project):
    built(project, GUIDE_PDF="1")
    assert sorted(path.name for path in (project / "site").glob("*.pdf")) == NAMES
    reader = read((project / "site/llm-ethics-guide.pdf").read_bytes())
    assert reader.pages[0].extract_text().split("\n")[2] == "Draft, not to be cited"
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert ("<pdfuaid:part>1" in metadata, "<pdfaid:part>" in metadata) == (True, False)  # PDF/A wants a date


def test_a_hand_written_page_offers_the_files_where_they_are_built(real):
    def offered(edition: Edition) -> str:
        return rendered(real, edition)["about/data.md"].partition("{#copies}")[2].partition("\n## ")[0]

    for edition, whole in (
        (Edition("0.1.0"), "../../../latest/llm-ethics-guide.pdf"),
        (Edition("0.1.0", "https://example.org/"), "https://example.org/latest/llm-ethics-guide.pdf"),
        (Edition(asked=frozenset({"pdf"})), "../../llm-ethics-guide.pdf"),
    ):
        text = offered(edition)
        assert re.findall(r'href="([^"]+\.pdf)"', text) == ["../../pocket-guide.pdf", whole]
        assert ("The whole guide, newest version" in text) is not edition.is_draft
    assert "href" not in offered(Edition())


HOSTILE = '#import "common.typ" #read("/etc/passwd") #sys.inputs $x^2$ \\ @a <label> ] [ #{ } // /* *_'


def test_a_text_is_only_ever_text(tmp_path):
    root = small_guide(tmp_path)
    path = root / "docs/recommendations/LLME-002.md"
    quoted = HOSTILE.replace("'", "''")
    text = path.read_text("utf-8").replace("dont: Never report one number alone.", f"dont: '{quoted}'")
    path.write_text(
        text.replace("## First steps\n", f"## First steps\n\n```\n{HOSTILE}\n```\n\n##### Deep\n\n`{HOSTILE}`\n"),
        "utf-8",
    )
    for name, content in pdf.all_pdfs(load(root), Edition(), Formatted()).items():
        found = text_of(read(content))
        assert "root:x:0" not in found
        assert found.count(squeezed(HOSTILE)) == {"llm-ethics-guide.pdf": 4, "pocket-guide.pdf": 1}[name]


def test_code_in_a_list_is_kept_and_no_level_of_headings_is_skipped():
    text = "#### Deep {#deep}\n\n- one\n\n    ```\n    a  <b>\n    ```\n\n## Two\n\n# Title\n"
    assert MarkdownReader(Formatted()).nodes(text, "a/b.md", deeper=2, above=4) == [
        {"t": "heading", "c": ["Deep"], "id": "a/b.md#deep", "level": 5},
        {"t": "ul", "c": [{"t": "li", "c": [{"t": "p", "c": ["one"]}, {"t": "pre", "c": [node("code", "a  <b>")]}]}]},
        {"t": "heading", "c": ["Two"], "id": "a/b.md#two", "level": 4},
    ]


def test_a_link_leads_into_the_document_or_to_the_web():
    targets = ["b.md#x", "b.md#y", "c.md#y", "../d/e.md#f", "../g.json", "https://h.example/", "../../../i.md", "b.md"]
    found = link(
        [node("h", id="a/b.md#"), node("h", id="a/b.md#x"), node("h", id="a/b.md#unused"), node("h", id="a/b.md#x")]
        + [node("a", href=target, page="a/b.md") for target in targets],
        Edition("1.0.0", ROOT_URL),
    )
    assert [one.get("id") for one in found[:4]] == ["a/b", "a/b#x", None, None]
    assert [one.get("to") or one.get("href") for one in found[4:]] == [
        "a/b#x",
        "a/b",
        f"{ROOT_URL}1.0.0/a/c/#y",
        f"{ROOT_URL}1.0.0/d/e/#f",
        f"{ROOT_URL}1.0.0/g.json",
        "https://h.example/",
        None,
        "a/b",
    ]
    assert link([node("a", href="c.md", page="a/b.md")], Edition()) == [node("a")]


def test_a_character_that_no_font_has_is_named():
    data = {"title": "T", "author": "A", "version": "", "address": ""}
    question = ["é ’ 🦜 李明 a\u0301"]
    content = pdf.set_pdf("pocket", {**data, "stages": [{"title": "S", "question": question, "pairs": []}]}, None)
    assert "é ’ [parrot] [U+674E][U+660E] a\u0301" in read(content).pages[0].extract_text()


def test_a_file_that_cannot_be_set_says_why():
    with pytest.raises(pdf.PdfError, match=r"^pocket\.typ: dictionary does not contain key \"title\""):
        pdf.set_pdf("pocket", {"author": "A", "version": "", "address": "", "stages": []}, None)


def test_packing_changes_nothing_but_the_size(release, monkeypatch):
    written = []
    monkeypatch.setattr(pdf, "packed", lambda content: written.append(content) or content)
    all_pdfs(load(release), Edition("1.0.0", ROOT_URL))
    for name, unpacked in zip(NAMES, written, strict=True):
        content = (release / "site" / FILES[name]).read_bytes()
        assert b"/ObjStm" in content
        assert not re.search(rb"[^\r\n]endstream", content)  # PDF/A wants a new line there
        assert len(content) < 0.8 * len(unpacked)
        before, after = read(unpacked), read(content)
        assert before.pdf_header == after.pdf_header
        assert before.trailer["/ID"][0] == after.trailer["/ID"][0]
        assert_same(before, after)


def assert_same(before: pypdf.PdfReader, after: pypdf.PdfReader) -> None:
    """All objects are the same but for their numbers, how streams are compressed, and how exactly pages are drawn."""
    names = ("/Root", "/Info")
    pairs = [(before.trailer.raw_get(name), after.trailer.raw_get(name)) for name in names]
    numbers: dict[int, int] = {}
    while pairs:
        one, other = pairs.pop()
        assert type(one) is type(other)
        if isinstance(one, IndirectObject):
            if one.idnum not in numbers:
                pairs.append((one.get_object(), other.get_object()))
            assert numbers.setdefault(one.idnum, other.idnum) == other.idnum
        elif isinstance(one, list):
            pairs += zip(one, other, strict=True)
        elif isinstance(one, dict):
            stored = {"/Length", "/Filter", "/DecodeParms"} if isinstance(one, StreamObject) else set()
            assert one.keys() - stored == other.keys() - stored
            pairs += [(one.raw_get(key), other.raw_get(key)) for key in one.keys() - stored]
            if stored and one.get_data() != other.get_data():
                assert drawn(other, 0) == drawn(one, 0.00501)
        else:
            exact = not isinstance(one, FloatObject)
            assert other == (one if exact else pytest.approx(float(one), abs=0.00501))
    assert sorted(numbers) == sorted(before.xref[0])
    assert len(set(numbers.values())) == len(numbers)


def drawn(content: StreamObject, tolerance: float) -> list:
    """What a content stream draws; places are the same within `tolerance`."""

    def plain(operand):
        if isinstance(operand, FloatObject | NumberObject):
            return pytest.approx(float(operand), abs=tolerance) if tolerance else float(operand)
        if isinstance(operand, TextStringObject | ByteStringObject):
            return operand.original_bytes
        if isinstance(operand, list):
            return [plain(one) for one in operand]
        return {key: plain(one) for key, one in operand.items()} if isinstance(operand, dict) else operand

    return [(plain(operands), operator) for operands, operator in ContentStream(content, None).operations]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"1 0 0 -1 96.37795 782.3622 cm", b"1 0 0 -1 96.38 782.36 cm"),
        (b"0.34117648 -0.0004 .5 scn", b"0.341 -0.000 0.500 scn"),
        (rb"[(\000\001\0000\0101)-7.25(a\)\(\\b)]TJ", b"[(\x00\x01\x000\x081)-7.25(a\\)\\(\\\\b)]TJ"),
        (rb"(\n\r\t\015\051\134\050)Tj", b"(\n\\r\t\\r\\)\\\\\\()Tj"),
        (rb"(1.23456)Tj/f0 8.5 Tf", b"(1.23456)Tj/f0 8.50 Tf"),
        (rb"(\\0\0001.2345)Tj", b"(\\\\0\x001.2345)Tj"),
        (b"/F1.2345 8 Tf", b"/F1.2345 8 Tf"),
    ],
)
def test_the_contents_of_a_page_are_written_shorter(content, wanted):
    assert tightened(content) == wanted


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"<html></html>"])
def test_what_is_no_pdf_file_is_not_packed(monkeypatch, content):
    monkeypatch.setattr(pdf, "_compile", lambda *_: content)
    with pytest.raises(pdf.PdfError, match=r"^pocket\.typ: .*(can't find|unable to find|file is)"):
        pdf.set_pdf("pocket", {}, None)


@pytest.fixture(scope="module")
def printed(browser, address) -> pypdf.PdfReader:
    """The page of the pocket guide as Chromium prints it."""
    with watched_page(browser, address) as page:
        page.goto(f"{address}pocket-guide/")
        return read(page.pdf(prefer_css_page_size=True))


def test_the_page_prints_on_six_pages_of_a4(printed):
    assert len(printed.pages) <= 6
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in printed.pages} == {(595, 842)}


def test_no_stage_begins_at_the_foot_of_a_sheet(printed, of_real, real):
    for reader in (printed, of_real["pocket-guide.pdf"]):
        sheets = [squeezed(page.extract_text()) for page in reader.pages]
        for stage in real.stages:
            first = real.in_stage(stage.slug)[0].id
            assert [squeezed(stage.question) in sheet for sheet in sheets] == [first in sheet for sheet in sheets]


def test_every_sheet_names_the_edition(printed):
    assert ["Draft of the LLM Ethics Guide, not to be cited" in page.extract_text() for page in printed.pages] == [
        True for _ in printed.pages
    ]


def test_print_is_legible_and_the_button_prints(blank, address):
    blank.goto(f"{address}pocket-guide/")
    blank.evaluate("window.print = () => { document.title = 'printed' }")
    blank.get_by_role("button", name="Print", exact=True).click()
    assert blank.title() == "printed"
    blank.emulate_media(media="print")
    smallest = blank.evaluate("""() => Math.min(...[...document.querySelectorAll(".sheets *")]
        .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
        .map((one) => parseFloat(getComputedStyle(one).fontSize)))""")
    assert round(smallest * 72 / 96, 2) >= 8.5
