"""The checklist: its data, its files in every format as the browser's modules write them, and a real LaTeX."""

import itertools
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pypandoc
import pypdf
import pytest
import quickjs
from hypothesis import given, settings
from hypothesis import strategies as st

from llme.checklist import engine
from llme.checklist.engine import (
    ASSETS,
    ChecklistError,
    chosen,
    plain_latex,
    read,
    to_arr,
    to_json,
    to_latex,
    to_latex_table,
    to_markdown,
)
from llme.checklist.project import page_data, schema
from llme.command.library import Library
from llme.content.load import load
from llme.html.classic import as_classic
from llme.versions.edition import Edition
from support import ROOT

FILES = ROOT / "tests/checklist"
KIND = "llm-ethics-guide-checklist"
EVERYTHING = {"profiles": [], "stages": [], "roles": []}
SITE = "https://example.org/"
HOSTILE = [
    r"\input{/etc/passwd} \def\x{\x}\x \end{document} \immediate\write18{date} ^^5cinput \makeatletter {{{ }",
    "50 % of $x_1$ & #1 ~ ^ | \"q\" 'a' `code` -- --- '' ,, ?` !` << >>",
    "<script>alert(1)</script> <img src=x onerror=alert(1)> &amp; &lt;b&gt; <!-- c --> <https://a.example/>",
    "# one\n## two\n- three\n+ four\n* five\n1. six\n2) seven\n> eight\n=====\n-----\n    code\n```\nx\n```\n|a|b|\n:::",
    "[link](javascript:alert(1)) ![image](x) [^1] [@key] @user **bold** _it_ __bold__ snake_case a_b_ ~~s~~ ==m==",
    "See https://example.org/a_b(c)_d?x=1&y=2#z%20, (https://example.org/), and https://example.org/~me/$1.",
    "é e\u0301 ß – — “q” … Łódź Nguyễn Ștefan Þór ąę İ x\u0302 κ ≥ ½ 你好 😀👨‍👩‍👧 مرحبا \u202eabc\u202c \ufeff \x00\x07\x1b \ud83d",
    "one\r\ntwo\rthree\u2028four\n\n\n  five  \n\t\n six\x85seven \xa0 eight",
    "[first] {second} *third* /a/very/long/path/without/any/space/that/a/narrow/column/could/never/hold.tsv "
    + "w" * 90,
    "",
    " \n\t ",
    "\\",
    "a\\\nb",
]


@pytest.fixture(scope="module")
def guide(small) -> dict[str, Any]:
    """The small guide's data, on a site."""
    return page_data(small, Edition("dev", SITE))


@pytest.fixture(scope="module")
def whole(real) -> dict[str, Any]:
    """The real guide's data."""
    return page_data(real, Edition(real.releases[-1].version, SITE))


@pytest.fixture(scope="module")
def past(past_folder):
    """The guide with a past, and its data at each release."""
    library = Library(past_folder / "docs", SITE)
    return {version: library.asked(version) for version in library.paths}


def saved(data: dict[str, Any], texts: list[str], **fields) -> dict[str, Any]:
    """A project with these texts as answers, in turn; every third one has an old hash."""
    answers = [
        {
            "id": one["id"],
            "hash": "0" * 64 if at % 3 == 2 else one["hash"],
            "answer": ("yes", "no", "not-applicable", "")[at % 4],
            "text": texts[at % len(texts)],
            "notes": texts[(at + 1) % len(texts)] if at % 2 else "",
        }
        for at, one in enumerate(data["recommendations"])
    ]
    return {
        "kind": KIND,
        "format": 2,
        "guide": {"version": data["version"], "date": data["date"], "url": data["url"]},
        "project": texts[0],
        "saved": "2026-11-22",
        "selection": dict(EVERYTHING),
        "answers": answers,
        **fields,
    }


# The data of the page ---------------------------------------------------------------------------------------------


