"""What the page of a profile shows: cards, sentences, sources and tables; `ui.profile_view` sets them."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from indicators import tables, texts
from indicators.catalog import Catalog, Indicator
from indicators.figures.sparkline import Sparkline, sparkline
from indicators.observations import status_text
from indicators.profiles import Block, Entry, Profile
from indicators.regions import Region, Registry
from indicators.texts import profile as words


@dataclass(frozen=True)
class Card:
    """One indicator as a key figure; empty texts are left out, `sources` are numbers in their list."""

    indicator: Indicator
    title: str
    value: str
    what: str
    gap: str
    place: str
    status: str
    years: str
    line: Sparkline | None
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Finding:
    """A strength or distance as a sentence, with what restricts it."""

    indicator: Indicator
    group: str
    year: int
    sentence: str
    limit: str
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Field:
    """A Handlungsfeld with its cards.

    `more` are the indicators with a value but no card (`Indicator.profile`), `more_text` says how many.
    """

    title: str
    cards: tuple[Card, ...]
    more: tuple[Indicator, ...]
    more_text: str


@dataclass(frozen=True)
class Part:
    """One region's part of the page: sentences, then the cards by Handlungsfeld.

    `is_valued` says that an indicator with a valuation can be compared with the peers.
    """

    region: Region
    title: str
    summary: str
    peers: str
    is_valued: bool
    strengths: tuple[Finding, ...]
    distances: tuple[Finding, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Sheet:
    """The whole page: one part, or two where a Kreis has what its Gemeinde has not.

    Attributes:
        parts: The parts, the chosen region first.
        missing: Columns Handlungsfeld, Indikator, Warum.
        sources: The numbered list of sources, as sentences.
    """

    parts: tuple[Part, ...]
    missing: pl.DataFrame
    sources: tuple[str, ...]


def describe(profile: Profile, catalog: Catalog, registry: Registry) -> Sheet:
    """The page of a profile, in words."""
    said = _sources((e for b in profile.blocks for e in b.entries if e.indicator.profile), catalog)
    lines = tuple(dict.fromkeys(said.values()))
    numbers = {dataset: lines.index(line) + 1 for dataset, line in said.items()}
    return Sheet(
        parts=tuple(_part(b, profile, numbers, catalog, registry) for b in profile.blocks),
        missing=_missing(profile, catalog, registry),
        sources=lines,
    )


def _sources(entries: Iterable[Entry], catalog: Catalog) -> dict[str, str]:
    """The source sentence of every dataset used; datasets of one publication have the same."""
    used = dict.fromkeys(d for e in entries for d in _datasets(e))
    return dict(zip(used, texts.sources(catalog.dataset(d) for d in used), strict=True))


def _numbers(entry: Entry, numbers: dict[str, int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers[d] for d in _datasets(entry)))


def _datasets(entry: Entry) -> tuple[str, ...]:
    return entry.indicator.datasets if entry.indicator.is_computed else (entry.dataset,)


def _part(
    block: Block, profile: Profile, numbers: dict[str, int], catalog: Catalog, registry: Registry
) -> Part:
    name = block.region.display_name
    return Part(
        region=block.region,
        title=f"Werte des Kreises: {name}" if block is profile.kreis else name,
        summary=words.summary(block.region, block.peers, registry.land_of(block.region.ags)),
        peers=words.kind(block.peers) if block.peers.codes else "",
        is_valued=any(e.standing and e.indicator.direction != "neutral" for e in block.entries),
        strengths=_findings(block.strengths(), block, numbers, catalog, registry),
        distances=_findings(block.distances(), block, numbers, catalog, registry),
        fields=_fields(block, numbers, catalog, registry),
    )


def _fields(block: Block, numbers: dict[str, int], catalog: Catalog, registry: Registry) -> tuple[Field, ...]:
    """The cards by Handlungsfeld, and what has a value but no card."""
    by_field: dict[str, list[Entry]] = {}
    for entry in block.entries:
        by_field.setdefault(entry.indicator.handlungsfeld, []).append(entry)
    found = []
    for field, entries in by_field.items():
        more = tuple(e.indicator for e in entries if not e.indicator.profile)
        found.append(
            Field(
                catalog.handlungsfelder[field].title,
                tuple(_card(e, block, numbers, catalog, registry) for e in entries if e.indicator.profile),
                more,
                words.more(len(more)),
            )
        )
    return tuple(found)


def _card(entry: Entry, block: Block, numbers: dict[str, int], catalog: Catalog, registry: Registry) -> Card:
    indicator, ags = entry.indicator, block.region.ags
    breaks = [b.year for b in catalog.breaks(indicator) if b.holds_for(ags)]
    years = texts.span([year for year, _ in entry.history])
    said = f"Verlauf: {indicator.title}. {words.history(entry, catalog)}"
    line = sparkline(entry.history, breaks, said)
    return Card(
        indicator=indicator,
        title=indicator.title,
        value=texts.value(entry.value, indicator, catalog),
        what=words.what(entry, catalog),
        gap=words.compared(entry, catalog),
        place=words.place(entry, block.peers, registry, catalog),
        status=words.status(entry, catalog),
        years=years if line else "",
        line=line,
        sources=_numbers(entry, numbers),
    )


def _findings(
    entries: Iterable[Entry], block: Block, numbers: dict[str, int], catalog: Catalog, registry: Registry
) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            indicator=e.indicator,
            group=e.group,
            year=e.year,
            sentence=words.from_median(e, block.region, block.peers, registry, catalog),
            limit=e.indicator.pitfalls[0] if e.indicator.pitfalls else "",
            sources=_numbers(e, numbers),
        )
        for e in entries
    )


def _missing(profile: Profile, catalog: Catalog, registry: Registry) -> pl.DataFrame:
    region = profile.own.region
    rows = [
        (
            catalog.handlungsfelder[m.indicator.handlungsfeld].title,
            m.indicator.title,
            words.missing(m, region, registry),
        )
        for m in profile.missing
    ]
    return pl.DataFrame(
        rows, schema={"Handlungsfeld": pl.String, "Indikator": pl.String, "Warum": pl.String}, orient="row"
    )


def cards_table(sheet: Sheet) -> pl.DataFrame:
    """All cards as a table of texts, for those who read tables rather than cards."""
    rows = [
        {
            "Gebiet": part.region.display_name,
            "Handlungsfeld": field.title,
            "Indikator": card.title,
            "Wert": card.value,
            "Gruppe und Jahr": card.what,
            "Abstand der Gruppen": card.gap,
            "Lage": card.place,
            "Hinweis": card.status,
        }
        for part in sheet.parts
        for field in part.fields
        for card in field.cards
    ]
    return pl.DataFrame(rows)


def csv_bytes(profile: Profile, catalog: Catalog, registry: Registry) -> bytes:
    """Everything as one CSV: latest values, gaps, peers, intervals; then what is missing.

    Also the indicators without a card.
    """
    found = [_row(e, b, catalog, registry) for b in profile.blocks for e in b.entries]
    region = profile.own.region
    gone = [
        {
            "AGS": region.ags,
            "Gebiet": region.display_name,
            "Kennung": m.indicator.id,
            "Indikator": m.indicator.title,
            "Handlungsfeld": catalog.handlungsfelder[m.indicator.handlungsfeld].title,
            "Hinweis": words.missing(m, region, registry),
        }
        for m in profile.missing
    ]
    frame = pl.concat([pl.DataFrame(found), pl.DataFrame(gone)], how="diagonal")
    return tables.csv_of(frame, _metadata(f"Profil {region.display_name}", profile, catalog))


def series_csv_bytes(profile: Profile, catalog: Catalog) -> bytes:
    """All years and groups behind the small lines as one CSV."""
    rows = [
        {
            "AGS": block.region.ags,
            "Gebiet": block.region.display_name,
            "Kennung": row["indicator"],
            "Indikator": catalog.indicator(row["indicator"]).title,
            "Einheit": catalog.units[catalog.indicator(row["indicator"]).unit].title,
            "Gruppe": catalog.groups[row["group"]].title,
            "Jahr": row["year"],
            "Wert": row["value"],
            "Status": status_text(row["status"]),
            "Quelle": row["dataset"],
        }
        for block in profile.blocks
        for row in block.rows.iter_rows(named=True)
    ]
    title = f"Profil {profile.own.region.display_name}: alle Jahre"
    return tables.csv_of(pl.DataFrame(rows), _metadata(title, profile, catalog))


def _row(entry: Entry, block: Block, catalog: Catalog, registry: Registry) -> dict[str, object]:
    indicator, standing = entry.indicator, entry.standing
    low, high = entry.interval or (None, None)
    return {
        "AGS": block.region.ags,
        "Gebiet": block.region.display_name,
        "Handlungsfeld": catalog.handlungsfelder[indicator.handlungsfeld].title,
        "Kennung": indicator.id,
        "Indikator": indicator.title,
        "Gruppe": catalog.groups[entry.group].title,
        "Jahr": entry.year,
        "Wert": float(entry.value),
        "Einheit": catalog.units[indicator.unit].title,
        "Untere Grenze (95 %)": low,
        "Obere Grenze (95 %)": high,
        "Referenzgruppe": catalog.groups[entry.compared.group].title if entry.compared else None,
        "Wert der Referenzgruppe": entry.compared.value if entry.compared else None,
        "Abstand": entry.compared.gap if entry.compared else None,
        "Vergleichsgruppe": words.kind(block.peers) if standing else None,
        "Regionen mit Wert": standing.spread.count if standing else None,
        "Unteres Quartil": standing.spread.lower if standing else None,
        "Median": standing.spread.median if standing else None,
        "Oberes Quartil": standing.spread.upper if standing else None,
        "Lage": words.place(entry, block.peers, registry, catalog),
        "Hinweis": words.status(entry, catalog),
        "Quelle": "; ".join(texts.sources(catalog.dataset(d) for d in _datasets(entry))),
    }


def _metadata(title: str, profile: Profile, catalog: Catalog) -> list[tuple[str, str]]:
    return [
        ("Titel", title),
        (
            "Hinweis",
            "Quartile und Median: eigene Berechnung aus den Werten der Vergleichsgruppe im selben Jahr",
        ),
        *(
            ("Quelle", line)
            for line in dict.fromkeys(
                _sources((e for b in profile.blocks for e in b.entries), catalog).values()
            )
        ),
    ]
