"""The gap between groups: METHODS 1, on the check values and by properties."""

import pytest

from indicators import catalog, series
from indicators.catalog import Comparison
from indicators.gaps import GroupGap, gaps_over_time, group_gap


@pytest.fixture(scope="module")
def rates():
    return series.values(catalog.load().indicator("arbeitslosenquote"))


def test_stuttgart_2023(rates):
    gaps = group_gap(series.of_region(rates, "08111"), Comparison(group="auslaender"))
    row = gaps.filter(year=2023).row(0, named=True)
    assert (row["value"], row["reference"]) == (10.3, 5.1)
    assert row["gap"] == pytest.approx(5.2)
    assert row["ratio"] == pytest.approx(10.3 / 5.1)


def test_gap_turns_its_sign_when_the_groups_change_places(rates):
    there = group_gap(rates, Comparison(group="auslaender", reference_group="insgesamt"))
    back = group_gap(rates, Comparison(group="insgesamt", reference_group="auslaender"))
    known = there["gap"].is_not_null()
    assert known.sum() > 5000
    both_ways = (there["gap"] + back["gap"]).drop_nulls().to_list()
    assert max(abs(total) for total in both_ways) < 1e-12


def test_missing_value_gives_no_gap_and_keeps_its_mark(rates):
    gaps = group_gap(series.of_region(rates, "08111"), Comparison(group="auslaender"))
    GroupGap.validate(gaps)
    row = gaps.filter(year=2017).row(0, named=True)
    assert row["reference"] is not None
    assert row["gap"] is None
    assert row["status"] != "berechnet"


def test_gaps_of_one_region_over_time_are_the_known_ones_of_all(rates):
    comparison = Comparison(group="auslaender")
    for ags in ("08111", "14713", "11", "DG", "99999"):
        own = series.of_region(rates, ags)
        expected = group_gap(own, comparison).drop_nulls("gap")
        found = gaps_over_time(series.rows_of(own), comparison)
        assert [tuple(gap) for gap in found] == expected.select("year", "value", "reference", "gap").rows()