def test_the_pages_data(guide):
    assert {key: value for key, value in guide.items() if key not in ("recommendations", "profiles", "arr")} == {
        "version": "dev",
        "date": None,
        "url": "https://example.org/dev/",
        "stages": [{"slug": "collecting", "title": "Collecting"}, {"slug": "measuring", "title": "Measuring"}],
        "roles": [
            {"slug": "data-collector", "title": "Data collector"},
            {"slug": "evaluator", "title": "Evaluator"},
        ],
    }
    assert guide["profiles"][1] == {
        "slug": "measurement",
        "title": "Measurement",
        "summary": "You only measure.",
        "recommendations": ["LLME-002"],
    }
    assert guide["recommendations"][0] == {
        "id": "LLME-001",
        "title": "Ask before you collect",
        "stage": "collecting",
        "also": ["measuring"],
        "roles": ["data-collector"],
        "do": "Ask people first, and read `robots.txt`.",
        "dont": 'Do not take silence for a "yes" <in any case>.',
        "do_from": "from this guide",
        "dont_from": "from this guide",
        "questions": ["Did you ask?", "Did they answer?"],
        "hash": "ff3798c9ede11641bf233b7dcbeaabe0d34ce5998a7a894fdcd0b93b6dca42d9",
        "status": "active",
        "reason": "",
        "superseded_by": [],
        "since": "next",
        "changes": [{"version": "next", "kind": "added", "note": "First text."}],
        "path": "recommendations/LLME-001/",
    }
    assert guide["arr"]["items"] == [
        {"id": "A1", "title": "Limits", "helps": ["LLME-002", "LLME-001"]},
        {"id": "A2", "title": 'Risks & "harms"', "helps": ["LLME-001"]},
        {"id": "B1", "title": "Seeds", "helps": []},
    ]


def test_questions_are_plain_text(folder):
    path = folder / "docs/recommendations/LLME-001.md"
    text = path.read_text("utf-8").replace(
        "- Did you ask?",
        "- Did you *really* ask, as [the form](../about/data.md) says\n  [@adams2020first], and keep `a_b`?",
    )
    path.write_text(text, "utf-8")
    data = page_data(load(folder), Edition())
    assert data["recommendations"][0]["questions"] == [
        "Did you really ask, as the form says, and keep `a_b`?",
        "Did they answer?",
    ]


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (((), (), ()), ["LLME-001", "LLME-002"]),
        ((("measurement",), (), ()), ["LLME-002"]),
        ((("measurement", "survey"), (), ()), ["LLME-001", "LLME-002"]),
        ((("measurement", "gone"), (), ()), ["LLME-002"]),
        ((("measurement",), ("collecting",), ()), ["LLME-001", "LLME-002"]),
        ((("measurement",), ("collecting",), ("evaluator",)), ["LLME-002"]),
        ((("gone",), (), ()), ["LLME-001", "LLME-002"]),
        (((), ("collecting",), ()), ["LLME-001"]),
        (((), ("measuring",), ()), ["LLME-001", "LLME-002"]),
        (((), ("measuring",), ("evaluator",)), ["LLME-002"]),
        (((), ("gone",), ()), []),
    ],
)
def test_which_recommendations_are_chosen(guide, selection, ids):
    told = dict(zip(EVERYTHING, selection, strict=True))
    assert [one["id"] for one in chosen(guide, told)] == ids


def test_several_kinds_of_project_bring_what_each_brings_by_stage(whole):
    """Each recommendation once, in the order of the stages, whatever kinds are named and in whatever order."""
    kinds = {one["slug"]: set(one["recommendations"]) for one in whole["profiles"]}
    order = [one["id"] for one in chosen(whole, EVERYTHING)]
    for pair in itertools.permutations(kinds, 2):
        ids = [one["id"] for one in chosen(whole, {**EVERYTHING, "profiles": pair})]
        assert ids == sorted(set.union(*(kinds[kind] for kind in pair)), key=order.index)


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (((), (), ()), "All recommendations."),
        ((("survey",), (), ()), "Kind of project: Survey."),
        ((("measurement", "survey"), (), ()), "Kinds of project: Survey, Measurement."),
        ((("gone",), (), ()), "Kind of project: not in this version."),
        (
            (("survey",), ("measuring",), ("evaluator",)),
            "Kind of project: Survey. Stages: Measuring. Roles: Evaluator.",
        ),
        (((), ("collecting", "measuring"), ()), "Stages: Collecting, Measuring."),
    ],
)
def test_an_export_says_what_was_chosen(guide, selection, words):
    told = dict(zip(EVERYTHING, selection, strict=True))
    text = to_markdown(guide, read(json.dumps(saved(guide, ["x"], selection=told)), guide)[0])
    assert f"(<https://example.org/dev/>). {words} Saved on 22 November 2026.\n" in text


