"""Figures in print: text stays text, nothing is cut, roles differ without colour, the same bytes twice."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO
from itertools import product
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.image import imread
from tests.exports.samples import dots, figure_over_time

from indicators import series
from indicators.figures import printed
from indicators.figures.comparison_model import Dot, DotPlot, Multiples, Panel
from indicators.figures.model import Line, Point, TimeChart
from indicators.figures.money_model import (
    Axis,
    Curve,
    Scatter,
    ScatterPoint,
    Stack,
    StackedBars,
    Term,
    Terms,
    Tornado,
    TornadoBar,
)
from indicators.figures.printed.canvas import DASH, MARKER, Sheet, fitting, spread, tick_texts, ticks
from indicators.figures.printed.money import place_of_label

WIDTH = 165.0


@pytest.fixture(scope="module")
def charts(declared, registry):
    """One of each kind, from shipped figures where they have them, else from the cases of METHODS 4."""
    plot, distribution = dots(declared, registry)
    share = series.values(declared.indicator("auslaenderanteil")).filter(year=2022)
    rates = series.values(declared.indicator("arbeitslosenquote")).filter(year=2023, group="insgesamt")
    pairs = share.join(rates, on="ags", suffix="_y").drop_nulls(["value", "value_y"])
    points = tuple(
        ScatterPoint(r["ags"], registry.get(r["ags"]).display_name, r["value"], r["value_y"],
                     "focus" if r["ags"] == "08111" else "context", r["ags"] in ("08111", "14713", "09162"))
        for r in pairs.filter(pairs["ags"].str.len_chars() == 5).iter_rows(named=True)
    )  # fmt: skip
    return {
        "time": figure_over_time(declared),
        "dots": plot,
        "distribution": distribution,
        "scatter": Scatter(
            points, ((14.0, "Median 14,0 %"), (5.0, "Median 5,0 %")), ("", "", "", "hoher Anteil"), 3,
            ((5.0, 3.0, 1.0, 5.0), (40.0, 9.0, 7.0, 11.0)),
            Axis("Ausländeranteil 2022", "Anteil", 1, "%"),
            Axis("Arbeitslosenquote 2023", "Quote", 1, "%"), "x",
        ),
        "stacks": StackedBars(
            ("2024", "2027"),
            (Stack("Zuwendungen", (1.46909, 0.5998), ("1,47", "0,60")),
             Stack("Stadt", (None, 2.0), ("", "2,00"))),
            ("1,47 Mio. €", "2,60 Mio. €"), "Mio. €", "x",
        ),
        "terms": Terms(
            (Term("Programm mit Ende", date(2024, 1, 1), date(2026, 12, 31), "31.12.2026", "focus"),
             Term("Programm ohne Ende", None, None, "kein Ende beschlossen", "context")),
            date(2023, 1, 1), date(2029, 1, 1), date(2026, 11, 22), "x",
        ),
        "tornado": Tornado(
            (TornadoBar("Personen je Vollzeitstelle", 2_650_000, 180_000, "80", "150"),),
            1_590_000, "1,59 Mio. €", "€", "x",
        ),
        "curve": Curve(
            tuple((float(r), (4000 / r - 25) * 105_820) for r in range(80, 171, 10)),
            (100.0, 1_587_300.0, "1,59 Mio. €"), (160.0, "ab 160 keine Lücke"), "Personen je VZÄ",
            "Lücke", 0, "€", "x",
        ),
    }  # fmt: skip


KINDS = ("time", "dots", "distribution", "scatter", "stacks", "terms", "tornado", "curve")


def texts_of(svg):
    root = ET.fromstring(svg)
    return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("kind", KINDS)
def test_svg_has_the_wanted_size_our_font_and_no_foreign_address(charts, kind):
    svg = printed.svg(charts[kind], WIDTH)
    head = svg[:2000].decode()
    width = float(re.findall(r'width="([\d.]+)pt"', head)[0])
    assert width == pytest.approx(WIDTH / 25.4 * 72, abs=0.01)
    assert texts_of(svg)
    fonts = set(re.findall(rb"font-family: '([^']+)'", svg))
    assert fonts == {b"Source Sans Pro"}
    assert b"<image" not in svg
    assert not re.search(rb'(?:href|src)="(?!#)', svg)


@pytest.mark.parametrize("kind", KINDS)
def test_same_figure_gives_the_same_bytes(charts, kind):
    assert printed.svg(charts[kind], WIDTH) == printed.svg(charts[kind], WIDTH)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [WIDTH, 120.0])
def test_nothing_is_cut_at_the_edge(charts, kind, width):
    """The outermost pixels are white: a label that ran out of the sheet would ink them."""
    image = imread(BytesIO(printed.png(charts[kind], width, dpi=100)))[..., :3]
    for edge in (image[:, 0], image[:, -1], image[0], image[-1]):
        assert np.all(edge > 0.85)


def test_words_and_values_of_the_description_stand_in_the_drawing(charts):
    assert {"12,8\u00a0%", "6,6\u00a0%", "Bruch", "2025"} <= set(texts_of(printed.svg(charts["time"], WIDTH)))
    shown = texts_of(printed.svg(charts["dots"], WIDTH))
    for dot in charts["dots"].dots:
        assert dot.label in shown


def test_years_without_a_value_and_breaks_are_not_joined(charts):
    """Stuttgart: 2021, 2022 and 2024 are missing, 2005 and 2008 are breaks: no line may cross them."""
    svg = printed.svg(charts["time"], WIDTH).decode()
    dashed = [d for d in re.findall(r'<path d="([^"]+)"[^>]*style="[^"]*stroke: #b3541e', svg) if "L" in d]
    moves = sum(d.count("M") for d in dashed)
    assert moves >= 3


def test_roles_differ_without_colour():
    assert len({str(dash) for dash in DASH.values()}) == 3
    assert len(set(MARKER.values())) == 3


def test_signs_that_the_font_lacks_do_not_stop_a_figure():
    line = Line("日本語 👍 <b> $x$", "focus", (Point(2020, 1.0, "1"), Point(2021, 2.0, "2")))
    chart = TimeChart((line,), (), shade_gap=False, unit="%", decimals=1, alt="x")
    assert "◊ ◊ <b> $x$" in " ".join(texts_of(printed.svg(chart, WIDTH)))


@pytest.mark.parametrize(
    "points",
    [
        (Point(2020, 1.0, "1"),),
        (Point(2020, None, "keine Angabe"),),
        (Point(2020, 0.0, "0"), Point(2021, 0.0, "0")),
        (Point(2020, -3.0, "−3"), Point(2021, 2.0, "2", 1.0, 3.0, "above")),
    ],
)
def test_few_values_can_be_drawn(points):
    chart = TimeChart((Line("Insgesamt", "focus", points),), (), False, "%", 1, "x")
    assert printed.svg(chart, WIDTH)


def test_region_without_a_value_says_why():
    chart = DotPlot(
        (Dot("A", "focus", 3.0, "3"), Dot("B", "context", None, "geheim")), None, None, 0, "%", "x"
    )
    assert "geheim" in texts_of(printed.svg(chart, WIDTH))


def test_figures_can_be_drawn_at_the_same_time(charts):
    kinds = [kind for kind in KINDS for _ in range(2)]
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda kind: printed.svg(charts[kind], WIDTH), kinds))
    for kind, one in zip(kinds, drawn, strict=True):
        assert one == printed.svg(charts[kind], WIDTH)


def test_axis_texts_are_german_with_as_many_decimals_as_the_steps_need():
    assert tick_texts([0.0, 2.5, 5.0], "%") == ["0,0\u00a0%", "2,5\u00a0%", "5,0\u00a0%"]
    assert tick_texts([0.0, 5e5, 1e6], "€")[1] == "0,5\u00a0Mio. €"
    assert tick_texts([-2000.0, 0.0], "") == ["−2.000", "0"]
    assert ticks(0.0, 12.8)[0] == 0
    assert ticks(0.0, 12.8)[-1] >= 12.8


def test_labels_keep_their_distance_and_stay_inside():
    heights = spread([50.0, 49.0, 48.0], 10.0, 0.0, 100.0)
    assert heights == [50.0, 40.0, 30.0]
    assert spread([5.0, 4.0], 10.0, 0.0, 100.0) == [10.0, 0.0]


def test_axis_texts_are_thinned_until_they_fit(charts):
    sheet = Sheet(WIDTH, 50)
    places, texts = fitting([0.0, 5e5, 1e6, 1.5e6, 2e6], "€", 150.0, sheet)
    assert 0.0 in places
    assert len(places) < 5
    assert (sheet.widest(texts) + 10) * len(texts) <= 150


def test_labels_of_terms_stay_inside_and_do_not_touch_today():
    places = range(0, 401, 20)
    for start, end, today, wide in product(places, places, places, (30.0, 90.0, 200.0)):
        left = place_of_label((min(start, end), max(start, end)), wide, today, 400.0)
        if left is not None:
            assert 0 <= left <= 400 - wide
            assert not left < today < left + wide


def test_label_of_an_ended_term_stands_beside_today():
    """The case of a term that ended ten months ago: the label would cross today's line behind the bar."""
    left = place_of_label((0.0, 200.0), 150.0, 260.0, 400.0)
    assert left is not None
    assert left + 150 < 200  # so it stands in its bar
    assert place_of_label((0.0, 50.0), 180.0, 100.0, 400.0) == 105.0  # without room there, behind today


