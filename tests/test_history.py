"""What was released is not rewritten, and what changed since is declared: each refusal, and then its way out."""

import re
import shutil
from pathlib import Path

import pytest

from llme.content.load import load
from llme.findings import format_text
from llme.rules import check
from past import add, commit, declare, edit, go_on, link, release, unlink

ONE = "docs/recommendations/LLME-001.md"
TWO = "docs/recommendations/LLME-002.md"
SEVEN = "docs/recommendations/LLME-007.md"


@pytest.fixture
def repo(copy_of_past):
    """A checkout with the first release, to change."""
    return copy_of_past("0.1.0")


@pytest.fixture
def old(copy_of_past):
    """A checkout with five releases, to change."""
    return copy_of_past("2.0.0")


def found(folder: Path) -> list[str]:
    return [line for line in format_text(check(load(folder))).splitlines() if not line.startswith("  hint")][:-1]


def hints(folder: Path) -> list[str]:
    return [one.hint for one in check(load(folder))]


def released(folder: Path, version: str) -> None:
    """The way out leads to a release, and that is sound."""
    commit(folder, f"Towards {version}")
    done = release(folder, version)
    assert done.returncode == 0, done.stderr
    assert found(folder) == []


# History.

ENTRY = "  - version: {}\n    kind: {}\n    note: {}\n"
FIRST, COMMA, WEAKER = (
    ENTRY.format("0.1.0", "added", "First text."),
    ENTRY.format("1.0.1", "wording", "A comma less."),
    ENTRY.format("2.0.0", "weakened", "No more Don't."),
)


@pytest.mark.parametrize(
    ("history", "message"),
    [
        (
            FIRST + COMMA.replace("A comma less", "Nothing") + WEAKER,
            "14:5: history-rewritten: entry 2 is not as it was released: `wording` in 1.0.1, “A comma less.”",
        ),
        (
            FIRST + COMMA.replace("wording", "sources") + WEAKER,
            "14:5: history-rewritten: entry 2 is not as it was released: `wording` in 1.0.1, “A comma less.”",
        ),
        (
            FIRST + COMMA.replace("1.0.1", "1.1.0") + WEAKER,
            "14:5: history-rewritten: entry 2 is not as it was released: `wording` in 1.0.1, “A comma less.”",
        ),
        (
            FIRST + WEAKER + COMMA,
            "14:5: history-rewritten: entry 2 is not as it was released: `wording` in 1.0.1, “A comma less.”",
        ),
        (
            FIRST + WEAKER,
            "14:5: history-rewritten: entry 2 is not as it was released: `wording` in 1.0.1, “A comma less.”",
        ),
        (
            FIRST + COMMA,
            "11:3: history-rewritten: an entry that was released is gone: `weakened` in 2.0.0, “No more Don't.”",
        ),
        (
            FIRST + COMMA + WEAKER + ENTRY.format("2.0.0", "sources", "x"),
            "20:14: history-rewritten: release 2.0.0 has no such entry",
        ),
        (
            FIRST + ENTRY.format("1.0.0", "sources", "x") + COMMA + WEAKER,
            "14:5: history-rewritten: entry 2 is not as it was released: `wording` in 1.0.1, “A comma less.”",
        ),
    ],
)
def test_a_released_history_is_not_rewritten(old, history, message):
    path = old / ONE
    text = path.read_text("utf-8")
    assert text.count(FIRST + COMMA + WEAKER) == 1
    path.write_text(text.replace(FIRST + COMMA + WEAKER, history), "utf-8")
    assert found(old) == [f"{ONE}:{message}"]
    path.write_text(text, "utf-8")
    assert found(old) == []


NEW = ENTRY.format("next", "clarified", "x")
NEWER = "in `changes`, a newer entry stands before the oldest"
NEWEST = "the entries of `changes` stand newest first"
END = "to the end of the list: the oldest stands first, and new ones at the end"


