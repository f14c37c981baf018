"""Every call of git that the scripts make."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

NOBODY = {"NAME": "LLM Ethics Guide contributors", "EMAIL": "contributors@llm-ethics-guide.invalid"}


class GitError(Exception):
    """git refused; the message is what it said."""


class Repository:
    """A git checkout."""

    def __init__(self, root: Path):
        self.root = root

    def run(self, *words: str, stdin: str | None = None, env: Mapping[str, str] | None = None) -> str:
        """The output of a git command. Raises GitError where it fails."""
        done = subprocess.run(  # noqa: S603 - words of our own, no shell
            ["git", "-C", str(self.root), *words],  # noqa: S607
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, **self._identity(), **(env or {})},
        )
        if done.returncode:
            raise GitError(done.stderr.strip() or f"git {words[0]} failed")
        return done.stdout.strip("\n")

    def dirty(self) -> list[str]:
        """Files that differ from the last commit, or are new to git."""
        return [line[3:] for line in self.run("status", "--porcelain").splitlines()]

    def commit_of(self, revision: str) -> str:
        """The full hash of a revision's commit."""
        return self.run("rev-parse", "--verify", f"{revision}^{{commit}}")

    def commit_files(self, contents: Mapping[str, str], message: str) -> str:
        """A commit on top of HEAD with these files, by path; made in git alone, so nothing else changes.

        Returns its hash. `advance` makes it the branch's newest.
        """
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self.run("read-tree", "HEAD", env=index)
            for path, text in contents.items():
                blob = self.run("hash-object", "-w", "--stdin", f"--path={path}", stdin=text)
                self.run("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", env=index)
            tree = self.run("write-tree", env=index)
        return self.run("commit-tree", tree, "-p", "HEAD", "-F", "-", stdin=message)

    def advance(self, commit: str) -> None:
        """Moves the branch and the files to `commit`, which follows HEAD."""
        self.run("merge", "--quiet", "--ff-only", commit)

    @contextmanager
    def checked_out(self, commit: str) -> Iterator[Path]:
        """The files of a commit, in a folder that goes away."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "checkout"
            self.run("worktree", "add", "--quiet", "--detach", str(path), commit)
            try:
                yield path
            finally:
                self.run("worktree", "remove", "--force", str(path))

    def _identity(self) -> dict[str, str]:
        """Someone to commit as, where git knows nobody."""
        known = subprocess.run(  # noqa: S603 - words of our own, no shell
            ["git", "-C", str(self.root), "var", "GIT_COMMITTER_IDENT"],  # noqa: S607
            capture_output=True,
        )
        if known.returncode == 0:
            return {}
        return {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in NOBODY.items()}
