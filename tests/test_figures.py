"""The chart over time: gaps stay open, breaks are not crossed, colours can be told apart."""

import pytest
from tests.drawn import checked

from indicators import series
from indicators.figures import draw, of_one_group, over_time, with_expectations
from indicators.figures.theme import PALETTES
from indicators.trends import Trend, break_years, pandemic
from indicators.uncertainty import with_intervals


def chart_of(declared, indicator_id, ags, name):
    indicator = declared.indicator(indicator_id)
    rows = series.with_missing_years(series.rows_of(series.of_region(series.values(indicator), ags)))
    return over_time(name, ags, indicator, declared, rows)


def trace_of(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_missing_years_stay_gaps(declared):
    figure = checked(draw(chart_of(declared, "arbeitslosenquote", "08111", "Stuttgart"), PALETTES["light"]))
    line = trace_of(figure, "Insgesamt")
    values = dict(zip(line.x, line.y, strict=True))
    assert line.connectgaps is False
    assert values[2021] is None
    assert values[2022] is None
    assert values[2023] == 5.1


def test_line_is_cut_where_the_series_breaks(declared):
    chart = chart_of(declared, "arbeitslosenquote", "08111", "Stuttgart")
    assert 2005 in {year for year, _ in chart.breaks}
    line = trace_of(checked(draw(chart, PALETTES["light"])), "Insgesamt")
    values = dict(zip(line.x, line.y, strict=True))
    assert values[2004.5] is None
    assert any(a.text == "Bruch" for a in checked(draw(chart, PALETTES["light"])).layout.annotations)


def test_compared_group_is_the_focus_and_the_gap_is_shaded_only_where_both_are_known(declared):
    chart = chart_of(declared, "arbeitslosenquote", "08111", "Stuttgart")
    assert [(line.name, line.role) for line in chart.lines] == [
        ("Ausländerinnen und Ausländer", "focus"),
        ("Insgesamt", "reference"),
    ]
    shaded = [trace for trace in checked(draw(chart, PALETTES["light"])).data if trace.fill == "toself"]
    years = {year for trace in shaded for year in trace.x}
    assert {2019, 2020} <= years
    assert not years & {2017, 2018, 2021, 2022, 2023, 2024}


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", PALETTES)
def test_contrast_on_the_ground(scheme):
    palette = PALETTES[scheme]
    for colour in (palette.text, palette.secondary, palette.focus, palette.reference):
        assert contrast(colour, palette.ground) >= 4.5, colour
    assert contrast(palette.context, palette.ground) >= 3


@pytest.mark.parametrize("scheme", PALETTES)
def test_neighbouring_classes_differ_and_missing_is_none_of_them(scheme):
    palette = PALETTES[scheme]
    for scale in (palette.sequential, palette.below, palette.above):
        lights = [_luminance(colour) for colour in scale]
        assert lights in (sorted(lights), sorted(lights, reverse=True))
        assert palette.missing not in scale


def expected_chart(declared, indicator_id, ags, group):
    indicator = declared.indicator(indicator_id)
    rows = series.rows_of(series.of_region(series.values(indicator), ags).filter(group=group))
    trend = pandemic({row.year: row.value for row in rows}, break_years(declared.breaks(indicator), ags))
    assert isinstance(trend, Trend)
    whole = over_time("Region", ags, indicator, declared, series.with_missing_years(rows))
    return trend, with_expectations(of_one_group(whole, group, declared), {group: trend}, indicator, declared)


def test_expected_range_is_a_band_and_values_outside_have_another_marker(declared):
    trend, chart = expected_chart(declared, "arbeitslosenquote", "08111", "auslaender")
    figure = checked(draw(chart, PALETTES["light"]))
    band = next(trace for trace in figure.data if trace.fill == "toself")
    assert max(band.y) == pytest.approx(max(e.high for e in trend.expected))
    assert min(band.x) > 2019
    line = trace_of(figure, "Ausländerinnen und Ausländer")
    symbols = dict(zip(line.x, line.marker.symbol, strict=True))
    assert min(line.x) == 2010
    assert (symbols[2020], symbols[2023], symbols[2025]) == ("circle", "triangle-up", "triangle-up")
    dashed = next(trace for trace in figure.data if trace.line.dash == "dash")
    assert (min(dashed.x), max(dashed.x)) == (2010, 2025)
    assert "außerhalb" not in chart.alt  # the words are those of the key: darüber, innerhalb
    assert "2025: 12,8\u00a0%, darüber (3,4 bis 9,9\u00a0%)" in chart.alt


def test_expectation_ends_before_a_break(declared):
    _, chart = expected_chart(declared, "beschaeftigungsquote", "08111", "auslaender")
    figure = checked(draw(chart, PALETTES["light"]))
    band = next(trace for trace in figure.data if trace.fill == "toself")
    assert max(band.x) < 2021.5
    line = trace_of(figure, "Ausländerinnen und Ausländer")
    assert dict(zip(line.x, line.marker.symbol, strict=True))[2023] == "circle-open"


def test_whiskers_span_the_interval(declared):
    indicator = declared.indicator("gymnasialanteil_klasse_8_niedersachsen")
    own = series.of_region(series.values(indicator), "03404")
    rows = with_intervals(own, indicator, declared.units[indicator.unit])
    chart = over_time(
        "Osnabrück", "03404", indicator, declared, series.with_missing_years(series.rows_of(rows))
    )
    line = trace_of(checked(draw(chart, PALETTES["light"])), "Deutsche")
    last = rows.filter(group="deutsche").row(-1, named=True)
    assert line.y[-1] + line.error_y.array[-1] == pytest.approx(last["high"])
    assert line.y[-1] - line.error_y.arrayminus[-1] == pytest.approx(last["low"])


def test_without_counts_there_are_no_whiskers(declared):
    figure = checked(draw(chart_of(declared, "arbeitslosenquote", "08111", "Stuttgart"), PALETTES["light"]))
    assert all(trace.error_y.array is None for trace in figure.data)


def test_name_of_a_falling_line_stands_above_the_line(declared):
    figure = checked(
        draw(chart_of(declared, "mindestsicherungsquote", "03404", "Osnabrück"), PALETTES["light"])
    )
    line = trace_of(figure, "Ausländerinnen und Ausländer")
    label = next(a for a in figure.layout.annotations if "Ausländerinnen" in a.text)
    near = [y for x, y in zip(line.x, line.y, strict=True) if x >= 2021 and y is not None]
    assert label.y >= max(near)


@pytest.mark.parametrize("count", [2, 5, 6, 10, 11, 16, 26, 31, 60])
def test_years_below_the_chart_do_not_touch_on_a_phone_and_the_last_one_is_among_them(declared, count):
    rows = [series.Row("insgesamt", 2026 - n, float(n), "wert") for n in range(count, 0, -1)]
    chart = over_time("Region", "08111", declared.indicator("auslaenderanteil"), declared, rows)
    axis = checked(draw(chart, PALETTES["light"])).layout.xaxis
    phone, label = 230, 36  # pixels of a plot and of a year with some room
    assert axis.dtick * phone / (axis.range[1] - axis.range[0]) > label
    assert axis.tick0 == 2025
