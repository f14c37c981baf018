"""From the text of a submitted form to files: whole, in its place, and harmless."""

import json
import re
import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from llme.content.load import load
from llme.findings import format_text
from llme.html.safety import PAGE, faults, parse
from llme.rules import check
from past import edit
from proposing.drafting import draft
from proposing.events import EventError, IssueEvent, read
from proposing.forms import SubmissionError, read_forms, read_submission
from support import ROOT, build, script

FOLDER = ROOT / ".github/ISSUE_TEMPLATE"
FORMS = {form.name: form for form in read_forms(FOLDER)}
NOBODY = "_No response_"


def submitted(form: str, **values: str) -> str:
    """What GitHub makes of a form that was filled in."""
    return (
        "\n\n".join(f"### {label}\n\n{values.get(name, NOBODY)}" for name, label in FORMS[form].labels.items()) + "\n"
    )


NEW = {
    "title": "Pay people for waiting: always",
    "stage": "Measuring",
    "topics": "Consent, Validity",
    "roles": "Evaluator",
    "dont": "Do not count\nonly the clicks.",
    "why": "They wait, as was shown.",
    "sources": "10.1000/names – the names\nhttps://doi.org/10.9999/new",
    "steps": "1. Count the minutes.",
    "exceptions": "Nobody waits.",
    "related": "LLME-001 speaks of asking.",
}


def test_there_are_forms_for_everything_that_can_be_proposed():
    assert list(FORMS) == [
        "new-recommendation",
        "change-recommendation",
        "source",
        "tool",
        "crosswalk",
        "translation",
        "problem",
    ]