@pytest.mark.parametrize(
    ("history", "problem", "hint"),
    [
        (NEW + FIRST + COMMA + WEAKER, f"11:5: changes-missing: {NEWER}", f"move the entry of line 11 {END}"),
        (COMMA + NEW + FIRST + WEAKER, f"11:5: changes-missing: {NEWER}", f"move the entries of lines 11 to 14 {END}"),
        (
            NEW + WEAKER + COMMA + FIRST,
            f"11:5: changes-missing: {NEWEST}",
            "turn the list around: the oldest stands first, here that of line 20, and new ones at the end",
        ),
        (
            FIRST + COMMA + NEW + WEAKER,
            "17:5: change-order: a change that is not released stands before one that is",
            "the entries stand oldest first, and new ones at the end: move it there",
        ),
    ],
)
def test_a_history_written_newest_first_is_told_how_to_be_put_right(old, history, problem, hint):
    edit(old, "LLME-001", (FIRST + COMMA + WEAKER, history), ("Ask people", "Ask folk"))
    assert (found(old), hints(old)) == ([f"{ONE}:{problem}"], [hint])
    edit(old, "LLME-001", (history, FIRST + COMMA + WEAKER + NEW))
    assert found(old) == []


@pytest.mark.parametrize("number", ["1.0.2", "9.0.0", "2.0.1"])
def test_a_number_that_was_guessed_for_a_new_entry(old, number):
    """The nearest released version would be no cure: a new entry has no number."""
    edit(old, "LLME-001", (WEAKER, WEAKER + ENTRY.format(number, "wording", "x")), ("Ask people", "Ask folk"))
    assert f"{ONE}:20:14: version-unknown: no version {number} was released" in found(old)
    assert "write `next`: a release fills the number in" in hints(old)


def test_a_released_number_with_a_typing_mistake(old):
    edit(old, "LLME-001", (COMMA, COMMA.replace("1.0.1", "1.0.11")))
    assert f"{ONE}:14:14: version-unknown: no version 1.0.11 was released" in found(old)
    assert "did you mean `1.0.1` or `1.0.0`?" in hints(old)


def test_white_space_in_a_note_is_no_rewriting(old):
    edit(old, "LLME-001", ("note: A comma less.", "note: A comma\n      less."))
    assert found(old) == []


def test_new_entries_stand_at_the_end(repo):
    entry = ENTRY.format("next", "clarified", "x")
    edit(repo, "LLME-001", ("Ask people", "Ask folk"), ("changes:\n", f"changes:\n{entry}"))
    assert found(repo) == [
        f"{ONE}:12:5: changes-missing: in `changes`, a newer entry stands before the oldest",
    ]
    assert hints(repo) == [
        "move the entry of line 12 to the end of the list: the oldest stands first, and new ones at the end"
    ]
    edit(repo, "LLME-001", (entry, ""), declare("clarified", "x"))
    released(repo, "0.2.0")


def test_a_new_recommendation_has_no_past(repo):
    """A copy of an old one that keeps its history."""
    shutil.copy(repo / TWO, repo / "docs/recommendations/LLME-003.md")
    link(repo, "LLME-003")
    path = "docs/recommendations/LLME-003.md"
    assert found(repo) == [
        f"{path}:10:14: history-rewritten: release 0.1.0 has no LLME-003, and cannot have changed it"
    ]
    assert hints(repo) == ["write `version: next`; a copy of another recommendation begins a history of its own"]
    edit(repo, "LLME-003", ("version: 0.1.0", "version: next"))
    released(repo, "0.2.0")


def test_an_id_that_is_given_to_another_text(repo):
    original = (repo / ONE).read_text("utf-8")
    add(repo, "LLME-001", "Something else")
    unlink(repo, "LLME-001")
    [hint] = [one.hint for one in check(load(repo)) if one.code == "id-reused"]
    assert hint == (
        "if this text is another recommendation, move it to `LLME-003.md`, with `version: next` alone, and restore"
        " `LLME-001.md` as it was released; if it is the same one, put the entries of `changes` back"
    )
    shutil.move(repo / ONE, repo / "docs/recommendations/LLME-003.md")
    (repo / ONE).write_text(original, "utf-8")
    link(repo, "LLME-003")
    released(repo, "0.2.0")


def test_an_id_that_gets_the_text_of_another_with_its_history(repo):
    """The histories may be the same, word for word; the texts are not."""
    shutil.copy(repo / TWO, repo / ONE)
    codes = {one.code for one in check(load(repo)) if one.path == ONE}
    assert codes == {"change-undeclared"}
    edit(repo, "LLME-001", declare("clarified", "x"))
    [message] = [one.message for one in check(load(repo)) if one.code == "change-undeclared"]
    assert "more than half of `title` is new; `title` keeps less than half of what it said" in message


