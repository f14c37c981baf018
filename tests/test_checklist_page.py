"""The checklist's page in headless Chromium, as an author uses it."""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from filtering import FOR_AXE
from llme.checklist.engine import chosen, read, to_arr, to_json, to_latex, to_latex_table, to_markdown
from llme.checklist.project import page_data
from llme.versions.edition import Edition
from test_checklist import HOSTILE, KIND
from test_checklist import saved as answered_with
from wcag import in_both_schemes

ENTRY = "llm-ethics-guide-checklist/"
PROFILE = "Data set paper"
EXPORT = "Download or copy your answers"


@pytest.fixture(scope="module")
def address(address):
    return f"{address}checklist/"


@pytest.fixture(scope="module")
def data(real):
    """What the page must know of the guide."""
    return page_data(real, Edition())


def start(page: Page, *profiles: str, name: str = "") -> None:
    """Chooses these kinds of project, and no others."""
    if name:
        page.get_by_label("Name of the project").fill(name)
    kinds = page.locator("#checklist-start .profiles")
    for ticked in kinds.get_by_role("checkbox", checked=True).all():
        ticked.uncheck()
    for profile in profiles or (PROFILE,):
        kinds.get_by_role("checkbox", name=profile).check()
    page.get_by_role("button", name="Show the list").click()


def stored(page: Page) -> dict[str, dict]:
    """The projects in the browser, by name."""
    texts = page.evaluate("Object.entries({...localStorage})")
    projects = [json.loads(text) for key, text in texts if key.startswith(ENTRY)]
    return {one["project"]: one for one in projects}


def saved(page: Page) -> None:
    """Waits until the last change is saved."""
    expect(page.locator("#checklist-status")).to_have_text(re.compile(r"^Saved in this browser at \d\d:\d\d\.$"))
    page.wait_for_timeout(450)


def put(page: Page, name: str, project: dict | str) -> None:
    """Writes an entry as another visit or another version would have left it, and opens the page anew."""
    text = project if isinstance(project, str) else json.dumps(project)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [ENTRY + name, text])
    page.evaluate("key => localStorage.setItem('llm-ethics-guide-checklist-last', key)", ENTRY + name)
    page.reload()


def chosen_kinds(*profiles: str) -> dict:
    """The choice of these kinds of project."""
    return {"profiles": list(profiles), "stages": [], "roles": []}


def project(data: dict, answers: list[dict], **fields) -> dict:
    """A project as the page writes it."""
    return {
        "kind": KIND,
        "format": 2,
        "guide": {"version": "dev", "date": None, "url": ""},
        "project": "Survey",
        "saved": "2026-11-01",
        "selection": chosen_kinds("data-set-paper"),
        "answers": answers,
        **fields,
    }


def answered(data: dict, name: str, **fields) -> dict:
    """An answer to a recommendation as it stands."""
    known = {one["id"]: one["hash"] for one in data["recommendations"]}
    return {"id": name, "hash": known.get(name, "0" * 64), "answer": "yes", "text": "Section 2", "notes": "", **fields}


def shown(page: Page) -> list[str]:
    return page.locator(".asked:visible").evaluate_all("all => all.map(one => one.id)")


def message(page: Page, text: str):
    return page.locator(".message", has_text=text)


# Choosing and answering


def test_the_first_screen_asks_and_a_profile_shows_its_list(page: Page, data):
    expect(page.get_by_role("heading", name="What are you working on?")).to_be_visible()
    expect(page.locator("#checklist-own")).to_be_hidden()
    assert shown(page) == []
    start(page)
    wanted = chosen(data, chosen_kinds("data-set-paper"))
    assert shown(page) == [one["id"] for one in wanted]
    expect(page.locator("#checklist-total")).to_have_text(f"0 of {len(wanted)} answered.")
    expect(page.locator("#checklist-scope")).to_have_text(f"Kind of project: {PROFILE}.")


def test_stages_and_roles_choose(page: Page, data):
    page.get_by_label("Something else").check()
    everything = chosen(data, chosen_kinds())
    expect(page.locator("#checklist-count")).to_have_text(f"{len(everything)} recommendations.")
    page.locator("#checklist-own").get_by_label("Evaluation").check()
    page.locator("#checklist-own").get_by_label("Deployer").check()
    wanted = chosen(data, {"profiles": [], "stages": ["evaluation"], "roles": ["deployer"]})
    assert wanted
    expect(page.locator("#checklist-count")).to_have_text(
        "1 recommendation." if len(wanted) == 1 else f"{len(wanted)} recommendations."
    )
    page.get_by_role("button", name="Show the list").click()
    assert shown(page) == [one["id"] for one in wanted]
    expect(page.locator("#checklist-scope")).to_have_text("Stages: Evaluation. Roles: Deployer.")


