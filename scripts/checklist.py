"""Writes an ethics checklist to fill in, or the answers of one that was saved.

    checklist.py --profile data-set-paper --profile fine-tuning -o ETHICS.md
    checklist.py --answers ethics.json -o ethics.tex

It never replaces a file, unless told to with `--force`; only the file of answers itself can be renewed in place, since
no answer is lost then.
Exit status: 0 written, 1 refused, 2 wrong usage.
"""

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.checklist.engine import (
    ChecklistError,
    chosen,
    read,
    to_arr,
    to_json,
    to_latex,
    to_latex_table,
    to_markdown,
)
from llme.checklist.project import as_released, page_data
from llme.content.load import load
from llme.files import write
from llme.versions.edition import DRAFT, Edition
from llme.words import nearest_hint

FORMATS = {
    "markdown": to_markdown,
    "latex": to_latex,
    "latex-table": to_latex_table,
    "json": to_json,
    "arr": to_arr,
}
LATEX = ("latex", "latex-table")
ENDINGS = {".md": "markdown", ".tex": "latex", ".json": "json"}


def main(argv: list[str] | None = None) -> int:
    parser = _parser()
    options = parser.parse_args(argv)
    if not (options.root / "docs/recommendations").is_dir():
        parser.error(f"there is no folder `docs/recommendations` in {options.root}")
    guide = load(options.root)
    version = _version(parser, options, [release.version for release in guide.releases])
    released = guide if version == DRAFT else as_released(guide, version)
    data = page_data(released, Edition(version, options.site and f"{options.site.rstrip('/')}/"))
    if options.list:
        print(profiles(data), end="")
        return 0
    name = _format(parser, options)
    try:
        project, changes = _project(parser, options, data)
        text = FORMATS[name](data, project, **({"numbered": options.numbered} if name in LATEX else {}))
        if options.output:
            _write(options, text)
        else:
            sys.stdout.write(text)
    except (ChecklistError, FileExistsError) as error:
        print(f"not written: {error}", file=sys.stderr)
        return 1
    except UnicodeDecodeError:
        print(f"not written: {options.answers} is not UTF-8 text", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"not written: {error.filename} cannot be used: {error.strerror}", file=sys.stderr)
        return 1
    print(_report(options, data, project, changes), end="", file=sys.stderr)
    return 0


def profiles(data: dict[str, Any]) -> str:
    """The profiles, stages and roles, as a list to choose from."""
    rows = [(one["slug"], f"{one['summary']} ({len(one['recommendations'])})") for one in data["profiles"]]
    lines = ["Profiles, with the number of their recommendations:"]
    lines += [f"  {slug:<24}{text}" for slug, text in rows]
    for title, key in (("Stages:", "stages"), ("Roles:", "roles")):
        lines += ["", title, *(f"  {one['slug']:<24}{one['title']}" for one in data[key])]
    return "\n".join(lines) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="checklist.py", description="Write an ethics checklist to fill in, or the answers of one that was saved."
    )
    parser.add_argument("--list", action="store_true", help="list the profiles, stages and roles, and do no more")
    for name, text in (
        ("profile", "a kind of project, such as data-set-paper; may be repeated"),
        ("stage", "what concerns this stage; may be repeated"),
        ("role", "what concerns this role; may be repeated"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], metavar="NAME", help=text)
    parser.add_argument("--answers", type=Path, metavar="FILE", help="a checklist that was saved as JSON")
    parser.add_argument("--name", help="the project's name")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write; without it, print")
    parser.add_argument(
        "--format", choices=sorted(FORMATS), help="otherwise, the ending of FILE tells: .md, .tex, .json"
    )
    parser.add_argument("--numbered", action="store_true", help="give the section in LaTeX a number")
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")
    edition = parser.add_mutually_exclusive_group()
    edition.add_argument(
        *("--release", "--version"),
        nargs="?",
        const="",
        metavar="VERSION",
        dest="version",
        help="a release of the guide, such as 0.1.0; the newest is the default",
    )
    draft = "the draft of the next release, which is not to be cited"
    edition.add_argument("--draft", action="store_const", const=DRAFT, dest="version", help=draft)
    site = os.environ.get("SITE_URL", "")
    parser.add_argument("--site", default=site, metavar="URL", help="the published guide, for links (or SITE_URL)")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder that holds docs and bibliography")
    return parser


