"""Tables that go to the screen and out of the house."""

import csv
import io

import polars as pl
import pytest

from indicators import series, tables, trends
from indicators.uncertainty import with_intervals


def read_back(content):
    lines = content.decode("utf-8-sig").splitlines()
    head = [line for line in lines if line.startswith(("#", '"#'))]
    body = list(csv.reader(io.StringIO("\n".join(lines[len(head) :])), delimiter=";"))
    return head, body


def test_table_over_time_has_a_row_for_every_year_and_says_why_a_value_is_missing(declared):
    values = series.values(declared.indicator("arbeitslosenquote"))
    rows = series.with_missing_years(series.rows_of(series.of_region(values, "08111")))
    table = tables.values_over_time(rows, declared)
    assert table.columns == ["Jahr", "Insgesamt", "Ausländerinnen und Ausländer", "Hinweis"]
    by_year = {row["Jahr"]: row for row in table.iter_rows(named=True)}
    assert by_year[2023]["Ausländerinnen und Ausländer"] == 10.3
    assert by_year[2021]["Hinweis"] == "liegt nicht vor"
    assert by_year[2017]["Hinweis"].startswith("Ausländerinnen und Ausländer: ")


def test_csv_has_metadata_german_decimals_and_a_bom(declared):
    frame = pl.DataFrame({"Jahr": [2023], "Wert": [10.3]})
    content = tables.csv_bytes(frame, "Titel", declared.indicator("arbeitslosenquote"), declared)
    assert content.startswith("\ufeff".encode())
    head, body = read_back(content)
    for needed in ("Titel", "Definition", "Quelle", "13211-02-05-4", "dl-de/by-2-0", "Prozent"):
        assert any(needed in line for line in head), needed
    assert body == [["Jahr", "Wert"], ["2023", "10,3"]]


@pytest.mark.parametrize("text", ["=1+1", "+49", "-1", "@SUM(A1)", "\tx"])
def test_text_in_a_csv_never_becomes_a_formula(declared, text):
    frame = pl.DataFrame({"Region": [text], "Wert": [-1.5]})
    _, body = read_back(tables.csv_bytes(frame, "T", declared.indicator("arbeitslosenquote"), declared))
    assert body[1] == [f"'{text}", "-1,5"]


def test_styled_table_shows_german_numbers_and_keeps_them_sortable():
    styler = tables.styled(pl.DataFrame({"Jahr": [2023], "Wert": [1234.5]}), 1, "%")
    html = styler.to_html()
    assert "1.234,5\u00a0%" in html
    assert ">2023<" in html
    assert styler.data["Wert"].dtype == float


def test_file_name_is_plain():
    assert tables.file_name("karte", "ü/../x") == "karte______x.csv"


def test_intervals_stand_beside_the_values_they_belong_to(declared):
    indicator = declared.indicator("gymnasialanteil_klasse_8_niedersachsen")
    own = series.of_region(series.values(indicator), "03404")
    rows = with_intervals(own, indicator, declared.units[indicator.unit])
    table = tables.values_over_time(series.with_missing_years(series.rows_of(rows)), declared)
    low, high = (f"Deutsche, {bound} Grenze (95\u00a0%)" for bound in ("untere", "obere"))
    row = table.filter(pl.col("Jahr") == 2024).row(0, named=True)
    assert row[low] < row["Deutsche"] < row[high]
    assert table["Jahr"].to_list() == sorted(table["Jahr"], reverse=True)


def test_expectation_says_how_each_year_counts(declared):
    own = series.of_region(series.values(declared.indicator("arbeitslosenquote")), "08111")
    rows = series.rows_of(own.filter(group="auslaender"))
    trend = trends.pandemic({row.year: row.value for row in rows})
    assert isinstance(trend, trends.Trend)
    table = tables.expectation(series.with_missing_years(rows), trend)
    lies = dict(table.select("Jahr", "Lage zum erwarteten Bereich").iter_rows())
    assert list(lies) == list(range(2025, 2009, -1))
    assert lies[2025] == "darüber"
    assert lies[2020] == "innerhalb"
    assert lies[2021] == "liegt nicht vor"
    assert lies[2018] == "geheim oder unbekannt"
    assert lies[2010] == "im Trend verwendet"
