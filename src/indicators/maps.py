"""Choropleths: values into classes with round bounds, classes into one map of shapes from our own server."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import mapclassify
import numpy as np
import polars as pl

from indicators.figures.drawing import Drawing, Trace, choroplethmap, small_integers
from indicators.figures.theme import Palette, template
from indicators.formats import NBSP
from indicators.regions import View

CLASSES: Final = 5
HEIGHT: Final = 680
_TILE: Final = 512
"""Pixels of the whole world at zoom 0 in the map library."""


@dataclass(frozen=True)
class Classes:
    """Bounds of the classes of a map, ascending: class i holds `bounds[i] <= value < bounds[i + 1]`.

    The last class holds its upper bound too. `diverging` classes lie on both sides of 0.
    """

    bounds: tuple[float, ...]
    diverging: bool

    def __len__(self) -> int:
        """How many classes there are."""
        return max(len(self.bounds) - 1, 0)

    def colours(self, palette: Palette) -> tuple[str, ...]:
        """One colour per class: one hue, or two that grow darker away from 0."""
        if not self.diverging:
            return _spread(palette.sequential, len(self))
        below = sum(1 for bound in self.bounds[1:] if bound <= 0)
        return (
            *reversed(_spread(palette.below, below)),
            *_spread(palette.above, len(self) - below),
        )

    def of(self, values: pl.Series) -> pl.Series:
        """The number of the class of each value, null for null."""
        number = np.searchsorted(
            np.asarray(self.bounds[1:-1]), values.fill_null(0.0).to_numpy(), side="right"
        )
        return pl.select(pl.when(values.is_not_null()).then(pl.Series(number))).to_series().cast(pl.Int32)


def classify(values: Sequence[float], *, diverging: bool = False) -> Classes:
    """Classes for a map: quantiles, their bounds made round; around 0 for differences.

    Quantiles by mapclassify, of the different values where so many regions share one that quantiles would
    coincide; a bound is rounded to a 1-2-5 step that suits the range, and equal bounds fall together, so
    there may be fewer than five classes.
    """
    numbers = np.asarray(values, dtype=float)
    if numbers.size == 0:
        return Classes((), diverging)
    low, high = float(numbers.min()), float(numbers.max())
    if low == high:
        return Classes((low, high), diverging=False)
    different = np.unique(numbers)
    count = min(CLASSES, different.size)
    quantiles = np.quantile(numbers, np.arange(1, count + 1) / count)
    ranked = numbers if np.unique(quantiles).size == count else different
    found = mapclassify.Quantiles(ranked, k=count).bins
    step = _round_step((float(np.quantile(numbers, 0.9)) - float(np.quantile(numbers, 0.1))) or high - low)
    inner = {_to_step(float(bound), step) for bound in found[:-1]}
    if diverging and low < 0 < high:
        inner.add(0.0)
    outer = (_to_step(low, step, math.floor), _to_step(high, step, math.ceil))
    bounds = sorted({*outer, *(b for b in inner if outer[0] < b < outer[1])})
    return Classes(tuple(bounds), diverging=diverging)


def _round_step(width: float) -> float:
    """A step of 1, 2 or 5 times a power of ten, about a twentieth of the width."""
    raw = width / 20
    power = float(10.0 ** math.floor(math.log10(raw)))
    return min((f * power for f in (1, 2, 5, 10)), key=lambda step: abs(step - raw))


def _to_step(value: float, step: float, rounding: Callable[[float], float] = round) -> float:
    digits = max(0, -math.floor(math.log10(step)))
    return round(rounding(round(value / step, 9)) * step, digits)


def _spread(colours: Sequence[str], count: int) -> tuple[str, ...]:
    """`count` colours, evenly from the whole scale."""
    if count <= 1:
        return (colours[len(colours) // 2],) * count
    return tuple(colours[round(i * (len(colours) - 1) / (count - 1))] for i in range(count))


def choropleth(
    rows: pl.DataFrame, classes: Classes, view: View, *, url: str, members: Sequence[str], palette: Palette
) -> Drawing:
    """A map of regions in classes, drawn from shapes that the browser loads from `url`.

    Args:
        rows: Columns ags, value, label (what the pointer shows); one row per shape.
        classes: The classes of the values.
        view: What part of the country is shown.
        url: Address of the GeoJSON on our own server; features carry `ags` and `name`.
        members: AGS of regions with a strong outline.
        palette: Colours.
    """
    number = classes.of(rows["value"]) if len(classes) else pl.Series([None] * rows.height, dtype=pl.Int32)
    colours = (palette.missing, *classes.colours(palette))
    shapes = [
        choroplethmap(
            geojson=url,
            featureidkey="properties.ags",
            locations=rows["ags"].to_list(),
            z=small_integers(number.fill_null(-1)),
            # Shown in one line anyway, and a no-break space takes six bytes on the wire.
            text=rows["label"].str.replace_all(NBSP, " ").to_list(),
            zmin=-1.5,
            zmax=len(colours) - 1.5,
            colorscale=_steps(colours),
            showscale=False,
            marker={"line": {"width": 0.6, "color": palette.border}},
            hovertemplate="<b>%{properties.name}</b><br>%{text}<extra></extra>",
        )
    ]
    if members:
        shapes.append(_outline(members, url, palette))
    return Drawing(
        shapes,
        {
            "template": template(palette),
            "height": HEIGHT,
            "map": {
                "style": "white-bg",
                "layers": [_ground(palette)],
                "center": {"lon": view.lon, "lat": view.lat},
                "zoom": zoom(view),
            },
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            # The script that fits the map to its frame (ui/assets/fit_map.js) reads them.
            "meta": {"bounds": [view.west, view.south, view.east, view.north]},
            "uirevision": url,
        },
    )


def _outline(members: Sequence[str], url: str, palette: Palette) -> Trace:
    """The members' shapes once more: transparent, with a strong line, blind to the pointer."""
    return choroplethmap(
        geojson=url,
        featureidkey="properties.ags",
        locations=list(members),
        z=[0] * len(members),
        colorscale=[[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
        showscale=False,
        marker={"line": {"width": 2.4, "color": palette.outline}},
        hoverinfo="skip",
    )


def _steps(colours: Sequence[str]) -> list[list[float | str]]:
    """A stepped colour scale: each colour from its lower to its upper edge."""
    count = len(colours)
    return [[edge, colour] for i, colour in enumerate(colours) for edge in (i / count, (i + 1) / count)]


def _ground(palette: Palette) -> dict[str, object]:
    """The ground of the map as a layer of its own: the empty style of the library is always white.

    A style of our own with another background makes the library fail when the chart is drawn again.
    """
    world = [[[-180, -85], [-180, 85], [180, 85], [180, -85], [-180, -85]]]
    return {
        "sourcetype": "geojson",
        "source": {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": world}},
        "type": "fill",
        "color": palette.ground,
        "below": "traces",
    }


def zoom(view: View, width: int = 640, height: int = 650) -> float:
    """The zoom at which the view's box fits into so many pixels (web mercator)."""

    def mercator(lat: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)

    across = (view.east - view.west) / 360
    up = mercator(view.north) - mercator(view.south)
    return round(min(math.log2(width / _TILE / across), math.log2(height / _TILE / up)), 2)
