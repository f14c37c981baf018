"""The Content-Security-Policy of a page."""

import base64
import hashlib

import pytest

from llme.html.policy import PolicyError, policy, with_policy

SCRIPT = "one('é < &amp;')"
PLACE = '<meta http-equiv="Content-Security-Policy" content="content-security-policy">'


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_each_inline_script_is_allowed_by_its_hash_and_data_are_not_scripts():
    page = (
        f"<script>{SCRIPT}</script><script src='x.js'></script><script>{SCRIPT}</script>"
        '<script type="application/json">{}</script><script type="module">two</script><style>a{}</style>'
    )
    assert policy(page).split("; ")[:3] == [
        "default-src 'none'",
        f"script-src 'self' {digest(SCRIPT)} {digest('two')}",
        f"style-src 'self' {digest('a{}')}",
    ]


def test_from_disk_files_are_allowed_and_requests_are_not():
    assert policy(f"<script>{SCRIPT}</script>", offline=True) == (
        f"default-src 'none'; script-src 'self' file: {digest(SCRIPT)}; style-src 'self' file:; "
        "img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
    )


def test_the_policy_takes_its_place():
    assert with_policy(PLACE) == PLACE.replace('content="content-security-policy"', f'content="{policy("")}"')


@pytest.mark.parametrize("page", ["", PLACE * 2])
def test_a_page_without_one_place_is_refused(page):
    with pytest.raises(PolicyError, match="must have one"):
        with_policy(page)


def test_every_page_has_its_policy(small_site):
    pages = sorted(small_site.rglob("*.html"))
    assert [
        path.name for path in pages if "default-src 'none'; script-src 'self' 'sha256-" not in path.read_text()
    ] == []
    assert len(pages) > 10
