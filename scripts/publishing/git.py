"""Starts git; nothing else in the scripts does."""

import os
import subprocess
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

_NAME, _EMAIL = "LLM Ethics Guide contributors", "contributors@llm-ethics-guide.invalid"
NOBODY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", _NAME), ("EMAIL", _EMAIL))
}


class GitError(Exception):
    """git refused, or is not there; the message says what. `output` is what it printed besides."""

    output = ""


class NoRepositoryError(GitError):
    """The folder is in no git checkout."""


class Git:
    """git, run in a folder."""

    def __init__(self, root: Path):
        self.root = root

    def run(self, *argv: str, stdin: str = "", env: Mapping[str, str] | None = None) -> str:
        """The output of a git command as text, without empty lines around it. Raises GitError where it fails."""
        return self.output(*argv, stdin=stdin.encode(), env=env).decode(errors="replace").strip("\n")

    def output(self, *argv: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> bytes:
        """The output of a git command, to the byte. Raises GitError where it fails."""
        try:
            done = subprocess.run(  # noqa: S603 - words of our own, no shell
                ["git", "-c", "log.showSignature=false", "-C", str(self.root), *argv],  # noqa: S607
                input=stdin,
                capture_output=True,
                env={**os.environ, "LC_ALL": "C", **(env or {})},  # its messages, some of which are read, untranslated
            )
        except FileNotFoundError as error:
            raise GitError("git cannot be found; install it") from error
        if done.returncode:
            message = done.stderr.decode(errors="replace").strip() or f"git {argv[0]} failed"
            nowhere = "not a git repository (or any" in message and not (self.root / ".git").exists()
            error = (NoRepositoryError if nowhere else GitError)(message)
            error.output = done.stdout.decode(errors="replace")
            raise error
        return done.stdout

    @cached_property
    def identity(self) -> Mapping[str, str]:
        """Variables that name someone to commit as, where git knows nobody; asked for once, when it is needed."""
        try:
            self.run("var", "GIT_COMMITTER_IDENT")
        except GitError:
            return NOBODY
        return {}
