"""The mark of the pandemic: METHODS 2 on real regions, by hand, and where it cannot be computed."""

import math

import polars as pl
import pytest
import statsmodels.formula.api as smf

from indicators import series
from indicators.catalog import Break
from indicators.trends import NoTrend, Trend, break_years, pandemic, pandemic_by_series


def rows_of(declared, indicator_id, ags, group="insgesamt"):
    values = series.values(declared.indicator(indicator_id))
    return series.of_region(values, ags).filter(group=group)


def values_of(declared, indicator_id, ags, group="insgesamt"):
    return dict(rows_of(declared, indicator_id, ags, group).select("year", "value").iter_rows())


@pytest.mark.parametrize(
    ("indicator_id", "ags", "group", "n"),
    [
        ("schulabgaenge_ohne_abschluss", "08111", "insgesamt", 10),
        ("arbeitslosenquote", "14713", "auslaender", 8),
        ("sgb2_quote", "03459", "insgesamt", 10),
    ],
)
def test_interval_is_that_of_statsmodels(declared, indicator_id, ags, group, n):
    rows = rows_of(declared, indicator_id, ags, group)
    known = values_of(declared, indicator_id, ags, group)
    trend = pandemic(known, break_years(declared.breaks(declared.indicator(indicator_id)), ags))
    assert isinstance(trend, Trend)
    assert trend.n == n
    used = rows.filter(pl.col("value").is_not_null(), pl.col("year").is_in(trend.years))
    model = smf.ols("value ~ year", used.select("year", "value").to_pandas().astype(float)).fit()
    later = pl.DataFrame({"year": [float(e.year) for e in trend.expected]}).to_pandas()
    theirs = model.get_prediction(later).summary_frame(alpha=0.05)
    for ours, (_, row) in zip(trend.expected, theirs.iterrows(), strict=True):
        assert ours.value == pytest.approx(row["mean"])
        assert ours.low == pytest.approx(row["obs_ci_lower"])
        assert ours.high == pytest.approx(row["obs_ci_upper"])


def test_stuttgart_by_hand(declared):
    """Unemployment in Stuttgart 2010 to 2019: 6.4 5.5 5.6 5.9 5.7 5.5 5.3 4.7 4.2 4.1.

    Mean year 2014.5, sum of squared distances 82.5; mean value 5.29; sum of products -18.15.
    Slope -18.15 / 82.5 = -0.22; expected 2020: 5.29 - 0.22 * 5.5 = 4.08.
    Residuals 0.12 -0.56 -0.24 0.28 0.30 0.32 0.34 -0.04 -0.32 -0.20, sum of squares 0.916.
    s = sqrt(0.916 / 8); half width = t(8; 0.975) * s * sqrt(1 + 1/10 + 5.5^2 / 82.5), t = 2.306004.
    """
    trend = pandemic(values_of(declared, "arbeitslosenquote", "08111"), [2005, 2008])
    assert isinstance(trend, Trend)
    assert [year for year, _ in trend.fitted] == [2010, 2019]
    assert [value for _, value in trend.fitted] == pytest.approx([5.29 + 0.22 * 4.5, 5.29 - 0.22 * 4.5])
    first = trend.expected[0]
    half = 2.306004 * math.sqrt(0.916 / 8) * math.sqrt(1 + 1 / 10 + 5.5**2 / 82.5)
    assert half == pytest.approx(0.944993, abs=1e-6)
    assert first.year == 2020
    assert [first.value, first.low, first.high] == pytest.approx([4.08, 4.08 - half, 4.08 + half])
    assert [(o.year, o.value, o.verdict) for o in trend.outcomes] == [
        (2020, 5.3, "above"),
        (2023, 5.1, "above"),
        (2025, 6.6, "above"),
    ]


def test_fewer_than_five_values_make_no_trend():
    four = {2012: 1.0, 2014: 2.0, 2016: 3.0, 2018: 4.0, 2021: 9.0}
    assert pandemic(four) == NoTrend("too_few_values", 4)
    five = {**four, 2009: 0.0, 2019: 4.5}
    trend = pandemic(five)
    assert isinstance(trend, Trend)
    assert trend.years == (2012, 2014, 2016, 2018, 2019)


def test_values_before_2010_and_missing_ones_do_not_count():
    known = {
        2007: 1.0,
        2008: 1.0,
        2009: 1.0,
        2010: 1.0,
        2011: None,
        2012: 1.0,
        2013: 1.0,
        2014: 2.0,
        2021: 1.0,
    }
    assert pandemic(known) == NoTrend("too_few_values", 4)


def test_without_a_value_after_2019_there_is_nothing_to_compare():
    assert pandemic({year: float(year) for year in range(2010, 2020)}) == NoTrend("no_later_value", 10)


def test_line_takes_all_its_years_and_ends_before_a_later_break():
    known = {year: float(year % 7) for year in range(2008, 2024)}
    trend = pandemic(known, [2009, 2011, 2013, 2022])
    assert isinstance(trend, Trend)
    assert trend.years == tuple(range(2010, 2020))
    assert [e.year for e in trend.expected] == [2020, 2021]
    assert [o.verdict == "not_comparable" for o in trend.outcomes] == [False, False, True, True]
    latest = trend.outcome()
    assert latest is not None
    assert latest.year == 2021
    broken_at_once = pandemic(known, [2020])
    assert isinstance(broken_at_once, Trend)
    assert broken_at_once.expected == ()
    assert broken_at_once.outcome() is None


def test_value_on_a_perfect_line_is_inside_and_any_other_is_not():
    line = {year: 0.1 * (year - 2000) for year in range(2010, 2022)}
    trend = pandemic({**line, 2022: 2.1, 2023: 2.4})
    assert isinstance(trend, Trend)
    assert [o.verdict for o in trend.outcomes] == ["inside", "inside", "below", "above"]


def test_break_of_one_region_holds_there_only():
    breaks = [Break(year=2021, reason="Gebietsreform", regions=("16063",)), Break(year=2011, reason="Zensus")]
    assert break_years(breaks, "16063") == (2021, 2011)
    assert break_years(breaks, "08111") == (2011,)


def test_table_of_regions_is_each_region_alone(declared):
    indicator = declared.indicator("arbeitslosenquote")
    found = pandemic_by_series(
        series.values(indicator), ["14713", "08111", "99999"], declared.breaks(indicator)
    )
    assert list(found) == [
        (ags, group) for ags in ("08111", "14713") for group in ("auslaender", "insgesamt")
    ]
    assert found["08111", "insgesamt"] == pandemic(values_of(declared, "arbeitslosenquote", "08111"))
