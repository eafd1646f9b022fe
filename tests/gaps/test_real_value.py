"""M1: the worked cases, the base years, and what cannot be compared."""

import random

import pytest
from tests.gaps.given import cases, digits, given

from indicators import funding_records
from indicators.errors import InputError
from indicators.gaps.model import FundingGap
from indicators.gaps.real_value import real_value


def _gap(base, now) -> FundingGap:
    years = (base, now)
    has_persons = "persons" in base
    return real_value(
        {y["year"]: given(y["amount"], year=y["year"], value_type=y["type"]) for y in years},
        {y["year"]: given(y["index"], "index") for y in years},
        base_year=base["year"],
        year=now["year"],
        persons={y["year"]: given(y["persons"], "persons") for y in years} if has_persons else None,
    )


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in cases("realwertluecke")["case"]])
def test_worked_case(case):
    gap = _gap(case["base"], case["now"])
    found = {r.key: r.value for r in gap.results} | {"gap": gap.amount}
    assert {key: digits(found[key], like) for key, like in case["expected"].items()} == case["expected"]
    assert gap.verdict == case["verdict"]
    assert "real " in gap.reason


def test_integration_courses_as_the_federal_accounts_have_them(declared):
    """The second worked case on the shipped records, with the index of the catalogue."""
    rows = funding_records.read().filter(programme="bund_integrationskurse", value_type="Ist")
    amounts = {
        row["year"]: given(row["amount_eur"], year=row["year"], value_type=row["value_type"])
        for row in rows.iter_rows(named=True)
    }
    known = declared.standards["verbraucherpreisindex"].by_year
    index = {year: given(value, "index", year=year) for year, value in known.items()}
    gap = real_value(amounts, index, base_year=2019, year=2023)
    assert gap.verdict == "keine_luecke"
    assert "real +27,3\u00a0%" in gap.reason
    assert len(gap.ranges[0].points) == len([year for year in amounts if year < 2023])


def test_a_higher_price_index_never_makes_the_gap_smaller():
    dice = random.Random(4)
    for _ in range(300):
        index = dice.uniform(50, 150)
        base = {"year": 2017, "amount": dice.uniform(1, 1e8), "index": dice.uniform(50, 150), "type": "Ist"}
        now = {"year": 2024, "amount": dice.uniform(0, 1e8), "index": index, "type": "Ist"}
        higher = {**now, "index": index * dice.uniform(1, 2)}
        assert (_gap(base, higher).amount or 0) >= (_gap(base, now).amount or 0)


def test_every_base_year_is_shown_and_the_chosen_one_is_the_amount():
    amounts = {
        y: given(a, year=y, value_type="Ist") for y, a in {2019: 80.0, 2020: 100.0, 2023: 120.0}.items()
    }
    indices = {y: given(i, "index") for y, i in {2019: 99.5, 2020: 100.0, 2023: 116.7}.items()}
    gap = real_value(amounts, indices, base_year=2020, year=2023)
    (over,) = gap.ranges
    assert [p.x for p in over.points] == [2019, 2020]
    assert over.points[1].amount == gap.amount
    assert (gap.low, gap.high) == (over.points[0].amount, over.points[1].amount)
    assert [(s.key, s.low_input, s.high_input) for s in gap.swings] == [("base_year", 2019, 2020)]
    assert over.break_even_text == "0 von 2 möglichen Basisjahren ergeben eine Lücke."


def test_a_base_year_that_cannot_be_used_says_why_and_spoils_no_other():
    amounts = {
        2018: given(0.0, year=2018, value_type="Ist"),
        2019: given(90.0, year=2019, value_type="Soll"),
        2020: given(100.0, year=2020, value_type="Ist"),
        2021: given(100.0, year=2021, value_type="Ist"),
        2023: given(110.0, year=2023, value_type="Ist"),
    }
    indices = {y: given(i, "index") for y, i in {2018: 98.0, 2019: 99.5, 2020: 100.0, 2023: 116.7}.items()}
    points = {p.x: p for p in real_value(amounts, indices, base_year=2020, year=2023).ranges[0].points}
    assert points[2020].amount == pytest.approx(6.7)
    assert {x: p.amount for x, p in points.items() if x != 2020} == {2018: None, 2019: None, 2021: None}
    assert "größer als 0" in points[2018].reason
    assert "Verschiedene Wertarten" in points[2019].reason
    assert "Preisindex 2021" in points[2021].reason


def test_a_missing_year_is_named():
    amounts = {2017: given(1.0, value_type="Ist"), 2025: given(1.0, value_type="Ist")}
    gap = real_value(amounts, {2017: given(96.4, "index")}, base_year=2017, year=2025)
    assert gap.verdict == "nicht_berechenbar"
    assert gap.amount is None
    assert gap.reason.startswith("Es fehlt: Preisindex 2025. Bitte")
    assert [i.key for i in gap.missing] == ["index"]


def test_different_value_types_are_not_compared():
    gap = _gap(
        {"year": 2022, "amount": 1, "index": 100, "type": "Soll"},
        {"year": 2023, "amount": 1, "index": 106, "type": "Ist"},
    )
    assert gap.verdict == "nicht_berechenbar"
    assert "„Soll“" in gap.reason
    assert "„Ist“" in gap.reason


def test_years_in_the_wrong_order():
    gap = _gap(
        {"year": 2023, "amount": 1, "index": 100, "type": "Ist"},
        {"year": 2022, "amount": 1, "index": 106, "type": "Ist"},
    )
    assert (
        gap.reason == "Das Basisjahr 2023 liegt nicht vor dem Jahr 2022. Bitte ein früheres Basisjahr wählen."
    )


@pytest.mark.parametrize("wrong", [{"index": 0}, {"index": -3}, {"amount": 0}])
def test_what_nothing_can_be_divided_by_is_refused(wrong):
    base = {"year": 2017, "amount": 1, "index": 96.4, "type": "Ist"} | wrong
    with pytest.raises(InputError, match="muss größer als 0 sein"):
        _gap(base, {"year": 2025, "amount": 1, "index": 121.9, "type": "Ist"})
