"""What stands at the root of the published site, beside its versions: made anew from the releases each time."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from llme.content.release import Release, Version
from llme.outputs.derived import derived
from llme.outputs.feeds import feeds
from llme.outputs.leading import rendered, resolvers
from llme.versions.changes import comparable_since, told_changes, withdrawn_in
from llme.versions.edition import DRAFT, LATEST
from llme.versions.successors import living_successors

STATUS_FORMAT = 1
# What a page cannot ask for by itself. Some static hosts read this file and send these headers; others pass it over.
_HEADERS = """/*
  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()
  Referrer-Policy: strict-origin-when-cross-origin
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
"""


def root_files(
    releases: Iterable[Release],
    site_url: str,
    newest: Mapping[str, str] | None = None,
    given_up: Iterable[str] = (),
) -> dict[str, str]:
    """The root's own files, by path: a first page, a page for what is not there, resolvers, status, robots.

    `versions.json` and the folders of versions are mike's; `manifest.json` is the publisher's, and so are the resolvers
    of versions, which `version_resolvers` makes. They hold, too, what stands under `latest` on top of a copy of the
    newest release: feeds, and what is `derived` from the texts `newest`, which are that release's `ORIGINALS`.
    Pages of other versions may link to those that were `given_up` after they were built: the page for what is not there
    tells what became of these.
    """
    releases = list(releases)
    home = "latest/" if releases else f"{DRAFT}/"
    beside = feeds(releases, site_url) | (derived(newest) if newest else {})
    return {
        "index.html": rendered("index.html.j2", home=home),
        "404.html": _not_found(releases, site_url, home, given_up),
        "robots.txt": _robots(site_url),
        "_headers": _HEADERS,
        "status.json": json.dumps(status(releases), ensure_ascii=False, indent=1) + "\n",
        "newest.css": _newest(releases),
        **resolvers(releases),
        **{f"{LATEST}/{path}": text for path, text in beside.items()},
    }


def status(releases: Iterable[Release]) -> dict[str, Any]:
    """A small index: for each ID its state now, and in which versions it changed and how.

    A page of an old version reads it to say what became of its recommendation; the scripts of 0.1.0 and 0.1.1 know
    `latest` and `changes` alone. `comparable_since` is the oldest version of which a page may say "unchanged".
    """
    releases = list(releases)
    told = told_changes(releases)
    known = {one.id: one for one in releases[-1].recommendations} if releases else {}
    recommendations = {
        identifier: {
            "title": one.title,
            "status": one.status,
            "withdrawn_in": withdrawn_in(releases, identifier),
            "superseded_by": list(living_successors(identifier, known)),
            "hash": one.hash,
            "changes": [change._asdict() for change in told[identifier]],
        }
        for identifier, one in known.items()
    }
    return {
        "format": STATUS_FORMAT,
        "latest": releases[-1].version if releases else None,
        "comparable_since": comparable_since(releases),
        "versions": {release.version: release.date.isoformat() for release in releases},
        "recommendations": recommendations,
    }


def _newest(releases: list[Release]) -> str:
    """A style sheet of all released pages: what the newest version need not say of itself.

    A page never changes, and cannot know whether a newer one exists; by this it knows before it is drawn, and without
    JavaScript. Old pages rely on these selectors.
    """
    rule = ".md-banner:has([data-version='{0}']), .since[data-version='{0}'] {{ display: none }}\n"
    return "".join(["/* Made anew with each release. */\n", *(rule.format(one.version) for one in releases[-1:])])


def _not_found(releases: list[Release], site_url: str, home: str, given_up: Iterable[str]) -> str:
    """The page for what is not there, at whatever address: its links begin at the path of the site's root."""
    recommendations = {}
    for release in releases:
        before = recommendations
        recommendations = {
            one.id: {
                "title": one.title,
                "status": one.status,
                "since": before[one.id]["since"] if one.id in before else release.version,
            }
            for one in release.recommendations
        }
    versions = [release.version for release in reversed(releases)]
    known = {
        "site": site_url,
        "versions": versions,
        "given_up": _given_up(releases, given_up),
        "recommendations": recommendations,
    }
    return rendered("404.html.j2", base=_path(site_url), home=home, known=known)


def _given_up(releases: list[Release], versions: Iterable[str]) -> dict[str, str]:
    """For each version that was given up the next one that is there, whose text has what it brought; or none."""
    numbers = sorted((Version.parse(version) for version in versions), reverse=True)
    return {
        str(number): next((release.version for release in releases if release.number > number), "")
        for number in numbers
    }


def _robots(site_url: str) -> str:
    """Forbids the draft alone, which nobody is to cite.

    Search engines keep to the latest version by the canonical links of all others, which they must read for that. Only
    the file at the root of a host is read: a site below that root, as a project's on GitHub Pages, has its draft left
    out by `noindex` on each page of it.
    """
    lines = ["User-agent: *", f"Disallow: {_path(site_url)}{DRAFT}/"]
    if site_url:
        lines.append(f"Sitemap: {site_url}sitemap.xml")
    return "\n".join(lines) + "\n"


def _path(site_url: str) -> str:
    """The path of the site's root on its host."""
    return urlsplit(site_url).path or "/"
