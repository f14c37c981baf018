"""What a check found, and the three ways to print it."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace

from llme.patterns import INVISIBLE

_HIDDEN = re.compile(f"{INVISIBLE}|[\n\t]")
_LONGEST = 400  # characters of a message


@dataclass(frozen=True, order=True)
class Finding:
    """One problem in one place. Findings sort in reading order: path, line, column."""

    path: str  # relative to the root of the guide, with forward slashes
    line: int  # from 1
    column: int  # from 1
    code: str  # names the rule
    message: str  # what is wrong: lower case, no full stop, literals in backticks
    hint: str = ""  # the cure, where one is known
    follows: bool = False  # from another file that is broken; told on its page, and in no list


def format_text(findings: Iterable[Finding]) -> str:
    """For the terminal: one line a finding, its hint below it, and a count."""
    findings = list(_told(findings))
    if not findings:
        return "no problems\n"
    files = len({finding.path for finding in findings})
    return format_lines(findings) + f"{_count(len(findings), 'problem')} in {_count(files, 'file')}\n"


def format_lines(findings: Iterable[Finding]) -> str:
    """The same without the count."""
    lines = []
    for finding in _told(findings):
        lines.append(f"{finding.path}:{finding.line}:{finding.column}: {finding.code}: {finding.message}")
        if finding.hint:
            lines.append(f"  hint: {finding.hint}")
    return "".join(f"{line}\n" for line in lines)


def format_github(findings: Iterable[Finding]) -> str:
    """As GitHub workflow commands, which it shows on the lines of a pull request."""
    lines = []
    for finding in _told(findings):
        place = ",".join(
            f"{name}={_escape(str(value), ',:')}"
            for name, value in (
                ("file", finding.path),
                ("line", finding.line),
                ("col", finding.column),
                ("title", finding.code),
            )
        )
        text = finding.message + (f"\nhint: {finding.hint}" if finding.hint else "")
        lines.append(f"::error {place}::{_escape(text)}")
    return "".join(line + "\n" for line in lines)


def format_json(findings: Iterable[Finding]) -> str:
    """As a JSON list of objects, for programs."""
    rows = [asdict(finding) for finding in _told(findings)]
    for row in rows:
        del row["follows"]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


FORMATS = {"text": format_text, "github": format_github, "json": format_json}


def _told(findings: Iterable[Finding]) -> Iterator[Finding]:
    """What is to be mended, as people may see it."""
    return (_shown(finding) for finding in findings if not finding.follows)


def _shown(finding: Finding) -> Finding:
    """The finding as people may see it: what hides, moves or breaks a line is written as its number."""
    path, message, hint = (
        _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
        for text in (finding.path, finding.message, finding.hint)
    )
    return replace(finding, path=path, message=message, hint=hint)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _escape(text: str, also: str = "") -> str:
    # The escapes of workflow commands; a property value escapes comma and colon besides.
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
