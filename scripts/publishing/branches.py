"""Branches, here and at `origin`."""

from collections.abc import Iterable

from publishing.git import NOBODY, Git, GitError

MAIN = "main"
_ORIGIN = "remotes/origin"
# What git calls it when somebody else pushed first. Anything else that a remote refuses stays refused.
_RACES = ("fetch first", "non-fast-forward", "stale info", "cannot lock ref", "incorrect old value")


class Branches(Git):
    """A git checkout, as far as its branches go."""

    def is_on(self, branch: str, by_name: bool = False) -> bool:
        """Whether a branch is checked out; or, unless by its name, its newest commit, here or at `origin`."""
        if (name := self.run("branch", "--show-current")) or by_name:
            return name == branch
        return self.run("rev-parse", "HEAD") in (self.branch_at(f"refs/{at}/{branch}") for at in ("heads", _ORIGIN))

    def has_branch(self, name: str) -> bool:
        """Whether there is a local branch of this name."""
        return self.branch_at(f"refs/heads/{name}") is not None

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
        self.run("update-ref", f"refs/heads/{name}", new, old or "")

    def start_of(self, branch: str) -> str | None:
        """The commit to go on from: the remote's where there is one that ours does not follow, else ours, or None.

        A local branch that the remote refused is given up: what it held is made again.
        """
        ours = self.branch_at(f"refs/heads/{branch}")
        theirs = self.branch_at(f"refs/{_ORIGIN}/{branch}")
        if theirs and theirs != ours and not (ours and self.holds(ours, theirs)):
            self.set_branch(branch, theirs)
            return theirs
        return ours

    def known(self, branch: str) -> str | None:
        """The newest commit of a branch that is known here, ours or the remote's, or None."""
        return self.branch_at(f"refs/heads/{branch}") or self.branch_at(f"refs/{_ORIGIN}/{branch}")

    def holds(self, revision: str, commit: str) -> bool:
        """Whether a commit is there, and in the history of a revision."""
        try:
            self.run("merge-base", "--is-ancestor", commit, revision)
        except GitError:
            return False
        return True

    def tags(self) -> dict[str, str]:
        """The commit of each tag that is a version's, such as `v1.2.0`."""
        rows = self.run("for-each-ref", "--format=%(refname:lstrip=2) %(objectname) %(*objectname)", "refs/tags/v*")
        return {name: commits[-1] for name, *commits in (row.split() for row in rows.splitlines())}

    def tag(self, name: str, commit: str) -> None:
        """Gives a commit a tag that is not there yet."""
        self.run("update-ref", f"refs/tags/{name}", commit, "")

    def branch_at(self, ref: str) -> str | None:
        """The newest commit of a branch by its whole name, such as `refs/heads/main`, or None."""
        rows = self.run("for-each-ref", "--format=%(refname) %(objectname)", ref).splitlines()  # and what is below it
        return dict(row.split() for row in rows).get(ref)

    # The remote.

    def is_shallow(self) -> bool:
        """Whether only the newest commits are here."""
        return self.run("rev-parse", "--is-shallow-repository") == "true"

    def remote(self) -> str:
        """The address of `origin`, or an empty text."""
        try:
            return self.run("remote", "get-url", "origin")
        except GitError:
            return ""

    def fetch(self, branch: str) -> None:
        """Brings the remote's branch and main here, as `refs/remotes/origin/…`, and all history of a shallow clone."""
        if not self.remote():
            return
        if self.is_shallow():
            self.run("fetch", "--quiet", "--unshallow", "origin")
        refs = [f"refs/heads/{name}" for name in (branch, MAIN)]
        there = [row.split("\t")[1] for row in self.run("ls-remote", "origin", *refs).splitlines()]
        for ref in refs:
            if ref not in there:  # gone there, or never there
                self.run("update-ref", "-d", ref.replace("heads", _ORIGIN, 1))
        if there:
            to_here = [f"+{ref}:{ref.replace('heads', _ORIGIN, 1)}" for ref in there]
            self.run("fetch", "--quiet", "--no-tags", "origin", *to_here)

    def remote_tags(self) -> dict[str, str]:
        """The same of `origin`."""
        rows = [row.split("\t") for row in self.run("ls-remote", "--tags", "origin", "refs/tags/v*").splitlines()]
        # A tag with a message has a second row, which ends in `^{}` and has its commit.
        return {ref.removeprefix("refs/tags/").removesuffix("^{}"): commit for commit, ref in rows}

    def push(self, *refs: str) -> bool:
        """Pushes refs to `origin`, never by force; False where somebody else was faster.

        Raises GitError, with the remote's own reason, where it refuses.
        """
        if not self.remote():
            raise GitError("there is no remote `origin` to push to")
        try:
            self.run("push", "--porcelain", "origin", *(f"{ref}:{ref}" for ref in refs))
        except GitError as error:
            refused = [row.split("\t")[2] for row in error.output.splitlines() if row.startswith("!\t")]
            if refused and all(any(race in row for race in _RACES) for row in refused):
                return False
            raise GitError("\n".join([*refused, str(error)])) from error
        return True

    def push_draft(self, branch: str, paths: Iterable[str], message: str) -> None:
        """Commits these paths on a new branch, in nobody's name, and pushes it to `origin`."""
        self.run("switch", "--create", branch)
        self.run("add", "--", *paths)
        self.run("commit", "--message", message, env=NOBODY)
        self.run("push", "origin", f"refs/heads/{branch}")
