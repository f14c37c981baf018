"""Judges HTML: what may stand in it is listed, and all else is a fault.

HTML is read as a browser reads it, by lexbor, a parser of HTML5.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from llme.html.policy import DATA, inline_hash, name_of_inline
from llme.patterns import INVISIBLE, UNRESOLVED


@dataclass(frozen=True)
class Allowed:
    """What may stand in a piece of HTML: tags, the attributes of each, and of all."""

    tags: Mapping[str, frozenset[str]]
    everywhere: frozenset[str]
    prefixes: tuple[str, ...] = ()  # of attributes
    classes: str = ""  # the pattern of a class, where not any will do
    citations_in: frozenset[str] = frozenset()  # the tags in which a citation may stand as it is written
    directives: frozenset[str] = frozenset()  # of `<meta http-equiv>`, in lower case

    def attribute(self, tag: str, name: str) -> bool:
        """Whether an element may have the attribute."""
        return name in self.tags[tag] or name in self.everywhere or name.startswith(self.prefixes)


def _tags(plain: str, **attributes: str) -> dict[str, frozenset[str]]:
    return dict.fromkeys(plain.split(), frozenset()) | {
        tag: frozenset(names.split()) for tag, names in attributes.items()
    }


# What Markdown makes of a contributor's text, and the five tags that a contributor may write. A class of the theme's
# could make a text look like a part of the site.
TEXT = Allowed(
    _tags(
        "blockquote br code dd div dl dt em h1 h2 h3 h4 h5 h6 hr kbd li p pre span strong sub sup table tbody td th "
        "thead tr ul wbr",
        a="href title",
        abbr="title",
        ol="start",
    ),
    frozenset({"class", "id"}),
    classes=r"citation|filename|footnote(-ref|-backref)?|headerlink|highlight|language-[\w+#.-]+|lead"
    r"|[a-z][a-z0-9]{0,2}(-[A-Z][A-Za-z-]*)?",
)
# What the search shows of a page: its text, and little of its markup.
SEARCH = replace(TEXT, citations_in=frozenset({"body"}))
# What the theme's templates and ours make besides.
PAGE = Allowed(
    {
        **TEXT.tags,
        **_tags(
            "article aside b body caption del dialog fieldset figcaption figure footer head header ins legend main s "
            "section strong summary title",
            a="href download",
            button="type value popovertarget",
            details="open",
            form="method name autocomplete",
            img="src alt",
            input="type name value checked autocomplete autocapitalize autocorrect spellcheck placeholder required "
            "maxlength accept",
            label="for",
            link="rel href media type",
            meta="charset name property content http-equiv",
            nav="popover",
            option="value",
            path="d",
            progress="value max",
            rect="x y width height rx",
            script="src type defer",
            select="name",
            svg="viewBox",
            td="colspan",
            text="x y",
            textarea="rows",
            th="scope",
            time="datetime",
            tspan="x dy",
        ),
    },
    frozenset({"class", "dir", "hidden", "id", "lang", "role", "tabindex", "title"}),
    prefixes=("aria-", "data-"),
    citations_in=frozenset({"code", "pre"}),
    directives=frozenset({"content-security-policy"}),
)
# What the root of the published site needs besides: it leads on, and does not know from where it is asked for.
ROOT = replace(
    PAGE, tags={**PAGE.tags, **_tags("style", base="href")}, directives=frozenset({*PAGE.directives, "refresh"})
)
_FRAME = frozenset({"html", "head", "body", "-doctype", "-comment"})
_METAS = frozenset(
    "citation_author citation_public_url citation_publication_date citation_title color-scheme description "
    "referrer robots viewport".split()
)
_PROPERTIES = re.compile(r"og:(description|image(:alt|:height|:width)?|site_name|title|type|url)")
_LINKS = frozenset("alternate canonical cite-as describedby icon license next prev stylesheet".split())
# Those that a browser does not ask for, so that they may name another address in full, as the site's own often is.
_ELSEWHERE = frozenset({"alternate", "canonical", "cite-as", "license"})
_OWN = re.compile(r"(?![A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})")  # an address within the site
_SCHEME = re.compile(r"(https?://|mailto:)|(?![A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_UNRESOLVED = re.compile(UNRESOLVED)
_UNSEEN = re.compile(INVISIBLE)


class UnsafeError(Exception):
    """A page would hold what must not stand in it; the message lists it."""


def check(page: str, allowed: Allowed) -> None:
    """Raises UnsafeError where a finished page holds what must not stand in it."""
    found = list(dict.fromkeys(faults(parse(page), allowed)))
    if found:
        raise UnsafeError(f"the page would hold {', '.join(found)}")


def parse(html: str) -> LexborNode:
    """The root of a page, or of a piece of one."""
    return LexborHTMLParser(html).root


def faults(root: LexborNode, allowed: Allowed) -> Iterator[str]:
    """What must not stand in the HTML below `root`, each fault as the name of a thing."""
    for node in root.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            yield from _faults_of_text(node, allowed)
        elif tag in allowed.tags:
            for name, value in node.attributes.items():
                yield from _faults_of_attribute(tag, name, value or "", allowed)
            if check := _CHECKS.get(tag):
                yield from check(node, node.attributes, allowed)
        elif tag not in _FRAME:
            yield f"the tag `<{tag}>`"


def normalised(address: str) -> str:
    """An address as a browser takes it: controls and spaces around it, and line breaks and tabs within, do not count.

    After the basic URL parser of the URL Standard.
    """
    return re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(0x21))))


def _faults_of_text(node: LexborNode, allowed: Allowed) -> Iterator[str]:
    text = node.text_content or ""
    if unseen := _UNSEEN.search(text):
        yield f"an invisible character, U+{ord(unseen[0]):04X}"
    if unresolved := _UNRESOLVED.search(text):
        around = node.parent
        while around is not None and around.tag not in allowed.citations_in:
            around = around.parent
        if around is None:
            yield f"`{unresolved[0]}`, which should have become a citation"


def _faults_of_attribute(tag: str, name: str, value: str, allowed: Allowed) -> Iterator[str]:
    if not allowed.attribute(tag, name):
        yield f"the attribute `{name}` of `<{tag}>`"
    elif name == "href" and tag == "a" and not _SCHEME.match(normalised(value)):
        yield f"the address `{value[:60]}`"
    elif name == "class" and allowed.classes and not all(re.fullmatch(allowed.classes, one) for one in value.split()):
        yield f"the class `{value[:60]}`"
    elif name in ("title", "alt", "aria-label") and (unresolved := _UNRESOLVED.search(value)):
        yield f"`{unresolved[0]}`, which should have become a citation"
    elif unseen := _UNSEEN.search(value):
        yield f"an invisible character, U+{ord(unseen[0]):04X}"


Attributes = Mapping[str, str | None]


def _script(node: LexborNode, attributes: Attributes, allowed: Allowed) -> Iterator[str]:
    source, kind = attributes.get("src"), attributes.get("type")
    if source is not None:
        if kind not in (None, "module") or not _OWN.match(normalised(source)):
            yield f"the script `{source[:60]}`"
    elif kind is not None and kind not in DATA:
        yield f"a script of the type `{kind}`"
    elif kind is None:
        yield from _inline(node, attributes, allowed)


def _inline(node: LexborNode, attributes: Attributes, allowed: Allowed) -> Iterator[str]:
    text = node.text()
    if not name_of_inline(text):
        yield f"an inline `<{node.tag}>` that is not known, with the hash `{inline_hash(text)}`"


def _link(node: LexborNode, attributes: Attributes, allowed: Allowed) -> Iterator[str]:
    kind, target = attributes.get("rel") or "", attributes.get("href") or ""
    if kind not in _LINKS:
        yield f"a link to `{kind}`"
    elif not (_OWN.match(normalised(target)) or (kind in _ELSEWHERE and _SCHEME.match(normalised(target)))):
        yield f"the address `{target[:60]}`"


def _meta(node: LexborNode, attributes: Attributes, allowed: Allowed) -> Iterator[str]:
    name, directive = attributes.get("name"), attributes.get("http-equiv")
    if name is not None and name not in _METAS:
        yield f"`{name}` in a `<meta>`"
    if (told := attributes.get("property")) is not None and not _PROPERTIES.fullmatch(told):
        yield f"`{told}` in a `<meta>`"
    if directive is not None and directive.lower() not in allowed.directives:
        yield f"the directive `{directive}`"


def _base(node: LexborNode, attributes: Attributes, allowed: Allowed) -> Iterator[str]:
    address = attributes.get("href") or ""
    if not _SCHEME.match(normalised(address)):
        yield f"the address `{address[:60]}`"


def _image(node: LexborNode, attributes: Attributes, allowed: Allowed) -> Iterator[str]:
    source = attributes.get("src") or ""
    if not _OWN.match(normalised(source)):
        yield f"the address `{source[:60]}`"


def _form(node: LexborNode, attributes: Attributes, allowed: Allowed) -> Iterator[str]:
    if attributes.get("method", "dialog") != "dialog":
        yield "a form that is sent"


_CHECKS = {
    "base": _base,
    "form": _form,
    "img": _image,
    "link": _link,
    "meta": _meta,
    "script": _script,
    "style": _inline,
}