def test_the_real_profiles_are_of_a_size_that_people_answer(whole):
    order = [one["id"] for one in chosen(whole, EVERYTHING)]
    profiles = {one["slug"]: one["recommendations"] for one in whole["profiles"]}
    assert list(profiles) == [
        *("data-set-paper", "fine-tuning", "evaluation", "deploying-an-assistant", "annotation-study", "agents"),
        *("annotation-by-llm", "empirical-study", "reviewing"),
    ]
    for names in profiles.values():
        assert 10 <= len(names) <= 20
        assert names == sorted(names, key=order.index)


# The formats ------------------------------------------------------------------------------------------------------


GOLDEN = {"ETHICS.md": to_markdown, "ethics.tex": to_latex, "ethics.table.tex": to_latex_table, "arr.md": to_arr}


@pytest.mark.parametrize(("name", "write"), GOLDEN.items())
def test_golden_formats(guide, name, write):
    """Renew with `GOLDEN=write .venv/bin/pytest tests/test_checklist.py -n 0 -k golden`, and read the difference."""
    text = write(guide, read((FILES / "project.json").read_text("utf-8"), guide)[0])
    if os.environ.get("GOLDEN") == "write":
        (FILES / name).write_text(text, "utf-8")
    assert text == (FILES / name).read_text("utf-8")


def test_an_export_says_what_is_missing(guide):
    project, _ = read(json.dumps(saved(guide, [""], answers=[])), guide)
    text = to_markdown(guide, project)
    assert text.count("**Answer:** Not answered\n\n**Where, or why not:**\n\n**Notes:**\n") == 2
    assert "**Answered: 0 of 2 (0 followed, 0 not followed, 0 not applicable). Not answered: 2.**" in text
    assert "Draft of the guide, not to be cited." in text
    assert "None of your answers helps with this item. Recommendations that help: LLME-001." in to_arr(guide, project)
    assert to_arr({**guide, "arr": None}, project).count("\n") == 1


def test_no_answer_is_lost(past):
    """Answers outside the selection, to what was withdrawn, and to what never was, stand in every format."""
    guide = past["2.0.0"]
    data = saved(guide, ["kept words"], selection={**EVERYTHING, "profiles": ["measurement"]})
    unknown = {"id": "LLME-999", "hash": "0" * 64, "answer": "no", "text": "kept words", "notes": ""}
    data["answers"] = [{**one, "answer": "yes"} for one in data["answers"]] + [unknown]
    project, _ = read(json.dumps(data), guide)
    statuses = {one["status"] for one in guide["recommendations"]}
    assert statuses == {"active", "withdrawn"}
    for write in (to_markdown, to_latex, to_latex_table, to_arr, to_json):
        text = write(guide, project)
        assert text.count("kept words") >= len(data["answers"])
        assert "LLME-999" in text
    assert read(to_json(guide, project), guide)[0] == project


# Markdown and LaTeX as others read them -------------------------------------------------------------------------------


def words(text: str) -> str:
    return " ".join(re.sub("[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u2028]", " ", text).split())


def strings(markup: str, form: str) -> tuple[str, set[str]]:
    """The plain text that pandoc reads, and the kinds of markup it saw."""
    tree = json.loads(pypandoc.convert_text(markup, "json", format=form))
    found: list[str] = []
    kinds: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict) and "t" in node:
            kinds.add(node["t"])
            if node["t"] in ("Str", "Code", "Math", "RawInline", "RawBlock", "CodeBlock"):
                found.append(node["c"] if isinstance(node["c"], str) else node["c"][1])
            elif node["t"] in ("Space", "SoftBreak", "LineBreak", "Para"):
                found.append(" ")
                walk(node.get("c", []))
            elif node["t"] == "Link":
                walk(node["c"][1])
            else:
                walk(node.get("c", []))

    walk(tree["blocks"])
    return words("".join(found)), kinds


PRINTABLE = [text for text in HOSTILE if not re.search("[^ -~\n]", text)]


