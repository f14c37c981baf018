"""What the workflows say on GitHub, with a `gh` that only remembers what it was told."""

import json
import os
import subprocess
import sys

import pytest

import github
from past import checkout, commit, git
from support import ROOT
from test_proposals import NEW, submitted

GH = """#!{python}
import json, pathlib, sys
here = pathlib.Path(__file__).parent
said = json.loads((here / "said.json").read_text()) if (here / "said.json").exists() else []
said.append([sys.argv[1:], "" if sys.stdin.isatty() else sys.stdin.read()])
(here / "said.json").write_text(json.dumps(said))
answers = json.loads((here / "answers.json").read_text())
print(answers.get(" ".join(sys.argv[1:3]), ""))
"""


@pytest.fixture
def gh(tmp_path, monkeypatch):
    """Where the stand-in for `gh` keeps what it is told (`said.json`) and what it is to answer (`answers.json`)."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "gh").write_text(GH.format(python=sys.executable), "utf-8")
    (folder / "gh").chmod(0o755)
    (folder / "answers.json").write_text("{}", "utf-8")
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


def said(gh):
    return json.loads((gh / "said.json").read_text("utf-8"))


def event(tmp_path, **content):
    path = tmp_path / "event.json"
    path.write_text(json.dumps(content), "utf-8")
    return path


def report(tmp_path, **content):
    path = tmp_path / "report.json"
    told = {"number": 12, "commit": "a" * 40, "findings": "no problems\n", "next_id": "LLME-053"}
    path.write_text(json.dumps({**told, **content}), "utf-8")
    return path


def comment(gh, tmp_path, **content):
    (gh / "answers.json").write_text(json.dumps({"api repos/o/r/pulls/12": json.dumps({"head": {"sha": "a" * 40}})}))
    run = event(tmp_path, workflow_run={"id": 99, "head_sha": "a" * 40})
    argv = ["comment", "--event", str(run), "--report", str(report(tmp_path, **content)), "--repository", "o/r"]
    return github.main(argv)


def test_the_report_names_the_proposal_and_the_next_id(tmp_path, monkeypatch):
    monkeypatch.setattr(github, "ROOT", folder := checkout(tmp_path / "guide"))
    path = tmp_path / "report.json"
    base = git(folder, "rev-parse", "HEAD")
    told = event(tmp_path, pull_request={"number": 12, "head": {"sha": "a" * 40}, "base": {"sha": base}})
    assert github.main(["report", "--event", str(told), "--report", str(path)]) == 0
    assert json.loads(path.read_text("utf-8")) == {
        "number": 12,
        "commit": "a" * 40,
        "findings": "no problems\n",
        "next_id": "LLME-003",
        "pages": [],
    }


def test_the_report_names_the_pages_whose_files_the_proposal_changes(tmp_path, monkeypatch):
    """Of main, which went on meanwhile, it names nothing."""
    monkeypatch.setattr(github, "ROOT", folder := checkout(tmp_path / "guide"))
    git(folder, "switch", "--quiet", "--create", "proposal")
    for name in ("docs/index.md", "docs/stages/index.md", "docs/stages/collecting.md", "docs/tools.yml"):
        (folder / name).write_text((folder / name).read_text("utf-8") + "\n", "utf-8")
    for name in ("docs/frameworks/arr.yml", "bibliography/guide.bib", "docs/assets/guide.css", "mkdocs.yml"):
        (folder / name).write_text((folder / name).read_text("utf-8") + "\n", "utf-8")
    text = (folder / "docs/recommendations/LLME-002.md").read_text("utf-8")
    (folder / "docs/recommendations/LLME-003.md").write_text(text, "utf-8")
    (folder / "docs/recommendations/LLME-002.md").unlink()
    commit(folder, "Propose")
    git(folder, "switch", "--quiet", "main")
    (folder / "docs/roles.yml").write_text("# More\n" + (folder / "docs/roles.yml").read_text("utf-8"), "utf-8")
    commit(folder, "Go on")
    base = git(folder, "rev-parse", "HEAD")
    git(folder, "switch", "--quiet", "proposal")
    git(folder, "merge", "--quiet", "--no-edit", "main")
    told = event(tmp_path, pull_request={"number": 12, "head": {"sha": "a" * 40}, "base": {"sha": base}})
    assert github.main(["report", "--event", str(told), "--report", str(tmp_path / "report.json")]) == 0
    assert [tuple(one.values()) for one in json.loads((tmp_path / "report.json").read_text("utf-8"))["pages"]] == [
        ("", False),
        ("frameworks/arr/", False),
        ("recommendations/LLME-003/", True),
        ("references/", False),
        ("stages/", False),
        ("stages/collecting/", False),
        ("tools/", False),
    ]


def test_a_sound_proposal_is_told_so(gh, tmp_path):
    assert comment(gh, tmp_path) == 0
    assert said(gh)[1] == [
        ["pr", "comment", "12", "--edit-last", "--create-if-none", "--body-file", "-"],
        "<!-- report of the checks -->\nThe checks found no problems.\n\n"
        "A new recommendation would get the ID LLME-053.\n"
        "\nTo read the site as it would be, download the artifact `site` at the end of "
        "[this page](https://github.com/o/r/actions/runs/99#artifacts), unpack it, and open its `index.html` by a double "
        "click: it needs neither a server nor a network. It is kept for two weeks.\n",
    ]


def test_pages_that_change_are_named_with_what_they_are_now(gh, tmp_path):
    pages = [
        {"address": "", "is_new": False},
        {"address": "recommendations/LLME-008/", "is_new": False},
        {"address": "recommendations/LLME-053/", "is_new": True},
    ]
    assert comment(gh, tmp_path, pages=pages) == 0
    assert (
        "\nThese pages change:\n\n"
        "- `index.html`: [as it is now](https://o.github.io/r/dev/)\n"
        "- `recommendations/LLME-008/`: [as it is now](https://o.github.io/r/dev/recommendations/LLME-008/)\n"
        "- `recommendations/LLME-053/`: new\n"
        "\nTo read the site as it would be, "
    ) in said(gh)[1][1]


def test_where_nothing_was_built_no_site_is_promised(gh, tmp_path):
    assert comment(gh, tmp_path, findings="docs/index.md:1:1: x: y\n1 problem in 1 file\n") == 0
    assert said(gh)[1][1].endswith("\nOnce they are made, the site as it would be can be downloaded here.\n")
    assert "artifact" not in said(gh)[1][1]


def test_findings_are_printed_as_code_whatever_they_hold(gh, tmp_path):
    hostile = "x: ``` @everyone <img src=x>\n````\n# Heading [x](https://evil.example)\u202e\x00"
    assert comment(gh, tmp_path, findings=hostile) == 0
    assert (
        "\n`````text\nx: ``` @everyone <img src=x>\n````\n# Heading [x](https://evil.example)\n`````\n"
        in said(gh)[1][1]
    )


def test_a_long_list_of_findings_is_cut(gh, tmp_path):
    word = "\n… and more, which the log of the run below has\n"
    assert comment(gh, tmp_path, findings="y" * 30_000) == 0
    assert f"\n```text\n{'y' * (20_000 - len(word))}{word}```\n" in said(gh)[1][1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"commit": "b" * 40}, "the report is not of the newest commit of proposal 12"),
        ({"number": "12; rm -rf"}, "report.json: `number` is not as it must be"),
        ({"next_id": "LLME-053\n@everyone"}, "report.json: `next_id` is not as it must be"),
        (
            {"pages": [{"address": "x/](https://evil.example)/", "is_new": False}]},
            "`pages.0.address` is not as it must",
        ),
        ({"pages": [{"address": "../../x/", "is_new": False}]}, "report.json: `pages.0.address` is not as it must be"),
        ({"pages": [{"address": "x/\n# y", "is_new": False}]}, "report.json: `pages.0.address` is not as it must be"),
        ({"pages": [{"address": "x/", "is_new": "@everyone"}]}, "report.json: `pages.0.is_new` is not as it must be"),
        ({"pages": [{"address": "x/", "is_new": True}] * 31}, "report.json: `pages` is not as it must be"),
        ({"number": None}, "report.json: `number` is not as it must be"),
    ],
)
def test_a_report_that_is_not_of_this_proposal_is_not_said(gh, tmp_path, content, message, capsys):
    assert comment(gh, tmp_path, **content) == 1
    error = capsys.readouterr().err
    assert error.startswith("not done: ")
    assert message in error
    assert [argv for argv, _ in said(gh) if argv[0] == "pr"] == [] if (gh / "said.json").exists() else True


def test_one_issue_is_opened_and_then_renewed(gh, tmp_path):
    body = tmp_path / "body.md"
    body.write_text("Two links.\n", "utf-8")
    (gh / "answers.json").write_text(json.dumps({"issue list": "[]"}))
    words = ["issue", "--title", "Links", "--label", "links", "--body", str(body)]
    assert github.main(words) == 0
    assert said(gh)[-1] == [
        ["issue", "create", "--label", "links", "--title", "Links", "--body-file", "-"],
        "Two links.\n",
    ]
    (gh / "answers.json").write_text(json.dumps({"issue list": '[{"number": 5}]'}))
    assert github.main(words) == 0
    assert said(gh)[-1] == [["issue", "edit", "5", "--body-file", "-"], "Two links.\n"]


def test_a_draft_goes_to_a_branch_of_its_own(gh, tmp_path):
    """The two scripts of the workflow, one after the other, in a checkout with a remote."""
    folder = checkout(tmp_path / "guide")
    for name in ("scripts", ".github/ISSUE_TEMPLATE"):
        (folder / name).mkdir(parents=True)
        subprocess.run(["cp", "-r", f"{ROOT / name}/.", folder / name], check=True)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Scripts")
    git(tmp_path, "clone", "-q", "--bare", str(folder), str(tmp_path / "remote.git"))
    git(folder, "remote", "add", "origin", str(tmp_path / "remote.git"))
    told = event(tmp_path, issue={"number": 7, "body": submitted("new-recommendation", **NEW)})
    notes = tmp_path / "report.md"
    for words in (
        ["draft.py", "--event", told, "--report", notes],
        ["github.py", "propose", "--event", told, "--report", notes],
    ):
        done = subprocess.run(
            [sys.executable, folder / "scripts" / words[0], *words[1:]], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    assert git(tmp_path / "remote.git", "branch", "--format", "%(refname:short)").split() == ["draft/7", "main"]
    changed = git(tmp_path / "remote.git", "diff", "--name-only", "main", "draft/7").split()
    assert changed == ["bibliography/guide.bib", "docs/recommendations/LLME-003.md"]
    words, body = said(gh)[-1]
    assert words == [
        *("pr", "create", "--draft", "--head", "draft/7"),
        *("--title", "Draft: what issue 7 proposes", "--body-file", "-"),
    ]
    assert body == f"From #7.\n\n{notes.read_text('utf-8')}"
