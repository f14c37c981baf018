"""Everything that the scripts ask of git."""

import fcntl
import hashlib
import io
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from publishing.branches import Branches
from publishing.git import GitError


class TreeEntry(NamedTuple):
    """What stands in a tree under a name."""

    mode: str
    kind: str
    hash: str


Hashes = dict[str, str]  # of files, by path
_READ = ("docs/", "bibliography/", "hooks/", "scripts/", "overrides/")  # folders of which no file is passed over


def _is_read(path: str) -> bool:
    """Whether a file that git ignores could be read as a part of the guide or of its code."""
    names = path.rstrip("/").split("/")
    junk = any(name.startswith(".") or name.endswith("~") or name == "__pycache__" for name in names)
    return path.startswith(_READ) and not junk


class Repository(Branches):
    """A git checkout."""

    # What is there.

    def dirty(self) -> list[str]:
        """Files that differ from the last commit, or are new to git; those too that git was told not to look at, or,
        where the guide and its code stand, to ignore."""
        rows = self.run("status", "--porcelain", "-z", "--no-renames", "--ignored=matching").split("\0")[:-1]
        shown = [row[3:] for row in rows if not row.startswith("!!") or _is_read(row[3:])]
        return shown + self._unwatched()

    def _unwatched(self) -> list[str]:
        """Files that differ from the last commit, and that `git update-index` was told to take for unchanged."""
        rows = self.run("ls-files", "-v", "-z").split("\0")[:-1]
        flagged = [row[2:] for row in rows if row[0] == "S" or row[0].islower()]
        known = self.blobs("HEAD") if flagged else {}
        there = [path for path in flagged if (self.root / path).is_file()]
        hashes = self.run("hash-object", "--stdin-paths", stdin="\n".join(there)).split() if there else []
        same = {path for path, found in zip(there, hashes, strict=True) if known.get(path) == found}
        return [path for path in flagged if path not in same]

    @cached_property
    def _algorithm(self) -> str:
        return self.run("rev-parse", "--show-object-format")

    def blob_hash(self, content: bytes) -> str:
        """The hash by which git knows a file here."""
        return hashlib.new(self._algorithm, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()

    def authors(self, revisions: str) -> list[str]:
        """The author of each commit, by e-mail address; programs, whose names end in `[bot]`, are left out."""
        lines = self.run("log", "--no-merges", "--use-mailmap", "--format=%aE%x09%aN", revisions).splitlines()
        return [line.partition("\t")[0] for line in lines if not line.endswith("[bot]")]

    def adding(self, folder: str) -> dict[str, list[tuple[str, str]]]:
        """For each file that was ever added to a folder, the commits that did, the newest first, and what: its hash. A
        merge added what any of its parents lacked."""
        found: dict[str, list[tuple[str, str]]] = {}
        options = (
            "--full-history",
            "--topo-order",
            "-m",
            "--format=%H",
            "--raw",
            "--no-abbrev",
            "--diff-filter=A",
            "--no-renames",
        )
        commit = ""
        for line in self.run("log", *options, "HEAD", "--", folder).splitlines():
            if line.startswith(":"):
                head, path = line.split("\t", 1)
                found.setdefault(path, []).append((commit, head.split()[3]))
            elif line:
                commit = line
        return found

    def blobs(self, revision: str, folder: str = ".") -> dict[str, str]:
        """The files of a commit or a tree, or of a folder in it, by path, with their hashes."""
        rows = self.run("ls-tree", "-r", "-z", "--full-tree", revision, folder).split("\0")[:-1]
        return {path: head.split()[2] for head, path in (row.split("\t", 1) for row in rows)}

    def names_in(self, revision: str, folder: str = ".") -> list[str]:
        """The paths of the files of a commit, or of a folder in it."""
        return list(self.blobs(revision, folder))

    def names_ever(self, folder: str) -> list[str]:
        """Every file that a commit of any branch changed in a folder, some of them several times."""
        return self.run(
            "log", "--all", "--full-history", "--format=", "--name-only", "--no-renames", "--", folder
        ).splitlines()

    def ever_had(self, commit: str, path: str) -> bool:
        """Whether a commit, or one before it, has a file."""
        return bool(self.run("log", "-1", "--format=%H", commit, "--", path))

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

    def contents(self, hashes: Iterable[str]) -> Iterator[bytes]:
        """The files that have these hashes, to the byte, by one process. Raises GitError where one is nowhere."""
        answer = self.output("cat-file", "--batch", stdin="".join(f"{one}\n" for one in hashes).encode())
        start = 0
        while start < len(answer):
            end = answer.index(b"\n", start)
            head = answer[start:end].decode().split()
            if head[1:] == ["missing"]:
                raise GitError(f"the file {head[0]} is nowhere")
            size = int(head[2])
            yield answer[end + 1 : end + 1 + size]
            start = end + 1 + size + 1

    def entries(self, revision: str) -> dict[str, TreeEntry]:
        """What stands at the root of a commit or a tree, by name."""
        rows = self.run("ls-tree", "-z", "--full-tree", revision).split("\0")[:-1]
        return {name: TreeEntry(*head.split()) for head, name in (row.split("\t", 1) for row in rows)}

    def changed_by(self, commit: str) -> list[str]:
        """The paths that a commit changed."""
        return self.run("diff-tree", "-r", "-z", "--name-only", "--no-renames", f"{commit}^", commit).split("\0")[:-1]

    def unpack(self, tree: str, folder: Path) -> None:
        """Puts the files of a tree into a folder."""
        with tarfile.open(fileobj=io.BytesIO(self.output("archive", "--format=tar", tree))) as archive:
            archive.extractall(folder, filter="data")

    # Commits, made in git alone: nothing else changes.

    def commit_files(
        self, contents: Mapping[str, bytes], message: str, parent: str = "HEAD", gone: Iterable[str] = ()
    ) -> str:
        """A commit on top of another with these files, by path, and others gone.

        Returns its hash; `advance` makes it the newest.
        """
        return self.commit_tree(self.tree_with(parent, contents, gone), parent, message)

    def commit_tree(self, tree: str, parent: str | None, message: str) -> str:
        """A commit of a tree on top of another commit, or the first of all. Returns its hash."""
        on = ["-p", parent] if parent else []
        return self.run("commit-tree", tree, *on, "-F", "-", stdin=message, env=self.identity)

    def keep(self, contents: Mapping[str, bytes]) -> Hashes:
        """Keeps files in git, to which nothing leads yet, and returns their hashes."""
        return self.blobs(self.tree_with(None, contents)) if contents else {}

    def make_tree(self, entries: Mapping[str, TreeEntry]) -> str:
        """The hash of a tree that has these at its root. Raises GitError where one of them is nowhere."""
        rows = [f"{one.mode} {one.kind} {one.hash}\t{name}" for name, one in entries.items()]
        return self.run("mktree", "-z", stdin="".join(f"{row}\0" for row in rows))

    def tree_with(self, tree: str | None, contents: Mapping[str, bytes], gone: Iterable[str] = ()) -> str:
        """A tree, or that of a commit, or an empty one, with these files in it, and others gone.

        It takes as few processes for many files as for one.
        """
        with tempfile.TemporaryDirectory() as scratch:
            env = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            folder = Path(scratch) / "files"
            folder.mkdir()
            for path, content in contents.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
            self.run("read-tree", tree or "--empty", env=env)
            names = "\0".join([*contents, *gone])
            update = ("update-index", "--add", "--remove", "-z", "--stdin")
            self.run(*self._work_tree(folder), *update, stdin=names, env=env)
            return self.run("write-tree", env=env)

    def tree_of_folder(self, folder: Path) -> str:
        """The tree hash that git would give the files of a folder."""
        with tempfile.TemporaryDirectory() as scratch:
            env = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
            self.run(*self._work_tree(folder), "add", "--force", "--all", ".", env=env)
            return self.run("write-tree", env=env)

    def _work_tree(self, folder: Path) -> list[str]:
        """Options that have git take its files from a folder."""
        return ["-C", str(folder), "--git-dir", self.run("rev-parse", "--absolute-git-dir"), "--work-tree", "."]

    def advance(self, commit: str) -> None:
        """Moves the branch and the files to `commit`, which follows HEAD."""
        self.run("merge", "--quiet", "--ff-only", "--no-verify-signatures", commit, env=self.identity)

    def commit_all(self, message: str) -> None:
        """Commits everything that differs from the last commit, or is new to git."""
        self.run("add", "--all")
        self.run("commit", "--quiet", "--message", message, env=self.identity)

    # Checkouts and locks.

    @contextmanager
    def checked_out(self, commit: str) -> Iterator[Path]:
        """The files of a commit, in a folder that goes away."""
        with self.folder_to_check_out() as folder:
            self.check_out(commit, folder)
            yield folder

    @contextmanager
    def folder_to_check_out(self) -> Iterator[Path]:
        """A folder that is not there yet, for the files of one commit after another; it goes away."""
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "checkout"
            try:
                yield folder
            finally:
                if folder.exists():
                    self.run("worktree", "remove", "--force", str(folder))

    def check_out(self, commit: str, folder: Path) -> None:
        """Brings the files of a commit into a folder of its own; what git ignores there stays."""
        without_hooks = ("-c", "core.hooksPath=/dev/null")  # they are for people's own work
        try:
            if self._is_checkout(folder):
                here = ("-C", str(folder), *without_hooks)
                self.run(*here, "checkout", "--quiet", "--force", "--detach", commit)
                self.run(*here, "clean", "--quiet", "-d", "--force")
                return
        except GitError:
            pass  # something that was stopped left it in part
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        shutil.rmtree(folder, ignore_errors=True)
        self.prune()
        self.run(*without_hooks, "worktree", "add", "--quiet", "--force", "--force", "--detach", str(folder), commit)

    def _is_checkout(self, folder: Path) -> bool:
        """Whether a folder is a checkout of this repository, and no part of another one, nor a link to one."""
        if not folder.is_dir() or folder.is_symlink():
            return False
        asked = ("rev-parse", "--path-format=absolute", "--git-common-dir", "--show-toplevel")
        common, top = self.run("-C", str(folder), *asked).split("\n")
        ours = self.run("rev-parse", "--path-format=absolute", "--git-common-dir")
        return Path(top) == folder.resolve() and common == ours

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
