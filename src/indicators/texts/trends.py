"""Sentences about what earlier years let expect and how later values lie to it (METHODS 2)."""

from typing import Final

from indicators.catalog import Catalog, Indicator
from indicators.formats import NBSP, number, round_half_up, with_unit
from indicators.observations import TOTAL
from indicators.texts.values import group_label, span, value
from indicators.trend_model import FIRST_YEAR, LAST_YEAR, LEAST_VALUES, NoTrend, Outcome, Trend, Verdict

VERDICTS: Final[dict[Verdict, str]] = {
    "above": "darüber",
    "below": "darunter",
    "inside": "innerhalb",
    "not_comparable": "nicht vergleichbar",
}
"""How a value lies to the expected range, in one word."""

VERDICT_SYMBOLS: Final[dict[Verdict, str]] = {
    "above": "▲",
    "below": "▼",
    "inside": "●",
    "not_comparable": "○",
}
"""The sign beside the word, as the chart draws it."""

_OUTSIDE: Final = ("above", "below")
_COUNTS: Final = ("kein Wert", "ein Wert", "zwei Werte", "drei Werte", "vier Werte", "fünf Werte")
_MOST_DECIMALS: Final = 4


def expectation_headline(
    region: str, indicator: Indicator, group: str, catalog: Catalog, trend: Trend
) -> str:
    """The finding: the latest value that can be compared, and whether it lies in the expected range."""
    outcome = trend.outcome() or trend.outcomes[-1]
    of = "" if group == TOTAL else f" {catalog.groups[group].of}"
    decimals = _decimals(indicator, outcome)
    amount = with_unit(number(outcome.value, decimals), catalog.units[indicator.unit].symbol)
    return f"{region} {outcome.year}: {indicator.title}{of} {amount}, {_lies(indicator, catalog, outcome)}"


def expected_range(indicator: Indicator, catalog: Catalog, outcome: Outcome) -> str:
    """The expected range of an outcome: "1,8 bis 4,2 %"; empty where there is none."""
    if outcome.expected is None:
        return ""
    decimals = _decimals(indicator, outcome)
    low, high = (number(bound, decimals) for bound in (outcome.expected.low, outcome.expected.high))
    return with_unit(f"{low} bis {high}", catalog.units[indicator.unit].symbol)


def outcome_label(indicator: Indicator, catalog: Catalog, outcome: Outcome) -> str:
    """A value of 2020 or later with how it lies, for the label of a point."""
    amount = with_unit(
        number(outcome.value, _decimals(indicator, outcome)), catalog.units[indicator.unit].symbol
    )
    return f"{amount}, {_lies(indicator, catalog, outcome)}"


def _lies(indicator: Indicator, catalog: Catalog, outcome: Outcome) -> str:
    bounds = expected_range(indicator, catalog, outcome)
    if outcome.verdict == "not_comparable":
        return "wegen eines Bruchs der Statistik nicht mit dem Trend bis 2019 vergleichbar"
    if outcome.verdict == "inside":
        return f"innerhalb des erwarteten Bereichs von {bounds}"
    return f"außerhalb des erwarteten Bereichs von {bounds} ({VERDICTS[outcome.verdict]})"


def _decimals(indicator: Indicator, outcome: Outcome) -> int:
    """The indicator's decimals, or more where a value outside would read like the bound it has crossed."""
    expected = outcome.expected
    decimals = indicator.decimals
    if expected is None or outcome.verdict not in _OUTSIDE:
        return decimals
    bound = expected.high if outcome.verdict == "above" else expected.low
    while decimals < _MOST_DECIMALS and round_half_up(outcome.value, decimals) == round_half_up(
        bound, decimals
    ):
        decimals += 1
    return decimals


def trend_basis(trend: Trend) -> str:
    """How many values of which years made the trend."""
    return (
        f"Trend aus {trend.n} Werten ({span(trend.years)}), fortgeschrieben mit einem Vorhersagebereich von "
        f"95{NBSP}%. Eigene Berechnung; sie sagt nicht, woran eine Abweichung liegt."
    )


def no_trend(reason: NoTrend) -> str:
    """Why there is no trend, with the number of values."""
    there = _COUNTS[reason.n] if reason.n < len(_COUNTS) else f"{reason.n} Werte"
    verb = "liegt" if reason.n < 2 else "liegen"
    if reason.reason == "no_later_value":
        return f"Nach {LAST_YEAR} liegt kein Wert vor ({FIRST_YEAR} bis {LAST_YEAR}: {there})."
    needed = f"ein Trend braucht mindestens {_COUNTS[LEAST_VALUES]}"
    return f"Für {FIRST_YEAR} bis {LAST_YEAR} {verb} {there} vor; {needed}."


def alt_expectation(group: str, indicator: Indicator, catalog: Catalog, trend: Trend) -> str:
    """The sentence that a chart's alternative text adds for a trend and what came after."""
    lies = "; ".join(
        f"{o.year}: {value(o.value, indicator, catalog)}, {VERDICTS[o.verdict]}"
        + (f" ({bounds})" if (bounds := expected_range(indicator, catalog, o)) else "")
        for o in trend.outcomes
    )
    return (
        f"{group_label(group, catalog)}: Trend aus {trend.n} Werten der Jahre {span(trend.years)}. "
        f"Lage zum erwarteten Bereich: {lies}."
    )
