"""Adding sources from registries, and asking whether links still answer: against a server on loopback."""

import json
import time

import pytest

import source
from llme.content.load import load
from llme.rules import check
from registry_server import registries
from sources import links
from sources.entries import Identifier, entry_of, identifiers, insert_entry, scaffold_entry
from sources.pages import Page
from sources.registry import Registry, RegistryError
from sources.web import AGENT, Limits, Web


@pytest.fixture
def server():
    with registries() as (address, server):
        server.address = address
        yield server


@pytest.fixture
def registry(server):
    return Registry(f"{server.address}doi/", f"{server.address}crossref/", pause=0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("10.1145/3442188.3445922 – a paper.", [("doi", "10.1145/3442188.3445922")]),
        ("see https://doi.org/10.5555/abc, and doi:10.5555/def.", [("doi", "10.5555/abc"), ("doi", "10.5555/def")]),
        ("arXiv:2410.19812v2 https://arxiv.org/pdf/2412.16022", [("eprint", "2410.19812"), ("eprint", "2412.16022")]),
        ("10.48550/arXiv.2410.19812", [("eprint", "2410.19812")]),
        ("https://example.org/a?b=1.", [("url", "https://example.org/a?b=1")]),
        ("javascript:alert(1) http://example.org 10.1/x", []),
    ],
)
def test_identifiers_in_a_text(text, found):
    assert [(one.kind, one.value) for one in identifiers(text)] == found


def test_an_entry_is_put_in_its_place():
    text = "@misc{a,\n}\n\n@misc{c,\n}\n"
    assert insert_entry(text, "b", "@misc{b,\n}") == "@misc{a,\n}\n\n@misc{b,\n}\n\n@misc{c,\n}\n"
    assert insert_entry(text, "d", "@misc{d,\n}") == "@misc{a,\n}\n\n@misc{c,\n}\n\n@misc{d,\n}\n"


def test_adding_by_doi(folder, registry, server, capsys):
    assert source.main(["--root", str(folder), "add", "https://doi.org/10.5555/parrots"], registry) == 0
    entry = (
        "@inproceedings{vangogh2021dangers,\n"
        "  author     = {{van Gogh}, Vera and {Acme \\& Co}},\n"
        "  title      = {{On the Dangers of 50\\% Parrots}},\n"
        "  year       = {2021},\n"
        "  booktitle  = {{Proceedings of the Parrot Conference}},\n"
        "  pages      = {610--623},\n"
        "  publisher  = {A Press},\n"
        "  doi        = {10.5555/parrots},\n"
        "}\n"
    )
    printed = capsys.readouterr().out
    assert printed == (
        f"added `vangogh2021dangers`\n\n{entry}\nno problems\n"
        "next: cite it as [@vangogh2021dangers]; until then, the checks say that nothing does\n"
    )
    assert entry in (folder / "bibliography/guide.bib").read_text("utf-8")
    assert {one.code for one in check(load(folder))} == {"source-uncited"}
    assert server.asked == [("GET", "/doi/10.5555/parrots", AGENT)]
    assert source.main(["--root", str(folder), "add", "10.5555/PARROTS"], registry) == 0
    assert capsys.readouterr().out == "10.5555/PARROTS is there already, as `vangogh2021dangers`\n"
    assert len(server.asked) == 1


def test_adding_by_arxiv_id_and_by_address(folder, registry, server, capsys):
    assert source.main(["--root", str(folder), "add", "2401.00001"], registry) == 0
    assert "@misc{doe2024preprint,\n" in capsys.readouterr().out
    _, entry = entry_of(registry.facts(Identifier("url", f"{server.address}page")), Identifier("url", "https://x.org/"))
    assert entry == (
        "@online{roe2023pages,\n"
        "  author     = {Roe, Richard and Major, Mary},\n"
        "  title      = {{Of \\& on pages}},\n"
        "  year       = {2023},\n"
        "  url        = {https://x.org/},\n"
        "}"
    )
    bare = registry.facts(Identifier("url", f"{server.address}bare"))
    assert entry_of(bare, Identifier("url", "https://x.org/bare")) == (
        "url-x-org-bare",
        "@online{url-x-org-bare,\n  title      = {{Bare}},\n  url        = {https://x.org/bare},\n}",
    )


