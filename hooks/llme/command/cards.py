"""The guide's documents to fill in: `llme card`. Two can begin with the head in YAML that Hugging Face reads."""

import click

from llme.command.library import Library
from llme.command.opening import output

HEADS = {
    "datasheet": """\
---
# The head that Hugging Face reads. Fill in what you know; a line that begins with # is not read.
# pretty_name: NAME OF THE DATASET
# license: cc-by-4.0
language: []  # such as [en, sw, gd]
tags: []
annotations_creators: []  # such as [crowdsourced], [expert-generated], [machine-generated] or [no-annotation]
language_creators: []  # such as [found], [crowdsourced] or [machine-generated]
source_datasets: []  # such as [original] or [extended|NAME]
size_categories: []  # such as [1K<n<10K]
task_categories: []  # such as [text-classification]
---
""",
    "model-card": """\
---
# The head that Hugging Face reads. Fill in what you know; a line that begins with # is not read.
# license: apache-2.0
# library_name: transformers
# pipeline_tag: text-generation
# base_model: OWNER/NAME
language: []  # such as [en, sw, gd]
datasets: []  # their names on the hub
metrics: []  # such as [accuracy]
tags: []
---
""",
}


def card(library: Library, kind: str, path: str | None, plain: bool, force: bool) -> None:
    """Writes a document to fill in. Raises FileRefusedError."""
    text = (library.docs / f"templates/files/{kind}.md").read_text("utf-8")
    head = "" if plain else HEADS.get(kind, "")
    if output(path, f"{head}\n{text}" if head else text, force):
        click.echo(f"wrote {path}", err=True)
