"""M3 for a region: persons missing to parity, and what parity would take. METHODS 4 M3."""

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from indicators.catalog import Indicator
from indicators.gap_cases import inputs
from indicators.gap_cases.assume import Given
from indicators.gap_cases.facts import PARITY, Facts, Known, Question
from indicators.gaps import parity, persons
from indicators.gaps.model import FundingGap, GapInput, not_computable
from indicators.gaps.parity import Per
from indicators.observations import TOTAL
from indicators.regions import Region
from indicators.uncertainty import intervals

BASES: Final = {"arbeitslosenquote": "arbeitslose"}
"""Rates that are published without their base, and the indicator of the persons counted in them."""

_TITLE: Final = "Personen zwischen heute und Parität"
_HALF_STEP: Final = 0.5
_ONLY_RATE: Final = "die Quelle nennt nur die Quote"


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
    return region if kreis is None or facts.known(indicator, ags) else kreis


def judged(facts: Facts, ags: str) -> tuple[Indicator, ...]:
    """The indicators of `indicators` that have a value of the compared group in a region or its Kreis."""
    return tuple(
        i
        for i in indicators(facts)
        if i.comparison and facts.known(i, place(facts, i, ags).ags, i.comparison.group)
    )


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
    counted = _of_group(facts, facts.catalog.indicator(BASES[indicator.id]), ags, group)
    rates = _of_group(facts, indicator, ags, group).items()
    found = [
        (ags, year, 100 * counted[year].value / rate.value)
        for year, rate in rates
        if year in counted and rate.value > 0
    ]
    return pl.DataFrame(
        found, schema={"ags": pl.String, "year": pl.Int16, "persons": pl.Float64}, orient="row"
    )


def _of_group(facts: Facts, indicator: Indicator, ags: str, group: str) -> dict[int, Known]:
    """The values of a group in a region by year."""
    return {row.year: row for row in facts.known(indicator, ags, group)}


def gaps(facts: Facts, asked: Question, given: Given) -> tuple[FundingGap, ...]:
    """The persons missing to parity, and in euro where effect and cost are given."""
    indicator = facts.catalog.indicator(asked.indicator or PARITY)
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
    per: Per = 1000 if persons.FACTORS.get(indicator.unit) == 1000 else 100
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
    row = rows.get(group.year or 0)
    if row is None:
        return group
    (limits,) = intervals([(indicator, row.value, row.numerator, row.denominator)], facts.catalog.units)
    return group if limits is None else replace(group, low=limits[0], high=limits[1])


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
        _of_group(facts, indicator, ags, g).keys()
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
    row = _of_group(facts, indicator, region.ags, group).get(year)
    counted = row.denominator if row else None
    source = inputs.source_of_dataset(facts, row.dataset if row else indicator.datasets[0])
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
    of_rate, of_counts = (
        _of_group(facts, i, region.ags, group).get(known.year or 0) for i in (indicator, counts)
    )
    if of_counts is None or of_rate is None or not of_rate.value:
        return inputs.missing(known.key, known.title, "persons", _ONLY_RATE)
    people, rate, half = of_counts.value, of_rate.value, _HALF_STEP * 10**-indicator.decimals
    return replace(
        known,
        value=100 * people / rate,
        low=100 * people / (rate + half),
        high=100 * people / (rate - half) if rate > half else None,
        source=(
            f"eigene Berechnung: {counts.title} geteilt durch {indicator.title} (gerundet); {known.source}"
        ),
        origin="berechnet",
        link=f"indicator:{counts.id}",
    )
