"""ES modules as classic scripts."""

import pytest
import quickjs

from llme.html.classic import ClassicError, as_classic
from support import ROOT

ASSETS = ROOT / "docs/assets"
PATHS = {path.relative_to(ASSETS).with_suffix("").as_posix(): path for path in sorted(ASSETS.rglob("*.mjs"))}
MODULES = {name: path.read_text("utf-8") for name, path in PATHS.items()}

WORDS = """// @ts-check
/** @typedef {import("./numbers.mjs").Sum} Sum */
export const join = (...words) => words.join(" ");
export async function later() { return await join("later"); }
export class Word {
  text = "import";
}
"""
NUMBERS = 'import { join as glue } from "./words.mjs";\nexport function* count() { yield glue("one", "two"); }\n'
ENTRY = """import { count } from "./numbers.mjs";
import { Word, later } from "./words.mjs";
const join = "a name of its own";
globalThis.said = [...count(), new Word().text, join];
globalThis.promised = later();
"""


def test_the_text_to_the_letter():
    modules = {"a-b": "export const one = 1;\n", "main": 'import { one } from "./a-b.mjs";\nalert(one);\n'}
    assert as_classic({**modules, "other": "not asked for"}, "main") == (
        "(() => {\n"
        '"use strict";\n'
        "const $modules = {};\n"
        '$modules["a-b"] = (() => {\n'
        "const one = 1;\n"
        "return { one };\n"
        "})();\n"
        '$modules["main"] = (() => {\n'
        'const { one } = $modules["a-b"];\n'
        "alert(one);\n"
        "return {  };\n"
        "})();\n"
        "})();\n"
    )


def test_names_may_be_imported_under_others():
    modules = {
        "a": "export const one = 1;\nexport const two = 2;\n",
        "main": 'import { one as first, two } from "./a.mjs"; \nglobalThis.found = `${first} ${two}`;\n',
    }
    context = quickjs.Context()
    context.eval(as_classic(modules, "main"))
    assert context.get("found") == "1 2"


def test_a_path_leads_from_the_module_that_names_it():
    modules = {
        "main": 'import { two } from "./parts/two.mjs";\nglobalThis.found = two;\n',
        "parts/one": "export const one = 1;\n",
        "parts/two": 'import { one } from "./one.mjs";\nimport { half } from "../half.mjs";\nexport const two = one / half;\n',
        "half": "export const half = 0.5;\n",
    }
    context = quickjs.Context()
    context.eval(as_classic(modules, "main"))
    assert context.get("found") == 2


def test_it_runs_as_the_modules_would(browser):
    """Every known form of import and export, a module that two others need, and the same name in two modules."""
    page = browser.new_page()
    page.add_script_tag(content=as_classic({"words": WORDS, "numbers": NUMBERS, "entry": ENTRY}, "entry"))
    assert page.evaluate("said") == ["one two", "import", "a name of its own"]
    assert page.evaluate("promised") == "later"
    page.close()


@pytest.mark.parametrize("name", MODULES)
def test_every_module_of_the_guide_has_a_classic_form(browser, name):
    """The browser reads it without running it; what only a module may hold, such as an `await` outside a function, fails."""
    page = browser.new_page()
    assert page.evaluate("text => { new Function(text); return 'read'; }", as_classic(MODULES, name)) == "read"
    page.close()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('import "./a.mjs";', 'm.mjs:2: not a known form of import: import "./a.mjs";'),
        ('import one from "./a.mjs";', 'm.mjs:2: not a known form of import: import one from "./a.mjs";'),
        ('import * as a from "./a.mjs";', 'm.mjs:2: not a known form of import: import * as a from "./a.mjs";'),
        ("import {", "m.mjs:2: not a known form of import: import {"),
        ('import { one } from "elsewhere";', 'm.mjs:2: not a known form of import: import { one } from "elsewhere";'),
        ('import { one } from "./b.mjs";', "m.mjs:2: there is no module b.mjs"),
        ('import { one } from "./b/a.mjs";', "m.mjs:2: there is no module b/a.mjs"),
        ('import { one } from "../a.mjs";', "m.mjs:2: there is no module ../a.mjs"),
        ('import { one, two } from "./a.mjs";', "m.mjs:2: a.mjs does not export two"),
        ('import { two, one, six as four } from "./a.mjs";', "m.mjs:2: a.mjs does not export two, six as four"),
        ('import { me } from "./m.mjs";', "m imports m: modules that import each other in a circle"),
        ("export default 1;", "m.mjs:2: not a known form of export: export default 1;"),
        ("export { one };", "m.mjs:2: not a known form of export: export { one };"),
        ("export let one = 1;", "m.mjs:2: not a known form of export: export let one = 1;"),
        ("export const { one } = all;", "m.mjs:2: not a known form of export: export const { one } = all;"),
        ('const a = await import("./a.mjs");', "m.mjs: a classic script has no `import(`"),
        ('const a = await import/* it */("./a.mjs");', "m.mjs: a classic script has no `import(`"),
        ("const here = import.meta.url;", "m.mjs: a classic script has no `import.`"),
    ],
)
def test_a_form_that_is_not_known_is_refused(text, message):
    with pytest.raises(ClassicError) as caught:
        as_classic({"m": f"// first\n{text}\n", "a": "export const one = 1;\n"}, "m")
    assert str(caught.value) == message


def test_a_circle_is_refused():
    circle = {"a": 'import { b } from "./b.mjs";\n', "b": 'import { a } from "./a.mjs";\n'}
    with pytest.raises(ClassicError, match=r"^a imports b imports a: modules that import each other in a circle$"):
        as_classic(circle, "a")
