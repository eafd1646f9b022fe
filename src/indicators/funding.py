"""Funding of a region: which records reach it, yearly series, real terms, what ends. METHODS 3.

Soll and Ist, original and supplementary budgets, income and expenditure stay apart everywhere. Nothing is
broken down to a smaller place: a region has its own records, those of Land and Bund stand beside them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final, Literal, get_args

import polars as pl

from indicators.catalog import Catalog, Programme
from indicators.catalog.entries import Evidence
from indicators.funding_records import FLOWS
from indicators.regions import GERMANY, Registry

PRICE_INDEX: Final = "verbraucherpreisindex"
"""The standard that carries the consumer price index."""

OPEN: Final = "offen"
"""`Programme.successor` where nothing was decided for the time after its end."""

SEVERAL_YEARS: Final = "nicht berechenbar: der Betrag gilt für mehrere Jahre"

SERIES: Final = ("region", "programme", "flow", "position", "value_type", "budget")
"""What makes a yearly series; amounts that differ in one of them are never joined."""

Apart = Literal["total", "partly", "part", "weaker"]
"""Why an amount is not added to others: it contains them, concerns integration in an unknown part only, is
contained in another one, or has weaker evidence."""

RANK: Final[dict[str, int]] = {level: rank for rank, level in enumerate(get_args(Evidence))}
"""Levels of evidence, the best first."""

Row = Mapping[str, Any]
"""One row of a frame, by column."""


@dataclass(frozen=True)
class Ending:
    """A programme, or a position of a municipal budget, with the time for which it is decided.

    Attributes:
        name: Title of the programme, or the position as the source words it.
        programme: Id of the programme.
        region: Where it holds.
        start, end: Its term; None where none is decided or known.
        successor: Id of the programme that follows, `offen`, or empty.
        amount: Latest amount of the position in euro; None for a programme.
    """

    name: str
    programme: str
    region: str
    start: date | None
    end: date | None
    successor: str
    amount: float | None = None


def reach(ags: str, registry: Registry) -> tuple[str, ...]:
    """The region, its Kreis where it lies in one, its Land and Deutschland: where records may hold for it."""
    kreis, land = registry.kreis_of(ags), registry.land_of(ags)
    codes = (ags, kreis.ags if kreis else ags, land.ags if land else ags, GERMANY)
    return tuple(dict.fromkeys(codes))


def of_region(records: pl.DataFrame, codes: Sequence[str]) -> pl.DataFrame:
    """The records that hold for a region, its own first, Deutschland last; amounts as they stand.

    Args:
        records: A frame of `FundingRecords`.
        codes: From `reach`.
    """
    return (
        records.filter(pl.col("region").is_in(codes))
        .with_columns(pl.col("region").replace_strict({c: i for i, c in enumerate(codes)}).alias("_place"))
        .sort("_place", maintain_order=True)
        .drop("_place")
    )


def annual(records: pl.DataFrame, *, by_position: bool = False) -> pl.DataFrame:
    """Amounts by year and series. Amounts that cover several years are left out: they are never divided.

    Positions of a programme are added up within one source and flow, unless `by_position` (records hold no
    totals beside their parts). Where several sources report the same, the best evidence counts.

    Returns:
        Columns of `SERIES`, year, funder, handlungsfeld, amount_eur, source, evidence_level; by series and
        year.
    """
    rows = records.filter(pl.col("year_end").is_null()).with_columns(
        pl.col("flow", "value_type", "evidence_level", "funder").cast(pl.String),
        position="position" if by_position else pl.lit(""),
    )
    return (
        rows.group_by(*SERIES, "year", "source")
        .agg(
            pl.col("funder", "handlungsfeld").first(),
            pl.col("amount_eur").sum(),
            pl.col("evidence_level")
            .sort_by(pl.col("evidence_level").replace_strict(RANK, return_dtype=pl.Int8))
            .last(),
        )
        .sort(pl.col("evidence_level").replace_strict(RANK, return_dtype=pl.Int8), "source")
        .unique([*SERIES, "year"], keep="first", maintain_order=True)
        .sort(*SERIES, "year")
        .select(*SERIES, "year", "funder", "handlungsfeld", "amount_eur", "source", "evidence_level")
    )


def counted(records: pl.DataFrame) -> pl.DataFrame:
    """The records that `annual` adds up: where several sources report the same, those of one of them."""
    keys = ("region", "programme", "flow", "value_type", "budget", "year", "source")
    key = pl.concat_str([pl.col(name).cast(pl.String) for name in keys], separator="|")
    taken = annual(records).select(key.unique())
    return records.filter(pl.col("year_end").is_null(), key.is_in(taken.to_series().implode()))


def changes_of_source(rows: Iterable[Row]) -> tuple[int, ...]:
    """The years from which on another source reports the amounts of one series.

    Args:
        rows: Rows with year and source, one per year.
    """
    found = sorted((row["year"], row["source"]) for row in rows)
    return tuple(year for (_, before), (year, source) in pairwise(found) if source != before)


def in_prices_of(rows: pl.DataFrame, index: Mapping[int, float], base_year: int) -> pl.DataFrame:
    """The rows in real terms: `amount * P_base / P_year` (METHODS 3).

    Args:
        rows: Rows with year and amount_eur, perhaps year_end.
        index: Price index by year.
        base_year: Year whose prices are the measure.

    Returns:
        The rows with `amount_real_eur` (null where not computable) and `real_reason` (why; empty else).
    """
    several = pl.col("year_end").is_not_null() if "year_end" in rows.columns else pl.lit(value=False)
    found = [
        in_prices(amount, year, index, base_year, is_several=is_several)
        for amount, year, is_several in rows.select("amount_eur", "year", s=several).iter_rows()
    ]
    return rows.with_columns(
        real_reason=pl.Series([reason for _, reason in found], dtype=pl.String),
        amount_real_eur=pl.Series([amount for amount, _ in found], dtype=pl.Float64),
    )


def in_prices(
    amount: float, year: int, index: Mapping[int, float], base_year: int, *, is_several: bool
) -> tuple[float | None, str]:
    """An amount in real terms (`in_prices_of`), or None and why there is none.

    Args:
        amount: The amount.
        year: Its year.
        index: Price index by year.
        base_year: Year whose prices are the measure.
        is_several: The amount covers several years.
    """
    if base_year not in index:
        return None, f"nicht berechenbar: kein Preisindex für {base_year}"
    if is_several:
        return None, SEVERAL_YEARS
    if year not in index:
        return None, f"nicht berechenbar: kein Preisindex für {year}"
    return amount * index[base_year] / index[year], ""


def price_index(catalog: Catalog) -> dict[int, float]:
    """The consumer price index by year; empty where the catalogue has none."""
    standard = catalog.standards.get(PRICE_INDEX)
    return dict(sorted(standard.by_year.items())) if standard else {}


def grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """The rows by a column, in the order in which its values first come."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def apart(rows: pl.DataFrame, programmes: Mapping[str, Programme]) -> dict[tuple[str, str], Apart]:
    """Programme and flow of what is never added to other amounts, with the reason.

    A part is left out where the programme that contains it has amounts of the same flow.

    Args:
        rows: Records of one region, or rows from `annual`.
        programmes: Programmes by id.
    """
    return apart_of(rows.select("programme", pl.col("flow").cast(pl.String)).iter_rows(), programmes)


