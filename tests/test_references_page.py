"""The page of references: its filters, and the BibTeX of each work, in headless Chromium."""

import gzip
import json
import re
from dataclasses import astuple, replace
from html import escape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from filtering import FOR_AXE, PHONE, box, option, query
from llme.citations.formatting import Formatted
from llme.citations.references import KINDS, bibtex, kind_of_work
from llme.content.model import Work
from llme.pages.facets import ELSEWHERE, stages_of_work, works_options
from llme.pages.proposing import on_works
from llme.pages.reference_views import ReferencesView
from llme.pages.render import page_data
from llme.versions.edition import Edition
from support import article, formatted, rendered
from wcag import in_both_schemes, violations

SITE = "https://example.org/guide/"
NEWEST = "Download all works of the newest version as BibTeX"
EMPTY = "?type=book&from=2020&to=2019"


@pytest.fixture(scope="module")
def address(address):
    return f"{address}references/"


@pytest.fixture
def page(blank: Page, address, options):
    """The page, with all that its script adds where it may run."""
    return opened(blank, address) if options.get("java_script_enabled", True) else goto(blank, address)


def goto(page: Page, address: str) -> Page:
    page.goto(address)
    return page


def opened(page: Page, address: str) -> Page:
    return filled(goto(page, address))


def filled(page: Page) -> Page:
    """The page when its script has learned what it tells of the works."""
    page.locator(".listing.live").wait_for()
    return page


def work(page: Page, key: str) -> Locator:
    """A work, with what the script adds where it comes near."""
    found = page.locator(f"#{key}")
    found.scroll_into_view_if_needed()
    return found


def fitting(guide, stage=(), type_=(), first="0", last="9999"):
    """The keys of the works that fit."""
    return {
        key
        for key, work in guide.works.items()
        if (not stage or set(stages_of_work(guide, work)) & set(stage))
        and (not type_ or kind_of_work(work) in type_)
        and (first <= work.year <= last or (not work.year and (first, last) == ("0", "9999")))
    }


def shown(page: Page) -> set[str]:
    return set(page.evaluate("[...document.querySelectorAll('.works li:not([hidden])')].map((one) => one.id)"))


def count(page: Page, facet: str, value: str) -> str:
    return option(page, facet, value).locator(".n").inner_text()


def test_every_work_is_shown_at_first(page: Page, real):
    assert shown(page) == set(real.works)
    expect(page.get_by_role("status")).to_have_text(f"All {len(real.works)} works")


@pytest.mark.parametrize(
    ("chosen", "search", "wanted"),
    [
        ([("stage", "evaluation")], "?stage=evaluation", {"stage": ["evaluation"]}),
        ([("stage", ELSEWHERE)], "?stage=elsewhere", {"stage": [ELSEWHERE]}),
        ([("type", "book"), ("type", "thesis")], "?type=book,thesis", {"type_": ["book", "thesis"]}),
        (
            [("stage", "deployment"), ("type", "preprint")],
            "?stage=deployment&type=preprint",
            {"stage": ["deployment"], "type_": ["preprint"]},
        ),
    ],
)
def test_filters_by_stage_and_type(page: Page, real, chosen, search, wanted):
    for facet, value in chosen:
        box(page, facet, value).check()
    assert shown(page) == fitting(real, **wanted)
    assert len(shown(page)) > 0
    assert query(page) == search
    expect(page.get_by_role("status")).to_have_text(f"{len(shown(page))} of {len(real.works)} works")


def test_filters_by_years(page: Page, real):
    page.get_by_label("From").select_option("2019")
    assert shown(page) == fitting(real, first="2019")
    page.get_by_role("combobox", name="To").select_option("2020")
    assert shown(page) == fitting(real, first="2019", last="2020")
    assert query(page) == "?from=2019&to=2020"
    years = {real.works[key].year for key in shown(page)}
    assert years == {"2019", "2020"}


