"""Writes the rules, from their docstrings, into CONTRIBUTING.md: `rules.py [--check]`.

Exit status: 0 they are there as the code has them, 1 they were not and `--check` was given, 2 wrong usage.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.files import write
from llme.rules import RULES

BEGIN, END = "<!-- rules -->\n", "<!-- end of rules -->\n"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="rules.py", description="Write the rules into CONTRIBUTING.md.")
    parser.add_argument("--check", action="store_true", help="only say whether they are there as the code has them")
    parser.add_argument("--file", type=Path, default=ROOT / "CONTRIBUTING.md", help="the file to write them into")
    options = parser.parse_args(argv)
    try:
        before = options.file.read_text("utf-8")
        after = with_rules(before)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    if after != before and options.check:
        print(f"{options.file.name} has other rules than the code; run `make rules`", file=sys.stderr)
        return 1
    if after != before:
        write(options.file, after)
        print(f"wrote {options.file.name}")
    return 0


def with_rules(text: str) -> str:
    """The text with the rules between its two marks. Raises ValueError where it does not have these once."""
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(END) < text.index(BEGIN):
        raise ValueError(f"the file must have one `{BEGIN.strip()}` and, after it, one `{END.strip()}`")
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{listed()}\n{END}{rest.partition(END)[2]}"


def listed() -> str:
    """The rules as a Markdown list, in the order in which they are checked."""
    rows = []
    for rule in RULES:
        codes = ", ".join(f"`{code}`" for code in rule.codes)
        rows.append(f"- {' '.join(rule.statement.split())} ({codes})\n")
    return "".join(rows)


if __name__ == "__main__":
    sys.exit(main())
