"""Drawing the figures of need and money with plotly."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from indicators.figures.comparison_screen import grey, line_with_cuts
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
_SIZES: Final[dict[Role, int]] = {"context": 7, "reference": 12, "focus": 17}
_PLACES: Final = (
    ("middle right", 0.0, 0.0), ("middle left", -1.0, 0.0), ("top center", -0.5, 1.0),
    ("bottom center", -0.5, -1.0), ("top right", 0.0, 1.0), ("top left", -1.0, 1.0),
    ("bottom right", 0.0, -1.0), ("bottom left", -1.0, -1.0),
)  # fmt: skip

Box = tuple[float, float, float, float]


def draw_scatter(chart: Scatter, palette: Palette) -> go.Figure:
    """Dots by role, medians as lines, corners named, the critical one shaded, the line with its band."""
    figure = go.Figure(layout={"template": template(palette), "height": _HEIGHT})
    (left, right), (low, high) = _range([p.x for p in chart.points]), _range([p.y for p in chart.points])
    if chart.median is not None:
        _draw_corners(figure, chart, (left, right, low, high), palette)
    if chart.fit:
        _draw_fit(figure, chart, palette)
    names = places_of_names(chart.points, (left, right, low, high))
    for role in ("context", "reference", "focus"):
        some = [p for p in chart.points if p.role == role]
        if some:
            figure.add_trace(_dots(some, names, chart, palette))
    _title_axes(figure, chart, palette)
    figure.update_xaxes(**_axis(chart.x), range=[left, right])
    figure.update_yaxes(**_axis(chart.y), range=[low, high])
    return figure


def _title_axes(figure: go.Figure, chart: Scatter, palette: Palette) -> None:
    """Both titles horizontally: that of y above the plot and the label of the median, that of x below."""
    above, below = _lines(chart.y.title), _lines(chart.x.title)
    font = {"size": 15, "color": palette.secondary}
    for text, place in (
        (above, {"x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 30, "align": "left"}),
        (below, {"x": 1, "y": 0, "xanchor": "right", "yanchor": "top", "yshift": -34, "align": "right"}),
    ):
        figure.add_annotation(text=text, xref="paper", yref="paper", showarrow=False, font=font, **place)
    lines = [title.count("<br>") + 1 for title in (above, below)]
    figure.update_layout(margin={"t": 40 + 21 * lines[0], "b": 44 + 21 * lines[1], "r": 12})


def _lines(title: str) -> str:
    return "<br>".join(wrap(title, _TITLE))


def _axis(axis: Axis) -> dict[str, object]:
    return {"ticksuffix": f"{NBSP}{axis.unit}" if axis.unit else "", "nticks": 6, "tickformat": ",~f"}


def _range(values: Sequence[float]) -> tuple[float, float]:
    """From the lowest to the highest value, with room for the names of the corners."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    width = (high - low) or abs(high) or 1.0
    return low - 0.1 * width, high + 0.1 * width


def _draw_corners(figure: go.Figure, chart: Scatter, frame: Box, palette: Palette) -> None:
    """Median lines with their values, and what each corner is called."""
    assert chart.median is not None  # noqa: S101 - asked for before
    left, right, low, _high = frame
    (x, x_label), (y, y_label) = chart.median
    figure.add_shape(
        type="rect", x0=x, x1=left if chart.critical == 2 else right, y0=low, y1=y, layer="below",
        fillcolor=palette.shade, line_width=0,
    )  # fmt: skip
    line = {"color": palette.secondary, "width": 2, "dash": "dash"}
    figure.add_vline(x=x, line=line, layer="below")
    figure.add_hline(y=y, line=line, layer="below")
    font = {"size": 14, "color": palette.secondary}
    figure.add_annotation(
        x=x, y=1, yref="paper", yanchor="bottom", yshift=2, text=x_label, showarrow=False, font=font
    )
    figure.add_annotation(
        x=right, y=y, yanchor="bottom", xanchor="right", text=y_label, showarrow=False, font=font
    )
    for place, name in enumerate(chart.quadrants):
        if name:
            _name_corner(figure, place, name, is_critical=place == chart.critical, palette=palette)


def _name_corner(figure: go.Figure, place: int, name: str, *, is_critical: bool, palette: Palette) -> None:
    """The name at the edge of its corner, on two lines so that two fit beside each other on a phone."""
    text = name.replace(", ", ",<br>")
    is_right, is_low = place % 2 == 1, place > 1
    figure.add_annotation(
        x=1 if is_right else 0,
        y=0 if is_low else 1,
        xref="paper",
        yref="paper",
        xanchor="right" if is_right else "left",
        yanchor="bottom" if is_low else "top",
        xshift=-4 if is_right else 6,
        align="right" if is_right else "left",
        text=f"<b>{text}</b>" if is_critical else text,
        showarrow=False,
        font={"size": 15, "color": palette.text if is_critical else palette.secondary},
    )


def _draw_fit(figure: go.Figure, chart: Scatter, palette: Palette) -> None:
    """The regression line over its band."""
    x = [point[0] for point in chart.fit]
    figure.add_trace(
        go.Scatter(
            x=x + x[::-1],
            y=[point[2] for point in chart.fit] + [point[3] for point in reversed(chart.fit)],
            fill="toself",
            fillcolor=grey(palette),
            line={"width": 0},
            mode="lines",
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=x,
            y=[point[1] for point in chart.fit],
            mode="lines",
            line={"color": palette.text, "width": 2.5},
            hoverinfo="skip",
        )
    )


def _dots(
    points: Sequence[ScatterPoint], names: dict[str, str], chart: Scatter, palette: Palette
) -> go.Scatter:
    role = points[0].role
    colour = palette.role(role)
    is_named = any(p.ags in names for p in points)
    return go.Scatter(
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
        free = [place for place, box in boxes.items() if not any(_meet(box, other) for other in others)]
        if point.role == "focus":
            free = [*free, *boxes]  # it is named in any case
        if free:
            found[point.ags] = free[0]
            taken[f"{point.ags} name"] = boxes[free[0]]
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


def draw_paired(chart: Paired, palette: Palette) -> go.Figure:
    """The two charts one above the other on the same years."""
    figure = make_subplots(
        rows=2,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.2,
        subplot_titles=[_bold(panel.title) for panel in chart.panels],
    )
    figure.update_layout(
        template=template(palette), height=2 * _PANEL + 60, margin={"t": 62, "b": 34, "r": 16}
    )
    figure.update_annotations(font={"size": 16, "color": palette.text}, x=0, xanchor="left", align="left")
    for row, panel in enumerate(chart.panels, start=1):
        for line in reversed(panel.lines):
            figure.add_trace(line_with_cuts(line, panel.cuts, palette), row=row, col=1)
        unit = chart.units[row - 1]
        figure.update_yaxes(
            range=list(chart.values[row - 1]), nticks=4, ticksuffix=f"{NBSP}{unit}" if unit else "",
            tickformat=",~f", row=row, col=1,
        )  # fmt: skip
    figure.update_xaxes(
        range=[chart.years[0] - 0.6, chart.years[1] + 0.6], tickformat="d", hoverformat="d", nticks=8,
        showticklabels=True,
    )  # fmt: skip
    return figure


def _bold(title: str) -> str:
    return f"<b>{_lines(title)}</b>"