@pytest.mark.parametrize("form", ["gfm", "commonmark_x", "markdown"])
def test_markdown_shows_a_text_and_runs_none_of_it(guide, form):
    for text in PRINTABLE:
        project, _ = read(json.dumps(saved(guide, [text])), guide)
        markup = next(
            block for block in to_markdown(guide, project).split("\n\n") if block.startswith("**Where:**")
        ).removeprefix("**Where:** ")
        shown, kinds = strings(markup, f"{form}-smart" if form != "gfm" else form)
        expected = words(text) or "No place is given."
        assert shown == re.sub(r"\s*\n\s*", " ", expected)
        assert kinds <= {"Para", "Str", "Space", "LineBreak", "SoftBreak", "Link", *([] if words(text) else ["Emph"])}


def latex_of(guide: dict[str, Any], text: str) -> str:
    """An answer's text in the appendix."""
    one = saved(guide, [text])["answers"][0]
    written = to_latex(guide, saved(guide, ["x"], selection={**EVERYTHING, "stages": ["none"]}, answers=[one]))
    return (
        written.partition(r"\textbf{Followed.} ")[2]
        .partition("\n\nCharacters that the font lacks")[0]
        .partition("\n\nThe recommendations are by")[0]
    )


# Commands that pandoc passes over.
UNKNOWN_TO_PANDOC = {"{[}": "[", "{]}": "]", r"\char34{}": '"', r"\textasciigrave{}": "`", r"\textbar{}": "|"}


def test_latex_shows_a_text_and_runs_none_of_it(guide):
    for text in PRINTABLE:
        written = latex_of(guide, text)
        for command, character in UNKNOWN_TO_PANDOC.items():
            written = written.replace(command, character)
        shown, kinds = strings(written, "latex-smart")
        assert shown.replace("’", "'") == (words(text) or "No place is given.")
        assert kinds <= {"Para", "Str", "Space", "SoftBreak", "Link", "Span"}


COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)


@pytest.fixture(scope="module")
def ours() -> set[str]:
    """The commands that one character alone becomes, and those around links and in long words."""
    characters = map(chr, [*range(0x3100), *range(0xFE00, 0x10000), 0x1F600])
    found = {command for one in characters for command in COMMAND.findall(plain_latex(one))}
    assert {r"\textbackslash", r"\alpha", r"\c", r"\llmeglyph"} <= found
    assert not found & {r"\input", r"\def", r"\end", r"\write", r"\makeatletter", r"\x"}
    return found | {r"\href", r"\allowbreak"}


@settings(max_examples=50)
@given(st.lists(st.text() | st.sampled_from(HOSTILE)))
def test_latex_of_any_text_is_ascii_balanced_and_free_of_the_users_commands(guide, ours, parts):
    written = latex_of(guide, "".join(parts))
    assert written.isascii()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", written)
    bare = COMMAND.sub("", written)
    assert bare.count("{") == bare.count("}")
    assert not set(bare) & set("$&#%_^\\")
    assert set(COMMAND.findall(written)) <= ours


