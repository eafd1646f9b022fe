"""Tables of Regionaldatenbank and GENESIS as CSV or XLSX: a head of several lines, rows, a footer.

The layout differs from table to table and from year to year, so nothing is known beforehand: which columns
hold region, name, year and further characteristics is inferred from what stands in them (`layout`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

from indicators.catalog import Dataset
from indicators.errors import InputError
from indicators.importers import layout, periods, places, sheets, table_codes, text
from indicators.importers.cells import (
    Collector,
    distinct_labels,
    is_count,
    is_rate,
    multiplied,
    no_figure,
    read_value,
    scaled_unit,
)
from indicators.importers.periods import read_year
from indicators.importers.raw import Place, RawTable
from indicators.importers.text import Row

FORMAT: Final = "regionalstatistik_table"

_CODE: Final = re.compile(r"(?:GENESIS-)?(?:Tabelle|Table)\s*:\s*(\S*)", re.IGNORECASE)
_FOOTER: Final = re.compile(r"_{3,}|©|\(C\)opyright|Stand:")
_EDITION: Final = re.compile(r"Stand:\s*(.+)")
_TITLE_UNIT: Final = re.compile(r"(?<!\s)\s*\(([^()]+)\)$")
_HEAD_ROWS: Final = 50
"""No head of a table is longer."""

_AGAIN: Final = "Bitte die Tabelle beim Portal neu als CSV herunterladen und unverändert einlesen."


@dataclass(frozen=True)
class _Parts:
    """A table cut into its parts. `width` is the number of fields of its rows."""

    code: str
    titles: list[Row]
    header: list[Row]
    body: list[Row]
    footer: list[Row]
    width: int

    @property
    def title(self) -> list[str]:
        """The lines of the title."""
        return [row[0] for row in self.titles]


def is_first_line(line: str) -> bool:
    """True where a line opens such a table."""
    return bool(_CODE.match(line.strip().strip('"')))


def is_table(rows: Sequence[Row]) -> bool:
    """True where the rows of a sheet are such a table."""
    return bool(rows) and (is_first_line(rows[0][0]) or any(map(layout.is_data, rows[:_HEAD_ROWS])))


def read(path: Path, dataset: Dataset | None = None) -> RawTable:  # noqa: ARG001
    """The cells of a table.

    Raises:
        InputError: It breaks off, a row does not fit, a number cell holds text, region or year are missing,
            or a key stands twice; names line and column.
    """
    content = text.unpack(path)
    if content.is_spreadsheet:
        sheet = sheets.choose(content, is_table)
        with sheet.true_columns():
            table = _table(_cut(sheet.rows, path, needs_footer=False), sheet.name, path)
        return replace(table, remarks=sheet.remarks)
    decoded = text.decode(content)
    rows = list(text.rows(decoded, text.separator(decoded), path))
    return _table(_cut(rows, path, needs_footer=True), "", path)


def _table(parts: _Parts, sheet: str, path: Path) -> RawTable:
    """The table that these parts are."""
    parts = _merged(parts)
    frame, kinds = _cells(parts, path)
    notes = _notes(parts.footer)
    edition = next((found[1] for note in notes if (found := _EDITION.match(note))), "")
    return RawTable(
        format=FORMAT,
        path=path,
        code=_code(parts, sheet, notes),
        title=" ".join(line for line in parts.title if read_year(line) is None),
        cells=frame,
        edition=edition.strip(),
        notes=tuple(note for note in notes if not _EDITION.match(note)),
        periods=kinds,
    )


def _code(parts: _Parts, sheet: str, notes: Sequence[str]) -> str:
    """The table's code: of its first line or its sheet, else the only one in title and footer."""
    if any(map(str.isdigit, parts.code)):
        return parts.code
    return sheet.strip() if table_codes.is_code(sheet) else table_codes.only([*parts.title, *notes])


