"""A reader gives the same cells however the portal delivers the table, also one never seen before."""

import csv
import gzip
import io
import unicodedata
import zipfile

import pytest

from indicators.importers import recognise
from indicators.importers.periods import read_year

_TABLES = (
    "regionalstatistik_table/13211-02-05-4_2025.csv",
    "regionalstatistik_table/21111-01-03-4.csv",
    "regionalstatistik_table/12411-03-03-4.csv",
    "regionalstatistik_table/71517-01-03-5.csv",
    "ffcsv/12411-01-01-4_2024_flat.csv",
    "inkar_export/beschaeftigung.csv",
    "ba_statistik/auslaender_arbeitslose.csv",
    "open_sdg/lsn_4-1-4.csv",
)
_JOBLESS = "regionalstatistik_table/13211-02-05-4_2025.csv"


def content(table):
    """The cells without their place in the file."""
    return table.cells.drop("line", "position")


def text_of(path):
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inhalt.csv", data)
    return stream.getvalue()


@pytest.mark.parametrize("name", _TABLES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_and_line_ends_change_nothing(read, excerpt, saved, name, encoding, line_end):
    text = text_of(excerpt(name)).replace("\r\n", "\n").replace("\n", line_end)
    found = recognise.read(saved(text.encode(encoding, "replace"), excerpt(name).name))
    assert content(found).equals(content(read(name)))
    assert (found.format, found.code, found.title) == (read(name).format, read(name).code, read(name).title)


@pytest.mark.parametrize("name", _TABLES)
@pytest.mark.parametrize("pack", [gzip.compress, zipped])
def test_packing_changes_nothing(read, excerpt, saved, name, pack):
    found = recognise.read(saved(pack(excerpt(name).read_bytes())))
    assert content(found).equals(content(read(name)))


def rows_of(path) -> tuple[list[list[str]], list[list[str]], str]:
    """Head and rows of a table with the year first, and its footer as text."""
    body, footer = text_of(path).split("____", 1)
    rows = list(csv.reader(io.StringIO(body), delimiter=";"))
    first = next(i for i, row in enumerate(rows) if row[0][:2] in ("19", "20", "31"))
    return rows[:first], rows[first:], "____" + footer


def joined(head, rows, footer):
    return "".join(";".join(row) + "\n" for row in [*head, *rows]) + footer


@pytest.mark.parametrize("name", _TABLES[:3])
def test_year_behind_the_region_changes_nothing(read, excerpt, saved, name):
    head, rows, footer = rows_of(excerpt(name))
    moved = [[row[1], row[2], row[0], *row[3:]] for row in rows]
    assert content(recognise.read(saved(joined(head, moved, footer)))).equals(content(read(name)))


def test_year_between_region_and_name_changes_nothing(read, excerpt, saved):
    head, rows, footer = rows_of(excerpt(_JOBLESS))
    moved = [[row[1], row[0], row[2], *row[3:]] for row in rows]
    assert content(recognise.read(saved(joined(head, moved, footer)))).equals(content(read(_JOBLESS)))


def test_year_in_a_row_of_its_own_changes_nothing(read, excerpt, saved):
    head, rows, footer = rows_of(excerpt(_JOBLESS))
    year = [rows[0][0], *[""] * (len(rows[0]) - 2)]
    shorter = [row[:1] if len(row) == 1 or not any(row[1:]) else row[1:] for row in head]
    found = recognise.read(saved(joined(shorter, [year, *(row[1:] for row in rows)], footer)))
    assert content(found).equals(content(read(_JOBLESS)))


def test_year_in_the_head_changes_nothing(read, excerpt, saved):
    head, rows, footer = rows_of(excerpt(_JOBLESS))
    titles = [row for row in head if not any(row[1:])]
    columns = [row[1:] for row in head if any(row[1:])]
    year = [f"Jahr {rows[0][0]}"]
    found = recognise.read(saved(joined([*titles, year, *columns], [row[1:] for row in rows], footer)))
    assert content(found).equals(content(read(_JOBLESS)))


def test_years_side_by_side_are_read(saved, cell):
    text = (
        "Tabelle: 99999-01-01-4\nErfundene Tabelle (Anzahl);;;\n"
        ";;31.12.2022;31.12.2023\nDG;Deutschland;10;11\n08;  Baden-Württemberg;3;-\n"
        "__________\n© Amt\nStand: 01.02.2024 / 10:00:00\n"
    )
    table = recognise.read(saved(text))
    assert cell(table, region="DG", year=2022) == (10, "wert")
    assert cell(table, region="08", year=2023) == (0, "nichts_vorhanden")
    assert set(table.cells["column"]) == {"Erfundene Tabelle"}


def test_codes_without_names_and_brackets_and_half_units(saved, cell):
    text = (
        "GENESIS-Tabelle: 99999-02-01-5\nErfunden;;;\n;;Fälle;Quote\n;;Anzahl;Prozent\n"
        "2020/21;  08111000;0;(5,5)\n2020/21;  08115001;1.234;/\n2020/21;  08115002;...;x\n"
        "__________\n© Amt\n"
    )
    table = recognise.read(saved(text))
    assert cell(table, region="08111000", year=2020, column="Fälle") == (0, "unter_halber_einheit")
    assert cell(table, region="08111000", column="Quote") == (5.5, "eingeschraenkt")
    assert cell(table, region="08115001", column="Fälle") == (1234, "wert")
    assert cell(table, region="08115001", column="Quote") == (None, "unsicher")
    assert cell(table, region="08115002", column="Fälle") == (None, "folgt")
    assert cell(table, region="08115002", column="Quote") == (None, "gesperrt")


def test_laender_by_name_and_columns_of_quality(saved, cell):
    text = (
        "Tabelle: 12411-0010\nBevölkerung: Bundesländer, Stichtag;;;\n;;Bevölkerungsstand;\n;;Anzahl;\n"
        "31.12.2023;Baden-Württemberg;11339260;e\n31.12.2023;Deutschland;84669326;p\n__________\n© Amt\n"
    )
    table = recognise.read(saved(text))
    assert table.cells.height == 2
    assert cell(table, region="08", column="Bevölkerungsstand", year=2023) == (11339260, "wert")
    assert cell(table, region="DG", column="Bevölkerungsstand") == (84669326, "wert")


def test_the_total_of_laender_by_name_is_deutschland(saved, cell):
    text = (
        "Tabelle: 12411-0010\nBevölkerung: Bundesländer, Stichtag\nBevölkerung (Anzahl)\n"
        ";31.12.2022;31.12.2023\nBaden-Württemberg;10;11\nBayern;12;13\nInsgesamt;22;24\n__________\n© Amt\n"
    )
    table = recognise.read(saved(text))
    assert cell(table, region="09", year=2022) == (12, "wert")
    assert cell(table, region="DG", year=2023) == (24, "wert")


def test_years_above_groups_and_the_measure_in_the_title(saved, cell):
    """As the Regionaldatenbank delivers population by Gemeinden."""
    text = (
        "GENESIS-Tabelle: 12411-01-01-5-B\nBevölkerung nach Geschlecht;;;;;\n- Stichtag 31.12. -;;;;;\n"
        "Bevölkerungsstand (Anzahl);;;;;\n;;31.12.2015;31.12.2015;31.12.2014;31.12.2014\n"
        ";;Insgesamt;männlich;Insgesamt;männlich\n01051001;Albersdorf;34;16;33;15\n01051040;Hägen;-;-;5;2\n"
        "__________\n(C)opyright Amt\nStand: 24.01.2018 / 15:40:00\n"
    )
    table = recognise.read(saved(text))
    assert cell(table, region="01051001", year=2014, column="männlich", unit="Anzahl") == (15, "wert")
    assert cell(table, region="01051040", year=2015, column="Insgesamt") == (0, "nichts_vorhanden")
    assert table.edition == "24.01.2018 / 15:40:00"


def test_key_and_name_of_a_region_in_two_columns_of_the_ba(saved, cell):
    text = '\ufeff"Jahr ";"Regionalschlüssel";"Region ";"Arbeitslose "\n"2023";"08111";"Stuttgart";"17.123"\n'
    table = recognise.read(saved(text))
    found = {"region": "08111", "region_name": "Stuttgart", "column": "Arbeitslose"}
    assert cell(table, **found) == (17123, "wert")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("12411-01-01-4_2024_flat.csv", "12411-01-01-4"),
        ("12411-0015_de_flat.csv", "12411-0015"),
        ("12411-2024.csv", "12411"),
        ("download.csv", "12411"),
    ],
)
def test_a_year_in_the_name_of_a_flat_file_is_no_table(excerpt, saved, name, code):
    data = excerpt("ffcsv/12411-01-01-4_2024_flat.csv").read_bytes()
    assert recognise.read(saved(data, name)).code == code


