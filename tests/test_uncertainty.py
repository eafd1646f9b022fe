"""Intervals: equal to an independent library's, and null where nothing was counted."""

import polars as pl
import pytest
from scipy.stats import binomtest, chi2

from indicators import series
from indicators.catalog import RatioSource
from indicators.uncertainty import intervals, overlap, with_intervals

SHARES = [
    (0, 12),
    (12, 12),
    (1, 9),
    (3, 10),
    (7, 41),
    (99, 1000),
    (20686, 59221),
    (2061, 11589),
    (0, 646),
    (1, 3),
]
COUNTS = [0, 1, 2, 3, 7, 24, 100, 451, 1200, 9057]


def rows(counts):
    """Rows as `series.values` makes them, for counts and what they are counted from."""
    return pl.DataFrame(
        [(100 * part / whole if part is not None and whole else None, part, whole) for part, whole in counts],
        schema={"value": pl.Float64, "numerator": pl.Float64, "denominator": pl.Float64},
        orient="row",
    )


@pytest.mark.parametrize(("part", "whole"), SHARES)
def test_share_has_the_wilson_interval_of_scipy(declared, part, whole):
    indicator = declared.indicator("gymnasialanteil")
    row = with_intervals(rows([(part, whole)]), indicator, declared.units["percent"]).row(0, named=True)
    expected = binomtest(part, whole).proportion_ci(0.95, method="wilson")
    assert (row["low"], row["high"]) == pytest.approx((100 * expected.low, 100 * expected.high), abs=1e-9)


def garwood(count):
    """Garwood 1936: half the quantiles of chi squared with 2k and 2k + 2 degrees of freedom."""
    low = chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    return low, chi2.ppf(0.975, 2 * count + 2) / 2


@pytest.mark.parametrize("count", COUNTS)
def test_cases_have_the_exact_poisson_interval(declared, count):
    indicator = declared.indicator("beratungsfaelle_niedersachsen")
    frame = rows([(None, None)]).with_columns(value=pl.lit(float(count)))
    row = with_intervals(frame, indicator, declared.units["cases"]).row(0, named=True)
    assert (row["low"], row["high"]) == pytest.approx(garwood(count))


@pytest.mark.parametrize("count", COUNTS)
def test_rate_per_inhabitants_has_the_poisson_interval_of_its_cases(declared, count):
    share = declared.indicator("gymnasialanteil")
    assert isinstance(share.source, RatioSource)
    source = share.source.model_copy(update={"factor": 1000.0})
    rate = share.model_copy(update={"unit": "per_1000", "source": source})
    row = with_intervals(rows([(count, 5000)]), rate, declared.units["per_1000"]).row(0, named=True)
    low, high = garwood(count)
    assert (row["low"], row["high"]) == pytest.approx((low / 5, high / 5))


def test_what_is_missing_has_no_interval(declared):
    indicator = declared.indicator("gymnasialanteil")
    frame = rows([(3, 10), (None, 10), (3, None), (0, 0), (5, 2)])
    found = with_intervals(frame, indicator, declared.units["percent"])
    assert found["low"].is_null().to_list() == [False, True, True, True, True]
    assert found["high"].is_null().to_list() == [False, True, True, True, True]


@pytest.mark.parametrize("indicator_id", ["arbeitslosenquote", "bevoelkerung_zensus"])
def test_a_published_rate_and_a_register_of_persons_have_none(declared, indicator_id):
    indicator = declared.indicator(indicator_id)
    frame = series.of_region(series.values(indicator), "08111")
    found = with_intervals(frame, indicator, declared.units[indicator.unit])
    assert found["low"].null_count() == found["high"].null_count() == found.height > 0


def test_published_figures_lie_within_their_interval(declared):
    for indicator in declared.indicators.values():
        found = with_intervals(series.values(indicator), indicator, declared.units[indicator.unit])
        known = found.drop_nulls(["low"])
        assert known.filter(~pl.col("value").is_between("low", "high")).is_empty(), indicator.id
        assert isinstance(indicator.source, RatioSource) or indicator.unit == "cases" or known.is_empty()


def test_single_values_of_several_indicators_have_the_intervals_of_their_columns(declared):
    """Shares, rates, counted cases, and what has none, in one call."""
    counted, expected = [], []
    for key in ("gymnasialanteil", "hasskriminalitaet_bw", "arbeitslosenquote", "asylbewerberleistungen"):
        indicator = declared.indicator(key)
        known = series.values(indicator).drop_nulls("value").head(40)
        for row in with_intervals(known, indicator, declared.units[indicator.unit]).iter_rows(named=True):
            counted.append((indicator, row["value"], row["numerator"], row["denominator"]))
            expected.append(None if row["low"] is None else (row["low"], row["high"]))
    assert intervals(counted, declared.units) == expected
    assert None in expected
    assert sum(ends is not None for ends in expected) > 40
    assert intervals([], declared.units) == []


def test_intervals_overlap_where_they_share_a_point():
    assert overlap((1.0, 2.0), (2.0, 3.0)) is True
    assert overlap((2.0, 3.0), (1.0, 2.5)) is True
    assert overlap((1.0, 2.0), (2.1, 3.0)) is False
    assert overlap(None, (2.1, 3.0)) is None
