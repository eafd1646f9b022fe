"""What the start page shows: each member with its key figures, and the state of the data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from indicators import series
from indicators.catalog import Catalog, Handlungsfeld, Indicator
from indicators.funding_records import FUNDERS
from indicators.observations import TOTAL, published
from indicators.regions import Region, Registry
from indicators.roster import Member

KEY_FIGURES: Final = (
    ("auslaenderanteil", TOTAL),
    ("beschaeftigungsquote", "auslaender"),
    ("arbeitslosenquote", "auslaender"),
)
"""Indicator and group of what is said about each member at first sight."""

_BUDGETED: Final = ("Ist", "Soll")

Shape = str
SHAPES: Final[dict[Shape, str]] = {
    "circle": "Kreisfreie Stadt",
    "diamond": "Kreisangehörige Stadt",
    "square": "Landkreis",
}
"""The mark of a member on the map -> what it says; told apart by shape, not by colour."""


@dataclass(frozen=True)
class KeyFigure:
    """The latest value of an indicator and group for a member.

    Attributes:
        indicator: The indicator.
        group: The group.
        region: Whose value it is: the member itself, or the Kreis in which it lies.
        value: The value, None where neither has one.
        year: Its year, None likewise.
    """

    indicator: Indicator
    group: str
    region: Region
    value: float | None
    year: int | None


@dataclass(frozen=True)
class MemberOverview:
    """A member with what is known of it at first sight; `place` is where it lies on the map."""

    member: Member
    region: Region
    place: tuple[float, float]
    shape: Shape
    figures: tuple[KeyFigure, ...]

    def kreis_of(self, figure: KeyFigure) -> Region | None:
        """The Kreis whose value stands for the member's own, None where the figure is its own."""
        return None if figure.region == self.region else figure.region


@dataclass(frozen=True)
class FieldState:
    """How much there is of a Handlungsfeld: indicators, the datasets behind them, the latest year."""

    field: Handlungsfeld
    indicators: int
    datasets: int
    latest: int | None


@dataclass(frozen=True)
class MoneyState:
    """How much there is about money.

    Attributes:
        programmes: How many programmes each funder has, from the largest territory to the smallest.
        amounts: How many amounts are recorded, each with its source.
        sources: How many documents and files they are taken from.
        latest: The latest year of Ist and Soll, by value type; without a key where there is none.
    """

    programmes: Mapping[str, int]
    amounts: int
    sources: int
    latest: Mapping[str, int]


def members(
    registry: Registry, catalog: Catalog, values: Mapping[str, pl.DataFrame]
) -> tuple[MemberOverview, ...]:
    """Every member that has a place on the map, by name.

    Args:
        registry: The registry.
        catalog: The catalogue.
        values: Frame of `series.IndicatorValues` by id, for the indicators of `KEY_FIGURES`.
    """
    found = []
    for member in registry.members():
        region = registry.get(member.region_ags)
        if region.lon is None or region.lat is None:
            continue
        figures = tuple(_figure(catalog.indicator(i), g, region, registry, values[i]) for i, g in KEY_FIGURES)
        shape = "diamond" if member.is_kreisangehoerig else "square" if len(member.ags) == 5 else "circle"
        found.append(MemberOverview(member, region, (region.lat, region.lon), shape, figures))
    return tuple(found)


def _figure(
    indicator: Indicator, group: str, region: Region, registry: Registry, values: pl.DataFrame
) -> KeyFigure:
    """The latest value of the region, or of its Kreis where it has none of its own."""
    kreis = registry.kreis_of(region.ags)
    for place in (region, kreis):
        if place is None:
            continue
        rows = series.of_region(values, place.ags).filter(published(), pl.col("group") == group)
        if not rows.is_empty():
            last = rows.row(-1, named=True)
            return KeyFigure(indicator, group, place, last["value"], last["year"])
    return KeyFigure(indicator, group, region, None, None)


def state(catalog: Catalog, values: Mapping[str, pl.DataFrame]) -> tuple[FieldState, ...]:
    """The state of each Handlungsfeld, in the catalogue's order.

    Args:
        catalog: The catalogue.
        values: Frame of `series.IndicatorValues` by id, for all indicators.
    """
    return tuple(
        _state_of_field(
            field, [i for i in catalog.indicators.values() if i.handlungsfeld == field_id], values
        )
        for field_id, field in catalog.handlungsfelder.items()
    )


def money(catalog: Catalog, records: pl.DataFrame) -> MoneyState:
    """The state of the money.

    Args:
        catalog: The catalogue.
        records: Frame of `funding_records.FundingRecords`.
    """
    funders = [p.funder for p in catalog.programmes.values()]
    years = {kind: records.filter(pl.col("value_type") == kind)["year"].to_list() for kind in _BUDGETED}
    return MoneyState(
        programmes={f: funders.count(f) for f in FUNDERS if f in funders},
        amounts=records.height,
        sources=records["source"].n_unique(),
        latest={kind: max(found) for kind, found in years.items() if found},
    )


def _state_of_field(
    field: Handlungsfeld, indicators: list[Indicator], values: Mapping[str, pl.DataFrame]
) -> FieldState:
    years = [year for i in indicators for year in series.years(values[i.id])]
    datasets = {dataset for i in indicators for dataset in i.datasets}
    return FieldState(field, len(indicators), len(datasets), max(years, default=None))
