"""The worked example: it fills in every template, says on each page that it is invented, and agrees with itself."""

import re
import shutil
from dataclasses import replace

import pytest

from example import main as example
from llme.checklist.engine import read
from llme.checklist.project import page_data
from llme.citations.formatting import Formatted
from llme.content.load import load
from llme.content.release import normative_hash
from llme.outputs.worked import answer_files
from llme.pages.render import render
from llme.rules import check
from llme.site import make_site
from llme.texts.forms import read_form
from llme.versions.edition import Edition
from support import ROOT, buildable

SITE = "https://example.org/"


@pytest.fixture(scope="module")
def pages(real):
    return render(replace(real, documents=tuple(map(_uncited, real.documents))), Formatted(), Edition())


def _uncited(document):
    """The document without citations, which only a style can print."""
    return replace(document, body=re.sub(r" ?\[[^\[\]]*@[^\[\]]*\]", "", document.body))


def test_every_template_is_filled_in_word_by_word(real):
    """The checks compare; this says that they had something to compare."""
    filled = {}
    for page in real.worked:
        if name := page.value("template"):
            filled.setdefault(name, []).append(page)
    assert set(filled) == {document.name for document in real.of_kind("downloads")}
    assert len(filled["risk-card"]) == 2
    for name, documents in filled.items():
        asked = read_form(real.by_path[f"docs/templates/files/{name}.md"].body.split("\n"))
        assert len(asked.questions) >= 15, name
        for document in documents:
            given = read_form(document.body.split("\n"))
            assert [*given.questions] == [*asked.questions], document.path
            assert [*given.sections] == [*asked.sections], document.path
            assert [*given.tables] == [*asked.tables], document.path


