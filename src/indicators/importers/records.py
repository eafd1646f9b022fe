"""Reader of long tables: one row is one figure, what it is stands in label columns."""

from pathlib import Path

import polars as pl
from pydantic import Field

from indicators.catalog import Dataset
from indicators.importers import tabular
from indicators.importers.raw import RawTable


class RecordsLayout(tabular.Layout):
    """Layout of a long table.

    Attributes:
        labels: Columns that say what the figure is, joined by " | " to the cell's column.
        value: Column of the figure.
        unit: Column of the unit, if there is one.
    """

    labels: tuple[str, ...] = Field(min_length=1)
    value: str = "value"
    unit: str | None = None


def read(path: Path, dataset: Dataset | None) -> RawTable:
    """Every record that passes the layout's filter, as a cell.

    Raises:
        InputError: The layout does not fit the file, or a field is neither a number nor a mark.
    """
    layout = tabular.layout(RecordsLayout, dataset, path)
    assert dataset is not None  # noqa: S101  # `layout` refuses a missing dataset
    frame = tabular.rows(path, layout)
    units = [layout.unit] if layout.unit else []
    tabular.require(frame, [*layout.labels, layout.value, *units], path)
    cells = (
        tabular.places(frame, layout, path)
        .hstack(
            frame.select(
                _joined(layout.labels).alias("column"),
                (pl.col(layout.unit).fill_null("") if layout.unit else pl.lit("")).alias("unit"),
                pl.lit(frame.get_column_index(layout.value)).alias("position"),
            )
        )
        .hstack(tabular.numbers(frame, layout.value, layout, path))
    )
    return tabular.table("records", path, dataset, cells, layout)


def _joined(labels: tuple[str, ...]) -> pl.Expr:
    """The labels joined by " | ", without empty ones and without one that repeats the one before it."""
    parts: list[pl.Expr] = []
    before: pl.Expr = pl.lit("")
    for label in labels:
        text = pl.col(label).fill_null("").str.strip_chars()
        parts.append(pl.when((text != "") & (text != before)).then(text))
        before = text
    return pl.concat_str(parts, separator=" | ", ignore_nulls=True)