def test_small_charts_say_whose_line_is_whose():
    def line(name, role):
        return Line(name, role, (Point(2020, 3.0, "3,0 %"), Point(2021, 4.0, "4,0 %")))

    own, other = line("Ausländerinnen und Ausländer", "focus"), line("insgesamt", "reference")
    alike = Multiples(tuple(Panel(t, (own, other)) for t in ("A", "B")), (2020, 2021), (0.0, 5.0), "%")
    shown = texts_of(printed.svg(alike, WIDTH))
    assert "Ausländerinnen und Ausländer" in shown
    assert "insgesamt" in shown
    towns = tuple(Panel(t, (line("Jena", "focus"), line(t, "reference"))) for t in ("Bonn", "Köln"))
    shown = texts_of(printed.svg(Multiples(towns, (2020, 2021), (0.0, 5.0), "%"), WIDTH))
    assert "Jena" in shown
    assert "Region im Titel" in shown


@pytest.mark.parametrize("kind", ["time", "dots", "scatter"])
def test_a_small_picture_shows_what_the_large_one_shows(charts, kind):
    """Few colours, the same drawing."""
    large = printed.png(charts[kind], WIDTH, dpi=100)
    small = printed.small_png(charts[kind], WIDTH, dpi=100)
    assert len(small) < len(large) / 2
    shown, meant = (imread(BytesIO(picture))[..., :3] for picture in (small, large))
    assert shown.shape == meant.shape
    assert np.abs(shown - meant).mean() < 0.01
    assert shown.shape[0] == pytest.approx(printed.height_mm(charts[kind]) / 25.4 * 100, abs=1)
