"""Files for programs: each is read again by other means than ours, and compared with the guide."""

import csv
import hashlib
import io
import json
import posixpath
import re
from dataclasses import replace

import bibtexparser
import jsonschema
import pybtex.database
import pypandoc
import pytest

from llme.citations.latex import encoded
from llme.citations.references import works_of
from llme.content.guide import Guide
from llme.content.load import load
from llme.content.model import Recommendation, Stage, Topic, Work
from llme.outputs.data import ExportedGuide, ExportedRecommendation, all_files, schema
from llme.outputs.derived import COLUMNS, GUIDE, ORIGINALS, derived
from llme.versions.edition import Edition

SITE = "https://example.org/"


def newest(guide) -> str:
    """The version of the newest release, or `dev` where there is none."""
    return guide.releases[-1].version if guide.releases else "dev"


@pytest.fixture(params=["small", "real", "past"])
def guide(request) -> Guide:
    return request.getfixturevalue(request.param)


@pytest.fixture
def own(guide) -> dict[str, str]:
    """The files in the folder of the edition."""
    return all_files(guide, Edition(newest(guide), SITE))


@pytest.fixture
def files(own) -> dict[str, str]:
    """The same, with what stands under `latest` beside them."""
    return own | derived(own)


@pytest.fixture
def hostile(folder) -> dict[str, str]:
    """The files of a guide with markup, quotes and separators wherever a text may hold them."""
    nasty = r'\emph{a} \\ $x_1$ <script>&amp;</script> "q", \'e; TY  - X # % @misc{x} ]]> =1'
    path = folder / "docs/recommendations/LLME-001.md"
    text = path.read_text("utf-8").replace("Ask people first, and", f"{nasty}\n\n  ER  - ")
    path.write_text(text.replace("do: ", "do: |\n  "), "utf-8")
    path = folder / "bibliography/guide.bib"
    text = path.read_text("utf-8").replace("The Second Paper of That Year", nasty)
    path.write_text(text.replace("{{World Health Organization}}", f"{{{{{nasty}}}}}"), "utf-8")
    spoiled = load(folder)
    assert nasty in spoiled.by_id["LLME-001"].do
    assert len(spoiled.works) == 4
    return all_files(spoiled, Edition())


def with_first(guide: Guide, **fields) -> Guide:
    """The guide, its first recommendation changed."""
    first, *others = guide.recommendations
    return replace(guide, recommendations=(first.model_copy(update=fields), *others))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def by_pandoc(files: dict[str, str]) -> dict[str, dict[str, dict]]:
    """By format, what pandoc reads: works by key."""
    names = {"biblatex": "bib", "ris": "ris", "csljson": "json"}
    read = {
        name: json.loads(pypandoc.convert_text(files[f"data/references.{ending}"], "csljson", format=name))
        for name, ending in names.items()
    }
    return {name: {work["id"]: work for work in works} for name, works in read.items()}


def plain(works) -> dict[str, tuple[str, dict[str, str]]]:
    """Works by key as type and fields: the file may escape what the bibliography does not."""
    return {work.key: (work.type, work.fields) for work in works}


def for_latex(name: str, raw: str) -> str:
    return raw if name in ("doi", "url", "eprint") else encoded(re.sub(r"\\?([&_#%$])", r"\\\1", raw))


def straight(text: str) -> str:
    """The text with typewriter quotes and dashes: pandoc makes them typographic, differently for each format."""
    return re.sub("[“”‘’\"'`]", "'", text).replace("--", "–").replace("\N{NO-BREAK SPACE}", " ")


def test_the_files(small):
    assert list(all_files(small, Edition())) == [
        "data/checklist.schema.json",
        "data/crosswalk.csv",
        "data/frameworks.json",
        "data/frameworks.schema.json",
        "data/guide.json",
        "data/guide.schema.json",
        "data/manifest.json",
        "data/recommendation.schema.json",
        "data/recommendations.csv",
        "data/references.bib",
        "data/references.json",
        "data/references.ris",
        "data/tools.json",
        "feeds/LLME-001.atom",
        "feeds/LLME-001.json",
        "feeds/LLME-002.atom",
        "feeds/LLME-002.json",
        "feeds/all.atom",
        "feeds/all.json",
        "feeds/stage-collecting.atom",
        "feeds/stage-collecting.json",
        "feeds/stage-measuring.atom",
        "feeds/stage-measuring.json",
        "recommendations/LLME-001.json",
        "recommendations/LLME-002.json",
    ]


