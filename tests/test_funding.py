"""Funding: series that stay apart, real terms, structure, what ends (METHODS 3; figures of DATA.md)."""

from datetime import date

import polars as pl
import pytest

from indicators import catalog, funding, funding_structure
from indicators.catalog import Programme
from indicators.funding_records import FundingRecords, read

INDEX = {2017: 96.4, 2019: 99.5, 2022: 110.2, 2023: 116.7, 2025: 121.9}
"""Consumer price index, 2020 = 100 (Destatis)."""

BASE = {
    "region": "DG",
    "year": 2023,
    "year_end": None,
    "handlungsfeld": "bildung",
    "funder": "Bund",
    "programme": "integrationskurse",
    "position": "Durchführung von Integrationskursen",
    "flow": "foerderung",
    "amount_eur": 967_597_188.13,
    "value_type": "Ist",
    "budget": "",
    "fte": None,
    "legal_character": None,
    "term_end": None,
    "indexation": None,
    "source": "haushaltsrechnung",
    "page": "0603/68412",
    "evidence_level": "amtlich",
    "note": "",
}


def records(*rows):
    frame = pl.DataFrame(
        [{**BASE, **row} for row in rows], schema={**dict.fromkeys(BASE, pl.String), **_TYPES}
    )
    return FundingRecords.validate(frame, cast=True)


_TYPES = {
    "year": pl.Int16,
    "year_end": pl.Int16,
    "amount_eur": pl.Float64,
    "fte": pl.Float64,
    "term_end": pl.Date,
}
SOLL_2023 = {"value_type": "Soll", "amount_eur": 757_798_000.0, "source": "bundeshaushalt"}
MBE = {"programme": "mbe", "handlungsfeld": "beratung", "amount_eur": 81_277_139.65}
AMIF = {"programme": "amif", "funder": "EU", "handlungsfeld": "beratung", "amount_eur": 3_000_000.0}


def programme(**facts):
    return Programme(
        **{
            "id": "respektland",
            "funder": "Bund",
            "region": "DG",
            "title": "respekt*land",
            "handlungsfeld": "diskriminierung",
            "purpose": "Antidiskriminierungsberatung",
            "recipients": ["zivilgesellschaft"],
            "source": "x",
            "evidence_level": "erfasst",
            **facts,
        }
    )


def test_soll_ist_and_supplementary_budgets_are_series_of_their_own():
    extra = {**SOLL_2023, "budget": "1. Nachtrag", "amount_eur": 800_000_000.0}
    rows = funding.annual(records({}, SOLL_2023, extra))
    assert rows.select("value_type", "budget", "amount_eur").rows() == [
        ("Ist", "", 967_597_188.13),
        ("Soll", "", 757_798_000.0),
        ("Soll", "1. Nachtrag", 800_000_000.0),
    ]


def test_titles_of_a_programme_are_added_up_within_one_source_only():
    second = {"position": "Zweiter Titel", "amount_eur": 1_000.0}
    press = {"source": "presse", "evidence_level": "sekundaer", "amount_eur": 968_000_000.0}
    rows = funding.annual(records({}, second, press))
    assert rows.select("amount_eur", "source").rows() == [(967_598_188.13, "haushaltsrechnung")]


def test_income_and_expenditure_of_a_municipality_stay_apart_and_their_rows_can_be_seen():
    muenster = {"region": "05515", "funder": "Kommune", "programme": "muenster_0116", "year": 2024}
    frame = records(
        {**muenster, "flow": "aufwand", "position": "Personal", "amount_eur": 987_891.34},
        {**muenster, "flow": "aufwand", "position": "Versorgung", "amount_eur": 81_505.19},
        {**muenster, "flow": "ertrag", "position": "Zuwendungen", "amount_eur": 1_469_090.04},
    )
    assert funding.annual(frame).select("flow", "amount_eur").rows() == [
        ("aufwand", 1_069_396.53),
        ("ertrag", 1_469_090.04),
    ]
    assert funding.annual(frame, by_position=True)["amount_eur"].to_list() == [
        987_891.34,
        81_505.19,
        1_469_090.04,
    ]


def test_weaker_evidence_is_not_added_to_the_titles_of_a_budget():
    press = {**MBE, "programme": "jmd", "evidence_level": "sekundaer", "source": "presse"}
    rows = funding.annual(records({}, MBE, press))
    taken, beside = funding_structure.taken_and_beside(rows.to_dicts(), "Ist", 2023, {})
    assert [row["programme"] for row in taken] == ["integrationskurse", "mbe"]
    assert [(row["programme"], row["why"]) for row in beside] == [("jmd", "weaker")]


