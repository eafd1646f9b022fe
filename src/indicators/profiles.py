"""One municipality, every indicator: latest values, gaps, place among regions of its kind, what is missing.

All figures come from one pool, the frames of all main indicators below each other, so that a profile is one
slice of one table and plain Python instead of several looks per indicator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from indicators.catalog import Catalog, Indicator
from indicators.formats import round_half_up
from indicators.observations import ABSENT, TOTAL
from indicators.profile_pool import Coverage, Peers, Pool, Row, Standing, known_rows
from indicators.regions import Level, Region, Registry
from indicators.uncertainty import Interval, intervals, overlap

NEAR_MEDIAN: Final = 0.1
"""A distance of less than this share of the quartile range is no strength and no distance."""

Reason = Literal["level", "land", "mark", "region"]


@dataclass(frozen=True)
class Compared:
    """The other side of an indicator's comparison in the same year.

    Attributes:
        group: The reference group.
        value: Its value.
        gap: Value of the entry minus this value.
        is_uncertain: The 95 % intervals of both overlap; None where counts are not known.
    """

    group: str
    value: float
    gap: float
    is_uncertain: bool | None


@dataclass(frozen=True)
class Entry:
    """The latest value of one indicator in one region, and what it can be compared with.

    Attributes:
        indicator: The indicator.
        group: The group of `value`: the compared one where there is one, else everybody.
        year: The latest year with a value (with a comparison: with both values, if there is such a year).
        value: The value, in the indicator's unit.
        interval: Its 95 % interval, where counts stand behind it.
        status: Its mark.
        dataset: Its source.
        compared: The reference group; None without a comparison or without its value.
        history: Year and value of `group`, every calendar year from the first to the last value.
        standing: The peers; None for counts and where too few of them have a value for quartiles.
    """

    indicator: Indicator
    group: str
    year: int
    value: float
    interval: Interval | None
    status: str
    dataset: str
    compared: Compared | None
    history: tuple[tuple[int, float | None], ...]
    standing: Standing | None

    @property
    def from_median(self) -> float | None:
        """Value minus median of the peers, unrounded."""
        return None if self.standing is None else self.value - self.standing.spread.median

    @property
    def advantage(self) -> float | None:
        """How much more favourable than the median, in quartile ranges of the peers; negative: less.

        None where nothing may be said: indicators without a valuation, no peers, peers that do not differ,
        a distance that rounds to nothing, is nearly the median (`NEAR_MEDIAN`) or within the 95 % interval.
        """
        distance, direction = self.from_median, self.indicator.direction
        if distance is None or self.standing is None or direction == "neutral":
            return None
        among = self.standing.spread
        width = among.upper - among.lower
        if width <= 0 or round_half_up(distance, self.indicator.decimals) == 0:
            return None
        if self.interval is not None and self.interval[0] <= among.median <= self.interval[1]:
            return None
        share = (distance if direction == "higher_is_better" else -distance) / width
        return None if abs(share) < NEAR_MEDIAN else share


@dataclass(frozen=True)
class Missing:
    """An indicator without a value, and why.

    Attributes:
        indicator: The indicator.
        reason: `land`: only for one Land, and it is another one; `level`: not published for this level;
            `mark`: the source says why, see `status`; `region`: others of this level have a value.
        levels: The levels with values.
        laender: The Länder with values on any level below the Bund.
        status: The latest mark of the source, `fehlt` where it has no row.
    """

    indicator: Indicator
    reason: Reason
    levels: tuple[Level, ...]
    laender: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class Block:
    """What one region has under its own name: its entries in the catalogue's order, and their rows."""

    region: Region
    peers: Peers
    entries: tuple[Entry, ...]
    rows: pl.DataFrame

    def strengths(self, most: int = 3) -> tuple[Entry, ...]:
        """The entries most favourable in comparison with the median of the peers, at most `most`."""
        better = [(-e.advantage, e) for e in self.entries if e.advantage is not None and e.advantage > 0]
        return _first_of_each_source(better)[:most]

    def distances(self, most: int = 3) -> tuple[Entry, ...]:
        """The entries least favourable in comparison with the median of the peers, at most `most`."""
        worse = [(e.advantage, e) for e in self.entries if e.advantage is not None and e.advantage < 0]
        return _first_of_each_source(worse)[:most]


def _first_of_each_source(ranked: list[tuple[float, Entry]]) -> tuple[Entry, ...]:
    """The entries by their number, one per dataset: neighbours in a table often measure nearly the same."""
    first: dict[str, Entry] = {}
    for _, entry in sorted(ranked, key=lambda pair: pair[0]):
        first.setdefault(entry.dataset, entry)
    return tuple(first.values())


