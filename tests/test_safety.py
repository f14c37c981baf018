"""What HTML may hold, of a text and of a finished page."""

import re

import pytest

from llme.content.load import load
from llme.html.safety import PAGE, ROOT, SEARCH, TEXT, UnsafeError, check, faults, parse
from llme.rules import check as check_rules


def found(html, allowed):
    return list(faults(parse(html), allowed))


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ('<p>Fine, <a href="../x/#y" title="b">so</a>, <a href="https://example.org">and</a>.</p>', []),
        ('<form><select><option>a</option></select><textarea></textarea><progress max="1"></progress></form>', []),
        ('<dialog><form method="dialog"><button>b</button></form></dialog>', []),
        ('<button popovertarget="a">b</button><nav id="a" popover></nav><details open></details>', []),
        ("<div popover>", ["the attribute `popover` of `<div>`"]),
        ('<svg viewBox="0 0 1 1"><path d="M0 0"/></svg><p data-x="1" aria-label="2" lang="fr" hidden>', []),
        ('<form action="javascript:1"></form>', ["the attribute `action` of `<form>`"]),
        ('<form method="post"></form>', ["a form that is sent"]),
        ('<p onclick="x">', ["the attribute `onclick` of `<p>`"]),
        ('<p style="x">', ["the attribute `style` of `<p>`"]),
        ('<a href="javascript:1">', ["the address `javascript:1`"]),
        ('<a href="\x01 java\n\tscript:1">', ["the address `\x01 java\n\tscript:1`"]),
        ('<a href="&#106;avascript:1">', ["the address `javascript:1`"]),
        ('<a href="//evil.example">', ["the address `//evil.example`"]),
        ('<a href="/\\evil.example">', ["the address `/\\evil.example`"]),
        ('<a href="MailTo:a@example.org">', []),
        ('<a href=" ht\ntps://example.org">', []),
        ('<a href="XHTTPS://example.org">', ["the address `XHTTPS://example.org`"]),
        ('<a href="!//example.org">', []),
        ('<svg><a xlink:href="javascript:1"></a></svg>', ["the attribute `xlink:href` of `<a>`"]),
        ('<a ONCLICK="1" HREF="DATA:1">', ["the attribute `onclick` of `<a>`", "the address `DATA:1`"]),
        ("<o:p>a</o:p><on-x>b</on-x>", ["the tag `<o:p>`", "the tag `<on-x>`"]),
        ('<body onload="x"><b>a</b>', ["the attribute `onload` of `<body>`"]),
        ("<textarea><img src=x onerror=1></textarea>", []),
        ('<img src="x.png" alt=""><img src="https://example.org/x.png">', ["the address `https://example.org/x.png`"]),
        ("<!--a--!><script>1</script>", ["an inline `<script>` that is not known, with the hash"]),
        ("<!--><script>1</script>", ["an inline `<script>` that is not known, with the hash"]),
        ("<svg><script>1</script></svg>", ["an inline `<script>` that is not known, with the hash"]),
        ("<script type='text/plain'>1</script>", ["a script of the type `text/plain`"]),
        ("<script type='application/json'>1</script><script src='a.js'></script>", []),
        ("<script type='module' src='https://example.org/a.js'></script>", ["the script `https://example.org/a.js`"]),
        ("<script type='module' src='a.js'></script>", []),
        ('<iframe src="https://example.org"></iframe>', ["the tag `<iframe>`"]),
        ("<template><script>1</script></template>", ["the tag `<template>`"]),
        ("<noscript><b title='</noscript><img src=x>'></noscript>", ["the tag `<noscript>`"]),
        ('<link rel="stylesheet" href="a.css"><link rel="canonical" href="https://example.org/">', []),
        ('<link rel="stylesheet" href="https://example.org/">', ["the address `https://example.org/`"]),
        ('<link rel="import" href="a.html">', ["a link to `import`"]),
        ('<link href="a.html">', ["a link to ``"]),
        ('<meta name="description" content="a"><meta http-equiv="Content-Security-Policy" content="b">', []),
        ('<meta http-equiv="Refresh" content="0; url=x">', ["the directive `Refresh`"]),
        ('<meta name="robots" checked"="">', ['the attribute `checked"` of `<meta>`']),
        ('<meta name="monetization" content="x">', ["`monetization` in a `<meta>`"]),
        ('<base href="https://example.org/">', ["the tag `<base>`"]),
        ("<p>A claim [@key].</p>", ["`[@key`, which should have become a citation"]),
        ("<p>A claim <code>[@key]</code> <pre>\\bibliography</pre></p>", []),
        ("<p></code>A claim [-@key].</p>", ["`[-@key`, which should have become a citation"]),
        ("<p>A claim [^ref-key].</p>", ["`[^ref-key]`, which should have become a citation"]),
        ("<pre><span>[@key]</span></pre>", []),
        ("<p>\\bibliography</p>", ["`\\bibliography`, which should have become a citation"]),
        ("<p>\ue000block</p>", ["an invisible character, U+E000"]),
        ('<p title="a&#x202e;b">', ["an invisible character, U+202E"]),
    ],
)
def test_a_page(html, wrong):
    assert [re.sub(r" `[^`]+=`$", "", one) for one in found(html, PAGE)] == wrong


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ('<p><a href="a.md" title="b">a</a> <kbd>k</kbd> <abbr title="x">y</abbr></p><ol start="3"></ol>', []),
        ('<table><tr><td style="text-align: left">', ["the attribute `style` of `<td>`"]),
        ('<p data-md-component="search">', ["the attribute `data-md-component` of `<p>`"]),
        ("<img>", ["the tag `<img>`"]),
        ("<form></form>", ["the tag `<form>`"]),
        ("<p class id><a href>", []),
        ('<p class="lead"><span class="hll"><a class="md-search">', ["the class `md-search`"]),
        ('<abbr title="see [@key]">a</abbr>', ["`[@key`, which should have become a citation"]),
        ("<code>[@key]</code>", ["`[@key`, which should have become a citation"]),
    ],
)
def test_a_text(html, wrong):
    assert found(html, TEXT) == wrong