def _cut(rows: list[Row], path: Path, *, needs_footer: bool) -> _Parts:
    """The parts of a table; an error where its end is missing or a row has another number of fields."""
    rows = _without_empty_columns([row for row in rows if not row.is_blank])
    opening = _CODE.match(rows[0][0])
    start = 1 if opening else 0
    end = next((i for i, row in enumerate(rows) if i >= start and _FOOTER.match(row[0])), None)
    if end is None:
        if needs_footer:
            raise InputError(
                "Der Schluss der Tabelle fehlt (eine Zeile aus Unterstrichen, dann „©“ und „Stand“): "
                "Die Datei bricht ab.",
                _AGAIN,
                path,
                rows[-1].line,
                len(rows[-1].fields),
            )
        end = len(rows)
    first = next((i for i in range(start, end) if layout.is_data(rows[i])), None)
    if first is None:
        raise InputError(
            "In keiner Zeile stehen ein Regionalschlüssel (DG, 01, 01001 …) und eine Zahl.",
            "Bitte die Tabelle mit Schlüsseln abrufen; Excel darf führende Nullen nicht entfernt haben.",
            path,
            rows[min(start, len(rows) - 1)].line,
        )
    while first > start and layout.is_period_row(rows[first - 1]) and _has_header(rows[start : first - 1]):
        first -= 1
    head = rows[start:first]
    titles = next((i for i, row in enumerate(head) if not layout.is_title(row)), len(head))
    body = rows[first:end]
    width = Counter(len(row.fields) for row in body).most_common(1)[0][0]
    for row in body:
        if len(row.fields) != width and not layout.is_period_row(row):
            raise InputError(
                f"Die Zeile hat {len(row.fields)} statt {width} Felder.",
                _AGAIN,
                path,
                row.line,
                min(len(row.fields), width) + 1,
            )
    return _Parts(
        code=opening[1].rstrip(";") if opening else "",
        titles=head[:titles],
        header=[row for row in head[titles:] if not layout.is_title(row)],
        body=body,
        footer=rows[end:],
        width=width,
    )


def _without_empty_columns(rows: list[Row]) -> list[Row]:
    """The rows without the columns at their end in which nothing stands (a spreadsheet adds separators)."""
    filled = max((i + 1 for row in rows for i in range(len(row.fields)) if row[i]), default=0)
    return [Row(row.line, row.fields[:filled]) for row in rows]


def _merged(parts: _Parts) -> _Parts:
    """The same with a filled-up head: a merged cell has its text in its first column, also as CSV."""
    header: list[Row] = []
    for row in parts.header[:-1]:
        fields = list(row.fields)
        for i in range(1, len(fields)):
            same_above = all(above[i] == above[i - 1] for above in header)
            if not fields[i].strip() and same_above:
                fields[i] = fields[i - 1]
        header.append(Row(row.line, fields))
    return replace(parts, header=[*header, *parts.header[-1:]])


def _has_header(rows: Sequence[Row]) -> bool:
    """True where the head has a row of column titles: a year after it belongs to the rows below."""
    return any(not layout.is_title(row) for row in rows)


def _cells(parts: _Parts, path: Path) -> tuple[pl.DataFrame, dict[str, Place]]:
    """The cells of the body, with the labels, units and years that its head gives them; kinds of periods."""
    roles = layout.roles(parts.header, parts.body, parts.width, path)
    columns = layout.columns(parts.header, parts.body, roles, parts.width)
    _refuse_untitled(columns, parts, path)
    reader = _Reader(path, roles, columns, parts.title)
    collector = Collector(path)
    for row in parts.body:
        if layout.is_period_row(row):
            reader.year = read_year(row[0])
        else:
            reader.read(row, collector)
    return collector.frame(), _kinds(parts, roles)


def _refuse_untitled(columns: Sequence[layout.Column], parts: _Parts, path: Path) -> None:
    """Refuses figures of which nothing says what they are; one such column has the title of the table."""
    untitled = [column for column in columns if not any(level.strip() for level in column.levels)]
    seen: set[int | None] = set()
    for column in untitled:
        if column.year in seen:
            raise InputError(
                "Über den Zahlen fehlen die Titel der Spalten.",
                _AGAIN,
                path,
                parts.body[0].line,
                column.position + 1,
            )
        seen.add(column.year)


