"""What a text asks for, as far as a program can see, and which kinds of change may carry a difference."""

import re
from typing import get_args

import pytest

import edits
from llme.content.model import ChangeKind
from llme.content.release import ReleasedRecommendation
from llme.versions.comparing import differences, is_same
from llme.versions.kinds import ASPECTS, KINDS, Aspect, carrying, of_part
from llme.versions.meaning import compared
from llme.versions.meaning.lexicon import CLASS
from support import ROOT

LOG = "Log every decision, and keep the log for 30 days."
SILENCE = "Do not take silence for a yes."


def aspects(field: str, before: str, after: str) -> set[str]:
    return {one.aspect for one in compared(field, before, after)}


def allowed(field: str, before: str, after: str) -> set[str]:
    """The kinds that may carry the difference."""
    found = aspects(field, before, after)
    return {kind for kind in KINDS if KINDS[kind].carries >= found}


GONE = {"superseded", "withdrawn"}
MAJOR = {"weakened", "merged", "split", *GONE}
ALL = set(get_args(ChangeKind)) - {"added", "sources"}
MEANT = ALL - {"wording"}
FIRMER = MEANT - {"clarified"}  # or looser: whoever declares it says which
MORE = {"strengthened", "reinstated", "merged", "split", *GONE}


@pytest.mark.parametrize(
    ("field", "before", "after", "kinds"),
    [
        # other words, the same meaning
        ("do", "Ask people first, and read `robots.txt`.", "Ask folk first and read robots.txt!", MEANT),
        ("do", "Report two numbers.", "Report 2 numbers.", ALL),
        ("do", "Keep 1,000 of them, or ten percent.", "Keep 1000 of them, or 10 per cent.", ALL),
        ("do", "You must log it.", "You have to log it.", ALL),
        ("dont", "Don't report one number.", "Do not report one number.", ALL),
        ("dont", "Don’t report one number.", "Do not report one number.", ALL),
        ("dont", "You cannot and won't share it.", "You can't and will not share it.", ALL),
        ("do", "Engage the communities that your project affects, and do so from its very start.",
         "Involve the communities whom your project affects, from its very start.", MEANT),
        # a word that binds
        ("do", "Ask people first, and read it.", "Ask people, and read it.", FIRMER),
        ("do", "Avoid logs that nobody reads.", "Never keep logs that nobody reads.", FIRMER),
        ("dont", "Do not log names and share them.", "Do not log names or share them.", FIRMER),
        ("do", "Log decisions unless they are small, brief, private or old.", "Log decisions.", FIRMER),
        ("do", "Log each decision.", "Log every decision.", MEANT),
        ("do", "Ask, then collect before you test.", "Test before you ask, then collect.", FIRMER),
        ("do", "Log names.", "Rarely log names.", MAJOR),
        ("do", "Look at it weekly.", "Look at it yearly.", MAJOR),
        ("title", "Report results, costs and times", "Report results", FIRMER),
        # a number
        ("do", LOG, LOG.replace("30", "60"), FIRMER),
        ("do", LOG, LOG.replace("30", "three"), MAJOR),
        # more
        ("do", "", LOG, MORE),
        ("do", "Ask people.", "Ask people in writing, show them the log, and answer questions.", MORE),
        ("dont", SILENCE, "Do not take silence for a yes, a nod, a smile or a shrug.", FIRMER),
        ("do", "Log decisions unless they are small or brief.", "Log decisions.", FIRMER),
        # less
        ("dont", SILENCE, "", MAJOR),
        ("do", "You must log it.", "You may log it.", MAJOR),
        ("do", "You must log it.", "You should log it.", MAJOR),
        ("do", "Log it.", "Consider logging it.", MAJOR),
        ("do", "Log it.", "You could log it.", MAJOR),
        ("do", "Log all decisions.", "Log decisions.", MAJOR),
        ("do", "Log decisions.", "Log decisions unless you are busy.", MAJOR),
        ("do", "Log decisions and share them.", "Log decisions or share them.", MAJOR),
        ("do", "Answer within 30 days.", "Answer within 300 days.", MAJOR),
        ("do", "Look again every month, or every 3 weeks.", "Look again every month, or every 9 weeks.", MAJOR),
        ("do", "Ask at least three people.", "Ask at least two people.", MAJOR),
        ("do", "Miss no more than three days.", "Miss no more than five days.", MAJOR),
        ("do", "Ask people first, and read the terms of use.", "Ask people first.", MAJOR),
        # the opposite
        ("do", "You must log it.", "You must not log it.", MAJOR),
        ("do", "Log names.", "Never log names.", MAJOR),
        ("do", "Log names, and ask.", "Don’t log names, and ask.", MAJOR),
        ("do", "Leave nothing out.", "Leave it out.", MAJOR),
        ("dont", "Do not log names, and do not share them.", "Do not log names, and do share them.", MAJOR),
        ("do", "Log names.", "Stop logging names.", MAJOR),
        ("dont", "Do not log names.", "Dont log names.", ALL),
        # another text
        ("do", LOG, SILENCE, MAJOR - {"weakened"}),
        ("dont", SILENCE, LOG, MAJOR - {"weakened"}),
        ("title", "Log every decision", "Ask before you collect", MAJOR - {"weakened"}),
    ],
)  # fmt: skip
def test_what_a_change_of_words_may_be_called(field, before, after, kinds):
    assert allowed(field, before, after) == kinds


