"""What makes a readable table impossible to take: regions, years and days that cannot be meant."""

from typing import Final

import polars as pl

from indicators.catalog import Dataset
from indicators.errors import InputError
from indicators.importers import periods, places
from indicators.importers.matching import Match
from indicators.importers.raw import RawTable
from indicators.observations import PUBLISHED
from indicators.regions import Registry

_FIRST_YEAR: Final = 1990


def regions(table: RawTable, registry: Registry) -> None:
    """Refuses a table with figures for a region that neither exists nor existed."""
    digits = pl.col("region").str.contains(r"^\d+$")
    published = pl.col("status").cast(pl.String).is_in(PUBLISHED) & (pl.col("status") != "nichts_vorhanden")
    codes = table.cells.filter(digits & published).sort("line", "position")
    for row in codes.unique("region", keep="first", maintain_order=True).iter_rows(named=True):
        if places.known_prefix(row["region"]) not in registry:
            raise InputError(
                f"Die Region {row['region']} {row['region_name']}".rstrip()
                + " gibt es nicht und gab es nicht.",
                "Bitte den Schlüssel prüfen; Tabellenprogramme entfernen führende Nullen.",
                table.path,
                row["line"],
                "Region",
                row["region"],
            )


def years(table: RawTable) -> None:
    """Refuses a table with figures of years before those that we keep."""
    early = table.cells.filter(pl.col("year") < _FIRST_YEAR).sort("line")
    if not early.is_empty():
        raise InputError(
            f"Werte vor {_FIRST_YEAR} werden nicht übernommen.",
            "Bitte beim Portal spätere Jahre auswählen.",
            table.path,
            early["line"][0],
            value=str(early["year"][0]),
        )


def days(table: RawTable, dataset: Dataset) -> None:
    """Refuses figures of another day, or another part of the year, than those of the dataset."""
    usual = dataset.periods or (periods.END_OF_YEAR,)
    for kind, place in table.periods.items():
        if kind not in (periods.YEAR, *usual):
            what = f"Stichtag {kind}" if kind[0].isdigit() else kind
            raise InputError(
                f"Die Werte gelten für einen anderen Zeitraum ({what}) als die des Datensatzes {dataset.id} "
                f"({periods.YEAR} oder {' oder '.join(usual)}).",
                "Bitte beim Portal den üblichen Stichtag oder das ganze Jahr auswählen.",
                table.path,
                place.line,
                place.column,
                place.text,
            )


def anything_left(match: Match) -> None:
    """Refuses a table of which nothing is left, and says why."""
    if not match.mapped.observations.is_empty():
        return
    reasons = "; ".join(f"{d.count} ({d.reason}), zum Beispiel {d.example}" for d in match.mapped.dropped)
    raise InputError(
        f"Keine Angabe der Datei lässt sich übernehmen. Weggelassen: {reasons or 'alle, sie sind leer'}.",
        "Bitte die Auswahl beim Portal prüfen und die Datei unverändert einlesen.",
        match.table.path,
    )
