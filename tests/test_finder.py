"""The finder, `/recommendations/`, in headless Chromium."""

import re
import shutil

import pytest
from playwright.sync_api import Page, expect

from filtering import FOR_AXE, PHONE, box, option, query
from llme.pages.facets import Option, finder_options
from llme.versions.edition import Edition
from past import commit, declare, edit
from support import built, search_index, serving, watched_page
from wcag import in_both_schemes, violations

EMPTY = "?stage=project-start&topic=copyright&find=energy"  # fits nothing; without the topic or the words, something


@pytest.fixture(scope="module")
def address(address):
    return f"{address}recommendations/"


@pytest.fixture(scope="session")
def past_project(once, past_folder):
    """With a change that is not yet released."""

    def make(target):
        folder = shutil.copytree(past_folder, target)
        edit(folder, "LLME-007", ("Never report one number alone.", "Never report one single number alone."))
        edit(folder, "LLME-007", declare("clarified", "One means a single one."))
        commit(folder, "Clarify")
        built(folder)

    return once("finder", make)


@pytest.fixture(scope="module")
def past_address(past_project):
    with serving(past_project / "site") as address:
        yield f"{address}recommendations/"


@pytest.fixture
def past_page(browser, past_address):
    with watched_page(browser, past_address.removesuffix("recommendations/")) as page:
        page.goto(past_address)
        yield page


def fitting(guide, stage=(), topic=(), role=(), change=(), case=(), find=""):
    """The IDs that the finder should show, in its order, by another way than its own."""
    found = []
    for one in [one for stage_ in guide.stages for one in guide.in_stage(stage_.slug)]:
        text = " ".join([one.id, one.title, one.do, one.dont, *one.found_by]).replace("`", "").lower()
        good = (not stage or {one.stage, *one.also} & set(stage)) and (not topic or set(one.topics) & set(topic))
        good = good and (not role or set(one.roles) & set(role))
        good = good and (not change or {one.kind for one in one.changes} & set(change))
        good = good and (not case or bool(one.in_practice))
        if good and all(word in text for word in find.lower().split()):
            found.append(one.id)
    return found


def shown(page: Page) -> list[str]:
    return page.locator(".finder .entries li:visible .id").all_inner_texts()


def test_everything_is_shown_at_first(page: Page, real):
    assert shown(page) == fitting(real)
    assert len(shown(page)) == len(set(shown(page))) > 40
    expect(page.get_by_role("status")).to_have_text(f"All {len(fitting(real))} recommendations")
    assert not page.locator(".nothing").is_visible()
    assert query(page) == ""


@pytest.mark.parametrize(
    ("facet", "values"),
    [
        ("stage", ["evaluation"]),
        ("stage", ["data-compilation", "deployment"]),
        ("topic", ["copyright"]),
        ("topic", ["copyright", "labour", "environment"]),
        ("role", ["annotator-manager"]),
        ("change", ["added"]),
        ("case", ["yes"]),
    ],
)
def test_each_facet_filters_and_stands_in_the_address(page: Page, real, facet, values):
    for value in values:
        box(page, facet, value).check()
    assert shown(page) == fitting(real, **{facet: values})
    assert query(page) == f"?{facet}={','.join(values)}"


def test_facets_narrow_one_another(page: Page, real):
    box(page, "stage", "deployment").check()
    box(page, "role", "deployer").check()
    box(page, "topic", "safety").check()
    box(page, "topic", "transparency").check()
    wanted = fitting(real, stage=["deployment"], role=["deployer"], topic=["safety", "transparency"])
    assert shown(page) == wanted
    assert 0 < len(wanted) < len(fitting(real, stage=["deployment"], role=["deployer"]))


def test_only_chooses_one_alone_and_leaves_the_other_facets(page: Page, real):
    box(page, "stage", "evaluation").check()
    box(page, "topic", "bias").check()
    box(page, "topic", "privacy").check()
    option(page, "topic", "validity").hover()
    page.get_by_role("button", name="only Evaluation validity").click()
    assert query(page) == "?stage=evaluation&topic=validity"
    assert shown(page) == fitting(real, stage=["evaluation"], topic=["validity"])
    assert not box(page, "topic", "bias").is_checked()


