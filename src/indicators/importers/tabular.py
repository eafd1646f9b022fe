"""What the plain tabular readers share: the declared layout, rows, years, regions, numbers and marks."""

from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from indicators.catalog import Dataset
from indicators.catalog.files import first_refused
from indicators.errors import InputError
from indicators.importers.raw import Cells, RawTable

_L = TypeVar("_L", bound="Layout")

MARKS: Final[dict[str, str]] = {
    "": "unbekannt",
    "-": "nicht_erhoben",
    "–": "nicht_erhoben",
    ".": "geheim",
    "/": "unsicher",
    "...": "folgt",
    "x": "gesperrt",
}
"""Marks of tabular files; `-` becomes 0 in the mapping where the measure is a count."""

_LINE: Final = "__line"


class Layout(BaseModel):
    """How a tabular file is laid out, as a dataset declares it under `layout`.

    Attributes:
        delimiter: Separator of the fields of a text file.
        decimal_comma: Numbers are written as 12,5.
        filter: Column -> accepted values; other rows are not ours.
        exclude: Column -> values whose rows are left out.
        region: Column of the region code, or `region_value` for a file about one region.
        region_digits: Length of the code of a Kreis: shorter codes lost a leading zero, longer ones are cut.
        region_map: Code in the file -> our code ("111" -> "DG").
        name: Column of the region's name, used in messages where it exists.
        year: Column of the year, or `year_value` for a file about one year, or `year_of` (column label ->
            year) where each year has a column of its own.
        round: Decimals as published, for files that carry binary noise (56.7299995422363).
        zero_is_missing: Column labels in which the producer writes 0 where it has no figure.
        at_least: Column label -> smallest figure that can be; what lies below stands for a missing one (INKAR
            has shares of 0.00 and -0.01 where a Land did not deliver).
        zero_level: A complete count: regions of this level without a row had none (read by the mapping).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    delimiter: str = ","
    decimal_comma: bool = False
    filter: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    exclude: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    region: str | None = None
    region_value: str | None = None
    region_digits: int | None = None
    region_map: dict[str, str] = Field(default_factory=dict)
    name: str = "name"
    year: str | None = None
    year_value: int | None = None
    year_of: dict[str, int] = Field(default_factory=dict)
    round: int | None = None
    zero_is_missing: tuple[str, ...] = ()
    at_least: dict[str, float] = Field(default_factory=dict)
    zero_level: Literal["kreis", "land"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_value_is_a_list(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        fixed = dict(data)
        for key in ("filter", "exclude"):
            if isinstance(fixed.get(key), dict):
                fixed[key] = {k: [v] if isinstance(v, str) else v for k, v in fixed[key].items()}
        return fixed


def layout(model: type[_L], dataset: Dataset | None, path: Path) -> _L:
    """The checked layout of a dataset.

    Raises:
        InputError: There is no dataset to say how the file is laid out, or its layout says something unknown.
    """
    if dataset is None:
        raise InputError(
            "Diese Tabelle hat kein amtliches Format; ihr Aufbau steht nur im Katalog.",
            "Bitte im Katalog einen Datensatz mit „layout“ anlegen (data/catalog/datasets).",
            path,
        )
    try:
        return model.model_validate(dataset.layout)
    except ValidationError as error:
        place, why = first_refused(error)
        known = ", ".join(sorted(model.model_fields))
        raise InputError(
            f"Der Eintrag „layout.{place or 'layout'}“ des Datensatzes {dataset.id} passt nicht: {why}.",
            f"Bekannt sind: {known}.",
            f"{dataset.id}.toml",
        ) from None


def rows(path: Path, declared: Layout) -> pl.DataFrame:
    """The rows of a csv, csv.gz or parquet file that the layout asks for.

    Returns:
        The file's columns (text; numbers stay numbers in parquet) and `__line`, the line in the file.

    Raises:
        InputError: The file cannot be read or lacks a column that the layout names.
    """
    try:
        if path.suffix == ".parquet":
            frame = pl.read_parquet(path).with_row_index(_LINE, offset=1)
        else:
            frame = pl.read_csv(path, separator=declared.delimiter, infer_schema=False).with_row_index(
                _LINE, offset=2
            )
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError):
        raise InputError(
            "Die Datei lässt sich nicht als Tabelle lesen.",
            "Bitte prüfen, ob sie vollständig und in UTF-8 gespeichert ist.",
            path,
        ) from None
    named = [*declared.filter, *declared.exclude, declared.region, declared.year, *declared.year_of]
    require(frame, [column for column in named if column is not None], path)
    for column, accepted in declared.filter.items():
        frame = frame.filter(pl.col(column).is_in(accepted))
    for column, refused in declared.exclude.items():
        frame = frame.filter(~pl.col(column).is_in(refused).fill_null(False))
    return frame


def require(frame: pl.DataFrame, columns: list[str], path: Path) -> None:
    """Nothing, or a German error that names the first missing column."""
    for column in columns:
        if column not in frame.columns:
            raise InputError(
                f"Die Spalte „{column}“ fehlt.",
                "Bitte „layout“ im Datensatz mit der Kopfzeile der Datei vergleichen.",
                path,
                line=1,
            )


def places(frame: pl.DataFrame, declared: Layout, path: Path) -> pl.DataFrame:
    """Region, name, year and line of every row, as `Cells` wants them."""
    name = pl.col(declared.name) if declared.name in frame.columns else pl.lit("")
    if declared.region is None and declared.region_value is None:
        raise InputError(
            "Das Layout nennt keine Region.", "Bitte „region“ oder „region_value“ angeben.", path
        )
    region = (
        pl.lit(declared.region_value)
        if declared.region is None
        else region_code(pl.col(declared.region).fill_null(""), declared)
    )
    return frame.select(
        region.alias("region"),
        name.fill_null("").str.strip_chars().alias("region_name"),
        years(frame, declared, path).alias("year"),
        pl.col(_LINE).cast(pl.Int32).alias("line"),
    )


def region_code(text: pl.Expr, declared: Layout) -> pl.Expr:
    """The region's code: mapped, with its leading zero, without what follows the Kreis."""
    code = text.str.strip_chars()
    digits = declared.region_digits
    if digits is not None:
        code = (
            pl.when(~code.str.contains(r"^\d+$") | code.is_in(list(declared.region_map)))
            .then(code)
            .when(code.str.len_chars() <= 2)
            .then(code.str.zfill(2))
            .when(code.str.len_chars() <= digits)
            .then(code.str.zfill(digits))
            .otherwise(code.str.head(digits))
        )
    return code.replace(declared.region_map) if declared.region_map else code


