"""Judges all that a site publishes: its pages, and what programs read and put onto pages, by an untouched site."""

import csv
import io
import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, reduce
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

from hostile.cleanliness import Fault, Frame, faults, frame_of, hidden, parsed, unresolved
from support import content_of

_MARK = re.compile(r"(?<![\w#-])q\d+z")  # the end of a text; inside an anchor it is none
_SHOWN = ("alt", "aria-label", "content", "title")  # attributes that hold texts for people
_ATOM = "{http://www.w3.org/2005/Atom}"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a cell begins that a spreadsheet would run
SEARCH = "search/search_index.json.gz"


class Untouched:
    """The frames of a site without anything hostile; `twin` gives for a page the one to compare it with."""

    def __init__(self, site: Path, twin: Callable[[str], str] = str):
        self.twin = twin
        self.site = site
        self.pages: dict[str, list[str]] = {}  # by their twins
        for name in sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html")):
            self.pages.setdefault(twin(name), []).append(name)
        self._frame = cache(self._frame_of)

    def frame(self, page: str) -> Frame:
        """The frame of a page; of all in its folder where it has no twin."""
        folder = page.split("/")[0]
        near = [name for pages in self.pages.values() for name in pages if name.split("/")[0] == folder]
        return reduce(Frame.__or__, map(self._frame, self.pages.get(self.twin(page), near)), Frame())

    def has(self, name: str, path: Path) -> bool:
        """Whether the site has this very file."""
        mine = self.site / name
        return mine.is_file() and mine.read_bytes() == path.read_bytes()

    def unresolved(self, name: str) -> set[str]:
        """What looks like a citation in a file of the site: the guide explains how to write one."""
        paths = [self.site / one for one in self.pages.get(self.twin(name), [name])]
        texts = [unescape(content_of(path).decode()) for path in paths if path.is_file()]
        return {what for what, _ in unresolved("".join(texts))}

    def _frame_of(self, page: str) -> Frame:
        return frame_of(parsed((self.site / page).read_text("utf-8")), page)


def site_faults(site: Path, untouched: Untouched, written: Mapping[str, str] | None = None) -> Iterator[Fault]:
    """What is wrong on a site. `written` holds, by their marks, texts that must print as they are written."""
    written = {mark: _plain(text) for mark, text in (written or {}).items()}
    shown: set[str] = set()
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_symlink():
            yield Fault(name, "a link to elsewhere")
        if not path.is_file():
            continue
        reader = None if untouched.has(name, path) else _READERS.get(Path(name.removesuffix(".gz")).suffix)
        for place, text, root in reader(name, content_of(path).decode()) if reader else ():
            if root is not None:
                yield from faults(root, untouched.frame(name) if path.suffix == ".html" else Frame(), name)
            yield from _misprinted(name, place, _plain(text), written)
            yield from (Fault(name, f"in {place}, {what}", near) for what, near in hidden(text))
            shown |= set(_MARK.findall(text))
            if path.suffix == ".html" or name == SEARCH:
                known = untouched.unresolved(name) if next(unresolved(text), None) else set()
                yield from _unresolved(name, place, _plain(text), written, known)
            if path.suffix == ".csv" and text.startswith(_FORMULA):
                yield Fault(name, f"in {place}, a formula", text)
    for mark in sorted(written.keys() - shown):
        yield Fault("", f"`{written[mark]}` is published nowhere", mark)


def _misprinted(name: str, place: str, text: str, written: Mapping[str, str]) -> Iterator[Fault]:
    for match in _MARK.finditer(text):
        wanted = written.get(match[0], "")
        if not text[: match.end()].endswith(wanted):
            found = text[max(0, match.end() - len(wanted) - 10) : match.end()]
            yield Fault(name, f"in {place}, `{wanted}` reads `{found}`", match[0])


def _unresolved(
    name: str, place: str, text: str, written: Mapping[str, str], known: Collection[str]
) -> Iterator[Fault]:
    for mark in set(_MARK.findall(text)) & written.keys():  # what is written as text may look like a citation
        text = text.replace(written[mark], mark)
    yield from (Fault(name, f"in {place}, {what}", near) for what, near in unresolved(text) if what not in known)


def _page(_: str, content: str) -> Iterator[tuple[str, str, Element | None]]:
    """Each text of a page for people, and first of all the page itself."""
    root = parsed(content)
    yield "the page", "", root
    for element in [one for one in root.iter() if one.tag in ("pre", "script", "style")]:
        if element.tag == "script" and "json" in (element.get("type") or ""):
            for place, text in _strings(json.loads(element.text or "null")):
                yield f"its data, {place}", text, None
        if element.tag != "pre":
            element.text = ""
    for element in root.findall("head/title"):
        yield "the title", "".join(element.itertext()), None
    yield "the page", "".join(_running(root.find("body"))), None
    for element in root.iter():
        for attribute in _SHOWN if isinstance(element.tag, str) else ():
            if text := element.get(attribute):
                yield f"the attribute `{attribute}` of `<{element.tag}>`", text, None


def _running(element: Element) -> Iterator[str]:
    """The text of a page; code in blocks may be a form of it for programs, so it is told by no mark."""
    if isinstance(element.tag, str):
        block = "".join(element.itertext()) if element.tag == "pre" else None
        if block is not None:
            yield _MARK.sub("", block)
        else:
            yield element.text or ""
            for child in element:
                yield from _running(child)
                yield child.tail or ""


def _json(name: str, content: str) -> Iterator[tuple[str, str, Element | None]]:
    """Each text of a file of JSON; what the theme or a reader of feeds puts onto a page is read as HTML."""
    for place, text in _strings(json.loads(content)):
        if (name.endswith(SEARCH) and not place.endswith("location")) or place.endswith("content_html"):
            fragment = html5lib.parseFragment(text, namespaceHTMLElements=False)
            yield place, "".join(fragment.itertext()), fragment
        else:
            yield place, text, None


def _strings(data: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, str):
        yield place, data
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from _strings(value, f"{place}/{key}")


def _xml(_: str, content: str) -> Iterator[tuple[str, str, Element | None]]:
    """Each text of a file of XML; those that a reader of feeds takes for HTML are read as such."""
    for element in etree.fromstring(content).iter():  # noqa: S314 - our own build made it
        is_html = element.get("type") in ("html", "xhtml") and element.tag.startswith(_ATOM)
        fragment = html5lib.parseFragment(element.text or "", namespaceHTMLElements=False) if is_html else None
        yield element.tag, element.text or "", fragment


def _csv(_: str, content: str) -> Iterator[tuple[str, str, Element | None]]:
    for number, row in enumerate(csv.reader(io.StringIO(content, newline=""), strict=True), 1):
        yield from ((f"row {number}", cell, None) for cell in row)


def _plain(text: str) -> str:
    """A text without what printing may change: backticks become code, and white space is one space."""
    return " ".join(text.replace("`", "").split())


_READERS = {".html": _page, ".json": _json, ".atom": _xml, ".xml": _xml, ".csv": _csv}
