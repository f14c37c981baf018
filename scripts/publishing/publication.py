"""Brings the branch gh-pages up to main's history, and compares it with what a new build gives."""

import sys
import time

from llme.content.load import load
from llme.outputs.site_root import root_files
from llme.versions.edition import DRAFT
from publishing.address import Address
from publishing.deploying import built, deploy, say
from publishing.history import release_commits
from publishing.manifest import BRANCH, NEXT, DamagedError, Manifest
from publishing.repository import Repository


def publish(repository: Repository, address: Address) -> bool:
    """Brings gh-pages up to main's history; whether anything changed. Raises DamagedError where it may not go on."""
    repository.prune()
    repository.fetch(BRANCH)
    old = repository.start_of(BRANCH)
    manifest = Manifest.read(repository, old)
    manifest.check(repository, old)
    releases = release_commits(repository)
    if unknown := sorted(set(manifest.versions) - set(releases)):
        raise DamagedError(
            f"{', '.join(unknown)} is published, and this history has no such release; is main complete?"
        )
    repository.set_branch(NEXT, old)
    for version, commit in releases.items():
        if version not in manifest.versions:
            started = time.monotonic()
            say(f"building {version} from {commit[:12]}", end=" … ")
            deploy(repository, address, commit, version, ["latest"] if version == next(reversed(releases)) else [])
            manifest.add(repository, version, address, commit)
            say(f"{time.monotonic() - started:.1f} s")
    _deploy_draft(repository, address, manifest)
    files = {**root_files(load(repository.root).releases, address.site_url), "manifest.json": manifest.text()}
    contents = {path: text.encode() for path, text in files.items()} | _sitemap(repository)
    repository.replace_root(NEXT, contents, "Renew the root files")
    manifest.check(repository, NEXT)
    new = repository.commit_of(NEXT)
    changed = old is None or repository.tree_of(new) != repository.tree_of(old)
    if changed:
        repository.move_branch(BRANCH, new, old)
    repository.delete_branch(NEXT)
    return changed


def verify(repository: Repository) -> bool:
    """Rebuilds every published version from its commit; whether there are any, and each has the tree that it had.

    Raises DamagedError where the branch is not what is on record.
    """
    published = repository.start_of(BRANCH)
    if published is None:
        print("nothing is published yet", file=sys.stderr)
        return False
    manifest = Manifest.read(repository, published)
    manifest.check(repository, published)
    different = 0
    for version, known in manifest.versions.items():
        say(f"verifying {version}", end=" … ")
        address = Address(known["site_url"], known["repository"])
        with built(repository, address, known["commit"], version) as site:
            same = repository.tree_of_folder(site) == known["tree"]
        say("the same" if same else "DIFFERENT")
        different += not same
    say(f"{len(manifest.versions) - different} of {len(manifest.versions)} versions are as they were built")
    return not different


def _deploy_draft(repository: Repository, address: Address, manifest: Manifest) -> None:
    """Deploys the draft where what it was built from, or for where, is not on record."""
    head = repository.commit_of("HEAD")
    source = repository.tree_of(head)
    if manifest.draft_source != source or manifest.site_url != address.site_url:
        say(f"building the draft from {head[:12]}", end=" … ")
        deploy(repository, address, head, DRAFT)
        manifest.draft_source, manifest.site_url = source, address.site_url
        say("done")


def _sitemap(repository: Repository) -> dict[str, bytes]:
    """The latest version's sitemap, which is deployed inside the version."""
    content = repository.read(NEXT, "latest/sitemap.xml") or repository.read(NEXT, f"{DRAFT}/sitemap.xml")
    return {"sitemap.xml": content} if content else {}
