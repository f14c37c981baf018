"""A cited work in the formats of reference managers: BibTeX, RIS and CSL-JSON."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names

from llme.citations.latex import decoded, encoded, preamble
from llme.content.bibliography import ADDRESSES, parse_bibliography, plain
from llme.content.model import Work

# Kinds of work in words, in the order in which readers choose from them. BibTeX's `article` covers the press as well.
KINDS = {
    "article": "Journal or magazine article",
    "proceedings": "Paper in proceedings",
    "preprint": "Preprint",
    "book": "Book",
    "chapter": "Chapter in a book",
    "report": "Report",
    "thesis": "Thesis",
    "web": "Web page",
    "other": "Other",
}


class _Type(NamedTuple):
    csl: str
    ris: str
    kind: str


_TYPES = {
    "article": _Type("article-journal", "JOUR", "article"),
    "inproceedings": _Type("paper-conference", "CONF", "proceedings"),
    "incollection": _Type("chapter", "CHAP", "chapter"),
    "book": _Type("book", "BOOK", "book"),
    "phdthesis": _Type("thesis", "THES", "thesis"),
    "techreport": _Type("report", "RPRT", "report"),
    "online": _Type("webpage", "ELEC", "web"),
}
_PREPRINT = _Type("article", "GEN", "preprint")
_OTHER = _Type("document", "GEN", "other")


def kind_of_work(work: Work) -> str:
    """What a work is, a key of `KINDS`: an entry of no certain type with an arXiv id is a preprint."""
    return _type(work).kind


def _type(work: Work) -> _Type:
    return _TYPES.get(work.type) or (_PREPRINT if "eprint" in work.fields else _OTHER)


def makers(work: Work) -> list[str]:
    """The family names of those who wrote a work, or else edited it; an organisation's whole name."""
    return [name.whole for name in _names(work.raw.get("author") or work.raw.get("editor", ""))]


def title(work: Work) -> str:
    """The title of a work as people read it."""
    return _texts(work).get("title", "")


def bibtex(work: Work) -> str:
    """An entry as it stands in the bibliography, fit for LaTeX. Braces that do not match are left out."""
    lines = []
    for name, raw in work.raw.items():
        value = raw if _is_balanced(raw) else work.fields[name]
        if name not in ADDRESSES:
            value = encoded(re.sub(r"(?<!\\)([%&_#$])", r"\\\1", value))
        lines.append(f"  {name} = {{{value}}},\n")
    entry = "".join([f"@{work.type}{{{work.key},\n", *lines, "}\n"])
    return preamble(entry) + entry


def works_of(name: str, text: str) -> list[Work]:
    """The works of a file of such entries."""
    entries = re.sub(r"^@preamble.*\n", "", decoded(text), flags=re.MULTILINE)
    return parse_bibliography(name, entries)[1]


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def ris(work: Work) -> str:
    """A work as an entry of RIS."""
    fields = _texts(work)
    first, _, last = fields.get("pages", "").partition("–")
    number = "SN" if work.type == "techreport" else "IS"
    rows = [
        ("TY", _type(work).ris),
        ("ID", work.key),
        *(("AU", name.ris) for name in _names(work.raw.get("author", ""))),
        *(("ED", name.ris) for name in _names(work.raw.get("editor", ""))),
        ("TI", fields.get("title")),
        ("T2", _container(fields)),
        ("T3", fields.get("series")),
        ("PY", work.year),
        ("VL", fields.get("volume")),
        (number, fields.get("number")),
        ("ET", fields.get("edition")),
        ("SP", first),
        ("EP", last),
        ("PB", _publisher(fields)),
        ("DO", fields.get("doi")),
        ("AN", f"arXiv:{fields['eprint']}" if "eprint" in fields else ""),
        ("UR", _own_url(work) or work.url),
        ("Y2", fields.get("urldate", "").replace("-", "/")),
        ("N1", fields.get("note")),
    ]
    lines = [f"{tag}  - {value}\n" for tag, value in rows if value]  # fields have no line breaks, as RIS needs it
    return "".join([*lines, "ER  - \n"])


