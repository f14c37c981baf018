"""Citations and references as they stand on a page.

A page keeps the blocks `[@key, p. 4]` as contributors write them; where it cites a work again, the block gets the
number of that use, `[@key--2]`, so that each has an anchor of its own. mkdocs-bibtex finds the blocks and asks for
their HTML (`citation_html`).
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from llme.citations.formatting import CitationError, Formatted
from llme.patterns import FOOTNOTE
from llme.texts.converter import token

_BLOCK = re.compile(r"\[([^\n\]]*@[^\n\]]*)\]")
_ITEM = re.compile(r"@([\w-]+?)(?:--([0-9]+))?(?![\w-])")  # a key never has two hyphens in a row


@dataclass(frozen=True)
class PageReference:
    """A work in the list below a page: its reference as HTML, and the anchors of its citations."""

    key: str
    html: str
    anchors: tuple[str, ...]


@dataclass
class PageCitations:
    """The citations of one page, counted while its texts are put together."""

    formatted: Formatted
    uses: dict[str, int] = field(default_factory=dict)  # how often the page has cited each key so far

    def numbered(self, text: str) -> str:
        """A contributor's Markdown whose citations tell which use of a work they are."""
        return _BLOCK.sub(self._numbered, text)

    def references(self) -> Iterator[PageReference]:
        """The works that the page cites, in the order of a reference list."""
        for key in self.formatted.order:
            if key in self.uses:
                anchors = tuple(_anchor(key, use) for use in range(1, self.uses[key] + 1))
                yield PageReference(key, self.formatted.references[key], anchors)

    def _numbered(self, block: re.Match) -> str:
        return f"[{_ITEM.sub(self._use, block[1])}]" if block[1] in self.formatted.blocks else block[0]

    def _use(self, item: re.Match) -> str:
        key = item[1]
        self.uses[key] = self.uses.get(key, 0) + 1
        return f"@{key}" + (f"--{self.uses[key]}" if self.uses[key] > 1 else "")


def citation_html(raw: str, formatted: Formatted) -> str:
    """The HTML of the citation block `[raw]`. Raises CitationError where it was not formatted."""
    parts = formatted.blocks.get(_ITEM.sub(r"@\1", raw))
    if parts is None:
        raise CitationError(f"`[{raw}]` was not there when the citations were formatted")
    uses: dict[str, list[int]] = {}
    for item in _ITEM.finditer(raw):
        uses.setdefault(item[1], []).append(int(item[2] or 1))
    texts = [_escaped(text) if key is None else _link(text, key, uses[key].pop(0)) for text, key in parts]
    return "".join(texts)


def placed(text: str, formatted: Formatted) -> str:
    """A contributor's Markdown with tokens in the place of its citations, for a document without mkdocs-bibtex."""
    return _BLOCK.sub(
        lambda block: token(citation_html(block[1], formatted)) if block[1] in formatted.blocks else block[0], text
    )


def reference_text(key: str, formatted: Formatted) -> str:
    """A work's reference as plain text."""
    return html.unescape(re.sub("<[^>]*>", "", formatted.references[key]))


def _link(text: str, key: str, use: int) -> str:
    return f'<a class="footnote-ref" href="#fn:{FOOTNOTE}{key}" id="{_anchor(key, use)}">{_escaped(text)}</a>'


def _anchor(key: str, use: int) -> str:
    return f"cite-{key}" + (f"-{use}" if use > 1 else "")


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)
