"""Forms that mean harm, or are broken: each is refused, or becomes a draft that does none; never anything else."""

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import draft as command
from llme.content.load import load
from proposing.forms import SubmissionError, read_submission
from proposing.remarks import remarks
from support import small_guide
from test_inert import PAYLOADS
from test_proposals import FORMS, NEW, submitted


def answers(text: str) -> dict[str, str]:
    return read_submission(text, FORMS.values()).values


def test_a_heading_in_an_answer_that_can_be_no_heading_of_the_form_is_part_of_the_answer():
    for said in ("### Stage\n\nMeasuring", "### Why\n\nx", "### Nothing of the form"):
        text = submitted("new-recommendation", **{**NEW, "do": f"Ask.\n\n{said}"})
        assert answers(text)["do"] == f"Ask.\n\n{said}"
        assert answers(text)["stage"] == "Measuring"
        assert answers(text)["why"] == NEW["why"]


IN_ANSWER = "in an answer too, so where an answer ends cannot be told; write that line of the answer in another way"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (submitted("new-recommendation", do="x\n\n### Don’t\n\ny"), f"`### Don’t` stands {IN_ANSWER}"),
        (submitted("new-recommendation", do="### Do"), f"`### Do` stands {IN_ANSWER}"),
        (
            submitted("new-recommendation", why="### Sources\n\n### Why"),
            f"`### Why` and `### Sources` stand {IN_ANSWER}",
        ),
        (submitted("source") * 2, "`### What is it` and `### Sources` and `### Where` and `### Version` and "),
        (
            submitted("source").replace("### Where", "### where"),
            "the heading `### Where` is missing, or not in its place",
        ),
        (submitted("source").replace("### Where", "#### Where"), "the heading `### Where` is missing, or not in its"),
        ("### Title\n\n### Stage\n\nx", "the heading `### Topics` is missing, or not in its place"),
        (
            f"Hello\n\n{submitted('source')}",
            "the text is not that of one of the forms; its headings may have been changed",
        ),
        (f"> {submitted('source')}", "the text is not that of one of the forms; its headings may have been changed"),
        ("\ufeff \r\n", "the text is empty; copy the whole text of the issue"),
    ],
)
def test_what_is_ambiguous_or_missing_is_named(text, message):
    with pytest.raises(SubmissionError) as told:
        answers(text)
    assert str(told.value).startswith(message)


def test_a_form_in_an_answer_is_not_taken_for_the_form():
    text = submitted("problem", what=submitted("new-recommendation", **NEW))
    assert read_submission(text, FORMS.values()).form == "problem"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85"])
def test_every_line_end_is_one(end):
    text = submitted("new-recommendation", **NEW)
    assert answers(text.replace("\n", end)) == answers(text)


def told(form: str, **values: str) -> list[str]:
    return list(remarks(read_submission(submitted(form, **values), FORMS.values()), load(ROOT_OF_SMALL)))


ROOT_OF_SMALL = Path(__file__).parent / "small"


def test_what_is_not_taken_over_is_said():
    assert told("new-recommendation", **{**NEW, "topics": "Consent"}) == []
    assert told("new-recommendation", stage="Measurin", topics="Consent, ../../x, a`b", roles="Root") == [
        "“Stage”: there is no `Measurin`; did you mean `Measuring`?",
        "“Topics”: there is no `../../x`; allowed: `Consent`, `Evaluation validity`",
        "“Topics”: there is no `a'b`; allowed: `Consent`, `Evaluation validity`",
        "“Who acts”: there is no `Root`; allowed: `Data collector`, `Evaluator`",
    ]
    assert told("change-recommendation", kind="added") == [
        "“Kind of change”: there is no `added`; allowed: `clarified`, `strengthened`, `reinstated`, `wording`, `sources`, "
        "`weakened`, `merged`, `split`, `superseded`, `withdrawn`"
    ]
    link = "is refused as a link; it stays text"
    assert told(
        "new-recommendation", why="See [x](JavaScript:alert(1)), https://a.example and file:///etc/passwd."
    ) == [
        f"“Why”: `JavaScript:alert(1)),` {link}",
        f"“Why”: `file:///etc/passwd.` {link}",
    ]
    assert told("source", sources="javascript:alert(1) http://a.example http://doi.org/10.1000/names") == [
        f"“Sources”: `{address}` is refused as a link; a source is a DOI, an arXiv number or an https link"
        for address in ("javascript:alert(1)", "http://a.example")
    ]
    assert len(told("new-recommendation", why="data:x " * 9, topics="x0,x1,x2,x3,x4,x5,x6")) == 10


# Through the command, as the workflow runs it.


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def run(root: Path, text: str, capsys=None) -> int:
    event = root.parent / "event.json"
    event.write_text(json.dumps({"issue": {"number": 7, "body": text}}), "utf-8")
    return command.main(["--event", str(event), "--report", str(root.parent / "report.md"), "--root", str(root)])


DRAFTED = {
    "new-recommendation": {"docs/recommendations/LLME-003.md", "bibliography/guide.bib"},
    "change-recommendation": {"docs/recommendations/LLME-002.md", "bibliography/guide.bib"},
    "source": {"bibliography/guide.bib"},
}
PIECES = st.sampled_from([*PAYLOADS, *NEW.values(), "LLME-002", "LLME-001", "../../x", "::error::x", "\n", " "])
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=4).map("".join)


