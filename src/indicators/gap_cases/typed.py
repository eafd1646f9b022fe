"""Numbers as people type them: 12.345,6 and 12345.6, with blanks, € or %."""

import re
from typing import Final

from indicators.errors import InputError
from indicators.importers.cells import decimal_sign, read_value

_NOISE: Final = re.compile(r"[\s\u00a0\u202f'€%]|EUR|Euro|VZÄ|Personen", re.IGNORECASE)


def number_of(text: str, title: str) -> float | None:
    """The number in a text; None for an empty one.

    The grammar is that of the importers: with a comma, dots group thousands; a dot before three digits does
    so too (1.500 is 1500, 0.125 is not). Thousands grouped by commas are refused, not guessed.

    Raises:
        InputError: It is no number; names the field.
    """
    found = _NOISE.sub("", text)
    if not found:
        return None
    # Exponents are written with a dot only, so a text without any sign is tried both ways.
    for sign in dict.fromkeys((decimal_sign([found]), "." if "," not in found else ",")):
        value, status = read_value(found, sign, count=False, zero_is_mark=False) or (None, "")
        if status == "wert":
            return value
    raise InputError(f"„{title}“ ist keine Zahl.", "Bitte zum Beispiel 1.234,5 eingeben.", value=text.strip())