def test_every_count_is_what_the_option_would_give(page: Page, real, address):
    view = {"stage": ["evaluation"], "topic": ["bias", "validity"], "find": "report"}
    page.goto(f"{address}?stage=evaluation&topic=bias,validity&find=report")
    for facet, options in finder_options(real, Edition()).items():
        for one in options:
            if facet != "since":
                wanted = fitting(real, **{**view, facet: [one.value]})
                count = option(page, facet, one.value).locator(".n").inner_text()
                assert count == str(len(wanted)), one
                assert ("vain" in option(page, facet, one.value).get_attribute("class")) is (not wanted)


def test_a_count_comes_true(page: Page):
    box(page, "stage", "data-preparation").check()
    for row in page.locator(".option", has=page.locator("[name=topic]")).all():
        count = row.locator(".n").inner_text()
        row.hover()
        row.locator(".only").click()
        assert str(len(shown(page))) == count


@pytest.mark.parametrize(
    ("text", "unfolds"),
    [
        ("llme-008", False),
        ("scraping ethical", False),  # both in its title
        ("ROBOTS.TXT", True),  # in its Don't
        ("published framework for ethical scraping", True),  # in its Do
    ],
)
def test_the_search_finds_ids_titles_do_and_dont(page: Page, real, text, unfolds):
    page.get_by_label("Find", exact=True).fill(text)
    assert "LLME-008" in shown(page) == fitting(real, find=text)
    details = page.locator("li:has(> [href='LLME-008/']) details")
    assert (details.get_attribute("open") is not None) is unfolds


@pytest.mark.parametrize(
    ("typed", "likewise", "found"),
    [
        ("subreddit", "subreddit", "LLME-008"),  # by a word that no recommendation says
        ("IRB", "(irb)", "LLME-017"),
        ("license", "licence", "LLME-010"),
        ("labeling", "labelling", "LLME-014"),
        ("minor", "minors", "LLME-009"),
        ("how much should I pay annotators", "pay annotator", "LLME-017"),
        ("llme 8", "LLME-008", "LLME-008"),
    ],
)
def test_words_are_read_as_the_site_s_search_reads_them(page: Page, typed, likewise, found):
    field = page.get_by_label("Find", exact=True)
    field.fill(likewise)
    wanted = shown(page)
    assert found in wanted
    assert len(wanted) < 20
    field.fill(typed)
    assert shown(page) == wanted


def test_the_whole_guide_is_offered_with_what_it_has(page: Page, address):
    """A typing mistake the finder does not forgive, but the site's search does; the index is not fetched before."""
    asked = []
    page.on("request", lambda one: asked.append(one.url))
    field = page.get_by_label("Find", exact=True)
    link = page.locator(".elsewhere a")
    expect(link).not_to_be_visible()
    field.fill("annotator")
    expect(link).to_have_text("Search the whole guide for “annotator”")
    page.wait_for_timeout(600)
    assert not any(one.endswith("search_index.json.gz") for one in asked)
    field.fill("anotators guardrials")
    assert shown(page) == []
    expect(link).to_have_text(
        re.compile(r"^Search the whole guide for “anotators guardrials”: [1-9][0-9]* pages$"), timeout=20_000
    )
    link.click()
    expect(page.locator(".md-search__input")).to_have_value("anotators guardrials")
    expect(page.locator(".md-search-result__link").first).to_have_attribute(
        "href", re.compile("LLME-0(16|31)"), timeout=20_000
    )
    page.go_back()
    expect(field).to_have_value("anotators guardrials")
    field.fill("")
    expect(link).not_to_be_visible()


def test_accents_and_typographic_apostrophes_make_no_difference(page: Page, address):
    fold = "async (text) => (await import('../assets/filters.mjs')).folded(text)"
    assert page.evaluate(fold, "Müller’s ÓHÉIGEARTAIGH") == "muller's oheigeartaigh"


def test_the_site_s_own_search_stays_shut(page: Page, address):
    page.goto(f"{address}?find=consent")
    page.wait_for_load_state("networkidle")
    assert not page.locator("#__search").is_checked()


