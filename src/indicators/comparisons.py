"""A Kreis among Bund, Land and peers: values, differences, quartiles, place. METHODS 1.

Rates are never averaged: where Bund or Land have no value of their own there is none. Median and quartiles
are those of the published values (linear interpolation between neighbours, type 7 of Hyndman and Fan 1996).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import dataframely as dy
import polars as pl

from indicators.catalog import Indicator
from indicators.observations import ABSENT
from indicators.peers import PeerSet
from indicators.regions import GERMANY, Region, Registry
from indicators.series import Reported
from indicators.uncertainty import Interval, overlap

Part = Literal["own", "peer", "land", "bund"]
Place = Literal["lowest", "below", "middle", "above", "highest"]

MIN_FOR_QUARTERS: Final = 5
"""With fewer values quartiles say nothing."""

_MIN_FOR_MEDIAN: Final = 3


class ComparedRow(NamedTuple):
    """One region of a comparison.

    `difference` is its value minus the own value; `overlaps` says whether the 95 % intervals of the two share
    a point (None where one of them has none). `distance` is how unlike a nearest neighbour is.
    """

    ags: str
    name: str
    part: Part
    value: float | None
    status: str
    low: float | None
    high: float | None
    difference: float | None
    overlaps: bool | None
    distance: float | None


class ComparedRows(dy.Schema):
    """The rows of a comparison as a frame: the own one, Land, Bund, then the peers. See `ComparedRow`."""

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
class Cut:
    """One group (or gap) of an indicator in one year: what every comparison of this year rests on.

    Attributes:
        year: The year.
        reported: Values and statuses by region; a region without a row is left out.
        intervals: 95 % intervals by region, where counts are known.
        of_kreise: The values of all Kreise that have one, by code.
        everyone: Their spread.
    """

    year: int
    reported: Mapping[str, Reported]
    intervals: Mapping[str, Interval]
    of_kreise: tuple[float, ...]
    everyone: Spread | None


@dataclass(frozen=True)
class Comparison:
    """A Kreis in one year among others; `peers` is the spread of the set without the own value."""

    region: Region
    cut: Cut
    rows: tuple[ComparedRow, ...]
    peers: Spread | None

    @property
    def year(self) -> int:
        """The year."""
        return self.cut.year

    @property
    def own(self) -> ComparedRow:
        """The row of the own region."""
        return self.rows[0]

    @property
    def own_value(self) -> float | None:
        """The own value."""
        return self.own.value

    def of(self, part: Part) -> tuple[ComparedRow, ...]:
        """The rows of one part."""
        return tuple(row for row in self.rows if row.part == part)

    def frame(self) -> pl.DataFrame:
        """The rows as a frame of `ComparedRows`."""
        return pl.DataFrame(self.rows, schema=ComparedRows.create_empty().schema, orient="row")


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


def cut(rows: pl.DataFrame, year: int, registry: Registry) -> Cut:
    """One year of one group (or gap) of an indicator.

    Args:
        rows: Columns ags, year, value, status, low, high.
        year: The year.
        registry: What all Kreise are.
    """
    now = rows.filter(pl.col("year") == year)
    columns = (now[name].to_list() for name in ("ags", "value", "status", "low", "high"))
    reported: dict[str, Reported] = {}
    intervals: dict[str, Interval] = {}
    for ags, value, status, low, high in zip(*columns, strict=True):
        reported[ags] = (value, status)
        if low is not None and high is not None:
            intervals[ags] = (low, high)
    found = (reported.get(kreis.ags, (None, ABSENT))[0] for kreis in registry.of_level("kreis"))
    of_kreise = tuple(value for value in found if value is not None)
    return Cut(year, reported, intervals, of_kreise, spread(of_kreise))


def compare(now: Cut, region: Region, peers: PeerSet, registry: Registry) -> Comparison:
    """A Kreis among Bund, Land and its peers.

    Args:
        now: The year and what there is in it.
        region: The Kreis.
        peers: Its peers.
        registry: Names, and what all Kreise are.

    Returns:
        The rows and the spread of the peers. Berlin and Hamburg are their Land: they have no row for it.
    """
    land = region.ags[:2]
    is_own_land = sum(kreis.ags.startswith(land) for kreis in registry.of_level("kreis")) == 1
    parts: list[tuple[str, Part]] = [(region.ags, "own")]
    parts += [] if is_own_land else [(land, "land")]
    parts += [(GERMANY, "bund"), *((ags, "peer") for ags in peers.codes)]
    own, _ = now.reported.get(region.ags, (None, ABSENT))
    rows = []
    for ags, part in parts:
        value, status = now.reported.get(ags, (None, ABSENT))
        interval = now.intervals.get(ags)
        low, high = interval or (None, None)
        rows.append(
            ComparedRow(
                ags=ags,
                name=registry.get(ags).display_name,
                part=part,
                value=value,
                status=status,
                low=low,
                high=high,
                difference=None if value is None or own is None else value - own,
                overlaps=None if part == "own" else overlap(now.intervals.get(region.ags), interval),
                distance=peers.distances.get(ags),
            )
        )
    return Comparison(region, now, tuple(rows), spread(row.value for row in rows if row.part == "peer"))


def spread(values: Iterable[float | None]) -> Spread | None:
    """Median and quartiles of the values that are there; None with fewer than three."""
    return spread_of(sorted(value for value in values if value is not None))


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
    values = [row.value for row in compared.rows if row.part in ("own", "peer") and row.value is not None]
    return sum(value > own for value in values) + 1, len(values)


def spread_over_time(rows: pl.DataFrame, codes: Sequence[str]) -> dict[int, Spread]:
    """Median and quartiles of a set by year, ascending.

    Years in which fewer than half of the set (or fewer than three) have a value are left out: their median
    would be that of other regions.

    Args:
        rows: Columns ags, year, value: one group (or gap) of an indicator.
        codes: The set.
    """
    value = pl.col("value")
    found = (
        rows.filter(pl.col("ags").is_in(list(codes)), value.is_not_null())
        .group_by("year")
        .agg(
            count=pl.len(),
            lower=value.quantile(0.25, "linear"),
            median=value.median(),
            upper=value.quantile(0.75, "linear"),
        )
    )
    least = max(_MIN_FOR_MEDIAN, len(codes) / 2)
    return {year: Spread(*spread) for year, *spread in sorted(found.iter_rows()) if spread[0] >= least}


def since(own: Mapping[int, Reported], among: Mapping[int, Spread]) -> Since | None:
    """Since when a region has been above or below the median of its peers; None without a common year.

    Args:
        own: The region's values and statuses by year.
        among: The spread of the peers by year (`spread_over_time`).
    """
    offsets = {
        year: value - among[year].median
        for year, (value, _) in sorted(own.items())
        if value is not None and year in among
    }
    if not offsets:
        return None
    years = tuple(offsets)
    sides = [(offset > 0) - (offset < 0) for offset in offsets.values()]
    first = len(sides) - 1
    while first > 0 and sides[first - 1] == sides[-1]:
        first -= 1
    return Since(sides[-1], years[first], years)
