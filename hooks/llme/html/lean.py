"""How the theme's templates are read: with what they print escaped, and without what only lays out their source; and
how a finished page is written.

The theme prints titles and descriptions as they are, as if they were HTML. White space is a quarter of a page's bytes;
what pages hold comes in through variables, so text and code stay as they are. Of a finished page goes what HTML itself
does without: a parser makes the same document of it, but for the marks that only the build reads.
"""

import re
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.ext import Extension

# Around the edges of these, white space is not shown; `p` ends by itself where one of the next begins.
_BLOCKS = (
    "address|article|aside|blockquote|body|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|"
    "head|header|hr|legend|li|link|main|meta|nav|ol|p|section|summary|table|tbody|td|th|thead|title|tr|ul"
)
_AFTER_P = (
    "article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|main|nav|ol|p|pre|section|"
    "table|ul"
)
_AROUND_P = "article|aside|blockquote|body|dd|details|div|fieldset|footer|form|header|li|main|nav|section|td|th"
_ENDS = re.compile(
    rf"""</li>\s*(?=<li[\s>]|</[ou]l>)
    |</p>\s*(?=<(?:{_AFTER_P})[\s>]|</(?:{_AROUND_P})>)
    |</dt>\s*(?=<d[dt][\s>])
    |</dd>\s*(?=<d[dt][\s>]|</d(?:l|iv)>)
    |</t[dh]>\s*(?=<t[dh][\s>]|</tr>)
    |</tr>\s*(?=<tr[\s>]|</t(?:able|body|head)>)
    |</option>\s*(?=<option[\s>]|</select>)""",
    re.VERBOSE,
)
_BEFORE_BLOCK = re.compile(rf"(?<=>)\s+(?=</?(?:{_BLOCKS})[\s>])")
_AFTER_BLOCK = re.compile(rf"(</?(?:{_BLOCKS})(?:\s[^<>]*)?>)\s+")
_TAG = re.compile(r"""<(?!meta)[a-z][^\s/>"']*(?:\s+[^\s=>"']+(?:="[^"]*")?)+\s*/?>""")
_QUOTED = re.compile(r"""=\"([^\s"'=<>`]+)"(?=[\s>])""")
# Marks for the search, which has read the page by then, and for the checks of texts. The style sheet knows such links
# by where they stand.
_FOR_THE_BUILD = re.compile(r' data-search-exclude(?:="")?(?=[\s>])| class="(?:footnote-ref|headerlink)"')
_NUMBER = re.compile(r"&#([0-9]+);")
_KEPT = frozenset(map(ord, "\"&'<>"))
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'  # of icons, which stand in HTML and need none


def make_lean(env: Environment, cache: Path) -> None:
    """Sets up the theme's environment, before it reads the first template; compiled templates are kept in `cache`."""
    env.autoescape = env.trim_blocks = env.lstrip_blocks = True
    env.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":")}
    env.add_extension(_Unindented)
    keep_compiled(env, cache / f"theme-{sha256(Path(__file__).read_bytes()).hexdigest()[:16]}")


def keep_compiled(env: Environment, folder: Path) -> None:
    """Has an environment keep its compiled templates, by their text, from one build to the next."""
    folder.mkdir(parents=True, exist_ok=True)
    env.bytecode_cache = FileSystemBytecodeCache(str(folder))


def lean(page: str) -> str:
    """A finished page without end tags and quotes that HTML does without, without white space that is not shown, and
    without the marks that only the build reads.

    Escapes that kept a text from being read as Markdown become the characters that they stand for.
    """
    page = _TAG.sub(lambda tag: _QUOTED.sub(r"=\1", _FOR_THE_BUILD.sub("", tag[0])), page)
    page = _NUMBER.sub(lambda number: _character(int(number[1])) or number[0], page)
    return _AFTER_BLOCK.sub(r"\1", _BEFORE_BLOCK.sub("", _ENDS.sub("", page)))


def _character(number: int) -> str:
    """A printable character of ASCII that means nothing in HTML; else an empty text."""
    return chr(number) if 32 < number < 127 and number not in _KEPT else ""


class _Unindented(Extension):
    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template without indentation, and without line breaks between tags."""
        return re.sub(r"(?<=[>}])\n(?=[<{])", "", re.sub(r"\n\s+", "\n", source)).replace(_NAMESPACE, "")
