"""What the page on funding shows, computed once: all programmes of a region, or one over the years."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

import polars as pl

from indicators import funding, funding_facts, search, texts
from indicators.catalog import Programme
from indicators.figures import money as figures
from indicators.figures.model import TimeChart
from indicators.figures.money_model import StackedBars, Terms
from indicators.formats import number, with_unit
from indicators.funding_facts import ALL, PLANS, SEVERAL_YEARS, Facts, Question
from indicators.funding_tables import View
from indicators.texts import funding as words

KREIS_FUNDS: Final = ("arbeitsmarktmittel", "projektfoerderung_bund", "staedtebaufoerderung")
"""Indicators of funds that reach a Kreis, in euro per inhabitant over five years."""


_SEVERAL_ONLY: Final = "Der Betrag gilt für mehrere Jahre zusammen und wird nicht auf Jahre verteilt."
_NO_AMOUNT: Final = (
    "Zu diesem Programm sind keine Beträge eines Haushalts oder einer anderen Quelle aufgenommen."
)

Row = Mapping[str, Any]
"""One row of a frame, by column."""


@dataclass(frozen=True)
class Entry:
    """A programme in the list: where it holds, what was spent and planned last, its end, its evidence.

    `is_weak`: the evidence is second-hand or an estimate.
    """

    id: str
    title: str
    funder: str
    place: str
    spent: str
    planned: str
    ends: str
    evidence: str
    is_weak: bool


@dataclass(frozen=True)
class Overview:
    """All programmes of a region.

    Attributes:
        headline, subtitle: The finding; its place may be the Land or Deutschland.
        own: What has to be said about the region's own data; empty where it has some.
        bars: Who pays for what; None where nothing is computable, `reason` says why.
        entries: The programmes, those of the region first.
        terms: What ends when; None where no term is known.
        notes: What has to be said beside the figures.
    """

    headline: str
    subtitle: str
    own: str
    bars: StackedBars | None
    reason: str
    entries: tuple[Entry, ...]
    terms: Terms | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One programme over the years; `chart` is None where there is nothing to draw, `reason` says why."""

    headline: str
    subtitle: str
    chart: TimeChart | None
    reason: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def parts(ags: str, programme: str, facts: Facts) -> dict[str, str]:
    """The series of a programme, id -> title: each flow as a whole, then the rows of a municipal budget."""
    rows = _of_programme(ags, programme, facts)
    found: dict[str, str] = {}
    for (flow,), own in rows.group_by("flow", maintain_order=True):
        titles = own["position"].unique(maintain_order=True).to_list() if flow != "foerderung" else []
        found[_part_id(str(flow), "")] = funding.flow_title(str(flow))
        if len(titles) > 1:
            found |= {_part_id(str(flow), title): title for title in titles}
    return found


def _part_id(flow: str, position: str) -> str:
    return "_".join([flow, *search.fold(position).split()])


def stands(ags: str, facts: Facts) -> tuple[str, tuple[str, ...]]:
    """The nearest place with funding (the region, its Kreis, Land, Bund), and its structures as ids."""
    records = funding_facts.records_for(ags, facts)
    for code in funding.reach(ags, facts.registry):
        found = funding.snapshots(funding.annual(records.filter(region=code)), facts.catalog.programmes)
        if found:
            return code, tuple(f"{kind}-{year}" for kind, year in found)
    return ags, ()


def _of_programme(ags: str, programme: str, facts: Facts) -> pl.DataFrame:
    """The records of a programme in the nearest place that has some."""
    rows = funding_facts.records_for(ags, facts).filter(programme=programme)
    yearly = rows.filter(pl.col("year_end").is_null())
    nearest = (yearly if yearly.height else rows)["region"].first()
    return rows.filter(region=nearest) if rows.height else rows


def overview(question: Question, today: date, facts: Facts) -> Overview:
    """All programmes that hold for a region."""
    codes = funding.reach(question.ags, facts.registry)
    records = funding_facts.records_for(question.ags, facts)
    if question.part != ALL:
        records = records.filter(handlungsfeld=question.part)
    place, _ = stands(question.ags, facts)
    name = facts.registry.get(place).display_name
    kind, _, year = question.stand.partition("-")
    here = records.filter(region=place)
    rows = funding_facts.shown(funding.annual(here), question, facts)
    known_programmes = facts.catalog.programmes
    structured = funding.structure(rows, kind, int(year or 0), known_programmes, "shown")
    paid = funding.structure_rows(rows, kind, int(year or 0), known_programmes)
    is_head = question.view.basis != "absolut"
    what = f"{name}, {kind} {year}"
    known = structured.drop_nulls("amount")
    bars = figures.who_pays(what, known, facts.catalog, is_per_head=is_head) if known.height else None
    places = {code: facts.registry.get(code).display_name for code in codes}
    declared = {p.id: p for p in facts.catalog.programmes.values() if question.part in (ALL, p.handlungsfeld)}
    ends = funding.endings(records, declared, codes)
    return Overview(
        _headline(what, known, paid, question, facts),
        _subtitle(known, question, paid["evidence_level"]),
        _own(question.ags, facts),
        bars,
        funding_facts.why_not(rows.filter(year=int(year or 0), value_type=kind)),
        _entries(records, facts, places, codes),
        figures.what_ends(ends, places, facts.catalog, today) if ends else None,
        _overview_notes(here, kind, int(year or 0), question, facts),
    )


