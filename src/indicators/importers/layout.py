"""Which column of a regional table is what: region, name, year, characteristic or figure, by its content."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from indicators.errors import InputError
from indicators.importers import places
from indicators.importers.cells import is_figure, read_value
from indicators.importers.periods import read_year
from indicators.importers.text import Row

_UNIT: Final = re.compile(
    r"(in )?(Prozent|%|‰|Promille|Jahre|Monate|Tage|Index|Faktor|Verhältnis|\d{4} ?= ?100"
    r"|1[ .]?000|Tsd\.?|Mill\.?|Mio\.?|Mrd\.?"
    r"|((1[ .]?000|Tsd\.?|Mill\.?|Mio\.?|Mrd\.?) ?)?"
    r"(Anzahl|Personen|Einw\.|Einwohner|Ew|Fälle|Stück|Std\.|Stunden|EUR|Euro|€|DM|TDM|t|dt|kg|MWh|kWh|GJ|TJ"
    r"|m2|m²|m3|qm|qkm|km2|km²|km|ha)( ?(je|/|pro) ?.+)?"
    r"|je (100|1[ .]?000|100[ .]?000|Einw).*)",
    re.IGNORECASE,
)
_QUALITY: Final = ("e", "p", "r", "s", "v", "b", "a", "t", "()", "/", ".", "-", "x", "...", "")
_QUALITY_LETTERS: Final = frozenset("eprsvbat")


@dataclass(frozen=True)
class Roles:
    """The leading columns of a table by what they hold, counted from 0; None where there is none.

    `first_value` is the first column of figures.
    """

    region: int
    name: int | None
    period: int | None
    dimensions: tuple[int, ...]
    first_value: int


@dataclass(frozen=True)
class Column:
    """A column of figures: levels of its head, unit, its year if the head names years, marks of quality."""

    position: int
    levels: tuple[str, ...]
    unit: str
    year: int | None
    quality: int | None


def is_title(row: Row) -> bool:
    """True for a line of text before the table: only its first field says anything."""
    return bool(row[0]) and not any(field.strip() for field in row.fields[1:])


def is_period_row(row: Row) -> bool:
    """True for a row that says nothing but the year or date of the rows below."""
    return is_title(row) and read_year(row[0]) is not None


def is_data(row: Row) -> bool:
    """True for a row of figures: a region, nothing empty before it, a number or mark after it."""
    for i in range(len(row.fields)):
        if not row[i]:
            return False
        if _is_region(row[i]) and any(row[j] and is_figure(row[j]) for j in range(i + 1, len(row.fields))):
            return True
    return False


def is_unit(label: str) -> bool:
    """True where a text is a unit, not the name of something."""
    return bool(_UNIT.fullmatch(label))


def roles(header: Sequence[Row], body: Sequence[Row], width: int, path: Path) -> Roles:
    """What the leading columns of a table hold.

    Raises:
        InputError: No column holds regions.
    """
    rows = [row for row in body if not is_period_row(row)]
    leading = next((i for i in range(width) if any(row[i] for row in header)), 0)
    if leading == 0:
        leading = _leading_by_content(rows, width)
    periods = [i for i in range(leading) if _all(rows, i, lambda cell: read_year(cell) is not None)]
    period = next(iter(periods), None)
    region = _region_column(rows, [i for i in range(leading) if i != period])
    if region is None or leading >= width:
        raise InputError(
            "Keine Spalte enthält Regionalschlüssel (DG, 01, 01001 …).",
            "Bitte die Tabelle mit Schlüsseln abrufen; Excel darf führende Nullen nicht entfernt haben.",
            path,
            rows[0].line,
        )
    rest = [i for i in range(leading) if i not in (period, region)]
    nearest = sorted(rest, key=lambda i: (abs(i - region), i < region))
    name = next((i for i in nearest if _names(rows, region, i)), None)
    return Roles(region, name, period, tuple(i for i in rest if i != name), leading)


def columns(header: Sequence[Row], body: Sequence[Row], roles: Roles, width: int) -> list[Column]:
    """The columns of figures with the levels of their head."""
    rows = [row for row in body if not is_period_row(row)]
    head = list(header)
    figures = range(roles.first_value, width)
    units: Row | None = None
    if head and _all([head[-1]], figures, is_unit):
        units = head.pop()
    years: Row | None = None
    if roles.period is None:
        years = next(
            (row for row in head if _all([row], figures, lambda cell: read_year(cell) is not None)), None
        )
        head = [row for row in head if row is not years]
    found: list[Column] = []
    for i in figures:
        if found and found[-1].quality is None and _is_quality(rows, i):
            found[-1] = replace(found[-1], quality=i)
            continue
        found.append(
            Column(
                position=i,
                levels=tuple(row[i] for row in head),
                unit=units[i] if units else "",
                year=read_year(years[i]) if years else None,
                quality=None,
            )
        )
    return found


def with_quality(value: float | None, status: str, mark: str) -> tuple[float | None, str]:
    """Value and status of a cell under its mark of quality; letters (final, preliminary) change nothing."""
    if value is not None and mark in ("()", "( )"):
        return value, "eingeschraenkt"
    if value is None or mark in ("", "-") or mark in _QUALITY_LETTERS:
        return value, status
    found = read_value(mark, ",", count=False)
    return found if found and found[0] is None else (value, status)


def _is_region(text: str) -> bool:
    return places.is_code(text) or places.code_of_name(text) is not None


def _is_land_or_total(text: str) -> bool:
    """True for what stands in tables of the Länder by name; their last row is the total."""
    return places.code_of_name(text) is not None or text.casefold() in places.TOTALS


def _all(rows: Sequence[Row], where: int | range, test: Callable[[str], bool]) -> bool:
    """True where every filled cell passes the test, and there is one."""
    fields = [where] if isinstance(where, int) else where
    filled = [row[i] for row in rows for i in fields if row[i]]
    return bool(filled) and all(map(test, filled))


def _leading_by_content(rows: Sequence[Row], width: int) -> int:
    """Number of leading columns where the head does not show it: all up to the figures after the region."""
    region = next((i for i in range(width) if sum(_is_region(row[i]) for row in rows) * 2 > len(rows)), width)
    for i in range(region + 1, width):
        filled = [row[i] for row in rows if row[i]]
        if filled and sum(map(is_figure, filled)) * 2 > len(filled):
            return i
    return width


def _region_column(rows: Sequence[Row], candidates: Sequence[int]) -> int | None:
    """The column of regions: most cells have the form of a code, long ones first; else names of Länder."""

    def codes(i: int) -> tuple[int, int]:
        cells = [row[i] for row in rows]
        good = [cell for cell in cells if places.is_code(cell)]
        if len(good) * 5 < len(cells) * 4:
            return 0, 0
        return sum(cell == places.GERMANY or len(cell) > 3 for cell in good) + 1, len(good)

    best = max(candidates, key=codes, default=None)
    if best is not None and codes(best) > (0, 0):
        return best
    laender = [i for i in candidates if any(places.code_of_name(row[i]) for row in rows)]
    return next((i for i in laender if _all(rows, i, _is_land_or_total)), None)


def _names(rows: Sequence[Row], region: int, column: int) -> bool:
    """True where a column names the regions: one text per region, not one text for all."""
    pairs = {(row[region], row[column]) for row in rows if row[region]}
    codes = {code for code, _ in pairs}
    texts = {name for _, name in pairs}
    return len(pairs) <= len(codes) * 1.1 and (len(texts) > 1 or len(codes) == 1)


def _is_quality(rows: Sequence[Row], column: int) -> bool:
    """True for a column of marks of quality (`e` final, `p` preliminary) of the column before it."""
    cells = {row[column] for row in rows}
    return cells <= set(_QUALITY) and bool(cells & _QUALITY_LETTERS)
