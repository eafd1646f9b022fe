"""M2 Bedarfsadjustierter Vergleich: funding per head against that of municipalities of like need.

METHODS 4 M2.

`gap = (expected - actual) * inhabitants`. The expectation is that of a regression over the peers without the
municipality itself. It is a gap only where the actual value lies below the 80 % prediction interval.

How to use it: build a `NeedData` (a frame with ags, funding per head and need indicators of the peers and of
the municipality, and a `Column` for each), and call `need_adjusted`. For the scatter and the residual plot
`fitted` gives the fit with its residuals too.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from indicators.errors import InputError
from indicators.formats import number
from indicators.gaps import calculation
from indicators.gaps.calculation import Line, Plan
from indicators.gaps.model import RESIDUE, FundingGap, GapInput, Result, Swing, Verdict, not_computable
from indicators.gaps.quantities import GapUnit, quantity
from indicators.gaps.regression import LEVEL, Column, NeedData, Prediction, Regression, regress

RANGE_WORDS: Final = f"{number(100 * LEVEL)}-%-Vorhersagebereich"
RELATIVE: Final = (
    "Der Vergleich ist relativ: Er zeigt die Lage unter den Vergleichskommunen und sagt nichts darüber, ob "
    "alle zu wenig oder zu viel Mittel erhalten."
)
LIMITS: Final = (
    RELATIVE,
    "Die Regression beschreibt einen statistischen Zusammenhang über Kommunen hinweg, keine Zuweisungsregel.",
    "Merkmale des Bedarfs, die nicht in die Regression eingehen, bleiben unberücksichtigt.",
)
_EURO: Final = 2
_MIN_FOR_QUARTILES: Final = 5


def need_adjusted(data: NeedData, ags: str, inhabitants: GapInput | None = None) -> FundingGap:
    """The distance of a municipality's funding from what its need lets expect.

    Args:
        data: Peers and the municipality; rows that lack a value are left out.
        ags: The municipality.
        inhabitants: Inhabitants of the same year; without them the result is in euro per inhabitant.

    Returns:
        The gap. `low` and `high` are the ends of the prediction interval. Results: `expected`, `lower`,
        `upper`, `per_head_gap`, `r_squared`, `n`, `leverage`, `left_out`, `intercept`. Where the sample is
        too small it is `nicht_berechenbar` and the results are `n` and, from five peers on, `median`,
        `lower_quartile`, `upper_quartile` and `difference_to_median`.

    Raises:
        InputError: The municipality is not in the table; inhabitants are 0 or negative; no indicator is
            given.
    """
    return fitted(data, ags, inhabitants)[0]


def fitted(
    data: NeedData, ags: str, inhabitants: GapInput | None = None
) -> tuple[FundingGap, Regression | None]:
    """The gap of `need_adjusted` with the fit behind it, for a picture; None where there is no regression."""
    if inhabitants is not None:
        calculation.require_positive(inhabitants)
        inhabitants = inhabitants.named("inhabitants")
    actual, needs = _own(data, ags)
    plan = _plan(data, in_euro=inhabitants is not None and inhabitants.value is not None)
    lacking = [i for i in (actual, *needs) if i.value is None]
    if lacking:
        reason = _own_missing(lacking)
        gap = not_computable(
            "vergleich", plan.title, plan.unit, reason, inputs=(actual, *needs), limits=LIMITS
        )
        return gap, regress(data, without=ags)
    fit = regress(data, without=ags)
    if fit is None:
        return _without_regression(data, ags, actual, plan), None
    prediction = fit.predict(tuple(i.value for i in needs if i.value is not None))
    inputs = (
        actual,
        *_fit_inputs(fit, data.needs, needs),
        *_interval_inputs(prediction),
        *([inhabitants] if inhabitants is not None and inhabitants.value is not None else []),
    )
    gap = calculation.compute(plan, inputs)
    return _judged(gap, data, fit, prediction, has_inhabitants=gap.unit == "eur"), fit


def _own(data: NeedData, ags: str) -> tuple[GapInput, list[GapInput]]:
    """Funding and need of the municipality itself."""
    rows = data.frame.filter(pl.col("ags") == ags)
    if rows.is_empty():
        raise InputError(
            f"Die Kommune mit dem Schlüssel {ags} steht nicht in der Vergleichstabelle.",
            "Bitte eine Kommune aus der Vergleichsgruppe wählen oder ihre Zahlen ergänzen.",
        )
    row = rows.row(0, named=True)
    actual = _input("actual", data.funding, row[data.funding.id])
    return actual, [_input(f"need_{n}", need, row[need.id]) for n, need in enumerate(data.needs, 1)]


def _input(key: str, column: Column, value: float | None) -> GapInput:
    return GapInput(
        key,
        column.title,
        value,
        column.unit,
        column.decimals,
        source=column.source,
        link=column.link,
        year=column.year,
    )


def _own_missing(lacking: Sequence[GapInput]) -> str:
    names = "; ".join(f"{i.title} {i.year}" if i.year else i.title for i in lacking)
    advice = "Bitte ein Jahr oder ein Merkmal wählen, für das es einen Wert gibt."
    return f"Für diese Kommune fehlt: {names}. {advice}"


def _plan(data: NeedData, *, in_euro: bool) -> Plan:
    terms = "".join(f" + slope_{n} * (need_{n} - mean_{n})" for n in range(1, len(data.needs) + 1))
    per_head: GapUnit = "eur_per_inhabitant"
    names = " und ".join(need.title for need in data.needs)
    lines = [
        Line(
            "expected",
            f"Mittelwert der Vergleichskommunen, angepasst an den Abstand der Kommune bei {names}",
            f"mean_funding{terms}",
            per_head,
            _EURO,
            title="Erwartete Mittel",
        ),
        Line(
            "lower",
            f"Untere Grenze des {RANGE_WORDS}s",
            "expected - quantile * prediction_error",
            per_head,
            _EURO,
            title=f"Untere Grenze ({RANGE_WORDS})",
        ),
        Line(
            "upper",
            f"Obere Grenze des {RANGE_WORDS}s",
            "expected + quantile * prediction_error",
            per_head,
            _EURO,
            title=f"Obere Grenze ({RANGE_WORDS})",
        ),
        Line(
            "per_head_gap",
            "Erwartete abzüglich tatsächlicher Mittel je Einwohnerin und Einwohner",
            "expected - actual",
            per_head,
            _EURO,
            title="Abstand zur Erwartung",
        ),
    ]
    if in_euro:
        lines.append(
            Line(
                "gap",
                "Abstand mal Zahl der Einwohnerinnen und Einwohner",
                "per_head_gap * inhabitants",
                "eur",
            )
        )
    title = f"{data.funding.title}: erwartete abzüglich tatsächlicher Mittel"
    return Plan("vergleich", title, tuple(lines), LIMITS, has_own_range=True)


def _fit_inputs(fit: Regression, columns: Sequence[Column], needs: Sequence[GapInput]) -> list[GapInput]:
    """The coefficients with their 80 % intervals, beside the values they are applied to."""
    note = f"Regression über {fit.n} Kommunen, ohne die Kommune selbst"
    made = [
        _computed(
            "mean_funding",
            "Mittel im Durchschnitt der Vergleichskommunen",
            fit.mean_funding,
            note,
            fit.mean_range,
        )
    ]
    for n, (column, need, slope, ends, mean) in enumerate(
        zip(columns, needs, fit.slopes, fit.slope_ranges, fit.means, strict=True), 1
    ):
        unit = need.unit
        made += [
            need,
            _computed(f"slope_{n}", f"Steigung der Regression: {column.title}", slope, note, ends),
            replace(
                _computed(f"mean_{n}", f"{column.title} im Durchschnitt der Vergleichskommunen", mean, note),
                unit=unit,
                decimals=column.decimals,
            ),
        ]
    return made


def _interval_inputs(prediction: Prediction) -> tuple[GapInput, GapInput]:
    quantile = _computed("quantile", "Quantil der t-Verteilung (90 %)", prediction.quantile, "t-Verteilung")
    error = _computed(
        "prediction_error", "Standardfehler einer einzelnen Vorhersage", prediction.error, "Regression"
    )
    return replace(quantile, unit="number", decimals=4), error


def _computed(
    key: str, title: str, value: float, note: str, ends: tuple[float, float] | None = None
) -> GapInput:
    low, high = ends or (None, None)
    return GapInput(
        key,
        title,
        value,
        "eur_per_inhabitant",
        _EURO,
        low=low,
        high=high,
        source=f"eigene Berechnung ({note})",
        origin="berechnet",
    )


def _judged(
    gap: FundingGap, data: NeedData, fit: Regression, prediction: Prediction, *, has_inhabitants: bool
) -> FundingGap:
    """The gap with METHODS' verdict: a gap lies below the interval, not only below the expectation."""
    actual = gap.input("actual").value or 0.0
    factor = (gap.input("inhabitants").value or 0.0) if has_inhabitants else 1.0
    low, high = (factor * (bound - actual) for bound in (prediction.low, prediction.high))
    verdict: Verdict = "luecke" if round(low, RESIDUE) > 0 else "keine_luecke"
    scatter = Swing(
        "prediction_error",
        "Streuung einzelner Kommunen um die Erwartung",
        prediction.low,
        prediction.high,
        low,
        high,
    )
    left_out = data.frame.height - 1 - fit.n
    return replace(
        gap,
        low=low,
        high=high,
        range_words=RANGE_WORDS,
        verdict=verdict,
        reason=_reason(actual, prediction, gap.input("actual").unit),
        swings=tuple(sorted((*gap.swings, scatter), key=lambda s: -s.size)),
        limits=LIMITS if has_inhabitants else (*LIMITS, _NO_INHABITANTS),
        results=(
            *gap.results,
            Result("r_squared", "Bestimmtheitsmaß R²", fit.r_squared, "number", 4),
            Result("n", "Vergleichskommunen in der Regression", float(fit.n), "number"),
            Result("left_out", "Vergleichskommunen ohne vollständige Werte", float(left_out), "number"),
            Result("leverage", "Hebelwert der Kommune", prediction.leverage, "number", 4),
            Result("intercept", "Achsenabschnitt der Regression", fit.intercept, "eur_per_inhabitant", _EURO),
        ),
    )


