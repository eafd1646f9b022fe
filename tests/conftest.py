"""Fixtures that several tests share."""

import os
from pathlib import Path

import pytest

from indicators import catalog, regions
from indicators.catalog import Catalog
from indicators.regions import Registry

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "sources"


@pytest.fixture(scope="session")
def sources() -> Path:
    """Folder of the published files; tests that need it are skipped where it is not at hand."""
    folder = Path(os.environ.get("INDICATORS_SOURCES", _BESIDE))
    if not folder.is_dir():
        pytest.skip("the published files are not here (INDICATORS_SOURCES)")
    return folder


@pytest.fixture(scope="session")
def declared() -> Catalog:
    """The shipped catalogue."""
    return catalog.load()


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The shipped registry of regions."""
    return regions.load()
