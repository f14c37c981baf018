"""Where the site stands."""

import os
import re
from dataclasses import dataclass

from publishing.refusals import Reason, RefusedError
from publishing.repository import Repository

_GITHUB = r"(?:https://github\.com/|(?:ssh://)?git@github\.com[:/])([\w.-]+/[\w.-]+?)(?:\.git)?/?"


@dataclass(frozen=True)
class Address:
    """Where the site stands: its root, ending in a slash, and `owner/name` on GitHub; empty where not known."""

    site_url: str = ""
    repository: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The variables that tell a build of it."""
        return {"SITE_URL": self.site_url, "GITHUB_REPOSITORY": self.repository}


def address_of(repository: Repository, recorded: Address | None = None, may_change: bool = False) -> Address:
    """From `SITE_URL` and `GITHUB_REPOSITORY`; else as it is on record; else from the remote `origin` on GitHub.

    Raises RefusedError where that is another than the one on record, unless it may change.
    """
    said = Address(_root(os.environ.get("SITE_URL", "")), os.environ.get("GITHUB_REPOSITORY", ""))
    kept = recorded or Address()
    name = said.repository or kept.repository or named_on_github(repository.remote())
    found = Address(said.site_url or kept.site_url or pages_address(name), name)
    if recorded and found != recorded and not may_change:
        changes = [
            f"{label} {new or 'unknown'}, but {old or 'none'} is on record"
            for label, old, new in (
                ("the site would stand at", recorded.site_url, found.site_url),
                ("the repository would be", recorded.repository, found.repository),
            )
            if old != new
        ]
        raise RefusedError(Reason.ADDRESS, f"{'; '.join(changes)}; if this is meant, say so with `NEW_ADDRESS=1`")
    return found


def _root(url: str) -> str:
    return url and url.rstrip("/") + "/"


def named_on_github(address: str) -> str:
    """The `owner/name` of a repository on GitHub by its address; empty where it is none."""
    match = re.fullmatch(_GITHUB, address)
    return match[1] if match else ""


def pages_address(name: str) -> str:
    """Where GitHub Pages puts the site of a repository."""
    owner, _, project = name.partition("/")
    own_site = project.lower() == f"{owner}.github.io".lower()
    return f"https://{owner.lower()}.github.io/" + ("" if own_site else f"{project}/") if name else ""
