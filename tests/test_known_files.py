"""Which files may lie in the guide's folders, and how large they may be."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from llme.citations.formatting import Formatted
from llme.content.files import ASSETS, FOLDERS, TOOLS
from llme.content.load import load
from llme.content.release import digest
from llme.content.table import TABLE
from llme.findings import format_text
from llme.pages.render import render
from llme.rules import check
from llme.texts.text import LONGEST_LINE, excesses
from llme.urls import ANCHORS, ANCHORS_EVERYWHERE, GENERATED, LINKED
from llme.versions.edition import Edition
from support import ROOT, buildable


def found(folder: Path, *paths: str) -> str:
    """The findings in these files, as they are printed, without hints and the count."""
    there = [one for one in check(load(folder)) if one.path in paths or not paths]
    return "".join(line for line in format_text(there).splitlines(keepends=True)[:-1] if not line.startswith("  "))


def test_no_link_is_followed(folder, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("Secret.", "utf-8")
    (folder / "docs/about/more.md").symlink_to(outside / "secret.md")
    (folder / "docs/release").symlink_to(outside)
    (folder / "docs/.hidden").symlink_to("/")
    (folder / "docs/.kept").mkdir()
    (folder / "docs/.kept/up").symlink_to("..")
    (folder / "docs/.kept/notes.html").write_text("Not published.", "utf-8")
    (folder / "bibliography/guide.csl").symlink_to("missing")
    (folder / "CHANGELOG.md").symlink_to(outside / "secret.md")
    assert found(folder) == (
        "CHANGELOG.md:1:1: file-unknown: a symbolic link is not published\n"
        "bibliography/guide.csl:1:1: file-unknown: a symbolic link is not published\n"
        "docs/.hidden:1:1: file-unknown: a symbolic link is not published\n"
        "docs/.kept/:1:1: file-unknown: no such folder is known\n"
        "docs/about/more.md:1:1: file-unknown: a symbolic link is not published\n"
        "docs/release:1:1: file-unknown: a symbolic link is not published\n"
    )
    assert not any("Secret" in one.text for one in load(folder).documents)


def test_a_link_in_the_place_of_a_whole_folder_is_not_followed(folder, tmp_path):
    shutil.move(folder / "docs", tmp_path / "docs")
    (folder / "docs").symlink_to(tmp_path / "docs")
    assert "docs:1:1: file-unknown: a symbolic link is not published\n" in found(folder, "docs")
    assert load(folder).recommendations == ()


def test_what_is_no_file_is_not_opened(folder):
    os.mkfifo(folder / "docs/about/pipe.md")
    assert found(folder) == "docs/about/pipe.md:1:1: file-unknown: this is neither a file nor a folder\n"


def test_an_odd_name_is_printed_as_it_is_read(folder):
    Path(os.fsdecode(os.fsencode(folder) + b"/docs/\xff\n::error::\xe2\x80\xae.md")).write_text("x", "utf-8")
    text = format_text(check(load(folder)))
    assert text.startswith("docs/\\udcff\\u000a::error::\\u202e.md:1:1: file-unknown: no such file is known\n")
    text.encode()


def test_what_cannot_be_read_is_a_finding(folder, monkeypatch):
    real_open, real_list = Path.open, os.listdir

    def deny(path, *arguments):
        if str(path).endswith(("topics.yml", "about")):
            raise PermissionError(13, "Permission denied", str(path))
        return (real_list if Path(path).is_dir() else real_open)(path, *arguments)

    monkeypatch.setattr(Path, "open", deny)
    monkeypatch.setattr(os, "listdir", deny)
    assert found(folder, "docs/topics.yml", "docs/about") == (
        "docs/about:1:1: file-unknown: a folder that cannot be read\n"
        "docs/topics.yml:1:1: file-unreadable: the file cannot be read: permission denied\n"
    )


@pytest.mark.parametrize("files", TABLE, ids=lambda files: files.kind)
def test_a_file_over_the_size_of_its_kind_is_not_read(folder, files):
    name = {
        "recommendations": "docs/recommendations/LLME-001.md",
        "decisions": "docs/decisions/one.md",
        "downloads": "docs/templates/files/form.md",
        "translations": "docs/translations/de.yml",
        "releases": "docs/releases/1.0.0.json",
        "pages": "docs/about/data.md",
        "stages": "docs/stages/collecting.md",
        "frameworks": "docs/frameworks/arr.yml",
    }.get(files.kind) or re.sub(r"\\", "", files.pattern)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("\n" * (files.most + 1), "utf-8")
    assert f"{name}:1:1: file-too-large: the file has more than {files.most:,} bytes\n" == found(folder, name)
    (folder / name).write_text("\n" * files.most, "utf-8")
    assert "file-too-large" not in found(folder, name)


def test_real_files_are_far_below_their_limits():
    for document in load(ROOT).documents:
        most = next(files.most for files in TABLE if files.kind == document.kind)
        assert len(document.text.encode()) * 2 < most, document.path


def test_a_byte_order_mark_is_told_and_moves_nothing(folder):
    path = folder / "docs/topics.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"title: Consent", b"title: [Consent]"))
    assert found(folder, "docs/topics.yml") == (
        "docs/topics.yml:1:1: encoding: the file begins with a byte order mark\n"
        "docs/topics.yml:2:10: field-value: `title` is a list, and must be one text\n"
    )


def test_a_line_over_the_length_is_told(folder):
    (folder / "docs/topics.yml").write_text(f"a:\n  title: {'x' * LONGEST_LINE}\n", "utf-8")
    assert found(folder, "docs/topics.yml") == (
        "docs/topics.yml:2:1: line-too-long: the line has 10,009 characters, 10,000 are allowed\n"
    )


def test_the_folders_are_those_of_the_files_and_assets():
    kept = {re.match(r"(.*)/", one.relative_to(ROOT).as_posix())[1] for one in (ROOT / "docs").rglob("*.*")}
    assert kept <= FOLDERS
    assert sorted(ASSETS) == sorted(
        one.relative_to(ROOT).as_posix() for one in (ROOT / "docs/assets").rglob("*") if one.is_file()
    )
    assert TOOLS == ("checklist", "filters", "finder", "pocket-guide", "references")


def test_a_project_needs_its_style_and_its_assets(tmp_path):
    project = buildable(tmp_path / "project")
    assert found(project) == ""
    (project / "bibliography/guide.csl").unlink()
    (project / "docs/assets/frame-worker.mjs").unlink()
    assert found(project) == (
        "bibliography/guide.csl:1:1: file-missing: the file `bibliography/guide.csl` is missing\n"
        "docs/assets/frame-worker.mjs:1:1: file-missing: the file `docs/assets/frame-worker.mjs` is missing\n"
    )


def test_the_pages_that_are_always_made_are_known_to_the_rules(small):
    made = set(render(small, Formatted(), Edition()))
    of_files = {one.path.removeprefix("docs/").replace(".yml", ".md") for one in small.documents}
    assert made - of_files == {*GENERATED, *(f"topics/{slug}.md" for slug in small.topics)}


def test_anchors_and_pages_of_the_templates_are_known_to_the_rules():
    kinds = {"recommendation": "recommendations", "stage": "stages", "decision": "decisions"}
    linked: dict[str, set[str]] = {}
    for path in sorted((ROOT / "hooks/llme/templates").rglob("*.md.j2")):
        text = path.read_text("utf-8")
        for uri, anchor in re.findall(r"(about/[a-z-]+\.md)(?:#([a-z-]+))?", text):
            linked.setdefault(uri, set()).update({anchor} - {""})
        name = path.name.removesuffix(".md.j2")
        kind = kinds.get(name, name if path.parent.name == "inserts" else "")
        anchors = set(
            re.findall(r"\{#([a-z][\w-]*)[ }]|id=\"([a-z][\w-]*)\"|table\(view\.picture, url, \"([\w-]+)\"", text)
        )
        taken = ANCHORS.get(kind, "").split()
        if kind:
            assert {one for found in anchors for one in found if one} <= {*taken, *ANCHORS_EVERYWHERE}, path.name
    assert {uri: tuple(sorted(anchors)) for uri, anchors in linked.items()} == {
        uri: anchors for uri, anchors in LINKED.items() if uri not in ("index.md", "about/glossary.md")
    }


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("One [@a].\n\n> Two.\n\n- Three\n    - four\n\n---\n\n| a |\n| - |\n", []),
        ("\n" * 1499, []),
        ("\n" * 1500, ["text-long"]),
        ("word " * 900, []),
        ("word " * 901, ["text-long"]),
        ("x" * 500, []),
        ("x" * 501, ["text-long"]),
        ("[a] " * 40, []),
        ("[a] " * 41, ["text-dense"]),
        ("< a\n\n" * 201, ["text-dense"]),
        ("********", []),
        ("*********", ["text-dense"]),
        ("-" * 120, []),
        ("-" * 121, ["text-dense"]),
        ("> " * 6 + "a", []),
        ("> " * 7 + "a", ["text-nested"]),
        (">>>>>>> a", ["text-nested"]),
        ("1. " * 7 + "a", ["text-nested"]),
        ("a\n" + "\t" * 10 + "a", []),
        ("a\n" + "\t" * 10 + " a", ["text-nested"]),
        ("a\n" + ": b\n" * 21, ["text-nested"]),
    ],
)
def test_limits_of_texts(text, codes):
    assert [one.code for one in excesses(text, 1)] == codes


def test_a_snapshot_that_is_sealed_holds_no_more_than_a_release_writes(folder):
    def written(**changed: object) -> str:
        data = {"format": 1, "version": "1.0.0", "date": "2026-01-02", "recommendations": [], **changed}
        try:
            data["digest"] = digest(data)
        except ValueError:
            data["digest"] = ""
        (folder / "docs/releases").mkdir(exist_ok=True)
        (folder / "docs/releases/1.0.0.json").write_text(json.dumps(data), "utf-8")
        return found(folder, "docs/releases/1.0.0.json")

    assert written() == ""
    place = "docs/releases/1.0.0.json:1:1: snapshot-altered:"
    for strange in ({"date": "9999-12-31"}, {"tools": ["a\u202eb"]}, {"topics": {"a\u00ad": 1}}):
        assert written(**strange) == f"{place} the snapshot of 1.0.0 holds what no release writes\n"
    for strange in ({"note": "\ud800"}, {"version": "1.0"}, {"recommendations": [{"id": "x"}]}):
        assert written(**strange) == f"{place} this is not a snapshot of a release\n"
    (folder / "docs/releases/1.0.0.json").write_text("[" * 100_000, "utf-8")
    assert found(folder, "docs/releases/1.0.0.json") == f"{place} this is not a snapshot of a release\n"


def test_what_systems_and_editors_leave_is_passed_over(folder):
    for name in (".DS_Store", "about/.versions.md.swp", "about/.#versions.md"):
        (folder / "docs" / name).write_text("x", "utf-8")
    assert found(folder) == ""
