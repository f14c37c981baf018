"""Further formats of the data: each is made from three files, which hold all of it.

The folder of a release is kept for ever. It holds each datum once, in these three files, which are compressed there.
As they are, and in the further formats, they stand under `latest` and in the draft.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from llme.citations.references import csl, ris, works_of
from llme.content.model import Work
from llme.files import compressed, decompressed
from llme.versions.edition import Edition

GUIDE, FRAMEWORKS, WORKS = ORIGINALS = ("data/guide.json", "data/frameworks.json", "data/references.bib")
_PACKED = ".gz"

COLUMNS = (
    *("id", "title", "stage", "also", "topics", "roles", "do", "do_from", "dont", "dont_from"),
    *("status", "superseded_by", "since", "reviewed", "sources", "url"),
)
CROSSWALK_COLUMNS = (
    *("framework", "edition", "item", "item_title", "stages"),
    *("recommendation", "recommendation_title", "why", "url"),
)

_Data = dict[str, Any]


def recommendation_file(identifier: str) -> str:
    """The path of a recommendation's own data, beside its page."""
    return f"recommendations/{identifier}.json"


def stored(path: str, edition: Edition) -> str:
    """Where an edition has one of its `ORIGINALS`, under its root."""
    return path if edition.is_draft or edition.offline else path + _PACKED


def as_stored(files: Mapping[str, str], edition: Edition) -> dict[str, bytes]:
    """The files of an edition as its folder holds them, by the paths that they have there."""
    contents = {path: text.encode() for path, text in files.items()}
    for path in ORIGINALS:
        if (place := stored(path, edition)) != path:
            contents[place] = compressed(contents.pop(path))
    return contents


def original(path: str, read: Callable[[str], bytes]) -> bytes:
    """One of the `ORIGINALS` of a built version, 0.1.1 and those before it among them, which have it as it is.

    `read` gives a file by its path under the version's root, or nothing. Raises ValueError where it is broken.
    """
    packed = read(path + _PACKED)
    return decompressed(packed) if packed else read(path)


def derived(originals: Mapping[str, str]) -> dict[str, str]:
    """What stands under `latest` on top of a version's own files, by path, from the texts of its `ORIGINALS`."""
    works = works_of(WORKS, originals[WORKS])
    further = derive(json.loads(originals[GUIDE]), json.loads(originals[FRAMEWORKS])["frameworks"], works)
    return {**originals, **further}


def derive(data: _Data, frameworks: Iterable[_Data], works: Iterable[Work]) -> dict[str, str]:
    """The further formats, from what the originals hold; `works` are in the order of their keys."""
    works = list(works)
    return {
        "data/crosswalk.csv": _csv(CROSSWALK_COLUMNS, _crosswalk(data, frameworks)),
        "data/recommendations.csv": _csv(COLUMNS, map(_row, data["recommendations"])),
        "data/references.json": as_json([csl(work) for work in works]),
        "data/references.ris": "\n".join(ris(work) for work in works),
        "data/tools.json": as_json({name: data[name] for name in ("format", "version", "date", "tools")}),
        # The very entries: a relative address in them holds there too, since both folders are as deep.
        **{recommendation_file(one["id"]): as_json(one) for one in data["recommendations"]},
    }


def as_json(data: Any) -> str:
    """Data as the text of a file: in one line, since it is read by programs."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _row(one: _Data) -> _Data:
    untold = {"do_from": "", "dont_from": ""}  # in a release from before it was told
    return {**untold, **one, "since": one["changes"][0]["version"], "sources": one["cites"]}


def _crosswalk(data: _Data, frameworks: Iterable[_Data]) -> Iterator[_Data]:
    """A row for each item and recommendation that helps with it; an item without any has one row, its ends empty."""
    titles = {one["id"]: one["title"] for one in data["recommendations"]}
    for framework in frameworks:
        for item in framework["items"]:
            row = {"framework": framework["id"], "edition": framework["edition"], "item": item["id"]}
            row |= {"item_title": item["title"], "stages": item["stages"], "url": item["url"]}
            for help in item["helps"] or [{"recommendation": "", "why": ""}]:
                yield {**row, **help, "recommendation_title": titles.get(help["recommendation"], "")}


def _csv(columns: tuple[str, ...], rows: Iterable[_Data]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(values[name]) for name in columns] for values in rows)
    return file.getvalue()


def _cell(value: Any) -> str:
    """A value as text; an apostrophe keeps a spreadsheet from taking it for a formula."""
    text = "; ".join(value) if isinstance(value, list | tuple) else str(value)
    text = re.sub(r"\r\n?", "\n", text)  # the writer would leave a lone carriage return bare, which ends a row
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
