"""The releases that the command holds, and what each says. Each file is read when it is asked for, once."""

import json
from datetime import date
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from llme import places
from llme.checklist.asked import ARR, asked
from llme.patterns import ID, VERSION, is_a
from llme.versions.edition import Edition
from llme.words import nearest_hint


class UnknownError(Exception):
    """Something is named that no release holds; the message is for people."""


class Cited(NamedTuple):
    """One recommendation as one release has it: `LLME-008@1.0.0`."""

    version: str
    recommendation: dict[str, Any]


class Library:
    """The releases in a folder `docs`, by default the one that comes with the command."""

    def __init__(self, docs: Path | None = None, site: str = ""):
        self.docs = docs or places.DOCS
        self.site = f"{site.rstrip('/')}/" if site else ""
        self.paths = places.releases(self.docs)
        self._held: dict[str, dict[str, Any]] = {}

    @property
    def newest(self) -> str:
        """The version of the newest release. Raises UnknownError where there is none."""
        if not self.paths:
            raise UnknownError("no release of the guide is here")
        return list(self.paths)[-1]

    def held(self, version: str) -> dict[str, Any]:
        """The snapshot of a release. Raises UnknownError where there is no such release."""
        if version not in self.paths:
            hint = nearest_hint(version, self.paths)
            raise UnknownError(f"no release `{version}` is here" + (f"; {hint}" if hint else ""))
        if version not in self._held:
            self._held[version] = json.loads(self.paths[version].read_text("utf-8"))
        return self._held[version]

    def edition(self, version: str) -> Edition:
        """The release as an edition of the site."""
        return Edition(version, self.site)

    def asked(self, version: str, url: str = "") -> dict[str, Any]:
        """What the checklist asks in a release, with the profiles and the framework of today.

        `url` leads to the release's first page, where the site's address is not known. Raises UnknownError.
        """
        return asked(self.held(version), self.profiles, self._arr, self.edition(version).url("index.md") or url)

    def find(self, name: str) -> Cited:
        """`LLME-008@1.0.0`, or `LLME-008` in the newest release. Raises UnknownError."""
        identifier, at, version = name.upper().partition("@")
        if not is_a(ID, identifier) or (at and not is_a(VERSION, version)):
            raise UnknownError(f"`{name}` is no name such as LLME-008 or LLME-008@{self.newest}")
        version = version or self.newest
        one = next((one for one in self.held(version)["recommendations"] if one["id"] == identifier), None)
        if one is None:
            raise UnknownError(f"release {version} has no {identifier}; see `llme list`")
        return Cited(version, one)

    def as_guide(self) -> Any:
        """As much of the guide as a citation needs: the days of its releases."""
        days = [(version, date.fromisoformat(self.held(version)["date"])) for version in self.paths]
        return SimpleNamespace(releases=[SimpleNamespace(version=version, date=day) for version, day in days])

    @cached_property
    def profiles(self) -> dict[str, Any]:
        """The kinds of project by name."""
        return self._read("profiles.yml") or {}

    @cached_property
    def _arr(self) -> dict[str, Any] | None:
        return self._read(f"frameworks/{ARR}.yml")

    def _read(self, name: str) -> Any:
        """A file of data, which the checks of the guide have judged already; None where there is none."""
        import yaml  # needed by some commands only

        path = self.docs / name
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.load(path.read_text("utf-8"), Loader=loader) if path.exists() else None  # noqa: S506  (it is safe)
