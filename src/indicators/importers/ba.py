"""CSV of the "Interaktive Statistik" of the Bundesagentur für Arbeit: quoted, with thousands dots."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from indicators.catalog import Dataset
from indicators.errors import InputError
from indicators.importers import places, text
from indicators.importers.cells import Collector, distinct_labels, is_figure, no_figure, read_value
from indicators.importers.periods import read_year
from indicators.importers.raw import RawTable
from indicators.importers.text import Row

FORMAT: Final = "ba_statistik"

_YEAR: Final = ("Jahr", "Berichtsjahr", "Stichtag")
_REGION: Final = ("Region", "Regionen", "Gebiet", "Kreis", "Bundesland", "Land", "Gemeinde")
_OFFICE: Final = re.compile(r"(Agentur|Jobcenter|Regionaldirektion|Träger|Arbeitsmarktregion)")
"""Regions of the Bundesagentur itself: none of ours, so that a figure of one has no key."""
_KEY: Final = ("Regionalschlüssel", "Gebietsschlüssel", "Schlüssel", "AGS", "Kennziffer")
_CODE_AND_NAME: Final = re.compile(r"(\d{2}|\d{5}|\d{8})\s+(\S.*)")
_RATE: Final = re.compile(r"quote|anteil|in %|prozent", re.IGNORECASE)
_AGAIN: Final = "Bitte die Tabelle bei der Bundesagentur neu als CSV herunterladen und unverändert einlesen."


def is_head(fields: Sequence[str]) -> bool:
    """True where one title says year and there are further columns."""
    return len(fields) > 1 and any(field.strip() in _YEAR for field in fields)


def read(path: Path, dataset: Dataset | None = None) -> RawTable:  # noqa: ARG001
    """The cells of a download; without a column of regions the figures are those of Deutschland.

    Raises:
        InputError: A row has another number of fields, a year or region is unreadable, a number cell holds
            text, or a key stands twice.
    """
    decoded = text.decode(text.unpack(path))
    rows = [row for row in text.rows(decoded, text.separator(decoded), path) if not row.is_blank]
    head = rows[0]
    body: list[Row] = []
    for row in rows[1:]:
        if len(row.fields) != len(head.fields):
            raise InputError(
                f"Die Zeile hat {len(row.fields)} statt {len(head.fields)} Felder.",
                _AGAIN,
                path,
                row.line,
                min(len(row.fields), len(head.fields)) + 1,
            )
        body.append(row)
    columns = range(len(head.fields))
    period = next(i for i in columns if head[i] in _YEAR)
    region = next((i for i in columns if head[i] in _REGION or _OFFICE.match(head[i])), None)
    key = next((i for i in columns if head[i] in _KEY), region)
    others = [i for i in columns if i not in (period, region, key)]
    dimensions = [i for i in others if sum(is_figure(row[i]) for row in body) * 2 < len(body)]
    figures = [i for i in others if i not in dimensions]
    collector = Collector(path)
    for row in body:
        year = read_year(row[period])
        if year is None:
            raise InputError("Hier steht kein Jahr.", _AGAIN, path, row.line, period + 1, row[period])
        code, name = _region(row, key, path)
        name = row[region] if region is not None and region != key else name
        labels = distinct_labels([[*(row[d] for d in dimensions), head[i]] for i in figures])
        for i, label in zip(figures, labels, strict=True):
            unit = "Prozent" if _RATE.search(head[i]) else "Anzahl"
            found = read_value(row[i], ",", count=unit == "Anzahl", grouped=unit == "Anzahl")
            if found is None:
                raise InputError(no_figure(row[i]), _AGAIN, path, row.line, i + 1, row[i])
            collector.add(code, name, year, label, unit, *found, row.line, i + 1)
    title = "Interaktive Statistik der Bundesagentur für Arbeit"
    national = ("Die Datei nennt keine Regionen; ihre Werte gelten für Deutschland.",)
    return RawTable(
        FORMAT,
        path,
        code="",
        title=title,
        cells=collector.frame(),
        notes=() if region is not None else national,
    )


def _region(row: Row, column: int | None, path: Path) -> tuple[str, str]:
    """Code and name of the region of a row."""
    if column is None:
        return places.GERMANY, "Deutschland"
    cell = row[column]
    if found := _CODE_AND_NAME.fullmatch(cell):
        return found[1], found[2]
    code = places.code_of_name(cell) or cell
    if not places.is_code(code):
        raise InputError(
            "Diese Region hat keinen Schlüssel.",
            "Gelesen werden Namen von Ländern oder Einträge wie „08111 Stuttgart“.",
            path,
            row.line,
            column + 1,
            cell,
        )
    return code, cell
