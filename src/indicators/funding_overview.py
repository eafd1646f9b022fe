"""What the page on funding shows of all programmes of a region: who pays, the list, what ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from indicators import funding, funding_facts, funding_structure
from indicators.figures import money as figures
from indicators.figures.money_model import StackedBars, Terms
from indicators.formats import number, with_unit
from indicators.funding import Row
from indicators.funding_facts import ALL, SEVERAL_YEARS, Facts, Question
from indicators.funding_structure import Structure
from indicators.texts import funding as words

KREIS_FUNDS: Final = ("arbeitsmarktmittel", "projektfoerderung_bund", "staedtebaufoerderung")
"""Indicators of funds that reach a Kreis, in euro per inhabitant, each over the years that it sums up."""


@dataclass(frozen=True)
class Entry:
    """A programme in the list: where it holds, what was spent and planned last, its end, its evidence.

    An amount comes with its stand ("243,8 Mio. €", "Soll 2024"); both are empty where there is none.
    `is_weak`: the evidence is second-hand or an estimate.
    """

    id: str
    title: str
    funder: str
    place: str
    spent: tuple[str, str]
    planned: tuple[str, str]
    ends: str
    evidence: str
    is_weak: bool


@dataclass(frozen=True)
class Overview:
    """Who pays for what in one year.

    Attributes:
        headline, subtitle: The finding; its place may be the Land or Deutschland.
        own: What has to be said about the region's own data; empty where it has some.
        bars: Who pays for what; None where nothing is computable, `reason` says why.
        notes: What has to be said beside the figures.
    """

    headline: str
    subtitle: str
    own: str
    bars: StackedBars | None
    reason: str
    notes: tuple[str, ...]


def stands(ags: str, facts: Facts) -> tuple[str, tuple[str, ...]]:
    """The nearest place with funding (the region, its Kreis, Land, Bund), and its structures as ids."""
    for code in funding.reach(ags, facts.registry):
        found = facts.snapshots.get(code)
        if found:
            return code, tuple(f"{kind}-{year}" for kind, year in found)
    return ags, ()


def overview(question: Question, facts: Facts) -> Overview:
    """Who pays for what in the year asked for, in the nearest place with funding."""
    code, _ = stands(question.ags, facts)
    name = facts.registry.get(code).display_name
    kind, _, year = question.stand.partition("-")
    of_year = int(year or 0)
    place = facts.place(code)
    records = funding_facts.in_field(place.records, question.part)
    yearly = funding_facts.shown(funding_facts.in_field(place.yearly, question.part), question, facts)
    paid, beside = funding_structure.taken_and_beside(yearly, kind, of_year, facts.catalog.programmes)
    structured = funding_structure.structure(paid, "shown")
    known = {key: amount for key, amount in structured.items() if amount is not None}
    is_head = question.view.basis != "absolut"
    what = f"{name}, {kind} {year}"
    same_year = [row for row in yearly if row["year"] == of_year]
    return Overview(
        _headline(what, known, paid, question, facts),
        _subtitle(known, question, paid),
        _own(question.ags, name, facts),
        figures.who_pays(what, known, facts.catalog, is_per_head=is_head) if known else None,
        funding_facts.why_not(row for row in same_year if row["value_type"] == kind),
        (
            words.SOLL_IST,
            words.NOT_BROKEN_DOWN,
            *_fixed_term(records, paid, kind, of_year, facts),
            *words.left_out(sorted(beside, key=lambda row: -row["amount_eur"]), facts.catalog),
            *([SEVERAL_YEARS] if any(row["year_end"] is not None for row in records) else []),
            *(funding_facts.populations(same_year) if is_head else []),
        ),
    )


def _headline(
    what: str, known: Mapping[tuple[str, str], float], paid: Sequence[Row], question: Question, facts: Facts
) -> str:
    if not known:
        return f"{what}: keine Beträge" if question.stand else "Keine Angaben zu Fördermitteln"
    total = sum(known.values())
    some = [row for row in paid if row["shown"]]
    largest = max(some, key=lambda row: row["shown"])
    count = len({row["programme"] for row in some})
    title = facts.catalog.programmes[largest["programme"]].title
    if count == 1:
        return f"{what}: {funding_facts.amount(total, question.view)} für „{title}“"
    return (
        f"{what}: {funding_facts.amount(total, question.view)} in {count} Programmen, "
        f"am meisten für „{title}“ ({funding_facts.amount(largest['shown'], question.view)})"
    )


def _subtitle(known: Structure, question: Question, rows: Sequence[Row]) -> str:
    shares = funding_structure.shares_by_funder(known)
    paid = ", ".join(f"{f} {with_unit(number(share, 1), '%')}" for f, share in shares.items())
    parts = ["Erfasste Programme nach Handlungsfeld und Mittelgeber", paid, question.view.title or "nominal"]
    weak = words.evidence_badge(rows[0]["evidence_level"]) if rows else ""
    return " · ".join(part for part in [*parts, weak] if part)


def _own(ags: str, shown: str, facts: Facts) -> str:
    """What to say where the region itself has no records, or none of single years."""
    name = facts.registry.get(ags).display_name
    if ags in facts.places:
        if shown == name:
            return ""
        return f"Für {name} liegen keine Beträge einzelner Jahre vor; die Abbildung zeigt: {shown}."
    return (
        f"Für {name} selbst liegen keine Angaben vor; gezeigt wird, was Land und Bund ausgeben. Eigene "
        "Zahlen mit Beleg nimmt die koordinierende Stelle auf; eine Eingabe auf dieser Seite gibt es noch "
        "nicht."
    )


def _fixed_term(
    records: Sequence[Row], taken: Sequence[Row], kind: str, year: int, facts: Facts
) -> list[str]:
    fixed = funding_structure.fixed_term(records, taken, kind, year, facts.catalog.programmes)
    if not fixed.share:
        return []
    return [
        f"Bis Ende {year + 1} läuft die Förderung für {words.amount(fixed.ending)} aus "
        f"({with_unit(number(fixed.share, 1), '%')} der Mittel {kind} {year})."
    ]


def terms(ags: str, part: str, today: date, facts: Facts) -> Terms | None:
    """What ends when, of a Handlungsfeld or of all; None where no term is known."""
    codes = funding.reach(ags, facts.registry)
    declared = {p.id: p for p in facts.catalog.programmes.values() if part in (ALL, p.handlungsfeld)}
    rows = funding_facts.in_field(funding_facts.records_for(ags, facts), part)
    ends = funding.endings(rows, declared, codes)
    names = {code: facts.registry.get(code).display_name for code in codes}
    return figures.what_ends(ends, names, facts.catalog, today) if ends else None


def entries(code: str, part: str, facts: Facts) -> tuple[Entry, ...]:
    """The programmes with records for one place; what stands in a budget first, then by amount."""
    name, place = facts.registry.get(code).display_name, facts.place(code)
    own = funding_facts.in_field(place.records, part)
    yearly = funding.grouped((row for row in place.yearly if row["budget"] == ""), "programme")
    found = []
    for programme, rows in funding.grouped(own, "programme").items():
        latest = _latest_of(yearly.get(programme, []))
        size = max((row["amount_eur"] for row in latest if row), default=0.0)
        is_budget = any(row["evidence_level"] == "amtlich" for row in rows)
        found.append((not is_budget, -size, _entry(programme, name, rows, latest, facts)))
    return tuple(entry for *_, entry in sorted(found, key=lambda item: item[:2]))


def _latest_of(rows: Sequence[Row]) -> tuple[Row | None, Row | None]:
    """The latest spent and the latest planned amount: of funding, else of expenditure, else of income."""
    flows = {row["flow"] for row in rows}
    flow = next((f for f in ("foerderung", "aufwand", "ertrag") if f in flows), "")
    spent = [row for row in rows if row["flow"] == flow and row["value_type"] == "Ist"]
    planned = [row for row in rows if row["flow"] == flow and row["value_type"] != "Ist"]
    spent.sort(key=lambda row: row["year"])
    planned.sort(key=lambda row: row["year"])
    return spent[-1] if spent else None, planned[-1] if planned else None


def _entry(
    programme: str,
    place: str,
    rows: Sequence[Row],
    latest: tuple[Row | None, Row | None],
    facts: Facts,
) -> Entry:
    declared = facts.catalog.programmes.get(programme)
    spent, planned = (_said(row) if row else ("", "") for row in latest)
    own_ends = [row["term_end"] for row in rows if row["term_end"] is not None]
    ends = words.day(declared.term_end) if declared else ""
    if not ends and own_ends:
        ends = f"erste Position {words.day(min(own_ends))}"
    follows = words.successor(declared.successor, facts.catalog) if declared else ""
    levels = {row["evidence_level"] for row in rows}
    return Entry(
        programme,
        declared.title if declared else programme,
        rows[0]["funder"],
        place,
        spent,
        planned,
        ", ".join(part for part in (ends, follows) if part),
        words.evidence(levels),
        not words.WEAK.isdisjoint(levels),
    )


def _said(row: Row) -> tuple[str, str]:
    """An amount, and its year with what it is, unless it is plain funding that was spent."""
    kind = "" if row["value_type"] == "Ist" else f"{row['value_type']} "
    flow = "" if row["flow"] == "foerderung" else f"{row['flow'].capitalize()} "
    return words.amount(row["amount_eur"]), f"{flow}{kind}{row['year']}"
