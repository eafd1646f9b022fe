"""M4: the worked cases, the ratio over its whole range, and full cost beside cash cost."""

import random

import pytest
from tests.gaps.given import cases, digits, given

from indicators.errors import InputError
from indicators.gaps.costs import BuiltCost, CarriedCost, Cost, GivenCost
from indicators.gaps.model import FundingGap
from indicators.gaps.staffing import lump_sum, staffing

CASES = cases("standardluecke")


def _full(amount: float = 105_820) -> Cost:
    return GivenCost(given(amount, "eur_per_fte"))


def _staffing(
    ratio: float, *, persons=4000.0, staff: float | None = 25.0, cost=None, ends=None
) -> FundingGap:
    return staffing(
        given(persons, "persons"),
        given(ratio, "persons_per_fte", ends=ends),
        given(staff, "fte", title="Vorhandene VZÄ"),
        cost or _full(),
    )


@pytest.mark.parametrize("case", [pytest.param(c, id=f"r={c['ratio']}") for c in CASES["staffing"]])
def test_worked_case(case):
    gap = _staffing(case["ratio"])
    assert digits(gap.amount, case["gap"]) == case["gap"]
    assert gap.verdict == case["verdict"]


def test_lump_sum_of_stuttgart():
    case = CASES["lump_sum"]
    mean = case["approval"] / case["years"] / case["staff"]
    cost = CarriedCost(
        given(mean, "eur_per_fte"), given(case["base_index"], "index"), given(case["index"], "index")
    )
    gap = lump_sum(given(case["staff"], "fte"), cost, given(case["paid"], "eur_per_fte"))
    assert digits(gap.result("full_cost").value, case["full_cost"]) == case["full_cost"]
    assert digits(gap.amount, case["gap"]) == case["gap"]
    assert (gap.verdict, gap.variant) == ("luecke", "pauschale")


def test_full_and_cash_cost_stand_apart():
    case = CASES["built_cost"]
    cost = BuiltCost(
        given(case["personnel"], "eur_per_fte"),
        given(case["workplace"], "eur_per_fte"),
        given(case["overhead"], "percent"),
    )
    gap = _staffing(case["ratio"], cost=cost)
    found = {r.key: r.value for r in gap.results} | {"gap": gap.amount}
    for key in ("full_cost", "cash_cost", "gap", "cash_gap"):
        assert digits(found[key], case[key]) == case[key]
    paid = lump_sum(given(10, "fte"), cost, given(60_000, "eur_per_fte"))
    assert paid.amount == pytest.approx(10 * (105_820 - 60_000))
    assert paid.result("cash_gap").value == pytest.approx(10 * (89_800 - 60_000))


def test_a_finer_ratio_never_lowers_the_gap():
    dice = random.Random(2)
    for _ in range(300):
        ratio, staff = dice.uniform(1, 500), dice.uniform(0, 100)
        finer = ratio * dice.uniform(0.1, 1)
        assert (_staffing(finer, staff=staff).amount or 0) >= (_staffing(ratio, staff=staff).amount or 0)


def test_the_whole_range_of_ratios_holds_both_ends_and_the_chosen_one():
    gap = _staffing(100, ends=(60, 300))
    (over,) = gap.ranges
    at = {p.x: p.amount for p in over.points}
    assert (min(at), max(at), over.chosen) == (60, 300, 100)
    assert at[100] == gap.amount
    assert (at[60], at[300]) == (gap.high, gap.low)


def test_at_the_break_even_ratio_there_is_no_gap():
    for persons, staff in ((4000.0, 25.0), (1234.0, 7.5)):
        break_even = _staffing(100, persons=persons, staff=staff).ranges[0].break_even
        assert break_even is not None
        at, before = (_staffing(r, persons=persons, staff=staff) for r in (break_even, break_even * 0.99))
        assert (at.verdict, before.verdict) == ("keine_luecke", "luecke")
    assert "Ab 160,0" in _staffing(100).ranges[0].break_even_text


def test_without_staff_there_is_no_break_even():
    (over,) = _staffing(100, staff=0.0).ranges
    assert over.break_even is None
    assert "bei jedem Betreuungsschlüssel" in over.break_even_text


@pytest.mark.parametrize("ratio", [0.0, -5.0])
def test_a_ratio_of_nothing_is_refused(ratio):
    with pytest.raises(InputError, match="muss größer als 0 sein"):
        _staffing(ratio)


def test_a_range_that_reaches_nothing_is_refused():
    with pytest.raises(InputError, match="unteren Rand"):
        _staffing(100, ends=(0, 200))


def test_missing_staff_is_named_with_where_to_enter_it():
    gap = _staffing(100, staff=None)
    assert gap.verdict == "nicht_berechenbar"
    assert gap.reason.startswith("Es fehlt: Vorhandene VZÄ. Bitte auf der Seite „Förderlücke“")
