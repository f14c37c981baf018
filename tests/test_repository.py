"""What holds for the repository as a whole."""

import re
import subprocess
import tomllib

from support import ROOT


def tracked() -> list[str]:
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")[:-1]


def test_only_events_knows_mkdocs():
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in ("hooks", "scripts")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if re.search(r"^\s*(from|import) (mkdocs|material|mike)\b", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert found == ["hooks/events.py"]


def test_every_requirement_is_pinned_with_hashes_and_names_no_index():
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        assert "--index-url" not in text
        for block in re.split(r"\n(?=[a-z])", text.strip()):
            assert re.match(r"[a-z0-9-]+==\S+", block), block[:60]
            assert "--hash=sha256:" in block, block[:60]


def test_every_dependency_is_pinned_and_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = (ROOT / "requirements-test.txt").read_text("utf-8")
    for one in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        name = re.match(r"[a-z0-9-]+", one)[0]
        assert re.search(rf"^{name}==", pinned, re.MULTILINE), name
        assert re.search(rf'"{re.escape(one)}",\s+# \w', (ROOT / "pyproject.toml").read_text("utf-8")), one


def test_the_packages_that_overwrite_each_other_are_not_both_installed():
    assert not re.search(r"^pypandoc==", (ROOT / "requirements-test.txt").read_text("utf-8"), re.MULTILINE)


def test_what_is_built_or_installed_is_not_tracked():
    assert [name for name in tracked() if name.startswith(("site/", ".venv/", ".cache/"))] == []


def test_modules_are_small():
    """Files of about 150 lines: a module of 300 is two jobs."""
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for folder in ("hooks", "scripts")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert long == {}
