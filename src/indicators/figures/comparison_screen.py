"""Drawing the figures of a comparison for plotly."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from indicators.figures.comparison_model import Distribution, Dot, DotPlot, Multiples, Panel
from indicators.figures.drawing import Drawing, Trace, bar, scatter, upright
from indicators.figures.model import Line
from indicators.figures.theme import DASH, MARKER, Palette, template
from indicators.formats import NBSP

_ROW: Final = 30
_PANEL: Final = 220
_HISTOGRAM: Final = 330
_ABOVE: Final[dict[str, Any]] = {"y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False}
"""A name above the plot."""
_FIRST_AXES: Final[dict[str, str]] = {}


def draw_distribution(chart: Distribution, palette: Palette) -> Drawing:
    """Bars from zero; the own value and the median as lines with their names above."""
    bars = bar(
        x=[(bar.low + bar.high) / 2 for bar in chart.bars],
        y=[bar.count for bar in chart.bars],
        width=[(bar.high - bar.low) * 0.94 for bar in chart.bars],
        text=[bar.label for bar in chart.bars],
        textposition="none",
        marker={"color": palette.context},
        hovertemplate="%{text}<extra></extra>",
    )
    low, high = chart.bars[0].low, chart.bars[-1].high
    lines: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    for rank, mark in enumerate(chart.marks):
        colour = palette.role(mark.role)
        lines.append(upright(mark.value, {"color": colour, "width": 4, "dash": DASH[mark.role]}))
        names.append(
            {
                **_ABOVE,
                "x": mark.value,
                "yshift": 2 + 24 * rank,
                "xanchor": "right" if mark.value > (low + high) / 2 else "left",
                "text": f"<b>{mark.label}</b>",
                "font": {"size": 17, "color": colour},
            }
        )
    return Drawing(
        [bars],
        {
            "template": template(palette),
            "height": _HISTOGRAM,
            "margin": {"t": 64, "b": 40, "r": 16},
            "shapes": lines,
            "annotations": names,
            "xaxis": {**_value_axis(chart.unit), "range": [low, high]},
            "yaxis": {
                "rangemode": "tozero",
                "nticks": 4,
                "tickformat": "d",
                "title": {"text": "Anzahl", "font": {"size": 15}},
            },
        },
    )


def draw_dots(chart: DotPlot, palette: Palette) -> Drawing:
    """One row per region with its name on the left; band, median and whiskers behind the dots."""
    dots = list(reversed(chart.dots))  # plotly counts rows from below
    shapes: list[dict[str, Any]] = []
    texts = [_label(place, dot, palette) for place, dot in enumerate(dots)]
    if chart.band is not None:
        low, high = chart.band
        shapes.append({**upright(low, {"width": 0}), "x1": high, "type": "rect", "fillcolor": grey(palette)})
    if chart.median is not None:
        value, name = chart.median
        shapes.append(upright(value, {"color": palette.secondary, "width": 2, "dash": "dash"}))
        texts.append({**_ABOVE, "x": value, "text": name, "font": {"size": 15, "color": palette.secondary}})
    by_role = [
        [(place, dot) for place, dot in enumerate(dots) if dot.role == role and dot.value is not None]
        for role in ("context", "reference", "focus")
    ]
    longest = max((len(dot.label) for dot in dots if dot.value is not None), default=0)
    return Drawing(
        [_dots(rows, palette) for rows in by_role if rows],
        {
            "template": template(palette),
            "height": 96 + _ROW * len(dots),
            "margin": {"t": 34, "b": 40, "r": 18 + 9 * longest},
            "shapes": [{**shape, "layer": "below"} for shape in shapes],
            "annotations": texts,
            "xaxis": {**_value_axis(chart.unit), "range": _range(chart)},
            "yaxis": {
                "tickvals": list(range(len(dots))),
                "ticktext": [_tick(dot, palette) for dot in dots],
                "range": [-0.7, len(dots) - 0.3],
                "showgrid": True,
                "griddash": "dot",
                "tickfont": {"color": palette.text},
            },
        },
    )


def _tick(dot: Dot, palette: Palette) -> str:
    if dot.role == "context":
        return dot.name
    return f'<b><span style="color:{palette.role(dot.role)}">{dot.name}</span></b>'


def _dots(rows: Sequence[tuple[int, Dot]], palette: Palette) -> Trace:
    role = rows[0][1].role
    whiskers = [
        (dot.value - dot.low, dot.high - dot.value)
        if dot.value is not None and dot.low is not None and dot.high is not None
        else (0.0, 0.0)
        for _, dot in rows
    ]
    return scatter(
        x=[dot.value for _, dot in rows],
        y=[place for place, _ in rows],
        text=[dot.label for _, dot in rows],
        customdata=[dot.name for _, dot in rows],
        mode="markers",
        marker={"symbol": MARKER[role], "size": 16 if role == "focus" else 12, "color": palette.role(role)},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [above for _, above in whiskers],
            "arrayminus": [below for below, _ in whiskers],
            "color": palette.role(role),
            "thickness": 2,
            "width": 6,
            "visible": any(above or below for below, above in whiskers),
        },
        cliponaxis=False,
        hovertemplate="%{customdata}: <b>%{text}</b><extra></extra>",
    )


def _label(place: int, dot: Dot, palette: Palette) -> dict[str, Any]:
    """The value in a column right of the plot, or at the left why there is none."""
    return {
        "x": 1 if dot.value is not None else 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": place,
        "text": f"<b>{dot.label}</b>" if dot.role != "context" else dot.label,
        "showarrow": False,
        "font": {"size": 16, "color": palette.role(dot.role) if dot.role != "context" else palette.text},
    }


def _range(chart: DotPlot) -> list[float]:
    """From the lowest to the highest mark, with a little room; from zero where they come near it."""
    found = [v for dot in chart.dots for v in (dot.value, dot.low, dot.high) if v is not None]
    found += [*(chart.band or ()), *([chart.median[0]] if chart.median else [])]
    low, high = (min(found), max(found)) if found else (0.0, 1.0)
    width = (high - low) or abs(high) or 1.0
    left = 0.0 if 0 < low < width / 2 else low - 0.1 * width
    return [left, high + 0.06 * width]


def draw_panels(chart: Multiples, panels: Sequence[Panel], palette: Palette) -> Drawing:
    """Some of the small charts below each other; all share both axes with the others."""
    count = len(panels)
    gap = 0.4 / count if count > 1 else 0.0
    height = (1 - gap * (count - 1)) / count
    layout: dict[str, Any] = {
        "template": template(palette),
        "height": _PANEL * count,
        "margin": {"t": 34, "b": 34, "r": 12},
        "annotations": [],
    }
    traces: list[Trace] = []
    for row, panel in enumerate(panels):
        nth = str(row + 1) if row else ""
        top = 1 - row * (height + gap)
        axes = {"xaxis": f"x{nth}", "yaxis": f"y{nth}"}
        traces += [_band(run, palette, axes) for run in _runs(panel.band, panel.cuts)]
        traces += [line_with_cuts(line, panel.cuts, palette, axes) for line in reversed(panel.lines)]
        layout[f"xaxis{nth}"] = {
            "anchor": f"y{nth}",
            "domain": [0, 1],
            "range": [chart.years[0] - 0.6, chart.years[1] + 0.6],
            "tickformat": "d",
            "hoverformat": "d",
            "nticks": 6,
        }
        layout[f"yaxis{nth}"] = {
            "anchor": f"x{nth}",
            "domain": [max(0.0, top - height), top],
            "range": list(chart.values),
            "nticks": 4,
            "ticksuffix": f"{NBSP}{chart.unit}" if chart.unit else "",
            "tickformat": ",~f",
        }
        layout["annotations"].append(
            {
                **_ABOVE,
                "yref": "paper",
                "xref": "paper",
                "x": 0,
                "y": top,
                "xanchor": "left",
                "text": f"<b>{panel.title}</b>",
                "font": {"size": 16, "color": palette.text},
            }
        )
    return Drawing(traces, layout)


def line_with_cuts(
    line: Line, cuts: Sequence[int], palette: Palette, axes: Mapping[str, str] = _FIRST_AXES
) -> Trace:
    """One line, cut before each year in which the series breaks."""
    years: list[float] = []
    values: list[float | None] = []
    labels: list[str] = []
    for point in line.points:
        if point.year in cuts:
            years.append(point.year - 0.5)
            values.append(None)
            labels.append("")
        years.append(point.year)
        values.append(point.value)
        labels.append(point.label)
    colour = palette.role(line.role)
    return scatter(
        x=years,
        y=values,
        text=[label.replace(NBSP, " ") for label in labels],  # six bytes each on the wire
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 3 if line.role == "focus" else 2.5, "dash": DASH[line.role]},
        marker={"symbol": MARKER[line.role], "size": 6, "color": colour},
        hovertemplate=f"{line.name} %{{x}}: <b>%{{text}}</b><extra></extra>",
        **axes,
    )


def _runs(
    band: Sequence[tuple[int, float, float]], cuts: Sequence[int]
) -> list[list[tuple[int, float, float]]]:
    """Neighbouring years of a band, cut where the series breaks."""
    runs: list[list[tuple[int, float, float]]] = []
    for step in band:
        if runs and runs[-1][-1][0] == step[0] - 1 and step[0] not in cuts:
            runs[-1].append(step)
        else:
            runs.append([step])
    return runs


def _band(run: Sequence[tuple[int, float, float]], palette: Palette, axes: Mapping[str, str]) -> Trace:
    """The area between the quartiles; a single year gets a third of a year on both sides."""
    if len(run) == 1:
        year, lower, upper = run[0]
        edges: list[tuple[float, float, float]] = [(year - 0.3, lower, upper), (year + 0.3, lower, upper)]
    else:
        edges = [(float(year), lower, upper) for year, lower, upper in run]
    return scatter(
        x=[_short(e[0]) for e in (*edges, *reversed(edges))],
        y=[_short(v) for v in (*(e[1] for e in edges), *(e[2] for e in reversed(edges)))],
        fill="toself",
        fillcolor=grey(palette),
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
        **axes,
    )


def _short(value: float) -> float:
    """The value to six digits, which is more than a screen shows: sixteen triple what is sent."""
    rounded = float(f"{value:.6g}")
    return int(rounded) if rounded.is_integer() else rounded


def _value_axis(unit: str) -> dict[str, Any]:
    return {"ticksuffix": f"{NBSP}{unit}" if unit else "", "nticks": 6, "tickangle": 0, "tickformat": ",~f"}


def grey(palette: Palette) -> str:
    """The colour of the context, thin enough to lie behind dots and lines."""
    red, green, blue = (int(palette.context[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.22)"
