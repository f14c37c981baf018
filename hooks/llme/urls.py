"""Addresses of pages: their paths under `docs`, and what a browser asks for."""

import posixpath
from functools import cache


@cache  # pages name one another again and again
def page_url(uri: str, offline: bool = False) -> str:
    """The address of a page below its version: `recommendations/LLME-001.md#do` is `recommendations/LLME-001/#do`.

    In an offline edition it names the file itself, `recommendations/LLME-001/index.html#do`.
    """
    path, _, anchor = uri.partition("#")
    path = path.removesuffix(".md")
    path = posixpath.dirname(path) if posixpath.basename(path) == "index" else path
    return (f"{path}/" if path else "") + ("index.html" if offline else "") + (f"#{anchor}" if anchor else "")


@cache
def relative_url(target: str, page: str, offline: bool = False) -> str:
    """The address of the page `target` (a path under `docs`, with or without an anchor) as seen from `page`."""
    path, _, anchor = page_url(target).partition("#")
    here = posixpath.relpath(f"/{path}", f"/{page_url(page)}")
    file = "index.html" if offline else ""
    return ("./" if here == "." else f"{here}/") + file + (f"#{anchor}" if anchor else "")


def relative_file(path: str, page: str) -> str:
    """The address of a file that is no page, by its path under the version's root, as seen from `page`."""
    return posixpath.relpath(f"/{path}", f"/{page_url(page)}")


def recommendation_uri(identifier: str) -> str:
    """The page of a recommendation."""
    return f"recommendations/{identifier}.md"


def stage_uri(slug: str) -> str:
    """The page of a stage."""
    return f"stages/{slug}.md"


def topic_uri(slug: str) -> str:
    """The page of a topic."""
    return f"topics/{slug}.md"


def decision_uri(slug: str) -> str:
    """The page of a decision."""
    return f"decisions/{slug}.md"


def framework_uri(identifier: str) -> str:
    """The page of a framework."""
    return f"frameworks/{identifier}.md"


def other_version(version: str, target: str, page: str) -> str:
    """The address of a page in another version, relative, so that a copy of the whole site works anywhere."""
    up = posixpath.relpath("/", f"/{page_url(page)}")
    return f"{up}/../{version}/{page_url(target)}"
