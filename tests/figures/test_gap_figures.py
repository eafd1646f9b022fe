"""The figures of funding gaps: described from real cases, drawn for the screen."""

import pytest
from tests.drawn import checked

from indicators import gap_cases
from indicators.figures import gap as figures
from indicators.figures.gap_screen import draw_curve, draw_tornado
from indicators.figures.money_model import Curve, Scatter, StackedBars, TornadoBar
from indicators.figures.theme import PALETTES
from indicators.gap_cases import Question
from indicators.gaps.assumptions import AssumptionSet, Own

LIGHT = PALETTES["light"]


@pytest.fixture(scope="module")
def facts():
    return gap_cases.load()


def gap_of(facts, measure, region="08111", variant="", **given):
    asked = gap_cases.settled(facts, Question(region, **given))
    found = gap_cases.of_measure(facts, asked, measure).gaps
    return next(gap for gap in found if not variant or gap.variant == variant)


@pytest.fixture(scope="module")
def staffing(facts):
    own = (
        Own("caseload", 4000, "Statistik"),
        Own("staff", 25, "Stellenplan"),
        Own("ratio", 100, "Beschluss"),
    )
    return gap_of(facts, "standard", variant="personal", assumptions=AssumptionSet("Satz", "mittel", own))


def test_curve_over_base_years(facts):
    chart = figures.main_figure(gap_of(facts, "realwert"))
    assert isinstance(chart, Curve)
    assert [x for x, _ in chart.points] == list(range(2017, 2025))
    assert chart.chosen[0] == 2017
    assert chart.break_even is None
    drawn = checked(draw_curve(chart, LIGHT))
    assert next(iter(drawn.data[0].y)) == pytest.approx(15.342, abs=0.001)
    assert drawn.layout.yaxis.ticksuffix == "\u00a0Mio. €"


def test_curve_over_ratios_marks_where_there_is_no_gap(staffing):
    chart = figures.main_figure(staffing)
    assert isinstance(chart, Curve)
    assert chart.break_even is not None
    assert chart.break_even[0] == pytest.approx(160)
    amounts = [y for _, y in chart.points]
    assert amounts == sorted(amounts, reverse=True)
    labels = [a.text for a in checked(draw_curve(chart, LIGHT)).layout.annotations]
    assert any("keine Lücke ab 160,0" in label for label in labels)


@pytest.mark.parametrize(("indicator", "unit"), [("arbeitslosenquote", "%"), ("mindestsicherungsquote", "")])
def test_a_rate_per_thousand_is_not_drawn_in_percent(facts, indicator, unit):
    chart = figures.main_figure(gap_of(facts, "paritaet", "03", indicator=indicator))
    assert isinstance(chart, StackedBars)
    assert chart.unit == unit
    assert all(("%" in text) == (unit == "%") for text in chart.totals)


def test_tornado_stands_around_the_result(staffing):
    chart = figures.tornado(staffing)
    assert chart is not None
    assert chart.base == staffing.amount
    sizes = [abs(bar.high - bar.low) for bar in chart.bars]
    assert sizes == sorted(sizes, reverse=True)
    assert isinstance(chart.bars[0], TornadoBar)
    drawn = checked(draw_tornado(chart, LIGHT))
    assert len(drawn.data) == 2
    assert drawn.data[1].marker.pattern.shape == "/"


def test_residuals_show_the_municipality_above_its_expectation(facts):
    case = gap_cases.of_measure(facts, Question("08111"), "vergleich")
    chart = figures.figure_of(case, case.main, lambda ags: ags)
    assert isinstance(chart, Scatter)
    assert len(chart.points) == 400
    own = chart.points[-1]
    assert own.role == "focus"
    assert own.y == pytest.approx(3311.94 - 2552.98, abs=0.01)
    assert chart.fit[0][3] == pytest.approx(3050.25 - 2552.98, abs=0.01)


@pytest.mark.parametrize(
    ("measure", "region", "labels"),
    [
        ("paritaet", "08111", ("12,8", "6,6")),
        ("standard", "08111", ("77.276,92", "60.000")),
        ("struktur", "05515", ("1.469.090", "599.800")),
    ],
)
def test_bars_carry_the_two_numbers_of_the_gap(facts, measure, region, labels):
    chart = figures.main_figure(gap_of(facts, measure, region))
    assert isinstance(chart, StackedBars)
    for total, label in zip(chart.totals, labels, strict=True):
        assert total.startswith(label)
        assert label in chart.alt


def test_what_cannot_be_computed_has_no_figure(facts):
    missing = gap_of(facts, "struktur", "14713")
    assert figures.main_figure(missing) is None
    assert figures.tornado(missing) is None
