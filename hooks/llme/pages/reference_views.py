"""What the template of the references page can ask for."""

import posixpath
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from llme.citations.placing import reference_text
from llme.citations.references import bibtex, makers, title
from llme.content.model import Work
from llme.pages.facets import Option, kind_of_work, stages_of_work, works_options
from llme.pages.proposing import Proposal, on_works
from llme.pages.views import View
from llme.patterns import HTTPS, is_a
from llme.urls import stage_uri

DATA = "references/works.json.gz"  # what the page shows of a work when asked, beside the page


@dataclass(frozen=True)
class PageLink:
    """A page as another page names it."""

    title: str
    uri: str


@dataclass(frozen=True, kw_only=True)
class ReferencesView(View):
    """The page of all references."""

    @property
    def options(self) -> dict[str, list[Option]]:
        """By what works can be chosen."""
        return works_options(self.guide)

    @cached_property
    def works_by_letter(self) -> dict[str, list[Work]]:
        """All works in the order of a reference list, by their first letter."""
        letters: dict[str, list[Work]] = {}
        for key in self.formatted.order:
            letters.setdefault(self._letter(key), []).append(self.guide.works[key])
        return letters

    def who(self, work: Work) -> str:
        """Who wrote a work, as citations name them; nothing where it is named by its title."""
        return self.formatted.labels[work.key].rpartition(" ")[0] if makers(work) else ""

    def year(self, work: Work) -> str:
        """The year of a work, with the letter by which citations tell it from another."""
        return self.formatted.labels[work.key].rpartition(" ")[2]

    def title(self, work: Work) -> str:
        """The title of a work."""
        return title(work)

    def address(self, work: Work) -> str:
        """The address of a work on the web, or nothing."""
        return work.url if is_a(HTTPS, work.url) else ""

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the page's script knows of each work, and the pages that cite any, which a work names by their place.

        It stands beside the page; in an offline edition, in it.
        """
        places: dict[PageLink, int] = {}
        works = {key: self._known_of(self.guide.works[key], places) for key in self.formatted.order}
        return {"pages": [[link.title, self.url(link.uri)] for link in places], "works": works}

    def _known_of(self, work: Work, places: dict[PageLink, int]) -> dict[str, Any]:
        eprint = work.fields.get("eprint", "") if "doi" in work.fields else ""
        known = {
            "reference": reference_text(work.key, self.formatted),
            "arxiv": eprint,
            "cited": [places.setdefault(link, len(places)) for link in self.cited_in(work)],
            "stages": " ".join(stages_of_work(self.guide, work)),
            "type": kind_of_work(work),
            "year": work.year,
            "line": self.guide.by_path["bibliography/guide.bib"].at(work.key)[0] if self.edition.repository else 0,
            "bibtex": bibtex(work).rstrip(),
        }
        return {name: value for name, value in known.items() if value or name == "cited"}

    @property
    def proposal(self) -> Proposal | None:
        """Where to propose something about the works."""
        return on_works(self.edition)

    def cited_in(self, work: Work) -> list[PageLink]:
        """The pages that cite a work."""
        links = []
        for path in self.guide.citing.get(work.key, ()):
            uri = path.removeprefix("docs/")
            document = self.guide.by_path[path]
            if document.kind == "recommendations":
                gone = document.value("status") == "withdrawn"
                links.append(PageLink(f"{document.name} (withdrawn)" if gone else document.name, uri))
            elif document.kind == "tools":
                links += [
                    PageLink(tool.name, f"{stage_uri(tool.stages[0])}#tools")
                    for tool in self.guide.tools.values()
                    if tool.source == work.key and tool.stages
                ]
            else:
                links.append(PageLink(str(document.value("title") or posixpath.basename(uri)), uri))
        return links

    def _letter(self, key: str) -> str:
        """The first letter of a work's label, without accents."""
        folded = unicodedata.normalize("NFKD", self.formatted.labels[key])
        return next((character for character in folded if character.isalnum()), "#").upper()
