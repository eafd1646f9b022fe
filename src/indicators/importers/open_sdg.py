"""CSV of Open-SDG sites (integration monitoring of Niedersachsen, Nachhaltigkeitsstrategie): long form.

Columns `Year` and `Value` are fixed, `Units` and `GeoCode` frequent; all others are characteristics.
The files are kept by hand: codes may be missing where a name says the region, and a few lines stand twice.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indicators.catalog import Dataset
from indicators.errors import InputError
from indicators.importers import places, text
from indicators.importers.cells import (
    Collector,
    is_count,
    join_labels,
    multiplied,
    read_value,
    scaled_unit,
)
from indicators.importers.periods import read_year
from indicators.importers.raw import RawTable
from indicators.importers.text import Row

FORMAT: Final = "open_sdg"

_NAMES: Final = ("gebietseinheit", "region", "bundesland", "land", "kreis", "federal state", "area", "state")
_ATTRIBUTE: Final = re.compile(r"(COMMENT|OBS|UNIT|SERIES|REPORTING)_\w+")
_COMMENT: Final = {
    "statistisch unsicher": "eingeschraenkt",
    "gesperrt": "gesperrt",
    "statistisch gesperrt": "gesperrt",
    "geheim": "geheim",
}
_AGAIN: Final = "Bitte die Datei neu von der Seite des Indikators herunterladen und unverändert einlesen."


@dataclass(frozen=True)
class _Head:
    """Where everything stands, counted from 0."""

    year: int
    value: int
    unit: int | None
    code: int | None
    names: tuple[int, ...]
    comments: tuple[int, ...]
    dimensions: tuple[int, ...]


def delimiter(line: str) -> str:
    """The sign between the fields of a first line."""
    return max(",;\t", key=line.count)


def is_head(fields: Sequence[str]) -> bool:
    """True where the titles of columns are those of such a file."""
    return {"Year", "Value"} <= {field.strip() for field in fields}


def read(path: Path, dataset: Dataset | None = None) -> RawTable:
    """The cells of a file.

    The label joins the characteristics in the order of the file and, where there are several, the unit.
    Rows without any region are Deutschland, unless the dataset's layout says `region_value`.

    Raises:
        InputError: A row has another number of fields, a year is unreadable, a value is text, or one key has
            two different values.
    """
    decoded = text.decode(text.unpack(path))
    sign = delimiter(decoded.lstrip().split("\n", 1)[0])
    rows = [row for row in text.rows(decoded, sign, path) if not row.is_blank]
    text.distinct_titles(rows[0], path)
    head = _head(rows[0], rows[1:])
    default = str(dataset.layout.get("region_value", places.GERMANY)) if dataset else places.GERMANY
    several = head.unit is not None and len({row[head.unit] for row in rows[1:]}) > 1
    regions = _Regions(head, rows[1:], default)
    collector = Collector(path, allow_repetition=True)
    for row in rows[1:]:
        if len(row.fields) != len(rows[0].fields):
            raise InputError(
                f"Die Zeile hat {len(row.fields)} statt {len(rows[0].fields)} Felder.",
                _AGAIN,
                path,
                row.line,
                min(len(row.fields), len(rows[0].fields)) + 1,
            )
        year = read_year(row[head.year])
        if year is None:
            raise InputError("Hier steht kein Jahr.", _AGAIN, path, row.line, head.year + 1, row[head.year])
        published = row[head.unit] if head.unit is not None else ""
        unit, factor = scaled_unit(published)
        value, status = _figure(row, head, unit, path)
        label = join_labels([*(row[i] for i in head.dimensions), published if several else ""])
        collector.add(
            *regions.of(row),
            year,
            label or "Value",
            unit,
            multiplied(value, factor),
            status,
            row.line,
            head.value + 1,
        )
    where = head.code is not None or bool(head.names)
    place = "Deutschland" if default == places.GERMANY else f"die Region {default}"
    note = f"Die Datei nennt keine Regionen; ihre Werte gelten für {place}."
    return RawTable(FORMAT, path, code="", title="", cells=collector.frame(), notes=() if where else (note,))


def _head(titles: Row, body: Sequence[Row]) -> _Head:
    columns = {titles[i]: i for i in range(len(titles.fields))}
    names = tuple(i for name, i in columns.items() if _has_names(name, i, body))
    comments = tuple(i for name, i in columns.items() if _ATTRIBUTE.fullmatch(name))
    fixed = {
        columns["Year"],
        columns["Value"],
        columns.get("Units"),
        columns.get("GeoCode"),
        *names,
        *comments,
    }
    return _Head(
        year=columns["Year"],
        value=columns["Value"],
        unit=columns.get("Units"),
        code=columns.get("GeoCode"),
        names=names,
        comments=comments,
        dimensions=tuple(i for i in columns.values() if i not in fixed),
    )


def _has_names(title: str, column: int, body: Sequence[Row]) -> bool:
    """True for a column of names of regions, by its title or because all of it are Länder or Deutschland."""
    filled = {row[column] for row in body} - {""}
    return title.casefold() in _NAMES or (bool(filled) and all(map(places.code_of_name, filled)))


def _figure(row: Row, head: _Head, unit: str, path: Path) -> tuple[float | None, str]:
    """Value and status of a row; a comment on the observation decides what its number is worth."""
    found = read_value(row[head.value], ".", count=is_count(unit), zero_is_mark=False)
    if found is None:
        raise InputError(
            "In der Spalte „Value“ steht Text.", _AGAIN, path, row.line, head.value + 1, row[head.value]
        )
    value, status = found
    for i in head.comments:
        comment = _COMMENT.get(row[i].casefold())
        if comment == "eingeschraenkt" and value is not None:
            status = comment
        elif comment in ("gesperrt", "geheim"):
            value, status = None, comment
    return value, status


class _Regions:
    """Code and name of the region of a row.

    `K03101` is the Kreis 03101 and `K030` the Land 03; `K031` (Statistische Region) and `K03241999`
    (remainder of a Kreis) are no regions of ours and keep their code, so that the mapping leaves them out.
    Where such a code stands for several places, the name joins it.
    """

    def __init__(self, head: _Head, body: Sequence[Row], default: str) -> None:
        self.head, self.default = head, default
        self.names: dict[str, set[str]] = {}
        for row in body:
            self.names.setdefault(self._published(row), set()).add(self._name(row))

    def of(self, row: Row) -> tuple[str, str]:
        """Code and name."""
        name, published = self._name(row), self._published(row)
        if not published:
            return (places.code_of_name(name) or name) if name else self.default, name
        code = published.removeprefix("code").removeprefix("K")
        if published.startswith("K") and re.fullmatch(r"\d{2}0", code):
            return code[:2], name
        if places.is_code(code) and len(code) != 3 and not code.endswith("999"):
            return code, name
        return (published if len(self.names[published]) == 1 else f"{published} {name}"), name

    def _published(self, row: Row) -> str:
        return row[self.head.code] if self.head.code is not None else ""

    def _name(self, row: Row) -> str:
        return next((row[i] for i in self.head.names if row[i]), "")
