"""The guide as plain Markdown, for programs that read text: a file beside each recommendation's page, and `llms.txt`.

The texts hold whole pages again, so they stand under `latest` and in the draft alone; `llms.txt` stands in every
version, and leads there to the texts and in the folder of a release to its pages.

A citation is a link to its source, and a link to another recommendation leads to that one's file. `llms.txt` follows
the proposal of that name (https://llmstxt.org): a title, a summary in a quotation, and sections of links.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from llme.citations.citing import LICENCE, TITLE, cite_guide, cite_recommendation
from llme.citations.formatting import Formatted
from llme.content.guide import Guide
from llme.content.model import Recommendation
from llme.origins import Origin, words
from llme.outputs.derived import ORIGINALS, stored
from llme.urls import CHANGES, HOME, page_url, recommendation_uri, stage_uri
from llme.versions.edition import DRAFT, LATEST, Edition
from llme.versions.successors import living_successors

LLMS = "llms.txt"
_NOTES = (  # on the originals
    "all recommendations with all that they refer to",
    "which recommendations help with which items of frameworks",
    "the sources",
)
_CODE = r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
_PIECE = re.compile(_CODE + r"|\[(?P<block>[^\n\]]*@[^\n\]]*)\]|(?<=\]\()(?P<target>(?!https?:|mailto:|#)[^\s()<>]+)")
_MARKUP = re.compile(r"[\\`*_\[\]~|$]|[<&](?=[\w/#!?])")
_BEGINNING = re.compile(r"^(\s*)([#>+=-])|^(\s*[0-9]+)([.)])")
_NAMED = {"<": "&lt;", "&": "&amp;"}


def text_file(identifier: str) -> str:
    """The path of a recommendation's text: the one that its page has among the sources."""
    return recommendation_uri(identifier)


def text_files(guide: Guide, edition: Edition, formatted: Formatted) -> dict[str, str]:
    """Every such file, by its path under the root of a built site."""
    writer = _Writer(guide, edition, formatted, "../", DRAFT if edition.is_draft else LATEST)
    files = {text_file(one.id): writer.recommendation(one) for one in guide.recommendations}
    files |= {LLMS: replace(writer, up="").contents()}
    own = {} if edition.is_draft else {LLMS: replace(writer, up="", folder=edition.version).contents()}
    return {edition.renewed(path): text for path, text in files.items()} | own


