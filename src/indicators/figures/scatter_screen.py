"""Drawing the figures of need and money for plotly."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

from indicators.figures.comparison_screen import grey, line_with_cuts
from indicators.figures.drawing import Drawing, Trace, scatter
from indicators.figures.model import Role
from indicators.figures.money_model import Axis, Paired, Scatter, ScatterPoint
from indicators.figures.theme import MARKER, Palette, template
from indicators.formats import NBSP

_HEIGHT: Final = 640
_PANEL: Final = 240
_WIDTH: Final = 1150
"""A width of the plot, in pixels, in which names do not overlap: wider screens have more room."""
_PLOT_HEIGHT: Final = 500
_LETTER: Final = 8.4
_LINE: Final = 20
_TITLE: Final = 46
"""Letters of an axis title that a phone shows on one line."""
_PANEL_TITLE: Final = 36
"""The same of a title in bold type that begins right of the ticks."""
_SIZES: Final[dict[Role, int]] = {"context": 7, "reference": 12, "focus": 17}
_STRIP: Final = 0.1
"""The part of the height in which the names of the lower corners stand; no dot lies there (`_range`)."""
_PLACES: Final = (
    ("middle right", 0.0, 0.0), ("middle left", -1.0, 0.0), ("top center", -0.5, 1.0),
    ("bottom center", -0.5, -1.0), ("top right", 0.0, 1.0), ("top left", -1.0, 1.0),
    ("bottom right", 0.0, -1.0), ("bottom left", -1.0, -1.0),
)  # fmt: skip

Box = tuple[float, float, float, float]


def draw_scatter(chart: Scatter, palette: Palette) -> Drawing:
    """Dots by role, medians as lines, corners named, the critical one shaded, the line with its band."""
    (left, right), (low, high) = _range([p.x for p in chart.points]), _range([p.y for p in chart.points])
    names = places_of_names(chart.points, (left, right, low, high))
    by_role = [[p for p in chart.points if p.role == role] for role in ("context", "reference", "focus")]
    above, below = _lines(chart.y.title), _lines(chart.x.title)
    return Drawing(
        data=[
            *(_fit(chart, palette) if chart.fit else ()),
            *(_dots(some, names, chart, palette) for some in by_role if some),
        ],
        layout={
            "template": template(palette),
            "height": _HEIGHT,
            "margin": {
                "t": 40 + 21 * (above.count("<br>") + 1),
                "b": 44 + 21 * (below.count("<br>") + 1),
                "r": 12,
            },
            "xaxis": {**_axis(chart.x), "range": [left, right]},
            "yaxis": {**_axis(chart.y), "range": [low, high]},
            "shapes": _shapes(chart, (left, right, low, high), palette),
            "annotations": [*_titles(above, below, palette), *_corner_names(chart, right, palette)],
        },
    )


def _titles(above: str, below: str, palette: Palette) -> list[dict[str, object]]:
    """Both titles horizontally: that of y above the plot and the label of the median, that of x below."""
    font = {"size": 15, "color": palette.secondary}
    shared = {"xref": "paper", "yref": "paper", "showarrow": False, "font": font}
    return [
        {**shared, "text": above, "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 30,
         "align": "left"},
        {**shared, "text": below, "x": 1, "y": 0, "xanchor": "right", "yanchor": "top", "yshift": -34,
         "align": "right"},
    ]  # fmt: skip


def _lines(title: str) -> str:
    return "<br>".join(wrap(title, _TITLE))


def _panel_title(title: str) -> str:
    return f"<b>{'<br>'.join(wrap(title, _PANEL_TITLE))}</b>"


def _axis(axis: Axis) -> dict[str, object]:
    return {"ticksuffix": f"{NBSP}{axis.unit}" if axis.unit else "", "nticks": 6, "tickformat": ",~f"}


def _range(values: Sequence[float]) -> tuple[float, float]:
    """From the lowest to the highest value, with room for the names of the corners."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    width = (high - low) or abs(high) or 1.0
    return low - 0.1 * width, high + 0.1 * width


