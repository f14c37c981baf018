"""Formats every citation of the site in one run of pandoc over the works, as `data/references.json` has them.

Citations go in, and come out, as pandoc's own syntax tree, so nothing of a contributor's text is read as Markdown,
LaTeX or HTML on the way, and only the nodes named here reach a page.
"""

import hashlib
import html
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pypandoc

from llme.citations.references import csl
from llme.content.model import Work
from llme.files import write
from llme.patterns import HTTPS, NO_TAG, QUOTES, is_a
from llme.texts.markup import parse_citation

CACHE_FORMAT = 3  # raise it when what is kept changes its shape
_OF_QUOTES = str.maketrans("“”", QUOTES)
_TO_QUOTES = str.maketrans(QUOTES, "“”")


class CitationError(Exception):
    """Citations could not be formatted; the message says why."""


@dataclass(frozen=True)
class Formatted:
    """The citations of a whole site, formatted.

    `blocks`: a block's raw text (without brackets) to its parts, each a text and the key it links to, or None;
    `references`: a key to its reference as safe HTML; `labels`: a key to its name in running text;
    `order`: all keys as a reference list has them.
    """

    blocks: Mapping[str, tuple[tuple[str, str | None], ...]] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()


def format_citations(
    raws: Iterable[str], works: Iterable[Work], style: Path, cache: Path, pandoc: str = ""
) -> Formatted:
    """Formats the citation blocks `raws` and the references of all `works` with the CSL file `style`.

    The result is kept in the folder `cache`, under a name made from everything it depends on.
    Raises CitationError where pandoc is not there, fails, or does not know a key.
    """
    raws, items = sorted(set(raws)), [_item(work) for work in works]
    if not items:
        return Formatted()
    pandoc = pandoc or _pandoc()
    source = (CACHE_FORMAT, raws, items, style.read_text("utf-8"), _build_of(pandoc))
    kept = cache / f"citations-{hashlib.sha256(json.dumps(source).encode()).hexdigest()[:32]}.json"
    formatted = _read_kept(kept)
    if formatted is None:
        keys = sorted(item["id"] for item in items)
        formatted = _formatted(_run(_document(raws, keys), items, style, pandoc), raws, keys)
        cache.mkdir(parents=True, exist_ok=True)
        for old in cache.glob("citations-*"):
            old.unlink(missing_ok=True)
        write(kept, json.dumps(asdict(formatted)))
    return formatted


def _item(work: Work) -> dict[str, Any]:
    """The work as CSL-JSON, of which pandoc reads quickly; that it is arXiv's is told by its address already."""
    item = csl(work)
    told = ("publisher", "number") if item["type"] == "article" else ()
    return {name: value for name, value in item.items() if name not in told}


def _pandoc() -> str:
    """The pandoc that came with pypandoc, or another one, which pypandoc finds by starting every one that it knows."""
    beside = Path(pypandoc.__file__).parent / "files/pandoc"
    return str(beside) if beside.is_file() else pypandoc.get_pandoc_path()


def _build_of(pandoc: str) -> tuple[int, int]:
    """What tells one pandoc from another without starting it, since its version can only be asked of itself."""
    try:
        found = Path(shutil.which(pandoc) or pandoc).stat()
    except OSError as error:
        raise CitationError(f"there is no pandoc at `{pandoc}`; set the guide up again with `make build`") from error
    return found.st_size, found.st_mtime_ns


