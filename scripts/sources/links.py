"""Whether external links still answer, and whether a cited work was retracted."""

import json
import math
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from llme.content.guide import Guide
from llme.files import write
from llme.patterns import HTTPS, is_a
from quoting import quoted, shown
from sources.registry import Registry, RegistryError
from sources.web import PAUSE, AddressError, Limits, Web, WebError

WEEK = 7 * 24 * 3600
ARCHIVE = "https://archive.org/wayback/available"
GONE = frozenset({404, 410})
PERMANENT = frozenset({301, 308})
LIMITS = Limits()
_WORDS = "[A-Za-z0-9 ,:;()]+"  # in what we say ourselves
_PLACE = r"(docs|bibliography)/[A-Za-z0-9/._-]+(:[0-9]+| \([a-z0-9-]+\))?"


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


def ask(
    urls: Iterable[str],
    cache: Path,
    pause: float = PAUSE,
    archive: str = ARCHIVE,
    limits: Limits = LIMITS,
    until: float = math.inf,
) -> list[LinkAnswer]:
    """An answer for each address, in order. What was well within a week, as `cache` has it, is not asked again.

    After `until`, by the monotonic clock, none is asked any more.
    """
    urls = list(urls)
    known = _read(cache)
    fresh = {url for url, seen in known.items() if 0 <= time.time() - seen < WEEK}
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        if url not in fresh:
            hosts[_host(url)].append(url)
    with ThreadPoolExecutor(max_workers=8) as pool:
        batches = list(pool.map(lambda batch: _ask_host(batch, Web(2, pause, limits), archive, until), hosts.values()))
    asked = {one.url: one for batch in batches for one in batch}
    known |= {one.url: time.time() for one in asked.values() if one.state == "ok"}
    _write(cache, {url: known[url] for url in sorted(known) if url in urls})
    return [asked.get(url, LinkAnswer(url, "ok", "answered within a week")) for url in urls]


def retractions(guide: Guide, registry: Registry, until: float = math.inf) -> dict[str, list[str]]:
    """Notices on cited works, by citation key; as far as they could be asked for before `until`."""
    found = {}
    for work in guide.works.values():
        if doi := work.fields.get("doi"):
            try:
                notices = registry.notices(doi) if time.monotonic() < until else []
            except RegistryError as error:
                print(shown(f"{work.key}: {error}"), file=sys.stderr)
                continue
            if notices:
                found[work.key] = notices
    if time.monotonic() >= until:
        print("there was no time left to ask about every retraction", file=sys.stderr)
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
        lines += [f"- {quoted(key)}: {'; '.join(map(_notice_told, texts))}" for key, texts in notices.items()]
    for state, title in titles.items():
        if found := [one for one in answers if one.state == state]:
            lines += ["", f"## {title}", ""]
            lines += [f"- {_link(one.url)} ({_detail(one)}), in {_places(where[one.url])}" for one in found]
    return "\n".join(lines) + "\n"


def _link(address: str) -> str:
    """An address of the guide as a link, where nothing in it ends one; as code where that could be."""
    return f"<{address}>" if is_a(HTTPS, address) and address == shown(address) else quoted(address)


def _detail(answer: LinkAnswer) -> str:
    return answer.detail if is_a(_WORDS, answer.detail) else quoted(answer.detail)


def _notice_told(text: str) -> str:
    words, _, address = text.rpartition(": ")
    known = is_a(_WORDS, words) and address.startswith("https://doi.org/")
    return f"{words}: {_link(address)}" if known else quoted(text)


def _places(places: Iterable[str]) -> str:
    return ", ".join(place if is_a(_PLACE, place) else quoted(place) for place in places)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _ask_host(urls: list[str], web: Web, archive: str, until: float) -> list[LinkAnswer]:
    """Asks for the addresses of one host, one after the other. Whatever befalls one is that one's answer."""
    answers = []
    for index, url in enumerate(urls):
        if time.monotonic() > until:
            answers.append(LinkAnswer(url, "unsure", "there was no time left to ask"))
            continue
        time.sleep(web.pause if index else 0)
        try:
            answers.append(_ask(web, url, archive))
        except Exception as error:
            answers.append(LinkAnswer(url, "unsure", f"it could not be asked: {type(error).__name__}"))
    return answers


def _ask(web: Web, url: str, archive: str) -> LinkAnswer:
    try:
        answer = web.ask(url, "HEAD")
        if not answer.ok:  # many servers answer a request for the page and none for its head
            answer = web.ask(url, with_content=False)
    except AddressError as error:
        return LinkAnswer(url, "gone", f"{error}{_copy(web, url, archive)}")
    except WebError as error:
        return LinkAnswer(url, "unsure", str(error))
    if answer.status in GONE:
        return LinkAnswer(url, "gone", f"{answer.status}{_copy(web, url, archive)}")
    if not answer.ok:
        return LinkAnswer(url, "unsure", str(answer.status))
    if answer.moves and set(answer.moves) <= PERMANENT and not _host(url).endswith("doi.org"):
        return LinkAnswer(url, "moved", f"to {answer.url}")
    return LinkAnswer(url, "ok")


def _copy(web: Web, url: str, archive: str) -> str:
    """Where the web archive has a copy, as the end of a sentence, or nothing."""
    try:
        found = web.ask(f"{archive}?{urlencode({'url': url})}").json()["archived_snapshots"]["closest"]["url"]
    except (WebError, KeyError, TypeError, ValueError):
        return ""
    secure = found.replace("http://", "https://", 1) if isinstance(found, str) else ""
    return f"; archived copy: {secure}" if is_a(HTTPS, secure) else ""


def _read(cache: Path) -> dict[str, float]:
    try:
        known = json.loads(cache.read_text("utf-8"))
        return {str(url): float(seen) for url, seen in known.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(cache: Path, known: dict[str, float]) -> None:
    """Keeps what was well; where that cannot be, all is asked again next time."""
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        write(cache, json.dumps(known, indent=1))
    except OSError as error:
        print(f"what was well is not kept: {error}", file=sys.stderr)
