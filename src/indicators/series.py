"""From what sources report to what we show: the values of an indicator, measured or computed."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import dataframely as dy
import polars as pl

from indicators import observations
from indicators.catalog import Catalog, Indicator, MeasureSource, Part, RatioSource
from indicators.observations import ABSENT, PUBLISHED, STATUSES, TOTAL, published

KEY: Final = ("ags", "group", "year")

Reported = tuple[float | None, str]
"""A value, None where there is none, and its status."""


class IndicatorValues(dy.Schema):
    """The values of one indicator, in its unit.

    `numerator` and `denominator` are the counts behind a ratio that we computed, else null. `dataset` names
    the source of the row. Sorted by region, group and year.
    """

    ags = dy.String(primary_key=True, regex=r"^(DG|\d{2}|\d{5}|\d{8})$")
    group = dy.String(primary_key=True)
    year = dy.Int16(primary_key=True)
    value = dy.Float64(nullable=True)
    status = dy.Enum(list(STATUSES))
    dataset = dy.String()
    numerator = dy.Float64(nullable=True)
    denominator = dy.Float64(nullable=True)


def values(indicator: Indicator) -> pl.DataFrame:
    """All values of an indicator, for every region, group and year that its sources know.

    Returns:
        A frame of `IndicatorValues`. Where several datasets report the same region, group and year, the first
        dataset of the catalogue's list that has a value counts.
    """
    source = indicator.source
    frame = _measured(source) if isinstance(source, MeasureSource) else _ratio(source)
    return frame.select(IndicatorValues.column_names()).sort(KEY)


def _measured(source: MeasureSource) -> pl.DataFrame:
    frames = [_dataset_values(dataset, source, rank) for rank, dataset in enumerate(source.datasets)]
    return (
        pl.concat(frames)
        .sort(~published(), "rank")
        .unique(KEY, keep="first", maintain_order=True)
        .with_columns(numerator=pl.lit(None, pl.Float64), denominator=pl.lit(None, pl.Float64))
    )


def _dataset_values(dataset: str, source: MeasureSource, rank: int) -> pl.DataFrame:
    frame = observations.read(dataset).filter(pl.col("measure") == source.measure)
    if source.groups is not None:
        names = {theirs: ours for ours, theirs in source.groups.items()}
        frame = frame.filter(pl.col("group").is_in(list(names))).with_columns(pl.col("group").replace(names))
    return frame.with_columns(dataset=pl.lit(dataset), rank=pl.lit(rank))


def _ratio(source: RatioSource) -> pl.DataFrame:
    """`factor * numerator / denominator`; without both counts the mark of the missing one.

    A part that the source gives as larger than its whole is a mistake of the source and makes no share.
    """
    joined = _part(source.numerator).join(
        _part(source.denominator), on=KEY, how="inner", suffix="_denominator", maintain_order="left"
    )
    both = published() & pl.col("status_denominator").cast(pl.String).is_in(PUBLISHED)
    computable = both & (pl.col("value_denominator") > 0)
    if source.is_share:
        computable &= pl.col("value") <= pl.col("value_denominator")
    mark = (
        pl.when(computable)
        .then(pl.lit("berechnet"))
        .when(both)
        .then(pl.lit("nicht_berechenbar"))
        .when(published())
        .then(pl.col("status_denominator").cast(pl.String))
        .otherwise(pl.col("status").cast(pl.String))
    )
    return joined.select(
        *KEY,
        pl.when(computable)
        .then(source.factor * pl.col("value") / pl.col("value_denominator"))
        .otherwise(None)
        .alias("value"),
        mark.cast(pl.Enum(list(STATUSES))).alias("status"),
        pl.lit(source.numerator.dataset).alias("dataset"),
        pl.col("value").alias("numerator"),
        pl.col("value_denominator").alias("denominator"),
    )


def _part(part: Part) -> pl.DataFrame:
    frame = observations.read(part.dataset).filter(pl.col("measure") == part.measure)
    if part.group is not None:
        frame = frame.filter(pl.col("group") == part.group).with_columns(group=pl.lit(TOTAL))
    return frame.select(*KEY, "value", "status")


def of_region(frame: pl.DataFrame, ags: str) -> pl.DataFrame:
    """The rows of one region, by group and year."""
    return frame.filter(pl.col("ags") == ags).sort("group", "year")


class ByRegion:
    """A frame sorted by region: what one region has is a slice of it, not a look at all rows."""

    def __init__(self, frame: pl.DataFrame) -> None:
        """A frame with the column ags, sorted by it."""
        self.frame = frame
        codes, counts = frame["ags"].rle().struct.unnest().select("value", "len")
        ends = counts.cum_sum()
        places = zip((ends - counts).to_list(), counts.to_list(), strict=True)
        self._places = dict(zip(codes.to_list(), places, strict=True))

    def of_region(self, ags: str) -> pl.DataFrame:
        """The rows of one region, in their order."""
        return self.frame.slice(*self._places.get(ags, (0, 0)))

    def by_year(self, ags: str) -> dict[int, Reported]:
        """Values and statuses of one region by year, where the frame holds one group."""
        return by_year(self.of_region(ags))


def by_year(rows: pl.DataFrame) -> dict[int, Reported]:
    """Values and statuses by year; `rows` are those of one region and group."""
    years, values, statuses = (rows[name].to_list() for name in ("year", "value", "status"))
    return dict(zip(years, zip(values, statuses, strict=True), strict=True))


def groups(frame: pl.DataFrame, catalog: Catalog) -> tuple[str, ...]:
    """The groups that a frame has values for, in the catalogue's order."""
    found = set(frame.filter(published())["group"].unique())
    return tuple(group for group in catalog.groups if group in found)