def _headline(what: str, known: pl.DataFrame, paid: pl.DataFrame, question: Question, facts: Facts) -> str:
    total = sum(known["amount"])
    if known.is_empty():
        return f"{what}: keine Beträge" if question.stand else "Keine Angaben zu Fördermitteln"
    paid = paid.filter(pl.col("shown") != 0)
    largest = paid.sort("shown", descending=True).row(0, named=True)
    count = paid["programme"].n_unique()
    title = facts.catalog.programmes[largest["programme"]].title
    if count == 1:
        return f"{what}: {funding_facts.amount(total, question.view)} für „{title}“"
    return (
        f"{what}: {funding_facts.amount(total, question.view)} in {count} Programmen, "
        f"am meisten für „{title}“ ({funding_facts.amount(largest['shown'], question.view)})"
    )


def _subtitle(known: pl.DataFrame, question: Question, levels: pl.Series) -> str:
    shares = funding.shares_by_funder(known)
    paid = ", ".join(f"{f} {with_unit(number(share, 1), '%')}" for f, share in shares.items())
    parts = ["Erfasste Programme nach Handlungsfeld und Mittelgeber", paid, question.view.title or "nominal"]
    weak = words.evidence_badge(levels[0]) if len(levels) else ""
    return " · ".join(part for part in [*parts, weak] if part)


def _own(ags: str, facts: Facts) -> str:
    """What to say where the region itself has no records."""
    name = facts.registry.get(ags).display_name
    if not facts.records.filter(region=ags).is_empty():
        shown = facts.registry.get(stands(ags, facts)[0]).display_name
        if shown == name:
            return ""
        return f"Für {name} liegen keine Beträge einzelner Jahre vor; die Abbildung zeigt: {shown}."
    return (
        f"Für {name} selbst liegen keine Angaben vor; gezeigt wird, was Land und Bund ausgeben. Eigene "
        "Zahlen mit Beleg nimmt die koordinierende Stelle auf; eine Eingabe auf dieser Seite gibt es noch "
        "nicht."
    )


def _entries(
    records: pl.DataFrame, facts: Facts, places: Mapping[str, str], codes: Sequence[str]
) -> tuple[Entry, ...]:
    """The programmes of each place; what stands in a budget first, then by amount."""
    yearly: dict[tuple[str, str], list[Row]] = {}
    for row in funding.annual(records).filter(pl.col("budget") == "").iter_rows(named=True):
        yearly.setdefault((row["region"], row["programme"]), []).append(row)
    own: dict[tuple[str, str], list[Row]] = {}
    columns = ("region", "programme", "funder", "term_end", "evidence_level")
    for row in records.select(columns).iter_rows(named=True):
        own.setdefault((row["region"], row["programme"]), []).append(row)
    found = []
    for (code, programme), rows in own.items():
        spent, planned = _latest_of(yearly.get((code, programme), []))
        size = max((row["amount_eur"] for row in (spent, planned) if row), default=0.0)
        is_budget = any(row["evidence_level"] == "amtlich" for row in rows)
        entry = _entry(programme, places[code], rows, (spent, planned), facts)
        found.append((codes.index(code), not is_budget, -size, entry))
    return tuple(entry for *_, entry in sorted(found, key=lambda item: item[:3]))


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
    spent, planned = (_said(row) if row else "" for row in latest)
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


def _said(row: Row) -> str:
    """An amount with its year and, unless it is plain funding that was spent, what it is."""
    kind = "" if row["value_type"] == "Ist" else f"{row['value_type']} "
    flow = "" if row["flow"] == "foerderung" else f"{row['flow'].capitalize()} "
    return f"{words.amount(row['amount_eur'])} ({flow}{kind}{row['year']})"


def _overview_notes(
    here: pl.DataFrame, kind: str, year: int, question: Question, facts: Facts
) -> tuple[str, ...]:
    notes = [words.SOLL_IST, words.NOT_BROKEN_DOWN]
    fixed = funding.fixed_term(here, facts.catalog.programmes, kind, year)
    if fixed.share:
        notes.append(
            f"Bis Ende {year + 1} läuft die Förderung für {words.amount(fixed.ending)} aus "
            f"({with_unit(number(fixed.share, 1), '%')} der Mittel {kind} {year})."
        )
    beside = funding.beside_structure(funding.annual(here), kind, year, facts.catalog.programmes)
    notes += words.left_out(beside.sort("amount_eur", descending=True).iter_rows(named=True), facts.catalog)
    if not funding.of_several_years(here).is_empty():
        notes.append(SEVERAL_YEARS)
    if question.view.basis != "absolut":
        notes += funding_facts.populations(
            funding_facts.shown(funding.annual(here.filter(year=year)), question, facts)
        )
    return tuple(notes)


