"""Names of single points: beside their marker, off every line, marker and other name."""

import pytest
from tests.drawn import checked

from indicators.figures import draw
from indicators.figures.beside import Plane, box_of, is_single
from indicators.figures.model import Line, Point, TimeChart
from indicators.figures.theme import PALETTES


def line(name, values, *, cuts=(), role="focus"):
    points = tuple(Point(year, value, str(value)) for year, value in values.items())
    return Line(name, role, points, cuts=cuts)


def chart(*lines, breaks=()):
    return TimeChart(lines, breaks, shade_gap=False, unit="Mio. €", decimals=1, alt="x")


SPENT = line(
    "Ist", {2012 + n: v for n, v in enumerate((160, 180, 240, 270, 510, 860, 880, 650, 580, 480, 600))}
)
SUPPLEMENT = line("Soll, 1. Nachtrag", {2015: 270.0}, role="context")
PLANNED = line("Planung", {2020: 1_240.0, 2021: None, 2022: 1_060.0}, role="context")


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (line("a", {2020: 1.0, 2021: 2.0}), False),
        (line("a", {2020: 1.0, 2021: 2.0, 2022: None}), False),
        (line("a", {2020: 1.0, 2021: None, 2022: 2.0}), True),
        (line("a", {2020: 1.0, 2021: 2.0}, cuts=(2021,)), True),
        (line("a", {2020: 1.0}), True),
        (line("a", {2020: None}), False),
    ],
)
def test_a_single_point_has_no_line_that_leads_to_it(drawn, expected):
    assert is_single(drawn, chart(drawn)) == expected


def test_a_break_before_the_last_value_makes_it_single():
    drawn = line("a", {2020: 1.0, 2021: 2.0})
    assert is_single(drawn, chart(drawn, breaks=((2021, "neu"),)))


def test_the_names_of_single_points_touch_no_line_and_no_name():
    figure = checked(draw(chart(SPENT, SUPPLEMENT, PLANNED), PALETTES["light"]))
    plane = Plane(tuple(figure.layout.xaxis.range), tuple(figure.layout.yaxis.range), 640)
    boxes = {said.text: box_of(said.to_plotly_json(), plane) for said in figure.layout.annotations}
    assert set(boxes) == {"<b>Ist</b>", "<b>Soll, 1. Nachtrag</b>", "<b>Planung</b>"}
    for name in ("<b>Soll, 1. Nachtrag</b>", "<b>Planung</b>"):
        left, right, low, high = boxes.pop(name)
        assert 0 <= left < right <= 640
        for before, after in zip(SPENT.points, SPENT.points[1:], strict=False):
            for n in range(101):
                year = before.year + n / 100
                x, y = plane.at(year, before.value + (after.value - before.value) * n / 100)
                assert not (left < x < right and low < y < high)
        for other in boxes.values():
            assert right <= other[0] or other[1] <= left or high <= other[2] or other[3] <= low


def test_the_name_of_a_line_still_stands_at_its_end():
    figure = checked(draw(chart(SPENT), PALETTES["light"]))
    assert [(said.x, said.yanchor, said.xanchor) for said in figure.layout.annotations] == [
        (2022, "bottom", "right")
    ]


def test_no_name_leaves_the_plot_where_lines_end_at_nought():
    spent = line("Ansatz", {2020: 12.0, 2021: 14.0, 2022: 0.0})
    planned = line("Planung", {2020: 10.0, 2021: 11.0, 2022: 0.0}, role="context")
    figure = checked(draw(chart(spent, planned), PALETTES["light"]))
    plane = Plane(tuple(figure.layout.xaxis.range), tuple(figure.layout.yaxis.range), 640)
    lower, upper = sorted(box_of(said.to_plotly_json(), plane)[2] for said in figure.layout.annotations)
    assert lower >= 0
    assert upper - lower > 17  # as high as the letters are


def test_names_that_end_in_other_years_stay_at_their_lines():
    spent = line("Ansatz", {2024: 0.0, 2025: 0.0, 2026: 0.0})
    planned = line("Planung", {2028: 0.0, 2029: 0.0, 2030: 0.0}, role="context")
    first = line("Ist", {2024: 9.0})
    figure = checked(draw(chart(first, spent, planned), PALETTES["light"]))
    heights = {said.text: said.y for said in figure.layout.annotations}
    assert heights["<b>Ansatz</b>"] == heights["<b>Planung</b>"] == 0


def test_names_of_single_points_at_the_first_year_stand_apart():
    below, above = line("Bewilligung", {2020: 58.0}), line("Soll nominal", {2020: 60.0})
    later = line("Planung", {2024: 51.0}, role="reference")
    figure = checked(draw(chart(below, above, later), PALETTES["light"]))
    plane = Plane(tuple(figure.layout.xaxis.range), tuple(figure.layout.yaxis.range), 640)
    boxes = [box_of(said.to_plotly_json(), plane) for said in figure.layout.annotations]
    assert len(boxes) == 3
    for n, (left, right, low, high) in enumerate(boxes):
        assert 0 <= left < right <= 640
        assert 0 <= low < high <= 372
        for other in boxes[:n]:
            assert right <= other[0] or other[1] <= left or high <= other[2] or other[3] <= low