def test_the_forms_are_valid_for_github():
    for path in sorted(FOLDER.iterdir()):
        schema = "vendor.github-issue-config" if path.name == "config.yml" else "vendor.github-issue-forms"
        words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
        done = subprocess.run(words, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_forms_offer_what_the_guide_has(real):
    fields = {}
    for path in FOLDER.glob("[0-9]*.yml"):
        for one in yaml.safe_load(path.read_text("utf-8"))["body"]:
            if one["type"] == "dropdown":
                fields[path.stem[2:], one["id"]] = one["attributes"]["options"]
    stages = [stage.title for stage in real.stages]
    assert fields["new-recommendation", "stage"] == stages == fields["tool", "stages"]
    assert fields["new-recommendation", "topics"] == [one.title for one in real.topics.values()]
    assert fields["new-recommendation", "roles"] == [one.title for one in real.roles.values()]
    kinds = "wording sources clarified strengthened weakened merged split superseded withdrawn reinstated".split()
    assert fields["change-recommendation", "kind"] == kinds


def test_no_two_forms_can_be_taken_for_each_other():
    for form in FORMS.values():
        assert read_submission(submitted(form.name), FORMS.values()).form == form.name


def test_a_new_recommendation(folder):
    path = folder / "form.md"
    path.write_text(submitted("new-recommendation", **NEW), "utf-8")
    done = script("draft.py", path, "--issue", "7", "--root", folder)
    assert done.stdout == (
        "wrote docs/recommendations/LLME-003.md\nwrote bibliography/guide.bib\n"
        "not taken over: “Topics”: there is no `Validity`; allowed: `Consent`, `Evaluation validity`\n\n"
        "what the checks still ask for:\n"
        "bibliography/guide.bib:21:1: field-missing: the `author` of `doi-10-9999-new` is empty\n"
        "  hint: `make source WORK=10.9999/new` looks it up; or write `author = {Family, Given and Family, Given}`\n"
        "bibliography/guide.bib:22:1: field-missing: the `title` of `doi-10-9999-new` is empty\n"
        "  hint: `make source WORK=10.9999/new` looks it up; or write `title = {{The title of the work}}`\n"
        "docs/recommendations/LLME-003.md:1:1: recommendation-undiscussed: "
        "no section of a stage or of a page in `docs/release` links to it\n"
        "  hint: link to it from a section of `docs/stages/measuring.md`\n"
        "docs/recommendations/LLME-003.md:16:1: section-length: the section `Why` has 8 words\n"
        "  hint: write 40 to 260\n"
        "docs/recommendations/LLME-003.md:22:1: section-length: the section `First steps` has 1 step\n"
        "  hint: write 3 to 5\n"
        "docs/recommendations/LLME-003.md:26:1: section-length: "
        "the section `When this may not apply` has 2 words\n"
        "  hint: write 40 or more\n"
        "docs/recommendations/LLME-003.md:30:1: section-empty: the section `Check yourself` is empty\n"
        "  hint: write it, as the other recommendations do\n"
        "7 problems in 2 files\n"
    ), done.stderr
    text = (folder / "docs/recommendations/LLME-003.md").read_text("utf-8")
    assert re.sub(r"reviewed: \d{4}-\d\d-\d\d", "reviewed: DAY", text) == (
        '---\ntitle: "Pay people for waiting: always"\nstage: "measuring"\ntopics: ["consent"]\n'
        'roles: ["evaluator"]\ndo: ""\ndont: "Do not count only the clicks."\ntools: []\nreviewed: DAY\n'
        'changes:\n  - version: next\n    kind: added\n    note: "Proposed in issue 7."\n---\n'
        "\n## Why\n\nThey wait, as was shown.\n\nSources: [@li2021names; @doi-10-9999-new].\n"
        "\n## First steps\n\n1. Count the minutes.\n\n## When this may not apply\n\nNobody waits.\n\n## Check yourself\n"
    )


def test_a_change(folder):
    path = folder / "form.md"
    values = {
        "recommendation": " llme?LLME-002.",
        "kind": "strengthened",
        "dont": 'Do not say: "one" number.',
        "why": "x",
    }
    path.write_text(submitted("change-recommendation", **values), "utf-8")
    before = (folder / "docs/recommendations/LLME-002.md").read_text("utf-8")
    done = script("draft.py", path, "--root", folder)
    assert done.stdout == "wrote docs/recommendations/LLME-002.md\n\nno problems\n", done.stderr
    expected = re.sub(r"(?m)^dont: .*$", lambda _: 'dont: "Do not say: \\"one\\" number."', before)
    expected = expected.replace(
        "\n---\n\n## Why",
        '\n  - version: next\n    kind: strengthened\n    note: "Proposed through a form."\n---\n\n## Why',
    )
    assert (folder / "docs/recommendations/LLME-002.md").read_text("utf-8") == expected


def test_what_somebody_proposes_is_not_said_to_come_from_a_paper(folder):
    path = folder / "docs/recommendations/LLME-002.md"
    path.write_text(path.read_text("utf-8").replace("\ntools:", "\ndont_from: paper\ntools:", 1), "utf-8")
    form = folder / "form.md"
    values = {"recommendation": "LLME-002", "kind": "strengthened", "dont": "Do not say one number.", "why": "x"}
    form.write_text(submitted("change-recommendation", **values), "utf-8")
    assert script("draft.py", form, "--root", folder).returncode == 0
    one = load(folder).by_id["LLME-002"]
    assert (one.dont, one.dont_from) == ("Do not say one number.", "guide")


def test_a_withdrawal_asks_for_its_reason(folder):
    path = folder / "form.md"
    path.write_text(submitted("change-recommendation", recommendation="LLME-002", kind="withdrawn", why="x"), "utf-8")
    done = script("draft.py", path, "--root", folder)
    assert "withdrawal-unexplained: it is withdrawn, and `reason` does not say why" in done.stdout
    assert "decision-missing: no decision says why LLME-002 is withdrawn" in done.stdout


def test_a_return_takes_out_what_withdrew_it(copy_of_past):
    folder = copy_of_past("2.0.0")
    path = folder / "form.md"
    path.write_text(submitted("change-recommendation", recommendation="LLME-005", kind="reinstated", why="x"), "utf-8")
    before = (folder / "docs/recommendations/LLME-005.md").read_text("utf-8")
    gone = "status: withdrawn\nreason: It said the same as another.\nsuperseded_by: [LLME-007]\n"
    assert gone in before
    done = script("draft.py", path, "--root", folder)
    assert "recommendation-undiscussed" in done.stdout
    assert "1 problem in 1 file" in done.stdout
    expected = before.replace(gone, "").replace(
        "\n---\n\n## Why",
        '\n  - version: next\n    kind: reinstated\n    note: "Proposed through a form."\n---\n\n## Why',
    )
    assert (folder / "docs/recommendations/LLME-005.md").read_text("utf-8") == expected


def test_sources_alone(folder):
    guide = load(folder)
    text = submitted("source", sources="10.1000/names 2401.00001 arXiv:2401.00001 https://example.org/x")
    made = draft(read_submission(text, FORMS.values()), guide, "LLME-003", None, None)
    assert list(made.files) == ["bibliography/guide.bib"]
    assert re.findall(r"^@\w+\{(.*),", made.files["bibliography/guide.bib"], re.MULTILINE)[-3:] == [
        "health2410report",
        "li2021names",
        "url-example-org-x",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the text is empty"),
        ("### Do\n\nx", "the text is not that of one of the forms"),
        ("x" * 60_001, "the text has 60001 characters; 60000 are read"),
        (submitted("tool", name="x"), "the form `tool` is not drafted by a program; write an entry into"),
        (submitted("source"), "every answer of the form is empty"),
        (submitted("source", sources="javascript:alert(1)"), "no DOI, arXiv number or https link was found"),
        (submitted("source", sources=" ".join(f"10.1000/{n}" for n in range(51))), "names 51 sources; 50 are taken"),
        (submitted("change-recommendation", recommendation="LLME-999"), "names no recommendation that exists"),
        (
            submitted("change-recommendation", recommendation="LLME-001, LLME-002"),
            "the form names LLME-001 and LLME-002; one form is for one recommendation",
        ),
    ],
)
def test_what_cannot_be_drafted_is_said(folder, text, message):
    path = folder / "form.md"
    path.write_text(text, "utf-8")
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    done = script("draft.py", path, "--root", folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_an_event_of_github(folder):
    event = folder / "event.json"
    event.write_text(json.dumps({"issue": {"number": 12, "body": submitted("new-recommendation", **NEW)}}), "utf-8")
    report = folder / "report.md"
    done = script("draft.py", "--event", event, "--report", report, "--root", folder)
    assert done.returncode == 0, done.stderr
    assert "Proposed in issue 12." in (folder / "docs/recommendations/LLME-003.md").read_text("utf-8")
    assert report.read_text("utf-8").startswith("Drafted by a program from the form.\n\n```text\nwrote docs/")
    event.write_text('{"issue": {"number": 12, "body": null}}', "utf-8")
    done = script("draft.py", "--event", event, "--root", folder)
    assert (done.returncode, done.stderr.partition(";")[0]) == (
        1,
        "nothing was drafted: the text is empty",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"action": "labeled"}', "`issue.number` is missing"),
        ('{"issue": null}', "`issue.number` is missing"),
        ('{"issue": {"number": 12}}', "`issue.body` is missing"),
        ('{"issue": {"number": "12", "body": ""}}', "`issue.number` is not as it must be: "),
        ("{", "it is not as it must be: Invalid JSON"),
    ],
)
def test_what_an_event_lacks_is_said(tmp_path, content, message):
    event = tmp_path / "event.json"
    event.write_text(content, "utf-8")
    with pytest.raises(EventError) as told:
        read(event, IssueEvent)
    assert str(told.value).startswith(f"{event}: {message}")
    done = script("draft.py", "--event", event)
    assert done.returncode == 2
    assert f"the form cannot be read: {event}: {message}" in done.stderr
    assert "Traceback" not in done.stderr


HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![p](https://evil.example/p.png)\n"
    "# Heading\n## Why\n---\n::: rules\n```\n\\full_bibliography\n{: onclick=alert(1)}\n$(touch /tmp/x) `id` ${{ secrets }}\n"
    "[^ref-x]: note\n\u202egnp.exe\u0000\ue000\n\tcode\n"
)


def test_hostile_text_neither_runs_nor_breaks_out(project):
    values = dict.fromkeys(("why", "steps", "exceptions", "case", "related"), HOSTILE)
    line = " ".join(HOSTILE.split())
    text = submitted(
        "new-recommendation", **{**NEW, **values, "title": line, "do": line, "dont": line, "stage": "../../etc"}
    )
    guide = load(project)
    made = draft(read_submission(text, FORMS.values()), guide, "LLME-003", 1, "2026-01-31")
    assert sorted(made.files) == ["bibliography/guide.bib", "docs/recommendations/LLME-003.md"]
    for name, content in made.files.items():
        (project / name).write_text(content, "utf-8")
    edit(project, "LLME-003", ("## Check yourself\n", "## Check yourself\n\n- Yes?\n"))
    guide = load(project)
    assert "LLME-003" not in guide.by_id or guide.by_id["LLME-003"].stage == ""
    found = [one for one in check(guide) if one.path.endswith("LLME-003.md")]
    assert {one.code for one in found} == {
        *(
            "citation-missing",
            "citation-place",
            "dont-polarity",
            "field-value",
            "list-missing",
            "stage-unknown",
            "text-unsafe",
            "title-length",
        ),
    }, format_text(found)
    edit(project, "LLME-003", ('stage: ""', "stage: measuring"))
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("strict: true", "strict: false"), "utf-8")
    done = build(project, GUIDE_FINDINGS="show")
    assert done.returncode == 0, done.stderr
    page = (project / "site/recommendations/LLME-003/index.html").read_text("utf-8")
    article = page[page.index("<article") : page.index("</article>")]
    assert list(faults(parse(article), PAGE)) == []
    assert "evil.example" not in re.sub(r"<[^>]*>[^<]*", "", article)


@given(st.text())
def test_a_text_without_the_headings_of_a_form_is_refused(text):
    with pytest.raises(SubmissionError, match=r"^the text is (not that of one of the forms|empty); "):
        read_submission(text, FORMS.values())
