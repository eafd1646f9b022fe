"""Need against money, Kreis by Kreis: common years, medians, corners, regression.

Need is what one indicator measures, money one amount per head. Nothing here says that one moves the other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from sys import intern
from typing import Any, Final, Literal, NamedTuple

import dataframely as dy
import numpy as np
import polars as pl
from statsmodels.regression.linear_model import OLS

from indicators.catalog import Catalog, Indicator
from indicators.observations import ABSENT
from indicators.series import Reported
from indicators.uncertainty import ALPHA

Side = Literal["low", "middle", "high"]
"""Below, at or above the median of all Kreise that have both values."""

MONEY_FIELD: Final = "finanzkraft"
MIN_SAMPLE: Final = 15
"""With fewer Kreise there is neither median nor regression (METHODS 4 M2)."""

_STEPS: Final = 40


class Pair(NamedTuple):
    """One Kreis, with the columns of `Pairs`; small, as four hundred are kept for each pairing."""

    ags: str
    need: float | None
    need_status: str
    money: float | None
    money_status: str
    need_side: Side | None
    money_side: Side | None
    critical: bool


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
        kreise: The critical corner first, in it the highest need, then the others likewise.
        count: How many have both values.
        need_median: Median need of these; None with fewer than `MIN_SAMPLE`.
        money_median: Median money of these, likewise.
    """

    kreise: tuple[Pair, ...]
    count: int
    need_median: float | None
    money_median: float | None

    @property
    def rows(self) -> pl.DataFrame:
        """All Kreise as a frame of `Pairs`."""
        return pl.DataFrame(self.kreise, schema=Pairs.create_empty().schema, orient="row")

    @property
    def critical(self) -> pl.DataFrame:
        """The rows in the critical corner, the highest need first."""
        return self.rows.filter("critical")

    @cached_property
    def critical_count(self) -> int:
        """How many Kreise lie in the critical corner."""
        return sum(kreis.critical for kreis in self.kreise)

    @property
    def complete(self) -> list[tuple[str, float, float]]:
        """Code, need and money of the Kreise with both values."""
        return [(k.ags, k.need, k.money) for k in self.kreise if k.need is not None and k.money is not None]

    def of(self, ags: str) -> dict[str, Any]:
        """One Kreis by the columns of `Pairs`."""
        return next(kreis for kreis in self.kreise if kreis.ags == ags)._asdict()


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
    needs, means = _reported(need, years[0]), _reported(money, years[1])
    found = [(code, needs.get(code, _ABSENT), means.get(code, _ABSENT)) for code in codes]
    known = [(x, y) for _, (x, _), (y, _) in found if x is not None and y is not None]
    x_median = y_median = None
    if len(known) >= MIN_SAMPLE:
        x_median, y_median = (float(np.median(values)) for values in zip(*known, strict=True))
    wanted = "low" if need_is_low else "high"
    kreise = []
    for code, (x, x_status), (y, y_status) in found:
        sides = (None, None) if x is None or y is None else (_side(x, x_median), _side(y, y_median))
        kreise.append(Pair(code, x, x_status, y, y_status, *sides, critical=sides == (wanted, "low")))

    def place(kreis: Pair) -> tuple[bool, bool, float, bool, float]:
        x, y = kreis.need, kreis.money
        ascending = (x or 0.0) if need_is_low else -(x or 0.0)
        return not kreis.critical, x is None, ascending, y is None, y or 0.0

    return Pairing(tuple(sorted(kreise, key=place)), len(known), x_median, y_median)


_ABSENT: Final[Reported] = (None, ABSENT)


def _reported(rows: pl.DataFrame, year: int) -> dict[str, Reported]:
    """Values and statuses of one year by Kreis."""
    cut = rows.filter(pl.col("year") == year)
    codes, values, statuses = (cut[name].to_list() for name in ("ags", "value", "status"))
    # Each status of a frame is a text of its own: four hundred copies of the same word.
    return dict(zip(codes, zip(values, map(intern, statuses), strict=True), strict=True))


def _side(value: float, median: float | None) -> Side | None:
    if median is None:
        return None
    return "low" if value < median else "high" if value > median else "middle"


def fit(found: Pairing) -> Fit | None:
    """The line through all Kreise with both values; None with too few or where the need is constant."""
    known = found.complete
    need, money = (np.array([kreis[side] for kreis in known]) for side in (1, 2))
    if found.count < MIN_SAMPLE or np.ptp(need) == 0:
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
        count=found.count,
    )
