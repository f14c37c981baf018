"""The guide as Markdown beside its pages, and `llms.txt`: read by another program, and compared with the pages."""

import io
import re
import zipfile
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

import lxml.html
import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llme.outputs.offline import archive
from llme.outputs.texts import LLMS, inert, text_files
from llme.site import make_site
from llme.versions.edition import Edition
from past import DAYS
from support import ROOT_URL, article, formatted

SITE = "https://example.org/"
TITLES = {
    "do": "Do",
    "dont": "Don’t",
    "why": "Why",
    "first-steps": "First steps",
    "in-practice": "In practice",
    "exceptions": "When this may not apply",
    "check-yourself": "Check yourself",
}


def read(text: str) -> lxml.html.HtmlElement:
    """Markdown as pandoc reads it, after CommonMark."""
    return lxml.html.fragment_fromstring(pypandoc.convert_text(text, "html", "commonmark"), "div")


def solid(text: str) -> str:
    """A text without white space, and without the marks of links to headings."""
    return re.sub(r"[\s¶]", "", text)


def sections(root: lxml.html.HtmlElement) -> dict[str, str]:
    """The text below each heading of the second level, by the heading."""
    found: dict[str, str] = {}
    for element in root:
        if element.tag == "h2":
            title = element.text_content()
            found[title] = ""
        elif found:
            found[title] += element.text_content()
    return {name: solid(text) for name, text in found.items()}


def of_page(path: Path) -> dict[str, str]:
    """The same of a built page: what stands from a heading to the next, whatever is around them."""
    page = deepcopy(article(path))
    for facts in page.xpath('.//dl[@class="facts"]'):  # they stand below the Do and the Don’t, and belong to neither
        facts.drop_tree()
    for origin in page.find_class("from"):  # in brackets where there is no tooltip
        origin.text = f"({origin.text})"
    text = solid(page.text_content())
    heads = [(one.get("id"), solid(one.text_content())) for one in page.iter("h2")]
    found, at = {}, 0
    for identifier, head in heads:
        at = text.index(head, at)
        found[identifier] = at, at + len(head)
        at += len(head)
    starts = [start for start, _ in found.values()] + [len(text)]
    return {name: text[end : starts[place + 1]] for place, (name, (_, end)) in enumerate(found.items())}


@pytest.mark.parametrize("name", ["small", "real"])
def test_each_text_says_what_its_page_says(name, request):
    guide, site = request.getfixturevalue(name), request.getfixturevalue(f"{name}_site")
    for one in guide.recommendations:
        text = read((site / f"recommendations/{one.id}.md").read_text("utf-8"))
        page = of_page(site / f"recommendations/{one.id}/index.html")
        there = sections(text)
        assert solid(text.findtext("h1")) == solid(f"{one.id}: {one.title.replace('`', '')}")
        tools = there.pop("Tools that help", "")
        assert there == {
            title: page[anchor] if anchor != "first-steps" else page[anchor].partition("Toolsthathelp")[0]
            for anchor, title in TITLES.items()
            if anchor in page
        }
        assert tools == "".join(solid(f"{guide.tools[slug].name}: {guide.tools[slug].purpose}") for slug in one.tools)


def test_texts_stand_under_latest_and_in_the_draft_alone(published_site):
    assert {path.relative_to(published_site).parts[0] for path in published_site.rglob("LLME-0*.md")} == {
        "latest",
        "dev",
    }
    assert {path.parent.name for path in published_site.rglob(LLMS)} == {"latest", "dev", *DAYS}


@pytest.mark.parametrize("version", DAYS)
def test_the_contents_of_a_release_lead_to_its_own_pages_and_data(published_site, version):
    links = read((published_site / version / LLMS).read_text("utf-8")).xpath("//a/@href")
    own = [one.removeprefix(ROOT_URL) for one in links if one.startswith(ROOT_URL)]
    assert [one for one in own if not one.startswith(f"{version}/")] == []
    assert {f"{version}/data/guide.json.gz", f"{version}/recommendations/LLME-001/"} < set(own)
    for address in own:
        target = published_site / address
        assert (target / "index.html" if address.endswith("/") else target).is_file(), address


@pytest.mark.parametrize(("name", "version"), [("latest", [*DAYS][-1]), ("dev", "dev")])
def test_every_link_in_a_text_is_answered_and_stays_in_its_version(published_site, name, version):
    folder = published_site / name
    texts = [folder / LLMS, *folder.glob("recommendations/*.md")]
    assert len(texts) > 5
    for path in texts:
        links = read(path.read_text("utf-8")).xpath("//a/@href")
        own = [one.removeprefix(ROOT_URL) for one in links if one.startswith(ROOT_URL)]
        assert own
        for address in own:
            assert address.startswith((f"{version}/", "r/LLME-", f"{name}/recommendations/LLME-", f"{name}/data/"))
            target = published_site / address.partition("#")[0]
            assert (target / "index.html" if address.endswith("/") else target).is_file(), (path, address)
        assert [one for one in links if not one.startswith("https://")] == []


