"""The comparison of two engines; `make other-engine` runs it with real ones."""

import sys
import zipfile
from pathlib import Path

import pytest

import other_engine
from publishing import engine


def site(folder: Path, text: str = "a", **others: str) -> Path:
    """A built site: a page, and an archive that holds it."""
    folder.mkdir(parents=True)
    files = {"index.html": f"<p>{text}</p>", "data.json": "{}", **others}
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    with zipfile.ZipFile(folder / "offline.zip", "w") as file:
        for name, content in sorted(files.items()):
            file.writestr(zipfile.ZipInfo(name), content)
    return folder


def test_nothing_is_named_where_nothing_differs(tmp_path):
    assert list(other_engine.differences(site(tmp_path / "a"), site(tmp_path / "b"))) == []


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"text": "b"}, ["different: index.html", "different: offline.zip"]),
        ({"data.json": "[]"}, ["different: data.json", "different: offline.zip"]),
        ({"more.txt": "x"}, ["only with the other: more.txt", "different: offline.zip"]),
    ],
)
def test_whatever_else_differs_is_named(tmp_path, other, found):
    first, second = site(tmp_path / "a"), site(tmp_path / "b", **other)
    assert sorted(other_engine.differences(first, second)) == sorted(found)
    swapped = [line.replace("only with the other", "only with this engine") for line in found]
    assert sorted(other_engine.differences(second, first)) == sorted(swapped)


def test_the_members_of_an_archive_have_their_order_and_day(tmp_path):
    first, second = site(tmp_path / "a"), site(tmp_path / "b")
    with zipfile.ZipFile(second / "offline.zip", "w") as file:
        for name in ("index.html", "data.json"):
            file.writestr(zipfile.ZipInfo(name), (second / name).read_bytes())
    assert list(other_engine.differences(first, second)) == ["different: offline.zip"]
    with zipfile.ZipFile(second / "offline.zip", "w") as file:
        for name in ("data.json", "index.html"):
            file.writestr(zipfile.ZipInfo(name, (1990, 1, 1, 0, 0, 0)), (second / name).read_bytes())
    assert list(other_engine.differences(first, second)) == ["different: offline.zip"]


def test_two_empty_sites_are_no_proof(tmp_path):
    assert list(other_engine.differences(tmp_path / "a", tmp_path / "b")) == ["nothing was built"]


BUILD = (
    "import os, sys; from pathlib import Path; p = Path(sys.argv[1]); p.mkdir(); (p / 'x').write_text(sys.argv[2] + "
)
TOLD = "os.environ['GUIDE_VERSION'] + os.environ['GUIDE_PDF'] + os.environ['SOURCE_DATE_EPOCH'])"


@pytest.fixture
def engines(monkeypatch):
    """Makes the two engines programs that write a text."""

    def set_up(mine: str, other: str, code: str = BUILD + TOLD) -> None:
        monkeypatch.setattr(engine, "build_command", lambda target: [sys.executable, "-c", code, str(target), mine])
        monkeypatch.setattr(
            engine, "other_build_command", lambda target, python: [str(python), "-c", code, str(target), other]
        )

    return set_up


def compare(folder: Path, python: str = sys.executable) -> int:
    return other_engine.main(["--root", str(folder), "--python", python])


def test_the_same(engines, tmp_path, capsys):
    engines("a", "a")
    assert compare(tmp_path) == 0
    assert capsys.readouterr().out == "no difference in 1 files\n"


def test_different(engines, tmp_path, capsys):
    engines("a", "b")
    assert compare(tmp_path) == 1
    assert capsys.readouterr().out == "different: x\n"


def test_a_build_that_fails(engines, tmp_path, capsys):
    engines("a", "a", "print('no such plugin'); raise SystemExit(3)")
    assert compare(tmp_path) == 1
    assert capsys.readouterr().err.endswith("failed\nno such plugin\n")


def test_an_environment_that_is_not_there(engines, tmp_path, capsys):
    engines("a", "a")
    assert compare(tmp_path, str(tmp_path / "python")) == 1
    assert capsys.readouterr().err.startswith("not built: ")
