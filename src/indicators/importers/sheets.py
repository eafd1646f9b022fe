"""Spreadsheets (XLSX, XLS) as rows of text, like those of a CSV."""

import re
from typing import Final

import fastexcel

from indicators.errors import InputError
from indicators.importers.text import Content, Row

_MIDNIGHT: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2}) 00:00:00")


def names(content: Content) -> list[str]:
    """The names of the sheets.

    Raises:
        InputError: The file is damaged, or no spreadsheet.
    """
    return list(_open(content).sheet_names)


def first(content: Content) -> tuple[str, list[Row]]:
    """Name and rows of the first sheet."""
    name = names(content)[0]
    return name, rows(content, name)


def rows(content: Content, sheet: str) -> list[Row]:
    """The rows of one sheet; numbers carry a decimal comma, as in a German CSV.

    Raises:
        InputError: The sheet cannot be read.
    """
    try:
        frame = _open(content).load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    except fastexcel.FastExcelError:
        raise _damaged(content) from None
    return [
        Row(line, [_text(cell) for cell in cells]) for line, cells in enumerate(frame.iter_rows(), start=1)
    ]


def _open(content: Content) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(content.data)
    except (fastexcel.FastExcelError, ValueError):
        raise _damaged(content) from None


def _damaged(content: Content) -> InputError:
    return InputError(
        "Die Excel-Datei ist beschädigt oder keine Excel-Datei.",
        "Bitte die Datei beim Portal neu herunterladen.",
        content.path,
    )


def _text(cell: str | None) -> str:
    """A cell as a German CSV would hold it."""
    if cell is None:
        return ""
    if re.fullmatch(r"-?\d+\.\d+(e-?\d+)?", cell):
        return f"{float(cell):.12f}".rstrip("0").rstrip(".").replace(".", ",")
    return _MIDNIGHT.sub(r"\1-\2-\3", cell)
