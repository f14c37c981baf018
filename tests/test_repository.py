"""What holds for the repository as a whole."""

import ast
import re
import subprocess
import tomllib

from support import ROOT


def tracked() -> list[str]:
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")[:-1]


def naming(names: set[str]) -> list[str]:
    """The files whose code, in an import or as a word of a text, names one of these; comments may."""
    found = []
    for path in [path for folder in ("hooks", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))]:
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        comments = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        words = {alias.name.partition(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        words |= {str(node.module).partition(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in comments:
                words |= set(re.split(r"[\s/]+", node.value))
        if words & names:
            found.append(path.relative_to(ROOT).as_posix())
    return found


def test_only_two_files_know_the_engine():
    assert naming({"mkdocs", "mike", "material", "properdocs"}) == ["hooks/events.py", "scripts/publishing/engine.py"]


def test_only_one_file_starts_git():
    """Messages that tell people what to type are whole sentences."""
    starting = [path for path in naming({"git"}) if '"git",' in (ROOT / path).read_text("utf-8")]
    assert starting == ["scripts/publishing/git.py"]


def test_every_requirement_is_pinned_with_hashes_and_names_no_index():
    for name in (
        "requirements.txt",
        "requirements-test.txt",
        "requirements-mutation.txt",
        "requirements-properdocs.txt",
        "requirements-package.txt",
        "requirements-lock.txt",
    ):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        assert "--index-url" not in text
        for block in re.split(r"\n(?=[a-z])", text.strip()):
            assert re.match(r"[a-z0-9-]+==\S+", block), block[:60]
            assert "--hash=sha256:" in block, block[:60]


def test_every_dependency_is_pinned_and_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    pinned = "".join(
        (ROOT / f"requirements-{name}.txt").read_text("utf-8")
        for name in ("test", "mutation", "properdocs", "package", "lock")
    )
    pinned_extras = ("site", "test", "mutation", "properdocs", "package", "lock")
    for one in [*project["dependencies"], *(one for name in pinned_extras for one in extras[name])]:
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
