"""Citations, proved by those who read them."""

import json
import re
import subprocess
from pathlib import Path

import bibtexparser
import pypandoc
import pytest

from llme.citations.citing import cite_guide, cite_recommendation, latex_macro
from llme.versions.edition import Edition
from support import needed

EDITION = Edition("2.0.0", "https://example.org/my_guide/", "owner/name")
URL = "https://example.org/my_guide/r/LLME-001@2.0.0/"
GUIDE_URL = "https://example.org/my_guide/2.0.0/"
TITLE = "LLME-001: Ask before you collect"
SPECIAL = "Use `a_b` & 50% of #1 for $2, \\ ^ ~ {x} [y], “é” ế 🦜"


@pytest.fixture(scope="module")
def citation(past):
    return cite_recommendation(past.recommendations[0], past, EDITION)


@pytest.fixture(scope="module")
def whole(past):
    return cite_guide(past, EDITION)


def pandoc(text: str, form: str) -> list[dict]:
    """What pandoc reads, as CSL-JSON."""
    command = [pypandoc.get_pandoc_path(), "-f", form, "-t", "csljson"]
    return json.loads(subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout)


def printed_by_pandoc(text: str, form: str, folder: Path) -> list[str]:
    """The references that pandoc prints in its own style, Chicago's."""
    bibliography = folder / "works.json"
    bibliography.write_text(json.dumps(pandoc(text, form)), "utf-8")
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "plain", "--wrap=none", "--citeproc"]
    done = subprocess.run(
        [*command, f"--bibliography={bibliography}"],
        input="---\nnocite: '@*'\n---\n",
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in done.stdout.splitlines() if line]


def printed_by_bibtex(entries: str, style: str, pdflatex: str, folder: Path, *lines: str) -> list[str]:
    """The references that a style of BibTeX prints, as LaTeX, which pdfLaTeX sets without any package."""
    (folder / "x.bib").write_text(entries, "utf-8")
    head = [r"\documentclass{article}", r"\usepackage[T1]{fontenc}", r"\begin{document}\nocite{*}"]
    end = rf"\bibliographystyle{{{style}}}\bibliography{{x}}\end{{document}}"
    (folder / "x.tex").write_text("\n".join([*head, *lines, end]), "utf-8")
    latex = [pdflatex, "-interaction=nonstopmode", "x"]
    for command in (latex, [needed("bibtex"), "x"], [*latex, "-halt-on-error"]):
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
        assert b"Warning--" not in done.stdout, done.stdout
    text = (folder / "x.bbl").read_text("utf-8").partition(r"\begin{thebibliography}")[2]
    items = re.split(r"\\bibitem(?:\[[^\]]*\])?\{[^}]*\}", text.partition(r"\end{thebibliography}")[0])[1:]
    return [" ".join(item.replace(r"\newblock", "").replace("%\n", "").split()) for item in items]


def test_the_token_and_the_sentences(citation):
    assert citation.token == "LLME-001@2.0.0"
    assert dict(citation.sentences) == {
        "To refer to it": f"See LLME-001 of the LLM Ethics Guide, version 2.0.0 (“Ask before you collect”), {URL}.",
        "To say that you followed it": (
            f"We followed LLME-001 of the LLM Ethics Guide, version 2.0.0, {URL}. [Say where, or how.]"
        ),
        "To ask others to follow it": (
            f"Follow LLME-001 of the LLM Ethics Guide, version 2.0.0, {URL}, or say why it does not apply."
        ),
    }


FALLBACK = r"@preamble{{\providecommand{\url}[1]{\texttt{\detokenize{#1}}}}}"


