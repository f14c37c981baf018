"""The commands on the guide itself: options and help. What they do stands in `showing` and `cards`."""

from typing import Any

import click

from llme.command import naming
from llme.command.group import FORCE, RELEASE, SITE, choice_of_recommendations, llme
from llme.command.library import Library, UnknownError


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
