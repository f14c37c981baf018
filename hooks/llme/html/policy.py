"""The Content-Security-Policy of a page: only the site's own files, and the inline code that it was built with.

A static host sends no headers of ours, so the policy stands in each page, in a `meta` element.
"""

import base64
import hashlib
import html

from selectolax.lexbor import LexborHTMLParser

TOKEN = "content-security-policy"  # noqa: S105 - what a template writes in the place of the policy
_REST = (
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'self'; form-action 'none'"
)
# From disk nothing is fetched. That `'self'` means files there is a habit of browsers and no rule; `file:` says it.
_OFFLINE_REST = "img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
DATA = frozenset({"application/json", "application/ld+json"})  # never run, so no policy need allow them
# The inline scripts and styles that a page may hold: those of the root of the published site, each by the SHA-256 of
# its text. The pages of a version hold none.
INLINE = {
    # The root's: leads on and keeps the anchor, and says what became of a recommendation.
    "leading": "BhWETLI/h95Ir02CBPUXUPCYofUrO5R7LpX+qBDhMMc=",
    "not-found": "j00WztJaHXH89872z114rES7pxG7Ic9GbItnnFo9zPw=",
    "not-found-style": "Z+9DKhXAjTX0wdD6NywfM4lsfnZw/iP1KhtCLKUMln8=",
}


class PolicyError(Exception):
    """A page has no place for its policy, or more than one."""


def with_policy(page: str, offline: bool = False, preview: bool = False, alone: bool = False) -> str:
    """The whole HTML of a page with its policy in the place of `TOKEN`; in a preview, none of it holds.

    There the engine adds a script to each page, which reloads it and is another one after each build. A page that is
    `alone` asks for no file.

    Raises PolicyError where the page does not have exactly one such place.
    """
    place = f'content="{TOKEN}"'
    if page.count(place) != 1:
        raise PolicyError(f"a page must have one `{place}`, in `<meta http-equiv>`; this one has {page.count(place)}")
    told = "" if preview else html.escape(policy(page, offline, alone), quote=False)
    return page.replace(place, f'content="{told}"')


def policy(page: str, offline: bool = False, alone: bool = False) -> str:
    """The policy of a page: of inline scripts and styles it allows those of `INLINE`, by the hash of their texts."""
    root = LexborHTMLParser(page)
    own = [] if alone else ["'self' file:" if offline else "'self'"]
    scripts, styles = (
        " ".join([*own, *dict.fromkeys(f"'sha256-{_hash(text)}'" for text in texts if name_of_inline(text))])
        for texts in ([node.text() for node in root.css(f"{tag}:not([src])")] for tag in ("script", "style"))
    )
    if alone:
        return f"default-src 'none'; script-src {scripts}"
    return f"default-src 'none'; script-src {scripts}; style-src {styles}; {_OFFLINE_REST if offline else _REST}"


def name_of_inline(text: str) -> str:
    """The name in `INLINE` of the script or style with this text, or nothing where it is not known."""
    known = inline_hash(text)
    return next((name for name, one in INLINE.items() if one == known), "")


def inline_hash(text: str) -> str:
    """What `INLINE` has for the script or style with this text."""
    return _hash(text)


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
