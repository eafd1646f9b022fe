"""XLSX as rows of text: each cell by its own type, within hard limits, with its true line and column.

A cell of text stays as it was typed (`23.366` are thousands), a number gets a decimal comma. Errors
(`#DIV/0!`) and formulas that nobody calculated stay visible, so that they are refused among figures.
"""

import io
import math
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Final
from xml.parsers import expat

from indicators.errors import InputError
from indicators.importers.text import DOWNLOAD_AGAIN, MAX_BYTES, MAX_COLUMNS, MAX_FIELDS, Row

_MAX_ROW: Final = 1_048_576
_MAX_TEXT: Final = 32_767
"""What Excel itself allows."""

_PLACE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,9})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_NO_DATE: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_LAST_DAY: Final = 2_950_000
"""Later days are no dates, whichever the epoch."""
_EPOCH: Final = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}

_Start = Callable[[str, dict[str, str]], None]
_End = Callable[[str], None]


@dataclass
class _Cell:
    """A cell while it is read."""

    row: int
    column: int
    kind: str
    style: int
    value: str | None = None
    formula: str | None = None
    text: list[str] = field(default_factory=list)


class Workbook:
    """An XLSX file; the sheets are read when they are asked for."""

    def __init__(self, data: bytes, path: Path) -> None:
        """Open it.

        Raises:
            InputError: It is damaged.
        """
        self.path = path
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile:
            raise self._damaged() from None
        self._from_1904 = False
        self._sheets = self._listed()
        self._strings = self._shared()
        self._dates = self._date_styles()
        self._left = MAX_BYTES

    @property
    def names(self) -> list[str]:
        """The names of the sheets, in their order."""
        return list(self._sheets)

    def rows(self, name: str) -> list[Row]:
        """The rows of a sheet that say something, from its first column.

        Raises:
            InputError: It is damaged or larger than any official table.
        """
        cells: dict[int, dict[int, str]] = {}
        reader = _SheetReader(self._take(cells))
        self._parse(self._sheets[name], reader.start, reader.end, reader.characters)
        last = max(cells, default=0)
        width = max((max(row) for row in cells.values()), default=0)
        if last * width > MAX_FIELDS or width > MAX_COLUMNS:
            raise self._too_far(last, width)
        return [
            Row(number, [cells[number].get(column, "") for column in range(1, width + 1)])
            for number in sorted(cells)
        ]

    def _take(self, cells: dict[int, dict[int, str]]) -> Callable[[_Cell], None]:
        """What puts a finished cell in its place; empty ones (formatted only) have none."""

        def take(cell: _Cell) -> None:
            text = self._text(cell)
            if not text:
                return
            if cell.row > _MAX_ROW:
                raise self._too_far(cell.row, cell.column)
            self._left -= len(text)
            if self._left < 0 or len(text) > _MAX_TEXT:
                raise InputError(
                    "Die Texte der Zellen sind länger als in jeder amtlichen Tabelle.",
                    DOWNLOAD_AGAIN,
                    self.path,
                    cell.row,
                    cell.column,
                )
            row = cells.setdefault(cell.row, {})
            if cell.column in row:
                raise self._damaged()
            row[cell.column] = text

        return take

    def _text(self, cell: _Cell) -> str:
        """A cell as a German CSV would hold it."""
        value = cell.value
        if cell.kind == "inlineStr":
            return _unescaped("".join(cell.text))
        if not value:
            uncalculated = cell.formula is not None and cell.kind != "str"
            return f"={cell.formula}" if uncalculated else ""
        if cell.kind == "s":
            try:
                return self._strings[int(value)]
            except (ValueError, IndexError):
                raise self._damaged() from None
        if cell.kind == "b":
            return "true" if value.strip() == "1" else "false"
        if cell.kind in ("e", "str", "d"):
            return _unescaped(value)
        return self._number(value, is_date=cell.style in self._dates)

    def _number(self, value: str, *, is_date: bool) -> str:
        try:
            number = float(value)
        except ValueError:
            raise self._damaged() from None
        if not math.isfinite(number):
            raise self._damaged()
        if is_date and 0 <= number < _LAST_DAY:
            moment = _EPOCH[self._from_1904] + timedelta(days=number)
            whole = number.is_integer()
            return f"{moment:%Y-%m-%d}" if whole else f"{moment:%Y-%m-%d %H:%M:%S}"
        if number.is_integer() and abs(number) < 1e15:
            return str(int(number))
        return f"{number:.12f}".rstrip("0").rstrip(".").replace(".", ",")

    def _listed(self) -> dict[str, str]:
        """Name of each sheet -> its part of the archive."""
        targets: dict[str, str] = {}
        found: dict[str, str] = {}

        def relation(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship":
                target = attributes.get("Target", "")
                part = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
                targets[attributes.get("Id", "")] = part

        def sheet(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self._from_1904 = attributes.get("date1904", "0") in ("1", "true")
            if name == "sheet":
                key = next((v for k, v in attributes.items() if k.endswith(":id")), "")
                if targets.get(key, "").startswith("xl/worksheets/"):
                    found[_unescaped(attributes.get("name", ""))] = targets[key]

        self._parse("xl/_rels/workbook.xml.rels", relation)
        self._parse("xl/workbook.xml", sheet)
        if not found:
            raise self._damaged()
        return found

    def _shared(self) -> list[str]:
        """The shared texts; readings of foreign scripts (`rPh`) are left out."""
        strings: list[str] = []
        parts: list[str] = []
        inside = {"t": False, "rPh": False}

        def start(name: str, _: dict[str, str]) -> None:
            if name == "si":
                parts.clear()
            elif name in inside:
                inside[name] = True

        def end(name: str) -> None:
            if name == "si":
                strings.append(_unescaped("".join(parts)))
            elif name in inside:
                inside[name] = False

        def characters(text: str) -> None:
            if inside["t"] and not inside["rPh"]:
                parts.append(text)

        if "xl/sharedStrings.xml" in self._archive.namelist():
            self._parse("xl/sharedStrings.xml", start, end, characters)
        return strings

    def _date_styles(self) -> frozenset[int]:
        """The styles of cells that show a number as a date."""
        custom: set[int] = set()
        styles: list[int] = []
        inside = {"cellXfs": False}

        def start(name: str, attributes: dict[str, str]) -> None:
            number = attributes.get("numFmtId", "0")
            number_format = int(number) if number.isdigit() else 0
            if name == "numFmt" and re.search("[dmyDMY]", _NO_DATE.sub("", attributes.get("formatCode", ""))):
                custom.add(number_format)
            elif name in inside:
                inside[name] = True
            elif name == "xf" and inside["cellXfs"]:
                styles.append(number_format)

        def end(name: str) -> None:
            if name in inside:
                inside[name] = False

        if "xl/styles.xml" in self._archive.namelist():
            self._parse("xl/styles.xml", start, end)
        return frozenset(i for i, number in enumerate(styles) if number in _DATE_FORMATS or number in custom)

    def _parse(
        self, part: str, start: _Start, end: _End | None = None, characters: _End | None = None
    ) -> None:
        """Hand the elements of a part to these functions, under their names without prefix."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
        if end is not None:
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        if characters is not None:
            parser.CharacterDataHandler = characters
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            with self._archive.open(part) as stream:
                parser.ParseFile(stream)
        except (expat.ExpatError, KeyError, ValueError, zipfile.BadZipFile, OSError, EOFError):
            raise self._damaged() from None

    def _refuse_doctype(self, *_: object) -> None:
        """No office program writes entities of its own; they are how a small file becomes a large one."""
        raise self._damaged()

    def _too_far(self, row: int, column: int) -> InputError:
        return InputError(
            f"Das Tabellenblatt reicht bis Zeile {row} und Spalte {column}: "
            "So groß ist keine amtliche Tabelle.",
            DOWNLOAD_AGAIN,
            self.path,
        )

    def _damaged(self) -> InputError:
        return damaged(self.path)


class _SheetReader:
    """Follows the elements of a sheet and hands on each cell when it ends."""

    def __init__(self, take: Callable[[_Cell], None]) -> None:
        self._take = take
        self._row = self._column = 0
        self._cell: _Cell | None = None
        self._into: list[str] | None = None
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "row":
            number = attributes.get("r", "").strip()
            self._row = int(number) if number.isdigit() else self._row + 1
            self._column = 0
        elif name == "c":
            self._column += 1
            row = self._row
            if found := _PLACE.fullmatch(attributes.get("r", "").strip()):
                self._column, row = _column_number(found[1].upper()), int(found[2])
            style = attributes.get("s", "0")
            kind = attributes.get("t", "n")
            self._cell = _Cell(row, self._column, kind, int(style) if style.isdigit() else 0)
        elif name == "rPh":
            self._phonetic = True
        elif self._cell is not None and name in ("v", "f", "t") and not self._phonetic:
            self._into = []

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "rPh":
            self._phonetic = False
        if self._cell is None:
            return
        if name == "c":
            self._take(self._cell)
            self._cell = None
        elif self._into is not None:
            text = "".join(self._into)
            if name == "v":
                self._cell.value = text
            elif name == "f":
                self._cell.formula = text
            elif name == "t":
                self._cell.text.append(text)
            self._into = None

    def characters(self, text: str) -> None:
        """Text of an element."""
        if self._into is not None:
            self._into.append(text)


def damaged(path: Path) -> InputError:
    """The error for a workbook that cannot be read."""
    return InputError(
        "Die Excel-Datei ist beschädigt oder keine Excel-Datei.",
        "Bitte die Datei beim Portal neu herunterladen.",
        path,
    )


def _unescaped(text: str) -> str:
    """A text of the file; signs that XML cannot hold (`_x000D_`) become blanks."""
    return _ESCAPED.sub(lambda found: sign if (sign := chr(int(found[1], 16))).isprintable() else " ", text)


def _column_number(letters: str) -> int:
    """`A` is 1, `AA` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
