"""Which pages of the site a proposal changes."""

from llme.content.guide import Guide
from llme.urls import framework_uri, page_url
from proposing.events import MOST_PAGES, ChangedPage
from publishing.repository import Repository

_KINDS = frozenset({"recommendations", "stages", "decisions", "pages"})  # of files that are pages
_PAGE_OF = {  # of data, the page that shows it
    "bibliography/guide.bib": "references.md",
    "docs/glossary.yml": "about/glossary.md",
    "docs/profiles.yml": "checklist.md",
    "docs/tools.yml": "tools/index.md",
    "docs/topics.yml": "topics/index.md",
}


def changed_pages(repository: Repository, base: str, guide: Guide) -> tuple[ChangedPage, ...]:
    """The pages whose own files differ from those of `base`, which the proposal would change, by address."""
    words = repository.run("diff", "--name-status", "-z", "--no-renames", f"{base}...HEAD").split("\0")
    found = {}
    for status, path in zip(words[::2], words[1::2], strict=False):
        if status != "D" and (uri := _uri(path, guide)):
            found[page_url(uri)] = ChangedPage(address=page_url(uri), is_new=status == "A")
    return tuple(found[address] for address in sorted(found))[:MOST_PAGES]


def _uri(path: str, guide: Guide) -> str:
    """The page of a file; empty where it has none of its own."""
    document = guide.by_path.get(path)
    if document and document.kind in _KINDS:
        return path.removeprefix("docs/")
    if document and document.kind == "frameworks":
        return framework_uri(document.name)
    return _PAGE_OF.get(path, "")
