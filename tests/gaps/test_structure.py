"""M5: the worked cases, what is open, and what is not known."""

from datetime import date

import pytest
from tests.gaps.given import cases, digits, given

from indicators.errors import InputError
from indicators.gaps.structure import Position, planned_change, structure

CASES = cases("struktur")


def _position(place) -> Position:
    successor = place.get("successor")
    return Position(
        given(place["amount"], title="Mittel", year=place.get("year"), value_type=place.get("type", "Ist")),
        place["funder"],
        place.get("end"),
        place.get("permanent", False),
        None if successor is None else given(successor),
    )


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES["structure"]])
def test_worked_case(case):
    gap = structure([_position(p) for p in case["positions"]], case["year"])
    found = {r.key: r.value for r in gap.results} | {"cliff": gap.amount}
    expected = case["expected"]
    assert {key: digits(found[key], like) for key, like in expected.items()} == expected
    assert gap.verdict == case["verdict"]
    if "range" in case:
        assert (digits(gap.low, "1"), digits(gap.high, "1")) == (case["range"]["low"], case["range"]["high"])


def test_muenster_loses_more_than_half():
    case = CASES["change"]
    gap = planned_change(
        *(given(v["amount"], year=v["year"], value_type=v["type"]) for v in (case["before"], case["after"]))
    )
    assert digits(gap.result("change").value, case["change"]) == case["change"]
    assert digits(gap.amount, case["decline"]) == case["decline"]
    assert gap.verdict == "luecke"
    assert any("verschiedene Wertarten" in sentence for sentence in gap.limits)
    assert gap.reason.endswith("auf 599.800\u00a0€ (Ansatz 2027): −59,2\u00a0%.")


def test_open_is_named_and_has_its_own_bar():
    gap = structure(
        [
            _position({"amount": 70.0, "funder": "Land", "end": date(2025, 12, 31)}),
            _position({"amount": 30.0, "funder": "Bund", "end": date(2025, 12, 31)}),
        ],
        2025,
    )
    assert (gap.amount, gap.low, gap.high) == (100, 0, 100)
    assert [(s.low_amount, s.high_amount) for s in gap.swings] == [(100, 30), (100, 70)]
    assert "Nachfolge offen: 100" in gap.reason


def test_a_decided_end_is_not_open():
    gap = structure(
        [_position({"amount": 70.0, "funder": "Land", "end": date(2025, 12, 31), "successor": 0})], 2025
    )
    assert (gap.amount, gap.result("open").value) == (70, 0)
    assert gap.low is None


def test_unknown_terms_leave_the_share_a_range_and_the_cliff_a_lower_bound():
    gap = structure(
        [
            _position({"amount": 60.0, "funder": "Land"}),
            _position({"amount": 40.0, "funder": "Bund", "end": date(2026, 1, 1)}),
        ],
        2025,
    )
    share = gap.result("fixed_term_share")
    assert (share.value, share.low, share.high) == (40, 40, 100)
    assert any("keine Laufzeit erfasst" in sentence for sentence in gap.limits)


def test_without_any_term_there_are_shares_but_no_cliff():
    gap = structure([_position({"amount": 60.0, "funder": "Land"})], 2025)
    assert (gap.amount, gap.verdict) == (None, "nicht_berechenbar")
    assert gap.result("third_party_share").value == 100
    assert "gap struktur --positions" in gap.reason


def test_concentration_lies_between_even_shares_and_one_funder():
    funders = ("Bund", "Land", "Kommune", "Stiftung")
    even = structure([_position({"amount": 5.0, "funder": f, "permanent": True}) for f in funders], 2025)
    assert even.result("hhi").value == pytest.approx(0.25)
    one = structure([_position({"amount": 5.0, "funder": "Land", "permanent": True})] * 3, 2025)
    assert one.result("hhi").value == pytest.approx(1)
    assert one.verdict == "keine_luecke"


def test_expenditure_replaces_the_sum_where_it_is_known():
    gap = structure([_position({"amount": 60.0, "funder": "Land", "permanent": True})], 2025, given(240.0))
    assert gap.result("third_party_share").value == pytest.approx(25)


def test_value_types_are_not_mixed():
    gap = structure(
        [
            _position({"amount": 1.0, "funder": "Land", "type": "Ist"}),
            _position({"amount": 1.0, "funder": "Land", "type": "Ansatz"}),
        ],
        2025,
    )
    assert "verschiedene Wertarten (Ansatz, Ist)" in gap.reason


def test_nothing_recorded_says_where_to_enter_it():
    gap = structure([], 2025)
    assert gap.verdict == "nicht_berechenbar"
    assert "Mittelgeber und Laufzeit" in gap.reason
    assert "0 €" in structure([_position({"amount": 0.0, "funder": "Land"})], 2025).reason


def test_what_cannot_be_is_refused():
    with pytest.raises(InputError, match="gehört zum Jahr 2024"):
        structure([_position({"amount": 1.0, "funder": "Land", "year": 2024})], 2025)
    with pytest.raises(InputError, match="nicht negativ"):
        structure([_position({"amount": -1.0, "funder": "Land"})], 2025)
    with pytest.raises(InputError, match="größer als 0"):
        planned_change(given(0), given(5))
