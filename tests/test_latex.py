"""The bibliography as LaTeX: every character of it compiles, and is read back as it was written."""

import json
import re
import subprocess
import unicodedata
from dataclasses import replace

import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llme.citations.latex import decoded, encoded, preamble
from llme.citations.references import bibtex, csl, works_of
from llme.content.model import Work
from llme.outputs.data import all_files
from llme.versions.edition import Edition
from support import needed

# What a bibliography may hold, each beside what pdfLaTeX sets for it.
SCRIPTS = {
    "Émile Ç. Öz Św Ł ø ß ğ ů ň ő ā ė ų ş ţ ḍ": "",
    "Đ ð þ ŋ “a” ‘b’ – — … «c» § © × ±": "",
    "Nguyễn ế ơ ự": r"\~{\^{e}} \'{\^{e}} o \d{u}",
    "β Ω Α ς": r"\ensuremath{\beta} \ensuremath{\Omega} [greek capital letter alpha] [greek small letter final sigma]",
    "Ж ж": "[cyrillic capital letter zhe] [cyrillic small letter zhe]",
    "中 ア 한 ع": "[cjk unified ideograph-4e2d] [katakana letter a] [hangul syllable han] [arabic letter ain]",
    "🦜 → ≤ ½": "[parrot] [rightwards arrow] [less-than or equal to] [vulgar fraction one half]",
    "ﬁ ① Ａ ‐ ‑ − ′": "fi 1 A - - [minus sign] [prime]",
    "ș ț \u0301 \U000e0100 \ud7fb": "s t   [hangul jongseong phieuph-thieuth]",
}


def work(**fields: str) -> Work:
    fields = {"author": "A, B", "title": "{T}", "year": "2026", "url": "https://example.org/"} | fields
    return Work(key="a", type="misc", raw=fields, fields={name: text.strip("{}") for name, text in fields.items()})


def compiled(entries: str, style: str, pdflatex: str, folder) -> str:
    """What BibTeX prints of all entries in a style, which pdfLaTeX sets without an error."""
    (folder / "x.bib").write_text(entries, "utf-8")
    head = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{url}"
    end = rf"\nocite{{*}}\bibliographystyle{{{style}}}\bibliography{{x}}\end{{document}}"
    (folder / "x.tex").write_text(rf"{head}\begin{{document}}{end}", "utf-8")
    latex = [pdflatex, "-interaction=nonstopmode", "-halt-on-error", "x"]
    for command in ([*latex[:2], "x"], [needed("bibtex"), "x"], latex):
        done = subprocess.run(command, cwd=folder, capture_output=True)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-1500:]
    assert b"Missing character" not in (folder / "x.log").read_bytes()
    return (folder / "x.bbl").read_bytes().decode()  # strictly: no character is cut in two


@pytest.mark.parametrize("style", ["plain", "abbrv", "apalike", "ieeetr"])
def test_the_whole_bibliography_compiles(real, style, pdflatex, tmp_path):
    """In styles that abbreviate names too: of a name in UTF-8, BibTeX takes half a letter for its initial."""
    text = all_files(real, Edition())["data/references.bib"]
    printed = compiled(text, style, pdflatex, tmp_path)
    assert printed.count(r"\bibitem") == len(real.works)


@pytest.mark.parametrize("text", SCRIPTS)
def test_every_script_compiles(text, pdflatex, tmp_path):
    one = work(title=f"{{{text}}}", author=f"{{{text}}} and Åre, Émile and Öz, {{Łuk}}a")
    for style in ("plain", "abbrv"):
        compiled(bibtex(one), style, pdflatex, tmp_path)


@pytest.mark.parametrize(("text", "shown"), SCRIPTS.items())
def test_what_is_set_for_what_latex_does_not_know(text, shown):
    lines = preamble(encoded(text)).splitlines()
    told = dict(re.fullmatch(r".*\\detokenize\{(.)\}\\endcsname\{(.*)\\fi\}\}", line).groups() for line in lines)
    told = {sign: set_as.removesuffix("}") for sign, set_as in told.items()}
    words = [word for word in text.split(" ") if word and not set(word).isdisjoint(told)]
    assert " ".join("".join(told.get(sign, "") for sign in word) for word in words) == shown


def test_real_entries_need_only_what_was_looked_at(real):
    """A character that is new here is new to the styles of LaTeX too: print it, look at it, and add it."""
    text = all_files(real, Edition())["data/references.bib"]
    assert {sign for sign in text if not sign.isascii()} == set("–‐‘’“”τ🦜")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_encoded_is_read_back(text):
    text = re.sub(r"[{}\\]", "", text)
    written = encoded(text)
    assert decoded(written) == text
    assert set("éÖçşźňűāųů").isdisjoint(written)
    assert preamble("".join(sign for sign in written if sign.isascii())) == ""


def test_the_entry_is_that_work_again_and_pandocs_too():
    signs = [
        sign for text in SCRIPTS for sign in text if unicodedata.category(sign)[0] in "LSP" and sign not in "“”‘’‐"
    ]
    one = work(title=f"{{{' '.join(signs)}}}", author="Šé, Łø and Nguyễn, Ế", note="a^b ~c")
    text = bibtex(one)
    assert works_of("a.bib", text) == [one]
    assert csl(works_of("a.bib", text)[0]) == csl(one)
    (read,) = json.loads(pypandoc.convert_text(text, "csljson", format="biblatex"))
    assert read["title"] == " ".join(signs)
    assert read["author"] == [{"family": "Šé", "given": "Łø"}, {"family": "Nguyễn", "given": "Ế"}]


def test_the_file_of_all_is_its_entries(small):
    works = {"a": work(title="{🦜}"), "b": work(title="{é}")}
    text = all_files(replace(small, works=works), Edition())["data/references.bib"]
    assert text == f"{bibtex(works['a'])}\n{bibtex(works['b'])}"
    assert text.count("@preamble") == 1
