"""Who pays for what in one year: which yearly amounts of a region may be added up. METHODS 3 and 4 (M5).

Rows are those of `funding.annual` for one region, as mappings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators.catalog import Programme
from indicators.funding import RANK, Apart, Row, apart_of
from indicators.funding_records import FUNDERS, ORIGINAL, VALUE_TYPES

_FUNDERS: Final = {funder: place for place, funder in enumerate(FUNDERS)}

Structure = Mapping[tuple[str, str], float | None]
"""Amounts by Handlungsfeld and funder; None where one of the amounts is not computable."""


@dataclass(frozen=True)
class FixedTerm:
    """How much of all funding ends by a day: amounts in euro; `share` in percent, None without funding."""

    total: float
    ending: float
    share: float | None


def snapshots(rows: Iterable[Row], programmes: Mapping[str, Programme]) -> tuple[tuple[str, int], ...]:
    """The value types and years for which there is a structure, Ist before Soll, the latest year first."""
    every = list(rows)
    left_out = _apart(every, programmes)
    found = {
        (row["value_type"], row["year"])
        for row in every
        if row["flow"] == "foerderung"
        and row["budget"] == ORIGINAL
        and (row["programme"], row["flow"]) not in left_out
    }
    return tuple(sorted(found, key=lambda pair: (VALUE_TYPES.index(pair[0]), -pair[1])))


def taken_and_beside(
    rows: Sequence[Row], value_type: str, year: int, programmes: Mapping[str, Programme]
) -> tuple[list[Row], list[Row]]:
    """The rows of one year that may be added up, and the others with `why` (`Apart`).

    Added up are one value type, original budget, one level of evidence. Titles of a budget do not overlap. A
    single figure from elsewhere may be a part of one of them, so figures with weaker evidence than the best
    of that year stay out, and so does what is declared as a sum, a part, or in part about integration
    (`funding.apart`).
    """
    left_out = _apart(rows, programmes)
    found = [
        row
        for row in rows
        if row["year"] == year
        and row["value_type"] == value_type
        and row["flow"] == "foerderung"
        and row["budget"] == ORIGINAL
    ]
    adding = [row for row in found if (row["programme"], row["flow"]) not in left_out]
    best = min((row["evidence_level"] for row in adding), key=RANK.__getitem__, default="")
    taken = [row for row in adding if row["evidence_level"] == best]
    named = {row["programme"] for row in taken}
    beside: list[Row] = [
        {**row, "why": left_out.get((row["programme"], row["flow"]), "weaker")}
        for row in found
        if row["programme"] not in named
    ]
    return taken, beside


def _apart(rows: Iterable[Row], programmes: Mapping[str, Programme]) -> dict[tuple[str, str], Apart]:
    return apart_of(((row["programme"], row["flow"]) for row in rows), programmes)


def structure(taken: Iterable[Row], column: str = "amount_eur") -> Structure:
    """Funding of one year by Handlungsfeld and funder, in this order.

    Args:
        taken: What may be added up (`taken_and_beside`).
        column: What is added up.
    """
    sums: dict[tuple[str, str], float | None] = {}
    for row in taken:
        key = (row["handlungsfeld"], row["funder"])
        before, amount = sums.get(key, 0.0), row[column]
        sums[key] = None if before is None or amount is None else before + amount
    return dict(sorted(sums.items(), key=lambda item: (item[0][0], _FUNDERS[item[0][1]])))


def shares_by_funder(structured: Structure) -> dict[str, float]:
    """Percent of all funding by funder, from the largest territory to the smallest; empty without funding."""
    sums: dict[str, float] = {}
    for (_, funder), amount in structured.items():
        sums[funder] = sums.get(funder, 0.0) + (amount or 0.0)
    total = sum(sums.values())
    return {f: 100 * sums[f] / total for f in FUNDERS if f in sums} if total else {}


def fixed_term(
    records: Iterable[Row],
    taken: Iterable[Row],
    value_type: str,
    year: int,
    programmes: Mapping[str, Programme],
) -> FixedTerm:
    """How much of a year's funding ends by the end of the year after (METHODS 4 M5).

    Args:
        records: Records of one region.
        taken: What counts as its funding (`taken_and_beside`); of each programme only the source that
            counts there, as other sources report the same amount.
        value_type: The one value type.
        year: The year.
        programmes: Programmes by id; their end counts where the record names none.
    """
    until = date(year + 1, 12, 31)
    named = {(row["programme"], row["source"]) for row in taken}
    total = ending = 0.0
    for row in records:
        if (
            (row["programme"], row["source"]) not in named
            or row["flow"] != "foerderung"
            or row["value_type"] != value_type
            or row["budget"] != ORIGINAL
            or row["year"] != year
            or row["year_end"] is not None
        ):
            continue
        declared = programmes.get(row["programme"])
        end = row["term_end"] or (declared.term_end if declared else None)
        total += row["amount_eur"]
        ending += row["amount_eur"] if end is not None and end <= until else 0.0
    return FixedTerm(total, ending, 100 * ending / total if total else None)
