"""An indicator's group gap in persons: how many are between today and parity. METHODS 1 and 4 M3.

`persons_to_parity` gives the figure for many regions, `parity_of` the measure for one of them:
`n = dq * P`, with the Wilson interval of the group's share where numerator and denominator are counts.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import dataframely as dy
import polars as pl

from indicators.catalog import Comparison, Indicator, RatioSource, Unit
from indicators.gaps.model import FundingGap, GapInput
from indicators.gaps.parity import Per, parity
from indicators.gaps.quantities import GapUnit
from indicators.observations import TOTAL
from indicators.uncertainty import with_intervals

NO_COMPARISON: Final = "Für diesen Indikator ist kein Vergleich von Gruppen festgelegt."
NEUTRAL: Final = "Der Indikator ist nicht wertend; es gibt keine fehlenden Personen."
NOT_A_SHARE: Final = "Der Indikator ist kein Anteil; er lässt sich nicht in Personen umrechnen."
NO_VALUE: Final = "Der Wert der Gruppe oder der Vergleichsgruppe liegt nicht vor."
NO_BASE: Final = "Die Quelle nennt nur die Quote; die Zahl der Personen der Gruppe ist nicht bekannt."

RANGE_WORDS: Final = "95-%-Intervall des Anteils der Gruppe (Wilson)"
_CONTAINS_GROUP: Final = (
    "Die Vergleichsgruppe „insgesamt“ enthält auch die Gruppe selbst; gegenüber allen anderen ist der "
    "Abstand größer."
)
_FACTORS: Final = {"percent": 100.0, "per_1000": 1000.0, "per_1000_auslaender": 1000.0}


class PersonsToParity(dy.Schema):
    """One row per region and year: the persons between the group's value and that of the reference group.

    `value_low` and `value_high` are the ends of the value's 95 % interval. `persons` is positive where the
    group is worse off and 0 or negative at parity or better; `low` and `high` are the ends of its 95 %
    interval (null where the source gives no counts). `numerator` and `denominator` are the counts of the
    group. Where `persons` is null, `reason` says why, in German.
    """

    ags = dy.String(primary_key=True)
    year = dy.Int16(primary_key=True)
    value = dy.Float64(nullable=True)
    value_low = dy.Float64(nullable=True)
    value_high = dy.Float64(nullable=True)
    reference = dy.Float64(nullable=True)
    numerator = dy.Float64(nullable=True)
    denominator = dy.Float64(nullable=True)
    persons = dy.Float64(nullable=True)
    low = dy.Float64(nullable=True)
    high = dy.Float64(nullable=True)
    reason = dy.String()


def persons_to_parity(
    values: pl.DataFrame, indicator: Indicator, unit: Unit, bases: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The persons between today and parity, for every region and year of `values`.

    Args:
        values: Frame of `series.IndicatorValues`; the regions are already chosen.
        indicator: The indicator, with its comparison and direction.
        unit: Its unit.
        bases: For rates published without counts: columns ags, year and persons, the persons of the group to
            whom the rate refers.

    Returns:
        A frame of `PersonsToParity`, by region and year. The interval treats the reference value as given:
        it is that of a much larger group.
    """
    compared = indicator.comparison
    general = _obstacle(indicator, compared)
    if compared is None or general:
        return _nobody(values, indicator, general or NO_COMPARISON)
    frame = _both(values, indicator, unit, compared)
    if bases is not None:
        frame = frame.join(
            bases.select(
                "ags", pl.col("year").cast(pl.Int16), pl.col("persons").cast(pl.Float64).alias("base")
            ),
            on=["ags", "year"],
            how="left",
        ).with_columns(denominator=pl.coalesce("denominator", "base"))
    return _in_persons(frame, _factor(indicator), higher_is_better=indicator.direction == "higher_is_better")


