"""Funding records as tables for people and programs: on the screen, as CSV, as a workbook, as JSON."""

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from indicators import funding, tables
from indicators.catalog import Catalog, FundingSource
from indicators.catalog.money import EVIDENCE, INDEXATIONS, LEGAL_CHARACTERS
from indicators.funding import Row
from indicators.funding_heads import BASES, Basis, Heads, per_head
from indicators.funding_records import FLOWS
from indicators.regions import Registry
from indicators.texts import funding as words

AMOUNT: Final = "Betrag in Euro"
WIDTHS: Final = {
    "Position": 50,
    "Programm": 34,
    "Quelle": 44,
    "Fundstelle": 40,
    "Summen": 40,
    "Anmerkung": 60,
}
"""Widths of the wide columns of the workbook, in characters."""


@dataclass(frozen=True)
class View:
    """How amounts are shown: in prices of `base_year` (None: of their own year), divided by `basis`."""

    base_year: int | None = None
    basis: Basis = "absolut"

    @property
    def is_plain(self) -> bool:
        """Amounts as they stand in the source."""
        return self.base_year is None and self.basis == "absolut"

    @property
    def title(self) -> str:
        """In words: "in Preisen von 2025, je Einwohnerin und Einwohner"; empty for plain amounts."""
        prices = "" if self.base_year is None else f"in Preisen von {self.base_year}"
        return ", ".join(
            part for part in (prices, "" if self.basis == "absolut" else BASES[self.basis]) if part
        )


def asked(row: Row, view: View, index: Mapping[int, float], persons: Mapping[str, Heads]) -> dict[str, Any]:
    """A row with the amount as it is asked for.

    Args:
        row: A row with region, year and amount_eur, perhaps year_end.
        view: What is asked for.
        index: Price index by year.
        persons: Persons by region, for amounts per head.

    Returns:
        The row with `shown` (None where not computable), `reason` (why not) and `population`.
    """
    amount, reason, population = row["amount_eur"], "", ""
    year, is_several = row["year"], row.get("year_end") is not None
    if view.base_year is not None:
        amount, reason = funding.in_prices(amount, year, index, view.base_year, is_several=is_several)
    if view.basis != "absolut":
        heads = persons.get(row["region"], {})
        amount, why, population = per_head(amount, year, heads, view.basis, is_several=is_several)
        reason = reason or why
    return {**row, "shown": amount, "reason": reason, "population": population}


def shown(
    rows: pl.DataFrame, view: View, index: Mapping[int, float], persons: Mapping[str, Heads]
) -> pl.DataFrame:
    """The rows of a frame with the columns that `asked` adds."""
    found = [asked(row, view, index, persons) for row in rows.iter_rows(named=True)]
    return rows.with_columns(
        pl.Series("shown", [row["shown"] for row in found], pl.Float64),
        pl.Series("reason", [row["reason"] for row in found], pl.String),
        pl.Series("population", [row["population"] for row in found], pl.String),
    )


def table(rows: pl.DataFrame, view: View, catalog: Catalog, registry: Registry) -> pl.DataFrame:
    """One row per record, in German, the latest year first within each programme.

    Args:
        rows: Records from `shown`.
        view: How they are shown; adds a column for the amount asked for, and one for why there is none.
        catalog: For titles of programmes and sources.
        registry: For names of regions.
    """
    names = {code: registry.get(code).display_name for code in rows["region"].unique()}
    found = [_row(row, view, catalog, names) for row in rows.iter_rows(named=True)]
    if not found:
        return pl.DataFrame()
    return pl.DataFrame(found, infer_schema_length=None)


def _row(row: Mapping[str, Any], view: View, catalog: Catalog, names: Mapping[str, str]) -> dict[str, Any]:
    programme = catalog.programmes.get(row["programme"])
    source = catalog.funding_sources.get(row["source"])
    field = catalog.funding_fields.get(row["handlungsfeld"])
    asked: dict[str, Any] = {}
    if not view.is_plain:
        asked = {f"Betrag {view.title}": row["shown"], "Nicht berechenbar": row["reason"]}
        if view.basis != "absolut":
            asked["Bezugsbevölkerung"] = row["population"]
    end = row["term_end"] or (programme.term_end if programme else None)
    return {
        "Jahr": words.period(row["year"], row["year_end"]),
        "Region": names[row["region"]],
        "Mittelgeber": row["funder"],
        "Programm": programme.title if programme else row["programme"],
        "Position": row["position"],
        "Art": FLOWS[row["flow"]],
        "Werteart": words.value_type(row["value_type"], row["budget"]),
        AMOUNT: row["amount_eur"],
        **asked,
        "Beleg": EVIDENCE[row["evidence_level"]],
        "Quelle": source.title if source else row["source"],
        "Fundstelle": row["page"],
        "Handlungsfeld": field.title if field else row["handlungsfeld"],
        "Rechtscharakter": LEGAL_CHARACTERS.get(row["legal_character"], ""),
        "Ende": words.day(end),
        "Dynamisierung": INDEXATIONS.get(row["indexation"], ""),
        "Vollzeitäquivalente": row["fte"],
        "Summen": words.not_added(programme, catalog) if programme else "",
        "Anmerkung": row["note"],
    }


def sources_of(ids: Collection[str], catalog: Catalog) -> tuple[FundingSource, ...]:
    """The sources with these ids, by title."""
    return tuple(sorted((s for s in catalog.funding_sources.values() if s.id in ids), key=lambda s: s.title))


