"""Files that have no place in the guide are refused, each where it lies; nothing of them is published."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from hostile.garden import looked_at

PAGE = "---\ntitle: A page\ndescription: A page.\n---\n\n# A page\n\nText.\n"
TOPIC = "case:\n  title: A\n  summary: B.\n"
_SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
RECOMMENDATION = "docs/recommendations/LLME-001.md"
FRAMEWORK = "docs/frameworks/arr.yml"

# Their paths, and what they hold: a text, or the path of a file of the guide of which they are a copy.
WRITTEN = {
    # what a browser would run, or what could stand in the place of something that is made
    "docs/demo.html": "<script>1</script>",
    "docs/demo.htm": "<script>1</script>",
    "docs/demo.xhtml": "<script>1</script>",
    "docs/about/index.html": "<script>1</script>",
    "docs/404.html": "<script>1</script>",
    "docs/picture.svg": _SVG,
    "docs/assets/picture.svg": _SVG,
    "docs/assets/mark.svgz": "x",
    "docs/evil.js": "1",
    "docs/assets/evil.js": "1",
    "docs/assets/evil.mjs": "1",
    "docs/assets/evil.css": "*{}",
    "docs/assets/checklist/evil.mjs": "1",
    "docs/assets/javascripts/bundle.js": "1",
    "docs/evil.xml": "<a/>",
    "docs/evil.xsl": "<a/>",
    "docs/sitemap.xml": "<a/>",
    "docs/evil.json": "{}",
    "docs/search/search_index.json": "{}",
    "docs/data/guide.json": "{}",
    "docs/feeds/all.atom": "<feed/>",
    "docs/manifest.webmanifest": "{}",
    "docs/evil.wasm": "x",
    "docs/evil.swf": "x",
    "docs/evil.pdf": "x",
    "docs/pocket-guide.pdf": "x",
    "docs/evil.php": "<?php",
    "docs/evil.exe": "x",
    "docs/evil.zip": "x",
    "docs/robots.txt": "x",
    "docs/evil": "x",
    "docs/CNAME": "evil.example",
    "docs/.htaccess": "x",
    "docs/.well-known/security.txt": "x",
    "docs/_headers": "x",
    "docs/_config.yml": "x: y",
    # pages in the place of those that are made
    "docs/recommendations/index.md": PAGE,
    "docs/topics/index.md": PAGE,
    "docs/topics/consent.md": PAGE,
    "docs/pocket-guide.md": PAGE,
    "docs/references.md": PAGE,
    "docs/changes.md": PAGE,
    "docs/checklist.md": PAGE,
    "docs/checklist/index.md": PAGE,
    "docs/references/index.md": PAGE,
    "docs/decisions/index.md": PAGE,
    "docs/frameworks/arr.md": PAGE,
    "docs/README.md": PAGE,
    "docs/about/README.md": PAGE,
    "docs/about/glossary/index.md": PAGE,
    # odd names
    "docs/recommendations/LLME-001.z.md": RECOMMENDATION,
    "docs/recommendations/LLME-0001.md": RECOMMENDATION,
    "docs/recommendations/LLME-0003.md": RECOMMENDATION,
    "docs/recommendations/llme-003.md": RECOMMENDATION,
    "docs/recommendations/LLME-003.MD": RECOMMENDATION,
    "docs/recommendations/LLME-003 .md": RECOMMENDATION,
    "docs/recommendations/LLME-٠٠٣.md": RECOMMENDATION,
    "docs/recommendations/LLME-003.markdown": RECOMMENDATION,
    "docs/recommendations/LLME-003.md.orig": RECOMMENDATION,
    "docs/recommendations/LLME-003.md~": RECOMMENDATION,
    "docs/recommendations/more/LLME-003.md": RECOMMENDATION,
    "docs/recommendations/README.md": RECOMMENDATION,
    "docs/recommendations/.LLME-003.md": RECOMMENDATION,
    "docs/recommendations/LLME-003.txt": RECOMMENDATION,
    "docs/stages/collecting.z.md": "docs/stages/collecting.md",
    "docs/stages/Collecting.md": "docs/stages/collecting.md",
    "docs/stages/more/collecting.md": "docs/stages/collecting.md",
    "docs/frameworks/arr.z.yml": FRAMEWORK,
    "docs/frameworks/ARR.yml": FRAMEWORK,
    "docs/frameworks/arr.yaml": FRAMEWORK,
    "docs/frameworks/arr.json": FRAMEWORK,
    "docs/frameworks/index.yml": FRAMEWORK,
    "docs/frameworks/more/arr.yml": FRAMEWORK,
    "docs/topics.z.yml": TOPIC,
    "docs/topics.yaml": TOPIC,
    "docs/Topics.yml": TOPIC,
    "docs/about/topics.yml": TOPIC,
    "docs/templates/files/form.z.md": "docs/templates/files/form.md",
    "docs/templates/files/more/form.md": "docs/templates/files/form.md",
    "docs/templates/files/form.html": "<script>1</script>",
    "docs/translations/de.z.yml": "name: a\n",
    "docs/translations/de.json": "{}",
    "docs/releases/1.0.0.yml": "a: b\n",
    "docs/releases/1.0.0.json.bak": "{}",
    "docs/releases/evil.html": "<script>1</script>",
    "docs/decisions/case.z.md": "---\ntitle: A\ndecided: 2026-01-01\noutcome: declined\n---\n\nSo.\n",
    "docs/decisions/more/case.md": "---\ntitle: A\ndecided: 2026-01-01\noutcome: declined\n---\n\nSo.\n",
    "docs/about/A page.md": PAGE,
    "docs/about/Page.md": PAGE,
    "docs/about/page.z.md": PAGE,
    "docs/about/pagé.md": PAGE,
    "docs/about/-page.md": PAGE,
    "docs/about/page<b>.md": PAGE,
    "docs/about/page'\"&.md": PAGE,
    "docs/about/page\u202e.md": PAGE,
    "docs/about/page\n.md": PAGE,
    "docs/about/javascript:1.md": PAGE,
    "docs/about/page%2f.md": PAGE,
    "docs/about/{{ 1 }}.md": PAGE,
    "docs/elsewhere/page.md": PAGE,
    "docs/about/a/b/c/d/e/page.md": PAGE,
    "docs/about/../about/more/index.md": PAGE,
    "bibliography/more.bib": "@misc{a, title = {{A}}}\n",
    "bibliography/guide.z.bib": "@misc{a, title = {{A}}}\n",
    "bibliography/evil.html": "<script>1</script>",
    "bibliography/evil.lua": "os.exit()",
    "bibliography/more.csl": "<style/>",
}


def _outside(folder: Path) -> Path:
    path = folder.parent / "outside"
    path.mkdir()
    (path / "secret.md").write_text(PAGE, "utf-8")
    return path


MADE: dict[str, Callable[[Path], object]] = {
    "docs/about/link.md": lambda path: path.symlink_to("/etc/hostname"),
    "docs/about/linked.md": lambda path: path.symlink_to("versions.md"),
    "docs/link.txt": lambda path: path.symlink_to("/etc/hostname"),
    "docs/broken.md": lambda path: path.symlink_to("nowhere"),
    "docs/link": lambda path: path.symlink_to("/etc"),
    "docs/round": lambda path: path.symlink_to("."),
    "docs/assets/link.css": lambda path: path.symlink_to("/etc/hostname"),
    "bibliography/link": lambda path: path.symlink_to("/etc"),
    "docs/pipe.md": os.mkfifo,
    "docs/pipe": os.mkfifo,
    "docs/folder.md": Path.mkdir,
    "docs/about/empty": Path.mkdir,
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_without_a_place_is_refused(folder, name):
    content = WRITTEN[name]
    source = folder / content if content.startswith("docs/") else None
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source.read_text("utf-8") if source else content, "utf-8")
    assert _refused(folder)


@pytest.mark.parametrize("name", MADE)
def test_what_is_no_file_is_refused(folder, name):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    MADE[name](folder / name)
    if name != "docs/about/empty":  # git knows no empty folders, and nothing comes of them
        assert _refused(folder)


@pytest.mark.parametrize("name", ["docs/frameworks/arr.yml", "docs/topics.yml", "docs/about/versions.md", "docs/about"])
def test_a_link_in_the_place_of_a_file_of_the_guide_is_refused(folder, tmp_path, name):
    away = (folder / name).rename(tmp_path / "away")
    (folder / name).symlink_to(away)
    assert _refused(folder)


def test_a_page_asks_only_for_code_that_is_there(folder):
    path = folder / "docs/about/versions.md"
    path.write_text(path.read_text("utf-8").replace("title:", "assets: [evil]\ntitle:"), "utf-8")
    assert _refused(folder)


def _refused(folder: Path) -> bool:
    found = looked_at(folder)
    assert not isinstance(found, str), found
    return bool(found)
