"""Figures about money as drawn: bars told by pattern too, terms with their ends in words."""

import re
from dataclasses import replace
from datetime import date

import pytest
from tests.drawn import checked

from indicators.figures import money as figures
from indicators.figures.money_screen import draw_over_years, draw_stacked, draw_terms
from indicators.figures.theme import PALETTES
from indicators.funding import Ending

LIGHT = PALETTES["light"]
STRUCTURE = {
    ("bildung", "Bund"): 967_597_188.13,
    ("aufnahme", "EU"): 87_000_000.0,
    ("aufnahme", "Bund"): 1_000_000.0,
}
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
    assert figure.layout.xaxis.range[0] == 0
    assert any("967,6" in a.text for a in figure.layout.annotations)


@pytest.mark.parametrize(
    ("amount", "ticks"),
    [
        (967_597_188.13, {0: "0", 500: "500 Mio. €"}),
        (157_140.0, {0: "0", 50_000: "50.000 €", 100_000: "100.000 €", 150_000: "150.000 €"}),
        (3_900_000.0, {0: "0", 1: "1 Mio. €", 2: "2 Mio. €", 3: "3 Mio. €"}),
    ],
)
def test_the_unit_stands_at_each_tick_and_each_tick_within_the_plot(declared, amount, ticks):
    described = figures.who_pays("x", {("bildung", "Bund"): amount}, declared)
    axis = checked(draw_stacked(described, LIGHT)).layout.xaxis
    said = [text.replace("\u00a0", " ") for text in axis.ticktext]
    assert dict(zip(axis.tickvals, said, strict=True)) == ticks
    assert max(axis.tickvals) < axis.range[1]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_name_of_a_bar_stands_clear_of_it_however_many_there_are(declared, count):
    fields = list(declared.funding_fields)[:count]
    described = figures.who_pays("x", {(field, "Bund"): 1e6 for field in fields}, declared)
    figure = checked(draw_stacked(described, LIGHT))
    (low, high), margin = figure.layout.yaxis.range, figure.layout.margin
    pixels = (figure.layout.height - margin.t - margin.b) / (low - high)
    half_bar = figure.data[0].width / 2 * pixels
    assert all(name.yshift == pytest.approx(half_bar, abs=0.5) for name in figure.layout.annotations)


def test_amounts_per_head_have_ticks_to_the_cent_they_need(declared):
    described = figures.who_pays("x", {("bildung", "Bund"): 0.61}, declared, is_per_head=True)
    axis = checked(draw_stacked(described, LIGHT)).layout.xaxis
    assert [text.replace("\u00a0", " ") for text in axis.ticktext] == ["0", "0,2 €", "0,4 €", "0,6 €"]


def test_funders_are_told_by_colour_and_pattern(declared):
    figure = checked(draw_stacked(figures.who_pays("x", STRUCTURE, declared), LIGHT))
    looks = {t.name: (t.marker.color, t.marker.pattern.shape) for t in figure.data}
    assert looks["Bund"] == (LIGHT.focus, "")
    assert looks["EU"][1] != ""
    assert figure.layout.showlegend


def test_who_pays_nothing_has_no_layer(declared):
    structured = {("bildung", "Bund"): 5e6, ("bildung", "EU"): 0.0, ("aufnahme", "Bund"): 0.0}
    described = figures.who_pays("x", structured, declared)
    assert [stack.name for stack in described.stacks] == ["Bund"]
    assert len(described.bars) == 2
    nothing = figures.who_pays("x", {("bildung", "EU"): 0.0}, declared)
    assert [stack.name for stack in nothing.stacks] == ["EU"]
    assert len(checked(draw_stacked(nothing, LIGHT)).data) == 1


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