def _version(parser: argparse.ArgumentParser, options: argparse.Namespace, versions: list[str]) -> str:
    """The version to ask about, without one the newest. Ends the program where there is none of that name."""
    version = options.version or (versions[-1] if versions else DRAFT)
    if version not in (DRAFT, *versions):
        parser.error(f"there is no version `{version}`; {nearest_hint(version, [*versions, DRAFT])}")
    return version


def _format(parser: argparse.ArgumentParser, options: argparse.Namespace) -> str:
    """The format to write. Ends the program where the options do not fit together."""
    if options.site and not options.site.startswith(("https://", "http://")):
        parser.error(f"`{options.site}` is not the address of a site; it begins with https://")
    if options.format:
        return options.format
    if not options.output:
        return "markdown"
    ending = options.output.suffix.lower()
    if ending not in ENDINGS:
        parser.error(f"`{options.output.name}` does not tell its format; end it in .md, .tex or .json, or add --format")
    return ENDINGS[ending]


def _project(
    parser: argparse.ArgumentParser, options: argparse.Namespace, data: dict[str, Any]
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The project to write, and what changed since it was saved."""
    for noun, names, key in (
        ("profile", options.profile, "profiles"),
        ("stage", options.stage, "stages"),
        ("role", options.role, "roles"),
    ):
        known = [one["slug"] for one in data[key]]
        for name in names:
            if name not in known:
                parser.error(f"no {noun} is named `{name}`; {nearest_hint(name, known) or 'see --list'}")
    project, changes = {"project": "", "answers": []}, []
    selection = {"profiles": options.profile, "stages": options.stage, "roles": options.role}
    if options.answers:
        project, changes = read(options.answers.read_text("utf-8"), data)
        if not any(selection.values()):
            selection = project["selection"]
    met = {answer["id"] for answer in project["answers"]}
    empty = [
        {"id": one["id"], "hash": one["hash"], "answer": "", "text": "", "notes": ""}
        for one in chosen(data, selection)
        if one["id"] not in met
    ]
    filled = {
        "guide": project.get("guide", {"version": data["version"]}),  # under which it was filled in
        "project": project["project"] if options.name is None else options.name,
        "saved": date.today().isoformat(),
        "selection": selection,
        "answers": project["answers"] + empty,
    }
    return filled, changes


def _write(options: argparse.Namespace, text: str) -> None:
    """Writes the file, whole or not at all. Raises FileExistsError where it may not be replaced."""
    path = options.output
    renewed = options.answers and path.exists() and path.samefile(options.answers)
    in_place = renewed and (options.format or ENDINGS.get(path.suffix.lower())) == "json"
    if path.exists() and not (options.force or in_place):
        raise FileExistsError(f"{path} is there already; name another file, or replace it with --force")
    write(path, text)


def _report(
    options: argparse.Namespace,
    data: dict[str, Any],
    project: dict[str, Any],
    changes: list[dict[str, str]],
) -> str:
    given = sum(1 for answer in project["answers"] if answer["answer"])
    lines = [f"wrote {options.output}: {given} of {len(project['answers'])} answered"] if options.output else []
    if data["version"] == DRAFT:
        lines.append("this is the draft of the guide, which is not to be cited")
    if project["guide"]["version"] != data["version"]:
        names = [
            "the draft" if version == DRAFT else f"version {version}"
            for version in (project["guide"]["version"], data["version"])
        ]
        lines.append("the answers were given with {}; this is the text of {}".format(*names))
    if changes:
        lines.append("since the answers were saved:")
        lines += ["  {id} {kind}: {note}".format(**change) for change in changes]
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
