"""What briefs are made from: the facts of the gaps and the profiles of regions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from indicators import gap_cases, profiles, series
from indicators.catalog import Catalog
from indicators.gap_cases import Case, Facts, Question
from indicators.gaps.model import Measure
from indicators.profile_pool import Pool
from indicators.profiles import Profile
from indicators.regions import Region, Registry


@dataclass(frozen=True, eq=False)
class World:
    """All that a brief is made from; shared, so never mutated.

    Attributes:
        facts: Catalogue, registry, funding records, values of indicators, context of neighbours.
        profile_of: Gives the profile of a region.
        case_of: Gives the case of a question and a measure.
        today: The day that the brief carries.
    """

    facts: Facts
    profile_of: Callable[[Region], Profile]
    case_of: Callable[[Question, Measure], Case]
    today: date

    @property
    def catalog(self) -> Catalog:
        """The catalogue."""
        return self.facts.catalog

    @property
    def registry(self) -> Registry:
        """The registry of regions."""
        return self.facts.registry


def load(today: date | None = None) -> World:
    """What is shipped, read once: values of indicators when they are first asked for."""
    shipped = gap_cases.load()

    @cache
    def values_of(indicator_id: str) -> pl.DataFrame:  # an indicator itself cannot be a key
        return series.values(shipped.catalog.indicator(indicator_id))

    facts = Facts(shipped.catalog, shipped.registry, shipped.records, lambda i: values_of(i.id))

    @cache
    def pool() -> Pool:
        main = (i for i in facts.catalog.indicators.values() if i.role == "main")
        return Pool({i.id: facts.values(i) for i in main}, facts.registry)

    @cache
    def profile_of(region: Region) -> Profile:
        return profiles.profile(region, pool(), facts.catalog, facts.registry)

    @cache
    def case_of(asked: Question, measure: Measure) -> Case:
        return gap_cases.explained(facts, asked, measure)

    return World(facts, profile_of, case_of, today or date.today())
