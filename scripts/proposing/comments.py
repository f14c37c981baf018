"""What GitHub is told, through its command `gh`. A proposal is a stranger's text: it is printed as code."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from proposing.events import ChangedPage, Report
from quoting import cleaned, cut, cut_markdown, fenced, logged, one_line

LONGEST = 20_000  # of the findings in a comment
LONGEST_BODY, LONGEST_TITLE = 65_536, 256  # GitHub's own limits
_NO_SITE = "Once they are made, the site as it would be can be downloaded here.\n"
MARK = "<!-- report of the checks -->"


class GitHubError(Exception):
    """GitHub refused, or something is not what it claims to be; the message says what."""


def gh(root: Path, *argv: str, title: str | None = None, body: str | None = None) -> str:
    """The output of `gh`, told a title and a text where it needs them. Raises GitHubError where it fails.

    Here alone something goes to GitHub, so here it is cut; a text that was is printed whole, for the log of the run.
    """
    sent = cut_markdown(body or "", LONGEST_BODY, f"This is not all of it; the rest is in {_log()}.\n")
    if body and sent != body:
        print(logged(body))
    told = [] if title is None else ["--title", one_line(title, LONGEST_TITLE)]
    told += [] if body is None else ["--body-file", "-"]
    done = subprocess.run(  # noqa: S603 - words of our own, no shell
        ["gh", *argv, *told],  # noqa: S607 - wherever the runner has it
        input=sent,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        cwd=root,
    )
    if done.returncode:
        raise GitHubError(f"`gh {argv[0]} {argv[1]}` said: {one_line(done.stderr, 300)}")
    return done.stdout


def comment_text(report: Report, run: str, site_url: str) -> str:
    """The text of the comment: findings as code, so that nothing in them is markup or calls anyone.

    `run` is the address of the run of the checks, and `site_url` that of the published site.
    """
    sound = report.findings.strip() == "no problems"
    opening = "The checks found no problems." if sound else "The checks ask for these changes:"
    findings = cut(cleaned(report.findings), LONGEST, "\n… and more, which the log of the run below has\n")
    code = "" if sound else f"\n{fenced(findings)}"
    return (
        f"{MARK}\n{opening}\n{code}\n"
        f"A new recommendation would get the ID {report.next_id}.\n"
        f"{_pages(report.pages, site_url)}\n{_site(run) if sound else _NO_SITE}"
    )


def _pages(pages: Iterable[ChangedPage], site_url: str) -> str:
    """The pages that change, with what they are in the published draft."""
    rows = []
    for page in pages:
        name = page.address or "index.html"
        link = "new" if page.is_new else f"[as it is now]({site_url}dev/{page.address})"
        rows.append(f"- `{name}`: {link}\n")
    return f"\nThese pages change:\n\n{''.join(rows)}" if rows else ""


def _site(run: str) -> str:
    return (
        f"To read the site as it would be, download the artifact `site` at the end of [this page]({run}#artifacts), "
        "unpack it, and open its `index.html` by a double click: it needs neither a server nor a network. "
        "It is kept for two weeks.\n"
    )


def _log() -> str:
    """Where the output of this run can be read, as Markdown."""
    told = [os.environ.get(f"GITHUB_{name}", "") for name in ("SERVER_URL", "REPOSITORY", "RUN_ID")]
    return "[the log of the run]({}/{}/actions/runs/{})".format(*told) if all(told) else "what the command printed"
