"""Why a release or a publication may be refused. Each reason is a heading of the page that tells the way out."""

from enum import Enum

PAGE = "docs/about/publishing.md"


class Reason(Enum):
    """A reason to refuse: the heading under which `PAGE` explains it."""

    OFF_MAIN = "This is not main"
    SHALLOW = "The clone has only the newest commits"
    ALTERED = "A snapshot was changed or lost"
    # Releasing.
    UNCOMMITTED = "Changes are not committed"
    PROBLEMS = "The guide has problems"
    NUMBER_USED = "The number was used before"
    OLD_LINE = "The number is not newer than the last release"
    TOO_SMALL = "The number is too small for the changes"
    DAY = "The day is out of order"
    INCOMPLETE = "A file of the release lacks its place"
    TAKING_BACK = "A release cannot be taken back"
    # Publishing.
    MIXED = "The commit of a release holds something else"
    UNKNOWN = "A published version is not in this history"
    OFF_RECORD = "The published version has other content"
    UNPUSHED = "The release is not on the remote’s main"
    BEHIND = "Your main is behind the remote’s"
    ADDRESS = "The address is another one"
    UNBUILDABLE = "A version or the draft cannot be built"
    GIVING_UP = "A version cannot be given up"
    RECORD = "The record cannot be read"
    LOST = "The files of a version are lost"
    TAG = "A tag points to another commit"
    PUSH = "The remote refuses the push"
    MOVING = "The remote keeps moving"


class RefusedError(Exception):
    """A release or publication may not be; the message says why, and under which heading the way out stands."""

    def __init__(self, reason: Reason, message: str):
        super().__init__(f"{message}\n  the way out: “{reason.value}” in {PAGE}")
        self.reason = reason
