"""How the theme's templates are read."""

import re

from jinja2 import DictLoader, Environment

from llme.html.lean import make_lean

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


def test_compiled_templates_are_kept_from_one_build_to_the_next(tmp_path):
    cache = tmp_path / "deep/cache"
    lean(cache)
    [folder] = cache.iterdir()
    kept = [path.name for path in folder.iterdir()]
    assert re.fullmatch(r"theme-[0-9a-f]{16}", folder.name)
    assert len(kept) == 1
    lean(cache)
    assert [path.name for path in folder.iterdir()] == kept