def test_a_release_holds_each_datum_once(past):
    assert list(all_files(past, Edition("2.0.0"))) == [
        "data/checklist.schema.json",
        "data/frameworks.json",
        "data/frameworks.schema.json",
        "data/guide.json",
        "data/guide.schema.json",
        "data/manifest.json",
        "data/recommendation.schema.json",
        "data/references.bib",
    ]


@pytest.mark.parametrize("name", ["small", "real", "past", "hostile"])
def test_what_is_made_of_published_files_is_what_a_draft_has(name, request):
    """A published file is read again, LaTeX's escapes and all."""
    found = request.getfixturevalue(name)
    files = found if name == "hostile" else all_files(found, Edition("dev", SITE))
    made = derived({path: files[path] for path in ORIGINALS})
    assert {path: files[path] for path in made} == made
    assert set(files) == {path for path in files if path.startswith("feeds/")} | set(made) | set(
        all_files(request.getfixturevalue("small"), Edition("1.0.0"))
    )


def test_where_a_half_comes_from_is_empty_in_a_release_from_before_it_was_told(own):
    data = json.loads(own[GUIDE])
    rows = [{name: value for name, value in one.items() if "_from" not in name} for one in data["recommendations"]]
    made = derived({**own, GUIDE: json.dumps({**data, "recommendations": rows})})["data/recommendations.csv"]
    assert rows
    assert [(row["do_from"], row["dont_from"]) for row in csv.DictReader(io.StringIO(made))] == [("", "")] * len(rows)


def test_making_them_twice_gives_the_same(guide, own, files):
    assert all_files(guide, Edition(newest(guide), SITE)) == own
    assert all(text.endswith("\n") and not text.endswith("\n\n") for text in files.values())


def as_released(recommendation: Recommendation, version: str) -> Recommendation:
    """The same with the version in the place of `next`; a draft is none."""
    version = "next" if version == "dev" else version
    changes = tuple(
        change.model_copy(update={"version": change.version.replace("next", version)})
        for change in recommendation.changes
    )
    return recommendation.model_copy(update={"changes": changes})


def told(one: Recommendation | Stage | Topic) -> Recommendation | Stage | Topic:
    """As data have it: without the words by which the search finds it."""
    return one.model_copy(update={"found_by": ()})


def test_guide_json_holds_the_guide(guide, files):
    data = ExportedGuide.model_validate_json(files["data/guide.json"])
    ours = Recommendation.model_fields
    kept = tuple(Recommendation.model_validate(one.model_dump(include=set(ours))) for one in data.recommendations)
    assert kept == tuple(told(as_released(one, newest(guide))) for one in guide.recommendations)
    assert [list(one.cites) for one in data.recommendations] == [guide.cites(one) for one in guide.recommendations]
    assert data.stages == tuple(map(told, guide.stages))
    assert (data.topics, data.roles) == ({slug: told(one) for slug, one in guide.topics.items()}, guide.roles)
    assert (data.tools, data.glossary) == (tuple(guide.tools.values()), guide.glossary)
    works = {key: one.model_dump() for key, one in data.works.items()}
    assert works == {key: {"type": work.type, **work.fields} for key, work in guide.works.items()}


def test_guide_json_of_a_release_is_its_snapshot(past):
    data = json.loads(all_files(past, Edition("2.0.0", SITE))["data/guide.json"])
    document = past.by_path["docs/releases/2.0.0.json"]
    snapshot = json.loads(document.text)
    assert [one.pop("url") for one in data["recommendations"]] == [
        f"https://example.org/2.0.0/recommendations/LLME-00{number}/" for number in range(1, 8)
    ]
    seals = ("previous", "digest", "summary", "work", "made_from")
    assert data == {name: value for name, value in snapshot.items() if name not in seals}


def test_guide_json_of_a_draft_says_so(small):
    data = json.loads(all_files(small, Edition())["data/guide.json"])
    assert (data["format"], data["version"], data["date"]) == (1, "dev", None)
    first = data["recommendations"][0]
    assert first["changes"] == [{"version": "next", "kind": "added", "note": "First text."}]
    assert first["url"] == "../recommendations/LLME-001/"


