"""Turns a submitted issue form into a draft: `draft.py FILE|- [--issue N]`, or `draft.py --event FILE`.

The draft is a new recommendation with the next free ID, a change to one, or sources in `guide.bib`; what of the form
could not be taken over is printed, and what the checks still ask for. `--event` reads the file in which GitHub tells a
workflow of an issue.
Exit status: 0 written, 1 nothing could be drafted, 2 wrong usage.
"""

import argparse
import os
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.load import load
from llme.files import write, write_all
from llme.findings import format_text
from llme.rules import check
from proposing.drafting import Draft, draft
from proposing.events import EventError, IssueEvent, read
from proposing.forms import SubmissionError, read_forms, read_submission
from proposing.numbering import next_id
from proposing.remarks import remarks
from publishing.git import GitError
from quoting import fenced, logged, reason_of

EXAMPLE = "make draft FORM=issue.md ISSUE=12"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="draft.py", description="Turn a submitted issue form into a draft.")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("text", nargs="?", help="a file with the text of the issue, or - for standard input")
    source.add_argument("--event", type=Path, help="GitHub's description of the event, as JSON")
    parser.add_argument("--issue", type=int, help="the number of the issue")
    parser.add_argument("--report", type=Path, help="write what was printed into this file too, as Markdown")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds docs and bibliography")
    options = parser.parse_args(argv)
    if options.issue is not None and options.issue < 1:
        parser.error(f"{options.issue} is not the number of an issue")
    if options.report and not options.report.parent.is_dir():
        parser.error(f"there is no folder {options.report.parent} for the report")
    if options.text == "":
        parser.error(f"no form was given: save the text of the issue in a file, and name it; for example: {EXAMPLE}")
    try:
        text, issue = _read(options)
    except OSError as error:
        parser.error(f"the form cannot be read: {reason_of(error)}; for example: {EXAMPLE}")
    except EventError as error:
        parser.error(f"the form cannot be read: {error}")
    try:
        guide = load(options.root)
        submission = read_submission(text, read_forms(ROOT / ".github/ISSUE_TEMPLATE"))
        made = draft(submission, guide, next_id(guide, options.root), issue, date.today())
        for path in made.files:
            known = path in guide.by_path and guide.by_path[path].kind
            if not known and os.path.lexists(options.root / path):
                raise SubmissionError(f"`{path}` is there already, and is no file of the guide")
        write_all({options.root / name: text for name, text in made.files.items()})
        written = report(made, remarks(submission, guide), options.root)
        if options.report:
            content = f"Drafted by a program from the form.\n\n{fenced(written)}"
            write(options.report, content)
    except (SubmissionError, GitError, OSError) as error:
        print(logged(f"nothing was drafted: {error}"), file=sys.stderr)
        return 1
    print(logged(written), end="")
    return 0


def report(made: Draft, remarks: Iterable[str], root: Path) -> str:
    """What was written, what could not be, and what the checks still ask for in these files."""
    lines = [*(f"wrote {path}" for path in made.files), *(f"not taken over: {remark}" for remark in remarks)]
    found = [one for one in check(load(root)) if one.path in made.files and not one.follows]
    lines += ["", "what the checks still ask for:", format_text(found).rstrip()] if found else ["", "no problems"]
    return "\n".join(lines) + "\n"


def _read(options: argparse.Namespace) -> tuple[str, int | None]:
    """The text of the form, and the number of its issue where there is one."""
    if options.event:
        event = read(options.event, IssueEvent)
        return event.body or "", event.number
    content = sys.stdin.buffer.read() if options.text == "-" else Path(options.text).read_bytes()
    if b"\0" in content:  # a picture, a document of a word processor, or a text in UTF-16
        raise EventError(f"`{options.text}` is not plain text; save the text of the issue as plain text, in UTF-8")
    return content.decode("utf-8", errors="replace"), options.issue


if __name__ == "__main__":
    sys.exit(main())
