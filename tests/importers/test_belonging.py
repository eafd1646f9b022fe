"""To which dataset a file belongs: by its code; without one only by the figures that it repeats."""

import dataclasses

import pytest

from indicators import observations
from indicators.errors import InputError
from indicators.importers import overlay

_JOBLESS = "regionalstatistik_table/13211-02-05-4_2025.csv"
_WORKPLACE = "regionalstatistik_13111_01_03_4"
_HOME = "regionalstatistik_13111_02_02_4"


def employees(year, dataset=None, first="", title="Sozialversicherungspflichtig Beschäftigte am Wohnort"):
    """A table of employees as the Regionaldatenbank lays it out: invented figures, or those of a dataset."""
    kreise = {"08111": "Stuttgart", "05315": "Köln", "14713": "Leipzig", "09162": "München"}
    figures = {ags: (200_000 + i, 40_000 + i) for i, ags in enumerate(kreise)}
    if dataset:
        stored = observations.read(dataset).filter(year=year)
        figures = {
            ags: (
                int(stored.filter(ags=ags, group="insgesamt")["value"][0]),
                int(stored.filter(ags=ags, group="auslaender")["value"][0]),
            )
            for ags in kreise
        }
    body = "".join(
        f"30.06.{year};{ags};{name};{figures[ags][0]};{figures[ags][1]}\n" for ags, name in kreise.items()
    )
    return (
        f"{first}{title};;;;\nBeschäftigte (Anzahl);;;;\n;;;Nationalität;Nationalität\n"
        f";;;Insgesamt;Ausländer(innen)\n;;;Geschlecht;Geschlecht\n;;;Insgesamt;Insgesamt\n{body}"
        "____\n© Amt\nStand: 01.02.2026 / 10:00:00\n"
    )


def test_tables_with_the_same_columns_are_told_apart_by_their_code(planned, saved):
    for code, dataset in (("13111-01-03-4", _WORKPLACE), ("13111-02-02-4", _HOME)):
        plan = planned(saved(employees(2021, first=f"Tabelle: {code}\n")))
        assert plan.dataset.id == dataset
        assert plan.difference.new.height == 8


def test_a_new_year_without_a_code_belongs_nowhere(planned, saved, home):
    plan = planned(saved(employees(2021)))
    assert plan.match is None
    assert f"Die Spalten passen zu {_WORKPLACE} oder {_HOME}" in plan.text()
    overlay.apply(plan)
    assert not home.exists()


def test_known_figures_tell_a_table_without_a_code(planned, saved):
    assert planned(saved(employees(2019, _HOME))).dataset.id == _HOME
    assert planned(saved(employees(2019, _WORKPLACE))).dataset.id == _WORKPLACE


def test_two_datasets_that_fit_alike_are_refused(declared, registry, saved, home):
    twin = declared.datasets[_HOME].model_copy(update={"id": "zwilling"})
    stored = observations.read(_HOME)
    target = home / "observations" / "zwilling.parquet"
    target.parent.mkdir(parents=True)
    stored.write_parquet(target)
    both = dataclasses.replace(declared, datasets={**declared.datasets, "zwilling": twin})
    with pytest.raises(InputError, match=f"nicht eindeutig: {_HOME} oder zwilling"):
        overlay.plan(saved(employees(2019, _HOME)), both, registry)


def test_a_code_in_title_or_footer_counts_if_it_is_the_only_one(planned, saved):
    text = employees(2021, title="Beschäftigte am Wohnort (13111-02-02-4)")
    assert planned(saved(text)).dataset.id == _HOME
    assert planned(saved(text.replace("© Amt", "© Amt, siehe auch 13111-01-03-4"))).match is None


@pytest.mark.parametrize(
    ("sheet", "dataset"), [("13111-02-02-4", _HOME), ("Tabelle1", None), ("Daten 2021", None)]
)
def test_the_name_of_a_sheet_is_only_a_code_if_it_looks_like_one(planned, saved, xlsx, sheet, dataset):
    rows = [line.split(";") for line in employees(2021).splitlines()[:-3]]
    numbers = [[float(f) if i > 2 and f.isdigit() else f for i, f in enumerate(row)] for row in rows]
    plan = planned(saved(xlsx(numbers, sheet)))
    assert (plan.dataset.id if plan.dataset else None) == dataset
    assert plan.table.code == ("13111-02-02-4" if dataset else "")


@pytest.mark.parametrize("start", [b"sep=;\r\n", b"\xef\xbb\xbf\xef\xbb\xbf", b"\xef\xbb\xbfsep=;\n"])
def test_what_programs_write_before_a_table_hides_no_code(planned, excerpt, saved, start):
    text = excerpt(_JOBLESS).read_bytes().decode("cp1252").encode()
    plan = planned(saved(start + text))
    assert (plan.table.code, plan.changes_anything) == ("13211-02-05-4", False)
    lines = int(b"\n" in start)
    where = {"region": "08111", "column": "Arbeitslose"}
    with_start, without = (
        table.cells.filter(**where)["line"].to_list() for table in (plan.table, planned(saved(text)).table)
    )
    assert with_start == [line + lines for line in without]


_INKAR = (
    "Kennziffer;Raumeinheit;Aggregat;Beschäftigtenquote{more}\n;;;2018{year}\n"
    "08111;Stuttgart;krsfr. Stadt;60,1{value}\n"
)


def test_an_export_of_inkar_may_have_fewer_indicators_than_its_dataset(planned, saved):
    plan = planned(saved(_INKAR.format(more="", year="", value="")))
    assert plan.dataset.id == "inkar_2020_beschaeftigung"
    assert plan.as_json()["new"] == 1
    assert any(note.startswith("Ohne Werte in dieser Datei") for note in plan.notes)


def test_an_export_of_inkar_with_other_indicators_names_the_near_miss(planned, saved):
    plan = planned(saved(_INKAR.format(more=";Hunde je Haus", year=";2018", value=";0,5")))
    assert plan.match is None
    assert any("Einen Teil der Spalten kennt inkar_2020_beschaeftigung" in note for note in plan.notes)


def test_a_statistic_that_two_tables_share_is_told_by_its_figures(declared, registry, excerpt, saved):
    text = excerpt("ffcsv/12411-01-01-4_2024_flat.csv").read_text(encoding="utf-8-sig")
    population = declared.datasets["regionalstatistik_12411_01_01_4"]
    twin = population.model_copy(update={"id": "zwilling", "table": "12411-77-01-4"})
    both = dataclasses.replace(declared, datasets={"a_zwilling": twin, population.id: population})
    known = overlay.plan(saved(text), both, registry)
    assert known.dataset == population
    new = overlay.plan(saved(text.replace("2024-12-31", "2025-12-31")), both, registry)
    assert new.match is None
    assert "Die Spalten passen zu zwilling oder" in new.text()
