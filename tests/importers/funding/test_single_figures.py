"""Single figures become records: each row once, with its evidence level; unknown rows are refused."""

import csv
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicators import build_funding
from indicators.catalog import Catalog, FundingSource
from indicators.errors import InputError
from indicators.importers.funding import FundingRead, single_figures

OFFICIAL = ("hib ", "soziales.hessen.de")
HEAD = "ebene;programm;jahr;kennzahl;wert;einheit;belegart;quelle\n"


@pytest.fixture(scope="module")
def made(declared: Catalog, sources: Path) -> FundingRead:
    """What the shipped declaration makes of the published file."""
    return build_funding.read(declared.funding_sources["einzelzahlen"], sources, declared)


def amounts(made: FundingRead, **where: Any) -> dict[int, float]:
    rows = made.records.filter(**where)
    return dict(zip(rows["year"], rows["amount_eur"], strict=True))


def test_every_row_is_a_record_or_has_a_reason(made: FundingRead, sources: Path) -> None:
    with (sources / "einzelzahlen_mit_beleg.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    of_one_row = made.records.filter(pl.col("programme") != "integrationsmanagement_bw").height

    assert of_one_row + 2 + sum(count for _, count in made.dropped) == len(rows)


def test_a_yearly_amount_stands_in_every_year(made: FundingRead) -> None:
    found = amounts(made, programme="integrationsmanagement_bw", region="08")

    assert found == dict.fromkeys(range(2017, 2027), 58_000_000.0)


def test_an_amount_for_several_years_stays_one(made: FundingRead) -> None:
    (row,) = made.records.filter(programme="integrationsmanagement_bw", region="08111").rows(named=True)

    assert (row["year"], row["year_end"], row["amount_eur"], row["fte"]) == (2018, 2019, 6_540_594, 51.1)
    assert made.records.filter(programme="eu_amif")["year_end"].to_list() == [2027]


def test_an_expected_result_is_no_ist(made: FundingRead) -> None:
    courses = made.records.filter(programme="bund_integrationskurse")

    assert "Ist" not in courses["value_type"].cast(pl.String).to_list()
    assert amounts(made, programme="bund_integrationskurse", value_type="Planung")[2024] == 1.24e9
    assert amounts(made, programme="bund_integrationskurse", value_type="Soll", budget="") == {2025: 7.63e8}


@pytest.mark.parametrize(
    ("kind", "document", "level"),
    [
        ("öffentliche Datei", "okfde/offenerhaushalt-daten", "erfasst"),
        ("Webseite", "bundestag.de hib 820/2020", "erfasst"),
        ("Webseite", "tagesschau.de", "sekundaer"),
        ("Webseite", "hib 1/2020; tagesschau.de", "sekundaer"),
        ("Webseite", "soziales.hessen.de; hib 1/2020", "erfasst"),
    ],
)
def test_only_a_public_bodys_own_document_is_recorded_evidence(kind: str, document: str, level: str) -> None:
    assert single_figures.evidence(kind, document, OFFICIAL) == level


def test_the_two_figures_for_one_year_are_kept_in_two_sources(declared: Catalog, sources: Path) -> None:
    first, second = (
        build_funding.read(declared.funding_sources[name], sources, declared).records.filter(
            region="05", year=2023
        )
        for name in ("einzelzahlen_asylblg", "einzelzahlen_asylblg_zweitangabe")
    )

    assert first["amount_eur"].to_list() == [835_493_000.0]
    assert second["amount_eur"].to_list() == [1_200_000_000.0]
    assert "Widerspricht" in second["note"][0]
    assert (first["evidence_level"][0], second["evidence_level"][0]) == ("sekundaer", "geschaetzt")


def changed(source: FundingSource, **layout: Any) -> FundingSource:
    return source.model_copy(update={"layout": {**source.layout, **layout}})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Bund;Neues;2024;Ist;1;EUR;Webseite;x.de\n", "keine Regel"),
        ("Bund;WIR;2019;Fördervolumen;1;USD;Webseite;x.de\n", "Einheit"),
        ("Bund;WIR;2019;Fördervolumen;viel;EUR;Webseite;x.de\n", "Betrag"),
        ("Bund;WIR;bald;Fördervolumen;1;EUR;Webseite;x.de\n", "Zeitraum"),
        ("Bund;WIR;2019;Fördervolumen;1;EUR\n", "Felder"),
    ],
)
def test_what_is_not_described_is_refused_with_its_line(
    line: str, message: str, declared: Catalog, tmp_path: Path
) -> None:
    path = tmp_path / "einzelzahlen.csv"
    path.write_text(HEAD + line, encoding="utf-8")
    rules = [{"match": {"programm": "WIR"}, "programme": "wir_he", "value_type": "Ansatz"}]
    source = changed(declared.funding_sources["einzelzahlen"], rows=rules)

    with pytest.raises(InputError, match=message) as caught:
        single_figures.read({"x": path}, source, declared.programmes)

    assert caught.value.line == 2


def test_a_rule_without_a_row_is_refused(declared: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "einzelzahlen.csv"
    path.write_text(HEAD, encoding="utf-8")

    with pytest.raises(InputError, match="Keine Zeile"):
        single_figures.read({"x": path}, declared.funding_sources["einzelzahlen"], declared.programmes)
