"""Measures the guide against its budgets: `bench.py [--runs 3] [--only PART …]`.

Sizes are bytes of the site, built as a release. Times are ratios of processor time within one run on one machine, which
other work there disturbs less than seconds; each is the median of some runs. Parts: `sizes`, `build`, `stock` (slow),
`scale`, `check`, `publish` (slow).
Exit status: 0 every budget is kept, 1 one is not, 2 wrong usage.
"""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from measuring.budgets import PARTS


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.py", description="Measure the guide against its budgets.")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts; 3 unless told")
    parser.add_argument("--only", nargs="+", choices=sorted(PARTS), help="these parts only")
    options = parser.parse_args(argv)
    if options.runs < 1:
        parser.error("at least one run is needed")
    kept = True
    print(f"{'what':<62} {'measured':>12} {'budget':>10}")
    for part, measure in PARTS.items():
        if options.only and part not in options.only:
            continue
        with tempfile.TemporaryDirectory(prefix="guide-bench-") as folder:
            for what, measured, budget, good in measure(Path(folder), options.runs):
                print(f"{what:<62} {measured:>12} {budget:>10}  {'kept' if good else 'MISSED'}", flush=True)
                kept &= good
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