def test_without_a_sound_snapshot_nothing_is_compared(old):
    path = old / "docs/releases/2.0.0.json"
    path.write_text(path.read_text("utf-8").replace("Ask people", "Ask folk", 1), "utf-8")
    assert {line.split(": ")[1] for line in found(old)} == {"snapshot-altered"}
    assert {one.code for one in check(load(old)) if one.follows} == {
        "version-unknown",
        "changelog-mismatch",
        "citation-outdated",
    }


# What changed is declared. Each change, where it is found and what is said of it, and the kind that carries it.

WHY = ("Who is asked first can say no", "Whoever is asked first may say no")
STEPS = ("2. Wait for their answer.", "2. Wait.")
EXCEPTIONS = ("An emergency may not wait", "A fire may not wait")
QUESTIONS = ("- Did you ask?", "- Did you really ask?")
SOURCE = ("[see @li2021names]", "[see @li2021names; @health2410report]")
PAGE = ("p. 612", "p. 613")
NOTHING = "changed, but no change is declared"


@pytest.mark.parametrize(
    ("changes", "said", "kind"),
    [
        ([WHY], f"17:1: change-undeclared: since 0.1.0, `## Why` {NOTHING}", "wording"),
        ([STEPS], f"22:1: change-undeclared: since 0.1.0, `## First steps` {NOTHING}", "clarified"),
        ([EXCEPTIONS], f"28:1: change-undeclared: since 0.1.0, `## When this may not apply` {NOTHING}", "wording"),
        ([QUESTIONS], f"32:1: change-undeclared: since 0.1.0, `## Check yourself` {NOTHING}", "strengthened"),
        (
            [WHY, QUESTIONS],
            f"17:1: change-undeclared: since 0.1.0, `## Why` and `## Check yourself` {NOTHING}",
            "wording",
        ),
        (
            [SOURCE],
            f"28:1: change-undeclared: since 0.1.0, `## When this may not apply` and `sources` {NOTHING}",
            "sources",
        ),
        ([PAGE], f"17:1: change-undeclared: since 0.1.0, `## Why` {NOTHING}", "sources"),
        ([("also: [measuring]\n", "")], f"11:3: change-undeclared: since 0.1.0, `also` {NOTHING}", "wording"),
        (
            [("stage: collecting\nalso: [measuring]", "stage: measuring\nalso: [collecting]")],
            f"3:8: change-undeclared: since 0.1.0, `stage` and `also` {NOTHING}",
            "wording",
        ),
        (
            [("title: Ask before", "title: Ask long before")],
            f"2:8: change-undeclared: since 0.1.0, `title` {NOTHING}",
            "strengthened",
        ),
        (
            [("Ask people first,", "Ask folk first,")],
            f"7:5: change-undeclared: since 0.1.0, `do` {NOTHING}",
            "clarified",
        ),
        (
            [("Ask people first,", "Ask people always first,"), WHY],
            f"7:5: change-undeclared: since 0.1.0, `do` and `## Why` {NOTHING}",
            "strengthened",
        ),
    ],
)
def test_a_change_is_declared(repo, changes, said, kind):
    edit(repo, "LLME-001", *changes)
    if "stage: measuring" in changes[0][1]:  # the only one of its stage moves away, and another takes its place
        add(repo, "LLME-003", "Say when you stopped")
        edit(repo, "LLME-003", ("stage: measuring", "stage: collecting"))
    assert found(repo) == [f"{ONE}:{said}"]
    edit(repo, "LLME-001", declare(kind, "What is different."))
    released(repo, "0.2.0")


@pytest.mark.parametrize(
    ("changes", "kind", "said", "better"),
    [
        (
            [("Ask people first,", "Ask folk first,")],
            "sources",
            "7:5: change-undeclared: since 0.1.0, `people`, `folk` came or went in `do`; that is more than `sources`",
            "clarified",
        ),
        (
            [("Ask people first,", "Ask people,")],
            "wording",
            "7:5: change-undeclared: since 0.1.0, `first` came or went in `do`; that is more than `wording`",
            "weakened",
        ),
        (
            [("Ask people first, and", "Do ask people first, and do not")],
            "strengthened",
            "7:5: change-undeclared: since 0.1.0, `do` may ask for the opposite; that is more than `strengthened`",
            "weakened",
        ),
        (
            [('dont: Do not take silence for a "yes" <in any case>.\n', "")],
            "strengthened",
            "11:3: change-undeclared: since 0.1.0, `dont` is gone; that is more than `strengthened`",
            "split",
        ),
        (
            [("do: Ask people first, and read `robots.txt`.\n", "")],
            "clarified",
            "11:3: change-undeclared: since 0.1.0, `do` is gone; that is more than `clarified`",
            "weakened",
        ),
    ],
)
def test_a_kind_that_is_too_weak(repo, changes, kind, said, better):
    edit(repo, "LLME-001", *changes, declare(kind, "x"))
    assert found(repo)[0] == f"{ONE}:{said}"
    edit(repo, "LLME-001", (f"kind: {kind}", f"kind: {better}"))
    released(repo, "0.2.0")


