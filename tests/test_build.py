"""The build: merging inputs, the report, the same bytes twice, and nothing half written."""

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicators import build, build_regions, catalog, settings
from indicators.build_report import BuildReport
from indicators.errors import InputError
from indicators.importers.text import sha256
from indicators.observations import KEY, Observations

SHIPPED = settings.data_dir()

DATASET = """
title = "Probe"
producer = "Test"
table = "0"
licence = "dl-de/by-2-0"
attribution = "Test"
url = "https://example.org"
edition = "1"
retrieved = 2026-01-01
format = "columns"
layout = { region = "ags", year = "jahr" }

[[inputs]]
path = "neu.csv"
sha256 = "%s"

[[inputs]]
path = "alt.csv"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"

[[measures]]
measure = "quote"
title = "Quote"
unit = "percent"
columns = ["quote"]

[[measures]]
measure = "anderes"
title = "Anderes"
unit = "percent"
columns = ["anderes"]
"""
NEW = "ags,jahr,quote\n08111,2023,10.3\n08111,2022,\n"
OLD = "ags,jahr,quote\n08111,2023,10.1\n08111,2022,9.5\n091,2022,1\n"


def observed(*rows: tuple[str, int, float | None, str]) -> pl.DataFrame:
    frame = pl.DataFrame(
        [
            {"ags": a, "measure": "quote", "group": "insgesamt", "year": y, "value": v, "status": s}
            for a, y, v, s in rows
        ],
        infer_schema_length=None,
    )
    return Observations.validate(frame, cast=True)


