"""Turns a submitted issue form into a draft: `draft.py FILE|- [--issue N]`, or `draft.py --event FILE`.

The draft is a new recommendation with the next free ID, a change to one, or sources in `guide.bib`; what the checks
still ask for is printed. `--event` reads the file in which GitHub tells a workflow of an issue.
Exit status: 0 written, 1 nothing could be drafted, 2 wrong usage.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.load import load
from llme.findings import format_text
from llme.rules import check
from proposing.drafting import Draft, draft
from proposing.events import EventError, IssueEvent, read
from proposing.forms import SubmissionError, read_forms, read_submission
from proposing.numbering import next_id
from publishing.git import GitError


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="draft.py", description="Turn a submitted issue form into a draft.")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("text", nargs="?", help="a file with the text of the issue, or - for standard input")
    source.add_argument("--event", type=Path, help="GitHub's description of the event, as JSON")
    parser.add_argument("--issue", type=int, help="the number of the issue")
    parser.add_argument("--report", type=Path, help="write what was printed into this file too, as Markdown")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds docs and bibliography")
    options = parser.parse_args(argv)
    try:
        text, issue = _read(options)
    except (OSError, EventError) as error:
        parser.error(f"the form cannot be read: {error}")
    try:
        guide = load(options.root)
        submission = read_submission(text, read_forms(ROOT / ".github/ISSUE_TEMPLATE"))
        made = draft(submission, guide, next_id(guide, options.root), issue, date.today())
    except (SubmissionError, GitError) as error:
        print(f"nothing was drafted: {error}", file=sys.stderr)
        return 1
    for path, content in made.files.items():
        (options.root / path).write_text(content, encoding="utf-8")
    written = report(made, options.root)
    print(written, end="")
    if options.report:
        fence = "`" * 8
        options.report.write_text(f"Drafted by a program from the form.\n\n{fence}text\n{written}{fence}\n", "utf-8")
    return 0


def report(made: Draft, root: Path) -> str:
    """What was written, and what the checks still ask for in these files."""
    lines = [f"wrote {path}" for path in made.files]
    found = [one for one in check(load(root)) if one.path in made.files]
    lines += ["", "what the checks still ask for:", format_text(found).rstrip()] if found else ["", "no problems"]
    return "\n".join(lines) + "\n"


def _read(options: argparse.Namespace) -> tuple[str, int | None]:
    if options.event:
        event = read(options.event, IssueEvent)
        return event.body or "", event.number
    text = sys.stdin.read() if options.text == "-" else Path(options.text).read_text("utf-8", errors="replace")
    return text, options.issue


if __name__ == "__main__":
    sys.exit(main())
