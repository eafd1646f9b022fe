"""One official table of the federal budget, whatever its layout, as lines of one form.

The layout is recognised by the header: a plan (`soll`, thousand euro), a supplementary plan (also `bisher`)
or the accounts (`Ist 2023`, euro). Plans do not say their year: only the name of the official file does.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from indicators.errors import InputError
from indicators.importers import cells, sheets
from indicators.importers.text import Row, decode, rows, unpack

Kind = Literal["plan", "supplement", "accounts"]

LOST: Final = "\ufffd"
"""What stands for a letter that was lost before the file was published."""

_NAMES: Final = {
    "section": ("einzelplan", "epl."),
    "chapter": ("kapitel", "kap."),
    "title": ("titel", "tit."),
    "text": ("titel-text", "zweckbestimmung"),
    "function": ("funktion", "fkt."),
    "page": ("seite",),
    "planned": ("soll",),
    "previous": ("bisher",),
}
_NEEDED: Final = ("section", "chapter", "title", "text")
_SPENT: Final = re.compile(r"ist (\d{4})")
_HEADER_ROWS: Final = 20
_THOUSAND: Final = 1000
_YEAR_IN_NAME: Final = re.compile(r"(?<!\d)(20\d{2})(?!\d)(?:\D+(\d{1,2})(?!\d))?")
_FORMATTING: Final = re.compile("[\ufeff\u200b\u00ad\x80-\x9f]")
"""Marks of typesetting that stand between the letters of some files."""

_INCOME: Final = "0123"
_DOWNLOAD_AGAIN: Final = "Bitte die amtliche Datei neu herunterladen und unverändert ablegen."


@dataclass(frozen=True)
class Line:
    """One title: its numbers with all zeros, its text, the amount in euro.

    Attributes:
        line: Line of the file, from 1.
        chapter, title: Four and five digits; both empty where the file gives no numbers.
        previous: The amount before a supplementary budget, in euro.
    """

    line: int
    chapter: str
    title: str
    text: str
    function: str
    amount: float
    previous: float | None
    page: str

    @property
    def is_expenditure(self) -> bool:
        """True for expenditure: the main groups 4 to 9 of the budget's grouping."""
        return bool(self.title) and self.title[0] not in _INCOME


@dataclass(frozen=True)
class BudgetTable:
    """One file: what it is, for which year, its lines, and how many rows carried an amount but no title.

    `number` counts the supplementary budgets of a year; 0 for all else.
    """

    path: Path
    kind: Kind
    year: int
    number: int
    lines: tuple[Line, ...]
    untitled: int


def read(path: Path, name: str) -> BudgetTable:
    """The lines of one table.

    Args:
        path: The file.
        name: Its official name, which holds the year of a plan (`hh_2024.csv`, `nhh_2021_1.csv`).

    Raises:
        InputError: It is none of the three tables, or a cell cannot be read; names row and column.
    """
    table = _rows(path)
    header, columns = _header(table, path)
    spent = next((found for label in columns if (found := _SPENT.fullmatch(label))), None)
    fields = _fields(columns)
    kind: Kind = "accounts" if spent else "supplement" if "previous" in fields else "plan"
    year, number = (int(spent[1]), 0) if spent else _year(name, kind, path)
    fields["amount"] = columns[spent[0]] if spent else fields["planned"]
    lines, untitled = _lines(table[header + 1 :], fields, len(table[header].fields), kind, path)
    _refuse_double(lines, path)
    return BudgetTable(path, kind, year, number, tuple(lines), untitled)


def _rows(path: Path) -> list[Row]:
    """The rows of a spreadsheet's first sheet or of a CSV, split at the signs that it uses."""
    content = unpack(path)
    if content.is_spreadsheet:
        return sheets.first(content).rows
    text = decode(content, lost_letters=True)
    first = text.split("\n", 1)[0]
    delimiter = max(";\t,", key=first.count)
    return [_whole(row, path) for row in rows(text, delimiter, path)]


def _whole(row: Row, path: Path) -> Row:
    """A row that stands whole in its first field, as the plan of 2017 has them, split at its commas."""
    if "," not in row[0] or any(row.fields[1:]):
        return row
    return Row(row.line, next(rows(row[0], ",", path)).fields)


def _header(table: Sequence[Row], path: Path) -> tuple[int, dict[str, int]]:
    """Index of the header row, and its labels with their columns (the first of equal ones)."""
    for index, row in enumerate(table[:_HEADER_ROWS]):
        columns: dict[str, int] = {}
        for column in range(len(row.fields)):
            columns.setdefault(row[column].lower(), column)
        fields = _fields(columns)
        has_amount = "planned" in fields or any(map(_SPENT.fullmatch, columns))
        if has_amount and all(name in fields for name in _NEEDED):
            return index, columns
    raise InputError(
        "Das ist weder ein Haushaltsplan noch eine Haushaltsrechnung des Bundes: Es fehlt eine Kopfzeile mit "
        "Einzelplan, Kapitel, Titel, Text und „soll“ oder „Ist <Jahr>“.",
        _DOWNLOAD_AGAIN,
        path,
        line=1,
    )


