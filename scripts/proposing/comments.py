"""What GitHub is told, through its command `gh`. A proposal is a stranger's text: it is printed as code."""

import re
import subprocess
from pathlib import Path

from llme.patterns import INVISIBLE
from proposing.events import Report

LONGEST = 20_000  # characters of a report
MARK = "<!-- report of the checks -->"


class GitHubError(Exception):
    """GitHub refused, or something is not what it claims to be; the message says what."""


def gh(root: Path, *argv: str, stdin: str = "") -> str:
    """The output of `gh`. Raises GitHubError where it fails."""
    done = subprocess.run(  # noqa: S603 - words of our own, no shell
        ["gh", *argv],  # noqa: S607 - wherever the runner has it
        input=stdin,
        capture_output=True,
        text=True,
        cwd=root,
    )
    if done.returncode:
        raise GitHubError(f"`gh {argv[0]} {argv[1]}` said: {done.stderr.strip()[:300]}")
    return done.stdout


def comment_text(report: Report, run: str) -> str:
    """The text of the comment: findings as code, so that nothing in them is markup or calls anyone."""
    findings = _plain(report.findings)
    sound = findings.strip() == "no problems"
    opening = "The checks found no problems." if sound else "The checks ask for these changes:"
    code = "" if sound else f"\n{_fenced(findings)}\n"
    return (
        f"{MARK}\n{opening}\n{code}\n"
        f"A new recommendation would get the ID {report.next_id}.\n"
        f"The site as it would be is kept for two weeks as the artifact `site` of [this run]({run}#artifacts): "
        "download it, unpack it, and open `index.html` through `python3 -m http.server`.\n"
    )


def _plain(text: str) -> str:
    """A stranger's text without control characters, and not longer than is read."""
    text = re.sub(f"{INVISIBLE}|[\u200b-\u200d]", "", text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n… and more\n"


def _fenced(text: str) -> str:
    """The text as a block of code, fenced longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.rstrip()}\n{fence}"
