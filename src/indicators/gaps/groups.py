"""The gap between a group and its reference group."""

from collections.abc import Iterable
from typing import NamedTuple

import dataframely as dy
import polars as pl

from indicators.catalog import Comparison
from indicators.observations import STATUSES, published
from indicators.series import Row


class TwoGroups(dy.Schema):
    """One row per region and year: a group's value and its reference group's, in the indicator's unit."""

    ags = dy.String(primary_key=True)
    year = dy.Int16(primary_key=True)
    value = dy.Float64(nullable=True)
    reference = dy.Float64(nullable=True)


class GroupGap(TwoGroups):
    """Both values, their difference and their ratio.

    `gap` is `value - reference`, signed, in percentage points for shares; `ratio` is `value / reference`.
    Both are null where one of the values is missing; `status` then carries the mark of the missing one.
    """

    gap = dy.Float64(nullable=True)
    ratio = dy.Float64(nullable=True)
    status = dy.Enum(list(STATUSES))


def group_gap(values: pl.DataFrame, comparison: Comparison) -> pl.DataFrame:
    """The gap `value(group) - value(reference_group)`, for every region and year of `values`.

    Args:
        values: Frame of `series.IndicatorValues`; the regions are already chosen.
        comparison: Which group is compared with which.

    Returns:
        A frame of `GroupGap`, by region and year. METHODS: group gap.
    """
    both = (
        _group(values, comparison.group)
        .join(_group(values, comparison.reference_group), on=["ags", "year"], suffix="_reference")
        .with_columns(reference=pl.col("value_reference"))
    )
    missing_reference = published() & pl.col("value_reference").is_null()
    mark = pl.when(missing_reference).then(pl.col("status_reference")).otherwise(pl.col("status"))
    computed = pl.col("value").is_not_null() & pl.col("reference").is_not_null()
    return both.select(
        "ags",
        "year",
        "value",
        "reference",
        gap=pl.col("value") - pl.col("reference"),
        ratio=pl.when(pl.col("reference") != 0).then(pl.col("value") / pl.col("reference")),
        status=pl.when(computed).then(pl.lit("berechnet", pl.Enum(list(STATUSES)))).otherwise(mark),
    ).sort("ags", "year")


class YearGap(NamedTuple):
    """The gap of one region in one year; the fields are columns of `GroupGap`."""

    year: int
    value: float
    reference: float
    gap: float


def gaps_over_time(rows: Iterable[Row], comparison: Comparison) -> tuple[YearGap, ...]:
    """The gaps of one region as in `group_gap`, in the years with both values, ascending."""
    by_group: dict[str, dict[int, float]] = {comparison.group: {}, comparison.reference_group: {}}
    for row in rows:
        if row.value is not None and row.group in by_group:
            by_group[row.group][row.year] = row.value
    values, references = by_group[comparison.group], by_group[comparison.reference_group]
    return tuple(
        YearGap(year, value, references[year], value - references[year])
        for year, value in sorted(values.items())
        if year in references
    )


def _group(values: pl.DataFrame, group: str) -> pl.DataFrame:
    return values.filter(pl.col("group") == group).select("ags", "year", "value", "status")
