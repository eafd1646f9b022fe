"""The build of the funding figures: what readers hand back is checked, written and reported."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicators import build_funding, funding_records, settings
from indicators.build_report import BuildReport
from indicators.catalog import Catalog, FundingSource
from indicators.errors import InputError
from indicators.funding_records import KEY
from indicators.importers import funding
from indicators.importers.funding import FundingRead
from indicators.importers.funding.contract import of_programme, records

PLAN = (
    "einzelplan;kapitel;titel;titel-text;seite;soll\n"
    "06;0603;68412;Durchführung von Integrationskursen nach der Integrationskursverordnung;57;{amount}\n"
    "32;3201;32511;Einnahmen aus Krediten;2;{amount}\n"
)


def source(name: str, path: Path, **changed: Any) -> FundingSource:
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "0" * 64
    given = {
        "id": name,
        "title": "Probe",
        "producer": "Test",
        "table": "0",
        "licence": "frei",
        "attribution": "Test",
        "url": "https://example.org",
        "edition": "1",
        "retrieved": "2026-01-01",
        "evidence_level": "amtlich",
        "format": "bundeshaushalt",
        "inputs": [{"path": path.name, "sha256": digest}],
    }
    return FundingSource.model_validate({**given, **changed})


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "hh_2024.csv"
    path.write_text(PLAN.format(amount=1068000), encoding="utf-8")
    return path


def with_sources(declared: Catalog, *sources: FundingSource) -> Catalog:
    return replace(declared, funding_sources={one.id: one for one in sources})


def row(declared: Catalog, of: str, **changed: Any) -> dict[str, Any]:
    given = {
        **of_programme(declared.programmes[of]),
        "year": 2023,
        "position": "Text",
        "amount_eur": 1.0,
        "value_type": "Ist",
    }
    return {**given, **changed}


def test_one_file_per_source_that_reads_back_as_it_was(plan, declared, tmp_path, monkeypatch):
    catalogue = with_sources(declared, source("probe", plan))
    made = build_funding.run(plan.parent, tmp_path, catalogue)
    (report,) = made.sources
    assert (report.id, report.records, report.programmes, report.years) == ("probe", 1, 1, (2024,))
    assert [entry.changed for entry in report.inputs] == [False]
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    (record,) = funding_records.read().rows(named=True)
    assert record["amount_eur"] == 1_068_000_000
    assert record["page"] == "Kapitel 06 03, Titel 684 12 (Einzelplan 06, Seite 57)"
    again = tmp_path / "zweimal"
    again.mkdir()
    build_funding.run(plan.parent, again, catalogue)
    name = Path("funding") / "probe.csv"
    assert (again / name).read_bytes() == (tmp_path / name).read_bytes()


def test_report_names_changed_files_and_contradictions(plan, declared, tmp_path):
    other = tmp_path / "plan 2024.csv"
    other.write_text(PLAN.format(amount=1000000), encoding="utf-8")
    first = source("eins", plan, inputs=[{"path": plan.name, "sha256": "0" * 64}])
    made = build_funding.run(tmp_path, tmp_path, with_sources(declared, first, source("zwei", other)))
    (conflict,) = made.conflicts
    assert (conflict.first, conflict.other, conflict.count) == ("eins", "zwei", 1)
    assert conflict.largest == 68_000_000
    text = BuildReport(regions=(), datasets=(), overlaps=(), funding=made, unused=()).text()
    for words in ("hh_2024.csv ist eine andere", "Widerspruch: 1 Angaben in zwei", "bund_integrationskurse"):
        assert words in text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"programme": "gibt_es_nicht"}, "„gibt_es_nicht“ ist nicht im Katalog"),
        ({"handlungsfeld": "arbeit"}, "Handlungsfeld „arbeit“ von bund_mbe steht im Katalog als „beratung“"),
        ({"funder": "EU"}, "Mittelgeber „EU“ von bund_mbe steht im Katalog als „Bund“"),
        ({"source": "andere"}, "andere Quelle: andere"),
        ({"value_type": "Traum"}, "verletzen Regeln"),
        ({"amount_eur": float("nan")}, "verletzen Regeln"),
        ({"year_end": 2020}, "verletzen Regeln"),
        ({"region": "8111"}, "verletzen Regeln"),
    ],
)
def test_record_that_does_not_fit_the_catalogue_is_refused(declared, plan, monkeypatch, changed, words):
    def read(_paths: Any, given: FundingSource, _programmes: Any) -> FundingRead:
        return FundingRead(records([row(declared, "bund_mbe", **changed)], given))

    monkeypatch.setitem(funding.READERS, "probe", read)
    with pytest.raises(InputError, match=words):
        build_funding.read(source("probe", plan, format="probe"), plan.parent, declared)


def test_unknown_format_and_missing_file_are_named(declared, plan):
    with pytest.raises(InputError, match="„traumdeutung“ gibt es nicht"):
        build_funding.read(source("probe", plan, format="traumdeutung"), plan.parent, declared)
    with pytest.raises(InputError, match=r"fehlt; die Quelle probe wird daraus gelesen \(fort\.csv\)"):
        build_funding.read(source("probe", plan.parent / "fort.csv"), plan.parent, declared)


def test_shipped_records_are_sorted_and_of_known_sources_and_programmes(declared):
    frame = funding_records.read()
    assert frame.height > 600
    assert frame.equals(frame.sort(KEY))
    assert set(frame["source"]) == set(declared.funding_sources)
    assert set(frame["programme"]) <= set(declared.programmes)
    files = sorted(path.stem for path in (settings.data_dir() / "funding").iterdir())
    assert files == sorted(declared.funding_sources)


def test_federal_money_is_never_broken_down():
    federal = funding_records.read().filter(pl.col("source").is_in(["bund_soll", "bund_ist"]))
    assert set(federal["region"]) == {"DG"}
