"""Builds the guide with its engine and with another one, and compares them: `other_engine.py --python PYTHON`.

Both build the draft in all its forms from this checkout. Every file must be the same to the byte. PYTHON is that of an
environment with the other engine; `make other-engine` makes it.

Exit status: 0 the same, 1 different or not built, 2 wrong usage.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "hooks"))

from llme.versions.edition import DRAFT
from publishing import engine
from publishing.verifying import unpacked

_SITE_URL = "https://example.org/guide/"  # so that what needs an address is built too


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="other_engine.py", description="Compare two engines.")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout to build")
    parser.add_argument("--python", type=Path, required=True, help="the Python that has the other engine")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as scratch:
        ours, theirs = Path(scratch) / "ours", Path(scratch) / "theirs"
        commands = [engine.build_command(ours), engine.other_build_command(theirs, options.python)]
        if not all(_built(command, options.root) for command in commands):
            return 1
        found = list(differences(ours, theirs))
        count = sum(path.is_file() for path in ours.rglob("*"))
    print("\n".join(found) or f"no difference in {count} files")
    return 1 if found else 0


def _built(command: Sequence[str], root: Path) -> bool:
    told = {**engine.as_version(DRAFT), "SITE_URL": _SITE_URL, "GUIDE_OFFLINE": "1", "GUIDE_PDF": "1"}
    environment = {"SOURCE_DATE_EPOCH": "0", **os.environ, **engine.ENVIRONMENT, **told}
    try:
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)  # noqa: S603 - no shell
    except OSError as error:
        print(f"not built: {error}", file=sys.stderr)
        return False
    if done.returncode:
        print(f"not built: `{' '.join(command[1:4])}` failed\n{done.stdout}{done.stderr}".strip(), file=sys.stderr)
    return not done.returncode


def differences(ours: Path, theirs: Path) -> Iterator[str]:
    """What differs between two built sites, a line each; none where there is nothing to compare."""
    mine, others = _files(ours), _files(theirs)
    if not mine:
        yield "nothing was built"
    for path in sorted(mine.keys() | others.keys()):
        if path not in others:
            yield f"only with this engine: {path}"
        elif path not in mine:
            yield f"only with the other: {path}"
        elif mine[path] != others[path]:
            yield f"different: {path}"


def _files(site: Path) -> dict[str, object]:
    """What the files of a site hold, by path."""
    paths = [path for path in site.rglob("*") if path.is_file()]
    return {path.relative_to(site).as_posix(): unpacked(path.name, path.read_bytes()) for path in paths}


if __name__ == "__main__":
    sys.exit(main())
