"""Formulas: what they may say, and that each one gives the value of its step."""

from datetime import date

import pytest
from tests.gaps.given import assert_formulas, given

from indicators.gaps.costs import BuiltCost, CarriedCost
from indicators.gaps.formula import evaluate, names
from indicators.gaps.model import FundingGap
from indicators.gaps.parity import parity, scenario
from indicators.gaps.real_value import real_value
from indicators.gaps.staffing import lump_sum, staffing
from indicators.gaps.structure import Position, planned_change, structure
from indicators.texts.wording import causal_words


def _every_measure() -> list[FundingGap]:
    """One gap of every calculation, with numbers that no two inputs share."""
    parts = BuiltCost(given(80_100, "eur_per_fte"), given(9_700, "eur_per_fte"), given(20, "percent"))
    carried = CarriedCost(given(63_998, "eur_per_fte"), given(98.8, "index"), given(119.3, "index"))
    group, reference, persons = given(15, "percent"), given(6.5, "percent"), given(400, "persons")
    amounts, indices = (
        {2017: given(58.0), 2025: given(61.0)},
        {2017: given(96.4, "index"), 2025: given(121.9, "index")},
    )
    heads = {2017: given(10, "persons"), 2025: given(13, "persons")}
    effect, place = given(0.15, "number"), given(4000, "eur_per_place")
    positions = [
        Position(given(300.0), "Bund", date(2025, 12, 31), successor=given(100.0)),
        Position(given(200.0), "Land", date(2026, 6, 30)),
        Position(given(450.0), "Kommune"),
    ]
    return [
        real_value(amounts, indices, base_year=2017, year=2025),
        real_value(amounts, indices, base_year=2017, year=2025, persons=heads),
        parity(group, reference, persons, direction="lower_is_better"),
        scenario(
            group,
            reference,
            persons,
            effect=effect,
            unit_cost=place,
            funds=given(1.0),
            direction="lower_is_better",
        ),
        staffing(given(4000, "persons"), given(90, "persons_per_fte"), given(25, "fte"), parts),
        lump_sum(given(51.1, "fte"), carried, given(60_000, "eur_per_fte")),
        structure(positions, 2025, given(1200.0)),
        planned_change(given(1_469_090), given(599_800)),
    ]


@pytest.mark.parametrize("gap", _every_measure(), ids=lambda gap: f"{gap.measure} {gap.variant}")
def test_every_formula_gives_the_value_of_its_step(gap: FundingGap):
    assert_formulas(gap)


@pytest.mark.parametrize("gap", _every_measure(), ids=lambda gap: f"{gap.measure} {gap.variant}")
def test_every_input_is_used(gap: FundingGap):
    assert {i.key for i in gap.inputs} <= {name for step in gap.steps for name in names(step.formula)}


@pytest.mark.parametrize("gap", _every_measure(), ids=lambda gap: f"{gap.measure} {gap.variant}")
def test_no_sentence_claims_a_cause(gap: FundingGap):
    words = " ".join((gap.title, gap.reason, gap.range_words, *gap.limits, *(s.words for s in gap.steps)))
    assert causal_words(words) == ()
    assert gap.reason.endswith(".")
    assert gap.limits
    assert all(sentence.endswith(".") for sentence in gap.limits)


def test_functions_signs_and_brackets():
    values = {"a": 2.0, "b": 5.0}
    assert evaluate("-(a - b) * 1.5", values) == 4.5
    assert evaluate("MAX(a, b, 1) - MIN(a, b)", values) == 3
    assert names("MAX(b, 0) / a - b") == ("b", "a")


@pytest.mark.parametrize(
    "formula",
    [
        "a ** 9",
        "a if a else b",
        "__import__('os')",
        "a.real",
        "[a]",
        "'text'",
        "True",
        "MAX()",
        "a +",
        "len(a)",
    ],
)
def test_nothing_else_is_a_formula(formula):
    with pytest.raises(ValueError, match="formula"):
        evaluate(formula, {"a": 1.0, "b": 1.0})
