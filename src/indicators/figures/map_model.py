"""What a map shows, without saying how it is drawn."""

from dataclasses import dataclass

import polars as pl

from indicators.maps import Classes


@dataclass(frozen=True)
class MapChart:
    """A map, described.

    Attributes:
        rows: Columns ags, name, value, status and label (what the pointer shows).
        classes: The classes of the values, `class_labels` their words.
    """

    title: str
    subtitle: str
    rows: pl.DataFrame
    classes: Classes
    class_labels: tuple[str, ...]
    alt: str
    value_title: str
    unit: str

    @property
    def missing(self) -> int:
        """How many regions have no value."""
        return self.rows["value"].null_count()
