"""Sentences about expectations: outside only where the value is; rounding never misleads."""

import pytest

from indicators import series, texts
from indicators.trends import Expected, NoTrend, Outcome, Trend, pandemic

NB = "\u00a0"


def trend_with(value, verdict, low=3.0, high=7.24):
    expected = None if verdict == "not_comparable" else Expected(2023, 5.0, low, high)
    outcome = Outcome(2023, value, verdict, expected)
    return Trend((2010, 2011, 2012, 2013, 2019), ((2010, 5.0), (2019, 5.0)), (), (outcome,))


@pytest.mark.parametrize(
    ("value", "verdict", "said"),
    [
        (9.0, "above", f"9,0{NB}%, außerhalb des erwarteten Bereichs von 3,0 bis 7,2{NB}% (darüber)"),
        (1.0, "below", f"1,0{NB}%, außerhalb des erwarteten Bereichs von 3,0 bis 7,2{NB}% (darunter)"),
        (7.2, "inside", f"7,2{NB}%, innerhalb des erwarteten Bereichs von 3,0 bis 7,2{NB}%"),
        # 7,2 against "bis 7,2" would read like inside: as many decimals as tell them apart.
        (7.249, "above", f"7,25{NB}%, außerhalb des erwarteten Bereichs von 3,00 bis 7,24{NB}% (darüber)"),
        (8.0, "not_comparable", f"8,0{NB}%, wegen eines Bruchs der Statistik nicht mit dem Trend bis 2019"),
    ],
)
def test_headline_says_outside_only_where_the_value_is(declared, value, verdict, said):
    indicator = declared.indicator("arbeitslosenquote")
    found = texts.expectation_headline("Jena", indicator, "insgesamt", declared, trend_with(value, verdict))
    assert found.startswith(f"Jena 2023: Arbeitslosenquote {said}")
    assert ("außerhalb" in found) == (verdict in ("above", "below"))


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            NoTrend("too_few_values", 0),
            "Für 2010 bis 2019 liegt kein Wert vor; ein Trend braucht mindestens fünf Werte.",
        ),
        (
            NoTrend("too_few_values", 1),
            "Für 2010 bis 2019 liegt ein Wert vor; ein Trend braucht mindestens fünf Werte.",
        ),
        (
            NoTrend("too_few_values", 3),
            "Für 2010 bis 2019 liegen drei Werte vor; ein Trend braucht mindestens fünf Werte.",
        ),
        (NoTrend("no_later_value", 10), "Nach 2019 liegt kein Wert vor (2010 bis 2019: 10 Werte)."),
    ],
)
def test_why_there_is_no_trend(reason, said):
    assert texts.no_trend(reason) == said


def test_basis_names_the_years_that_were_used(declared):
    rows = series.of_region(series.values(declared.indicator("arbeitslosenquote")), "08111")
    trend = pandemic(dict(rows.filter(group="auslaender").select("year", "value").iter_rows()))
    assert isinstance(trend, Trend)
    assert texts.trend_basis(trend).startswith("Trend aus 8 Werten (2010–2016, 2019)")
