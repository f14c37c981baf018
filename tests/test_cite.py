"""Citations, proved by those who read them."""

import json
import subprocess

import bibtexparser
import pypandoc
import pytest

from llme.citations.citing import cite_guide, cite_recommendation
from llme.versions.edition import Edition

EDITION = Edition("2.0.0", "https://example.org/guide/", "owner/name")
URL = "https://example.org/guide/2.0.0/recommendations/LLME-001/"


@pytest.fixture(scope="module")
def citation(past):
    return cite_recommendation(past.recommendations[0], past, EDITION)


def pandoc(text: str, form: str) -> list[dict]:
    """What pandoc reads, as CSL-JSON."""
    command = [pypandoc.get_pandoc_path(), "-f", form, "-t", "csljson"]
    return json.loads(subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout)


def test_the_token_and_the_sentences(citation):
    assert citation.token == "LLME-001@2.0.0"
    assert dict(citation.sentences) == {
        "To mention it": f"See LLME-001 of the LLM Ethics Guide, version 2.0.0 (“Ask before you collect”), {URL}.",
        "To say that you followed it": (
            f"We followed LLME-001 of the LLM Ethics Guide, version 2.0.0, {URL}. [Say where, or how.]"
        ),
        "To ask it of others": (
            f"Follow LLME-001 of the LLM Ethics Guide, version 2.0.0, {URL}, or say why it does not apply."
        ),
    }


def test_bibtex_is_valid(citation):
    library = bibtexparser.parse_string(citation.bibtex)
    assert library.failed_blocks == []
    fields = {one.key: one.value for one in library.entries[0].fields}
    assert library.entries[0].key == "llme-001-2-0-0"
    assert fields == {
        "author": "{LLM Ethics Guide contributors}",
        "title": "{LLME-001: Ask before you collect}",
        "year": "2026",
        "month": "may",
        "version": "2.0.0",
        "note": "LLM Ethics Guide, version 2.0.0",
        "url": URL,
    }


@pytest.mark.parametrize(("form", "field"), [("bibtex", "bibtex"), ("csljson", "csl"), ("ris", "ris")])
def test_pandoc_reads_every_form(citation, form, field):
    item = pandoc(getattr(citation, field), form)[0]
    assert item["title"] == "LLME-001: Ask before you collect"
    assert item["author"] == [{"literal": "LLM Ethics Guide contributors"}] or item["author"] == [
        {"family": "LLM Ethics Guide contributors"}
    ]
    assert item["issued"]["date-parts"][0][0] in (2026, "2026")
    assert item["URL"] == URL


def test_special_characters_survive(past):
    one = past.recommendations[0].model_copy(update={"title": "Use `a_b` & 50% of #1 for $2, \\ ^ ~ {x} [y], “é”"})
    citation = cite_recommendation(one, past, EDITION)
    for form, text in (("bibtex", citation.bibtex), ("csljson", citation.csl), ("ris", citation.ris)):
        assert pandoc(text, form)[0]["title"] == "LLME-001: Use a_b & 50% of #1 for $2, \\ ^ ~ {x} [y], “é”"


def test_the_latex_macro(citation):
    assert citation.latex == (
        r"\newcommand{\llme}[1]{\href{https://example.org/guide/2.0.0/recommendations/LLME-#1/}{LLME-#1@2.0.0}}"
        r" % use: \llme{001}"
    )


def test_without_a_known_site_nothing_is_invented(past):
    citation = cite_recommendation(past.recommendations[0], past, Edition("2.0.0"))
    everything = " ".join([citation.bibtex, citation.csl, citation.ris, citation.latex, *citation.sentences.values()])
    assert "http" not in everything
    assert "//" not in everything.replace("{{", "")


def test_a_draft_is_not_cited(past):
    assert cite_recommendation(past.recommendations[0], past, Edition()) is None
    assert cite_guide(past, Edition()) is None


def test_the_whole_guide(past):
    citation = cite_guide(past, EDITION)
    assert citation.token == "LLME@2.0.0"
    assert citation.sentences["To mention it"] == (
        "See the LLM Ethics Guide, version 2.0.0, https://example.org/guide/2.0.0/."
    )
    assert pandoc(citation.bibtex, "bibtex")[0]["title"] == "LLM Ethics Guide"
