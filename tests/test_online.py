"""What an owner does once: the page agrees with the doctor, with the addresses of the site, and with the workflows; and
`CITATION.cff` is the one file from which others take what the guide is."""

import re

import pytest
import yaml

import doctor
from llme.citations.citing import AUTHOR, TITLE
from llme.content.load import load
from llme.content.release import Version
from llme.outputs.site_root import resolvers
from publishing.history import FOLDER
from support import ROOT

PAGE = (ROOT / "docs/about/going-online.md").read_text("utf-8")
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))


def test_the_page_sends_an_owner_wherever_the_doctor_does():
    looked_at = [fact.text for fact in doctor._on_github(ROOT, "OWNER/NAME")]
    assert len(looked_at) == 4
    assert [at for at in re.findall(r"`(https://github\.com/OWNER/NAME/[^`]*)`", PAGE) if at in looked_at] == looked_at


def test_each_step_is_numbered_and_says_how_to_see_that_it_worked():
    steps = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    assert [int(step.partition(".")[0]) for step in steps] == [*range(1, len(steps) + 1)]
    assert [step.partition("\n")[0] for step in steps if step.count("\nIt worked if ") != 1] == []


def test_the_lasting_address_leads_to_what_the_site_has(past):
    rules = re.findall(r"^RewriteRule (\S+) https://OWNER\.github\.io/NAME/(\S*) \[[A-Z=0-9,]+\]$", PAGE, re.MULTILINE)
    assert len(rules) == 2

    def led(path):
        """As mod_rewrite does in the folder of the name: the first rule that matches."""
        for pattern, target in rules:
            if match := re.search(pattern, path):
                return re.sub(r"\$(\d)", lambda group: match[int(group[1])], target)
        return None

    assert led("") == ""
    assert {led("r/LLME-001"), led("r/LLME-001/")} == {"r/LLME-001/"}
    assert led("r/LLME-001@1.0.0") == "r/LLME-001@1.0.0/"
    assert f"{led('r/LLME-001')}index.html" in resolvers(past.releases)
    assert led("data/guide.json") is None


def test_the_page_names_the_workflows_as_they_are():
    named = set(re.findall(r"actions/workflows/([a-z]+\.yml)", PAGE))
    assert named == {"publish.yml", "package.yml"}
    path = ROOT / ".github/workflows/package.yml"
    if not path.exists():
        pytest.skip("this copy has no package")
    told = yaml.safe_load(path.read_text("utf-8"))
    environments = {job["environment"]["name"] for job in told["jobs"].values() if "environment" in job}
    assert environments == set(re.findall(r"environment `([^`]+)`", PAGE))
    assert f"The workflow {told['name']}," in PAGE


def test_zenodo_has_one_file_to_read_and_that_has_what_it_takes():
    """Beside `.zenodo.json`, it would ignore `CITATION.cff`."""
    assert not (ROOT / ".zenodo.json").exists()
    assert (CITATION["title"], [one["name"] for one in CITATION["authors"]]) == (TITLE, [AUTHOR])
    assert CITATION["license"] == "CC-BY-4.0"
    assert all(CITATION[name] for name in ("abstract", "keywords", "message"))


def test_citation_changelog_and_snapshots_name_one_release():
    newest = load(ROOT).releases[-1]
    section = re.search(r"^## (\d+\.\d+\.\d+) - (\S+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    stems = [Version.parse(path.stem) for path in (ROOT / FOLDER).glob("*.json")]
    told = (newest.version, newest.date.isoformat())
    assert (CITATION["version"], CITATION["date-released"]) == told == section.groups()
    assert max(stems) == newest.number
