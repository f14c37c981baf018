"""What comes from outside is data: whatever registries and pages say, it is no more than one entry, or one line."""

import json
import re
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pypandoc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import links as links_script
import source
from llme.citations.references import bibtex, csl, ris
from llme.content.bibliography import parse_bibliography
from llme.content.load import load
from llme.patterns import INVISIBLE, SLUG, is_a
from llme.rules import check
from quoting import quoted
from sources import links
from sources.entries import Identifier, entry_of, identifiers, insert_entry, scaffold_entry
from sources.pages import Page
from sources.plain import plain_text
from sources.registry import Registry
from sources.web import WebAnswer
from support import SMALL, small_guide

BIB = (SMALL / "bibliography/guide.bib").read_text("utf-8")
ENTRIES = list(re.finditer("^@", BIB, re.MULTILINE))
HOSTILE = [
    "1}, url={https://evil.example",
    "x}}\n}\n@misc{evil,\n  title = {{x}},",
    "\\input{/etc/passwd}",
    "^^5cinput",
    "\\",
    "{",
    "}",
    "a\r\nb\u2028c",
    "\u202egnp.exe",
    "\u200b\u00ad\U000e0041\ue000\x00\x1b[31m",
    "\ud800",
    "<script>alert(1)</script>",
    "<jats:p>An <i>abstract</i></jats:p>",
    "&lt;script&gt;&amp;lt;b&amp;gt;&#123;&#92;&#x202e;",
    "&am{}p;l\u200bt;<{b}>",
    "<img src=x onerror=alert(1)",
    "100% of $5 & #1_",
    "@comment{",
    "@misc(x",
    '"',
    "=,",
    "`--no`  ''",
    "and",
    "Smith and Jones, Jr, III, x",
    "others",
    "von der",
    "~",
    "",
    " ",
    "x" * 20_000,
    "２０２１",
]
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30), st.text("{}\\@%,=\"'<>&;\n ~^$and", max_size=12))
SCALAR = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT)
ANY = st.recursive(SCALAR, lambda one: st.lists(one, max_size=3) | st.dictionaries(TEXT, one, max_size=3), max_leaves=6)
VALUE = st.one_of(TEXT, TEXT, st.lists(TEXT, max_size=2), ANY)
PERSON = st.one_of(
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys(["family", "given", "suffix", "literal", "name", "non-dropping-particle"], VALUE)
    ),
    ANY,
)
TYPE = st.sampled_from(["article-journal", "paper-conference", "chapter", "book", "report", "thesis", "webpage", "x"])
DATE = st.fixed_dictionaries({"date-parts": st.one_of(ANY, st.just([[2021]]), st.lists(st.lists(SCALAR)))})
ANSWER = st.one_of(
    st.fixed_dictionaries(
        {"title": st.one_of(VALUE, TEXT)},
        optional={
            "type": st.one_of(TYPE, ANY),
            "author": st.one_of(st.lists(PERSON, max_size=4), ANY),
            "issued": st.one_of(DATE, ANY),
            "URL": VALUE,
            "DOI": VALUE,
            **dict.fromkeys(["container-title", "volume", "issue", "page", "publisher"], VALUE),
        },
    ),
    ANY,
)
MARKS = [Identifier("doi", "10.5555/parrots"), Identifier("eprint", "2401.00001"), Identifier("doi", "10.5555/a_b%c")]
FIELDS = {
    *("author", "title", "year", "journal", "booktitle", "volume", "number", "pages"),
    *("publisher", "institution", "school"),
}
# What the checks may ask for, since a registry does not know it; nothing else.
ASKED = {"field-missing", "name-malformed", "work-repeated", "source-uncited"}


@dataclass
class Saying:
    """A web that gives one answer to everything."""

    content: bytes
    asked: list[str] = field(default_factory=list)

    def ask(self, address: str, *_, **__) -> WebAnswer:
        self.asked.append(address)
        return WebAnswer(address, 200, "OK", content=self.content)


