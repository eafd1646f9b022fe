"""M4 for a region: the staffing standard, and what positions cost beyond their lump sum. METHODS 4 M4."""

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from indicators import funding
from indicators.catalog import Standard
from indicators.gap_cases import assume, inputs
from indicators.gap_cases.assume import Given
from indicators.gap_cases.facts import Facts, Question
from indicators.gaps import staffing
from indicators.gaps.costs import CarriedCost, Cost, GivenCost
from indicators.gaps.model import FundingGap, GapInput
from indicators.gaps.structure import OWN_FUNDER

_COST_TITLE: Final = "Vollkosten einer Stelle"


@dataclass(frozen=True)
class Positions:
    """Granted positions of a municipality: how many, what one cost in a year, when, and where that stands."""

    programme: str
    fte: GapInput
    cost: GapInput
    years: tuple[int, ...]


def granted(facts: Facts, ags: str) -> Positions | None:
    """The latest grant of another funder to a region that names its full-time positions."""
    rows = facts.records.filter(
        pl.col("region") == ags,
        pl.col("fte") > 0,
        pl.col("flow").cast(pl.String) == "foerderung",
        pl.col("funder").cast(pl.String) != OWN_FUNDER,
    ).sort("year")
    if rows.is_empty():
        return None
    row = rows.row(-1, named=True)
    years = tuple(range(row["year"], (row["year_end"] or row["year"]) + 1))
    declared = facts.catalog.funding_sources.get(row["source"])
    source = f"{declared.title if declared else row['source']}, {row['page']}".rstrip(", ")
    common = {
        "source": source,
        "evidence_level": row["evidence_level"],
        "link": f"programme:{row['programme']}",
        "year": years[-1],
    }
    named = facts.catalog.programmes.get(row["programme"])
    of = f"{named.title}, " if named else ""
    when = "/".join(str(y) for y in years)
    return Positions(
        row["programme"],
        GapInput("staff", f"{of}bewilligte Stellen {when}", row["fte"], "fte", 1, origin="katalog", **common),
        GapInput(
            "base_cost",
            f"{of}bewilligter Betrag je Stelle und Jahr {when}",
            row["amount_eur"] / len(years) / row["fte"],
            "eur_per_fte",
            2,
            origin="berechnet",
            value_type=row["value_type"],
            **common,
        ),
        years,
    )


def gaps(facts: Facts, asked: Question, given: Given) -> tuple[FundingGap, ...]:
    """The staffing gap and the lump-sum gap, the computable one first."""
    positions = granted(facts, asked.region)
    paid = given.of("paid")
    standard = assume.lump_sum(facts, asked)
    found = [
        staffing.staffing(given.of("caseload"), _ratio(given), _own_staff(given), _cost(facts, asked, given)),
        staffing.lump_sum(
            _staff(given, positions), _lump_sum_cost(facts, asked, given, positions, standard), paid
        ),
    ]
    return tuple(sorted(found, key=lambda gap: gap.amount is None))


def _ratio(given: Given) -> GapInput:
    if assume.RATIO in given.by_key:
        return given.of(assume.RATIO, "Betreuungsschlüssel")
    return inputs.missing("ratio", "Betreuungsschlüssel", "persons_per_fte", "kein Richtwert im Katalog")


def _own_staff(given: Given) -> GapInput:
    return given.of("staff")


def _staff(given: Given, positions: Positions | None) -> GapInput:
    """The positions that were entered, else those of the latest grant."""
    if given.is_known("staff") or positions is None:
        return given.of("staff")
    return positions.fte


def _cost(facts: Facts, asked: Question, given: Given) -> Cost:
    """The cost of a position: entered, else that of the pay grade."""
    if given.is_known("full_cost"):
        return GivenCost(given.of("full_cost", _COST_TITLE))
    return assume.cost_of_grade(facts, asked) or GivenCost(given.of("full_cost", _COST_TITLE))


def _lump_sum_cost(
    facts: Facts, asked: Question, given: Given, positions: Positions | None, standard: Standard | None
) -> Cost:
    """What a position cost when it was granted, in prices of the lump sum's year; else as in `_cost`."""
    if given.is_known("full_cost") or positions is None or standard is None or standard.year is None:
        return _cost(facts, asked, given)
    index = (
        inputs.of_index(facts, funding.PRICE_INDEX) if funding.PRICE_INDEX in facts.catalog.standards else {}
    )
    if standard.year not in index or any(y not in index for y in positions.years):
        return _cost(facts, asked, given)
    return CarriedCost(positions.cost, _mean(index, positions.years), index[standard.year])


def _mean(index: dict[int, GapInput], years: tuple[int, ...]) -> GapInput:
    """The mean index of the years of a grant."""
    if len(years) == 1:
        return index[years[0]]
    values = [index[y].value or 0.0 for y in years]
    return replace(
        index[years[-1]],
        title=f"Preisindex, Mittel {'/'.join(str(y) for y in years)}",
        value=sum(values) / len(values),
        origin="berechnet",
        year=None,
    )