@pytest.mark.parametrize(
    ("meta", "author"),
    [
        ('name="author" content="European Commission"', "{European Commission}"),
        ('name="author" content="Jane Doe"', "{Jane Doe}"),
        ('name="author" content="Doe, Jane"', "Doe, Jane"),
        ('name="author" content="Acme, Inc."', "{Acme, Inc.}"),
        ('name="citation_author" content="Jane Mary Doe"', "Doe, Jane Mary"),
        ('name="citation_author" content="World Health Organization"', "{World Health Organization}"),
        ('name="citation_author" content="UNESCO"', "{UNESCO}"),
        ('name="author" content="Site"><meta name="citation_author" content="Doe, J."', "Doe, J."),
    ],
)
def test_a_person_is_split_and_an_organisation_is_not(meta, author):
    facts = Page(f"<title>T</title><meta {meta}>").facts("https://x.org/")
    assert f"  author     = {{{author}}},\n" in entry_of(facts, Identifier("url", "https://x.org/"))[1]


def test_filling_what_a_draft_left_open(folder, registry, capsys):
    mark = Identifier("doi", "10.5555/parrots")
    path = folder / "bibliography/guide.bib"
    path.write_text(insert_entry(path.read_text("utf-8"), mark.key, scaffold_entry(mark)), "utf-8")
    page = folder / "docs/recommendations/LLME-002.md"
    page.write_text(page.read_text("utf-8").replace("[@health2410report]", f"[@health2410report; @{mark.key}, p. 2]"))
    assert source.main(["--root", str(folder), "add", "10.5555/parrots"], registry) == 0
    assert capsys.readouterr().out.startswith("filled `vangogh2021dangers`")
    assert "[@health2410report; @vangogh2021dangers, p. 2]" in page.read_text("utf-8")
    assert mark.key not in path.read_text("utf-8")
    assert check(load(folder)) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("10.5555/unknown", "does not know 10.5555/unknown"),
        ("10.5555/garbled", "10.5555/garbled has no facts in a form that can be read"),
        ("10.5555/untitled", "the facts of 10.5555/untitled have no title"),
    ],
)
def test_a_registry_that_does_not_help_changes_nothing(folder, registry, capsys, name, message):
    before = (folder / "bibliography/guide.bib").read_bytes()
    assert source.main(["--root", str(folder), "add", name], registry) == 1
    assert message in capsys.readouterr().err
    assert (folder / "bibliography/guide.bib").read_bytes() == before


HINT = (
    "  hint: open {} in a browser, and write the entry into bibliography/guide.bib by hand, in its place by key, as this "
    "one{}:\n\n"
)
THEN = "\n\nthen run `make check`, which says what is not right yet\n"
WORKS = {"10.5555/lost": "https://doi.org/", "2401.99999": "https://arxiv.org/abs/", "https://lost.example/x": ""}


def failing(**options):
    """A registry that has one try."""
    return Registry(pause=0, **{"web": Web(tries=1)} | options)


