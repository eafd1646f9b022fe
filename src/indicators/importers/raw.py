"""What every reader returns: the cells of a published table, as they stand, with their place in the file."""

from dataclasses import dataclass, field
from pathlib import Path

import dataframely as dy
import polars as pl

from indicators.observations import STATUSES


class Cells(dy.Schema):
    """One row is one cell of a published table.

    Attributes (columns):
        region: Code as published, without white space, DG for Deutschland; not yet checked.
        region_name: Name as published, without indentation.
        year: Year of the period or reference date.
        column: Labels of the cell, from outer to inner level, joined by " | ", without the unit. Labels of
            row dimensions (a school type) come first, then those of the header. Empty levels are left out and
            a label that repeats the one before it is left out too.
        unit: Unit as published ("Anzahl", "Prozent"), may be empty.
        value: The number, null where there is none; already multiplied out where the source says "in 1000".
        status: Mark of the cell. A `-` is read as `nichts_vorhanden` (value 0) where the unit says a count,
            else as `nicht_erhoben` (no value); the mapping corrects it by the measure's declared unit.
        line, position: Where the cell stands: line and field of the file, both from 1.
    """

    region = dy.String()
    region_name = dy.String()
    year = dy.Int16(min=1900, max=2100)
    column = dy.String()
    unit = dy.String()
    value = dy.Float64(nullable=True)
    status = dy.Enum(list(STATUSES))
    line = dy.Int32()
    position = dy.Int32()


@dataclass(frozen=True)
class Place:
    """Where something stands in a file (line and field, both from 1), and its text."""

    line: int
    column: int
    text: str


@dataclass(frozen=True)
class RawTable:
    """A published table.

    Attributes:
        format: Id of the reader ("regionalstatistik_table").
        path: The file.
        code: Table code as published ("13211-02-05-4"), empty where the format has none.
        title: Title as published.
        cells: Frame of `Cells`.
        edition: State of the data as published ("26.02.2026 / 15:28:28"), may be empty.
        notes: Footnotes as published.
        remarks: What a person should know about how the file was read (a sheet that was not).
        periods: Kinds of its periods (`periods.Period`), each with its first place; may be empty.
    """

    format: str
    path: Path
    code: str
    title: str
    cells: pl.DataFrame
    edition: str = ""
    notes: tuple[str, ...] = field(default=())
    remarks: tuple[str, ...] = field(default=())
    periods: dict[str, Place] = field(default_factory=dict)
