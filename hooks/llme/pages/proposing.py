"""Links from a page to a proposal on GitHub: the editor on the right file, and forms that know what they are about."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from llme.content.guide import Guide
from llme.content.model import Recommendation, Tool
from llme.urls import REFERENCES, page_url
from llme.versions.edition import Edition

BRANCH = "main"  # proposals are made to the draft, whatever version the reader has open
LONGEST = 1000  # characters of a quoted passage: an address has its limits


@dataclass(frozen=True)
class Proposal:
    """Where a reader can propose something about one piece of the guide."""

    edit: str
    report: str
    source: str


def on_recommendation(recommendation: Recommendation, edition: Edition) -> Proposal | None:
    """Links about a recommendation, or None where no repository is known."""
    about = {"recommendation": recommendation.id, "version": edition.version}
    told = (("Do", recommendation.do), ("Don’t", recommendation.dont))
    passage = "\n".join(f"{word}: {text}" for word, text in told if text)
    return _proposal(
        edition,
        f"docs/recommendations/{recommendation.id}.md",
        ("2-change-recommendation", {"title": f"Change: {recommendation.id}", **about, "passage": passage}),
        {"where": recommendation.id, "version": edition.version, "passage": recommendation.title},
    )


def on_section(path: str, line: int, where: str, title: str, edition: Edition) -> Proposal | None:
    """Links about a section of a page; `where` is its address below the version."""
    about = {"where": where, "version": edition.version, "passage": title}
    return _proposal(edition, f"{path}#L{line}", ("7-problem", about), about)


def on_tool(tool: Tool, guide: Guide, edition: Edition) -> Proposal | None:
    """Links about a tool."""
    document = guide.by_path["docs/tools.yml"]
    line = document.at(list(guide.tools).index(tool.id))[0]
    about = {"where": f"tools/#{tool.id}", "version": edition.version, "passage": tool.name}
    return _proposal(edition, f"docs/tools.yml#L{line}", ("7-problem", about), about)


def on_works(edition: Edition) -> Proposal | None:
    """Links about the references; `references.mjs` makes of them those about one of them."""
    about = {"where": page_url(REFERENCES), "version": edition.version}
    report = ("3-source", {"what": "A mistake in a reference", **about})
    return _proposal(edition, "bibliography/guide.bib", report, about)


def _proposal(edition: Edition, path: str, report: tuple[str, dict], source: dict) -> Proposal | None:
    if not edition.repository:
        return None
    base = f"https://github.com/{edition.repository}"
    form, fields = report
    return Proposal(
        f"{base}/edit/{BRANCH}/{quote(path, safe='/#')}",
        _form(base, form, fields),
        _form(base, "3-source", {"what": "A source to add", **source}),
    )


def _form(base: str, form: str, fields: dict[str, str]) -> str:
    """A form with some of its fields filled in, by their ids."""
    known = {name: value[:LONGEST] for name, value in fields.items() if value}
    return f"{base}/issues/new?{urlencode({'template': f'{form}.yml', **known}, quote_via=quote)}"
