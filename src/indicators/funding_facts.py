"""What the sheets on funding share: the facts, the question, rows with the amount as it is asked for."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import polars as pl

from indicators import funding, funding_heads, funding_structure, funding_tables, texts
from indicators.catalog import Catalog, FundingSource, Indicator
from indicators.funding import Row
from indicators.funding_heads import Basis, Heads
from indicators.funding_records import FUNDERS
from indicators.funding_tables import View
from indicators.regions import Registry
from indicators.texts import funding as words

ALL: Final = "alle"

SEVERAL_YEARS: Final = (
    "Beträge, die für mehrere Jahre gelten, stehen nur in der Tabelle; sie werden nicht auf Jahre verteilt."
)
PLANS: Final = ("Soll", "Ansatz", "Planung", "Bewilligung")


@dataclass(frozen=True)
class Place:
    """What is recorded for one region, as rows: the records, and `funding.annual` of them."""

    records: tuple[Row, ...] = ()
    yearly: tuple[Row, ...] = ()


@dataclass(frozen=True, eq=False)
class Facts:
    """All that the sheets are made from; shared, so never mutated."""

    records: pl.DataFrame
    catalog: Catalog
    registry: Registry
    values: Callable[[Indicator], pl.DataFrame]

    @cached_property
    def places(self) -> dict[str, Place]:
        """What is recorded, by region; a few regions have records of their own.

        The sheets read hundreds of rows for a dozen questions each: plain rows answer them in a tenth of the
        time that a frame takes to be asked.
        """
        records, yearly = (
            funding.grouped(frame.iter_rows(named=True), "region")
            for frame in (self.records, funding.annual(self.records))
        )
        return {code: Place(tuple(rows), tuple(yearly.get(code, ()))) for code, rows in records.items()}

    @cached_property
    def snapshots(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """Value types and years with a structure, by region (`funding_structure.snapshots`)."""
        programmes = self.catalog.programmes
        return {c: funding_structure.snapshots(p.yearly, programmes) for c, p in self.places.items()}

    @cached_property
    def price_index(self) -> dict[int, float]:
        """The consumer price index by year."""
        return funding.price_index(self.catalog)

    def place(self, code: str) -> Place:
        """What is recorded for a region."""
        return self.places.get(code, _NOTHING)


_NOTHING: Final = Place()


@dataclass(frozen=True)
class Question:
    """What a visitor asks; ids as they stand in the link.

    Attributes:
        ags: The region.
        programme: Id of a programme, or `alle`.
        part: Of a programme: id of one of its series (`parts`); of all: Handlungsfeld, or `alle`.
        stand: Value type and year of the structure ("Ist-2023"), for all programmes.
        view: Prices and what the amounts are divided by.
    """

    ags: str
    programme: str
    part: str
    stand: str
    view: View


def programmes(ags: str, facts: Facts) -> tuple[str, ...]:
    """Ids of the programmes that hold for a region: with records for it, or declared for it without any."""
    codes = funding.reach(ags, facts.registry)
    found = {row["programme"] for row in records_for(ags, facts)}
    known = [p for p in facts.catalog.programmes.values() if p.id in found or p.region in codes]
    return tuple(p.id for p in sorted(known, key=lambda p: (FUNDERS.index(p.funder), p.title)))


def records_of(question: Question, facts: Facts) -> pl.DataFrame:
    """The records behind what is shown, with the amount as asked for (`funding_tables.shown`)."""
    rows = funding.of_region(facts.records, funding.reach(question.ags, facts.registry))
    if question.programme != ALL:
        rows = rows.filter(programme=question.programme)
    elif question.part != ALL:
        rows = rows.filter(handlungsfeld=question.part)
    persons = _persons(question, rows["region"].unique(), facts)
    return funding_tables.shown(rows, question.view, facts.price_index, persons)


def sources(ags: str, programme: str, part: str, facts: Facts) -> tuple[FundingSource, ...]:
    """The sources of the records behind what is shown; arguments as in `Question`."""
    rows = records_for(ags, facts)
    if programme != ALL:
        found = {row["source"] for row in rows if row["programme"] == programme}
    else:
        found = {row["source"] for row in in_field(rows, part)}
    return funding_tables.sources_of(found, facts.catalog)


def records_for(ags: str, facts: Facts) -> list[Row]:
    """The records that hold for a region: its own, then those of Kreis, Land and Deutschland."""
    return [row for code in funding.reach(ags, facts.registry) for row in facts.place(code).records]


def in_field(rows: Sequence[Row], part: str) -> Sequence[Row]:
    """The rows of a Handlungsfeld, or of all."""
    return rows if part == ALL else [row for row in rows if row["handlungsfeld"] == part]


def shown(rows: Iterable[Row], question: Question, facts: Facts) -> list[dict[str, Any]]:
    """The rows with the amount as it is asked for (`funding_tables.asked`)."""
    every = list(rows)
    persons = _persons(question, {row["region"] for row in every}, facts)
    return [funding_tables.asked(row, question.view, facts.price_index, persons) for row in every]


def _persons(question: Question, codes: Iterable[str], facts: Facts) -> dict[str, Heads]:
    """Persons by region, where amounts per head are asked for."""
    basis = question.view.basis
    if basis == "absolut":
        return {}
    declared = facts.catalog.programmes.get(question.programme)
    target = declared.target_group if declared else None
    return {
        code: funding_heads.heads(basis, code, facts.catalog, facts.registry, facts.values, target=target)
        for code in codes
    }


def amount(value: float, view: View) -> str:
    """An amount in words, to the cent where it is per head."""
    return words.per_head(value) if view.basis != "absolut" else words.amount(value)


def why_not(rows: Iterable[Row]) -> str:
    """Why rows have no amount as asked for, each reason with its years; empty where all have."""
    return "; ".join(_grouped(dict.fromkeys(row["reason"] for row in rows if row["reason"])))


def _grouped(reasons: Iterable[str]) -> list[str]:
    """Reasons that differ only in their year, said once with all years."""
    years: dict[str, list[int]] = {}
    for reason in reasons:
        match = re.fullmatch(r"(.*) für (\d{4})", reason)
        if match:
            years.setdefault(match[1], []).append(int(match[2]))
        else:
            years.setdefault(reason, [])
    return [f"{text} für {texts.span(found)}" if found else text for text, found in years.items()]


def latest(rows: Iterable[Row], kinds: Sequence[str]) -> Row | None:
    """The row of the latest year with one of these value types; None where there is none."""
    known = sorted((row for row in rows if row["value_type"] in kinds), key=lambda row: row["year"])
    return known[-1] if known else None


def populations(rows: Iterable[Row]) -> list[str]:
    """Which population the amounts per head rest on, year by year."""
    named = {(r["year"], r["population"]) for r in rows if r["shown"] is not None and r["population"]}
    years: dict[str, list[int]] = {}
    for year, population in sorted(named):
        years.setdefault(population, []).append(year)
    return [f"Bezugsbevölkerung {texts.span(found)}: {name.rstrip('.')}." for name, found in years.items()]


def changes_of_source(rows: Iterable[Row], facts: Facts) -> list[str]:
    """Where the series of a value type goes on with another source, and with which."""
    series: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        series.setdefault((row["value_type"], row["budget"]), []).append(row)
    found = []
    for kind, own in series.items():
        named: Mapping[int, str] = {row["year"]: row["source"] for row in own}
        found += [
            words.other_source(words.value_type(*kind), year, named[year], facts.catalog)
            for year in funding.changes_of_source(own)
        ]
    return found


def basis_of(name: str) -> Basis:
    """The basis of an id in a link."""
    return next(basis for basis in funding_heads.BASES if basis == name)
