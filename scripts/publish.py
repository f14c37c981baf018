"""Publishes the guide: `publish.py [--push] | --verify | --preview DIR`.

The branch gh-pages is made what main's history says: each release that it lacks is built from its own commit with its
own pinned requirements and deployed by mike; then `latest`, `dev` and the root files. All of it happens on a branch of
its own. gh-pages moves once, at the end, when nothing but what should change has changed; so an interrupted run leaves
the old state, and a second run does the rest.

Exit status: 0 done, 1 refused or different, 2 wrong usage.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.content.load import load
from llme.outputs.site_root import root_files
from publishing import (
    BRANCH,
    DRAFT,
    NEXT,
    Address,
    Damaged,
    Manifest,
    address_of,
    build,
    deploy,
    release_commits,
    write_preview,
)
from repository import GitError, Repository

TRIES = 3  # when others publish at the same time


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="publish.py", description="Publish the guide.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout to publish")
    parser.add_argument("--push", action="store_true", help="push gh-pages to origin, never by force")
    parser.add_argument("--verify", action="store_true", help="rebuild every version and say which differ")
    parser.add_argument(
        "--preview", type=Path, metavar="DIR", help="write the site into a folder, the draft as it lies"
    )
    options = parser.parse_args(arguments)
    repository = Repository(options.root)
    address = address_of(repository)
    try:
        if options.preview:
            write_preview(repository, address, options.preview, say)
            return 0
        with repository.locked("guide-publish.lock"):
            if options.verify:
                return verify(repository)
            for attempt in range(1, TRIES + 1):
                changed = publish(repository, address)
                if not options.push or repository.push(BRANCH):
                    say("published" if changed else "nothing to publish: everything is there")
                    return 0
                say(f"the remote branch moved meanwhile; again from there (try {attempt + 1})")
            print("not published: the remote branch kept moving; try again later", file=sys.stderr)
            return 1
    except (Damaged, GitError, OSError) as error:
        print(f"not published: {error}", file=sys.stderr)
        return 1


def publish(repository: Repository, address: Address) -> bool:
    """Brings gh-pages up to main's history; whether anything changed. Raises Damaged where it may not go on."""
    repository.prune()
    repository.fetch(BRANCH)
    old = repository.start_of(BRANCH)
    manifest = Manifest.read(repository, old)
    manifest.check(repository, old)
    releases = release_commits(repository)
    if unknown := sorted(set(manifest.versions) - set(releases)):
        raise Damaged(f"{', '.join(unknown)} is published, and this history has no such release; is main complete?")
    repository.set_branch(NEXT, old)
    newest = next(reversed(releases), None)
    for version, commit in releases.items():
        if version not in manifest.versions:
            started = time.monotonic()
            say(f"building {version} from {commit[:12]}", end=" … ")
            aliases = ["latest"] if version == newest else []
            manifest.add(repository, version, deploy(repository, address, commit, version, aliases), commit)
            say(f"{time.monotonic() - started:.1f} s")
    head = repository.commit_of("HEAD")
    source = repository.run("rev-parse", f"{head}^{{tree}}")
    if manifest.draft_source != source or manifest.site_url != address.site_url:
        say(f"building the draft from {head[:12]}", end=" … ")
        deploy(repository, address, head, DRAFT, [])
        manifest.draft_source, manifest.site_url = source, address.site_url
        say("done")
    files = {**root_files(load(repository.root).releases, address.site_url), **_sitemap(repository)}
    repository.replace_root(NEXT, {**files, "manifest.json": manifest.text()}, "Renew the root files")
    manifest.check(repository, repository.commit_of(NEXT))
    new = repository.commit_of(NEXT)
    changed = old is None or repository.tree_of(new) != repository.tree_of(old)
    if changed:
        repository.move_branch(BRANCH, new, old)
    repository.delete_branch(NEXT)
    return changed


def verify(repository: Repository) -> int:
    """Rebuilds every published version from its commit and compares the trees."""
    published = repository.start_of(BRANCH)
    if published is None:
        print("nothing is published yet", file=sys.stderr)
        return 1
    manifest = Manifest.read(repository, published)
    manifest.check(repository, published)
    different = 0
    for version, known in manifest.versions.items():
        say(f"verifying {version}", end=" … ")
        address = Address(known["site_url"], known["repository"])
        with build(repository, address, known["commit"], version) as site:
            same = repository.tree_of_folder(site) == known["tree"]
        say("the same" if same else "DIFFERENT")
        different += not same
    say(f"{len(manifest.versions) - different} of {len(manifest.versions)} versions are as they were built")
    return 1 if different else 0


def _sitemap(repository: Repository) -> dict[str, str]:
    """The latest version's sitemap, which mike leaves inside the version."""
    text = repository.read(NEXT, "latest/sitemap.xml") or repository.read(NEXT, f"{DRAFT}/sitemap.xml")
    return {"sitemap.xml": text} if text else {}


def say(text: str, end: str = "\n") -> None:
    """A line of progress."""
    print(text, end=end, flush=True)


if __name__ == "__main__":
    sys.exit(main())
