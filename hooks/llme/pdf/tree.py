"""Markdown as a tree of plain values, for the templates of the PDF files.

A node is a text, or a mapping: `t` is its kind, an HTML tag in most cases, and `c` its children. Markdown is read as
the site reads it, by Python-Markdown, with the citations that were formatted for the site.
"""

import re
from html.parser import HTMLParser
from typing import Any, NamedTuple

from llme.citations.formatting import Formatted
from llme.citations.placing import placed
from llme.patterns import FOOTNOTE
from llme.texts.converter import print_converter
from llme.texts.markup import INSERT

Node = str | dict[str, Any]

# What the templates know. Any other tag leaves its children only.
_KNOWN = frozenset(
    "a blockquote br code dd dl dt em h1 h2 h3 h4 h5 h6 hr kbd li ol p pre strong sub sup table td th tr ul".split()
)
_VOID = frozenset({"br", "hr", "img", "input", "wbr"})
# Between the children of these, white space means nothing.
_BLOCKS = frozenset({"", "blockquote", "div", "dl", "ol", "table", "tbody", "thead", "tr", "ul"})
_STARTS_BLOCK = frozenset({"blockquote", "dl", "ol", "p", "pre", "table", "ul"})
_HEADING = re.compile(r"h[1-6]")


class ReferencePlace(NamedTuple):
    """Where a reference stands in the list of references."""

    key: str

    @property
    def label(self) -> str:
        """The name of that place."""
        return f"reference:{self.key}"


def node(kind: str, *children: Node, **attributes: Any) -> Node:
    """A node; attributes that are empty are left out."""
    return {"t": kind, "c": list(children), **{name: value for name, value in attributes.items() if value}}


def text_nodes(text: str) -> list[Node]:
    """Plain text, a piece in backticks as code, as in titles, Do and Don't."""
    pieces = [piece for piece in re.split(r"(`[^`]+`)", text) if piece]
    return [node("code", piece[1:-1]) if len(piece) > 2 and piece[0] == piece[-1] == "`" else piece for piece in pieces]


def html_nodes(html: str) -> list[Node]:
    """HTML of the site's own making as nodes, without the links that headings have to themselves."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _trimmed(reader.open[0])["c"]


class MarkdownReader:
    """Reads the Markdown of a whole book, with the site's citations; `cited` collects the keys that it met."""

    def __init__(self, formatted: Formatted):
        self._formatted = formatted
        self._markdown = print_converter()
        self.cited: set[str] = set()
        self._level = 1

    def nodes(self, text: str, page: str, deeper: int = 0, above: int = 1) -> list[Node]:
        """The text of a page (its path under `docs`), below a heading of the level `above`.

        Its headings stand `deeper` than written, and no level is skipped, which PDF/UA forbids. Anchors and links carry
        the page, as `page#anchor`; inserts and the title are left out.
        """
        found = html_nodes(self._markdown.reset().convert(placed(INSERT.sub("", text), self._formatted)))
        self._level = above
        return [self._placed(one, page, deeper) for one in found if not (isinstance(one, dict) and one["t"] == "h1")]

    def _placed(self, one: Node, page: str, deeper: int) -> Node:
        if isinstance(one, str):
            return one
        placed = {**one, "c": [self._placed(child, page, deeper) for child in one["c"]]}
        if "id" in one:
            placed["id"] = f"{page}#{one['id']}"
        if _HEADING.fullmatch(one["t"]):
            self._level = min(int(one["t"][1]) + deeper, self._level + 1, 6)
            placed |= {"t": "heading", "level": self._level}
        target = one.get("href", "")
        if target.startswith(f"#fn:{FOOTNOTE}"):
            reference = ReferencePlace(target.removeprefix(f"#fn:{FOOTNOTE}"))
            self.cited.add(reference.key)
            placed |= {"href": f"#{reference.label}"}
            placed.pop("id", None)
        elif target:
            placed["page"] = page
        return placed


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open: list[dict[str, Any]] = [{"t": "", "c": []}]
        self.skipped = 0  # depth inside what is left out

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if tag in _VOID:
            self._add_void(tag, found)
            return
        if self.skipped or found.get("class") == "headerlink":
            self.skipped += 1
        new = {"t": tag, "c": [], **{name: found[name] for name in ("id", "href", "start") if found.get(name)}}
        if not self.skipped:
            self.open[-1]["c"].append(new)
        self.open.append(new)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._add_void(tag, dict(attributes))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or not any(one["t"] == tag for one in self.open):
            return
        while True:
            closed = self.open.pop()
            self.skipped = max(0, self.skipped - 1)
            if closed["t"] == tag:
                return

    def handle_data(self, data: str) -> None:
        inside_pre = any(one["t"] == "pre" for one in self.open)
        text = data if inside_pre else re.sub(r"\s+", " ", data)
        if text.strip() or self.open[-1]["t"] not in _BLOCKS:
            self.open[-1]["c"].append(text)

    def _add_void(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "img" and attributes.get("alt"):
            self.open[-1]["c"].append(attributes["alt"])
        elif tag in ("br", "hr"):
            self.open[-1]["c"].append({"t": tag, "c": []})


def _trimmed(one: dict[str, Any]) -> dict[str, Any]:
    """The node with unknown tags replaced by their children, and no white space at the edges of a block."""
    children: list[Node] = []
    for child in one["c"]:
        if isinstance(child, str):
            children.append(child)
            continue
        trimmed = _trimmed(child)
        # Code in a list comes inside a paragraph, which cannot hold a block.
        kept = child["t"] in _KNOWN and not (child["t"] == "p" and _has_block(trimmed["c"]))
        children += [trimmed] if kept else trimmed["c"]
    if one["t"] in ("p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"):
        children = _stripped(children)
    if one["t"] == "code":  # colours split it, which print has not
        children = ["".join(child if isinstance(child, str) else "" for child in children).rstrip("\n")]
    return {**one, "c": children}


def _stripped(children: list[Node]) -> list[Node]:
    kept = list(children)
    if _has_block(kept):
        kept = [child for child in kept if not isinstance(child, str) or child.strip()]
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip()
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    return [child for child in kept if child != ""]


def _has_block(children: list[Node]) -> bool:
    return any(not isinstance(child, str) and child["t"] in _STARTS_BLOCK for child in children)