def test_a_workbook_gives_the_same_cells_as_the_csv(read, excerpt, saved, xlsx):
    head, rows, _ = rows_of(excerpt(_JOBLESS))
    numbers = [[_number(field) if i > 2 else field for i, field in enumerate(row)] for row in rows]
    found = recognise.read(saved(xlsx([*head, *numbers], "13211-02-05-4")))
    assert content(found).equals(content(read(_JOBLESS)))


def test_an_inkar_workbook_gives_the_same_cells_as_the_csv(read, excerpt, saved, xlsx):
    rows = list(csv.reader(io.StringIO(text_of(excerpt("inkar_export/indikatoren.csv"))), delimiter=";"))
    numbers = [[_number(f.replace(".", "")) if i > 2 else f for i, f in enumerate(row)] for row in rows[2:]]
    found = recognise.read(saved(xlsx([*rows[:2], *numbers], "Daten")))
    assert content(found).equals(content(read("inkar_export/indikatoren.csv")))


def _number(field: str) -> str | float:
    try:
        return float(field.replace(",", "."))
    except ValueError:
        return field


_OLD_HEAD = (
    "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;"
    "1_Auspraegung_Label;2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;2_Auspraegung_Label"
)


def as_old_flat_file(path) -> str:
    """An excerpt of the new form written in the old one."""
    rows = csv.DictReader(io.StringIO(text_of(path)), delimiter=";")
    lines = [f"{_OLD_HEAD};BEVSTD__Bevölkerungsstand__Anzahl;BEVSTD__Bevölkerungsstand__q"]
    for row in rows:
        year, month, day = row["time"].split("-")
        fields = [row[name] for name in list(row)[:13]]
        lines.append(";".join([*fields[:4], f"{day}.{month}.{year}", *fields[5:], row["value"], "e"]))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_old_and_new_flat_file_give_the_same_cells(read, excerpt, saved, encoding):
    name = "ffcsv/12411-01-01-4_2024_flat.csv"
    found = recognise.read(saved(as_old_flat_file(excerpt(name)).encode(encoding)))
    assert content(found).equals(content(read(name)))
    assert found.code == "12411"