def _kinds(parts: _Parts, roles: layout.Roles) -> dict[str, Place]:
    """The kinds of periods with their first places: in their column, in rows of their own, or in the head."""
    if roles.period is not None:
        cells = [(row, roles.period) for row in parts.body]
    else:
        cells = [(row, i) for row in parts.header for i in range(roles.first_value, parts.width)]
    cells += [(row, 0) for row in parts.body if layout.is_period_row(row)]
    found = [(period, row, i) for row, i in cells if (period := periods.read(row[i]))]
    if not found:
        found = [(period, row, 0) for row in parts.titles if (period := periods.read(row[0]))][-1:]
    kinds: dict[str, Place] = {}
    for period, row, i in found:
        kinds.setdefault(period.kind, Place(row.line, i + 1, row[i]))
    return kinds


class _Reader:
    """Reads rows one after the other; a blank region or year repeats that of the row above."""

    def __init__(
        self, path: Path, roles: layout.Roles, columns: Sequence[layout.Column], title: list[str]
    ) -> None:
        self.path, self.roles, self.columns = path, roles, columns
        self.year = next((year for line in reversed(title) if (year := read_year(line))), None)
        self.region = self.name = ""
        self.measure = _TITLE_UNIT.sub("", title[-1]) if title else ""
        units = (found[1] for line in reversed(title) if (found := _TITLE_UNIT.search(line)))
        self.unit = next((unit for unit in units if layout.is_unit(unit)), "")
        self.labels: dict[tuple[str, ...], list[str]] = {}

    def read(self, row: Row, collector: Collector) -> None:
        """Hand the cells of a row to the collector."""
        self._place(row)
        dimensions = tuple(row[i] for i in self.roles.dimensions)
        if dimensions not in self.labels:
            self.labels[dimensions] = distinct_labels(
                [(*dimensions, *column.levels) for column in self.columns]
            )
        for column, label in zip(self.columns, self.labels[dimensions], strict=True):
            unit, factor = scaled_unit(column.unit or self.unit)
            value, status = self._figure(row, column, unit)
            year = column.year or self.year
            if year is None:
                raise self._error("Weder in der Zeile noch im Kopf der Tabelle steht ein Jahr.", row, 0)
            collector.add(
                self.region,
                self.name,
                year,
                label or self.measure,
                unit,
                multiplied(value, factor),
                status,
                row.line,
                column.position + 1,
            )

    def _place(self, row: Row) -> None:
        """Take region, name and year from a row."""
        roles = self.roles
        if roles.period is not None and row[roles.period]:
            self.year = read_year(row[roles.period])
        code = row[roles.region]
        name = row[roles.name] if roles.name is not None else ""
        if code or name or not roles.dimensions:
            if code.casefold() in places.TOTALS:
                code = places.GERMANY
            self.region = places.normalised(places.code_of_name(code) or code, name)
            self.name = name
        if not places.is_code(self.region):
            raise self._error("Hier steht kein Regionalschlüssel.", row, roles.region)

    def _figure(self, row: Row, column: layout.Column, unit: str) -> tuple[float | None, str]:
        """Value and status of one cell."""
        cell = row[column.position]
        found = read_value(cell, ",", count=is_count(unit), grouped=not is_rate(unit))
        if found is None:
            raise self._error(no_figure(cell), row, column.position)
        return found if column.quality is None else layout.with_quality(*found, row[column.quality])

    def _error(self, message: str, row: Row, field: int) -> InputError:
        return InputError(message, _AGAIN, self.path, row.line, field + 1, row[field])


def _notes(footer: Sequence[Row]) -> list[str]:
    """The footnotes, one text each; lines that were broken for print are joined."""
    texts = (" ".join(field for field in row.fields if field.strip()) for row in footer)
    joined = (re.sub(r"(?<=[a-zäöüß])-\n(?=[a-zäöüß])", "", note) for note in texts)
    return [clean for note in joined if (clean := " ".join(note.split())) and set(clean) != {"_"}]
