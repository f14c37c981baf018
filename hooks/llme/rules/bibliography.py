"""Rules on `bibliography/guide.bib`."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts, split_multiple_persons_names

from llme.content.bibliography import ADDRESSES, plain
from llme.content.data import YEARS
from llme.content.document import Document
from llme.content.guide import Guide
from llme.content.model import Work
from llme.findings import Finding
from llme.patterns import ARXIV, DATE, DOI, HTTPS, SLUG, is_a
from llme.rules.rule import rule, rules_of
from llme.words import nearest_hint

# Required fields by type; `a|b` is either. The types and fields that the guide uses, a subset of BibTeX and biblatex.
_REQUIRED = {
    "article": ("author", "title", "journal", "year"),
    "inproceedings": ("author", "title", "booktitle", "year"),
    "incollection": ("author", "title", "booktitle", "year"),
    "book": ("author|editor", "title", "publisher", "year"),
    "phdthesis": ("author", "title", "school", "year"),
    "techreport": ("author", "title", "institution", "year"),
    "online": ("author", "title", "url"),
    "misc": ("author", "title"),
}
_FIELDS = frozenset(name for names in _REQUIRED.values() for each in names for name in each.split("|")) | frozenset(
    ("volume", "number", "pages", "series", "edition", "doi", "eprint", "eprinttype", "url", "urldate", "note")
)
_EXAMPLES = {
    "author": "Family, Given and Family, Given",
    "title": "{The title of the work}",
    "booktitle": "{Proceedings of the …}",
    "journal": "{The journal}",
    "year": "2026",
}
_YEAR = r"[12][0-9]{3}|[a-z][a-z ]{2,30}"  # or a word, such as `forthcoming`
_LATEX = re.compile(r"\\(?![%&_#$])(\W|[A-Za-z]+)")
_RAW = re.compile(r"(?<!\\)[%$]")


@rule("bib-syntax")
def bibliography_can_be_parsed(guide: Guide) -> Iterator[Finding]:
    """`guide.bib` holds BibTeX entries and nothing else."""
    for document in guide.documents:
        yield from document.found("bib-syntax")


@rule("key-malformed", "key-repeated")
def keys_are_unique_lower_case_words(guide: Guide) -> Iterator[Finding]:
    """A citation key is lower case, such as `bender2021dangers`, and unique whatever its case."""
    document = _document(guide)
    if document:
        yield from document.found("key-repeated")
    met: dict[str, str] = {}
    for work in guide.works.values():
        place = document.at(work.key)
        if not is_a(SLUG, work.key):
            message = f"the key `{work.key}` is not made of lower-case letters, digits and single hyphens"
            yield document.finding("key-malformed", place, message)
        if work.key.lower() in met:
            message = f"the key `{work.key}` differs from `{met[work.key.lower()]}` only in case"
            yield document.finding("key-repeated", place, message, "choose another key")
        met.setdefault(work.key.lower(), work.key)


@rule("key-order")
def entries_are_sorted(guide: Guide) -> Iterator[Finding]:
    """Entries are sorted by key, so that two people's additions seldom meet."""
    document = _document(guide)
    keys = list(guide.works)
    for before, after in pairwise(keys):
        if after < before:
            message = f"the entry `{after}` stands after `{before}`"
            yield document.finding("key-order", document.at(after), message, "sort the entries by key")


@rule("type-unknown", "field-missing", "field-unknown")
def entries_have_the_fields_of_their_type(guide: Guide) -> Iterator[Finding]:
    """An entry has a known type, all the fields that its type needs, and no unknown field."""
    document = _document(guide)
    for work in guide.works.values():
        if work.type not in _REQUIRED:
            message = f"the entry `{work.key}` has the type `{work.type}`"
            yield document.finding("type-unknown", document.at(work.key), message, nearest_hint(work.type, _REQUIRED))
        for wanted in _REQUIRED.get(work.type, ("title",)):
            names = wanted.split("|")
            if not any(work.fields.get(name) for name in names):
                empty = next((name for name in names if name in work.fields), "")
                message = f"the entry `{work.key}` has no `{'` or `'.join(names)}`"
                message = f"the `{empty}` of `{work.key}` is empty" if empty else message
                place = document.at(work.key, empty or names[0])
                yield document.finding("field-missing", place, message, _how_to_fill(work, empty or names[0]))
        for name in work.fields:
            if name not in _FIELDS:
                message = f"the entry `{work.key}` has an unknown field `{name}`"
                hint = nearest_hint(name, sorted(_FIELDS))
                yield document.finding("field-unknown", document.at(work.key, name), message, hint)