@pytest.mark.parametrize("work", WORKS)
def test_without_a_network_the_entry_can_be_written_by_hand(folder, capsys, monkeypatch, work):
    """The example is of the right type, has the identifier, and passes the checks as it is."""
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    before = (folder / "bibliography/guide.bib").read_text("utf-8")
    status = source.main(["--root", str(folder), "add", work], failing())
    told = capsys.readouterr().err
    assert status == 1
    assert (folder / "bibliography/guide.bib").read_text("utf-8") == before
    other = "; a paper of a conference is @inproceedings, with `booktitle` for `journal`" if "10." in work else ""
    host = "lost.example" if "lost.example" in work else "doi.org"
    proxy = "the proxy on the way does not answer, or refuses; the variable `https_proxy` names it"
    begin = f"not added: {host} cannot be reached: {proxy}\n{HINT.format(WORKS[work] + work, other)}"
    assert told.startswith(begin)
    assert told.endswith(THEN)
    entry = told.removeprefix(begin).removesuffix(THEN)
    key = entry.partition("{")[2].partition(",")[0]
    (folder / "bibliography/guide.bib").write_text(insert_entry(before, key, entry), "utf-8")
    page = folder / "docs/recommendations/LLME-002.md"
    page.write_text(page.read_text("utf-8").replace("[@health2410report]", f"[@health2410report; @{key}]"), "utf-8")
    guide = load(folder)
    assert check(guide) == []
    kind = {"10": "article", "24": "misc", "ht": "online"}[work[:2]]
    assert (guide.works[key].type, guide.works[key].url) == (kind, WORKS[work] + work)


def test_of_a_draft_the_place_is_told(folder, capsys):
    mark = Identifier("doi", "10.5555/parrots")
    path = folder / "bibliography/guide.bib"
    path.write_text(insert_entry(path.read_text("utf-8"), mark.key, scaffold_entry(mark)), "utf-8")
    assert source.main(["--root", str(folder), "add", mark.value], failing(doi="http://127.0.0.1:9/")) == 1
    assert " by hand, in the place of `doi-10-5555-parrots`, as this one" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        ("10.5555/unknown", "{} does not know 10.5555/unknown; is it written right?"),
        ("10.5555/broken", "{} answered 500 Internal Server Error; try again later"),
        ("10.5555/busy", "{} answered 429 Too Many Requests; try again later"),
        ("10.5555/drip", "{} gave nothing that can be used: no answer in time"),
        ("10.5555/garbled", "10.5555/garbled has no facts in a form that can be read: the answer is no JSON"),
    ],
)
def test_whatever_a_registry_says_the_way_by_hand_is_told(folder, server, capsys, work, reason):
    host = server.address.removeprefix("http://").rstrip("/")
    web = Web(tries=1, limits=Limits(seconds=0.5))
    assert source.main(["--root", str(folder), "add", work], failing(doi=f"{server.address}doi/", web=web)) == 1
    first, hint, *_ = capsys.readouterr().err.split("\n")
    assert first == f"not added: {reason.format(host)}"
    assert hint.startswith(f"  hint: open https://doi.org/{work} in a browser, and write the entry into ")


def test_a_connection_that_is_not_secure(folder, server, capsys):
    registry = failing(doi=server.address.replace("http:", "https:"))
    assert source.main(["--root", str(folder), "add", "10.5555/parrots"], registry) == 1
    host = server.address.removeprefix("http://").rstrip("/")
    assert capsys.readouterr().err.split("\n")[0] == (
        f"not added: {host} cannot be reached: no secure connection; its certificate may have expired, or something "
        "stands in between"
    )


def test_where_nothing_listens(folder, capsys):
    assert source.main(["--root", str(folder), "add", "10.5555/x"], failing(doi="http://127.0.0.1:9/")) == 1
    first = capsys.readouterr().err.split("\n")[0]
    assert first == "not added: 127.0.0.1:9 cannot be reached; is there a network? (no connection)"


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda text: text.replace("O'Neil", "x" * 10_001), "line-too-long: the line has "),
        (lambda text: "", "file-unreadable: the file is empty"),
        (lambda text: text[: len(text) // 2], "bib-syntax: "),
        (lambda text: text + "x" * 3_000_001, "file-too-large: the file has more than 3,000,000 bytes"),
    ],
)
def test_a_broken_bibliography_is_never_written(folder, registry, capsys, spoil, problem):
    """What was not read would be lost."""
    path = folder / "bibliography/guide.bib"
    path.write_text(spoil(path.read_text("utf-8")), "utf-8")
    before = path.read_bytes()
    assert source.main(["--root", str(folder), "add", "10.5555/parrots"], registry) == 1
    first, second, *_ = capsys.readouterr().err.split("\n")
    assert first == "not added: bibliography/guide.bib is broken, and has to be mended first"
    assert second.partition(": ")[2].startswith(problem)
    assert path.read_bytes() == before