def test_an_address_opens_the_same_view(page: Page, real, address):
    page.goto(f"{address}?find=test+harm&show=text&stage=evaluation,deployment&role=evaluator")
    wanted = fitting(real, stage=["evaluation", "deployment"], role=["evaluator"], find="test harm")
    assert wanted
    assert shown(page) == wanted
    assert page.get_by_label("Find", exact=True).input_value() == "test harm"
    assert box(page, "stage", "deployment").is_checked()
    assert not box(page, "stage", "project-start").is_checked()
    assert page.locator(".chosen").inner_text() == "(3 chosen)"
    assert page.locator(".entries li:visible details[open]").count() == len(wanted)
    box(page, "role", "evaluator").uncheck()
    assert query(page) == "?find=test+harm&show=text&stage=evaluation,deployment"


def test_a_comma_and_other_signs_in_the_text_survive(page: Page):
    field = page.get_by_label("Find", exact=True)
    field.fill("a, b & c=d+e%#")
    page.reload()
    assert field.input_value() == "a, b & c=d+e%#"


def test_what_an_address_names_and_the_guide_lacks_counts_for_nothing(page: Page, real, address):
    page.goto(f"{address}?stage=evaluation,nowhere&since=9.9.9&colour=blue")
    assert shown(page) == fitting(real, stage=["evaluation"])
    assert page.locator("[name=since]").input_value() == ""


def test_back_and_forward(page: Page, real):
    everything = fitting(real)
    box(page, "stage", "evaluation").check()
    box(page, "topic", "validity").check()
    page.get_by_label("Find", exact=True).type("LLME")
    assert query(page) == "?find=LLME&stage=evaluation&topic=validity"
    page.go_back()
    assert query(page) == "?stage=evaluation"
    assert shown(page) == fitting(real, stage=["evaluation"])
    assert not box(page, "topic", "validity").is_checked()
    page.go_back()
    assert shown(page) == everything
    page.go_forward()
    page.go_forward()
    assert query(page) == "?find=LLME&stage=evaluation&topic=validity"
    assert page.get_by_label("Find", exact=True).input_value() == "LLME"
    assert shown(page) == fitting(real, stage=["evaluation"], topic=["validity"])


def test_typing_adds_no_step_to_the_history_and_a_choice_adds_one(page: Page):
    before = page.evaluate("history.length")
    page.get_by_label("Find", exact=True).type("consent")
    assert page.evaluate("history.length") == before
    box(page, "stage", "evaluation").check()
    assert page.evaluate("history.length") == before + 1


def test_from_an_entry_back_to_the_same_view(page: Page, real):
    box(page, "topic", "environment").check()
    page.locator(".entries li:visible a").first.click()
    page.wait_for_url("**/recommendations/LLME-*/")
    page.go_back()
    assert query(page) == "?topic=environment"
    assert box(page, "topic", "environment").is_checked()
    assert shown(page) == fitting(real, topic=["environment"])


def test_the_number_is_announced_once_after_typing(page: Page, real):
    status = page.get_by_role("status")
    status.evaluate(
        "(one) => { window.said = [];"
        " new MutationObserver(() => window.said.push(one.textContent)).observe(one, {childList: true}); }"
    )
    page.get_by_label("Find", exact=True).type("scraping", delay=20)
    wanted = f"{len(fitting(real, find='scraping'))} of {len(fitting(real))} recommendations"
    expect(status).to_have_text(wanted)
    assert page.evaluate("window.said") == [wanted]


def test_groups_without_a_result_hide(page: Page):
    box(page, "stage", "data-compilation").check()
    page.get_by_label("Find", exact=True).fill("LLME-008")
    headings = page.locator(".group h2:visible").all_inner_texts()
    assert [one.removesuffix("#") for one in headings] == ["Data compilation"]


def test_where_nothing_fits_the_page_says_which_filter_to_loosen(page: Page, real, address):
    page.goto(address + EMPTY)
    assert shown(page) == []
    expect(page.get_by_role("status")).to_have_text(f"0 of {len(fitting(real))} recommendations")
    ways = page.locator("[data-loosen]:visible")
    wanted = fitting(real, stage=["project-start"], find="energy")
    others = fitting(real, stage=["project-start"], topic=["copyright"])
    assert ways.all_inner_texts() == [f"Any words {len(others)}", f"Any topic {len(wanted)}"]
    assert not page.locator(".none").is_visible()
    ways.last.press("Enter")
    assert shown(page) == wanted
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"
    page.go_back()
    page.get_by_role("button", name="Clear all filters").press("Enter")
    assert shown(page) == fitting(real)
    assert query(page) == ""
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"


