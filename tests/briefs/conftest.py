"""The world that briefs are made from, read once."""

from datetime import date

import pytest

from indicators import briefs
from indicators.briefs import World


@pytest.fixture(scope="session")
def world() -> World:
    """What is shipped, on a fixed day."""
    return briefs.load(date(2026, 11, 20))
