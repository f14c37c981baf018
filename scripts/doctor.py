"""What stands between a copy of the guide and its site on GitHub: `publish.py --doctor` tells it, fact by fact.

It looks at the checkout, and at the remote by git alone. What only GitHub knows is named with the address to open.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import yaml

from publishing.address import named_on_github, pages_address
from publishing.branches import MAIN
from publishing.git import GitError, NoRepositoryError
from publishing.manifest import BRANCH, Manifest
from publishing.refusals import RefusedError
from publishing.repository import Repository

# What each workflow is for; without it, that part does not happen.
WORKFLOWS = {
    "publish.yml": "puts the site online",
    "check.yml": "checks proposals",
    "comment.yml": "says on a proposal what was found",
    "draft.yml": "turns forms into drafts",
    "upkeep.yml": "looks after links and reviews",
}


class Fact(NamedTuple):
    """One thing that was looked at: how it stands, and what to do about it."""

    state: Literal["ok", "wrong", "look"]
    text: str
    cure: str = ""

    def __str__(self) -> str:
        return f"{self.state:<5}  {self.text}" + (f"\n       {self.cure}" if self.cure else "")


def examine(repository: Repository) -> Iterator[Fact]:
    """Every fact, in the order in which they are to be put right."""
    yield Fact("ok", f"this is Python {'.'.join(map(str, sys.version_info[:3]))}")  # make refuses what is too old
    try:
        branch = repository.run("branch", "--show-current")
    except NoRepositoryError:
        cure = "get the guide by `git clone`, or make this folder a repository: `git init --initial-branch main`"
        yield Fact("wrong", f"{repository.root} is no git repository", cure)
        return
    except GitError as error:
        yield Fact("wrong", f"git cannot be used: {error}", "install git, and put the repository right")
        return
    yield from _here(repository, branch)
    yield from _workflows(repository.root)
    if not (address := repository.remote()):
        yield Fact("wrong", "there is no remote `origin`", _ADD_REMOTE)
        return
    # As it is written, and as git reads it: a rule of the user's may lead from one to the other.
    name = named_on_github(repository.run("config", "--get", "remote.origin.url")) or named_on_github(address)
    if not name:
        yield Fact("wrong", f"`origin` is {_without_password(address)}, which is not on GitHub", _ELSEWHERE)
    else:
        yield Fact("ok", f"`origin` is {name} on GitHub")
    yield from _remote(repository, name)
    if name:
        yield from _on_github(repository.root, name)


def _here(repository: Repository, branch: str) -> Iterator[Fact]:
    """What can be seen in the checkout."""
    if repository.identity:
        cure = 'say it: `git config --global user.name "Your Name"`, `git config --global user.email you@example.org`'
        yield Fact("wrong", "git knows nobody in whose name to commit", cure)
    else:
        yield Fact("ok", f"git commits as {repository.run('var', 'GIT_COMMITTER_IDENT').rpartition('>')[0]}>")
    if branch == MAIN:
        yield Fact("ok", f"{MAIN} is checked out")
    else:
        cure = f"`git switch {MAIN}`, or, if it has another name, `git branch --move {MAIN}`"
        yield Fact("wrong", f"{f'`{branch}`' if branch else 'no branch'} is checked out, and {MAIN} is published", cure)
    if repository.is_shallow():
        yield Fact("wrong", "this clone has only the newest commits", "`git fetch --unshallow`")


def _workflows(root: Path) -> Iterator[Fact]:
    missing = [name for name in WORKFLOWS if not (root / ".github/workflows" / name).is_file()]
    for name in missing:
        cure = f"restore it: `git checkout HEAD -- .github/workflows/{name}`"
        yield Fact("wrong", f".github/workflows/{name} is missing, which {WORKFLOWS[name]}", cure)
    if not missing:
        yield Fact("ok", "the workflows are there")


def _remote(repository: Repository, name: str) -> Iterator[Fact]:
    """What git can be told by the remote."""
    try:
        repository.fetch(BRANCH)
    except GitError as error:
        reason = next((line for line in str(error).splitlines() if line.strip()), "git gave no reason")
        yield Fact("wrong", f"`origin` does not answer: {_without_password(reason)}", _NO_ANSWER)
        return
    yield from _pushed(repository)
    published = repository.branch_at(f"refs/remotes/origin/{BRANCH}")
    if published is None:
        again = (
            f"; then run the workflow again: https://github.com/{name}/actions/workflows/publish.yml" if name else ""
        )
        cure = f"push {MAIN}: the workflow Publish makes it, once Pages is set to “GitHub Actions”{again}"
        yield Fact("wrong", f"`origin` has no branch {BRANCH}, so that nothing is online yet", cure)
        return
    yield Fact("ok", f"`origin` has the branch {BRANCH}")
    yield from _address(repository, published, name)


def _pushed(repository: Repository) -> Iterator[Fact]:
    ours = repository.branch_at(f"refs/heads/{MAIN}")
    theirs = repository.branch_at(f"refs/remotes/origin/{MAIN}")
    push = f"`git push --set-upstream origin {MAIN}`"
    if theirs is None:
        yield Fact("wrong", f"`origin` has no branch {MAIN}", push)
    elif ours is None or ours == theirs:
        yield Fact("ok", f"{MAIN} is pushed")
    elif repository.holds(ours, theirs):
        count = repository.run("rev-list", "--count", f"{theirs}..{ours}")
        yield Fact("wrong", f"`origin` lacks {count} of your commits on {MAIN}", push)
    else:
        yield Fact("wrong", f"`origin` has commits on {MAIN} that are not here", f"`git pull --rebase origin {MAIN}`")


def _address(repository: Repository, published: str, name: str) -> Iterator[Fact]:
    try:
        record = Manifest.read(repository, published).address
    except RefusedError as error:
        yield Fact("wrong", str(error), "docs/about/publishing.md says what to do")
        return
    if record is None or not name:
        return
    expected = pages_address(name)
    if record.repository != name:
        cure = "if the guide that you copied was that, and yours stands elsewhere: `make publish NEW_ADDRESS=1 PUSH=1`"
        yield Fact("wrong", f"what is online is on record as that of {record.repository or 'no repository'}", cure)
    elif record.site_url != expected:
        cure = f"that is right for a domain of your own, which https://github.com/{name}/settings/pages names"
        yield Fact("look", f"the site is on record at {record.site_url}, and not at {expected}", cure)
    else:
        yield Fact("ok", f"the site stands at {expected}")


def _on_github(root: Path, name: str) -> Iterator[Fact]:
    """What git cannot see, with where to look."""
    at = f"https://github.com/{name}"
    yield Fact("look", f"{at}/settings/pages", "under “Build and deployment”, the source must be “GitHub Actions”")
    yield Fact("look", f"{at}/actions", "if workflows are switched off, as in a fork, switch them on")
    cure = (
        "at its end, “Allow GitHub Actions to create and approve pull requests” must be on, or no form becomes a draft"
    )
    yield Fact("look", f"{at}/settings/actions", cure)
    yield Fact("look", f"{at}/labels", f"these must be there: {', '.join(labels(root))}")


def labels(root: Path) -> list[str]:
    """The labels that the forms give, and the one that has a form drafted."""
    found: dict[str, None] = {}
    for path in sorted((root / ".github/ISSUE_TEMPLATE").glob("[0-9]*.yml")):
        found |= dict.fromkeys(yaml.safe_load(path.read_text("utf-8")).get("labels", ()))
    draft = root / ".github/workflows/draft.yml"
    if draft.is_file():
        found |= dict.fromkeys(re.findall(r"label\.name == '([^']+)'", draft.read_text("utf-8")))
    return list(found)


def _without_password(text: str) -> str:
    """A text without the password of an address in it."""
    return re.sub(r"(?<=://)[^/@\s]+@", "", text)


_ADD_REMOTE = (
    "make an empty repository on GitHub, then `git remote add origin https://github.com/OWNER/NAME.git`, with its names"
)
_ELSEWHERE = "the workflows and the forms need GitHub; elsewhere, `make publish` makes the branch, and a host serves it"
_NO_ANSWER = "see whether there is a network, whether that repository exists, and whether you may read it"