def kept(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    return frame.select("ags", "year", "value", pl.col("status").cast(pl.String)).rows()


def test_first_input_wins_and_an_empty_cell_gives_way():
    new = observed(
        ("08111", 2023, 10.3, "wert"), ("08111", 2022, None, "unbekannt"), ("08111", 2021, None, "geheim")
    )
    old = observed(
        ("08111", 2023, 10.1, "wert"),
        ("08111", 2022, 9.5, "wert"),
        ("08111", 2021, 9.0, "wert"),
        ("08", 2020, 1, "wert"),
    )
    merged, conflicts = build.merge([("neu.csv", new), ("alt.csv", old)])
    assert kept(merged) == [
        ("08", 2020, 1.0, "wert"),
        ("08111", 2021, None, "geheim"),
        ("08111", 2022, 9.5, "wert"),
        ("08111", 2023, 10.3, "wert"),
    ]
    (conflict,) = conflicts
    assert (conflict.kept, conflict.other, conflict.count) == ("neu.csv", "alt.csv", 1)
    assert conflict.largest == pytest.approx(0.2)
    assert conflict.example == "08111, 2023, quote (insgesamt): 10.3 statt 10.1"


def test_equal_figures_of_two_inputs_are_no_conflict():
    frame = observed(("08111", 2023, 10.3, "wert"))
    assert build.merge([("a", frame), ("b", frame)])[1] == ()


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with one dataset of two inputs in `data`, its files in `sources`."""
    data, sources = tmp_path / "data", tmp_path / "sources"
    shutil.copytree(
        SHIPPED / "catalog",
        data / "catalog",
        ignore=shutil.ignore_patterns("indicators", "datasets", "funding_sources", "programmes"),
    )
    shutil.copyfile(SHIPPED / "members.csv", data / "members.csv")
    (data / "catalog" / "datasets").mkdir()
    sources.mkdir()
    (sources / "neu.csv").write_text(NEW, encoding="utf-8")
    (sources / "alt.csv").write_text(OLD, encoding="utf-8")
    (sources / "HERKUNFT.csv").write_text("x", encoding="utf-8")
    (sources / "raetsel.csv").write_text("x", encoding="utf-8")
    declared = DATASET % sha256(sources / "neu.csv")
    (data / "catalog" / "datasets" / "probe.toml").write_text(declared, encoding="utf-8")
    monkeypatch.setenv("INDICATORS_DATA", str(data))

    def shipped_regions(_sources: Path, out: Path) -> list[str]:
        shutil.copytree(SHIPPED / "regions", out / "regions")
        return ["wie ausgeliefert"]

    monkeypatch.setattr(build_regions, "run", shipped_regions)
    return tmp_path


def test_report_says_what_was_read_dropped_and_contradicted(small):
    report = build.run(small / "sources")
    (dataset,) = report.datasets
    assert kept(pl.read_parquet(small / "data" / "observations" / "probe.parquet")) == [
        ("08111", 2022, 9.5, "wert"),
        ("08111", 2023, 10.3, "wert"),
    ]
    assert [entry.changed for entry in dataset.inputs] == [False, True]
    assert [drop.count for entry in dataset.inputs for drop in entry.dropped] == [1]
    assert dataset.unmatched == ("anderes (insgesamt)",)
    assert [(file.path, bool(file.reason)) for file in report.unused] == [
        ("HERKUNFT.csv", True),
        ("raetsel.csv", False),
    ]
    text = report.text()
    for words in ("2022–2023", "091", "10.3 statt 10.1", "anderes (insgesamt)", "andere als im Katalog"):
        assert words in text
    stored = json.loads((small / "data" / "build_report.json").read_text(encoding="utf-8"))
    assert stored == json.loads(json.dumps(report.as_json()))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_same_sources_give_the_same_bytes(small):
    for name in ("eins", "zwei"):
        build.run(small / "sources", small / name)
    assert contents(small / "eins") == contents(small / "zwei")
    assert "observations/probe.parquet" in contents(small / "eins")


@pytest.mark.parametrize("broken", ["ags,jahr,quote\n08111,2023,kaputt\n", None])
def test_broken_input_leaves_what_was_there(small, broken):
    build.run(small / "sources")
    before = contents(small / "data")
    path = small / "sources" / "alt.csv"
    if broken is None:
        path.unlink()
    else:
        path.write_text(broken, encoding="utf-8")
    with pytest.raises(InputError, match=r"alt\.csv"):
        build.run(small / "sources")
    assert contents(small / "data") == before
    assert sorted(p.name for p in small.iterdir()) == ["data", "sources"]


@pytest.mark.parametrize("failing", ["regions", "observations.old", "observations", "funding"])
def test_an_exchange_that_fails_leaves_what_was_there(small, monkeypatch, failing):
    build.run(small / "sources")
    before = contents(small / "data")
    rename = Path.rename
    failed: list[object] = []

    def fail(self, target):
        if not failed and Path(target).name == failing:
            failed.append(target)
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(InputError, match="es gelten die bisherigen"):
        build.run(small / "sources")
    assert failed
    assert contents(small / "data") == before
    assert sorted(p.name for p in small.iterdir()) == ["data", "sources"]


def test_dataset_that_left_the_catalogue_leaves_the_figures(small):
    build.run(small / "sources")
    (small / "data" / "observations" / "alter_datensatz.parquet").write_bytes(b"")
    build.run(small / "sources")
    assert [p.name for p in (small / "data" / "observations").iterdir()] == ["probe.parquet"]


def test_unknown_format_and_missing_folder_are_named(small):
    path = small / "data" / "catalog" / "datasets" / "probe.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"columns"', '"kolumnen"'), encoding="utf-8")
    with pytest.raises(InputError, match="kolumnen"):
        build.run(small / "sources")
    with pytest.raises(InputError, match="Ordner der Quellen"):
        build.run(small / "gibt_es_nicht")


@pytest.fixture(scope="module")
def rebuilt(sources, tmp_path_factory) -> tuple[Path, BuildReport]:
    out = tmp_path_factory.mktemp("rebuilt") / "data"
    return out, build.run(sources, out)


def test_committed_figures_are_those_of_the_sources(rebuilt):
    out, _ = rebuilt
    assert contents(out / "observations") == contents(SHIPPED / "observations")
    assert contents(out / "funding") == contents(SHIPPED / "funding")
    assert (out / "build_report.json").read_bytes() == (SHIPPED / "build_report.json").read_bytes()


def test_nothing_is_dropped_silently(rebuilt):
    report = rebuilt[1]
    assert [file.path for file in report.unused if not file.reason] == []
    assert [(d.id, d.unmatched) for d in report.datasets if d.unmatched] == []
    read = (*report.datasets, *report.funding.sources)
    assert [(source.id, entry.path) for source in read for entry in source.inputs if entry.changed] == []


@pytest.mark.parametrize("dataset", sorted(catalog.load().datasets))
def test_shipped_figures_are_valid_sorted_and_of_known_measures(dataset):
    frame = pl.read_parquet(SHIPPED / "observations" / f"{dataset}.parquet")
    Observations.validate(frame)
    assert frame.height > 0
    assert frame.equals(frame.sort(KEY))
    rules = {(rule.measure, rule.group) for rule in catalog.load().dataset(dataset).measures}
    assert set(frame.select("measure", "group").unique().iter_rows()) == rules


def test_shipped_figures_stay_small():
    assert sum(p.stat().st_size for p in (SHIPPED / "observations").iterdir()) < 8_000_000


def test_goettingen_before_the_reform_is_the_sum_of_its_parts():
    frame = pl.read_parquet(SHIPPED / "observations" / "regionalstatistik_13211_02_05_4.parquet")
    counts = frame.filter(
        pl.col("measure") == "arbeitslose", pl.col("group") == "insgesamt", pl.col("year") == 2015
    )
    value = dict(counts.select("ags", "value").iter_rows())
    assert value["03159"] == value["03152"] + value["03156"] == 10238


def test_zensus_total_is_the_weighted_mean_of_its_gemeinden():
    frame = pl.read_parquet(SHIPPED / "observations" / "zensus_2022.parquet")
    wide = frame.filter(pl.col("ags").str.starts_with("08") & (pl.col("ags").str.len_chars() == 8)).pivot(
        "measure", index="ags", values="value"
    )
    share, weight = pl.col("einwanderungsgeschichte"), pl.col("bevoelkerung_zensus")
    both = wide.filter(share.is_not_null() & weight.is_not_null())
    expected = both.select((share * weight).sum() / weight.sum()).item()
    land = frame.filter(ags="08", measure="einwanderungsgeschichte")
    assert land["status"].to_list() == ["berechnet"]
    assert land["value"][0] == pytest.approx(expected)
