"""The package: what the wheel holds, and the command out of it in a clean environment, without a network."""

import os
import re
import subprocess
import sys
import time
import tomllib
import venv
import zipfile
from pathlib import Path

import pypdf
import pytest

from llme import places
from support import ROOT
from test_checklist import set_by

WHEELS = ROOT / ".cache/wheels"  # `make test` fetches them: what the package is built with, and what it needs
LARGEST = 2_000_000
SECONDS = 0.3  # from the shell to the version, as the quickest of a few


def offline() -> dict[str, str]:
    """The environment of a pip that has the fetched wheels alone, and that asks no network."""
    if not (WHEELS / ".ready").exists():
        if os.environ.get("CI"):
            pytest.fail("the wheels were not fetched")
        pytest.skip("the wheels are not there; `make .cache/wheels/.ready` fetches them")
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "GIT_"))}
    options = {"CONFIG_FILE": os.devnull, "NO_INDEX": "1", "FIND_LINKS": str(WHEELS), "DISABLE_PIP_VERSION_CHECK": "1"}
    return bare | {f"PIP_{name}": value for name, value in options.items()}


def pip(*arguments: str | Path) -> None:
    """Runs pip over the fetched wheels alone."""
    command = [sys.executable, "-m", "pip", *arguments, "--quiet"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=offline(), timeout=300)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def wheel(once) -> Path:
    """The wheel, built as a stranger's machine builds it: by what [build-system] names, in an environment of its own."""
    folder = once("wheel", lambda folder: pip("wheel", "--no-deps", "--wheel-dir", folder, ROOT))
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def installed(once, wheel) -> Path:
    """An environment with the wheel and what it says it needs, and nothing else."""

    def make(folder: Path) -> None:
        venv.create(folder)
        pip("--python", folder / "bin/python", "install", wheel)

    return once("installed", make)


@pytest.fixture
def llme(installed, tmp_path):
    """Runs the installed command in an empty folder."""
    folder = tmp_path / "project"
    folder.mkdir()
    # Named with its Python, since the script names that of the folder where the environment was made, renamed since.
    command = [installed / "bin/python", "-I", installed / "bin/llme"]

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *arguments], cwd=folder, capture_output=True, text=True, env={"PATH": os.defpath}
        )

    run.folder = folder
    return run


def test_the_wheel_holds_the_releases_and_no_draft(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        for version, path in places.releases().items():
            assert archive.read(f"llme/docs/releases/{version}.json") == path.read_bytes()
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    assert wheel.stat().st_size <= LARGEST
    assert wheel.name == f"llm_ethics_guide-{places.newest()}-py3-none-any.whl"
    folders = {name.partition("llme/docs/")[2].rpartition("/")[0] for name in names if name.startswith("llme/docs/")}
    assert folders == {"", "assets", "assets/checklist", "frameworks", "releases", "templates/files"}
    assert {Path(name).suffix for name in names if "dist-info" not in name} == {
        ".py",
        ".mjs",
        ".json",
        ".yml",
        ".md",
        ".svg",
    }
    needed = re.findall(r"^Requires-Dist: ([a-z-]+)[^;\n]*$", metadata, re.MULTILINE)
    assert needed == ["click", "pyyaml", "quickjs-ng"]
    assert "Requires-Python: >=3.11" in metadata


def test_the_wheel_is_the_same_whenever_it_is_built(wheel, tmp_path):
    pip("wheel", "--no-deps", "--wheel-dir", tmp_path, ROOT)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_what_the_command_needs_is_in_the_environment_and_nothing_else(installed):
    found = {path.name.split("-")[0] for path in installed.glob("lib/python*/site-packages/*.dist-info")}
    assert found == {"llm_ethics_guide", "click", "pyyaml", "quickjs_ng"}


def test_it_starts_at_once(llme):
    times = []
    for _ in range(5):
        start = time.perf_counter()
        done = llme("--version")
        times.append(time.perf_counter() - start)
        assert done.stdout.startswith(f"llme {places.newest()}, with the releases ")
    assert min(times) <= SECONDS


def test_every_command_runs_out_of_the_wheel(llme):
    for words in (
        *("--help", "list", "list --profiles", "show LLME-008", "cite LLME-008@0.1.0", "card model-card"),
        *(
            "completion fish",
            "init --profile evaluation",
            "check",
            "badge",
            "update",
            "export",
            "export --arr --format latex",
        ),
    ):
        done = llme(*words.split())
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), (words, done.stderr)


def test_from_an_empty_folder_to_an_appendix_that_compiles(llme, pdflatex):
    folder = llme.folder
    assert llme("init", "--profile", "data-set-paper", "--name", "Forum posts").returncode == 0
    assert llme("check", "--require", "answered").returncode == 1
    path = folder / "ETHICS.md"
    text = path.read_text("utf-8")
    count = text.count("**Answer:** Not answered")
    assert count >= 16  # so many the first release has of them
    text = text.replace(
        "**Answer:** Not answered\n\n**Where, or why not:**\n\n**Notes:**",
        "**Answer:** Not applicable\n\n**Why:** No *such* data; 50 % of it, and “日本”.",
    )
    path.write_text(text.replace("Not applicable\n\n**Why:**", "Followed\n\n**Where:**", 3), "utf-8")
    done = llme("check", "--require", "answered", "--require", "current")
    assert (done.returncode, done.stdout) == (
        0,
        f"ETHICS.md: {count} of {count} answered, release {places.newest()}; nothing found\n",
    )
    assert llme("update").returncode == 0
    for options in ((), ("--format", "latex-table", "--numbered"), ("--arr",)):
        assert llme("export", "-o", "appendix.tex", "--force", *options).returncode == 0
        body = r"\begin{document}Before.\appendix\input{appendix}After.\end{document}"
        (folder / "paper.tex").write_text(
            r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{hyperref}" + body
        )
        set_by(pdflatex, folder / "paper.tex")
        with pypdf.PdfReader(folder / "paper.pdf") as reader:
            printed = "".join(page.extract_text() for page in reader.pages)
        assert "No *such* data; 50 % of it" in " ".join(printed.split())


def test_what_is_built_with_stands_in_both_places():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert project["build-system"]["requires"] == project["project"]["optional-dependencies"]["package"]


def test_what_the_wheel_takes_of_the_package_is_what_the_command_imports():
    """Each module that is mapped into the wheel is needed by one that is, or is the command."""
    mapped = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    paths = [name for name in mapped["force-include"] if name.startswith("hooks/")]
    assert [name for name in paths if not (ROOT / name).exists()] == []
    code = "import sys; from llme.command import answering, badges, cards, checking, line, showing; import llme.citations.citing; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
    )
    used = {name for name in done.stdout.split() if name == "llme" or name.startswith("llme.")}
    names = {
        name.removeprefix("hooks/").removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in paths
    }
    assert {name for name in used if not name.startswith("llme.command")} == names - {"llme.command"}
    assert "pydantic" not in done.stdout.split()