def test_every_count_is_what_the_option_would_give(blank: Page, real, address):
    page = opened(blank, f"{address}?stage=evaluation&type=preprint&from=2020")
    options = works_options(real)
    for one in options["stage"]:
        assert count(page, "stage", one.value) == str(
            len(fitting(real, stage=[one.value], type_=["preprint"], first="2020"))
        )
    for one in options["type"]:
        assert count(page, "type", one.value) == str(
            len(fitting(real, stage=["evaluation"], type_=[one.value], first="2020"))
        )
    view = {"stage": ["evaluation"], "type_": ["preprint"]}
    wanted = [f"any year ({len(fitting(real, **view))})"]
    years = sorted({work.year for work in real.works.values() if work.year}, reverse=True)
    wanted += [f"{year} ({len(fitting(real, **view, first=year))})" for year in years]
    assert page.locator("[name=from] option").all_inner_texts() == wanted


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("bender stochastic parrots", "bender2021dangers"),
        ("consent in crisis", "longpre2024consent"),
        ("diaz agnew", "agnew2024illusion"),  # Díaz
    ],
)
def test_the_search_finds_authors_and_titles(page: Page, text, key):
    page.get_by_label("Find", exact=True).fill(text)
    assert shown(page) == {key}
    assert query(page) == f"?find={text.replace(' ', '+')}"


def test_the_search_finds_what_a_recommendation_cites(page: Page, real):
    page.get_by_label("Find", exact=True).fill("LLME-008")
    assert shown(page) == set(real.cites(real.by_id["LLME-008"]))


def test_the_view_survives_going_away_and_back(page: Page, real):
    box(page, "type", "report").check()
    page.get_by_label("From").select_option("2020")
    page.locator(".works li:visible p a").first.click()
    page.wait_for_load_state()
    page.go_back()
    filled(page)
    assert query(page) == "?type=report&from=2020"
    assert shown(page) == fitting(real, type_=["report"], first="2020")
    page.go_back()
    assert shown(page) == fitting(real, type_=["report"])
    assert page.get_by_label("From").input_value() == ""


