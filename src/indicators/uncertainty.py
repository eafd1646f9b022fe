"""How far chance alone moves a figure that rests on counted persons or cases: 95 % intervals."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from indicators.catalog import Indicator, RatioSource, Unit

ALPHA: Final = 0.05
"""The share of intervals that miss: 95 % intervals everywhere."""

Interval = tuple[float, float]
Counted = tuple[Indicator, float, float | None, float | None]
"""A value of an indicator, and the numerator and denominator behind it."""

_Floats = npt.NDArray[np.float64]


def with_intervals(values: pl.DataFrame, indicator: Indicator, unit: Unit) -> pl.DataFrame:
    """The values with their 95 % intervals, where counts stand behind them.

    Args:
        values: Rows with at least value, numerator and denominator (`series.IndicatorValues`).
        indicator: The indicator of these values.
        unit: Its unit.

    Returns:
        The same rows with `low` and `high` in the indicator's unit, null where there are no counts:
        Wilson for shares in percent (Wilson 1927), exact Poisson for counted cases and for other rates
        (Garwood 1936). METHODS: uncertainty.
    """
    part, whole, factor = _counts(values, indicator, unit)
    low, high = _limits(part, whole, np.full(values.height, _is_share(indicator)))
    ends = {"low": factor * low, "high": factor * high}
    return values.hstack([pl.Series(name, found, nan_to_null=True) for name, found in ends.items()])


def intervals(values: Sequence[Counted], units: Mapping[str, Unit]) -> list[Interval | None]:
    """The 95 % intervals of single values of any indicators, like `with_intervals`; None without counts.

    Args:
        values: Indicator, value, numerator and denominator of each.
        units: The units by id.
    """
    counts = [_count(*counted, units) for counted in values]
    part, whole, factor = np.array(counts, dtype=np.float64).reshape(-1, 3).T
    low, high = _limits(part, whole, np.array([_is_share(counted[0]) for counted in values], dtype=bool))
    return [
        None if np.isnan(ends[0]) else ends
        for ends in zip((factor * low).tolist(), (factor * high).tolist(), strict=True)
    ]


def overlap(one: Interval | None, other: Interval | None) -> bool | None:
    """True where two intervals share a point; None where one of them is not known."""
    if one is None or other is None:
        return None
    return one[0] <= other[1] and other[0] <= one[1]


def _counts(values: pl.DataFrame, indicator: Indicator, unit: Unit) -> tuple[_Floats, _Floats, float]:
    """What was counted, out of how much (1 for plain counts), the factor to the unit; NaN where unknown."""
    value = values["value"].cast(pl.Float64).to_numpy()
    if isinstance(indicator.source, RatioSource):
        part, whole = (values[name].cast(pl.Float64).to_numpy() for name in ("numerator", "denominator"))
        missing = np.isnan(value)
        return np.where(missing, np.nan, part), np.where(missing, np.nan, whole), indicator.source.factor
    if unit.kind != "count" or indicator.unit != "cases":
        value = np.full_like(value, np.nan)
    return value, np.ones_like(value), 1.0


def _count(
    indicator: Indicator,
    value: float,
    numerator: float | None,
    denominator: float | None,
    units: Mapping[str, Unit],
) -> tuple[float, float, float]:
    """Like `_counts`, for one value."""
    if isinstance(indicator.source, RatioSource):
        part, whole = (math.nan if n is None else n for n in (numerator, denominator))
        return part, whole, indicator.source.factor
    is_counted = units[indicator.unit].kind == "count" and indicator.unit == "cases"
    return value if is_counted else math.nan, 1.0, 1.0


def _is_share(indicator: Indicator) -> bool:
    return isinstance(indicator.source, RatioSource) and indicator.source.is_share


def _limits(part: _Floats, whole: _Floats, is_share: npt.NDArray[np.bool_]) -> tuple[_Floats, _Floats]:
    """The ends of the intervals; NaN where nothing was counted."""
    low, high = np.full(len(part), np.nan), np.full(len(part), np.nan)
    # A part larger than its whole is a mistake of the source: no share (series.values), so no interval.
    known = (part >= 0) & (whole > 0) & ((part <= whole) | ~is_share)
    for wanted, limits in ((known & is_share, _wilson), (known & ~is_share, _poisson)):
        if wanted.any():
            low[wanted], high[wanted] = limits(part[wanted], whole[wanted])
    return low, high


def _wilson(part: _Floats, whole: _Floats) -> tuple[_Floats, _Floats]:
    low, high = proportion_confint(part, whole, alpha=ALPHA, method="wilson")
    # None or all is exactly 0 or 1; rounding leaves a residue there that would exclude the value itself.
    return np.where(part == 0, 0.0, low), np.where(part == whole, 1.0, high)


def _poisson(part: _Floats, whole: _Floats) -> tuple[_Floats, _Floats]:
    low, high = confint_poisson(part, 1, alpha=ALPHA, method="exact-c")
    return low / whole, high / whole
