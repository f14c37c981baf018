"""What the head of a page tells programs: how to cite it, where its data and feeds are, and what a preview shows.

Zotero takes a page for a journal article where it has a `citation_title` alone, and reads the word after the last space
as a surname; so each page says that it is one of a website, and its author stands as one name. Nothing of this is asked
for when a page is shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from markupsafe import escape

from llme.citations.citing import LICENCE, TITLE, WHOLE_AUTHOR, CitationForms, cite_guide, cite_recommendation
from llme.content.model import Recommendation, Stage
from llme.outputs.derived import FRAMEWORKS, GUIDE, recommendation_file, stored
from llme.outputs.texts import LLMS, text_file
from llme.pages.views import View
from llme.urls import HOME, recommendation_uri, stage_uri

PICTURE = "assets/card.png"


class Link(NamedTuple):
    """A `<link>`: what kind of relation, where to, and of what type."""

    relation: str
    address: str
    type: str = ""
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class HeadView(View):
    """The head of a page."""

    @cached_property
    def citation(self) -> CitationForms | None:
        """How to cite the page; None where it is neither a recommendation's nor the first, and in a draft."""
        if self.uri == HOME:
            return cite_guide(self.guide, self.edition)
        return cite_recommendation(self._recommendation, self.guide, self.edition) if self._recommendation else None

    @property
    def metas(self) -> Mapping[str, str]:
        """What reference managers and search engines for research read, by name."""
        cited = self.citation
        if cited is None:
            return {"citation_author": WHOLE_AUTHOR}
        metas = {
            "citation_title": cited.title,
            "citation_author": WHOLE_AUTHOR,
            "citation_publication_date": f"{cited.day:%Y/%m/%d}",
            "citation_public_url": cited.url,
        }
        return {name: value for name, value in metas.items() if value}

    def is_cited_as(self, title: str) -> bool:
        """Whether the page is cited by its own title, which may be HTML, without more."""
        return escape(self.metas.get("citation_title", "")) == escape(title)

    def properties(self, title: str) -> Mapping[str, str]:
        """What a preview of the page shows elsewhere, by the names of the Open Graph protocol.

        A title or a description that stands under another name already has this one there.
        """
        edition = self.edition
        part = "draft" if edition.is_draft else f"version {edition.version}"
        picture = f"{edition.url(HOME)}{PICTURE}" if edition.site_url else ""
        properties = {
            "og:type": "website",
            "og:title": "" if self.is_cited_as(title) else title,
            "og:site_name": "" if self.uri == HOME else f"{TITLE}, {part}",
            "og:url": edition.url(self.uri),
            "og:image": picture,
            "og:image:alt": TITLE if picture else "",
        }
        return {name: value for name, value in properties.items() if value}

    def links(self) -> Iterator[Link]:
        """What belongs to the page."""
        if self.citation and self.citation.url:
            yield Link("cite-as", self.citation.url)
        yield Link("license", LICENCE)
        if not self.edition.offline:  # which has no data and no feeds
            yield from self._data()
            yield from self._feeds()

    def _data(self) -> Iterator[Link]:
        path = FRAMEWORKS if self.uri.startswith("frameworks/") else GUIDE
        place = stored(path, self.edition)
        yield Link("describedby", self.file(place), "application/json" if place == path else "application/gzip")
        if one := self._recommendation:
            title = one.id if self.edition.is_draft else f"{one.id} of the newest version"
            yield from self._alternate(text_file(one.id), "text/markdown", f"{title} as Markdown")
            yield from self._alternate(recommendation_file(one.id), "application/json", f"{title} as JSON")
        if self.uri == HOME:
            yield Link("alternate", self.file(LLMS), "text/plain", "Contents for language models")

    def _alternate(self, path: str, type: str, title: str) -> Iterator[Link]:
        if address := self.renewed(path):
            yield Link("alternate", address, type, title)

    def _feeds(self) -> Iterator[Link]:
        name, title = "all", f"{TITLE}: all changes"
        if self._recommendation:
            name, title = self._recommendation.id, f"Changes to {self._recommendation.id}"
        elif self._stage:
            name, title = f"stage-{self._stage.slug}", f"Changes in {self._stage.title}"
        yield from self._alternate(f"feeds/{name}.atom", "application/atom+xml", title)  # what reads feeds reads these

    @cached_property
    def _recommendation(self) -> Recommendation | None:
        one = self.guide.by_id.get(PurePosixPath(self.uri).stem)
        return one if one and recommendation_uri(one.id) == self.uri else None

    @cached_property
    def _stage(self) -> Stage | None:
        return next((one for one in self.guide.stages if stage_uri(one.slug) == self.uri), None)
