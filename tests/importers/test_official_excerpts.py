"""The readers against figures that the publishers print (DATA.md), in excerpts of their files."""

import pytest

from indicators.importers import recognise

_ALL = "Arbeitslosenquote bez. auf alle zivile Erwerbsp."
_SCHOOL = "Schülerinnen und Schüler an allgemeinbildenden Schulen"
_LEAVERS = "Absolvierende/Abgehende allgemeinbildender Schulen nach dem Abschluss"
_SGB2 = "dar.: Regelleistungsberechtigte nach dem SGB II | insgesamt"
_NATURALISED = "Einbürgerungen von Ausländern | Kontinente (einschl. staatenlos etc.) | Insgesamt"
_VALUES = [
    ("13211-02-05-4_2023", "08111", 2023, _ALL, 5.1),
    ("13211-02-05-4_2023", "08111", 2023, f"{_ALL} | ausländisch", 10.3),
    ("13211-02-05-4_2025", "08111", 2025, _ALL, 6.6),
    ("13211-02-05-4_2025", "08111", 2025, f"{_ALL} | ausländisch", 12.8),
    ("13211-02-05-4_2023", "05315", 2023, f"{_ALL} | ausländisch", 19.2),
    ("13211-02-05-4_2023", "DG", 2023, "Arbeitslose | ausländisch", 967226),
    ("21111-01-03-4", "08111", 2023, f"Gymnasien | {_SCHOOL} | Geschlecht | Insgesamt", 20686),
    ("21111-01-03-4", "08111", 2023, f"Gymnasien | {_SCHOOL} | Nationalität | ausländisch", 2061),
    ("21111-02-06-4", "08111", 2023, f"{_LEAVERS} | Insgesamt", 5138),
    ("21111-02-06-4", "08111", 2023, f"{_LEAVERS} | ohne Hauptschulabschluss | Insgesamt", 334),
    ("22811-02-02-4", "08111", 2016, f"{_SGB2} | Insgesamt", 41478),
    ("22811-02-02-4", "08111", 2016, f"{_SGB2} | Ausländer(innen)", 18563),
    ("12511-01-01-4", "08111", 2016, _NATURALISED, 1936),
]


@pytest.mark.parametrize(("name", "region", "year", "column", "value"), _VALUES)
def test_regional_tables_give_the_published_figures(read, cell, name, region, year, column, value):
    table = read(f"regionalstatistik_table/{name}.csv")
    assert cell(table, region=region, year=year, column=column) == (value, "wert")


def test_a_table_names_its_code_title_edition_and_notes(read):
    table = read("regionalstatistik_table/13211-02-05-4_2025.csv")
    assert (table.format, table.code) == ("regionalstatistik_table", "13211-02-05-4")
    assert table.title.startswith("Arbeitslose nach ausgewählten Personengruppen sowie Arbeitslosenquoten")
    assert table.edition == "26.02.2026 / 15:28:28"
    assert "Ausländerarbeitslosenquote auf Kreisebene nicht ausgewiesen" in table.notes[0]
    assert "Namensnennung" in table.notes[1]


def test_units_stand_beside_the_label_not_in_it(read):
    cells = read("regionalstatistik_table/13211-02-05-4_2025.csv").cells
    assert set(cells.select("column", "unit").unique().rows()) >= {
        ("Arbeitslose", "Anzahl"),
        ("Arbeitslose | ausländisch", "Anzahl"),
        (_ALL, "Prozent"),
    }


def test_a_unit_in_the_title_holds_for_all_columns(read):
    cells = read("regionalstatistik_table/12411-03-03-4.csv").cells
    assert cells["unit"].unique().to_list() == ["Anzahl"]
    assert "unter 3 Jahre | Ausländer(innen) | männlich" in cells["column"].to_list()


def test_no_two_columns_of_a_table_fall_together(read):
    cells = read("regionalstatistik_table/21121-02-02-4.csv").cells
    assert cells["column"].n_unique() == cells["position"].n_unique() == 12


def test_the_year_of_a_head_line_holds_for_all_rows(read, cell):
    table = read("regionalstatistik_table/71517-01-03-5.csv")
    assert table.cells["year"].unique().to_list() == [2014]
    assert cell(table, region="08111", column="Bruttoeinnahmen der Gemeinden") == (2840260648, "wert")


def test_long_keys_of_gemeinden_lose_their_verband(read, cell):
    # Denkte stands under its old Samtgemeinde (03158401008, secret) and under its new one (03158407008, "-").
    table = read("regionalstatistik_table/71517-01-03-5.csv")
    assert cell(table, region="03158008", column="Bruttoeinnahmen der Gemeinden") == (None, "geheim")
    assert cell(table, region="03158407008", column="Bruttoeinnahmen der Gemeinden")[0] is None