def test_the_schema_names_every_field(files):
    data, told = json.loads(files["data/guide.json"]), json.loads(files["data/guide.schema.json"])
    assert told == schema()
    assert told["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert (list(told["properties"]), told["required"]) == (list(data), list(data))
    shape = told["$defs"]["ExportedRecommendation"]
    assert set(ExportedRecommendation.model_fields) - {"found_by"} == set(shape["properties"])
    assert all(set(one) == set(shape["properties"]) for one in data["recommendations"])
    assert shape["additionalProperties"] is False
    assert told["$defs"]["ExportedWork"]["additionalProperties"] == {"type": "string"}


def test_each_recommendation_has_its_own_entry_and_its_schema(guide, files):
    entries = {one["id"]: one for one in json.loads(files["data/guide.json"])["recommendations"]}
    told = json.loads(files["data/recommendation.schema.json"])
    assert told == schema(ExportedRecommendation)
    jsonschema.Draft202012Validator.check_schema(told)
    alone = {path: json.loads(text) for path, text in files.items() if path.startswith("recommendations/")}
    assert alone == {f"recommendations/{name}.json": one for name, one in entries.items()}
    for one in alone.values():
        jsonschema.validate(one, told)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**one, "more": 1}, told)


def test_a_relative_address_leads_from_either_file_to_the_page(small):
    files = all_files(small, Edition())
    for path in ("data/guide.json", "recommendations/LLME-001.json"):
        data = json.loads(files[path])
        one = data["recommendations"][0] if "recommendations" in data else data
        assert posixpath.normpath(posixpath.join(posixpath.dirname(path), one["url"])) == "recommendations/LLME-001"


