"""Links of a document made of many pages: to places in it where they can be, to the web otherwise."""

import posixpath
import re
from typing import Any
from urllib.parse import urldefrag

from llme.versions.edition import Edition


def link(document: Any, edition: Edition) -> Any:
    """`document`, nodes in lists and mappings, each link with `to`, a place in it, or `href`, an address, or neither.

    Places are found by the `id` of nodes: `page#anchor`, or `page#` for a page as a whole. The places of pages, and
    those that are linked to, get short names that readers can put into an address: `LLME-008`, `stages/evaluation`.
    """
    places: set[str] = set()
    linker = _Linker(edition, places)
    linked = linker.resolved(_anchored(document, places))
    return _named(linked, linker.used)


def _anchored(one: Any, places: set[str]) -> Any:
    """Collects the places, and takes away the `id` of any that is there already."""
    if isinstance(one, list):
        return [_anchored(child, places) for child in one]
    if not isinstance(one, dict):
        return one
    if one.get("id") in places:
        one = {name: value for name, value in one.items() if name != "id"}
    elif "id" in one:
        places.add(one["id"])
    return {name: _anchored(value, places) for name, value in one.items()}


class _Linker:
    def __init__(self, edition: Edition, places: set[str]):
        self.edition = edition
        self.places = places
        self.used: set[str] = set()

    def resolved(self, one: Any) -> Any:
        if isinstance(one, list):
            return [self.resolved(child) for child in one]
        if not isinstance(one, dict):
            return one
        kept = {name: self.resolved(value) for name, value in one.items() if name not in ("href", "page")}
        return kept | self._target(one["href"], one.get("page", "")) if one.get("href") else kept

    def _target(self, href: str, page: str) -> dict[str, str]:
        if re.match(r"(https?://|mailto:)", href):
            return {"href": href}
        path, anchor = urldefrag(href)
        uri = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
        for place in (f"{uri}#{anchor}", f"{uri}#", href.removeprefix("#")):
            if place in self.places:
                self.used.add(place)
                return {"to": place}
        if uri.startswith("..") or ":" in uri:
            return {}
        address = self.edition.url(f"{uri}#{anchor}" if anchor else uri)
        # `Edition.url` is for pages: any other file keeps its name.
        address = address if uri.endswith(".md") else address.removesuffix("/")
        return {"href": address} if address else {}


def _named(one: Any, used: set[str]) -> Any:
    if isinstance(one, list):
        return [_named(child, used) for child in one]
    if not isinstance(one, dict):
        return one
    kept = {name: _named(value, used) for name, value in one.items() if name not in ("id", "to")}
    for name in ("id", "to"):
        if name in one and (one[name] in used or one[name].endswith("#")):
            kept[name] = _name(one[name])
    return kept


def _name(place: str) -> str:
    return re.sub(r"^recommendations/(?=LLME-)", "", place.replace(".md#", "#").removesuffix("#"))
