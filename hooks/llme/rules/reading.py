"""Rules on what can be read at all: encoding, YAML, fields and their types."""

from collections.abc import Iterator

from llme.content.guide import Guide
from llme.findings import Finding
from llme.patterns import ID, SLUG, is_a
from llme.rules.rule import rule, rules_of
from llme.urls import GENERATED, framework_uri, page_url, topic_uri


@rule("encoding")
def files_are_utf8(guide: Guide) -> Iterator[Finding]:
    """Every file is UTF-8 text."""
    yield from _found(guide, "encoding")


@rule("file-missing")
def data_files_are_there(guide: Guide) -> Iterator[Finding]:
    """The data files in `docs` are there, and so are `guide.bib`, what a build needs, and the pages to which those lead
    that are made."""
    yield from _found(guide, "file-missing")


@rule("file-unreadable", "file-too-large", "line-too-long")
def files_have_a_usual_size(guide: Guide) -> Iterator[Finding]:
    """Every file can be opened, is text and not empty, and neither it nor a line of it is many times as long as the
    longest of its kind."""
    for code in ("file-unreadable", "file-too-large", "line-too-long"):
        yield from _found(guide, code)


@rule("text-long", "text-dense", "text-nested")
def texts_are_simple_enough(guide: Guide) -> Iterator[Finding]:
    """A text is no larger, and its markup no denser or deeper, than what people write: a paragraph has at most 4,500
    characters and 40 links, and lists and quotations begin within each other at most six times."""
    for code in ("text-long", "text-dense", "text-nested"):
        yield from _found(guide, code)


@rule("file-unknown")
def only_known_files_are_published(guide: Guide) -> Iterator[Finding]:
    """`docs` and `bibliography` hold what the guide is made of, and nothing else: recommendations, stages, pages,
    decisions, templates, data, snapshots, and the style sheets, modules and pictures that the code names. No link."""
    yield from _found(guide, "file-unknown")


@rule("page-taken")
def pages_have_an_address_of_their_own(guide: Guide) -> Iterator[Finding]:
    """No page has the address of another, or of one that is made: `docs/tools.md` would stand where
    `docs/tools/index.md` does."""
    taken = {page_url(uri): f"the page `{uri}`, which is made" for uri in GENERATED}
    topics = guide.by_path.get("docs/topics.yml")
    made = [(topic_uri(slug), topics, topics.at(slug)) for slug in guide.topics if topics]
    made += [(framework_uri(one.name), one, (1, 1)) for one in guide.of_kind("frameworks")]
    for kind in ("recommendations", "stages", "decisions", "pages"):
        made += [(one.path.removeprefix("docs/"), one, (1, 1)) for one in guide.of_kind(kind)]
    for uri, document, place in made:
        if (address := page_url(uri)) in taken:
            message = f"the address `{address}` belongs to {taken[address]}"
            yield document.finding("page-taken", place, message, "give it another name")
        taken.setdefault(address, f"`{document.path}`")


@rule("drawing-unsafe")
def pictures_are_drawings(guide: Guide) -> Iterator[Finding]:
    """An SVG file holds shapes and text, and nothing that runs, loads or styles; a PNG file is one."""
    yield from _found(guide, "drawing-unsafe")


@rule("style-malformed")
def the_style_of_citations_is_one(guide: Guide) -> Iterator[Finding]:
    """`bibliography/guide.csl` is a style in the Citation Style Language, whose macros are all defined."""
    yield from _found(guide, "style-malformed")


@rule("front-matter-missing")
def front_matter_is_there(guide: Guide) -> Iterator[Finding]:
    """A recommendation and a stage begin with front matter: fields in YAML between two lines of `---`."""
    yield from _found(guide, "front-matter-missing")


@rule("yaml-syntax")
def data_can_be_parsed(guide: Guide) -> Iterator[Finding]:
    """Front matter and data files are valid YAML, without aliases or deep nesting."""
    yield from _found(guide, "yaml-syntax")


@rule("field-repeated")
def no_field_is_repeated(guide: Guide) -> Iterator[Finding]:
    """A field is given once."""
    yield from _found(guide, "field-repeated")


@rule("field-unknown")
def every_field_is_known(guide: Guide) -> Iterator[Finding]:
    """Only the fields of the format are used."""
    yield from _found(guide, "field-unknown")


@rule("field-missing")
def no_field_is_missing(guide: Guide) -> Iterator[Finding]:
    """Every required field is there."""
    yield from _found(guide, "field-missing")


@rule("field-empty")
def no_required_text_is_empty(guide: Guide) -> Iterator[Finding]:
    """A required text says something."""
    yield from _found(guide, "field-empty")


@rule("field-value")
def every_value_has_the_right_form(guide: Guide) -> Iterator[Finding]:
    """Every value has the type and form of its field, or is one of the allowed values."""
    yield from _found(guide, "field-value")


@rule("name-not-id")
def file_name_is_an_id(guide: Guide) -> Iterator[Finding]:
    """The file of a recommendation is named by its ID: `LLME-`, three digits, `.md`."""
    for document in guide.of_kind("recommendations"):
        if not is_a(ID, document.name):
            message = f"`{document.path.removeprefix('docs/recommendations/')}` is not an ID"
            hint = f"name it `{guide.next_id()}.md`, the next free ID, in `docs/recommendations/`"
            hint += "; if it is no recommendation, take it out" if document.problems else ""
            yield document.finding("name-not-id", (1, 1), message, hint)


@rule("name-not-slug")
def file_name_is_a_slug(guide: Guide) -> Iterator[Finding]:
    """The file of a stage or a framework is named by lower-case letters, digits and single hyphens: the name is its
    address."""
    for document in (*guide.of_kind("stages"), *guide.of_kind("frameworks")):
        if not is_a(SLUG, document.name):
            message = f"`{document.path.rpartition('/')[2]}` cannot be an address"
            hint = "use lower-case letters, digits and single hyphens"
            yield document.finding("name-not-slug", (1, 1), message, hint)


@rule("recommendations-missing")
def there_are_recommendations(guide: Guide) -> Iterator[Finding]:
    """A guide without any recommendation is an error, so that a wrong folder cannot pass for a clean one."""
    if not guide.of_kind("recommendations"):
        message = "no recommendation was found"
        hint = "run this from the folder that holds `docs`, or name it with `--root`"
        yield Finding("docs/recommendations", 1, 1, "recommendations-missing", message, hint)


def _found(guide: Guide, code: str) -> Iterator[Finding]:
    for document in guide.documents:
        yield from document.found(code)


RULES = rules_of(globals())
