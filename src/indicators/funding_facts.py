"""What the sheets on funding share: the facts, the question, records with the amount as it is asked for."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from indicators import funding, funding_heads, funding_tables, texts
from indicators.catalog import Catalog, FundingSource, Indicator
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
class Facts:
    """All that the sheets are made from; shared, so never mutated."""

    records: pl.DataFrame
    catalog: Catalog
    registry: Registry
    values: Callable[[Indicator], pl.DataFrame]


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
    found = set(records_for(ags, facts)["programme"].unique())
    known = [p for p in facts.catalog.programmes.values() if p.id in found or p.region in codes]
    return tuple(p.id for p in sorted(known, key=lambda p: (FUNDERS.index(p.funder), p.title)))


def records_of(question: Question, facts: Facts) -> pl.DataFrame:
    """The records behind what is shown, with the amount as asked for (`funding_tables.shown`)."""
    return shown(_asked_for(question, facts), question, facts)


def sources(question: Question, facts: Facts) -> tuple[FundingSource, ...]:
    """The sources of these records."""
    return funding_tables.sources_of(_asked_for(question, facts), facts.catalog)


def _asked_for(question: Question, facts: Facts) -> pl.DataFrame:
    rows = records_for(question.ags, facts)
    if question.programme != ALL:
        return rows.filter(programme=question.programme)
    return rows if question.part == ALL else rows.filter(handlungsfeld=question.part)


def records_for(ags: str, facts: Facts) -> pl.DataFrame:
    """The records that hold for a region: its own, then those of Kreis, Land and Deutschland."""
    return funding.of_region(facts.records, funding.reach(ags, facts.registry))


def shown(rows: pl.DataFrame, question: Question, facts: Facts) -> pl.DataFrame:
    """The rows with the amount as it is asked for (`funding_tables.shown`)."""
    view = question.view
    heads: dict[str, Heads] = {}
    declared = facts.catalog.programmes.get(question.programme)
    if view.basis != "absolut":
        heads = {
            code: funding_heads.heads(
                view.basis,
                code,
                facts.catalog,
                facts.registry,
                facts.values,
                target=declared.target_group if declared else None,
            )
            for code in rows["region"].unique()
        }
    return funding_tables.shown(rows, view, funding.price_index(facts.catalog), heads)


def amount(value: float, view: View) -> str:
    """An amount in words, to the cent where it is per head."""
    return words.per_head(value) if view.basis != "absolut" else words.amount(value)


def why_not(rows: pl.DataFrame) -> str:
    """Why rows have no amount as asked for, each reason with its years; empty where all have."""
    found = [r for r in rows["reason"].unique(maintain_order=True) if r]
    return "; ".join(_grouped(found))


def _grouped(reasons: Sequence[str]) -> list[str]:
    """Reasons that differ only in their year, said once with all years."""
    years: dict[str, list[int]] = {}
    for reason in reasons:
        match = re.fullmatch(r"(.*) für (\d{4})", reason)
        if match:
            years.setdefault(match[1], []).append(int(match[2]))
        else:
            years.setdefault(reason, [])
    return [f"{text} für {texts.span(found)}" if found else text for text, found in years.items()]


def latest(rows: pl.DataFrame, kinds: Sequence[str]) -> dict[str, Any] | None:
    """The row of the latest year with one of these value types; None where there is none."""
    known = rows.filter(pl.col("value_type").is_in(kinds)).sort("year")
    return known.row(-1, named=True) if known.height else None


def populations(rows: pl.DataFrame) -> list[str]:
    """Which population the amounts per head rest on, year by year."""
    named = rows.filter(pl.col("shown").is_not_null(), pl.col("population") != "")
    used = named.select("population", "year").unique().sort("year")
    years: dict[str, list[int]] = {}
    for population, year in used.iter_rows():
        years.setdefault(population, []).append(year)
    return [f"Bezugsbevölkerung {texts.span(found)}: {name.rstrip('.')}." for name, found in years.items()]


def changes_of_source(rows: pl.DataFrame, facts: Facts) -> list[str]:
    """Where the series of a value type goes on with another source, and with which."""
    found = []
    for (kind, budget), own in rows.group_by("value_type", "budget", maintain_order=True):
        named = dict(own.select("year", "source").iter_rows())
        label = words.value_type(str(kind), str(budget))
        found += [
            words.other_source(label, year, named[year], facts.catalog)
            for year in funding.changes_of_source(own)
        ]
    return found


def basis_of(name: str) -> Basis:
    """The basis of an id in a link."""
    return next(basis for basis in funding_heads.BASES if basis == name)
