"""Numbers as German readers expect them: 12.345,6, true minus, no-break space before the unit."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.numbers import NumberPattern, parse_pattern

LOCALE = "de_DE"
_GERMAN = Locale.parse(LOCALE)
NBSP = "\u00a0"
MINUS = "\u2212"
MISSING = "keine Angabe"


def round_half_up(value: float, decimals: int) -> Decimal:
    """The value rounded as people round (0,5 goes up), never as minus zero.

    Digits beyond the ninth are noise of binary arithmetic: 41.75 - 46.665 must round like -4.915.
    """
    rounded = Decimal(repr(round(value, 9))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


@cache
def _pattern(decimals: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * decimals if decimals else ""))


@lru_cache(maxsize=20_000)  # the same values stand on many pages
def number(value: float | None, decimals: int = 0, *, signed: bool = False) -> str:
    """A number in German form; `keine Angabe` for None.

    Args:
        value: The unrounded number.
        decimals: How many decimals are shown, always all of them.
        signed: Show a plus sign too (for differences).
    """
    if value is None:
        return MISSING
    rounded = round_half_up(value, decimals)
    text: str = _pattern(decimals).apply(abs(rounded), _GERMAN)
    if rounded < 0:
        return MINUS + text
    return "+" + text if signed and rounded > 0 else text


def exact(value: float) -> str:
    """A number in German form with all its decimals (at most nine), for telling two values apart."""
    digits = Decimal(repr(round(value, 9))).normalize()
    return number(value, max(0, -int(digits.as_tuple().exponent)))


def with_unit(text: str, unit: str) -> str:
    """A formatted number with its unit, joined by a no-break space; a missing number stays alone."""
    return text if text == MISSING or not unit else f"{text}{NBSP}{unit}"
