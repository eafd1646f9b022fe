"""Numbers in another writing are refused, never read as something else: 23,366 persons are not 23.366."""

import re

import pytest

from indicators.errors import InputError
from indicators.importers import recognise
from indicators.importers.cells import decimal_sign, decimal_sign_by_units, read_value

_JOBLESS = "regionalstatistik_table/13211-02-05-4_2025.csv"
_FLAT = "ffcsv/12411-01-01-4_2024_flat.csv"


def table(unit, *figures):
    body = "".join(f"2024;0811{5 + i};Ort {i};{figure}\n" for i, figure in enumerate(figures))
    return f"Tabelle: 99999-01-01-4\nErfunden;;;\n;;;Größe\n;;;{unit}\n{body}____\n© Amt\nStand: 01.02.2026\n"


def refused(path):
    with pytest.raises(InputError) as caught:
        recognise.read(path)
    return caught.value


@pytest.mark.parametrize("unit", ["Anzahl", "Personen", "Fälle"])
def test_english_thousands_of_a_count_are_refused(saved, unit):
    error = refused(saved(table(unit, "431", "1,250", "23,366")))
    assert "englische Schreibweise" in error.message
    assert (error.line, error.column, error.value) == (7, 4, "23,366")


def test_english_millions_and_decimals_are_named(saved):
    assert "Kommas die Tausender" in refused(saved(table("Anzahl", "2,948,092"))).message
    error = refused(saved(table("Prozent", "6,8", "0.125")))
    assert "ein Punkt, wo ein Komma" in error.message
    assert (error.line, error.column) == (6, 4)


def test_a_dot_groups_no_thousands_in_a_rate(saved, cell):
    error = refused(saved(table("Prozent", "12.800", "6.300")))
    assert (error.line, error.column, error.value) == (5, 4, "12.800")
    read = recognise.read(saved(table("Anzahl", "12.800", "1.234.567")))
    assert cell(read, region="08115") == (12800, "wert")
    assert cell(read, region="08116") == (1234567, "wert")


@pytest.mark.parametrize("text", ["0.125", "01.250", "012 500"])
def test_no_group_of_thousands_starts_with_a_nought(text):
    assert read_value(text, ",", count=True) is None


def test_averages_and_half_posts_are_counts_too(saved, cell):
    assert cell(recognise.read(saved(table("Anzahl", "12,25", "1,5"))), region="08115") == (12.25, "wert")


def test_english_thousands_in_an_export_of_inkar_are_refused(saved):
    text = "Kennziffer;Raumeinheit;Aggregat;Einkommen\n;;;2017\n01001;Flensburg;krsfr. Stadt;1,598\n"
    error = refused(saved(text))
    assert (error.line, error.column, error.value) == (3, 4, "1,598")
    assert recognise.read(saved(text.replace("1,598", "1.598"))).cells["value"].to_list() == [1598]


def test_english_thousands_of_the_ba_are_refused(saved):
    text = '"Jahr";"Arbeitslose "\n"2023";"1,234"\n'
    error = refused(saved(text))
    assert (error.line, error.column) == (2, 2)
    assert recognise.read(saved(text.replace(",", "."))).cells["value"].to_list() == [1234]


@pytest.mark.parametrize("figure", ["23,36", "600000,5"])
def test_a_part_of_a_person_is_refused_in_a_known_table(planned, excerpt, saved, figure):
    lines = excerpt(_JOBLESS).read_bytes().decode("cp1252").split("\n")
    number = next(i for i, line in enumerate(lines) if line.startswith("2025;08111;"))
    fields = lines[number].split(";")
    lines[number] = ";".join([*fields[:3], figure, *fields[4:]])
    with pytest.raises(InputError, match="ist eine Anzahl, hat aber Stellen nach dem Komma") as caught:
        planned(saved("\n".join(lines)))
    assert (caught.value.line, caught.value.column, caught.value.value) == (number + 1, "Arbeitslose", figure)


def test_thousands_of_a_flat_file_may_have_decimals(planned, excerpt, saved):
    text = excerpt(_FLAT).read_text(encoding="utf-8-sig")
    whole = planned(saved(text, "12411-01-01-4.csv"))
    lines = [line.split(";") for line in text.splitlines()]
    value, unit = lines[0].index("value"), lines[0].index("value_unit")
    for line in lines[1:]:
        if line[value].isdigit():
            line[value] = f"{int(line[value]) / 1000:.3f}".replace(".", ",")
        line[unit] = "1000"
    thousands = "\n".join(map(";".join, lines))
    plan = planned(saved(thousands, "12411-01-01-4.csv"))
    assert plan.match.mapped.observations.equals(whole.match.mapped.observations)
    dotted = "\n".join(
        line.replace(",", ".") for line in thousands.split("\n") if re.search(r"^stat|;\d{3},\d{3};", line)
    )
    with pytest.raises(InputError, match="Der Punkt kann Tausender oder Dezimalstellen trennen"):
        planned(saved(dotted, "12411-01-01-4.csv"))


def test_a_rate_tells_the_writing_of_its_column():
    assert decimal_sign(["1.234"]) == ","
    assert decimal_sign_by_units([("1.234", "Anzahl")]) == ","
    assert decimal_sign_by_units([("1.234", "Anzahl"), ("12.800", "Prozent")]) == "."
    assert decimal_sign_by_units([("100.788", "1000")]) is None
    assert decimal_sign_by_units([("100.788", "1000"), ("0.5", "1000")]) == "."
