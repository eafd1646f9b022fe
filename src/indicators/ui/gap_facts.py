"""What funding gaps are computed from, shared by everybody."""

from indicators.gap_cases import Facts
from indicators.ui import data


def facts() -> Facts:
    """Catalogue, registry, funding records and the values of indicators."""
    return data.shared_money(_facts)


def _facts() -> Facts:
    return Facts(data.catalog(), data.registry(), data.funding_facts().records, data.values)
