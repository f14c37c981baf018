"""The one way of the data: files are loaded, checked, their citations formatted, and all of it rendered as a site.

An engine gets the whole `Site` at once, and adds HTML, and the offline edition where one is wanted.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from llme import pdf, rules
from llme.citations.formatting import CitationError, Formatted, format_citations
from llme.content.guide import Guide
from llme.content.load import load
from llme.content.verdicts import VERDICTS
from llme.findings import Finding, format_text
from llme.outputs import data, derived, leading, texts, worked
from llme.pages import render
from llme.pages.head import HeadView
from llme.versions.edition import Edition
from llme.versions.naming import moved_pages


class UnsoundError(Exception):
    """The guide has findings; the message lists them."""


@dataclass(frozen=True)
class Site:
    """A site as an engine gets it."""

    guide: Guide
    edition: Edition
    findings: tuple[Finding, ...]  # none, but in a preview
    formatted: Formatted
    pages: Mapping[str, str]  # Markdown, by path under `docs`
    files: Mapping[str, bytes]  # all others that are made, by path under the version's root
    navigation: list

    def head(self, uri: str) -> HeadView:
        """What the head of a page tells programs."""
        return HeadView(guide=self.guide, edition=self.edition, formatted=self.formatted, uri=uri)

    def changed_since(self, earlier: "Site | None") -> Collection[str]:
        """The pages and files whose content is another; all of them where something changed that each page shows."""
        around = earlier and (earlier.navigation, earlier.guide.glossary, earlier.edition)
        if around != (self.navigation, self.guide.glossary, self.edition):
            return self.pages.keys() | self.files.keys()
        # A page and the text beside it may have one name.
        kinds = ((self.pages, earlier.pages), (self.files, earlier.files))
        return {uri for now, then in kinds for uri, content in now.items() if then.get(uri) != content}


def make_site(root: Path, edition: Edition, preview: bool = False) -> Site:
    """The site of the guide under `root`.

    Raises UnsoundError where the guide has findings, unless it is for a preview, which shows them on their pages;
    PdfError where a PDF file cannot be set.
    """
    guide, found, formatted = checked(root)
    if found and not preview:
        raise UnsoundError(f"the guide has problems; nothing was built\n{format_text(found).rstrip()}")
    shown = _shown(guide, found)
    pages = render.render(shown, formatted, edition) | _broken(guide, found)
    files = {path: text.encode() for path, text in render.downloads(shown).items()}
    files |= render.page_data(shown, formatted, edition)
    if not found:
        files |= derived.as_stored(data.all_files(guide, edition), edition)
        files |= {path: text.encode() for path, text in worked.answer_files(guide, edition).items()}
        files |= {} if edition.offline else _redirects(guide) | _texts(guide, edition, formatted)
        files |= pdf.all_pdfs(guide, edition, formatted) if edition.pdfs else {}
    return Site(shown, edition, tuple(found), formatted, pages, files, render.navigation(shown))


def _texts(guide: Guide, edition: Edition, formatted: Formatted) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts.text_files(guide, edition, formatted).items()}


def _redirects(guide: Guide) -> dict[str, bytes]:
    return {path: page.encode() for path, page in leading.redirects(moved_pages(guide)).items()}


def checked(root: Path) -> tuple[Guide, list[Finding], Formatted]:
    """The guide under `root`, all that is wrong with it, and its citations; without a style they are left out."""
    guide = load(root)
    found = rules.check(guide, root / VERDICTS)
    style = root / "bibliography/guide.csl"
    try:
        formatted = citations_of(_shown(guide, found), style, root / ".cache") if style.is_file() else Formatted()
    except CitationError as error:
        formatted = Formatted()
        found.append(Finding("bibliography/guide.csl", 1, 1, "citations", str(error)))
    return guide, found, formatted


def _shown(guide: Guide, found: list[Finding]) -> Guide:
    """What of the guide a preview can show."""
    return guide.without({finding.path for finding in found}) if found else guide


def citations_of(guide: Guide, style: Path, cache: Path) -> Formatted:
    """Every citation of the guide, formatted; what is malformed, or cites what is not there, is left out."""
    blocks = [
        citation.raw
        for document in guide.documents
        for citation in document.markup.citations
        if citation.items and not citation.where and all(item.key in guide.works for item in citation.items)
    ]
    return format_citations(blocks, guide.works.values(), style, cache)


def _broken(guide: Guide, found: list[Finding]) -> dict[str, str]:
    """For a preview: in the place of each page whose file has findings, what they are."""
    pages = {}
    for document in guide.documents:
        here = [finding for finding in found if finding.path == document.path]
        if document.path.endswith(".md") and here:
            pages[document.path.removeprefix("docs/")] = render.render_broken(document, here)
    return pages
