"""The Markdown of a checklist, as people edit it by hand: read forgivingly, told exactly, and renewed without a word lost."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llme.checklist.engine import ChecklistError, opened, read, renewed, to_json, to_markdown
from llme.command.library import Library
from test_checklist import EVERYTHING, HOSTILE, SITE, saved

NOTE = "*The recommendation was changed after this was answered"


@pytest.fixture(scope="module")
def library(past_folder) -> Library:
    """The releases of the guide with a past."""
    return Library(past_folder / "docs", SITE)


@pytest.fixture(scope="module")
def first(library) -> dict[str, Any]:
    """What its first release asks."""
    return library.asked("1.0.0")


def markdown(guide: dict[str, Any], **answers: tuple[str, str, str]) -> str:
    """A file with these answers, by the number of the recommendation: `a1=("yes", "Section 3", "")`."""
    data = saved(guide, [""], project="Survey of X", answers=[])
    hashes = {one["id"]: one["hash"] for one in guide["recommendations"]}
    for number, (answer, text, notes) in answers.items():
        name = f"LLME-00{number[1:]}"
        data["answers"].append({"id": name, "hash": hashes[name], "answer": answer, "text": text, "notes": notes})
    return to_markdown(guide, data)


def said(opened: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    """The answers that say something."""
    rows = {one["id"]: (one["answer"], one["text"], one["notes"]) for one in opened["project"]["answers"]}
    return {name: row for name, row in rows.items() if any(row)}


def words(text: str) -> list[str]:
    """The words of a text, without characters that no document holds."""
    whole = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return re.sub("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]", "", whole).split()


def insert(text: str, after: str, *lines: str) -> str:
    """A text with further lines after the one that begins so."""
    rows = text.split("\n")
    (at,) = [at for at, row in enumerate(rows) if row.startswith(after)]
    return "\n".join([*rows[: at + 1], *lines, *rows[at + 1 :]])


# Round trips ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shift", range(len(HOSTILE)))
def test_a_project_comes_back_from_markdown(first, shift):
    texts = HOSTILE[shift:] + HOSTILE[:shift]
    project, changes = read(json.dumps(saved(first, texts)), first)
    again = opened(to_markdown(first, project), first)
    assert (again["problems"], again["loose"], again["changes"]) == ([], [], changes)
    for one, other in zip(project["answers"], again["project"]["answers"], strict=True):
        assert {**other, "text": words(other["text"]), "notes": words(other["notes"])} == {
            **one,
            "text": words(one["text"]),
            "notes": words(one["notes"]),
        }
    assert words(again["project"]["project"]) == words(project["project"])
    rest = ("kind", "format", "guide", "saved", "selection")
    assert {key: again["project"][key] for key in rest} == {key: project[key] for key in rest}


PARTS = st.sampled_from(
    [
        *HOSTILE,
        *("\n\n", "**Notes:** ", "**Answer:** No", "### LLME-002: x", "## Measuring", "<!-- ", " -->", "```\n", "~~~"),
        *("*No reason is given.*", f"{NOTE}.*", "Answer: Followed", "Title\n=====", "The recommendations are by "),
        *("&lt;", "&amp;lt;", "\\*", "<https://a.example>", "`a` ``b`", "- **Do:** x", "Withdrawn. ", "\\\n", "  \n"),
    ]
)


@settings(max_examples=200)
@given(st.lists(st.text() | PARTS, max_size=6), st.lists(st.text() | PARTS, max_size=3), st.text())
def test_no_word_is_lost_between_json_and_markdown(library, texts, notes, name):
    """Any text, in any answer, to Markdown, to JSON and back again."""
    first = library.asked("1.0.0")
    data = saved(first, ["".join(texts), "".join(notes)], project=name)
    project, _ = read(json.dumps(data), first)
    once, _ = read(to_markdown(first, project), first)
    again, _ = read(to_markdown(first, read(to_json(first, once), first)[0]), first)
    for one, other in zip(project["answers"], once["answers"], strict=True):
        assert (words(one["text"]), words(one["notes"])) == (words(other["text"]), words(other["notes"]))
        assert (one["id"], one["hash"], one["answer"]) == (other["id"], other["hash"], other["answer"])
    assert again == once


@settings(max_examples=100)
@given(st.lists(st.text() | PARTS, max_size=6))
def test_any_markdown_is_read_or_refused_and_renewed_without_losing_a_line(library, parts):
    """Whatever stands in a file, every line of it stands in the renewed one, but those that the guide writes itself."""
    first, last = library.asked("1.0.0"), library.asked("2.0.0")
    text = insert(markdown(first, a1=("yes", "Section 3", "")), "**Where:** Section 3", *"\n".join(parts).split("\n"))
    try:
        new = renewed(text, last, "2026-11-28", first)
    except ChecklistError:
        return
    assert [word for word in "\n".join(parts).split() if word not in new.split() and word not in OWN] == []
    read(new, last)


OWN = set((NOTE + ".* **Answer:** The recommendations are by ## Measuring ### LLME-002: x <!-- -->").split())


def test_a_file_in_the_form_of_0_1_1_is_read(first):
    """As the page wrote it then: without fields, and without the comment for programs."""
    old = """# Ethics checklist: Survey of X

