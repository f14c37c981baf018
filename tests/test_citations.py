"""Formatting by pandoc: the awkward cases, and what must never come through."""

import pypandoc
import pytest

from llme.citations.formatting import CitationError, Formatted, format_citations
from llme.content.bibliography import parse_bibliography
from support import ROOT, SMALL

RAWS = (
    "@adams2020first, p. 612",
    "-@adams2020second",
    "@adams2020first; @adams2020second",
    "see @li2021names",
    "@health2410report",
)


def run(tmp_path, bib=None, raws=RAWS, pandoc="") -> Formatted:
    bibliography = SMALL / "bibliography/guide.bib"
    if bib is not None:
        bibliography = tmp_path / "guide.bib"
        bibliography.write_text(bib, "utf-8")
    _, works = parse_bibliography("guide.bib", bibliography.read_text("utf-8"))
    return format_citations(raws, works, ROOT / "bibliography/guide.csl", tmp_path / "cache", pandoc)


def test_blocks(tmp_path):
    blocks = run(tmp_path).blocks
    assert {raw: "".join(text for text, _ in parts) for raw, parts in blocks.items()} == {
        "@adams2020first, p. 612": "(O’Neil and van de Poel 2020a, p. 612)",
        "-@adams2020second": "(2020b)",
        "@adams2020first; @adams2020second": "(O’Neil and van de Poel 2020a, 2020b)",
        "see @li2021names": "(see 李 et al. 2021)",
        "@health2410report": "(World Health Organization n.d.)",
    }
    assert [tuple(part) for part in blocks["@adams2020first; @adams2020second"]] == [
        ("(", None),
        ("O’Neil and van de Poel 2020a", "adams2020first"),
        (", ", None),
        ("2020b", "adams2020second"),
        (")", None),
    ]


def test_references(tmp_path):
    assert run(tmp_path).references == {
        "li2021names": (
            "李明, Zoë Müller and Seán Ó hÉigeartaigh (2021). Names of the World. "
            "In <em>Proceedings of the Names Conference</em>, pp. 1–4. "
            '<a href="https://doi.org/10.1000/names">https://doi.org/10.1000/names</a>'
        ),
        "adams2020first": (
            "O’Neil, Cathy and Ibo van de Poel (2020a). R&amp;D at 50%: _x_ and #1 for C++ [O’Neil] "
            "&lt;b&gt;bold&lt;/b&gt; *star* `code` &amp; NLP. <em>Proc. of the Journal of AI</em>, 3(2), pp. 610–623. "
            '<a href="https://doi.org/10.1145/3442188_3445922">https://doi.org/10.1145/3442188_3445922</a>'
        ),
        "adams2020second": (
            "O’Neil, Cathy and Ibo van de Poel (2020b). The Second Paper of That Year. <em>Journal of AI</em>. "
            '<a href="https://example.org/a%20b?x=1&amp;y=~z_w#part">https://example.org/a%20b?x=1&amp;y=~z_w#part</a>'
        ),
        "health2410report": (
            "World Health Organization (n.d.). A Report Without a Year. "
            '<a href="https://arxiv.org/abs/2410.19812">https://arxiv.org/abs/2410.19812</a>'
        ),
    }


def test_labels_and_order_agree(tmp_path):
    formatted = run(tmp_path)
    assert formatted.labels["adams2020second"] == "O’Neil and van de Poel 2020b"
    assert list(formatted.order) == list(formatted.references)


HOSTILE = r"""
@online{evil2024page,
  author = {Evil, <script>alert(1)</script>},
  title = {{\url{javascript:alert(1)} \href{javascript:alert(2)}{click} <img src=x onerror=alert(3)> [x](javascript:4)}},
  year = {2024},
  url = {javascript:alert(5)},
}

@online{evil2025page,
  author = {Evil, B},
  title = {{Two}},
  year = {2025},
  url = {data:text/html,<script>alert(6)</script>},
  note = {{\begin{tikzpicture}x\end{tikzpicture} \input{/etc/passwd}}},
}
"""


QUOTING = """@misc{a,
  author = {Adams, A},
  title = {{“Bias” in the ‘open’ field, and “one ‘within’ another”}},
  year = {2020},
  url = {https://example.org/},
}
"""


def test_quotation_marks_stay_as_published(tmp_path):
    [reference] = run(tmp_path, QUOTING, ()).references.values()
    title = "“Bias” in the ‘open’ field, and “one ‘within’ another”"
    assert reference == f'Adams, A (2020). {title}. <a href="https://example.org/">https://example.org/</a>'


def test_hostile_fields_become_text(tmp_path):
    assert run(tmp_path, HOSTILE, ("@evil2024page",)).references == {
        "evil2024page": (
            r"Evil, &lt;script&gt;alert(1)&lt;/script&gt; (2024). \urljavascript:alert(1) \hrefjavascript:alert(2)click "
            "&lt;img src=x onerror=alert(3)&gt; [x](javascript:4). javascript:alert(5)"
        ),
        "evil2025page": (
            r"Evil, B (2025). Two. \begintikzpicturex\endtikzpicture \input/etc/passwd. "
            "data:text/html,&lt;script&gt;alert(6)&lt;/script&gt;"
        ),
    }


def test_a_result_is_kept_and_found_again(tmp_path, monkeypatch):
    first = run(tmp_path)
    monkeypatch.setattr("llme.citations.formatting.subprocess.run", lambda *_, **__: pytest.fail("pandoc ran again"))
    second = run(tmp_path)
    assert second.references == first.references
    assert {raw: [tuple(part) for part in parts] for raw, parts in second.blocks.items()} == {
        raw: [tuple(part) for part in parts] for raw, parts in first.blocks.items()
    }


def test_a_damaged_result_is_made_anew(tmp_path):
    first = run(tmp_path)
    kept = next((tmp_path / "cache").iterdir())
    kept.write_text(kept.read_text("utf-8")[:100], "utf-8")
    assert run(tmp_path).references == first.references


def test_only_the_newest_result_is_kept(tmp_path):
    run(tmp_path)
    run(tmp_path, raws=("@adams2020first",))
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_another_pandoc_formats_anew_and_the_same_does_not(tmp_path):
    pandoc = tmp_path / "pandoc"
    for note in ("one", "two"):
        pandoc.write_text(f'#!/bin/sh\n# {note}\necho >> {tmp_path}/runs\nexec {pypandoc.get_pandoc_path()} "$@"\n')
        pandoc.chmod(0o700)
        first, second = (run(tmp_path, pandoc=str(pandoc)) for _ in range(2))
        assert first.references == second.references
    assert (tmp_path / "runs").read_text() == "\n\n"


def test_no_pandoc_is_an_error(tmp_path):
    with pytest.raises(CitationError, match="there is no pandoc at `/nowhere/pandoc`"):
        run(tmp_path, pandoc="/nowhere/pandoc")


def test_an_unknown_key_is_an_error(tmp_path):
    with pytest.raises(CitationError, match="nobody1999"):
        run(tmp_path, raws=("@nobody1999",))


def test_nothing_to_format(tmp_path):
    assert format_citations((), (), tmp_path / "no.csl", tmp_path) == Formatted()
