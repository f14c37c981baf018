"""Makes a larger guide out of the guide, to measure how time grows: copies under new IDs, keys and names."""

import re
import shutil
from pathlib import Path

from llme.patterns import SLUG

_KEY = re.compile(rf"@({SLUG})(?=[\],;])")
_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\s]*\)")


def project(source: Path, target: Path) -> Path:
    """`target` as a project that builds: the documents of `source`, with nothing released, and its hooks and theme."""
    target.mkdir(parents=True)
    for name in ("docs", "bibliography"):
        shutil.copytree(source / name, target / name, ignore=shutil.ignore_patterns("releases"))
    for path in (target / "docs/recommendations").glob("*.md"):
        path.write_text(re.sub(r"version: \d+\.\d+\.\d+", "version: next", path.read_text("utf-8")), "utf-8")
    shutil.copy(source / "mkdocs.yml", target)
    for name in ("hooks", "overrides"):
        (target / name).symlink_to(source / name)
    return target


def multiply(folder: Path, times: int, whole: bool = True) -> None:
    """Adds copies to a project, so that it has `times` as many recommendations; sources and pages too if `whole`."""
    folders = ("recommendations", "stages", "about", "release", "templates") if whole else ("recommendations",)
    originals = {
        path: path.read_text("utf-8") for name in folders for path in sorted((folder / "docs" / name).glob("*.md"))
    }
    works = (folder / "bibliography/guide.bib").read_text("utf-8")
    count = sum(path.parent.name == "recommendations" for path in originals)
    copies: list[str] = []
    for turn in range(1, times):
        for path, text in originals.items():
            if path.parent.name == "recommendations":
                copy = path.with_name(f"LLME-{int(path.stem.removeprefix('LLME-')) + turn * count:03}.md")
                copy.write_text(_copied(text, turn, whole), "utf-8")
                copies.append(f"[{copy.stem}](../recommendations/{copy.name})")
            else:
                copy = folder / f"docs/about/copy-{turn}-{path.parent.name}-{path.name}"
                copy.write_text(_page(_copied(text, turn, whole)), "utf-8")
    (folder / "docs/release").mkdir(exist_ok=True)
    for start in range(0, len(copies), 1000):  # a section must link to each recommendation, and a page has its limits
        rows = (", ".join(copies[row : row + 20]) for row in range(start, min(start + 1000, len(copies)), 20))
        section = "# Copies\n\n## Recommendations {#recommendations}\n\n" + "".join(f"{row}.\n\n" for row in rows)
        page = folder / f"docs/release/copies-{start}.md"
        page.write_text(f"---\ntitle: Copies\ndescription: All copies.\norder: 90\n---\n\n{section}", "utf-8")
    if whole:
        _write_works(folder / "bibliography/guide.bib", works, times)


def _copied(text: str, turn: int, whole: bool) -> str:
    """A document under another title; its keys are those of the copied sources."""
    text = re.sub(
        r"^title: (.{0,60}).*$", lambda match: f"title: {match[1].rstrip(' :')} {turn}", text, count=1, flags=re.M
    )
    return _KEY.sub(rf"@\1-copy{turn}", text) if whole else text


def _page(text: str) -> str:
    """A hand-written page with nothing that only its original may hold: no data of a stage, links or inserts."""
    _, front, body = text.split("---\n", 2)
    title = re.search(r"^title: .*$", front, re.M)
    front = f"{title[0] if title else 'title: Copy'}\ndescription: A copy.\norder: 90\n"
    body = _LINK.sub(r"\1", re.sub(r"^::: .*$", "", body, flags=re.M))
    heading = "" if re.search(r"^# ", body, re.M) else "\n# Copy\n"
    return f"---\n{front}---\n{heading}{body}"


def _write_works(path: Path, works: str, times: int) -> None:
    """All entries and their copies in the order of their keys; a copy's address is its own."""
    entries = {}
    for entry in re.findall(r"^@\w+\{.*?^\}\n", works, re.M | re.S):
        key = re.match(r"@\w+\{([^,]+)", entry)[1]
        entries[key] = entry
        for turn in range(1, times):
            copy = re.sub(
                r"^  (?:doi|eprint|eprinttype|archiveprefix|primaryclass|url) .*\n", "", entry, flags=re.M | re.I
            )
            address = f"  url        = {{https://example.org/{key}/{turn}}},\n"
            copy = copy.replace(f"{{{key},", f"{{{key}-copy{turn},", 1).replace("\n}\n", f"\n{address}}}\n")
            entries[f"{key}-copy{turn}"] = re.sub(r"(title\s+= \{+)", rf"\1Copy {turn}: ", copy, count=1)
    path.write_text("\n".join(entries[key] for key in sorted(entries)), "utf-8")
