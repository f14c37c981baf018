"""The whole published site as one tree: versions and the draft as they are on record, and what stands around them."""

import json
from collections.abc import Iterable, Mapping

from llme.content.release import Release
from llme.outputs.site_root import root_files
from llme.versions.edition import DRAFT, LATEST
from publishing.manifest import PATH, Manifest
from publishing.repository import Repository, TreeEntry

VERSIONS = "versions.json"  # what mike and the version selector read
_FOLDER = ("040000", "tree")


def versions_file(versions: Iterable[str]) -> str:
    """The list of the draft and of the versions, which are told oldest first, as mike writes it."""
    newest, *others = [*reversed(list(versions)), None]
    rows = [_row(DRAFT), *([_row(newest, LATEST)] if newest else []), *(_row(one) for one in others if one)]
    return json.dumps(rows, indent=2) + "\n"


def site_tree(repository: Repository, base: str, manifest: Manifest, releases: Iterable[Release]) -> str:
    """The tree of the site on record; `base` is a commit or tree from which it takes what it does not know, such as
    the file that names a domain.

    Raises GitError where a version or the draft that is on record is nowhere.
    """
    entries = dict(repository.entries(base))
    for alias in _aliases(repository, base):
        entries.pop(alias, None)
    trees = {version: known["tree"] for version, known in manifest.versions.items()}
    if manifest.draft_tree:
        trees[DRAFT] = manifest.draft_tree
    entries |= {name: TreeEntry(*_FOLDER, tree) for name, tree in trees.items()}
    newest = next(reversed(manifest.versions), None)
    files = _files(repository, manifest, releases, trees.get(newest or DRAFT))
    folders = {LATEST: trees.get(newest) if newest else None, "r": None}
    for folder, tree in folders.items():
        entries.pop(folder, None)
        inside = {path.partition("/")[2]: files.pop(path) for path in list(files) if path.startswith(f"{folder}/")}
        if tree or inside:
            entries[folder] = TreeEntry(*_FOLDER, repository.tree_with(tree, inside))
    entries |= repository.entries(repository.tree_with(None, files))
    return repository.make_tree(entries)


def _files(
    repository: Repository, manifest: Manifest, releases: Iterable[Release], shown: str | None
) -> dict[str, bytes]:
    """What is made anew at every publication, by path."""
    address = manifest.address.site_url if manifest.address else ""
    files = root_files(releases, address)
    texts = {**files, VERSIONS: versions_file(manifest.versions), PATH: manifest.text(), ".nojekyll": ""}
    content = {path: text.encode() for path, text in texts.items()}
    if shown and (sitemap := repository.read(shown, "sitemap.xml")):
        content["sitemap.xml"] = sitemap
    return content


def _aliases(repository: Repository, base: str) -> list[str]:
    """The names besides `latest` that someone gave a version by mike's own command; the site has none."""
    try:
        rows = json.loads(repository.read(base, VERSIONS) or "[]")
        return [alias for row in rows for alias in row["aliases"] if alias != LATEST]
    except (ValueError, KeyError, TypeError):
        return []


def _row(version: str, *aliases: str) -> Mapping[str, object]:
    return {"version": version, "title": version, "aliases": list(aliases)}
