"""Figures that are possible but cannot be meant: of other regions, years, days or sizes."""

import re

import pytest

from indicators import observations, regions
from indicators.errors import InputError
from indicators.importers import names, overlay, periods

_JOBLESS = "regionalstatistik_table/13211-02-05-4_2025.csv"
_FLAT = "ffcsv/12411-01-01-4_2024_flat.csv"
_EMPLOYEES = "regionalstatistik_13111_02_02_4"


def jobless(path, year, **figures):
    """The excerpt as a download of another year, with other figures of Stuttgart by their field."""
    lines = path.read_bytes().decode("cp1252").replace("\n2025;", f"\n{year};").split("\n")
    row = next(i for i, line in enumerate(lines) if line.startswith(f"{year};08111;"))
    fields = lines[row].split(";")
    for field, figure in figures.items():
        fields[int(field.strip("_"))] = figure
    lines[row] = ";".join(fields)
    return "\n".join(lines)


def notes(plan, word):
    return [note for note in plan.notes if word in note]


# sizes


def test_a_new_year_like_the_one_before_needs_no_note(planned, excerpt, saved):
    assert planned(saved(jobless(excerpt(_JOBLESS), 2026))).notes == ()


@pytest.mark.parametrize("share", ["101", "128,1", "999999999"])
def test_a_share_of_more_than_a_hundred_is_refused(planned, excerpt, saved, share):
    with pytest.raises(InputError, match="Anteil von mehr als 100 %") as caught:
        planned(saved(jobless(excerpt(_JOBLESS), 2026, _14_=share)))
    assert caught.value.value == share
    assert caught.value.line


def test_no_shipped_figure_is_a_share_of_more_than_a_hundred(declared):
    for dataset in declared.datasets.values():
        shares = [r.measure for r in dataset.measures if r.unit == "percent" and not r.beyond_100]
        stored = observations.read(dataset.id)
        assert stored.filter(stored["measure"].is_in(shares))["value"].drop_nulls().le(100.05).all()


def test_a_new_value_out_of_proportion_is_noted_and_taken(planned, excerpt, saved):
    plan = planned(saved(jobless(excerpt(_JOBLESS), 2026, _14_="1,2")))
    (note,) = notes(plan, "außer Verhältnis")
    assert note.startswith("Ein neuer Wert ist außer Verhältnis")
    assert "Stuttgart, 2026, arbeitslosenquote (auslaender): 12,8 (2025) → 1,2." in note
    overlay.apply(plan)


def test_a_column_in_another_unit_is_shown_but_not_merged(planned, excerpt, saved, home):
    text = jobless(excerpt(_JOBLESS), 2026)
    tenfold = re.sub(r"(?m)^(2026;[^;]*;[^;]*;\d+)", r"\g<1>0", text)
    plan = planned(saved(tenfold))
    assert notes(plan, "neue Werte sind außer Verhältnis") or notes(plan, "neuer Wert ist")
    assert notes(plan, "Nicht zu übernehmen")
    with pytest.raises(InputError, match=r"„Arbeitslose“ .* im Mittel das 10-Fache"):
        overlay.apply(plan)
    assert not home.exists()


def test_a_part_that_is_larger_than_its_whole_is_noted(planned, excerpt, saved):
    plan = planned(saved(jobless(excerpt(_JOBLESS), 2026, _4_="99999")))
    (note,) = notes(plan, "größer als das Ganze")
    assert "Stuttgart, 2026, arbeitslose (auslaender): 99.999 von 23.366" in note
    other = planned(saved(jobless(excerpt(_JOBLESS), 2026, _9_="23400")))
    assert "langzeitarbeitslose (insgesamt): 23.400 von 23.366" in notes(other, "größer als das Ganze")[0]


# regions


def employees(year, ags, name, day="30.06."):
    return (
        "Tabelle: 13111-02-02-4\nBeschäftigte am Wohnort;;;\n;;;Nationalität\n;;;Insgesamt\n;;;Geschlecht\n"
        f";;;Insgesamt\n;;;Anzahl\n{day}{year};{ags};{name};91603\n____\n© Amt\n"
    )


