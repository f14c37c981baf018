"""Addresses that a release printed answer for ever: under its own number, which never changes, and under `latest`."""

from pathlib import Path

from llme.content.guide import Guide
from llme.outputs.derived import ORIGINALS, original
from llme.outputs.site_root import root_files
from measuring.timing import SITE_URL
from support import ROOT

# What the pages, feeds and files of 0.1.1 lead to under `latest`, and what its page about data names there. Add to it
# what a later release adds; take nothing away.
PRINTED = (ROOT / "tests/printed-by-0.1.1.txt").read_text("utf-8").split()


def root_of(site: Path, guide: Guide) -> dict[str, str]:
    """What stands around a site that was built now."""

    def read(path: str) -> bytes:
        return (site / path).read_bytes() if (site / path).is_file() else b""

    return root_files(guide.releases, SITE_URL, {path: original(path, read).decode() for path in ORIGINALS})


def test_what_0_1_1_printed_under_latest_is_there(released_site, real):
    """In a version built now, or laid beside the copy of it that `latest` is."""
    root = root_of(released_site, real)
    beside = {path.removeprefix("latest/") for path in root if path.startswith("latest/")}
    beside |= {path.relative_to(released_site / "latest").as_posix() for path in (released_site / "latest").rglob("*")}
    files = {one: f"{one}index.html" if one.endswith("/") else one for one in PRINTED}
    assert [one for one, path in files.items() if one not in beside and not (released_site / path).is_file()] == []
    identifiers = {one.removeprefix("recommendations/") for one in PRINTED if one.startswith("recommendations/LLME-")}
    assert {f"r/{one}index.html" for one in identifiers} <= set(root)


def test_no_address_under_latest_is_answered_twice(released_site, real):
    """What is laid beside a version would hide a file of its own."""
    root = root_of(released_site, real)
    beside = [path.removeprefix("latest/") for path in root if path.startswith("latest/")]
    assert len(beside) > 100
    assert [path for path in beside if (released_site / path).exists()] == []