Answers to the [LLM Ethics Guide 1.0.0 of 1 June 2026](<https://example.org/1.0.0/>). Kind of project: Survey. Saved on 22 November 2026.

**Answered: 2 of 2 (1 followed, 1 not followed, 0 not applicable). Not answered: 0.**

## Collecting

### [LLME-001](<https://example.org/1.0.0/recommendations/LLME-001/>): Ask before you collect

- **Do:** Ask people first, and read `robots.txt`.
- **Check yourself:**
    - Did you ask?

**Followed.** Section 3.2\\
and 3.3

**Notes:** Ask again

## Measuring

### [LLME-002](<https://example.org/1.0.0/recommendations/LLME-002/>): Do not trust a single number

**Not followed.** No reason is given.

The recommendations are by LLM Ethics Guide contributors, under [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/).
"""
    found = opened(old, first)
    assert (found["problems"], found["loose"], found["changes"]) == ([], [], [])
    assert said(found) == {"LLME-001": ("yes", "Section 3.2\nand 3.3", "Ask again"), "LLME-002": ("no", "", "")}
    project = found["project"]
    assert project["guide"] == {"version": "1.0.0", "date": "2026-06-01", "url": "https://example.org/1.0.0/"}
    assert (project["project"], project["saved"]) == ("Survey of X", "2026-11-22")
    assert project["selection"] == {**EVERYTHING, "profiles": ["survey"]}


# Edited by hand ---------------------------------------------------------------------------------------------------


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def reordered(text: str) -> str:
    """The sections of the recommendations the other way round."""
    head, *rest = re.split(r"(?=^### )", text, flags=re.MULTILINE)
    last, licence = rest[-1].split("The recommendations are by", 1)
    return "".join([head, *reversed([*rest[:-1], last]), "The recommendations are by", licence])


@pytest.mark.parametrize(
    "change",
    [
        crlf,
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: "\ufeff" + crlf(text),
        reordered,
        lambda text: text.replace("**Answer:**", "**ANSWER :**").replace("**Where:**", "__where:__"),
        lambda text: text.replace("**Answer:**", "**answer**:").replace("**Where:**", "- **Place:**"),
        lambda text: text.replace("**Answer:**", "Answer:"),
        lambda text: text.replace("**Answer:** Followed", "**Answer:** `followed`."),
        lambda text: text.replace("**Answer:** Followed", "**Answer:** Yes"),
        lambda text: text.replace("**Answer:** Followed\n\n**Where:** ", "**Answer:** followed - "),
        lambda text: text.replace("**Answer:** Followed\n\n**Where:** ", "**Answer:** Followed — "),
        lambda text: text.replace("**Answer:** Followed", "**Answer:**\n\nfollowed"),
        lambda text: text.replace("**Answer:** Followed\n\n**Where:** Section 3", "**Answer:** Followed. Section 3"),
        lambda text: text.replace("**Answer:** Followed\n\n**Where:** Section 3", "**Followed.** Section 3"),
        lambda text: text.replace("### [LLME-00", "## llme-"),
        lambda text: text.replace("### [LLME-001]", "#### **LLME 1**"),
        lambda text: re.sub(r"^- \*\*.*\n(    - .*\n)*", "", text, flags=re.MULTILINE),
        lambda text: text.replace("\n\n", "\n\n\n\n"),
        lambda text: text.replace("\n\n**", "\n**"),
        lambda text: re.sub(r"^- ", "* ", text, flags=re.MULTILINE).replace("    - ", "  * "),
        lambda text: re.sub(r"^    - ", "\n    - ", text, flags=re.MULTILINE),
        lambda text: text.replace("\n", "  \n"),
        lambda text: text + "\nWritten by us.\n\n## Thanks\n\nTo all.\n",
    ],
)
def test_what_is_edited_by_hand_is_read_as_it_is_meant(first, change):
    text = markdown(first, a1=("yes", "Section 3", "Ask again"), a2=("no", "No time", ""))
    found = opened(change(text), first)
    assert found["problems"] == []
    assert said(found) == {"LLME-001": ("yes", "Section 3", "Ask again"), "LLME-002": ("no", "No time", "")}
    assert found["changes"] == []
    assert found["project"]["project"] == "Survey of X"


@pytest.mark.parametrize(
    ("old", "new", "text", "problem"),
    [
        (
            "**Answer:** Followed",
            "**Answer:** Mostly",
            "Mostly\n\nSection 3",
            ("answer-unknown", 1, 13, "`Mostly` is no answer"),
        ),
        (
            "**Answer:** Followed",
            "**Answer:** No budget",
            "No budget\n\nSection 3",
            ("answer-unknown", 1, 13, "`No budget` is no answer"),
        ),
        (
            "**Where:** Section 3",
            "**Where:** Section 3\n\n**Answer:** Not followed",
            "Not followed\n\nSection 3",
            ("answered-twice", 5, 13, "a second answer to the same recommendation"),
        ),
        (
            "**Where:** Section 3",
            "**Where:** Section 3\n\n### LLME-1x: None\n",
            "Section 3",
            ("id-unknown", 5, 5, "`LLME-1x` is no ID of a recommendation"),
        ),
    ],
)
def test_what_is_not_understood_is_told_by_line_and_kept(first, old, new, text, problem):
    """`problem` counts its line from that of the answer."""
    whole = markdown(first, a1=("yes", "Section 3", ""))
    start = whole.split("\n").index("**Answer:** Followed")
    for change in (lambda one: one, crlf):
        found = opened(change(whole.replace(old, new)), first)
        assert [(one["code"], one["line"] - start, one["column"], one["message"]) for one in found["problems"]] == [
            problem
        ]
        assert said(found)["LLME-001"][1] == text


def test_a_second_section_on_a_recommendation_is_told_and_its_words_are_kept(first):
    text = markdown(first, a1=("yes", "Section 3", "Ask again"))
    again = "### LLME-001\n\n**Answer:** Not followed\n\n**Why not:** No time\n\n**Notes:** Soon\n\n## Measuring"
    found = opened(text.replace("## Measuring", again), first)
    line = text.split("\n").index("## Measuring") + 1
    assert [(one["code"], one["line"], one["message"]) for one in found["problems"]] == [
        (
            "answered-twice",
            line,
            f"a second section on LLME-001; the first begins at line {found['places']['LLME-001'] - 8}",
        )
    ]
    assert said(found) == {"LLME-001": ("yes", "Section 3", "Ask again\nNot followed\nNo time\nSoon")}


def test_what_stands_between_the_answers_is_told_by_line(first):
    text = markdown(first, a1=("yes", "Section 3", ""))
    text = insert(text, "## Collecting", "", "We collected in May.", "Nobody refused.").replace(
        "## Measuring", "## Our own words\n\nMore.\n\n## Measuring"
    )
    rows = text.split("\n")
    at = rows.index("We collected in May.") + 1
    own = rows.index("## Our own words") + 1
    assert opened(text, first)["loose"] == [
        {"from": at, "to": at + 1},
        {"from": own, "to": own},
        {"from": own + 2, "to": own + 2},
    ]


def test_code_and_comments_in_an_answer_are_no_structure(first):
    text = markdown(first, a1=("yes", "Section 3", ""))
    code = ["", "```md", "### LLME-002: no section", "**Notes:** no field", "```", "<!-- **Answer:** no", "## none -->"]
    found = opened(insert(text, "**Where:** Section 3", *code), first)
    assert found["problems"] == []
    assert said(found) == {"LLME-001": ("yes", "\n".join(["Section 3", *code]), "")}


@pytest.mark.parametrize("start", ["```", "~~~~", "<!--", "<!-- llm-ethics-guide-checklist"])
def test_what_is_never_closed_encloses_nothing(first, start):
    text = insert(markdown(first, a1=("yes", "Section 3", ""), a2=("no", "No time", "")), "**Where:** Section 3", start)
    found = opened(text, first)
    assert said(found) == {"LLME-001": ("yes", f"Section 3\n{start}", ""), "LLME-002": ("no", "No time", "")}
    assert found["project"]["selection"] == EVERYTHING


def test_what_nothing_is_said_of_is_nothing_in_either_emphasis(first):
    text = markdown(first, a1=("yes", "", ""), a2=("no", "", ""))
    assert text.count("*No place is given.*") == text.count("*No reason is given.*") == 1
    for change in (lambda one: one, lambda one: re.sub(r"\*(No \w+ is given\.)\*", r"_\1_", one)):
        assert said(opened(change(text), first)) == {"LLME-001": ("yes", "", ""), "LLME-002": ("no", "", "")}
    beside = text.replace("**Answer:** Followed", "**Answer:** Followed (in part)")
    assert said(opened(beside, first))["LLME-001"] == ("yes", "(in part)", "")


def test_a_large_file_is_read_in_time(first):
    """What opens something and never closes it, again and again, is looked through once."""
    text = markdown(first, a1=("yes", "Section 3", ""))
    for line in ("<!--", "```", "~~~~", "<!-- -->", "### LLME-001", "**Notes:** x", "# x"):
        found = opened(insert(text, "**Where:** Section 3", *[line] * 20_001), first)
        assert found["project"]["answers"][0]["text"].startswith("Section 3")


def test_markup_of_a_persons_own_is_text(first):
    own = "**bold**, [a link](https://example.org/a_b), `a\\_b`, _it_, 1. one\n- two\n> three"
    text = markdown(first, a1=("yes", "HERE", "")).replace("HERE", own)
    assert said(opened(text, first)) == {"LLME-001": ("yes", own, "")}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace('"hashes"', '"hashes'), "stamp-damaged"),
        (lambda text: re.sub(r"^Answers to .*", "", text.partition("<!--")[0], flags=re.MULTILINE), "stamp-missing"),
    ],
)
def test_a_file_that_lost_its_stamp_is_read_all_the_same(first, change, code):
    found = opened(change(markdown(first, a1=("yes", "Section 3", ""))), first)
    assert [one["code"] for one in found["problems"]] == [code]
    assert said(found) == {"LLME-001": ("yes", "Section 3", "")}
    assert found["project"]["guide"]["version"] == "1.0.0"
    assert opened(renewed(change(markdown(first)), first, "2026-11-28", first), first)["problems"] == []


@pytest.mark.parametrize(
    "text", ["", "# A title\n\nSome words.\n", "## LLME-001\n\n**Answer:** Followed\n", "LLME-001"]
)
def test_other_markdown_is_refused(first, text):
    with pytest.raises(
        ChecklistError, match=r"^This file is not a saved checklist: it is neither its JSON nor its Mark"
    ):
        read(text, first)


def test_a_file_of_a_newer_guide_is_refused_with_a_clear_word(library, first):
    text = markdown(library.asked("2.0.0"), a1=("yes", "Section 3", ""))
    with pytest.raises(
        ChecklistError, match=r"^This file was saved with version 2\.0\.0 of the guide, and this is ver"
    ):
        read(text, first)
    newer = text.replace('"format": 2', '"format": 3')
    with pytest.raises(ChecklistError, match=r"^This file was saved by a newer version of the guide, in a form that"):
        read(newer, library.asked("2.0.0"))


# Renewed ----------------------------------------------------------------------------------------------------------


def test_renewing_at_the_same_release_changes_nothing(first):
    text = markdown(first, a1=("yes", HOSTILE[5], HOSTILE[3]), a2=("no", "", ""), a3=("", "", "Later"))
    for change in (lambda one: one, crlf, lambda one: "\ufeff" + one):
        assert renewed(change(text), first, "2026-11-22", first) == change(text)


def test_what_a_person_wrote_among_the_guides_own_words_stays(library, first):
    """Below a question, after the Do, in a heading, after the summary: it is no text of the guide, which alone is replaced."""
    text = markdown(first, a1=("yes", "Section 3", ""))
    text = text.replace(
        "    - Did you ask?", "    - Did you ask?\n    - We asked 12 people\n      in May.\n        - Twice?"
    )
    text = text.replace("read `robots.txt`.", "read `robots.txt`. Done by Ana.", 1)
    text = text.replace("): Do not trust a single number", "): Do not trust a single number (checked)")
    text = text.replace("Saved on 22 November 2026.", "Saved on 22 November 2026. By Ana.", 1)
    new = renewed(text, last := library.asked("1.1.0"), "2026-11-28", first)
    for own in ("We asked 12 people\n      in May.\n", "- Twice?", "Done by Ana.", "(checked)", "By Ana."):
        assert own in new
    assert new.count("    - Did you ask?\n") == 1
    assert said(opened(new, last))["LLME-001"] == said(opened(text, first))["LLME-001"]
    assert said(opened(text, first))["LLME-001"][1].endswith("\n\nSection 3")


def test_a_renewed_file_marks_what_is_to_be_read_again(library, first):
    text = markdown(first, a1=("yes", "Section 3", ""), a3=("yes", "All of it", "n"), a6=("no", "No friends", ""))
    own = ["", "We met on Tuesday.", "", "- *twice*"]
    text = insert(insert(text, "**Where:** Section 3", *own), "## Collecting", "", "Our own words.")
    new = renewed(text, last := library.asked("1.1.0"), "2026-11-28", first)
    rows = new.split("\n")
    assert "Answers to the [LLM Ethics Guide 1.1.0 of" in new
    assert "\n".join(own) in new
    assert "Our own words." in rows
    assert [row for row in rows if row.startswith(NOTE)] == [
        f"{NOTE} (wording in 1.0.1: A comma less.). Read it again; if your answer holds, delete this line.*",
        f"{NOTE} (strengthened in 1.1.0: Rounding is covered too.). Read it again; if your answer holds, delete this line.*",
    ]
    assert "- **Don’t:** Never report one number alone, or round it." in new  # the new text
    assert "### [LLME-007](<https://example.org/1.1.0/recommendations/LLME-007/>): Say when you stopped" in rows
    found = opened(new, last)
    assert (said(found), found["problems"]) == (said(opened(text, first)), [])
    assert [(one["id"], one["kind"]) for one in found["changes"]] == [("LLME-001", "changed"), ("LLME-003", "changed")]
    # Whoever has read it again deletes the line.
    assert opened("\n".join(row for row in rows if not row.startswith(NOTE)), last)["changes"] == []
    assert renewed(new, last, "2026-11-28", last) == new
    again = renewed(new, library.asked("2.0.0"), "2026-11-28", last)
    assert "Withdrawn. It said the same as another. See LLME-002." in again
    assert said(opened(again, library.asked("2.0.0"))) == said(found)