def test_honest_changes_may_be_called_what_they_are():
    changes = edits.rows(edits.HONEST)
    assert [one for one in changes if one[0] not in allowed(*one[1:])] == []
    assert len(changes) > 120


def test_no_change_may_be_called_what_it_is_not():
    changes = edits.rows(edits.HOSTILE)
    assert [one for one in changes if one[0] in allowed(*one[1:])] == []
    assert len(changes) > 350


def test_opposites_stand_in_rows_that_are_sorted():
    rows = (ROOT / "hooks/llme/versions/meaning/antonyms.txt").read_text("utf-8").splitlines()
    assert rows == sorted(set(rows))
    assert [row for row in rows if not re.fullmatch(r"[a-z]+( [a-z]+)+", row)] == []


def test_a_swap_of_do_and_dont_is_seen_in_each():
    assert "less" in aspects("do", LOG, SILENCE)
    assert "less" in aspects("dont", SILENCE, LOG)


ALIKE = {
    "do": "Consider the data subjects: the people whom the data represent, whether or not they produced it.",
    "dont": "Do not think only about the rights of the people who produced the data.",
}


@pytest.mark.parametrize(
    "fields",
    [
        {"do": ALIKE["dont"], "dont": ALIKE["do"]},
        {"do": ALIKE["dont"].replace("Do not think only", "Think"), "dont": ALIKE["do"]},
        {"do": ALIKE["dont"]},
    ],
)
def test_a_swap_is_seen_where_the_two_share_their_words(fields):
    before, after = (ReleasedRecommendation.model_validate(STATE | one) for one in (ALIKE, ALIKE | fields))
    found = [(one.aspect, one.field) for one in differences(before, after) if "nearer" in one.says]
    assert found == [("less", name) for name in fields]


def test_the_guides_own_edits_ask_for_no_large_number():
    """Real rewordings, as they were made before the first release."""
    edits = [
        ("title", "Look beyond benchmarks with audits, attacks and red teams",
         "Look beyond benchmarks with audits, adversarial tests and red teams", MEANT),
        ("do", "Stay watchful through the whole pipeline, so that alignment is kept up from one stage to the next.",
         "Stay vigilant at every stage of the pipeline, so that alignment is maintained from one stage to the next.",
         MEANT),
        ("dont", "Do not let the sense of risk of one group decide.",
         "Do not let one group's sense of risk alone decide.", MAJOR),
        ("do", "Keep questioning what your evaluation is assumed to measure, and invest in methods that ongoing"
         " feedback can change.", "Keep questioning what your evaluation methods are assumed to measure, and invest in"
         " methods that can evolve with feedback.", FIRMER),
    ]  # fmt: skip
    for field, before, after, kinds in edits:
        assert allowed(field, before, after) == kinds