def test_a_kreis_long_after_its_end_is_noted(planned, saved):
    late = planned(saved(employees(2024, "03152", "Göttingen")))
    assert late.dataset.id == _EMPLOYEES
    (note,) = notes(late, "nicht mehr gab")
    assert note.startswith("Ein Wert gilt einem Kreis")
    assert not notes(planned(saved(employees(2016, "03152", "Göttingen"))), "nicht mehr gab")


def test_a_code_column_that_slipped_is_refused(planned, excerpt, saved):
    lines = jobless(excerpt(_JOBLESS), 2026).split("\n")
    rows = [i for i, line in enumerate(lines) if line.startswith("2026;")]
    codes = [lines[i].split(";")[1] for i in rows]
    for i, code in zip(rows, [codes[-1], *codes[:-1]], strict=True):
        fields = lines[i].split(";")
        lines[i] = ";".join([fields[0], code, *fields[2:]])
    with pytest.raises(InputError, match="Schlüssel und Name passen nicht zusammen") as caught:
        planned(saved("\n".join(lines)))
    assert caught.value.line
    assert caught.value.column == "Region"


def test_one_wrong_name_of_many_is_noted(planned, excerpt, saved):
    kreise = [r for r in regions.load().of_level("kreis") if r.ags.startswith("08")][:30]
    rows = "".join(
        f"2024;{r.ags};{'Köln' if r.ags == '08111' else r.name};{1000 + i}\n" for i, r in enumerate(kreise)
    )
    plan = planned(saved(f"Tabelle: 99999-01-01-4\nErfunden;;;\n;;;Fälle\n;;;Anzahl\n{rows}____\n© Amt\n"))
    (note,) = notes(plan, "nicht zum Schlüssel")
    assert "08111 ist Stuttgart, nicht Köln" in note


@pytest.mark.parametrize(
    ("ags", "name"),
    [
        ("15362", "Ohrekreis"),
        ("09162", "Muenchen, Landeshauptstadt"),
        ("03241", "Region Hannover, Landkreis"),
        ("05354", "Aachen, Kreis"),
        ("08", "Baden-Wuerttemberg"),
        ("09", "Bavaria"),
        ("06631", "Fulda"),
        ("01001", "Stadt"),
    ],
)
def test_names_of_all_times_and_writings_fit(registry, ags, name):
    assert names.fits(name, registry.get(ags))


def test_names_of_others_do_not_fit(registry):
    assert not names.fits("Böblingen, Landkreis", registry.get("08116"))
    assert not names.fits("Saar", registry.get("01001"))
    assert not names.fits("Stadtregion", registry.get("01"))


_INKAR = (
    "Kennziffer;Raumeinheit;Aggregat;Beschäftigtenquote;Beschäftigtenquote Ausländer;"
    "Anteil ausländische Beschäftigte\n;;;2018;2018;2018\n"
)


@pytest.mark.parametrize(
    ("code", "name", "level"),
    [("01", "Stadtregion", "RegioStaR2"), ("1001", "Saar", "ROR"), ("08111", "Stuttgart", "Kreisregionen")],
)
def test_levels_of_inkar_that_are_not_ours_are_left_out(planned, saved, home, code, name, level):
    ours = '"08115";"Böblingen";"Landkreis";60,1;50,2;10,1\n'
    other = f'"{code}";"{name}";"{level}";60,1;50,2;10,1\n'
    plan = planned(saved(_INKAR + ours + other))
    assert plan.as_json()["regions"]["codes"] == ["08115"]
    assert plan.as_json()["dropped"][0]["count"] == 3
    with pytest.raises(InputError, match=f"Keine Angabe der Datei .* {level} {code} {name}"):
        planned(saved(_INKAR + other))


@pytest.mark.parametrize(
    ("code", "name", "level", "ags"),
    [
        ("08111000", "Stuttgart, Stadt", "krsfr. Stadt", "08111"),
        ("01051000", "Dithmarschen", "Landkreis", "01051"),
        ("1051", "Dithmarschen", "Kreise", "01051"),
        ("8", "Baden-Württemberg", "Bundesland", "08"),
        ("111", "Bund", "Bund", "DG"),
        ("00", "Bundesrepublik Deutschland", "Bund", "DG"),
        ("0", "Deutschland", "Bund", "DG"),
    ],
)
def test_codes_of_inkar_of_every_edition_are_known(planned, saved, code, name, level, ags):
    plan = planned(saved(f'{_INKAR}"{code}";"{name}";"{level}";60,1;50,2;10,1\n'))
    assert plan.as_json()["regions"]["codes"] == [ags]


