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

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def values_over_time(rows: pl.DataFrame, catalog: Catalog) -> pl.DataFrame:
    """One row per year, one column per group, then one "Hinweis" with the marks of missing values.

    Args:
        rows: The rows of one region from `series.with_missing_years`.
        catalog: The catalogue, for group titles.
    """
    groups = [g for g in catalog.groups if g in set(rows["group"])]
    wide = rows.pivot(on="group", index="year", values="value").select("year", *groups)
    notes = _notes(rows, groups, catalog)
    return (
        wide.sort("year", descending=True)
        .join(notes, on="year", how="left", maintain_order="left")
        .with_columns(pl.col("Hinweis").fill_null(""))
        .rename({"year": "Jahr", **{g: texts.group_label(g, catalog) for g in groups}})
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

    UTF-8 with BOM, semicolons, decimal commas, full precision. Lines of metadata start with `#`. A text
    that a spreadsheet could take for a formula is preceded by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for key, text in _metadata(title, indicator, catalog):
        writer.writerow([f"# {key}: {text}"])
    writer.writerow(frame.columns)
    for row in frame.iter_rows():
        writer.writerow([_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _metadata(title: str, indicator: Indicator, catalog: Catalog) -> list[tuple[str, str]]:
    unit = catalog.units[indicator.unit]
    return [
        ("Titel", title),
        ("Indikator", f"{indicator.title} ({indicator.id})"),
        ("Definition", indicator.definition),
        ("Einheit", unit.title),
        *(("Hinweis", pitfall) for pitfall in indicator.pitfalls),
        *(("Quelle", line) for line in texts.sources(catalog.dataset(d) for d in indicator.datasets)),
        *([("Berechnung", "eigene Berechnung aus den genannten Quellen")] if indicator.is_computed else []),
        ("Erstellt mit", f"Integrationsmonitor Kommunal, {date.today():%d.%m.%Y}"),
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
