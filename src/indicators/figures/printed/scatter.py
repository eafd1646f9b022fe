"""Regions by two values, with medians, named quadrants and a regression band."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes

from indicators.figures.model import Role
from indicators.figures.money_model import Scatter, ScatterPoint
from indicators.figures.printed.canvas import (
    BAND,
    COLOURS,
    MARKER,
    SMALL,
    Sheet,
    colour,
    text_colour,
    tick_texts,
    ticks,
    value_axis,
)

_LINE: Final = 10.5
_SIZES: Final[dict[Role, float]] = {"context": 10, "reference": 26, "focus": 62}
_DRAWN: Final[tuple[Role, ...]] = ("context", "reference", "focus")
_BOTTOM_LEFT: Final = 2
_APART: Final = 9.0
_AROUND: Final = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""Sides of a point, the preferred ones first: right, left, above, below, the corners."""

Box = tuple[float, float, float, float]


def draw_scatter(chart: Scatter, sheet: Sheet) -> None:
    """Grey dots for all, darker ones for members, a large one for the own region; names where wanted."""
    xs, ys = [p.x for p in chart.points], [p.y for p in chart.points]
    across, up = ticks(min(xs), max(xs), 7), ticks(min(ys), max(ys), 6)
    up_texts, across_texts = tick_texts(up, chart.y.unit), tick_texts(across, chart.x.unit)
    axes = sheet.axes(
        left=sheet.widest(up_texts) + 8, right=sheet.width_of(across_texts[-1]) / 2 + 2, top=36, bottom=34
    )
    axes.set_xlim(across[0], across[-1])
    axes.set_ylim(up[0], up[-1])
    value_axis(axes, "x", across, across_texts)
    value_axis(axes, "y", up, up_texts)
    axes.set_xlabel(chart.x.title, fontsize=SMALL, color=COLOURS.secondary, labelpad=4)
    axes.set_title(chart.y.title, loc="left", x=0, fontsize=SMALL, color=COLOURS.secondary, pad=21)
    _draw_fit(axes, chart)
    if chart.median is not None:
        _draw_medians(axes, chart.median, chart.critical)
    for role in _DRAWN:
        points = [p for p in chart.points if p.role == role]
        axes.scatter([p.x for p in points], [p.y for p in points], s=_SIZES[role], marker=MARKER[role],
                     color=colour(role), edgecolor="white", linewidth=0.4, zorder=2 + _DRAWN.index(role),
                     clip_on=False)  # fmt: skip
    corners = _name_quadrants(axes, chart, sheet)
    _name_points(axes, chart, corners, sheet)


def _draw_medians(axes: Axes, median: tuple[tuple[float, str], tuple[float, str]], critical: int) -> None:
    """Both medians with their names, and a shade over the corner that matters."""
    (x, x_label), (y, y_label) = median
    for place, draw in ((x, axes.axvline), (y, axes.axhline)):
        draw(place, color=COLOURS.secondary, linewidth=0.9, linestyle=(0, (4, 2)), zorder=1)
    (left, right), (bottom, _) = axes.get_xlim(), axes.get_ylim()
    ends = [left, x] if critical == _BOTTOM_LEFT else [x, right]
    axes.fill_between(ends, bottom, y, facecolor="#f5efe8", linewidth=0, zorder=0.2)
    axes.annotate(x_label, (x, 1), xycoords=("data", "axes fraction"), xytext=(0, 7), ha="center",
                  textcoords="offset points", fontsize=SMALL, color=COLOURS.secondary)  # fmt: skip
    axes.annotate(y_label, (1, y), xycoords=("axes fraction", "data"), xytext=(-2, 3), ha="right",
                  textcoords="offset points", fontsize=SMALL, color=COLOURS.secondary)  # fmt: skip


def _draw_fit(axes: Axes, chart: Scatter) -> None:
    if chart.fit:
        xs, expected, low, high = zip(*chart.fit, strict=True)
        axes.fill_between(xs, low, high, color=BAND, linewidth=0, zorder=0.3)
        axes.plot(xs, expected, color=COLOURS.secondary, linewidth=1.2, zorder=0.6)