def added(root: Path, mark: Identifier, content: bytes) -> tuple[int, str, str]:
    """The status and the output of adding a work of which a registry says this."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = source.main(["--root", str(root), "add", mark.value], Registry(pause=0, web=Saying(content)))
    return status, out.getvalue(), err.getvalue()


def assert_one_entry_more_or_nothing(root: Path, mark: Identifier, done: tuple[int, str, str]) -> None:
    status, out, err = done
    path = root / "bibliography/guide.bib"
    text = path.read_bytes().decode("utf-8")
    out.encode("utf-8")
    if status:
        assert (status, out) == (1, "")
        assert err.startswith("not added: ")
        assert text == BIB
        return
    before = {
        work.key: work for work in parse_bibliography("x", (SMALL / "bibliography/guide.bib").read_text("utf-8"))[1]
    }
    document, works = parse_bibliography("bibliography/guide.bib", path.read_text("utf-8"))
    assert document.problems == ()
    [work] = [one for one in works if one.key not in before]
    assert {one.key: one for one in works if one is not work} == before
    entry = re.search(rf"^@[a-z]+{{{work.key},\n(  [a-z]+ += {{.*}},\n)+}}\n", text, re.MULTILINE)[0]
    assert text in (f"{BIB}\n{entry}", *(BIB[: one.start()] + f"{entry}\n" + BIB[one.start() :] for one in ENTRIES))
    assert is_a(SLUG, work.key)
    assert set(work.fields) <= FIELDS | {mark.kind} | ({"eprinttype"} if mark.kind == "eprint" else set())
    assert work.fields[mark.kind] == mark.value
    assert not re.search(f"{INVISIBLE}|[\ud800-\udfff\\\\^~]|<[A-Za-z/!?]", re.sub(r"\\([%&_#$])", r"\1", entry))
    assert {one.code for one in check(load(root)) if one.path == "bibliography/guide.bib"} <= ASKED
    for form in (bibtex, csl, ris):
        form(work)


@given(ANSWER, st.sampled_from(MARKS))
@example({"title": "T", "volume": "1}, url={https://evil"}, MARKS[0])
@example({"title": "T", "author": [{"family": "a, b, c, d", "given": "and"}, {}, {"literal": {}}]}, MARKS[0])
@example({"title": ["\ud800"], "issued": {"date-parts": [[float("inf")]]}}, MARKS[0])
@example({"title": "T", "issued": {"date-parts": [[True]]}, "author": [{"given": "x"}] * 1500}, MARKS[1])
@example([[]], MARKS[0])
def test_whatever_a_registry_says_is_one_entry_or_nothing(answer, mark):
    with tempfile.TemporaryDirectory() as folder:
        root = small_guide(Path(folder))
        done = added(root, mark, json.dumps(answer).encode())
        assert_one_entry_more_or_nothing(root, mark, done)


@pytest.mark.parametrize(
    "field", ["title", "volume", "issue", "page", "publisher", "container-title", "author", "type"]
)
@pytest.mark.parametrize("kind", ["article-journal", "report"])
def test_a_hostile_text_in_every_field(field, kind):
    for text in HOSTILE:
        for value in (text, [text], {"family": text}):
            answer = {"type": kind, "title": "Of parrots", "container-title": "Parrots", field: value}
            if field == "author":
                answer["author"] = [
                    {"family": text, "given": text},
                    {"literal": text},
                    {"family": text, "suffix": text},
                ]
            with tempfile.TemporaryDirectory() as folder:
                (Path(folder) / "bibliography").mkdir()
                (Path(folder) / "bibliography/guide.bib").write_text(BIB, "utf-8")
                done = added(Path(folder), MARKS[0], json.dumps(answer).encode())
                assert_one_entry_more_or_nothing(Path(folder), MARKS[0], done)


@given(st.dictionaries(st.sampled_from(["citation_title", "citation_author", "author", "citation_date"]), TEXT), TEXT)
def test_whatever_a_page_says_is_one_entry_or_nothing(metas, title):
    mark = Identifier("url", "https://example.org/parrots")
    attributes = "".join(f"<meta name='{name}' content='{text}'>" for name, text in metas.items())
    with tempfile.TemporaryDirectory() as folder:
        root = small_guide(Path(folder))
        content = f"<title>{title}</title>{attributes}".encode("utf-8", errors="surrogatepass")
        assert_one_entry_more_or_nothing(root, mark, added(root, mark, content))


@given(st.binary() | st.text("<>/!-metatitle =\"'&;\0", max_size=80).map(str.encode))
def test_whatever_a_page_is_it_can_be_read(content):
    page = Page(WebAnswer("", 200, "", content=content).text())
    assert page.title == plain_text(page.title)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("On the <i>Dangers</i> of&nbsp;Parrots &amp; 3 &lt; 4", "On the Dangers of Parrots & 3 < 4"),
        ("&lt;i&gt;Dangers&lt;/i&gt;", "Dangers"),
        ("1}, url={https://evil", "1, url=https://evil"),
        ("\\textbf{x} ^^5cinput a~b", "textbfx ˆˆ5cinput a˜b"),
        ("a\n\tb\u2028c\u202e\x1b", "a b c"),
        ("&am{}p;l\x00t;<{b}>bold", "bold"),
        ("a <b c", "a b c"),
        ("\ud83d\ude00 \ud800 ü", "ü"),
        (12, "12"),
        (True, ""),
        (1.5, ""),
        (10**400, ""),
        (None, ""),
        ([["x"]], ""),
        ({"a": "b"}, ""),
        ("x" * 1001, ""),
        ("x" * 1000, "x" * 1000),
    ],
)
def test_plain_text(value, text):
    assert plain_text(value) == text


def test_plain_text_of_much_nesting_is_quick():
    for text in ("&" + "amp;" * 2400 + "lt;", "<" * 9999, "<!--" * 2400, "<a" * 4999, "&lt;" * 2400):
        assert "<a" not in plain_text(text)


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"family": "de la Cruz", "given": "Ana"}, "{de la Cruz}, Ana"),
        ({"family": "Smith and Jones", "given": "A, B"}, "{Smith and Jones}, A B"),
        ({"family": "Doe", "suffix": "Jr.", "given": "Jane"}, "Doe, Jr., Jane"),
        ({"literal": "Acme and Sons, Inc. & Co"}, "{Acme and Sons, Inc. \\& Co}"),
        ({"given": "Plato"}, "{Plato}"),
        ({"family": ["Doe"]}, "Doe"),
        ({"family": {}, "literal": 7}, "{7}"),
    ],
)
def test_a_name_is_one_name(person, name):
    facts = {"title": "T", "author": [person, {}, None, "x", {"family": "Last"}]}
    assert f"  author     = {{{name} and Last}},\n" in entry_of(facts, MARKS[0])[1]


def test_authors_beyond_what_anyone_reads_are_others():
    facts = {"title": "T", "author": [{"family": "Doe", "given": "Jane"}] * 1001}
    assert entry_of(facts, MARKS[0])[1].count("Doe, Jane and ") == 1000
    assert "Doe, Jane and others}" in entry_of(facts, MARKS[0])[1]


@pytest.mark.parametrize(
    "year", [True, "２０２１", 99999, -5, 2021.5, float("inf"), "21", None, [2021], "2021 ", 10**400]
)
def test_what_is_no_year_is_left_out(year):
    assert "year" not in entry_of({"title": "T", "issued": {"date-parts": [[year]]}}, MARKS[0])[1]


def test_a_key_is_a_slug_that_nobody_has():
    facts = {"title": "Ünïcode {the} Title-9", "author": [{"family": "Öz\\}é"}], "issued": {"date-parts": [["2021"]]}}
    taken: list[str] = []
    for _ in range(6):
        taken.append(entry_of(facts, MARKS[2], [one.upper() for one in taken])[0])
    assert taken == [
        *("oze2021unicode", "oze2021unicodetitle", "oze2021unicodetitle9"),
        *("doi-10-5555-a-b-c", "doi-10-5555-a-b-c-2", "doi-10-5555-a-b-c-3"),
    ]


def test_an_identifier_has_its_form_to_the_last_character():
    text = "10.5555/. 10.5555/a\u202eb 10.5555/\ud800 https://x.org/\u200f https://x.org/a\x1b 10.5555/fine."
    assert [one.value for one in identifiers(text)] == ["10.5555/fine"]


def test_notices_name_no_address_that_is_none():
    updates = [
        {"type": "retraction", "DOI": one} for one in ("10.5555/x", "javascript:x", "10.5/x", ["10.5555/x"], None)
    ]
    web = Saying(json.dumps({"message": {"updated-by": updates}}).encode())
    assert Registry(pause=0, web=web).notices("10.5555/y") == [
        "retraction: https://doi.org/10.5555/x",
        *["retraction"] * 4,
    ]


def test_every_finding_of_the_bibliography_is_shown(folder):
    path = folder / "bibliography/guide.bib"
    path.write_text(BIB.replace("{2020}", "{20$20}", 1), "utf-8")
    status, out, _ = added(folder, MARKS[0], b'{"title": "Of parrots", "issued": {"date-parts": [[2021]]}}')
    assert status == 0
    assert out.endswith(
        "bibliography/guide.bib:4:1: year-malformed: the year of `adams2020first` is `20$20`\n"
        "  hint: write four digits\n"
        "bibliography/guide.bib:4:19: special-raw: a bare `$` in `adams2020first`\n  hint: write `\\$`\n"
        "bibliography/guide.bib:20:1: field-missing: the entry `doi-10-5555-parrots` has no `author`\n"
        "  hint: write `author = {Family, Given and Family, Given}`\n"
        "3 problems in 1 file\n"
        "next: cite it as [@doi-10-5555-parrots]; until then, the checks say that nothing does\n"
    )


def test_a_bibliography_that_cannot_be_read_stays_as_it_is(folder):
    path = folder / "bibliography/guide.bib"
    path.write_bytes(b"\xff" + BIB.encode())
    status, out, err = added(folder, MARKS[0], b'{"title": "Of parrots"}')
    assert (status, out) == (1, "")
    assert err == (
        "not added: bibliography/guide.bib is broken, and has to be mended first\n"
        "bibliography/guide.bib:1:1: encoding: the file is not UTF-8 text\n  hint: save it as UTF-8\n"
        "1 problem in 1 file\n"
    )
    assert path.read_bytes() == b"\xff" + BIB.encode()


def test_line_ends_stay_as_they_are(folder):
    path = folder / "bibliography/guide.bib"
    path.write_bytes(BIB.replace("\n", "\r\n").encode())
    assert added(folder, MARKS[0], b'{"title": "Of parrots"}')[0] == 0
    assert path.read_bytes().replace(b"\r\n", b"").count(b"\n") == 0


STRANGE = [
    "@everyone and @org/team",
    "#12 GH-12 org/repo#3",
    "[a](https://evil.example) ![b](https://evil.example/x.png)",
    "<img src=https://evil.example> <script>x</script> <!-- x",
    "https://evil.example www.evil.example a@evil.example",
    "`` ` ``` code ````",
    "```\n# Heading\n\n- [ ] x",
    "\n::set-output name=x::y\n::error::z",
    "##[set-env name=x]y",
    "\u202e\u200b\ud800\x1b]8;;https://evil.example",
    "`",
    "",
    "x" * 100_000,
    "*a* _b_ ~~c~~ $d$ &lt; \\",
]


def parts(markdown: str) -> tuple[set[str], list[str]]:
    """The kinds of what a Markdown text of GitHub's is made of, and where its links lead, as pandoc reads it."""
    document = json.loads(pypandoc.convert_text(markdown, "json", format="gfm"))
    kinds, targets = set(), []

    def walk(node):
        if isinstance(node, dict) and "t" in node:
            kinds.add(node["t"])
            if node["t"] in ("Link", "Image"):
                targets.append(node["c"][-1][0])
        for one in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(one)

    walk(document["blocks"])
    return kinds, targets


