"""Need against money, Kreis by Kreis: common years, medians, corners, regression.

Need is what one indicator measures, money one amount per head. Nothing here says that one moves the other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import dataframely as dy
import numpy as np
import polars as pl
from statsmodels.regression.linear_model import OLS

from indicators import series
from indicators.catalog import Catalog, Indicator
from indicators.series import Reported
from indicators.uncertainty import ALPHA

Side = Literal["low", "middle", "high"]
"""Below, at or above the median of all Kreise that have both values."""

MONEY_FIELD: Final = "finanzkraft"
MIN_SAMPLE: Final = 15
"""With fewer Kreise there is neither median nor regression (METHODS 4 M2)."""

_STEPS: Final = 40


class Pairs(dy.Schema):
    """One row per Kreis: both values with their marks, where they lie, whether the corner is critical.

    The sides are null where one of the values is missing; `critical` is high need with little money.
    """

    ags = dy.String(primary_key=True)
    need = dy.Float64(nullable=True)
    need_status = dy.String()
    money = dy.Float64(nullable=True)
    money_status = dy.String()
    need_side = dy.Enum(["low", "middle", "high"], nullable=True)
    money_side = dy.Enum(["low", "middle", "high"], nullable=True)
    critical = dy.Bool()


@dataclass(frozen=True, eq=False)
class Pairing:
    """All Kreise by need and money.

    Attributes:
        rows: A frame of `Pairs`: the critical corner first, in it the highest need, then the others likewise.
        count: How many have both values.
        need_median: Median need of these; None with fewer than `MIN_SAMPLE`.
        money_median: Median money of these, likewise.
    """

    rows: pl.DataFrame
    count: int
    need_median: float | None
    money_median: float | None

    @cached_property
    def complete(self) -> pl.DataFrame:
        """The rows with both values."""
        return self.rows.filter(_both())

    @cached_property
    def critical(self) -> pl.DataFrame:
        """The rows in the critical corner, the highest need first."""
        return self.rows.filter("critical")

    @cached_property
    def by_code(self) -> dict[str, dict[str, Any]]:
        """The row of each Kreis."""
        return {row["ags"]: row for row in self.rows.iter_rows(named=True)}


@dataclass(frozen=True)
class Course:
    """Need or money over the years: values and statuses of one Kreis, and the median of all."""

    own: Mapping[int, Reported]
    medians: Mapping[int, float]

    @property
    def years(self) -> set[int]:
        """The years in which the Kreis has a value."""
        return {year for year, (value, _) in self.own.items() if value is not None}


@dataclass(frozen=True)
class Fit:
    """A straight line through the Kreise (ordinary least squares), with the band of its mean.

    Attributes:
        points: (need, expected money, low, high); low and high bound the 95 % confidence interval of
            the mean.
        slope: Money per one unit of need.
        slope_range: Its 95 % confidence interval.
        r_squared: Part of the variance of the money that the line accounts for.
        count: How many Kreise.
    """

    points: tuple[tuple[float, float, float, float], ...]
    slope: float
    slope_range: tuple[float, float]
    r_squared: float
    count: int


def is_money(indicator: Indicator, catalog: Catalog) -> bool:
    """True for means per head: an amount of the field of finance that is neither owed nor a sum."""
    unit = catalog.units[indicator.unit]
    return (
        indicator.handlungsfeld == MONEY_FIELD
        and unit.kind == "amount"
        and not unit.follows_size
        and not indicator.debt
    )


def is_need(indicator: Indicator, catalog: Catalog) -> bool:
    """True for what may stand for need: a rate or share outside the field of finance.

    Counts and sums follow the size of a Kreis and would show that only. What a municipality can raise (tax
    rates, debts, staff) is no need.
    """
    unit = catalog.units[indicator.unit]
    return indicator.handlungsfeld != MONEY_FIELD and unit.kind != "amount" and not unit.follows_size


def offered(catalog: Catalog, has_kreise: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the main indicators that stand for need and of those that stand for money, catalogue order.

    Many are neither (`is_need`, `is_money`).

    Args:
        catalog: The catalogue.
        has_kreise: Ids of the indicators with values for Kreise.
    """
    known = set(has_kreise)
    main = [i for i in catalog.indicators.values() if i.role == "main" and i.id in known]
    return (
        tuple(i.id for i in main if is_need(i, catalog)),
        tuple(i.id for i in main if is_money(i, catalog)),
    )


