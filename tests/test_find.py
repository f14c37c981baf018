"""Finding a text by its words: paths and titles, the best first."""

import pytest

import find
from support import ROOT, SMALL, script
from test_making import make, said


def told(words: str, root=SMALL) -> str:
    done = script("find.py", "--root", root, *words.split())
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


FOUND = {
    "consent": (
        "docs/stages/collecting.md:10      Consent\ndocs/recommendations/LLME-001.md  Ask before you collect\n"
    ),
    "silence": (
        "docs/glossary.yml:1               Silence\ndocs/recommendations/LLME-001.md  Ask before you collect\n"
    ),
    "checklist": (
        "docs/about/how-to-use.md:8        Fill in the checklist\n"
        "docs/tools.yml:1                  A checklist\n"
        "docs/recommendations/LLME-001.md  Ask before you collect\n"
    ),
    "names": (
        "bibliography/guide.bib:27         li2021names: Names of the World\n"
        "docs/tools.yml:1                  A checklist\n"
        "docs/recommendations/LLME-001.md  Ask before you collect\n"
        "docs/stages/collecting.md:10      Consent\n"
    ),
}


@pytest.mark.parametrize("words", FOUND)
def test_recommendations_sections_tools_terms_and_sources_are_found(words):
    assert told(words) == FOUND[words]


@pytest.mark.parametrize("words", ["ask collect", "COLLECT asking", "asked, collection!", "LLME-001", "1"])
def test_a_recommendation_is_found_by_forms_of_its_words_and_by_its_id(words):
    assert told(words).splitlines()[0].split("  ")[0] == "docs/recommendations/LLME-001.md"


def test_where_nothing_has_all_words_what_has_most_is_shown():
    assert told("silence xyzzy plugh").splitlines() == told("silence").splitlines()


def test_what_is_not_there():
    done = script("find.py", "--root", SMALL, "xyzzy")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "nothing was found; try another word for it, or only its beginning\n"


@pytest.mark.parametrize(
    ("words", "identifier"),
    [
        ("crowd work", "LLME-017"),
        ("crowdworkers", "LLME-017"),
        ("robots.txt", "LLME-008"),
        ("scraping", "LLME-008"),
        ("datasheets", "LLME-011"),
        ("annotator background", "LLME-016"),
    ],
)
def test_what_a_volunteer_looks_for_in_the_guide_comes_first(words, identifier):
    assert told(words, ROOT).split()[0] == f"docs/recommendations/{identifier}.md"


def test_no_more_than_a_screen_is_printed():
    lines = told("the", ROOT).splitlines()
    assert len(lines) == find.MOST + 1
    assert lines[-1].endswith(" more; another word makes them fewer")


def test_words_are_cut_to_what_their_forms_share():
    words = ["annotation", "annotations", "annotators", "annotating", "annotated"]
    assert [find.stem_of(word) for word in words] == ["annot", "annot", "annotat", "annotat", "annotat"]
    assert [find.stem_of(word) for word in ("use", "bias", "données", "policies", "policy")] == [
        "use", "bias", "donné", "polic", "polic"
    ]  # fmt: skip


def test_without_words():
    assert said(make("find")) == 'no word was given; for example: make find WORDS="crowd work"'
    assert said(make("find", WORDS="?!")) == 'no word was given; for example: make find WORDS="crowd work"'
    done = make("find", "crowd", "work")
    assert (done.returncode, done.stdout) == (2, "")
    assert "a text of several words in quotes" in done.stderr


def test_a_guide_with_problems_is_searched_too(folder):
    (folder / "docs/tools.yml").write_text("- [", "utf-8")
    (folder / "docs/recommendations/LLME-002.md").write_bytes(b"\0\xff")
    (folder / "docs/stages/measuring.md").write_text("---\ntitle: [x\n---\n\n## Silence {#a}\n", "utf-8")
    assert "docs/stages/measuring.md:5" in told("silence", folder)
