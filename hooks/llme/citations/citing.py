"""How to cite the guide, or one recommendation of it, at one version: ready to copy.

Nothing here is given for a draft: what can still change is not to be cited.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from llme.checklist.engine import plain_latex
from llme.content.guide import Guide
from llme.content.model import Recommendation
from llme.versions.edition import Edition

AUTHOR = "LLM Ethics Guide contributors"
TITLE = "LLM Ethics Guide"


@dataclass(frozen=True)
class CitationForms:
    """What is cited, in the forms that people paste."""

    token: str  # `LLME-008@1.2.0`
    sentences: Mapping[str, str]  # by use: mention, commitment, requirement
    bibtex: str
    csl: str  # CSL-JSON
    ris: str
    latex: str  # a macro
    data: Mapping[str, Any]  # schema.org


def cite_recommendation(recommendation: Recommendation, guide: Guide, edition: Edition) -> CitationForms | None:
    """Citations of a recommendation as it stands in this release, or None in a draft."""
    day = edition.day(guide)
    if day is None:
        return None
    url = edition.url(f"recommendations/{recommendation.id}.md")
    name = f"{recommendation.id} of the {TITLE}, version {edition.version}"
    at = f", {url}" if url else ""
    return _citation(
        token=f"{recommendation.id}@{edition.version}",
        title=f"{recommendation.id}: {_plain(recommendation.title)}",
        url=url,
        edition=edition,
        day=day,
        sentences={
            "To mention it": f"See {name} (“{_plain(recommendation.title)}”){at}.",
            "To say that you followed it": f"We followed {name}{at}. [Say where, or how.]",
            "To ask it of others": f"Follow {name}{at}, or say why it does not apply.",
        },
        macro=(
            r"\newcommand{\llme}[1]{"
            + (rf"\href{{{url.replace(recommendation.id, 'LLME-#1')}}}" if url else "")
            + rf"{{LLME-#1@{edition.version}}}}} % use: \llme{{{recommendation.id.removeprefix('LLME-')}}}"
        ),
    )


def cite_guide(guide: Guide, edition: Edition) -> CitationForms | None:
    """Citations of the whole guide at this release, or None in a draft."""
    day = edition.day(guide)
    if day is None:
        return None
    url = edition.url("index.md")
    at = f", {url}" if url else ""
    name = f"the {TITLE}, version {edition.version}"
    return _citation(
        token=f"LLME@{edition.version}",
        title=TITLE,
        url=url,
        edition=edition,
        day=day,
        sentences={
            "To mention it": f"See {name}{at}.",
            "To say that you followed it": f"We followed {name}{at}. [Name the recommendations.]",
            "To ask it of others": f"Answer the recommendations of {name}{at}, that concern your project.",
        },
        macro=r"\newcommand{\llmeguide}{" + (rf"\href{{{url}}}" if url else "") + rf"{{{TITLE} {edition.version}}}}}",
    )


def _citation(
    *, token: str, title: str, url: str, edition: Edition, day: date, sentences: Mapping[str, str], macro: str
) -> CitationForms:
    key = token.lower().replace("@", "-").replace(".", "-")
    return CitationForms(
        token,
        sentences,
        _bibtex(key, title, url, edition, day),
        _csl(key, title, url, edition, day),
        _ris(title, url, edition, day),
        macro,
        _schema(token, title, url, edition, day),
    )


def _bibtex(key: str, title: str, url: str, edition: Edition, day: date) -> str:
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": f"{{{_latex(title)}}}",
        "year": str(day.year),
        "month": f"{day:%b}".lower(),
        "version": edition.version,
        "note": f"{TITLE}, version {edition.version}",
        "url": url,
    }
    lines = [
        f"  {name:<7} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items() if value
    ]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _csl(key: str, title: str, url: str, edition: Edition, day: date) -> str:
    item = {
        "id": key,
        "type": "webpage",
        "author": [{"literal": AUTHOR}],
        "title": title,
        "container-title": TITLE,
        "version": edition.version,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": url,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False)


def _ris(title: str, url: str, edition: Edition, day: date) -> str:
    rows = [
        ("TY", "ELEC"),
        ("AU", AUTHOR + ","),  # the comma tells readers of RIS that this is one name
        ("TI", title),
        ("T2", TITLE),
        ("ET", edition.version),
        ("PY", str(day.year)),
        ("DA", f"{day:%Y/%m/%d}"),
        ("UR", url),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in rows if value or tag == "ER")


def _schema(token: str, title: str, url: str, edition: Edition, day: date) -> dict[str, Any]:
    item = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "identifier": token,
        "name": title,
        "author": {"@type": "Organization", "name": AUTHOR},
        "datePublished": day.isoformat(),
        "version": edition.version,
        "isPartOf": {"@type": "CreativeWork", "name": TITLE},
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "url": url,
    }
    return {name: value for name, value in item.items() if value}


def _plain(text: str) -> str:
    return text.replace("`", "")


def _latex(text: str) -> str:
    """A text as LaTeX; letters beyond ASCII stay, since BibTeX files are UTF-8 and know no command of ours."""
    return re.sub(r"[\\^~{}&%$#_]", lambda sign: plain_latex(sign[0]), text)
