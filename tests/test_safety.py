"""The check of built HTML."""

import pytest

from llme.content.load import load
from llme.html.safety import faults
from llme.rules import check


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p>Fine, <a href="../x/#y">so</a>, <a href="https://example.org">and</a>.</p>', []),
        ('<svg viewBox="0 0 1 1"><path d="M0 0"/></svg><pre><code>[@key] \\bibliography</code></pre>', []),
        (
            '<form><select><option>a</option></select><textarea></textarea><progress max="1"></progress></form>'
            '<dialog><form method="dialog"><button>b</button></form></dialog>',
            [],
        ),
        ('<form action="javascript:1"></form>', ["the address `javascript:1`"]),
        ("<p>text</p><script>1</script>", ["the tag `<script>`"]),
        ('<p onclick="x">', ["the attribute `onclick` of `<p>`"]),
        ('<p style="x">', ["the attribute `style` of `<p>`"]),
        ('<a href="javascript:1">', ["the address `javascript:1`"]),
        ('<a href=" java\nscript:1">', ["the address `javascript:1`"]),
        ('<a href="&#106;avascript:1">', ["the address `javascript:1`"]),
        ('<svg><a xlink:href="javascript:1"></a></svg>', ["the address `javascript:1`"]),
        ('<a ONCLICK="1" HREF="DATA:1" xml:base="x">', ["the attribute `onclick` of `<a>`", "the address `data:1`"]),
        ("<o:p>a</o:p><on-x>b</on-x>", ["the tag `<o:p>`", "the tag `<on-x>`"]),
        ('<body onload="x"><b>a</b>', ["the tag `<body>`"]),
        ("<textarea><img src=x onerror=1></textarea>", []),
        ("<!--a--!><script>1</script>", ["the tag `<script>`"]),
        ("<svg><script>1</script></svg>", ["the tag `<script>`"]),
        ('<iframe src="https://example.org"></iframe>', ["the tag `<iframe>`"]),
        ("<p>A claim [@key].</p>", ["`[@key`, which should have become a citation"]),
        ("<p></code>A claim [@key].</p>", ["`[@key`, which should have become a citation"]),
        ("<code></pre>[@a]</code></code> [@key]", ["`[@key`, which should have become a citation"]),
        ("<pre><code>[@a]</pre> [@key]", ["`[@key`, which should have become a citation"]),
        ("</code></code><code>[@a]</code>", []),
        ("<p>A <code/> [@key]</p>", ["`[@key`, which should have become a citation"]),
        ("<p>A claim [^ref-key].</p>", ["`[^ref-key]`, which should have become a citation"]),
        ("<p>\\bibliography</p>", ["`\\bibliography`, which should have become a citation"]),
        ("<p>\ue000block\ue001</p>", ["`\ue000`, which should have become a citation"]),
        ("<p>a <\ue004b</p>", ["`\ue004`, which should have become a citation"]),
    ],
)
def test_faults(html, found):
    assert list(faults(html)) == found


@pytest.mark.parametrize("tag", ["dialog", "form", "input", "progress", "select", "textarea"])
def test_the_form_of_a_template_is_still_refused_in_a_contribution(folder, tag):
    path = folder / "docs/recommendations/LLME-001.md"
    path.write_text(path.read_text("utf-8").replace("1. Write to them.", f"1. Write to them. <{tag}>"), "utf-8")
    assert [(one.code, one.message) for one in check(load(folder))] == [("html", f"raw HTML: `<{tag}>`")]
