"""The kinds of pages of a built site: few pages that together hold everything that any page holds."""

from pathlib import Path

from support import root_of


def kinds(site: Path, known: Path | None = None) -> list[Path]:
    """Pages that between them are of every folder, and show every element with every class that occurs on the site.

    With `known`, only what that other site has not got.
    """
    marks = {path: _marks(path, site) for path in sorted(site.rglob("*.html"))}
    missing = set().union(*marks.values())
    if known:
        missing -= set().union(*(_marks(path, known) for path in known.rglob("*.html")))
    chosen = []
    while missing:
        best = max(marks, key=lambda path: (len(marks[path] & missing), -path.stat().st_size, path))
        missing -= marks[best]
        chosen.append(best)
    return sorted(chosen)


def address_of(path: Path, site: Path) -> str:
    """Where a page is served, below the site's address."""
    return path.relative_to(site).as_posix().removesuffix("index.html")


def _marks(path: Path, site: Path) -> set[tuple[str, ...]]:
    folders = path.relative_to(site).parent.parts
    marks: set[tuple[str, ...]] = {("folder", *(folders[:-1] or folders))}
    for element in root_of(path).iter("*"):
        where = "text" if next(element.iterancestors("article"), None) is not None else "around it"
        names = element.get("class", "").split() or [""]
        marks |= {(where, element.tag, element.get("type", ""), name) for name in names}
    return marks
