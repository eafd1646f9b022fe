"""M3 for a region: persons missing to parity, and what parity would take. METHODS 4 M3."""

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from indicators.catalog import Indicator
from indicators.gap_cases import inputs
from indicators.gap_cases.assume import Given
from indicators.gap_cases.facts import Facts, Question
from indicators.gaps import parity, persons
from indicators.gaps.model import FundingGap, GapInput, not_computable
from indicators.gaps.parity import Per
from indicators.observations import TOTAL
from indicators.regions import Region
from indicators.uncertainty import with_intervals

BASES: Final = {"arbeitslosenquote": "arbeitslose"}
"""Rates that are published without their base, and the indicator of the persons counted in them."""

_TITLE: Final = "Personen zwischen heute und Parität"
_HALF_STEP: Final = 0.5
_ONLY_RATE: Final = "die Quelle nennt nur die Quote"
_PER_1000: Final = ("per_1000", "per_1000_auslaender")


@dataclass(frozen=True)
class PersonsRow:
    """How many persons are between today and parity for one indicator; None with a `reason`."""

    indicator: Indicator
    region: Region
    year: int
    value: float | None
    reference: float | None
    persons: float | None
    low: float | None
    high: float | None
    reason: str


def indicators(facts: Facts) -> tuple[Indicator, ...]:
    """The indicators with a group comparison that reads as better or worse."""
    return tuple(
        i
        for i in facts.catalog.indicators.values()
        if i.comparison and i.direction != "neutral" and i.role == "main"
    )


def place(facts: Facts, indicator: Indicator, ags: str) -> Region:
    """The region, or the Kreis of a Gemeinde that has no value of its own."""
    region = facts.registry.get(ags)
    kreis = facts.registry.kreis_of(ags)
    has_own = (
        not facts.values(indicator).filter(pl.col("ags") == ags, pl.col("value").is_not_null()).is_empty()
    )
    return region if has_own or kreis is None else kreis


def in_persons(facts: Facts, ags: str) -> tuple[PersonsRow, ...]:
    """For every indicator with a group comparison that a region has: the persons to parity."""
    rows = [
        _row(facts, i, ags) for i in facts.catalog.indicators.values() if i.comparison and i.role == "main"
    ]
    return tuple(row for row in rows if row is not None)


def _row(facts: Facts, indicator: Indicator, ags: str) -> PersonsRow | None:
    region = place(facts, indicator, ags)
    values = facts.values(indicator).filter(pl.col("ags") == region.ags)
    if values.is_empty():
        return None
    unit = facts.catalog.units[indicator.unit]
    table = persons.persons_to_parity(values, indicator, unit, _bases(facts, indicator, region.ags))
    known = table.filter(pl.col("value").is_not_null())
    if known.is_empty():
        return None
    last = known.row(-1, named=True)
    return PersonsRow(
        indicator,
        region,
        last["year"],
        last["value"],
        last["reference"],
        last["persons"],
        last["low"],
        last["high"],
        last["reason"],
    )


def _bases(facts: Facts, indicator: Indicator, ags: str) -> pl.DataFrame | None:
    """Columns ags, year, persons: the base of a rate from the persons counted in it, our own calculation."""
    if indicator.id not in BASES or indicator.comparison is None:
        return None
    group = indicator.comparison.group
    rate = _of_group(facts, indicator, ags, group)
    counted = _of_group(facts, facts.catalog.indicator(BASES[indicator.id]), ags, group)
    return (
        rate.join(counted, on=["ags", "year"], suffix="_counted")
        .filter(pl.col("value") > 0)
        .select("ags", "year", persons=100 * pl.col("value_counted") / pl.col("value"))
    )


def _of_group(facts: Facts, indicator: Indicator, ags: str, group: str) -> pl.DataFrame:
    return facts.values(indicator).filter(
        pl.col("ags") == ags, pl.col("group") == group, pl.col("value").is_not_null()
    )


