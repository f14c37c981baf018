"""Branches, here and at `origin`."""

import os
from collections.abc import Iterable, Mapping

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

        A local branch that the remote refused is given up once this one moves it: what it held is made again.
        """
        ours = self.branch_at(f"refs/heads/{branch}")
        theirs = self.branch_at(f"refs/{_ORIGIN}/{branch}")
        return ours if not theirs or (ours and self.holds(ours, theirs)) else theirs

    def left_behind(self, branch: str, start: str | None) -> tuple[str, str | None] | None:
        """Our newest commit of a branch where it does not lead to `start`, with the last one that both share."""
        ours = self.branch_at(f"refs/heads/{branch}")
        if not ours or not start or self.holds(start, ours):
            return None
        try:
            return ours, self.run("merge-base", ours, start)
        except GitError:
            return ours, None

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
        try:
            rows = self.run("show-ref", "--tags", "--dereference").splitlines()
        except GitError:  # there is none
            return {}
        return _peeled(row.split(" ", 1) for row in rows)

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
        return _peeled(
            row.split("\t") for row in self.run("ls-remote", "--tags", "origin", "refs/tags/v*").splitlines()
        )

    def ask_remote(self) -> bool:
        """Brings all branches of `origin` here, as `refs/remotes/origin/…`, and returns whether it answered; without a
        remote there is nothing to ask."""
        if not self.remote():
            return True
        try:
            silent = {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ConnectTimeout=10"}
            patience = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=10")
            refs = f"+refs/heads/*:refs/{_ORIGIN}/*"
            self.run(*patience, "fetch", "--quiet", "--no-tags", "origin", refs, env={**silent, **_own_ssh()})
        except GitError:
            return False
        return True

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


def _peeled(rows: Iterable[Iterable[str]]) -> dict[str, str]:
    """The commit of each tag that is a version's. One with a message has a second row, which ends in `^{}`."""
    names = {ref.removeprefix("refs/tags/").removesuffix("^{}"): commit for commit, ref in rows}
    return {name: commit for name, commit in names.items() if name.startswith("v")}


def _own_ssh() -> Mapping[str, str]:
    """How somebody starts ssh, where it was said."""
    return {name: os.environ[name] for name in ("GIT_SSH_COMMAND", "GIT_SSH") if name in os.environ}