@pytest.mark.parametrize("text", STRANGE)
def test_what_is_quoted_is_code(text):
    shown = quoted(text)
    assert parts(f"a {shown} b\n") == ({"Para", "Str", "Space", "Code"}, [])
    assert not re.search("\n|##\\[|^`* ?::", shown)
    assert len(shown) < 400


def test_nothing_strange_is_markup_in_a_report():
    answers = [
        links.LinkAnswer(one, state, two)
        for one in [*STRANGE, *(f"https://example.org/{two}" for two in STRANGE)]
        for two in STRANGE
        for state in ("gone", "moved", "unsure")
    ]
    where = {one.url: STRANGE for one in answers}
    notices = {one: [*STRANGE, *(f"retraction: https://doi.org/10.1/{two}" for two in STRANGE)] for one in STRANGE}
    told = links.report(answers, where, notices)
    kinds, targets = parts(told)
    assert kinds == {"Para", "Header", "BulletList", "Plain", "Str", "Space", "Code", "Link"}
    assert set(targets) <= {"https://example.org/", "https://doi.org/10.1/"}
    assert not re.search(r"^\s*::|##\[", told, re.MULTILINE)
    told.encode("utf-8")


@pytest.fixture
def asked(monkeypatch, folder):
    """Runs the script over links of which one fails in a way that nobody thought of."""

    def failing(web, url, archive):
        if "checklist" in url:
            raise KeyError("in a new way")
        return links.LinkAnswer(url, "ok")

    monkeypatch.setattr(links, "_ask", failing)
    return lambda *argv: links_script.main(["--root", str(folder), "--no-retractions", *argv])


