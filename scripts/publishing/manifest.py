"""What is on record of the branch gh-pages."""

import json
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from llme.content.release import Version
from llme.patterns import VERSION, is_a, whole
from publishing.address import Address
from publishing.refusals import Reason, RefusedError
from publishing.repository import Hashes, Repository

BRANCH = "gh-pages"
NEXT = "gh-pages-next"  # where a publication is put together
PATH = "manifest.json"
MANIFEST_FORMAT = 1


_Hash = Annotated[str, StringConstraints(pattern=whole("[0-9a-f]{40}|[0-9a-f]{64}"))]
_Version = Annotated[str, StringConstraints(pattern=whole(VERSION))]


class _Known(BaseModel):
    """What is on record of a version."""

    model_config = ConfigDict(extra="allow")
    commit: _Hash
    tree: _Hash
    site_url: str
    repository: str
    latest: dict[str, _Hash] = {}
    built_from: _Hash | None = None


class _Manifest(BaseModel):
    """The record as it is written."""

    format: Literal[1]
    site_url: str
    repository: str | None = None  # not recorded at first
    versions: dict[_Version, _Known]
    given_up: tuple[_Version, ...] = ()
    draft_source: str
    draft_tree: str = ""


def _is_ours(repository: Repository, commit: str) -> bool:
    """Whether something was published on the branch up to a commit; made by hand, it may have no more than a domain."""
    names = repository.entries(commit)
    there = any(name in (PATH, "versions.json", "latest") or is_a(VERSION, name) for name in names)
    return there or repository.ever_had(commit, PATH)


@dataclass
class Manifest:
    """`manifest.json` at the root of the site: what was published from where.

    Each version has the hash of its tree, and the newest one those of the files that stand under `latest` alone.
    """

    versions: dict[str, dict[str, Any]] = field(default_factory=dict)
    draft_source: str = ""  # the tree of main that the draft was built from
    draft_tree: str = ""  # the tree of what was built
    given_up: tuple[str, ...] = ()  # released versions that are never to be published
    address: Address | None = None  # where the site stands; None where nothing is published yet

    @classmethod
    def read(cls, repository: Repository, commit: str | None) -> "Manifest":
        """The manifest in a commit of the branch; an empty one where nothing is published.

        Raises RefusedError where it cannot be read.
        """
        if commit is None or not _is_ours(repository, commit):
            return cls()
        try:
            data = _Manifest.model_validate_json(repository.read(commit, PATH))
        except ValidationError as error:
            raise RefusedError(Reason.RECORD, f"{BRANCH} has no readable {PATH}") from error
        rows = sorted(data.versions.items(), key=lambda one: Version.parse(one[0]))
        versions = {version: known.model_dump(exclude_unset=True) for version, known in rows}
        newest = rows[-1][1].repository if rows else ""
        address = Address(data.site_url, newest if data.repository is None else data.repository)
        return cls(versions, data.draft_source, data.draft_tree, data.given_up, address)

    def carry(self, mine: "Manifest", before: "Manifest") -> list[str]:
        """Takes over what was decided in a record that led to no other: which versions are given up, and a new address.

        `before` is what both records go back to. Returns what was taken over, in words.
        """
        taken = []
        fresh = [one for one in mine.given_up if one not in self.given_up and one not in self.versions]
        if fresh:
            self.given_up = (*self.given_up, *fresh)
            taken.append(f"{', '.join(fresh)} is given up")
        if mine.address and mine.address != before.address == self.address:
            self.address, self.draft_source = mine.address, ""  # the draft names the other address
            taken.append(f"the site stands at {mine.address.site_url or 'no known address'}")
        return taken

    def add(self, version: str, built: tuple[str, Hashes], address: Address, commit: str) -> None:
        """Puts a version on record: its tree, and what stands under `latest` if it is the newest now; an older one has
        that no more."""
        known: dict[str, Any] = {"commit": commit, "tree": built[0]}
        known |= {"site_url": address.site_url, "repository": address.repository}
        known |= {"latest": built[1]} if built[1] else {}
        both = {**self.versions, version: known}
        self.versions = dict(sorted(both.items(), key=lambda one: Version.parse(one[0])))
        for one in [*self.versions][:-1]:
            self.versions[one].pop("latest", None)

    def altered(self, repository: Repository, commit: str | None) -> list[str]:
        """The versions that are not in a commit as they were put on record."""
        there = repository.entries(commit) if commit else {}
        return [name for name, known in self.versions.items() if there.get(name, ("", "", ""))[2] != known["tree"]]

    def text(self) -> str:
        """The manifest as JSON."""
        address = self.address or Address()
        data: dict[str, Any] = {
            "format": MANIFEST_FORMAT,
            "site_url": address.site_url,
            "repository": address.repository,
            "versions": self.versions,
            "given_up": self.given_up,
            "draft_source": self.draft_source,
            "draft_tree": self.draft_tree,
        }
        return json.dumps(data, indent=1) + "\n"
