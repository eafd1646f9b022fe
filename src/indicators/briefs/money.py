"""The section on financial effects: who pays today, what ends when. Nothing is broken down. METHODS 3."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from textwrap import shorten
from typing import Final, get_args

from indicators import funding, texts
from indicators.briefs import sources
from indicators.briefs.choice import Choice
from indicators.briefs.parts import Part, Text
from indicators.briefs.world import World
from indicators.catalog import Evidence
from indicators.figures import money as figures
from indicators.figures.money_model import Terms
from indicators.funding import Ending, Row
from indicators.report import Block, Cell, Column, Figure, FigureRef, Sentence, Table, TableRef
from indicators.texts import briefs as words
from indicators.texts import funding as money

MOST_ROWS: Final = 10
MOST_TERMS: Final = 8
_LISTED: Final = 4
_LEAST_TERMS: Final = 2
_NAME: Final = 42
"""So many letters of a name have room beside a bar."""
_NO_SPENDING: Final = "Der Beschlussvorschlag selbst ist nicht mit Ausgaben verbunden."
_FLOWS: Final = ("foerderung", "aufwand", "ertrag")
_YEARS_BACK: Final = 1
_RECENT: Final = 5
"""Figures of Land and Bund that are older say little about today."""


def effects(choice: Choice, world: World) -> Part:
    """Finanzielle Auswirkungen: what is recorded for the region, then Kreis, Land and Bund; what ends."""
    codes = funding.reach(choice.region, world.registry)
    table, left_out = _table(_amounts(choice.handlungsfeld, codes, world), codes, world)
    blocks: list[Block | Text] = [Text("finanzen", _introduction(choice, world, left_out))]
    if table is not None:
        blocks.append(TableRef(table.id))
    ends = endings(choice, world)
    terms = _terms(ends, codes, world)
    blocks.append(Text("laufzeiten", (*_ending_sentences(ends, world), *_ended(ends, world))))
    if terms is not None:
        blocks.append(FigureRef(terms.id))
    return Part("finanzen", tuple(blocks), (terms,) if terms else (), (table,) if table else ())


def has_own_records(choice: Choice, world: World) -> bool:
    """True where funding of the region itself is recorded."""
    return choice.region in world.facts.of_places


def _introduction(choice: Choice, world: World, left_out: int) -> tuple[Sentence, ...]:
    name = world.registry.get(choice.region)
    sentences = [] if choice.decisions else [Sentence(_NO_SPENDING, about="keine-ausgaben")]
    if not has_own_records(choice, world):
        sentences.append(
            Sentence(
                f"Eigene Haushaltsdaten {words.within(name)} sind nicht erfasst; gezeigt wird, was Land und "
                "Bund ausgeben.",
                about="ohne-eigene",
            )
        )
    sentences.append(Sentence(money.NOT_BROKEN_DOWN, about="nicht-umgelegt"))
    text = "Soll und Ist sind verschiedene Wertarten und werden nicht verrechnet."
    sentences.append(Sentence(text, about="wertarten"))
    if left_out:
        verb = "weiteres Programm ist" if left_out == 1 else "weitere Programme sind"
        sentences.append(Sentence(f"{left_out} {verb} nicht aufgeführt.", about="weitere"))
    return tuple(sentences)


def _amounts(field: str, codes: Sequence[str], world: World) -> list[Row]:
    """Yearly amounts of the places, of the own one also those of several years.

    Those of the Handlungsfeld, where one is chosen and has records.
    """
    facts = world.facts
    rows = [row for code in codes for row in facts.annual_of_places.get(code, ())]
    rows += [row for row in facts.of_places.get(codes[0], ()) if row["year_end"] is not None]
    recorded = {row["handlungsfeld"] for code in codes for row in facts.of_places.get(code, ())}
    return [row for row in rows if row["handlungsfeld"] == field] if field and field in recorded else rows


def latest_amounts(rows: Iterable[Row], codes: Sequence[str], since: int) -> list[Row]:
    """For each programme and place its latest Ist, else its latest plan, with the best evidence first.

    Args:
        rows: Rows of `funding.annual`, or records, that hold for the places.
        codes: The places, the own one first.
        since: Figures of earlier years are left out, except those of the own place.
    """
    series: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["amount_eur"]:
            series.setdefault((row["region"], row["programme"]), []).append(row)
    found = []
    for (place, _), own in series.items():
        flow = next((f for f in _FLOWS if any(row["flow"] == f for row in own)), "")
        of_flow = [row for row in own if row["flow"] == flow]
        spent = [row for row in of_flow if row["value_type"] == "Ist"]
        latest = max((row["year"] for row in spent or of_flow), default=since - 1)
        if latest >= since or place == codes[0]:
            found.append([row for row in spent or of_flow if row["year"] == latest][-1])
    levels = get_args(Evidence)
    return sorted(
        found,
        key=lambda row: (
            codes.index(row["region"]),
            levels.index(str(row["evidence_level"])),
            -abs(row["amount_eur"]),
        ),
    )


def _table(rows: Sequence[Row], codes: Sequence[str], world: World) -> tuple[Table | None, int]:
    """The table of amounts, and how many programmes it leaves out."""
    found = latest_amounts(rows, codes, world.today.year - _RECENT)
    shown = _of_every_place(found, codes)
    if not shown:
        return None, 0
    ids = dict.fromkeys(f"funding:{row['source']}" for row in shown)
    table = Table(
        "finanzen",
        "Erfasste Mittel, jeweils letzter Stand",
        (
            Column("Programm oder Position"),
            Column("Mittelgeber, Gebiet"),
            Column("Stand", align="right"),
            Column("Betrag", "€", 0, "right"),
        ),
        tuple(_row(row, world) for row in shown),
        tuple(ids),
        note="Beträge in jeweiligen Preisen. Die Zeilen gelten für verschiedene Gebiete und Jahre und werden "
        "nicht addiert.",
    )
    return table, len(found) - len(shown)


def _of_every_place(found: Sequence[Row], codes: Sequence[str]) -> list[Row]:
    """The first of every place: places with little leave their room to the others."""
    room = MOST_ROWS
    shown: list[Row] = []
    places = [code for code in codes if any(row["region"] == code for row in found)]
    for left, code in zip(range(len(places), 0, -1), places, strict=True):
        own = [row for row in found if row["region"] == code][: max(room // left, 1)]
        shown += own
        room -= len(own)
    return shown


def _row(row: Row, world: World) -> tuple[Cell, ...]:
    declared = world.catalog.programmes.get(row["programme"])
    title = declared.title if declared else row["programme"]
    if str(row["flow"]) != "foerderung":
        title = f"{title} ({funding.flow_title(str(row['flow']))})"
    place = world.registry.get(row["region"]).display_name
    return (
        title,
        f"{row['funder']}, {place}",
        f"{row['value_type']} {money.period(row['year'], row.get('year_end'))}",
        float(row["amount_eur"]),
    )


def endings(choice: Choice, world: World) -> tuple[Ending, ...]:
    """What ends from last year on, or has no decided end, for the places of the region."""
    codes = funding.reach(choice.region, world.registry)
    records = [row for code in codes for row in world.facts.of_places.get(code, ())]
    declared = world.catalog.programmes
    if choice.handlungsfeld:
        declared = {
            key: p for key, p in declared.items() if p.handlungsfeld == choice.handlungsfeld
        } or declared
        records = [row for row in records if row["programme"] in declared]
    first = date(world.today.year - _YEARS_BACK, 1, 1)
    found = funding.endings(records, declared, codes)
    return tuple(e for e in found if e.end is not None and e.end >= first)


def _terms(found: Sequence[Ending], codes: Sequence[str], world: World) -> Figure | None:
    known = [e for e in found if _source_of(e, world)][:MOST_TERMS]
    if len(known) < _LEAST_TERMS:
        return None
    places = {code: world.registry.get(code).display_name for code in codes}
    drawn = [replace(e, name=shorten(e.name, _NAME, placeholder=" …"), amount=None) for e in known]
    chart: Terms = figures.what_ends(drawn, places, world.catalog, world.today)
    return Figure(
        id="laufzeiten",
        title="Was wann endet",
        subtitle=f"Laufzeiten von Programmen und befristeten Positionen, Stand {world.today:%d.%m.%Y}",
        chart=chart,
        alt=chart.alt,
        sources=_sources_of(known, world),
    )


def _source_of(ending: Ending, world: World) -> tuple[str, ...]:
    """Where the term stands: the programme's own source, else those of its records."""
    declared = world.catalog.programmes.get(ending.programme)
    if declared is not None and declared.source in world.catalog.funding_sources:
        return (f"funding:{declared.source}",)
    return sources.of_programme(ending.programme, None, "", world)


