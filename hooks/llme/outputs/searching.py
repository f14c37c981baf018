"""What the search knows of a page: the entries that the theme makes of its sections, made fit for readers.

An entry has a `title` and a `text`, which a result shows, and two fields that only the search reads: `found_by`, what
people type who want the page, and `body`, what of the page no result has to show.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

Entry = dict[str, Any]

INDEX = "search/search_index.json"  # where the theme writes it

# Endings that are spelt otherwise in America, whose spelling many readers type; the guide's own is British.
_AMERICAN = {
    r"(?<![vw])(?<!erc)(?<!no)(?<!pr)(?<!prom)(?<!ra)(?<!rec)is(e[ds]?|ing|ations?|ational|ers?)$": r"iz\1",
    r"ys(e[ds]?|ing|ers?)$": r"yz\1",
    r"^(behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|rum)our": r"\1or",
    r"^(cancel|channel|counsel|fuel|label|level|model|signal|travel)l(?=ed|ing|er)": r"\1",
    r"([bt])re(s?)$": r"\1er\2",
    r"fenc(es?)$": r"fens\1",
    r"^(licen|practi)c(?=e)": r"\1s",
    r"ogue(s?)$": r"og\1",
    r"dgement": "dgment",
    r"^artef": "artif",
    r"^programme(s?)$": r"program\1",
}
_RULES = tuple((re.compile(pattern), american) for pattern, american in _AMERICAN.items())
_BLOCK_ENDS = re.compile(r"(?:</(?:caption|dd|div|dt|summary|t[dh])>|<br ?/?>)(?=\S)")
_BETWEEN_ITEMS = re.compile(r"</li>\s*<li>")
_WORD = re.compile(r"[^\W\d_]{5,}")


def spaced(html: str) -> str:
    """The HTML of a page, its blocks apart: else the theme's search takes the last word of one and the first of the
    next for one word."""
    return _BLOCK_ENDS.sub(r"\g<0> ", html)


def know(location: str, meta: Mapping[str, Any], entries: list[Entry]) -> None:
    """Has the search know a page, whose entries are the last of `entries`, as it should; `meta` is its front matter.

    The page's own entry shows what its description says. With `search: {whole: true}`, it is the only one, and under it
    the text of every section is found. A page that is left out, `search: {exclude: true}`, is found by its `found_by`.
    """
    first = len(entries)
    while first and entries[first - 1]["location"].partition("#")[0] == location:
        first -= 1
    entries[first:] = map(_as_spelt, _known(location, meta, entries[first:]))


def all_of(entry: Entry) -> str:
    """All that an entry holds of the page, in one text."""
    return " ".join(entry.get(name, "") for name in ("title", "text", "found_by", "body"))


def _known(location: str, meta: Mapping[str, Any], entries: list[Entry]) -> Iterator[Entry]:
    found_by = ", ".join(escape(words, quote=False) for words in meta.get("found_by", ()))
    if not entries and not found_by:
        return
    page, *sections = entries or [{"location": location, "title": str(meta["title"]), "text": ""}]
    is_whole = meta.get("search", {}).get("whole")
    body = " ".join(section["text"] for section in sections) if is_whole else page["text"]
    shown = f"<p>{escape(meta.get('description', ''), quote=False)}</p>"
    yield {**page, "text": shown, "found_by": found_by, "body": body}
    for section in () if is_whole else sections:
        text = section["text"]
        # A result shows the blocks in which a word stands; the items of a list are to be blocks of their own.
        yield section if "<ol>" in text else {**section, "text": _BETWEEN_ITEMS.sub("</li></ul><ul><li>", text)}


def _as_spelt(entry: Entry) -> Entry:
    """An entry that is found by the American spelling of its words too, which counts nearly as much as their own."""
    for field, names in (("found_by", ("title", "found_by")), ("body", ("text", "body"))):
        words = {word for name in names for word in _WORD.findall(entry.get(name, "").lower())}
        american = sorted({spelt for word in words for spelt in _american(word)} - words)
        entry = {**entry, field: " ".join(filter(None, [entry.get(field, ""), *american]))} if american else entry
    return entry


def _american(word: str) -> set[str]:
    return {spelt for pattern, american in _RULES if (spelt := pattern.sub(american, word)) != word}
