"""Says what is due for review, as Markdown: `review.py [--date DAY]`.

Exit status: 0 nothing is due, 1 something is, 2 wrong usage.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.load import load
from llme.versions.upkeep import Review, reviews
from quoting import quoted


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="review.py", description="Say what is due for review.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds docs and bibliography")
    parser.add_argument("--date", type=date.fromisoformat, default=date.today(), help="the day to count from; today")
    options = parser.parse_args(argv)
    try:
        guide = load(options.root)
    except OSError as error:
        parser.error(f"the guide cannot be read: {error}")
    if not guide.recommendations:
        parser.error(f"there are no recommendations in {options.root}")
    waiting = [review for review in reviews(guide, options.date) if review.state in ("pending", "due")]
    print(report(waiting, options.date), end="")
    return 1 if waiting else 0


def report(waiting: list[Review], today: date) -> str:
    """The queue of a day as a Markdown list to tick off."""
    if not waiting:
        return f"Nothing is due for review on {today}.\n"
    lines = [
        f"On {today}, {len(waiting)} recommendations wait for a review.",
        "",
        "For each: read it and its sources, look for newer work, and change what no longer holds.",
        "Then set `reviewed` to the day, also where nothing needed to change.",
        "",
    ]
    for review in waiting:
        state = (
            f"update pending, #{review.recommendation.pending}"
            if review.recommendation.pending
            else f"due since {review.due}"
        )
        lines.append(f"- [ ] {review.recommendation.id} {quoted(review.recommendation.title)} ({state})")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