def set_by(pdflatex: str, path: Path) -> str:
    """What LaTeX says while it sets a file."""
    command = [pdflatex, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", path.name]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, timeout=120)
    log = path.with_suffix(".log").read_text("latin-1")
    assert done.returncode == 0, log[-2000:]
    return log


def test_a_real_latex_sets_it(whole, tmp_path, pdflatex):
    """In one column and in two, with hyperref and without, in the old encoding of fonts and in the new, in both forms."""
    profile = {**EVERYTHING, "profiles": ["data-set-paper"]}
    project, _ = read(json.dumps(saved(whole, HOSTILE, selection=profile)), whole)
    (tmp_path / "ethics.tex").write_text(to_latex(whole, project), "ascii")
    (tmp_path / "table.tex").write_text(to_latex_table(whole, project, numbered=True), "ascii")
    characters = [*range(0x20, 0x250), *range(0x370, 0x400), *range(0x1E00, 0x1F00), *range(0x2000, 0x2300)]
    lines = ["".join(map(chr, characters[at : at + 16])) for at in range(0, len(characters), 16)]
    every = saved(whole, ["\n".join(lines)], selection={**EVERYTHING, "stages": ["none"]})
    (tmp_path / "every.tex").write_text(to_latex(whole, {**every, "answers": every["answers"][:1]}), "ascii")
    body = r"\begin{document}Before.\appendix\input{ethics}\input{every}\input{table}After.\end{document}"
    links = r"\usepackage[T1]{fontenc}\usepackage{hyperref}"
    heads = {
        "plain": r"\documentclass{article}",
        "linked": rf"\documentclass{{article}}{links}",
        "columns": rf"\documentclass[twocolumn]{{article}}{links}",
    }
    for name, head in heads.items():
        (tmp_path / f"{name}.tex").write_text(head + body, "ascii")
        log = set_by(pdflatex, tmp_path / f"{name}.tex")
        assert "Overfull" not in log
        assert "Missing character" not in log
        assert "passwd" not in re.sub(r"\s", "", log)
        with pypdf.PdfReader(tmp_path / f"{name}.pdf") as reader:
            pages = [page.extract_text() for page in reader.pages]
            addresses = {
                str(note.get_object()["/A"]["/URI"]) for page in reader.pages for note in page.get("/Annots", [])
            }
        text = re.sub(r"\s", "", "".join(pages))
        if name != "plain":  # its font has no backslash of its own, so what is drawn cannot be read back
            assert r"\input{/etc/passwd}\def\x{\x}\x\end{document}" in text
        assert text.endswith("After." + str(len(pages)))
        if name != "plain":
            assert addresses >= {
                f"{SITE}{load(ROOT).releases[-1].version}/recommendations/LLME-001/",
                "https://example.org/a_b(c)_d?x=1&y=2#z%20",
                "https://example.org/%7Eme/%241",
            }


@pytest.mark.parametrize(("numbered", "name"), [(True, "A"), (False, "Ethics checklist")])
@pytest.mark.parametrize("links", ["", r"\usepackage{hyperref}"], ids=["plain", "linked"])
def test_a_paper_can_refer_to_the_appendix(guide, tmp_path, pdflatex, links, numbered, name):
    """By the number of its section or, where that has none, by its name; never by the number of another section."""
    project, _ = read((FILES / "project.json").read_text("utf-8"), guide)
    path = tmp_path / "paper.tex"
    for write, label in ((to_latex, "sec:ethics-checklist"), (to_latex_table, "tab:ethics-checklist")):
        (tmp_path / "ethics.tex").write_text(write(guide, project, numbered=numbered), "ascii")
        body = rf"\section{{One}}See \ref{{{label}}}, please.\appendix\input{{ethics}}"
        path.write_text(rf"\documentclass{{article}}{links}\begin{{document}}{body}\end{{document}}", "ascii")
        set_by(pdflatex, path)
        assert "undefined references" not in set_by(pdflatex, path)
        with pypdf.PdfReader(path.with_suffix(".pdf")) as reader:
            text = " ".join(reader.pages[0].extract_text().split())
        assert f"See {name}, please." in text
        assert ("A Ethics checklist" in text) is numbered


# Reading ----------------------------------------------------------------------------------------------------------


def damage(*keys: str | int, to: Any = ...) -> Any:
    """A change of a saved project: the value under `keys` becomes `to`, or goes."""

    def change(data: dict[str, Any]) -> dict[str, Any]:
        *way, last = keys
        place = data
        for key in way:
            place = place[key]
        if to is ...:
            del place[last]
        else:
            place[last] = to
        return data

    return change


def refusal(text: str, guide: dict[str, Any]) -> str:
    """What is said of a file that cannot be read."""
    with pytest.raises(ChecklistError) as caught:
        read(text, guide)
    return str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (damage("kind"), "This file is not a saved checklist of the LLM Ethics Guide."),
        (damage("kind", to="other"), "This file is not a saved checklist of the LLM Ethics Guide."),
        (
            damage("format", to=3),
            "This file was saved by a newer version of the guide, in a form that this one cannot read. Open it with the newest version of the guide.",
        ),
        (damage("format", to="1"), "This file is damaged: “format” must be the number 1 or 2."),
        (damage("format", to=True), "This file is damaged: “format” must be the number 1 or 2."),
        (damage("format", to=0.5), "This file is damaged: “format” must be the number 1 or 2."),
        (damage("format"), "This file is damaged: the field “format” is missing."),
        (damage("guide", to=[]), "This file is damaged: “guide” must be a set of fields."),
        (
            damage("guide", "version", to="1.02.0"),
            "This file is damaged: “guide.version” must be a version such as 1.2.0, or “dev”.",
        ),
        (
            damage("guide", "date", to="2026-13-01"),
            "This file is damaged: “guide.date” must be a date such as 2026-11-22, or null.",
        ),
        (damage("guide", "url", to=None), "This file is damaged: “guide.url” must be text."),
        (damage("project", to=7), "This file is damaged: “project” must be text."),
        (damage("saved", to="2026-11-22\n"), "This file is damaged: “saved” must be a date such as 2026-11-22."),
        (damage("saved", to="٢٠٢٦-11-22"), "This file is damaged: “saved” must be a date such as 2026-11-22."),
        (damage("selection", "roles"), "This file is damaged: the field “selection.roles” is missing."),
        (
            damage("selection", "profiles", to=None),
            "This file is damaged: “selection.profiles” must be a list of short names such as “evaluation”.",
        ),
        (
            damage("selection", "profiles", to=["a", ""]),
            "This file is damaged: “selection.profiles.2” must be a short name such as “evaluation”.",
        ),
        (
            damage("selection", "stages", to={}),
            "This file is damaged: “selection.stages” must be a list of short names such as “data-compilation”.",
        ),
        (
            damage("selection", "stages", to=["a", "B"]),
            "This file is damaged: “selection.stages.2” must be a short name such as “data-compilation”.",
        ),
        (damage("answers", to=None), "This file is damaged: “answers” must be a list."),
        (damage("answers", 1, to="x"), "This file is damaged: “answers.2” must be a set of fields."),
        (
            damage("answers", 1, "id", to="LLME-2"),
            "This file is damaged: “answers.2.id” must be an ID such as LLME-008.",
        ),
        (damage("answers", 1, "id", to="LLME-001"), "This file is damaged: it answers LLME-001 twice."),
        (
            damage("answers", 0, "hash", to="A" * 64),
            "This file is damaged: “answers.1.hash” must be 64 digits and letters from a to f.",
        ),
        (
            damage("answers", 0, "answer", to="maybe"),
            "This file is damaged: “answers.1.answer” must be “yes”, “no”, “not-applicable” or empty.",
        ),
        (damage("answers", 0, "text", to=["x"]), "This file is damaged: “answers.1.text” must be text."),
        (damage("answers", 0, "notes"), "This file is damaged: the field “answers.1.notes” is missing."),
        (damage("answers", 0, "when", to=""), "This file is damaged: the field “answers.1.when” is not known."),
        (damage("extra", to={}), "This file is damaged: the field “extra” is not known."),
    ],
)
def test_what_a_damaged_file_is_told(guide, change, message):
    data = change(saved(guide, ["x"]))
    assert refusal(json.dumps(data), guide) == message
    # Of two answers to one recommendation, a schema knows nothing; and Python's `$` lets a last line end pass.
    if "twice" not in message and not data.get("saved", "").endswith("\n"):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(data, schema())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "This file is not a saved checklist: it is neither its JSON nor its Markdown."),
        ("# Ethics checklist", "This file is not a saved checklist: it is neither its JSON nor its Markdown."),
        ('{"kind": NaN}', "This file is not a saved checklist: it is neither its JSON nor its Markdown."),
        ('{"kind": "llm-ethics', "This file is not a saved checklist: it is neither its JSON nor its Markdown."),
        ("[]", "This file is not a saved checklist of the LLM Ethics Guide."),
        ("null", "This file is not a saved checklist of the LLM Ethics Guide."),
        ('"llm-ethics-guide-checklist"', "This file is not a saved checklist of the LLM Ethics Guide."),
    ],
)
def test_what_another_file_is_told(guide, text, message):
    assert refusal(text, guide) == message


