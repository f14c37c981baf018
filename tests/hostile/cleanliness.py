"""Judges a finished page as html5lib reads it, by what an untouched page holds; nothing here is of the guide's code."""

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib

# What a text may hold besides what its page has without it.
HARMLESS = frozenset(
    """
    a abbr b blockquote br cite code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p
    pre q s small span strong sub sup table tbody td tfoot th thead time tr ul var wbr
    """.split()
)
ATTRIBUTES = frozenset("alt class datetime href id lang src start title".split())
FORBIDDEN = re.compile(r"on.*|style|srcdoc|formaction")
# Their values are addresses. Those of a link are followed, all others are loaded or sent to.
ADDRESSES = frozenset("action background cite data formaction href manifest ping poster src srcset".split())
FIXED = frozenset("class for http-equiv id name property rel role type".split())  # attributes whose values are compared
ALLOWED_SCHEMES = ("http", "https", "mailto")
UNRESOLVED = re.compile(r"\[[^\[\]\n]{0,40}?-?@[\w-]+|\[\^ref-[\w-]*|\\(?:full_)?bibliography")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NEIGHBOURS = ("next", "prev")  # links that the first page or the last does not have
_DEPTH = re.compile(r'(?<=")(?:\.\.?/?)*(?=")')  # the way up to the site's root differs from page to page


@dataclass(frozen=True)
class Fault:
    """What is wrong on a page, and a text around it by which its cause may be found."""

    page: str
    what: str
    near: str = ""

    def __str__(self) -> str:
        return f"{self.page}: {self.what}"


@dataclass(frozen=True)
class Frame:
    """What an untouched page holds."""

    shapes: frozenset = frozenset()
    scripts: frozenset = frozenset()
    outside: frozenset = frozenset()  # addresses out of the site
    repeated: frozenset = frozenset()  # identifiers that occur more than once

    def __or__(self, other: "Frame") -> "Frame":
        return Frame(*(mine | theirs for mine, theirs in zip(vars(self).values(), vars(other).values(), strict=True)))


def parsed(html: str) -> Element:
    """A whole page as a browser reads it."""
    return html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)


def frame_of(root: Element, page: str) -> Frame:
    """What an untouched page holds."""
    elements = [one for one in root.iter() if isinstance(one.tag, str)]
    return Frame(
        frozenset(map(_shape, elements)),
        frozenset(_script(one, page) for one in elements if _local(one.tag) == "script"),
        frozenset(place for one in elements for _, place, _ in _addresses(one, page) if place),
        frozenset(_repeated(elements)),
    )


def faults(root: Element, frame: Frame, page: str) -> Iterator[Fault]:
    """What a page holds that an untouched one does not, and that may do harm."""
    elements = [one for one in root.iter() if isinstance(one.tag, str) and one.tag != "DOCUMENT_FRAGMENT"]
    for element in elements:
        for what in _of_element(element, frame, page):
            yield Fault(page, what, " ".join([*element.attrib.values(), *element.itertext()])[:5000])
    for name in _repeated(elements) - frame.repeated:
        yield Fault(page, f"the identifier `{name}` twice", name)
    for text in texts(root):
        yield from (Fault(page, what, near) for what, near in hidden(text))


def hidden(text: str) -> Iterator[tuple[str, str]]:
    """The characters of a text that nobody sees, each with what stands around it."""
    for character in "" if text.isprintable() else sorted(set(text) - set("\t\n\r")):
        if unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp"):
            yield f"the character U+{ord(character):04X}", _around(text, text.index(character))


def unresolved(text: str) -> Iterator[tuple[str, str]]:
    """What should have become a citation, each with what stands around it."""
    for match in UNRESOLVED.finditer(text):
        yield f"`{match[0]}`, which is no citation", _around(text, match.start())


def texts(root: Element) -> Iterator[str]:
    """Every text of a page, and every value of an attribute; not what is code of the page itself."""
    for element in root.iter():
        if isinstance(element.tag, str):
            yield from element.attrib.values()
            if element.text and _local(element.tag) not in ("script", "style"):
                yield element.text
        if element.tail:
            yield element.tail


def _of_element(element: Element, frame: Frame, page: str) -> Iterator[str]:
    tag = _local(element.tag)
    names = {_local(name) for name in element.attrib}
    known = _shape(element) in frame.shapes or (tag == "link" and element.get("rel") in _NEIGHBOURS)
    if not known and (tag not in HARMLESS or "}" in element.tag):
        yield f"the element `<{tag}>`"
    elif not known and (more := names - ATTRIBUTES):
        yield f"`<{tag}>` with {', '.join(sorted(more))}"
    for name in sorted(filter(FORBIDDEN.fullmatch, names)):
        yield f"the attribute `{name}` of `<{tag}>`"
    if tag == "script" and _script(element, page) not in frame.scripts:
        yield f"the script `{(element.text or element.get('src') or '')[:40]}`"
    for name, place, value in _addresses(element, page):
        if place and place not in frame.outside:
            yield f"the address `{value[:60]}` in `{name}` of `<{tag}>`"


def _shape(element: Element) -> tuple:
    """An element without its texts; numbers in it may be others."""
    fixed = {_local(name): value for name, value in element.attrib.items() if _local(name) in FIXED}
    if element.tag in ("a", "h1", "h2", "h3", "li", "div", "label", "input", "nav"):
        fixed.pop("id", None)
    return (
        element.tag,
        tuple(sorted(map(_local, element.attrib))),
        tuple(sorted((name, re.sub(r"\d+", "0", value)) for name, value in fixed.items() if name != "for")),
    )


def _script(element: Element, page: str) -> tuple[str, str]:
    """A script: where it comes from, and what it says; data is never run, and differs from page to page."""
    source = element.get("src")
    place = posixpath.normpath(posixpath.join(posixpath.dirname(page), source)) if source else ""
    is_data = (element.get("type") or "").lower() in ("application/json", "application/ld+json")
    return place, f"data {element.get('id')}" if is_data else _DEPTH.sub("", element.text or "")


def _addresses(element: Element, page: str) -> Iterator[tuple[str, str, str]]:
    """The addresses of an element: the attribute, where it leads if that is not allowed as it stands, and its value."""
    for name, value in element.attrib.items():
        if _local(name) in ADDRESSES and _local(element.tag) != "meta":
            is_followed = _local(element.tag) == "a" or element.get("rel") == "canonical"
            yield _local(name), _outside(value, page, is_followed), value


def _outside(value: str, page: str, followed: bool) -> str:
    """Where an address leads as browsers read it, if that is neither on the site nor a harmless link."""
    value = re.sub(r"[\t\n\r]", "", value.strip("".join(map(chr, range(33)))))
    if scheme := _SCHEME.match(value):
        return "" if followed and scheme[1].lower() in ALLOWED_SCHEMES else value
    path = re.split("[?#]", value)[0].replace("\\", "/")
    if path.startswith("/"):  # the page for what is not there is shown anywhere, so its own links begin at the root
        return "" if page == "404.html" and not path.startswith("//") else path
    place = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    return re.sub(r"\d+", "0", place) if place.startswith("..") else ""  # IDs may be others


def _around(text: str, place: int) -> str:
    return text[max(0, place - 60) : place + 100]


def _repeated(elements: list[Element]) -> set[str]:
    found = Counter(element.get("id") for element in elements)
    return {name for name, times in found.items() if name and times > 1}


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]
