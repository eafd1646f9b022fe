"""Sensitivity: its ends are the function's values, and the joint range holds every other result."""

import random
from collections.abc import Mapping

import pytest
from tests.gaps.given import given

from indicators.errors import InputError
from indicators.gaps.costs import GivenCost
from indicators.gaps.model import GapInput
from indicators.gaps.sensitivity import joint_range, one_at_a_time, over_range
from indicators.gaps.staffing import staffing

INPUTS = (
    given(4000, "persons", ends=(3500, 4600)).named("persons"),
    given(100, "persons_per_fte", ends=(60, 200)).named("ratio"),
    given(25, "fte", ends=(20, 30)).named("staff"),
    given(105_820, "eur_per_fte", ends=(90_000, 110_000)).named("full_cost"),
)


def _amount(values: Mapping[str, float]) -> float:
    return (values["persons"] / values["ratio"] - values["staff"]) * values["full_cost"]


def _gap(inputs: tuple[GapInput, ...]):
    persons, ratio, staff, cost = inputs
    return staffing(persons, ratio, staff, GivenCost(cost))


def test_each_bar_ends_where_the_measure_ends():
    gap = _gap(INPUTS)
    assert [s.size for s in gap.swings] == sorted((s.size for s in gap.swings), reverse=True)
    assert {s.key for s in gap.swings} == {i.key for i in INPUTS}
    for swing in gap.swings:
        for end, amount in ((swing.low_input, swing.low_amount), (swing.high_input, swing.high_amount)):
            moved = tuple(given(end, i.unit).named(i.key) if i.key == swing.key else i for i in INPUTS)
            assert _gap(moved).amount == amount


def test_the_joint_range_holds_every_combination_and_is_reached():
    ends = joint_range(INPUTS, _amount)
    assert ends is not None
    low, high = ends
    # Fewest persons, coarsest ratio and most staff are a surplus, which the dearer position makes larger.
    assert low == pytest.approx((3500 / 200 - 30) * 110_000)
    assert high == pytest.approx((4600 / 60 - 20) * 110_000)
    dice = random.Random(3)
    for _ in range(500):
        values = {i.key: dice.uniform(*(i.ends or (0, 0))) for i in INPUTS}
        assert low <= _amount(values) <= high


def test_without_ranges_nothing_moves():
    fixed = tuple(given(i.value, i.unit).named(i.key) for i in INPUTS)
    assert joint_range(fixed, _amount) is None
    assert one_at_a_time(fixed, _amount) == ()


def test_over_a_range_one_input_moves_and_the_others_stay():
    points = over_range("ratio", [200, 100], INPUTS, _amount)
    assert [p.x for p in points] == [100, 200]
    assert points[0].amount == pytest.approx(1_587_300)


def test_numbers_beyond_arithmetic_end_in_a_german_sentence():
    tiny = (INPUTS[0], given(1e-320, "persons_per_fte"), *INPUTS[2:])
    with pytest.raises(InputError, match="keine darstellbare Zahl"):
        _gap(tiny)
