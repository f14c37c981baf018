"""Where the site stands."""

import os
import re
from dataclasses import dataclass

from publishing.repository import Repository

_GITHUB = r"(?:https://github\.com/|git@github\.com:)([\w.-]+/[\w.-]+?)(?:\.git)?"


@dataclass(frozen=True)
class Address:
    """Where the site stands: its root, ending in a slash, and `owner/name` on GitHub; empty where not known."""

    site_url: str = ""
    repository: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The variables that tell a build of it."""
        return {"SITE_URL": self.site_url, "GITHUB_REPOSITORY": self.repository}


def address_of(repository: Repository) -> Address:
    """From `SITE_URL` and `GITHUB_REPOSITORY`, or from the remote `origin` where that is on GitHub."""
    name = os.environ.get("GITHUB_REPOSITORY", "")
    if not name:
        match = re.fullmatch(_GITHUB, repository.remote())
        name = match[1] if match else ""
    site_url = os.environ.get("SITE_URL", "")
    if not site_url and name:
        owner, _, project = name.partition("/")
        site_url = f"https://{owner.lower()}.github.io/" + ("" if project == f"{owner}.github.io" else f"{project}/")
    return Address(site_url and site_url.rstrip("/") + "/", name)
