"""A map in classes, from the same shapes as on the screen; "keine Angabe" is hatched."""

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.path import Path as Outline

from indicators import regions
from indicators.figures.map_model import MapChart
from indicators.figures.printed.canvas import COLOURS, NORMAL, SMALL, Sheet
from indicators.figures.printed.money import swatch

_LEGEND: Final = 132.0
_MISSING: Final = "Keine Angabe"


def draw_map(chart: MapChart, sheet: Sheet) -> None:
    """The map at the left, beside it its classes with their numbers of regions."""
    shapes = _outlines(_shape_file(chart.rows["ags"].to_list()))
    shown = [shapes[ags] for ags in chart.rows["ags"] if ags in shapes]
    width = min(_aspect(shown) * (sheet.height - 4), sheet.width - _LEGEND)
    axes = sheet.axes(left=0, right=sheet.width - width, top=2, bottom=2)
    axes.set_axis_off()
    number = dict(zip(chart.rows["ags"], _classes(chart), strict=True))
    colours = chart.classes.colours(COLOURS)
    for rank, shade in enumerate(colours):
        _fill(axes, [shapes[a] for a, n in number.items() if n == rank and a in shapes], shade, None)
    _fill(axes, [shapes[a] for a, n in number.items() if n is None and a in shapes], "white", "////")
    for ags in chart.focus:
        for shade, thick in (("white", 2.6), (COLOURS.text, 1.4)):
            outline = [shapes[ags]] if ags in shapes else []
            axes.add_collection(PathCollection(outline, facecolor="none", edgecolor=shade, linewidth=thick))
    _fit(axes, shown)
    _name_focus(axes, chart, shapes)
    _draw_legend(chart, list(number.values()), width + 14, sheet)


def _classes(chart: MapChart) -> list[int | None]:
    values = chart.rows["value"]
    if not len(chart.classes):
        return [None] * len(values)
    return chart.classes.of(values.cast(pl.Float64)).to_list()


def _shape_file(codes: list[str]) -> Path:
    level = regions.level_of(codes[0])
    lands = {code[:2] for code in codes}
    return regions.geometry_path(level, lands.pop() if level == "gemeinde" and len(lands) == 1 else None)


@lru_cache(maxsize=4)
def _outlines(path: Path) -> dict[str, Outline]:
    """One outline per region by AGS, rings closed, in degrees."""
    found = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {f["properties"]["ags"]: _outline(f["geometry"]) for f in found}


def _outline(geometry: dict[str, Any]) -> Outline:
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    rings = [Outline(np.asarray(ring), closed=True) for part in parts for ring in part]
    return Outline.make_compound_path(*rings)


def _fill(axes: Axes, shapes: list[Outline], shade: str, hatch: str | None) -> None:
    if shapes:
        axes.add_collection(
            PathCollection(
                shapes,
                facecolor=shade,
                edgecolor=COLOURS.context if hatch else "white",
                linewidth=0.35,
                hatch=hatch,
            )
        )


def _bounds(shapes: list[Outline]) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    points = [np.asarray(shape.vertices, dtype=float) for shape in shapes]
    corners = np.array([(p.min(axis=0), p.max(axis=0)) for p in points])
    return (*corners[:, 0].min(axis=0), *corners[:, 1].max(axis=0))


def _stretch(shapes: list[Outline]) -> float:
    """How much longer a degree of latitude is than one of longitude, in the middle of the map."""
    _, south, _, north = _bounds(shapes)
    return 1 / math.cos(math.radians((south + north) / 2))


def _aspect(shapes: list[Outline]) -> float:
    """Width by height of the map."""
    west, south, east, north = _bounds(shapes)
    return (east - west) / (north - south) / _stretch(shapes)


def _fit(axes: Axes, shapes: list[Outline]) -> None:
    west, south, east, north = _bounds(shapes)
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(_stretch(shapes), anchor="W")


def _name_focus(axes: Axes, chart: MapChart, shapes: dict[str, Outline]) -> None:
    rows = {r["ags"]: r for r in chart.rows.iter_rows(named=True)}
    for ags in chart.focus:
        if ags not in shapes or ags not in rows:
            continue
        box = shapes[ags].get_extents()
        name = f"{rows[ags]['name']}: {rows[ags]['label']}"
        axes.annotate(name, ((box.x0 + box.x1) / 2, box.y1), xytext=(0, 5), textcoords="offset points",
                      ha="center", fontsize=SMALL, fontweight="semibold",
                      color=COLOURS.text, annotation_clip=False,
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.9})  # fmt: skip


def _draw_legend(chart: MapChart, classes: list[int | None], x: float, sheet: Sheet) -> None:
    colours = chart.classes.colours(COLOURS)
    entries: list[tuple[str, str, str | None, int]] = [
        (label, shade, None, classes.count(rank))
        for rank, (label, shade) in enumerate(zip(chart.class_labels, colours, strict=True))
    ]
    entries.reverse()
    if None in classes:
        entries.append((_MISSING, "white", "////", classes.count(None)))
    y = sheet.height - 16
    sheet.figure.text(x / sheet.width, y / sheet.height, chart.value_title, fontsize=NORMAL,
                      fontweight="semibold", color=COLOURS.text)  # fmt: skip
    for label, shade, hatch, count in entries:
        y -= 17
        swatch(sheet, (x, y), shade, hatch, size=11)
        sheet.figure.text((x + 17) / sheet.width, (y + 1.5) / sheet.height, f"{label} ({count})",
                          fontsize=SMALL, color=COLOURS.text)  # fmt: skip
