"""The budgets of bytes, over the guide as a release would look; and that the bytes are counted right."""

import gzip
import re
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from llme.citations.formatting import Formatted
from llme.content.guide import Guide
from llme.content.load import load
from llme.content.model import Change, Recommendation
from llme.pages.render import _page, render
from llme.pages.views import RecommendationView
from llme.rules import check
from llme.urls import recommendation_uri
from llme.versions.edition import Edition
from measuring import sizes, synthetic, timing
from past import git
from publishing.manifest import BRANCH
from support import ROOT, serving


@pytest.fixture
def site(released_site) -> Path:
    return released_site


def test_the_pages_of_recommendations_are_small(site):
    identifier, size = sizes.largest_recommendation(site)
    assert size <= sizes.RECOMMENDATION, f"{identifier} has {size:,} bytes"


def test_the_page_of_references_is_small(site):
    assert sizes.references(site) <= sizes.REFERENCES


def test_a_long_history_has_room_on_the_page_of_every_recommendation(site, real):
    """Even where both its texts were written anew, word by word, in each of the versions that a page shows."""
    over = {}
    for one in real.recommendations:
        page = (site / f"recommendations/{one.id}/index.html").read_bytes()
        longest = longest_history(real, one)
        added = len(HISTORY.search(longest)[0].encode()) - len(HISTORY.search(page.decode())[0].encode())
        if len(page) + added > sizes.RECOMMENDATION:
            over[one.id] = len(page) + added
    assert over == {}


HISTORY = re.compile(r"<ol class=\"?history.*?</ol>", re.DOTALL)


def longest_history(guide: Guide, one: Recommendation) -> str:
    """Its page, as Markdown, after so many releases that changed the half of its words, turn by turn."""
    texts = [
        {
            name: " ".join(word[::-1] if turn and place % 2 else word for place, word in enumerate(text.split()))
            for name, text in (("do", one.do), ("dont", one.dont))
        }
        for turn in (0, 1)
    ]
    released = guide.releases[-1].find(one.id) or guide.releases[-1].recommendations[0].model_copy(
        update={"id": one.id}
    )
    changes, releases = [], []
    for number in range(RecommendationView.LAST + 1):
        changes.append(Change(version=f"9.{number}.0", kind="clarified", note="What it asks for is said more clearly."))
        now = released.model_copy(update=texts[number % 2])
        releases.append(guide.releases[-1].model_copy(update={"version": f"9.{number}.0", "recommendations": (now,)}))
    changed = one.model_copy(update={"changes": tuple(changes)})
    others = tuple(changed if other.id == one.id else other for other in guide.recommendations)
    later = replace(guide, recommendations=others, releases=tuple(releases))
    view = RecommendationView(
        guide=later,
        edition=Edition("9.5.0"),
        formatted=Formatted(),
        uri=recommendation_uri(one.id),
        recommendation=changed,
    )
    return _page("recommendation.md.j2", view)


def test_a_version_is_small_and_a_host_holds_many(site):
    size = sum(sizes.version(site).values())
    assert size <= sizes.VERSION
    assert sizes.versions_on_a_host(size) >= sizes.VERSIONS


def test_a_first_visit_is_light_and_asks_for_what_was_counted(site, browser):
    """In a real browser: nothing else, and nothing from elsewhere; the search index only when it is needed."""
    counted = sizes.first_visit(site)
    assert sum(counted.values()) <= sizes.FIRST_VISIT
    asked = set()
    with serving(site) as address:
        page = browser.new_page()
        page.on("request", lambda one: asked.add(one.url))
        page.goto(address, wait_until="networkidle")
        names = {url.removeprefix(address) or "index.html" for url in asked if not url.startswith("data:")}
        # Beside the version, which here is nothing, it asks for the other versions, and for what became of this one.
        assert names - {"newest.css", "versions.json", "status.json"} == set(counted)
        page.locator(".md-search__input").focus()
        page.keyboard.type("scraping")
        page.locator(".md-search-result__link").first.wait_for(timeout=20_000)
        assert f"{address}search/search_index.json.gz" in asked
        page.close()


def test_what_was_found_is_highlighted_on_the_page_it_leads_to(site, browser):
    with serving(site) as address:
        page = browser.new_page()
        page.goto(f"{address}recommendations/LLME-008/?h=scraping")
        page.locator("article mark").first.wait_for(timeout=20_000)
        page.close()