def gaps(facts: Facts, asked: Question, given: Given) -> tuple[FundingGap, ...]:
    """The persons missing to parity, and in euro where effect and cost are given."""
    indicator = facts.catalog.indicator(asked.indicator)
    compared = indicator.comparison
    if compared is None:
        return (not_computable("paritaet", _TITLE, "persons", persons.NO_COMPARISON),)
    region = place(facts, indicator, asked.region)
    year = _last_year(facts, indicator, region.ags)
    if year is None:
        reason = (
            f"„{indicator.title}“ liegt für {region.display_name} nicht für beide Gruppen vor. "
            "Bitte einen anderen Indikator wählen."
        )
        return (not_computable("paritaet", _TITLE, "persons", reason),)
    per: Per = 1000 if indicator.unit in _PER_1000 else 100
    group, reference = (
        inputs.of_indicator(
            facts, indicator, region.ags, year, group=g, unit="percent" if per == 100 else "number"
        )
        for g in (compared.group, compared.reference_group)
    )
    group = _with_interval(facts, indicator, region, group)
    people = _persons(facts, indicator, region, year, given)
    found = parity.parity(
        group,
        reference,
        people,
        direction=indicator.direction,
        per=per,
        contains_group=compared.reference_group == TOTAL,
    )
    if not given.is_known("effect") and not given.is_known("unit_cost"):
        return (found,)
    return (
        found,
        parity.scenario(
            group,
            reference,
            people,
            effect=_effect(given),
            unit_cost=given.of("unit_cost"),
            funds=given.of("funds") if given.is_known("funds") else None,
            direction=indicator.direction,
            per=per,
        ),
    )


def _with_interval(facts: Facts, indicator: Indicator, region: Region, group: GapInput) -> GapInput:
    """The group's value with its 95 % interval as range, where counts stand behind it."""
    assert indicator.comparison is not None  # noqa: S101 - the caller has looked
    rows = _of_group(facts, indicator, region.ags, indicator.comparison.group)
    found = with_intervals(
        rows.filter(pl.col("year") == group.year), indicator, facts.catalog.units[indicator.unit]
    )
    if found.is_empty() or found["low"][0] is None:
        return group
    return replace(group, low=found["low"][0], high=found["high"][0])


def _effect(given: Given) -> GapInput:
    """The effect with its low and high end, where they are given and enclose it."""
    effect = given.of("effect", "Nettowirkung je Platz")
    if effect.value is None:
        return effect
    ends = [given.of(key).value for key in ("effect_low", "effect_high")]
    return GapInput(
        effect.key,
        effect.title,
        effect.value,
        effect.unit,
        effect.decimals,
        low=ends[0],
        high=ends[1],
        source=effect.source,
        evidence_level=effect.evidence_level,
        origin=effect.origin,
        reason=effect.reason,
        link=effect.link,
    )


def _last_year(facts: Facts, indicator: Indicator, ags: str) -> int | None:
    """The last year with a value of both groups."""
    assert indicator.comparison is not None  # noqa: S101 - the caller has looked
    years = [
        set(_of_group(facts, indicator, ags, g)["year"])
        for g in (indicator.comparison.group, indicator.comparison.reference_group)
    ]
    return max(years[0] & years[1], default=None)


def _persons(facts: Facts, indicator: Indicator, region: Region, year: int, given: Given) -> GapInput:
    """The persons of the group: entered, counted behind the rate, or from the persons counted in it."""
    if given.is_known("group_persons"):
        return given.of("group_persons")
    assert indicator.comparison is not None  # noqa: S101 - the caller has looked
    group = indicator.comparison.group
    title = f"{facts.catalog.groups[group].title}, auf die sich die Quote bezieht, {year}"
    rows = _of_group(facts, indicator, region.ags, group).filter(pl.col("year") == year)
    counted = rows["denominator"][0] if rows.height else None
    dataset = rows["dataset"][0] if rows.height else indicator.datasets[0]
    source = inputs.source_of_dataset(facts, dataset)
    link = f"indicator:{indicator.id}"
    if counted is not None:
        return GapInput("persons", title, counted, "persons", source=source, link=link, year=year)
    if indicator.id in BASES:
        named = GapInput("persons", title, None, "persons", source=source, year=year)
        return _from_counted(facts, indicator, region, named)
    return inputs.missing("persons", title, "persons", _ONLY_RATE)


def _from_counted(facts: Facts, indicator: Indicator, region: Region, known: GapInput) -> GapInput:
    """Persons counted by rate; their range is that of the rounded rate."""
    assert indicator.comparison is not None  # noqa: S101 - the caller has looked
    group = indicator.comparison.group
    counts = facts.catalog.indicator(BASES[indicator.id])
    rates = _of_group(facts, indicator, region.ags, group).filter(pl.col("year") == known.year)["value"]
    people = _of_group(facts, counts, region.ags, group).filter(pl.col("year") == known.year)["value"]
    if people.is_empty() or not rates[0]:
        return inputs.missing(known.key, known.title, "persons", _ONLY_RATE)
    rate, half = rates[0], _HALF_STEP * 10**-indicator.decimals
    return replace(
        known,
        value=100 * people[0] / rate,
        low=100 * people[0] / (rate + half),
        high=100 * people[0] / (rate - half) if rate > half else None,
        source=(
            f"eigene Berechnung: {counts.title} geteilt durch {indicator.title} (gerundet); {known.source}"
        ),
        origin="berechnet",
        link=f"indicator:{counts.id}",
    )
