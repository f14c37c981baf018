"""Publishes the guide: `publish.py [--push] [--new-address] [--give-up X.Y.Z] | --verify | --preview DIR | --doctor`.

The branch gh-pages is made what main's history says: each release that it lacks is built from its own commit with its
own pinned requirements, compared with its snapshot, and deployed by mike; then `latest`, `dev` and the root files. All
of it happens on a branch of its own. gh-pages moves once, at the end; so an interrupted run leaves the old state, and a
second run does the rest. What is wrong with one version holds back no other.

Exit status: 0 done, 1 refused, in part or whole, or different, 2 wrong usage.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from doctor import examine
from publishing.deploying import CommandError, say
from publishing.git import GitError
from publishing.manifest import BRANCH
from publishing.preview import write_preview
from publishing.publication import Publication, publish
from publishing.refusals import Reason, RefusedError
from publishing.repository import Repository
from publishing.verifying import verify

TRIES = 3  # when others publish at the same time


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="publish.py", description="Publish the guide.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout to publish")
    parser.add_argument("--push", action="store_true", help="push gh-pages to origin, never by force")
    parser.add_argument("--verify", action="store_true", help="rebuild every version and say which differ")
    parser.add_argument(
        "--preview", type=Path, metavar="DIR", help="write the site into a folder, the draft as it lies"
    )
    parser.add_argument("--doctor", action="store_true", help="say what stands between this copy and its site")
    parser.add_argument("--new-address", action="store_true", help="the site or its repository stands elsewhere now")
    parser.add_argument("--give-up", default="", metavar="X.Y.Z", help="never publish this release, which cannot be")
    options = parser.parse_args(argv)
    alone = [name for name in ("verify", "preview") if getattr(options, name)]
    if alone and (len(alone) > 1 or options.push or options.new_address or options.give_up):
        parser.error(f"`--{alone[0]}` publishes nothing, so it takes no other option but `--root`")
    repository = Repository(options.root)
    try:
        if options.doctor:
            return _doctor(repository)
        if options.preview:
            write_preview(repository, options.preview)
            return 0
        with repository.locked("guide-publish.lock"):
            if options.verify:
                return 0 if verify(repository) else 1
            return _publish(repository, options)
    except (RefusedError, CommandError, GitError, OSError) as error:
        print(f"not published: {error}", file=sys.stderr)
        return 1


def _doctor(repository: Repository) -> int:
    facts = []
    for fact in examine(repository):
        print(fact, flush=True)
        facts.append(fact)
    wrong = sum(fact.state == "wrong" for fact in facts)
    print(f"\n{wrong or 'nothing'} wrong; {sum(fact.state == 'look' for fact in facts)} to look at on GitHub")
    return 1 if wrong else 0


def _publish(repository: Repository, options: argparse.Namespace) -> int:
    done = Publication()
    for attempt in range(1, TRIES + 1):
        if attempt > 1:
            say(f"the remote branch moved meanwhile; again from there (try {attempt})")
        done = publish(repository, options.new_address, options.push, options.give_up)
        if not options.push or _pushed(repository, done):
            break
    else:
        raise RefusedError(Reason.MOVING, "others published each time before this could")
    for problem in done.problems:
        print(f"not published: {problem}", file=sys.stderr)
    if not done.problems:
        say("published" if done.changed else "nothing to publish: everything is there")
    elif done.changed:
        say("the rest is published")
    return 1 if done.problems else 0


def _pushed(repository: Repository, done: Publication) -> bool:
    """Pushes the branch, and the tags that the remote lacks; False where somebody else was faster."""
    try:
        if repository.has_branch(BRANCH) and not repository.push(f"refs/heads/{BRANCH}"):
            return False
        if done.tags:
            repository.push(*(f"refs/tags/{name}" for name in done.tags))
    except GitError as error:
        raise RefusedError(Reason.PUSH, str(error)) from error
    return True


if __name__ == "__main__":
    sys.exit(main())