def test_csv_holds_the_recommendations(guide, files):
    read = rows(files["data/recommendations.csv"])
    assert tuple(read[0]) == COLUMNS
    assert read == [
        {
            "id": one.id,
            "title": one.title,
            "stage": one.stage,
            "also": "; ".join(one.also),
            "topics": "; ".join(one.topics),
            "roles": "; ".join(one.roles),
            "do": one.do,
            "do_from": one.do_from,
            "dont": one.dont,
            "dont_from": one.dont_from,
            "status": one.status,
            "superseded_by": "; ".join(one.superseded_by),
            "since": newest(guide) if guide.releases and one.since == "next" else one.since,
            "reviewed": one.reviewed.isoformat(),
            "sources": "; ".join(guide.cites(one)),
            "url": f"https://example.org/{newest(guide)}/recommendations/{one.id}/",
        }
        for one in guide.recommendations
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_no_cell_is_a_formula(small, text):
    first, second = rows(all_files(with_first(small, title=text), Edition())["data/recommendations.csv"])
    assert first["title"] == f"'{text}"
    assert second["title"] == "Do not trust a single number"


def test_lines_and_quotes_in_a_cell_break_no_row(small):
    text = 'a "b"\r\nc, d\re\n=f; -g'
    first, second = rows(all_files(with_first(small, do=text), Edition())["data/recommendations.csv"])
    assert first["do"] == 'a "b"\nc, d\ne\n=f; -g'
    assert second["title"] == "Do not trust a single number"


def test_bib_holds_the_same_works(guide, files):
    works = works_of("again.bib", files["data/references.bib"])
    assert plain(works) == plain(guide.works.values())
    assert [work.key for work in works] == sorted(guide.works)


def test_bib_is_read_by_other_programs(guide, files):
    library = bibtexparser.parse_string(files["data/references.bib"])
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == sorted(guide.works)
    entries = pybtex.database.parse_string(files["data/references.bib"], "bibtex").entries
    assert list(entries) == sorted(guide.works)
    for key, work in guide.works.items():
        people = {name: work.raw[name] for name in ("author", "editor") if name in work.raw}
        others = {name: for_latex(name, value) for name, value in work.raw.items() if name not in people}
        assert entries[key].type == work.type
        assert dict(entries[key].fields) == others
        assert {name: len(found) for name, found in entries[key].persons.items()} == {
            name: len(re.split(r" and (?![^{]*\})", value)) for name, value in people.items()
        }


def test_pandoc_reads_the_same_works_in_all_three_formats(guide, files):
    read = by_pandoc(files)
    titles = {key: straight(work.fields["title"]) for key, work in guide.works.items()}
    for works in read.values():
        assert {key: straight(work["title"]) for key, work in works.items()} == titles


def test_names_are_those_that_pandoc_reads_from_bibtex(files):
    read = by_pandoc(files)["biblatex"]
    for work in json.loads(files["data/references.json"]):
        found = [{name: straight(text) for name, text in person.items()} for person in read[work["id"]]["author"]]
        assert [{name: straight(text) for name, text in person.items()} for person in work["author"]] == found


def test_punctuation_of_bibtex_is_that_of_people_elsewhere_but_not_in_addresses(small):
    texts = {"author": "{Here -- There}", "title": "{A--B---C -- ``D''}", "journal": "{{E -- F}}", "number": "7--8"}
    raw = {**texts, "pages": "1--9", "url": "https://example.org/a--b", "doi": "10.1000/a--b"}
    work = Work(key="a", type="article", raw=raw, fields={name: text.strip("{}") for name, text in raw.items()})
    files = all_files(replace(small, works={"a": work}), Edition())
    csl = json.loads(files["data/references.json"])[0]
    assert csl == {
        "id": "a",
        "type": "article-journal",
        "author": [{"literal": "Here – There"}],
        "title": "A–B—C – “D”",
        "container-title": "E – F",
        "issue": "7–8",
        "page": "1–9",
        "DOI": "10.1000/a--b",
        "URL": "https://example.org/a--b",
    }
    assert files["data/references.ris"].split("\n")[2:-2] == [
        "AU  - Here – There,",
        "TI  - A–B—C – “D”",
        "T2  - E – F",
        "IS  - 7–8",
        "SP  - 1",
        "EP  - 9",
        "DO  - 10.1000/a--b",
        "UR  - https://example.org/a--b",
    ]
    assert [line.partition(" = ")[2] for line in files["data/references.bib"].split("\n")[1:-2]] == [
        f"{{{text}}}," for text in raw.values()
    ]
    assert {name: by_pandoc(files)["biblatex"]["a"][name] for name in ("author", "title", "container-title")} == {
        name: csl[name] for name in ("author", "title", "container-title")
    }


KINDS = r"""
@phdthesis{f, author = {A, B}, title = {{T}}, school = {U}, year = {2020}, url = {https://example.org/}}
@article{a,
  author = {{van de Poel}, Ibo and {World Health Organization} and Kahn, Jr., Peter H. and {boyd}, danah and others},
  title = {{R\&D at 50\%}}, journal = {{AI & Society}}, year = {2020}, volume = {3}, number = {7–8},
  pages = {610--623}, doi = {10.1/a_b}, eprint = {2410.19812}, eprinttype = {arxiv},
}
@book{b,
  editor = {Curry, Ada}, title = {{T}}, publisher = {P}, year = {2020}, series = {S}, number = {4}, edition = {2},
  url = {https://example.org/},
}
@techreport{c, author = {A, B}, title = {{T}}, institution = {I}, number = {AI 1}, year = {2020},
  url = {https://example.org/}, urldate = {2024-01-02}, pages = {e12}}
@misc{d, author = {A, B}, title = {{T}}, eprint = {2410.19812}, eprinttype = {arxiv}}
@misc{e, author = {A, B}, title = {{T}}, year = {forthcoming}, note = {N}, url = {https://example.org/}}
"""


@pytest.fixture
def kinds(folder) -> dict[str, str]:
    (folder / "bibliography/guide.bib").write_text(KINDS, "utf-8")
    return all_files(load(folder), Edition())


def test_csl(kinds):
    ab = [{"family": "A", "given": "B"}]
    assert json.loads(kinds["data/references.json"]) == [
        {
            "id": "a",
            "type": "article-journal",
            "author": [
                {"family": "Poel", "given": "Ibo", "non-dropping-particle": "van de"},
                {"literal": "World Health Organization"},
                {"family": "Kahn", "given": "Peter H.", "suffix": "Jr."},
                {"family": "boyd", "given": "danah"},
                {"literal": "others"},
            ],
            "title": "R&D at 50%",
            "container-title": "AI & Society",
            "issued": {"date-parts": [[2020]]},
            "volume": "3",
            "issue": "7–8",
            "page": "610–623",
            "DOI": "10.1/a_b",
            "URL": "https://arxiv.org/abs/2410.19812",
        },
        {
            "id": "b",
            "type": "book",
            "editor": [{"family": "Curry", "given": "Ada"}],
            "title": "T",
            "collection-title": "S",
            "publisher": "P",
            "issued": {"date-parts": [[2020]]},
            "collection-number": "4",
            "edition": "2",
            "URL": "https://example.org/",
        },
        {
            "id": "c",
            "type": "report",
            "author": ab,
            "title": "T",
            "publisher": "I",
            "issued": {"date-parts": [[2020]]},
            "number": "AI 1",
            "page": "e12",
            "URL": "https://example.org/",
            "accessed": {"date-parts": [[2024, 1, 2]]},
        },
        {
            "id": "d",
            "type": "article",
            "author": ab,
            "title": "T",
            "publisher": "arXiv",
            "number": "arXiv:2410.19812",
            "URL": "https://arxiv.org/abs/2410.19812",
        },
        {
            "id": "e",
            "type": "document",
            "author": ab,
            "title": "T",
            "issued": {"literal": "forthcoming"},
            "URL": "https://example.org/",
            "note": "N",
        },
        {
            "id": "f",
            "type": "thesis",
            "author": ab,
            "title": "T",
            "publisher": "U",
            "genre": "PhD thesis",
            "issued": {"date-parts": [[2020]]},
            "URL": "https://example.org/",
        },
    ]


def test_ris(kinds):
    records = kinds["data/references.ris"].split("\n\n")
    assert records[0] == (
        "TY  - JOUR\nID  - a\nAU  - van de Poel, Ibo\nAU  - World Health Organization,\nAU  - Kahn, Peter H., Jr.\n"
        "AU  - boyd, danah\nAU  - others,\nTI  - R&D at 50%\nT2  - AI & Society\nPY  - 2020\nVL  - 3\nIS  - 7–8\n"
        "SP  - 610\nEP  - 623\nDO  - 10.1/a_b\nAN  - arXiv:2410.19812\nUR  - https://arxiv.org/abs/2410.19812\nER  - "
    )
    assert records[1] == (
        "TY  - BOOK\nID  - b\nED  - Curry, Ada\nTI  - T\nT3  - S\nPY  - 2020\nIS  - 4\nET  - 2\nPB  - P\n"
        "UR  - https://example.org/\nER  - "
    )
    assert records[2] == (
        "TY  - RPRT\nID  - c\nAU  - A, B\nTI  - T\nPY  - 2020\nSN  - AI 1\nSP  - e12\nPB  - I\n"
        "UR  - https://example.org/\nY2  - 2024/01/02\nER  - "
    )
    assert [record.split("\n")[0] for record in records[3:]] == ["TY  - GEN", "TY  - GEN", "TY  - THES"]


def test_tools_json_holds_the_tools(guide, files):
    data = json.loads(files["data/tools.json"])
    assert data.pop("tools") == [json.loads(tool.model_dump_json()) for tool in guide.tools.values()]
    day = guide.releases[-1].date.isoformat() if guide.releases else None
    assert data == {"format": 1, "version": newest(guide), "date": day}


def test_the_manifest_fits_the_files(own):
    files = own
    data = json.loads(files["data/manifest.json"])
    assert [one["path"] for one in data["files"]] == sorted(set(files) - {"data/manifest.json"})
    for one in data["files"]:
        content = files[one["path"]].encode()
        assert one == {"path": one["path"], "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    head = {name: value for name, value in data.items() if name != "files"}
    assert head == {name: json.loads(files["data/guide.json"])[name] for name in head}
    assert list(head) == ["format", "version", "date"]


def test_markup_in_a_text_breaks_no_file(hostile, folder):
    guide = load(folder)
    do = guide.by_id["LLME-001"].do
    assert ExportedGuide.model_validate_json(hostile["data/guide.json"]).recommendations[0].do == do
    assert [row["do"] for row in rows(hostile["data/recommendations.csv"])] == [do, ""]
    works = works_of("again.bib", hostile["data/references.bib"])
    assert plain(works) == plain(guide.works.values())
    assert list(pybtex.database.parse_string(hostile["data/references.bib"], "bibtex").entries) == sorted(guide.works)
    titles = {work["id"]: work["title"] for work in json.loads(hostile["data/references.json"])}
    assert titles == {key: work.fields["title"] for key, work in guide.works.items()}
    tags = re.findall(r"^([A-Z][A-Z0-9])  - ", hostile["data/references.ris"], re.MULTILINE)
    assert (tags.count("TY"), tags.count("ER")) == (4, 4)
    assert {name: sorted(works) for name, works in by_pandoc(hostile).items()} == dict.fromkeys(
        ("biblatex", "ris", "csljson"), sorted(guide.works)
    )


def test_a_value_whose_braces_do_not_match_breaks_no_entry(small, tmp_path):
    works = dict(small.works)
    work = works["adams2020second"]
    raw, fields = {**work.raw, "title": "The {Second"}, {**work.fields, "title": "The Second"}
    works["adams2020second"] = work.model_copy(update={"raw": raw, "fields": fields})
    files = all_files(replace(small, works=works), Edition())
    read = works_of("again.bib", files["data/references.bib"])
    assert plain(read) == plain(works.values())
    assert "  title = {The Second}," in files["data/references.bib"]