def test_nothing_is_shown_before_a_choice(page: Page):
    page.get_by_role("button", name="Show the list").click()
    expect(page.locator("#checklist-start")).to_be_visible()
    assert stored(page) == {}
    first = page.locator("#checklist-start .profiles input").first
    assert first.evaluate("one => one.validationMessage") == "Tick at least one kind of project, or “Something else”."


def test_several_kinds_of_project_bring_what_each_brings(page: Page, data):
    start(page, PROFILE, "Fine-tuning a model")
    both = chosen_kinds("data-set-paper", "fine-tuning")
    assert shown(page) == [one["id"] for one in chosen(data, both)]
    expect(page.locator("#checklist-scope")).to_have_text(f"Kinds of project: {PROFILE}, Fine-tuning a model.")
    page.get_by_role("button", name="Change selection", exact=True).click()
    ticked = page.locator("#checklist-start .profiles").get_by_role("checkbox", checked=True)
    assert ticked.evaluate_all("all => all.map(one => one.value)") == both["profiles"]
    page.get_by_label("Something else").check()
    page.locator("#checklist-own").get_by_label("Deployment").check()
    more = {**both, "stages": ["deployment"]}
    wanted = [one["id"] for one in chosen(data, more)]
    assert len(wanted) > len(chosen(data, both))
    expect(page.locator("#checklist-count")).to_have_text(f"{len(wanted)} recommendations.")
    page.get_by_role("button", name="Show the list").click()
    assert shown(page) == wanted
    saved(page)
    assert stored(page)["My project"]["selection"] == more
    page.reload()
    assert shown(page) == wanted
    # All is all, whatever is ticked besides.
    page.get_by_role("button", name="Change selection", exact=True).click()
    page.locator("#checklist-own").get_by_label("Deployment").uncheck()
    page.get_by_role("button", name="Show the list").click()
    assert len(shown(page)) == len(chosen(data, chosen_kinds()))


PLACE = "[scrollY, document.activeElement.id]"


