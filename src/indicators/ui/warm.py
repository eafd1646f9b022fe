"""Loads what every visit needs before the first visitor comes: libraries, registry, index, figures."""

from indicators.ui import (
    brief_view,
    comparison_view,
    corona_view,
    data,
    data_view,
    funding_view,
    gap_view,
    map_view,
    needs_view,
    overview_view,
    profile_view,
    search_view,
    time_view,
)

_VIEWS = (
    brief_view,
    comparison_view,
    corona_view,
    data_view,
    funding_view,
    gap_view,
    map_view,
    needs_view,
    overview_view,
    profile_view,
    search_view,
    time_view,
)
"""Named so that importing them is what this module is for: with them come the libraries that they use."""

_FIRST_REGION = "08111"
"""The region with which pages open."""

_MISSPELT = "Stuttgrat"
"""What names are compared by where none is spelt like this is made when it is first needed."""


def load() -> None:
    """Fills the caches that all sessions share."""
    data.registry()
    data.search_index().find(_MISSPELT)
    overview_view.warm_up()
    data_view.warm_up()
    data.needs_and_money()
    data.context()
    profile_view.warm_up()
    map_view.warm_up()
    corona_view.warm_up()
    funding_view.warm_up()
    needs_view.warm_up(_FIRST_REGION)
    gap_view.warm_up(_FIRST_REGION)
    brief_view.warm_up(_FIRST_REGION)
