"""The three ways to print findings."""

import json

from llme.findings import Finding, format_github, format_json, format_text

ONE = Finding("docs/a.md", 4, 8, "stage-unknown", "no stage is named `x`", "did you mean `y`?")
TWO = Finding("docs/b,c.md", 1, 1, "html", "100% bad:\nline", "")


def test_text():
    assert format_text([ONE, TWO]) == (
        "docs/a.md:4:8: stage-unknown: no stage is named `x`\n"
        "  hint: did you mean `y`?\n"
        "docs/b,c.md:1:1: html: 100% bad:\\u000aline\n"
        "2 problems in 2 files\n"
    )


def test_text_of_nothing():
    assert format_text([]) == "no problems\n"


def test_github_escapes_what_its_commands_would_read():
    assert format_github([ONE, TWO]) == (
        "::error file=docs/a.md,line=4,col=8,title=stage-unknown::no stage is named `x`%0Ahint: did you mean `y`?\n"
        "::error file=docs/b%2Cc.md,line=1,col=1,title=html::100%25 bad:\\u000aline\n"
    )


def test_json():
    assert json.loads(format_json([ONE])) == [
        {
            "path": "docs/a.md",
            "line": 4,
            "column": 8,
            "code": "stage-unknown",
            "message": "no stage is named `x`",
            "hint": "did you mean `y`?",
        }
    ]
