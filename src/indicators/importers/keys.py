"""Keys of regions that a table writes in another length than the registry does."""

from dataclasses import replace

import polars as pl

from indicators.importers.raw import RawTable
from indicators.regions import Registry

_PADDED = r"^\d{5}000$"


def of_kreise(table: RawTable, registry: Registry) -> RawTable:
    """The table, with Kreise by their five digits where it writes them with eight (`01051000`).

    So it does where it has no key of five digits, all of its keys of eight end in 000, and at least one of
    them is no Gemeinde but a Kreis. In a table of Gemeinden `08111000` is the Gemeinde Stuttgart.
    """
    codes = table.cells["region"].unique().to_list()
    long = [code for code in codes if len(code) == 8 and code.isdigit()]
    if (
        not long
        or any(len(code) == 5 and code.isdigit() for code in codes)
        or not all(code.endswith("000") and code[:5] in registry for code in long)
        or all(code in registry for code in long)
    ):
        return table
    padded = pl.col("region").str.contains(_PADDED)
    region = pl.when(padded).then(pl.col("region").str.head(5)).otherwise(pl.col("region"))
    return replace(table, cells=table.cells.with_columns(region=region))