@dataclass(frozen=True)
class _Writer:
    guide: Guide
    edition: Edition
    formatted: Formatted
    up: str  # from the file to the version's root
    folder: str  # that of the version: its number, or where the texts and all formats are

    @property
    def has_texts(self) -> bool:
        """Whether the texts, and the data as they are, stand in the folder."""
        return self.folder in (LATEST, DRAFT)

    def recommendation(self, one: Recommendation) -> str:
        """The text of a recommendation."""
        sections = {
            "Do": self._sided(one.do, one.do_from),
            "Don’t": self._sided(one.dont, one.dont_from),
            "Why": self._written(one.why),
            "First steps": self._written(one.first_steps),
            "Tools that help": "\n".join(self._tools(one)),
            "In practice": self._written(one.in_practice),
            "When this may not apply": self._written(one.exceptions),
            "Check yourself": self._written(one.check_yourself),
        }
        return _joined(
            f"# {one.id}: {inert(one.title)}",
            *self._withdrawal(one),
            *self._about(one),
            *(f"## {title}\n\n{text}" for title, text in sections.items() if text),
        )

    def contents(self) -> str:
        """`llms.txt`."""
        recommendations = [
            (stage.title, [self._entry(one, one.do or one.dont) for one in self.guide.in_stage(stage.slug)])
            for stage in self.guide.stages
        ]
        withdrawn = [self._entry(one, one.reason) for one in self.guide.recommendations if one not in self.guide.active]
        stages = [_link(stage.title, self._page(stage_uri(stage.slug)), stage.summary) for stage in self.guide.stages]
        data = [
            _link(posixpath.basename(path), self._file(path), note)
            for path, note in zip(map(self._original, ORIGINALS), _NOTES, strict=True)
        ]
        optional = [*stages, _link("Changes", self._page(CHANGES), "what changed in each version")]
        return _joined(
            f"# {TITLE}",
            f"> Advice on ethical research with large language models: {len(self.guide.active)} recommendations, each "
            "a Do or a Don’t with reasons, first steps, exceptions and sources.",
            self._standing(),
            "Each recommendation has an ID that never changes. "
            + (
                ""
                if self.edition.is_draft
                else "Name the version with it, because a later one may say something else. "
            )
            + "That it is followed proves nothing about a project; look at its exceptions too.",
            *(_section(title, entries) for title, entries in recommendations if entries),
            *([_section("Withdrawn", withdrawn)] if withdrawn else []),
            _section("Data", data),
            _section("Optional", optional),
        )

    def _about(self, one: Recommendation) -> Iterator[str]:
        citation = cite_recommendation(one, self.guide, self.edition)
        if citation:
            address = f", <{citation.url}>" if citation.url else ""
            yield f"Cite it as {citation.token}{address}. {self._standing()}"
        else:
            yield self._standing()
        facts = {
            "Stage": [self.guide.stage_titles[slug] for slug in one.stages],
            "Topics": [self.guide.topics[slug].title for slug in one.topics],
            "Who acts": [self.guide.roles[slug].title for slug in one.roles],
            "Last reviewed": [one.reviewed.isoformat()],
        }
        yield "\n".join(f"- {name}: {inert(', '.join(values))}" for name, values in facts.items() if values)

    def _withdrawal(self, one: Recommendation) -> Iterator[str]:
        if one.status == "withdrawn":
            instead = [_link(name, self._file(text_file(name))) for name in living_successors(one.id, self.guide.by_id)]
            yield f"**Withdrawn.** {inert(one.reason)}" + (f" Instead, see {' and '.join(instead)}." if instead else "")

    def _standing(self) -> str:
        """Which edition this is, and what one may do with it."""
        citation = cite_guide(self.guide, self.edition)
        name = _link(TITLE, self._page(HOME))
        if citation is None:
            return f"From the draft of the next version of the {name}, which can still change and is not to be cited."
        day = f"{citation.day.day} {citation.day:%B %Y}"
        return f"From version {self.edition.version} of the {name}, {day}, under [CC BY 4.0]({LICENCE})."

    def _tools(self, one: Recommendation) -> Iterator[str]:
        for slug in one.tools:
            tool = self.guide.tools[slug]
            yield f"- {_link(tool.name, tool.url, tool.purpose)}"

    def _entry(self, one: Recommendation, note: str) -> str:
        address = self._file(text_file(one.id)) if self.has_texts else self._page(recommendation_uri(one.id))
        return _link(f"{one.id}: {one.title}", address, note)

    @staticmethod
    def _sided(text: str, origin: Origin) -> str:
        """A Do or a Don't with the word for where it comes from."""
        return f"{inert(text)} ({words(origin)})" if text and origin else inert(text)

    def _written(self, text: str) -> str:
        """A contributor's Markdown with its citations and links as this file needs them."""
        return _PIECE.sub(self._piece, text)

    def _piece(self, match: re.Match) -> str:
        if match["code"]:
            return match["code"]
        if match["target"]:
            return self._target(match["target"])
        if match["block"] not in self.formatted.blocks:
            return match[0]
        return "".join(
            _words(text) if key is None else self._source(text, key)
            for text, key in self.formatted.blocks[match["block"]]
        )

    def _source(self, text: str, key: str) -> str:
        address = self.guide.works[key].url
        return f"[{_words(text)}]({_quoted(address)})" if address else _words(text)

    def _target(self, target: str) -> str:
        uri = posixpath.normpath(posixpath.join("recommendations", target))
        name = posixpath.basename(uri).partition(".md")[0]
        return self._file(uri) if name in self.guide.by_id else self._page(uri)

    def _page(self, uri: str) -> str:
        return self.edition.url(uri) or self.up + page_url(uri) or "./"

    def _file(self, path: str) -> str:
        """Where one of these files or of the data stands."""
        return (self.edition.url(HOME, self.folder) or self.up) + path

    def _original(self, path: str) -> str:
        return path if self.has_texts else stored(path, self.edition)


def inert(text: str) -> str:
    """Plain text as Markdown that reads as that text; a piece in backticks becomes code."""
    pieces = re.split(r"(`[^`]+`)", re.sub(r"[ \t]*\n\s*", " ", text))
    return "".join(piece if place % 2 else _words(piece, begins=not place) for place, piece in enumerate(pieces))


def _words(text: str, begins: bool = False) -> str:
    """Text without code; only where it begins a line may it be read as a list, a heading or a quotation."""
    text = _MARKUP.sub(lambda sign: _NAMED.get(sign[0], f"\\{sign[0]}"), text)
    return _BEGINNING.sub(r"\1\3\\\2\4", text) if begins else text


def _link(text: str, address: str, note: str = "") -> str:
    return f"[{inert(text)}]({_quoted(address)})" + (f": {inert(note)}" if note else "")


def _quoted(address: str) -> str:
    """An address as the target of a link."""
    return re.sub(r"[()<>\s\\]", lambda sign: f"%{ord(sign[0]):02X}", address)


def _section(title: str, entries: Iterable[str]) -> str:
    return f"## {inert(title)}\n\n" + "\n".join(f"- {entry}" for entry in entries)


def _joined(*blocks: str) -> str:
    return "\n\n".join(blocks) + "\n"
