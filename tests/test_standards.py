"""Every declared standard against the file in which it stands."""

import csv
import tomllib
from collections.abc import Mapping
from pathlib import Path
from statistics import mean

import pytest

from indicators import catalog
from indicators.catalog import Catalog

CASES = tomllib.loads((Path(__file__).parent / "cases" / "standards.toml").read_text(encoding="utf-8"))
ELSEWHERE = {"verbraucherpreisindex", "landespauschale_stuttgart_2018_2019"}
"""Standards with a test of their own below."""


def table(path: Path, delimiter: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def quoted(sources: Path, row: Mapping[str, str]) -> dict[str, str]:
    """The one single figure that fits."""
    rows = table(sources / "einzelzahlen_mit_beleg.csv", ";")
    (found,) = [r for r in rows if all(r[column] == text for column, text in row.items())]
    return found


def test_every_standard_is_compared_with_its_source(declared: Catalog) -> None:
    compared = {*CASES["single"], *CASES["workplace"], *CASES["words"], *ELSEWHERE}

    assert set(declared.standards) == compared


@pytest.mark.parametrize("name", CASES["single"])
def test_a_quoted_figure_is_the_one_in_the_file(name: str, declared: Catalog, sources: Path) -> None:
    standard = declared.standards[name]
    row = quoted(sources, CASES["single"][name])
    value = standard.value if standard.value is not None else next(iter(standard.values.values()))

    assert value == float(row["wert"])
    assert standard.year == int(row["jahr"][:4])


@pytest.mark.parametrize("name", CASES["workplace"])
def test_workplace_costs_are_those_of_every_pay_grade(name: str, declared: Catalog, sources: Path) -> None:
    rows = table(sources / "preise_und_kosten" / "kgst_2025_2026_stundensaetze.csv", ",")
    column = CASES["workplace"][name]

    assert declared.standards[name].values == {r["entgeltgruppe"]: float(r[column]) for r in rows}
    assert declared.standards[name].evidence_level == "sekundaer"


@pytest.mark.parametrize("name", CASES["words"])
def test_a_figure_in_words_stands_in_the_note_of_origin(name: str, declared: Catalog, sources: Path) -> None:
    case = CASES["words"][name]
    text = (sources / "preise_und_kosten" / "HERKUNFT_kgst.md").read_text(encoding="utf-8")

    assert case["text"] in text
    assert declared.standards[name].value == case["value"]


def test_personnel_costs_are_full_costs_without_workplace_and_overhead(declared: Catalog) -> None:
    full = declared.standards["kgst_vollkosten_2025"].values
    staff = declared.standards["kgst_personalkosten_2025"].values
    workplace = declared.standards["kgst_sachkosten"].value
    overhead = declared.standards["kgst_gemeinkosten"].value
    assert workplace is not None
    assert overhead is not None

    for grade, cost in full.items():
        assert staff[grade] * (1 + overhead / 100) + workplace == pytest.approx(cost, abs=1)


def test_the_price_index_is_the_published_one(declared: Catalog, sources: Path) -> None:
    rows = table(sources / "preise_und_kosten" / "vpi_2020_100.csv", ",")
    index = declared.standards["verbraucherpreisindex"]

    assert index.by_year == {int(r["jahr"]): float(r["vpi_jd_2020_100"]) for r in rows}
    assert (min(index.by_year), max(index.by_year)) == (2014, 2025)


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_the_price_index_is_the_mean_of_its_months(year: int, declared: Catalog, sources: Path) -> None:
    rows = table(sources / "preise_und_kosten" / "vpi_monat_2021_2026.csv", ",")
    months = [float(r["vpi_2020_100"]) for r in rows if r["jahr"] == str(year)]

    assert len(months) == 12
    assert declared.standards["verbraucherpreisindex"].by_year[year] == pytest.approx(mean(months), abs=0.06)


def test_the_lump_sum_of_2018_and_2019_is_the_grant_by_year_and_post(
    declared: Catalog, sources: Path
) -> None:
    grant = quoted(sources, {"programm": "Integrationsmanagement Stuttgart", "jahr": "2018/2019"})
    lump_sum = declared.standards["landespauschale_stuttgart_2018_2019"].value

    assert "51,1 VZÄ" in grant["kennzahl"]
    assert lump_sum == pytest.approx(float(grant["wert"]) / 2 / 51.1, abs=1e-6)


def test_a_standard_can_be_cited() -> None:
    for standard in catalog.load().standards.values():
        assert standard.source
        assert standard.page
        assert standard.licence
        assert all(note.endswith(".") for note in standard.notes)
        assert standard.evidence_level != "amtlich"
