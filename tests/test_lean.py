"""How the theme's templates are read, and how finished pages are written."""

import re
from collections.abc import Iterator

import pytest
from jinja2 import DictLoader, Environment
from mkdocs.commands.build import build
from mkdocs.config import load_config

from llme.html import lean as module
from llme.html.lean import make_lean
from llme.html.safety import parse
from support import buildable

TEMPLATE = """<ul>
  {% for one in names %}
    <li>

      <svg xmlns="http://www.w3.org/2000/svg"></svg>
      {{ one }}
    </li>
  {% endfor %}
</ul>
<pre>{{ code }}</pre>
said
  twice
"""


def lean(cache, template=TEMPLATE):
    environment = Environment(loader=DictLoader({"page": template}))  # noqa: S701 - what is tried sets it
    make_lean(environment, cache)
    return environment.get_template("page")


def test_a_template_prints_what_it_is_given_escaped_and_none_of_its_own_layout(tmp_path):
    assert lean(tmp_path).render(names=["a<b", "c"], code="one\n  two") == (
        "<ul><li><svg></svg>a&lt;b</li><li><svg></svg>c</li></ul><pre>one\n  two</pre>\nsaid\ntwice"
    )


def test_text_outside_of_tags_keeps_its_line_breaks(tmp_path):
    assert lean(tmp_path, "<p>\n one\n\n two\n</p>\n{{ three }}\nfour").render(three=3) == "<p>\none\ntwo\n</p>3\nfour"


def test_data_are_printed_without_spaces(tmp_path):
    assert (
        lean(tmp_path, "{{ data | tojson }}").render(data={"b": ["x, y", 1], "a": None}) == '{"a":null,"b":["x, y",1]}'
    )


def test_compiled_templates_are_kept_from_one_build_to_the_next(tmp_path):
    cache = tmp_path / "deep/cache"
    lean(cache)
    [folder] = cache.iterdir()
    kept = [path.name for path in folder.iterdir()]
    assert re.fullmatch(r"theme-[0-9a-f]{16}", folder.name)
    assert len(kept) == 1
    lean(cache)
    assert [path.name for path in folder.iterdir()] == kept


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<a class="x" href="../a/" title="a b">&#46;</a>', '<a class=x href=../a/ title="a b">.</a>'),
        (
            '<h2 data-search-exclude id="a">b<a class="headerlink" href="#a">#</a></h2>',
            "<h2 id=a>b<a href=#a>#</a></h2>",
        ),
        ('<p data-search-exclude="" data-id="a">', "<p data-id=a>"),
        ('<a class="footnote-ref" href="#a">b</a><a class="headerlink x">', '<a href=#a>b</a><a class="headerlink x">'),
        ("<code>data-search-exclude</code>", "<code>data-search-exclude</code>"),
        ('<p title="">a="b" c="d"</p>', '<p title="">a="b" c="d"</p>'),
        ('<img alt="x" /><img alt="x"/>', '<img alt=x /><img alt="x"/>'),
        ("""<a title='one ="two" three'>x</a>""", """<a title='one ="two" three'>x</a>"""),
        ('<a href="a?b=c&amp;d">x</a>', '<a href="a?b=c&amp;d">x</a>'),
        ('<meta name="x" content="y">', '<meta name="x" content="y">'),
        (
            "&#60;b&#62; &#38;amp; &#34;&#39; &#173;&#8239;&#10;&#64;",
            "&#60;b&#62; &#38;amp; &#34;&#39; &#173;&#8239;&#10;@",
        ),
        ("<ul>\n<li>a</li>\n<li><p>b</p></li>\n</ul> c", "<ul><li>a<li><p>b</ul>c"),
        ("<p>a</p>\n<p>b</p>\ntext", "<p>a<p>b</p>text"),
        ("<div><p>a</p></div><a><p>b</p></a>", "<div><p>a</div><a><p>b</p></a>"),
        ("<dl><div><dt>a</dt><dd>b</dd></div></dl>", "<dl><div><dt>a<dd>b</div></dl>"),
        ("<tr>\n<th>a</th>\n<td>b</td>\n</tr>\n</tbody>", "<tr><th>a<td>b</tbody>"),
        ("<p><em>a</em> <b>b</b>\n<i>c</i></p>", "<p><em>a</em> <b>b</b>\n<i>c</i></p>"),
        ("<pre><code>a  b\n\n<span>c</span>\n</code></pre>", "<pre><code>a  b\n\n<span>c</span>\n</code></pre>"),
    ],
)
def test_a_page_is_written_without_what_html_does_without(html, wanted):
    assert module.lean(html) == wanted


def elements(html: str) -> Iterator[tuple]:
    """The document that a browser makes of it: each element with its parent's tag, its attributes, and its text."""
    for node in parse(html).traverse(include_text=False):
        inside = "".join(node.text().split())
        verbatim = node.text() if node.tag in ("pre", "script", "textarea") else ""
        yield node.tag, node.parent and node.parent.tag, node.attributes, inside, verbatim


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> dict[int, tuple[str, str]]:
    """Every page of a site as it is finished, and as it is written."""
    folder = buildable(tmp_path_factory.mktemp("lean") / "project")
    found: dict[int, tuple[str, str]] = {}

    def kept(page: str) -> str:
        found[len(found)] = page, lean_page(page)
        return page

    lean_page = module.lean
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "lean", kept)
        build(load_config(str(folder / "mkdocs.yml")))
    return found


def unmarked(attributes: dict) -> dict:
    """The attributes of an element, less what only the build reads."""
    marks = (
        ("data-search-exclude", ""),
        ("data-search-exclude", None),
        ("class", "footnote-ref"),
        ("class", "headerlink"),
    )
    return {name: value for name, value in attributes.items() if (name, value) not in marks}


def test_a_browser_makes_the_same_document_of_a_page(written):
    assert len(written) == 26
    for finished, page in written.values():
        wanted = [(tag, parent, unmarked(attributes), *texts) for tag, parent, attributes, *texts in elements(finished)]
        assert list(elements(page)) == wanted
        assert len(page) < 0.97 * len(finished)


def test_a_browser_shows_the_same_text(written, browser):
    page = browser.new_page(java_script_enabled=False)
    for finished, lean_page in written.values():
        texts = []
        for html in (finished, lean_page):
            page.set_content(html)
            texts.append(page.locator("body").inner_text())
        assert texts[0] == texts[1]
    page.close()