def csl(work: Work) -> dict[str, Any]:
    """A work as an item of CSL-JSON."""
    fields = _texts(work)
    kind = _type(work)
    number = {"article": "issue", "techreport": "number", "misc": "number"}.get(work.type, "collection-number")
    item = {
        "id": work.key,
        "type": kind.csl,
        "author": [name.csl for name in _names(work.raw.get("author", ""))],
        "editor": [name.csl for name in _names(work.raw.get("editor", ""))],
        "title": fields.get("title"),
        "container-title": _container(fields),
        "collection-title": fields.get("series"),
        "publisher": _publisher(fields) or ("arXiv" if kind is _PREPRINT else ""),
        "genre": "PhD thesis" if work.type == "phdthesis" else "",
        "issued": _csl_date(work.year),
        "volume": fields.get("volume"),
        number: fields.get("number") or (f"arXiv:{fields['eprint']}" if kind is _PREPRINT else ""),
        "edition": fields.get("edition"),
        "page": fields.get("pages"),
        "DOI": fields.get("doi"),
        "URL": _own_url(work),
        "accessed": _csl_date(fields.get("urldate", "")),
        "note": fields.get("note"),
    }
    return {name: value for name, value in item.items() if value}


def _texts(work: Work) -> dict[str, str]:
    """The fields as people read them, with BibTeX's dashes and quotation marks as such, but not in an address."""
    return {name: value if name in ADDRESSES else _punctuated(value) for name, value in work.fields.items()}


def _punctuated(text: str) -> str:
    for written, meant in (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")):
        text = text.replace(written, meant)
    return text


def _container(fields: Mapping[str, str]) -> str:
    return fields.get("journal") or fields.get("booktitle", "")


def _publisher(fields: Mapping[str, str]) -> str:
    return next((fields[name] for name in ("publisher", "institution", "school") if name in fields), "")


def _own_url(work: Work) -> str:
    """An address that the DOI does not give already."""
    eprint = work.fields.get("eprint")
    return work.fields.get("url") or (f"https://arxiv.org/abs/{eprint}" if eprint else "")


def _csl_date(text: str) -> dict[str, Any]:
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return {"date-parts": [[int(part) for part in text.split("-")]]}
    return {"literal": text} if text else {}


class _Name(NamedTuple):
    """A person; or an organisation, which has a family name only."""

    family: str
    given: str
    particle: str
    suffix: str

    @property
    def csl(self) -> dict[str, str]:
        if not self.given:
            return {"literal": self.whole}
        names = ("family", "given", "non-dropping-particle", "suffix")
        return {name: value for name, value in zip(names, self, strict=True) if value}

    @property
    def ris(self) -> str:
        # The comma tells readers of RIS that an organisation is one name.
        return ", ".join([self.whole, self.given, *([self.suffix] if self.suffix else [])]).rstrip(" ")

    @property
    def whole(self) -> str:
        return f"{self.particle} {self.family}".strip()


@cache  # each format asks for them
def _names(field: str) -> tuple[_Name, ...]:
    """The names in a field of BibTeX."""
    return tuple(_parsed_names(field)) if field else ()


def _parsed_names(field: str) -> Iterator[_Name]:
    for name in split_multiple_persons_names(" ".join(field.split())):
        parts = parse_single_name_into_parts(name, strict=False)
        words = _bare([*parts.von, *parts.last])
        # A particle may stand in braces, `{van de Poel}, Ibo`; it is a word of the name that is not capitalised.
        small = next((place for place, word in enumerate(words) if not word[:1].islower()), 0)
        if parts.first:
            yield _Name(
                " ".join(words[small:]),
                *(" ".join(one) for one in (_bare(parts.first), words[:small], _bare(parts.jr))),
            )
        elif words:
            yield _Name(" ".join(words), "", "", "")


def _bare(words: Iterable[str]) -> list[str]:
    return _punctuated(plain(" ".join(words))).split()
