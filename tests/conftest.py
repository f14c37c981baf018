"""Fixtures that several tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from guide.guide import Guide
from guide.load import load
from support import ROOT, SMALL, build, buildable, chromium, small_guide

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
def browser():
    """Headless Chromium."""
    with chromium() as browser:
        yield browser


def _site(project: Path) -> Path:
    done = build(project)
    assert done.returncode == 0, done.stdout + done.stderr
    return project / "site"
