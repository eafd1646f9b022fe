"""Readers of official files: a format becomes a `RawTable`, `mapping` makes observations of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from indicators.catalog import Dataset
from indicators.importers import betroffenenberatung, columns, events, records
from indicators.importers.raw import RawTable

Reader = Callable[[Path, Dataset | None], RawTable]

READERS: Final[dict[str, Reader]] = {
    "columns": columns.read,
    "records": records.read,
    "events": events.read,
    "betroffenenberatung": betroffenenberatung.read,
}
"""Format id (`format` of a dataset) -> its reader. The four tabular formats need the dataset's `layout`."""
