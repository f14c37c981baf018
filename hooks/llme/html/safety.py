"""Checks the built HTML of a page: nothing that runs, nothing unresolved, whatever engine built it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

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
_UNRESOLVED = re.compile(r"\[-?@[\w-]+|\[\^[\w-]+\]|\\(?:full_)?bibliography|[\ue000-\ue001]")
_LEFT_ALONE = frozenset({"pre", "code", "script"})


def faults(html: str) -> Iterator[str]:
    """What must not stand in the HTML of a page's content, each fault as a sentence."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    yield from reader.faults


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._left_alone: list[str] = []  # elements that are open; a stray end tag ends none

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_ALONE:
            self._left_alone.append(tag)
        if tag not in TAGS:
            self.faults.append(f"the tag `<{tag}>`")
        for name, value in attributes:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.faults.append(f"the attribute `{name}` of `<{tag}>`")
            if name in ("href", "src", "action", "xlink:href"):
                target = re.sub(r"[\x00-\x20]", "", value or "").lower()
                if _SCHEME.match(target):
                    self.faults.append(f"the address `{target[:60]}`")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._left_alone:
            while self._left_alone.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._left_alone and (match := _UNRESOLVED.search(data)):
            self.faults.append(f"`{match[0]}`, which should have become a citation")
