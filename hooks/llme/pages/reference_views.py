"""What the template of the references page can ask for."""

import posixpath
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from llme.content.model import Work
from llme.pages.facets import Option, kind_of_work, stages_of_work, works_options
from llme.pages.proposing import Proposal, on_works
from llme.pages.views import View
from llme.urls import stage_uri


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

    def stages_of(self, work: Work) -> tuple[str, ...]:
        """The stages that cite a work."""
        return stages_of_work(self.guide, work)

    def kind_of(self, work: Work) -> str:
        """What a work is."""
        return kind_of_work(work)

    @property
    def proposal(self) -> Proposal | None:
        """Where to propose something about the works."""
        return on_works(self.edition)

    def line(self, work: Work) -> int:
        """Where the entry of a work begins in the bibliography."""
        return self.guide.by_path["bibliography/guide.bib"].at(work.key)[0]

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
