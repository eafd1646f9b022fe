"""The scatter of need and money, and one Kreis over time: what is drawn, named and left open."""

import json

import polars as pl
import pytest
from tests.drawn import checked

from indicators import choropleths, comparisons, needs, series
from indicators.figures import scatter as figures
from indicators.figures import scatter_screen as screen
from indicators.figures.theme import PALETTES
from indicators.observations import TOTAL
from indicators.texts.comparison import Subject
from indicators.texts.needs import Topic


@pytest.fixture(scope="module")
def codes(registry):
    return [kreis.ags for kreis in registry.of_level("kreis")]


@pytest.fixture(scope="module")
def rows(declared, codes):
    def of(indicator_id):
        indicator = declared.indicator(indicator_id)
        found = choropleths.rows_of(series.values(indicator), indicator, TOTAL)
        return found.filter(pl.col("ags").is_in(codes))

    return of


@pytest.fixture(scope="module")
def topic(declared):
    need, money = (declared.indicator(i) for i in ("sgb2_quote", "arbeitsmarktmittel"))
    return Topic(
        Subject(need, declared, TOTAL, is_gap=False),
        Subject(money, declared, TOTAL, is_gap=False),
        2021,
        2021,
    )


@pytest.fixture(scope="module")
def chart(rows, topic, codes, registry):
    def of(ags, *, with_fit=False):
        found = needs.pair(
            rows("sgb2_quote"), rows("arbeitsmarktmittel"), (2021, 2021), codes, need_is_low=False
        )
        members = {m.kreis_ags for m in registry.members()}
        fit = needs.fit(found) if with_fit else None
        points = figures.dots(found, topic, members=members, registry=registry)
        return figures.scatter(points, found, fit, topic, registry.get(ags))

    return of


def course(rows, ags, codes):
    spreads = comparisons.spread_over_time(rows, codes)
    own = series.by_year(rows.filter(pl.col("ags") == ags))
    return needs.Course(own, {year: among.median for year, among in spreads.items()})


def trace_of(figure, colour):
    return next(t for t in figure.data if t.marker.color == colour)


def test_stuttgart_is_the_focus_among_400_points(chart):
    described = chart("08111")
    assert len(described.points) == 400
    (focus,) = (p for p in described.points if p.role == "focus")
    assert (focus.name, focus.x, focus.y) == ("Stuttgart", 7.24, 3311.94)
    assert described.points[-1] == focus  # drawn on top


def test_member_within_a_kreis_is_shown_under_its_kreis(chart):
    named = {p.name for p in chart("08111").points if p.role == "reference"}
    assert {"Region Hannover", "Städteregion Aachen", "Hamburg"} <= named
    assert not {"Hannover", "Aachen", "Herten"} & named


def test_corners_are_named_and_the_critical_one_is_shaded(chart):
    described = chart("08111")
    assert described.quadrants[described.critical] == "hoher Bedarf, geringe Mittel"
    figure = checked(screen.draw_scatter(described, PALETTES["light"]))
    (shade,) = (s for s in figure.layout.shapes if s.type == "rect")
    assert shade.x0 == described.median[0][0]
    assert shade.y1 == described.median[1][0]
    texts = [a.text for a in figure.layout.annotations]
    assert "<b>hoher Bedarf,<br>geringe Mittel</b>" in texts
    assert {"Median 5,85\u00a0%", "Median 1.860,37\u00a0€"} <= set(texts)


def test_the_line_of_the_median_stops_before_the_names_of_the_corners(chart):
    """On a phone the names of the left corners are wider than their corners."""
    palette = PALETTES["light"]
    described = chart("08111")
    figure = checked(screen.draw_scatter(described, palette))
    names = {a.text.replace("<br>", " ").strip("</b>"): a for a in figure.layout.annotations}
    above, below = described.quadrants[:2], described.quadrants[2:]
    assert {names[name].bgcolor for name in above} == {palette.ground}
    assert {names[name].bgcolor for name in below} == {None}  # the shade goes on behind them
    (upright,) = (s for s in figure.layout.shapes if s.type == "line" and s.x0 == s.x1)
    plot = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    assert upright.y0 * plot > 2 * 20  # two lines of a name
    low, high = figure.layout.yaxis.range
    assert min(p.y for p in described.points) > low + 0.8 * upright.y0 * (high - low)


def test_line_and_band_only_on_request(chart):
    assert chart("08111").fit == ()
    without = checked(screen.draw_scatter(chart("08111"), PALETTES["light"]))
    with_line = checked(screen.draw_scatter(chart("08111", with_fit=True), PALETTES["light"]))
    assert len(with_line.data) == len(without.data) + 2
    assert with_line.data[0].fill == "toself"


@pytest.mark.parametrize("ags", ["08111", "14713", "05334"])
def test_chosen_kreis_is_always_named_and_names_do_not_meet(chart, ags, registry):
    palette = PALETTES["light"]
    described = chart(ags)
    figure = checked(screen.draw_scatter(described, palette))
    assert list(trace_of(figure, palette.focus).text) == [f"<b>{registry.get(ags).display_name}</b>"]
    named = [text for text in trace_of(figure, palette.reference).text if text]
    assert len(named) >= 10
    assert figure.data[-1].marker.color == palette.focus  # the phone shows the last name alone


def test_names_at_one_place_leave_each_other_free(chart):
    """Ten members at the same spot: no more names than places, no two at one place."""
    points = tuple(p for p in chart("08111").points if p.is_labelled)[:10]
    here = [type(p)(p.ags, p.name, 5.0, 5.0, p.role, is_labelled=True) for p in points]
    placed = screen.places_of_names(here, (0.0, 10.0, 0.0, 10.0))
    assert len(placed) == len(set(placed.values()))


def test_what_is_sent_is_small(chart):
    figure = screen.draw_scatter(chart("08111"), PALETTES["light"])
    sent = json.dumps(figure.data, ensure_ascii=False).encode()
    assert len(sent) < 20_000


def test_two_charts_share_the_years_and_no_axis_of_values(rows, topic, codes, registry):
    described = figures.paired(
        course(rows("sgb2_quote"), "08111", codes),
        course(rows("arbeitsmarktmittel"), "08111", codes),
        topic,
        registry.get("08111"),
    )
    assert described is not None
    figure = checked(screen.draw_paired(described, PALETTES["light"]))
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range
    assert figure.layout.yaxis.overlaying is None
    assert figure.layout.yaxis2.overlaying is None
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]
    need, money = described.panels
    assert "jeweils Summe aus 5 Jahren" in money.title
    values = {p.year: p.value for p in money.lines[0].points}
    assert values[2021] == 3311.94
    assert {p.year: p.value for p in need.lines[0].points}[2021] == 7.24
    assert values[2010] is None  # missing years stay open


def test_no_charts_over_time_where_one_side_is_missing(rows, topic, codes, registry):
    """Hamburg has no Schlüsselzuweisungen: Stadtstaaten have none of their own."""
    described = figures.paired(
        course(rows("sgb2_quote"), "02000", codes),
        course(rows("schluesselzuweisungen"), "02000", codes),
        topic,
        registry.get("02000"),
    )
    assert described is None