def years(frame: pl.DataFrame, declared: Layout, path: Path) -> pl.Series:
    """The year of every row; 2022, 2022.0 and 2022-12-31 are years, 2022-02 (a month) is not.

    Null where each column has its own year (`year_of`).
    """
    if declared.year is None:
        if declared.year_value is None and not declared.year_of:
            raise InputError(
                "Das Layout nennt kein Jahr.", "Bitte „year“, „year_value“ oder „year_of“ angeben.", path
            )
        return pl.Series("year", [declared.year_value], dtype=pl.Int16).new_from_index(0, frame.height)
    text = frame[declared.year].cast(pl.String).fill_null("").str.strip_chars()
    year = text.str.extract(r"^(\d{4})(?:\.0+|-\d{2}-\d{2})?$", 1).cast(pl.Int16)
    _refuse(frame, year.is_null(), text, path, column=declared.year, message="Das Jahr ist nicht lesbar.")
    return year


def numbers(frame: pl.DataFrame, column: str, declared: Layout, path: Path) -> pl.DataFrame:
    """Value and status of every row of one column.

    Raises:
        InputError: A field is neither a number nor one of the official marks.
    """
    if frame.schema[column].is_numeric():
        value = frame[column].cast(pl.Float64).fill_nan(None)
        known = pl.when(value.is_null()).then(pl.lit("unbekannt")).otherwise(pl.lit("wert"))
        return _clean(value, pl.select(known).to_series(), declared)
    text = frame[column].fill_null("").str.strip_chars()
    limited = text.str.contains(r"^\(.+\)$")
    bare = text.str.replace(r"^\((.+)\)$", "$1")
    if declared.decimal_comma:
        bare = bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    value = bare.cast(pl.Float64, strict=False)
    value = value.set(~value.is_finite().fill_null(False), None)
    mark = text.replace_strict(MARKS, default=None, return_dtype=pl.String)
    bad = value.is_null() & mark.is_null()
    _refuse(frame, bad, text, path, column=column, message="Das ist keine Zahl.")
    status = pl.select(
        pl.when(value.is_null())
        .then(mark)
        .when(limited)
        .then(pl.lit("eingeschraenkt"))
        .otherwise(pl.lit("wert"))
    ).to_series()
    return _clean(value, status, declared)


def _clean(value: pl.Series, status: pl.Series, declared: Layout) -> pl.DataFrame:
    if declared.round is not None:
        value = value.round(declared.round, mode="half_away_from_zero")
    return pl.DataFrame({"value": value, "status": status})


def _refuse(
    frame: pl.DataFrame, bad: pl.Series, text: pl.Series, path: Path, *, column: str, message: str
) -> None:
    if not bad.any():
        return
    first = bad.arg_true()[0]
    raise InputError(
        message,
        "Bitte die Stelle in der Datei prüfen.",
        path,
        line=int(frame[_LINE][first]),
        column=column,
        value=text[first],
    )


def table(format_id: str, path: Path, dataset: Dataset, cells: pl.DataFrame, declared: Layout) -> RawTable:
    """A raw table of these cells; a figure that stands for a missing one is taken out."""
    least = pl.col("column").replace_strict(declared.at_least, default=None, return_dtype=pl.Float64)
    zero = pl.col("column").is_in(declared.zero_is_missing) & (pl.col("value") == 0)
    missing = zero | (pl.col("value") < least).fill_null(False)
    cleaned = cells.with_columns(
        value=pl.when(missing).then(None).otherwise(pl.col("value")),
        status=pl.when(missing).then(pl.lit("unbekannt")).otherwise(pl.col("status")),
    )
    valid = Cells.validate(cleaned.select(Cells.column_names()), cast=True)
    return RawTable(format=format_id, path=path, code=dataset.table, title=dataset.title, cells=valid)
