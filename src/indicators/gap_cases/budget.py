"""M5 for a municipality: who pays its integration work, what ends, what its budget plans. METHODS 4 M5."""

from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from indicators.catalog.money import Funder
from indicators.funding_records import ORIGINAL
from indicators.gap_cases.facts import Facts, Question
from indicators.gaps import structure
from indicators.gaps.model import FundingGap, GapInput
from indicators.gaps.structure import OWN_FUNDER, Position

GRANTS: Final = "zuwendung"
"""What the income from grants is called in a municipal budget, in small letters."""

_EXPENDITURE: Final = "ordentliche aufwendungen"
_RESULT: Final = "Ist"
_BUDGET: Final = "Ansatz"
_SHARES_TITLE: Final = "Wer bezahlt"


def gaps(facts: Facts, asked: Question) -> tuple[FundingGap, ...]:
    """Planned decline of grants, who pays, and what ends; what can be computed first.

    Without any record of the region it is one gap that says what has to be entered.
    """
    own = facts.records.filter(pl.col("region") == asked.region, pl.col("budget") == ORIGINAL)
    found = [
        *_declines(facts, own),
        *_shares(facts, own),
        *_endings(facts, own),
    ]
    if not found:
        return (structure.structure((), _this_year(facts)),)
    return tuple(sorted(found, key=lambda gap: gap.amount is None))


def _this_year(facts: Facts) -> int:
    """The latest year of any budget that is recorded."""
    rows = facts.records.filter(pl.col("value_type").cast(pl.String).is_in([_RESULT, _BUDGET, "Soll"]))
    return int(rows["year"].max() or 2025)  # type: ignore[arg-type]


def _declines(facts: Facts, own: pl.DataFrame) -> list[FundingGap]:
    """For every programme with planned grants: the last result against the last budget."""
    found = []
    grants = _of_flow(own, "ertrag").filter(pl.col("position").str.to_lowercase().str.contains(GRANTS))
    for (programme, _position), rows in grants.group_by("programme", "position", maintain_order=True):
        results, budgets = (_of_type(rows, kind).sort("year") for kind in (_RESULT, _BUDGET))
        if results.is_empty() or budgets.is_empty() or budgets["year"][-1] <= results["year"][-1]:
            continue
        gap = structure.planned_change(*(_amount(facts, r.tail(1)) for r in (results, budgets)))
        found.append(_titled(gap, facts, str(programme)))
    return found


def _shares(facts: Facts, own: pl.DataFrame) -> list[FundingGap]:
    """For every product of a municipal budget: grants and own means of the last result."""
    found = []
    for (programme,), rows in own.group_by("programme", maintain_order=True):
        totals = _of_type(_of_flow(rows, "aufwand"), _RESULT).filter(
            pl.col("position").str.to_lowercase() == _EXPENDITURE
        )
        if totals.is_empty():
            continue
        expenditure = totals.sort("year").tail(1)
        year = int(expenditure["year"][0])
        income = _of_type(_of_flow(rows, "ertrag"), _RESULT).filter(
            pl.col("year") == year, pl.col("position").str.to_lowercase().str.contains(GRANTS)
        )
        if income.is_empty():
            continue
        spent = _amount(facts, expenditure)
        grant = _amount(facts, income.head(1))
        gap = structure.structure(
            [Position(grant, _third_party(income)), Position(_rest(spent, grant), OWN_FUNDER)], year, spent
        )
        found.append(replace(_titled(gap, facts, str(programme)), variant="anteile"))
    return found


def _third_party(income: pl.DataFrame) -> Funder:
    """Who gives the grants; a municipal budget that names only itself does not say it."""
    funder: Funder = income["funder"].cast(pl.String)[0]
    return "Dritte" if funder == OWN_FUNDER else funder


def _rest(spent: GapInput, grant: GapInput) -> GapInput:
    """The means of the municipality: expenditure without grants."""
    return replace(
        spent,
        title=f"Eigene Mittel und übrige Erträge {spent.year}",
        value=max((spent.value or 0.0) - (grant.value or 0.0), 0.0),
        origin="berechnet",
        source=f"eigene Berechnung (Aufwendungen abzüglich Zuwendungen); {spent.source}",
    )


def _endings(facts: Facts, own: pl.DataFrame) -> list[FundingGap]:
    """For the positions with funder and term: what ends, in the last year and its value type."""
    rows = _of_flow(own, "foerderung").filter(pl.col("year_end").is_null(), pl.col("amount_eur") > 0)
    found = []
    for (programme,), positions in rows.group_by("programme", maintain_order=True):
        year = int(positions["year"].max())  # type: ignore[arg-type]
        of_year = positions.filter(pl.col("year") == year)
        kind = of_year["value_type"].cast(pl.String)[0]
        listed = [
            Position(_amount(facts, row), row["funder"].cast(pl.String)[0], _end(facts, row))
            for row in _of_type(of_year, kind).iter_slices(1)
        ]
        if all(p.term_unknown for p in listed):
            continue
        found.append(_titled(structure.structure(listed, year), facts, str(programme)))
    return found


def _end(facts: Facts, row: pl.DataFrame) -> date | None:
    declared = facts.catalog.programmes.get(row["programme"][0])
    own: date | None = row["term_end"][0]
    return own or (declared.term_end if declared else None)


def _titled(gap: FundingGap, facts: Facts, programme: str) -> FundingGap:
    declared = facts.catalog.programmes.get(programme)
    return replace(gap, title=f"{declared.title if declared else programme}: {gap.title}")


def _of_flow(rows: pl.DataFrame, flow: str) -> pl.DataFrame:
    return rows.filter(pl.col("flow").cast(pl.String) == flow)


def _of_type(rows: pl.DataFrame, value_type: str) -> pl.DataFrame:
    return rows.filter(pl.col("value_type").cast(pl.String) == value_type)


def _amount(facts: Facts, row: pl.DataFrame) -> GapInput:
    """One record as an amount with its year, value type and source."""
    found = row.row(0, named=True)
    declared = facts.catalog.funding_sources.get(found["source"])
    source = declared.title if declared else found["source"]
    return GapInput(
        "amount",
        f"{found['position'] or found['programme']} {found['year']}",
        found["amount_eur"],
        "eur",
        source=f"{source}, {found['page']}" if found["page"] else source,
        evidence_level=found["evidence_level"],
        origin="amtlich" if found["evidence_level"] == "amtlich" else "katalog",
        link=f"programme:{found['programme']}",
        year=found["year"],
        value_type=found["value_type"],
    )