def test_kreise_with_eight_digits_are_kreise(planned, excerpt, saved):
    plain = planned(saved(jobless(excerpt(_JOBLESS), 2026)))
    lines = jobless(excerpt(_JOBLESS), 2026).split("\n")
    kept = [line for line in lines if not re.match(r"2026;(\d{3}|\d{7,8});", line)]
    padded = planned(saved(re.sub(r"(?m)^2026;(\d{5});", r"2026;\g<1>000;", "\n".join(kept))))
    assert "08111" in padded.as_json()["regions"]["codes"]
    assert padded.match.mapped.observations.equals(
        plain.match.mapped.observations.join(
            padded.match.mapped.observations, on=["ags"], how="semi", maintain_order="left"
        )
    )


# years and days


@pytest.mark.parametrize("year", [2019, 2023])
def test_years_on_another_base_are_refused(planned, excerpt, saved, home, year):
    text = excerpt(_FLAT).read_text(encoding="utf-8-sig").replace("2024-12-31", f"{year}-12-31")
    with pytest.raises(InputError, match="Basis Zensus 2022"):
        planned(saved(text, "12411-01-01-4.csv"))
    assert not home.exists()


def test_years_on_the_right_base_of_a_longer_table_are_taken(planned, excerpt, saved):
    text = excerpt(_FLAT).read_text(encoding="utf-8-sig")
    head, *lines = text.splitlines()
    older = [line.replace("2024-12-31", "2019-12-31") for line in lines]
    plan = planned(saved("\n".join([head, *lines, *older]), "12411-01-01-4.csv"))
    assert plan.as_json()["years"] == [2024]
    assert "Basis Zensus 2022" in plan.as_json()["dropped"][0]["reason"]


def test_another_day_than_that_of_the_dataset_is_refused(planned, excerpt, saved):
    text = excerpt(_FLAT).read_text(encoding="utf-8-sig").replace("2024-12-31", "2025-06-30")
    with pytest.raises(InputError, match=r"Stichtag 30\.06\..*31\.12\.") as caught:
        planned(saved(text, "12411-01-01-4.csv"))
    assert (caught.value.line, caught.value.column, caught.value.value) == (2, 5, "2025-06-30")
    with pytest.raises(InputError, match=r"Stichtag 31\.12\..*30\.06\."):
        planned(saved(employees(2024, "08111", "Stuttgart", "31.12.")))


@pytest.mark.parametrize("period", ["31.03.2026", "2026/27", "WS 2026/27", "2020-2026"])
def test_parts_of_a_year_are_no_year(planned, excerpt, saved, period):
    text = jobless(excerpt(_JOBLESS), 2026).replace("\n2026;", f"\n{period};")
    with pytest.raises(InputError, match="einen anderen Zeitraum") as caught:
        planned(saved(text))
    assert (caught.value.column, caught.value.value) == (1, period)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2023", "Jahr"),
        ("1.3.2023", "01.03."),
        ("Stichtag: 2023-06-30", "30.06."),
        ("2023-10P6M", "Halbjahr"),
        ("2023-01P1Y", "Jahr"),
        ("2023/24", "Schuljahr"),
        ("2015-2017", "Zeitraum"),
    ],
)
def test_kinds_of_periods(text, kind):
    period = periods.read(text)
    assert period is not None
    assert period.kind == kind


# nothing left


@pytest.mark.parametrize("code", ["8111.0", "AGS 08111", "8111"])
def test_a_flat_file_with_damaged_codes_is_refused(planned, excerpt, saved, code):
    text = excerpt(_FLAT).read_text(encoding="utf-8-sig")
    assert ";08111;" in text
    line = text[: text.index(";08111;")].count("\n") + 1
    with pytest.raises(InputError, match="kein Regionalschlüssel") as caught:
        planned(saved(text.replace(";08111;", f";{code};"), "12411-01-01-4.csv"))
    assert (caught.value.line, caught.value.value) == (line, code)
