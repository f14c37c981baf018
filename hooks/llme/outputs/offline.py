"""The offline edition: the pages of an edition as a zip file that opens from disk, without any request to anywhere."""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import unquote

from llme.content.guide import Guide
from llme.outputs.searching import INDEX
from llme.versions.edition import Edition

# Stands in for Web Workers, which a page that was opened from disk may not start; no other edition needs it.
WORKER = "frame-worker"

_NEVER = frozenset({"404.html", "sitemap.xml", "sitemap.xml.gz", INDEX})
_IF_LINKED = re.compile(r"data/|feeds/|recommendations/[^/]+\.json$|assets/[^/]+\.js$|.*\.png$")
_LINK = re.compile(r"""\b(?:href|src)=["']?([^"'#?\s>]+)""")


def archive(site: Mapping[str, bytes], guide: Guide, edition: Edition, when: datetime) -> bytes:
    """The zip file of a site that was built for use from disk; `site` has its files by path.

    The same files give the same bytes. Data, feeds, pictures and scripts of ours are in it where a page
    asks for them.
    """
    linked = _linked(site)
    kept = {
        path: content
        for path, content in site.items()
        if path not in _NEVER and (path in linked or not _IF_LINKED.match(path))
    }
    kept["README.txt"] = _readme(guide, edition).encode()
    if INDEX in site:  # as a script: a page that was opened from disk may not fetch a file
        kept["search/search_index.js"] = b"var __index = " + site[INDEX]
    return _zip({f"{folder(edition)}/{path}": content for path, content in kept.items()}, when)


def folder(edition: Edition) -> str:
    """The name of the one folder in the zip file."""
    return f"llm-ethics-guide-{edition.version}"


def _linked(site: Mapping[str, bytes]) -> set[str]:
    """The paths that the pages link to."""
    return {
        posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
        for path, content in site.items()
        if path.endswith(".html") and path not in _NEVER
        for target in set(_LINK.findall(content.decode()))
    }


def _zip(files: Mapping[str, bytes], when: datetime) -> bytes:
    """A zip file in which nothing depends on the machine: sorted names, one time, the same permissions."""
    time = max(when.timetuple()[:6], (1980, 1, 1, 0, 0, 0))  # the format knows no earlier one
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, time)
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            target.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _readme(guide: Guide, edition: Edition) -> str:
    day = edition.day(guide)
    what = f"version {edition.version} of {day.day} {day:%B %Y}" if day else "draft of the next version"
    address = edition.url("index.md")
    return "\n".join(
        [
            f"LLM Ethics Guide, {what}",
            "Offline copy",
            "",
            "Open index.html in a browser. Everything works from disk, search included;",
            "no network is needed. Links to other sites lead there as usual.",
            "",
            *([f"The same pages on the web: {address}", ""] if address else []),
            "By LLM Ethics Guide contributors.",
            "Text: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
            "Code: MIT licence. The theme is Material for MkDocs by Martin Donath, MIT licence.",
            "",
        ]
    )
