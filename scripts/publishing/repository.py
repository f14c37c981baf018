"""Everything that the scripts ask of git."""

import fcntl
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from publishing.branches import Branches
from publishing.git import GitError


class Repository(Branches):
    """A git checkout."""

    # What is there.

    def dirty(self) -> list[str]:
        """Files that differ from the last commit, or are new to git."""
        return [line[3:] for line in self.run("status", "--porcelain").splitlines()]

    def authors(self, revisions: str) -> list[str]:
        """The author of each commit, by e-mail address; programs, whose names end in `[bot]`, are left out."""
        lines = self.run("log", "--no-merges", "--use-mailmap", "--format=%aE%x09%aN", revisions).splitlines()
        return [line.partition("\t")[0] for line in lines if not line.endswith("[bot]")]

    def adding(self, path: str) -> list[str]:
        """The commits that added a file, the newest first."""
        return self.run("log", "--format=%H", "--diff-filter=A", "--no-renames", "HEAD", "--", path).splitlines()

    def names_in(self, revision: str, folder: str = ".") -> list[str]:
        """The paths of the files of a commit, or of a folder in it."""
        return self.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", revision, folder).split("\0")[:-1]

    def names_ever(self, folder: str) -> list[str]:
        """Every file that a commit of any branch changed in a folder, some of them several times."""
        return self.run("log", "--all", "--format=", "--name-only", "--no-renames", "--", folder).splitlines()

    def commit_of(self, revision: str) -> str:
        """The full hash of a revision's commit."""
        return self.run("rev-parse", "--verify", f"{revision}^{{commit}}")

    def seconds_of(self, commit: str) -> str:
        """When a commit was made, in seconds of the epoch."""
        return self.run("show", "-s", "--format=%ct", commit)

    def tree_of(self, revision: str, missing_ok: bool = False) -> str:
        """The hash of a commit's tree, or of a file or folder in it (`gh-pages:1.0.0`)."""
        try:
            return self.run("rev-parse", "--verify", "--quiet", revision if ":" in revision else f"{revision}^{{tree}}")
        except GitError:
            if missing_ok:
                return ""
            raise

    def read(self, revision: str, path: str) -> bytes:
        """A file in a commit to the byte, links followed; nothing where it is not there."""
        answer = self.output("cat-file", "--batch", "--follow-symlinks", stdin=f"{revision}:{path}\n".encode())
        head, _, rest = answer.partition(b"\n")
        match = re.fullmatch(rb"[0-9a-f]+ blob ([0-9]+)", head)
        return rest[: int(match[1])] if match else b""

    def changed(self, before: str | None, after: str) -> list[str]:
        """Paths that differ between two commits; all of them where there is none before."""
        if before is None:
            return self.names_in(after)
        return self.run("diff", "-z", "--name-only", "--no-renames", before, after).split("\0")[:-1]

    # Commits, made in git alone: nothing else changes.

    def commit_files(self, contents: Mapping[str, bytes], message: str, parent: str = "HEAD") -> str:
        """A commit on top of another with these files, by path. Returns its hash; `advance` makes it the newest."""
        return self._commit(self._tree_with(parent, contents), parent, message)

    def replace_root(self, branch: str, contents: Mapping[str, bytes], message: str) -> None:
        """A commit on a branch that puts these files at the root, and takes away resolvers that are none of them."""
        tree = self._tree_with(branch, contents, gone=set(self.names_in(branch, "r/")) - set(contents))
        if tree != self.tree_of(branch):
            self.set_branch(branch, self._commit(tree, branch, message))

    def tree_of_folder(self, folder: Path) -> str:
        """The tree hash that git would give the files of a folder."""
        with tempfile.TemporaryDirectory() as scratch:
            env = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            self.run(*self._work_tree(folder), "add", "--force", "--all", ".", env=env)
            return self.run("write-tree", env=env)

    def _tree_with(self, revision: str, contents: Mapping[str, bytes], gone: Iterable[str] = ()) -> str:
        """The tree of a commit with these files in it, and others gone; as few processes for many files as for one."""
        with tempfile.TemporaryDirectory() as scratch:
            env = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            folder = Path(scratch) / "files"
            for path, content in contents.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
            self.run("read-tree", revision, env=env)
            names = "\0".join([*contents, *gone])
            self.run(
                *self._work_tree(folder), "update-index", "--add", "--remove", "-z", "--stdin", stdin=names, env=env
            )
            return self.run("write-tree", env=env)

    def _work_tree(self, folder: Path) -> list[str]:
        """Options that have git take its files from a folder."""
        return ["-C", str(folder), "--git-dir", self.run("rev-parse", "--absolute-git-dir"), "--work-tree", "."]

    def _commit(self, tree: str, parent: str, message: str) -> str:
        return self.run("commit-tree", tree, "-p", parent, "-F", "-", stdin=message, env=self.identity)

    def advance(self, commit: str) -> None:
        """Moves the branch and the files to `commit`, which follows HEAD."""
        self.run("merge", "--quiet", "--ff-only", commit, env=self.identity)

    def commit_all(self, message: str) -> None:
        """Commits everything that differs from the last commit, or is new to git."""
        self.run("add", "--all")
        self.run("commit", "--quiet", "--message", message, env=self.identity)

    # Checkouts and locks.

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

    def prune(self) -> None:
        """Clears away what an interrupted run left: checkouts whose folder is gone."""
        self.run("worktree", "prune")

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Waits until no other process holds this lock of the repository."""
        place = Path(self.run("rev-parse", "--path-format=absolute", "--git-common-dir")) / name
        with place.open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
