"""Publishes the guide: `publish.py [--push] | --verify | --preview DIR`.

The branch gh-pages is made what main's history says: each release that it lacks is built from its own commit with its
own pinned requirements and deployed by mike; then `latest`, `dev` and the root files. All of it happens on a branch of
its own. gh-pages moves once, at the end, when nothing but what should change has changed; so an interrupted run leaves
the old state, and a second run does the rest.

Exit status: 0 done, 1 refused or different, 2 wrong usage.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from publishing.address import Address, address_of
from publishing.deploying import CommandError, say
from publishing.git import GitError
from publishing.manifest import BRANCH, DamagedError
from publishing.preview import write_preview
from publishing.publication import publish, verify
from publishing.repository import Repository

TRIES = 3  # when others publish at the same time


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="publish.py", description="Publish the guide.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout to publish")
    parser.add_argument("--push", action="store_true", help="push gh-pages to origin, never by force")
    parser.add_argument("--verify", action="store_true", help="rebuild every version and say which differ")
    parser.add_argument(
        "--preview", type=Path, metavar="DIR", help="write the site into a folder, the draft as it lies"
    )
    options = parser.parse_args(argv)
    repository = Repository(options.root)
    try:
        address = address_of(repository)
        if options.preview:
            write_preview(repository, address, options.preview)
            return 0
        with repository.locked("guide-publish.lock"):
            if options.verify:
                return 0 if verify(repository) else 1
            return _publish(repository, address, options.push)
    except (DamagedError, CommandError, GitError, OSError) as error:
        print(f"not published: {error}", file=sys.stderr)
        return 1


def _publish(repository: Repository, address: Address, push: bool) -> int:
    for attempt in range(1, TRIES + 1):
        if attempt > 1:
            say(f"the remote branch moved meanwhile; again from there (try {attempt})")
        changed = publish(repository, address)
        if not push or repository.push(BRANCH):
            say("published" if changed else "nothing to publish: everything is there")
            return 0
    print("not published: the remote branch kept moving; try again later", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
