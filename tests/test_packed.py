"""What compressed files hold is compared, and not how they were compressed; and how the data of a release are kept."""

import gzip
import io
import json
import re
import zipfile

import pytest

from llme.files import compressed, decompressed
from llme.outputs.data import all_files
from llme.outputs.derived import GUIDE, ORIGINALS, as_stored, original, stored
from llme.versions.edition import Edition
from publishing.verifying import hold_the_same
from support import ROOT


def archive(content: str, level: int = 9, name: str = "a.txt") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as file:
        file.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, level)
    return buffer.getvalue()


LONG = "abc abd abe " * 200
LOOSE = gzip.compress(LONG.encode(), 1, mtime=0)


@pytest.mark.parametrize(
    ("some", "others", "same"),
    [
        ({"a.gz": compressed(LONG.encode())}, {"a.gz": LOOSE}, True),
        ({"a.zip": archive(LONG)}, {"a.zip": archive(LONG, 1)}, True),
        ({"a.html": b"x"}, {"a.html": b"x"}, True),
        ({"a.gz": compressed(b"x")}, {"a.gz": compressed(b"y")}, False),
        ({"a.zip": archive("x")}, {"a.zip": archive("y")}, False),
        ({"a.zip": archive("x")}, {"a.zip": archive("x", name="b.txt")}, False),
        ({"a.bin": compressed(LONG.encode())}, {"a.bin": LOOSE}, False),
        ({"a.gz": LOOSE}, {"a.gz": LOOSE[:-9]}, False),
        ({"a.gz": LOOSE}, {"a.gz": b""}, False),
        ({"a.zip": archive(LONG)}, {"a.zip": b"PK"}, False),
        ({"a.html": b"x"}, {"b.html": b"x"}, False),
        ({"a.html": b"x"}, {}, False),
    ],
)
def test_the_same_but_for_how_it_was_compressed(some, others, same):
    assert compressed(LONG.encode()) != LOOSE
    assert archive(LONG) != archive(LONG, 1)
    assert hold_the_same(some, others) is same


@pytest.mark.parametrize("broken", [b"{}", LOOSE[:-1], LOOSE[:20] + b"\0" + LOOSE[21:], LOOSE + b"more"])
def test_what_is_broken_is_said_to_be(broken):
    with pytest.raises(ValueError, match="not a whole gzip file"):
        decompressed(broken)


def test_the_data_of_a_release_are_compressed_and_can_be_read_again(past):
    edition = Edition("2.0.0")
    texts = all_files(past, edition)
    kept = as_stored(texts, edition)
    packed = [f"{path}.gz" for path in ORIGINALS]
    assert packed == ["data/guide.json.gz", "data/frameworks.json.gz", "data/references.bib.gz"]
    assert kept.keys() == texts.keys() - set(ORIGINALS) | set(packed)
    assert {path: original(path, lambda name: kept.get(name, b"")).decode() for path in ORIGINALS} == {
        path: texts[path] for path in ORIGINALS
    }
    listed = {one["path"] for one in json.loads(kept["data/manifest.json"])["files"]}
    assert listed == texts.keys() - {"data/manifest.json"}


@pytest.mark.parametrize("edition", [Edition(), Edition("2.0.0", offline=True)])
def test_those_of_a_draft_and_of_a_copy_on_disk_are_as_they_are(past, edition):
    texts = all_files(past, edition)
    assert as_stored(texts, edition) == {path: text.encode() for path, text in texts.items()}


def test_the_page_on_data_names_what_is_compressed():
    named = re.findall(r"`(data/\S+\.gz)`", (ROOT / "docs/about/data.md").read_text("utf-8"))
    assert named == [stored(path, Edition("1.0.0")) for path in ORIGINALS]


def test_the_data_of_early_releases_are_found_as_they_are():
    assert original(GUIDE, {GUIDE: b"{}"}.get) == b"{}"
    assert original(GUIDE, lambda name: b"") == b""