def test_order_of_lines_in_a_flat_file_changes_nothing(read, excerpt, saved):
    name = "ffcsv/12411-01-01-4_2024_flat.csv"
    head, *lines = text_of(excerpt(name)).splitlines()
    found = recognise.read(saved("\n".join([head, *reversed(lines)])))
    assert content(found).equals(content(read(name)))


_NEW_HEAD = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;value;value_unit;value_variable_code;value_variable_label;"
    "value_q\n"
)


def test_flat_file_of_the_zensus_with_long_keys_and_marks(saved, cell):
    text = _NEW_HEAD + (
        "1000A;Zensus;STAG;Stichtag;2022-05-15;GEOGM4;Gemeinden;081110000000;Stuttgart;610458;Anzahl;PRS018;Personen;e\n"
        "1000A;Zensus;STAG;Stichtag;2022-05-15;GEOGM4;Gemeinden;081110000000;Stuttgart;25,7;%;PRS019;Anteil;()\n"
        "1000A;Zensus;STAG;Stichtag;2022-05-15;GEOGM4;Gemeinden;010515163003;Averlak;/;Anzahl;PRS018;Personen;/\n"
        "1000A;Zensus;STAG;Stichtag;2022-05-15;GEODL1;Deutschland;0;Deutschland;82719,5;1000;PRS018;Personen;e\n"
    )
    table = recognise.read(saved(text))
    assert cell(table, region="08111000", column="Personen") == (610458, "wert")
    assert cell(table, region="08111000", column="Anteil") == (25.7, "eingeschraenkt")
    assert cell(table, region="01051003", column="Personen") == (None, "unsicher")
    assert cell(table, region="DG", column="Personen", unit="Anzahl") == (82719500, "wert")


