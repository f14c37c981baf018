"""What several tests need: the places, the small guide, and the built sites."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests/small"


def small_guide(folder: Path) -> Path:
    """A copy of the small guide in `folder`, which a test may spoil."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    return folder


def buildable(folder: Path, guide: Path = SMALL) -> Path:
    """`folder` as a project: the documents of `guide`, with the hooks, theme and settings of the real one."""
    shutil.copytree(guide / "docs", folder / "docs")
    shutil.copytree(guide / "bibliography", folder / "bibliography")
    shutil.copytree(ROOT / "docs/assets", folder / "docs/assets", dirs_exist_ok=True)
    shutil.copy(ROOT / "bibliography/guide.csl", folder / "bibliography/guide.csl")
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    (folder / "hooks").symlink_to(ROOT / "hooks")
    (folder / "overrides").symlink_to(ROOT / "overrides")
    return folder


def build(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A strict build of the project in `folder` into its `site`."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "0", **environment},
        capture_output=True,
        text=True,
        timeout=240,
    )


def script(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """One of the scripts, run as a user would."""
    command = [sys.executable, str(ROOT / "scripts" / name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)
