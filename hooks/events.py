"""Answers the events of MkDocs: hands it the site that the package `llme` makes, and judges what comes of it.

`on_config` makes the whole site; `on_files` and `on_page_read_source` hand over its pages and files; mkdocs-bibtex asks
our registry for each citation; `on_page_content` checks the HTML; `on_post_page` gives the finished page its
Content-Security-Policy; `on_post_build` adds the offline edition, and packs the search index. No other file imports
MkDocs.
"""

import gc
import logging
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment
from markupsafe import Markup, escape
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime
from mkdocs.utils.templates import TemplateContext
from mkdocs_bibtex.citation import Citation, CitationBlock

from llme.citations.formatting import CitationError, Formatted
from llme.citations.placing import citation_html
from llme.content.files import ASSETS
from llme.files import compress, write
from llme.findings import format_text
from llme.html import classic, lean, policy, safety
from llme.outputs import forms, offline, searching
from llme.pages.extensions import page_extensions
from llme.pages.render import ENVIRONMENT
from llme.patterns import FOOTNOTE
from llme.pdf import PdfError
from llme.preview import Preview, guarded
from llme.site import Site, UnsoundError, make_site
from llme.texts.converter import EXTENSIONS, token
from llme.versions.edition import Edition, edition_of

if TYPE_CHECKING:  # only a preview needs it
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.hooks.guide")


preview = Preview()  # the one thing that outlives a build; without `make edit`, nothing asks for it


class CitationRegistry:
    """Stands in for mkdocs-bibtex's own registry, which corrupts titles and addresses."""

    footnote_format = FOOTNOTE + "{key}"

    def __init__(self, formatted: Formatted, is_preview: bool):
        self.formatted = formatted
        self.is_preview = is_preview

    def validate_citation_blocks(self, blocks: Iterable[CitationBlock]) -> None:
        """Nothing to do: the rules have checked every citation."""

    def inline_text(self, block: CitationBlock) -> str:
        """What stands for the citation until Markdown is converted."""
        try:
            return token(citation_html(block.raw, self.formatted))
        except CitationError as error:
            if not self.is_preview:
                raise PluginError(str(error)) from error
            return token(str(escape(str(block))))  # as it was written

    def reference_text(self, citation: Citation) -> str:
        """Nothing: the references are part of the page."""
        return ""


@event_priority(100)  # before mkdocs-bibtex reads the bibliography in its own way
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Makes the site, and sets MkDocs up for it. Findings stop the build, unless `extra.findings` is `show`."""
    edition = edition_of(config.extra.get("edition", {}))
    lean.keep_compiled(ENVIRONMENT, _cache(config) / "pages")
    site = _site(config, edition)
    config.extra["site"] = site
    config.nav = site.navigation
    if config.extra["edition"].get("published"):
        config.extra["selector"] = {"provider": "mike"}  # it asks for a list that only a published site has
    config.markdown_extensions = [*EXTENSIONS, *page_extensions(site.guide.glossary)]
    config.mdx_configs = EXTENSIONS
    if edition.offline:
        config.extra_javascript = [str(one).replace(".mjs", ".js") for one in config.extra_javascript]
        config.extra["polyfills"] = [f"assets/{offline.WORKER}.js"]
        config.extra["homepage"] = "index.html"  # where the logo leads
    config.plugins["bibtex"].registry = CitationRegistry(site.formatted, _is_preview(config))
    config.plugins["bibtex"].last_configured = float("inf")  # its bibliography is ours, and up to date
    if not _is_preview(config):
        gc.freeze()  # the site is needed to the end; searching it for garbage again and again takes time
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Keeps what is known to be published, and adds what is made: pages that have no file, and the other files."""
    site: Site = config.extra["site"]
    known = site.pages.keys() | {name.removeprefix("docs/") for name in ASSETS}
    for file in list(files):
        if _is_ballast(file.src_uri) or (file.src_dir == config.docs_dir and file.src_uri not in known):
            files.remove(file)
    for uri, text in site.pages.items():
        if files.get_file_from_path(uri) is None:
            files.append(File.generated(config, uri, content=text))
    for uri, content in site.files.items():
        # Under another name than Markdown's, MkDocs takes it for a file to copy and not for a page.
        file = File.generated(config, f"{uri}.txt", content=content, inclusion=InclusionLevel.INCLUDED)
        file.dest_uri = uri
        files.append(file)
    _place_scripts(files, config, site.edition)
    if _is_preview(config):
        changed = preview.changed(site, max(path.stat().st_mtime for path in _around(config)))
        for file in files:
            if file.is_documentation_page() or file.generated_by:
                is_changed = file.src_uri.removesuffix(".txt") in changed
                file.is_modified = lambda is_changed=is_changed: is_changed
    return files