def test_the_address_of_a_work_leads_to_it_when_the_script_has_added_what_it_adds(blank: Page, real, address):
    key = sorted(real.works)[len(real.works) // 2]
    blank.goto(f"{address}#{key}")
    blank.locator(f"[id='{key}'] details").wait_for()
    assert 0 < blank.locator(f"[id='{key}']").evaluate("one => one.getBoundingClientRect().top") < 400


def test_letters_without_a_work_hide(page: Page):
    page.get_by_label("Find", exact=True).fill("bender stochastic parrots")
    assert page.locator(".group h2:visible").all_inner_texts() == ["B"]
    assert page.locator(".jump a:visible").all_inner_texts() == ["B"]


def test_the_empty_state_says_what_to_loosen(blank: Page, real, address):
    page = opened(blank, address + EMPTY)
    assert shown(page) == set()
    assert page.locator("[data-loosen]:visible").all_inner_texts() == [
        f"From any year {len(fitting(real, type_=['book'], last='2019'))}",
        f"To any year {len(fitting(real, type_=['book'], first='2020'))}",
    ]
    page.locator("[data-loosen=to]").click()
    assert shown(page) == fitting(real, type_=["book"], first="2020")
    assert query(page) == "?type=book&from=2020"


def test_an_address_of_one_work_leads_to_it(page: Page, address):
    page.goto(f"{address}#longpre2024consent")
    expect(page.locator("#longpre2024consent")).to_be_in_viewport()


@pytest.mark.parametrize("options", [{"permissions": ["clipboard-read", "clipboard-write"]}])
def test_bibtex_is_copied(page: Page, real):
    for key in ("longpre2024consent", "bender2021dangers"):
        one = work(page, key)
        one.locator("summary").press("Enter")
        one.get_by_role("button", name="Copy").press("Enter")
        expect(one.get_by_role("button")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == bibtex(real.works[key]).rstrip()
    assert page.locator("button.copy:visible").count() == 1


@pytest.mark.parametrize("options", [{"java_script_enabled": False}])
def test_without_javascript_all_works_and_their_bibtex_but_no_dead_control(page: Page, real):
    assert page.locator(".works li:visible").count() == len(real.works)
    assert page.locator("article :is(form, input, select, button):visible").count() == 0
    assert page.locator(".works details").count() == 0
    assert page.locator("#longpre2024consent").inner_text().split("\n\n") == [
        "Longpre et al. (2024). Consent in Crisis: The Rapid Decline of the AI Data Commons",
        "LLME-008, LLME-010, Data compilation, Datasheet",
    ]
    assert page.locator("#longpre2024consent a").get_attribute("href") == "https://arxiv.org/abs/2407.14933"
    link = page.get_by_role("link", name="Download all works as BibTeX")
    answer = page.request.get(urljoin(page.url, link.get_attribute("href")))
    assert bibtex(real.works["longpre2024consent"]) in answer.text()
    page.locator(".jump a", has_text=re.compile("^L$")).click()
    assert page.url.endswith("#letter-l")


@pytest.mark.parametrize("offline", [False, True])
def test_no_sign_in_an_entry_is_lost_or_taken_for_markup(small, offline):
    """An offline edition, which cannot ask for them, has them in the page."""
    edition = Edition(offline=offline)
    beside = [gzip.decompress(one).decode() for one in page_data(small, formatted(small), edition).values()]
    inside = re.findall(r"^data: (.*)$", rendered(small, edition)["references.md"], re.MULTILINE)
    assert (len(beside), len(inside)) == (not offline, offline)
    works = json.loads([*beside, *inside][0])["works"]
    assert {key: one["bibtex"] for key, one in works.items()} == {
        key: bibtex(work).rstrip() for key, work in small.works.items()
    }


@pytest.mark.parametrize(
    ("edition", "link"),
    [
        (Edition(), '<a href="../data/references.bib" download>Download all works as BibTeX</a>'),
        (Edition("1.2.0"), f'<a class=other-version href="../../latest/data/references.bib" download>{NEWEST}</a>'),
        (
            Edition("1.2.0", SITE, offline=True),
            f'<a class=other-version href="{SITE}latest/data/references.bib" download>{NEWEST}</a>',
        ),
        (Edition(offline=True), ""),
        (Edition("1.2.0", offline=True), ""),
    ],
)
def test_all_works_can_be_downloaded_where_they_are_kept(small, edition, link):
    found = re.search(r"<a [^>]*download>.*?</a>", rendered(small, edition)["references.md"])
    assert (found[0] if found else "") == link


def test_what_is_known_of_each_work(small):
    """Beside the page, with its addresses as seen from there."""
    [(path, text)] = page_data(small, formatted(small), Edition("1.2.0", repository="o/r")).items()
    known = json.loads(gzip.decompress(text))
    assert path == "references/works.json.gz"
    assert list(known["works"]) == list(formatted(small).order)
    assert known["works"]["adams2020first"] == {
        "reference": "O’Neil, Cathy and Ibo van de Poel (2020a). R&D at 50%: _x_ and #1 for C++ [O’Neil] <b>bold</b> *star*"
        " `code` & NLP. Proc. of the Journal of AI, 3(2), pp. 610–623. https://doi.org/10.1145/3442188_3445922",
        "cited": [0, 1],
        "stages": "collecting measuring",
        "type": "article",
        "year": "2020",
        "line": 1,
        "bibtex": bibtex(small.works["adams2020first"]).rstrip(),
    }
    assert known["pages"][0] == ["LLME-001", "../recommendations/LLME-001/"]


def test_where_a_work_is_cited_becomes_links_as_it_comes_near(page: Page, real):
    assert 0 < page.locator(".works p a").count() < 100
    links = work(page, "longpre2024consent").locator("p a")
    expect(links).to_have_text(["LLME-008", "LLME-010", "Data compilation", "Datasheet"])
    links.nth(2).click()
    page.wait_for_url("**/stages/data-compilation/")


def test_the_list_alone_stays_where_nothing_more_can_be_learned(browser, address, real):
    """Its page is not watched: what cannot be had is told in the console."""
    page = browser.new_page()
    page.route("**/works.json.gz", lambda route: route.abort())
    page.goto(address, wait_until="networkidle")
    assert page.locator(".works li:visible").count() == len(real.works)
    assert page.locator("article :is(form, input):visible, article form").count() == 0
    page.close()


def test_a_work_is_named_as_citations_name_it(small):
    """By its title alone where nobody is known to have written it."""
    view = ReferencesView(guide=small, edition=Edition(), formatted=formatted(small), uri="references.md")
    assert {key: (view.who(work), view.year(work)) for key, work in small.works.items()} == {
        "adams2020first": ("O’Neil and van de Poel", "2020a"),
        "adams2020second": ("O’Neil and van de Poel", "2020b"),
        "health2410report": ("World Health Organization", "n.d."),
        "li2021names": ("李 et al.", "2021"),
    }
    unsigned = Work(key="key", type="misc", fields={}, raw={"title": "A Title"})
    assert replace(view, formatted=Formatted(labels={"key": "A Title 2020"})).who(unsigned) == ""


def test_proposals_about_one_work_are_made_of_those_about_all(blank: Page, address, real):
    proposal = on_works(Edition("1.2.0", repository="o/r"))
    links = f'<p class="propose">{"".join(f"<a href={escape(link)!r}>x</a>" for link in astuple(proposal))}</p>'

    def with_line(route):
        known = json.loads(gzip.decompress(route.fetch().body()))
        known["works"]["longpre2024consent"]["line"] = 7
        route.fulfill(json=known)

    blank.route(
        address,
        lambda route: route.fulfill(body=route.fetch().text().replace("</article>", f"{links}</article>")),
        times=1,
    )
    blank.route("**/works.json.gz", with_line, times=1)
    opened(blank, address)
    one = work(blank, "longpre2024consent")
    expect(one.locator("summary")).to_have_text("Full reference, BibTeX and proposals of longpre2024consent")
    one.locator("summary").click()
    expect(one.locator(".propose a")).to_have_count(3)
    edit, report, source = [link.get_attribute("href") for link in one.locator(".propose a").all()]
    assert edit == "https://github.com/o/r/edit/main/bibliography/guide.bib#L7"
    url = one.locator("a").first.get_attribute("href")
    known = {"template": "3-source.yml", "where": "references/#longpre2024consent", "version": "1.2.0", "sources": url}
    for link, what in ((report, "A mistake in a reference"), (source, "A source to add")):
        assert {name: value for name, [value] in parse_qs(urlsplit(link).query).items()} == {**known, "what": what}


def test_works_per_recommendation(page: Page, real, real_site):
    page.locator(".counts > summary").click()
    rows = [row.inner_text().split() for row in page.locator(".tally > div").all()]
    assert rows == [[one.id, str(len(real.cites(one)))] for one in real.recommendations]
    for identifier, count in rows:
        references = article(real_site / f"recommendations/{identifier}/index.html").find_class("references")
        assert sum(len(one.xpath("./ul/li")) for one in references) == int(count)


@pytest.mark.parametrize("options", [PHONE])
@pytest.mark.parametrize("view", ["", "?type=thesis", EMPTY])
def test_nothing_overflows_on_a_small_phone(blank: Page, address, view):
    page = opened(blank, address + view)
    for summary in [".panel > summary", ".counts > summary", ".works li:visible summary"]:
        if page.locator(summary).count():
            page.locator(summary).first.click()
    assert page.locator("[name=from]").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


# The whole list is examined with the other kinds of pages.
@pytest.mark.parametrize(
    ("options", "look"),
    [
        pytest.param(FOR_AXE, in_both_schemes, id="window"),
        pytest.param({**FOR_AXE, **PHONE}, violations, id="phone", marks=pytest.mark.nightly),
    ],
)
@pytest.mark.parametrize(
    "view", ["?type=book,report&stage=evaluation,deployment", pytest.param(EMPTY, marks=pytest.mark.nightly)]
)
def test_axe_finds_nothing(blank: Page, address, view, look):
    opened(blank, address + view)
    blank.evaluate("document.querySelectorAll('.panel, .counts').forEach((one) => { one.open = true; })")
    if view != EMPTY:
        blank.locator(".works li:visible summary").first.click()
        expect(blank.locator("button.copy")).to_be_visible()
    blank.evaluate("document.querySelectorAll('.works > [hidden]').forEach((one) => one.remove())")  # axe is slow
    assert look(blank, "article") == []


@pytest.mark.parametrize(
    ("type_", "fields", "kind"),
    [
        ("article", {"journal": "Nature"}, "Journal or magazine article"),
        ("inproceedings", {"eprint": "2101.00001"}, "Paper in proceedings"),
        ("incollection", {}, "Chapter in a book"),
        ("book", {}, "Book"),
        ("techreport", {}, "Report"),
        ("phdthesis", {}, "Thesis"),
        ("online", {}, "Web page"),
        ("misc", {"eprint": "2101.00001"}, "Preprint"),
        ("misc", {"url": "https://example.org"}, "Other"),
    ],
)
def test_what_a_work_is(type_, fields, kind):
    assert KINDS[kind_of_work(Work(key="key", type=type_, fields=fields, raw=fields))] == kind


def test_the_stages_of_a_work(small):
    assert {key: stages_of_work(small, work) for key, work in small.works.items()} == {
        "adams2020first": ("collecting", "measuring"),  # a recommendation for both
        "adams2020second": ("collecting", "measuring"),
        "health2410report": ("measuring",),
        "li2021names": ("collecting", "measuring"),
    }


def test_a_work_that_no_stage_cites_has_a_place(real):
    work = real.works["ungless2025only"]
    assert stages_of_work(real, work) == (ELSEWHERE,)
    assert works_options(real)["stage"][-1].value == ELSEWHERE
