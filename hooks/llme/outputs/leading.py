"""Pages of the published site that lead on: to a recommendation by its ID, and to a page by its new name.

Each carries the anchor of its address along; without JavaScript it leads on without it. Nothing but relative addresses
stand in them, so that they work wherever the site stands.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from llme.content.release import Release
from llme.html import safety
from llme.html.policy import with_policy
from llme.urls import page_file, recommendation_uri, relative_url, resolver_uri
from llme.versions.edition import LATEST
from llme.versions.successors import living_successors

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates/root"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def rendered(template: str, alone: bool = False, **values: Any) -> str:
    """A page of the root, judged, and with its policy; `alone` says that it asks for no other file."""
    page = _ENVIRONMENT.get_template(template).render(**values)
    safety.check(page, safety.ROOT)
    return with_policy(page, alone=alone)


def resolvers(releases: Iterable[Release]) -> dict[str, str]:
    """For each ID that was ever released, what leads to it in the newest release: `r/LLME-008/`, `r/llme-008/` too."""
    known = {one.id: one for release in releases for one in release.recommendations}
    return _in_both_cases(
        (uri, rendered("resolver.html.j2", one=one, instead=instead, target=_target(uri, LATEST, identifier)))
        for identifier, one in known.items()
        for uri, instead in [(resolver_uri(identifier), living_successors(identifier, known))]
    )


def version_resolvers(release: Release) -> dict[str, str]:
    """For each ID of a release, what leads to it there: `r/LLME-008@1.0.0/`, and `r/llme-008@1.0.0/` too.

    They follow from the snapshot alone and never change, and there are more of them than of all else at the root.
    """
    return _in_both_cases(
        (uri, _frame().format(name=f"{one.id}@{release.version}", target=_target(uri, release.version, one.id)))
        for one in release.recommendations
        for uri in [resolver_uri(one.id, release.version)]
    )


def redirects(moved: Mapping[str, str]) -> dict[str, str]:
    """For each page that has a new name (both are paths under `docs`), what leads from the old one to it."""
    return {
        page_file(old): rendered("redirect.html.j2", alone=True, target=relative_url(new, old))
        for old, new in sorted(moved.items())
    }


@cache
def _frame() -> str:
    """A version's resolver, judged once for all of them. What fills it has the form of an ID and of a version."""
    return rendered("version-resolver.html.j2", alone=True, name="{name}", target="{target}")


def _target(uri: str, version: str, identifier: str) -> str:
    return relative_url(f"{version}/{recommendation_uri(identifier)}", uri)


def _in_both_cases(pages: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The pages by their files, and again in small letters, the same to the byte: a file system may fold the two."""
    return {page_file(name): page for uri, page in pages for name in (uri, uri.lower())}