def test_the_entries_of_bibtex(citation, whole):
    assert whole.bibtex.splitlines() == [
        FALLBACK,
        "@manual{llme-guide-2.0.0,",
        "  author       = {{LLM Ethics Guide contributors}},",
        "  title        = {{LLM Ethics Guide}},",
        rf"  organization = {{{{Version 2.0.0, \url{{{GUIDE_URL}}}}}}},",
        "  year         = {2026},",
        "  month        = may,",
        "}",
    ]
    assert citation.bibtex.splitlines() == [
        FALLBACK,
        "@manual{llme-001-2.0.0,",
        "  author       = {{LLM Ethics Guide contributors}},",
        f"  title        = {{{{{TITLE}}}}},",
        rf"  organization = {{{{LLM Ethics Guide, version 2.0.0, \url{{{URL}}}}}}},",
        "  year         = {2026},",
        "  month        = may,",
        "}",
    ]
    library = bibtexparser.parse_string(f"{whole.bibtex}\n{citation.bibtex}")
    assert library.failed_blocks == []
    assert [one.key for one in library.entries] == ["llme-guide-2.0.0", "llme-001-2.0.0"]


MACRO = latex_macro(EDITION, "LLME-001")
PARTS = {
    "guide": rf"{{\em {{LLM Ethics Guide}}}}. {{Version 2.0.0, \url{{{GUIDE_URL}}}}}",
    "one": rf"{{\em {{{TITLE}}}}}. {{LLM Ethics Guide, version 2.0.0, \url{{{URL}}}}}",
}
WHO = "{LLM Ethics Guide contributors}"
PRINTED = {
    "plain": [f"{WHO}. {PARTS['guide']}, May 2026.", f"{WHO}. {PARTS['one']}, May 2026."],
    "ieeetr": [f"{WHO}, {PARTS['guide']}, May 2026.", f"{WHO}, {PARTS['one']}, May 2026."],
    "apalike": [f"{WHO} (2026a). {PARTS['guide']}.", f"{WHO} (2026b). {PARTS['one']}."],
}


@pytest.mark.parametrize("style", PRINTED)
def test_every_style_prints_version_and_address_once(citation, whole, style, pdflatex, tmp_path):
    """Natbib's, IEEE's and biblatex's do too, but are large packages; these print the fewest fields of all."""
    entries = f"{whole.bibtex}\n{citation.bibtex}"
    assert printed_by_bibtex(entries, style, pdflatex, tmp_path, MACRO, r"\llme{001}") == PRINTED[style]


def test_any_title_compiles(past, pdflatex, tmp_path):
    one = past.recommendations[0].model_copy(update={"title": SPECIAL})
    entry = cite_recommendation(one, past, Edition("2.0.0", "https://example.org/%7Ea~b/")).bibtex
    assert printed_by_bibtex(entry, "plain", pdflatex, tmp_path) == [
        r"{LLM Ethics Guide contributors}. {\em {LLME-001: Use a\_b \& 50\% of \#1 for \$2, \textbackslash{} "
        r"{\textasciicircum} {\textasciitilde} \{x\} [y], “{\'e}” ế 🦜}}. "
        r"{LLM Ethics Guide, version 2.0.0, \url{https://example.org/\%7Ea~b/r/LLME-001@2.0.0/}}, May 2026."
    ]


@pytest.mark.parametrize(("form", "field"), [("bibtex", "bibtex"), ("csljson", "csl")])
def test_pandoc_prints_version_and_address_once(citation, whole, form, field, tmp_path):
    printed = [line for one in (whole, citation) for line in printed_by_pandoc(getattr(one, field), form, tmp_path)]
    assert (
        printed
        == {
            "bibtex": [
                f"LLM Ethics Guide contributors. 2026. LLM Ethics Guide. Version 2.0.0, {GUIDE_URL}.",
                "LLM Ethics Guide contributors. 2026. LLME-001: Ask Before You Collect. "
                f"LLM Ethics Guide, version 2.0.0, {URL}.",
            ],
            "csljson": [
                f"LLM Ethics Guide contributors. 2026. “LLM Ethics Guide, Version 2.0.0.” May 1. {GUIDE_URL}.",
                "LLM Ethics Guide contributors. 2026. “LLME-001: Ask Before You Collect.” "
                f"LLM Ethics Guide, Version 2.0.0, May 1. {URL}.",
            ],
        }[form]
    )


