"""A small line of one value's history, as an SVG of our own: dozens on a page cost next to nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from indicators.figures.theme import Palette

_WIDTH, _HEIGHT, _PAD = 150.0, 46.0, 5.0
_SHORT = " ,.:;=/'()"
"""Signs that may stand in a data URL as they are."""

_LEAST_SPAN = 0.1
"""The scale spans at least this share of the highest value, so that a flat line stays flat."""


@dataclass(frozen=True)
class Sparkline:
    """A history, described.

    Attributes:
        points: Year and value, every calendar year; None where there is no value.
        cuts: Years at which a new series begins (breaks): no line leads to them.
        title: What it shows, in a few words.
        alt: The same in full, for those who do not see it.
    """

    points: tuple[tuple[int, float | None], ...]
    cuts: frozenset[int]
    title: str
    alt: str


def sparkline(
    points: tuple[tuple[int, float | None], ...], breaks: Collection[int], title: str, alt: str
) -> Sparkline | None:
    """The small line of a history; None for fewer than two values."""
    if sum(value is not None for _, value in points) < 2:
        return None
    return Sparkline(points, frozenset(breaks), title, alt)


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


def svg(line: Sparkline, palette: Palette) -> str:
    """The line as SVG: lines within runs, a dot for a year that stands alone, a larger one at the end.

    Years without a value and breaks stay open. The colour is the one of the role *focus*.
    """
    parts = [_drawn(run, line, palette.focus) for run in runs(line)]
    x, y = _at(*runs(line)[-1][-1], line)
    parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{palette.focus}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" '
        f'width="{_WIDTH:.0f}" height="{_HEIGHT:.0f}" role="img">'
        f"<title>{escape(line.title)}</title><desc>{escape(line.alt)}</desc>{''.join(parts)}</svg>"
    )


def address(line: Sparkline, palette: Palette) -> str:
    """The line as the address of an image (data URL): Streamlit takes SVG elements out of HTML.

    Single quotes and few encoded signs keep it short.
    """
    drawn = svg(line, palette).replace('"', "'")
    return f"data:image/svg+xml,{quote(drawn, safe=_SHORT)}"


def _drawn(run: tuple[tuple[int, float], ...], line: Sparkline, colour: str) -> str:
    places = [_at(year, value, line) for year, value in run]
    if len(places) == 1:
        x, y = places[0]
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{colour}"/>'
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.2" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _at(year: int, value: float, line: Sparkline) -> tuple[float, float]:
    first, last = line.points[0][0], line.points[-1][0]
    known = [amount for _, amount in line.points if amount is not None]
    low, high = min(known), max(known)
    room = max(high - low, _LEAST_SPAN * max(abs(high), abs(low))) or 1.0
    bottom = (low + high - room) / 2
    x = _PAD + (_WIDTH - 2 * _PAD) * (year - first) / (last - first)
    y = _HEIGHT - _PAD - (_HEIGHT - 2 * _PAD) * (value - bottom) / room
    return x, y
