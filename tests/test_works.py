"""Whether an entry of the bibliography still tells of the same work."""

import pytest

from llme.versions.works import why_another
from llme.words import is_misspelt

WORK = {
    "type": "article",
    "author": "Bender, Emily M. and Gebru, Timnit and McMillan-Major, Angelina and Müller, Zoë",
    "title": "On the Dangers of Stochastic Parrots",
    "year": "2021",
    "journal": "FAccT",
    "pages": "610--623",
    "doi": "10.1145/3442188.3445922",
}
LINKED = {name: value for name, value in WORK.items() if name != "doi"} | {"url": "https://example.org/parrots/"}
UNLINKED = {name: value for name, value in LINKED.items() if name != "url"}
PREPRINT = UNLINKED | {"eprint": "2101.00001", "eprinttype": "arxiv"}
NUMBER, URL = "its DOI or arXiv number is another, or gone", "its URL is another, or gone"
TITLE, AUTHORS, YEAR = "its title is another", "its authors are others", "its year is another"


@pytest.mark.parametrize(
    ("work", "changes"),
    [
        (WORK, {"pages": "1--2", "journal": "Nature", "type": "misc", "publisher": "ACM"}),
        (WORK, {"doi": "10.1145/3442188.3445922".upper()}),
        (WORK, {"doi": "https://doi.org/10.1145/3442188.3445922"}),
        (WORK, {"eprint": "2101.00001", "eprinttype": "arxiv"}),
        (WORK, {"url": "https://example.org/other"}),
        (WORK, {"title": "On the dangers of stochastic parrots!"}),
        (WORK, {"title": "On the Dangers of Stochastic Parrots: Can Language Models Be Too Big?"}),
        (WORK, {"title": "On the Dangers of Stohcastic Parrots"}),
        (WORK, {"title": "The Dangers of Stochastic Parrots"}),
        (WORK, {"year": "2022"}),
        (WORK, {"author": "Bender, E. and Gebru, T. and McMillan-Major, A. and Muller, Z. and Mitchell, M."}),
        (WORK, {"author": "Emily M. Bender and Timnit Gebru and Angelina McMillan-Major and Zoë Müller"}),
        (WORK, {"author": "Bender, Emily M. and Gebru, Timnit and others"}),
        (WORK, {"author": "Bendre, Emily M. and Gebru, Timnit and McMillan-Major, Angelina and Mueller, Zoë"}),
        (PREPRINT, {"eprint": "2101.00001v3"}),
        (PREPRINT, {"eprint": "", "doi": "10.48550/arXiv.2101.00001"}),
        (PREPRINT, {"doi": "10.1145/3442188.3445922", "year": "2022"}),
        (LINKED, {"url": "http://www.example.org/parrots"}),
        (LINKED, {"url": "", "doi": "10.1145/3442188.3445922"}),
        (LINKED, {"title": "On the Dangers of Stochastic Parrots: Can Language Models Be Too Big?"}),
        (LINKED, {"author": f"{WORK['author']} and Mitchell, Margaret"}),
        (UNLINKED, {"url": "https://example.org/parrots"}),
        (UNLINKED | {"year": ""}, {"year": "2021"}),
        (UNLINKED | {"title": "Data Sets and Email"}, {"title": "Datasets and E-mail"}),
    ],
)
def test_a_correction_or_an_addition_makes_no_other_work(work, changes):
    assert why_another(work, work) == ""
    assert why_another(work, work | changes) == ""


@pytest.mark.parametrize(
    ("work", "changes", "why"),
    [
        (WORK, {"doi": "10.1145/3442188.3445923"}, NUMBER),
        (WORK, {"doi": ""}, NUMBER),
        (WORK, {"doi": "", "url": "https://example.org/parrots"}, NUMBER),
        (WORK, {"doi": "", "eprint": "2101.00001"}, NUMBER),
        (WORK, {"title": "Attention Is All You Need"}, TITLE),
        (WORK, {"author": "Vaswani, Ashish and Shazeer, Noam"}, AUTHORS),
        (WORK, {"author": "Bender, Emily M."}, AUTHORS),
        (PREPRINT, {"eprint": "2101.00002"}, NUMBER),
        (PREPRINT, {"eprint": "", "doi": "10.1145/3442188.3445922"}, NUMBER),
        (PREPRINT | {"doi": "10.1000/1"}, {"eprint": "2101.00002"}, NUMBER),
        (LINKED, {"url": "https://example.org/crows"}, URL),
        (LINKED, {"url": ""}, URL),
        (LINKED, {"title": "On the Dangers of Stochastic Crows"}, TITLE),
        (LINKED, {"title": "The Dangers of Stochastic Parrots"}, TITLE),
        (LINKED, {"author": "Gebru, Timnit and Bender, Emily M. and McMillan-Major, A. and Müller, Z."}, AUTHORS),
        (LINKED, {"author": "Bender, Emily M. and Gebru, Timnit"}, AUTHORS),
        (LINKED, {"year": "2022"}, YEAR),
        (LINKED, {"year": "2022", "eprint": "2101.00001"}, YEAR),
        (UNLINKED | {"title": "GPT-3"}, {"title": "GPT-4"}, TITLE),
        (UNLINKED | {"title": "Report 3"}, {"title": "Report 4"}, TITLE),
        (UNLINKED | {"title": "Ethics"}, {"title": "Ethics for Machines"}, TITLE),
    ],
)
def test_another_work_is_seen(work, changes, why):
    assert why_another(work, work | changes) == why
    entirely = {**changes, "author": "Vaswani, Ashish", "title": "Attention", "year": "2017"}
    assert why_another(work, work | entirely)


@pytest.mark.parametrize(
    ("one", "other", "misspelt"),
    [
        *(("parrots", other, True) for other in ("parrot", "parots", "prarots", "parrotts", "parrets")),
        *(("parrots", other, False) for other in ("carrots", "pirates", "parro", "ottspar", "")),
        *(("legal", "illegal", False), ("gpt3", "gpt4", False), ("ask", "act", False)),
    ],
)
def test_a_misspelling_is_one_letter_or_two_that_changed_places(one, other, misspelt):
    assert is_misspelt(one, other) == is_misspelt(other, one) == misspelt
