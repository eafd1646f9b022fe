"""The mark of the pandemic: what the years 2010 to 2019 let expect for 2020 onwards (METHODS 2)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from statsmodels.regression.linear_model import OLS

from indicators.catalog import Break
from indicators.trend_model import (
    FIRST_YEAR,
    LAST_YEAR,
    LEAST_VALUES,
    Expected,
    NoTrend,
    Outcome,
    Reason,
    Trend,
    Verdict,
)
from indicators.uncertainty import ALPHA

_ROUNDING: Final = 1e-9
"""A value that differs from a bound by less than the arithmetic's own residue is not outside."""

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "LEAST_VALUES",
    "Expected",
    "NoTrend",
    "Outcome",
    "Reason",
    "Trend",
    "Verdict",
    "break_years",
    "pandemic",
    "pandemic_by_series",
]


def pandemic(values: Mapping[int, float | None], breaks: Sequence[int] = ()) -> Trend | NoTrend:
    """The expectation for 2020 onwards and how the actual values lie to it. METHODS 2.

    Ordinary least squares on all values of 2010 to 2019, at least five, extrapolated with a 95 % prediction
    interval. A break within these years widens the interval and is named beside the chart; one after 2019
    would look like an effect of the pandemic, so the expectation ends before it (docs/methods.md).

    Args:
        values: The values of one region and group by year.
        breaks: First years of a new series (`break_years`).
    """
    known = {year: value for year, value in sorted(values.items()) if value is not None}
    used = [year for year in known if FIRST_YEAR <= year <= LAST_YEAR]
    later = [year for year in known if year > LAST_YEAR]
    if not later:
        return NoTrend("no_later_value", len(used))
    if len(used) < LEAST_VALUES:
        return NoTrend("too_few_values", len(used))
    end = min([later[-1], *(year - 1 for year in breaks if year > LAST_YEAR)])
    model = OLS([known[year] for year in used], _design(used)).fit()
    expected = {e.year: e for e in _expected(model, range(LAST_YEAR + 1, end + 1))}
    ends = (used[0], LAST_YEAR)
    first, last = (float(value) for value in model.predict(_design(ends)))
    return Trend(
        years=tuple(used),
        fitted=((ends[0], first), (ends[1], last)),
        expected=tuple(expected.values()),
        outcomes=tuple(_outcome(year, known[year], expected.get(year)) for year in later),
    )


def break_years(breaks: Iterable[Break], ags: str) -> tuple[int, ...]:
    """The years of the breaks that hold for a region."""
    return tuple(b.year for b in breaks if b.holds_for(ags))


def _design(years: Iterable[int]) -> npt.NDArray[np.float64]:
    """A constant and the years, counted from 2010 so that the arithmetic stays exact."""
    return np.array([[1.0, year - FIRST_YEAR] for year in years])


def _expected(model: OLS, years: Sequence[int]) -> list[Expected]:
    if not years:
        return []
    prediction = model.get_prediction(_design(years))
    bounds = prediction.conf_int(obs=True, alpha=ALPHA)
    return [
        Expected(year, float(value), float(low), float(high))
        for year, value, (low, high) in zip(years, prediction.predicted_mean, bounds, strict=True)
    ]


def _outcome(year: int, value: float, expected: Expected | None) -> Outcome:
    if expected is None:
        return Outcome(year, value, "not_comparable", None)
    residue = _ROUNDING * max(1.0, abs(value))
    if value > expected.high + residue:
        return Outcome(year, value, "above", expected)
    return Outcome(year, value, "below" if value < expected.low - residue else "inside", expected)


def pandemic_by_series(
    values: pl.DataFrame, codes: Sequence[str], breaks: Sequence[Break]
) -> dict[tuple[str, str], Trend | NoTrend]:
    """The mark of the pandemic for every group of some regions, by (ags, group).

    Args:
        values: Frame of `series.IndicatorValues`.
        codes: The regions; those without any row are left out.
        breaks: The breaks of the indicator.
    """
    known = values.filter(pl.col("ags").is_in(codes) & pl.col("value").is_not_null()).sort("ags", "group")
    found: dict[tuple[str, str], dict[int, float | None]] = {}
    for ags, group, year, value in known.select("ags", "group", "year", "value").iter_rows():
        found.setdefault((ags, group), {})[year] = value
    return {(ags, group): pandemic(own, break_years(breaks, ags)) for (ags, group), own in found.items()}
