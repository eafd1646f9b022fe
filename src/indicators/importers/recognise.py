"""Which format a file has, by its content, never by its name."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from indicators.errors import InputError
from indicators.importers import (
    READERS,
    ba,
    ffcsv,
    inkar_export,
    open_sdg,
    regionalstatistik,
    sheets,
    text,
)
from indicators.importers.raw import RawTable

_ADVICE: Final = (
    "Gelesen werden Tabellen der Regionaldatenbank und von GENESIS (CSV, XLSX; erste Zeile „Tabelle: …“), "
    "Flat-Files (ffcsv), INKAR-Exporte (CSV, XLS), CSV der Bundesagentur für Arbeit und Open-SDG-CSV."
)
_HEADS: Final[tuple[tuple[Callable[[Sequence[str]], bool], str], ...]] = (
    (ffcsv.is_head, ffcsv.FORMAT),
    (inkar_export.is_head, inkar_export.FORMAT),
    (ba.is_head, ba.FORMAT),
)


def recognise(path: Path) -> str:
    """The id of the format of a file.

    Raises:
        InputError: It cannot be read or has no format that is understood; names the first line that puzzled.
    """
    content = text.unpack(path)
    if content.is_spreadsheet:
        return _spreadsheet(content)
    decoded = text.decode(content)
    start = decoded.lstrip()
    line = decoded[: len(decoded) - len(start)].count("\n") + 1
    first = start.split("\n", 1)[0]
    if start[:1] == "<":
        raise InputError(
            "Das ist eine Webseite (HTML oder XML), keine Tabelle.",
            "Oft ist es die Fehlermeldung des Portals: bitte dort neu anmelden und die Datei erneut laden.",
            path,
            line,
            1,
            first,
        )
    if start[:1] in "{[":
        raise InputError("Das ist JSON, keine Tabelle.", _ADVICE, path, line, 1, first)
    return _table(decoded, first, path, line)


def read(path: Path) -> RawTable:
    """The cells of a file, whatever its format.

    Raises:
        InputError: See `recognise` and the reader of the format.
    """
    return READERS[recognise(path)](path, None)


def _table(decoded: str, first: str, path: Path, line: int) -> str:
    """The format of a text, by its first line, or by the footer that only one format has."""
    if regionalstatistik.is_first_line(first):
        return regionalstatistik.FORMAT
    sign = open_sdg.delimiter(first)
    fields = [field.strip().strip('"') for field in first.split(sign)]
    if open_sdg.is_head(fields):
        return open_sdg.FORMAT
    fields = [field.strip().strip('"') for field in first.split(text.separator(decoded))]
    for is_head, found in _HEADS:
        if is_head(fields):
            return found
    if "\n____" in decoded and "©" in decoded:
        return regionalstatistik.FORMAT
    raise InputError("Dieses Format ist nicht bekannt.", _ADVICE, path, line, 1, first)


def _spreadsheet(content: text.Content) -> str:
    """The format of the first sheet that is a table."""
    kinds = (
        (inkar_export.is_table, inkar_export.FORMAT),
        (regionalstatistik.is_table, regionalstatistik.FORMAT),
    )
    rows = sheets.choose(content, lambda rows: any(is_table(rows) for is_table, _ in kinds)).rows
    if not rows:
        raise InputError("Die Excel-Datei ist leer.", _ADVICE, content.path)
    for is_table, found in kinds:
        if is_table(rows):
            return found
    raise InputError("Dieses Format ist nicht bekannt.", _ADVICE, content.path, rows[0].line, 1, rows[0][0])