def test_sums_parts_and_what_concerns_integration_in_part_are_never_added():
    def paid(name, amount, **more):
        return {"programme": name, "amount_eur": amount, **more}

    declared = {
        "summe": programme(id="summe", total=True),
        "jugendhilfe": programme(id="jugendhilfe", partly=True),
        "jmd": programme(id="jmd", part_of="jugendhilfe"),
        "projekte": programme(id="projekte"),
        "respektland": programme(id="respektland", part_of="projekte"),
        "zuschuss": programme(id="zuschuss", part_of="produktgruppe"),
        "produktgruppe": programme(id="produktgruppe"),
    }
    rows = funding.annual(
        records(
            paid("summe", 1e9),
            paid("jugendhilfe", 3e8),
            paid("jmd", 7e7),
            paid("projekte", 5e6),
            paid("respektland", 4e6),
            paid("zuschuss", 1e4),
            paid("produktgruppe", 1e6, flow="aufwand"),
            paid("jmd", 6e7, year=2020, value_type="Bewilligung"),
        )
    )
    taken, beside = funding_structure.taken_and_beside(rows.to_dicts(), "Ist", 2023, declared)
    # the grant's whole is expenditure, and stands elsewhere
    assert [row["programme"] for row in taken] == ["projekte", "zuschuss"]
    assert list(funding_structure.structure(taken).values()) == [5_010_000.0]
    assert {row["programme"]: row["why"] for row in beside} == {
        "jmd": "part",
        "jugendhilfe": "partly",
        "respektland": "part",
        "summe": "total",
    }
    assert funding_structure.snapshots(rows.to_dicts(), declared) == (("Ist", 2023),)


@pytest.mark.parametrize(
    ("amount", "year", "base", "expected"),
    [
        (58.0, 2017, 2025, 73.342),  # METHODS 4 M1
        (648.0, 2019, 2023, 760.016),
        (967.6, 2023, 2023, 967.6),
    ],
)
def test_real_terms(amount, year, base, expected):
    rows = funding.in_prices_of(records({"amount_eur": amount, "year": year}), INDEX, base)
    assert rows["amount_real_eur"].item() == pytest.approx(expected, abs=0.001)
    assert rows["real_reason"].item() == ""


@pytest.mark.parametrize(
    ("row", "base", "word"),
    [
        ({"year": 2013}, 2025, "kein Preisindex für 2013"),
        ({}, 1999, "kein Preisindex für 1999"),
        ({"year": 2017, "year_end": 2019}, 2025, "mehrere Jahre"),
    ],
)
def test_what_has_no_real_value_says_why(row, base, word):
    rows = funding.in_prices_of(records(row), INDEX, base)
    assert rows["amount_real_eur"].item() is None
    assert rows["real_reason"].item().startswith("nicht berechenbar: ")
    assert word in rows["real_reason"].item()


def test_structure_holds_one_value_type_of_one_year_without_nachtrag_and_several_years():
    rows = funding.annual(
        records(
            {},
            SOLL_2023,
            {**SOLL_2023, "budget": "1. Nachtrag"},
            MBE,
            AMIF,
            {"programme": "amif", "funder": "EU", "year": 2021, "year_end": 2027},
        )
    )
    taken, _ = funding_structure.taken_and_beside(rows.to_dicts(), "Ist", 2023, {})
    found = funding_structure.structure(taken)
    assert list(found.items()) == [
        (("beratung", "EU"), 3_000_000.0),
        (("beratung", "Bund"), 81_277_139.65),
        (("bildung", "Bund"), 967_597_188.13),
    ]
    shares = funding_structure.shares_by_funder(found)
    assert list(shares) == ["EU", "Bund"]
    assert shares["EU"] == pytest.approx(100 * 3_000_000 / 1_051_874_327.78)
    assert sum(shares.values()) == pytest.approx(100)
    assert funding_structure.snapshots(rows.to_dicts(), {}) == (("Ist", 2023), ("Soll", 2023))


def test_a_sum_with_an_amount_that_is_not_computable_is_not_computable():
    rows = [{**BASE, "shown": 5.0}, {**BASE, "shown": None}, {**BASE, "shown": 7.0}]
    other = {**BASE, "funder": "EU", "shown": 1.0}
    assert funding_structure.structure([*rows, other], "shown") == {
        ("bildung", "EU"): 1.0,
        ("bildung", "Bund"): None,
    }


