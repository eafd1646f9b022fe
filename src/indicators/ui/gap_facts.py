"""What funding gaps are computed from and what was computed, shared by everybody."""

from indicators import gap_cases
from indicators.gap_cases import Case, Facts, Question
from indicators.gaps.model import Measure
from indicators.ui import data


def facts() -> Facts:
    """Catalogue, registry, funding records and the values of indicators."""
    return data.shared_of_all(_facts)


def _facts() -> Facts:
    return Facts(data.catalog(), data.registry(), data.funding_facts().records, data.values)


def case(asked: Question, measure: Measure) -> Case:
    """The calculations of a measure; a control that it does not ask leaves it as it is."""
    return data.shared_of_all(_explained, gap_cases.narrowed(asked, measure), measure)


def _explained(asked: Question, measure: Measure) -> Case:
    return gap_cases.explained(facts(), asked, measure)