@given(
    st.sampled_from(list(FORMS)), st.lists(TEXTS, min_size=12, max_size=12), st.sampled_from(["LLME-002", "LLME-009"])
)
def test_a_form_is_drafted_or_refused_whatever_is_typed(tmp_path_factory, form, texts, named):
    root = small_guide(tmp_path_factory.mktemp("form") / "guide")
    before = files(root)
    values = dict(zip(FORMS[form].labels, texts, strict=False))
    if form == "change-recommendation":
        values |= {"recommendation": named, "kind": "strengthened"}
    status = run(root, submitted(form, **values).encode("utf-8", "replace").decode())
    after = files(root)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed <= DRAFTED.get(form, set())
    assert status == (0 if (root.parent / "report.md").exists() else 1)
    assert status == 0 or changed == set()
    shutil.rmtree(root.parent)


def test_the_log_holds_no_command_and_the_report_no_markup(folder, capsys):
    hostile = "```\n::error::x\n@everyone #12\n````\n##[error]x <img src=x>"
    text = submitted("new-recommendation", **{**NEW, "topics": hostile, "stage": "::add-mask::x"})
    assert run(folder, text) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line.lstrip().startswith("::") or "##[" in line] == []
    assert "not taken over: “Stage”: there is no `::add-mask::x`" in out
    report = (folder.parent / "report.md").read_text("utf-8")
    assert report.startswith("Drafted by a program from the form.\n\n```text\nwrote docs/recommendations/LLME-003.md\n")
    assert report.endswith("\n```\n")
    assert report.count("```") == 2


def test_a_refusal_is_one_line_without_commands(folder, capsys):
    text = submitted("change-recommendation", recommendation="::error::LLME-998 LLME-999", why="x")
    assert run(folder, text) == 1
    assert capsys.readouterr().err == (
        "nothing was drafted: the form names LLME-998 and LLME-999; one form is for one recommendation\n"
    )


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere"), os.mkfifo])
def test_what_is_there_is_not_written_over(folder, capsys, make):
    make(folder / "docs/recommendations/LLME-003.md")
    assert run(folder, submitted("new-recommendation", **NEW)) == 1
    refusal = "nothing was drafted: `docs/recommendations/LLME-003.md` is there already, and is no file of the guide\n"
    assert capsys.readouterr().err == refusal


def test_nothing_is_written_outside_of_the_guide(folder, tmp_path, capsys):
    (tmp_path / "elsewhere").mkdir()
    shutil.move(folder / "bibliography", tmp_path / "elsewhere/bibliography")
    (folder / "bibliography").symlink_to(tmp_path / "elsewhere/bibliography")
    before = files(tmp_path / "elsewhere")
    assert run(folder, submitted("source", sources="10.9999/new")) == 1
    assert "nothing was drafted: " in capsys.readouterr().err
    assert files(tmp_path / "elsewhere") == before


LISTED = "changes:\n  - version: next\n    kind: added\n    note: First text.\n"


@pytest.mark.parametrize(
    "written",
    [
        LISTED.replace("\n  ", "\n"),
        "changes: [{version: next, kind: added, note: First text.}]\n",
        f'"changes":{LISTED.partition(":")[2]}',
    ],
)
def test_front_matter_that_cannot_be_changed_line_by_line_is_left_alone(folder, capsys, written):
    path = folder / "docs/recommendations/LLME-002.md"
    path.write_text(path.read_text("utf-8").replace(LISTED, written), "utf-8")
    assert "LLME-002" in load(folder).by_id
    text = path.read_text("utf-8")
    assert run(folder, submitted("change-recommendation", recommendation="LLME-002", kind="wording", do="Ask.")) == 1
    assert capsys.readouterr().err == (
        "nothing was drafted: `docs/recommendations/LLME-002.md` has not each field on lines of its own; edit it by hand\n"
    )
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("kind", ["added", "withdrawn]", '"', "x: y", "wording\n    note: y"])
def test_a_kind_that_no_change_can_have_is_left_open(folder, capsys, kind):
    assert run(folder, submitted("change-recommendation", recommendation="LLME-002", kind=kind)) == 0
    text = (folder / "docs/recommendations/LLME-002.md").read_text("utf-8")
    assert text.endswith('\n    kind: ""\n    note: "Proposed in issue 7."\n---\n', 0, text.index("\n## Why"))
    assert "not taken over: “Kind of change”: there is no `" in capsys.readouterr().out


def test_a_broken_bibliography_is_not_written_anew(folder, capsys):
    path = folder / "bibliography/guide.bib"
    path.write_bytes(path.read_bytes() + b"\n% \xff\n")
    before = path.read_bytes()
    assert run(folder, submitted("source", sources="10.9999/new")) == 1
    assert "`bibliography/guide.bib` is malformed; `make check` says where" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_sources_that_would_share_a_key_get_two(folder):
    assert run(folder, submitted("source", sources="10.9999/a.b\n10.9999/a-b")) == 0
    text = (folder / "bibliography/guide.bib").read_text("utf-8")
    assert "@misc{doi-10-9999-a-b,\n" in text
    assert "@misc{doi-10-9999-a-b-2,\n" in text
