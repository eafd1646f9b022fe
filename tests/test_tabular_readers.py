"""The plain tabular readers: columns, records, events and the Betroffenenberatung."""

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicators.catalog import Dataset, MeasureRule
from indicators.errors import InputError
from indicators.importers import betroffenenberatung, columns, events, records
from indicators.importers.raw import Cells


def dataset(layout: dict[str, Any], *names: str) -> Dataset:
    rules = tuple(
        MeasureRule(measure=f"m{n}", title=name, unit="percent", columns=(name,))
        for n, name in enumerate(names)
    )
    return Dataset(
        id="probe",
        title="Probe",
        producer="Test",
        table="INKAR",
        licence="dl-de/by-2-0",
        attribution="Test",
        url="https://example.org",
        edition="1",
        retrieved=date(2026, 1, 1),
        format="columns",
        inputs=(),
        layout=layout,
        measures=rules,
    )


def written(folder: Path, text: str, name: str = "probe.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows(frame: pl.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    return frame.sort("line", "column").with_columns(pl.col("status").cast(pl.String)).select(names).rows()


INKAR = {
    "region": "kennziffer",
    "year": "zeitbezug",
    "filter": {"raumbezug": ["Kreise", "Bundesländer", "Bund"]},
    "region_digits": 5,
    "region_map": {"111": "DG"},
}


def test_columns_reads_the_named_columns_of_the_wanted_levels(tmp_path):
    path = tmp_path / "inkar.parquet"
    pl.DataFrame(
        {
            "raumbezug": ["Kreise", "Kreisregionen", "Bundesländer", "Bund"],
            "kennziffer": ["08111000", "08111000", "08", "111"],
            "name": ["Stuttgart", "Stuttgart", "Baden-Württemberg", "Bund"],
            "zeitbezug": ["2021"] * 4,
            "a_sch_a": [17.38, 17.38, None, 12.5],
            "fremd": [1.0, 1.0, 1.0, 1.0],
        }
    ).write_parquet(path)
    raw = columns.read(path, dataset(INKAR, "a_sch_a", "gibt_es_nicht"))
    Cells.validate(raw.cells)
    assert rows(raw.cells, "region", "region_name", "year", "column", "value", "status") == [
        ("08111", "Stuttgart", 2021, "a_sch_a", 17.38, "wert"),
        ("08", "Baden-Württemberg", 2021, "a_sch_a", None, "unbekannt"),
        ("DG", "Bund", 2021, "a_sch_a", 12.5, "wert"),
    ]
    assert (raw.format, raw.code) == ("columns", "INKAR")


def test_columns_restores_leading_zeros_rounds_binary_noise_and_knows_marks(tmp_path):
    path = written(
        tmp_path, "ID;n;Rate\n1001;Flensburg;56,7299995422363\n8111;Stuttgart;(4,5)\n9162;München;.\n"
    )
    layout = {
        "region": "ID",
        "region_digits": 5,
        "name": "n",
        "year_value": 2023,
        "delimiter": ";",
        "decimal_comma": True,
        "round": 2,
    }
    raw = columns.read(path, dataset(layout, "Rate"))
    assert rows(raw.cells, "region", "region_name", "year", "value", "status", "line", "position") == [
        ("01001", "Flensburg", 2023, 56.73, "wert", 2, 3),
        ("08111", "Stuttgart", 2023, 4.5, "eingeschraenkt", 3, 3),
        ("09162", "München", 2023, None, "geheim", 4, 3),
    ]


@pytest.mark.parametrize(("text", "year"), [("2019", 2019), ("1995.0", 1995), ("2024-11-30", 2024)])
def test_years_are_read_however_they_are_written(tmp_path, text, year):
    path = written(tmp_path, f"ags,year,x\n08111,{text},1\n")
    raw = columns.read(path, dataset({"region": "ags", "year": "year"}, "x"))
    assert raw.cells["year"].to_list() == [year]


@pytest.mark.parametrize(
    ("line", "column", "wrong"),
    [("08111,2022-02,1", "year", "2022-02"), ("08111,,1", "year", ""), ("08111,2022,ca. 5", "x", "ca. 5")],
)
def test_unreadable_fields_are_named_with_line_and_column(tmp_path, line, column, wrong):
    path = written(tmp_path, f"ags,year,x\n08111,2021,1\n{line}\n")
    with pytest.raises(InputError) as error:
        columns.read(path, dataset({"region": "ags", "year": "year"}, "x"))
    assert (error.value.line, error.value.column, error.value.value) == (3, column, wrong)


def test_a_column_of_its_own_for_each_year(tmp_path):
    text = "ags,bev_2021,bev_2022\n08111,626275.0,632865.0\n12068,98829.0,90777.0\n"
    layout = {"region": "ags", "year_of": {"bev_2021": 2021, "bev_2022": 2022}}
    raw = columns.read(written(tmp_path, text), dataset(layout, "bev_2021", "bev_2022"))
    assert rows(raw.cells, "region", "year", "value", "status") == [
        ("08111", 2021, 626_275.0, "wert"),
        ("08111", 2022, 632_865.0, "wert"),
        ("12068", 2021, 98_829.0, "wert"),
        ("12068", 2022, 90_777.0, "wert"),
    ]
    with pytest.raises(InputError, match="bev_2022"):
        columns.read(written(tmp_path, "ags,bev_2021\n08111,1\n"), dataset(layout, "bev_2021"))


def test_zero_that_means_missing_is_not_a_figure(tmp_path):
    path = written(tmp_path, "ags,year,x,y\n08111,2021,0,0\n")
    layout = {"region": "ags", "year": "year", "zero_is_missing": ["x"]}
    raw = columns.read(path, dataset(layout, "x", "y"))
    assert rows(raw.cells, "column", "value", "status") == [("x", None, "unbekannt"), ("y", 0.0, "wert")]


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        ({"region": "ags", "yaer": "year"}, "layout.yaer"),
        ({"region": "ags", "year": "Jahr"}, "Spalte „Jahr“ fehlt"),
        ({"year": "year"}, "nennt keine Region"),
        ({"region": "ags"}, "nennt kein Jahr"),
    ],
)
def test_layout_that_does_not_fit_is_named(tmp_path, layout, message):
    path = written(tmp_path, "ags,year,x\n08111,2021,1\n")
    with pytest.raises(InputError, match=message):
        columns.read(path, dataset(layout, "x"))


