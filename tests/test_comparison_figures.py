"""The figures of a comparison: what is drawn, in which role, and what stays open."""

import pytest
from tests.drawn import checked

from indicators import choropleths, comparisons, peers, series, uncertainty
from indicators.figures import comparison as figures
from indicators.figures import comparison_screen as screen
from indicators.figures.theme import PALETTES
from indicators.series import ByRegion
from indicators.texts.comparison import Subject


@pytest.fixture(scope="module")
def case(declared, registry):
    def of(indicator_id, view, ags, year, set_id=peers.NEAREST):
        indicator = declared.indicator(indicator_id)
        values = series.values(indicator)
        limits = uncertainty.with_intervals(
            values.filter(group=view), indicator, declared.units[indicator.unit]
        )
        rows = choropleths.rows_of(values, indicator, view).join(
            limits.select("ags", "year", "low", "high"), on=["ags", "year"], how="left"
        )
        found = peers.peer_set(
            registry.get(ags), set_id, registry,
            found=peers.context(declared, registry), rule=declared.neighbours,
        )  # fmt: skip
        now = comparisons.cut(rows, year, registry)
        compared = comparisons.compare(now, registry.get(ags), found, registry)
        return rows, compared, found, Subject(indicator, declared, view, False)

    return of


@pytest.fixture(scope="module")
def leipzig(case):
    return case("beschaeftigungsquote", "auslaender", "14713", 2023)


def test_distribution_counts_every_kreis_once_in_bars_from_zero(leipzig):
    _, compared, _, subject = leipzig
    chart = figures.distribution(compared, subject)
    assert sum(bar.count for bar in chart.bars) == 400
    assert all(one.high == other.low for one, other in zip(chart.bars, chart.bars[1:], strict=False))
    for bar in chart.bars:
        assert bar.count == sum(bar.low <= value < bar.high for value in compared.cut.of_kreise)
    figure = checked(screen.draw_distribution(chart, PALETTES["light"]))
    assert figure.layout.yaxis.rangemode == "tozero"
    assert [mark.role for mark in chart.marks] == ["reference", "focus"]
    assert chart.marks[1].value == 41.75


def test_dots_are_sorted_and_the_own_one_is_in_focus(leipzig):
    _, compared, found, subject = leipzig
    chart = figures.dot_plot(compared, found, subject)
    values = [dot.value for dot in chart.dots if dot.value is not None]
    assert values == sorted(values, reverse=True)
    assert [dot.name for dot in chart.dots if dot.role == "focus"] == ["Leipzig (Stadt)"]
    assert len(chart.dots) == 11  # Bund and Land have no value and no dot
    assert chart.hidden == 0
    assert chart.band == (compared.peers.lower, compared.peers.upper)
    figure = checked(screen.draw_dots(chart, PALETTES["light"]))
    assert "<b>" in figure.layout.yaxis.ticktext[1]
    assert "Leipzig" in figure.layout.yaxis.ticktext[1]


def test_large_sets_keep_the_own_place_both_ends_and_bund_and_land(case):
    _, compared, found, subject = case("arbeitslosenquote", "auslaender", "05315", 2023, "kreistyp")
    chart = figures.dot_plot(compared, found, subject)
    names = [dot.name for dot in chart.dots]
    assert 30 <= len(names) <= 36
    assert {"Köln", "Deutschland", "Nordrhein-Westfalen"} <= set(names)
    assert chart.hidden == 69 - len(names)
    highest = max((row for row in compared.rows if row.value is not None), key=lambda row: row.value)
    assert names[0] == highest.name


def test_large_set_without_any_value_shows_the_own_place_alone(case):
    _, compared, found, subject = case("rechte_angriffe_sachsen", "insgesamt", "03103", 2024, "land")
    chart = figures.dot_plot(compared, found, subject)
    assert [(dot.name, dot.value) for dot in chart.dots] == [("Wolfsburg", None)]
    assert chart.hidden == len(found.codes)


def test_whiskers_are_the_intervals(case):
    _, compared, found, subject = case("gymnasialanteil", "auslaender", "05334", 2023)
    chart = figures.dot_plot(compared, found, subject)
    figure = checked(screen.draw_dots(chart, PALETTES["dark"]))
    own = next(dot for dot in chart.dots if dot.role == "focus")
    assert own.value is not None
    assert own.low is not None
    assert own.high is not None
    trace = figure.data[-1]
    assert trace.x[0] == own.value
    assert trace.error_x.array[0] == pytest.approx(own.high - own.value)
    assert trace.error_x.arrayminus[0] == pytest.approx(own.value - own.low)


def small_charts(rows, compared, found, subject):
    spreads = comparisons.spread_over_time(rows, found.codes)
    return figures.multiples(ByRegion(rows.sort("ags", "year")), spreads, compared, found, subject)


def test_small_charts_leave_missing_years_open_and_are_cut_at_breaks(leipzig):
    chart = small_charts(*leipzig)
    assert chart is not None
    assert [p.title for p in chart.panels][:2] == ["Median und mittlere Hälfte der Gruppe", "Dresden"]
    assert len(chart.panels) == 1 + figures.MAX_PANELS
    assert chart.years == (1999, 2023)
    own = {point.year: point.value for point in chart.panels[1].lines[0].points}
    assert own[2017] is not None
    assert own[2020] is None
    figure = checked(screen.draw_panels(chart, chart.panels[:3], PALETTES["light"]))
    line = figure.data[-1]
    assert line.connectgaps is False
    assert dict(zip(line.x, line.y, strict=True))[2010.5] is None


def test_single_years_have_no_small_charts(case):
    assert small_charts(*case("gymnasialanteil", "auslaender", "05334", 2023)) is None


def test_peers_over_time_are_those_nearest_in_value_where_there_is_no_distance(case):
    _, compared, found, _ = case("arbeitslosenquote", "auslaender", "05315", 2023, "kreistyp")
    codes = figures.panel_codes(compared, found)
    away = {row.ags: abs(row.difference) for row in compared.of("peer")}
    assert len(codes) == figures.MAX_PANELS
    assert max(away[ags] for ags in codes) == sorted(away.values())[7]
