"""Small lines of values' histories: all lines of a page in one SVG of our own, one below the other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indicators.figures.theme import Palette

_WIDTH, _HEIGHT, _PAD = 1500, 460, 50
"""Of one line, in tenths of a pixel: whole numbers are short."""

_LEAST_SPAN = 0.1
"""The scale spans at least this share of the highest value, so that a flat line stays flat."""

Place = tuple[int, int]


@dataclass(frozen=True)
class Sparkline:
    """A history, described.

    Attributes:
        points: Year and value, every calendar year; None where there is no value.
        cuts: Years at which a new series begins (breaks): no line leads to them.
        alt: What it shows, for those who do not see it, and beside the pointer.
    """

    points: tuple[tuple[int, float | None], ...]
    cuts: frozenset[int]
    alt: str


def sparkline(
    points: tuple[tuple[int, float | None], ...], breaks: Collection[int], alt: str
) -> Sparkline | None:
    """The small line of a history; None for fewer than two values."""
    if sum(value is not None for _, value in points) < 2:
        return None
    return Sparkline(points, frozenset(breaks), alt)


def runs(line: Sparkline) -> tuple[tuple[tuple[int, float], ...], ...]:
    """What a line may join: values of neighbouring years without a break between them."""
    found: list[list[tuple[int, float]]] = []
    for year, value in line.points:
        if value is None:
            continue
        if found and found[-1][-1][0] == year - 1 and year not in line.cuts:
            found[-1].append((year, value))
        else:
            found.append([(year, value)])
    return tuple(tuple(run) for run in found)


def svg(lines: Sequence[Sparkline], palette: Palette) -> str:
    """The lines as one SVG: lines within runs, a dot for a year that stands alone, a larger one at the end.

    Years without a value and breaks stay open. The colour is the one of the role *focus*. What the lines show
    is said where they are shown: nobody hears the text of an image in a style.
    """
    joined, alone, ends = [], [], []
    for row, line in enumerate(lines):
        places = _places(line, row)
        drawn = [[places[year] for year, _ in run] for run in runs(line)]
        joined += [_path(run) for run in drawn if len(run) > 1]
        alone += [_path(run) for run in drawn if len(run) == 1]
        ends.append(_path(drawn[-1][-1:]))
    paths = "".join(
        f'<path d="{"".join(path)}" stroke-width="{width}"/>'
        for path, width in ((joined, 22), (alone, 40), (ends, 70))
        if path
    )
    height = _HEIGHT * len(lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH // 10}" height="{height // 10}" '
        f'viewBox="0 0 {_WIDTH} {height}" fill="none" stroke="{palette.focus}" '
        f'stroke-linejoin="round" stroke-linecap="round">{paths}</svg>'
    )


def address(lines: Sequence[Sparkline], palette: Palette) -> str:
    """The lines as the address of an image (data URL), without a double quote."""
    drawn = svg(lines, palette).replace('"', "'").replace("#", "%23")
    return f"data:image/svg+xml,{drawn}"


def _path(places: Sequence[Place]) -> str:
    """The places joined, each from the one before; a single one as a line without length: its round end."""
    (x, y), *_ = places
    steps = [
        f"{x2 - x1}{y2 - y1}" if y2 < y1 else f"{x2 - x1} {y2 - y1}"
        for (x1, y1), (x2, y2) in pairwise(places)
    ]
    return f"M{x} {y}{'l' + ' '.join(steps) if steps else 'h0'}"


def _places(line: Sparkline, row: int) -> dict[int, Place]:
    """Where the value of each year lies in the row of its line."""
    first, last = line.points[0][0], line.points[-1][0]
    known = [(year, amount) for year, amount in line.points if amount is not None]
    low, high = min(amount for _, amount in known), max(amount for _, amount in known)
    room = max(high - low, _LEAST_SPAN * max(abs(high), abs(low))) or 1.0
    bottom = (low + high - room) / 2
    step, rise = (_WIDTH - 2 * _PAD) / (last - first), (_HEIGHT - 2 * _PAD) / room
    foot = _HEIGHT * (row + 1) - _PAD
    return {
        year: (round(_PAD + step * (year - first)), round(foot - rise * (value - bottom)))
        for year, value in known
    }
