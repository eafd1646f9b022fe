"""All main indicators in one table, and what the regions of one kind have: what profiles are read from."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from indicators.comparisons import Spread, spread_of
from indicators.observations import published
from indicators.regions import GERMANY, LEVELS, Level, Region, Registry, level_of
from indicators.series import ByRegion

Kind = tuple[Level, str]
"""A level and what its regions are told apart by: Kreistyp or Größenklasse."""


class Row(NamedTuple):
    """One row of the pool with a value; the fields are the columns of its frame."""

    indicator: str
    ags: str
    group: str
    year: int
    value: float
    status: str
    dataset: str
    numerator: float | None
    denominator: float | None


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
class Coverage:
    """Where an indicator has values: the levels, and the Länder on any level below the Bund."""

    levels: tuple[Level, ...]
    laender: tuple[str, ...]


class Pool:
    """The values of all main indicators; shared, so never mutated.

    What the regions of a kind have in a group and year is found out when it is first asked for.

    Attributes:
        frame: `series.IndicatorValues` with the column indicator before it; by region, then in the order of
            the catalogue.
        coverage: Where there are values, by indicator.
    """

    def __init__(self, values: Mapping[str, pl.DataFrame], registry: Registry) -> None:
        """All indicators below each other.

        Args:
            values: Frame of `series.IndicatorValues` by indicator id, in the catalogue's order.
            registry: The registry.
        """
        ids = pl.Enum(list(values))
        frames = [f.select(pl.lit(key).cast(ids).alias("indicator"), pl.all()) for key, f in values.items()]
        self.frame = pl.concat(frames).select(Row._fields).sort("ags", maintain_order=True)
        self.coverage = {key: _coverage(frame) for key, frame in values.items()}
        self._values = values
        self._by_region = ByRegion(self.frame)
        self._kinds = _kinds(registry)
        self._kinds_of = _kinds_of_codes(self._kinds)
        self._sections: dict[tuple[str, str, int], dict[Kind, _Section]] = {}

    def of_region(self, ags: str) -> pl.DataFrame:
        """The rows of one region."""
        return self._by_region.of_region(ags)

    def peers_of(self, region: Region) -> Peers:
        """Others of a Kreistyp (BBSR), of a Größenklasse of Gemeinden, other Länder; nobody for Germany."""
        kind = _kind(region.level, region.kreistyp, region.groessenklasse)
        return Peers(kind[1], tuple(code for code in self._kinds.get(kind, ()) if code != region.ags))

    def standing(self, region: Region, indicator: str, group: str, year: int) -> Standing | None:
        """The peers of a region in a group and year; None where too few have a value for quartiles."""
        asked = (indicator, group, year)
        if asked not in self._sections:
            self._sections[asked] = self._cut(*asked)
        section = self._sections[asked].get(_kind(region.level, region.kreistyp, region.groessenklasse))
        return None if section is None else section.without(place_of(region.ags))

    def _cut(self, indicator: str, group: str, year: int) -> dict[Kind, "_Section"]:
        """The values of a group and year by kind; of two values for one place the first counts."""
        known = self._values[indicator].filter(published(), pl.col("group") == group, pl.col("year") == year)
        found: dict[Kind, dict[str, float]] = {}
        for ags, value in known.select("ags", "value").iter_rows():
            for kind in self._kinds_of.get(ags, ()):
                found.setdefault(kind, {}).setdefault(place_of(ags), value)
        return {kind: _Section(values) for kind, values in found.items()}


class _Section:
    """The values of the regions of one kind in one group and year."""

    def __init__(self, values: dict[str, float]) -> None:
        """By place."""
        self._values = values
        self._ascending = sorted(values.values())
        self._laender = Counter(place[:2] for place in values)

    def without(self, place: str) -> Standing | None:
        """The standing of all but one place; None with too few values for quartiles."""
        others, laender = self._ascending, list(self._laender)
        if place in self._values:
            at = bisect_left(others, self._values[place])
            others = others[:at] + others[at + 1 :]
            laender = [land for land in laender if self._laender[land] > (land == place[:2])]
        among = spread_of(others)
        if among is None or not among.has_quarters:
            return None
        return Standing(among, laender[0] if len(laender) == 1 else None)


def place_of(ags: str) -> str:
    """One code per place: a kreisfreie Stadt counts once, under its Kreis code."""
    return ags[:5] if len(ags) == 8 and ags.endswith("000") else ags


def known_rows(frame: pl.DataFrame) -> list[Row]:
    """The rows of a pool that have a value."""
    value = frame.get_column_index("value")
    return [Row._make(row) for row in frame.rows() if row[value] is not None]


def _coverage(values: pl.DataFrame) -> Coverage:
    codes = values.filter(published())["ags"].unique().to_list()
    levels = {level_of(code) for code in codes}
    laender = {code[:2] for code in codes if code != GERMANY}
    return Coverage(tuple(level for level in LEVELS if level in levels), tuple(sorted(laender)))


def _kind(level: Level, kreistyp: str | None, groessenklasse: str | None) -> Kind:
    return level, {"land": "Land", "kreis": kreistyp, "gemeinde": groessenklasse}.get(level) or ""


def _kinds(registry: Registry) -> dict[Kind, tuple[str, ...]]:
    """Today's regions of each kind, in the order of their codes."""
    now = registry.frame.filter(pl.col("valid_to").is_null()).sort("ags")
    found: dict[Kind, list[str]] = {}
    for ags, level, kreistyp, size in now.select("ags", "level", "kreistyp", "groessenklasse").iter_rows():
        found.setdefault(_kind(level, kreistyp, size), []).append(ags)
    return {kind: tuple(codes) for kind, codes in found.items()}


def _kinds_of_codes(kinds: Mapping[Kind, tuple[str, ...]]) -> dict[str, tuple[Kind, ...]]:
    """The kinds in which a code counts: a kreisfreie Stadt is one of the Kreise and one of the Gemeinden.

    Most sources know it under its Kreis code, some under its own.
    """
    found: dict[str, tuple[Kind, ...]] = {}
    for kind, codes in kinds.items():
        for code in codes:
            for ags in {code, place_of(code)}:
                found[ags] = (*found.get(ags, ()), kind)
    return found