@pytest.mark.parametrize(
    ("shared", "found"),
    [(4, {"words", "sense"}), (3, {"words", "sense"}), (2, {"words", "sense", "more", "less"})],
)
def test_half_of_the_words_make_it_another_text(shared, found):
    """Six words; with three in common it is still the same text."""
    words = "collect label filter publish archive measure".split()
    others = "apple banana cherry damson elder figs".split()
    assert aspects("do", " ".join(words), " ".join(words[:shared] + others[shared:])) == found


@pytest.mark.parametrize(
    ("left", "found"), [(5, {"words", "sense", "bound"}), (4, {"words", "sense", "bound", "less"})]
)
def test_a_third_of_the_words_is_much_to_lose(left, found):
    words = "collect label filter publish archive measure".split()
    assert aspects("do", " ".join(words), " ".join(words[:left])) == found


@pytest.mark.parametrize(("came", "found"), [("", "less"), (" store", "less"), (" store safely", "words")])
def test_a_part_is_much_to_lose_however_short(came, found):
    """Of twelve words three go with their part; what comes for them may have come in their place."""
    part = " and publish texts labels"
    before = f"collect filter archive measure count weigh judge compare report{part}"
    assert found in aspects("do", before, before.replace(part, came))
    assert ("less" in aspects("do", before, before.replace(part, came))) == (found == "less")


@pytest.mark.parametrize("word", sorted(word for word in CLASS if word.isalpha()))
def test_no_word_that_binds_comes_or_goes_as_wording(word):
    text = "Collect labels, filter texts, publish archives {}."
    for before, after in ((text, text.format(word)), (text.format(word), text)):
        before, after = before.replace("{}", ""), after.replace("{}", "")
        assert "wording" not in allowed("do", before, after)


@pytest.mark.parametrize("after", ["Ask  people\nfirst.", " Ask people first. "])
def test_white_space_is_no_difference(after):
    assert aspects("do", "Ask people first.", after) == set()


@pytest.mark.parametrize(
    "text",
    ["", "...", "٣٠", "9" * 5000, "½ ≤ 3", "’", "n't", "a person(s) of %s", "1.2.3.4, −5", "two million of a dozen"],
)
def test_any_text_can_be_compared(text):
    for field in ("title", "do", "dont"):
        assert isinstance(aspects(field, "Keep 30 logs, and nothing else.", text), set)
        assert isinstance(aspects(field, text, "Keep 30 logs, and nothing else."), set)


def test_digits_of_any_script_are_numbers():
    assert aspects("do", "Keep it for ٣٠ days.", "Keep it for 30 days.") == {"words"}
    assert "number" in aspects("do", "Keep it for ٣٠ days.", "Keep it for 31 days.")


STATE = {
    "id": "LLME-001",
    **{"title": "Ask", "do": "Ask.", "dont": "", "stage": "a", "also": ["b", "c"], "status": "active", "hash": ""},
    **{"topics": ["t"], "roles": ["r"], "tools": [], "cites": ["x", "y"]},
    **{"do_from": "paper", "dont_from": "paper"},
    "works": {"x": {"title": "On Xs"}, "y": {"title": "On Ys"}},
    **{"why": "So [@x].", "first_steps": "1. Go [@y, p. 1].", "exceptions": "None.", "check_yourself": "- Well?"},
}


