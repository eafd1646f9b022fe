"""A Kreis among Bund, Land and peers: values, differences, quartiles, place. METHODS 1.

Rates are never averaged: where Bund or Land have no value of their own there is none. Median and quartiles
are those of the published values (linear interpolation between neighbours, type 7 of Hyndman and Fan 1996).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import dataframely as dy
import polars as pl

from indicators import series
from indicators.catalog import Indicator
from indicators.peers import PeerSet
from indicators.regions import GERMANY, Region, Registry
from indicators.uncertainty import overlap

Part = Literal["own", "peer", "land", "bund"]
Place = Literal["lowest", "below", "middle", "above", "highest"]

MIN_FOR_QUARTERS: Final = 5
"""With fewer values quartiles say nothing."""

_MIN_FOR_MEDIAN: Final = 3


class ComparedRows(dy.Schema):
    """One row per region of a comparison: the own one, Land, Bund, then the peers.

    `difference` is the row's value minus the own value; `overlaps` says whether the 95 % intervals of the two
    share a point (null where one of them has none). `distance` is how unlike a nearest neighbour is.
    """

    ags = dy.String(primary_key=True)
    name = dy.String()
    part = dy.Enum(["own", "peer", "land", "bund"])
    value = dy.Float64(nullable=True)
    status = dy.String()
    low = dy.Float64(nullable=True)
    high = dy.Float64(nullable=True)
    difference = dy.Float64(nullable=True)
    overlaps = dy.Bool(nullable=True)
    distance = dy.Float64(nullable=True)


@dataclass(frozen=True)
class Spread:
    """Median and quartiles of so many values."""

    count: int
    lower: float
    median: float
    upper: float

    @property
    def has_quarters(self) -> bool:
        """True where there are enough values for quartiles to mean something."""
        return self.count >= MIN_FOR_QUARTERS


@dataclass(frozen=True)
class Comparison:
    """A Kreis in one year among others; `peers` is the spread of the set without the own value."""

    region: Region
    year: int
    rows: pl.DataFrame
    peers: Spread | None
    everyone: Spread | None
    values_of_all: pl.DataFrame

    def row(self, part: Part) -> dict[str, object]:
        """The row of the own region, the Land or the Bund."""
        return self.rows.row(by_predicate=pl.col("part") == part, named=True)

    @property
    def own_value(self) -> float | None:
        """The own value."""
        value = self.row("own")["value"]
        return value if isinstance(value, float) else None


@dataclass(frozen=True)
class Since:
    """Since when a region lies on one side of its peers' median.

    Attributes:
        side: 1 above the median, -1 below, 0 at it.
        since: First year of the unbroken run of compared years that ends with the last one.
        years: All years that could be compared, ascending.
    """

    side: int
    since: int
    years: tuple[int, ...]


def compare(rows: pl.DataFrame, region: Region, peers: PeerSet, year: int, registry: Registry) -> Comparison:
    """A Kreis among Bund, Land and its peers.

    Args:
        rows: Columns ags, year, value, status, low, high: one group (or gap) of an indicator.
        region: The Kreis.
        peers: Its peers.
        year: The year.
        registry: Names, and what all Kreise are.

    Returns:
        The rows (`ComparedRows`) and the spreads. Berlin and Hamburg are their Land: they have no row for it.
    """
    land = region.ags[:2]
    is_own_land = len(registry.children(land)) == 1
    parts: list[tuple[str, Part]] = [(region.ags, "own")]
    parts += [] if is_own_land else [(land, "land")]
    parts += [(GERMANY, "bund"), *((ags, "peer") for ags in peers.codes)]
    codes = [ags for ags, _ in parts]
    limits = rows.filter(pl.col("year") == year).select("ags", "low", "high")
    cut = series.cross_section(rows, codes, year).join(limits, on="ags", how="left", maintain_order="left")
    own = cut.row(0, named=True)
    frame = cut.with_columns(
        pl.Series("name", [registry.get(ags).display_name for ags in codes]),
        pl.Series("part", [part for _, part in parts], dtype=pl.Enum(["own", "peer", "land", "bund"])),
        (pl.col("value") - own["value"]).alias("difference"),
        pl.Series(
            "overlaps",
            [
                None if ags == region.ags else overlap(_interval(own), _interval(row))
                for ags, row in zip(codes, cut.iter_rows(named=True), strict=True)
            ],
            dtype=pl.Boolean,
        ),
        pl.Series("distance", [peers.distances.get(ags) for ags in codes], dtype=pl.Float64),
    ).select(ComparedRows.column_names())
    everyone = series.cross_section(rows, [k.ags for k in registry.of_level("kreis")], year)
    return Comparison(
        region=region,
        year=year,
        rows=frame,
        peers=spread(frame.filter(pl.col("part") == "peer")["value"]),
        everyone=spread(everyone["value"]),
        values_of_all=everyone,
    )


def _interval(row: dict[str, object]) -> tuple[float, float] | None:
    low, high = row["low"], row["high"]
    return (low, high) if isinstance(low, float) and isinstance(high, float) else None


def spread(values: pl.Series) -> Spread | None:
    """Median and quartiles of the values that are there; None with fewer than three."""
    return spread_of(sorted(values.drop_nulls()))


def spread_of(ascending: Sequence[float]) -> Spread | None:
    """Median and quartiles of values in ascending order; None with fewer than three."""
    if len(ascending) < _MIN_FOR_MEDIAN:
        return None
    lower, median, upper = (_quantile(ascending, share) for share in (0.25, 0.5, 0.75))
    return Spread(len(ascending), lower, median, upper)


def _quantile(ascending: Sequence[float], share: float) -> float:
    at = (len(ascending) - 1) * share
    below = int(at)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (at - below) * (ascending[above] - ascending[below])


def place(value: float | None, among: Spread | None) -> Place | None:
    """In which quarter of a distribution a value lies; None where that cannot be said."""
    if value is None or among is None or not among.has_quarters:
        return None
    if value < among.lower:
        return "lowest"
    if value > among.upper:
        return "highest"
    if value == among.median:
        return "middle"
    return "below" if value < among.median else "above"


def rank(compared: Comparison, indicator: Indicator) -> tuple[int, int] | None:
    """Rank of the own value among itself and the peers, counted from the highest, and of how many.

    Equal values share the better place. None for indicators without a valuation, which are never ranked, and
    where there is no value.
    """
    own = compared.own_value
    if own is None or indicator.direction == "neutral":
        return None
    values = compared.rows.filter(pl.col("part").cast(pl.String).is_in(["own", "peer"]))["value"].drop_nulls()
    return int((values > own).sum()) + 1, values.len()


def spread_over_time(rows: pl.DataFrame, codes: Sequence[str]) -> pl.DataFrame:
    """Median and quartiles of a set, year by year.

    Years in which fewer than half of the set (or fewer than three) have a value are left out: their median
    would be that of other regions.

    Returns:
        Columns year, count, lower, median, upper; by year.
    """
    value = pl.col("value")
    return (
        rows.filter(pl.col("ags").is_in(list(codes)), value.is_not_null())
        .group_by("year")
        .agg(
            count=pl.len(),
            lower=value.quantile(0.25, "linear"),
            median=value.median(),
            upper=value.quantile(0.75, "linear"),
        )
        .filter(pl.col("count") >= max(_MIN_FOR_MEDIAN, len(codes) / 2))
        .sort("year")
    )


def since(rows: pl.DataFrame, region: Region, codes: Sequence[str]) -> Since | None:
    """Since when the region has been above or below the median of its peers; None without a common year."""
    own = rows.filter(pl.col("ags") == region.ags, pl.col("value").is_not_null()).select("year", "value")
    both = own.join(spread_over_time(rows, codes), on="year").sort("year")
    if both.is_empty():
        return None
    sides = (both["value"] - both["median"]).sign().cast(pl.Int8).to_list()
    years = both["year"].to_list()
    first = len(sides) - 1
    while first > 0 and sides[first - 1] == sides[-1]:
        first -= 1
    return Since(sides[-1], years[first], tuple(years))
