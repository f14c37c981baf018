"""Feeds of what each release changed: Atom (RFC 4287) and JSON Feed 1.1.

The feed of all changes also tells of each release as a whole, if that has a summary. Entries come from the snapshots
of releases, so an entry never changes once it was published. Feeds grow with each release; they stand under `latest`,
where readers follow them, and in the draft alone.
"""

import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID, uuid5

from llme.citations.citing import AUTHOR, TITLE
from llme.content.guide import Guide
from llme.content.model import Change, Stage
from llme.content.release import Named, Release, ReleasedRecommendation, Version
from llme.urls import CHANGES, page_url, recommendation_uri, stage_uri
from llme.versions.changelog import told
from llme.versions.edition import DRAFT, LATEST, Edition

_EPOCH = date(1970, 1, 1)  # when a feed without entries was updated
# Ids are made of this and of what they name, never of an address. If it changed, readers would see all entries anew.
_NAMESPACE = UUID("3f1d0c7e-6a55-4c0b-9b7e-6d1e0c2f8a41")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold


@dataclass(frozen=True)
class _Entry:
    """One released change."""

    recommendation: ReleasedRecommendation
    change: Change
    place: int  # of the change in the recommendation's history, from 1
    release: Release  # that brought it to the site: the next one, where the change's own is not there

    @property
    def day(self) -> date:
        return self.release.date

    @property
    def id(self) -> str:
        return _urn(f"{self.recommendation.id}@{self.change.version}/{self.place}")

    @property
    def title(self) -> str:
        return f"{self.recommendation.id} {self.change.kind} in {self.change.version}: {self.recommendation.title}"

    @property
    def text(self) -> str:
        return self.change.note

    @property
    def tags(self) -> tuple[str, ...]:
        return self.change.version, self.change.kind, self.recommendation.stage

    @property
    def uri(self) -> str:
        return recommendation_uri(self.recommendation.id)


@dataclass(frozen=True)
class _Whole:
    """A release as a whole, as its summary tells it."""

    release: Release

    @property
    def day(self) -> date:
        return self.release.date

    @property
    def id(self) -> str:
        return _urn(f"releases/{self.release.version}")

    @property
    def title(self) -> str:
        return f"{TITLE} {self.release.version}"

    @property
    def text(self) -> str:
        return "\n\n".join(told(self.release))

    @property
    def tags(self) -> tuple[str, ...]:
        return (self.release.version,)

    @property
    def uri(self) -> str:
        return f"{CHANGES}#version-{self.release.version.replace('.', '-')}"


@dataclass(frozen=True)
class _Feed:
    """What one feed tells: `name` without its ending, the page it belongs to, and its entries, the newest first."""

    name: str
    title: str
    uri: str
    entries: tuple[_Entry | _Whole, ...]
    formerly: tuple[str, ...] = ()  # names under which it was known, and still is

    @property
    def id(self) -> str:
        return _urn(f"feeds/{self.name}")

    @property
    def day(self) -> date:
        return self.entries[0].day if self.entries else _EPOCH


def feeds(releases: Iterable[Release], site_url: str) -> dict[str, str]:
    """Every feed of the releases, the oldest first, by its path under `latest`: for all changes, each stage of the last
    release and each recommendation. Where the address of the site's root is not known, links are relative."""
    releases = tuple(releases)
    if not releases:
        return {}
    last = releases[-1]
    return _files(
        releases, last.stages.values(), [one.id for one in last.recommendations], Edition(last.version, site_url)
    )


def draft_feeds(guide: Guide, edition: Edition) -> dict[str, str]:
    """The same for a draft, by its path under the draft's root, with its own stages and recommendations."""
    return _files(guide.releases, guide.stages, [one.id for one in guide.recommendations], edition)


def _files(
    releases: tuple[Release, ...], stages: Iterable[Named | Stage], identifiers: Iterable[str], edition: Edition
) -> dict[str, str]:
    files = {}
    for feed in _feeds(releases, stages, identifiers):
        atom, json_feed = _atom(feed, edition), _json(feed, edition)
        for name in (feed.name, *feed.formerly):
            files |= {f"feeds/{name}.atom": atom, f"feeds/{name}.json": json_feed}
    return dict(sorted(files.items()))


