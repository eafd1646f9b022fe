"""Flat files ("ffcsv") of GENESIS-Online, Regionaldatenbank and Zensus, in their old and their new form.

New: English titles of columns, one line per value: `value`, `value_unit`, optionally `value_q`. Old: German
or English titles (`1_Merkmal_Code`) and a column per measure, `CODE__Label__Unit`, optionally with its
`...__q`.
Numbers follow the language of the download; nothing groups thousands.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from indicators.catalog import Dataset
from indicators.errors import InputError
from indicators.importers import layout, periods, places, table_codes, text
from indicators.importers.cells import (
    Collector,
    Decimal,
    decimal_sign_by_units,
    distinct_labels,
    is_count,
    join_labels,
    multiplied,
    no_figure,
    read_value,
    scaled_unit,
)
from indicators.importers.raw import Place, RawTable
from indicators.importers.text import Row

FORMAT: Final = "ffcsv"

_AGAIN: Final = (
    "Bitte die Datei beim Portal neu als Flat-File (ffcsv) herunterladen und unverändert einlesen."
)


_LEADING: Final = ("Zeit", "Statistik", "time", "statistics")
"""How the columns before the characteristics begin, German or English; figures stand behind them."""


@dataclass(frozen=True)
class _Dimension:
    """A characteristic: where its variable's code and its value's code and label stand."""

    variable: int
    code: int
    label: int


@dataclass(frozen=True)
class _Measure:
    """A column of figures of the old form; in the new form the one column `value`."""

    value: int
    quality: int | None
    label: str
    unit: str


@dataclass(frozen=True)
class _Head:
    """Where everything stands, counted from 0. `label`, `unit`: columns of the new form only."""

    statistic: int
    title: int
    time: int
    dimensions: tuple[_Dimension, ...]
    measures: tuple[_Measure, ...]
    label: int | None = None
    unit: int | None = None


def is_head(fields: Sequence[str]) -> bool:
    """True where the titles of columns are those of such a file, old or new."""
    names = {field.strip() for field in fields}
    new = {"statistics_code", "time", "1_variable_code"} <= names
    return new or {"Statistik_Code", "Zeit", "1_Merkmal_Code"} <= names


def read(path: Path, dataset: Dataset | None = None) -> RawTable:  # noqa: ARG001
    """The cells of a flat file.

    The label is that of the measure and those of all values that are no total (a total has no code). The file
    names the statistic, not the table; the name of the file completes the code if it contains it.

    Raises:
        InputError: The file breaks off, a column is missing, a number cell holds text, or a key stands twice.
    """
    content = text.unpack(path)
    decoded = text.decode(content)
    rows = [row for row in text.rows(decoded, text.separator(decoded), path) if not row.is_blank]
    text.distinct_titles(rows[0], path)
    head, body = _head(rows[0], path), _body(rows, path)
    region = _region_dimension(head.dimensions, body)
    signs = {measure.value: _decimal_sign(head, measure, body, path) for measure in head.measures}
    labels = _labels(head, body, region)
    collector = Collector(path)
    kinds: dict[str, Place] = {}
    for row in body:
        period = periods.read(row[head.time])
        if period is None:
            raise InputError(
                "Hier steht kein Jahr und kein Stichtag.",
                _AGAIN,
                path,
                row.line,
                head.time + 1,
                row[head.time],
            )
        kinds.setdefault(period.kind, Place(row.line, head.time + 1, row[head.time]))
        code, name = (row[region.code], row[region.label]) if region else (places.GERMANY, "Deutschland")
        code = places.normalised(code, name)
        if region and not places.is_code(code):
            raise InputError(
                "Hier steht kein Regionalschlüssel (DG, 01, 01001 …).",
                "Bitte die Datei unverändert einlesen; Tabellenprogramme entfernen führende Nullen.",
                path,
                row.line,
                region.code + 1,
                row[region.code],
            )
        for measure in head.measures:
            unit, factor = scaled_unit(_unit(head, measure, row))
            found = read_value(row[measure.value], signs[measure.value], count=is_count(unit))
            if found is None:
                raise InputError(
                    no_figure(row[measure.value]),
                    _AGAIN,
                    path,
                    row.line,
                    measure.value + 1,
                    row[measure.value],
                )
            value, status = found
            if measure.quality is not None:
                value, status = layout.with_quality(value, status, row[measure.quality])
            collector.add(
                code,
                name,
                period.year,
                labels[_label_key(head, measure, row, region)],
                unit,
                multiplied(value, factor),
                status,
                row.line,
                measure.value + 1,
            )
    statistic = body[0][head.statistic] if body else ""
    return RawTable(
        format=FORMAT,
        path=path,
        code=_table_code(statistic, content.name),
        title=body[0][head.title] if body else "",
        cells=collector.frame(),
        notes=() if region else ("Die Datei nennt keine Regionen; ihre Werte gelten für Deutschland.",),
        periods=kinds,
    )


def _head(row: Row, path: Path) -> _Head:
    """Where everything stands, from the titles of the columns."""
    names = [field.strip() for field in row.fields]
    where = {name: i for i, name in enumerate(names)}

    def place(*candidates: str) -> int:
        for name in candidates:
            if name in where:
                return where[name]
        raise InputError(f"Die Spalte „{candidates[0]}“ fehlt.", _AGAIN, path, row.line)

    new = "value" in where
    dimensions = []
    for n in range(1, 100):
        if f"{n}_variable_code" not in where and f"{n}_Merkmal_Code" not in where:
            break
        dimensions.append(
            _Dimension(
                place(f"{n}_variable_code", f"{n}_Merkmal_Code"),
                place(f"{n}_variable_attribute_code", f"{n}_Auspraegung_Code"),
                place(f"{n}_variable_attribute_label", f"{n}_Auspraegung_Label"),
            )
        )
    if new:
        measures = [_Measure(place("value"), where.get("value_q"), "", "")]
    else:
        measures = list(_old_measures(names))
        if not measures:
            raise InputError("Eine Spalte mit Werten fehlt.", _AGAIN, path, row.line, len(names) + 1)
    return _Head(
        statistic=place("statistics_code", "Statistik_Code"),
        title=place("statistics_label", "Statistik_Label"),
        time=place("time", "Zeit"),
        dimensions=tuple(dimensions),
        measures=tuple(measures),
        label=place("value_variable_label", "value_variable_code") if new else None,
        unit=place("value_unit") if new else None,
    )


def _unit(head: _Head, measure: _Measure, row: Row) -> str:
    """The unit of a figure as published."""
    return row[head.unit] if head.unit is not None else measure.unit


def _decimal_sign(head: _Head, measure: _Measure, body: Sequence[Row], path: Path) -> Decimal:
    """The decimal sign of a column of figures; an error where the figures do not tell and it matters."""
    sign = decimal_sign_by_units((row[measure.value], _unit(head, measure, row)) for row in body)
    if sign is not None:
        return sign
    first = next(row for row in body if "." in row[measure.value])
    raise InputError(
        "Der Punkt kann Tausender oder Dezimalstellen trennen; bei Werten in Tausend ist das offen.",
        "Bitte die Tabelle beim Portal auf Deutsch abrufen, mit Dezimalkomma.",
        path,
        first.line,
        measure.value + 1,
        first[measure.value],
    )


def _old_measures(names: Sequence[str]) -> Iterator[_Measure]:
    """The columns of figures of the old form: `BEVSTD__Bevoelkerungsstand__Anzahl`, some without unit."""
    first = max(i for i, name in enumerate(names) if name.startswith(_LEADING) or name[:1].isdigit()) + 1
    for i in range(first, len(names)):
        parts = names[i].split("__")
        if parts[-1] == "q":
            continue
        stem = "__".join(parts[:2])
        quality = next((j for j in range(first, len(names)) if names[j] == f"{stem}__q"), None)
        label = parts[1] if len(parts) > 2 else parts[0]
        yield _Measure(
            i, quality, label.replace("_", " "), parts[-1].replace("_", " ") if len(parts) > 2 else ""
        )


def _body(rows: Sequence[Row], path: Path) -> list[Row]:
    """The rows of figures; some downloads end with a footer."""
    width = len(rows[0].fields)
    body: list[Row] = []
    for row in rows[1:]:
        if row[0].startswith("____"):
            break
        if len(row.fields) != width:
            raise InputError(
                f"Die Zeile hat {len(row.fields)} statt {width} Felder; die Datei ist beschädigt.",
                _AGAIN,
                path,
                row.line,
                min(len(row.fields), width) + 1,
            )
        body.append(row)
    return body


def _region_dimension(dimensions: Sequence[_Dimension], body: Sequence[Row]) -> _Dimension | None:
    """The characteristic whose values are regions: by its variable, else by the form of its codes."""
    sample = body[:1000]
    for dimension in dimensions:
        if any(places.is_territorial(row[dimension.variable]) for row in sample):
            return dimension
    for dimension in dimensions:
        codes = [row[dimension.code] for row in sample if row[dimension.code]]
        if (
            codes
            and all(map(places.is_code, codes))
            and any(len(code) >= 5 or code == places.GERMANY for code in codes)
        ):
            return dimension
    return None


_Key = tuple[str, ...]


def _label_key(head: _Head, measure: _Measure, row: Row, region: _Dimension | None) -> _Key:
    """What a label is made of: unit, measure and the values of the characteristics, empty for totals."""
    unit = _unit(head, measure, row)
    label = row[head.label] if head.label is not None else measure.label
    values = (row[d.label] if row[d.code] else "" for d in head.dimensions if d is not region)
    return (scaled_unit(unit)[0], label, *values)


def _labels(head: _Head, body: Sequence[Row], region: _Dimension | None) -> dict[_Key, str]:
    """A label for every combination; the unit only joins it where one measure has several."""
    keys = sorted({_label_key(head, m, row, region) for row in body for m in head.measures})
    plain = distinct_labels([key[1:] for key in keys])
    times = Counter(plain)
    return {
        key: join_labels([*label.split(" | "), key[0]]) if times[label] > 1 else label
        for key, label in zip(keys, plain, strict=True)
    }


def _table_code(statistic: str, name: str) -> str:
    """The table's code if the file is named after it, else the statistic's."""
    code = table_codes.first(name)
    return code if code.startswith(statistic) else statistic