@pytest.mark.parametrize(
    ("html", "named", "allowed"),
    [
        ('<a href="{}">', "address", PAGE),
        ('<img src="{}">', "address", PAGE),
        ('<link rel="icon" href="{}">', "address", PAGE),
        ('<base href="{}">', "address", ROOT),
        ('<script src="{}"></script>', "script", PAGE),
        ('<p class="{}">', "class", TEXT),
    ],
)
def test_a_long_value_is_named_by_its_beginning(html, named, allowed):
    long = f"data:{'a' * 100}"
    assert found(html.format(long), allowed) == [f"the {named} `{long[:60]}`"]


def test_the_search_shows_code_as_text_and_nothing_active():
    assert found("write [@key]", SEARCH) == []
    assert found("<img onerror=1>", SEARCH) == ["the tag `<img>`"]


def test_the_root_may_lead_on():
    assert found('<base href="/guide/"><meta http-equiv="refresh" content="0; url=latest/">', ROOT) == []
    assert found('<base href="https://example.org/">', ROOT) == []
    assert found('<base href="javascript:1">', ROOT) == ["the address `javascript:1`"]


def test_a_page_with_a_fault_is_refused_once_for_each():
    check("<p>a</p>", PAGE)
    with pytest.raises(UnsafeError, match=r"^the page would hold the tag `<x-a>`, the tag `<x-b>`$"):
        check("<x-a></x-a><x-a></x-a><x-b></x-b>", PAGE)


@pytest.mark.parametrize("tag", ["dialog", "form", "input", "progress", "select", "textarea"])
def test_the_form_of_a_template_is_still_refused_in_a_contribution(folder, tag):
    path = folder / "docs/recommendations/LLME-001.md"
    path.write_text(path.read_text("utf-8").replace("1. Write to them.", f"1. Write to them. <{tag}>"), "utf-8")
    assert [(one.code, one.message) for one in check_rules(load(folder))] == [("html", f"raw HTML: `<{tag}>`")]
