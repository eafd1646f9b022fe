"""Small hand-made tables of money figures: rows with their line, amounts, and layouts that are checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from indicators.catalog import FundingSource, Programme
from indicators.catalog.entries import Entry
from indicators.catalog.files import first_refused
from indicators.errors import InputError
from indicators.importers.text import decode, rows, unpack

_L = TypeVar("_L", bound=Entry)


@dataclass(frozen=True)
class TableRow:
    """One row: where it stands, and its fields by column title."""

    path: Path
    line: int
    fields: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The field of a column."""
        return self.fields[column]

    def amount(self, column: str) -> float:
        """The figure in a column, written with a decimal point.

        Raises:
            InputError: There is no figure.
        """
        try:
            return float(self[column])
        except ValueError:
            raise self.error("Hier wird ein Betrag erwartet.", column=column) from None

    def year(self, column: str) -> int:
        """The year in a column.

        Raises:
            InputError: There is no year.
        """
        if not (self[column].isdigit() and len(self[column]) == 4):
            raise self.error("Hier wird ein Jahr erwartet.", column=column)
        return int(self[column])

    def error(self, message: str, *, column: str | None = None, advice: str = "") -> InputError:
        """The German error for this row."""
        return InputError(
            message,
            advice or "Bitte die Datei mit der Quelle vergleichen.",
            self.path,
            line=self.line,
            column=column,
            value=self[column] if column else None,
        )


def read(path: Path, delimiter: str, columns: tuple[str, ...]) -> list[TableRow]:
    """The rows of a table with a header line that has at least the given columns.

    Raises:
        InputError: The file cannot be read, a column is missing or a row has too few or too many fields.
    """
    lines = [row for row in rows(decode(unpack(path)), delimiter, path) if not row.is_blank]
    header = [field.strip() for field in lines[0].fields] if lines else []
    for column in columns:
        if column not in header:
            raise InputError(
                f"Die Spalte „{column}“ fehlt.", "Bitte die Kopfzeile der Datei prüfen.", path, line=1
            )
    for row in lines[1:]:
        if len(row.fields) != len(header):
            raise InputError(
                f"Die Zeile hat {len(row.fields)} Felder, die Kopfzeile {len(header)}.",
                "Bitte die Datei mit der Quelle vergleichen.",
                path,
                line=row.line,
            )
    return [TableRow(path, row.line, {title: row[i] for i, title in enumerate(header)}) for row in lines[1:]]


def layout(model: type[_L], source: FundingSource) -> _L:
    """The checked layout of a funding source.

    Raises:
        InputError: It lacks something or says something unknown.
    """
    try:
        return model.model_validate(source.layout)
    except ValidationError as error:
        place, why = first_refused(error)
        raise InputError(
            f"Der Eintrag „layout.{place}“ passt nicht: {why}.",
            "Bitte die Beschreibung der Quelle berichtigen.",
            f"{source.id}.toml",
        ) from None


def programme(programmes: Mapping[str, Programme], name: str, source: FundingSource) -> Programme:
    """The programme that a layout names.

    Raises:
        InputError: The catalogue has none of this name.
    """
    if name not in programmes:
        raise InputError(
            f"Das Programm „{name}“ ist nicht im Katalog.",
            "Bitte in data/catalog/programmes anlegen.",
            f"{source.id}.toml",
        )
    return programmes[name]
