"""What readers download and a version takes up: bytes of the built site, which are the same on every machine."""

import gzip
import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from llme.versions.edition import LATEST

# In bytes: design decisions, kept by tests.
RECOMMENDATION = 40_000  # HTML of a page, uncompressed
REFERENCES = 150_000  # that of the page of all references
FIRST_VISIT = 150_000  # the home page and all that it asks for, compressed
VERSION = 6_500_000  # all files of a version
HOST = 1_000_000_000  # what common hosts take
VERSIONS = 150  # which a host is to hold, with the copy of one that `latest` is

_IMPORT = re.compile(r'^import [^;]* from "(\.\.?/[^"]+)";', re.MULTILINE)
_CSS_URL = re.compile(r"""url\(["']?(?!data:|#)([^"')]+)""")


def largest_recommendation(site: Path) -> tuple[str, int]:
    """The ID of the recommendation whose page is the largest, and its bytes. Raises ValueError where there is none."""
    pages = [(path.stat().st_size, path.parent.name) for path in site.glob("recommendations/*/index.html")]
    size, identifier = max(pages)
    return identifier, size


def recommendations(site: Path) -> int:
    """How many recommendations have a page."""
    return len(list(site.glob("recommendations/*/index.html")))


def references(site: Path) -> int:
    """The bytes of the page of all references."""
    return (site / "references/index.html").stat().st_size


def first_visit(site: Path) -> dict[str, int]:
    """The files that a browser asks for on the home page of `site`, each with its bytes as a host compresses them."""
    found: dict[str, int] = {}
    waiting = ["index.html"]
    while waiting:
        name = waiting.pop()
        if name in found or not (site / name).is_file():
            continue
        content = (site / name).read_bytes()
        found[name] = len(gzip.compress(content, 6, mtime=0))
        waiting += [_beside(name, target) for target in _asked_for(name, content)]
    return dict(sorted(found.items()))


def version(site: Path) -> dict[str, int]:
    """The bytes of all files of a version, by kind: the folder of a page or a file at the root, else the ending.

    What will stand under `latest` alone is none of them.
    """
    found: Counter[str] = Counter()
    for path in site.rglob("*"):
        if path.is_file():
            parts = path.relative_to(site).parts
            if parts[0] == LATEST:
                continue
            found[f"{parts[0]}/" if path.suffix == ".html" and len(parts) > 1 else path.suffix] += path.stat().st_size
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def versions_on_a_host(size: int) -> int:
    """How many versions of this size a host takes, with a copy of one."""
    return HOST // size - 1


def _beside(name: str, target: str) -> str:
    """A path that a file names, as seen from the site."""
    parts = [*Path(name).parent.parts, *Path(target.partition("#")[0].partition("?")[0]).parts]
    path: list[str] = []
    for part in parts:
        path = path[:-1] if part == ".." else [*path, part]
    return "/".join(path)


def _asked_for(name: str, content: bytes) -> list[str]:
    text = content.decode(errors="replace")
    if name.endswith(".html"):
        reader = _Resources()
        reader.feed(text)
        return reader.found
    if name.endswith(".mjs"):
        return _IMPORT.findall(text)
    if name.endswith(".css"):
        return _CSS_URL.findall(text)
    return []


class _Resources(HTMLParser):
    """Collects what a page asks for at once: scripts, styles, icons and images, and the worker of the search."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._config = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = dict(attributes)
        if tag in ("script", "img") and known.get("src"):
            self.found.append(known["src"] or "")
        elif tag == "link" and known.get("rel") in ("stylesheet", "icon"):
            self.found.append(known.get("href") or "")
        self._config = tag == "script" and known.get("id") == "__config"

    def handle_data(self, data: str) -> None:
        if self._config:
            self.found.append(json.loads(data)["search"])
            self._config = False
