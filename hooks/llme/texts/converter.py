"""The Markdown of the guide: how its texts become HTML, said once for the checks, the site and the PDF files.

HTML that is made elsewhere, such as a formatted citation, goes through Markdown as a token of private-use characters,
which no contributed text may hold: nothing of it is ever read as Markdown.
"""

import re
from typing import Any

from markdown import Extension, Markdown
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor, InlineProcessor
from markdown.preprocessors import Preprocessor

from llme.patterns import VERBATIM

# Each extension with its settings.
EXTENSIONS: dict[str, dict[str, Any]] = {
    "abbr": {},
    "attr_list": {},
    "def_list": {},
    "footnotes": {"USE_DEFINITION_ORDER": False},
    "md_in_html": {},
    "tables": {},
    "toc": {"permalink": "#", "permalink_title": "", "toc_depth": 3},
    "pymdownx.highlight": {"use_pygments": True},
    "pymdownx.superfences": {},
}
# Straight quotes look poor on paper.
_CURLED = {"smarty": {"smart_dashes": False, "smart_ellipses": False}}
_LINE = re.compile(VERBATIM)


def site_converter(*more: Extension) -> Markdown:
    """A converter as the site has it, and with `more` extensions."""
    return Markdown(extensions=[*EXTENSIONS, VerbatimExtension(), *more], extension_configs=EXTENSIONS)


def print_converter() -> Markdown:
    """The same for print, with curled quotes."""
    return Markdown(extensions=[*EXTENSIONS, *_CURLED, VerbatimExtension()], extension_configs=EXTENSIONS | _CURLED)


def token(markup: str) -> str:
    """What stands for a piece of HTML in Markdown, until `VerbatimExtension` puts the HTML in its place."""
    return f"\ue000{markup.encode().hex()}\ue001"


class VerbatimExtension(Extension):
    """A Markdown extension that puts HTML in the place of its token."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers with `md`, before any other inline markup but code and escapes."""
        md.inlinePatterns.register(_Verbatim(VERBATIM, md), "guide-verbatim", 185)
        md.preprocessors.register(_VerbatimBlocks(md), "guide-verbatim", 27)


class RawExtension(Extension):
    """Writes down what a converter takes for HTML: blocks, and tags within a line."""

    def __init__(self, raw: list[str]):
        super().__init__()
        self.raw = raw

    def extendMarkdown(self, md: Markdown) -> None:
        """Registers with `md` in the place of what keeps tags, and around what keeps blocks (20)."""
        md.inlinePatterns.register(_RawInline(HTML_RE, md, self.raw), "html", 90)
        md.preprocessors.register(_BeforeBlocks(md), "guide-before-blocks", 20.5)
        md.preprocessors.register(_AfterBlocks(md, self.raw), "guide-after-blocks", 19.5)


class _RawInline(HtmlInlineProcessor):
    def __init__(self, pattern: str, md: Markdown, raw: list[str]):
        super().__init__(pattern, md)
        self.raw = raw

    def handleMatch(self, m: re.Match, data: str) -> tuple[str, int, int]:
        self.raw.append(m[1])
        return super().handleMatch(m, data)


class _BeforeBlocks(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        self.md.guide_kept = len(self.md.htmlStash.rawHtmlBlocks)
        return lines


class _AfterBlocks(Preprocessor):
    def __init__(self, md: Markdown, raw: list[str]):
        super().__init__(md)
        self.raw = raw

    def run(self, lines: list[str]) -> list[str]:
        blocks = self.md.htmlStash.rawHtmlBlocks[self.md.guide_kept :]
        self.raw += [one if isinstance(one, str) else f"<{one.tag}" for one in blocks]
        return lines


class _VerbatimBlocks(Preprocessor):
    """Takes whole blocks, such as lists of references, out of the text before every other pattern searches them."""

    def run(self, lines: list[str]) -> list[str]:
        return [
            self.md.htmlStash.store(bytes.fromhex(line[1:-1]).decode()) if _LINE.fullmatch(line) else line
            for line in lines
        ]


class _Verbatim(InlineProcessor):
    def handleMatch(self, match: re.Match, data: str) -> tuple[str, int, int]:
        return self.md.htmlStash.store(bytes.fromhex(match[1]).decode()), match.start(0), match.end(0)