def programme_sheet(question: Question, facts: Facts) -> Sheet:
    """One programme over the years: Soll and Ist as lines of their own."""
    declared = facts.catalog.programme(question.programme)
    records = _of_programme(question.ags, question.programme, facts)
    if records.filter(pl.col("year_end").is_null()).is_empty():
        return _without_years(declared, records, facts)
    rows, part = _series(records, question.part)
    place = facts.registry.get(records["region"][0]).display_name
    title = f"{declared.title}: {part}" if part else declared.title
    shown = funding_facts.shown(rows, question, facts)
    known = shown.filter(pl.col("shown").is_not_null())
    view = question.view
    nominal = None
    if view.base_year is not None and view.basis == "absolut" and known.height:
        kind = "Ist" if "Ist" in known["value_type"] else known["value_type"][0]
        nominal = rows.filter(value_type=kind, budget="").with_columns(shown="amount_eur")
    chart = (
        figures.money_over_years(
            f"{title}, {place}",
            shown,
            is_per_head=view.basis != "absolut",
            breaks=_breaks(known),
            nominal=nominal,
        )
        if known.height
        else None
    )
    years = rows["year"].to_list()
    span = str(years[0]) if min(years) == max(years) else f"{min(years)} bis {max(years)}"
    subtitle = " · ".join([place, declared.funder, span, view.title or "nominal"])
    return Sheet(
        _programme_headline(title, known, view),
        subtitle,
        chart,
        "" if chart else funding_facts.why_not(shown),
        tuple(words.facts(declared, facts.catalog)),
        _sheet_notes(records, shown, known, facts, with_nominal=nominal is not None),
    )


def _without_years(declared: Programme, records: pl.DataFrame, facts: Facts) -> Sheet:
    """A programme without an amount of a single year: what is known in words."""
    said = [
        f"{row['value_type']} {words.period(row['year'], row['year_end'])} {words.amount(row['amount_eur'])}"
        for row in records.iter_rows(named=True)
    ]
    region = records["region"][0] if said else declared.region
    return Sheet(
        f"{declared.title}: {'; '.join(said) or 'kein Betrag belegt'}",
        f"{facts.registry.get(region).display_name} · {declared.funder} · nominal",
        None,
        _SEVERAL_ONLY if said else _NO_AMOUNT,
        tuple(words.facts(declared, facts.catalog)),
        (words.SOLL_IST, SEVERAL_YEARS) if said else (),
    )


def _series(records: pl.DataFrame, part: str) -> tuple[pl.DataFrame, str]:
    """The yearly rows of a part of a programme, and its title; empty for plain funding."""
    flows = records["flow"].cast(pl.String).unique(maintain_order=True).to_list()
    flow = next((f for f in flows if part == f or part.startswith(f"{f}_")), flows[0])
    own = records.filter(pl.col("flow").cast(pl.String) == flow)
    for position in own["position"].unique(maintain_order=True):
        if _part_id(flow, position) == part:
            return funding.annual(own.filter(position=position)), position
    return funding.annual(own), "" if flow == "foerderung" else funding.flow_title(flow)


def _programme_headline(title: str, known: pl.DataFrame, view: View) -> str:
    """The latest spent amount with the plan of the same year, else with the latest plan."""
    plain = known.filter(pl.col("budget") == "")
    spent = funding_facts.latest(plain, ("Ist",))
    planned = None if spent is None else funding_facts.latest(plain.filter(year=spent["year"]), PLANS)
    for kind in PLANS:
        planned = planned or funding_facts.latest(plain, (kind,))
    said = [
        f"{row['value_type']} {row['year']} {funding_facts.amount(row['shown'], view)}"
        for row in (spent, planned)
        if row is not None
    ]
    return f"{title}: {', '.join(said) or f'kein Betrag {view.title} berechenbar'}"


def _sheet_notes(
    records: pl.DataFrame, shown: pl.DataFrame, known: pl.DataFrame, facts: Facts, *, with_nominal: bool
) -> tuple[str, ...]:
    notes = [words.SOLL_IST]
    rest = figures.not_drawn(shown, with_nominal=with_nominal)
    if rest:
        notes.append(f"Nicht in der Abbildung, aber in der Tabelle: {'; '.join(rest)}.")
    if not funding.of_several_years(records).is_empty():
        notes.append(SEVERAL_YEARS)
    reason = funding_facts.why_not(shown)
    if reason:
        notes.append(f"{reason[:1].upper()}{reason[1:]}.")
    notes += funding_facts.changes_of_source(known, facts)
    notes += funding_facts.populations(known)
    secondary = known.filter(pl.col("evidence_level").is_in(["sekundaer", "geschaetzt"]))
    if secondary.height:
        years = tuple(secondary["year"].unique().sort())
        notes.append(f"Offene Zeichen: Beleg sekundär oder geschätzt ({texts.span(years)}).")
    return tuple(notes)


def _breaks(known: pl.DataFrame) -> list[tuple[int, str]]:
    """Years from which on amounts per head rest on another population than before."""
    used = known.select("year", "population").unique().sort("year").rows()
    return [
        (year, f"andere Bezugsbevölkerung: {population}")
        for (_, before), (year, population) in pairwise(used)
        if population != before
    ]
