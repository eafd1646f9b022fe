"""Exports of INKAR (BBSR) as CSV, XLS or XLSX: one column per indicator and year, years in a second row."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from indicators.catalog import Dataset
from indicators.errors import InputError
from indicators.importers import places, sheets, text
from indicators.importers.cells import Collector, no_figure, read_value
from indicators.importers.periods import read_year
from indicators.importers.raw import RawTable
from indicators.importers.text import Row

FORMAT: Final = "inkar_export"

_FIXED: Final = ("Kennziffer", "Raumeinheit", "Aggregat")
_BUND: Final = re.compile(r"Bund(esgebiet|esrepublik( Deutschland)?)?|Deutschland", re.IGNORECASE)
_BUND_CODES: Final = ("", "0", "00", "000", "111", "D", "DE", "DG")
_KREIS: Final = re.compile(
    r"(krsfr\.?|krfr\.?|kreisfreie) .*|Stadtkreise?|(Land)?kreise?( .*)?", re.IGNORECASE
)
_OUR_LEVEL: Final = re.compile(
    rf"{_KREIS.pattern}|{_BUND.pattern}|(Bundes)?L[aä]nd(er)?|Gemeinden?|(kreisangehörige )?(Stadt|Gemeinde)",
    re.IGNORECASE,
)
"""What „Aggregat“ says of regions that are ours; all else (ROR, RegioStaR) has codes of its own."""
_AGAIN: Final = "Bitte die Tabelle bei INKAR neu exportieren und unverändert einlesen."


def is_head(fields: Sequence[str]) -> bool:
    """True where the titles of columns are those of an export."""
    return [field.strip() for field in fields[:2]] == list(_FIXED[:2])


def is_table(rows: Sequence[Row]) -> bool:
    """True where the rows of a sheet are those of an export."""
    return bool(rows) and is_head(rows[0].fields)


def read(path: Path, dataset: Dataset | None = None) -> RawTable:  # noqa: ARG001
    """The cells of an export. The label is the indicator's title; the format names no table, unit or edition.

    Raises:
        InputError: A row has another number of fields, a title lacks its year, a number cell holds text, or a
            key stands twice.
    """
    content = text.unpack(path)
    if content.is_spreadsheet:
        sheet = sheets.choose(content, is_table)
        with sheet.true_columns():
            return replace(_table(sheet.rows, path), remarks=sheet.remarks)
    decoded = text.decode(content)
    rows = text.rows(decoded, text.separator(decoded), path)
    return _table([row for row in rows if not row.is_blank], path)


def _table(rows: list[Row], path: Path) -> RawTable:
    """The table that these rows are."""
    if len(rows) < 2:
        raise InputError("Nach der Kopfzeile fehlt die Zeile mit den Jahren.", _AGAIN, path, rows[0].line, 1)
    titles, periods = rows[0], rows[1]
    first = sum(titles[i] in _FIXED for i in range(len(_FIXED)))
    years = [_year(titles, periods, i, path) for i in range(first, len(titles.fields))]
    has_level = first > 2 and titles[2] == _FIXED[2]
    collector = Collector(path, coarse=True)
    for row in rows[2:]:
        if len(row.fields) != len(titles.fields):
            raise InputError(
                f"Die Zeile hat {len(row.fields)} statt {len(titles.fields)} Felder.",
                _AGAIN,
                path,
                row.line,
                min(len(row.fields), len(titles.fields)) + 1,
            )
        region = _region(row, path, has_level=has_level)
        for i, year in enumerate(years, start=first):
            found = read_value(row[i], ",", count=False, zero_is_mark=False)
            if found is None:
                raise InputError(no_figure(row[i]), _AGAIN, path, row.line, i + 1, row[i])
            label = " ".join(titles[i].split())
            collector.add(region, row[1], year, label, "", *found, row.line, i + 1)
    return RawTable(FORMAT, path, code="", title="INKAR-Export", cells=collector.frame())


def _year(titles: Row, periods: Row, column: int, path: Path) -> int:
    year = read_year(periods[column])
    if year is None:
        raise InputError(
            f"Zu „{titles[column]}“ fehlt das Jahr.", _AGAIN, path, periods.line, column + 1, periods[column]
        )
    return year


def _region(row: Row, path: Path, *, has_level: bool) -> str:
    """The region of a row; one of a level that is not ours has the level in its code and is left out later.

    Spreadsheets may have lost a leading zero, which the length of the code shows. Keys of Kreise with eight
    digits are cut: the level says that they are Kreise.
    """
    code, level = row[0], row[2] if has_level else ""
    if _BUND.fullmatch(row[1]) and (_BUND.fullmatch(level) or not level) and code in _BUND_CODES:
        return places.GERMANY
    if level and not _OUR_LEVEL.fullmatch(level):
        return f"{level} {code}"
    if code.isdigit() and (len(code) in (4, 7) or (len(code) == 1 and level)):
        code = "0" + code
    if _KREIS.fullmatch(level) and len(code) == 8 and code.endswith("000"):
        code = code[:5]
    code = places.normalised(code, row[1])
    if not places.is_code(code):
        raise InputError("Hier steht keine Kennziffer einer Region.", _AGAIN, path, row.line, 1, row[0])
    return code
