"""The command line of `llme`: its commands, options and help. What each does stands in the modules beside this one."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from llme import places
from llme.command import naming
from llme.command.library import Library, UnknownError

EPILOG = """
\b
A project from its first day:
  llme list --profiles
  llme init --profile data-set-paper --name "Forum posts"
  $EDITOR ETHICS.md
  llme check --require answered --require current
  llme export -o appendix.tex

\b
Exit status:
  0  done; a check found nothing that it was told to require
  1  a check found something, or a file was refused
  2  wrong usage, or a name that the guide does not have

\b
Environment:
  NO_COLOR   no colours, on a terminal either
  SITE_URL   the address of the published guide, for links; as --site

It reads the releases that are installed with it, sends nothing, and needs no network.
"""


class TellingGroup(click.Group):
    """A group that tells people what went wrong, without a traceback."""

    def invoke(self, context: click.Context) -> Any:
        """Runs a command; what it raises for people becomes a message and an exit status."""
        from llme.command.opening import FileRefusedError

        context.color = False if os.environ.get("NO_COLOR") else None
        try:
            return super().invoke(context)
        except UnknownError as error:
            raise click.UsageError(str(error)) from error
        except FileRefusedError as error:
            click.echo(f"llme: {error}", err=True)
            context.exit(1)


def _version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"llme {places.newest()}, with the releases {', '.join(places.releases())} of the LLM Ethics Guide")
        context.exit()


HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
SITE = click.option("--site", envvar="SITE_URL", metavar="URL", help="The published guide, for links (or SITE_URL).")
RELEASE = click.option("--release", type=naming.RELEASE, help="A release of the guide; the newest is the default.")
FORCE = click.option("--force", is_flag=True, help="Replace the output if it is there.")
FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True), default="ETHICS.md")


def choice_of_recommendations(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options that choose recommendations."""
    for name, kind, text in (
        ("role", naming.ROLE, "What concerns this role."),
        ("stage", naming.STAGE, "What concerns this stage."),
        ("profile", naming.PROFILE, "A kind of project."),
    ):
        option = click.option(f"--{name}", f"{name}s", type=kind, multiple=True, help=f"{text} May be repeated.")
        command = option(command)
    return command


@click.group(cls=TellingGroup, context_settings=HELP, epilog=EPILOG)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version.")
def llme() -> None:
    """The LLM Ethics Guide inside a project.

    It asks the questions of the guide that concern your project, keeps your answers in a file that you edit by hand,
    says what is open, and tells you when the guide has changed since you answered.
    """


@llme.command(short_help="Write the checklist as a file to fill in.")
@choice_of_recommendations
@click.option("--name", default="", help="The project's name.")
@click.option(
    "-o", "--output", "path", default="ETHICS.md", type=click.Path(), help="Where to write; - prints. [ETHICS.md]"
)
@RELEASE
@FORCE
@SITE
def init(path: str, force: bool, site: str | None, **asked: Any) -> None:
    """Write the checklist as a file to fill in.

    The file holds the questions of one release and stays with it until `llme update`. It is Markdown; with an output
    that ends in .json it is the same as JSON. The checklist's page on the site opens both. Without a kind of project,
    a stage or a role, it asks all that the guide has.

    \b
    Examples:
      llme init --profile data-set-paper --profile fine-tuning
      llme init --stage evaluation --role data-collector -o docs/ETHICS.md
      llme init --profile evaluation --release 0.1.0 --name "Our benchmark"
    """
    from llme.command import answering

    answering.init(Library(site=site or ""), path, force, **asked)


@llme.command(short_help="Say what is malformed, unanswered or outdated.")
@FILE
@click.option(
    "--require",
    type=click.Choice(["answered", "current"]),
    multiple=True,
    help="Fail where an answer is missing, or where the file is older than the guide. May be repeated.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "github", "json"]), default="text", help="How to print. [text]"
)
@RELEASE
def check(file: Path, require: tuple[str, ...], form: str, release: str | None) -> None:
    """Say what in a file is malformed, unanswered, or older than the guide.

    Each finding names its line: `ETHICS.md:12:1: unanswered: …`. What is malformed always fails. What is unanswered
    fails with `--require answered`; an answer without a place or a reason counts as an answer. What is older than the
    newest release fails with `--require current`: the number of the release, a recommendation that changed after it
    was answered, that was withdrawn, or that joined your choice.

    On GitHub, `--format github` puts each finding on its line of the pull request; `--format json` is for programs.

    \b
    Examples:
      llme check
      llme check ETHICS.md --require answered --require current
      llme check paper/ethics.json --format json
    """
    from llme.command import checking

    sys.exit(checking.check(Library(), file, frozenset(require), form, release))


@llme.command(short_help="Move a file of answers to a newer release.")
@FILE
@RELEASE
@click.option("-o", "--output", "path", type=click.Path(), help="Write here, and leave FILE as it is; - prints.")
@FORCE
@SITE
def update(file: Path, release: str | None, path: str | None, force: bool, site: str | None) -> None:
    """Move a file of answers to a newer release, in place.

    The guide's own text is written anew; your words stay as they are, and so does all else that you wrote in the file.
    An answer to a recommendation that changed since gets a line in italics that says what changed: read the
    recommendation and your answer again, then delete the line. What joined your choice is added, to be answered.

    \b
    Examples:
      llme update
      llme update ETHICS.md --release 0.1.1
    """
    from llme.command import answering

    answering.update(Library(site=site or ""), file, release, path, force)


