"""Reader of chronicles: one row is one incident with date and place, counted per region and year."""

from pathlib import Path

import polars as pl

from indicators.catalog import Dataset
from indicators.errors import InputError
from indicators.importers import tabular
from indicators.importers.raw import RawTable

COLUMN = "Ereignisse"


class EventsLayout(tabular.Layout):
    """Layout of a chronicle: `date` is the column of the day (ISO)."""

    date: str


def read(path: Path, dataset: Dataset | None) -> RawTable:
    """Incidents counted per Kreis, Land and Deutschland, and year.

    Every incident counts once in its Kreis (`region`, cut to `region_digits`), in its Land and in
    Deutschland, so the levels add up.

    Raises:
        InputError: The layout does not fit the file, or a date is not readable.
    """
    layout = tabular.layout(EventsLayout, dataset, path)
    assert dataset is not None  # noqa: S101  # `layout` refuses a missing dataset
    if layout.region is None or layout.region_digits is None:
        raise InputError(
            "Das Layout einer Chronik braucht „region“ und „region_digits“.",
            "Bitte im Datensatz ergänzen.",
            f"{dataset.id}.toml",
        )
    frame = tabular.rows(path, layout)
    tabular.require(frame, [layout.date], path)
    dated = layout.model_copy(update={"year": layout.date})
    places = tabular.places(frame, dated, path).with_columns(region_name=pl.lit(""))
    levels = [
        places,
        places.with_columns(pl.col("region").str.head(2)),
        places.with_columns(region=pl.lit("DG")),
    ]
    counted = (
        pl.concat(levels)
        .group_by("region", "region_name", "year")
        .agg(pl.len().cast(pl.Float64).alias("value"), pl.col("line").min())
        .with_columns(
            column=pl.lit(COLUMN),
            unit=pl.lit("Anzahl"),
            status=pl.lit("wert"),
            position=pl.lit(frame.get_column_index(layout.region)),
        )
        .sort("region", "year")
    )
    return tabular.table("events", path, dataset, counted, layout)
