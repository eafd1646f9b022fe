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
