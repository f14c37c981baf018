"""What stands at the top of the repository, for those who take part."""

import re

import yaml

from llme.rules import RULES
from rules import listed, main
from support import ROOT


def test_contributing_has_the_rules_of_the_code():
    assert main(["--check"]) == 0, "run `make rules`"
    assert listed() in (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def test_other_rules_are_told_and_mended(tmp_path, capsys):
    path = tmp_path / "CONTRIBUTING.md"
    path.write_text("Before.\n<!-- rules -->\nOld.\n<!-- end of rules -->\nAfter.\n", "utf-8")
    assert main(["--check", "--file", str(path)]) == 1
    assert "run `make rules`" in capsys.readouterr().err
    assert main(["--file", str(path)]) == 0
    text = path.read_text("utf-8")
    assert (text.startswith("Before.\n"), text.endswith("\nAfter.\n"), "Old." in text) == (True, True, False)
    assert main(["--check", "--file", str(path)]) == 0


def test_each_item_of_the_proposal_is_one_that_the_checks_verify():
    text = (ROOT / ".github/pull_request_template.md").read_text("utf-8")
    items = re.findall(r"^- \[ \] .*$", text, re.MULTILINE)
    codes = {code for rule in RULES for code in rule.codes}
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert len(items) == 6
    for item in items:
        named = re.findall(r"`([a-z-]+)`", item.partition("(")[2])
        made = re.findall(r"`make ([a-z]+)`", item)
        assert set(named) <= codes, item
        assert set(made) <= targets, item
        assert named or made, item


def test_pre_commit_has_the_verbs_of_the_makefile():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert [hook["entry"] for hook in hooks] == [f"make {hook['id']}" for hook in hooks]
    assert {hook["id"] for hook in hooks} <= targets


def test_links_between_the_documents_lead_somewhere():
    wrong = []
    for path in sorted(ROOT.glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            if not (ROOT / target).exists():
                wrong.append((path.name, target))
    assert wrong == []


def test_the_licences_are_whole():
    content = (ROOT / "LICENSE-CONTENT").read_text("utf-8")
    assert "Creative Commons Attribution 4.0 International" in content
    assert [f"Section {number} " in content for number in range(1, 9)] == [True] * 8
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