def test_readers_need_a_dataset(tmp_path):
    with pytest.raises(InputError, match="Katalog"):
        columns.read(written(tmp_path, "ags,year,x\n"), None)


def test_no_rule_fits(tmp_path):
    with pytest.raises(InputError, match="Keine der Spalten"):
        columns.read(
            written(tmp_path, "ags,year,x\n08111,2021,1\n"), dataset({"region": "ags", "year": "year"}, "z")
        )


def test_records_joins_labels_and_filters(tmp_path):
    text = (
        "ags;year;code;art;value;einheit\n08111;2022;q;q;1,5;%\n08111;2022;q;m;2,5;%\n"
        "08111;2022;fremd;;9;%\n08121;2022;q;;-;%\n"
    )
    path = tmp_path / "lang.csv.gz"
    path.write_bytes(gzip.compress(text.encode()))
    layout = {
        "region": "ags",
        "year": "year",
        "labels": ["code", "art"],
        "unit": "einheit",
        "filter": {"code": "q"},
        "delimiter": ";",
        "decimal_comma": True,
    }
    raw = records.read(path, dataset(layout, "q"))
    assert rows(raw.cells, "region", "column", "unit", "value", "status", "line", "position") == [
        ("08111", "q", "%", 1.5, "wert", 2, 5),
        ("08111", "q | m", "%", 2.5, "wert", 3, 5),
        ("08121", "q", "%", None, "nicht_erhoben", 5, 5),
    ]


def test_records_exclude_rows(tmp_path):
    path = written(tmp_path, "reihe,jahr,wert,quelle\na,2022,1,x\na,2022,2,y\n")
    layout = {
        "region_value": "DG",
        "year": "jahr",
        "labels": ["reihe"],
        "value": "wert",
        "exclude": {"quelle": ["y"]},
    }
    raw = records.read(path, dataset(layout, "a"))
    assert rows(raw.cells, "region", "value") == [("DG", 1.0)]


