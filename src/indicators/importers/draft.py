"""A draft of the catalogue's entry for a table that it does not know yet."""

import json
import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Final

import polars as pl

from indicators.importers.raw import RawTable

_MOST_MEASURES: Final = 100
_ID_LENGTH: Final = 60
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_UNITS: Final = {
    "prozent": "percent",
    "%": "percent",
    "percentage": "percent",
    "anzahl": "persons",
    "personen": "persons",
    "eur": "eur",
    "euro": "eur",
    "€": "eur",
}
_THOUSANDS: Final = re.compile(r"(in )?(tsd\.?|1[ .]?000) ?(?=eur|euro|€)")
_STATE_OFFICES: Final = "Statistische Ämter des Bundes und der Länder"
_PORTALS: Final = {
    "regionalstatistik_table": (_STATE_OFFICES, "https://www.regionalstatistik.de/genesis/online"),
    "ffcsv": (_STATE_OFFICES, "https://www.regionalstatistik.de/genesis/online"),
    "inkar_export": ("Bundesinstitut für Bau-, Stadt- und Raumforschung (BBSR)", "https://www.inkar.de"),
    "ba_statistik": ("Statistik der Bundesagentur für Arbeit", "https://statistik.arbeitsagentur.de"),
    "open_sdg": ("", ""),
}


def toml(table: RawTable, sha256: str) -> str:
    """The text of a file for `data/catalog/datasets`, as far as the download tells, with German hints."""
    producer, url = _PORTALS[table.format]
    source = f"© {producer}, Tabelle {table.code}" if table.code else f"© {producer}"
    head = [
        "# Entwurf, aus der Datei erzeugt. Bitte alle Angaben prüfen und die Hinweise danach löschen.",
        f"title = {_text(table.title or table.path.stem)}",
        f"producer = {_text(producer)}  # Wer veröffentlicht die Tabelle?",
        f"table = {_text(table.code)}",
        'licence = "dl-de/by-2-0"  # Bitte beim Portal nachsehen.',
        'licence_url = "https://www.govdata.de/dl-de/by-2-0"',
        f"attribution = {_text(source)}  # Quellenvermerk, wie ihn die Lizenz verlangt.",
        f"url = {_text(url)}  # Adresse der Tabelle.",
        f"edition = {_text(table.edition)}  # Stand der Daten.",
        f"retrieved = {retrieved(table).isoformat()}  # Tag des Abrufs.",
        f"format = {_text(table.format)}",
    ]
    inputs = [
        "",
        "[[inputs]]",
        f"path = {_text(table.path.name)}  # Unterhalb des Ordners der Quellen.",
        f'sha256 = "{sha256}"',
    ]
    return "\n".join([*head, *inputs, *_measures(table)]) + "\n"


def measure_id(label: str) -> str:
    """An ASCII id made of a German label."""
    plain = (
        unicodedata.normalize("NFKD", label.casefold().translate(_UMLAUTS)).encode("ascii", "ignore").decode()
    )
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_ID_LENGTH].strip("_")
    return words if words[:1].isalpha() else f"m_{words}".rstrip("_")


def _measures(table: RawTable) -> list[str]:
    """One entry per column of the table, at most `_MOST_MEASURES`."""
    columns = table.cells.group_by("column").agg(pl.col("unit").first()).sort("column")
    lines = [
        "",
        "# Eine Messgröße je Spalte; nicht benötigte löschen. Gehören Spalten zu Gruppen einer Messgröße,",
        "# erhalten sie dieselbe Kennung (measure) und je eine Gruppe (group) aus groups.toml.",
        "# Die Einheit (unit) ist eine Kennung aus units.toml; sie entscheidet, was „-“ bedeutet.",
    ]
    taken: set[str] = set()
    for label, unit in columns.head(_MOST_MEASURES).iter_rows():
        name = measure_id(label)
        number = 2
        while name in taken:
            name = f"{measure_id(label)}_{number}"
            number += 1
        taken.add(name)
        bare = _THOUSANDS.sub("", unit.casefold())
        unit_id = _UNITS.get(bare, "persons")
        lines += [
            "",
            "[[measures]]",
            f"measure = {_text(name)}",
            f"title = {_text(label)}",
            f"unit = {_text(unit_id)}  # In der Datei: {unit or 'ohne Einheit'}",
            f"columns = [{_text(label)}]",
        ]
        if bare != unit.casefold():
            lines.append("factor = 1000")
    if columns.height > _MOST_MEASURES:
        lines += ["", f"# {columns.height - _MOST_MEASURES} weitere Spalten sind hier nicht aufgeführt."]
    return lines


def retrieved(table: RawTable) -> date:
    """The day of the download: the state that the table names, else the time stamp of the file."""
    if found := re.match(r"(\d{2})\.(\d{2})\.(\d{4})", table.edition):
        return date(int(found[3]), int(found[2]), int(found[1]))
    return datetime.fromtimestamp(table.path.stat().st_mtime, UTC).date()


def _text(value: str) -> str:
    """A TOML string; its escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False)
