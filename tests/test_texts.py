"""German sentences, on a table of cases."""

import polars as pl
import pytest

from indicators import series, texts
from indicators.gaps import YearGap
from indicators.series import Row


@pytest.mark.parametrize(
    ("years", "expected"),
    [([], ""), ([2019], "2019"), ([2009, 2010, 2011], "2009–2011"), ([2021, 2022, 2024], "2021–2022, 2024")],
)
def test_span(years, expected):
    assert texts.span(years) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (5.2, "5,2\u00a0Prozentpunkte höher als insgesamt"),
        (-7.34, "7,3\u00a0Prozentpunkte niedriger als insgesamt"),
        (1.0, "1,0\u00a0Prozentpunkt höher als insgesamt"),
        (0.04, "praktisch gleich hoch wie insgesamt"),
        (-0.04, "praktisch gleich hoch wie insgesamt"),
    ],
)
def test_distance(declared, amount, expected):
    indicator = declared.indicator("arbeitslosenquote")
    assert texts.distance(amount, indicator, declared, "insgesamt") == expected


def test_headline_names_place_year_group_value_and_distance(declared):
    found = YearGap(2023, 10.3, 5.1, 10.3 - 5.1)
    assert texts.headline("Stuttgart", declared.indicator("arbeitslosenquote"), declared, found) == (
        "Stuttgart 2023: Arbeitslosenquote bei Ausländerinnen und Ausländern 10,3\u00a0%, "
        "5,2\u00a0Prozentpunkte höher als insgesamt"
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (Row("auslaender", 2017, None, "geheim"),
         "Stuttgart 2017: Arbeitslosenquote bei Ausländerinnen und Ausländern geheim oder unbekannt"),
        (Row("insgesamt", 2023, 5.1, "wert"), "Stuttgart 2023: Arbeitslosenquote 5,1\u00a0%"),
    ],
)  # fmt: skip
def test_headline_of_one_group_names_its_value_or_why_there_is_none(declared, row, expected):
    indicator = declared.indicator("arbeitslosenquote")
    assert texts.single_headline("Stuttgart", indicator, declared, row) == expected


def test_missing_years_are_told_by_group_and_mark(declared):
    values = series.values(declared.indicator("arbeitslosenquote"))
    rows = series.with_missing_years(series.rows_of(series.of_region(values, "08111")))
    assert "Insgesamt: 2021–2022, 2024 – liegt nicht vor." in texts.missing_years(rows, declared)


def test_alternative_text_names_first_last_and_highest_value(declared):
    indicator = declared.indicator("arbeitslosenquote")
    rows = series.with_missing_years(series.rows_of(series.of_region(series.values(indicator), "08111")))
    text = texts.alt_over_time("Stuttgart", indicator, declared, rows)
    assert "12,8\u00a0% im Jahr 2025" in text
    assert "2021–2022, 2024" in text


def test_map_text_names_range_median_and_missing(declared):
    rows = pl.DataFrame({"name": ["A", "Osnabrück (Landkreis)", "C"], "value": [2.0, 4.0, None]})
    indicator = declared.indicator("arbeitslosenquote")
    text = texts.alt_map("Arbeitslosenquote, Kreise, 2023", indicator, declared, rows, is_gap=False)
    assert text == (
        "Karte: Arbeitslosenquote, Kreise, 2023. Niedrigster Wert 2,0\u00a0% (A), "
        "höchster 4,0\u00a0% (Osnabrück, Landkreis), Median 3,0\u00a0%, 2 Regionen mit Wert, 1 ohne Angabe."
    )


@pytest.mark.parametrize(("bound", "decimals"), [(5.0, 0), (12.5, 1), (0.25, 2), (100.0, 0)])
def test_decimals_of_a_bound(bound, decimals):
    assert texts.decimals_of(bound) == decimals


def test_source_line_marks_own_calculations_and_second_hand_evidence(declared):
    computed = texts.short_source(declared.indicator("auslaenderanteil_arbeitslose"), declared)
    assert computed.startswith("Quelle: ")
    assert computed.endswith("eigene Berechnung")
    assert "Beleg: sekundär" in texts.short_source(declared.indicator("ads_anfragen"), declared)