def test_several_works_in_one_text(folder, registry, capsys):
    assert source.main(["--root", str(folder), "add", "10.5555/parrots, arXiv:2401.00001"], registry) == 0
    printed = capsys.readouterr().out
    assert [line for line in printed.splitlines() if line.startswith("added ")] == [
        "added `vangogh2021dangers`",
        "added `doe2024preprint`",
    ]


def test_wrong_usage(folder, capsys):
    with pytest.raises(SystemExit) as stop:
        source.main(["--root", str(folder), "add", "a book"])
    assert stop.value.code == 2
    assert "`a book` is no DOI, arXiv id or https address" in capsys.readouterr().err


def test_retractions(folder, registry):
    assert registry.notices("10.1000/names") == ["retraction: https://doi.org/10.1000/notice"]
    assert registry.notices("10.5555/unknown") == []
    with pytest.raises(RegistryError, match="Crossref's answer on"):
        registry.notices("10.5555/garbled")
    assert links.retractions(load(folder), registry) == {"li2021names": ["retraction: https://doi.org/10.1000/notice"]}


def test_links_are_asked_politely_and_what_answers_is_remembered(server, tmp_path):
    server.busy = 1
    paths = ["fine", "shy", "gone", "lost", "moved", "away", "headless", "busy"]
    urls = [server.address + path for path in paths]
    cache = tmp_path / "cache/links.json"
    answers = links.ask(urls, cache, pause=0, archive=f"{server.address}archive")
    assert [(one.state, one.detail) for one in answers] == [
        ("ok", ""),
        ("unsure", "403"),
        ("gone", "410; archived copy: https://web.archive.org/web/2020/x"),
        ("gone", "404"),
        ("moved", f"to {server.address}fine"),
        ("ok", ""),
        ("ok", ""),
        ("ok", ""),
    ]
    assert {agent for *_, agent in server.asked} == {AGENT}
    assert sorted(json.loads(cache.read_text())) == sorted(
        server.address + path for path in ("away", "busy", "fine", "headless")
    )
    server.asked.clear()
    again = links.ask(urls, cache, pause=0, archive=f"{server.address}archive")
    assert [one.state for one in again] == [one.state for one in answers]
    assert "/fine" not in [path for _, path, _ in server.asked[:1]]
    assert {path for _, path, _ in server.asked} & {"/headless", "/busy", "/away"} == set()


def test_one_request_at_a_time_to_a_host(server, tmp_path):
    started = time.monotonic()
    links.ask([server.address + path for path in ("fine", "away", "headless")], tmp_path / "links.json", pause=0.2)
    assert time.monotonic() - started >= 0.4


def test_every_kind_of_link_is_known(small):
    found = links.links(small)
    assert found["https://doi.org/10.1000/names"] == ["bibliography/guide.bib (li2021names)"]
    assert found["https://example.org/checklist"] == ["docs/tools.yml (checklist)", "docs/frameworks/arr.yml"]


def test_the_report_says_where():
    answers = [links.LinkAnswer("https://a.org/", "gone", "404"), links.LinkAnswer("https://b.org/", "ok")]
    assert links.report(
        answers, {"https://a.org/": ["docs/index.md:3"]}, {"x2020y": ["retraction: https://doi.org/10.1/n"]}
    ) == (
        "2 links; 1 answer.\n\n## Retracted, or with a notice\n\n- `x2020y`: retraction: <https://doi.org/10.1/n>\n"
        "\n## Links that lead nowhere\n\n- <https://a.org/> (404), in docs/index.md:3\n"
    )
