"""What looks odd in a file although its figures are possible: notes for a person, nothing is refused."""

from datetime import UTC, datetime
from typing import Final

import polars as pl

from indicators import formats, observations
from indicators.importers.matching import Difference
from indicators.importers.raw import RawTable
from indicators.observations import KEY
from indicators.regions import Registry

_TIMES: Final = 10
"""A revision to more than so many times the old value, or to less than this part of it, is odd."""
_MARGIN: Final = 0.1
"""So is a value that lies beyond all stored ones of its measure by more than this part of their span."""


def later_years(table: RawTable) -> tuple[str, ...]:
    """A note where the table has years that have not begun."""
    this_year = datetime.now(UTC).year
    later = sorted(year for year in table.cells["year"].unique() if year > this_year)
    if not later:
        return ()
    return (
        f"Die Datei nennt Jahre nach {this_year}: {', '.join(map(str, later))}. Bitte prüfen, ob es "
        "Vorausberechnungen sind oder das Jahr falsch gelesen wurde.",
    )


def out_of_proportion(difference: Difference, dataset: str, registry: Registry) -> tuple[str, ...]:
    """A note where revisions are out of proportion: how many, and the first of them.

    Args:
        difference: The file against what is stored.
        dataset: Id of the dataset.
        registry: For the name of the region.
    """
    odd = _odd(difference.revised, observations.read(dataset))
    if odd.is_empty():
        return ()
    row = odd.row(0, named=True)
    many = (
        "Ein geänderter Wert ist" if odd.height == 1 else f"{formats.number(odd.height)} geänderte Werte sind"
    )
    return (
        f"{many} außer Verhältnis: mehr als das Zehnfache oder weniger als ein Zehntel des gespeicherten "
        "Wertes, oder weit jenseits aller gespeicherten Werte dieser Größe. Zum Beispiel "
        f"{registry.get(row['ags']).display_name}, {row['year']}, {row['measure']} ({row['group']}): "
        f"{formats.exact(row['old_value'])} → {formats.exact(row['value'])}. "
        "Bitte Einheit und Dezimalzeichen der Datei prüfen.",
    )


def _odd(revised: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """The revisions that are out of proportion, ordered by key."""
    spans = stored.group_by("measure").agg(
        pl.col("value").min().alias("least"), pl.col("value").max().alias("most")
    )
    old, new = pl.col("old_value").abs(), pl.col("value").abs()
    margin = _MARGIN * (pl.col("most") - pl.col("least"))
    is_other_size = (old > 0) & ((new > _TIMES * old) | (_TIMES * new < old))
    is_beyond = (pl.col("value") > pl.col("most") + margin) | (pl.col("value") < pl.col("least") - margin)
    both = pl.col("value").is_not_null() & pl.col("old_value").is_not_null()
    return revised.join(spans, on="measure", how="left").filter(both & (is_other_size | is_beyond)).sort(KEY)