def _shapes(chart: Scatter, frame: Box, palette: Palette) -> list[dict[str, object]]:
    """The critical corner shaded, and the median lines; the upright one ends over the names below."""
    if chart.median is None:
        return []
    left, right, low, _high = frame
    (x, _), (y, _) = chart.median
    line = {"color": palette.secondary, "width": 2, "dash": "dash"}
    edge = left if chart.critical == 2 else right
    return [
        {"type": "rect", "x0": x, "x1": edge, "y0": low, "y1": y, "layer": "below",
         "fillcolor": palette.shade, "line": {"width": 0}},
        {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": _STRIP, "y1": 1, "line": line,
         "layer": "below"},
        {"type": "line", "y0": y, "y1": y, "xref": "paper", "x0": 0, "x1": 1, "line": line, "layer": "below"},
    ]  # fmt: skip


def _corner_names(chart: Scatter, right: float, palette: Palette) -> list[dict[str, object]]:
    """The medians with their values, and what each corner is called."""
    if chart.median is None:
        return []
    (x, x_label), (y, y_label) = chart.median
    shared = {"showarrow": False, "font": {"size": 14, "color": palette.secondary}}
    return [
        {**shared, "x": x, "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 2, "text": x_label},
        {**shared, "x": right, "y": y, "yanchor": "bottom", "xanchor": "right", "text": y_label},
        *(
            _corner_name(place, name, is_critical=place == chart.critical, palette=palette)
            for place, name in enumerate(chart.quadrants)
            if name
        ),
    ]


def _corner_name(place: int, name: str, *, is_critical: bool, palette: Palette) -> dict[str, object]:
    """The name at the edge of its corner, on two lines so that two fit beside each other on a phone."""
    text = name.replace(", ", ",<br>")
    side = "right" if place % 2 == 1 else "left"
    is_low = place > 1
    return {
        "x": 1 if side == "right" else 0,
        "y": 0 if is_low else 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": side,
        "yanchor": "bottom" if is_low else "top",
        "xshift": -4 if side == "right" else 6,
        "align": side,
        "text": f"<b>{text}</b>" if is_critical else text,
        "showarrow": False,
        # On a phone the names above meet the line of the median, which ends over those below.
        **({} if is_low else {"bgcolor": palette.ground}),
        "font": {"size": 15, "color": palette.text if is_critical else palette.secondary},
    }


def _fit(chart: Scatter, palette: Palette) -> tuple[Trace, Trace]:
    """The band of the regression line, and the line."""
    x = [point[0] for point in chart.fit]
    band = scatter(
        x=x + x[::-1],
        y=[point[2] for point in chart.fit] + [point[3] for point in reversed(chart.fit)],
        fill="toself",
        fillcolor=grey(palette),
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
    )
    line = scatter(
        x=x,
        y=[point[1] for point in chart.fit],
        mode="lines",
        line={"color": palette.text, "width": 2.5},
        hoverinfo="skip",
    )
    return band, line


def _dots(points: Sequence[ScatterPoint], names: dict[str, str], chart: Scatter, palette: Palette) -> Trace:
    role = points[0].role
    colour = palette.role(role)
    is_named = any(p.ags in names for p in points)
    return scatter(
        x=[p.x for p in points],
        y=[p.y for p in points],
        mode="markers+text" if is_named else "markers",
        text=[f"<b>{p.name}</b>" if p.ags in names else "" for p in points] if is_named else None,
        textposition=[names.get(p.ags, "middle right") for p in points] if is_named else None,
        textfont={"size": 18 if role == "focus" else 14, "color": colour, "shadow": _halo(palette)},
        hovertext=[p.name for p in points],
        marker={
            "symbol": _symbol(role),
            "size": _SIZES[role],
            "color": colour,
            "line": {"width": 0 if role == "context" else 1, "color": palette.ground},
        },
        opacity=0.7 if role == "context" else 1,
        cliponaxis=False,
        hovertemplate=(
            f"<b>%{{hovertext}}</b><br>{_pointed(chart.x, 'x')}<br>{_pointed(chart.y, 'y')}<extra></extra>"
        ),
    )


def _halo(palette: Palette) -> str:
    """The ground around a name, so that it stands clear of the dots below it."""
    return ", ".join(f"{x}px {y}px 2px {palette.ground}" for x in (-1, 1) for y in (-1, 1))


def _symbol(role: Role) -> str:
    """Kreise in the background are small dots: four hundred of another shape would be a pattern."""
    return "circle" if role == "context" else MARKER[role]


def _pointed(axis: Axis, which: str) -> str:
    unit = f" {axis.unit}" if axis.unit else ""
    return f"{axis.name}: %{{{which}:,.{axis.decimals}f}}{unit}"


def places_of_names(points: Sequence[ScatterPoint], frame: Box) -> dict[str, str]:
    """Where the name of each labelled dot stands, by code; without a free place it is left to the pointer.

    The focus comes first. A place is free where it meets no other name, no other labelled dot and no edge.
    """
    left, right, low, high = frame
    at = {
        p.ags: ((p.x - left) / (right - left) * _WIDTH, (p.y - low) / (high - low) * _PLOT_HEIGHT)
        for p in points
        if p.is_labelled
    }
    taken: dict[str, Box] = {ags: (x - 9, x + 9, y - 9, y + 9) for ags, (x, y) in at.items()}
    corners = [(0.0, 150.0), (_WIDTH - 150.0, float(_WIDTH))]
    blocked = [(a, b, c, d) for a, b in corners for c, d in ((0.0, 44.0), (_PLOT_HEIGHT - 44.0, 500.0))]
    found: dict[str, str] = {}
    for point in sorted((p for p in points if p.is_labelled), key=lambda p: (p.role != "focus", p.y)):
        boxes = _boxes(point, at[point.ags])
        others = [*blocked, *(box for ags, box in taken.items() if ags != point.ags)]
        free = (place for place, box in boxes.items() if not any(_meet(box, other) for other in others))
        place = next(free, None)
        if place is None and point.role == "focus":
            place = next(iter(boxes), None)  # it is named in any case
        if place is not None:
            found[point.ags] = place
            taken[f"{point.ags} name"] = boxes[place]
    return found


def _boxes(point: ScatterPoint, at: tuple[float, float]) -> dict[str, Box]:
    """Where a name could stand without leaving the plot to the side, the best place first."""
    (x, y), boxes = at, {}
    width = _LETTER * len(point.name) * (1.2 if point.role == "focus" else 1)
    for place, across, up in _PLACES:
        start = x + across * width + (10 if across == 0 else -10 if across == -1 else 0)
        if start >= 0 and start + width <= _WIDTH:
            middle = y + up * _LINE
            boxes[place] = (start, start + width, middle - _LINE / 2, middle + _LINE / 2)
    return boxes


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def draw_paired(chart: Paired, palette: Palette) -> Drawing:
    """The two charts one above the other on the same years."""
    span = [chart.years[0] - 0.6, chart.years[1] + 0.6]
    years = {"range": span, "tickformat": "d", "hoverformat": "d", "nticks": 8}
    titles = [_panel_title(panel.title) for panel in chart.panels]
    above = 20 + _LINE * max(2, titles[0].count("<br>") + 1)
    traces: list[Trace] = []
    for panel, axes in zip(chart.panels, ({}, {"xaxis": "x2", "yaxis": "y2"}), strict=True):
        traces += [line_with_cuts(line, panel.cuts, palette, axes) for line in reversed(panel.lines)]
    return Drawing(
        data=traces,
        layout={
            "template": template(palette),
            "height": 2 * _PANEL + above,
            "margin": {"t": above, "b": 34, "r": 16},
            "xaxis": {**years, "anchor": "y"},
            "xaxis2": {**years, "anchor": "y2"},
            "yaxis": {**_panel_axis(chart, 0), "domain": [0.64, 1]},
            "yaxis2": {**_panel_axis(chart, 1), "domain": [0, 0.36], "anchor": "x2"},
            "annotations": [
                {"x": 0, "y": top, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom",
                 "align": "left", "text": title, "showarrow": False,
                 "font": {"size": 16, "color": palette.text}}
                for title, top in zip(titles, (1, 0.36), strict=True)
            ],
        },
    )  # fmt: skip


def _panel_axis(chart: Paired, place: int) -> dict[str, object]:
    unit = chart.units[place]
    suffix = f"{NBSP}{unit}" if unit else ""
    return {"range": list(chart.values[place]), "nticks": 5, "ticksuffix": suffix, "tickformat": ",~f"}
