"""M3: the worked cases, parity itself, and the scenario's range."""

import random

import pytest
from tests.gaps.given import cases, digits, given

from indicators.catalog import Direction
from indicators.errors import InputError
from indicators.gaps.model import FundingGap
from indicators.gaps.parity import parity, scenario

DIRECTIONS: tuple[Direction, ...] = ("higher_is_better", "lower_is_better")
CASES = [pytest.param(c, id=c["name"]) for c in cases("paritaet")["case"]]


def _persons(case) -> FundingGap:
    return parity(
        given(case["group"], "percent"),
        given(case["reference"], "percent"),
        given(case["persons"], "persons"),
        direction=case["direction"],
    )


def _scenario(case, effect=None) -> FundingGap:
    plan = case["scenario"]
    low, middle, high = effect or plan["effect"]
    return scenario(
        given(case["group"], "percent"),
        given(case["reference"], "percent"),
        given(case["persons"], "persons"),
        effect=given(middle, "number", ends=(low, high), title="Nettowirkung"),
        unit_cost=given(plan["unit_cost"], "eur_per_place"),
        funds=given(plan["funds"]) if "funds" in plan else None,
        direction=case["direction"],
    )


@pytest.mark.parametrize("case", CASES)
def test_persons_of_the_worked_case(case):
    gap = _persons(case)
    assert digits(gap.amount, case["missing_persons"]) == case["missing_persons"]
    assert (gap.verdict, gap.unit) == (case["verdict"], "persons")


@pytest.mark.parametrize("case", CASES)
def test_scenario_of_the_worked_case(case):
    gap = _scenario(case)
    expected = case["scenario"]
    assert digits(gap.amount, expected["cost"]) == expected["cost"]
    assert digits(gap.low, expected["low"]) == expected["low"]
    assert digits(gap.high, expected["high"]) == expected["high"]
    assert (gap.verdict, gap.variant) == (case["verdict"], "szenario")


def test_parity_is_no_gap_whatever_the_numbers():
    dice = random.Random(1)
    for _ in range(200):
        rate, persons = dice.uniform(0, 100), dice.uniform(1, 1e6)
        for direction in DIRECTIONS:
            gap = parity(
                given(rate, "percent"), given(rate, "percent"), given(persons, "persons"), direction=direction
            )
            assert (gap.amount, gap.verdict) == (0, "keine_luecke")


def test_the_sign_follows_the_direction():
    for direction, sign in zip(DIRECTIONS, (-1, 1), strict=True):
        gap = parity(given(15, "percent"), given(10, "percent"), given(100, "persons"), direction=direction)
        assert gap.amount == pytest.approx(5 * sign)


def test_a_neutral_indicator_has_no_parity():
    gap = parity(given(15, "percent"), given(10, "percent"), given(100, "persons"), direction="neutral")
    assert gap.verdict == "nicht_berechenbar"
    assert "nicht wertend" in gap.reason


def test_rates_per_thousand():
    gap = parity(
        given(322, "number"),
        given(72, "number"),
        given(1000, "persons"),
        direction="lower_is_better",
        per=1000,
    )
    assert gap.amount == pytest.approx(250)


@pytest.mark.parametrize("effect", [(10, 15, 20), (0.5, 0.9, 1.1), (0.0, 0.1, 0.2)])
def test_an_effect_is_a_share(effect):
    with pytest.raises(InputError, match=r"Anteil zwischen 0 und 1|größer als 0"):
        _scenario(cases("paritaet")["case"][0], effect)


def test_without_persons_it_says_what_is_missing():
    gap = parity(
        given(15, "percent"),
        given(10, "percent"),
        given(None, "persons", title="Abgänge ausländischer Jugendlicher"),
        direction="lower_is_better",
    )
    assert gap.reason.startswith("Es fehlt: Abgänge ausländischer Jugendlicher.")
