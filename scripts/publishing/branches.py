"""Branches, here and at `origin`."""

from collections.abc import Iterable

from publishing.git import NOBODY, Git, GitError


class Branches(Git):
    """A git checkout, as far as its branches go."""

    def has_branch(self, name: str) -> bool:
        """Whether there is a local branch of this name."""
        return self._maybe(f"refs/heads/{name}") is not None

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

    def start_of(self, branch: str) -> str | None:
        """The commit to go on from: the remote's where there is one that ours does not follow, else ours, or None.

        A local branch that the remote refused is given up: what it held is made again.
        """
        ours = self._maybe(f"refs/heads/{branch}")
        theirs = self._maybe(f"refs/remotes/origin/{branch}")
        if theirs and theirs != ours and not (ours and self._follows(ours, theirs)):
            self.set_branch(branch, theirs)
            return theirs
        return ours

    def _maybe(self, ref: str) -> str | None:
        return self.run("for-each-ref", "--format=%(objectname)", ref) or None

    def _follows(self, commit: str, earlier: str) -> bool:
        try:
            self.run("merge-base", "--is-ancestor", earlier, commit)
        except GitError:
            return False
        return True

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
        """Brings the remote's branch here, as `refs/remotes/origin/…`, and all of history into a shallow clone."""
        if not self.remote():
            return
        if self.is_shallow():
            self.run("fetch", "--quiet", "--unshallow", "origin")
        if self.run("ls-remote", "origin", f"refs/heads/{branch}"):
            self.run("fetch", "--quiet", "origin", f"+refs/heads/{branch}:refs/remotes/origin/{branch}")

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

    def push_draft(self, branch: str, paths: Iterable[str], message: str) -> None:
        """Commits these paths on a new branch, in nobody's name, and pushes it to `origin`."""
        self.run("switch", "--create", branch)
        self.run("add", "--", *paths)
        self.run("commit", "--message", message, env=NOBODY)
        self.run("push", "origin", f"refs/heads/{branch}")
