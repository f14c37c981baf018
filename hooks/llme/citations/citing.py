"""How to cite the guide, or one recommendation of it, at one version: ready to copy.

Nothing here is given for a draft: what can still change is not to be cited.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from llme.checklist.engine import plain_latex
from llme.citations.latex import encoded, preamble
from llme.versions.edition import Edition

if TYPE_CHECKING:  # the command cites without models
    from llme.content.guide import Guide
    from llme.content.model import Recommendation

AUTHOR = "LLM Ethics Guide contributors"
TITLE = "LLM Ethics Guide"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# What reads a name takes the part before its comma for a family's, and without one the last word. So this is one name.
WHOLE_AUTHOR = f"{AUTHOR},"


@dataclass(frozen=True)
class CitationForms:
    """What is cited, in the forms that people paste, and for the head of its page."""

    token: str  # `LLME-008@1.2.0`
    sentences: Mapping[str, str]  # by use: mention, commitment, requirement
    bibtex: str
    csl: str  # CSL-JSON
    ris: str
    title: str  # as reference managers show it
    container: str  # what it is a part of, and at which version; empty for the whole guide
    url: str  # that lasts; empty where the site's address is not known
    day: date
    data: Mapping[str, Any]  # schema.org


@dataclass(frozen=True)
class _Cited:
    """What all forms are made of."""

    token: str
    key: str  # in bibliographies
    title: str
    edition: Edition
    day: date
    url: str
    is_part: bool

    @property
    def version(self) -> str:
        return f"version {self.edition.version}"

    @property
    def named(self) -> str:
        """The title where nothing else tells the version."""
        return self.title if self.is_part else f"{self.title}, {self.version}"

    @property
    def container(self) -> str:
        return f"{TITLE}, {self.version}" if self.is_part else ""


def cite_recommendation(recommendation: "Recommendation", guide: "Guide", edition: Edition) -> CitationForms | None:
    """Citations of a recommendation as it stands in this release, or None in a draft.

    All of them name its lasting address, which is the token after the site's own.
    """
    day = edition.day(guide)
    if day is None:
        return None
    cited = _Cited(
        token=f"{recommendation.id}@{edition.version}",
        key=f"{recommendation.id.lower()}-{edition.version}",
        title=f"{recommendation.id}: {_plain(recommendation.title)}",
        edition=edition,
        day=day,
        url=edition.lasting(recommendation.id),
        is_part=True,
    )
    name = f"{recommendation.id} of the {TITLE}, {cited.version}"
    at = f", {cited.url}" if cited.url else ""
    return _forms(
        cited,
        {
            "To refer to it": f"See {name} (“{_plain(recommendation.title)}”){at}.",
            "To say that you followed it": f"We followed {name}{at}. [Say where, or how.]",
            "To ask others to follow it": f"Follow {name}{at}, or say why it does not apply.",
        },
    )


def cite_guide(guide: "Guide", edition: Edition) -> CitationForms | None:
    """Citations of the whole guide at this release, or None in a draft."""
    day = edition.day(guide)
    if day is None:
        return None
    cited = _Cited(
        token=f"LLME@{edition.version}",
        key=_guide_key(edition),
        title=TITLE,
        edition=edition,
        day=day,
        url=edition.url("index.md"),
        is_part=False,
    )
    at = f", {cited.url}" if cited.url else ""
    name = f"the {TITLE}, {cited.version}"
    return _forms(
        cited,
        {
            "To refer to it": f"See {name}{at}.",
            "To say that you followed it": f"We followed {name}{at}. [Name the recommendations.]",
            "To ask others to follow it": f"Answer the recommendations of {name}{at}, that concern your project.",
        },
    )


def latex_macro(edition: Edition, identifier: str) -> str:
    """What names recommendations in LaTeX, each with the one entry of the whole guide; `identifier` is an example.

    It works with natbib, with biblatex and without either, and links where the document loads hyperref.
    """
    number = identifier.removeprefix("LLME-")
    link = edition.lasting(identifier).replace("%", r"\%").replace(identifier, "LLME-#1")
    name = rf"\href{{{link}}}{{LLME-#1}}" if link else "LLME-#1"
    return "\n".join(
        [
            rf"% LLME-{number} is \llme{{{number}}}",
            *([r"\providecommand{\href}[2]{#2}"] if link else []),
            r"\providecommand{\citep}{\csname\ifdefined\parencite paren\fi cite\endcsname}",
            rf"\newcommand{{\llme}}[1]{{{name} \citep{{{_guide_key(edition)}}}}}",
        ]
    )


def _guide_key(edition: Edition) -> str:
    return f"llme-guide-{edition.version}"


def _forms(cited: _Cited, sentences: Mapping[str, str]) -> CitationForms:
    return CitationForms(
        cited.token,
        sentences,
        _bibtex(cited),
        _csl(cited),
        _ris(cited),
        cited.named,
        cited.container,
        cited.url,
        cited.day,
        _schema(cited),
    )


# For a document that loads neither url nor hyperref.
_WITHOUT_URL = r"@preamble{{\providecommand{\url}[1]{\texttt{\detokenize{#1}}}}}"


def _bibtex(cited: _Cited) -> str:
    """An entry that each style prints with its version and its address, both once.

    Many styles print no `url`, others no `version` or no `note`, or both twice; all print the organisation of a manual.
    """
    address = f"\\url{{{cited.url}}}".replace("%", r"\%") if cited.url else ""
    version = cited.container or cited.version.capitalize()
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": f"{{{_latex(cited.title)}}}",
        "organization": f"{{{', '.join(filter(None, [version, address]))}}}",
        "year": str(cited.day.year),
        "month": f"{cited.day:%b}".lower(),
    }
    lines = [f"  {name:<12} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items()]
    head = [_WITHOUT_URL] if address else []
    return "\n".join([*head, f"{preamble(fields['title'])}@manual{{{cited.key},", *lines, "}"])


def _csl(cited: _Cited) -> str:
    """An item of CSL-JSON. Few styles print `version`, so it stands where all of them print it."""
    item = {
        "id": cited.key,
        "type": "webpage",
        "author": [{"literal": AUTHOR}],
        "title": cited.named,
        "container-title": cited.container,
        "issued": {"date-parts": [[cited.day.year, cited.day.month, cited.day.day]]},
        "URL": cited.url,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False)


def _ris(cited: _Cited) -> str:
    rows = [
        ("TY", "ELEC"),
        ("AU", WHOLE_AUTHOR),
        ("TI", cited.named),
        ("T2", cited.container),
        ("ET", cited.edition.version),
        ("PY", str(cited.day.year)),
        ("DA", f"{cited.day:%Y/%m/%d}"),
        ("UR", cited.url),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}" for tag, value in rows if value or tag == "ER")


def _schema(cited: _Cited) -> dict[str, Any]:
    item = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "identifier": cited.token,
        "name": cited.title,
        "author": {"@type": "Organization", "name": AUTHOR},
        "datePublished": cited.day.isoformat(),
        "version": cited.edition.version,
        "isPartOf": {"@type": "CreativeWork", "name": TITLE} if cited.is_part else None,
        "license": LICENCE,
        "url": cited.url,
    }
    return {name: value for name, value in item.items() if value}


def _plain(text: str) -> str:
    return text.replace("`", "")


def _latex(text: str) -> str:
    """A text as BibTeX has it: what has no form in ASCII stays, since its files know no command of ours."""
    return encoded(re.sub(r"[\\{}&%$#_]", lambda sign: plain_latex(sign[0]), text))
