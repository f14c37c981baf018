"""What stands at the root of the published site, beside its versions: made anew from the releases each time."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from llme.content.release import Release
from llme.html import safety
from llme.html.policy import with_policy
from llme.outputs.derived import derived
from llme.outputs.feeds import LATEST, feeds

STATUS_FORMAT = 1
# What a page cannot ask for by itself. Some static hosts read this file and send these headers; others pass it over.
_HEADERS = """/*
  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
  Referrer-Policy: strict-origin-when-cross-origin
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
"""
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates/root"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def root_files(releases: Iterable[Release], site_url: str, newest: Mapping[str, str] | None = None) -> dict[str, str]:
    """The root's own files, by path: a first page, a page for what is not there, resolvers, status, robots.

    `versions.json` and the folders of versions are mike's; `manifest.json` is the publisher's. With `newest`, the texts
    of the newest release's `derived.ORIGINALS`, they hold too what stands under `latest` beside a copy of that release.
    """
    releases = list(releases)
    latest = releases[-1].version if releases else ""
    files = {
        "index.html": _render("index.html.j2", home=f"{latest or 'dev'}/"),
        "404.html": _render(
            "404.html.j2", base=site_url or "/", latest=latest, versions=[one.version for one in reversed(releases)]
        ),
        "robots.txt": _robots(releases, site_url),
        "_headers": _HEADERS,
        "status.json": json.dumps(status(releases), ensure_ascii=False, indent=1) + "\n",
    }
    known = {one.id: one for release in releases for one in release.recommendations}
    for identifier, one in sorted(known.items()):
        target = f"../../latest/recommendations/{identifier}/"
        files[f"r/{identifier}/index.html"] = _render("resolver.html.j2", one=one, target=target)
    beside = feeds(releases, site_url) | derived(newest) if newest else {}
    return files | {f"{LATEST}/{path}": text for path, text in beside.items()}


def status(releases: Iterable[Release]) -> dict[str, Any]:
    """A small index: for each ID its state now, and in which versions it changed and how.

    A page of an old version reads it to say what became of its recommendation.
    """
    releases = list(releases)
    recommendations: dict[str, Any] = {}
    for recommendation in releases[-1].recommendations if releases else ():
        recommendations[recommendation.id] = {
            "title": recommendation.title,
            "status": recommendation.status,
            "superseded_by": list(recommendation.superseded_by),
            "hash": recommendation.hash,
            "changes": [change.model_dump() for change in recommendation.changes],
        }
    return {
        "format": STATUS_FORMAT,
        "latest": releases[-1].version if releases else None,
        "versions": {release.version: release.date.isoformat() for release in releases},
        "recommendations": recommendations,
    }


def _robots(releases: list[Release], site_url: str) -> str:
    """Search engines see the latest version only: the others say the same, or what no longer holds."""
    lines = ["User-agent: *", "Disallow: /dev/", *(f"Disallow: /{release.version}/" for release in releases)]
    if site_url:
        lines.append(f"Sitemap: {site_url}sitemap.xml")
    return "\n".join(lines) + "\n"


def _render(template: str, **values: Any) -> str:
    page = _ENVIRONMENT.get_template(template).render(**values)
    safety.check(page, safety.ROOT)
    return with_policy(page)