def _soon(found: Sequence[Ending], world: World) -> list[Ending]:
    """What ends from today to the end of next year."""
    until = _end_of_next_year(world)
    return [e for e in found if e.end and world.today <= e.end <= until and _source_of(e, world)]


def _end_of_next_year(world: World) -> date:
    return date(world.today.year + 1, 12, 31)


def _ending_sentences(found: Sequence[Ending], world: World) -> tuple[Sentence, ...]:
    """One sentence on what ends by the end of next year, with its sources."""
    soon, year = _soon(found, world), _end_of_next_year(world).year
    if not soon:
        return (Sentence(f"Bis Ende {year} endet keine der erfassten Laufzeiten.", about="enden"),)
    listed = "; ".join(_listed(e) for e in soon[:_LISTED])
    more = f"; {len(soon) - _LISTED} weitere" if len(soon) > _LISTED else ""
    text = f"Bis Ende {year} enden: {listed}{more}."
    return (Sentence(text, "amtlich", _sources_of(soon, world), about="enden"),)


def _listed(ending: Ending) -> str:
    """Name, day and, for a position, its latest amount."""
    amount = "" if ending.amount is None else f", {money.amount(ending.amount)}"
    return f"{texts.in_brackets(ending.name)} ({money.day(ending.end)}{amount})"


def _ended(found: Sequence[Ending], world: World) -> tuple[Sentence, ...]:
    """What ended since the beginning of last year; nothing where nothing did."""
    gone = [e for e in found if e.end and e.end < world.today and _source_of(e, world)]
    if not gone:
        return ()
    verb = "ist" if len(gone) == 1 else "sind"
    text = (
        f"Seit Anfang {world.today.year - _YEARS_BACK} {verb} ausgelaufen: {'; '.join(map(_listed, gone))}."
    )
    return (Sentence(text, "amtlich", _sources_of(gone, world), about="ausgelaufen"),)


def ending_summary(choice: Choice, world: World) -> tuple[Sentence, ...]:
    """How much ends by the end of next year; nothing where nothing ends."""
    soon, year = _soon(endings(choice, world), world), _end_of_next_year(world).year
    if not soon:
        return ()
    what = "endet 1 erfasste Laufzeit" if len(soon) == 1 else f"enden {len(soon)} erfasste Laufzeiten"
    ids = _sources_of(soon, world)
    return (Sentence(f"Bis Ende {year} {what}.", "berechnet", ids, about="laufzeiten"),)


def _sources_of(found: Sequence[Ending], world: World) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for e in found for key in _source_of(e, world)))
