"""Pictures and citation styles, which are XML: nothing active in the one, nothing undefined in the other."""

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from lxml import etree

from llme.texts.text import Problem

_SVG = "{http://www.w3.org/2000/svg}"
# What draws, and nothing that runs, loads or styles.
_DRAWING = frozenset(
    """
    circle clipPath defs desc ellipse g line linearGradient mask path polygon polyline radialGradient rect stop svg text
    title tspan use
    """.split()
)
_DRAWN = frozenset(
    """
    aria-hidden aria-label aria-labelledby clip-path clip-rule clipPathUnits cx cy d dx dy fill fill-opacity fill-rule
    focusable font-family font-size font-style font-weight fx fy gradientTransform gradientUnits height href id mask
    maskUnits offset opacity pathLength points preserveAspectRatio r role rotate rx ry spreadMethod stop-color
    stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-width text-anchor textLength transform version viewBox width x x1 x2 y y1 y2
    """.split()
)
_CSL = "{http://purl.org/net/xbiblio/csl}"
# The elements of a style, after CSL 1.0.2. It has no `link`: a style that is but a link to another is none of ours.
_STYLE = frozenset(
    """
    author bibliography category choose citation contributor date date-part eissn else else-if email et-al group id if
    info institution issn issnl key label layout locale macro multiple name name-part names number published rights
    single sort style style-options substitute summary term terms text title title-short updated uri
    """.split()
)


def drawing_problems(raw: bytes) -> Iterator[Problem]:
    """What makes an SVG file more than a drawing."""
    root, problems = _parsed(raw, "drawing-unsafe")
    yield from problems
    if root is not None and root.tag != f"{_SVG}svg":
        yield _problem("drawing-unsafe", root, "this is not an SVG file")
        return
    for element in _elements(root):
        name = _name(element, _SVG)
        if name not in _DRAWING:
            yield _problem("drawing-unsafe", element, f"the element `{name}` does not draw")
            continue
        for attribute, value in element.attrib.items():
            if attribute not in _DRAWN:
                yield _problem("drawing-unsafe", element, f"the attribute `{attribute}` of `{name}` is not allowed")
            elif (attribute == "href" and not value.startswith("#")) or re.search(r"url\((?!#[\w-]+\))|[:\\]", value):
                yield _problem("drawing-unsafe", element, f"`{attribute}` of `{name}` leads out of the drawing")


def style_problems(raw: bytes) -> Iterator[Problem]:
    """What makes a file no citation style."""
    root, problems = _parsed(raw, "style-malformed")
    yield from problems
    if root is None:
        return
    if root.tag != f"{_CSL}style":
        yield _problem("style-malformed", root, "this is not a style in the Citation Style Language")
        return
    for part in ("info", "citation/layout", "bibliography/layout"):
        if root.find("/".join(f"{_CSL}{name}" for name in part.split("/"))) is None:
            yield _problem("style-malformed", root, f"the style has no `{part}`")
    macros: dict[str, set[str]] = {}
    for element in _elements(root):
        name = _name(element, _CSL)
        if name not in _STYLE:
            yield _problem("style-malformed", element, f"the language has no element `{name}`")
        elif name == "macro":
            own = element.get("name", "")
            if own in macros or not own:
                yield _problem("style-malformed", element, f"the macro `{own}` has no name of its own")
            macros[own] = {one.get("macro", own) for one in element.iter(f"{_CSL}text")} - {own}
            if any(one.get("macro") == own for one in element.iter(f"{_CSL}text")):
                yield _problem("style-malformed", element, f"the macro `{own}` uses itself")
    for element in _elements(root):
        wanted = element.get("macro")
        if wanted is not None and wanted not in macros:
            yield _problem("style-malformed", element, f"no macro is named `{wanted}`")
    try:
        TopologicalSorter(macros).prepare()
    except CycleError as error:
        yield _problem("style-malformed", root, f"the macro `{error.args[1][0]}` uses itself by others")


def _parsed(raw: bytes, code: str) -> tuple[etree._Element | None, list[Problem]]:
    """The root of a file, or None; no entity is resolved and nothing is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line, column = getattr(error, "position", None) or (1, 1)
        message = re.sub(r", line \d+, column \d+.*", "", str(error)).lower().rstrip(".")
        return None, [Problem(code, (max(line, 1), max(column, 1)), f"this is not valid XML: {message}")]
    tree = root.getroottree()
    strange = [one for one in (*root.itersiblings(), *root.itersiblings(preceding=True)) if _is_active(one)]
    problems = [_problem(code, one, "only elements and comments are used here") for one in strange]
    if tree.docinfo.doctype:
        problems.append(Problem(code, (1, 1), "a document type is not used here", "take out `<!DOCTYPE …>`"))
    return root, problems


def _elements(root: etree._Element | None) -> Iterator[etree._Element]:
    for one in root.iter() if root is not None else ():
        if not isinstance(one, etree._Comment):
            yield one


def _is_active(node: etree._Element) -> bool:
    return not isinstance(node, etree._Comment)


def _name(element: etree._Element, namespace: str) -> str:
    """The name of an element of the namespace; what is something else keeps its whole name, which is not known."""
    return element.tag.removeprefix(namespace) if isinstance(element.tag, str) else str(element)[:40]


def _problem(code: str, element: etree._Element, message: str) -> Problem:
    return Problem(code, (element.sourceline or 1, 1), message)