def test_where_the_site_is_not_known_links_are_relative(past):
    files = text_files(past, Edition("2.0.0"), formatted(past))
    known = text_files(past, Edition("2.0.0", SITE), formatted(past))
    assert files.keys() == known.keys()
    for path in files:
        links, full = (read(texts[path]).xpath("//a/@href") for texts in (files, known))
        texts_are_here = path.startswith("latest/")  # and the pages of the release too, in the copy
        here = [one.replace("/2.0.0/", "/latest/") if texts_are_here else one for one in full]
        here = [one for one in here if not one.startswith(f"{SITE}r/")]
        assert [urljoin(f"{SITE}{'' if texts_are_here else '2.0.0/'}{path}", one) for one in links] == here
        assert len(links) > 1


def test_the_head_of_a_text(past):
    release = text_files(past, Edition("2.0.0", SITE), formatted(past))
    assert release["latest/recommendations/LLME-001.md"].split("\n\n")[:4] == [
        "# LLME-001: Ask before you collect",
        f"Cite it as LLME-001@2.0.0, <{SITE}r/LLME-001@2.0.0/>. From version 2.0.0 of the "
        f"[LLM Ethics Guide]({SITE}2.0.0/), 1 May 2026, under [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/).",
        "- Stage: Collecting, Measuring\n- Topics: Consent\n- Who acts: Data collector\n- Last reviewed: 2026-01-31",
        "## Do",
    ]
    assert (
        "\n\n**Withdrawn.** It said the same as another. Instead, see " in release["latest/recommendations/LLME-003.md"]
    )
    assert f"[LLME-002]({SITE}latest/recommendations/LLME-002.md)" in release["latest/recommendations/LLME-003.md"]
    draft = text_files(past, Edition("dev", SITE), formatted(past))
    assert draft["recommendations/LLME-001.md"].split("\n\n")[1] == (
        f"From the draft of the next version of the [LLM Ethics Guide]({SITE}dev/), "
        "which can still change and is not to be cited."
    )
    assert not [path for path, text in draft.items() if "LLME-001@" in text or "Cite it" in text]


def test_citations_are_links_to_their_sources(past):
    text = text_files(past, Edition(), formatted(past))["recommendations/LLME-001.md"]
    assert "([O’Neil and van de Poel 2020a, p. 612](https://doi.org/10.1145/3442188_3445922))." in text
    assert "say so twice ([O’Neil and van de Poel 2020a](" in text
    assert "O'Neil and van de Poel ([2020b](https://example.org/a%20b?x=1&y=~z_w#part))" in text
    assert "- [" in text.partition("## Tools that help")[2]


def test_llms_txt(past):
    text = text_files(past, Edition("2.0.0", SITE), formatted(past))[f"latest/{LLMS}"]
    head, *rest = re.split(r"^## ", text, flags=re.MULTILINE)
    assert head.startswith(
        "# LLM Ethics Guide\n\n> Advice on ethical research with large language models: 3 recommendations, each a Do or a"
    )
    listed = {one.partition("\n")[0]: re.findall(r"^- \[(.+?)\]\((.+?)\)(?:: .+)?$", one, re.MULTILINE) for one in rest}
    assert list(listed) == ["Collecting", "Measuring", "Withdrawn", "Data", "Optional"]
    assert sum(len(one) for one in listed.values()) == text.count("\n- ")
    names = {title: [address.rpartition("/")[2] for _, address in links] for title, links in listed.items()}
    assert names["Collecting"] == ["LLME-001.md"]
    assert names["Measuring"] == ["LLME-002.md", "LLME-007.md"]
    assert names["Withdrawn"] == [f"LLME-00{number}.md" for number in (3, 4, 5, 6)]
    assert names["Data"] == ["guide.json", "frameworks.json", "references.bib"]


def test_an_offline_copy_has_none(project, small):
    made = {offline: make_site(project, Edition(offline=offline)).files for offline in (False, True)}
    texts = {LLMS, "recommendations/LLME-001.md", "recommendations/LLME-002.md"}
    works = "references/works.json.gz"  # which an offline copy has in the page
    assert made[False].keys() - made[True].keys() == texts | {works}
    data = {"recommendations/LLME-001.json": b"{}", "index.html": b"<p>No link</p>"}
    with zipfile.ZipFile(io.BytesIO(archive(data, small, Edition(), datetime(2026, 1, 1)))) as file:
        assert sorted(file.namelist()) == [f"llm-ethics-guide-dev/{name}" for name in ("README.txt", "index.html")]


@given(st.text(st.sampled_from("ab1 `*_[]()<>&#+-=.!|~$\\\"'{}:/;\n"), max_size=30))
def test_plain_text_reads_as_itself(text):
    text = " ".join(text.split())
    code = re.sub(r"`([^`]+)`", lambda match: "\0" + match[1] + "\0", text)
    shown = read(inert(text)).text_content().rstrip("\n")
    plain = code.replace("\0", "")
    assert shown.split() == plain.split()