@rule("case-unprotected")
def titles_keep_their_capitals(guide: Guide) -> Iterator[Finding]:
    """The title of a work, a book or a journal stands in double braces, so that its capitals stay as they are."""
    document = _document(guide)
    for work in guide.works.values():
        for name in ("title", "booktitle", "journal"):
            value = work.raw.get(name, "{}").strip()
            if not _is_braced(value):
                message = f"the {name} of `{work.key}` stands in single braces"
                hint = f"write `{name} = {{{{…}}}}`, or its capitals are lost"
                yield document.finding("case-unprotected", document.at(work.key, name), message, hint)


@rule("particle-unprotected")
def particles_belong_to_family_names(guide: Guide) -> Iterator[Finding]:
    """A family name with a particle stands in braces, `{van de Poel}, Ibo`, so that the particle is printed."""
    document = _document(guide)
    for work in guide.works.values():
        for name in work.raw.get("author", "").split(" and "):
            if name.strip()[:1].islower() and name.strip() != "others":
                family, _, given = name.strip().partition(",")
                message = f"the name `{name.strip()}` in `{work.key}` begins with a particle"
                hint = f"write `{{{family}}},{given}`"
                yield document.finding("particle-unprotected", document.at(work.key, "author"), message, hint)


@rule("identifier-missing", "identifier-malformed")
def works_can_be_found(guide: Guide) -> Iterator[Finding]:
    """Every work has a DOI, an arXiv id (`eprint` with `eprinttype = {arxiv}`) or an https address, and each of them
    is well formed."""
    document = _document(guide)
    for work in guide.works.values():
        fields = work.fields
        if not any(fields.get(name) for name in ("doi", "eprint", "url")):
            message = f"the entry `{work.key}` has no DOI, arXiv id or https address"
            yield document.finding("identifier-missing", document.at(work.key), message)
        forms = (
            ("doi", DOI, "begin with `10.`, without `https://doi.org/`"),
            ("eprint", ARXIV, "an arXiv id such as `2410.19812`"),
            ("url", HTTPS, "an address that begins with `https://`"),
        )
        for name, form, hint in forms:
            if name in fields and not is_a(form, fields[name]):
                message = f"the {name} of `{work.key}` is malformed: `{fields[name][:60]}`"
                yield document.finding("identifier-malformed", document.at(work.key, name), message, hint)
        if ("eprint" in fields) != (fields.get("eprinttype") == "arxiv"):
            message = f"`eprint` and `eprinttype = {{arxiv}}` of `{work.key}` go together"
            yield document.finding("identifier-malformed", document.at(work.key, "eprint"), message)


@rule("name-malformed")
def names_can_be_told_apart(guide: Guide) -> Iterator[Finding]:
    """Each `author` and `editor` is `Family, Given`, or an organisation in double braces; several are joined by
    ` and `."""
    document = _document(guide)
    for work in guide.works.values():
        for field in ("author", "editor"):
            for name in split_multiple_persons_names(" ".join(work.raw.get(field, "").split())):
                if not _is_name(name) or re.search(r";|\bet al\b", re.sub(r"\{[^}]*\}", "", name)):
                    message = f"`{name[:60]}` in the {field} of `{work.key}` is not a name"
                    hint = (
                        "write `Family, Given and Family, Given`, ` and others` for the rest, or `{{An Organisation}}`"
                    )
                    yield document.finding("name-malformed", document.at(work.key, field), message, hint)