def _feeds(
    releases: tuple[Release, ...], stages: Iterable[Named | Stage], identifiers: Iterable[str]
) -> Iterator[_Feed]:
    entries = tuple(_entries(releases))
    whole = [_Whole(release) for release in reversed(releases) if release.summary]
    # A release stands before what it changed; sorting keeps the order of all else.
    everything = sorted([*whole, *entries], key=lambda one: one.release.number, reverse=True)
    yield _Feed("all", f"{TITLE}: all changes", CHANGES, tuple(everything))
    for stage in stages:
        here = tuple(entry for entry in entries if entry.recommendation.stage in (stage.slug, *stage.formerly))
        title = f"{TITLE}: changes in {stage.title}"
        formerly = tuple(f"stage-{slug}" for slug in stage.formerly)
        yield _Feed(f"stage-{stage.slug}", title, stage_uri(stage.slug), here, formerly)
    for identifier in identifiers:
        here = tuple(entry for entry in entries if entry.recommendation.id == identifier)
        yield _Feed(identifier, f"{TITLE}: changes of {identifier}", recommendation_uri(identifier), here)


def _entries(releases: tuple[Release, ...]) -> Iterator[_Entry]:
    """All released changes, the newest release first; within a release by ID, then in the order of the history."""
    earlier = {one.version: before.number for before, one in pairwise(releases)}
    for release in reversed(releases):
        last = earlier.get(release.version, Version(0, 0, 0))
        for recommendation in sorted(release.recommendations, key=lambda one: one.id):
            for place, change in enumerate(recommendation.changes, 1):
                if last < Version.parse(change.version) <= release.number:
                    yield _Entry(recommendation, change, place, release)


def _atom(feed: _Feed, edition: Edition) -> str:
    root = etree.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en-GB"})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _time(feed.day))
    _add(etree.SubElement(root, "author"), "name", AUTHOR)
    _link(root, "self", "application/atom+xml", _own_address(feed, "atom", edition))
    _link(root, "alternate", "text/html", _page_address(feed, edition))
    for entry in feed.entries:
        item = etree.SubElement(root, "entry")
        _add(item, "id", entry.id)
        _add(item, "title", entry.title)
        _add(item, "published", _time(entry.day))
        _add(item, "updated", _time(entry.day))
        _link(item, "alternate", "text/html", _entry_address(entry, edition))
        for tag in entry.tags:
            etree.SubElement(item, "category", {"term": tag})
        _add(item, "content", entry.text)
    etree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{etree.tostring(root, encoding="unicode")}\n'


def _json(feed: _Feed, edition: Edition) -> str:
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": _page_address(feed, edition),
        "feed_url": _own_address(feed, "json", edition),
        "language": "en-GB",
        "authors": [{"name": AUTHOR}],
        "items": [
            {
                "id": entry.id,
                "url": _entry_address(entry, edition),
                "title": entry.title,
                "content_text": entry.text,
                "date_published": _time(entry.day),
                "tags": list(entry.tags),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _add(parent: etree.Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = _NOT_XML.sub("", text)


def _link(parent: etree.Element, relation: str, kind: str, address: str) -> None:
    etree.SubElement(parent, "link", {"rel": relation, "type": kind, "href": address})


def _own_address(feed: _Feed, ending: str, edition: Edition) -> str:
    """Where to subscribe: below `latest`, since a release's own folder never changes."""
    root = edition.url("index.md", _alias(edition)) or "../"
    return f"{root}feeds/{feed.name}.{ending}"


def _page_address(feed: _Feed, edition: Edition) -> str:
    return edition.url(feed.uri, _alias(edition)) or f"../{page_url(feed.uri)}"


def _entry_address(entry: _Entry | _Whole, edition: Edition) -> str:
    """The page as that release has it, or the page beside this feed where the site's address is not known."""
    return edition.url(entry.uri, entry.release.version) or f"../{page_url(entry.uri)}"


def _alias(edition: Edition) -> str:
    return DRAFT if edition.is_draft else LATEST


def _urn(name: str) -> str:
    return uuid5(_NAMESPACE, name).urn


def _time(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
