"""The whole published site as one tree: versions and the draft as they are on record, and what stands around them."""

import json
from collections.abc import Callable, Iterable, Sequence

from llme.content.release import Release
from llme.outputs.derived import ORIGINALS, original
from llme.outputs.leading import version_resolvers
from llme.outputs.site_root import root_files
from llme.patterns import VERSION, is_a
from llme.versions.edition import DRAFT, LATEST
from publishing.manifest import PATH, Manifest
from publishing.repository import Repository, TreeEntry

VERSIONS = "versions.json"  # what mike and the version selector read
_FOLDER = ("040000", "tree")
_RESOLVERS = "r"


def versions_file(versions: Iterable[str]) -> str:
    """The versions, which are told oldest first, as the version selector lists them: the newest first, which it calls
    so, and the draft last."""
    rows: list[dict[str, object]] = [{"version": one, "title": one, "aliases": []} for one in versions][::-1]
    if rows:
        rows[0] |= {"title": f"{rows[0]['version']} (newest)", "aliases": [LATEST]}
    rows.append({"version": DRAFT, "title": "Draft", "aliases": []})
    return json.dumps(rows, indent=2) + "\n"


def surroundings(
    releases: Sequence[Release],
    versions: Iterable[str],
    site_url: str,
    read: Callable[[str], bytes],
    given_up: Iterable[str] = (),
) -> dict[str, bytes]:
    """What stands around the versions, made anew each time, by path; `read` gives a file of the newest version."""
    newest = {path: original(path, read).decode() for path in ORIGINALS} if releases else {}
    known = newest if all(newest.values()) else None  # 0.1.0 has all formats in itself, and not all of these
    texts = {**root_files(releases, site_url, known, given_up), VERSIONS: versions_file(versions)}
    for release in releases:
        texts |= version_resolvers(release)
    return {path: text.encode() for path, text in texts.items()}


def site_tree(repository: Repository, base: str, manifest: Manifest, releases: Sequence[Release]) -> str:
    """The tree of the site on record; `base` is a commit or tree from which it takes what it does not know, such as
    the file that names a domain.

    Raises GitError where a version or the draft that is on record is nowhere.
    """
    by_hand = _by_hand(repository, base)
    known = repository.entries(base).items()
    entries = {name: entry for name, entry in known if name not in by_hand and not is_a(VERSION, name)}
    trees = {version: known["tree"] for version, known in manifest.versions.items()}
    if manifest.draft_tree:
        trees[DRAFT] = manifest.draft_tree
    entries |= {name: TreeEntry(*_FOLDER, tree) for name, tree in trees.items()}
    newest = trees.get(next(reversed(manifest.versions), DRAFT))
    files = _files(repository, manifest, releases, newest)
    under_r = entries[_RESOLVERS].hash if _RESOLVERS in entries else None
    for folder, tree in ((LATEST, newest if manifest.versions else None), (_RESOLVERS, under_r)):
        entries.pop(folder, None)
        inside = {path.partition("/")[2]: files.pop(path) for path in list(files) if path.startswith(f"{folder}/")}
        if inside:
            gone = set(repository.blobs(tree)) - inside.keys() if tree and folder == _RESOLVERS else ()
            entries[folder] = TreeEntry(*_FOLDER, _overlaid(repository, tree, inside, gone))
    entries |= repository.entries(repository.tree_with(None, files))
    return repository.make_tree(entries)


def _overlaid(repository: Repository, tree: str | None, files: dict[str, bytes], gone: Iterable[str]) -> str:
    """A tree with files on top; those that it has already, and they are thousands, take no time."""
    there = repository.blobs(tree) if tree else {}
    new = {path: content for path, content in files.items() if there.get(path) != repository.blob_hash(content)}
    return repository.tree_with(tree, new, gone) if new or gone or not tree else tree


def _files(
    repository: Repository, manifest: Manifest, releases: Sequence[Release], shown: str | None
) -> dict[str, bytes]:
    """What is made anew at every publication, by path."""

    def read(path: str) -> bytes:
        return repository.read(shown, path) if shown else b""

    site_url = manifest.address.site_url if manifest.address else ""
    files = surroundings(releases, manifest.versions, site_url, read, manifest.given_up)
    files |= {f"{LATEST}/{path}": content for path, content in only_latest(repository, manifest).items()}
    files |= {PATH: manifest.text().encode(), ".nojekyll": b""}
    if sitemap := read("sitemap.xml"):
        files["sitemap.xml"] = sitemap
    return files


def only_latest(repository: Repository, manifest: Manifest) -> dict[str, bytes]:
    """The files of the newest version that stand under `latest` alone, by path.

    Raises GitError where one is nowhere.
    """
    newest = next(reversed(manifest.versions.values()), {})
    hashes = newest.get("latest", {})
    return dict(zip(hashes, repository.contents(hashes.values()), strict=True))


def _by_hand(repository: Repository, base: str) -> list[str]:
    """The names of versions and aliases that mike knows, some by its own command; the site has those on record."""
    try:
        rows = json.loads(repository.read(base, VERSIONS) or "[]")
        names = [name for row in rows for name in (row["version"], *row["aliases"])]
        return [name for name in names if isinstance(name, str)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