def apart_of(
    pairs: Iterable[tuple[str, str]], programmes: Mapping[str, Programme]
) -> dict[tuple[str, str], Apart]:
    """What `apart` finds among programmes with their flows."""
    present = set(pairs)
    found: dict[tuple[str, str], Apart] = {}
    for name, flow in sorted(present):
        declared = programmes.get(name)
        if declared is None:
            continue
        if declared.total:
            found[name, flow] = "total"
        elif declared.partly:
            found[name, flow] = "partly"
        elif (declared.part_of, flow) in present:
            found[name, flow] = "part"
    return found


def adding_up(rows: pl.DataFrame, programmes: Mapping[str, Programme]) -> pl.DataFrame:
    """The rows of one region without those that are never added to others (`apart`)."""
    left_out = [f"{name} {flow}" for name, flow in apart(rows, programmes)]
    return rows.filter(
        ~pl.concat_str("programme", pl.col("flow").cast(pl.String), separator=" ").is_in(left_out)
    )


def endings(
    rows: Iterable[Row], programmes: Mapping[str, Programme], codes: Sequence[str]
) -> tuple[Ending, ...]:
    """What ends when, for the places in `codes`: the earliest end first, what has no decided end last.

    Programmes with a known term, and positions of records that carry an end of their own.

    Args:
        rows: Records of these places.
        programmes: Programmes by id.
        codes: The places.
    """
    found = [
        Ending(p.title, p.id, p.region, p.term_start, p.term_end, p.successor)
        for p in programmes.values()
        if p.region in codes and (p.term_start or p.term_end)
    ]
    dated = sorted((row for row in rows if row["term_end"] is not None), key=lambda row: row["year"])
    latest = {(r["region"], r["programme"], r["position"], r["term_end"]): r for r in dated}
    for row in latest.values():
        declared = programmes.get(row["programme"])
        if declared is None or declared.term_end != row["term_end"]:
            found.append(
                Ending(
                    row["position"] or (declared.title if declared else row["programme"]),
                    row["programme"],
                    row["region"],
                    None,
                    row["term_end"],
                    OPEN if declared is None else declared.successor or OPEN,
                    row["amount_eur"],
                )
            )
    return tuple(sorted(found, key=lambda e: (e.end or date.max, e.name)))


def flow_title(flow: str) -> str:
    """The flow in words for people."""
    return FLOWS[flow]
