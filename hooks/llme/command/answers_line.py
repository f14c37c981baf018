"""The commands on a file of answers: options and help. What they do stands in `answering` and `checking`."""

import sys
from pathlib import Path
from typing import Any

import click

from llme.command.group import FILE, FILES, FORCE, RELEASE, SITE, choice_of_recommendations, llme
from llme.command.library import Library


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
@FILES
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
def check(files: tuple[Path, ...], require: tuple[str, ...], form: str, release: str | None) -> None:
    """Say what in one or more files is malformed, unanswered, or older than the guide.

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

    sys.exit(checking.check(Library(), files, frozenset(require), form, release))


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
      llme update ETHICS.md --release 1.0.0
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


@llme.command(short_help="Write a badge that says how many are answered.")
@FILE
@click.option("-o", "--output", "path", type=click.Path(), help="Where to write, such as badge.svg; without it, print.")
@FORCE
def badge(file: Path, path: str | None, force: bool) -> None:
    """Write a badge as SVG: the release of a file, and how many of its recommendations are answered.

    It counts answers and does not judge them: "Not followed" with its reason counts as "Followed" does. It is a file
    of yours, which asks no service and looks the same whatever the number is.

    \b
    Examples:
      llme badge -o badge.svg
      llme badge paper/ethics.json -o badge.svg --force
    """
    from llme.command import badges

    badges.badge(Library(), file, path, force)
