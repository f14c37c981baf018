"""The command `llme`, run in this process over the guide with a past: what each command prints, writes and returns."""

import json
import re
import shlex
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from llme import places
from llme.command import cards
from llme.command.badges import render_badge
from llme.command.line import llme as command
from support import ROOT

SITE = "https://example.org"


@pytest.fixture
def llme(past_folder, tmp_path, monkeypatch):
    """Runs the command in an empty folder, over the releases of the guide with a past."""
    monkeypatch.setattr(places, "DOCS", past_folder / "docs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)

    def run(*arguments: str, **options) -> Result:
        done = CliRunner().invoke(command, list(arguments), prog_name="llme", **options)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return run


def edit(path: str, *changes: tuple[str, str]) -> None:
    """Changes the first place of each text in a file."""
    text = Path(path).read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    Path(path).write_text(text, "utf-8")


def line_of(path: str, start: str, after: str = "") -> int:
    """The number of the first line that begins so, after one that begins with `after`."""
    rows = Path(path).read_text("utf-8").split("\n")
    begin = next(at for at, row in enumerate(rows) if row.startswith(after))
    return next(at for at, row in enumerate(rows) if at >= begin and row.startswith(start)) + 1


# Help and usage ---------------------------------------------------------------------------------------------------


def test_help_reads_like_a_manual(llme):
    """Every command has a summary that fits its line, a text, and examples that name commands there are."""
    done = llme("--help")
    assert done.exit_code == 0
    assert "..." not in done.stdout.partition("Options:")[2]
    for heading in ("A project from its first day:", "Exit status:", "Environment:"):
        assert f"  {heading}\n" in done.stdout
    for name, one in command.commands.items():
        text = llme(name, "--help").stdout
        assert f"Usage: llme {name} " in text
        assert f"  {name} " in done.stdout
        examples = text.partition("Examples:")[2].partition("\n\n")[0]
        assert len(re.findall(rf"^ +llme {name}\b", examples, re.MULTILINE)) >= 2, name
        assert all(isinstance(option, click.Argument) or option.help for option in one.params), name


def test_the_examples_of_the_manual_run(llme, monkeypatch):
    """Over the guide itself, in their order, without what follows a pipe or goes into a file."""
    monkeypatch.setattr(places, "DOCS", ROOT / "docs")
    for folder in ("docs", "paper"):
        Path(folder).mkdir()
    llme("init", "-o", "paper/ethics.json")
    ran = 0
    for name in ("init", *command.commands):
        text = llme(name, "--help").stdout.partition("Examples:")[2]
        for line in re.findall(rf"^ +llme ({name}\b.*)$", text, re.MULTILINE):
            if name == "update":
                llme("init", "--release", "0.1.0", "-o", "ETHICS.md", "--force")
            words = shlex.split(re.split(r" [|>]", line)[0])
            force = ["--force"] if words[0] in ("init", "export", "card", "badge") else []
            done = llme(*words, *force)
            assert done.exit_code == int("--require" in words), (line, done.stderr)
            ran += 1
    assert ran >= 25


def test_the_version_names_the_releases(llme):
    assert (
        llme("--version").stdout
        == "llme 2.0.0, with the releases 0.1.0, 1.0.0, 1.0.1, 1.1.0, 2.0.0 of the LLM Ethics Guide\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["init", "--profile", "surve"], "no profile is named `surve`; did you mean `survey`?"),
        (["init", "--stage", "x"], "no stage is named `x`; allowed: `collecting`, `measuring`"),
        (["init", "--role", "evaluators"], "no role is named `evaluators`; did you mean `evaluator`?"),
        (["init", "--release", "9.0.0"], "no release is named `9.0.0`; did you mean `2.0.0` or `1.0.0` or `1.0.1`?"),
        (
            ["init", "--release", "dev"],
            "no release is named `dev`; allowed: `0.1.0`, `1.0.0`, `1.0.1`, `1.1.0`, `2.0.0`",
        ),
        (["check"], "Invalid value for '[FILE]...': File 'ETHICS.md' does not exist."),
        (["check", ".", "--require", "current"], "Invalid value for '[FILE]...': File '.' is a directory."),
        (["show", "LLME-999"], "release 2.0.0 has no LLME-999; see `llme list`"),
        (["show", "LLME-001@0.9.0"], "no release `0.9.0` is here; did you mean"),
        (["show", "LLME-1"], "`LLME-1` is no name such as LLME-008 or LLME-008@2.0.0"),
        (["cite", "LLME@7.0.0"], "no release `7.0.0` is here"),
        (["list", "--stage", "collecting", "--topic", "consent", "--role", "evaluator"], "no recommendation fits"),
        (["card", "datasheet"], "no card is named `datasheet`; allowed: `form`"),
        (["completion", "tcsh"], "'tcsh' is not one of 'bash', 'zsh', 'fish'."),
        (["chekc"], "No such command 'chekc'."),
    ],
)
def test_wrong_usage(llme, arguments, message):
    done = llme(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


# Beginning and checking ---------------------------------------------------------------------------------------------


def test_a_checklist_is_begun_with_the_newest_release_or_another(llme):
    done = llme("init", "--profile", "survey", "--name", "Forum posts")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "wrote ETHICS.md: 2 recommendations of release 2.0.0, to be answered\n"
    text = Path("ETHICS.md").read_text("utf-8")
    assert text.startswith("# Ethics checklist: Forum posts\n\nAnswers to the LLM Ethics Guide 2.0.0 of ")
    assert "Kind of project: Survey. Saved on " in text
    assert text.count("\n\n**Answer:** Not answered\n\n**Where, or why not:**\n\n**Notes:**\n") == 2
    older = llme("init", "--release", "1.0.0", "-o", "-", "--site", SITE)
    assert older.exit_code == 0
    assert "[LLM Ethics Guide 1.0.0 of 1 February 2026](<https://example.org/1.0.0/>)" in older.stdout
    assert older.stdout.count("### [LLME-00") == 6


def test_no_file_is_replaced_unasked(llme):
    Path("ETHICS.md").write_text("My answers", "utf-8")
    done = llme("init")
    assert done.exit_code == 1
    assert done.stderr == "llme: ETHICS.md is there already; name another file, or replace it with --force\n"
    assert Path("ETHICS.md").read_text("utf-8") == "My answers"
    assert llme("init", "--force").exit_code == 0
    assert llme("init", "-o", "gone/ETHICS.md").stderr == (
        "llme: gone/ETHICS.md: cannot be written: No such file or directory\n"
    )


def test_json_is_begun_checked_updated_and_exported_too(llme):
    assert llme("init", "--release", "1.0.0", "-o", "ethics.json").exit_code == 0
    edit("ethics.json", ('"answer": ""', '"answer": "yes"'), ('"text": ""', '"text": "Section 3"'))
    done = llme("check", "ethics.json", "--require", "current")
    assert done.exit_code == 1
    stamp = line_of("ethics.json", '    "version"')
    first = line_of("ethics.json", '      "id": "LLME-001"')
    told = "reworded in 1.0.1: A comma less. It was weakened in 2.0.0: No more Don't"
    assert (
        f"ethics.json:{stamp}:1: older: these are answers to release 1.0.0, and the newest release is 2.0.0\n"
        in done.stdout
    )
    assert f"ethics.json:{first}:1: changed: LLME-001 was {told}\n" in done.stdout
    assert llme("update", "ethics.json").exit_code == 0
    data = json.loads(Path("ethics.json").read_text("utf-8"))
    assert (data["guide"]["version"], data["answers"][0]["text"]) == ("2.0.0", "Section 3")
    assert "LLME-007" in {one["id"] for one in data["answers"]}
    assert llme("export", "ethics.json", "-o", "ETHICS.md").exit_code == 0
    again = json.loads(llme("export", "ETHICS.md", "--format", "json").stdout)
    holding = {"LLME-001", "LLME-002", "LLME-007"}  # nothing was answered to the others, which were withdrawn
    assert again == {**data, "answers": [one for one in data["answers"] if one["id"] in holding]}


def answered(llme) -> None:
    """A checklist of release 1.0.0 with answers to the first three."""
    assert llme("init", "--release", "1.0.0").exit_code == 0
    edit(
        "ETHICS.md",
        ("**Answer:** Not answered\n\n**Where, or why not:**", "**Answer:** Followed\n\n**Where:** Section 3"),
        ("**Answer:** Not answered\n\n**Where, or why not:**", "**Answer:** Not followed\n\n**Why not:**"),
        ("**Answer:** Not answered\n\n**Where, or why not:**", "**Answer:** not applicable\n\n**Why:** No numbers."),
    )


def test_what_is_found_and_what_fails(llme):
    """The answers are to LLME-001, and then by stage to LLME-002 and 003."""
    answered(llme)
    rows = Path("ETHICS.md").read_text("utf-8").split("\n")
    stamp = line_of("ETHICS.md", "Answers to")
    fields = [at for at, row in enumerate(rows, 1) if row.startswith("**Answer:**")]
    names = [re.search("LLME-...", row)[0] for row in rows if row.startswith("### ")]
    at = dict(zip(names, fields, strict=True))
    done = llme("check")
    told = [row for row in done.stdout.split("\n") if row.startswith("ETHICS.md:")]
    assert done.exit_code == 0
    first, second, _, *open_ = names
    assert first == "LLME-001"
    wanted = [
        f"ETHICS.md:{stamp}:1: added: LLME-007 joined your choice in 1.1.0: Say when you stopped",
        f"ETHICS.md:{stamp}:1: older: these are answers to release 1.0.0, and the newest release is 2.0.0",
        f"ETHICS.md:{at['LLME-001']}:1: changed: LLME-001 was reworded in 1.0.1: A comma less. It was weakened in 2.0.0: No more Don't",
        f"ETHICS.md:{at[second]}:1: unplaced: {second} says `Not followed`, and not why",
    ]
    assert [row for row in told if row in wanted] == wanted
    assert sum(": unanswered: " in row for row in told) == len(open_)
    assert f"ETHICS.md:{at[open_[0]]}:1: unanswered: {open_[0]} is not answered: " in done.stdout
    withdrawn = [row for row in told if ": withdrawn: " in row]
    assert all(
        re.search(r"LLME-00\d was withdrawn in 2\.0\.0: It said the same as another\. See ", row) for row in withdrawn
    )
    assert told[-1].startswith("ETHICS.md: 3 of 6 answered, release 1.0.0; ")
    assert [llme("check", "--require", one).exit_code for one in ("answered", "current")] == [1, 1]


def test_a_file_that_is_answered_and_current_passes_all(llme):
    llme("init", "--profile", "measurement")
    edit("ETHICS.md", ("Not answered\n", "Followed\n"), ("**Where, or why not:**", "**Where:** Section 3"))
    done = llme("check", "--require", "answered", "--require", "current")
    assert (done.exit_code, done.stdout) == (0, "ETHICS.md: 1 of 1 answered, release 2.0.0; nothing found\n")


def test_findings_as_annotations_and_as_data(llme):
    llme("init", "--profile", "measurement")
    line = line_of("ETHICS.md", "**Answer:**")
    title = "LLME-002 is not answered: Do not trust a single number"
    place = f"file=ETHICS.md,line={line},col=1,title=unanswered"
    assert llme("check", "--format", "github").stdout == f"::warning {place}::{title}\n"
    assert llme("check", "--format", "github", "--require", "answered").stdout == f"::error {place}::{title}\n"
    assert json.loads(llme("check", "--format", "json").stdout) == [
        {
            "path": "ETHICS.md",
            "line": line,
            "column": 1,
            "code": "unanswered",
            "message": title,
            "hint": "",
            "fails": False,
        }
    ]


def test_the_changes_since_the_very_text_that_was_answered_are_told_after_an_update_too(llme):
    answered(llme)
    assert llme("update", "--release", "1.1.0").exit_code == 0
    assert "changed: LLME-001 was reworded in 1.0.1: A comma less\n" in llme("check", "--release", "1.1.0").stdout
    assert (
        "LLME-001 was reworded in 1.0.1: A comma less. It was weakened in 2.0.0: No more Don't\n"
        in llme("check").stdout
    )


@pytest.mark.parametrize(
    ("content", "line", "column", "message"),
    [
        (b"# Ours\n", 1, 1, "this file is not a saved checklist: it is neither its JSON nor its Markdown"),
        (b"", 1, 1, "this file is not a saved checklist: it is neither its JSON nor its Markdown"),
        (b"\xff\xfe", 1, 1, "this is not UTF-8 text"),
        (b'{\n "kind": x}', 2, 10, "this is no JSON: Expecting value"),
        (b'{"kind": 1}', 1, 1, "this file is not a saved checklist of the LLM Ethics Guide"),
    ],
)
def test_a_file_that_is_no_checklist(llme, content, line, column, message):
    Path("ETHICS.md").write_bytes(content)
    done = llme("check")
    assert done.exit_code == 1
    assert done.stdout == f"ETHICS.md:{line}:{column}: unreadable: {message}\n1 found, 1 to be mended\n"
    for name in ("update", "export"):
        done = llme(name)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert Path("ETHICS.md").read_bytes() == content


def test_what_is_malformed_fails_and_is_not_exported(llme):
    llme("init", "--profile", "measurement")
    edit("ETHICS.md", ("Not answered\n", "Sort of\n"))
    done = llme("check")
    line = line_of("ETHICS.md", "**Answer:**")
    assert done.exit_code == 1
    assert f"ETHICS.md:{line}:13: answer-unknown: `Sort of` is no answer\n  hint: write `Followed`" in done.stdout
    assert "unanswered" not in done.stdout
    done = llme("export", "-o", "x.tex")
    assert done.exit_code == 1
    assert done.stderr == "llme: ETHICS.md has problems, which `llme check ETHICS.md` names; nothing was written\n"


def test_a_file_of_a_newer_guide_is_met_with_a_clear_word(llme, past_folder):
    llme("init")
    edit("ETHICS.md", ('"version": "2.0.0"', '"version": "9.0.0"'))
    message = "this file was saved with version 9.0.0 of the guide, and this is version 2.0.0. This llme holds 0.1.0, 1.0.0, 1.0.1, 1.1.0, 2.0.0: upgrade it"
    assert llme("check").stdout.startswith(f"ETHICS.md:1:1: unreadable: {message}\n")
    assert llme("update").stderr.lower() == f"llme: ethics.md: {message}.\n".lower()


# Updating and exporting -----------------------------------------------------------------------------------------------


def test_an_update_says_what_to_read_again(llme):
    answered(llme)
    edit("ETHICS.md", ("**Where:** Section 3", "**Where:** Section 3,\nand *ours*.\n\n#### A table\n\n| a | b |"))
    done = llme("update")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith(
        "wrote ETHICS.md: from release 1.0.0 to release 2.0.0\n  LLME-001 changed: A comma less. No more Don't.\n"
    )
    text = Path("ETHICS.md").read_text("utf-8")
    assert "**Where:** Section 3,\nand *ours*.\n\n#### A table\n\n| a | b |\n" in text
    assert "(wording in 1.0.1: A comma less. weakened in 2.0.0: No more Don't.). Read it again" in text
    again = llme("update")
    assert again.exit_code == 0
    assert Path("ETHICS.md").read_text("utf-8") == text
    assert llme("update", "-o", "-").stdout == text


def test_a_file_keeps_the_address_of_its_site(llme):
    llme("init", "--release", "1.0.0", "--site", SITE)
    llme("update")
    text = Path("ETHICS.md").read_text("utf-8")
    assert "[LLM Ethics Guide 2.0.0 of 1 May 2026](<https://example.org/2.0.0/>)" in text
    assert "### [LLME-001](<https://example.org/2.0.0/recommendations/LLME-001/>)" in text


def test_exports_have_the_text_of_the_files_own_release(llme):
    answered(llme)
    for name, start in {
        "a.tex": "% Ethics checklist, from: LLM Ethics Guide 1.0.0 of ",
        "a.md": "# Ethics checklist\n\nAnswers to the LLM Ethics Guide 1.0.0 of ",
        "a.json": '{\n  "kind": "llm-ethics-guide-checklist"',
    }.items():
        done = llme("export", "-o", name)
        assert (done.exit_code, done.stderr) == (0, f"wrote {name}: 3 answered, release 1.0.0\n")
        assert Path(name).read_text("utf-8").startswith(start)
    assert r"\llmerow{LLME-001}" in llme("export", "--format", "latex-table", "--numbered", "-o", "-").stdout
    assert llme("export", "--arr").stdout.startswith(
        "# Somebody's checklist\n\nAnswers to the LLM Ethics Guide 1.0.0 of "
    )
    assert r"\label{sec:ethics-arr}" in llme("export", "--arr", "--format", "latex").stdout
    for arguments, message in {
        ("-o", "x.doc"): "`x.doc` does not tell its format; end it in .tex, .md or .json, or add --format",
        ("--arr", "-o", "x.json"): "the order of the ARR checklist is for Markdown and LaTeX",
    }.items():
        done = llme("export", *arguments)
        assert done.exit_code == 2
        assert done.stderr.endswith(f"Error: {message}\n")


# Reading and citing ---------------------------------------------------------------------------------------------------


def test_a_recommendation_is_shown_as_a_release_has_it(llme):
    old, new = (llme("show", f"llme-003@{version}").stdout for version in ("1.0.0", "1.1.0"))
    assert old.startswith("LLME-003@1.0.0  Say what you left out\n\nMeasuring. ")
    assert "\n\nDon’t  Never report one number alone.\n\nWhy\n" in old
    assert "\n\nDon’t  Never report one number alone, or round it.\n\nWhy\n" in new
    assert "\n\nHistory\n1.0.0  added: " in old
    assert "\n1.1.0  strengthened: Rounding is covered too.\n" in new
    assert "\n\nWithdrawn. It said the same as another. Instead, see LLME-002.\n" in llme("show", "LLME-003").stdout
    assert json.loads(llme("show", "LLME-003", "--format", "json").stdout)["status"] == "withdrawn"
    assert llme("show", "LLME-001", "LLME-002").stdout.count("\nCheck yourself\n") == 2


def test_lists_are_of_what_holds(llme):
    assert llme("list").stdout == (
        "Collecting\n  LLME-001  Ask before you collect\n\n"
        "Measuring\n  LLME-002  Do not trust a single number\n  LLME-007  Say when you stopped\n"
    )
    assert [one["id"] for one in json.loads(llme("list", "--stage", "collecting", "--format", "json").stdout)] == [
        "LLME-001"
    ]
    assert llme("list", "--profile", "measurement").stdout == "Measuring\n  LLME-002  Do not trust a single number\n"
    assert llme("list", "--profiles").stdout.startswith("survey       You ask people & count. (2)\n")
    assert llme("list", "--stages").stdout == "collecting  Collecting\nmeasuring   Measuring\n"
    assert llme("list", "--releases").stdout.split()[:2] == ["0.1.0", "2026-01-01"]


def test_citations_are_those_of_the_page(llme):
    whole = llme("cite", "LLME-001@1.0.0", "--site", SITE).stdout
    assert "LLME-001@1.0.0\n" in whole
    assert (
        "We followed LLME-001 of the LLM Ethics Guide, version 1.0.0, https://example.org/r/LLME-001@1.0.0/." in whole
    )
    bibtex = llme("cite", "LLME-001", "--format", "bibtex").stdout
    assert bibtex.startswith("@manual{llme-001-2.0.0,\n")
    assert json.loads(llme("cite", "--format", "csl").stdout)[0]["title"] == "LLM Ethics Guide, version 2.0.0"
    assert llme("cite", "LLME@1.0.0", "--format", "ris").stdout.startswith("TY  - ELEC\n")


# Cards ----------------------------------------------------------------------------------------------------------------


def test_cards_are_the_templates_with_a_head_that_is_yaml(monkeypatch, llme):
    monkeypatch.setattr(places, "DOCS", ROOT / "docs")
    for path in (ROOT / "docs/templates/files").glob("*.md"):
        template = path.read_text("utf-8")
        assert llme("card", path.stem, "--plain").stdout == template
        whole = llme("card", path.stem).stdout
        assert whole.endswith(template)
        if path.stem in cards.HEADS:
            head = yaml.safe_load(whole.split("---\n")[1])
            assert set(map(type, head.values())) == {list}
            filled = yaml.safe_load(re.sub(r"^# (\w+: )", r"\1", whole.split("---\n")[1], flags=re.MULTILINE))
            assert "license" in filled
        else:
            assert whole == template
    assert llme("card", "datasheet", "-o", "README.md").stderr == "wrote README.md\n"
    assert llme("card", "datasheet", "-o", "README.md").exit_code == 1


# Colours and completion -----------------------------------------------------------------------------------------------


def test_colours_are_for_terminals_alone_and_not_with_no_color(llme):
    assert "\x1b" not in llme("show", "LLME-001").stdout
    assert "\x1b[1mLLME-001@2.0.0" in llme("show", "LLME-001", color=True).stdout
    assert "\x1b" not in llme("show", "LLME-001", color=True, env={"NO_COLOR": "1"}).stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_completion(llme, shell):
    done = llme("completion", shell)
    assert done.exit_code == 0
    assert "_LLME_COMPLETE" in done.stdout


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("llme ch", ["check"]),
        ("llme show LLME-00", ["LLME-001", "LLME-002", "LLME-003", "LLME-004", "LLME-005", "LLME-006", "LLME-007"]),
        ("llme show LLME-001@1.", ["LLME-001@1.0.0", "LLME-001@1.0.1", "LLME-001@1.1.0"]),
        ("llme init --profile s", ["survey"]),
        ("llme list --stage ", ["collecting", "measuring"]),
        ("llme check --require ", ["answered", "current"]),
        ("llme init --release 2", ["2.0.0"]),
    ],
)
def test_names_are_completed(llme, words, found):
    last = len(words.split(" ")) - 1
    done = llme(env={"_LLME_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(last)})
    assert [row.rpartition(",")[2] for row in done.stdout.splitlines()] == found


# Several files, and the badge ------------------------------------------------------------------------------------


def test_several_files_are_checked_at_once(llme):
    llme("init", "--profile", "survey")
    llme("init", "--profile", "survey", "-o", "other.md")
    edit(
        "other.md",
        *[("**Answer:** Not answered\n\n**Where, or why not:**", "**Answer:** Followed\n\n**Where:** Here")] * 2,
    )
    Path("none.md").write_text("# Nothing\n", "utf-8")
    done = llme("check", "ETHICS.md", "other.md", "none.md", "--require", "answered")
    assert done.exit_code == 1
    assert [line for line in done.stdout.splitlines() if not line.startswith("  hint: ")] == [
        f"ETHICS.md:{line_of('ETHICS.md', '**Answer:**')}:1: unanswered: LLME-001 is not answered: Ask before you collect",
        f"ETHICS.md:{line_of('ETHICS.md', '**Answer:**', '### LLME-002')}:1: unanswered: LLME-002 is not answered: Do not trust a single number",
        "ETHICS.md: 0 of 2 answered, release 2.0.0; 2 found, 2 to be mended",
        "other.md: 2 of 2 answered, release 2.0.0; nothing found",
        "none.md:1:1: unreadable: this file is not a saved checklist: it is neither its JSON nor its Markdown",
        "1 found, 1 to be mended",
    ]
    rows = json.loads(llme("check", "ETHICS.md", "none.md", "--format", "json").stdout)
    assert [(row["path"], row["fails"]) for row in rows] == [
        ("ETHICS.md", False),
        ("ETHICS.md", False),
        ("none.md", True),
    ]
    annotations = llme("check", "ETHICS.md", "none.md", "--format", "github").stdout.splitlines()
    assert [line.partition(",")[0] for line in annotations] == [
        "::error file=none.md",
        "::warning file=ETHICS.md",
        "::warning file=ETHICS.md",
    ]


def badge_of(text: str) -> tuple[str | None, list[str | None], set[str | None]]:
    """The title of a badge, its texts, and its colours."""
    root = ElementTree.fromstring(text)  # noqa: S314  (ours)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", root[0].get("id"))
    name = "{http://www.w3.org/2000/svg}"
    texts = [one.text for one in root.iter(f"{name}text")]
    return root[0].text, texts, {one.get("fill") for one in root.iter() if one.get("fill")}


def test_the_badge_counts_and_does_not_judge(llme):
    llme("init", "--profile", "survey")
    none = badge_of(llme("badge").stdout)
    assert none[:2] == ("LLM Ethics Guide, version 2.0.0: answered 0 of 2", ["LLME 2.0", "answered 0 of 2"])
    places_of = "**Answer:** Not answered\n\n**Where, or why not:**"
    edit("ETHICS.md", (places_of, "**Answer:** Followed\n\n**Where:** Section 2"))
    one = llme("badge").stdout
    assert badge_of(one)[1] == ["LLME 2.0", "answered 1 of 2"]
    edit("ETHICS.md", ("**Answer:** Followed\n\n**Where:**", "**Answer:** Not followed\n\n**Why:**"))
    assert llme("badge").stdout == one
    edit("ETHICS.md", (places_of, "**Answer:** Not applicable\n\n**Why:** None"))
    full = badge_of(llme("badge").stdout)
    assert full[1:] == (["LLME 2.0", "answered 2 of 2"], none[2])


def test_the_badge_is_a_file_that_fetches_nothing_and_is_always_the_same(llme):
    llme("init", "--profile", "survey")
    done = llme("badge", "ETHICS.md", "-o", "badge.svg")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "wrote badge.svg\n")
    text = Path("badge.svg").read_text("utf-8")
    assert text == llme("badge").stdout
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"href|<style|<image|@import|<script|url\((?!#)", text)
    refused = llme("badge", "-o", "badge.svg")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "llme: badge.svg is there already; name another file, or replace it with --force\n",
    )
    assert llme("badge", "-o", "badge.svg", "--force").exit_code == 0


def test_no_badge_is_made_of_a_file_with_problems(llme):
    llme("init", "--profile", "survey")
    edit("ETHICS.md", ("**Answer:** Not answered", "**Answer:** Perhaps"))
    done = llme("badge", "-o", "badge.svg")
    assert (done.exit_code, Path("badge.svg").exists()) == (1, False)
    assert done.stderr == "llme: ETHICS.md has problems, which `llme check ETHICS.md` names; nothing was written\n"


def test_the_badge_of_the_draft_says_so():
    assert badge_of(render_badge("dev", 14, 16))[:2] == (
        "LLM Ethics Guide, the draft: answered 14 of 16",
        ["LLME draft", "answered 14 of 16"],
    )
    assert badge_of(render_badge("1.0.0", 14, 16))[1] == ["LLME 1.0", "answered 14 of 16"]
