"""One municipality, every indicator: latest values, gaps, place among regions of its kind, what is missing.

All figures come from one pool, the frames of all main indicators below each other, so that a profile costs a
few passes over one table instead of several per indicator.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from indicators.catalog import Catalog, Indicator
from indicators.comparisons import Spread, spread
from indicators.formats import round_half_up
from indicators.gaps import group_gap
from indicators.observations import ABSENT, TOTAL, published
from indicators.regions import GERMANY, LEVELS, Level, Region, Registry
from indicators.uncertainty import Interval, overlap, with_intervals

NEAR_MEDIAN: Final = 0.1
"""A distance of less than this share of the quartile range is no strength and no distance."""

Reason = Literal["level", "land", "mark", "region"]


@dataclass(frozen=True)
class Pool:
    """The values of all main indicators.

    Attributes:
        frame: `series.IndicatorValues` with the column indicator before it; ordered by the catalogue.
        coverage: Where there are values: columns indicator, level, laender (list of codes).
    """

    frame: pl.DataFrame
    coverage: pl.DataFrame


@dataclass(frozen=True)
class Peers:
    """The other regions of the same kind; `kind` says which kind."""

    kind: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """The peers in the year of a value, the region itself left out.

    Attributes:
        spread: Their median and quartiles.
        land: The Land in which all of them lie, where the source covers no other; else None.
    """

    spread: Spread
    land: str | None


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


def pool(values: Mapping[str, pl.DataFrame]) -> Pool:
    """All main indicators in one table.

    Args:
        values: Frame of `series.IndicatorValues` by indicator id, in the catalogue's order.
    """
    ids = pl.Enum(list(values))
    frame = pl.concat(
        [f.select(pl.lit(key).cast(ids).alias("indicator"), pl.all()) for key, f in values.items()]
    )
    level = (
        pl.when(pl.col("ags") == GERMANY)
        .then(pl.lit("bund"))
        .otherwise(
            pl.col("ags").str.len_chars().replace_strict({2: "land", 5: "kreis", 8: "gemeinde"}, default=None)
        )
    )
    coverage = (
        frame.filter(published())
        .select("indicator", "ags")
        .unique()
        .group_by("indicator", level.alias("level"))
        .agg(laender=pl.col("ags").filter(pl.col("ags") != GERMANY).str.slice(0, 2).unique().sort())
        .sort("indicator", "level")
    )
    return Pool(frame, coverage)


def peers_of(region: Region, registry: Registry) -> Peers:
    """Others of a Kreis's Kreistyp (BBSR), of a Gemeinde's Größenklasse, other Länder; nobody for Germany."""
    same = [r for r in registry.of_level(region.level) if r.ags != region.ags]
    if region.level == "kreis":
        return Peers(region.kreistyp or "", tuple(r.ags for r in same if r.kreistyp == region.kreistyp))
    if region.level == "gemeinde":
        size = region.groessenklasse
        return Peers(size or "", tuple(r.ags for r in same if r.groessenklasse == size))
    return Peers("Land" if same else "", tuple(r.ags for r in same))


def profile(region: Region, everything: Pool, catalog: Catalog, registry: Registry) -> Profile:
    """The profile of a region; for a Gemeinde within a Kreis with a block for what only the Kreis has.

    A kreisfreie Stadt has one profile, under its Kreis code, because that is where its figures are.
    """
    region = _as_kreis(region, registry)
    own = block(region, everything, catalog, registry)
    kreis = None
    above = registry.kreis_of(region.ags) if region.level == "gemeinde" else None
    if above is not None:
        known = {entry.indicator.id for entry in own.entries}
        kreis = block(above, everything, catalog, registry, without=known)
    shown = {e.indicator.id for b in (own, kreis) if b is not None for e in b.entries}
    gone = [i for i in catalog.indicators.values() if i.role == "main" and i.id not in shown]
    return Profile(own, kreis, tuple(_missing(i, region, own.rows, everything.coverage) for i in gone))


def _as_kreis(region: Region, registry: Registry) -> Region:
    kreis = registry.kreis_of(region.ags) if region.level == "gemeinde" else None
    return kreis if kreis is not None and len(registry.children(kreis.ags)) == 1 else region


def block(
    region: Region,
    everything: Pool,
    catalog: Catalog,
    registry: Registry,
    without: frozenset[str] | set[str] = frozenset(),
) -> Block:
    """What a region has under its own name.

    Args:
        region: The region.
        everything: The values of all main indicators.
        catalog: The catalogue.
        registry: The registry, for the peers.
        without: Ids of indicators to leave out.
    """
    rows = everything.frame.filter(pl.col("ags") == region.ags)
    rows = rows.filter(~pl.col("indicator").cast(pl.String).is_in(list(without)))
    peers = peers_of(region, registry)
    found = {
        str(key): entry
        for (key,), own in rows.partition_by("indicator", as_dict=True, maintain_order=True).items()
        if (entry := _latest(catalog.indicator(str(key)), own, catalog)) is not None
    }
    standings = _standings(found, everything.frame, peers, catalog)
    entries = tuple(
        Entry(**{**entry.__dict__, "standing": standings.get(key)}) for key, entry in found.items()
    )
    return Block(region, peers, entries, rows)


def _latest(indicator: Indicator, own: pl.DataFrame, catalog: Catalog) -> Entry | None:
    """The latest value of one indicator, without its standing; None where there is no value."""
    known = own.filter(published())
    if known.is_empty():
        return None
    comparison = indicator.comparison
    both = group_gap(own, comparison).filter(pl.col("gap").is_not_null()) if comparison else pl.DataFrame()
    if comparison is None or both.is_empty():
        group = _group(indicator, known, catalog)
        year = int(str(known.filter(pl.col("group") == group)["year"].max()))
    else:
        group, year = comparison.group, both["year"][-1]
    rows = with_intervals(known.filter(pl.col("year") == year), indicator, catalog.units[indicator.unit])
    of_year = {row["group"]: row for row in rows.iter_rows(named=True)}
    row, interval = of_year[group], _interval(of_year[group])
    compared = None
    if comparison is not None and not both.is_empty():
        other = of_year[comparison.reference_group]
        is_uncertain = overlap(interval, _interval(other))
        compared = Compared(other["group"], other["value"], both["gap"][-1], is_uncertain)
    values = dict(known.filter(pl.col("group") == group).select("year", "value").iter_rows())
    return Entry(
        indicator=indicator,
        group=group,
        year=year,
        value=row["value"],
        interval=interval,
        status=str(row["status"]),
        dataset=row["dataset"],
        compared=compared,
        history=tuple((y, values.get(y)) for y in range(min(values), max(values) + 1)),
        standing=None,
    )


def _interval(row: Mapping[str, float | None]) -> Interval | None:
    low, high = row["low"], row["high"]
    return None if low is None or high is None else (low, high)


def _group(indicator: Indicator, known: pl.DataFrame, catalog: Catalog) -> str:
    """The group to show where no gap can be formed: the compared one, everybody, or the first there is."""
    present = set(known["group"])
    wanted = [indicator.comparison.group] if indicator.comparison else []
    return next(g for g in [*wanted, TOTAL, *catalog.groups] if g in present)


def _standings(
    found: Mapping[str, Entry], frame: pl.DataFrame, peers: Peers, catalog: Catalog
) -> dict[str, Standing]:
    """The quartiles of the peers by indicator, each in the group and year of the entry.

    Counts and sums in euro are left out: among them the larger place is the higher one, which says nothing.
    """
    asked = [
        (key, e.group, e.year) for key, e in found.items() if not catalog.units[e.indicator.unit].follows_size
    ]
    wanted = pl.DataFrame(
        asked,
        schema={"indicator": frame.schema["indicator"], "group": pl.String, "year": pl.Int16},
        orient="row",
    )
    known = (
        frame.filter(pl.col("ags").is_in(_with_kreis_codes(peers.codes)) & published())
        .join(wanted, on=["indicator", "group", "year"], how="semi")
        .with_columns(ags=_place())
        .unique(["indicator", "ags"])
        .group_by("indicator")
        .agg("value", laender=pl.col("ags").str.slice(0, 2).unique().sort())
        .sort("indicator")
    )
    return {
        key: Standing(among, laender[0] if len(laender) == 1 else None)
        for key, values, laender in known.iter_rows()
        if (among := spread(pl.Series(values))) is not None and among.has_quarters
    }


def _with_kreis_codes(codes: tuple[str, ...]) -> list[str]:
    """The codes, and for a kreisfreie Stadt also its Kreis code: most sources know it under that one."""
    return [*codes, *(code[:5] for code in codes if len(code) == 8 and code.endswith("000"))]


def _place() -> pl.Expr:
    """One code per place: a kreisfreie Stadt counts once, under its Kreis code."""
    code = pl.col("ags")
    is_city = (code.str.len_chars() == 8) & code.str.ends_with("000")
    return pl.when(is_city).then(code.str.slice(0, 5)).otherwise(code)


def _missing(indicator: Indicator, region: Region, rows: pl.DataFrame, coverage: pl.DataFrame) -> Missing:
    """Why there is no value: the level, the Land, a mark of the source, or this region alone."""
    covered = dict(
        coverage.filter(pl.col("indicator") == indicator.id).select("level", "laender").iter_rows()
    )
    levels = tuple(level for level in LEVELS if level in covered)
    laender = tuple(sorted({land for codes in covered.values() for land in codes}))
    own = rows.filter(pl.col("indicator") == indicator.id).sort("year")
    status = str(own["status"][-1]) if own.height else ABSENT
    reason: Reason = "region"
    if "bund" not in levels and len(laender) == 1 and laender[0] != region.ags[:2]:
        reason = "land"
    elif region.level not in levels:
        reason = "level"
    elif own.height:
        reason = "mark"
    return Missing(indicator, reason, levels, laender, status)