@dataclass(frozen=True)
class Profile:
    """A region on one page.

    Attributes:
        own: What it has under its own name.
        kreis: For a Gemeinde within a Kreis: what only the Kreis has, under the name of the Kreis.
        missing: What neither has, in the catalogue's order.
    """

    own: Block
    kreis: Block | None
    missing: tuple[Missing, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that have something to show."""
        return tuple(b for b in (self.own, self.kreis) if b is not None and b.entries)


def profile(region: Region, everything: Pool, catalog: Catalog, registry: Registry) -> Profile:
    """The profile of a region; for a Gemeinde within a Kreis with a block for what only the Kreis has.

    A kreisfreie Stadt has one profile, under its Kreis code, because that is where its figures are.
    """
    region = _as_kreis(region, registry)
    own = block(region, everything, catalog)
    kreis = None
    above = registry.kreis_of(region.ags) if region.level == "gemeinde" else None
    if above is not None:
        kreis = block(above, everything, catalog, without={entry.indicator.id for entry in own.entries})
    shown = {e.indicator.id for b in (own, kreis) if b is not None for e in b.entries}
    gone = [i for i in catalog.indicators.values() if i.role == "main" and i.id not in shown]
    marks = _marks(own.rows)
    return Profile(own, kreis, tuple(_missing(i, region, marks, everything.coverage[i.id]) for i in gone))


def _as_kreis(region: Region, registry: Registry) -> Region:
    kreis = registry.kreis_of(region.ags) if region.level == "gemeinde" else None
    return kreis if kreis is not None and len(registry.children(kreis.ags)) == 1 else region


def block(
    region: Region,
    everything: Pool,
    catalog: Catalog,
    without: frozenset[str] | set[str] = frozenset(),
) -> Block:
    """What a region has under its own name.

    Args:
        region: The region.
        everything: The values of all main indicators.
        catalog: The catalogue.
        without: Ids of indicators to leave out.
    """
    own = everything.of_region(region.ags)
    if without:
        own = own.filter(~pl.col("indicator").cast(pl.String).is_in(list(without)))
    found = [_latest(key, known, catalog) for key, known in _known(known_rows(own)).items()]
    counted = [row for latest in found for row in (latest.row, latest.other) if row is not None]
    limits = intervals(
        [(catalog.indicator(r.indicator), r.value, r.numerator, r.denominator) for r in counted],
        catalog.units,
    )
    interval_of = {id(row): interval for row, interval in zip(counted, limits, strict=True)}
    entries = tuple(_entry(latest, region, interval_of, everything, catalog) for latest in found)
    return Block(region, everything.peers_of(region), entries, own)


Known = dict[str, dict[int, Row]]
"""The rows with a value of one indicator and region, by group and year."""


@dataclass(frozen=True)
class _Latest:
    """The rows of one indicator that are shown: the latest, the reference group's, all years."""

    row: Row
    other: Row | None
    history: Mapping[int, Row]


def _known(rows: Sequence[Row]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for row in rows:
        found.setdefault(row.indicator, {}).setdefault(row.group, {})[row.year] = row
    return found


def _latest(indicator_id: str, known: Known, catalog: Catalog) -> _Latest:
    """The latest year with both groups of the comparison; without such a year the latest there is."""
    comparison = catalog.indicator(indicator_id).comparison
    if comparison is not None:
        own, other = (known.get(g, {}) for g in (comparison.group, comparison.reference_group))
        if both := own.keys() & other.keys():
            return _Latest(own[max(both)], other[max(both)], own)
    wanted = [comparison.group] if comparison else []
    own = known[next(g for g in [*wanted, TOTAL, *catalog.groups] if g in known)]
    return _Latest(own[max(own)], None, own)


def _entry(
    latest: _Latest,
    region: Region,
    interval_of: Mapping[int, Interval | None],
    everything: Pool,
    catalog: Catalog,
) -> Entry:
    row, other, years = latest.row, latest.other, latest.history
    indicator, value, interval = catalog.indicator(row.indicator), row.value, interval_of[id(row)]
    compared = None
    if other is not None:
        is_uncertain = overlap(interval, interval_of[id(other)])
        compared = Compared(other.group, other.value, value - other.value, is_uncertain)
    # Among counts and sums in euro the larger place is the higher one, which says nothing.
    has_place = not catalog.units[indicator.unit].follows_size
    return Entry(
        indicator=indicator,
        group=row.group,
        year=row.year,
        value=value,
        interval=interval,
        status=row.status,
        dataset=row.dataset,
        compared=compared,
        history=tuple(
            (year, years[year].value if year in years else None) for year in range(min(years), max(years) + 1)
        ),
        standing=everything.standing(region, row.indicator, row.group, row.year) if has_place else None,
    )


def _marks(rows: pl.DataFrame) -> dict[str, str]:
    """The latest mark of each indicator."""
    latest: dict[str, tuple[int, str]] = {}
    columns = (rows[name].to_list() for name in ("indicator", "year", "status"))
    for indicator, year, status in zip(*columns, strict=True):
        if indicator not in latest or year >= latest[indicator][0]:
            latest[indicator] = (year, status)
    return {indicator: status for indicator, (_, status) in latest.items()}


def _missing(indicator: Indicator, region: Region, marks: Mapping[str, str], covered: Coverage) -> Missing:
    """Why there is no value: the level, the Land, a mark of the source, or this region alone."""
    levels, laender = covered.levels, covered.laender
    reason: Reason = "region"
    if "bund" not in levels and len(laender) == 1 and laender[0] != region.ags[:2]:
        reason = "land"
    elif region.level not in levels:
        reason = "level"
    elif indicator.id in marks:
        reason = "mark"
    return Missing(indicator, reason, levels, laender, marks.get(indicator.id, ABSENT))
