"""Figures about money as drawn: bars told by pattern too, terms with their ends in words."""

from datetime import date

import polars as pl
import pytest
from tests.drawn import checked

from indicators.figures import draw
from indicators.figures import money as figures
from indicators.figures.money_screen import draw_stacked, draw_terms
from indicators.figures.theme import PALETTES
from indicators.funding import Ending

LIGHT = PALETTES["light"]
STRUCTURE = pl.DataFrame(
    [
        ("bildung", "Bund", 967_597_188.13),
        ("aufnahme", "EU", 87_000_000.0),
        ("aufnahme", "Bund", 1_000_000.0),
    ],
    schema=["handlungsfeld", "funder", "amount"],
    orient="row",
)
ENDINGS = (
    Ending("respekt*land", "bund_respekt_land", "DG", None, date(2026, 1, 31), "offen"),
    Ending("Kulturmittlung", "muenster", "05515", date(2026, 1, 1), date(2027, 12, 31), "offen", 23_295.0),
    Ending("Beratung", "x", "DG", date(2020, 1, 1), None, ""),
)
TODAY = date(2026, 11, 22)


def test_bars_carry_their_total_the_largest_first(declared):
    chart = figures.who_pays("Deutschland, Ist 2023", STRUCTURE, declared)
    assert [bar.split(" ")[0] for bar in chart.bars] == ["Bildung", "Aufnahme"]
    assert [total.replace("\u00a0", " ") for total in chart.totals] == ["967,6 Mio. €", "88,0 Mio. €"]
    figure = checked(draw_stacked(chart, LIGHT))
    assert figure.layout.xaxis.rangemode == "tozero"
    assert any("967,6" in a.text for a in figure.layout.annotations)


def test_funders_are_told_by_colour_and_pattern(declared):
    figure = checked(draw_stacked(figures.who_pays("x", STRUCTURE, declared), LIGHT))
    looks = {t.name: (t.marker.color, t.marker.pattern.shape) for t in figure.data}
    assert looks["Bund"] == (LIGHT.focus, "")
    assert looks["EU"][1] != ""
    assert figure.layout.showlegend


@pytest.mark.parametrize("scheme", list(PALETTES))
def test_terms_say_when_they_end_and_that_the_successor_is_open(declared, scheme):
    chart = figures.what_ends(ENDINGS, {"DG": "Deutschland", "05515": "Münster"}, declared, TODAY)
    assert [t.role for t in chart.terms] == ["context", "reference", "context"]
    assert chart.terms[1].name == "Kulturmittlung, Münster"
    figure = checked(draw_terms(chart, PALETTES[scheme]))
    texts = [a.text for a in figure.layout.annotations]
    assert any("bis 31.01.2026, Nachfolge offen" in text for text in texts)
    assert any("ohne genanntes Ende" in text for text in texts)
    assert "heute" in texts
    assert [t.marker.pattern.shape for t in figure.data] == ["", "", "/"]


def rows(*entries):
    return pl.DataFrame(
        [(kind, "", year, amount, level, f"quelle_{level}") for kind, year, amount, level in entries],
        schema=["value_type", "budget", "year", "shown", "evidence_level", "source"],
        orient="row",
    )


def test_second_hand_values_are_open_marks_and_missing_years_stay_gaps():
    found = rows(
        ("Ist", 2020, 577_869_337.15, "amtlich"),
        ("Ist", 2022, 604_532_022.62, "amtlich"),
        ("Ist", 2024, 1_240_000_000.0, "sekundaer"),
    )
    chart = figures.money_over_years("Integrationskurse", found)
    (line,) = checked(draw(chart, LIGHT)).data
    assert line.marker.symbol[-1] == "circle-open"
    assert "circle-open" not in line.marker.symbol[:-1]
    assert dict(zip(line.x, line.y, strict=True))[2021] is None
    assert "Beleg: sekundär" in line.text[-1]


def test_figures_of_two_sources_are_never_joined_by_a_line():
    found = rows(
        ("Soll", 2023, 757_798_000.0, "amtlich"),
        ("Soll", 2024, 1_068_017_000.0, "amtlich"),
        ("Soll", 2025, 763_000_000.0, "sekundaer"),
    )
    chart = figures.money_over_years("Integrationskurse", found)
    assert chart.lines[0].cuts == (2025,)
    (line,) = checked(draw(chart, LIGHT)).data
    assert list(zip(line.x, line.y, strict=True)) == [
        (2023, pytest.approx(757.798)),
        (2024, pytest.approx(1068.017)),
        (2024.5, None),
        (2025, pytest.approx(763.0)),
    ]
    assert not line.connectgaps
    assert not [a for a in checked(draw(chart, LIGHT)).layout.annotations if a.text == "Bruch"]


def test_small_amounts_are_shown_in_euro():
    chart = figures.money_over_years("Zuwendungen", rows(("Ist", 2024, 1_469_090.04, "erfasst")))
    assert chart.unit == "€"
    assert chart.lines[0].points[0].label.replace("\u00a0", " ") == "1.469.090 €"