def on_serve(server: "LiveReloadServer", config: MkDocsConfig, builder: Callable) -> "LiveReloadServer":
    """Looks for changes more often than MkDocs does by itself, and answers this computer alone."""
    host, port = config.dev_addr
    quick = type(server)(builder, host, port, server.root, server.mount_path, polling_interval=0.15)
    quick.error_handler = server.error_handler
    quick.set_app(guarded(quick.get_app(), port))
    quick.watch(config.docs_dir)
    quick.watch(config.config_file_path)
    return quick


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """In a preview, tells the pages that are not built anew what they are."""
    for page in nav.pages if _is_preview(config) else ():
        preview.recall(page)
    return nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Has the theme's templates read without what only takes up room."""
    lean.make_lean(env, _cache(config))
    if _is_preview(config):
        preview.pages |= {file.src_uri: file.page for file in files.documentation_pages()}
    return env


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """The text of a page: as the site has it."""
    return config.extra["site"].pages.get(page.file.src_uri)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Escapes the title of a page, which is text, and sets its blocks apart, both for the search."""
    page.meta["title"] = escape(page.meta.get("title", page.title))
    return searching.spaced(html)


@event_priority(-100)  # after the search has taken up the page
def on_page_context(context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    """Has the search know the page as readers ask; tells the theme, which escapes all else, what of it is HTML."""
    searching.know(page.url, page.meta, config.plugins["material/search"].search_index.entries)
    page.content = Markup(page.content)
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Judges a finished page, and puts its Content-Security-Policy into it."""
    return _judged(output, page.file.src_uri, config)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The same for the pages that the theme makes: the one for what is not there."""
    return _judged(output_content, template_name, config) if template_name.endswith(".html") else output_content


@event_priority(100)  # before the search index is written
def _before_the_index(config: MkDocsConfig) -> None:
    """Judges what the search shows, and puts the offline edition beside the pages."""
    site: Site = config.extra["site"]
    for entry in config.plugins["material/search"].search_index.entries:
        _judge(searching.all_of(entry), f"search: {entry['location']}", safety.SEARCH, config)
    if _is_preview(config):
        _keep_search(config)
    if not site.edition.offline and forms.OFFLINE in forms.forms(site.edition):
        write(Path(config.site_dir) / forms.OFFLINE.file(site.edition), _offline(config, site))


@event_priority(-100)  # after the search index is written
def _after_the_index(config: MkDocsConfig) -> None:
    """Stores the search index compressed, as our script asks for it; an offline edition has it as a script."""
    if not config.extra["site"].edition.offline:
        compress(Path(config.site_dir) / searching.INDEX)


on_post_build = CombinedEvent(_before_the_index, _after_the_index)


def _site(config: MkDocsConfig, edition: Edition) -> Site:
    """The site that is being built; findings of a preview are told in the terminal too."""
    try:
        site = make_site(Path(config.config_file_path).parent, edition, _is_preview(config))
    except (UnsoundError, PdfError) as error:
        raise PluginError(str(error)) from error
    except Exception:  # whatever it is, the preview goes on
        if preview.site is None:
            raise
        log.exception("this cannot be shown; the pages stay as they were")
        return preview.site
    if site.findings:
        log.error("the guide has problems\n%s", format_text(site.findings).rstrip())
    return site


def _offline(config: MkDocsConfig, site: Site) -> bytes:
    """The offline edition: the guide built again, for use from disk, and packed."""
    with tempfile.TemporaryDirectory() as folder:
        again = load_config(config.config_file_path, site_dir=folder)
        again.site_url = ""  # a copy on disk has no address
        again.extra["edition"] |= {"offline": True, "published": ""}
        build(again)
        paths = [path for path in Path(folder).rglob("*") if path.is_file()]
        files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return offline.archive(files, site.guide, site.edition, get_build_datetime())


def _judged(page: str, name: str, config: MkDocsConfig) -> str:
    """A finished page with its policy. This catches, too, an engine that skipped the citations."""
    page = lean.lean(page)
    _judge(page, name, safety.PAGE, config)
    return policy.with_policy(page, config.extra["site"].edition.offline, _is_preview(config))


def _judge(html: str, name: str, allowed: safety.Allowed, config: MkDocsConfig) -> None:
    try:
        safety.check(html, allowed)
    except safety.UnsafeError as error:
        if not _is_preview(config):
            raise PluginError(f"{name}: {error}") from error
        log.error("%s: %s", name, error)


def _keep_search(config: MkDocsConfig) -> None:
    """Keeps what the search knows of the pages that were not built anew; the theme does so for a single page only."""
    search = config.plugins["material/search"]
    if search.search_index_prev:
        search.search_index.entries += preview.kept_entries(search.search_index_prev.entries)
        search.search_index_prev = None


def _around(config: MkDocsConfig) -> Iterator[Path]:
    """What every page is made with besides its own text: the settings, and our part of the theme."""
    yield Path(config.config_file_path)
    for folder in config.theme.dirs[:1]:
        yield from (path for path in Path(folder).rglob("*") if path.is_file())


def _place_scripts(files: Files, config: MkDocsConfig, edition: Edition) -> None:
    """For use from disk, modules become classic scripts, and every page is asked for by the name of its file."""
    if not edition.offline:
        files.remove(files.get_file_from_path(f"assets/{offline.WORKER}.mjs"))
        return
    found = [one for one in files if one.src_uri.startswith("assets/") and one.src_uri.endswith(".mjs")]
    modules = {one.src_uri[len("assets/") : -len(".mjs")]: one.content_string for one in found}
    for file in found:
        files.remove(file)
    for name in [one for one in modules if "/" not in one]:  # in folders are parts that pages cannot ask for
        try:
            script = classic.as_classic(modules, name)
        except classic.ClassicError as error:
            raise PluginError(f"docs/assets/{error}") from error
        files.append(File.generated(config, f"assets/{name}.js", content=script, inclusion=InclusionLevel.INCLUDED))
    for page in files.documentation_pages():
        page.url = page.dest_uri


def _is_ballast(uri: str) -> bool:
    """Whether a file of the theme is of no use here: source maps, and other languages of the search."""
    return uri.endswith(".map") or uri.startswith("assets/javascripts/lunr/")


def _cache(config: MkDocsConfig) -> Path:
    """Where compiled templates are kept."""
    return Path(config.config_file_path).parent / ".cache/templates"


def _is_preview(config: MkDocsConfig) -> bool:
    """Whether problems are to be shown, in a live preview, instead of stopping the build."""
    return config.extra.get("findings") == "show"
