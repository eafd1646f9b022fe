"""What the page on funding shows, computed once: all programmes of a region, or one over the years."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

import polars as pl

from indicators import funding, funding_heads, funding_tables, search, texts
from indicators.catalog import Catalog, FundingSource, Indicator
from indicators.figures import money as figures
from indicators.figures.model import TimeChart
from indicators.figures.money_model import StackedBars, Terms
from indicators.formats import number, with_unit
from indicators.funding_heads import Basis, Heads
from indicators.funding_tables import View
from indicators.regions import Registry
from indicators.texts import funding as words

ALL: Final = "alle"
KREIS_FUNDS: Final = ("arbeitsmarktmittel", "projektfoerderung_bund", "staedtebaufoerderung")
"""Indicators of funds that reach a Kreis, in euro per inhabitant over five years."""

_PLANS: Final = ("Soll", "Ansatz", "Planung", "Bewilligung")


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


@dataclass(frozen=True)
class Entry:
    """A programme in the list: where it holds, what was spent and planned last, its end, its evidence."""

    id: str
    title: str
    funder: str
    place: str
    spent: str
    planned: str
    ends: str
    evidence: str


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
    """One programme over the years; `chart` is None where nothing is computable."""

    headline: str
    subtitle: str
    chart: TimeChart | None
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def programmes(ags: str, facts: Facts) -> tuple[str, ...]:
    """Ids of the programmes with records that hold for a region."""
    return funding.with_records(_records(ags, facts), facts.catalog.programmes)


def parts(ags: str, programme: str, facts: Facts) -> dict[str, str]:
    """The series of a programme that are not added up, id -> title; a municipal budget has several."""
    rows = _of_programme(ags, programme, facts)
    pairs = rows.select("flow", "position").unique(maintain_order=True).rows()
    return {_part_id(*pair): pair[1] or funding.flow_title(pair[0]) for pair in pairs}


def _part_id(flow: str, position: str) -> str:
    return "_".join([flow, *search.fold(position).split()])


def stands(ags: str, facts: Facts) -> tuple[str, tuple[str, ...]]:
    """The nearest place with funding (the region, its Kreis, Land, Bund), and its structures as ids."""
    records = _records(ags, facts)
    for code in funding.reach(ags, facts.registry):
        found = funding.snapshots(funding.annual(records.filter(region=code)))
        if found:
            return code, tuple(f"{kind}-{year}" for kind, year in found)
    return ags, ()


def records_of(question: Question, facts: Facts) -> pl.DataFrame:
    """The records behind what is shown, with the amount as asked for (`funding_tables.shown`)."""
    rows = _records(question.ags, facts)
    if question.programme != ALL:
        rows = rows.filter(programme=question.programme)
    elif question.part != ALL:
        rows = rows.filter(handlungsfeld=question.part)
    return _shown(rows, question, facts)


def sources(question: Question, facts: Facts) -> tuple[FundingSource, ...]:
    """The sources of these records."""
    return funding_tables.sources_of(records_of(question, facts), facts.catalog)


def _records(ags: str, facts: Facts) -> pl.DataFrame:
    return funding.of_region(facts.records, funding.reach(ags, facts.registry))


def _of_programme(ags: str, programme: str, facts: Facts) -> pl.DataFrame:
    """The yearly rows of a programme in the nearest place that has some."""
    rows = _records(ags, facts).filter(programme=programme)
    return funding.annual(rows.filter(region=rows["region"].first()) if rows.height else rows)


def _shown(rows: pl.DataFrame, question: Question, facts: Facts) -> pl.DataFrame:
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


def overview(question: Question, today: date, facts: Facts) -> Overview:
    """All programmes that hold for a region."""
    codes = funding.reach(question.ags, facts.registry)
    records = _records(question.ags, facts)
    if question.part != ALL:
        records = records.filter(handlungsfeld=question.part)
    place, _ = stands(question.ags, facts)
    name = facts.registry.get(place).display_name
    kind, _, year = question.stand.partition("-")
    here = records.filter(region=place)
    rows = _shown(funding.annual(here), question, facts)
    structured = funding.structure(rows, kind, int(year or 0), "shown")
    is_head = question.view.basis != "absolut"
    what = f"{name}, {kind} {year}"
    known = structured.drop_nulls("amount")
    bars = figures.who_pays(what, known, facts.catalog, is_per_head=is_head) if known.height else None
    places = {code: facts.registry.get(code).display_name for code in codes}
    declared = {p.id: p for p in facts.catalog.programmes.values() if question.part in (ALL, p.handlungsfeld)}
    ends = funding.endings(records, declared, codes)
    return Overview(
        _headline(what, known, rows, question, facts),
        _subtitle(known, question),
        _own(question.ags, facts),
        bars,
        _why_not(rows.filter(year=int(year or 0), value_type=kind)),
        _entries(records, facts, places, codes),
        figures.what_ends(ends, places, facts.catalog, today) if ends else None,
        _overview_notes(here, kind, int(year or 0), question, facts),
    )


def _headline(what: str, known: pl.DataFrame, rows: pl.DataFrame, question: Question, facts: Facts) -> str:
    total = sum(known["amount"])
    if known.is_empty():
        return f"{what}: keine Beträge" if question.stand else "Keine Angaben zu Fördermitteln"
    kind, _, year = question.stand.partition("-")
    paid = (
        rows.filter(pl.col("flow") == "foerderung", value_type=kind, year=int(year), budget="")
        .drop_nulls("shown")
        .filter(pl.col("shown") != 0)
    )
    largest = paid.sort("shown", descending=True).row(0, named=True)
    count = paid["programme"].n_unique()
    title = facts.catalog.programmes[largest["programme"]].title
    if count == 1:
        return f"{what}: {_amount(total, question.view)} für „{title}“"
    return (
        f"{what}: {_amount(total, question.view)} in {count} Programmen, "
        f"am meisten für „{title}“ ({_amount(largest['shown'], question.view)})"
    )


def _amount(value: float, view: View) -> str:
    return words.per_head(value) if view.basis != "absolut" else words.amount(value)


def _subtitle(known: pl.DataFrame, question: Question) -> str:
    shares = funding.shares_by_funder(known)
    paid = ", ".join(f"{f} {with_unit(number(share, 1), '%')}" for f, share in shares.items())
    parts = ["Erfasste Programme nach Handlungsfeld und Mittelgeber", paid, question.view.title or "nominal"]
    return " · ".join(part for part in parts if part)


def _own(ags: str, facts: Facts) -> str:
    """What to say where the region itself has no records."""
    if not facts.records.filter(region=ags).is_empty():
        return ""
    name = facts.registry.get(ags).display_name
    return (
        f"Für {name} selbst liegen keine Angaben vor; gezeigt wird, was Land und Bund ausgeben. Eigene "
        "Zahlen mit Beleg nimmt die koordinierende Stelle auf; eine Eingabe auf dieser Seite gibt es noch "
        "nicht."
    )


def _why_not(rows: pl.DataFrame) -> str:
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


def _entries(
    records: pl.DataFrame, facts: Facts, places: Mapping[str, str], codes: Sequence[str]
) -> tuple[Entry, ...]:
    rows = funding.annual(records.with_columns(position=pl.lit("")))
    rows = rows.filter(pl.col("flow") == "foerderung", pl.col("budget") == "")
    found = []
    for (code, programme), own in rows.group_by("region", "programme", maintain_order=True):
        spent = _latest(own, ("Ist",))
        planned = _latest(own, _PLANS)
        size = max((row["amount_eur"] for row in (spent, planned) if row), default=0.0)
        entry = _entry(str(programme), places[str(code)], own, (spent, planned), facts)
        found.append((codes.index(str(code)), -size, entry))
    listed = {entry.id for _, _, entry in found}
    for code, programme in records.select("region", "programme").unique(maintain_order=True).iter_rows():
        if programme not in listed:
            own = records.filter(region=code, programme=programme)
            found.append((codes.index(code), 0.0, _entry(programme, places[code], own, (None, None), facts)))
    return tuple(entry for *_, entry in sorted(found, key=lambda item: item[:2]))


def _entry(
    programme: str,
    place: str,
    rows: pl.DataFrame,
    latest: tuple[dict[str, Any] | None, dict[str, Any] | None],
    facts: Facts,
) -> Entry:
    declared = facts.catalog.programmes.get(programme)
    spent, planned = latest
    ends = words.day(declared.term_end) if declared else ""
    follows = words.successor(declared.successor, facts.catalog) if declared else ""
    levels = [str(level) for level in rows["evidence_level"].unique()]
    return Entry(
        programme,
        declared.title if declared else programme,
        str(rows["funder"][0]),
        place,
        f"{words.amount(spent['amount_eur'])} ({spent['year']})" if spent else "",
        f"{words.amount(planned['amount_eur'])} ({planned['value_type']} {planned['year']})"
        if planned
        else "",
        ", ".join(part for part in (ends, follows) if part),
        words.evidence(levels),
    )


def _latest(rows: pl.DataFrame, kinds: Sequence[str]) -> dict[str, Any] | None:
    known = rows.filter(pl.col("value_type").is_in(kinds)).sort("year")
    return known.row(-1, named=True) if known.height else None


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
    several = funding.of_several_years(here)
    if several.height:
        notes.append(
            f"Nicht in der Abbildung: {several.height} Beträge, die für mehrere Jahre gelten; sie werden "
            "nicht auf Jahre verteilt (siehe Tabelle)."
        )
    if question.view.basis != "absolut":
        notes += _populations(_shown(funding.annual(here.filter(year=year)), question, facts))
    return tuple(notes)


def _populations(rows: pl.DataFrame) -> list[str]:
    """Which population the amounts per head rest on, year by year."""
    named = rows.filter(pl.col("shown").is_not_null(), pl.col("population") != "")
    used = named.select("population", "year").unique().sort("year")
    years: dict[str, list[int]] = {}
    for population, year in used.iter_rows():
        years.setdefault(population, []).append(year)
    return [f"Bezugsbevölkerung {texts.span(found)}: {name.rstrip('.')}." for name, found in years.items()]


def programme_sheet(question: Question, facts: Facts) -> Sheet:
    """One programme over the years: Soll and Ist as lines of their own."""
    declared = facts.catalog.programme(question.programme)
    rows = _of_programme(question.ags, question.programme, facts)
    flow_position = rows.select("flow", "position").unique(maintain_order=True).rows()
    chosen = next((p for p in flow_position if _part_id(*p) == question.part), flow_position[0])
    rows = rows.filter(flow=chosen[0], position=chosen[1])
    place = facts.registry.get(rows["region"][0]).display_name
    title = f"{declared.title}: {chosen[1]}" if chosen[1] else declared.title
    shown = _shown(rows, question, facts)
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
        tuple(words.facts(declared, facts.catalog)),
        _sheet_notes(shown, known),
    )


def _programme_headline(title: str, known: pl.DataFrame, view: View) -> str:
    """The latest spent amount with the plan of the same year; without one the latest plan."""
    plain = known.filter(pl.col("budget") == "")
    latest = _latest(plain, ("Ist",)) or _latest(plain, _PLANS)
    if latest is None:
        return f"{title}: kein Betrag {view.title or 'nominal'} berechenbar"
    said = f"{title}: {latest['value_type']} {latest['year']} {_amount(latest['shown'], view)}"
    beside = _latest(plain.filter(year=latest["year"]), [k for k in _PLANS if k != latest["value_type"]])
    if beside is not None:
        return f"{said}, {beside['value_type']} {_amount(beside['shown'], view)}"
    return said


def _sheet_notes(shown: pl.DataFrame, known: pl.DataFrame) -> tuple[str, ...]:
    notes = [words.SOLL_IST]
    reason = _why_not(shown)
    if reason:
        notes.append(f"{reason[:1].upper()}{reason[1:]}.")
    notes += _populations(known)
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


def basis_of(name: str) -> Basis:
    """The basis of an id in a link."""
    return next(basis for basis in funding_heads.BASES if basis == name)
