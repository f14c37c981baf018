"""Files are written whole or not at all, and in one place."""

import ast
import gzip
import os
import resource
import stat
from pathlib import Path

import pytest

import new
from llme import files
from support import ROOT

# Where something else writes, and why that is right.
ELSEWHERE = {
    "hooks/llme/files.py": "the place itself",
    "hooks/llme/citations/formatting.py:_run": "a folder that is thrown away, for pandoc",
    "scripts/measuring/synthetic.py": "copies of the guide to measure",
    "scripts/measuring/timing.py": "copies of the guide to measure",
    "scripts/mutation.py:stage": "a copy of the project to spoil",
    "scripts/publishing/deploying.py:environment_of": "a mark, which holds nothing",
    "scripts/publishing/repository.py:tree_with": "a folder that is thrown away, for git",
    "scripts/publishing/repository.py:locked": "a lock, which holds nothing",
}


def writers(path: Path) -> set[str]:
    """Where a file of code writes files itself, as `file:function`."""
    found = set()

    def visit(node: ast.AST, within: str) -> None:
        for child in ast.iter_child_nodes(node):
            if _writes(child):
                found.add(f"{path.relative_to(ROOT).as_posix()}:{within}")
            visit(child, child.name if isinstance(child, ast.FunctionDef) else within)

    visit(ast.parse(path.read_text("utf-8")), "")
    return found


def _writes(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called in ("open", "fdopen", "NamedTemporaryFile", "TemporaryFile"):
        given = [*node.args, *(one.value for one in node.keywords if one.arg == "mode")]
        modes = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        return called.endswith("TemporaryFile") or any(set(mode) & set("wax+") and len(mode) < 4 for mode in modes)
    return called in ("write_text", "write_bytes", "touch", "mkstemp")


def test_files_are_written_in_one_place():
    found = {one for room in ("hooks", "scripts") for path in (ROOT / room).rglob("*.py") for one in writers(path)}
    others = {one for one in found if one not in ELSEWHERE and one.partition(":")[0] not in ELSEWHERE}
    assert others <= {"scripts/draft.py:main", "scripts/github.py:report"}


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "old.txt"
    path.write_bytes(b"old\n")
    path.chmod(0o640)
    return path


def test_a_file_is_renewed_and_keeps_its_permissions(old):
    files.write(old, "new – ü\r\n")
    assert old.read_bytes() == "new – ü\r\n".encode()
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert list(old.parent.iterdir()) == [old]


def test_a_new_file_has_the_permissions_that_any_has(tmp_path):
    files.write(tmp_path / "one", b"\x00\xff")
    (tmp_path / "other").write_bytes(b"")
    assert (tmp_path / "one").read_bytes() == b"\x00\xff"
    assert (tmp_path / "one").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("write", [files.write, files.create])
def test_half_a_character_is_refused_before_anything_is_touched(old, write):
    for path in (old, old.with_name("new.txt")):
        with pytest.raises(files.UnwritableError) as refused:
            write(path, "good \ud800 bad")
        assert str(refused.value) == f"{path} cannot be written: the text holds U+D800, half a character"
    assert old.read_bytes() == b"old\n"
    assert list(old.parent.iterdir()) == [old]


def test_of_files_that_belong_together_none_is_written_where_one_cannot_be(old):
    other, missing = old.with_name("other.txt"), old.with_name("missing") / "x.txt"
    for bad in ({other: "\udfff"}, {other: "good", missing: "good"}):
        with pytest.raises(OSError) as refused:  # noqa: PT011 - of any kind
            files.write_all({old: "new", **bad})
        assert refused.value.filename in (str(other), str(missing))
    assert old.read_bytes() == b"old\n"
    assert list(old.parent.iterdir()) == [old]


def test_a_disk_that_is_full_leaves_the_old_file(old):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        for write, path in ((files.write, old), (files.create, old.with_name("new.txt"))):
            with pytest.raises(OSError, match="File too large"):
                write(path, "x" * 100_001)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert old.read_bytes() == b"old\n"
    assert list(old.parent.iterdir()) == [old]


def test_an_interruption_leaves_the_old_file(old, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write(old, "new")
    assert old.read_bytes() == b"old\n"
    assert list(old.parent.iterdir()) == [old]


def test_a_link_stays_one_and_a_device_too(old):
    link = old.with_name("link")
    link.symlink_to(old.name)
    files.write(link, "new")
    assert link.is_symlink()
    assert old.read_bytes() == b"new"
    pipe = old.with_name("pipe")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    files.write(pipe, "told")
    assert os.read(reader, 9) == b"told"
    os.close(reader)
    assert pipe.is_fifo()
    with pytest.raises(IsADirectoryError):
        files.write(old.parent, "x")


def test_a_name_as_long_as_there_may_be(tmp_path):
    files.write(tmp_path / ("x" * 255), "x")
    assert (tmp_path / ("x" * 255)).read_bytes() == b"x"


def test_what_must_be_new_replaces_nothing(old):
    with pytest.raises(FileExistsError):
        files.create(old, "new")
    assert old.read_bytes() == b"old\n"
    files.create(old.with_name("new.txt"), "new")
    assert old.with_name("new.txt").read_bytes() == b"new"


def test_a_title_that_no_file_can_hold_takes_no_id(folder, capsys):
    before = sorted((folder / "docs/recommendations").iterdir())
    with pytest.raises(SystemExit) as stop:
        new.main(["--root", str(folder), "--stage", "collecting", "--title", "Ask \udcff"])
    assert stop.value.code == 2
    assert "the text holds U+DCFF, half a character" in capsys.readouterr().err
    assert sorted((folder / "docs/recommendations").iterdir()) == before


def test_what_is_compressed_tells_nothing_of_when_and_where():
    """The header: gzip, deflate, no name, no time, as small as can be, on a system that is not told."""
    packed = files.compressed(b"guide " * 100)
    assert gzip.decompress(packed) == b"guide " * 100
    assert packed[:10].hex() == "1f8b08" + "00" + "00000000" + "02ff"
    assert len(packed) < 50


def test_a_compressed_file_stands_in_the_place_of_the_plain_one(old):
    files.compress(old)
    assert [path.name for path in old.parent.iterdir()] == ["old.txt.gz"]
    assert gzip.decompress((old.parent / "old.txt.gz").read_bytes()) == b"old\n"