def test_long_names_are_never_cut_and_have_the_room_of_their_lines(declared):
    name = "Unterstützung von Vereinen im Bereich Migration und Integration (Vereine, Träger, Initiativen)"
    ends = [
        Ending(name, "x", "05515", None, date(2030, 12, 31), "offen", 26_700.0),
        Ending("Beratung", "x", "DG", None, date(2031, 12, 31), "offen"),
    ]
    chart = figures.what_ends(ends, {"DG": "Deutschland", "05515": "Münster"}, declared, TODAY)
    figure = checked(draw_terms(chart, LIGHT))
    first, second = (a for a in figure.layout.annotations if "bis 31.12." in a.text)
    assert first.text.split("<br><b>")[0].replace("<br>", " ") == f"{name}, Münster"
    assert all(len(line) <= 46 for line in first.text.split("<br>")[:-1])
    assert first.y > 21 * (first.text.count("<br>") + 1)
    assert second.y - first.y > 21 * (second.text.count("<br>") + 1)


def test_years_under_amounts_have_room_on_a_phone():
    found = rows(*(("Ist", year, 900_000_000.0, "amtlich") for year in range(2012, 2027)))
    axis = checked(draw_over_years(figures.money_over_years("x", found), LIGHT)).layout.xaxis
    assert (axis.range[1] - axis.range[0]) / axis.dtick <= 6
    assert axis.tick0 == 2026
    short = rows(*(("Ist", year, 900_000_000.0, "amtlich") for year in range(2023, 2026)))
    assert checked(draw_over_years(figures.money_over_years("x", short), LIGHT)).layout.xaxis.dtick == 1


def rows(*entries):
    columns = ("value_type", "year", "shown", "evidence_level")
    return [
        {**dict(zip(columns, entry, strict=True)), "budget": "", "source": f"quelle_{entry[3]}"}
        for entry in entries
    ]


def test_second_hand_values_are_open_marks_and_missing_years_stay_gaps():
    found = rows(
        ("Ist", 2020, 577_869_337.15, "amtlich"),
        ("Ist", 2022, 604_532_022.62, "amtlich"),
        ("Ist", 2024, 1_240_000_000.0, "sekundaer"),
    )
    chart = figures.money_over_years("Integrationskurse", found)
    (line,) = checked(draw_over_years(chart, LIGHT)).data
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
    (line,) = checked(draw_over_years(chart, LIGHT)).data
    assert list(zip(line.x, line.y, strict=True)) == [
        (2023, pytest.approx(757.798)),
        (2024, pytest.approx(1068.017)),
        (2024.5, None),
        (2025, pytest.approx(763.0)),
    ]
    assert not line.connectgaps
    assert not [a for a in checked(draw_over_years(chart, LIGHT)).layout.annotations if a.text == "Bruch"]


def test_small_amounts_are_shown_in_euro():
    chart = figures.money_over_years("Zuwendungen", rows(("Ist", 2024, 1_469_090.04, "erfasst")))
    assert chart.unit == "€"
    assert chart.lines[0].points[0].label.replace("\u00a0", " ") == "1.469.090 €"


def test_a_long_name_takes_more_lines_and_leaves_the_bars_as_thick(declared):
    """On a phone a line has room for 46 letters; what is behind them would be cut off."""
    short = figures.who_pays("x", {("bildung", "Bund"): 1e6, ("aufnahme", "Bund"): 2e6}, declared)
    long = replace(
        short, bars=(f"{'Arbeitslosenquote, Ausländerinnen und Ausländer ' * 2}2025", short.bars[1])
    )
    thick = []
    for described in (short, long):
        figure = checked(draw_stacked(described, LIGHT))
        (low, high), margin = figure.layout.yaxis.range, figure.layout.margin
        pixels = (figure.layout.height - margin.t - margin.b) / (low - high)
        thick.append(figure.data[0].width * pixels)
        assert figure.layout.annotations[0].yshift == pytest.approx(thick[-1] / 2, abs=0.5)
    assert thick[0] == pytest.approx(thick[1], abs=0.5)
    lines = re.sub("</?b>", "", figure.layout.annotations[0].text).split("<br>")
    assert len(lines) > 2
    assert max(map(len, lines)) <= 46
    assert lines[-1] == short.totals[0]