@pytest.mark.parametrize("options", [{"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}])
def test_each_state_begins_at_its_start_on_a_phone(page: Page, address):
    """Also where a form was scrolled, after a reload, and for who comes back; who was in the list, stays there."""
    assert page.evaluate("scrollY") == 0
    start(page)  # below the fold
    assert page.evaluate(PLACE) == [0, "checklist-total"]
    expect(page.locator("h1")).to_be_in_viewport()
    expect(page.locator("#checklist-projects")).to_be_in_viewport()
    page.reload()
    assert page.evaluate("scrollY") == 0
    page.goto(address.removesuffix("checklist/"))
    page.goto(address)
    assert page.evaluate("scrollY") == 0
    page.get_by_role("button", name="New project").click()
    assert page.evaluate(PLACE) == [0, "choose"]
    page.evaluate("scrollTo(0, 900)")
    page.get_by_role("button", name="Cancel").click()
    assert page.evaluate(PLACE) == [0, "checklist-total"]
    page.get_by_role("button", name="Change selection", exact=True).click()
    page.evaluate("scrollTo(0, 900)")
    page.reload()
    expect(page.locator("#checklist-work")).to_be_visible()
    assert page.evaluate("scrollY") == 0
    read = page.locator(".asked:visible").nth(9)
    read.evaluate("one => one.scrollIntoView()")
    page.reload()
    expect(read).to_be_in_viewport()


OWN_SHIFTS = """() => new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries()
  .filter((one) => one.sources.some(({ node }) => node?.parentElement?.closest("#checklist-page")))
  .map((one) => one.value))).observe({ type: "layout-shift", buffered: true }) ?? setTimeout(() => resolve([]), 300))"""


@pytest.mark.parametrize("options", [{"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}])
def test_nothing_in_the_checklist_moves_while_it_loads(page: Page):
    assert sum(page.evaluate(OWN_SHIFTS)) <= 0.02
    start(page)
    page.reload()
    assert sum(page.evaluate(OWN_SHIFTS)) <= 0.02


def press_until(page: Page, key: str, test: str) -> None:
    """Presses a key until the focused element passes a test; fails after 80 times."""
    for _ in range(80):
        if page.evaluate(f"(one => {test})(document.activeElement)"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never leads to where {test}")


def test_answering_by_keyboard_alone(page: Page, data):
    press_until(page, "Tab", "one.name === 'project'")
    page.keyboard.press("Control+A")
    page.keyboard.type("By hand")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    press_until(page, "Tab", "one.textContent === 'Show the list'")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "checklist-total"
    press_until(page, "Tab", "one.type === 'radio' && one.closest('.asked')")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    press_until(page, "Tab", "one.tagName === 'TEXTAREA'")
    page.keyboard.type("No time was left.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Ask Ada.")
    saved(page)
    [first] = stored(page)["By hand"]["answers"]
    wanted = answered(data, data["profiles"][0]["recommendations"][0], answer="no")
    assert first == {**wanted, "text": "No time was left.", "notes": "Ask Ada."}


def test_the_label_follows_the_answer_and_clear_takes_it_back(page: Page):
    start(page)
    one = page.locator(".asked:visible").first
    label = one.locator(".text > span")
    expect(label).to_have_text("Where, or why not?")
    for answer, text in [
        ("Followed", "Where? A section, a file or a link"),
        ("Not followed", "Why not?"),
        ("Not applicable", "Why does it not apply?"),
    ]:
        one.get_by_label(answer, exact=True).check()
        expect(label).to_have_text(text)
    one.get_by_role("button", name="Clear").click()
    expect(label).to_have_text("Where, or why not?")
    saved(page)
    assert stored(page)["My project"]["answers"] == []


def test_progress_is_told_by_stage_and_the_filter_shows_what_is_left(page: Page):
    start(page)
    ids = shown(page)
    for name in ids[:2]:
        page.locator(f"#{name}").get_by_label("Followed", exact=True).check()
    page.locator(f"#{ids[0]} .text textarea").fill("Section 4")
    expect(page.locator("#checklist-total")).to_have_text(f"2 of {len(ids)} answered. 1 without a place or reason.")
    first = page.locator("#checklist-panel li:visible").first
    count = page.locator(".stage[data-stage=project-start] .asked:visible").count()
    assert first.inner_text().split("\n") == ["Project start", f"2 of {count}"]
    bar = page.get_by_role("progressbar", name="Project start")
    assert (bar.get_attribute("value"), bar.get_attribute("max")) == ("2", str(count))
    page.get_by_label("Unanswered").check()
    assert shown(page) == ids[2:]
    page.get_by_label("No place or reason given").check()
    assert shown(page) == ids[1:2]
    page.locator(f"#{ids[1]} .text textarea").fill("There")
    page.get_by_label("All", exact=True).check()
    page.get_by_label("No place or reason given").check()
    assert shown(page) == []
    expect(page.locator("#checklist-nothing")).to_be_visible()


def test_the_page_calls_an_answer_what_the_exports_call_it(page: Page, data):
    kept = filled(page)
    labels = page.locator(".asked:visible").first.locator("fieldset label").all_inner_texts()
    assert re.findall(r"^\*\*Answer:\*\* (.*)$", to_markdown(data, kept), re.MULTILINE)[:3] == [
        one.strip() for one in labels
    ]


# Keeping


def test_answers_outlive_the_page_and_no_request_leaves_it(page: Page):
    page.wait_for_load_state("networkidle")
    requests = []
    page.on("request", lambda one: requests.append(one.url))
    start(page, name="<b>Mine</b> & “yours”")
    one = page.locator(".asked:visible").nth(2)
    one.get_by_label("Followed", exact=True).check()
    one.locator(".text textarea").fill('<img src="x" onerror="alert(1)">\nline two')
    one.get_by_text("Notes", exact=True).click()
    one.locator(".notes textarea").fill("for later")
    saved(page)
    assert requests == []
    page.reload()
    expect(page.locator("#checklist-projects option")).to_have_text(["<b>Mine</b> & “yours”"])
    expect(one.get_by_label("Followed", exact=True)).to_be_checked()
    expect(one.locator(".text textarea")).to_have_value('<img src="x" onerror="alert(1)">\nline two')
    expect(one.locator(".notes textarea")).to_be_visible()
    assert page.locator("#checklist-page img").count() == 0


def test_what_is_typed_last_is_saved_when_the_page_goes(page: Page, address):
    start(page)
    page.locator(".asked:visible .text textarea").first.fill("At the last moment")
    page.goto(address.removesuffix("checklist/"))
    page.goto(address)
    expect(page.locator(".asked:visible .text textarea").first).to_have_value("At the last moment")


def test_several_projects(page: Page):
    start(page, name="One")
    page.locator(".asked:visible").first.get_by_label("Followed", exact=True).check()
    page.get_by_role("button", name="New project").click()
    start(page, "Evaluation", name="Two")
    assert set(stored(page)) == {"One", "Two"}
    page.get_by_label("Project", exact=True).select_option(label="One")
    expect(page.locator(".asked:visible").first.get_by_label("Followed", exact=True)).to_be_checked()
    expect(page.locator("#checklist-scope")).to_have_text(f"Kind of project: {PROFILE}.")
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name", exact=True).fill("Uno")
    page.locator("#checklist-dialog").get_by_role("button", name="Rename").click()
    expect(page.locator("#checklist-projects option")).to_have_text(["Uno", "Two"])
    page.get_by_role("button", name="Delete").click()
    page.locator("#checklist-dialog").get_by_role("button", name="Cancel").click()
    assert set(stored(page)) == {"Uno", "Two"}
    page.get_by_role("button", name="Delete").click()
    page.locator("#checklist-dialog").get_by_role("button", name="Delete").click()
    expect(page.locator("#checklist-projects option")).to_have_text(["Two"])
    assert set(stored(page)) == {"Two"}
    message(page, "Deleted “Uno”.").get_by_role("button", name="Undo").click()
    expect(page.locator("#checklist-projects option")).to_have_text(["Uno", "Two"])
    assert stored(page)["Uno"]["answers"][0]["answer"] == "yes"


def test_another_choice_keeps_every_answer(page: Page, data):
    start(page)
    first = shown(page)[3]
    page.locator(f"#{first}").get_by_label("Followed", exact=True).check()
    page.get_by_role("button", name="Change selection", exact=True).click()
    start(page, "Evaluation")
    assert first not in shown(page)
    expect(page.locator(".kept-aside")).to_have_text(
        "One more answer is kept for recommendations outside your selection."
    )
    assert [one["id"] for one in stored(page)["My project"]["answers"]] == [first]
    assert stored(page)["My project"]["selection"] == chosen_kinds("evaluation")


# Files


FORMATS = {
    "Markdown": (to_markdown, "ETHICS.md"),
    "LaTeX": (to_latex, "survey-of-x.tex"),
    "LaTeX table": (to_latex_table, "survey-of-x.table.tex"),
    "ARR checklist": (to_arr, "survey-of-x.arr.md"),
    "JSON": (to_json, "survey-of-x.checklist.json"),
}


def filled(page: Page) -> dict:
    """A project with an answer of each kind, and as it is stored."""
    start(page, name="Survey of X")
    for index, (answer, text) in enumerate(
        [("Followed", "Section 2_1 & more"), ("Not followed", ""), ("Not applicable", "No data")]
    ):
        one = page.locator(".asked:visible").nth(index)
        one.get_by_label(answer, exact=True).check()
        one.locator(".text textarea").fill(text)
    saved(page)
    return stored(page)["Survey of X"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_download_is_what_the_command_line_writes(page: Page, data, name):
    """Letter for letter, so that the page knows the same texts and says the same version."""
    made, file = FORMATS[name]
    if name == "ARR checklist" and not data["arr"]:
        assert page.get_by_role("button", name="Download ARR").count() == 0
        return
    kept = filled(page)
    assert kept["saved"] == date.today().isoformat()
    page.get_by_text(EXPORT).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"Download {name}", exact=True).click()
    assert waiting.value.suggested_filename == file
    text = waiting.value.path().read_text("utf-8")
    assert text == made(data, kept)
    assert '"version": "dev"' in text or "LLM Ethics Guide, draft" in text


IN_THE_BROWSER = """async ([text, guide]) => {
    const { read, toJson } = await import("../assets/checklist/formats.mjs");
    const { toArr, toMarkdown } = await import("../assets/checklist/markdown.mjs");
    const { toLatex, toLatexTable } = await import("../assets/checklist/latex.mjs");
    const { project } = read(text, guide);
    const again = read(toMarkdown(guide, project), guide).project;
    return [...[toMarkdown, toLatex, toLatexTable, toArr, toJson].map((write) => write(guide, project)), toJson(guide, again)];
}"""


def test_a_browser_and_the_command_line_write_and_read_every_character_alike(page: Page, data):
    everything = [*range(0x3000), *range(0xD700, 0xE100), *range(0xF900, 0x10000), *range(0x1F300, 0x1F700)]
    lines = ["".join(map(chr, everything[at : at + 64])) for at in range(0, len(everything), 64)]
    text = json.dumps(answered_with(data, [*HOSTILE, "\n".join(lines)]))
    project, _ = read(text, data)
    made = [write(data, project) for write, _ in FORMATS.values()]
    made.append(to_json(data, read(made[0], data)[0]))
    assert page.evaluate(IN_THE_BROWSER, [text, data]) == made


@pytest.mark.parametrize("options", [{"permissions": ["clipboard-read", "clipboard-write"]}])
def test_a_copy_is_the_same_text(page: Page, data):
    kept = filled(page)
    page.get_by_text(EXPORT).click()
    page.get_by_role("button", name="Copy LaTeX", exact=True).click()
    expect(message(page, "Copied as LaTeX.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == to_latex(data, kept)


NO_CLIPBOARD = "navigator.clipboard.writeText = async () => { throw new DOMException('no', 'NotAllowedError'); }"


def test_where_the_clipboard_is_forbidden_the_text_is_shown(page: Page, data):
    page.add_init_script(NO_CLIPBOARD)
    page.reload()
    kept = filled(page)
    page.get_by_text(EXPORT).click()
    page.get_by_role("button", name="Copy Markdown").click()
    field = page.locator("#checklist-dialog").get_by_label("The text to copy")
    expect(field).to_have_value(to_markdown(data, kept))
    page.keyboard.press("Escape")
    expect(page.locator("#checklist-dialog")).not_to_be_visible()


def choose_file(page: Page, text: str, name: str = "answers.json") -> None:
    page.locator("#checklist-open input").set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    )


def test_a_file_comes_back_as_it_went(page: Page, data):
    kept = filled(page)
    choose_file(page, to_json(data, kept))
    expect(page.locator("#checklist-projects option")).to_have_text(["Survey of X", "Survey of X (2)"])
    expect(page.locator("#checklist-projects option:checked")).to_have_text("Survey of X (2)")
    again = stored(page)["Survey of X (2)"]
    assert {**again, "project": "Survey of X"} == kept
    assert page.locator(".asked:visible input:checked").count() == 3
    assert page.locator(".message").count() == 0


def test_markdown_comes_back_as_it_went_and_as_it_was_edited_by_hand(page: Page, data):
    """What is not understood, and what belongs to no answer, is told by line."""
    kept = filled(page)
    text = to_markdown(data, kept)
    choose_file(page, text, "ETHICS.md")
    expect(page.locator("#checklist-projects option:checked")).to_have_text("Survey of X (2)")
    assert {**stored(page)["Survey of X (2)"], "project": "Survey of X"} == kept
    assert page.locator(".message").count() == 0
    edited = text.replace("**Where:** Section 2", "**Where:** Chapter 2").replace(
        "**Answer:** Not followed", "**Answer:** Hm"
    )
    choose_file(page, edited.replace("\n", "\r\n") + "\r\nThanks to all.\r\n", "ETHICS.md")
    rows = edited.split("\n")
    expect(page.locator('.message[data-topic="file"] li')).to_have_text(
        [
            f"Line {rows.index('**Answer:** Hm') + 1}: `Hm` is no answer.",
            f"Line {len(rows) + 1} is no part of an answer.",
        ]
    )
    again = stored(page)["Survey of X (3)"]["answers"]
    assert [(one["answer"], one["text"]) for one in again] == [
        ("yes", "Chapter 2_1 & more"),
        ("", "Hm"),
        ("not-applicable", "No data"),
    ]


def newer(data: dict) -> str:
    return json.dumps(project(data, [], guide={"version": "9.9.9", "date": None, "url": ""}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "# ETHICS",
            "“answers.json” was not opened. This file is not a saved checklist: it is neither its JSON nor its Markdown.",
        ),
        ('{"a": 1}', "“answers.json” was not opened. This file is not a saved checklist of the LLM Ethics Guide."),
        (
            json.dumps({"kind": KIND, "format": 3}),
            "“answers.json” was not opened. This file was saved by a newer version of the guide, in a form that this "
            "one cannot read. Open it with the newest version of the guide.",
        ),
        (
            json.dumps(project({}, [], saved="yesterday")),
            "“answers.json” was not opened. This file is damaged: “saved” must be a date such as 2026-11-22.",
        ),
        (
            json.dumps(project({"recommendations": []}, [{"id": "LLME-001"}])),
            "“answers.json” was not opened. This file is damaged: the field “answers.1.hash” is missing.",
        ),
        (
            " " * 5_000_001,
            "“answers.json” was not opened. This file is far too large to be a saved checklist.",
        ),
    ],
    ids=["not-json", "foreign", "newer-format", "damaged", "damaged-answer", "huge"],
)
def test_a_file_that_cannot_be_opened_is_told_why(page: Page, text, said):
    choose_file(page, text)
    alert = page.get_by_role("alert")
    expect(alert.locator("p").first).to_have_text(said)
    assert stored(page) == {}


# Versions


def test_an_older_project_is_told_what_changed_and_loses_nothing(page: Page, data):
    profile = [one["id"] for one in chosen(data, chosen_kinds("data-set-paper"))]
    old, same = profile[0], profile[1]
    answers = [
        answered(data, old, hash="a" * 64, notes="kept"),
        answered(data, same),
        answered(data, "LLME-999", answer="no", text="It is gone"),
    ]
    before = project(data, answers, guide={"version": "0.0.1", "date": "2020-01-01", "url": ""})
    put(page, "old", before)
    told = page.locator('.message[data-topic="changes"]')
    title = next(one["title"] for one in data["recommendations"] if one["id"] == old)
    new = [one for one in profile if one not in (old, same)]
    expect(told.locator("> p").first).to_have_text(
        f"1 recommendation changed, 1 recommendation left the guide, {len(new)} recommendations joined your list since "
        "you filled this in with version 0.0.1. This is the draft. All your answers are kept."
    )
    notes = " ".join(one["note"] for rec in data["recommendations"] if rec["id"] == old for one in rec["changes"])
    expect(told.locator("li")).to_have_text(
        [
            f"{old} {title.replace('`', '')} was changed. {notes}",
            "LLME-999 is no longer there. This version of the guide does not have it.",
            f"New: {', '.join(new)}.",
        ]
    )
    mark = page.locator(f"#{old} .since-then")
    expect(mark.locator("p")).to_have_text(f"Changed since you answered. {notes} History of {old}")
    assert mark.locator("a").get_attribute("href") == f"../recommendations/{old}/#history"
    assert page.locator(".since-then").count() == 1
    gone = page.locator(".gone")
    expect(gone.locator("h3")).to_have_text("LLME-999")
    expect(gone.locator(".kept")).to_have_text("Your answer: Not followed. It is gone")
    assert stored(page)["Survey"] == before

    # Words alone settle nothing; then the answer is said to hold.
    page.locator(f"#{old} .text textarea").fill("Section 2, rewritten")
    saved(page)
    assert stored(page)["Survey"]["answers"][0] == {**answers[0], "text": "Section 2, rewritten"}
    assert stored(page)["Survey"]["guide"] == before["guide"]
    mark.get_by_role("button", name="My answer still holds").click()
    expect(mark).to_have_count(0)
    assert page.evaluate("document.activeElement.name") == old
    saved(page)
    after = stored(page)["Survey"]
    assert after["guide"] == {"version": "dev", "date": None, "url": ""}
    assert after["answers"] == [
        {**answered(data, old, notes="kept"), "text": "Section 2, rewritten"},
        *answers[1:],
    ]
    page.reload()
    assert page.locator(".since-then").count() == 0


def test_a_project_of_the_first_format_goes_on_in_the_present_one(page: Page, data):
    """As 0.1.1 left it in the browser, or in a file."""
    old = project(data, [answered(data, "LLME-001")], format=1)
    old["selection"] = {"profile": "data-set-paper", "stages": [], "roles": []}
    put(page, "old", old)
    expect(page.locator("#checklist-scope")).to_have_text(f"Kind of project: {PROFILE}.")
    expect(page.locator("#LLME-001").get_by_label("Followed", exact=True)).to_be_checked()
    assert page.locator(".message").count() == 0
    page.locator("#LLME-001 .text textarea").fill("Section 3")
    saved(page)
    new = {**old, "format": 2, "selection": chosen_kinds("data-set-paper"), "saved": date.today().isoformat()}
    assert stored(page)["Survey"] == {**new, "answers": [answered(data, "LLME-001", text="Section 3")]}
    choose_file(page, json.dumps(old))
    expect(page.locator("#checklist-projects option:checked")).to_have_text("Survey (2)")
    expect(page.locator("#LLME-001 .text textarea")).to_have_value("Section 2")


def test_an_answer_without_a_question_can_be_removed_and_brought_back(page: Page, data):
    put(page, "old", project(data, [answered(data, "LLME-001"), answered(data, "LLME-999")]))
    page.get_by_role("button", name="Remove the answer to LLME-999").click()
    saved(page)
    assert [one["id"] for one in stored(page)["Survey"]["answers"]] == ["LLME-001"]
    message(page, "Your answer to LLME-999 is removed.").get_by_role("button", name="Undo").click()
    expect(page.locator(".gone h3")).to_have_text("LLME-999")
    saved(page)
    assert stored(page)["Survey"]["answers"][1] == answered(data, "LLME-999")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"kind": "llm-ethics',
            "This browser has saved a project, which this page cannot open. It is not a saved checklist: it is neither its JSON nor its Markdown.",
        ),
        (
            json.dumps({**project({}, []), "format": 3}),
            "This browser has saved the project “Survey”, which this page cannot open. It was saved by a newer version "
            "of the guide, in a form that this one cannot read. Open it with the newest version of the guide.",
        ),
    ],
    ids=["damaged", "newer"],
)
def test_an_entry_that_cannot_be_read_is_left_as_it_is(page: Page, text, said):
    start(page)
    put(page, "odd", text)
    alert = page.get_by_role("alert")
    expect(alert.locator("p").first).to_have_text(said)
    assert len(shown(page)) > 5
    alert.get_by_role("button", name="Close").click()
    page.locator(".asked:visible .text textarea").first.fill("Life goes on")
    saved(page)
    assert page.evaluate("key => localStorage.getItem(key)", f"{ENTRY}odd") == text
    expect(alert).to_have_count(0)
    page.reload()
    with page.expect_download() as waiting:
        alert.get_by_role("button", name="Download it as it is").click()
    assert waiting.value.path().read_text("utf-8") == text
    alert.get_by_role("button", name="Delete it").click()
    page.locator("#checklist-dialog").get_by_role("button", name="Delete").click()
    expect(alert).to_have_count(0)
    assert page.evaluate("key => localStorage.getItem(key)", f"{ENTRY}odd") is None


# Trouble with the browser


def test_a_full_storage_loses_nothing(page: Page, data):
    start(page)
    page.evaluate("""() => {
        let size = 4_194_304;
        for (localStorage.filler = ""; size >= 1; size /= 2) {
            try { localStorage.filler += "x".repeat(size); } catch {}
        }
    }""")
    page.locator(".asked:visible .text textarea").first.fill("A long story. " * 20)
    alert = page.get_by_role("alert")
    expect(alert.locator("p").first).to_have_text(
        "Your last change is not saved: this browser has no more room for this site, or has stopped it from saving. "
        "It is still on this page. Download it before you close the page, or make room: delete a project."
    )
    expect(page.locator("#checklist-status")).to_have_text("Not saved.")
    with page.expect_download() as waiting:
        alert.get_by_role("button", name="Download as JSON").click()
    assert "A long story." in waiting.value.path().read_text("utf-8")
    page.evaluate("localStorage.removeItem('filler')")
    page.locator(".asked:visible .text textarea").first.fill("Short")
    saved(page)
    assert page.get_by_role("alert").count() == 0
    assert stored(page)["My project"]["answers"][0]["text"] == "Short"


BLOCKED = """
for (const name of ["getItem", "setItem"]) {
    const real = Storage.prototype[name];
    Storage.prototype[name] = function (key, ...rest) {
        if (String(key).startsWith("llm-ethics-guide")) throw new DOMException("blocked", "SecurityError");
        return real.call(this, key, ...rest);
    };
}
"""


def test_a_blocked_storage_is_told_and_the_page_works(page: Page, data):
    page.add_init_script(BLOCKED)
    page.reload()
    expect(page.get_by_role("alert").locator("p").first).to_have_text(
        "This browser does not let the page save anything. You can work here, but your answers are lost when you "
        "close the page: download the JSON file first."
    )
    start(page)
    page.locator(".asked:visible .text textarea").first.fill("In memory only")
    expect(page.locator("#checklist-status")).to_have_text("Kept until you close this page.")
    page.get_by_text(EXPORT).click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download JSON").click()
    assert json.loads(waiting.value.path().read_text("utf-8"))["answers"][0]["text"] == "In memory only"


def test_two_tabs_do_not_overwrite_each_other(page: Page, address):
    start(page)
    other = page.context.new_page()
    other.goto(address)
    first, second, third = shown(page)[:3]
    page.locator(f"#{first} .text textarea").fill("From the first tab")
    saved(page)
    expect(other.locator(f"#{first} .text textarea")).to_have_value("From the first tab")
    expect(other.locator("#checklist-status")).to_have_text("Updated: this project was changed in another tab.")
    # Both change before either saves: nothing is lost.
    page.locator(f"#{second} .text textarea").fill("first")
    other.locator(f"#{third} .text textarea").fill("second")
    page.wait_for_timeout(1000)
    texts = {one["id"]: one["text"] for one in stored(page)["My project"]["answers"]}
    assert texts == {first: "From the first tab", second: "first", third: "second"}
    expect(page.locator(f"#{third} .text textarea")).to_have_value("second")
    # A form that is open stays open.
    page.get_by_role("button", name="New project").click()
    other.locator(f"#{first} .text textarea").fill("From the second tab")
    saved(other)
    expect(page.locator("#checklist-start")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(f"#{first} .text textarea")).to_have_value("From the second tab")
    texts[first] = "From the second tab"
    # One deletes what the other has open.
    other.get_by_role("button", name="Delete").click()
    other.locator("#checklist-dialog").get_by_role("button", name="Delete").click()
    told = message(page, "“My project” was deleted in another tab. This page still has it.")
    told.get_by_role("button", name="Bring it back").click()
    assert {one["id"]: one["text"] for one in stored(page)["My project"]["answers"]} == texts


def test_another_tab_of_a_later_version_is_not_overwritten(page: Page, data):
    start(page)
    page.locator(".asked:visible .text textarea").first.fill("Mine")
    saved(page)
    key = page.evaluate("localStorage.getItem('llm-ethics-guide-checklist-last')")
    theirs = json.dumps({**stored(page)["My project"], "format": 3})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, theirs])
    page.locator(".asked:visible .text textarea").first.fill("Mine, and more")
    expect(message(page, "Another tab saved this project in a form that this page cannot read")).to_be_visible()
    saved(page)
    assert page.evaluate("key => localStorage.getItem(key)", key) == theirs
    assert stored(page)["My project (copy)"]["answers"][0]["text"] == "Mine, and more"


# Readers


@pytest.mark.parametrize("options", [{"java_script_enabled": False}])
def test_without_javascript_the_whole_list_can_be_read_and_printed(page: Page, data):
    active = [one["id"] for one in data["recommendations"] if one["status"] == "active"]
    assert sorted(shown(page)) == active
    expect(page.locator(".without-script")).to_contain_text("Filling this in and saving it here need JavaScript.")
    for hidden in ("#checklist-start", "#checklist-work", "#checklist-panel", "#checklist-privacy"):
        expect(page.locator(hidden)).to_be_hidden()
    page.emulate_media(media="print")
    assert page.locator(".asked fieldset:visible").count() == len(active)
    assert page.locator(".asked .text textarea:visible").count() == len(active)


@pytest.mark.parametrize("options", [{"viewport": {"width": 320, "height": 640}}])
def test_nothing_overflows_on_a_small_phone(page: Page, data):
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) <= 320
    page.get_by_label("Something else").check()
    assert page.evaluate(width) <= 320
    start(page, name="Supercalifragilisticexpialidocious-and-then-some-more-of-it")
    page.get_by_text(EXPORT).click()
    page.locator(".asked:visible .text textarea").first.fill("https://example.org/" + "a" * 200)
    assert page.evaluate(width) <= 320
    put(page, "old", project(data, [answered(data, "LLME-001", hash="b" * 64), answered(data, "LLME-999")]))
    choose_file(page, "x", "a-name-that-is-far-too-long-to-fit-into-the-line-of-a-phone-" * 2)
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.evaluate(width) <= 320


def test_print_shows_the_answers(page: Page):
    kept = filled(page)
    page.emulate_media(media="print")
    expect(page.locator("#checklist-printed")).to_have_text(
        f"Survey of X · Kind of project: {PROFILE} · LLM Ethics Guide, draft"
    )
    first = page.locator(f"#{kept['answers'][0]['id']}")
    assert first.locator("fieldset label:visible").all_inner_texts() == ["Followed"]
    assert first.locator("textarea:visible").count() == 0
    assert first.locator(".text").get_attribute("data-text") == "Section 2_1 & more"
    assert page.locator(".asked:visible").nth(4).locator("fieldset label:visible").count() == 3
    for hidden in ("#checklist-work", "#checklist-filter", "#checklist-messages", "#checklist-privacy"):
        expect(page.locator(hidden)).to_be_hidden()


# Two recommendations of each stage tell for all, since one template makes them.
FEW = {"include": [["article"]], "exclude": [[".asked ~ .asked ~ .asked"]]}


@pytest.mark.parametrize("options", [FOR_AXE])
def test_axe_finds_nothing_in_any_state(page: Page, data):
    assert in_both_schemes(page, FEW) == []
    page.get_by_label("Something else").check()
    assert in_both_schemes(page, FEW) == []
    start(page)
    page.get_by_text(EXPORT).click()
    page.locator(".asked:visible").first.get_by_label("Followed", exact=True).check()
    page.locator(".asked:visible").first.get_by_text("Notes", exact=True).click()
    assert in_both_schemes(page, FEW) == []
    put(page, "old", project(data, [answered(data, "LLME-001", hash="b" * 64), answered(data, "LLME-999")]))
    choose_file(page, "x")
    expect(page.get_by_role("alert")).to_be_visible()
    assert in_both_schemes(page, FEW) == []
    page.get_by_role("button", name="Rename").click()
    assert in_both_schemes(page, FEW) == []


def test_the_page_is_not_too_large(real_site, real):
    assert len((real_site / "checklist/index.html").read_bytes()) < 2_600 * len(real.active)
