"""What is on record of the branch gh-pages."""

import json
from dataclasses import dataclass, field
from typing import Any

from llme.content.release import Version
from publishing.address import Address
from publishing.repository import Repository

BRANCH = "gh-pages"
NEXT = "gh-pages-next"  # where a publication is put together
MANIFEST_FORMAT = 1


class DamagedError(Exception):
    """The published branch is not what is on record, or the history is not complete; the message says what."""


@dataclass
class Manifest:
    """`manifest.json` at the root of the site: what was published from where, with the tree hash of each version."""

    versions: dict[str, dict[str, str]] = field(default_factory=dict)
    draft_source: str = ""  # the tree of main that the draft was built from
    site_url: str = ""

    @classmethod
    def read(cls, repository: Repository, commit: str | None) -> "Manifest":
        """The manifest in a commit of the branch; an empty one where nothing is published."""
        if commit is None:
            return cls()
        try:
            data = json.loads(repository.read(commit, "manifest.json"))
            return cls(data["versions"], data["draft_source"], data["site_url"])
        except (ValueError, KeyError, TypeError) as error:
            message = f"{BRANCH} has no readable manifest.json; restore the branch from an earlier commit"
            raise DamagedError(message) from error

    def add(self, repository: Repository, version: str, address: Address, commit: str) -> None:
        """Puts a version that stands on `NEXT` on record."""
        self.versions[version] = {
            "commit": commit,
            "tree": repository.tree_of(f"{NEXT}:{version}"),
            "site_url": address.site_url,
            "repository": address.repository,
        }

    def check(self, repository: Repository, commit: str | None) -> None:
        """Raises DamagedError where a version in a commit is not as it was put on record."""
        for version, known in self.versions.items():
            tree = repository.tree_of(f"{commit}:{version}", missing_ok=True)
            if tree != known["tree"]:
                state = "was altered" if tree else "is gone"
                raise DamagedError(f"version {version} {state} on {BRANCH}; restore the branch from an earlier commit")

    def text(self) -> str:
        """The manifest as JSON."""
        data: dict[str, Any] = {
            "format": MANIFEST_FORMAT,
            "site_url": self.site_url,
            "versions": dict(sorted(self.versions.items(), key=lambda item: Version.parse(item[0]))),
            "draft_source": self.draft_source,
        }
        return json.dumps(data, indent=1) + "\n"