def test_a_report_is_written_whatever_one_link_does(asked, folder, capsys):
    path = folder / "report.md"
    assert asked("--report", str(path)) == 0
    told = path.read_text("utf-8")
    assert told == capsys.readouterr().out
    assert (
        "- <https://example.org/checklist> (it could not be asked: KeyError), in docs/tools.yml (checklist), "
        "docs/frameworks/arr.yml\n" in told
    )


def test_an_interruption_leaves_the_old_report(asked, folder, monkeypatch):
    path = folder / "report.md"
    path.write_text("old", "utf-8")

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    for name in ("ask", "report"):
        with monkeypatch.context() as patched:
            patched.setattr(links_script, name, interrupted)
            with pytest.raises(KeyboardInterrupt):
                asked("--report", str(path))
        assert path.read_text("utf-8") == "old"


def test_a_cache_that_cannot_be_kept_is_no_reason_to_stop(asked, folder, capsys):
    (folder / ".cache").write_text("in the way", "utf-8")
    assert asked() == 0
    assert "what was well is not kept" in capsys.readouterr().err


def test_when_time_is_over_nothing_is_asked_any_more(tmp_path, capsys):
    [answer] = links.ask(["http://127.0.0.1:9/"], tmp_path / "links.json", pause=0, until=0)
    assert (answer.state, answer.detail) == ("unsure", "there was no time left to ask")
    web = Saying(b"{}")
    assert links.retractions(load(SMALL), Registry(pause=0, web=web), until=0) == {}
    assert web.asked == []
    assert capsys.readouterr().err == "there was no time left to ask about every retraction\n"