def test_official_marks_keep_their_meaning(read, cell):
    finance = read("regionalstatistik_table/71517-03-02-4.csv")
    assert cell(finance, region="08111", year=2014, column="Bruttoeinnahmen der Kreise") == (None, "gesperrt")
    jobless = read("regionalstatistik_table/13211-02-05-4_2015-2020.csv")
    assert cell(jobless, region="08111", year=2017, column=f"{_ALL} | Ausländer") == (None, "geheim")
    gone = {"region": "15151", "year": 2016}
    old = read("regionalstatistik_table/13211-02-05-4_2001-2016.csv")
    assert cell(old, **gone, column="Arbeitslose") == (0, "nichts_vorhanden")
    assert cell(old, **gone, column=_ALL) == (None, "nicht_erhoben")


def test_flat_file_labels_leave_out_totals(read, cell):
    table = read("ffcsv/12411-01-01-4_2024_flat.csv")
    assert (table.format, table.code) == ("ffcsv", "12411-01-01-4")
    assert set(table.cells["column"]) == {
        "Bevölkerungsstand",
        "Bevölkerungsstand | männlich",
        "Bevölkerungsstand | weiblich",
    }
    parts = [
        cell(table, region="08111", column=f"Bevölkerungsstand | {sex}")[0]
        for sex in ("männlich", "weiblich")
    ]
    assert sum(parts) == cell(table, region="08111", column="Bevölkerungsstand")[0]


def test_flat_file_keeps_gemeinden_and_dissolved_kreise_apart(read, cell):
    table = read("ffcsv/12411-01-01-4_2024_flat.csv")
    town = cell(table, region="03241001", column="Bevölkerungsstand")[0]
    assert 0 < town < cell(table, region="03241", column="Bevölkerungsstand")[0]
    assert cell(table, region="15151", column="Bevölkerungsstand") == (0, "nichts_vorhanden")


def test_inkar_repeats_a_title_per_year(read, cell):
    table = read("inkar_export/beschaeftigung.csv")
    foreign = {"column": "Beschäftigtenquote Ausländer", "year": 2017}
    assert [cell(table, region=region, **foreign)[0] for region in ("08111", "05315", "03404")] == [
        48.4,
        39.6,
        39.4,
    ]
    assert table.cells.filter(column="Beschäftigtenquote", region="08111").height == 21


def test_inkar_thousands_dots_are_no_decimals(read, cell):
    table = read("inkar_export/indikatoren.csv")
    assert cell(table, region="08111", column="Haushaltseinkommen")[0] > 1000
    assert cell(table, region="08111", column="Krankenhausbetten")[0] < 50


def test_ba_without_regions_is_deutschland(read, cell):
    table = read("ba_statistik/auslaender_arbeitslose.csv")
    assert cell(table, region="DG", year=2024, column="Arbeitslose") == (1040908, "wert")
    assert table.notes


def test_open_sdg_codes_become_regions_of_ours(read):
    table = read("open_sdg/lsn_4-1-4.csv")
    assert set(table.cells["region"]) == {"03", "03159", "03241001", "03404", "K031", "K03241999"}


def test_open_sdg_label_names_the_unit_where_there_are_several(read, cell):
    table = read("open_sdg/lsn_6-2-1.csv")
    year = {"region": "03404", "year": 2024}
    assert cell(table, **year, column="Deutsche | Quote") == (72, "wert")
    assert cell(table, **year, column="Ausländerinnen und Ausländer | Quote") == (322, "wert")
    assert "#NV" in table.cells["region"].to_list()


def test_open_sdg_rows_without_code_are_laender_or_deutschland(read, cell):
    table = read("open_sdg/dns_10-1.csv")
    assert cell(table, region="DG", year=2022, column="foreigns | percentage") == (84.0, "wert")
    assert cell(table, region="DG", year=2022, column="germans | percentage") == (94.3, "wert")
    assert cell(table, region="08", year=2021, column="foreigns | percentage") == (84.5, "wert")


def test_open_sdg_line_that_stands_twice_counts_once(read, excerpt, cell):
    lines = excerpt("open_sdg/lsn_4-1-1.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) - len(set(lines)) == 1
    assert read("open_sdg/lsn_4-1-1.csv").cells.height == len(lines) - 2


def test_open_sdg_code_of_two_places_keeps_them_apart(read):
    # The publisher gives the town and the rest of the Region Hannover the same code.
    regions = read("open_sdg/lsn_2-3-3.csv").cells["region"].to_list()
    assert sum(region.startswith("K03241999 ") for region in regions) == 2


def test_open_sdg_comments_become_marks_and_thousands_are_multiplied(read):
    cells = read("open_sdg/lsn_5-1-1.csv").cells
    assert set(cells["unit"]) == {"Anzahl"}
    assert cells.filter(status="gesperrt")["value"].null_count() == cells.filter(status="gesperrt").height > 0
    assert cells.filter(status="eingeschraenkt")["value"].min() > 1000


@pytest.mark.parametrize("name", ["INKAR_export_xls_2020.xls"])
def test_inkar_xls(sources, cell, name):
    table = recognise.read(sources / "formats" / name)
    assert table.format == "inkar_export"
    assert cell(table, region="01001", column="Beschäftigtenquote", year=2017) == (51.8, "wert")
