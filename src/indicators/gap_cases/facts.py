"""What funding gaps are computed from, and what is asked of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import polars as pl

from indicators import catalog as catalogs
from indicators import funding, funding_records, peers, regions, series
from indicators.catalog import Catalog, Indicator
from indicators.funding import Row
from indicators.funding_records import ORIGINAL
from indicators.gaps.assumptions import MIDDLE, AssumptionSet, preset
from indicators.observations import TOTAL, published
from indicators.peers import Context
from indicators.regions import Registry

EVERYBODY: Final = "alle"
PEER_SETS: Final[dict[str, str]] = {EVERYBODY: "Alle Kreise und kreisfreien Städte", **peers.PEER_SETS}
"""With whom a municipality is compared; all of them are the default of a regression."""

FUNDING: Final = "arbeitsmarktmittel"
NEEDS: Final = ("sgb2_quote", "auslaenderanteil")
PARITY: Final = "arbeitslosenquote"
_FLOWS: Final = {"foerderung": 0, "aufwand": 1, "ertrag": 2}
RECORD_KEYS: Final = ("region", "programme", "value_type", "budget", "year")
"""What the records behind a row of `funding.annual` have in common."""
STANDING: Final = preset(MIDDLE)
"""The set without own values, every assumption as it is declared."""


class Known(NamedTuple):
    """A value of one indicator and region; see `series.IndicatorValues`."""

    group: str
    year: int
    value: float
    dataset: str
    numerator: float | None
    denominator: float | None


class _Published:
    """The published values of one indicator: of a region a slice, of a year one look for everybody."""

    def __init__(self, values: pl.DataFrame) -> None:
        """A frame of `series.IndicatorValues`."""
        self.values = values
        self._regions = series.ByRegion(values)
        self._sections: dict[int, dict[str, float]] = {}

    def of_region(self, ags: str) -> list[Known]:
        """The values of a region, by group and year."""
        rows = self._regions.of_region(ags)
        found = map(Known, *(rows[name].to_list() for name in Known._fields))
        return [row for row in found if row.value is not None]

    def section(self, year: int) -> dict[str, float]:
        """The values of everybody in a year, by region; shared, so never mutated."""
        if year not in self._sections:
            rows = self.values.filter(published(), pl.col("year") == year, pl.col("group") == TOTAL)
            self._sections[year] = dict(rows.select("ags", "value").iter_rows())
        return self._sections[year]


@dataclass(frozen=True, eq=False)
class Facts:
    """The catalogue, the registry, the funding records and the values of indicators.

    Attributes:
        catalog: The catalogue.
        registry: The registry.
        records: A frame of `FundingRecords`, shipped ones and perhaps a municipality's own.
        values: Gives the values of an indicator (a cached one where there is a cache).
    """

    catalog: Catalog
    registry: Registry
    records: pl.DataFrame
    values: Callable[[Indicator], pl.DataFrame] = series.values

    @cached_property
    def _published(self) -> dict[str, _Published]:
        """What has been looked at so far, by indicator."""
        return {}

    def _of(self, indicator: Indicator) -> _Published:
        values = self.values(indicator)
        found = self._published.get(indicator.id)
        if found is None or found.values is not values:
            found = self._published[indicator.id] = _Published(values)
        return found

    def section(self, indicator: Indicator, year: int) -> dict[str, float]:
        """The published values of everybody in a year, by region; shared, so never mutated."""
        return self._of(indicator).section(year)

    def known(self, indicator: Indicator, ags: str, group: str | None = None) -> list[Known]:
        """The published values of an indicator in a region, by group and year; of one group where given."""
        rows = self._of(indicator).of_region(ags)
        return rows if group is None else [row for row in rows if row.group == group]

    @cached_property
    def of_places(self) -> dict[str, list[Row]]:
        """The records as rows, by region."""
        return funding.grouped(self.records.iter_rows(named=True), "region")

    @cached_property
    def of_programmes(self) -> dict[str, list[Row]]:
        """The records as rows, by programme."""
        return funding.grouped(self.records.iter_rows(named=True), "programme")

    @cached_property
    def annual_of_places(self) -> dict[str, list[Row]]:
        """The yearly series (`annual`) without supplementary budgets as rows, by region."""
        rows = self.annual.filter(pl.col("budget") == ORIGINAL)
        return funding.grouped(rows.iter_rows(named=True), "region")

    @cached_property
    def publications(self) -> dict[str, str]:
        """By dataset the first of the catalogue that reads the same in a list of sources."""
        datasets = self.catalog.datasets.values()
        first: dict[tuple[str | None, ...], str] = {}
        return {d.id: first.setdefault((d.attribution, d.edition, d.url, d.table), d.id) for d in datasets}

    @cached_property
    def price_index(self) -> dict[int, float]:
        """The consumer price index by year."""
        return funding.price_index(self.catalog)

    @cached_property
    def annual(self) -> pl.DataFrame:
        """The records as yearly series (`funding.annual`)."""
        return funding.annual(self.records)

    @cached_property
    def judged(self) -> pl.DataFrame:
        """The yearly amounts by which programmes are judged: where they hold, without supplementary budgets.

        A municipal product is judged by its expenditure, or by its income where it has only income. Figures
        of two sources are never compared: of a value type the source with the most years counts.
        """
        held = pl.DataFrame(
            [(p.id, p.region) for p in self.catalog.programmes.values()],
            schema={"programme": pl.String, "region": pl.String},
            orient="row",
        )
        flow = pl.col("flow").replace_strict(_FLOWS, return_dtype=pl.Int8)
        return (
            self.annual.join(held, on=["programme", "region"], how="semi", maintain_order="left")
            .filter(pl.col("budget") == ORIGINAL)
            .filter(flow == flow.min().over("programme"))
            .with_columns(_years=pl.len().over("programme", "value_type", "source"))
            .filter(
                pl.col("source")
                == pl.col("source")
                .sort_by("_years", "source", descending=[True, False])
                .first()
                .over("programme", "value_type")
            )
            .drop("_years")
        )

    @cached_property
    def years(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """The years of `judged`, ascending, by programme and value type."""
        found = self.judged.group_by("programme", "value_type").agg(pl.col("year").unique().sort())
        return {(programme, kind): tuple(years) for programme, kind, years in found.iter_rows()}

    @cached_property
    def comparable(self) -> frozenset[str]:
        """The programmes with two years of one value type that the price index covers."""
        covered = {key: sum(y in self.price_index for y in years) for key, years in self.years.items()}
        return frozenset(programme for (programme, _), count in covered.items() if count > 1)

    @cached_property
    def pages(self) -> dict[tuple[object, ...], tuple[str | None, ...]]:
        """The pages of the records in their order, by source and `RECORD_KEYS`."""
        named = self.records.with_columns(pl.col("value_type").cast(pl.String))
        found = named.group_by("source", *RECORD_KEYS, maintain_order=True).agg("page")
        return {tuple(key): tuple(pages) for *key, pages in found.iter_rows()}

    @cached_property
    def context(self) -> Context:
        """What nearest neighbours rest on."""
        return peers.context(self.catalog, self.registry, self.values)


def load() -> Facts:
    """What is shipped."""
    return Facts(catalogs.load(), regions.load(), funding_records.read())


@dataclass(frozen=True)
class Question:
    """Which gaps are wanted: everything that a link says.

    What is left empty is chosen by `gap_cases.settled` and by the measures: the usual one, the latest year.

    Attributes:
        region: Code of the municipality.
        programme: Id of the programme whose purchasing power is judged.
        value_type: `Ist`, `Soll`, … of the amounts.
        base_year, year: The two years compared.
        per_head: Per person of the programme's target group.
        peer_set: One of `PEER_SETS`; `selection` are the codes of an own one.
        funding: Indicator of funding per inhabitant; `needs` the indicators of need.
        indicator: Indicator with a group comparison, for parity; empty for the usual one (`PARITY`).
        ratio, lump_sum: Ids of standards.
        grade: Pay grade of a position.
        assumptions: The set of assumptions, with the values that a person entered.
    """

    region: str
    programme: str = ""
    value_type: str = ""
    base_year: int | None = None
    year: int | None = None
    per_head: bool = False
    peer_set: str = EVERYBODY
    selection: tuple[str, ...] = ()
    funding: str = FUNDING
    needs: tuple[str, ...] = NEEDS
    indicator: str = ""
    ratio: str = ""
    grade: str = ""
    lump_sum: str = ""
    assumptions: AssumptionSet = STANDING