def _name_quadrants(axes: Axes, chart: Scatter, sheet: Sheet) -> list[Box]:
    """Names in the corners; returns where they stand."""
    boxes: list[Box] = []
    width, height = _size(axes, sheet)
    for name, (x, y) in zip(chart.quadrants, ((0, 1), (1, 1), (0, 0), (1, 0)), strict=True):
        if not name:
            continue
        axes.annotate(name, (x, y), xycoords="axes fraction", xytext=(5 - 10 * x, 5 - 10 * y), zorder=6,
                      textcoords="offset points", ha="right" if x else "left", va="top" if y else "bottom",
                      fontsize=SMALL, fontstyle="normal", fontweight="semibold", color=COLOURS.secondary,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2, "alpha": 0.8})  # fmt: skip
        wide = sheet.width_of(name, SMALL, "semibold") + 8
        left, bottom = (width - wide if x else 0.0), (height - 16 if y else 0.0)
        boxes.append((left, bottom, left + wide, bottom + 16))
    return boxes


def _size(axes: Axes, sheet: Sheet) -> tuple[float, float]:
    box = axes.get_position()
    return box.width * sheet.width, box.height * sheet.height


def _name_points(axes: Axes, chart: Scatter, taken: list[Box], sheet: Sheet) -> None:
    """Names beside their points where they cover neither another name nor a marked point.

    The own region first; a name without any free place gets the one that covers least.
    """
    width, height = _size(axes, sheet)
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    places = {p.ags: ((p.x - x0) / (x1 - x0) * width, (p.y - y0) / (y1 - y0) * height) for p in chart.points}
    marked = [places[p.ags] for p in chart.points if p.role != "context"]
    dots = [(x - 3, y - 3, x + 3, y + 3) for x, y in marked]
    wanted = sorted((p for p in chart.points if p.is_labelled), key=lambda p: p.role != "focus")
    for point in wanted:
        box = _free_place(point, places, (width, height), [*taken, *dots], sheet)
        taken.append(box)
        is_own = point.role == "focus"
        _lead(axes, places[point.ags], box, (width, height))
        axes.annotate(point.name, (box[0] / width, (box[1] + _LINE / 2) / height), xycoords="axes fraction",
                      va="center", fontsize=SMALL, fontweight="semibold" if is_own else "normal", zorder=7,
                      color=text_colour(point.role) if is_own else COLOURS.text,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.3, "alpha": 0.7})  # fmt: skip


def _lead(axes: Axes, place: tuple[float, float], box: Box, size: tuple[float, float]) -> None:
    """A thin line from a point to its name where the name stands apart."""
    near = (min(max(place[0], box[0]), box[2]), min(max(place[1], box[1] + 2), box[3] - 2))
    if np.hypot(near[0] - place[0], near[1] - place[1]) > _APART:
        xs, ys = zip(place, near, strict=True)
        axes.plot([x / size[0] for x in xs], [y / size[1] for y in ys], transform=axes.transAxes,
                  color=COLOURS.secondary, linewidth=0.6, zorder=6, clip_on=False)  # fmt: skip


def _free_place(
    point: ScatterPoint,
    places: dict[str, tuple[float, float]],
    size: tuple[float, float],
    blocked: list[Box],
    sheet: Sheet,
) -> Box:
    """The place around a point where its name covers least, near before far."""
    wide = sheet.width_of(point.name, SMALL, "semibold" if point.role == "focus" else "normal")
    gap = 7.0 if point.role == "focus" else 5.0
    cloud = np.array(list(places.values()))
    x, y = places[point.ags]
    boxes: list[tuple[float, Box]] = []
    for reach in (gap, gap + 9, gap + 18):
        for right, above in _AROUND:
            left = x + right * reach - wide * (1 - right) / 2
            bottom = y + above * (reach + _LINE / 2 - 2) - _LINE / 2
            box = (left, bottom, left + wide, bottom + _LINE)
            cost = sum(_overlap(box, other) for other in blocked) * 10 + (reach - gap) * 3
            cost += 4 * int(((cloud > box[:2]) & (cloud < box[2:])).all(axis=1).sum())
            if box[0] < 0 or box[2] > size[0] + 8 or box[1] < 0 or box[3] > size[1]:
                cost += 1e6
            boxes.append((cost, box))
    return min(boxes)[1]


def _overlap(a: Box, b: Box) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