def test_events_count_once_per_level_and_leave_out_what_is_excluded(tmp_path):
    path = written(
        tmp_path,
        "date,community_id,category_de\n2015-01-01,081110000000,Angriff\n2015-05-01,081110000000,Angriff\n"
        "2015-06-01,081210000000,Kundgebung/Demo\n2016-06-01,147290050050,Angriff\n",
    )
    layout = {
        "region": "community_id",
        "region_digits": 5,
        "date": "date",
        "exclude": {"category_de": ["Kundgebung/Demo"]},
        "zero_level": "kreis",
    }
    raw = events.read(path, dataset(layout, "Ereignisse"))
    counted = raw.cells.sort("region", "year").select("region", "year", "value").rows()
    assert counted == [
        ("08", 2015, 2.0),
        ("08111", 2015, 2.0),
        ("14", 2016, 1.0),
        ("14729", 2016, 1.0),
        ("DG", 2015, 2.0),
        ("DG", 2016, 1.0),
    ]
    by_level = raw.cells.group_by(
        pl.col("region").str.len_chars(), region_is_dg=pl.col("region") == "DG"
    ).agg(pl.col("value").sum())
    assert by_level["value"].to_list() == [3.0, 3.0, 3.0]


def counselling(folder: Path, *entries: tuple[str, int, dict[str, int], dict[str, dict[str, int]]]) -> Path:
    def groups(figures: dict[str, int]) -> list[dict[str, Any]]:
        return [{"label": label, "value": value} for label, value in figures.items()]

    content = [
        {
            "year": year,
            "attacks": {
                "groupings": [
                    {"label": "Gesamt", "groups": groups({"Angriffe": total})},
                    {"label": "Tatmotive", "groups": groups(motives)},
                    *(
                        {"label": f"Region {name}", "groups": groups(found)}
                        for name, found in regions.items()
                    ),
                ]
            },
            "victims": {"groupings": [{"label": "Gesamt", "groups": groups({"Betroffene": total + 1})}]},
        }
        for year, total, motives, regions in entries
    ]
    return written(folder, json.dumps(content), "probe.json")


def test_counselling_adds_full_years_and_names_half_ones(tmp_path):
    path = counselling(
        tmp_path,
        ("2023/1", 55, {"Rassismus": 25}, {}),
        (
            "2022",
            30,
            {"Rassismus": 9},
            {"Nordwest": {"Osnabrück": 20, "Lingen": 1}, "Süd": {"Osnabrück": 2}},
        ),
        ("2021/1", 4, {"Rassismus": 1}, {}),
        ("2021/2", 6, {"Rassismus": 2}, {}),
    )
    raw = betroffenenberatung.read(path, dataset({"land": "03", "places": {"Osnabrück": "03404"}}))
    found = raw.cells.with_columns(pl.col("status").cast(pl.String)).select(
        "region", "region_name", "year", "column", "value", "status"
    )
    assert found.rows() == [
        ("03", "", 2021, "Angriffe", 10.0, "wert"),
        ("03", "", 2021, "Angriffe | Rassismus", 3.0, "wert"),
        ("03", "", 2021, "Betroffene", 12.0, "wert"),
        ("03", "", 2022, "Angriffe", 30.0, "wert"),
        ("03", "", 2022, "Angriffe | Rassismus", 9.0, "wert"),
        ("03", "", 2022, "Betroffene", 31.0, "wert"),
        ("03404", "", 2022, "Angriffe", 22.0, "eingeschraenkt"),
        ("Lingen", "Lingen", 2022, "Angriffe", 1.0, "eingeschraenkt"),
    ]
    assert raw.notes == ("Nur ein Halbjahr veröffentlicht: 2023",)


@pytest.mark.parametrize("text", ["{", '[{"year": "2022"}]', '[{"year": "Frühjahr", "attacks": {}}]', "[1]"])
def test_counselling_refuses_other_files(tmp_path, text):
    with pytest.raises(InputError):
        betroffenenberatung.read(written(tmp_path, text, "probe.json"), dataset({"land": "03"}))


@pytest.mark.parametrize("content", [b"", b"PAR1 not parquet"])
@pytest.mark.parametrize("name", ["probe.csv", "probe.parquet"])
def test_damaged_files_end_in_a_german_error(tmp_path, content, name):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError):
        columns.read(path, dataset({"region": "ags", "year": "year"}, "x"))


def test_figure_below_what_can_be_is_missing(tmp_path):
    path = written(tmp_path, "ags,year,x,y\n08126,2006,-0.01,-0.01\n08126,2007,6.26,1\n")
    layout = {"region": "ags", "year": "year", "at_least": {"x": 0.01}}
    raw = columns.read(path, dataset(layout, "x", "y"))
    assert rows(raw.cells, "year", "column", "value", "status") == [
        (2006, "x", None, "unbekannt"),
        (2006, "y", -0.01, "wert"),
        (2007, "x", 6.26, "wert"),
        (2007, "y", 1.0, "wert"),
    ]
