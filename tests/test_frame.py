"""What frame.mjs puts into every page is what the theme would have written there, part by part."""

import json
import re
from pathlib import Path

import pytest
from jinja2 import Environment
from mkdocs.config import load_config
from playwright.sync_api import Page

from llme.html.lean import make_lean
from support import ROOT, serving

CONFIG = {"base": ".", "search": "w.js", "version": {"provider": "mike"}}
PAGE = f"""<!doctype html><html><body data-md-color-scheme="default"><main>
<script id="__config" type="application/json">{json.dumps(CONFIG)}</script>
<script src="assets/frame.mjs"></script></main></body></html>"""
COLOURS = [
    None,
    {"media": "(prefers-color-scheme)", "scheme": "x", "primary": "y", "accent": "z"},
    {"media": "(prefers-color-scheme: light)", "scheme": "default", "primary": "custom", "accent": "custom"},
    {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "custom", "accent": "custom"},
]


@pytest.fixture(scope="module")
def theme(tmp_path_factory) -> tuple[Environment, dict]:
    """The theme's templates as the site reads them, and what they may ask for."""
    config = load_config(str(ROOT / "mkdocs.yml"))
    env = config.theme.get_env()
    make_lean(env, tmp_path_factory.mktemp("cache"))
    env.filters["url"] = lambda path: path
    config.extra["version"] = CONFIG["version"]
    values = {"config": config, "features": config.theme["features"], "base_url": "."}
    values["lang"] = env.get_template("partials/language.html").make_module(values)
    return env, values


@pytest.fixture
def frame(browser, tmp_path, request) -> Page:
    """A page of nothing but the header's script; a parameter is what the reader chose before."""
    (tmp_path / "1.0.0/assets").mkdir(parents=True)
    (tmp_path / "1.0.0/assets/frame.mjs").write_bytes((ROOT / "docs/assets/frame.mjs").read_bytes())
    (tmp_path / "1.0.0/index.html").write_text(PAGE, "utf-8")
    with serving(tmp_path) as address:
        page = browser.new_page()
        page.goto(f"{address}1.0.0/")
        yield page
        page.close()


def theirs(name: str) -> str:
    """An inline script of the theme's, which the site does without."""
    folder = next(Path(one) for one in load_config(str(ROOT / "mkdocs.yml")).theme.dirs if "material" in one)
    return re.search(r"<script>(.*)</script>", (folder / f"partials/javascripts/{name}.html").read_text("utf-8"))[1]


def test_the_header_is_the_theme_s(frame, theme):
    env, values = theme
    wanted = env.from_string(
        '{% include "partials/palette.html" %}<label class="md-header__button md-icon" for="__search">'
        '{% include ".icons/material/magnify.svg" %}</label>{% include "partials/search.html" %}'
    ).render(values)
    read = "(html) => new DOMParser().parseFromString(html, 'text/html').body.innerHTML"
    found = frame.evaluate("document.querySelector('main').innerHTML.split('</script>').at(-1)").strip()
    assert found == frame.evaluate(read, wanted)


def test_the_configuration_is_the_theme_s(frame, theme):
    env, values = theme
    template = env.get_template("base.html")
    block = "".join(template.blocks["config"](template.new_context(values)))
    wanted = json.loads(re.search(r">(\{.*\})<", block, re.DOTALL)[1])
    wanted["search"] = CONFIG["search"]  # a name that each page tells
    for name, text in wanted["translations"].items():  # what the site calls a page, the theme calls a document
        wanted["translations"][name] = text.replace("document", "page")
    assert json.loads(frame.locator("#__config").text_content()) == wanted


@pytest.mark.parametrize("chosen", COLOURS)
@pytest.mark.parametrize("system", ["light", "dark"])
def test_chosen_colours_are_there_at_once_and_are_the_theme_s(frame, chosen, system):
    frame.emulate_media(color_scheme=system)
    frame.evaluate("(color) => __md_set('__palette', color && { index: 1, color })", chosen)
    frame.reload()
    attributes = "() => Object.fromEntries([...document.body.attributes].map((one) => [one.name, one.value]))"
    ours = frame.evaluate(attributes)
    frame.evaluate(
        "() => { for (const { name } of [...document.body.attributes]) document.body.removeAttribute(name); }"
    )
    frame.evaluate("() => document.body.setAttribute('data-md-color-scheme', 'default')")
    frame.evaluate(f"() => {{ {theirs('palette')} }}")
    assert ours == frame.evaluate(attributes)


def test_what_the_theme_keeps_has_the_same_names(frame):
    look = """() => {
        __md_set("a", { b: 1 });
        return [__md_scope.href, __md_hash("Citing"), __md_get("a"), __md_get("c"), Object.keys(localStorage).sort()];
    }"""
    ours = frame.evaluate(look)
    assert ours[4] == ["/1.0.0/.a"]
    script = theirs("base").replace("{{ config.extra.scope | d(base_url) }}", ".")
    frame.evaluate(f"() => {{ localStorage.clear(); {script} }}")
    assert frame.evaluate(look) == ours
