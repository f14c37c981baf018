"""Comparing entries with the records of registries: what differs, what does not, and the command."""

import pytest

import compare
from llme.content.bibliography import parse_bibliography
from registry_server import registries
from sources.comparing import differences
from sources.registry import Registry

TITLE = "On the Dangers of 50\\% Parrots"


def entry(kind="inproceedings", key="parrots", **fields):
    given = {
        "author": "{{van Gogh}, Vera and {Acme \\& Co}}",
        "title": f"{{{{{TITLE}}}}}",
        "year": "{2021}",
        "booktitle": "{{Proceedings of the Parrot Conference}}",
        "pages": "{610--623}",
        "doi": "{10.5555/parrots}",
    } | {name: f"{{{value}}}" for name, value in fields.items()}
    rows = [f"  {name} = {value},\n" for name, value in given.items() if value != "{}"]
    return "".join([f"@{kind}{{{key},\n", *rows, "}\n"])


def told(facts, **fields):
    _, [work] = parse_bibliography("guide.bib", entry(**fields))
    return [f"{one.field}: {one.message}" for one in differences(work, facts)]


def authors(*names):
    people = [name.partition(", ") for name in names]
    return {"author": [{"family": family, "given": given} for family, _, given in people]}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Hatfield-Dodds, Zac and Daumé III, Hal", ["Hatfield Dodds, Zac", "Daume, Hal"]),
        ("Vaughan, Jennifer Wortman and {van der Wal}, Oskar", ["Wortman Vaughan, Jennifer", "Van Der Wal, Oskar"]),
        ("Müller, Søren and Łukasz, Łuk", ['M\\"{u}ller, S{\\o}ren', "\\L ukasz, \\L uk"]),
        ("Raji, Inioluwa Deborah and O'Gara, Aidan", ["RAJI, INIOLUWA D.", "O’Gara, A."]),
        ("Smith, Eric Michael and Lee, Min Kyung", ["Smith, Eric", "Lee, Min K."]),
        ("Ji, Jiaming and others", ["Ji, Jiaming", "Gao, Wen"]),
    ],
)
def test_one_author_in_two_forms_is_no_difference(ours, theirs):
    assert told(authors(*theirs), author=ours) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "message"),
    [
        ("Kernion, John", ["Kernion, Jackson"], "`John Kernion`; the record has `Jackson Kernion`"),
        ("Sifre, L.", ["Sifre, Laurent"], "only an initial: `L. Sifre`; the record has `Laurent Sifre`"),
        ("Dodds, Zac", ["Hatfield-Dodds, Zac"], "`Zac Dodds`; the record has `Zac Hatfield-Dodds`"),
        ("A, B and C, D", ["A, B", "E, F", "C, D"], "the record has `F E` too"),
        ("A, B and C, D", ["A, B"], "`D C` is not in the record"),
        (
            "Raji, D and Bender, E and Denton, R",
            ["Raji, D", "Denton, R", "Bender, E"],
            "`E Bender` stands where the record has `R Denton`",
        ),
    ],
)
def test_another_author_is_told(ours, theirs, message):
    assert told(authors(*theirs), author=ours) == [f"author: {message}"]


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"title": "ON THE DANGERS of 50% parrots"}, {}),
        (
            {"title": ["On the “Dangers”"], "subtitle": ["of 50% Par\\-rots"]},
            {"title": "On the Dangers: of 50\\% Parrots"},
        ),
        ({"title": "A dataset"}, {"title": "{A Data Set}"}),
        ({"issued": {"date-parts": [[2022]]}, "published-online": {"date-parts": [[2021, 5]]}}, {}),
        ({"container-title": "2021 Parrot Conference (PC '21)"}, {}),
        ({"container-title": ["Parrots", "Proceedings of the Parrot Conference"]}, {}),
        ({"page": "610–23"}, {}),
        ({"page": "", "article-number": "175"}, {"pages": "175"}),
        ({"DOI": "10.5555/PARROTS"}, {}),
        ({"DOI": "10.48550/arXiv.2401.00001"}, {"doi": "", "eprint": "2401.00001"}),
        ({}, {}),
    ],
)
def test_another_form_of_a_field_is_no_difference(facts, fields):
    assert told(facts, **fields) == []


@pytest.mark.parametrize(
    ("facts", "fields", "message"),
    [
        ({"title": "On Parrots"}, {}, "title: `On the Dangers of 50% Parrots`; the record has `On Parrots`"),
        ({"issued": {"date-parts": [[2022]]}}, {}, "year: `2021`; the record has `2022`"),
        (
            {"container-title": "Journal of Birds"},
            {},
            "venue: `Proceedings of the Parrot Conference`; the record has `Journal of Birds`",
        ),
        ({"page": "1-9"}, {}, "pages: `610--623`; the record has `1-9`"),
        ({"page": "1-9"}, {"pages": ""}, "pages: none; the record has `1-9`"),
        (
            {"DOI": "10.5555/other"},
            {"doi": "", "url": "https://example.org"},
            "doi: none; the record has `10.5555/other`",
        ),
    ],
)
def test_another_value_is_told(facts, fields, message):
    assert told(facts, **fields) == [message]


@pytest.fixture
def registry():
    with registries() as (address, server):
        server.address = address
        yield Registry(f"{address}doi/", f"{address}crossref/", pause=0)


@pytest.fixture
def shelf(folder):
    """A guide with one entry as in its record, one that differs, and one of which the registry knows nothing."""
    wrong = entry(key="wrong", author="{Acme \\& Co} and {van Gogh}, Vincent", year="2020", pages="")
    unknown = entry(key="unknown", doi="10.5555/broken")
    (folder / "bibliography/guide.bib").write_text(f"{entry()}\n{unknown}\n{wrong}", "utf-8")
    return folder


def test_the_whole_bibliography(shelf, registry, tmp_path, capsys):
    kept = tmp_path / "report.md"
    assert compare.main(["--root", str(shelf), "--report", str(kept)], registry) == 1
    host = registry.doi.split("/")[2]
    assert kept.read_text("utf-8") == capsys.readouterr().out
    assert kept.read_text("utf-8") == (
        "2 compared with their records; 1 differ.\n\n"
        "## Not as in the record; look which of the two is right\n\n"
        "- `wrong`\n"
        "  - author: `Acme & Co` stands where the record has `Vera van Gogh`\n"
        "  - year: `2020`; the record has `2021`\n"
        "  - pages: none; the record has `610-623`\n\n"
        "## Not compared\n\n"
        f"- `unknown`: `{host} answered 500 Internal Server Error; try again later`\n"
    )


@pytest.mark.parametrize("name", ["parrots", "10.5555/PARROTS", "https://doi.org/10.5555/parrots"])
def test_one_work(shelf, registry, name, capsys):
    (shelf / "bibliography/guide.bib").write_text(entry(), "utf-8")
    assert compare.main(["--root", str(shelf), name], registry) == 0
    assert capsys.readouterr().out == "1 compared with their records; 0 differ.\n"


def test_a_work_that_is_not_there(shelf, registry, capsys):
    with pytest.raises(SystemExit, match="2"):
        compare.main(["--root", str(shelf), "nobody2020"], registry)
    assert "`nobody2020` is no work of the bibliography" in capsys.readouterr().err
