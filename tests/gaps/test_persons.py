"""Group gaps in persons, on the published counts."""

import polars as pl
import pytest
from tests.gaps.given import given

from indicators import series
from indicators.catalog import Catalog
from indicators.gaps.parity import CONTAINS_GROUP, parity
from indicators.gaps.persons import (
    NEUTRAL,
    NO_BASE,
    NO_COMPARISON,
    NO_VALUE,
    PersonsToParity,
    persons_to_parity,
)


@pytest.fixture(autouse=True)
def only_shipped(tmp_path, monkeypatch):
    """No imported figures of the person who runs the tests."""
    monkeypatch.setenv("INDICATORS_HOME", str(tmp_path))


def _persons(declared: Catalog, name: str, bases: pl.DataFrame | None = None) -> pl.DataFrame:
    indicator = declared.indicator(name)
    return persons_to_parity(series.values(indicator), indicator, declared.units[indicator.unit], bases)


def test_pupils_missing_at_the_gymnasien_of_stuttgart(declared):
    found = _persons(declared, "gymnasialanteil")
    PersonsToParity.validate(found)
    row = found.filter(ags="08111", year=2023).row(0, named=True)
    assert row["numerator"] == 2061
    # As many foreign pupils as with the share of all pupils, less those who are there.
    assert row["persons"] == pytest.approx(row["reference"] / 100 * row["denominator"] - 2061)
    assert row["low"] < row["persons"] < row["high"]
    assert row["reason"] == ""


def test_the_measure_of_a_region_is_its_row(declared):
    for name in ("gymnasialanteil", "hauptschulanteil"):
        row = _persons(declared, name).filter(ags="08111", year=2023).row(0, named=True)
        gap = parity(
            given(row["value"], "percent", ends=(row["value_low"], row["value_high"])),
            given(row["reference"], "percent"),
            given(row["denominator"], "persons"),
            direction=declared.indicator(name).direction,
            contains_group=True,
        )
        assert gap.amount == pytest.approx(row["persons"])
        assert [gap.low, gap.high] == pytest.approx([row["low"], row["high"]])
        assert gap.verdict == ("luecke" if row["persons"] > 0 else "keine_luecke")
        assert CONTAINS_GROUP in gap.limits


def test_where_lower_is_better_more_is_missing(declared):
    found = _persons(declared, "hauptschulanteil").filter(pl.col("persons").is_not_null())
    indicator = declared.indicator("hauptschulanteil")
    assert indicator.direction == "lower_is_better"
    assert found.filter((pl.col("value") > pl.col("reference")) != (pl.col("persons") > 0)).is_empty()
    assert found.filter(pl.col("low") > pl.col("persons")).is_empty()


def test_a_rate_without_counts_says_so_and_takes_a_base(declared):
    found = _persons(declared, "arbeitslosenquote").filter(ags="08111", year=2023).row(0, named=True)
    assert (found["persons"], found["reason"]) == (None, NO_BASE)
    base = pl.DataFrame({"ags": ["08111"], "year": [2023], "persons": [100_000]})
    known = _persons(declared, "arbeitslosenquote", base).filter(ags="08111", year=2023).row(0, named=True)
    assert known["persons"] == pytest.approx((10.3 - 5.1) / 100 * 100_000)
    assert known["low"] is None


def test_a_missing_value_has_its_reason(declared):
    found = _persons(declared, "arbeitslosenquote").filter(ags="08111", year=2017).row(0, named=True)
    assert (found["persons"], found["reason"]) == (None, NO_VALUE)


def test_indicators_without_comparison_or_valuation_have_no_persons(declared):
    for indicator in declared.indicators.values():
        if indicator.comparison is not None and indicator.direction != "neutral":
            continue
        values = series.values(indicator).head(5)
        found = persons_to_parity(values, indicator, declared.units[indicator.unit])
        PersonsToParity.validate(found)
        assert found["persons"].null_count() == found.height
        assert set(found["reason"]) <= {NO_COMPARISON, NEUTRAL}


def test_every_compared_indicator_can_be_asked(declared):
    for indicator in declared.indicators.values():
        if indicator.comparison is None:
            continue
        found = persons_to_parity(series.values(indicator), indicator, declared.units[indicator.unit])
        PersonsToParity.validate(found)
        assert found.filter(pl.col("persons").is_null() & (pl.col("reason") == "")).is_empty()
        assert found["persons"].drop_nulls().is_finite().all()
