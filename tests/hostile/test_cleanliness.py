"""The judge of pages can fail, for each class of what it judges."""

import json
from pathlib import Path

import pytest

from hostile.cleanliness import faults, frame_of, parsed
from hostile.published import SEARCH, Untouched, site_faults
from llme.files import compressed

PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title><link rel="stylesheet" href="../a.css">'
    '<script>scope("..")</script><script type="application/json" id="page-data">{}</script></head><body>'
    '<nav><a href="../">Home</a></nav><form class="search"><input name="q"></form><p>TEXT</p></body></html>'
)
HERE = "about/x.html"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('Fine <a href="https://example.org">a</a><b class="k">b</b> <img src="../x.png" alt="">', []),
        ('<a href="mailto:a@example.org">a</a><a href="#x">b</a><a href="y/?q=javascript:1">c</a>', []),
        ("<pre><code>&lt;script&gt; onclick=1</code></pre>", []),
        ("<script>1</script>", ["the script `1`"]),
        ('<script>scope("..")</script>', []),
        ('<script>scope("..");1</script>', ['the script `scope("..");1`']),
        ('<script src="//evil/x"></script>', ["the element `<script>`", "the script `//evil/x`", "//evil/x"]),
        ("<!--><script>1</script>-->", ["the script `1`"]),
        ("<![CDATA[ ><script>1</script>]]>", ["the script `1`"]),
        ("<iframe></iframe>", ["the element `<iframe>`"]),
        ("<form><input></form>", ["the element `<form>`", "the element `<input>`"]),
        ('<form class="search" action="x"></form>', ["the element `<form>`"]),
        ("<base>", ["the element `<base>`"]),
        ('<meta http-equiv="refresh" content="0">', ["the element `<meta>`"]),
        ('<link rel="stylesheet" href="//evil">', ["//evil"]),
        ('<svg><a xlink:href="javascript:1"></a></svg>', ["the element `<svg>`", "the element `<a>`", "javascript:1"]),
        ("<b onclick=1>", ["`<b>` with onclick", "the attribute `onclick` of `<b>`"]),
        ('<b style="x">', ["`<b>` with style", "the attribute `style` of `<b>`"]),
        ('<a href="JaVa&#10;script&colon;1">', ["script:1"]),
        ('<a href="&#1; javascript:1">', ["javascript:1", "U+0001"]),
        ('<a href="data:text/html,1">', ["data:text/html,1"]),
        ('<a href="//evil">', ["//evil"]),
        ('<a href="\\\\evil">', ["\\\\evil"]),
        ('<a href="/evil">', ["/evil"]),
        ('<a href="../../evil">', ["../../evil"]),
        ('<img src="https://evil/x.png" alt="">', ["https://evil/x.png"]),
        ('<b id="x"></b><i id="x"></i>', ["the identifier `x` twice"]),
        ("a\u202eb", ["U+202E"]),
        ('<b title="a&#x200b;b">', ["U+200B"]),
        ("a\U000e0041b", ["U+E0041"]),
        ("a&shy;b", ["U+00AD"]),
        ("a&#xe000;b", ["U+E000"]),
        ("a\x1bb", ["U+001B"]),
    ],
)
def test_faults_of_a_page(text, found):
    untouched = frame_of(parsed(PAGE), HERE)
    told = [fault.what for fault in faults(parsed(PAGE.replace("TEXT", text)), untouched, HERE)]
    assert len(told) == len(found), told
    assert all(one in what for one, what in zip(found, told, strict=True)), told


WRITTEN = {"q1z": "a <b> & [@x] `c` q1z"}
SHOWN = "a &lt;b&gt; &amp; [@x] <code>c</code> q1z"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("x.html", PAGE.replace("TEXT", SHOWN), []),
        ("x.html", PAGE.replace("TEXT", SHOWN.replace("&lt;", "&amp;lt;")), ["reads `Homea &lt;b> & [@x] c q1z`"]),
        ("x.html", PAGE.replace("TEXT", SHOWN).replace("<title>T", "<title>a <b> q1z"), ["in the title", "reads"]),
        ("x.html", PAGE, ["is published nowhere"]),
        ("x.html", PAGE.replace("TEXT", f"{SHOWN} [@y]"), ["`[@y`, which is no citation"]),
        ("x.html", PAGE.replace("TEXT", f"{SHOWN} <pre>see [-@y]</pre>"), ["[-@y`, which is no citation"]),
        ("x.html", PAGE.replace("TEXT", f"{SHOWN} [^ref-y]"), ["`[^ref-y`, which is no citation"]),
        ("x.html", PAGE.replace("TEXT", f"{SHOWN} \\bibliography"), ["`\\bibliography`, which is no citation"]),
        ("x.html", PAGE.replace("{}", json.dumps({"a": "a <c> q1z"})), ["its data, /a"]),
        (SEARCH, json.dumps({"docs": [{"location": "a", "title": "T", "text": "<p>a</p>"}]}), []),
        (SEARCH, json.dumps({"docs": [{"title": "<script>1</script>"}]}), ["the element `<script>`"]),
        (SEARCH, json.dumps({"docs": [{"text": "<img src=x onerror=1>"}]}), ["the attribute `onerror` of `<img>`"]),
        ("f.json", json.dumps({"title": "a <c> q1z"}), ["in /title"]),
        ("f.json.gz", json.dumps({"title": "a <c> q1z"}), ["in /title"]),
        ("f.json", json.dumps({"items": [{"content_html": "<b onclick=1>"}]}), ["the attribute `onclick` of `<b>`"]),
        ("f.json", json.dumps({"a": "b\u2066c"}), ["in /a, the character U+2066"]),
        ("f.atom", f"<feed><title>{SHOWN.replace('<code>c</code>', '`c`')}</title></feed>", []),
        ("f.atom", "<feed><title>a &amp;lt; q1z</title></feed>", ["in title"]),
        (
            "f.atom",
            '<feed xmlns="http://www.w3.org/2005/Atom"><content type="html">&lt;iframe&gt;</content></feed>',
            ["the element `<iframe>`"],
        ),
        ("d.csv", 'a,"a <b> & [@x] c q1z"\n', []),
        ("d.csv", "a,=HYPERLINK(1)\n", ["in row 1, a formula"]),
    ],
)
def test_faults_of_what_is_published(tmp_path, name, content, found):
    untouched = tmp_path / "untouched"
    site = tmp_path / "site"
    for folder, text in ((untouched, PAGE), (site, PAGE.replace("TEXT", SHOWN))):
        (folder / "about").mkdir(parents=True)
        (folder / "about/x.html").write_text(text, "utf-8")
    path = site / ("about/x.html" if name == "x.html" else name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(compressed(content.encode()) if name.endswith(".gz") else content.encode())
    told = [str(fault) for fault in site_faults(site, Untouched(untouched), WRITTEN)]
    assert bool(told) == bool(found), told
    assert all(any(one in what for what in told) for one in found), told


def test_a_link_to_elsewhere_is_a_fault(tmp_path: Path):
    (tmp_path / "x.txt").symlink_to("/etc/hostname")
    assert [fault.what for fault in site_faults(tmp_path, Untouched(tmp_path))] == ["a link to elsewhere"]
