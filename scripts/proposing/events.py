"""What GitHub tells a workflow of an event, and what the report of the checks says: read, and checked for its form."""

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, RootModel, ValidationError

from llme.patterns import ID, whole

Commit = Annotated[str, Field(pattern="^[0-9a-f]{40}$")]


class EventError(Exception):
    """A text is not what it must be; the message names the text and what is wrong."""


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")  # GitHub tells much more


class Issue(_Told):
    number: PositiveInt
    body: str | None = None


class Issues(RootModel[list[Issue]]): ...


class IssueEvent(_Told):
    issue: Issue


class Head(_Told):
    sha: Commit


class PullRequest(_Told):
    number: PositiveInt
    head: Head


class PullRequestEvent(_Told):
    pull_request: PullRequest


class Run(_Told):
    id: PositiveInt
    head_sha: Commit


class RunEvent(_Told):
    workflow_run: Run


class Report(_Told):
    """What the checks say of a proposal."""

    number: PositiveInt
    commit: Commit
    findings: str
    next_id: Annotated[str, Field(pattern=whole(ID))]


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
        where = f"`{'.'.join(map(str, fault['loc']))}` " if fault["loc"] else ""
        what = "is missing" if fault["type"] == "missing" else f"is not as it must be: {fault['msg']}"
        raise EventError(f"{name}: {where or 'it '}{what}") from error
