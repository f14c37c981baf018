"""Fixtures that several tests share."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from llme.content.guide import Guide
from llme.content.load import load
from past import with_past
from support import ROOT, ROOT_URL, SMALL, build, buildable, chromium, small_guide

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def real() -> Guide:
    """The guide itself."""
    return load(ROOT)


@pytest.fixture(scope="session")
def small() -> Guide:
    """The small guide of the tests."""
    return load(SMALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small guide that the test may spoil."""
    return small_guide(tmp_path / "guide")


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide's own site, built strictly."""
    return _site(buildable(tmp_path_factory.mktemp("real"), ROOT))


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small guide's site, built strictly."""
    return _site(buildable(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="session")
def published_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree of gh-pages, as a static host serves it: five versions of a small guide, and its draft."""
    folder = with_past(tmp_path_factory.mktemp("past") / "guide")
    command = [sys.executable, str(ROOT / "scripts/publish.py"), "--root", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "SITE_URL": ROOT_URL})
    assert done.returncode == 0, done.stderr
    target = tmp_path_factory.mktemp("site")
    archive = subprocess.run(["git", "-C", str(folder), "archive", "gh-pages"], capture_output=True, check=True)
    subprocess.run(["tar", "-x", "-C", str(target)], input=archive.stdout, check=True)
    return target


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium."""
    with chromium() as browser:
        yield browser


def _site(project: Path) -> Path:
    done = build(project)
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "site"
