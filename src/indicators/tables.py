"""Tables for people: German numbers on the screen, and the CSV that goes out with its metadata."""

import csv
import io
from collections.abc import Sequence
from datetime import date

import pandas as pd
import polars as pl
from pandas.io.formats.style import Styler

from indicators import formats, texts
from indicators.catalog import Catalog, Indicator
from indicators.observations import status_text
from indicators.series import Row
from indicators.trends import FIRST_YEAR, Trend

LOW = "untere Grenze (95\u00a0%)"
HIGH = "obere Grenze (95\u00a0%)"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def values_over_time(shown: Sequence[Row], catalog: Catalog) -> pl.DataFrame:
    """One row per year, one column per group, its bounds where it has an interval, then one "Hinweis".

    "Hinweis" says the marks of missing values.

    Args:
        shown: The rows of one region from `series.with_missing_years`.
        catalog: The catalogue, for group titles.
    """
    rows = _frame(shown)
    groups = [g for g in catalog.groups if g in set(rows["group"])]
    wide = rows.pivot(on="group", index="year", values="value").select("year", *groups)
    notes = _notes(rows, groups, catalog)
    return (
        wide.sort("year", descending=True)
        .rename({"year": "Jahr", **{g: texts.group_label(g, catalog) for g in groups}})
        .join(_bounds(rows, groups, catalog), on="Jahr", how="left", maintain_order="left")
        .join(notes, left_on="Jahr", right_on="year", how="left", maintain_order="left")
        .with_columns(pl.col("Hinweis").fill_null(""))
    )


def _frame(rows: Sequence[Row]) -> pl.DataFrame:
    text, number = pl.String, pl.Float64
    kinds = (text, pl.Int16, number, text, number, number)
    return pl.DataFrame(rows, schema=dict(zip(Row._fields, kinds, strict=True)), orient="row")


def _bounds(rows: pl.DataFrame, groups: Sequence[str], catalog: Catalog) -> pl.DataFrame:
    """By year, the 95 % interval of each group that has one, in two columns."""
    wide = rows.select(pl.col("year").alias("Jahr")).unique()
    for group in groups:
        own = rows.filter(pl.col("group") == group)
        if own["low"].null_count() < own.height:
            name = texts.group_label(group, catalog)
            bounds = own.select(
                pl.col("year").alias("Jahr"),
                pl.col("low").alias(f"{name}, {LOW}"),
                pl.col("high").alias(f"{name}, {HIGH}"),
            )
            wide = wide.join(bounds, on="Jahr", how="left")
    return wide


def expectation(rows: Sequence[Row], trend: Trend) -> pl.DataFrame:
    """One row per year from 2010 on, the latest first: value, what was expected, and how the value lies.

    Args:
        rows: The rows of one region and group, with every calendar year (`series.with_missing_years`).
        trend: Their trend.
    """
    expected = pl.DataFrame(
        [(e.year, e.value, e.low, e.high) for e in trend.expected],
        schema={"year": pl.Int16, "Trend": pl.Float64, LOW: pl.Float64, HIGH: pl.Float64},
        orient="row",
    )
    lies = pl.DataFrame(
        [(o.year, texts.VERDICTS[o.verdict]) for o in trend.outcomes],
        schema={"year": pl.Int16, "Lage zum erwarteten Bereich": pl.String},
        orient="row",
    )
    used = pl.col("year").is_in(trend.years)
    no_value = pl.col("value").is_null()
    return (
        _frame(rows)
        .filter(pl.col("year") >= FIRST_YEAR)
        .join(expected, on="year", how="left")
        .join(lies, on="year", how="left")
        .with_columns(
            pl.when(no_value)
            .then(pl.col("status").map_elements(status_text, return_dtype=pl.String))
            .when(used)
            .then(pl.lit("im Trend verwendet"))
            .otherwise(pl.col("Lage zum erwarteten Bereich"))
            .fill_null("nicht im Trend verwendet")
            .alias("Lage zum erwarteten Bereich")
        )
        .sort("year", descending=True)
        .select(
            pl.col("year").alias("Jahr"),
            pl.col("value").alias("Wert"),
            "Trend",
            LOW,
            HIGH,
            "Lage zum erwarteten Bereich",
        )
    )


def _notes(rows: pl.DataFrame, groups: Sequence[str], catalog: Catalog) -> pl.DataFrame:
    gone: dict[int, list[dict[str, str]]] = {}
    for row in rows.filter(pl.col("value").is_null()).iter_rows(named=True):
        gone.setdefault(row["year"], []).append(row)
    noted = [(year, _marks(marks, groups, catalog)) for year, marks in gone.items()]
    return pl.DataFrame(noted, schema={"year": pl.Int16, "Hinweis": pl.String}, orient="row")


def _marks(marks: Sequence[dict[str, str]], groups: Sequence[str], catalog: Catalog) -> str:
    words = {status_text(m["status"]) for m in marks}
    if len(marks) == len(groups) and len(words) == 1:
        return words.pop()
    return "; ".join(f"{texts.group_label(m['group'], catalog)}: {status_text(m['status'])}" for m in marks)


def styled(frame: pl.DataFrame, decimals: int, unit: str = "") -> Styler:
    """The frame for `st.dataframe`: numbers stay numbers (so that they sort) and look German.

    Args:
        frame: Text and number columns; a column "Jahr" is left ungrouped.
        decimals: Decimals of every floating-point column.
        unit: Symbol behind every floating-point number.
    """
    floats = [name for name, kind in frame.schema.items() if kind.is_float()]
    plain: pd.DataFrame = frame.to_pandas()
    return plain.style.format(
        {name: lambda v: formats.with_unit(formats.number(v, decimals), unit) for name in floats},
        na_rep=formats.MISSING,
    ).format(str, subset=[name for name in frame.columns if name == "Jahr"])


def csv_bytes(frame: pl.DataFrame, title: str, indicator: Indicator, catalog: Catalog) -> bytes:
    """The frame as a CSV file that German spreadsheets open: metadata first, then the table.

    See `csv_of` for its form.
    """
    return csv_of(frame, metadata(title, indicator, catalog))


def csv_of(frame: pl.DataFrame, metadata: Sequence[tuple[str, str]]) -> bytes:
    """Any frame as such a file, after its metadata (names and texts) and when it was made.

    UTF-8 with BOM, semicolons, decimal commas, full precision. Lines of metadata start with `#`. A text
    that a spreadsheet could take for a formula is preceded by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    made = ("Erstellt mit", f"Integrationsmonitor Kommunal, {date.today():%d.%m.%Y}")
    for key, text in [*metadata, made]:
        writer.writerow([f"# {key}: {text}"])
    writer.writerow(frame.columns)
    for row in frame.iter_rows():
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def metadata(title: str, indicator: Indicator, catalog: Catalog) -> list[tuple[str, str]]:
    """What goes before a table of an indicator: title, definition, unit, pitfalls, sources."""
    unit = catalog.units[indicator.unit]
    return [
        ("Titel", title),
        ("Indikator", f"{indicator.title} ({indicator.id})"),
        ("Definition", indicator.definition),
        ("Einheit", unit.title),
        *(("Hinweis", pitfall) for pitfall in indicator.pitfalls),
        *(("Quelle", line) for line in texts.sources(catalog.dataset(d) for d in indicator.datasets)),
        *([("Berechnung", "eigene Berechnung aus den genannten Quellen")] if indicator.is_computed else []),
    ]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text


def file_name(*parts: object) -> str:
    """A file name of ASCII letters, digits and underscores, from ids and years."""
    joined = "_".join(str(part) for part in parts)
    return "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "_" for c in joined) + ".csv"