def test_one_measure_in_two_units_keeps_both(saved):
    text = _NEW_HEAD + (
        "61111;VPI;JAHR;Jahr;2023;DINSG;Deutschland;DG;Deutschland;116,7;2020=100;PREIS1;Preisindex;e\n"
        "61111;VPI;JAHR;Jahr;2023;DINSG;Deutschland;DG;Deutschland;5,9;%;PREIS1;Preisindex;e\n"
    )
    assert set(recognise.read(saved(text)).cells["column"]) == {"Preisindex | 2020=100", "Preisindex | %"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("101.2", "99.8"), (101.2, 99.8)),
        (("101,2", "99,8"), (101.2, 99.8)),
        (("1.234", "2.345"), (1234.0, 2345.0)),
        (("1.234", "0.5"), (1.234, 0.5)),
    ],
)
def test_decimal_sign_of_a_flat_file_is_that_of_its_language(saved, values, expected):
    lines = (
        f"42191;X;JAHR;Jahr;{2020 + i};DINSG;Deutschland;DG;Deutschland;{value};2015=100;LKW;Index;e\n"
        for i, value in enumerate(values)
    )
    cells = recognise.read(saved(_NEW_HEAD + "".join(lines))).cells
    assert tuple(cells["value"]) == expected


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ("2023", 2023),
        ("31.12.2023", 2023),
        ("2023-12-31", 2023),
        ("2023/24", 2023),
        ("Schuljahr 2023/2024", 2023),
        ("Zeit: 2023", 2023),
        ("Stichtag: 31.12.2016", 2016),
        ("2023-10P6M", 2023),
        ("2015-2017", 2017),
        ("Dezember 2023", None),
        ("1. Quartal 2023", None),
        ("2024/23", None),
        ("20233", None),
        ("ab 2009", None),
        ("1899", None),
    ],
)
def test_only_years_and_reference_dates_are_years(period, year):
    assert read_year(period) == year


@pytest.mark.parametrize("separators", [";", ";;", ";;;;;"])
def test_separators_at_the_end_of_all_lines_change_nothing(read, excerpt, saved, separators):
    lines = text_of(excerpt(_JOBLESS)).splitlines()
    found = recognise.read(saved("\n".join(line + separators for line in lines)))
    assert content(found).equals(content(read(_JOBLESS)))


def test_a_merged_head_saved_as_csv_changes_nothing(read, excerpt, saved):
    head, rows, footer = rows_of(excerpt(_JOBLESS))
    first = next(i for i, row in enumerate(head) if "Arbeitslose" in row)
    titles = head[first]
    merged = ["" if i and title == titles[i - 1] else title for i, title in enumerate(titles)]
    assert merged.count("Arbeitslose") == 1
    found = recognise.read(saved(joined([*head[:first], merged, *head[first + 1 :]], rows, footer)))
    assert content(found).equals(content(read(_JOBLESS)))


def separated(path, sign):
    """The file with another sign between its fields, as a spreadsheet would write it."""
    rows = csv.reader(io.StringIO(text_of(path)), delimiter=";")
    stream = io.StringIO()
    csv.writer(stream, delimiter=sign, lineterminator="\n").writerows(rows)
    return stream.getvalue()


@pytest.mark.parametrize("name", _TABLES[:7])
@pytest.mark.parametrize("sign", [",", "\t"])
def test_another_separator_changes_nothing(read, excerpt, saved, name, sign):
    found = recognise.read(saved(separated(excerpt(name), sign), excerpt(name).name))
    assert content(found).equals(content(read(name)))
    assert (found.format, found.code, found.title) == (read(name).format, read(name).code, read(name).title)


def test_an_old_flat_file_in_english_is_read(read, excerpt, saved):
    name = "ffcsv/12411-01-01-4_2024_flat.csv"
    english = text_of(excerpt(name)).splitlines()[0].split(";")[:13]
    old = as_old_flat_file(excerpt(name)).replace(_OLD_HEAD, ";".join(english))
    assert old.startswith("statistics_code;")
    assert content(recognise.read(saved(old))).equals(content(read(name)))


def test_umlauts_in_two_signs_change_nothing(read, excerpt, saved):
    text = unicodedata.normalize("NFD", text_of(excerpt(_JOBLESS)))
    assert content(recognise.read(saved(text))).equals(content(read(_JOBLESS)))