def test_files_that_differ_only_in_form_are_read(guide):
    data = saved(guide, ["x"])
    for text in ("\ufeff" + json.dumps(data), json.dumps(data, indent=8), json.dumps({**data, "format": 2.0})):
        assert read(text, guide)[0] == data


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"profile": "survey", "stages": [], "roles": []}, {"profiles": ["survey"], "stages": [], "roles": []}),
        (
            {"profile": None, "stages": ["measuring"], "roles": []},
            {"profiles": [], "stages": ["measuring"], "roles": []},
        ),
        ({"profile": None, "stages": [], "roles": []}, EVERYTHING),
        # The first format asked for the profile alone.
        (
            {"profile": "survey", "stages": ["measuring"], "roles": ["evaluator"]},
            {**EVERYTHING, "profiles": ["survey"]},
        ),
    ],
)
def test_a_file_of_the_first_format_is_read_whole(guide, old, new):
    """As the page and the command line of 0.1.1 wrote it."""
    data = saved(guide, HOSTILE, format=1, selection=old)
    project, changes = read(json.dumps(data), guide)
    assert project == read(json.dumps({**data, "format": 2, "selection": new}), guide)[0]
    assert [one["kind"] for one in changes] == []
    jsonschema.validate(json.loads(to_json(guide, project)), schema())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            damage("selection", "profile", to=""),
            "“selection.profile” must be a short name such as “evaluation”, or null",
        ),
        (
            damage("selection", "profile", to=["survey"]),
            "“selection.profile” must be a short name such as “evaluation”, or null",
        ),
        (damage("selection", "profile"), "the field “selection.profile” is missing"),
        (damage("selection", "profiles", to=[]), "the field “selection.profiles” is not known"),
    ],
)
def test_what_a_damaged_file_of_the_first_format_is_told(guide, change, message):
    data = saved(guide, ["x"], format=1, selection={"profile": None, "stages": [], "roles": []})
    assert refusal(json.dumps(change(data)), guide) == f"This file is damaged: {message}."


