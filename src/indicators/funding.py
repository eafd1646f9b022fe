"""Funding of a region: which records reach it, yearly series, real terms, structure, what ends. METHODS 3.

Soll and Ist, original and supplementary budgets, income and expenditure stay apart everywhere. Nothing is
broken down to a smaller place: a region has its own records, those of Land and Bund stand beside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, Literal, get_args

import polars as pl

from indicators.catalog import Catalog, Programme
from indicators.catalog.entries import Evidence
from indicators.funding_records import FLOWS, FUNDERS, ORIGINAL
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

_RANK: Final = {level: rank for rank, level in enumerate(get_args(Evidence))}


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


@dataclass(frozen=True)
class FixedTerm:
    """How much of all funding ends by a day: amounts in euro; `share` in percent, None without funding."""

    total: float
    ending: float
    share: float | None


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
    """Amounts by year and series. Amounts that cover several years are left out (`of_several_years`).

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
            .sort_by(pl.col("evidence_level").replace_strict(_RANK, return_dtype=pl.Int8))
            .last(),
        )
        .sort(pl.col("evidence_level").replace_strict(_RANK, return_dtype=pl.Int8), "source")
        .unique([*SERIES, "year"], keep="first", maintain_order=True)
        .sort(*SERIES, "year")
        .select(*SERIES, "year", "funder", "handlungsfeld", "amount_eur", "source", "evidence_level")
    )


def of_several_years(records: pl.DataFrame) -> pl.DataFrame:
    """The records whose amount covers several years; it is never divided."""
    return records.filter(pl.col("year_end").is_not_null())


def changes_of_source(rows: pl.DataFrame) -> tuple[int, ...]:
    """The years from which on another source reports the amounts of one series.

    Args:
        rows: Rows with year and source, one per year.
    """
    found = rows.select("year", "source").sort("year").rows()
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
    base = index.get(base_year)
    of_year = pl.col("year").cast(pl.Int64).replace_strict(dict(index), default=None, return_dtype=pl.Float64)
    years = pl.col("year").cast(pl.String)
    several = pl.col("year_end").is_not_null() if "year_end" in rows.columns else pl.lit(value=False)
    reason = (
        pl.when(pl.lit(base is None))
        .then(pl.lit(f"nicht berechenbar: kein Preisindex für {base_year}"))
        .when(several)
        .then(pl.lit(SEVERAL_YEARS))
        .when(of_year.is_null())
        .then(pl.lit("nicht berechenbar: kein Preisindex für ") + years)
        .otherwise(pl.lit(""))
    )
    return rows.with_columns(real_reason=reason).with_columns(
        amount_real_eur=pl.when(pl.col("real_reason") == "").then(
            pl.col("amount_eur") * pl.lit(base, pl.Float64) / of_year
        )
    )


def price_index(catalog: Catalog) -> dict[int, float]:
    """The consumer price index by year; empty where the catalogue has none."""
    standard = catalog.standards.get(PRICE_INDEX)
    return dict(sorted(standard.by_year.items())) if standard else {}


def apart(rows: pl.DataFrame, programmes: Mapping[str, Programme]) -> dict[tuple[str, str], Apart]:
    """Programme and flow of what is never added to other amounts, with the reason.

    A part is left out where the programme that contains it has amounts of the same flow.

    Args:
        rows: Records of one region, or rows from `annual`.
        programmes: Programmes by id.
    """
    present = set(rows.select("programme", pl.col("flow").cast(pl.String)).unique().rows())
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


def structure(
    rows: pl.DataFrame,
    value_type: str,
    year: int,
    programmes: Mapping[str, Programme],
    column: str = "amount_eur",
) -> pl.DataFrame:
    """Funding of one year by Handlungsfeld and funder: what `structure_rows` takes, added up.

    Args:
        rows: Rows from `annual`, of one region.
        value_type: The one value type.
        year: The year.
        programmes: Programmes by id.
        column: What is added up.

    Returns:
        Columns handlungsfeld, funder, amount; by Handlungsfeld and funder.
    """
    return (
        structure_rows(rows, value_type, year, programmes)
        .group_by("handlungsfeld", "funder")
        .agg(pl.col(column).sum().alias("amount"), pl.col(column).is_null().any().alias("_gap"))
        .with_columns(amount=pl.when(~pl.col("_gap")).then("amount"))
        .drop("_gap")
        .sort("handlungsfeld", pl.col("funder").replace_strict({f: i for i, f in enumerate(FUNDERS)}))
    )


