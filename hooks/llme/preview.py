"""The live preview: what it keeps of its last build, so that the next one builds only what changed."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Protocol

from llme.site import Site
from llme.urls import local_hosts

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]  # as WSGI has it


class BuiltPage(Protocol):
    """What is needed of an engine's page."""

    file: Any  # with `src_uri`, and `is_modified` for whether it is built anew
    url: str
    title: str | None
    meta: Any
    markdown: str | None  # None where it was not read
    present_anchor_ids: set[str] | None


class Preview:
    """The last build of a preview; it outlives the build."""

    def __init__(self):
        self.site: Site | None = None
        self.pages: dict[str, BuiltPage] = {}
        self._around = 0.0

    def changed(self, site: Site, around: float) -> Collection[str]:
        """The paths of what is to be built anew; `around` is when settings or theme were last changed."""
        changed = site.changed_since(self.site if around == self._around else None)
        self.site, self._around = site, around
        return changed

    def recall(self, page: BuiltPage) -> None:
        """Has a page that is not built anew know what it was: its title, and what can be linked to."""
        known = self.pages.get(page.file.src_uri)
        if known and not page.file.is_modified():
            page.title, page.meta = known.title, known.meta
            page.present_anchor_ids = known.present_anchor_ids

    def kept_entries(self, entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Of the entries of a search index, those of pages that are not built anew."""
        built = {page.url for page in self.pages.values() if page.file.is_modified()}
        return (entry for entry in entries if entry["location"].partition("#")[0] not in built)


def guarded(application: Application, port: int) -> Application:
    """The preview's server, asked by this computer alone, and for what can be the path of a file."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        is_ours = environ.get("HTTP_HOST", "").lower() in local_hosts(port)
        if is_ours and "\0" not in environ["PATH_INFO"]:
            return application(environ, start_response)
        start_response("404 Not Found" if is_ours else "421 Misdirected Request", [("Content-Type", "text/plain")])
        return []

    return answer
