"""Units of the numbers in a gap, their text for people, and the check that a number is one."""

import math
from typing import Final, Literal

from indicators.errors import InputError
from indicators.formats import number, with_unit

GapUnit = Literal[
    "eur",
    "eur_per_inhabitant",
    "eur_per_fte",
    "eur_per_place",
    "persons",
    "places",
    "fte",
    "persons_per_fte",
    "percent",
    "percentage_points",
    "index",
    "number",
]

UNITS: Final[dict[GapUnit, str]] = {
    "eur": "€",
    "eur_per_inhabitant": "€ je Einwohnerin und Einwohner",
    "eur_per_fte": "€ je VZÄ",
    "eur_per_place": "€ je Platz",
    "persons": "Personen",
    "places": "Plätze",
    "fte": "VZÄ",
    "persons_per_fte": "Personen je VZÄ",
    "percent": "%",
    "percentage_points": "Prozentpunkte",
    "index": "",
    "number": "",
}
"""What stands behind a number of each unit, joined by `formats.with_unit`."""


def quantity(value: float | None, unit: GapUnit, decimals: int = 0) -> str:
    """A number with the symbol of its unit ("15.338.589 €"); "keine Angabe" for None."""
    return with_unit(number(value, decimals), UNITS[unit])


def finite(value: object, title: str) -> float | None:
    """The number as float, None for None.

    Raises:
        InputError: It is text, a truth value, NaN or infinite.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise InputError(
            f"„{title}“ ist keine Zahl.", "Bitte eine Zahl eingeben, zum Beispiel 1.234,5.", value=str(value)
        )
    return float(value)