def test_what_only_becomes_short_is_not_read(folder):
    assert plain_text("<b>" * 3000 + "x") == "x"
    assert plain_text("<b>" * 4000 + "x") == ""
    status, _, err = added(folder, MARKS[0], b'{"title": "<b></b>{}"}')
    assert status == 1
    assert err.startswith("not added: the facts of 10.5555/parrots have no title\n  hint: ")


def test_a_key_stays_short():
    assert len(entry_of({"title": "x" * 900, "author": [{"family": "y" * 900}]}, MARKS[0])[0]) == 60


def test_filling_an_entry_changes_no_other_byte(folder):
    old = MARKS[0].key
    path, page = folder / "bibliography/guide.bib", folder / "docs/recommendations/LLME-002.md"
    path.write_text(insert_entry(BIB, old, scaffold_entry(MARKS[0])), "utf-8")
    cited = page.read_bytes() + f"\r\n[@{old}; @{old}-2, p. 2] \xff\n".encode("latin-1")
    page.write_bytes(cited)
    tool = (SMALL / "docs/tools.yml").read_text("utf-8")
    first = tool.replace("health2410report", old)
    longer = tool.replace("health2410report", f"{old}-2").replace("id: checklist", "id: other")
    (folder / "docs/tools.yml").write_text(first + longer, "utf-8")
    facts = {"title": "Of parrots", "author": [{"family": "Zed"}]}
    assert added(folder, MARKS[0], json.dumps(facts).encode())[0] == 0
    assert path.read_bytes() == f"{BIB}\n{entry_of(facts, MARKS[0])[1]}\n".encode()
    assert page.read_bytes() == cited.replace(f"@{old};".encode(), b"@zedparrots;")
    assert (folder / "docs/tools.yml").read_text("utf-8") == tool.replace("health2410report", "zedparrots") + longer


@pytest.mark.parametrize(
    ("found", "copy"),
    [
        ("http://web.archive.org/web/2020/x", "; archived copy: https://web.archive.org/web/2020/x"),
        ("javascript:alert(1)", ""),
        ("https://web.archive.org/ @everyone", ""),
        (["https://web.archive.org/"], ""),
        (None, ""),
    ],
)
def test_a_copy_has_an_address_or_is_none(found, copy):
    web = Saying(json.dumps({"archived_snapshots": {"closest": {"url": found}}}).encode())
    assert links._copy(web, "https://x.org/", "https://archive.example/") == copy


def test_what_was_seen_in_times_to_come_is_asked_again(asked, folder, monkeypatch, capsys):
    cache = folder / ".cache/links.json"
    cache.parent.mkdir()
    cache.write_text('{"https://example.org/checklist": 99999999999}', "utf-8")
    asked()
    assert "(it could not be asked: KeyError)" in capsys.readouterr().out
