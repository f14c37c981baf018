"""What workflows do on GitHub, through its command `gh`: `github.py report|comment|issue|propose …`.

`report` writes down, without any right, what the checks found in a proposal. `comment` says it on the proposal, with
the right to write there and none of the proposal's code. `issue` opens one issue, or renews the one that is open.
`propose` opens a pull request with a draft. Everything that comes from a proposal is a stranger's text: it is cut to
length, and printed as code. Exit status: 0 done, 1 not, 2 wrong usage.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.load import load
from llme.findings import format_text
from llme.patterns import ID, INVISIBLE, is_a
from llme.rules import check
from new import ids_in_history
from repository import NOBODY, GitError, Repository

LONGEST = 20_000  # characters of a report
MARK = "<!-- report of the checks -->"


class RefusedError(Exception):
    """Something is not as it must be; the message says what."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="github.py", description="Tell GitHub what the checks found.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, names in VERBS.items():
        sub = verbs.add_parser(verb)
        for name in names:
            sub.add_argument(f"--{name}", required=True, type=Path if name in ("event", "report", "body") else str)
    options = parser.parse_args(arguments)
    try:
        {"report": report, "comment": comment, "issue": issue, "propose": propose}[options.verb](options)
    except (RefusedError, GitError, OSError, ValueError, KeyError, TypeError) as error:
        print(f"not done: {error}", file=sys.stderr)
        return 1
    return 0


VERBS = {
    "report": ("event", "report"),
    "comment": ("event", "report", "repository"),
    "issue": ("title", "label", "body"),
    "propose": ("event", "report"),
}


def report(options: argparse.Namespace) -> None:
    """Writes what the checks say of the checkout, with the number and the commit of the proposal, as JSON."""
    proposal = _read(options.event)["pull_request"]
    guide = load(ROOT)
    data = {
        "number": proposal["number"],
        "commit": proposal["head"]["sha"],
        "findings": format_text(check(guide)),
        "next_id": guide.next_id(ids_in_history(ROOT)),
    }
    options.report.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def comment(options: argparse.Namespace) -> None:
    """Says on a proposal what its report says. The report was made by the proposal's own code, so nothing in it counts
    until GitHub has confirmed that this commit is the head of that pull request."""
    run = _read(options.event)["workflow_run"]
    told = _read(options.report)
    number = int(told["number"])
    head = json.loads(_gh("api", f"repos/{options.repository}/pulls/{number}"))["head"]["sha"]
    if head != run["head_sha"] or told["commit"] != head:
        raise RefusedError(f"the report is not of the newest commit of proposal {number}")
    body = words(told, f"https://github.com/{options.repository}/actions/runs/{int(run['id'])}")
    _gh("pr", "comment", str(number), "--edit-last", "--create-if-none", "--body-file", "-", stdin=body)


def words(told: dict[str, Any], run: str) -> str:
    """The text of the comment: findings as code, so that nothing in them is markup or calls anyone."""
    findings = _plain(str(told["findings"]))
    next_id = str(told["next_id"])
    if not is_a(ID, next_id):
        raise RefusedError("the report names no ID")
    sound = findings.strip() == "no problems"
    opening = "The checks found no problems." if sound else "The checks ask for these changes:"
    code = "" if sound else f"\n{_fenced(findings)}\n"
    return (
        f"{MARK}\n{opening}\n{code}\n"
        f"A new recommendation would get the ID {next_id}.\n"
        f"The site as it would be is kept for two weeks as the artifact `site` of [this run]({run}#artifacts): "
        "download it, unpack it, and open `index.html` through `python3 -m http.server`.\n"
    )


def issue(options: argparse.Namespace) -> None:
    """Opens an issue, or gives the open one with this label a new text."""
    found = json.loads(_gh("issue", "list", "--label", options.label, "--state", "open", "--json", "number"))
    text = options.body.read_text("utf-8")
    if found:
        _gh("issue", "edit", str(int(found[0]["number"])), "--body-file", "-", stdin=text)
        return
    _gh("label", "create", options.label, "--force")
    _gh("issue", "create", "--title", options.title, "--label", options.label, "--body-file", "-", stdin=text)


def propose(options: argparse.Namespace) -> None:
    """Opens a pull request with what a draft wrote, on a branch of its own, named by the issue's number alone."""
    number = int(_read(options.event)["issue"]["number"])
    repository = Repository(ROOT)
    branch = f"draft/{number}"
    author = ("-c", f"user.name={NOBODY['NAME']}", "-c", f"user.email={NOBODY['EMAIL']}")
    repository.run("switch", "--create", branch)
    repository.run("add", "--", "docs/recommendations", "bibliography/guide.bib")
    repository.run(*author, "commit", "--message", f"Draft what issue {number} proposes")
    repository.run("push", "origin", f"refs/heads/{branch}")
    body = f"{options.report.read_text('utf-8')}\nFrom #{number}.\n"
    title = f"Draft: what issue {number} proposes"
    _gh("pr", "create", "--draft", "--head", branch, "--title", title, "--body-file", "-", stdin=body)


def _gh(*arguments: str, stdin: str | None = None) -> str:
    """The output of `gh`. Raises RefusedError where it fails."""
    done = subprocess.run(  # noqa: S603 - words of our own, no shell
        ["gh", *arguments],  # noqa: S607 - wherever the runner has it
        input=stdin,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    if done.returncode:
        raise RefusedError(f"`gh {arguments[0]} {arguments[1]}` said: {done.stderr.strip()[:300]}")
    return done.stdout


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _plain(text: str) -> str:
    """A stranger's text without control characters, and not longer than is read."""
    text = re.sub(f"{INVISIBLE}|[\u200b-\u200d]", "", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n… and more\n"


def _fenced(text: str) -> str:
    """The text as a block of code, fenced longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"


if __name__ == "__main__":
    sys.exit(main())
