"""What the page on funding shows of one programme over the years, computed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from indicators import funding, funding_facts, search, texts
from indicators.catalog import Programme
from indicators.figures import money as figures
from indicators.figures.model import TimeChart
from indicators.funding import Row
from indicators.funding_facts import PLANS, SEVERAL_YEARS, Facts, Question
from indicators.funding_tables import View
from indicators.texts import funding as words

_SEVERAL_ONLY: Final = "Der Betrag gilt für mehrere Jahre zusammen und wird nicht auf Jahre verteilt."
_NO_AMOUNT: Final = (
    "Zu diesem Programm sind keine Beträge eines Haushalts oder einer anderen Quelle aufgenommen."
)


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
    positions: dict[str, dict[str, None]] = {}
    for row in _of_programme(ags, programme, facts):
        positions.setdefault(row["flow"], {})[row["position"]] = None
    found: dict[str, str] = {}
    for flow, titles in positions.items():
        found[_part_id(flow, "")] = funding.flow_title(flow)
        if flow != "foerderung" and len(titles) > 1:
            found |= {_part_id(flow, title): title for title in titles}
    return found


def _part_id(flow: str, position: str) -> str:
    return "_".join([flow, *search.fold(position).split()])


def _of_programme(ags: str, programme: str, facts: Facts) -> list[Row]:
    """The records of a programme in the nearest place that has some."""
    rows = [row for row in funding_facts.records_for(ags, facts) if row["programme"] == programme]
    nearest = next((r["region"] for r in [*_of_years(rows), *rows]), None)
    return [row for row in rows if row["region"] == nearest]


def _of_years(records: Sequence[Row]) -> list[Row]:
    """The records whose amount is that of a single year."""
    return [row for row in records if row["year_end"] is None]


def programme_sheet(question: Question, facts: Facts) -> Sheet:
    """One programme over the years: Soll and Ist as lines of their own."""
    declared = facts.catalog.programme(question.programme)
    records = _of_programme(question.ags, question.programme, facts)
    if not _of_years(records):
        return _without_years(declared, records, facts)
    rows, part = _series(records, question.part, facts)
    place = facts.registry.get(records[0]["region"]).display_name
    title = f"{declared.title}: {part}" if part else declared.title
    shown = funding_facts.shown(rows, question, facts)
    known = [row for row in shown if row["shown"] is not None]
    view = question.view
    nominal = _nominal(rows, known) if view.base_year is not None and view.basis == "absolut" else None
    chart = (
        figures.money_over_years(
            f"{title}, {place}",
            shown,
            is_per_head=view.basis != "absolut",
            breaks=_breaks(known),
            nominal=nominal,
        )
        if known
        else None
    )
    years = [row["year"] for row in rows]
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


def _nominal(rows: Sequence[Row], known: Sequence[Row]) -> list[Row] | None:
    """The spent amounts (else those of the first value type) in prices of their year; None without any."""
    if not known:
        return None
    kinds = [row["value_type"] for row in known]
    kind = "Ist" if "Ist" in kinds else kinds[0]
    own = [row for row in rows if row["value_type"] == kind and row["budget"] == ""]
    return [{**row, "shown": row["amount_eur"]} for row in own]


def _without_years(declared: Programme, records: Sequence[Row], facts: Facts) -> Sheet:
    """A programme without an amount of a single year: what is known in words."""
    said = [
        f"{row['value_type']} {words.period(row['year'], row['year_end'])} {words.amount(row['amount_eur'])}"
        for row in records
    ]
    region = records[0]["region"] if said else declared.region
    return Sheet(
        f"{declared.title}: {'; '.join(said) or 'kein Betrag belegt'}",
        f"{facts.registry.get(region).display_name} · {declared.funder} · nominal",
        None,
        _SEVERAL_ONLY if said else _NO_AMOUNT,
        tuple(words.facts(declared, facts.catalog)),
        (words.SOLL_IST, SEVERAL_YEARS) if said else (),
    )


def _series(records: Sequence[Row], part: str, facts: Facts) -> tuple[list[Row], str]:
    """The yearly rows of a part of a programme, and its title; empty for plain funding."""
    flows = list(dict.fromkeys(row["flow"] for row in records))
    flow = next((f for f in flows if part == f or part.startswith(f"{f}_")), flows[0])
    own = [row for row in records if row["flow"] == flow]
    for position in dict.fromkeys(row["position"] for row in own):
        if _part_id(flow, position) == part:
            return _annual_of(own[0], facts, position), position
    return _annual_of(own[0], facts), "" if flow == "foerderung" else funding.flow_title(flow)


def _annual_of(record: Row, facts: Facts, position: str | None = None) -> list[Row]:
    """`funding.annual` for the programme, flow and region of a record, as a whole or one position of it."""
    region, programme, flow = record["region"], record["programme"], record["flow"]
    if position is None:
        yearly = facts.place(region).yearly
        return [row for row in yearly if row["programme"] == programme and row["flow"] == flow]
    own = facts.records.filter(region=region, programme=programme, flow=flow, position=position)
    return list(funding.annual(own).iter_rows(named=True))


def _programme_headline(title: str, known: Sequence[Row], view: View) -> str:
    """The latest spent amount with the plan of the same year, else with the latest plan."""
    plain = [row for row in known if row["budget"] == ""]
    spent = funding_facts.latest(plain, ("Ist",))
    planned = None
    if spent is not None:
        planned = funding_facts.latest([row for row in plain if row["year"] == spent["year"]], PLANS)
    for kind in PLANS:
        planned = planned or funding_facts.latest(plain, (kind,))
    said = [
        f"{row['value_type']} {row['year']} {funding_facts.amount(row['shown'], view)}"
        for row in (spent, planned)
        if row is not None
    ]
    return f"{title}: {', '.join(said) or f'kein Betrag {view.title} berechenbar'}"


def _sheet_notes(
    records: Sequence[Row], shown: Sequence[Row], known: Sequence[Row], facts: Facts, *, with_nominal: bool
) -> tuple[str, ...]:
    notes = [words.SOLL_IST]
    rest = figures.not_drawn(shown, with_nominal=with_nominal)
    if rest:
        notes.append(f"Nicht in der Abbildung, aber in der Tabelle: {'; '.join(rest)}.")
    if len(_of_years(records)) < len(records):
        notes.append(SEVERAL_YEARS)
    reason = funding_facts.why_not(shown)
    if reason:
        notes.append(f"{reason[:1].upper()}{reason[1:]}.")
    notes += funding_facts.changes_of_source(known, facts)
    notes += funding_facts.populations(known)
    secondary = {row["year"] for row in known if row["evidence_level"] in words.WEAK}
    if secondary:
        notes.append(f"Offene Zeichen: Beleg sekundär oder geschätzt ({texts.span(sorted(secondary))}).")
    return tuple(notes)


def _breaks(known: Sequence[Row]) -> list[tuple[int, str]]:
    """Years from which on amounts per head rest on another population than before."""
    used = sorted({(row["year"], row["population"]) for row in known})
    return [
        (year, f"andere Bezugsbevölkerung: {population}")
        for (_, before), (year, population) in pairwise(used)
        if population != before
    ]