_NO_INHABITANTS: Final = (
    "Die Zahl der Einwohnerinnen und Einwohner dieses Jahres liegt nicht vor; das Ergebnis steht je "
    "Einwohnerin und Einwohner."
)


def _reason(actual: float, prediction: Prediction, unit: GapUnit) -> str:
    bounds = f"{number(prediction.low, _EURO)} bis {quantity(prediction.high, 'eur', _EURO)}"
    if actual < prediction.low:
        lies = "unter dem erwarteten Bereich"
    elif actual > prediction.high:
        lies = "über dem erwarteten Bereich"
    else:
        side = "unter" if actual < prediction.expected else "über"
        lies = f"{side} der Erwartung, aber innerhalb des erwarteten Bereichs"
    return (
        f"Tatsächlich {quantity(actual, unit, _EURO)}, erwartet "
        f"{quantity(prediction.expected, 'eur', _EURO)} ({RANGE_WORDS} {bounds}): {lies}."
    )


def _without_regression(data: NeedData, ags: str, actual: GapInput, plan: Plan) -> FundingGap:
    """Too few peers, or no determined slope: median and quartiles, and why there is no regression."""
    peers = data.complete().filter(pl.col("ags") != ags)[data.funding.id]
    counted = Result("n", "Vergleichskommunen mit vollständigen Werten", float(peers.len()), "number")
    if peers.len() < data.least:
        reason = (
            f"Für eine Regression mit {_many(len(data.needs), 'Merkmal', 'Merkmalen')} sind mindestens "
            f"{data.least} Vergleichskommunen nötig; es sind {peers.len()}. Bitte eine größere "
            "Vergleichsgruppe oder weniger Merkmale wählen."
        )
    else:
        reason = (
            "Die Merkmale des Bedarfs sind in der Vergleichsgruppe konstant oder hängen vollständig "
            "voneinander ab. Bitte andere Merkmale wählen."
        )
    gap = not_computable("vergleich", plan.title, plan.unit, reason, inputs=(actual,), limits=(RELATIVE,))
    if peers.len() < _MIN_FOR_QUARTILES:
        return replace(gap, results=(counted,))
    median = _computed("median", "Median der Vergleichskommunen", _quantile(peers, 0.5), "Median")
    line = Line(
        "difference_to_median",
        "Median der Vergleichskommunen abzüglich der tatsächlichen Mittel",
        "median - actual",
        "eur_per_inhabitant",
        _EURO,
    )
    inputs = (actual, median)
    made = calculation.steps((line,), inputs)
    unit: GapUnit = "eur_per_inhabitant"
    return replace(
        gap,
        reason=f"{reason} Stattdessen stehen Median und Quartile.",
        inputs=inputs,
        steps=made,
        results=(
            counted,
            Result("median", median.title, median.value, unit, _EURO),
            Result("lower_quartile", "Unteres Quartil", _quantile(peers, 0.25), unit, _EURO),
            Result("upper_quartile", "Oberes Quartil", _quantile(peers, 0.75), unit, _EURO),
            Result(line.key, "Abstand zum Median", made[0].value, unit, _EURO),
        ),
    )


def _quantile(values: pl.Series, part: float) -> float:
    found = values.quantile(part, interpolation="linear")
    assert found is not None  # noqa: S101 - there are values
    return found


def _many(count: int, one: str, more: str) -> str:
    return f"einem {one}" if count == 1 else f"{count} {more}"
