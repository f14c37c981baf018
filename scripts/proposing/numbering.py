"""Which ID a new recommendation gets."""

import re
from pathlib import Path

from llme.content.guide import Guide
from llme.patterns import ID
from publishing.git import GitError, NoRepositoryError
from publishing.repository import Repository


def next_id(guide: Guide, root: Path) -> str:
    """The ID after all that were ever used: in the files, in a release, in git's history, where there is one.

    Raises GitError where the history cannot be read, or is not all there.
    """
    repository = Repository(root)
    try:
        if repository.is_shallow():
            raise GitError("this clone has only the newest commits; `git fetch --unshallow` brings the others")
        used = set(re.findall(ID, "\n".join(repository.names_ever("docs/recommendations"))))
    except NoRepositoryError:
        used = set()
    return guide.next_id(used)
