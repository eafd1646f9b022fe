"""Funding per head on need indicators over a set of municipalities: the arithmetic behind M2.

`NeedData` is the table, `regress` the fit without one municipality, `Regression.predict` the expectation for
it. Ordinary least squares by statsmodels; 80 % prediction interval as METHODS 4 M2 says.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import stats
from statsmodels.regression.linear_model import OLS, RegressionResultsWrapper

from indicators.errors import InputError
from indicators.gaps.quantities import GapUnit

LEVEL: Final = 0.80
"""Part of the values that the prediction interval is to hold."""

MIN_SAMPLE: Final = 15
MIN_PER_REGRESSOR: Final = 10
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Column:
    """One column of `NeedData.frame`: its name there, its German label, its unit and where it comes from."""

    id: str
    title: str
    unit: GapUnit
    decimals: int
    year: int | None = None
    source: str = ""
    link: str = ""


@dataclass(frozen=True)
class NeedData:
    """Funding per head and need indicators of a set of municipalities.

    Attributes:
        frame: Column `ags` and one Float64 column per `Column.id`; the own municipality is one of the rows.
        funding: Funding per head.
        needs: The indicators of need, one to a few.
    """

    frame: pl.DataFrame
    funding: Column
    needs: tuple[Column, ...]

    def complete(self) -> pl.DataFrame:
        """The rows that have every value, by `ags`.

        Raises:
            InputError: No need indicator is given, or one is given twice.
        """
        ids = [need.id for need in self.needs]
        if not ids or len(set(ids)) < len(ids) or self.funding.id in ids:
            raise InputError(
                "Für den Vergleich braucht es mindestens ein Merkmal des Bedarfs, jedes nur einmal.",
                "Bitte ein oder mehrere verschiedene Merkmale wählen.",
            )
        columns = [self.funding.id, *ids]
        finite = pl.all_horizontal(pl.col(c).is_not_null() & pl.col(c).is_finite() for c in columns)
        return self.frame.filter(finite).select("ags", *columns).sort("ags")

    @property
    def least(self) -> int:
        """The smallest number of municipalities with which there is a regression."""
        return max(MIN_SAMPLE, MIN_PER_REGRESSOR * len(self.needs))


@dataclass(frozen=True)
class Prediction:
    """What a regression expects for one municipality, in the unit of the funding.

    `error` is the standard error of a single new value, `leverage` how far the municipality's need lies from
    that of the others (0 in the middle; it was not part of the fit).
    """

    expected: float
    error: float
    quantile: float
    leverage: float

    @property
    def low(self) -> float:
        """Lower bound of the 80 % prediction interval."""
        return self.expected - self.quantile * self.error

    @property
    def high(self) -> float:
        """Upper bound of the 80 % prediction interval."""
        return self.expected + self.quantile * self.error


@dataclass(frozen=True)
class Regression:
    """A fit of funding per head on the need indicators.

    Attributes:
        intercept: Constant of the usual form (all indicators at 0).
        slopes: One per need indicator, in its order.
        slope_ranges: 80 % confidence intervals of the slopes.
        means: Means of the need indicators over the fitted municipalities.
        mean_funding: Mean of the funding; the fit passes through it at `means`.
        mean_range: 80 % confidence interval of it.
        r_squared: Part of the variance that the fit accounts for.
        n: How many municipalities were fitted.
        residuals: Columns ags, expected, actual, residual (actual - expected), leverage; by ags.
    """

    intercept: float
    slopes: tuple[float, ...]
    slope_ranges: tuple[tuple[float, float], ...]
    means: tuple[float, ...]
    mean_funding: float
    mean_range: tuple[float, float]
    r_squared: float
    n: int
    residuals: pl.DataFrame
    _fit: RegressionResultsWrapper

    def predict(self, needs: tuple[float, ...]) -> Prediction:
        """The expectation for the need of one municipality, one value per need indicator."""
        at = np.array([[1.0, *(x - m for x, m in zip(needs, self.means, strict=True))]])
        found = self._fit.get_prediction(at)
        leverage = float((at @ self._fit.normalized_cov_params @ at.T)[0, 0])
        return Prediction(
            expected=float(found.predicted_mean[0]),
            error=float(found.se_obs[0]),
            quantile=_quantile(self._fit),
            leverage=leverage,
        )


def regress(data: NeedData, without: str = "") -> Regression | None:
    """The fit over all municipalities with complete values except `without`.

    Returns:
        None where there are too few of them (`NeedData.least`), or where an indicator is constant or follows
        from the others, so that its slope is not determined.
    """
    rows = data.complete().filter(pl.col("ags") != without)
    if rows.height < data.least:
        return None
    needs = rows.select(need.id for need in data.needs).to_numpy()
    funding = rows[data.funding.id].to_numpy()
    means = needs.mean(axis=0)
    # Centred on the means, the constant is the mean funding and its range is independent of the slopes'.
    design = np.column_stack([np.ones(len(needs)), needs - means])
    if _undetermined(design):
        return None
    fit = OLS(funding, design).fit()
    mean_funding, *slopes = (float(b) for b in fit.params)
    (mean_low, mean_high), *ranges = ((float(a), float(b)) for a, b in fit.conf_int(1 - LEVEL))
    spread = float(((funding - funding.mean()) ** 2).sum())
    return Regression(
        intercept=mean_funding - float(np.dot(slopes, means)),
        slopes=tuple(slopes),
        slope_ranges=tuple(ranges),
        means=tuple(float(m) for m in means),
        mean_funding=mean_funding,
        mean_range=(mean_low, mean_high),
        r_squared=float(fit.rsquared) if spread > 0 else 0.0,
        n=len(needs),
        residuals=_residuals(rows, data, fit, design),
        _fit=fit,
    )


def _undetermined(design: _Floats) -> bool:
    """True where a column is constant or a combination of the others."""
    spreads = design[:, 1:].std(axis=0)
    if bool((spreads <= 1e-12 * np.maximum(1.0, np.abs(design[:, 1:]).max(axis=0))).any()):
        return True
    scaled = np.column_stack([design[:, 0], design[:, 1:] / spreads])
    return bool(np.linalg.matrix_rank(scaled, tol=1e-8 * len(design)) < design.shape[1])


def _residuals(
    rows: pl.DataFrame, data: NeedData, fit: RegressionResultsWrapper, design: _Floats
) -> pl.DataFrame:
    leverage = np.einsum("ij,jk,ik->i", design, fit.normalized_cov_params, design)
    return pl.DataFrame(
        {
            "ags": rows["ags"],
            "expected": fit.fittedvalues,
            "actual": rows[data.funding.id],
            "residual": fit.resid,
            "leverage": leverage,
        }
    )


def _quantile(fit: RegressionResultsWrapper) -> float:
    return float(stats.t.ppf((1 + LEVEL) / 2, fit.df_resid))