BIB = "bibliography/guide.bib"
NAMES = [
    ("{Names of the World}", "{Words of the World}"),
    ("year       = {2021}", "year       = {2023}"),
    ("author     = {李, 明 and Müller, Zoë and Ó hÉigeartaigh, Seán}", "author     = {Someone, Else}"),
    ("doi        = {10.1000/names}", "doi        = {10.1000/words}"),
]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (NAMES, "its DOI or arXiv number is another, or gone"),
        (NAMES[3:], "its DOI or arXiv number is another, or gone"),
        (NAMES[:1] + NAMES[2:3], "its authors are others"),
    ],
)
def test_another_work_under_an_old_key_is_declared_wherever_it_is_cited(repo, changes, why):
    edit_file(repo / BIB, *changes)
    said = f"since 0.1.0, `li2021names` is another work now, as {why}, but no change is declared"
    assert found(repo) == [f"{ONE}:12:3: change-undeclared: {said}"]
    assert hints(repo) == [
        "add an entry to the end of `changes`, with `version: next`, of the kind `wording` or `sources`, and a note for"
        " readers; or, in `guide.bib`, put the old entry back, and give the other work a key of its own"
    ]
    edit(repo, "LLME-001", declare("sources", "Another source."))
    released(repo, "0.1.1")


@pytest.mark.parametrize("change", [*NAMES[:2], ("Zoë", "Z."), ("pages      = {1--4}", "pages      = {1--40}")])
def test_an_entry_may_be_corrected_in_silence(repo, change):
    edit_file(repo / BIB, change)
    assert found(repo) == []
    released(repo, "0.1.1")


