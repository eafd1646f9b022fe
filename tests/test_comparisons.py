"""A Kreis among others: differences, quartiles, places, since when."""

import polars as pl
import pytest

from indicators import comparisons, peers, series, uncertainty
from indicators.comparisons import Spread
from indicators.peers import PeerSet


def rows_of(declared, indicator_id, group):
    indicator = declared.indicator(indicator_id)
    frame = uncertainty.with_intervals(series.values(indicator), indicator, declared.units[indicator.unit])
    return frame.filter(group=group)


def some(*codes):
    return PeerSet(peers.OWN, "Eigene Auswahl", "der eigenen Auswahl", "", codes)


def row_of(compared, ags):
    return next(row for row in compared.rows if row.ags == ags)


@pytest.fixture(scope="module")
def leipzig(declared, registry):
    near = peers.peer_set(
        registry.get("14713"),
        peers.NEAREST,
        registry,
        found=peers.context(declared, registry),
        rule=declared.neighbours,
    )
    rows = rows_of(declared, "beschaeftigungsquote", "auslaender")
    return comparisons.compare(comparisons.cut(rows, 2023, registry), registry.get("14713"), near, registry)


def test_rows_fit_the_schema_and_start_with_the_own_one(leipzig):
    frame = comparisons.ComparedRows.validate(leipzig.frame())
    assert frame["part"].to_list() == ["own", "land", "bund", *["peer"] * 10]


def test_difference_is_to_the_own_value(leipzig):
    dresden = row_of(leipzig, "14612")
    assert dresden.difference == pytest.approx(dresden.value - leipzig.own_value)
    assert leipzig.own.difference == 0


def test_no_value_of_bund_and_land_is_made_up(leipzig):
    for part in ("bund", "land"):
        (row,) = leipzig.of(part)
        assert row.value is None
        assert row.status == "fehlt"
        assert row.difference is None


def test_median_and_quartiles_are_those_of_the_peers_without_the_own_value(leipzig):
    values = sorted(row.value for row in leipzig.of("peer"))
    assert leipzig.peers.count == 10
    assert leipzig.peers.median == pytest.approx((values[4] + values[5]) / 2)
    assert leipzig.peers.lower == pytest.approx(values[2] + 0.25 * (values[3] - values[2]))
    assert leipzig.cut.everyone.count == 400


def test_values_of_bund_and_land_where_the_source_has_them(declared, registry):
    rows = rows_of(declared, "arbeitslosenquote", "auslaender")
    now = comparisons.cut(rows, 2023, registry)
    found = comparisons.compare(now, registry.get("08111"), some("05315"), registry)
    assert found.own_value == 10.3
    assert row_of(found, "05315").difference == pytest.approx(8.9)
    assert found.of("bund")[0].value is not None
    assert found.peers is None  # one peer has no median


def test_city_state_is_not_compared_with_itself(declared, registry):
    rows = rows_of(declared, "arbeitslosenquote", "auslaender")
    for ags, parts in (("02000", ["own", "bund", "peer"]), ("04011", ["own", "land", "bund", "peer"])):
        now = comparisons.cut(rows, 2023, registry)
        found = comparisons.compare(now, registry.get(ags), some("05315"), registry)
        assert [row.part for row in found.rows] == parts


def test_intervals_of_ratios_say_whether_they_overlap(declared, registry):
    rows = rows_of(declared, "gymnasialanteil", "auslaender")
    now = comparisons.cut(rows, series.years(rows)[-1], registry)
    found = comparisons.compare(now, registry.get("08111"), some("08212", "09564"), registry)
    own = now.intervals["08111"]
    for row in found.of("peer"):
        low, high = now.intervals[row.ags]
        assert (row.low, row.high) == (low, high)
        assert row.overlaps is not (high < own[0] or low > own[1])
    assert found.own.overlaps is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1.9, "lowest"), (2.0, "below"), (2.9, "below"), (3.0, "middle"), (3.1, "above"), (4.0, "above"),
     (4.1, "highest"), (None, None)],
)  # fmt: skip
def test_place(value, expected):
    assert comparisons.place(value, Spread(9, 2.0, 3.0, 4.0)) == expected


@pytest.mark.parametrize("count", [3, 4, 5, 6, 7, 66])
def test_quartiles_are_those_of_polars(count):
    values = pl.Series([(7919 * i % 101) / 8 for i in range(count)])
    lower, median, upper = (values.quantile(share, "linear") or 0.0 for share in (0.25, 0.5, 0.75))
    assert comparisons.spread(values) == Spread(count, lower, median, upper)


def test_few_values_have_no_quarters():
    assert comparisons.place(1.0, Spread(4, 2.0, 3.0, 4.0)) is None
    assert comparisons.spread([1.0, None, 2.0]) is None


def test_rank_counts_from_the_highest_and_shares_equal_places(declared, leipzig):
    higher = [row for row in leipzig.of("peer") if row.value > leipzig.own_value]
    found = comparisons.rank(leipzig, declared.indicator("beschaeftigungsquote"))
    assert found == (len(higher) + 1, 11)


def test_neutral_indicators_are_never_ranked(declared, leipzig):
    assert comparisons.rank(leipzig, declared.indicator("auslaenderanteil")) is None


def time_rows(**series_of):
    return pl.DataFrame(
        [(ags, 2000 + i, v) for ags, values in series_of.items() for i, v in enumerate(values)],
        schema={"ags": pl.String, "year": pl.Int16, "value": pl.Float64},
        orient="row",
    )


def own_of(rows):
    return {
        year: (value, "wert") for year, value in rows.filter(ags="14713").select("year", "value").iter_rows()
    }


def test_since_is_the_first_year_of_the_last_unbroken_run():
    rows = time_rows(**{"14713": [9, 1, None, 1, 1], "a": [5] * 5, "b": [6] * 5, "c": [7] * 5})
    found = comparisons.since(own_of(rows), comparisons.spread_over_time(rows, ["a", "b", "c"]))
    assert found == comparisons.Since(-1, 2001, (2000, 2001, 2003, 2004))


def test_years_in_which_most_peers_have_no_value_are_not_compared():
    rows = time_rows(a=[5, None], b=[6, None], c=[7, 7], d=[8, 8], e=[8, 8], f=[8, None], g=[9, None])
    assert comparisons.spread_over_time(rows, list("abcdefg")).keys() == {2000}


def test_without_a_common_year_nothing_is_said():
    rows = time_rows(**{"14713": [None], "a": [5], "b": [6], "c": [7]})
    assert comparisons.since(own_of(rows), comparisons.spread_over_time(rows, ["a", "b", "c"])) is None
