"""Numbers as people type them: 12.345,6 and 12345.6, with blanks, € or %."""

import re
from typing import Final

from indicators.errors import InputError

_NOISE: Final = re.compile(r"[\s\u00a0\u202f'€%]|EUR|Euro|VZÄ|Personen", re.IGNORECASE)
_GROUPED: Final = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_PLAIN: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def number_of(text: str, title: str) -> float | None:
    """The number in a text; None for an empty one.

    With a comma, dots group thousands; a dot before three digits does so too (1.500 is 1500, 0.125 is not).

    Raises:
        InputError: It is no number; names the field.
    """
    found = _NOISE.sub("", text).replace("\u2212", "-")
    if not found:
        return None
    if "," in found:
        found = found.replace(".", "").replace(",", ".", 1)
    elif _GROUPED.fullmatch(found):
        found = found.replace(".", "")
    if not _PLAIN.fullmatch(found):
        raise InputError(
            f"„{title}“ ist keine Zahl.", "Bitte zum Beispiel 1.234,5 eingeben.", value=text.strip()
        )
    return float(found)