def test_a_template_that_gains_a_question_is_told(tmp_path):
    for name in ("docs", "bibliography"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("CHANGELOG.md", "CITATION.cff"):
        shutil.copy(ROOT / name, tmp_path)
    path = tmp_path / "docs/templates/files/datasheet.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("## Changes", "27. Who was not asked?\n    - Answer:\n\n## Changes"), "utf-8")
    found = [one for one in check(load(tmp_path)) if one.code.startswith("form-")]
    assert [(one.path, one.message) for one in found] == [
        (
            "docs/worked-example/datasheet.md",
            "`docs/templates/files/datasheet.md` has the question `27. Who was not asked?`, and this page has not",
        )
    ]


def test_each_page_says_at_its_top_that_all_of_it_is_invented(real, pages):
    assert len(real.worked) == 11
    for document in real.worked:
        text = pages[document.path.removeprefix("docs/")]
        body = text.split("\n---\n", 1)[1].strip()
        title, note = body.split("\n\n", 2)[:2]
        assert title == f"# {document.value('title')}", document.path
        assert "<strong>Invented.</strong>" in note, document.path
    assert sum("<strong>Invented.</strong>" in text for text in pages.values()) == len(real.worked)


def test_recommendations_lead_to_what_answers_them(real, pages):
    for document in real.worked:
        for name in document.value("answers") or ():
            address = f'href="../../worked-example/{document.name}/"'
            assert address in pages[f"recommendations/{name}.md"], (name, document.path)
    for one in real.answers.answers:
        assert f'href="../../worked-example/checklist/#{one.id}"' in pages[f"recommendations/{one.id}.md"]
        assert f'id="{one.id}"' in pages["worked-example/checklist.md"]


def test_templates_lead_to_what_is_filled_in_and_back(real, pages):
    for document in real.worked:
        if name := document.value("template"):
            assert f'href="../../worked-example/{document.name}/"' in pages[f"templates/{name}.md"]
            assert f'href="../../templates/{name}/"' in pages[f"worked-example/{document.name}.md"]


@pytest.mark.parametrize("version", ["dev", "newest"])
def test_the_checklist_opens_the_answers_without_a_warning(real, version):
    edition = Edition(real.releases[-1].version if version == "newest" else version, SITE)
    known = page_data(real, edition)
    files = answer_files(real, edition)
    project, changes = read(files["worked-example/checklist.json"], known)
    assert changes == []
    assert project["guide"]["version"] == edition.version
    asked = {name for slug in project["selection"]["profiles"] for name in real.profiles[slug].recommendations}
    assert {one["id"] for one in project["answers"] if one["answer"] and one["text"]} == asked
    for ending in ("md", "tex"):
        text = files[f"worked-example/checklist.{ending}"]
        assert "Bench Brief, an invented project" in text
        assert f"Answered: {len(asked)} of {len(asked)}" in text
        assert all(name in text for name in asked)


def test_some_answers_say_that_a_recommendation_was_not_followed(real):
    assert sum(one.answer == "no" for one in real.answers.answers) >= 3


def test_answers_to_words_that_changed_are_renewed_by_a_command(tmp_path, capsys):
    for name in ("docs", "bibliography"):
        shutil.copytree(ROOT / name, tmp_path / name)
    path = tmp_path / "docs/recommendations/LLME-008.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("title: Ask whether", "title: Do ask whether"), "utf-8")
    assert [one.message for one in check(load(tmp_path)) if one.code == "answer-outdated"] == [
        "LLME-008 was answered under other words than it has now"
    ]
    assert example(["--root", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("LLME-008: is this still the answer? Datasheet, section 4.")
    guide = load(tmp_path)
    assert [one for one in check(guide) if one.code == "answer-outdated"] == []
    assert {one.id: one.hash for one in guide.answers.answers}["LLME-008"] == normative_hash(guide.by_id["LLME-008"])
    before = (tmp_path / "docs/worked-example/checklist.json").read_text("utf-8")
    assert example(["--root", str(tmp_path)]) == 0
    assert (tmp_path / "docs/worked-example/checklist.json").read_text("utf-8") == before
    (tmp_path / "docs/worked-example/checklist.json").unlink()
    assert example(["--root", str(tmp_path)]) == 1


# Figures that several documents give: they are one story.


def _rows(real, page, head):
    form = read_form(real.by_path[f"docs/worked-example/{page}.md"].body.split("\n"))
    return [(row.text, *row.given) for row in form.tables[head]]


def _number(text):
    return int(re.match(r"[0-9,]+", text)[0].replace(",", ""))


def test_the_posts_add_up(real):
    head = "Step, tool and version | Items before | Items after | Whose texts it removed most often"
    steps = [(_number(row[1]), _number(row[2])) for row in _rows(real, "datasheet", head)]
    assert [after for _, after in steps[:-1]] == [before for before, _ in steps[1:]]
    head = "Part | Items | Language | Dates covered | Who or what made the labels | Error rate, and who checked it"
    boards = [row[1] for row in _rows(real, "datasheet", head) if row[0].startswith("Board ")]
    posts = sum(_number(items) for items in boards)
    threads = sum(_number(items.split(", ", 1)[1].replace("threads", "")) for items in boards)
    assert (steps[0][0], steps[-1][1], posts, threads) == (214_600, 144_000, 144_000, 6_120)
    head = (
        "Source and owner | Terms, licence, `robots.txt` (date read) | Permission or legal basis | "
        "Would its authors expect this use? | Decision, by whom"
    )
    decisions = [row[-1] for row in _rows(real, "datasheet", head)]
    left_out = sum(_number(one.removeprefix("left out, ")) for one in decisions if one.startswith("left out"))
    assert steps[0][1] == steps[0][0] - left_out
    figures = dict(_rows(real, "index", "What | How much"))
    assert figures["Posts in the seven boards of the forum on 2 February"] == "214,600"
    assert figures["Posts in the data, in 6,120 threads of four boards"] == "144,000"


def test_the_results_agree(real):
    bodies = {one.name: one.body for one in real.worked}
    head = "Group, language or dialect | Test set and items | Measure | Result with interval | Gap to the best group"
    results = [row[3] for row in _rows(real, "model-card", head) if " of 50" in row[3]]
    assert sum(_number(one) for one in results) == 13
    for version, softened in (("0.9 in 4 bits", 31), ("1.0 in 8 bits", 13)):
        boards = re.search(rf"Softened, {version} .*? \| ((?:\d+; ){{3}}\d+), in all {softened} \|", bodies[AUDIT])[1]
        assert sum(map(int, boards.split("; "))) == softened
        assert f"{softened} of 200" in bodies["index"]
        assert f"{softened}" in bodies["risk-card-softened"]
    for name, texts in AGREED.items():
        assert all(text in bodies[name] for text in texts), name


def test_what_was_paid_adds_up(real):
    paid = {"annotation-protocol": ["€6,840"], "release-worksheet": ["€480", "€500", "€900", "€25"]}
    total = 0
    for name, sums in paid.items():
        body = real.by_path[f"docs/worked-example/{name}.md"].body
        assert all(one in body for one in sums)
        total += sum(int(one.strip("€").replace(",", "")) for one in sums)
    figures = dict(_rows(real, "index", "What | How much"))
    people, computing = (
        int(one.replace(",", "")) for one in re.findall(r"€([0-9,]+)", figures["Paid to people, and for computing"])
    )
    assert people == total
    assert f"€{people + computing:,}" in real.by_path["docs/worked-example/release-worksheet.md"].body


AUDIT = "pre-release-audit"
AGREED = {
    "index": ("0.71", "5 October to 9 November", "61 to 23", "3, 1, 1", "€19.00"),
    "annotation-protocol": ("0.71", "€19.00", "800", "1,000"),
    "risk-card-softened": ("€19.00", "16 of 200", "6 of the 50"),
    AUDIT: ("5 October", "9 November", "over 16 of 200", "over 6 of 50"),
    "release-worksheet": ("13 of 200", "0 of 300", "1 of 300", "three laboratories", "one request is open"),
    "stakeholder-map": ("61 to 23", "24,300", "19,000", "37 accounts"),
    "model-card": ("13 of 200", "34 kWh", "96 hours", "31 softened summaries in 200"),
}


def test_a_preview_shows_what_it_can_of_an_example_with_problems(tmp_path):
    project = buildable(tmp_path / "project", ROOT)
    answers = project / "docs/worked-example/checklist.json"
    text = answers.read_text("utf-8")
    answers.write_text(text.replace('"LLME-002"', '"LLME-001"').replace('"answer": "yes"', '"answer": ""', 1), "utf-8")
    page = project / "docs/worked-example/datasheet.md"
    page.write_text(page.read_text("utf-8").replace("template: datasheet", "template: datashet"), "utf-8")
    site = make_site(project, Edition(), preview=True)
    assert {one.code for one in site.findings} >= {"form-unknown", "answer-missing", "recommendation-repeated"}
    assert "Not answered." in site.pages["worked-example/checklist.md"]
    assert "<strong>Invented.</strong>" in site.pages["worked-example/model-card.md"]


def test_the_search_finds_the_first_page_alone(real, pages):
    for document in real.worked:
        head = pages[document.path.removeprefix("docs/")].split("\n---\n", 1)[0]
        assert ('"exclude": true' in head) == (document.name != "index"), document.path
