"""What GitHub tells a workflow of an event, and what the report of the checks says: read, and checked for its form."""

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AliasPath, BaseModel, ConfigDict, Field, RootModel, ValidationError

from llme.patterns import ID, whole

MOST_PAGES = 30  # that a comment names
Number = Annotated[int, Field(gt=0, lt=2**53)]  # what JSON can say of whole numbers
Commit = Annotated[str, Field(pattern=whole("[0-9a-f]{40}"))]


class EventError(Exception):
    """A text is not what it must be; the message names the text and what is wrong."""


def _at(path: str, **options):
    """A field that stands deep in what GitHub tells."""
    return Field(validation_alias=AliasPath(*path.split(".")), **options)


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")  # GitHub tells much more


class IssueEvent(_Told):
    number: Number = _at("issue.number")
    body: str | None = _at("issue.body")


class ProposalEvent(_Told):
    number: Number = _at("pull_request.number")
    commit: Commit = _at("pull_request.head.sha")
    base: Commit = _at("pull_request.base.sha")


class RunEvent(_Told):
    run: Number = _at("workflow_run.id")
    commit: Commit = _at("workflow_run.head_sha")


class Head(_Told):
    """Of a pull request, as GitHub answers on one."""

    commit: Commit = _at("head.sha")


class IssueNumber(_Told):
    number: Number


class Issues(RootModel[list[IssueNumber]]):
    """What GitHub answers when issues are looked for."""


class ChangedPage(_Told):
    """A page that a proposal changes, by its address below that of a version."""

    address: Annotated[str, Field(pattern=whole("([A-Za-z0-9-]{1,100}/){0,4}"))]
    is_new: bool


class Report(_Told):
    """What the checks say of a proposal."""

    number: Number
    commit: Commit
    findings: str
    next_id: Annotated[str, Field(pattern=whole(ID))]
    pages: Annotated[tuple[ChangedPage, ...], Field(strict=False, max_length=MOST_PAGES)] = ()


Model = TypeVar("Model", bound=BaseModel)


def read(path: Path, model: type[Model]) -> Model:
    """What a JSON file says. Raises OSError where it cannot be read, and EventError where it says something else."""
    return parse(path.read_bytes(), model, str(path))


def parse(content: bytes | str, model: type[Model], name: str) -> Model:
    """What a JSON text says. Raises EventError, with the name of the text, where it does not say what it must."""
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        fault = error.errors()[0]
        where = f"`{'.'.join(map(str, fault['loc']))}`" if fault["loc"] else "it"
        what = "is missing" if fault["type"] == "missing" else f"is not as it must be: {fault['msg']}"
        raise EventError(f"{name}: {where} {what}") from error