def test_amounts_for_several_years_stand_apart():
    frame = records({}, {"year": 2021, "year_end": 2027, "amount_eur": 1.3e9})
    assert funding.annual(frame)["amount_eur"].to_list() == [BASE["amount_eur"]]


def test_a_region_has_its_own_records_then_those_of_land_and_bund(registry):
    assert funding.reach("05515", registry) == ("05515", "05", "DG")
    assert funding.reach("03241001", registry) == ("03241001", "03241", "03", "DG")
    assert funding.reach("DG", registry) == ("DG",)
    frame = records({}, {"region": "05", "programme": "ki"}, {"region": "05515"}, {"region": "09"})
    assert funding.of_region(frame, funding.reach("05515", registry))["region"].to_list() == [
        "05515",
        "05",
        "DG",
    ]


def fixed_term(frame, declared, kind):
    yearly = funding.annual(frame).to_dicts()
    taken, _ = funding_structure.taken_and_beside(yearly, kind, 2023, declared)
    return funding_structure.fixed_term(frame.to_dicts(), taken, kind, 2023, declared)


def test_share_that_ends_by_the_end_of_the_next_year():
    frame = records(
        {"position": "a", "amount_eur": 30.0, "term_end": date(2024, 12, 31)},
        {"position": "b", "amount_eur": 60.0, "term_end": date(2030, 12, 31)},
        {"position": "c", "amount_eur": 10.0, "programme": "respektland"},
    )
    declared = {"respektland": programme(term_end=date(2024, 6, 30))}
    found = fixed_term(frame, declared, "Ist")
    assert (found.total, found.ending, found.share) == (100.0, 40.0, 40.0)
    assert fixed_term(frame, declared, "Soll").share is None


def test_share_that_ends_leaves_out_what_is_never_added():
    frame = records(
        {"amount_eur": 60.0, "term_end": date(2024, 12, 31)},
        {"amount_eur": 40.0, "programme": "respektland"},
        {"amount_eur": 500.0, "programme": "summe", "term_end": date(2024, 12, 31)},
        {"amount_eur": 900.0, "programme": "presse", "evidence_level": "sekundaer"},
    )
    declared = {"summe": programme(total=True), "respektland": programme()}
    found = fixed_term(frame, declared, "Ist")
    assert (found.total, found.ending, found.share) == (100.0, 60.0, 60.0)


def test_two_sources_of_one_amount_are_counted_once():
    frame = records(
        {"amount_eur": 60.0, "term_end": date(2024, 12, 31)},
        {"amount_eur": 40.0, "programme": "respektland"},
        {"amount_eur": 90.0, "source": "presse", "evidence_level": "sekundaer"},
        {"amount_eur": 70.0, "programme": "respektland", "source": "andere", "term_end": date(2024, 12, 31)},
    )
    found = fixed_term(frame, {"respektland": programme()}, "Ist")
    best = funding.annual(frame)  # the official ones; of two official sources the first by name
    assert (found.total, found.ending) == (best["amount_eur"].sum(), 130.0)
    assert set(funding.counted(frame)["amount_eur"]) == set(best["amount_eur"])


@pytest.mark.parametrize("region", ["05", "DG", "05515"])
def test_what_ends_is_part_of_what_is_taken(region):
    rows = read().filter(pl.col("region") == region)
    declared = catalog.load().programmes
    yearly = funding.annual(rows).to_dicts()
    for kind, year in funding_structure.snapshots(yearly, declared):
        taken, _ = funding_structure.taken_and_beside(yearly, kind, year, declared)
        found = funding_structure.fixed_term(rows.to_dicts(), taken, kind, year, declared)
        assert found.total == pytest.approx(sum(row["amount_eur"] for row in taken))


def test_endings_name_what_follows_and_keep_nachfolge_offen():
    frame = records({"position": "Haus der Familie", "region": "05515", "term_end": date(2027, 12, 31)})
    declared = {"respektland": programme(term_end=date(2026, 1, 31), successor="offen")}
    found = funding.endings(frame.to_dicts(), declared, ("05515", "DG"))
    assert [(e.name, e.end, e.successor) for e in found] == [
        ("respekt*land", date(2026, 1, 31), "offen"),
        ("Haus der Familie", date(2027, 12, 31), "offen"),
    ]
