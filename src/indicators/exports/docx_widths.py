"""Widths of the columns of a Word table: words wrap, numbers do not."""

from collections.abc import Sequence
from typing import Final

from indicators.report.model import Align

_WORD: Final = 26
_LETTER_MM: Final = 1.72
_INSET_MM: Final = 3.2
"""Width of a letter in a table, on the safe side, and what a cell adds; longer words than `_WORD` break."""


def widths_mm(rows: Sequence[Sequence[str]], aligns: Sequence[Align], room: float) -> list[float]:
    """Widths by the longest text of each column; text may wrap, numbers should not."""
    longest = [max(len(text) for text in column) for column in zip(*rows, strict=True)]
    words = [
        max(len(word) for text in column for word in text.split(" ")) for column in zip(*rows, strict=True)
    ]
    wanted = [
        min(length, 26) if align == "right" else min(length, 44)
        for length, align in zip(longest, aligns, strict=True)
    ]
    shares = [max(want, min(word, 20)) + 2.5 for want, word in zip(wanted, words, strict=True)]
    least = [
        min(length if align == "right" else word, _WORD) * _LETTER_MM + _INSET_MM
        for length, word, align in zip(longest, words, aligns, strict=True)
    ]
    return _with_room(shares, least, room)


def _with_room(shares: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """The shares in mm of the room; none narrower than its least width, which the others pay for."""
    if sum(least) >= room:
        return list(least)
    narrow: set[int] = set()
    while True:
        rest = room - sum(least[n] for n in narrow)
        whole = sum(share for n, share in enumerate(shares) if n not in narrow)
        widths = [least[n] if n in narrow else rest * share / whole for n, share in enumerate(shares)]
        found = {n for n, width in enumerate(widths) if width < least[n] - 1e-9}
        if not found:
            return widths
        narrow |= found