def _read_kept(kept: Path) -> Formatted | None:
    try:
        return Formatted(**json.loads(kept.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # not there, or damaged: formatted anew


def _document(raws: list[str], keys: list[str]) -> dict:
    """One paragraph per block, then one per key for its label, in pandoc's syntax tree."""
    paragraphs = [[_cite(raw)] for raw in raws]
    paragraphs += [[_cite(f"@{key}")] for key in keys]
    return {
        "pandoc-api-version": [1, 23],
        "meta": {"link-citations": {"t": "MetaBool", "c": True}},
        "blocks": [{"t": "Para", "c": inlines} for inlines in paragraphs],
    }


def _cite(raw: str) -> dict:
    items = parse_citation(raw)
    return {
        "t": "Cite",
        "c": [
            [
                {
                    "citationId": item.key,
                    "citationPrefix": _words(item.prefix),
                    "citationSuffix": _words(f", {item.suffix}") if item.suffix else [],
                    "citationMode": {"t": "SuppressAuthor" if item.year_only else "NormalCitation"},
                    "citationNoteNum": 0,
                    "citationHash": 0,
                }
                for item in items
            ],
            [{"t": "Str", "c": raw}],
        ],
    }


def _words(text: str) -> list[dict]:
    inlines: list[dict] = []
    for word in text.split():
        inlines += [{"t": "Space"}, {"t": "Str", "c": word}]
    return inlines[1:]


def _run(document: dict, items: list[dict[str, Any]], style: Path, pandoc: str) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder) / "works.json"
        # CSL-JSON has tags of its own, such as `<i>`; a sign that no contributor may write keeps them from being read.
        # Quotation marks would take the form of a language, so others stand for them on the way.
        written = json.dumps(items, ensure_ascii=False).replace("<", f"<{NO_TAG}").translate(_OF_QUOTES)
        bibliography.write_text(written, "utf-8", "replace")
        command = [pandoc, "-f", "json", "-t", "json", "--citeproc", f"--csl={style}", f"--bibliography={bibliography}"]
        done = subprocess.run(command, input=json.dumps(document), capture_output=True, text=True, encoding="utf-8")  # noqa: S603 - our own command, no shell
    if done.returncode or done.stderr.strip():
        raise CitationError(f"pandoc could not format the citations: {done.stderr.strip() or done.returncode}")
    return json.loads(done.stdout.replace(NO_TAG, "").translate(_TO_QUOTES))


def _formatted(document: dict, raws: list[str], keys: list[str]) -> Formatted:
    *paragraphs, references = document["blocks"]
    parts = [_parts(paragraph["c"][0]["c"][1]) for paragraph in paragraphs]
    labels = parts[len(raws) :]
    entries = {}
    for entry in references["c"][1]:
        identifier = entry["c"][0][0].removeprefix("ref-")
        entries[identifier] = " ".join(_html(block.get("c", [])) for block in entry["c"][1])
    return Formatted(
        blocks=dict(zip(raws, parts, strict=False)),
        references=entries,
        labels={key: "".join(text for text, _ in label).strip("()") for key, label in zip(keys, labels, strict=True)},
        order=tuple(entries),
    )


def _parts(inlines: list[dict]) -> tuple[tuple[str, str | None], ...]:
    """A formatted citation as runs of plain text, each with the key it links to, or None."""
    parts: list[tuple[str, str | None]] = []
    for inline in inlines:
        if inline["t"] == "Link" and inline["c"][2][0].startswith("#ref-"):
            parts.append((_text([inline]), inline["c"][2][0].removeprefix("#ref-")))
        elif parts and parts[-1][1] is None:
            parts[-1] = (parts[-1][0] + _text([inline]), None)
        else:
            parts.append((_text([inline]), None))
    return tuple(parts)


def _text(inlines: list[dict]) -> str:
    pieces = []
    for inline in inlines:
        match inline["t"]:
            case "Str" | "Code" | "Math":
                content = inline["c"]
                pieces.append(content if isinstance(content, str) else content[-1])
            case "Space" | "SoftBreak" | "LineBreak":
                pieces.append(" ")
            case "Quoted":
                pieces.append(f"“{_text(inline['c'][1])}”")
            case "Link" | "Span":
                pieces.append(_text(inline["c"][1]))
            case "Emph" | "Strong" | "Superscript" | "Subscript" | "SmallCaps" | "Strikeout" | "Underline":
                pieces.append(_text(inline["c"]))
    return "".join(pieces)


_TAGS = {"Emph": "em", "Strong": "strong", "Superscript": "sup", "Subscript": "sub"}


def _html(inlines: list[dict]) -> str:
    """Inlines as HTML: text escaped, four tags, and links to https addresses; anything else as its plain text."""
    pieces = []
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        if kind in _TAGS:
            pieces.append(f"<{_TAGS[kind]}>{_html(content)}</{_TAGS[kind]}>")
        elif kind == "Span":
            pieces.append(_html(content[1]))
        elif kind == "Quoted":
            pieces.append(f"“{_html(content[1])}”")
        elif kind == "Link" and (address := _address(content[2][0])):
            pieces.append(f'<a href="{html.escape(address)}">{_html(content[1])}</a>')
        else:
            pieces.append(html.escape(_text([inline])))
    return "".join(pieces)


def _address(target: str) -> str:
    target = target.replace("http://", "https://", 1) if target.startswith("http://") else target
    return target if is_a(HTTPS, target) else ""
