"""Addresses of pages: their paths under `docs`, and what a browser asks for."""

import posixpath
import re
from functools import cache

from llme.patterns import FOOTNOTE

HOME = "index.md"
# The pages that are made whatever the guide holds, by their paths under `docs`.
RECOMMENDATIONS = "recommendations/index.md"
TOPICS = "topics/index.md"
DECISIONS = "decisions/index.md"
POCKET_GUIDE = "pocket-guide.md"
REFERENCES = "references.md"
CHANGES = "changes.md"
CHECKLIST = "checklist.md"
GENERATED = (RECOMMENDATIONS, TOPICS, DECISIONS, POCKET_GUIDE, REFERENCES, CHANGES, CHECKLIST)

GLOSSARY = "about/glossary.md"
# The hand-written pages to which the others lead, and the anchors that they need for it.
LINKED = {
    HOME: (),
    "about/citing.md": ("whole",),
    "about/data.md": ("feeds",),
    GLOSSARY: (),
    "about/how-to-use.md": ("checklist",),
    "about/method.md": ("origins",),
    "about/versions.md": (),
}

# What the templates of each kind of page, and of each insert, give anchors to; and how names begin that are counted.
ANCHORS = {
    "recommendations": """
        check-yourself cite do dont exceptions first-steps helps-with history in-practice related tools-that-help why
    """,
    "stages": "background do-and-dont from-other-stages tools",
    "decisions": "",
    "pages": "",
    "frameworks-by-stage": "how-frameworks",
    "sources-by-year": "how-sources",
    "template": "filled-in template",
    "worked-answers": "answers-appendix",
    "upkeep": "age frequency how-ages people queue",
}
# Those of a kind of page that every one of it has.
LASTING = {"recommendations": "why first-steps exceptions check-yourself cite", "stages": "do-and-dont"}
ANCHOR_PREFIXES = ("answers-", "cite-", "filter-", "item-", "letter-", "stage-", "version-", FOOTNOTE)
ANCHORS_EVERYWHERE = frozenset({"references", "page-data"})


@cache  # pages name one another again and again
def page_url(uri: str, offline: bool = False) -> str:
    """The address of a page below its version: `recommendations/LLME-001.md#do` is `recommendations/LLME-001/#do`.

    In an offline edition it names the file itself, `recommendations/LLME-001/index.html#do`.
    """
    path, _, anchor = uri.partition("#")
    path = path.removesuffix(".md")
    path = posixpath.dirname(path) if posixpath.basename(path) == "index" else path
    return (f"{path}/" if path else "") + ("index.html" if offline else "") + (f"#{anchor}" if anchor else "")


def page_file(uri: str) -> str:
    """The file of a page below its version: `recommendations/LLME-001/index.html`."""
    return page_url(uri, offline=True)


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


def resolver_uri(identifier: str, version: str = "") -> str:
    """What leads to a recommendation, of the site's root: in its newest release, or in a version."""
    return f"r/{identifier}{version and '@'}{version}.md"


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


def local_hosts(port: int) -> frozenset[str]:
    """What a request for a server on this computer names as its host. Whoever names another came by a name of theirs
    that leads here (DNS rebinding)."""
    names = ("127.0.0.1", "localhost", "[::1]")
    return frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == 80 else frozenset())


def other_version(version: str, target: str, page: str) -> str:
    """The address of a page in another version, relative, so that a copy of the whole site works anywhere."""
    up = posixpath.relpath("/", f"/{page_url(page)}")
    return f"{up}/../{version}/{page_url(target)}"


def anchor_of(text: str) -> str:
    """An anchor made of a short text: `GOVERN 1.1` is `govern-1-1`."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
