"""The budgets of Münster and Freiburg: lines once, sums only checked, terms of the grants."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from indicators import build_funding
from indicators.catalog import Catalog
from indicators.errors import InputError
from indicators.importers.funding import FundingRead, produkthaushalt, teilergebnisplan

PLAN = "kommunen/muenster/PG0116_teilergebnisplan.csv"
GRANTS = "kommunen/muenster/zuschuesse_PG0116.csv"


@pytest.fixture(scope="module")
def muenster(declared: Catalog, sources: Path) -> FundingRead:
    return build_funding.read(declared.funding_sources["muenster"], sources, declared)


@pytest.fixture(scope="module")
def freiburg(declared: Catalog, sources: Path) -> FundingRead:
    return build_funding.read(declared.funding_sources["freiburg"], sources, declared)


@pytest.mark.parametrize(
    ("year", "value_type", "amount"), [(2024, "Ist", 1_469_090.04), (2027, "Ansatz", 599_800)]
)
def test_third_party_money_of_muenster(
    muenster: FundingRead, year: int, value_type: str, amount: float
) -> None:
    (row,) = muenster.records.filter(programme="muenster_pg0116_zuwendungen", year=year).rows(named=True)

    assert (row["amount_eur"], row["value_type"], row["flow"]) == (amount, value_type, "ertrag")
    assert (row["funder"], row["region"]) == ("Dritte", "05515")


def test_sums_of_the_plan_are_no_records(muenster: FundingRead) -> None:
    of_2024 = muenster.records.filter(year=2024)
    spent = sum(of_2024.filter(flow="aufwand")["amount_eur"])
    earned = sum(of_2024.filter(flow="ertrag")["amount_eur"])

    assert earned == pytest.approx(1_480_070.04)
    assert spent == pytest.approx(2_000_890.90 + 21_630)
    assert 100 * earned / spent == pytest.approx(73.2, abs=0.05)


@pytest.mark.parametrize(
    ("position", "year", "end"),
    [
        ("Qualifizierung Kulturmittlerin (Haus der Familie Münster)", 2026, date(2027, 12, 31)),
        ("Zuschuss für Kosten im Case Management (Träger (Wohlfahrt) im KIM NRW)", 2026, date(2026, 12, 31)),
        ("Zuschuss für Kosten im Case Management (Träger (Wohlfahrt) im KIM NRW)", 2027, date(2027, 12, 31)),
        (
            "Initiative Antidiskriminierungsstelle (1,25 VZÄ) politischer Beschluss",
            2027,
            date(2030, 12, 31),
        ),
    ],
)
def test_grants_carry_their_term(muenster: FundingRead, position: str, year: int, end: date) -> None:
    (row,) = muenster.records.filter(position=position, year=year).rows(named=True)

    assert row["term_end"] == end
    assert row["legal_character"] == "freiwillig"
    assert row["fte"] == (1.25 if "VZÄ" in position else None)


def test_grants_are_part_of_the_transfers(muenster: FundingRead) -> None:
    grants = muenster.records.filter(flow="foerderung", year=2026)["amount_eur"].sum()
    transfers = muenster.records.filter(position="15 Transferaufwendungen", year=2026)["amount_eur"][0]

    assert grants == 162_477
    assert grants <= transfers


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("17,Ordentliche Aufwendungen,2000890.90", "17,Ordentliche Aufwendungen,2000990.90", "Summe"),
        ("07,Sonstige", "08,Sonstige", "nicht beschrieben"),
        ("ansatz_2026", "entwurf_2026", "Art von Betrag"),
        ("1525150,693320", "viel,693320", "Betrag erwartet"),
    ],
)
def test_a_plan_that_does_not_add_up_is_refused(
    old: str, new: str, message: str, declared: Catalog, sources: Path, tmp_path: Path
) -> None:
    text = (sources / PLAN).read_text(encoding="utf-8")
    path = tmp_path / "plan.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert old in text

    with pytest.raises(InputError, match=message):
        teilergebnisplan.read(
            {PLAN: path, GRANTS: sources / GRANTS},
            declared.funding_sources["muenster"],
            declared.programmes,
        )


def test_integration_product_of_freiburg(freiburg: FundingRead) -> None:
    rows = freiburg.records.filter(position="111408 Integrationsförderung", flow="aufwand")

    assert dict(zip(rows["year"], rows["amount_eur"].round(), strict=True)) == {
        2015: 550_872,
        2016: 345_716,
        2017: 947_383,
        2018: 956_293,
    }
    assert rows["value_type"].cast(pl.String).to_list() == ["Ist", "Ansatz", "Ansatz", "Ansatz"]


def test_every_row_of_freiburg_is_a_record_or_has_a_reason(freiburg: FundingRead, sources: Path) -> None:
    path = sources / "kommunen" / "freiburg" / "freiburg_migration_2015_2018.csv"
    rows = pl.read_csv(path, infer_schema=False).height

    assert freiburg.records.height + sum(count for _, count in freiburg.dropped) == rows
    assert freiburg.records["amount_eur"].min() >= 0  # type: ignore[operator]  # a column of floats


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",111408,", ",999999,", "nicht beschrieben"),
        ("-550871.63", "550871.63", "Vorzeichen"),
        ("2015,003", "2014,003", "Ergebnis oder Ansatz"),
    ],
)
def test_unknown_products_signs_and_years_are_refused(
    old: str, new: str, message: str, declared: Catalog, sources: Path, tmp_path: Path
) -> None:
    source = declared.funding_sources["freiburg"]
    text = (sources / source.inputs[0].path).read_text(encoding="utf-8")
    path = tmp_path / "freiburg.csv"
    path.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(InputError, match=message):
        produkthaushalt.read({"x": path}, source, declared.programmes)