def years(frame: pl.DataFrame) -> tuple[int, ...]:
    """The years with at least one published value, ascending."""
    return tuple(frame.filter(published())["year"].unique().sort())


class Row(NamedTuple):
    """One group of one region in one year; the fields are columns of `IndicatorValues` and the interval."""

    group: str
    year: int
    value: float | None
    status: str
    low: float | None = None
    high: float | None = None


def rows_of(frame: pl.DataFrame) -> tuple[Row, ...]:
    """The rows of one region, in their order, with their intervals where the frame has them."""
    names = [name for name in Row._fields if name in frame.columns]
    return tuple(map(Row, *(frame[name].to_list() for name in names)))


def groups_of(rows: Iterable[Row], catalog: Catalog) -> tuple[str, ...]:
    """The groups that have values, in the catalogue's order."""
    found = {row.group for row in rows if row.value is not None}
    return tuple(group for group in catalog.groups if group in found)


def years_of(rows: Iterable[Row]) -> tuple[int, ...]:
    """The years with at least one value, ascending."""
    return tuple(sorted({row.year for row in rows if row.value is not None}))


def with_missing_years(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of one region with every calendar year from the first to the last value of any group.

    Years without a row get the mark `fehlt` (as text: it is never stored) and no value, so that a chart
    shows a gap and a table says so. By group and year.
    """
    known = years_of(rows)
    if not known:
        return tuple(sorted(rows))
    found = {(row.group, row.year): row for row in rows}
    return tuple(
        found.get((group, year)) or Row(group, year, None, ABSENT)
        for group in sorted({row.group for row in rows})
        for year in range(known[0], known[-1] + 1)
    )


def cross_section(frame: pl.DataFrame, codes: Sequence[str], year: int) -> pl.DataFrame:
    """One value per region for one year: what a map or a dot plot needs.

    Args:
        frame: One group's rows of `IndicatorValues`, or rows with ags, year, value and status.
        codes: The regions, in the order wanted.
        year: The year.

    Returns:
        Columns ags, value, status (text); a region without a row carries `fehlt`.
    """
    rows = frame.filter(pl.col("year") == year).select("ags", "value", pl.col("status").cast(pl.String))
    return (
        pl.DataFrame({"ags": codes}, schema={"ags": pl.String})
        .join(rows, on="ags", how="left", maintain_order="left")
        .with_columns(pl.col("status").fill_null(ABSENT))
    )


_LEVELS: Final = {2: "land", 5: "kreis", 8: "gemeinde"}


def levels(frame: pl.DataFrame) -> tuple[str, ...]:
    """The levels with at least one published value: bund, land, kreis, gemeinde."""
    codes = frame.filter(published())["ags"].unique()
    lengths = set(codes.filter(codes != "DG").str.len_chars())
    bund = ("bund",) if (codes == "DG").any() else ()
    return (*bund, *(name for length, name in _LEVELS.items() if length in lengths))
