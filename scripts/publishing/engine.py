"""The command lines of MkDocs and mike; only this file knows them, as only hooks/events.py knows the events."""

import json
import sys
from pathlib import Path

ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1"}  # no banner on standard error
# mike's command would build the site itself, and run all our hooks once more to read the settings.
_DEPLOY = """
import sys
from mike.commands import deploy
branch, version, site, message = sys.argv[1:]
with deploy({"site_dir": site}, version, branch=branch, message=message, allow_empty=True):
    pass
"""


def build_command(target: Path | None = None, python: Path | None = None, quiet: bool = False) -> list[str]:
    """A strict build of the project in the working directory, into `target` or its own `site`.

    With `quiet`, warnings are not counted, so it is strict no more.
    """
    where = ["--site-dir", str(target)] if target else []
    return [str(python or sys.executable), "-m", "mkdocs", "build", *(["--quiet"] if quiet else []), *where]


def other_build_command(target: Path, python: Path) -> list[str]:
    """The same build by ProperDocs, which goes on from MkDocs 1.6; mike cannot deploy with it."""
    return [str(python), "-m", "properdocs", "build", "--site-dir", str(target)]


def deploy_command(branch: str, version: str, site: Path, message: str) -> list[str]:
    """A built site committed on a branch as a version."""
    return [sys.executable, "-c", _DEPLOY, branch, version, str(site), message]


def serve_command(port: int) -> list[str]:
    """A live preview of the project in the working directory, which problems do not end."""
    mkdocs = Path(sys.executable).with_name("mkdocs")
    return [str(mkdocs), "serve", "--no-strict", "--livereload", "--dirty", "--dev-addr", f"127.0.0.1:{port}"]


def as_version(version: str) -> dict[str, str]:
    """What a build is told so that it makes what a deployment of this version would: an edition beside others."""
    return {"GUIDE_VERSION": version, "MIKE_DOCS_VERSION": json.dumps({"version": version})}