@pytest.mark.parametrize(("form", "field"), [("csljson", "csl"), ("ris", "ris")])
def test_reference_managers_get_a_web_page_of_the_guide_at_that_version(citation, whole, form, field):
    kind = {"csljson": "webpage", "ris": "misc"}[form]  # as pandoc reads RIS; Zotero takes ELEC for a web page too
    (part,) = pandoc(getattr(citation, field), form)
    (guide,) = pandoc(getattr(whole, field), form)
    who = [{"literal": "LLM Ethics Guide contributors"}] if form == "csljson" else part["author"]
    assert part["author"] == guide["author"] == who
    assert [set(name.values()) for name in who] == [{"LLM Ethics Guide contributors"}]
    assert (part["type"], part["title"], part["URL"]) == (kind, TITLE, URL)
    assert (guide["type"], guide["title"], guide["URL"]) == (kind, "LLM Ethics Guide, version 2.0.0", GUIDE_URL)
    assert part["container-title"] == "LLM Ethics Guide, version 2.0.0"
    assert "container-title" not in guide
    day = [2026, 5, 1] if form == "csljson" else [2026]  # of a day in RIS, pandoc keeps the year
    assert part["issued"] == guide["issued"] == {"date-parts": [day]}


def test_ris(citation):
    assert citation.ris.splitlines() == [
        "TY  - ELEC",
        "AU  - LLM Ethics Guide contributors,",
        f"TI  - {TITLE}",
        "T2  - LLM Ethics Guide, version 2.0.0",
        "ET  - 2.0.0",
        "PY  - 2026",
        "DA  - 2026/05/01",
        f"UR  - {URL}",
        "ER  - ",
    ]


def test_special_characters_survive(past):
    one = past.recommendations[0].model_copy(update={"title": SPECIAL})
    citation = cite_recommendation(one, past, EDITION)
    for form, text in (("bibtex", citation.bibtex), ("csljson", citation.csl), ("ris", citation.ris)):
        assert pandoc(text, form)[0]["title"] == f"LLME-001: {SPECIAL.replace('`', '')}"


def test_the_latex_macro():
    assert MACRO.splitlines() == [
        r"% LLME-001 is \llme{001}",
        r"\providecommand{\href}[2]{#2}",
        r"\providecommand{\citep}{\csname\ifdefined\parencite paren\fi cite\endcsname}",
        r"\newcommand{\llme}[1]{\href{https://example.org/my_guide/r/LLME-#1@2.0.0/}{LLME-#1} \citep{llme-guide-2.0.0}}",
    ]
    assert latex_macro(Edition("2.0.0"), "LLME-1002").splitlines() == [
        r"% LLME-1002 is \llme{1002}",
        r"\providecommand{\citep}{\csname\ifdefined\parencite paren\fi cite\endcsname}",
        r"\newcommand{\llme}[1]{LLME-#1 \citep{llme-guide-2.0.0}}",
    ]


def test_without_a_known_site_nothing_is_invented(past):
    edition = Edition("2.0.0")
    for citation in (cite_recommendation(past.recommendations[0], past, edition), cite_guide(past, edition)):
        everything = " ".join([citation.bibtex, citation.csl, citation.ris, *citation.sentences.values()])
        assert "http" not in everything
        assert "url" not in everything
        assert "//" not in everything.replace("{{", "")
        assert citation.url == ""


def test_a_draft_is_not_cited(past):
    assert cite_recommendation(past.recommendations[0], past, Edition()) is None
    assert cite_guide(past, Edition()) is None


def test_the_whole_guide(whole):
    assert (whole.token, whole.url) == ("LLME@2.0.0", GUIDE_URL)
    assert whole.sentences["To refer to it"] == f"See the LLM Ethics Guide, version 2.0.0, {GUIDE_URL}."