def test_bytes_are_counted_right(tmp_path):
    files = {
        "index.html": '<link rel="stylesheet" href="./a/b.css"><link rel="prev" href="no.html"><script src="c.mjs?1"></script>'
        '<img src="d.svg"><script id="__config" type="application/json">{"search": "./w.js"}</script><a href="no.html">',
        "a/b.css": "a { background: url(../e.png) } b { mask: url('data:image/svg+xml,x') }",
        "c.mjs": 'import { x } from "./d/f.mjs";\n',
        "d/f.mjs": 'import { y } from "../g.mjs";\n' + "export const x = 1;\n" * 50,
        "g.mjs": "export const y = 1;\n",
        **{name: name for name in ("d.svg", "e.png", "w.js", "no.html", "recommendations/LLME-001/index.html")},
        "recommendations/LLME-002/index.html": "é" * 10,
        "references/index.html": "all that is referred to",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    asked = ["a/b.css", "c.mjs", "d.svg", "d/f.mjs", "e.png", "g.mjs", "index.html", "w.js"]
    assert sizes.first_visit(tmp_path) == {name: len(gzip.compress(files[name].encode(), 6, mtime=0)) for name in asked}
    assert sizes.largest_recommendation(tmp_path) == ("LLME-001", 35)
    assert sizes.recommendations(tmp_path) == 2
    assert sizes.references(tmp_path) == 23
    kinds = sizes.version(tmp_path)
    assert sum(kinds.values()) == sum(len(text.encode()) for text in files.values())
    pages = sum(len(text.encode()) for name, text in files.items() if name.startswith("recommendations/"))
    assert (kinds["recommendations/"], kinds[".svg"]) == (pages, 5)
    assert list(kinds.values()) == sorted(kinds.values(), reverse=True)


@pytest.mark.parametrize(("size", "count"), [(6_500_000, 152), (6_622_516, 150), (6_622_517, 149)])
def test_a_host_takes_the_versions_and_the_copy_that_latest_is(size, count):
    assert sizes.versions_on_a_host(size) == count
    assert (count + 1) * size <= sizes.HOST < (count + 2) * size


@pytest.mark.parametrize("whole", [True, False])
def test_a_larger_guide_has_no_problems(tmp_path, whole, real):
    """What the bench measures is a guide that passes all checks, of just the size that it claims."""
    folder = synthetic.project(ROOT, tmp_path / "guide")
    synthetic.multiply(folder, 3, whole)
    guide = load(folder)
    assert check(guide) == []
    assert len(guide.recommendations) == 3 * len(real.recommendations)
    assert len(guide.works) == (3 if whole else 1) * len(real.works)


def test_more_than_999_recommendations_are_in_order(folder):
    """By number: as text, LLME-1000 stands before LLME-101."""
    synthetic.multiply(folder, 501, whole=False)
    guide = load(folder)
    assert check(guide) == []
    numbers = [int(recommendation.id.removeprefix("LLME-")) for recommendation in guide.recommendations]
    assert numbers == list(range(1, 1003))
    listed = re.findall(r'<a href="LLME-([0-9]+)/"', render(guide, Formatted(), Edition())["recommendations/index.md"])
    assert list(map(int, listed)) == [*range(1, 1003, 2), *range(2, 1003, 2)]  # the one stage, and then the other


def test_a_push_sends_what_changed_and_no_more(tmp_path):
    """Compressed as git sends it: a line of a large file is not the file."""
    lines = [f"{number} {sha256(str(number).encode()).hexdigest()}" for number in range(5_000)]
    git(tmp_path, "init", "-q", "-b", BRANCH)
    for first in ("one", "another"):
        (tmp_path / "index.json").write_text("\n".join([first, *lines]), "utf-8")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-qm", first)
    assert timing.pushed(tmp_path, git(tmp_path, "rev-parse", "HEAD~1")) < 1_000


def test_processor_time_is_that_of_a_command_and_its_children(tmp_path):
    busy = "import subprocess, sys, time\nif len(sys.argv) < 3: subprocess.run([*sys.orig_argv, 'child'])\nwhile time.process_time() < 0.3: pass"
    assert 0.6 <= timing.seconds([sys.executable, "-c", busy, "1"], tmp_path) < 2
