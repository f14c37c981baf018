"""Every call of git that the scripts make."""

import fcntl
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

NOBODY = {"NAME": "LLM Ethics Guide contributors", "EMAIL": "contributors@llm-ethics-guide.invalid"}


class GitError(Exception):
    """git refused; the message is what it said."""


class Repository:
    """A git checkout."""

    def __init__(self, root: Path):
        self.root = root

    def run(
        self, *words: str, stdin: str | None = None, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> str:
        """The output of a git command. Raises GitError where it fails."""
        done = subprocess.run(  # noqa: S603 - words of our own, no shell
            ["git", "--git-dir", str(self._git_dir), *words] if cwd else ["git", "-C", str(self.root), *words],
            cwd=cwd,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, **self.identity(), **(env or {})},
        )
        if done.returncode:
            raise GitError(done.stderr.strip() or f"git {words[0]} failed")
        return done.stdout.strip("\n")

    @cached_property
    def _git_dir(self) -> Path:
        return Path(self.run("rev-parse", "--path-format=absolute", "--git-dir"))

    def dirty(self) -> list[str]:
        """Files that differ from the last commit, or are new to git."""
        return [line[3:] for line in self.run("status", "--porcelain").splitlines()]

    def authors(self, revisions: str) -> list[str]:
        """The author of each commit, by e-mail address; programs, whose names end in `[bot]`, are left out."""
        lines = self.run("log", "--no-merges", "--use-mailmap", "--format=%aE%x09%aN", revisions).splitlines()
        return [line.partition("\t")[0] for line in lines if not line.endswith("[bot]")]

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

    # What publishing needs besides.

    def has_branch(self, name: str) -> bool:
        """Whether there is a local branch of this name."""
        return bool(self.run("for-each-ref", f"refs/heads/{name}"))

    def set_branch(self, name: str, commit: str | None) -> None:
        """Makes a branch point to a commit; with None, takes it away, so that its next commit is its first."""
        if commit:
            self.run("update-ref", f"refs/heads/{name}", commit)
        else:
            self.delete_branch(name)

    def delete_branch(self, name: str) -> None:
        """Takes a branch away, if it is there."""
        self.run("update-ref", "-d", f"refs/heads/{name}")

    def move_branch(self, name: str, new: str, old: str | None) -> None:
        """Moves a branch from `old` to `new`. Raises GitError where somebody else moved it meanwhile."""
        self.run("update-ref", f"refs/heads/{name}", new, old or "0" * 40)

    def remote(self) -> str:
        """The address of `origin`, or an empty text."""
        try:
            return self.run("remote", "get-url", "origin")
        except GitError:
            return ""

    def fetch(self, branch: str) -> None:
        """Brings the remote's branch here, as `refs/remotes/origin/…`, and all of history into a shallow clone."""
        if not self.remote():
            return
        if self.is_shallow():
            self.run("fetch", "--quiet", "--unshallow", "origin")
        there = self.run("ls-remote", "origin", f"refs/heads/{branch}")
        if there:
            self.run("fetch", "--quiet", "origin", f"+refs/heads/{branch}:refs/remotes/origin/{branch}")

    def is_shallow(self) -> bool:
        """Whether only the newest commits are here."""
        return self.run("rev-parse", "--is-shallow-repository") == "true"

    def start_of(self, branch: str) -> str | None:
        """The commit to go on from: the remote's where there is one that ours does not follow, else ours, or None.

        A local branch that the remote refused is given up: what it held is made again.
        """
        ours = self._maybe(f"refs/heads/{branch}")
        theirs = self._maybe(f"refs/remotes/origin/{branch}")
        if theirs and theirs != ours and not (ours and self._follows(ours, theirs)):
            self.run("update-ref", f"refs/heads/{branch}", theirs)
            return theirs
        return ours

    def push(self, branch: str) -> bool:
        """Pushes a branch to `origin`, never by force; False where the remote has moved."""
        if not self.remote():
            raise GitError("there is no remote `origin` to push to")
        try:
            self.run("push", "--quiet", "origin", f"refs/heads/{branch}:refs/heads/{branch}")
        except GitError as error:
            if "rejected" in str(error) or "non-fast-forward" in str(error) or "fetch first" in str(error):
                return False
            raise
        return True

    def adding(self, path: str) -> list[str]:
        """The commits that added a file, the newest first."""
        return self.run("log", "--format=%H", "--diff-filter=A", "--no-renames", "HEAD", "--", path).splitlines()

    def tree_of(self, revision: str, missing_ok: bool = False) -> str:
        """The tree hash of a commit, or of a folder in it (`gh-pages:1.0.0`)."""
        words = ["rev-parse", "--verify", "--quiet", revision if ":" in revision else f"{revision}^{{tree}}"]
        try:
            return self.run(*words)
        except GitError:
            if missing_ok:
                return ""
            raise

    def tree_of_folder(self, folder: Path) -> str:
        """The tree hash that git would give the files of a folder."""
        with tempfile.TemporaryDirectory() as scratch:
            env = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            self.run("--work-tree", str(folder), "add", "--force", "--all", ".", env=env, cwd=folder)
            return self.run("write-tree", env=env)

    def read(self, revision: str, path: str) -> str:
        """The text of a file in a commit, links followed, or an empty text where it is not there."""
        try:
            folder, _, rest = path.partition("/")
            entry = self.run("ls-tree", revision, folder)
            if entry.startswith("120000"):
                path = f"{self.run('show', f'{revision}:{folder}')}/{rest}"
            return self.run("show", f"{revision}:{path}") + "\n"
        except GitError:
            return ""

    def changed(self, before: str | None, after: str) -> list[str]:
        """Paths that differ between two commits; all of them where there is none before."""
        if before is None:
            return self.run("ls-tree", "-r", "--name-only", after).splitlines()
        return self.run("diff", "--name-only", "--no-renames", before, after).splitlines()

    def replace_root(self, branch: str, files: Mapping[str, str], message: str) -> None:
        """A commit on a branch that puts these files at the root, and takes away resolvers that are none of them."""
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            self.run("read-tree", branch, env=index)
            old = self.run("ls-files", "r/", env=index).splitlines()
            rows = [f"0 {'0' * 40}\t{path}" for path in old if path not in files]
            for path, text in files.items():
                rows.append(f"100644 {self.run('hash-object', '-w', '--stdin', stdin=text)}\t{path}")
            self.run("update-index", "--index-info", stdin="".join(f"{row}\n" for row in rows), env=index)
            tree = self.run("write-tree", env=index)
        if tree != self.tree_of(branch):
            self.set_branch(branch, self.run("commit-tree", tree, "-p", branch, "-F", "-", stdin=message))

    def prune(self) -> None:
        """Clears away what an interrupted run left: checkouts whose folder is gone."""
        self.run("worktree", "prune")

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Waits until no other process holds this lock of the repository."""
        place = Path(self.run("rev-parse", "--path-format=absolute", "--git-common-dir")) / name
        with place.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _maybe(self, ref: str) -> str | None:
        return self.run("for-each-ref", "--format=%(objectname)", ref) or None

    def _follows(self, commit: str, earlier: str) -> bool:
        try:
            self.run("merge-base", "--is-ancestor", earlier, commit)
        except GitError:
            return False
        return True

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

    def identity(self) -> dict[str, str]:
        """Someone to commit as, where git knows nobody."""
        known = subprocess.run(  # noqa: S603 - words of our own, no shell
            ["git", "-C", str(self.root), "var", "GIT_COMMITTER_IDENT"],  # noqa: S607
            capture_output=True,
        )
        if known.returncode == 0:
            return {}
        return {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in NOBODY.items()}
