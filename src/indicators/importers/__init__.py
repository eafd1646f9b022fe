"""Readers of official files: a format becomes a `RawTable`, `mapping` makes observations of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from indicators.catalog import Dataset
from indicators.importers import (
    ba,
    betroffenenberatung,
    columns,
    events,
    ffcsv,
    inkar_export,
    open_sdg,
    records,
    regionalstatistik,
)
from indicators.importers.raw import RawTable

Reader = Callable[[Path, Dataset | None], RawTable]

READERS: Final[dict[str, Reader]] = {
    "regionalstatistik_table": regionalstatistik.read,
    "ffcsv": ffcsv.read,
    "inkar_export": inkar_export.read,
    "ba_statistik": ba.read,
    "open_sdg": open_sdg.read,
    "columns": columns.read,
    "records": records.read,
    "events": events.read,
    "betroffenenberatung": betroffenenberatung.read,
}
"""Format id (`format` of a dataset) -> its reader. The four tabular formats need the dataset's `layout`."""
