"""An indicator's group gap in persons: how many are between today and parity. METHODS 1 and 4 M3.

`n = dq * P`, with the Wilson interval of the group's share where numerator and denominator are counts. For
one region as a measure with steps, give value (with `value_low` and `value_high` as its range), reference
and denominator of its row to `parity.parity`: amount and range are those of the row.
"""

from typing import Final

import dataframely as dy
import polars as pl

from indicators.catalog import Comparison, Indicator, RatioSource, Unit
from indicators.gaps.groups import TwoGroups
from indicators.uncertainty import with_intervals

NO_COMPARISON: Final = "Für diesen Indikator ist kein Vergleich von Gruppen festgelegt."
NEUTRAL: Final = "Der Indikator ist nicht wertend; es gibt keine fehlenden Personen."
NOT_A_SHARE: Final = "Der Indikator ist kein Anteil; er lässt sich nicht in Personen umrechnen."
NO_VALUE: Final = "Der Wert der Gruppe oder der Vergleichsgruppe liegt nicht vor."
NO_BASE: Final = "Die Quelle nennt nur die Quote; die Zahl der Personen der Gruppe ist nicht bekannt."

FACTORS: Final = {"percent": 100.0, "per_1000": 1000.0, "per_1000_auslaender": 1000.0}
"""By unit of a share, per how many persons it counts."""


class PersonsToParity(TwoGroups):
    """The persons between the group's value and that of the reference group.

    `value_low` and `value_high` are the ends of the value's 95 % interval. `persons` is positive where the
    group is worse off and 0 or negative at parity or better; `low` and `high` are the ends of its 95 %
    interval (null where the source gives no counts). `numerator` and `denominator` are the counts of the
    group. Where `persons` is null, `reason` says why, in German.
    """

    value_low = dy.Float64(nullable=True)
    value_high = dy.Float64(nullable=True)
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


def _obstacle(indicator: Indicator, compared: Comparison | None) -> str:
    """Why no region can have a figure; empty where some can."""
    if compared is None:
        return NO_COMPARISON
    if indicator.direction == "neutral":
        return NEUTRAL
    return "" if indicator.unit in FACTORS else NOT_A_SHARE


def _factor(indicator: Indicator) -> float:
    return indicator.source.factor if isinstance(indicator.source, RatioSource) else FACTORS[indicator.unit]


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
            reference=nothing,
            value_low=nothing,
            value_high=nothing,
            numerator=nothing,
            denominator=nothing,
            persons=nothing,
            low=nothing,
            high=nothing,
            reason=pl.lit(reason),
        )
        .sort("ags", "year")
    )
