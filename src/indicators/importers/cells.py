"""What all readers share: the grammar of numbers and marks, labels, and the check for double keys."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import polars as pl

from indicators.errors import InputError
from indicators.importers import places
from indicators.importers.raw import Cells

Decimal = Literal[",", "."]

_MARKS: Final = {
    "": "unbekannt",
    ".": "geheim",
    "*": "geheim",
    "/": "unsicher",
    "()": "unsicher",
    "...": "folgt",
    "…": "folgt",
    "x": "gesperrt",
    "X": "gesperrt",
}
_NOTHING: Final = ("-", "–", "—", "\u2212")
_NUMBER: Final = {
    ",": re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(\.\d{3})+|[1-9]\d{0,2}([ \u00a0\u202f]\d{3})+)(,\d+)?"),
    ".": re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?"),
}
_GROUPED: Final = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_ENGLISH: Final = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_RATE_UNIT: Final = re.compile(r"(in )?(Prozent|Percent|Percentage|%|Promille|‰)", re.IGNORECASE)
_COUNT_UNIT: Final = re.compile(
    r"(Anzahl|Personen|Fälle|Stück|Number|number|Betriebe|Haushalte|(in )?1[ .]?000|Tsd\.)", re.IGNORECASE
)
_SCALE: Final = re.compile(r"(in )?1[ .]?000( Personen)?|Tsd\.?|(in )?Tausend", re.IGNORECASE)
LABEL_SEPARATOR: Final = " | "


def read_value(
    text: str, decimal: Decimal, *, count: bool, grouped: bool = True, zero_is_mark: bool = True
) -> tuple[float | None, str] | None:
    """Number and status of a cell; None where it is neither a number nor an official mark.

    Args:
        text: The cell as published.
        decimal: Decimal sign of the format. With a comma, dots and blanks group thousands.
        count: The unit says a count, so that `-` means 0.
        grouped: Dots may group thousands. They do not in a rate: 12.800 % is 12.8 in another writing.
        zero_is_mark: `0` is the official mark for "less than half of the smallest unit".
    """
    text = text.strip()
    if text in _NOTHING:
        return (0.0, "nichts_vorhanden") if count else (None, "nicht_erhoben")
    if text.replace(" ", "") in _MARKS:
        return None, _MARKS[text.replace(" ", "")]
    status = "wert"
    if text.startswith("(") and text.endswith(")"):
        text, status = text[1:-1].strip(), "eingeschraenkt"
    text = text.replace("\u2212", "-")
    if not _NUMBER[decimal].fullmatch(text) or (not grouped and decimal == "," and "." in text):
        return None
    if decimal == ",":
        text = re.sub("[. \u00a0\u202f]", "", text).replace(",", ".")
    value = float(text)
    if not math.isfinite(value):
        return None
    if value == 0 and status == "wert" and zero_is_mark:
        return 0.0, "unter_halber_einheit"
    return value, status


def is_figure(text: str) -> bool:
    """True for a number or mark in any writing; a wrong one is refused when its place is known."""
    signs: tuple[Decimal, ...] = (",", ".")
    return bool(_ENGLISH.fullmatch(text)) or any(
        read_value(text, sign, count=True) is not None for sign in signs
    )


def no_figure(text: str) -> str:
    """Why a cell among figures with a decimal comma is none, as a German sentence."""
    text = text.strip("() ")
    if text.startswith("="):
        return "Hier steht eine Formel, deren Ergebnis nicht gespeichert ist."
    if text.startswith("#"):
        return "Hier steht ein Fehlerwert der Tabellenkalkulation."
    if _ENGLISH.fullmatch(text):
        return "Hier trennen Kommas die Tausender (englische Schreibweise)."
    if _NUMBER["."].fullmatch(text):
        return "Hier steht ein Punkt, wo ein Komma die Dezimalstellen trennt (englische Schreibweise)."
    return "In einer Zahlenspalte steht Text."


def decimal_sign(texts: Iterable[str]) -> Decimal:
    """The decimal sign of figures that may be German or English; German where they do not tell."""
    return decimal_sign_by_units((text, "") for text in texts) or ","


def decimal_sign_by_units(figures: Iterable[tuple[str, str]]) -> Decimal | None:
    """The decimal sign of figures that may be German or English; each figure with its unit.

    A dot is only read as decimal where some figure could not be grouped thousands: `6.8`, `0.125`, any rate.
    Else figures are German. None where that would be a guess: `535.374` in thousands is either.
    """
    grouped = doubtful = False
    for text, unit in figures:
        if "," in text:
            return ","
        if "." in text and any(map(str.isdigit, text)):
            if is_rate(unit) or not _GROUPED.fullmatch(text.strip("() ")):
                return "."
            grouped = True
            doubtful = doubtful or scaled_unit(unit)[1] != 1
    return None if grouped and doubtful else ","


def is_rate(unit: str) -> bool:
    """True where a unit as published says a rate in percent or per mille."""
    return bool(_RATE_UNIT.fullmatch(unit.strip()))


def is_count(unit: str) -> bool:
    """True where a unit as published says a count of persons or cases."""
    return bool(_COUNT_UNIT.fullmatch(unit.strip()))


def scaled_unit(unit: str) -> tuple[str, float]:
    """Unit and factor: a bare multiplier ("1000", "in 1000") becomes `Anzahl` and 1000, all else stays.

    "Tsd. EUR" stays as published: it names a unit, and the catalogue's rule carries the factor.
    """
    return ("Anzahl", 1000.0) if _SCALE.fullmatch(unit.strip()) else (unit.strip(), 1.0)


def multiplied(value: float | None, factor: float) -> float | None:
    """A figure multiplied out, without binary noise: 613.111 thousand are 613111, not 613111.0000000001."""
    return value if value is None or factor == 1 else round(value * factor, 6)


def join_labels(levels: Iterable[str]) -> str:
    """Levels as one label: empty ones and repetitions of the level before are left out."""
    kept: list[str] = []
    for level in levels:
        clean = " ".join(level.split())
        if clean and (not kept or kept[-1] != clean):
            kept.append(clean)
    return LABEL_SEPARATOR.join(kept)


def distinct_labels(columns: Sequence[Sequence[str]]) -> list[str]:
    """One label per column from its levels; a repeated level is kept where the labels would fall together."""
    short = [join_labels(levels) for levels in columns]
    times = Counter(short)
    return [
        label
        if times[label] == 1
        else LABEL_SEPARATOR.join(" ".join(level.split()) for level in levels if level.strip())
        for label, levels in zip(short, columns, strict=True)
    ]


@dataclass
class Collector:
    """Collects cells and returns them as a checked frame.

    Attributes:
        path: The file, for errors.
        allow_repetition: A key may stand twice if both cells are equal. Only Open-SDG files, which are kept
            by hand, do that; a portal never repeats a row, so anywhere else a file was pasted together.
        coarse: The format publishes at most two decimals. So does every count.
    """

    path: Path
    allow_repetition: bool = False
    coarse: bool = False
    _columns: dict[str, list[object]] = field(default_factory=lambda: {name: [] for name in Cells.columns()})

    def add(  # noqa: PLR0917 - one argument per column of `Cells`, in their order
        self,
        region: str,
        region_name: str,
        year: int,
        column: str,
        unit: str,
        value: float | None,
        status: str,
        line: int,
        position: int,
    ) -> None:
        """Take up one cell; `position` counts from 1."""
        cell = (region, region_name, year, column, unit, value, status, line, position)
        for values, item in zip(self._columns.values(), cell, strict=True):
            values.append(item)

    def frame(self) -> pl.DataFrame:
        """A frame of `Cells`, by region, year and column.

        Raises:
            InputError: There are no cells, or two cells have the same key (names both lines).
        """
        schema = {name: column.dtype for name, column in Cells.columns().items()}
        frame = places.with_short_keys(pl.DataFrame(self._columns, schema=schema))
        if frame.is_empty():
            raise InputError(
                "Die Datei enthält keine Werte, nur einen Kopf.", "Bitte beim Portal neu abrufen.", self.path
            )
        self._refuse_english_thousands(frame)
        key = ["region", "year", "column"]
        if self.allow_repetition:
            frame = frame.unique([*key, "value", "status"], keep="first", maintain_order=True)
        double = frame.filter(pl.struct(key).is_duplicated()).sort("line", "position")
        if not double.is_empty():
            first = double.row(0, named=True)
            same = double.filter(pl.all_horizontal(pl.col(k) == first[k] for k in key)).row(1, named=True)
            raise InputError(
                f"Region {first['region']}, Jahr {first['year']}, „{first['column']}“ steht doppelt: "
                f"in Zeile {first['line']} und in Zeile {same['line']}.",
                "Bitte die Datei neu herunterladen; Monats- und Quartalswerte werden nicht gelesen.",
                self.path,
                line=same["line"],
                column=same["position"],
            )
        return Cells.validate(frame.sort(key), cast=True)

    def _refuse_english_thousands(self, frame: pl.DataFrame) -> None:
        """Refuses three decimals where there are none: `23,366` persons in an English download are 23366."""
        value = pl.col("value")
        counts = [unit for unit in frame["unit"].unique() if self.coarse or is_count(unit)]
        three = ((value * 1000).round(6) % 1 == 0) & ((value * 100).round(6) % 1 != 0)
        found = frame.filter(pl.col("unit").is_in(counts) & three).sort("line", "position")
        if found.is_empty():
            return
        row = found.row(0, named=True)
        raise InputError(
            "Drei Stellen nach dem Komma: Hier trennt das Komma wohl Tausender (englische Schreibweise).",
            "Bitte die Tabelle beim Portal auf Deutsch abrufen und unverändert einlesen.",
            self.path,
            row["line"],
            row["position"],
            f"{row['value']:.3f}".replace(".", ","),
        )
