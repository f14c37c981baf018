"""The only file that knows MkDocs: turns its events into calls of the package `llme`.

Order within a build: `on_config` reads and checks the guide and renders its pages; `on_files` hands MkDocs the pages
that have no file, and formats every citation of the site in one run; `on_page_read_source` gives each page its text;
mkdocs-bibtex asks our registry for each citation; `on_page_content` checks the HTML; `on_post_page` gives the
finished page its Content-Security-Policy; `on_post_build` adds the edition's other forms.
"""

import logging
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pypandoc
from jinja2 import Environment
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_datetime
from mkdocs_bibtex.citation import Citation, CitationBlock

from llme import findings, pdf, rules
from llme.citations import formatting as citations
from llme.citations import placing
from llme.content import load
from llme.content.guide import Guide
from llme.content.markup import scan
from llme.html import lean, policy, safety
from llme.outputs import classic, forms, offline
from llme.outputs import data as exports
from llme.pages import render as pages
from llme.pages import terms
from llme.patterns import FOOTNOTE
from llme.versions.edition import DRAFT, Edition

log = logging.getLogger("mkdocs.hooks.guide")


@dataclass
class Build:
    """What one build knows of the guide."""

    guide: Guide
    edition: Edition
    found: list[findings.Finding]
    pages: dict[str, str]
    terms: terms.TermsExtension
    extension: placing.PlacingExtension = field(default_factory=placing.PlacingExtension)


class Registry:
    """Stands in for mkdocs-bibtex's own registry, which corrupts titles and addresses."""

    footnote_format = FOOTNOTE + "{key}"

    def validate_citation_blocks(self, blocks: Iterable[CitationBlock]) -> None:
        """Nothing to do: the rules have checked every citation."""

    def inline_text(self, block: CitationBlock) -> str:
        """A token in the place of the block; the Markdown extension puts the citation there."""
        return placing.token_for_block(block.raw)

    def reference_text(self, citation: Citation) -> str:
        """Nothing: the Markdown extension puts the references below the text."""
        return ""


@event_priority(100)  # before mkdocs-bibtex reads the bibliography in its own way
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Reads, checks and renders the guide. Findings stop the build, unless `extra.findings` is `show`."""
    root = Path(config.config_file_path).parent
    guide = load.load(root)
    found = rules.check(guide)
    if found:
        report = findings.format_text(found).rstrip()
        if not _lenient(config):
            raise PluginError(f"the guide has problems; nothing was built\n{report}")
        log.error("the guide has problems\n%s", report)
    edition = _edition(config)
    build = Build(guide, edition, found, _render(guide, edition, found), terms.TermsExtension(guide.glossary))
    build.extension.lenient = _lenient(config)
    config.extra["build"] = build
    config.nav = pages.navigation(guide)
    if config.extra["edition"].get("published"):
        config.extra["version"] = {"provider": "mike"}  # the selector asks for a list that only a published site has
    config.markdown_extensions = [one for one in config.markdown_extensions if not _is_ours(one)] + [
        build.extension,
        build.terms,
    ]
    if edition.offline:
        config.extra_javascript = [str(one).replace(".mjs", ".js") for one in config.extra_javascript]
        config.extra["polyfills"] = [f"assets/{offline.WORKER}.js"]
        config.extra["homepage"] = "index.html"  # where the logo leads
    config.plugins["bibtex"].registry = Registry()
    config.plugins["bibtex"].last_configured = float("inf")  # its bibliography is ours, and up to date
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages that are made from data, and formats the citations of all pages."""
    build: Build = config.extra["build"]
    for file in [one for one in files if _is_ballast(one.src_uri)]:
        files.remove(file)
    for uri, text in build.pages.items():
        if files.get_file_from_path(uri) is None:
            files.append(File.generated(config, uri, content=text))
    data = {} if build.found else exports.all_files(build.guide, build.edition)
    for uri, text in {**pages.downloads(build.guide), **data}.items():
        # Under another name than Markdown's, MkDocs takes it for a file to copy and not for a page. As bytes, since
        # the manifest of the data tells their checksums.
        file = File.generated(config, f"{uri}.txt", content=text.encode(), inclusion=InclusionLevel.INCLUDED)
        file.dest_uri = uri
        files.append(file)
    _place_scripts(files, config, build.edition)
    root = Path(config.config_file_path).parent
    cited = [one for text in build.pages.values() for one in scan(text).citations if one.items and not one.where]
    known = {key for key, work in build.guide.works.items() if work.fields.get("title")}  # a draft may lack one
    try:
        build.extension.formatted = citations.format_citations(
            [one.raw for one in cited if all(item.key in known for item in one.items)],
            known,
            root / "bibliography/guide.bib",
            root / "bibliography/guide.csl",
            root / ".cache",
            pypandoc.get_pandoc_path(),
        )
    except citations.CitationError as error:
        if not _lenient(config):
            raise PluginError(str(error)) from error
        log.error(str(error))
    if build.edition.pdfs and not build.found:
        for uri, content in _pdfs(build).items():
            files.append(File.generated(config, uri, content=content, inclusion=InclusionLevel.INCLUDED))
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Has the theme's templates read without what only takes up room."""
    lean.make_lean(env)
    return env


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Tells the extension that links the glossary's terms which page comes next."""
    build: Build = config.extra["build"]
    uri = page.file.src_uri
    build.terms.page = "" if uri in pages.WITHOUT_TERMS else uri
    return markdown


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """The text of a page: as the guide renders it."""
    return config.extra["build"].pages.get(page.file.src_uri)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Checks the HTML of a page's content. This catches, too, an engine that skipped the citations."""
    faults = list(dict.fromkeys(safety.faults(html)))
    if faults:
        message = f"{page.file.src_uri}: the page would hold {', '.join(faults)}"
        if not _lenient(config):
            raise PluginError(message)
        log.error(message)
    return html


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Puts the Content-Security-Policy into a finished page."""
    return policy.with_policy(output, config.extra["build"].edition.offline)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The same for the pages that the theme makes: the one for what is not there."""
    known = config.extra["build"].edition
    return policy.with_policy(output_content, known.offline) if template_name.endswith(".html") else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Puts the edition's other forms beside its pages."""
    build: Build = config.extra["build"]
    if build.edition.offline:
        return
    if forms.OFFLINE in forms.forms(build.edition):
        target = Path(config.site_dir) / forms.OFFLINE.file(build.edition)
        target.write_bytes(_offline(config, build))


