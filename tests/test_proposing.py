"""Links from pages to proposals: right where a repository is known, and absent where not."""

import gzip
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from llme.pages.render import page_data
from llme.versions.edition import Edition
from proposing.forms import read_forms
from support import ROOT, SMALL, formatted, rendered

FOLDER = ROOT / ".github/ISSUE_TEMPLATE"
EDITION = Edition("1.2.0", "https://example.org/guide/", "o/r")
LINK = re.compile(r'href="(https://github\.com/[^"]*)"')


def links(guide, uri):
    return [link.replace("&amp;", "&") for link in LINK.findall(rendered(guide, EDITION)[uri])]


def asked(link):
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


def test_a_recommendation_can_be_edited_reported_and_given_a_source(small):
    edit, report, source = links(small, "recommendations/LLME-001.md")
    assert edit == "https://github.com/o/r/edit/main/docs/recommendations/LLME-001.md"
    assert asked(report) == {
        "template": "2-change-recommendation.yml",
        "title": "Change: LLME-001",
        "recommendation": "LLME-001",
        "version": "1.2.0",
        "passage": 'Do: Ask people first, and read `robots.txt`.\nDon’t: Do not take silence for a "yes" <in any case>.',
    }
    assert asked(source) == {
        "template": "3-source.yml",
        "what": "A source to add",
        "where": "LLME-001",
        "version": "1.2.0",
        "passage": "Ask before you collect",
    }


def test_a_section_of_a_stage(small):
    edit, report, _ = links(small, "stages/collecting.md")
    line = int(edit.partition("#L")[2])
    lines = (SMALL / "docs/stages/collecting.md").read_text("utf-8").split("\n")
    assert lines[line - 1] == "## Consent {#consent}"
    assert asked(report)["where"] == "stages/collecting/#consent"


def test_a_tool(small):
    edit, report, _ = links(small, "tools/index.md")
    line = int(edit.partition("#L")[2])
    assert "id: checklist" in (SMALL / "docs/tools.yml").read_text("utf-8").split("\n")[line - 1]
    assert asked(report)["where"] == "tools/#checklist"


def test_the_works(small):
    """For each of them, the page's module makes these more exact, with the line of its entry."""
    edit, report, source = links(small, "references.md")
    assert edit == "https://github.com/o/r/edit/main/bibliography/guide.bib"
    assert (asked(report)["where"], asked(source)["where"]) == ("references/", "references/")
    lines = (SMALL / "bibliography/guide.bib").read_text("utf-8").split("\n")
    known = json.loads(gzip.decompress(page_data(small, formatted(small), EDITION)["references/works.json.gz"]))
    assert {key: lines[one["line"] - 1] for key, one in known["works"].items()} == {
        key: f"@{work.type}{{{key}," for key, work in small.works.items()
    }


def test_nothing_is_offered_where_no_repository_is_known(small):
    assert [uri for uri, text in rendered(small, Edition("1.2.0")).items() if "github.com" in text] == []


def test_the_forms_have_the_fields_that_the_links_fill_in(small):
    labels = {form.name: form.labels for form in read_forms(FOLDER)}
    for uri in rendered(small, EDITION):
        for link in links(small, uri):
            if "/issues/new" in link:
                fields = asked(link)
                name = fields.pop("template").removesuffix(".yml").partition("-")[2]
                assert set(fields) - {"title"} <= set(labels[name]), link


@pytest.mark.parametrize("value", ["A source to add", "A mistake in a reference"])
def test_what_the_links_choose_can_be_chosen(value):
    body = yaml.safe_load((FOLDER / "3-source.yml").read_text("utf-8"))["body"]
    assert value in next(one for one in body if one.get("id") == "what")["attributes"]["options"]
