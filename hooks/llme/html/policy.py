"""The Content-Security-Policy of a page: only the site's own files, and the inline code that it was built with.

A static host sends no headers of ours, so the policy stands in each page, in a `meta` element.
"""

import base64
import hashlib
import html
import re
from html.parser import HTMLParser

TOKEN = "content-security-policy"  # noqa: S105 - what a template writes in the place of the policy
_REST = (
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'self'; form-action 'none'"
)
# From disk nothing is fetched. That `'self'` means files there is a habit of browsers and no rule; `file:` says it.
_OFFLINE_REST = "img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
_ELEMENT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_DATA = frozenset({"application/json", "application/ld+json"})  # never run, so no policy need allow them


class PolicyError(Exception):
    """A page has no place for its policy, or more than one."""


def with_policy(page: str, offline: bool = False, preview: bool = False) -> str:
    """The whole HTML of a page with its policy in the place of `TOKEN`; in a preview, none of it holds.

    There the engine adds a script to each page, which reloads it and is another one after each build.

    Raises PolicyError where the page does not have exactly one such place.
    """
    place = f'content="{TOKEN}"'
    if page.count(place) != 1:
        raise PolicyError(f"a page must have one `{place}`, in `<meta http-equiv>`; this one has {page.count(place)}")
    told = "" if preview else html.escape(policy(page, offline), quote=False)
    return page.replace(place, f'content="{told}"')


def policy(page: str, offline: bool = False) -> str:
    """The policy of a page: the hash of each inline script or style is a permission for that very text."""
    reader = _Inline()
    for match in _ELEMENT.finditer(page):  # the parser is slow, and most of a page is nothing to it
        reader.feed(match[0])
    reader.close()
    own = ["'self'", "file:"] if offline else ["'self'"]
    scripts, styles = (_allowed(own, reader.texts[tag]) for tag in ("script", "style"))
    return f"default-src 'none'; script-src {scripts}; style-src {styles}; {_OFFLINE_REST if offline else _REST}"


def _allowed(own: list[str], texts: list[str]) -> str:
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
    return " ".join([*own, *(f"'sha256-{one}'" for one in dict.fromkeys(hashes))])


class _Inline(HTMLParser):
    """Collects the texts of inline scripts and styles, in order."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self._tag = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = dict(attributes)
        if tag in self.texts and "src" not in known and known.get("type") not in _DATA:
            self._tag = tag
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""

    def handle_data(self, data: str) -> None:
        if self._tag:
            self.texts[self._tag][-1] += data
