"""The Content-Security-Policy of a page."""

import base64
import hashlib
import re

import pytest

from llme.html import policy as module
from llme.html.policy import INLINE, PolicyError, name_of_inline, policy, with_policy
from support import root_of

SCRIPT = "one('é < &amp;')"
PLACE = '<meta http-equiv="Content-Security-Policy" content="content-security-policy">'


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@pytest.fixture
def known(monkeypatch):
    """Two texts that pages may hold, in the place of the root's."""
    texts = {"one": SCRIPT, "style": "a{}"}
    monkeypatch.setattr(module, "INLINE", {name: digest(text) for name, text in texts.items()})


def test_known_inline_scripts_are_allowed_by_their_hashes_and_no_other(known):
    page = (
        f"<script>{SCRIPT}</script><script src='x.js'></script><script>{SCRIPT}</script><script>other()</script>"
        '<script type="application/json">{}</script><style>a{}</style><style>b{}</style>'
    )
    assert policy(page).split("; ")[:3] == [
        "default-src 'none'",
        f"script-src 'self' 'sha256-{digest(SCRIPT)}'",
        f"style-src 'self' 'sha256-{digest('a{}')}'",
    ]


def test_from_disk_files_are_allowed_and_requests_are_not(known):
    assert policy(f"<script>{SCRIPT}</script>", offline=True) == (
        f"default-src 'none'; script-src 'self' file: 'sha256-{digest(SCRIPT)}'; style-src 'self' file:; "
        "img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
    )


def test_a_page_may_use_what_its_site_holds_and_nothing_else():
    assert policy("<script src='x.js'></script>") == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'"
    )


def test_a_page_that_stands_alone_may_use_nothing_but_its_inline_script(known):
    assert policy(f"<script>{SCRIPT}</script><style>b{{}}</style>", alone=True) == (
        f"default-src 'none'; script-src 'sha256-{digest(SCRIPT)}'"
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, policy("")),
        ({"offline": True}, policy("", offline=True)),
        ({"alone": True}, policy("", alone=True)),
        ({"preview": True}, ""),
    ],
)
def test_the_policy_takes_its_place(options, told):
    assert with_policy(PLACE, **options) == PLACE.replace('content="content-security-policy"', f'content="{told}"')


@pytest.mark.parametrize("page", ["", PLACE * 2])
def test_a_page_without_one_place_is_refused(page):
    with pytest.raises(PolicyError, match="must have one"):
        with_policy(page)


def test_every_page_has_its_policy_and_every_listed_text_is_used(small_site, published_site):
    used = set()
    for path in sorted([*small_site.rglob("*.html"), *published_site.rglob("*.html")]):
        root = root_of(path)
        told = root.find('.//meta[@http-equiv="Content-Security-Policy"]').get("content")
        inline = [one.text for one in root.iter("script", "style") if one.get("src") is None and not one.get("type")]
        assert set(re.findall(r"'sha256-([^']+)'", told)) == set(map(digest, inline)), path
        used |= set(map(name_of_inline, inline))
    assert used == set(INLINE)
