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
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from sources.entries import Identifier, identifiers
from sources.pages import Page

AGENT = "LLM-Ethics-Guide/1 (checks the sources of a guide)"
CSL = "application/vnd.citationstyles.csl+json"
PAUSE = 1.0  # seconds between two requests to one host
LONGEST = 2_000_000  # bytes of a page that are read
NOTICES = frozenset({"retraction", "withdrawal", "removal", "expression_of_concern", "partial_retraction"})


class RegistryError(Exception):
    """A registry gave no answer that can be used; the message says which and why."""


def session(tries: int = 3, pause: float = PAUSE) -> requests.Session:
    """A session that names itself and tries again, as long as it was told to wait, where a server is busy."""
    made = requests.Session()
    retry = Retry(
        total=tries,
        backoff_factor=pause,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods=("GET", "HEAD"),
        respect_retry_after_header=True,
        raise_on_status=False,
    )
    for scheme in ("https://", "http://"):
        made.mount(scheme, HTTPAdapter(max_retries=retry))
    made.headers["User-Agent"] = AGENT
    return made


@dataclass
class Registry:
    """The registries, by the addresses at which they are asked."""

    doi: str = "https://doi.org/"
    crossref: str = "https://api.crossref.org/"
    pause: float = PAUSE
    session: requests.Session = field(default_factory=session)
    _last: dict[str, float] = field(default_factory=dict)

    def facts(self, mark: Identifier) -> Mapping[str, Any]:
        """The facts of a work as CSL-JSON. Raises RegistryError where there are none to be had."""
        if mark.kind == "url":
            return self._facts_of_page(mark.value)
        name = f"10.48550/arXiv.{mark.value}" if mark.kind == "eprint" else mark.value
        answer = self._get(self.doi + quote(name, safe="/:;()"), Accept=CSL)
        try:
            facts = answer.json()
        except ValueError as error:
            raise RegistryError(f"{name} has no facts in a form that can be read") from error
        if not isinstance(facts, dict) or not facts.get("title"):
            raise RegistryError(f"the facts of {name} have no title")
        return facts

    def notices(self, doi: str) -> list[str]:
        """Retractions and the like of a DOI, as sentences; none where Crossref does not know the DOI."""
        answer = self._get(f"{self.crossref}works/{quote(doi, safe='/:;()')}", missing_ok=True)
        if answer.status_code == 404:
            return []
        try:
            updates = answer.json()["message"].get("updated-by", [])
            return [
                f"{update['type'].replace('_', ' ')}: https://doi.org/{update['DOI']}"
                for update in updates
                if update["type"] in NOTICES
            ]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise RegistryError(f"Crossref's answer on {doi} cannot be read") from error

    def _facts_of_page(self, address: str) -> Mapping[str, Any]:
        answer = self._get(address, Accept="text/html")
        page = Page(answer.content[:LONGEST].decode(answer.encoding or "utf-8", errors="replace"))
        doi = next(identifiers(" ".join(page.meta.get("citation_doi", []))), None)
        return self.facts(doi) if doi and doi.kind != "url" else page.facts(address)

    def _get(self, address: str, missing_ok: bool = False, **headers: str) -> requests.Response:
        host = urlsplit(address).netloc
        time.sleep(max(0.0, self._last.get(host, -self.pause) + self.pause - time.monotonic()))
        try:
            answer = self.session.get(address, headers=headers, timeout=20)
        except requests.RequestException as error:
            raise RegistryError(f"{host} cannot be reached; is there a network? ({type(error).__name__})") from error
        finally:
            self._last[host] = time.monotonic()
        if answer.status_code == 404 and not missing_ok:
            raise RegistryError(f"{host} does not know {address.removeprefix(self.doi)}")
        if not answer.ok and answer.status_code != 404:
            raise RegistryError(f"{host} answered {answer.status_code} {answer.reason}")
        return answer
