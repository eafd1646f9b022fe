"""German sentences about figures: findings, alternative texts, sources. Rules of METHODS.md 5.

Sentences are computed on unrounded values and say rounded ones; they name value, unit, year, region and group
and never a cause. Region names stand before a colon, so that no preposition has to agree with them.
"""

from indicators.texts.maps import alt_map
from indicators.texts.over_time import alt_over_time, headline, missing_years, single_headline
from indicators.texts.sources import short_source, sources
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
    "alt_map",
    "alt_over_time",
    "class_label",
    "decimals_of",
    "distance",
    "gap",
    "group_label",
    "headline",
    "in_brackets",
    "missing_years",
    "short_gap",
    "short_source",
    "single_headline",
    "sources",
    "span",
    "value",
]