def parity_of(
    row: Mapping[str, Any], indicator: Indicator, *, group: str, reference: str, source: str, base: str = ""
) -> FundingGap:
    """The row of one region and year as a measure: M3 in persons, with the interval of the group's share.

    Args:
        row: A row of `PersonsToParity`, of an indicator that has a comparison and is a share.
        indicator: Its indicator.
        group: German title of the group.
        reference: German title of the reference group.
        source: Source line of the values.
        base: What the persons are ("Schülerinnen und Schüler"); the group's title where it is empty.
    """
    per: Per = 100 if indicator.unit == "percent" else 1000
    unit: GapUnit = "percent" if per == 100 else "number"

    def given(title: str, value: float | None, unit: GapUnit, **ends: float | None) -> GapInput:
        return GapInput(
            "given",
            title,
            value,
            unit,
            indicator.decimals if unit != "persons" else 0,
            low=ends.get("low"),
            high=ends.get("high"),
            source=source,
            origin="berechnet" if indicator.is_computed else "amtlich",
            link=f"indicator:{indicator.id}",
            year=row["year"],
        )

    found = parity(
        given(
            f"{indicator.title}: {group}", row["value"], unit, low=row["value_low"], high=row["value_high"]
        ),
        given(f"{indicator.title}: {reference}", row["reference"], unit),
        given(f"Zahl der Personen ({base or group})", row["denominator"] or None, "persons"),
        direction=indicator.direction,
        per=per,
    )
    contains = indicator.comparison is not None and indicator.comparison.reference_group == TOTAL
    return replace(
        found,
        range_words=RANGE_WORDS if found.low is not None else "",
        limits=(*found.limits, _CONTAINS_GROUP) if contains else found.limits,
    )


def _obstacle(indicator: Indicator, compared: Comparison | None) -> str:
    """Why no region can have a figure; empty where some can."""
    if compared is None:
        return NO_COMPARISON
    if indicator.direction == "neutral":
        return NEUTRAL
    return "" if indicator.unit in _FACTORS else NOT_A_SHARE


def _factor(indicator: Indicator) -> float:
    return indicator.source.factor if isinstance(indicator.source, RatioSource) else _FACTORS[indicator.unit]


def _both(values: pl.DataFrame, indicator: Indicator, unit: Unit, compared: Comparison) -> pl.DataFrame:
    """The group's rows with their intervals, beside the value of the reference group."""
    group = with_intervals(values.filter(pl.col("group") == compared.group), indicator, unit)
    reference = values.filter(pl.col("group") == compared.reference_group)
    return group.join(
        reference.select("ags", "year", pl.col("value").alias("reference")), on=["ags", "year"], how="left"
    )


def _in_persons(frame: pl.DataFrame, factor: float, *, higher_is_better: bool) -> pl.DataFrame:
    def persons(value: str) -> pl.Expr:
        distance = pl.col(value) - pl.col("reference")
        return (-distance if higher_is_better else distance) / factor * pl.col("denominator")

    low, high = ("high", "low") if higher_is_better else ("low", "high")
    has_values = pl.col("value").is_not_null() & pl.col("reference").is_not_null()
    has_base = pl.col("denominator") > 0
    computable = has_values & has_base
    return (
        frame.with_columns(
            value_low=pl.col("low"),
            value_high=pl.col("high"),
            persons=pl.when(computable).then(persons("value")),
            low=pl.when(computable).then(persons(low)),
            high=pl.when(computable).then(persons(high)),
            reason=pl.when(computable)
            .then(pl.lit(""))
            .when(has_values)
            .then(pl.lit(NO_BASE))
            .otherwise(pl.lit(NO_VALUE)),
        )
        .select(PersonsToParity.column_names())
        .sort("ags", "year")
    )


def _nobody(values: pl.DataFrame, indicator: Indicator, reason: str) -> pl.DataFrame:
    """Rows without persons, all for the same reason."""
    nothing = pl.lit(None, pl.Float64)
    group = indicator.comparison.group if indicator.comparison else None
    rows = values if group is None else values.filter(pl.col("group") == group)
    return (
        rows.unique(["ags", "year"])
        .select(
            "ags",
            "year",
            value=pl.col("value") if group else nothing,
            value_low=nothing,
            value_high=nothing,
            reference=nothing,
            numerator=nothing,
            denominator=nothing,
            persons=nothing,
            low=nothing,
            high=nothing,
            reason=pl.lit(reason),
        )
        .sort("ags", "year")
    )
