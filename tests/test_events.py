"""Events that are none: a sentence for people and the exit status 2, from every script that reads one."""

import json
import os
from pathlib import Path

import pytest

import draft as command
import github
from test_proposals import submitted

BROKEN = {
    "nothing": b"",
    "no JSON": b"{",
    "not UTF-8": b'{"issue": {"number": 1, "body": "\xff"}}',
    "half a character": b'{"issue": {"number": 1, "body": "\\ud800"}}',
    "null": b"null",
    "a list": b"[1]",
    "lists, very deep": b"[" * 100_000,
    "objects, very deep": b'{"issue":' * 100_000,
    "issue: null": b'{"issue": null}',
    "issue: a text": b'{"issue": "number"}',
    "issue: a list": b'{"issue": [{"number": 1}]}',
    "no body": b'{"issue": {"number": 1}}',
    "body: a number": b'{"issue": {"number": 1, "body": 7}}',
    "body: an object": b'{"issue": {"number": 1, "body": {"x": "y"}}}',
    "number: a text": b'{"issue": {"number": "1", "body": ""}}',
    "number: true": b'{"issue": {"number": true, "body": ""}}',
    "number: a fraction": b'{"issue": {"number": 1.5, "body": ""}}',
    "number: 0": b'{"issue": {"number": 0, "body": ""}}',
    "number: below 0": b'{"issue": {"number": -1, "body": ""}}',
    "number: very large": b'{"issue": {"number": 9007199254740992, "body": ""}}',
    "number: of 5,000 digits": b'{"issue": {"number": ' + b"9" * 5000 + b', "body": ""}}',
    "number: infinite": b'{"issue": {"number": 1e999, "body": ""}}',
    "number: none": b'{"issue": {"number": NaN, "body": ""}}',
}
COMMANDS = {
    "draft": lambda event, other: command.main(["--event", event]),
    **{
        verb: lambda event, other, verb=verb, more=more: github.main([verb, "--event", event, "--report", other, *more])
        for verb, more in {"report": [], "propose": [], "comment": ["--repository", "o/r"]}.items()
    },
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_an_event_that_is_none_is_an_error(tmp_path, capsys, name, content):
    path = tmp_path / "event.json"
    path.write_bytes(content)
    refused(name, path, capsys)


@pytest.mark.parametrize("name", COMMANDS)
def test_an_event_that_cannot_be_read_is_an_error(tmp_path, capsys, name):
    refused(name, tmp_path, capsys)
    refused(name, tmp_path / "nowhere.json", capsys)


def refused(name: str, path: Path, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        COMMANDS[name](str(path), str(path.parent / "report.json"))
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert str(path) in said.err
    assert len(said.err) < 1000
    assert os.listdir(path.parent) in (["event.json"], []) or not path.is_file()


def test_what_else_an_event_tells_is_ignored(folder):
    event = folder.parent / "event.json"
    rest = '"sender": {"login": null}, "label": [[[]]], "number": "x"'
    body = json.dumps(submitted("source", sources="10.9999/new"))
    event.write_text(f'{{{rest}, "issue": {{"number": 3, "body": {body}, "labels": [1, {{}}], "title": 7}}}}', "utf-8")
    assert command.main(["--event", str(event), "--root", str(folder)]) == 0
