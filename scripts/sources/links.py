"""Whether external links still answer, and whether a cited work was retracted."""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests

from llme.content.guide import Guide
from sources.registry import PAUSE, Registry, RegistryError, session

WEEK = 7 * 24 * 3600
ARCHIVE = "https://archive.org/wayback/available"
GONE = frozenset({404, 410})


@dataclass(frozen=True)
class LinkAnswer:
    """What came of asking for a link."""

    url: str
    state: str  # `ok`, `moved`, `gone`, `unsure`
    detail: str = ""


def links(guide: Guide) -> dict[str, list[str]]:
    """Every external address of the guide, with the places that have it."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for document in guide.documents:
        for link in document.markup.links:
            if link.text.startswith(("http://", "https://")):
                found[link.text.partition("#")[0]][f"{document.path}:{link.position[0]}"] = None
    for work in guide.works.values():
        for url in {work.url, work.fields.get("url", "")} - {""}:
            found[url][f"bibliography/guide.bib ({work.key})"] = None
    for tool in guide.tools.values():
        found[tool.url][f"docs/tools.yml ({tool.id})"] = None
    for framework in guide.frameworks.values():
        found[framework.url][f"docs/frameworks/{framework.id}.yml"] = None
    return {url: list(places) for url, places in sorted(found.items())}


def ask(urls: Iterable[str], cache: Path, pause: float = PAUSE, archive: str = ARCHIVE) -> list[LinkAnswer]:
    """An answer for each address, in order. What was well within a week, as `cache` has it, is not asked again."""
    urls = list(urls)
    known = _read(cache)
    fresh = {url for url, seen in known.items() if time.time() - seen < WEEK}
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        if url not in fresh:
            hosts[urlsplit(url).netloc].append(url)
    with ThreadPoolExecutor(max_workers=8) as pool:
        batches = list(pool.map(lambda batch: _ask_host(batch, pause, archive), hosts.values()))
    asked = {one.url: one for batch in batches for one in batch}
    known |= {one.url: time.time() for one in asked.values() if one.state == "ok"}
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_text(json.dumps({url: known[url] for url in sorted(known) if url in urls}, indent=1), encoding="utf-8")
    return [asked.get(url, LinkAnswer(url, "ok", "answered within a week")) for url in urls]


def retractions(guide: Guide, registry: Registry) -> dict[str, list[str]]:
    """Notices on cited works, by citation key."""
    found = {}
    for work in guide.works.values():
        if doi := work.fields.get("doi"):
            try:
                notices = registry.notices(doi)
            except RegistryError as error:
                print(f"{work.key}: {error}", file=sys.stderr)
                continue
            if notices:
                found[work.key] = notices
    return found


def report(answers: Iterable[LinkAnswer], where: Mapping[str, list[str]], notices: Mapping[str, list[str]]) -> str:
    """What is broken, as Markdown; what merely could not be asked comes last."""
    answers = list(answers)
    titles = {
        "gone": "Links that lead nowhere",
        "moved": "Links that have moved for good",
        "unsure": "Links that would not answer a program; look at them yourself",
    }
    lines = [f"{len(answers)} links; {sum(one.state == 'ok' for one in answers)} answer."]
    if notices:
        lines += ["", "## Retracted, or with a notice", ""]
        lines += [f"- `{key}`: {'; '.join(texts)}" for key, texts in notices.items()]
    for state, title in titles.items():
        if found := [one for one in answers if one.state == state]:
            lines += ["", f"## {title}", ""]
            lines += [f"- <{one.url}> ({one.detail}), in {', '.join(where[one.url])}" for one in found]
    return "\n".join(lines) + "\n"


def _ask_host(urls: list[str], pause: float, archive: str) -> list[LinkAnswer]:
    """Asks for the addresses of one host, one after the other."""
    web = session(tries=2, pause=pause)
    answers = []
    for index, url in enumerate(urls):
        time.sleep(pause if index else 0)
        answers.append(_ask(web, url, archive))
    return answers


def _ask(web: requests.Session, url: str, archive: str) -> LinkAnswer:
    try:
        answer = web.head(url, timeout=20, allow_redirects=True)
        if answer.status_code >= 400:  # many servers answer a request for the page and none for its head
            answer = web.get(url, timeout=20, allow_redirects=True, stream=True)
            answer.close()
    except requests.ConnectionError as error:
        if "NameResolution" in repr(error) or "getaddrinfo" in repr(error):
            return LinkAnswer(url, "gone", f"there is no such host{_copy(web, url, archive)}")
        return LinkAnswer(url, "unsure", "no connection")
    except requests.RequestException as error:
        return LinkAnswer(url, "unsure", type(error).__name__)
    if answer.status_code in GONE:
        return LinkAnswer(url, "gone", f"{answer.status_code}{_copy(web, url, archive)}")
    if not answer.ok:
        return LinkAnswer(url, "unsure", str(answer.status_code))
    permanent = [one for one in answer.history if one.status_code in (301, 308)]
    if permanent and len(permanent) == len(answer.history) and not urlsplit(url).netloc.endswith("doi.org"):
        return LinkAnswer(url, "moved", f"to {answer.url}")
    return LinkAnswer(url, "ok")


def _copy(web: requests.Session, url: str, archive: str) -> str:
    """Where the web archive has a copy, as the end of a sentence, or nothing."""
    try:
        known = web.get(archive, params={"url": url}, timeout=20).json()
        return f"; archived copy: {known['archived_snapshots']['closest']['url']}"
    except (requests.RequestException, ValueError, KeyError, TypeError):
        return ""


def _read(cache: Path) -> dict[str, float]:
    try:
        known = json.loads(cache.read_text("utf-8"))
        return {str(url): float(seen) for url, seen in known.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
