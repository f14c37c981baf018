"""What workflows do on GitHub, through its command `gh`: `github.py report|comment|issue|propose …`.

`report` writes down, without any right, what the checks found in a proposal. `comment` says it on the proposal, with
the right to write there and none of the proposal's code. `issue` opens one issue, or renews the one that is open.
`propose` opens a pull request with a draft. Everything that comes from a proposal is a stranger's text: it is cut to
length, and printed as code. Exit status: 0 done, 1 not, 2 wrong usage, or an event that is none.
"""

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.load import load
from llme.files import write
from llme.findings import format_text
from llme.rules import check
from proposing.comments import GitHubError, comment_text, gh
from proposing.events import EventError, Head, IssueEvent, Issues, ProposalEvent, Report, RunEvent, parse, read
from proposing.numbering import next_id
from proposing.pages import changed_pages
from publishing.address import pages_address
from publishing.git import GitError
from publishing.repository import Repository
from quoting import cleaned, logged


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="github.py", description="Tell GitHub what the checks found.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, (function, model, names) in VERBS.items():
        sub = verbs.add_parser(verb)
        sub.set_defaults(function=function, model=model)
        for name in ("event", *names) if model else names:
            sub.add_argument(f"--{name}", required=True, type=Path if name in ("event", "report", "body") else str)
    options = parser.parse_args(argv)
    try:
        options.event = read(options.event, options.model) if options.model else None
    except (EventError, OSError) as error:
        parser.error(f"the event cannot be read: {error}")
    try:
        options.function(options)
    except (EventError, GitHubError, GitError, OSError) as error:
        print(logged(f"not done: {error}"), file=sys.stderr)
        return 1
    return 0


def report(options: argparse.Namespace) -> None:
    """Writes what the checks say of the checkout, with the number and the commit of the proposal, as JSON."""
    guide = load(ROOT)
    found = {"findings": cleaned(format_text(check(guide))), "next_id": next_id(guide, ROOT)}
    found["pages"] = changed_pages(Repository(ROOT), options.event.base, guide)
    told = Report(number=options.event.number, commit=options.event.commit, **found)
    write(options.report, json.dumps(told.model_dump()))


def comment(options: argparse.Namespace) -> None:
    """Says on a proposal what its report says. The report was made by the proposal's own code, so nothing in it counts
    until GitHub has confirmed that this commit is the head of that pull request."""
    event = options.event
    told = read(options.report, Report)
    address = f"repos/{options.repository}/pulls/{told.number}"
    head = parse(gh(ROOT, "api", address), Head, f"GitHub's answer on {address}")
    if not head.commit == event.commit == told.commit:
        raise GitHubError(f"the report is not of the newest commit of proposal {told.number}")
    run = f"https://github.com/{options.repository}/actions/runs/{event.run}"
    body = comment_text(told, run, pages_address(options.repository))
    gh(ROOT, "pr", "comment", str(told.number), "--edit-last", "--create-if-none", body=body)


def issue(options: argparse.Namespace) -> None:
    """Opens an issue, or gives the open one with this label a new text."""
    answer = gh(ROOT, "issue", "list", "--label", options.label, "--state", "open", "--json", "number")
    found = parse(answer, Issues, "GitHub's list of issues").root
    text = options.body.read_bytes().decode("utf-8", errors="replace")
    if found:
        gh(ROOT, "issue", "edit", str(found[0].number), body=text)
        return
    gh(ROOT, "label", "create", options.label, "--force")
    gh(ROOT, "issue", "create", "--label", options.label, title=options.title, body=text)


def propose(options: argparse.Namespace) -> None:
    """Opens a pull request with what a draft wrote, on a branch of its own, named by the issue's number alone."""
    number = options.event.number
    branch, title = f"draft/{number}", f"Draft: what issue {number} proposes"
    paths = ("docs/recommendations", "bibliography/guide.bib")
    Repository(ROOT).push_draft(branch, paths, f"Draft what issue {number} proposes")
    text = options.report.read_bytes().decode("utf-8", errors="replace")
    gh(ROOT, "pr", "create", "--draft", "--head", branch, title=title, body=f"From #{number}.\n\n{text}")


# Each with the event that it is told of, and its other options.
VERBS = {
    "report": (report, ProposalEvent, ("report",)),
    "comment": (comment, RunEvent, ("report", "repository")),
    "issue": (issue, None, ("title", "label", "body")),
    "propose": (propose, IssueEvent, ("report",)),
}

if __name__ == "__main__":
    sys.exit(main())
