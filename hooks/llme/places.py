"""Where the files are that are no Python: beside the package in the repository, and within it where it is installed.

Only the standard library is used: the version of the package is asked for here while it is built.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
DOCS = next(folder for folder in (_PACKAGE / "docs", _PACKAGE.parents[1] / "docs") if folder.is_dir())
ASSETS = DOCS / "assets"


def releases(docs: Path | None = None) -> dict[str, Path]:
    """The snapshots of all releases by version, the oldest first."""
    found = {path.stem: path for path in ((docs or DOCS) / "releases").glob("*.json")}
    return dict(sorted(found.items(), key=lambda one: tuple(map(int, one[0].split(".")))))


def newest(docs: Path | None = None) -> str:
    """The version of the newest release, which is the package's own; before the first one, 0.0.0."""
    return next(reversed(releases(docs)), "0.0.0")