def test_where_no_single_filter_is_to_blame_the_page_says_so(page: Page, address):
    page.goto(f"{address}?stage=project-start&topic=copyright&find=zzzz&role=annotator-manager")
    assert page.locator("[data-loosen]:visible").count() == 0
    assert page.locator(".none").is_visible()
    assert not page.locator(".one").is_visible()


def test_clear(page: Page, real, address):
    page.goto(f"{address}?find=test&stage=evaluation&since=0.1.0&show=text")
    page.get_by_role("button", name="Clear all", exact=True).click()
    assert shown(page) == fitting(real)
    assert query(page) == "?show=text"  # that is no filter
    assert page.locator(".chosen").inner_text() == ""


def test_do_and_dont_of_all_can_be_shown(page: Page, real):
    page.get_by_label("Show Do and Don’t").check()
    assert page.locator(".entries details[open]").count() == len(fitting(real))
    assert real.by_id["LLME-002"].dont in page.locator("li:has([href='LLME-002/']) .dont").inner_text()
    page.get_by_label("Show Do and Don’t").uncheck()
    assert page.locator(".entries details[open]").count() == 0


def test_what_a_reader_folds_by_hand_stays_so(page: Page):
    first = page.locator(".entries details").first
    first.locator("summary").click()
    box(page, "stage", "project-start").check()
    assert first.get_attribute("open") is not None


def test_by_keyboard_alone(page: Page, real):
    def tab_to(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"Tab never reaches {selector}")

    tab_to("[name=find]")
    page.keyboard.type("data")
    tab_to("[name=stage][value=data-preparation]")
    page.keyboard.press("Space")
    tab_to("[name=stage][value=evaluation]")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).color") != "rgba(0, 0, 0, 0)"  # seen when focused
    page.keyboard.press("Enter")
    assert query(page) == "?find=data&stage=evaluation"
    assert shown(page) == fitting(real, stage=["evaluation"], find="data")
    tab_to("[name=since]")
    page.keyboard.type("since")
    assert page.locator("[name=since]").input_value() == real.releases[-1].version
    page.keyboard.press("Home")
    assert query(page) == "?find=data&stage=evaluation"
    first = page.locator(".entries li:visible details").first
    was = first.get_attribute("open")
    tab_to(".entries summary")
    page.keyboard.press("Enter")
    assert (first.get_attribute("open") is None) != (was is None)


@pytest.mark.parametrize("options", [{"java_script_enabled": False}])
def test_without_javascript_the_whole_list_and_no_dead_control(page: Page, real):
    assert shown(page) == fitting(real)
    assert page.locator("article :is(form, input, select, button):visible").count() == 0
    assert not page.get_by_role("status").is_visible()
    page.locator(".entries summary").first.click()
    assert page.locator(".entries .do").first.is_visible()
    page.locator(".jump a", has_text="Evaluation").click()
    assert page.url.endswith("#evaluation")


@pytest.mark.parametrize("options", [PHONE])
@pytest.mark.parametrize("view", ["", "?show=text", "?topic=bias&find=model", EMPTY])
def test_on_a_small_phone_the_filters_fold_and_nothing_overflows(blank: Page, address, view):
    page = blank
    page.goto(address + view)
    assert not box(page, "stage", "evaluation").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".panel > summary").click()
    assert box(page, "stage", "evaluation").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("options", [{"bypass_csp": True}])
def test_text_of_double_size_does_not_overflow(page: Page, address):
    page.add_style_tag(content="html { font-size: 250% !important }")  # Material's is 125%
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_print_shows_the_list_without_the_form(page: Page):
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible()
    assert page.locator(".entries li").first.is_visible()


@pytest.mark.parametrize(
    ("options", "look"),
    [
        pytest.param(FOR_AXE, in_both_schemes, id="window"),
        pytest.param({**FOR_AXE, **PHONE}, violations, id="phone", marks=pytest.mark.nightly),
    ],
)
def test_axe_finds_nothing(blank: Page, address, look):
    found = {}
    for view in ("", "?show=text&topic=bias&since=0.1.0", "?show=text&topic=bias&find=model", EMPTY):
        blank.goto(address + view)
        blank.locator(".panel").evaluate("(one) => { one.open = true; }")
        found[view] = look(blank, "article")
    assert {view: wrong for view, wrong in found.items() if wrong} == {}


