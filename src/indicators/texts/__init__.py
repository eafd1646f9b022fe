"""German sentences about figures: findings, alternative texts, sources. Rules of METHODS.md 5.

Sentences are computed on unrounded values and say rounded ones; they name value, unit, year, region and group
and never a cause. Region names stand before a colon, so that no preposition has to agree with them.
"""

from indicators.texts.maps import alt_map
from indicators.texts.over_time import alt_over_time, headline, missing_years, single_headline
from indicators.texts.overview import figure_title, figure_value, membership
from indicators.texts.sources import short_source, sources
from indicators.texts.trends import (
    VERDICT_SYMBOLS,
    VERDICTS,
    alt_expectation,
    expectation_headline,
    expected_range,
    no_trend,
    outcome_label,
    trend_basis,
)
from indicators.texts.values import (
    class_label,
    decimals_of,
    distance,
    gap,
    group_label,
    in_brackets,
    short_gap,
    span,
    value,
)

__all__ = [
    "VERDICTS",
    "VERDICT_SYMBOLS",
    "alt_expectation",
    "alt_map",
    "alt_over_time",
    "class_label",
    "decimals_of",
    "distance",
    "expectation_headline",
    "expected_range",
    "figure_title",
    "figure_value",
    "gap",
    "group_label",
    "headline",
    "in_brackets",
    "membership",
    "missing_years",
    "no_trend",
    "outcome_label",
    "short_gap",
    "short_source",
    "single_headline",
    "sources",
    "span",
    "trend_basis",
    "value",
]