def source_table(sources: Sequence[FundingSource]) -> pl.DataFrame:
    """One row per source: document, producer, licence, attribution, evidence."""
    return pl.DataFrame(
        [
            {
                "Kennung": s.id,
                "Quelle": s.title,
                "Herausgeber": s.producer,
                "Dokument": s.table,
                "Stand": s.edition,
                "Beleg": EVIDENCE[s.evidence_level],
                "Lizenz": s.licence,
                "Quellenvermerk": s.attribution,
                "Adresse": s.url,
                "Anmerkung": " ".join(s.notes),
            }
            for s in sources
        ]
    )


def metadata(title: str, view: View, sources: Sequence[FundingSource]) -> list[tuple[str, str]]:
    """What stands above the table in a file."""
    return [
        ("Titel", title),
        ("Wertearten", words.SOLL_IST),
        ("Ebenen", words.NOT_BROKEN_DOWN),
        *([] if view.is_plain else [("Berechnung", f"{_calculation(view)}; eigene Berechnung")]),
        *(("Quelle", f"{s.attribution}; Stand: {s.edition}; {s.licence}") for s in sources),
    ]


def _calculation(view: View) -> str:
    real = (
        f"Betrag × Verbraucherpreisindex {view.base_year} / Verbraucherpreisindex des Jahres"
        if view.base_year
        else "Betrag"
    )
    return real if view.basis == "absolut" else f"{real}, {BASES[view.basis]} desselben Jahres"


def csv_bytes(frame: pl.DataFrame, title: str, view: View, sources: Sequence[FundingSource]) -> bytes:
    """The table of `table` as a CSV file that German spreadsheets open."""
    return tables.csv_of(frame, metadata(title, view, sources))


def xlsx_bytes(frame: pl.DataFrame, title: str, view: View, sources: Sequence[FundingSource]) -> bytes:
    """The table as a workbook: sheet Daten, sheet Quellen with notes. Texts are never formulas or links."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title, "author": "Integrationsmonitor Kommunal", "language": "de-DE"})
        _write_sheet(book, book.add_worksheet("Daten"), frame)
        sheet = book.add_worksheet("Quellen")
        notes = metadata(title, view, ())
        made = ("Erstellt mit", f"Integrationsmonitor Kommunal, {date.today():%d.%m.%Y}")
        for line, (name, text) in enumerate([*notes, made]):
            sheet.write_string(line, 0, name)
            sheet.write_string(line, 1, text)
        _write_sheet(book, sheet, source_table(sources), first=len(notes) + 2)
    return out.getvalue()


def _write_sheet(book: Workbook, sheet: Worksheet, frame: pl.DataFrame, first: int = 0) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    money = book.add_format({"num_format": "#,##0.00"})
    for column, name in enumerate(frame.columns):
        sheet.write_string(first, column, name, head)
        sheet.set_column(column, column, WIDTHS.get(name, 18))
    for line, row in enumerate(frame.iter_rows(), start=first + 1):
        for column, value in enumerate(row):
            if isinstance(value, float):
                sheet.write_number(line, column, value, money)
            elif value is not None and value != "":
                sheet.write_string(line, column, str(value))
    if not first:
        sheet.freeze_panes(1, 0)
        if frame.height:
            sheet.autofilter(0, 0, frame.height, frame.width - 1)


def as_json(
    rows: pl.DataFrame, catalog: Catalog, registry: Registry, base_year: int | None = None
) -> list[dict[str, Any]]:
    """The records as plain values, one object per position.

    Args:
        rows: Records.
        catalog: For titles and sources.
        registry: For names.
        base_year: With it also amount_real_eur, base_year and real_reason.
    """
    if base_year is not None:
        rows = funding.in_prices_of(rows, funding.price_index(catalog), base_year)
    return [_object(row, catalog, registry, base_year) for row in rows.iter_rows(named=True)]


def _object(
    row: Mapping[str, Any], catalog: Catalog, registry: Registry, base_year: int | None
) -> dict[str, Any]:
    programme = catalog.programmes.get(row["programme"])
    source = catalog.funding_sources.get(row["source"])
    region = registry.get(row["region"])
    real = (
        {}
        if base_year is None
        else {
            "amount_real_eur": row["amount_real_eur"],
            "base_year": base_year,
            "real_reason": row["real_reason"] or None,
        }
    )
    return {
        "region": region.ags,
        "region_name": region.display_name,
        "level": region.level,
        "year": row["year"],
        "year_end": row["year_end"],
        "programme": row["programme"],
        "programme_title": programme.title if programme else row["programme"],
        "funder": row["funder"],
        "handlungsfeld": row["handlungsfeld"],
        "position": row["position"],
        "flow": row["flow"],
        "value_type": row["value_type"],
        "budget": row["budget"] or None,
        "amount_eur": row["amount_eur"],
        **real,
        "fte": row["fte"],
        "legal_character": row["legal_character"],
        "term_end": row["term_end"].isoformat() if row["term_end"] else None,
        "indexation": row["indexation"],
        "source": source.attribution if source else row["source"],
        "source_id": row["source"],
        "page": row["page"],
        "evidence_level": row["evidence_level"],
        "licence": source.licence if source else None,
        "not_added": (words.not_added(programme, catalog) or None) if programme else None,
        "note": row["note"] or None,
    }