def test_halves_of_characters_and_what_c_ends_a_text_with_come_through(guide):
    for ascii in (True, False):
        project, _ = read(json.dumps(saved(guide, ["a\ud83db\0c😀"]), ensure_ascii=ascii), guide)
        assert project["answers"][0]["text"] == "a\ufffdb\0c😀"
    assert "** a\ufffdbc😀" in to_markdown(guide, project)


@settings(max_examples=50)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_reading_anything_gives_a_message_and_never_a_traceback(small, value):
    guide = page_data(small, Edition())
    for text in (
        json.dumps(value),
        json.dumps({"kind": KIND, "format": value}),
        json.dumps({**saved(guide, [""]), "guide": value}),
    ):
        with pytest.raises(ChecklistError):
            read(text, guide)


def test_nesting_too_deep_gives_a_message(guide):
    data = json.dumps(saved(guide, [""])).replace('"answers": [', '"answers": ' + "[" * 900 + "]" * 900 + ', "x": [', 1)
    assert refusal(data, guide) == "This file is damaged: “answers.1” must be a set of fields."
    for text in ("[" * 100_000, "[" * 100_000 + "]" * 100_000):
        assert refusal(text, guide) == "This file is not a saved checklist: it is neither its JSON nor its Markdown."


def test_a_file_that_is_far_too_large_gives_a_message(guide):
    assert refusal(" " * 5_000_001, guide) == "This file is far too large to be a saved checklist."


@pytest.mark.parametrize(("limit", "value"), [("SECONDS", 0.05), ("BYTES", 5_000_000)])
def test_the_engine_neither_hangs_nor_swells(guide, monkeypatch, tmp_path, limit, value):
    monkeypatch.setattr(engine, limit, value)
    assets = tmp_path / "assets"
    shutil.copytree(ASSETS, assets)
    text = json.dumps(saved(guide, ["x"], answers=[saved(guide, ["x" * 1000])["answers"][0]] * 4000))
    with pytest.raises(ChecklistError, match=r"^This file is far too large to be a saved checklist\.$"):
        read(text, guide, assets)