def changed(**fields) -> list[tuple[str, str]]:
    before, after = map(ReleasedRecommendation.model_validate, (STATE, STATE | fields))
    return [(one.aspect, one.field) for one in differences(before, after)]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, []),
        ({"why": "So  [@x].\n"}, []),
        ({"also": ["c", "b"], "cites": ["y", "x"]}, []),
        ({"topics": ["u"], "roles": [], "tools": ["v"]}, []),
        ({"works": {"x": {"title": "On Xs", "year": "2026"}, "y": {"title": "On Ys"}}}, []),
        ({"works": {"x": {"title": "On Zs and More"}, "z": {"title": "On Zs"}}}, [("sources", "works")]),
        ({"why": "Thus [@x]."}, [("explanation", "why")]),
        ({"why": "So [@x; @z].", "cites": ["x", "y", "z"]}, [("sources", "why"), ("sources", "cites")]),
        ({"first_steps": "1. Go [@y, p. 2]."}, [("sources", "first_steps")]),
        ({"first_steps": "1. Stay."}, [("explanation", "first_steps")]),
        ({"exceptions": "Some."}, [("explanation", "exceptions")]),
        ({"check_yourself": "- Sure?"}, [("explanation", "check_yourself")]),
        ({"do_from": "guide"}, [("sources", "do_from")]),
        ({"dont_from": ""}, []),
        ({"stage": "b"}, [("place", "stage")]),
        ({"also": []}, [("place", "also")]),
        ({"status": "withdrawn", "reason": "No.", "superseded_by": ["LLME-002"]}, [("withdrawal", "status")]),
    ],
)
def test_what_is_compared_besides_the_words(fields, found):
    assert changed(**fields) == found


GONE_STATE = STATE | {"status": "withdrawn", "reason": "No."}


@pytest.mark.parametrize(("name", "value"), [("reason", "It was wrong."), ("superseded_by", ["LLME-002"])])
def test_what_is_told_of_a_withdrawn_one_is_compared(name, value):
    before, after = map(ReleasedRecommendation.model_validate, (GONE_STATE, GONE_STATE | {name: value}))
    assert [(one.aspect, one.field) for one in differences(before, after)] == [("pointer", name)]


def test_to_hold_again_is_a_return():
    gone = ReleasedRecommendation.model_validate(GONE_STATE)
    back = ReleasedRecommendation.model_validate(STATE)
    assert [(one.aspect, one.field) for one in differences(gone, back)] == [("return", "status")]


def test_what_an_older_snapshot_does_not_hold_is_not_compared():
    old = {name: STATE[name] for name in ("id", "title", "do", "dont", "stage", "status", "hash")}
    before, after = map(ReleasedRecommendation.model_validate, (old, STATE))
    assert differences(before, after) == ()
    assert (is_same(before, after), is_same(after, after)) == (False, True)


def test_topics_roles_tools_and_corrected_works_count_as_something_that_changed():
    before = ReleasedRecommendation.model_validate(STATE)
    for name, other in (("topics", ("u",)), ("roles", ("u",)), ("tools", ("u",)), ("works", {"x": {"pages": "2"}})):
        assert not is_same(before, before.model_copy(update={name: other}))


def test_every_kind_is_in_the_table_and_every_aspect_in_some_kind():
    assert set(KINDS) == set(get_args(ChangeKind))
    assert set(ASPECTS) == set(get_args(Aspect))
    assert [one for one in ASPECTS if not carrying(one)] == []
    assert {kind for kind in KINDS if not KINDS[kind].needs} == {"added", "wording"}


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a heading of the page on versions."""
    text = (ROOT / "docs/about/versions.md").read_text("utf-8").partition(heading)[2].partition("\n## ")[0]
    return [re.split(r" *\| *", line.strip("| ")) for line in text.splitlines() if line.startswith("|")][2:]


def test_the_page_on_versions_says_what_the_table_says():
    parts = {name: part for name, _, part in rows("{#kinds}")}
    assert parts == {name: kind.part for name, kind in KINDS.items()}
    assert rows("{#carries}") == [[words, ", ".join(sorted(carrying(one)))] for one, words in ASPECTS.items()]
    assert sorted(of_part("third")) == ["sources", "wording"]