def _offline(config: MkDocsConfig, build: Build) -> bytes:
    """The offline edition: the guide built again, for use from disk, and packed."""
    with tempfile.TemporaryDirectory() as folder:
        again = load_config(config.config_file_path, site_dir=folder)
        again.site_url = ""  # a copy on disk has no address
        again.extra["edition"] |= {"offline": True, "published": ""}
        build_site(again)
        paths = [path for path in Path(folder).rglob("*") if path.is_file()]
        site = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return offline.archive(site, build.guide, build.edition, get_build_datetime())


def _place_scripts(files: Files, config: MkDocsConfig, edition: Edition) -> None:
    """For use from disk, modules become classic scripts, and every page is asked for by the name of its file."""
    if not edition.offline:
        files.remove(files.get_file_from_path(f"assets/{offline.WORKER}.mjs"))
        return
    found = [one for one in files if one.src_uri.startswith("assets/") and one.src_uri.endswith(".mjs")]
    modules = {Path(one.src_uri).stem: one.content_string for one in found}
    for file in found:
        files.remove(file)
    for name in modules:
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


def _render(guide: Guide, edition: Edition, found: list[findings.Finding]) -> dict[str, str]:
    """All pages; a document that has no model is shown with its findings."""
    rendered = pages.render(guide.without({finding.path for finding in found}) if found else guide, edition)
    for document in guide.documents:
        uri = document.path.removeprefix("docs/")
        here = [finding for finding in found if finding.path == document.path]
        if document.path.endswith(".md") and here:
            rendered[uri] = pages.render_broken(document, here)
    return rendered


def _pdfs(build: Build) -> dict[str, bytes]:
    try:
        return pdf.all_pdfs(build.guide, build.edition, build.extension.formatted)
    except pdf.PdfError as error:
        raise PluginError(str(error)) from error


def _edition(config: MkDocsConfig) -> Edition:
    """What is being built, and for where: `extra.edition`, which comes from the environment."""
    told = config.extra.get("edition", {})
    epoch = str(told.get("epoch") or "")
    return Edition(
        told.get("version") or DRAFT,
        told.get("site_url") or "",
        told.get("repository") or "",
        today=datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() and int(epoch) else None,
        offline=bool(told.get("offline")),
        asked=frozenset(name for name, wanted in told.get("forms", {}).items() if wanted),
    )


def _lenient(config: MkDocsConfig) -> bool:
    """Whether problems are to be shown, in a live preview, instead of stopping the build."""
    return config.extra.get("findings") == "show"


def _is_ours(extension: object) -> bool:
    return isinstance(extension, placing.PlacingExtension | terms.TermsExtension)
