"""Reader of wide tables: one row is a region and year, one column is a measure (INKAR as Parquet, GERDA).

A layout with `year_of` reads a row as a region and a column as a measure in one year (Gemeindeverzeichnis).
"""

from pathlib import Path

import polars as pl

from indicators.catalog import Dataset
from indicators.errors import InputError
from indicators.importers import tabular
from indicators.importers.raw import RawTable


def read(path: Path, dataset: Dataset | None) -> RawTable:
    """The columns that the dataset's rules name, as cells.

    Args:
        path: csv, csv.gz or parquet file with one header line.
        dataset: Its `layout` says where region and year stand (`tabular.Layout`), its rules name the columns.

    Raises:
        InputError: The layout does not fit the file, or a field is neither a number nor a mark.
    """
    layout = tabular.layout(tabular.Layout, dataset, path)
    assert dataset is not None  # noqa: S101  # `layout` refuses a missing dataset
    frame = tabular.rows(path, layout)
    wanted = dict.fromkeys(column for rule in dataset.measures for column in rule.columns)
    present = [column for column in wanted if column in frame.columns]
    if not present:
        raise InputError(
            "Keine der Spalten des Datensatzes steht in der Datei.",
            f"Gesucht wurden: {', '.join(wanted)}.",
            path,
            line=1,
        )
    places = tabular.places(frame, layout, path)
    cells = [
        places.with_columns(
            year=pl.col("year").fill_null(layout.year_of.get(column)) if layout.year_of else pl.col("year"),
            column=pl.lit(column),
            unit=pl.lit(""),
            position=pl.lit(frame.get_column_index(column)),
        ).hstack(tabular.numbers(frame, column, layout, path))
        for column in present
    ]
    return tabular.table("columns", path, dataset, pl.concat(cells), layout)
