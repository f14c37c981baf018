"""What registries know of a work: its facts, by DOI or arXiv id, and whether it was retracted.

A DOI's own address answers with the facts as CSL-JSON when it is asked for them, whichever agency registered it
(https://citation.doi.org); an arXiv id is asked for by its DOI. Retractions come from Crossref, whose data hold those
that Retraction Watch collects. Every request names this program, waits its turn, and is tried again when told to wait.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from llme.patterns import DOI, is_a
from quoting import one_line, shown
from sources.entries import Identifier, identifiers
from sources.pages import Page
from sources.plain import text_of
from sources.web import BUSY, PAUSE, Web, WebAnswer, WebError

CSL = "application/vnd.citationstyles.csl+json"
NOTICES = frozenset({"retraction", "withdrawal", "removal", "expression_of_concern", "partial_retraction"})


class RegistryError(Exception):
    """A registry gave no answer that can be used; the message says which and why."""


@dataclass
class Registry:
    """The registries, by the addresses at which they are asked."""

    doi: str = "https://doi.org/"
    crossref: str = "https://api.crossref.org/"
    pause: float = PAUSE
    web: Web = field(default_factory=Web)
    _last: dict[str, float] = field(default_factory=dict)

    def facts(self, mark: Identifier) -> Mapping[str, Any]:
        """The facts of a work as CSL-JSON. Raises RegistryError where there are none to be had."""
        if mark.kind == "url":
            return self._facts_of_page(mark.value)
        name = f"10.48550/arXiv.{mark.value}" if mark.kind == "eprint" else mark.value
        answer = self._get(self.doi + quote(name, safe="/:;()"), Accept=CSL)
        try:
            facts = answer.json()
        except WebError as error:
            raise RegistryError(f"{name} has no facts in a form that can be read: {error}") from error
        if not isinstance(facts, dict) or not text_of(facts, "title"):
            raise RegistryError(f"the facts of {name} have no title")
        return facts

    def notices(self, doi: str) -> list[str]:
        """Retractions and the like of a DOI, as sentences; none where Crossref does not know the DOI."""
        answer = self._get(f"{self.crossref}works/{quote(doi, safe='/:;()')}", missing_ok=True)
        if answer.status == 404:
            return []
        try:
            updates = answer.json()["message"].get("updated-by", [])
            return [_notice(update["type"], update.get("DOI")) for update in updates if update["type"] in NOTICES]
        except (WebError, KeyError, TypeError, AttributeError) as error:
            raise RegistryError(f"Crossref's answer on {doi} cannot be read") from error

    def _facts_of_page(self, address: str) -> Mapping[str, Any]:
        answer = self._get(address, Accept="text/html")
        try:
            page = Page(answer.text())
        except WebError as error:
            raise RegistryError(f"{address} cannot be read: {error}") from error
        doi = next((mark for text in page.meta.get("citation_doi", []) for mark in identifiers(text)), None)
        if doi and doi.kind != "url":
            return self.facts(doi)
        facts = page.facts(address)
        if "\ufffd" in repr(facts):
            raise RegistryError(f"{address} is not written in the charset that it names")
        return facts

    def _get(self, address: str, missing_ok: bool = False, **headers: str) -> WebAnswer:
        host = urlsplit(address).netloc
        time.sleep(max(0.0, self._last.get(host, -self.pause) + self.pause - time.monotonic()))
        try:
            answer = self.web.ask(address, **headers)
        except WebError as error:
            if isinstance(error.__cause__, requests.exceptions.ProxyError | requests.exceptions.SSLError):
                raise RegistryError(f"{host} cannot be reached: {error}") from error
            if isinstance(error.__cause__, requests.ConnectionError):
                raise RegistryError(f"{host} cannot be reached; is there a network? ({error})") from error
            raise RegistryError(f"{host} gave nothing that can be used: {error}") from error
        finally:
            self._last[host] = time.monotonic()
        if answer.status == 404 and not missing_ok:
            raise RegistryError(f"{host} does not know {address.removeprefix(self.doi)}; is it written right?")
        if not answer.ok and answer.status != 404:
            later = "; try again later" if answer.status in BUSY else ""
            raise RegistryError(f"{host} answered {answer.status} {shown(answer.reason, 60)}".rstrip() + later)
        return answer


def _notice(kind: str, doi: Any) -> str:
    """A notice with its address, where that is one."""
    words = kind.replace("_", " ")
    return f"{words}: https://doi.org/{doi}" if is_a(DOI, doi) and doi == one_line(doi) else words