@pytest.mark.parametrize(
    ("version", "changes"),
    [
        ("1.0.0", []),
        (
            "1.1.0",
            [
                ("LLME-001", "changed", "A comma less."),
                ("LLME-003", "changed", "Rounding is covered too."),
                ("LLME-004", "changed", "One means a single one."),
                ("LLME-007", "added", "Say when you stopped"),
            ],
        ),
        (
            "2.0.0",
            [
                ("LLME-001", "changed", "A comma less. No more Don't."),
                ("LLME-003", "withdrawn", "It said the same as another. See LLME-002."),
                ("LLME-004", "withdrawn", "It said the same as another. See LLME-002, LLME-007."),
                ("LLME-005", "withdrawn", "It said the same as another. See LLME-007."),
                ("LLME-006", "withdrawn", "It was wrong."),
                ("LLME-999", "unknown", "This version of the guide does not have it."),
                ("LLME-007", "added", "Say when you stopped"),
            ],
        ),
    ],
)
def test_what_changed_since(past, version, changes):
    hashes = {one["id"]: one["hash"] for one in past["1.0.0"]["recommendations"]}
    if version == "2.0.0":
        hashes["LLME-999"] = "0" * 64
    answers = [{"id": one, "hash": hashes[one], "answer": "yes", "text": "", "notes": ""} for one in hashes]
    text = json.dumps(saved(past["1.0.0"], ["x"], answers=answers))
    assert [tuple(one.values()) for one in read(text, past[version])[1]] == changes


def test_a_text_that_changed_before_the_last_save_is_still_told(past):
    """Saving again under a newer version does not make an old answer new; only answering again does."""
    data = saved(past["1.0.0"], ["x"])
    data["answers"] = data["answers"][:1]
    project, _ = read(json.dumps(data), past["2.0.0"])
    again = read(to_json(past["2.0.0"], project), past["2.0.0"])[1]
    assert [one for one in again if one["kind"] == "changed"] == [
        {"id": "LLME-001", "kind": "changed", "note": "Its text was changed."}
    ]
    assert "*The recommendation was changed after this was answered.*" in to_markdown(past["2.0.0"], project)


def test_a_file_of_a_newer_version_is_not_read(past):
    text = json.dumps(saved(past["2.0.0"], ["x"]))
    message = "This file was saved with version 2.0.0 of the guide, and this is version 1.1.0. Open it with version 2.0.0 or a later one."
    assert refusal(text, past["1.1.0"]) == message


def test_a_file_of_the_draft_is_compared_text_by_text(past):
    data = saved(past["1.0.0"], ["x"], guide={"version": "dev", "date": None, "url": ""})
    for guide, kinds in ((past["1.0.0"], {"changed"}), (past["2.0.0"], {"changed", "withdrawn"})):
        assert {one["kind"] for one in read(json.dumps(data), guide)[1]} == kinds


def test_round_trip_and_schema(whole):
    for shift in range(len(HOSTILE)):
        text = json.dumps(saved(whole, HOSTILE[shift:] + HOSTILE[:shift]))
        project, _ = read(text, whole)
        written = to_json(whole, project)
        jsonschema.validate(json.loads(written), schema())
        assert read(written, whole)[0] == project
        assert to_json(whole, read(written, whole)[0]) == written
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(
    ("version", "other", "after"),
    [
        ("1.10.0", "1.9.0", True),
        ("1.9.0", "1.10.0", False),
        ("10.0.0", "9.9.9", True),
        ("1.0.0", "1.0.0", False),
        ("1.0.1", "1.0.0", True),
        ("next", "99.0.0", True),
        ("dev", "99.0.0", True),
        ("99.0.0", "next", False),
        ("next", "dev", False),
    ],
)
def test_versions_are_compared_as_numbers(version, other, after):
    code = f'import {{ comesAfter }} from "./versions.mjs";\nglobalThis.found = comesAfter("{version}", "{other}");\n'
    assert run(code) is after


def test_answers_stand_in_the_order_of_their_numbers():
    """By number: as text, LLME-1000 stands before LLME-101."""
    code = """import { merged, withAnswer } from "./checklist/project.mjs";
const [first, second, third] = ["LLME-101", "LLME-1000", "LLME-99"].map((id) => ({ id, hash: "", answer: "yes", text: "", notes: "" }));
const both = withAnswer({ answers: [first] }, second, second);
const all = merged({ answers: [third] }, both, new Set([third.id]), false);
globalThis.found = all.answers.map((one) => one.id).join(" ");
"""
    assert run(code) == "LLME-99 LLME-101 LLME-1000"


def run(code: str) -> Any:
    """What a module beside the guide's own leaves in `found`."""
    paths = {path.relative_to(ASSETS).with_suffix("").as_posix(): path for path in ASSETS.rglob("*.mjs")}
    modules = {name: path.read_text("utf-8") for name, path in paths.items()}
    context = quickjs.Context()
    context.eval(as_classic({**modules, "test": code}, "test"))
    return context.get("found")