def structure_rows(
    rows: pl.DataFrame, value_type: str, year: int, programmes: Mapping[str, Programme]
) -> pl.DataFrame:
    """The rows of one year that may be added up: one value type, original budget, one level of evidence.

    Titles of a budget do not overlap. A single figure from elsewhere may be a part of one of them, so figures
    with weaker evidence than the best of that year stay out (`beside_structure`), and so does what is
    declared as a sum, a part, or in part about integration (`apart`).
    """
    found = _foerderung(adding_up(rows, programmes), value_type, year)
    best = min(found["evidence_level"].unique(), key=_RANK.__getitem__, default="")
    return found.filter(pl.col("evidence_level") == best)


def beside_structure(
    rows: pl.DataFrame, value_type: str, year: int, programmes: Mapping[str, Programme]
) -> pl.DataFrame:
    """The rows of the same year and value type that `structure_rows` leaves out, with `why` (`Apart`)."""
    found = _foerderung(rows, value_type, year)
    taken = structure_rows(rows, value_type, year, programmes)["programme"]
    reasons = {name: why for (name, flow), why in apart(rows, programmes).items() if flow == "foerderung"}
    return found.filter(~pl.col("programme").is_in(taken.implode())).with_columns(
        why=pl.col("programme").replace_strict(reasons, default="weaker", return_dtype=pl.String)
    )


def _foerderung(rows: pl.DataFrame, value_type: str, year: int) -> pl.DataFrame:
    return rows.filter(
        pl.col("flow") == "foerderung",
        pl.col("value_type") == value_type,
        pl.col("budget") == ORIGINAL,
        pl.col("year") == year,
    )


def snapshots(rows: pl.DataFrame, programmes: Mapping[str, Programme]) -> tuple[tuple[str, int], ...]:
    """The value types and years for which there is a structure, Ist before Soll, the latest year first."""
    order = {"Ist": 0, "Soll": 1, "Ansatz": 2, "Planung": 3, "Bewilligung": 4}
    found = (
        adding_up(rows, programmes)
        .filter(pl.col("flow") == "foerderung", pl.col("budget") == ORIGINAL)
        .select("value_type", "year")
        .unique()
        .rows()
    )
    return tuple(sorted(found, key=lambda pair: (order[pair[0]], -pair[1])))


def shares_by_funder(structured: pl.DataFrame) -> dict[str, float]:
    """Percent of all funding by funder, from the largest territory to the smallest; empty without funding."""
    sums = dict(structured.group_by("funder").agg(pl.col("amount").sum()).iter_rows())
    total = sum(sums.values())
    return {f: 100 * sums[f] / total for f in FUNDERS if f in sums} if total else {}


def fixed_term(
    records: pl.DataFrame,
    programmes: Mapping[str, Programme],
    value_type: str,
    year: int,
) -> FixedTerm:
    """How much of a year's funding (`structure_rows`) ends by the end of the year after (METHODS 4 M5).

    Args:
        records: Records of one region.
        programmes: Programmes by id; their end counts where the record names none.
        value_type: The one value type.
        year: The year.
    """
    until = date(year + 1, 12, 31)
    taken = structure_rows(annual(records), value_type, year, programmes)["programme"]
    rows = records.filter(
        pl.col("programme").is_in(taken.implode()),
        pl.col("flow").cast(pl.String) == "foerderung",
        pl.col("value_type").cast(pl.String) == value_type,
        pl.col("budget") == ORIGINAL,
        pl.col("year") == year,
        pl.col("year_end").is_null(),
    ).select("programme", "term_end", "amount_eur")
    total = ending = 0.0
    for programme, own_end, amount in rows.iter_rows():
        declared = programmes.get(programme)
        end = own_end or (declared.term_end if declared else None)
        total += amount
        ending += amount if end is not None and end <= until else 0.0
    return FixedTerm(total, ending, 100 * ending / total if total else None)


def endings(
    records: pl.DataFrame, programmes: Mapping[str, Programme], codes: Sequence[str]
) -> tuple[Ending, ...]:
    """What ends when, for the places in `codes`: the earliest end first, what has no decided end last.

    Programmes with a known term, and positions of records that carry an end of their own.
    """
    found = [
        Ending(p.title, p.id, p.region, p.term_start, p.term_end, p.successor)
        for p in programmes.values()
        if p.region in codes and (p.term_start or p.term_end)
    ]
    positions = (
        records.filter(pl.col("region").is_in(codes), pl.col("term_end").is_not_null())
        .sort("year")
        .unique(["region", "programme", "position", "term_end"], keep="last", maintain_order=True)
    )
    for row in positions.iter_rows(named=True):
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
