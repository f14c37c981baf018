"""The command `llme` without its commands: what it says of itself, how it fails, and the options that several share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from llme import places
from llme.command import naming
from llme.command.library import UnknownError

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
    """A group that lists its commands in the order of work, and tells people what went wrong, without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, as they were added."""
        return list(self.commands)

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
_PATH = click.Path(path_type=Path, dir_okay=False, exists=True)
_FILE = "ETHICS.md"
FILE = click.argument("file", type=_PATH, default=_FILE)
FILES = click.argument(
    "files",
    type=_PATH,
    nargs=-1,
    metavar="[FILE]...",
    callback=lambda context, argument, given: given or (_PATH.convert(_FILE, argument, context),),
)


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