def default_years(
    own: tuple[Collection[int], Collection[int]], every: tuple[Collection[int], Collection[int]]
) -> tuple[int, int]:
    """The latest year in which a Kreis has both values, twice.

    Without one the latest in which any Kreis has need and any has money; without that too the latest of each.

    Args:
        own: The years in which the Kreis has the need, and the money.
        every: The years in which any Kreis has them.
    """
    for one, other in (own, every):
        if both := set(one) & set(other):
            return max(both), max(both)
    return max(every[0]), max(every[1])


def pair(
    need: pl.DataFrame,
    money: pl.DataFrame,
    years: tuple[int, int],
    codes: Sequence[str],
    *,
    need_is_low: bool,
) -> Pairing:
    """Need and money of each Kreis, against the medians.

    Medians are those of the Kreise with both values, so that the corners hold comparable ones; a value at a
    median lies on neither side.

    Args:
        need: Columns ags, year, value, status: one view of the indicator of need.
        money: The same of the money.
        years: Year of the need, year of the money.
        codes: All Kreise.
        need_is_low: A low value is high need (`higher_is_better`).
    """
    cuts = [
        series.cross_section(rows, codes, year).rename({"value": name, "status": f"{name}_status"})
        for name, rows, year in (("need", need, years[0]), ("money", money, years[1]))
    ]
    rows = cuts[0].join(cuts[1], on="ags", how="left", maintain_order="left")
    known = rows.filter(_both())
    medians: dict[str, float | None] = {"need": None, "money": None}
    if known.height >= MIN_SAMPLE:
        medians = {name: float(np.median(known[name].to_numpy())) for name in medians}
    wanted = "low" if need_is_low else "high"
    sided = rows.with_columns(_side(name, median).alias(f"{name}_side") for name, median in medians.items())
    marked = sided.with_columns(
        ((pl.col("need_side") == wanted) & (pl.col("money_side") == "low"))
        .fill_null(value=False)
        .alias("critical")
    )
    order = pl.col("need") if need_is_low else -pl.col("need")
    return Pairing(
        rows=marked.sort(~pl.col("critical"), order, "money", nulls_last=True).select(Pairs.column_names()),
        count=known.height,
        need_median=medians["need"],
        money_median=medians["money"],
    )


def _both() -> pl.Expr:
    return pl.col("need").is_not_null() & pl.col("money").is_not_null()


def _side(name: str, median: float | None) -> pl.Expr:
    kind = pl.Enum(["low", "middle", "high"])
    if median is None:
        return pl.lit(None, kind)
    value = pl.col(name)
    side = pl.when(value < median).then(pl.lit("low")).when(value > median).then(pl.lit("high"))
    return pl.when(_both()).then(side.otherwise(pl.lit("middle"))).otherwise(None).cast(kind)


def fit(found: Pairing) -> Fit | None:
    """The line through all Kreise with both values; None with too few or where the need is constant."""
    rows = found.complete
    need, money = rows["need"].to_numpy(), rows["money"].to_numpy()
    if rows.height < MIN_SAMPLE or np.ptp(need) == 0:
        return None
    fitted = OLS(money, np.column_stack([np.ones_like(need), need])).fit()
    at = np.linspace(need.min(), need.max(), _STEPS)
    expected = fitted.get_prediction(np.column_stack([np.ones_like(at), at]))
    band = expected.conf_int(alpha=ALPHA)
    low, high = fitted.conf_int(ALPHA)[1]
    return Fit(
        points=tuple(
            (float(x), float(y), float(b[0]), float(b[1]))
            for x, y, b in zip(at, expected.predicted_mean, band, strict=True)
        ),
        slope=float(fitted.params[1]),
        slope_range=(float(low), float(high)),
        r_squared=float(fitted.rsquared) if np.ptp(money) > 0 else 0.0,
        count=rows.height,
    )