def edit_file(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def test_the_hint_names_the_kinds_that_would_do(repo):
    edit(repo, "LLME-001", PAGE)
    assert hints(repo) == [
        "add an entry to the end of `changes`, with `version: next`, of the kind `wording` or `sources`, and a note for"
        " readers"
    ]


@pytest.mark.parametrize(
    ("changes", "kind", "said", "hint"),
    [
        (
            [],
            "wording",
            "a change is declared, but nothing changed since 0.1.0",
            "make the change, or take the entry out",
        ),
        (
            [("[@adams2020first; @adams2020second] says", "[@adams2020first; @adams2020second]  says")],
            "sources",
            "a change is declared, but nothing changed since 0.1.0",
            "make the change, or take the entry out",
        ),
        ([WHY], "sources", "`sources` is declared, but nothing of that kind changed since 0.1.0", "a source, or"),
        ([PAGE], "clarified", "`clarified` is declared, but nothing of that kind changed since 0.1.0", "Why, First"),
        ([WHY], "withdrawn", "`withdrawn` is declared, but nothing of that kind changed since 0.1.0", "no longer"),
        ([WHY], "reinstated", "`reinstated` is declared, but nothing of that kind changed since 0.1.0", "holds again"),
    ],
)
def test_a_change_that_was_not_made(repo, changes, kind, said, hint):
    changes = [one for one in changes if one[0] in (repo / ONE).read_text("utf-8")]
    edit(repo, "LLME-001", *changes, declare(kind, "x"))
    found = [one for one in check(load(repo)) if one.code == "change-unfounded"]
    assert [f"{one.line}:{one.column}: {one.message}" for one in found] == [f"16:11: {said}"]
    assert hint in found[0].hint


def test_what_is_new_cannot_return(repo):
    add(repo, "LLME-003", "Say when you stopped")
    edit(repo, "LLME-003", declare("reinstated", "x"))
    path = "docs/recommendations/LLME-003.md"
    assert found(repo) == [
        f"{path}:14:11: change-unfounded: `reinstated` is declared, but this recommendation was in no release"
    ]
    edit(repo, "LLME-003", ("\n  - version: next\n    kind: reinstated\n    note: x", ""))
    released(repo, "0.2.0")


def test_a_tool_or_a_topic_may_change_with_an_entry_or_without(repo):
    edit(repo, "LLME-001", ("topics: [consent]", "topics: [consent, validity]"))
    assert found(repo) == []
    edit(repo, "LLME-001", declare("wording", "It is about measures too."))
    released(repo, "0.1.1")


# Withdrawal and return.


def test_a_withdrawal_is_declared_as_one(repo):
    add(repo, "LLME-003", "Say when you stopped")
    (repo / "docs/decisions").mkdir()
    decision = "---\ntitle: Go\ndecided: 2026-01-02\noutcome: accepted\nrecommendations: [LLME-002]\n---\n\nBecause.\n"
    (repo / "docs/decisions/go.md").write_text(decision, "utf-8")
    edit(repo, "LLME-002", ("reviewed:", "status: withdrawn\nreason: x\nsuperseded_by: [LLME-003]\nreviewed:"))
    unlink(repo, "LLME-002")
    for name in ("profiles.yml", "frameworks/arr.yml"):
        path = repo / "docs" / name
        path.write_text(path.read_text("utf-8").replace("LLME-002", "LLME-003"), "utf-8")
    assert found(repo) == [f"{TWO}:8:9: change-undeclared: since 0.1.0, `status` {NOTHING}"]
    assert "of the kind `merged`, `split`, `superseded` or `withdrawn`" in hints(repo)[0]
    edit(repo, "LLME-002", declare("weakened", "x"))
    assert f"{TWO}:8:9: change-undeclared: since 0.1.0, it was withdrawn; that is more than `weakened`" in found(repo)
    edit(repo, "LLME-002", ("kind: weakened", "kind: superseded"))
    released(repo, "0.2.0")


def test_a_withdrawn_recommendation_may_return(old):
    path = "docs/recommendations/LLME-006.md"
    edit(old, "LLME-006", ("status: withdrawn\n", ""))
    link(old, "LLME-006")
    assert found(old) == [
        f"{path}:8:9: withdrawal-unexplained: `reason` and `superseded_by` belong to a withdrawn recommendation",
        f"{path}:11:3: change-undeclared: since 2.0.0, `status` {NOTHING}",
    ]
    edit(old, "LLME-006", ("reason: It was wrong.\n", ""), declare("strengthened", "x"))
    assert found(old) == [
        f"{path}:10:3: change-undeclared: since 2.0.0, it holds again; that is more than `strengthened`",
        f"{path}:17:11: change-unfounded: `strengthened` is declared, but nothing of that kind changed since 2.0.0",
    ]
    edit(old, "LLME-006", ("kind: strengthened", "kind: reinstated"))
    commit(old, "Reinstate")
    assert "the smallest number is 2.1.0" in release(old, "2.0.1").stderr
    assert release(old, "2.1.0").returncode == 0
    assert found(old) == []
    assert "- LLME-006 reinstated: Ask a friend. x\n" in (old / "CHANGELOG.md").read_text("utf-8")


def test_a_successor_that_is_withdrawn_later(old):
    go_on(old, "2.1.0", "3.0.0")
    assert found(old) == []
    edit(old, "LLME-003", ("[LLME-007]", "[LLME-002]"), declare("wording", "x"))
    path = "docs/recommendations/LLME-003.md"
    assert found(old) == [f"{path}:10:17: successor-unknown: LLME-002 is withdrawn itself"]
    assert hints(old) == ["name `LLME-007` in its place"]
    edit(old, "LLME-003", ("[LLME-002]", "[LLME-007, LLME-001]"))
    released(old, "3.0.1")


def test_the_successors_of_what_is_withdrawn_are_not_changed_in_silence(old):
    edit(old, "LLME-005", ("[LLME-007]", "[LLME-001]"))
    path = "docs/recommendations/LLME-005.md"
    assert found(old) == [f"{path}:10:16: change-undeclared: since 2.0.0, `superseded_by` {NOTHING}"]
    edit(old, "LLME-005", declare("wording", "It was the other one."))
    released(old, "2.0.1")


LINK = "See [it](../recommendations/LLME-004.md#why) and [this](https://example.org/guide/r/LLME-006/).\n"
PAGE_OF_LINKS = f"---\ntitle: More\ndescription: More.\n---\n\n# More\n\n{LINK}"


@pytest.mark.parametrize("path", ["docs/about/more.md", "docs/release/more.md", "docs/tools/more.md"])
def test_no_page_links_to_what_is_withdrawn(old, path):
    (old / path).parent.mkdir(exist_ok=True)
    (old / path).write_text(PAGE_OF_LINKS, "utf-8")
    assert found(old) == [
        f"{path}:8:5: link-withdrawn: LLME-004 is withdrawn",
        f"{path}:8:50: link-withdrawn: LLME-006 is withdrawn",
    ]
    assert hints(old) == [
        "link to `LLME-002` or `LLME-007` in its place",
        "nothing took its place: take it out",
    ]
    text = LINK.replace("LLME-004", "LLME-007").replace("r/LLME-006/", "r/LLME-006@1.0.0/")
    (old / path).write_text(PAGE_OF_LINKS.replace(LINK, text), "utf-8")
    assert found(old) == []


def test_no_recommendation_stage_or_template_links_to_what_is_withdrawn(old):
    places = {
        "docs/stages/measuring.md": "../recommendations/LLME-003.md",
        SEVEN: "LLME-003.md",
        "docs/recommendations/LLME-006.md": "LLME-003.md",
        "docs/templates/files/form.md": "https://example.org/guide/latest/recommendations/LLME-003/#do",
    }
    texts = {path: (old / path).read_text("utf-8") for path in places}
    for path, target in places.items():
        before, after = (
            re.split(r"(?<=\.)(?=\s)", texts[path].rpartition("---\n")[2], maxsplit=1)
            if "files" not in path
            else (texts[path], "")
        )
        head = texts[path].removesuffix(texts[path].rpartition("---\n")[2]) if "files" not in path else ""
        (old / path).write_text(f"{head}{before} See [this]({target}).{after}", "utf-8")
    told = [(one.path, one.message) for one in check(load(old)) if one.code == "link-withdrawn"]
    assert sorted(told) == sorted((path, "LLME-003 is withdrawn") for path in places)


def test_what_is_withdrawn_may_link_to_itself(old):
    edit(old, "LLME-003", ("One number hides", "[One](LLME-003.md#dont) number hides"), declare("wording", "x"))
    assert found(old) == []


def test_a_tool_or_a_topic_of_withdrawn_ones_alone_is_unused(old):
    edit(old, "LLME-001", ("tools: [checklist]", "tools: []"), ("topics: [consent]", "topics: [validity]"))
    edit(old, "LLME-003", ("tools: []", "tools: [checklist]"), ("topics: [validity]", "topics: [consent]"))
    assert found(old) == [
        "docs/tools.yml:1:7: tool-unused: no recommendation names the tool `checklist`",
        "docs/topics.yml:2:3: topic-unused: no recommendation has the topic `consent`",
    ]


def test_decisions_may_link_to_what_is_withdrawn(old):
    path = old / "docs/decisions/tidy-up.md"
    path.write_text(path.read_text("utf-8") + "\nSee [it](../recommendations/LLME-003.md).\n", "utf-8")
    assert found(old) == []


# The file that says how to cite.


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("version: 2.0.0", "version: 2.0.1", "4:10: citation-outdated: `version` is not 2.0.0, as 2.0.0 was released"),
        (
            'date-released: "2026-05-01"',
            "date-released: 2026-05-02",
            "5:16: citation-outdated: `date-released` is not 2026-05-01, as 2.0.0 was released",
        ),
        (
            'date-released: "2026-05-01"\n',
            "",
            "1:1: citation-outdated: `date-released` is not 2026-05-01, as 2.0.0 was released",
        ),
    ],
)
def test_the_citation_file_names_the_last_release(old, before, after, said):
    path = old / "CITATION.cff"
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), "utf-8")
    assert found(old) == [f"CITATION.cff:{said}"]
    path.write_text(text.replace('"2026-05-01"', "2026-05-01"), "utf-8")
    assert found(old) == []


def test_a_citation_file_that_is_broken(old):
    path = old / "CITATION.cff"
    path.write_text("version: [", "utf-8")
    assert [line.split(": ")[1] for line in found(old)] == ["citation-outdated", "citation-outdated", "yaml-syntax"]
