"""Checks the built HTML of a page: nothing that runs, nothing unresolved, whatever engine built it."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import document_fromstring

from llme.patterns import PRIVATE

# Everything that our templates and Python-Markdown make. What is not here never reaches a reader.
TAGS = frozenset(
    """
    a abbr article aside b blockquote br button caption code dd del details dfn dialog div dl dt em fieldset
    figcaption figure footer form g h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label legend li line mark
    nav ol option p path polygon pre progress rect s section select small span strong sub summary sup svg table
    tbody td text textarea tfoot th thead time title tr tspan ul wbr
    """.split()
)
_SCHEME = re.compile(r"(?!https?:|mailto:)[a-z][a-z0-9+.-]*:")
_UNRESOLVED = re.compile(r"\[-?@[\w-]+|\[\^[\w-]+\]|\\(?:full_)?bibliography|" f"[{PRIVATE}]")
_DOCUMENT = re.compile(r"<(html|head|body|frameset)\b", re.IGNORECASE)
_RUNNING_TEXT = etree.XPath("//text()[not(ancestor::pre or ancestor::code or ancestor::script)]")


def faults(html: str) -> Iterator[str]:
    """What must not stand in the HTML of a page's content, each fault as a sentence.

    `html` is read as HTML5 has it, by the tokenizer of libxml2, which is much faster than Python's.
    """
    for match in _DOCUMENT.finditer(html):  # a parser of whole documents takes these for its own
        yield f"the tag `<{match[1].lower()}>`"
    root = document_fromstring(f"<body>{html}")
    for element in root.iter(etree.Element):
        if element.tag not in TAGS and element.tag not in ("html", "body"):
            yield f"the tag `<{element.tag}>`"
        for name, value in element.items():
            yield from _fault_of_attribute(element.tag, name, value)
    # A search of the whole text at once is quick, and most pages have nothing of the kind.
    if _UNRESOLVED.search(etree.tostring(root, method="text", encoding="unicode")):
        for match in filter(None, map(_UNRESOLVED.search, _RUNNING_TEXT(root))):
            yield f"`{match[0]}`, which should have become a citation"


def _fault_of_attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
        yield f"the attribute `{name}` of `<{tag}>`"
    elif name in ("href", "src", "action", "xlink:href"):
        target = re.sub(r"[\x00-\x20]", "", value).lower()
        if _SCHEME.match(target):
            yield f"the address `{target[:60]}`"
