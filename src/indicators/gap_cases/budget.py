"""M5 for a municipality: who pays its integration work, what ends, what its budget plans. METHODS 4 M5."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from indicators import funding
from indicators.funding_records import ORIGINAL
from indicators.gap_cases.facts import Facts, Question
from indicators.gap_cases.inputs import EVIDENCE_ORDER
from indicators.gaps import structure
from indicators.gaps.model import FundingGap, GapInput, not_computable
from indicators.gaps.quantities import quantity
from indicators.gaps.structure import ENTER_POSITIONS, OWN_FUNDER, Position

_RESULT: Final = "Ist"
_BUDGET: Final = "Ansatz"
_NO_YEAR: Final = 2024
_TITLE: Final = "Auslaufende Mittel"
_SHARES_TITLE: Final = "Wer bezahlt"
_NO_FUNDER: Final = (
    "Erfasst sind Erträge und Aufwendungen der Kommune, aber nicht, von wem die Erträge kommen und wann sie "
    f"enden. {ENTER_POSITIONS}"
)


def gaps(facts: Facts, asked: Question) -> tuple[FundingGap, ...]:
    """Planned decline of grants, what ends, and who pays; what can be computed first.

    Without usable records of the region it is one gap that says what has to be entered.
    """
    own = facts.records.filter(pl.col("region") == asked.region, pl.col("budget") == ORIGINAL)
    counted = funding.counted(own)
    added = funding.adding_up(counted, facts.catalog.programmes)
    beside = _beside(facts, own)
    summed = [*_endings(facts, added), *_shares(facts, added)]
    found = [*_declines(facts, counted), *(replace(gap, limits=(*gap.limits, *beside)) for gap in summed)]
    if found:
        return tuple(sorted(found, key=lambda gap: gap.amount is None))
    if not own.filter(pl.col("flow").cast(pl.String) != "foerderung").is_empty():
        return (not_computable("struktur", _TITLE, "eur", _NO_FUNDER),)
    return (structure.structure((), _this_year(facts)),)


def _beside(facts: Facts, own: pl.DataFrame) -> tuple[str, ...]:
    """What is never added to other amounts, named."""
    left_out = funding.apart(own, facts.catalog.programmes)
    titles = dict.fromkeys(_title_of(facts, programme) for programme, _ in left_out)
    return (f"Nicht mitgezählt, um nichts doppelt zu zählen: {'; '.join(titles)}.",) if titles else ()


def _this_year(facts: Facts) -> int:
    """The latest year with a result or budget of any public body."""
    rows = _of_type(facts.records, _RESULT)
    return int(rows["year"].max() or _NO_YEAR) + 1  # type: ignore[arg-type]


def _declines(facts: Facts, own: pl.DataFrame) -> list[FundingGap]:
    """For every income from others that is planned ahead: the last result against the last budget."""
    found = []
    for (programme,), rows in _from_others(own).group_by("programme", maintain_order=True):
        results, budgets = (_of_type(rows, kind) for kind in (_RESULT, _BUDGET))
        if results.is_empty() or budgets.is_empty() or budgets["year"].max() <= results["year"].max():  # type: ignore[operator]
            continue
        title = _title_of(facts, str(programme))
        before, after = (_amount(facts, _last(r), title) for r in (results, budgets))
        gap = structure.planned_change(before, after)
        found.append(replace(gap, title=f"{title}: {gap.title}"))
    return found


def _shares(facts: Facts, own: pl.DataFrame) -> list[FundingGap]:
    """Income from others and own means in the last result, by source."""
    found = []
    for _, rows in own.group_by("source", maintain_order=True):
        spent, given = _of_type(_of_flow(rows, "aufwand"), _RESULT), _of_type(_from_others(rows), _RESULT)
        common = set(spent["year"]) & set(given["year"])
        if not common:
            continue
        year = max(common)
        expenditure = _amount(facts, spent.filter(pl.col("year") == year), "Aufwand der erfassten Positionen")
        positions = [
            Position(
                _amount(facts, part, _title_of(facts, str(programme))), part["funder"].cast(pl.String)[0]
            )
            for (programme,), part in given.filter(pl.col("year") == year).group_by(
                "programme", maintain_order=True
            )
        ]
        others = sum(p.amount.value or 0.0 for p in positions)
        if others > (expenditure.value or 0.0):
            found.append(_surplus(expenditure, others, positions, year))
            continue
        rest = _rest(expenditure, others)
        gap = structure.structure([*positions, Position(rest, OWN_FUNDER)], year, expenditure)
        found.append(replace(gap, title=f"{_SHARES_TITLE} {year}", variant="anteile"))
    return found


def _from_others(rows: pl.DataFrame) -> pl.DataFrame:
    """Income that somebody else than the municipality pays."""
    return _of_flow(rows, "ertrag").filter(pl.col("funder").cast(pl.String) != OWN_FUNDER)


def _last(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("year") == rows["year"].max())


def _surplus(spent: GapInput, others: float, positions: Sequence[Position], year: int) -> FundingGap:
    """No shares where others pay more than is spent: what the municipality bears would be negative."""
    reason = (
        f"Die Mittel anderer ({quantity(others, 'eur')}) übersteigen den erfassten Aufwand "
        f"({quantity(spent.value, 'eur')}); was die Kommune selbst trägt, lässt sich daraus nicht berechnen. "
        "Bitte prüfen, ob der Aufwand vollständig erfasst ist."
    )
    inputs = (*(p.amount for p in positions), spent.named("expenditure"))
    return not_computable(
        "struktur", f"{_SHARES_TITLE} {year}", "eur", reason, inputs=inputs, variant="anteile"
    )


def _rest(spent: GapInput, given: float) -> GapInput:
    """The means of the municipality: expenditure without the income from others, which is not larger."""
    return replace(
        spent,
        title="Eigene Mittel und übrige Erträge",
        value=(spent.value or 0.0) - given,
        origin="berechnet",
        source=f"eigene Berechnung (Aufwand abzüglich der Mittel anderer); {spent.source}",
    )


def _endings(facts: Facts, own: pl.DataFrame) -> list[FundingGap]:
    """What ends of the funding that is recorded with its term, in the last year and its value type."""
    rows = _of_flow(own, "foerderung").filter(pl.col("amount_eur") > 0)
    if rows.is_empty():
        return []
    of_year = _last(rows)
    kind = of_year["value_type"].cast(pl.String).mode().sort()[0]
    positions = [
        Position(_amount(facts, row, row["position"][0]), row["funder"].cast(pl.String)[0], _end(facts, row))
        for row in _of_type(of_year, kind).sort("amount_eur", descending=True).iter_slices(1)
    ]
    return [structure.structure(positions, int(of_year["year"][0]))]


def _end(facts: Facts, row: pl.DataFrame) -> date | None:
    declared = facts.catalog.programmes.get(row["programme"][0])
    own: date | None = row["term_end"][0]
    return own or (declared.term_end if declared else None)


def _title_of(facts: Facts, programme: str) -> str:
    declared = facts.catalog.programmes.get(programme)
    return declared.title if declared else programme


def _of_flow(rows: pl.DataFrame, flow: str) -> pl.DataFrame:
    return rows.filter(pl.col("flow").cast(pl.String) == flow)


def _of_type(rows: pl.DataFrame, value_type: str) -> pl.DataFrame:
    return rows.filter(pl.col("value_type").cast(pl.String) == value_type)


def _amount(facts: Facts, rows: pl.DataFrame, title: str) -> GapInput:
    """The sum of records of one year and value type, with their sources and the weakest evidence."""
    first = rows.row(0, named=True)
    declared = facts.catalog.funding_sources.get(first["source"])
    named = declared.title if declared else first["source"]
    pages = [page for page in dict.fromkeys(rows["page"]) if page]
    return GapInput(
        "amount",
        f"{title or _title_of(facts, first['programme'])} {first['year']}",
        float(rows["amount_eur"].sum()),
        "eur",
        source=f"{named}, {pages[0]}" if pages else named,
        evidence_level=max(rows["evidence_level"].cast(pl.String), key=EVIDENCE_ORDER.index),
        origin="katalog" if rows.height == 1 else "berechnet",
        link=f"programme:{first['programme']}",
        year=first["year"],
        value_type=first["value_type"],
    )
