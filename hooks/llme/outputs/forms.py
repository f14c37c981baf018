"""The other forms in which an edition can be had: files beside its pages.

Those that hold whole pages again are half as large as these. They stand under `latest` alone, those of a newer release
in their place: versions last for ever, and many are to find room.
"""

from dataclasses import dataclass

from llme.versions.edition import Edition


@dataclass(frozen=True)
class Form:
    """Another form of an edition: one file under the version's root."""

    name: str  # a draft has it only where `GUIDE_<NAME>` asks for it
    path: str
    title: str
    about: str
    lasts: bool = False  # whether it stands in the folder of each release

    def file(self, edition: Edition) -> str:
        """The path of the file under the root of a built site."""
        return self.path if self.lasts else edition.renewed(self.path)


OFFLINE = Form(
    "offline",
    "llm-ethics-guide-offline.zip",
    "Offline copy",
    "All pages, with the search, as one zip file. Unpack it and open index.html in a browser: no network is needed.",
)
POCKET = Form(
    "pdf",
    "pocket-guide.pdf",
    "Pocket guide",
    "A PDF file with all Do’s and Don’ts by stage, on at most four sheets.",
    lasts=True,
)
WHOLE = Form(
    "pdf",
    "llm-ethics-guide.pdf",
    "The whole guide",
    "A PDF file with stages, recommendations, glossary and references; with bookmarks, and tags for screen readers.",
)
FORMS = (POCKET, WHOLE, OFFLINE)  # in the order in which readers see them


def forms(edition: Edition) -> tuple[Form, ...]:
    """The other forms that an edition has: all of them where it is a release."""
    return tuple(form for form in FORMS if not edition.is_draft or form.name in edition.asked)
