"""Text from outside, as GitHub's Markdown and a log of a workflow have it: quoted, and cut to length."""

import json
import re
from unicodedata import normalize

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import github
import review
from llme.content.load import load
from llme.versions.upkeep import reviews
from proposing.comments import LONGEST_BODY
from quoting import cleaned, cut, cut_markdown, fenced, logged, one_line, quoted, shown
from support import SMALL
from test_github import gh, said  # noqa: F401 - a fixture
from test_inert import PAYLOADS

HOSTILE = [
    *PAYLOADS,
    *("@everyone", "@o/team", "#12", "GH-1", "o/r#1", "a" * 40, "https://evil.example", "![x](y)", "<img src=x>"),
    *(
        "`",
        "``",
        "```",
        "a `b` c",
        "`a",
        "a`",
        "``\u200b`",
        "`\u2028`",
        "```\n@everyone\n```",
        "~~~\n@everyone",
        "`` ` ``",
    ),
    *("line\nbreak", "line\r\n# break", "", " ", "\u200b", "- [x] done", "&#64;everyone", "\\`@everyone`", "`" * 40),
    *(
        "::error::x",
        " ::error::x",
        "\u00a0::set-output name=a::b",
        "a\n::stop-commands::x",
        "##[error]x",
        "a ##[add-path]x",
    ),
]


def parsed(markdown: str) -> list:
    """GitHub's Markdown as the blocks that another program than ours reads in it."""
    return json.loads(pypandoc.convert_text(markdown, "json", format="gfm"))["blocks"]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def assert_quoted(texts: list[str]) -> None:
    (items,) = [block["c"] for block in parsed("".join(f"- {quoted(text)}\n" for text in texts))]
    inlines = [inline for item in items for block in item for inline in block["c"]]
    assert [inline["t"] for inline in inlines] == ["Code"] * len(texts)
    told = [normalize("NFC", shown(text) or " ") for text in texts]
    assert [normalize("NFC", inline["c"][1]) for inline in inlines] == told


def test_what_is_quoted_is_code_on_one_line():
    assert_quoted(HOSTILE)
    assert quoted("a\n`b`") == "`` a `b` ``"
    assert quoted("x" * 400) == f"`{'x' * 299}…`"


def test_what_is_fenced_is_one_block_of_code():
    for text in ["\n".join(HOSTILE), *[one for one in HOSTILE if "`" in one]]:
        (block,) = parsed(fenced(text))
        assert block["t"] == "CodeBlock"
        assert block["c"][1] == cleaned(text).rstrip().expandtabs(4)


@settings(max_examples=20)
@given(st.lists(st.lists(st.sampled_from(["`", "``", *HOSTILE]) | st.text(max_size=4)).map("".join), min_size=1))
def test_no_text_breaks_out_of_its_quotation(texts):
    assert_quoted(texts)
    (block,) = parsed(fenced("a\n" + "\n".join(texts)))
    assert block["t"] == "CodeBlock"


def test_no_line_of_a_log_is_a_command():
    for text in HOSTILE:
        lines = logged(text).split("\n")
        assert [line for line in lines if line.lstrip().startswith("::") or "##[" in line] == []
    assert logged("a: b\n ::error::x\n##[x]") == "a: b\n|  ::error::x\n| # #[x]"


def test_a_text_is_cut_as_github_counts():
    assert one_line("🙂" * 5, 10) == "🙂" * 5
    assert one_line("🙂" * 6, 10) == "🙂🙂🙂🙂…"
    assert cut("🙂" * 5, 10, " …") == "🙂" * 5
    assert cut("🙂" * 6, 10, " …") == "🙂🙂🙂🙂 …"


def test_markdown_is_cut_between_lines_and_its_code_is_closed():
    text = f"Before.\n\n{fenced('`' * 4 + chr(10) + 'one' + chr(10) + 'two' + chr(10) + 'three')}\nAfter.\n"
    assert text == "Before.\n\n`````text\n````\none\ntwo\nthree\n`````\n\nAfter.\n"
    assert cut_markdown(text, units(text), "More.") == text
    assert cut_markdown(text, units(text) - 1, "More.") == "Before.\n\n`````text\n````\none\ntwo\nthree\n`````\n\nMore."
    assert cut_markdown(text, 42, "More.") == "Before.\n\n`````text\n````\none\n`````\n\nMore."
    assert cut_markdown(text, 18, "More.") == "Before.\n\n\nMore."
    assert cut_markdown("x" * 99, 18, "More.") == "\nMore."


@given(st.lists(st.sampled_from(["a line", "🙂", "```", "@everyone", "- `x`", ""]), min_size=1), st.integers(8, 60))
def test_no_cut_is_too_long_or_opens_what_was_closed(lines, longest):
    text = f"Findings:\n\n{fenced(chr(10).join(lines))}\nThe end.\n"
    shorter = cut_markdown(text, longest, "More.")
    assert units(shorter) <= longest
    if shorter != text:
        *_, last = parsed(shorter)
        assert (last["t"], last["c"][0]["c"]) == ("Para", "More.")
        kept = shorter.removesuffix("More.").rstrip("\n`").removesuffix("text").rstrip("\n`")
        assert text.startswith(kept)


# What goes to GitHub.


@pytest.fixture
def long_report(tmp_path, gh, monkeypatch):  # noqa: F811 - the fixture
    (gh / "answers.json").write_text(json.dumps({"issue list": "[]"}))
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    monkeypatch.setenv("GITHUB_RUN_ID", "99")
    path = tmp_path / "body.md"
    path.write_text("Links:\n\n" + fenced("\n".join(f"::error::{number} 🙂" for number in range(9_000))), "utf-8")
    return path


def test_a_body_beyond_the_limit_is_cut_and_the_log_has_it_whole(gh, long_report, capsys):  # noqa: F811
    title = "Links\n" + "🙂" * 200
    assert github.main(["issue", "--title", title, "--label", "links", "--body", str(long_report)]) == 0
    argv, body = said(gh)[-1]
    assert argv[argv.index("--title") + 1] == f"Links {'🙂' * 124}…"
    assert units(f"Links {'🙂' * 124}…") <= 256
    assert LONGEST_BODY - 40 < units(body) <= LONGEST_BODY == 65_536
    end = (
        "\n```\n\nThis is not all of it; the rest is in [the log of the run](https://github.com/o/r/actions/runs/99).\n"
    )
    assert body.endswith(end)
    assert long_report.read_text("utf-8").startswith(body.removesuffix(end))
    out = capsys.readouterr().out
    assert "| ::error::8999 🙂" in out
    assert re.search("^::", out, re.MULTILINE) is None


def test_a_body_at_the_limit_goes_as_it_is(gh, long_report, capsys):  # noqa: F811
    text = "🙂" * 32_768
    long_report.write_text(text, "utf-8")
    assert github.main(["issue", "--title", "x", "--label", "links", "--body", str(long_report)]) == 0
    assert said(gh)[-1][1] == text
    assert capsys.readouterr().out == ""


def test_a_title_in_the_list_of_reviews_calls_nobody(folder):
    path = folder / "docs/recommendations/LLME-002.md"
    path.write_text(
        path.read_text("utf-8").replace("Do not trust a single number", "'Ask @everyone, see #12'"), "utf-8"
    )
    guide = load(folder)
    day = max(one.due for one in reviews(guide, load(SMALL).recommendations[0].reviewed))
    text = review.report([one for one in reviews(guide, day) if one.recommendation.id == "LLME-002"], day)
    assert f"- [ ] LLME-002 `Ask @everyone, see #12` (due since {day})" in text
