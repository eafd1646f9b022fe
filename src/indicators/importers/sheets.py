"""Spreadsheets (XLSX, XLS) as rows of text, like those of a CSV, and which of their sheets is the table."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import fastexcel

from indicators.errors import InputError
from indicators.importers import workbook
from indicators.importers.text import Content, Row, cleaned

_MIDNIGHT: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2}) 00:00:00")


@dataclass(frozen=True)
class Sheet:
    """A sheet: its rows with their true lines, without empty columns before them.

    Attributes:
        name: Its name.
        rows: Its rows.
        skipped: How many empty columns stand before the first field.
        others: Names of the other sheets that are tables too.
    """

    name: str
    rows: list[Row]
    skipped: int = 0
    others: tuple[str, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know: that there is more in the file."""
        if not self.others:
            return ()
        return (f"Gelesen ist das Blatt „{self.name}“. Nicht gelesen: {', '.join(self.others)}.",)

    @contextmanager
    def true_columns(self) -> Iterator[None]:
        """Errors inside name the columns as the spreadsheet counts them."""
        try:
            yield
        except InputError as error:
            if isinstance(error.column, int):
                error.column += self.skipped
            raise


def first(content: Content) -> Sheet:
    """The first sheet.

    Raises:
        InputError: The file is damaged, or no spreadsheet.
    """
    return choose(content, lambda _: True)


def choose(content: Content, is_table: Callable[[Sequence[Row]], bool]) -> Sheet:
    """The first sheet whose rows pass the test, else the first one that says something.

    Raises:
        InputError: The file is damaged, or no spreadsheet.
    """
    sheets = [_sheet(name, rows) for name, rows in _all(content)]
    filled = [sheet for sheet in sheets if sheet.rows]
    found = next((sheet for sheet in filled if is_table(sheet.rows)), (filled or sheets)[0])
    others = tuple(sheet.name for sheet in filled if sheet is not found and is_table(sheet.rows))
    return Sheet(found.name, found.rows, found.skipped, others)


def _sheet(name: str, rows: list[Row]) -> Sheet:
    """The sheet without empty rows, and without empty columns before its table."""
    kept = [Row(row.line, [cleaned(cell) for cell in row.fields]) for row in rows if not row.is_blank]
    width = max((len(row.fields) for row in kept), default=0)
    skipped = next((i for i in range(width) if any(row[i] for row in kept)), 0)
    return Sheet(name, [Row(row.line, row.fields[skipped:]) for row in kept], skipped)


def _all(content: Content) -> Iterator[tuple[str, list[Row]]]:
    """Name and rows of every sheet."""
    if content.is_xlsx:
        book = workbook.Workbook(content.data, content.path)
        yield from ((name, book.rows(name)) for name in book.names)
        return
    try:
        reader = fastexcel.read_excel(content.data)
        for name in reader.sheet_names:
            frame = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
            yield (
                name,
                [
                    Row(line, [_text(cell) for cell in cells])
                    for line, cells in enumerate(frame.iter_rows(), start=1)
                ],
            )
    except (fastexcel.FastExcelError, ValueError):
        raise workbook.damaged(content.path) from None
    except BaseException as error:
        # A panic of the reader is no `Exception`; its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise workbook.damaged(content.path) from None


def _text(cell: str | None) -> str:
    """A cell of an XLS as a German CSV would hold it."""
    if cell is None:
        return ""
    if re.fullmatch(r"-?\d+\.\d+(e-?\d+)?", cell):
        return f"{float(cell):.12f}".rstrip("0").rstrip(".").replace(".", ",")
    return _MIDNIGHT.sub(r"\1-\2-\3", cell)
