"""Renews the digests in the answers of the worked example, after you read them again: `example.py [--root FOLDER]`.

Each answer of docs/worked-example/checklist.json has the digest of the title, Do and Don't that it answers. The checks
say where these have changed since; this tells which they are, and writes the digests of now.
Exit status: 0 renewed, or nothing to renew; 1 the guide or the file cannot be read; 2 wrong usage.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.files import ANSWERS
from llme.content.load import load
from llme.content.release import normative_hash
from llme.files import write


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="example.py", description="Renew the digests in the answers of the example.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder of the guide")
    options = parser.parse_args(argv)
    guide = load(options.root)
    if not guide.answers:
        print(f"not renewed: {ANSWERS}.json is missing or has problems; run `make check`", file=sys.stderr)
        return 1
    path = options.root / f"{ANSWERS}.json"
    text = path.read_text("utf-8")
    for one in guide.answers.answers:
        known = guide.by_id.get(one.id)
        if known and normative_hash(known) != one.hash:
            before = f'"id": "{one.id}",\n      "hash": "{one.hash}"'
            if before not in text:
                print(f"not renewed: {ANSWERS}.json is not written as the checklist writes it", file=sys.stderr)
                return 1
            text = text.replace(before, before.replace(one.hash, normative_hash(known)))
            print(f"{one.id}: is this still the answer? {one.text}")
    write(path, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
