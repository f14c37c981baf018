"""Prints what is wrong with the guide: `check.py [--root DIR] [--format text|github|json]`.

Exit status: 0 nothing, 1 findings, 2 wrong usage.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.findings import FORMATS
from llme.site import checked


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="check.py", description="Say what is wrong with the guide, and where.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds docs and bibliography")
    parser.add_argument("--format", choices=sorted(FORMATS), default="text", help="how to print the findings")
    options = parser.parse_args(argv)
    if not (options.root / "docs").is_dir():
        parser.error(f"there is no folder `docs` in {options.root}")
    try:
        _, findings, _ = checked(options.root)
    except OSError as error:
        parser.error(f"{error.filename} cannot be read: {error.strerror}")
    print(FORMATS[options.format](findings), end="")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
