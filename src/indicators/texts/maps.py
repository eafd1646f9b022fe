"""Sentences about maps."""

import polars as pl

from indicators.catalog import Catalog, Indicator
from indicators.texts.values import gap, in_brackets, value


def alt_map(title: str, indicator: Indicator, catalog: Catalog, rows: pl.DataFrame, *, is_gap: bool) -> str:
    """Alternative text of a map: range with names, median, and how many regions have no value.

    Args:
        title: What the map shows ("Arbeitslosenquote insgesamt, Kreise, 2023").
        indicator: The indicator, for unit and decimals.
        catalog: The catalogue.
        rows: Columns name, value.
        is_gap: The values are differences.
    """
    known = rows.filter(pl.col("value").is_not_null()).sort("value")
    if known.is_empty():
        return f"Karte: {title}. Für keine Region liegt ein Wert vor."
    write = gap if is_gap else value
    low, high = known.row(0, named=True), known.row(-1, named=True)
    middle = known["value"].median()
    text = (
        f"Karte: {title}. "
        f"Niedrigster Wert {write(low['value'], indicator, catalog)} ({in_brackets(low['name'])}), "
        f"höchster {write(high['value'], indicator, catalog)} ({in_brackets(high['name'])}), "
        f"Median {write(float(str(middle)), indicator, catalog)}, {known.height} Regionen mit Wert"
    )
    without = rows.height - known.height
    return f"{text}, {without} ohne Angabe." if without else f"{text}."