def test_the_list_repeats_nothing_in_the_site_s_search(real_site):
    """Else every search would find this page beside the recommendation itself."""
    index = search_index(real_site)["docs"]
    here = [one for one in index if one["location"].startswith("recommendations/") and "LLME-" not in one["location"]]
    assert [one["location"] for one in here] == ["recommendations/"]
    assert "Project start" not in here[0]["text"]


# With several versions


def withdrawn(page: Page) -> list[str]:
    return page.locator(".group:has(#withdrawn) li:visible .id").all_inner_texts()


def test_withdrawn_ones_stand_apart_and_are_found(past_page: Page):
    assert withdrawn(past_page) == ["LLME-003", "LLME-004", "LLME-005", "LLME-006"]
    expect(past_page.get_by_role("status")).to_have_text("All 7 recommendations, 4 of them withdrawn")
    past_page.get_by_label("Find", exact=True).fill("who paid")
    assert shown(past_page) == withdrawn(past_page) == ["LLME-004"]
    expect(past_page.get_by_role("status")).to_have_text("1 of 7 recommendations, 1 of them withdrawn")


@pytest.mark.parametrize(
    ("since", "kinds", "found"),
    [
        ("next", [], ["LLME-007"]),
        ("2.0.0", [], ["LLME-007"]),
        ("1.1.0", [], ["LLME-001", "LLME-007", "LLME-003", "LLME-004", "LLME-005", "LLME-006"]),
        ("1.1.0", ["clarified"], ["LLME-007"]),  # LLME-004 was clarified in 1.1.0 itself
        ("1.0.1", ["clarified"], ["LLME-007", "LLME-004"]),
        ("1.0.1", ["added"], ["LLME-007"]),
        ("0.1.0", ["sources", "wording"], ["LLME-001", "LLME-002"]),
        ("1.0.1", ["sources", "wording"], []),
        ("", ["strengthened", "split"], ["LLME-003", "LLME-004"]),
        ("2.0.0", ["added"], []),
    ],
)
def test_new_or_changed_since_a_version(past_page: Page, since, kinds, found):
    past_page.locator("[name=since]").select_option(since)
    for kind in kinds:
        box(past_page, "change", kind).check()
    assert shown(past_page) == found
    assert past_page.locator("[name=since] :checked").inner_text().endswith(f"({len(found)})")


def test_the_counts_of_versions_and_kinds_depend_on_each_other(past_page: Page):
    box(past_page, "change", "clarified").check()
    assert past_page.locator("[name=since] option").all_inner_texts() == [
        "at any time (2)",
        "not yet released (1)",
        "since version 2.0.0 (1)",
        "since version 1.1.0 (1)",
        "since version 1.0.1 (2)",
        "since version 1.0.0 (2)",
        "since version 0.1.0 (2)",
    ]
    past_page.locator("[name=since]").select_option("1.1.0")
    counts = {
        row.locator("input").get_attribute("value"): row.locator(".n").inner_text()
        for row in past_page.locator(".option", has=past_page.locator("[name=change]")).all()
    }
    assert counts == {
        "added": "0",
        "clarified": "1",
        "strengthened": "0",
        "wording": "0",
        "sources": "0",
        "weakened": "1",
        "merged": "1",
        "split": "1",
        "superseded": "1",
        "withdrawn": "1",
    }


def test_a_released_version_offers_the_ones_before_it(past):
    assert finder_options(past, Edition("1.1.0"))["since"] == [
        Option("1.0.1", "since version 1.0.1"),
        Option("1.0.0", "since version 1.0.0"),
        Option("0.1.0", "since version 0.1.0"),
    ]
    assert finder_options(past, Edition("0.1.0"))["since"] == []


def test_a_page_s_words_are_plain(page: Page):
    """No entity, tag or template sign is left in what readers see."""
    assert re.findall(r"&#?\w+;|\{\{|\}\}|</?\w+>", page.locator("article").inner_text()) == []
