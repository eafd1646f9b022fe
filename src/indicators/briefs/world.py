"""What briefs are made from: the facts of the gaps and the profiles of regions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from indicators import comparisons, gap_cases, peers, profiles, series
from indicators.catalog import Catalog, Indicator
from indicators.comparisons import Cut
from indicators.gap_cases import Case, Facts, Question
from indicators.gaps.model import Measure
from indicators.peers import PeerSet
from indicators.profile_pool import Pool
from indicators.profiles import Profile
from indicators.regions import Region, Registry
from indicators.report import styles
from indicators.report.styles import Style
from indicators.uncertainty import with_intervals


@dataclass(frozen=True, eq=False)
class World:
    """All that a brief is made from; shared, so never mutated.

    Attributes:
        facts: Catalogue, registry, funding records, values of indicators, context of neighbours.
        profile_of: Gives the profile of a region.
        case_of: Gives the case of a question and a measure.
        cut_of: Gives a year of an indicator (its id) and group (`cut`).
        peers_of: Gives the peers of a Kreis: of which set, and the codes of an own selection.
        styles: The styles of headings by id.
        today: The day that the brief carries.
    """

    facts: Facts
    profile_of: Callable[[Region], Profile]
    case_of: Callable[[Question, Measure], Case]
    cut_of: Callable[[str, str, int], Cut]
    peers_of: Callable[[Region, str, tuple[str, ...]], PeerSet]
    styles: dict[str, Style]
    today: date

    @property
    def catalog(self) -> Catalog:
        """The catalogue."""
        return self.facts.catalog

    @property
    def registry(self) -> Registry:
        """The registry of regions."""
        return self.facts.registry


def cut(facts: Facts, indicator: Indicator, group: str, year: int) -> Cut:
    """One group of an indicator in one year, with the intervals: what every comparison rests on."""
    rows = facts.values(indicator).filter(pl.col("group") == group, pl.col("year") == year)
    known = with_intervals(rows, indicator, facts.catalog.units[indicator.unit])
    return comparisons.cut(known.with_columns(pl.col("status").cast(pl.String)), year, facts.registry)


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

    @cache
    def cut_of(indicator_id: str, group: str, year: int) -> Cut:
        return cut(facts, facts.catalog.indicator(indicator_id), group, year)

    @cache
    def peers_of(region: Region, set_id: str, selection: tuple[str, ...]) -> PeerSet:
        rule, context = facts.catalog.neighbours, facts.context
        return peers.peer_set(region, set_id, facts.registry, found=context, rule=rule, selection=selection)

    return World(facts, profile_of, case_of, cut_of, peers_of, styles.load(), today or date.today())
