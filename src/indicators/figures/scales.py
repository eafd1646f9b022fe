"""By what large sums of money are divided on an axis, on the screen and in print."""

from collections.abc import Iterable
from typing import Final

_SCALES: Final = ((2_000_000_000.0, 1e9, "Mrd. €"), (1_000_000.0, 1e6, "Mio. €"))
"""From which amount on, by what, and the unit then: up to 2 Mrd. € in Mio. €, which leaves fewer decimals."""


def scaled(values: Iterable[float], unit: str) -> tuple[float, str]:
    """The divisor that suits the largest of these values, and the unit then; only euro are divided."""
    largest = max((abs(value) for value in values), default=0.0)
    for least, factor, name in _SCALES:
        if unit == "€" and largest >= least:
            return factor, name
    return 1.0, unit
