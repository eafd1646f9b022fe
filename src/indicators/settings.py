"""Where the shipped figures lie and where a user's own go."""

import os
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[2]


def data_dir() -> Path:
    """Folder of the shipped catalogue and figures; `INDICATORS_DATA` overrides it (used by tests)."""
    return Path(os.environ.get("INDICATORS_DATA", _PROJECT / "data"))


def home() -> Path:
    """Folder of what users import or enter; `INDICATORS_HOME`, by default `var/` in the project."""
    return Path(os.environ.get("INDICATORS_HOME", _PROJECT / "var"))
