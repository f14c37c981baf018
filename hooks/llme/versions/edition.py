"""Which edition of the guide is being built, and where it will stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from llme.urls import page_url, resolver_uri

if TYPE_CHECKING:  # the command knows editions, and no models
    from llme.content.guide import Guide
    from llme.content.release import Release

DRAFT = "dev"
LATEST = "latest"  # under which the newest release is published besides its number


@dataclass(frozen=True)
class Edition:
    """An edition: a released version, or the draft."""

    version: str = DRAFT  # such as `1.2.0`, or `dev`
    site_url: str = ""  # the root of the published site, ending in a slash; empty where it is not known
    repository: str = ""  # `owner/name` on GitHub; empty where it is not known
    today: date | None = None  # the day of the commit that is built, where it is known
    offline: bool = False  # to be opened from disk, so nothing beside its own pages is there
    asked: frozenset[str] = frozenset()  # which other forms a draft is to have; a release has all

    @property
    def pdfs(self) -> bool:
        """Whether the PDF files are built with it."""
        return not self.offline and (not self.is_draft or "pdf" in self.asked)

    @property
    def is_draft(self) -> bool:
        """Whether this is not a release."""
        return self.version == DRAFT

    def url(self, uri: str, version: str | None = None) -> str:
        """The address of a page (a path under `docs`, perhaps with an anchor) in a version, this one unless told.

        Empty where the site's address is not known.
        """
        return f"{self.site_url}{version or self.version}/{page_url(uri)}" if self.site_url else ""

    def lasting(self, identifier: str) -> str:
        """The lasting address of a recommendation in this release; empty where the site's address is not known."""
        return f"{self.site_url}{page_url(resolver_uri(identifier, self.version))}" if self.site_url else ""

    def on_paper(self, uri: str) -> str:
        """The address of a page to print on it: of a recommendation in a release, the lasting one."""
        folder, _, name = uri.removesuffix(".md").rpartition("/")
        if self.is_draft or folder != "recommendations" or name == "index":
            return self.url(uri)
        return self.lasting(name)

    def renewed(self, path: str) -> str:
        """Where under the root of a built site a file stands that a draft has in its folder, and of the releases only
        the newest, under `latest`: what is below that there stands there alone."""
        return path if self.is_draft else f"{LATEST}/{path}"

    def path(self, uri: str) -> str:
        """The address of a page below the root of this edition, for data that modules read."""
        return page_url(uri, self.offline)

    def release(self, guide: "Guide") -> "Release | None":
        """The release of this edition, or None for the draft."""
        return next((release for release in guide.releases if release.version == self.version), None)

    def day(self, guide: "Guide") -> date | None:
        """The day of the release, or None for the draft."""
        release = self.release(guide)
        return release.date if release else None


def edition_of(told: Mapping[str, Any]) -> Edition:
    """What is being built, and for where, as the environment tells it; whatever that leaves out is empty."""
    epoch = str(told.get("epoch") or "")
    return Edition(
        told.get("version") or DRAFT,
        told.get("site_url") or "",
        told.get("repository") or "",
        today=datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() and int(epoch) else None,
        offline=bool(told.get("offline")),
        asked=frozenset(name for name, wanted in told.get("forms", {}).items() if wanted),
    )