def _fields(columns: Mapping[str, int]) -> dict[str, int]:
    return {field: columns[label] for field, labels in _NAMES.items() for label in labels if label in columns}


def _year(name: str, kind: Kind, path: Path) -> tuple[int, int]:
    """Year and number of a plan from the name of its file."""
    found = _YEAR_IN_NAME.search(Path(name).stem)
    if not found:
        raise InputError(
            "Das Haushaltsjahr steht weder in der Datei noch in ihrem Namen.",
            "Bitte die Datei so nennen wie das Bundesministerium der Finanzen, zum Beispiel hh_2024.csv.",
            path,
            value=name,
        )
    return int(found[1]), int(found[2] or 1) if kind == "supplement" else 0


def _lines(
    table: Sequence[Row], fields: dict[str, int], width: int, kind: str, path: Path
) -> tuple[list[Line], int]:
    """The titles below the header, and how many rows have an amount but no title."""
    decimal = cells.decimal_sign(row[fields["amount"]] for row in table)
    found, untitled = [], 0
    for row in table:
        title, chapter = row[fields["title"]], row[fields["chapter"]]
        if not title.isdigit() and (kind == "accounts" or row.is_blank):
            # Headings of sections, chapters and groups of titles; a title left blank has an amount.
            untitled += bool(row[fields["amount"]])
            continue
        if len(row.fields) != width:
            raise InputError(
                f"Die Zeile hat {len(row.fields)} statt {width} Felder.", _DOWNLOAD_AGAIN, path, row.line
            )
        amount = _amount(row, fields["amount"], decimal, kind, path)
        previous = _amount(row, fields["previous"], decimal, kind, path) if "previous" in fields else None
        numbered = bool(title or chapter)
        found.append(
            Line(
                line=row.line,
                chapter=_chapter(row, fields, path) if numbered else "",
                title=_title(row, fields, path) if numbered else "",
                text=" ".join(_FORMATTING.sub("", row[fields["text"]]).split()),
                function=row[fields["function"]].zfill(3) if "function" in fields else "",
                amount=amount,
                previous=previous,
                page=row[fields["page"]] if "page" in fields else "",
            )
        )
    if not found:
        raise InputError("Die Tabelle enthält keine Titel.", _DOWNLOAD_AGAIN, path)
    return found, untitled


def _amount(row: Row, column: int, decimal: cells.Decimal, kind: str, path: Path) -> float:
    """An amount in euro; plans are in thousand."""
    read = cells.read_value(row[column], decimal, count=False, zero_is_mark=False)
    if read is None or read[0] is None:
        raise InputError(
            "Das ist kein Betrag.", _DOWNLOAD_AGAIN, path, row.line, column + 1, value=row[column]
        )
    return round(read[0] if kind == "accounts" else read[0] * _THOUSAND, 2)


def _chapter(row: Row, fields: dict[str, int], path: Path) -> str:
    """Four digits, also where the file has lost leading zeros or leaves out the section."""
    section, chapter = row[fields["section"]], row[fields["chapter"]]
    if section.isdigit() and chapter.isdigit():
        whole = section.zfill(2) + chapter.zfill(2) if len(chapter) <= 2 else chapter.zfill(4)
        if len(whole) == 4 and whole.startswith(section.zfill(2)):
            return whole
    raise InputError(
        "Einzelplan und Kapitel passen nicht zusammen.",
        _DOWNLOAD_AGAIN,
        path,
        row.line,
        fields["chapter"] + 1,
        f"{section}; {chapter}",
    )


def _title(row: Row, fields: dict[str, int], path: Path) -> str:
    title = row[fields["title"]]
    if title.isdigit() and 4 <= len(title) <= 5:  # the first may be a lost zero
        return title.zfill(5)
    raise InputError(
        "Das ist keine Titelnummer.", _DOWNLOAD_AGAIN, path, row.line, fields["title"] + 1, value=title
    )


def _refuse_double(lines: Sequence[Line], path: Path) -> None:
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (line.chapter, line.title)
        if line.title and key in seen:
            raise InputError(
                f"Kapitel {line.chapter}, Titel {line.title} steht doppelt: "
                f"in Zeile {seen[key]} und in Zeile {line.line}.",
                _DOWNLOAD_AGAIN,
                path,
                line.line,
            )
        seen[key] = line.line


def legible(line: Line, others: Iterable[Line]) -> str:
    """The text of a line with its lost letters put back from another year's text of the same title."""
    if LOST not in line.text:
        return line.text
    pattern = re.compile(".".join(map(re.escape, line.text.split(LOST))))
    whole = (other.text for other in others if LOST not in other.text and pattern.fullmatch(other.text))
    return next(whole, line.text)
