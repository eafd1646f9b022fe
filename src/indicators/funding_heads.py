"""Amounts per head: which population belongs to a region and year, and the division. METHODS 1 and 3.

A year without a population of the same year is not computable. Every value names the population it rests on,
so that the Ausländerzentralregister and the Bevölkerungsfortschreibung never meet unnoticed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from indicators.catalog import Catalog, Indicator, TargetGroup
from indicators.funding import SEVERAL_YEARS
from indicators.observations import TOTAL, published
from indicators.regions import Registry

Basis = Literal["absolut", "einwohner", "auslaender", "zielgruppe"]

BASES: Final[dict[Basis, str]] = {
    "absolut": "absolut",
    "einwohner": "je Einwohnerin und Einwohner",
    "auslaender": "je Ausländerin und Ausländer",
    "zielgruppe": "je Person der Zielgruppe",
}

_WHO: Final[dict[Basis, str]] = {
    "einwohner": "Einwohnerzahl",
    "auslaender": "Zahl der Ausländerinnen und Ausländer",
}
_OTHERS: Final = "Zahl der Personen der Zielgruppe"
_ZENSUS_2011: Final = "Bevölkerungsfortschreibung (Zensus 2011), 31.12."
_REGISTRY_YEAR: Final = 2023


@dataclass(frozen=True)
class Head:
    """A number of persons and the population that it counts.

    Attributes:
        count: Persons.
        population: Which population and day, in words.
        indicator: Id of the indicator with the figure; empty for the registry.
        dataset: Id of the dataset of the figure; empty for the registry.
    """

    count: float
    population: str
    indicator: str = ""
    dataset: str = ""


@dataclass(frozen=True)
class _Count:
    """A count of persons of an indicator, its value or a count behind its ratio, in some years."""

    indicator: str
    column: Literal["value", "numerator", "denominator"]
    population: str
    group: str = TOTAL
    since: int = 0
    until: int = 9999


_INHABITANTS: Final = (
    _Count("bevoelkerung", "value", "Bevölkerungsfortschreibung (Zensus 2022), 31.12."),
    _Count(
        "bevoelkerung_niedersachsen",
        "value",
        "Bevölkerungsfortschreibung (Niedersachsen, Zensus 2022), 31.12.",
        since=2022,
    ),
    _Count(
        "bevoelkerung_niedersachsen",
        "value",
        "Bevölkerungsfortschreibung (Niedersachsen, Zensus 2011), 31.12.",
        since=2011,
        until=2021,
    ),
    _Count(
        "bevoelkerung_niedersachsen",
        "value",
        "Bevölkerungsfortschreibung (Niedersachsen, Volkszählung 1987), 31.12.",
        until=2010,
    ),
    _Count("bevoelkerung_zensus2011", "value", _ZENSUS_2011),
    _Count("bevoelkerung_zensus", "value", "Zensus 2022, 15.05.2022"),
)
_FOREIGNERS: Final = (
    _Count("auslaenderanteil_2015", "numerator", _ZENSUS_2011),
    _Count("auslaenderanteil_bw_2024", "numerator", "Bevölkerungsfortschreibung, 30.11.2024"),
    _Count("aufenthaltstitel", "value", "Ausländerzentralregister, 31.12."),
    _Count("auslaender_azr_laender", "value", "Ausländerzentralregister"),
)
"""In order of precedence: the first with a figure for region and year counts."""

Heads = Mapping[int, Head]
"""Persons of one region by year."""


def heads(
    basis: Basis,
    ags: str,
    catalog: Catalog,
    registry: Registry,
    values: Callable[[Indicator], pl.DataFrame],
    *,
    target: TargetGroup | None = None,
) -> Heads:
    """The persons of a region by year; empty where no source counts them.

    Args:
        basis: Whom the amount is divided by.
        ags: The region.
        catalog: The catalogue.
        registry: The registry; its inhabitants of 31.12.2023 fill that year for a Gemeinde.
        values: Gives the values of an indicator (`series.values`).
        target: The target group of the programme, for that basis.
    """
    found: dict[int, Head] = {}
    for count in _counts(basis, catalog, target):
        rows = values(catalog.indicator(count.indicator)).filter(
            pl.col("ags") == ags,
            pl.col("group") == count.group,
            pl.col("year").is_between(count.since, count.until),
            published(),
            pl.col(count.column) > 0,
        )
        for year, persons, dataset in rows.select("year", count.column, "dataset").iter_rows():
            found.setdefault(year, Head(persons, count.population, count.indicator, dataset))
    inhabitants = registry.get(ags).population
    if basis == "einwohner" and inhabitants and found.get(_REGISTRY_YEAR) is None:
        found[_REGISTRY_YEAR] = Head(float(inhabitants), _ZENSUS_2011)
    return dict(sorted(found.items()))


def _counts(basis: Basis, catalog: Catalog, target: TargetGroup | None) -> Sequence[_Count]:
    if basis == "zielgruppe":
        if target is None:
            return ()
        indicator = catalog.indicator(target.indicator)
        if catalog.units[indicator.unit].kind != "count":
            return ()
        named = f"{target.title} ({catalog.dataset(indicator.datasets[0]).title})"
        return (_Count(target.indicator, "value", named, target.group),)
    known = {"einwohner": _INHABITANTS, "auslaender": _FOREIGNERS}.get(basis, ())
    return [c for c in known if c.indicator in catalog.indicators]


def per_head(
    amount: float | None, year: int, persons: Heads, basis: Basis, *, is_several: bool
) -> tuple[float | None, str, str]:
    """An amount divided by the persons of the same year, why there is none, and the population.

    Args:
        amount: The amount; None stays None.
        year: Its year.
        persons: From `heads`, of the region of the amount.
        basis: Whom it is divided by, for the reason.
        is_several: The amount covers several years.

    Returns:
        The amount per head (None where not computable), the reason (empty where none), which population of
        that year there is.
    """
    head = persons.get(year)
    population = head.population if head else ""
    if is_several:
        return None, SEVERAL_YEARS, population
    if head is None:
        return None, f"nicht berechenbar: keine {_WHO.get(basis, _OTHERS)} für {year}", ""
    return None if amount is None else amount / head.count, "", population
