"""Where the name of a single point stands: beside its marker, where no line, marker or other name is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from indicators.figures.model import Line, Point, TimeChart

_WIDTHS: Final = (640, 230)
"""Pixels of a plot on a wall and on a phone; names are the same size on both."""
_HEIGHT: Final = 372
_LETTER: Final = 8.0
_LINE: Final = 22.0
_GAP: Final = 12.0
_STEPS: Final = 24

_Places = npt.NDArray[np.float64]
"""Places in pixels: all x, all y."""

Box = tuple[float, float, float, float]
"""Left, right, lower and upper end in pixels."""


Name = dict[str, Any]
"""A name in a figure: one of plotly's annotations, or some of its settings."""

Axes = tuple[tuple[float, float], tuple[float, float]]
"""First and last year, lowest and highest value of a plot."""

_PLACES: Final[tuple[Name, ...]] = (
    {"xanchor": "left", "yanchor": "middle", "xshift": _GAP},
    {"xanchor": "right", "yanchor": "middle", "xshift": -_GAP},
    {"xanchor": "center", "yanchor": "top", "yshift": -_GAP},
    {"xanchor": "center", "yanchor": "bottom", "yshift": _GAP},
    {"xanchor": "right", "yanchor": "top", "yshift": -_GAP},
    {"xanchor": "right", "yanchor": "bottom", "yshift": _GAP},
    {"xanchor": "left", "yanchor": "top", "yshift": -_GAP},
    {"xanchor": "left", "yanchor": "bottom", "yshift": _GAP},
)
_WORST: Final = 10_000


@dataclass(frozen=True)
class Plane:
    """A chart in pixels, by the ends of its axes and its width."""

    years: tuple[float, float]
    values: tuple[float, float]
    width: float

    def at(self, year: float, value: float) -> tuple[float, float]:
        """Where a point lies."""
        (first, last), (low, high) = self.years, self.values
        return (year - first) / (last - first) * self.width, (value - low) / (high - low) * _HEIGHT


def is_single(line: Line, chart: TimeChart) -> bool:
    """True where no line leads to the last value, so that its name has nothing to end."""
    known = [point for point in line.points if point.value is not None]
    return bool(known) and not any(last is known[-1] for _, last in _steps(line, _breaks(chart)))


def _breaks(chart: TimeChart) -> frozenset[int]:
    return frozenset(year for year, _ in chart.breaks)


def _steps(line: Line, breaks: frozenset[int]) -> Iterator[tuple[Point, Point]]:
    """The neighbours that are joined."""
    for before, after in zip(line.points, line.points[1:], strict=False):
        is_cut = after.year in breaks or after.year in line.cuts
        if before.value is not None and after.value is not None and not is_cut:
            yield before, after


def box_of(said: Name, plane: Plane) -> Box:
    """The place that a name takes."""
    x, y = plane.at(said["x"], said["y"])
    x, y = x + said.get("xshift", 0), y + said.get("yshift", 0)
    width = _LETTER * len(said["text"].removeprefix("<b>").removesuffix("</b>"))
    left = {"left": x, "right": x - width}.get(said.get("xanchor", ""), x - width / 2)
    low = {"bottom": y, "top": y - _LINE}.get(said.get("yanchor", ""), y - _LINE / 2)
    return left, left + width, low, low + _LINE


def share_columns(name: Name, other: Name, axes: Axes) -> bool:
    """True where two names of the same height would touch, on a phone at the latest."""
    plane = Plane(*axes, min(_WIDTHS))
    (left, right, *_), (other_left, other_right, *_) = box_of(name, plane), box_of(other, plane)
    return left < other_right and other_left < right


def beside(
    standing: Sequence[Name], axes: Axes, chart: TimeChart, own: tuple[int, float], said: Name
) -> Name:
    """The name right of the marker, else left, below or above: where least is touched, wide and narrow.

    Args:
        standing: The names that stand already.
        axes: The ends of the axes.
        chart: The chart with everything that is drawn.
        own: Year and value of the point.
        said: What is written, and how it looks.
    """
    offered = [{"x": own[0], "y": own[1], "showarrow": False, **place, **said} for place in _PLACES]
    touched = [0] * len(offered)
    for plane in (Plane(*axes, width) for width in _WIDTHS):
        drawn = _drawn(chart, plane, own)
        taken = [box_of(name, plane) for name in standing if name.get("yref") != "paper"]
        for n, name in enumerate(offered):
            box = box_of(name, plane)
            touched[n] += _outside(box, plane.width) + _hits(box, drawn) + _hits_boxes(box, taken)
    return offered[touched.index(min(touched))]


def _drawn(chart: TimeChart, plane: Plane, own: tuple[int, float]) -> _Places:
    """Places along all lines, and all markers but the own one."""
    markers = [
        plane.at(point.year, point.value)
        for line in chart.lines
        for point in line.points
        if point.value is not None and (point.year, point.value) != own
    ]
    steps = [
        (plane.at(before.year, before.value or 0), plane.at(after.year, after.value or 0))
        for line in chart.lines
        for before, after in _steps(line, _breaks(chart))
    ]
    ends = np.array(steps, dtype=np.float64).reshape(-1, 2, 2, 1)
    along = ends[:, 0] + (ends[:, 1] - ends[:, 0]) * np.arange(1, _STEPS) / _STEPS
    return np.hstack([np.array(markers, dtype=np.float64).reshape(-1, 2).T, *along])


def _outside(box: Box, width: float) -> int:
    """A name that leaves the plot is worse than any that touches something."""
    left, right, low, high = box
    return 0 if left >= 0 and right <= width and low >= 0 and high <= _HEIGHT else _WORST


def _hits(box: Box, places: _Places) -> int:
    left, right, low, high = box
    x, y = places
    return int(((left <= x) & (x <= right) & (low <= y) & (y <= high)).sum())


def _hits_boxes(box: Box, others: Sequence[Box]) -> int:
    left, right, low, high = box
    return _STEPS * sum(
        left < their_right and their_left < right and low < their_high and their_low < high
        for their_left, their_right, their_low, their_high in others
    )
