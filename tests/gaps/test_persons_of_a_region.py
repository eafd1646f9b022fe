"""Persons to parity of a shipped region: the measure and the table of all indicators say the same."""

import pytest

from indicators import gap_cases
from indicators.gap_cases import Facts, Question, participation
from indicators.gaps.parity import CONTAINS_GROUP
from indicators.observations import TOTAL


@pytest.fixture(scope="module")
def facts() -> Facts:
    return gap_cases.load()


def measure(facts, row):
    asked = Question(row.region.ags, indicator=row.indicator.id)
    return gap_cases.of_measure(facts, asked, "paritaet").gaps[0]


@pytest.mark.parametrize("ags", ["08111", "14713", "DG"])
def test_amount_and_range_of_the_measure_are_those_of_the_table(facts, ags):
    counted = [r for r in participation.in_persons(facts, ags) if r.persons is not None and r.low is not None]
    assert {"gymnasialanteil", "hauptschulanteil"} <= {r.indicator.id for r in counted}
    for row in counted:
        gap = measure(facts, row)
        assert (gap.amount, gap.low, gap.high) == pytest.approx((row.persons, row.low, row.high))


def test_a_group_within_the_reference_group_is_named_as_such(facts):
    rows = participation.in_persons(facts, "DG")
    compared = {r.indicator.id: r.indicator.comparison for r in rows}
    references = {name: c.reference_group for name, c in compared.items() if c is not None}
    assert set(references.values()) > {TOTAL}
    for row in rows:
        limits = measure(facts, row).limits
        assert (CONTAINS_GROUP in limits) == (references[row.indicator.id] == TOTAL), row