@llme.command(short_help="Write the answers as LaTeX, Markdown or JSON.")
@FILE
@click.option(
    "-o", "--output", "path", type=click.Path(), help="Where to write: .tex, .md or .json; without it, print."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["latex", "latex-table", "markdown", "json"]),
    help="Otherwise the ending of the output tells; printed, it is Markdown.",
)
@click.option("--arr", is_flag=True, help="In the order of the checklist of ACL Rolling Review, as Markdown or LaTeX.")
@click.option("--numbered", is_flag=True, help="Give the section in LaTeX a number.")
@FORCE
@SITE
def export(file: Path, site: str | None, **asked: Any) -> None:
    """Write the answers as an appendix in LaTeX, as Markdown, or as JSON.

    The text is that of the release to which the file belongs. The LaTeX is plain ASCII, compiles with every engine and
    goes into a paper with \\input.

    \b
    Examples:
      llme export ETHICS.md -o appendix.tex
      llme export ETHICS.md -o table.tex --format latex-table --numbered
      llme export ETHICS.md --arr -o arr.md
      llme export ETHICS.md -o ethics.json
    """
    from llme.command import answering

    answering.export(Library(site=site or ""), file, **asked)


@llme.command(short_help="Print recommendations with all that is said of them.")
@click.argument("names", nargs=-1, required=True, metavar="ID[@RELEASE]...", shell_complete=naming.complete_ids)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print. [text]")
def show(names: tuple[str, ...], form: str) -> None:
    """Print recommendations: what to do and not to do, why, first steps, questions, sources, history.

    \b
    Examples:
      llme show LLME-008
      llme show LLME-008@0.1.0 LLME-009
      llme show LLME-008 --format json | jq .changes
    """
    from llme.command import showing

    click.echo(showing.show(Library(), names, form), nl=False)


@llme.command("list", short_help="List recommendations, or the names to choose them by.")
@choice_of_recommendations
@click.option("--topic", "topics", type=naming.TOPIC, multiple=True, help="What is about this topic. May be repeated.")
@click.option("--profiles", "names", flag_value="profiles", help="List the kinds of project instead.")
@click.option("--stages", "names", flag_value="stages", help="List the stages instead.")
@click.option("--roles", "names", flag_value="roles", help="List the roles instead.")
@click.option("--topics", "names", flag_value="topics", help="List the topics instead.")
@click.option("--releases", "names", flag_value="releases", help="List the releases instead.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print. [text]")
@RELEASE
def list_(**asked: Any) -> None:
    """List recommendations by stage, or the names by which they can be chosen.

    \b
    Examples:
      llme list --stage data-compilation
      llme list --topic consent --role data-collector
      llme list --profiles
    """
    from llme.command import showing

    click.echo(showing.list_(Library(), **asked), nl=False)


@llme.command(short_help="Print how to cite a recommendation, or the guide.")
@click.argument("name", required=False, metavar="[ID[@RELEASE]]", shell_complete=naming.complete_ids)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "bibtex", "csl", "ris"]),
    default="text",
    help="Sentences and BibTeX, or one form alone. [text]",
)
@SITE
def cite(name: str | None, form: str, site: str | None) -> None:
    """Print how to cite a recommendation, or the whole guide, at one release.

    \b
    Examples:
      llme cite LLME-008
      llme cite LLME-008@0.1.0 --format bibtex >> refs.bib
      llme cite
    """
    from llme.command import showing

    click.echo(showing.cite(Library(site=site or ""), name, form), nl=False)


@llme.command(short_help="Write a datasheet or a model card to fill in.")
@click.argument("kind", type=naming.CARD)
@click.option("-o", "--output", "path", type=click.Path(), help="Where to write; without it, print.")
@click.option("--plain", is_flag=True, help="Without the head in YAML that Hugging Face reads.")
@FORCE
def card(kind: str, path: str | None, plain: bool, force: bool) -> None:
    """Write a datasheet, a model card or another document of the guide to fill in.

    A datasheet and a model card begin with the head in YAML by which Hugging Face files a data set or a model: fill
    it in, or leave it out with --plain.

    \b
    Examples:
      llme card datasheet -o README.md
      llme card model-card --plain -o MODEL_CARD.md
    """
    from llme.command import cards

    cards.card(Library(), kind, path, plain, force)


@llme.command(short_help="Print what completes commands in a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes a shell complete commands, options and IDs.

    \b
    Examples:
      llme completion bash >> ~/.bashrc
      llme completion zsh > "${fpath[1]}/_llme"
      llme completion fish > ~/.config/fish/completions/llme.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is None:
        raise UnknownError(f"no completion is known for {shell}")
    click.echo(found(llme, {}, "llme", "_LLME_COMPLETE").source())