@rule("year-malformed")
def years_are_years(guide: Guide) -> Iterator[Finding]:
    """`year` has four digits, or is a word such as `forthcoming`; `urldate` is a day such as 2026-11-22."""
    document = _document(guide)
    for work in guide.works.values():
        day = work.fields.get("urldate")
        if work.year and not is_a(_YEAR, work.year):
            message = f"the year of `{work.key}` is `{work.year[:20]}`"
            yield document.finding("year-malformed", document.at(work.key, "year"), message, "write four digits")
        if day is not None and not (is_a(DATE, day) and int(day[:4]) in YEARS):
            message = f"the urldate of `{work.key}` is `{day[:20]}`"
            yield document.finding("year-malformed", document.at(work.key, "urldate"), message, "write `2026-11-22`")


@rule("work-repeated")
def no_work_has_two_entries(guide: Guide) -> Iterator[Finding]:
    """A work has one entry: no two share a DOI, an arXiv id, or title and year."""
    document = _document(guide)
    met: dict[tuple, str] = {}
    for work in guide.works.values():
        title = re.sub(r"[^a-z0-9]", "", work.fields.get("title", "").lower())
        marks = [("title and year", title, work.year)] if title else []
        marks += [(name, work.fields[name].lower()) for name in ("doi", "eprint") if work.fields.get(name)]
        for mark in marks:
            if mark in met:
                message = f"`{work.key}` and `{met[mark]}` have the same {mark[0]}"
                yield document.finding("work-repeated", document.at(work.key), message, "keep one entry")
                break
        for mark in marks:
            met.setdefault(mark, work.key)


@rule("source-uncited")
def every_source_is_cited(guide: Guide) -> Iterator[Finding]:
    """Every source is cited somewhere in the guide."""
    document = _document(guide)
    for work in guide.works.values():
        if work.key not in guide.citing:
            yield document.finding("source-uncited", document.at(work.key), f"nothing cites `{work.key}`")


@rule("latex-escape", "special-raw")
def text_is_utf8_not_latex(guide: Guide) -> Iterator[Finding]:
    """Accents and symbols are written as UTF-8, and `%` and `$` as `\\%` and `\\$`, since BibTeX would cut the text
    there."""
    document = _document(guide)
    lines = document.text.split("\n") if document else []
    for work in guide.works.values():
        for name, value in work.raw.items():
            if name in ADDRESSES:
                continue
            for code, match in (("latex-escape", _LATEX.search(value)), ("special-raw", _RAW.search(value))):
                if match:
                    line = document.at(work.key, name)[0] + value.count("\n", 0, match.start())
                    place = (line, lines[line - 1].find(match[0]) + 1 or 1)
                    is_latex = code == "latex-escape"
                    message = (
                        f"`{match[0]}` in `{work.key}` is LaTeX" if is_latex else f"a bare `{match[0]}` in `{work.key}`"
                    )
                    hint = "write the character itself" if is_latex else f"write `\\{match[0]}`"
                    yield document.finding(code, place, message, hint)


def _how_to_fill(work: Work, name: str) -> str:
    """The cure of a field without a value: what was never looked up can be fetched."""
    by_hand = f"write `{name} = {{{_EXAMPLES.get(name, '…')}}}`"
    known = next((work.fields[kind] for kind in ("doi", "eprint", "url") if work.fields.get(kind)), "")
    return (
        f"`make source WORK={known}` looks it up; or {by_hand}" if known and not work.fields.get("title") else by_hand
    )


def _is_name(name: str) -> bool:
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError:
        return False
    family = plain(" ".join([*parts.von, *parts.last]))
    words = [*parts.first, *parts.von, *parts.last, *parts.jr]
    return "and" not in map(str.lower, words) and re.search(r"\w", family) is not None


def _is_braced(value: str) -> bool:
    depth = 0
    for index, character in enumerate(value):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return index == len(value) - 1 and value[0] == "{"
    return False


def _document(guide: Guide) -> Document | None:
    return guide.by_path.get("bibliography/guide.bib")


RULES = rules_of(globals())
