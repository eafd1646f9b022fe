"""Drawing the figures of a comparison with plotly."""

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from indicators.figures.comparison_model import Distribution, Dot, DotPlot, Multiples, Panel
from indicators.figures.model import Line
from indicators.figures.theme import DASH, MARKER, Palette, template
from indicators.formats import NBSP

_ROW: Final = 30
_PANEL: Final = 220
_HISTOGRAM: Final = 330


def draw_distribution(chart: Distribution, palette: Palette) -> go.Figure:
    """Bars from zero; the own value and the median as lines with their names above."""
    figure = _figure(palette, _HISTOGRAM)
    figure.add_trace(
        go.Bar(
            x=[(bar.low + bar.high) / 2 for bar in chart.bars],
            y=[bar.count for bar in chart.bars],
            width=[(bar.high - bar.low) * 0.94 for bar in chart.bars],
            text=[bar.label for bar in chart.bars],
            textposition="none",
            marker={"color": palette.context},
            hovertemplate="%{text}<extra></extra>",
        )
    )
    low, high = chart.bars[0].low, chart.bars[-1].high
    for rank, mark in enumerate(chart.marks):
        figure.add_vline(
            x=mark.value, line={"color": palette.role(mark.role), "width": 4, "dash": DASH[mark.role]}
        )
        is_right = mark.value > (low + high) / 2
        figure.add_annotation(
            x=mark.value,
            y=1,
            yref="paper",
            yanchor="bottom",
            yshift=2 + 24 * rank,
            xanchor="right" if is_right else "left",
            text=f"<b>{mark.label}</b>",
            showarrow=False,
            font={"size": 17, "color": palette.role(mark.role)},
        )
    figure.update_xaxes(**_value_axis(chart.unit), range=[low, high])
    figure.update_yaxes(
        rangemode="tozero", nticks=4, tickformat="d", title={"text": "Anzahl", "font": {"size": 15}}
    )
    figure.update_layout(margin={"t": 64, "b": 40, "r": 16})
    return figure


def draw_dots(chart: DotPlot, palette: Palette) -> go.Figure:
    """One row per region with its name on the left; band, median and whiskers behind the dots."""
    dots = list(reversed(chart.dots))  # plotly counts rows from below
    figure = _figure(palette, 96 + _ROW * len(dots))
    if chart.band is not None:
        figure.add_vrect(
            x0=chart.band[0], x1=chart.band[1], fillcolor=grey(palette), line_width=0, layer="below"
        )
    if chart.median is not None:
        _mark_median(figure, chart.median, palette)
    for role in ("context", "reference", "focus"):
        rows = [(place, dot) for place, dot in enumerate(dots) if dot.role == role and dot.value is not None]
        if rows:
            figure.add_trace(_dots(rows, palette))
    for place, dot in enumerate(dots):
        _write_label(figure, place, dot, palette)
    figure.update_xaxes(**_value_axis(chart.unit), range=_range(chart))
    figure.update_yaxes(
        tickvals=list(range(len(dots))),
        ticktext=[_tick(dot, palette) for dot in dots],
        range=[-0.7, len(dots) - 0.3],
        showgrid=True,
        griddash="dot",
        tickfont={"color": palette.text},
    )
    longest = max((len(dot.label) for dot in dots if dot.value is not None), default=0)
    figure.update_layout(margin={"t": 34, "b": 40, "r": 18 + 9 * longest})
    return figure


def _tick(dot: Dot, palette: Palette) -> str:
    if dot.role == "context":
        return dot.name
    return f'<b><span style="color:{palette.role(dot.role)}">{dot.name}</span></b>'


def _dots(rows: Sequence[tuple[int, Dot]], palette: Palette) -> go.Scatter:
    role = rows[0][1].role
    whiskers = [
        (dot.value - dot.low, dot.high - dot.value)
        if dot.value is not None and dot.low is not None and dot.high is not None
        else (0.0, 0.0)
        for _, dot in rows
    ]
    return go.Scatter(
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


def _mark_median(figure: go.Figure, median: tuple[float, str], palette: Palette) -> None:
    figure.add_vline(
        x=median[0], line={"color": palette.secondary, "width": 2, "dash": "dash"}, layer="below"
    )
    figure.add_annotation(
        x=median[0],
        y=1,
        yref="paper",
        yanchor="bottom",
        text=median[1],
        showarrow=False,
        font={"size": 15, "color": palette.secondary},
    )


def _write_label(figure: go.Figure, place: int, dot: Dot, palette: Palette) -> None:
    """The value in a column right of the plot, or at the left why there is none."""
    is_known = dot.value is not None
    figure.add_annotation(
        x=1 if is_known else 0,
        xref="paper",
        xanchor="left",
        xshift=8,
        y=place,
        text=f"<b>{dot.label}</b>" if dot.role != "context" else dot.label,
        showarrow=False,
        font={
            "size": 16,
            "color": palette.role(dot.role) if dot.role != "context" else palette.text,
        },
    )


def _range(chart: DotPlot) -> list[float]:
    """From the lowest to the highest mark, with a little room; from zero where they come near it."""
    found = [v for dot in chart.dots for v in (dot.value, dot.low, dot.high) if v is not None]
    found += [*(chart.band or ()), *([chart.median[0]] if chart.median else [])]
    low, high = (min(found), max(found)) if found else (0.0, 1.0)
    width = (high - low) or abs(high) or 1.0
    left = 0.0 if 0 < low < width / 2 else low - 0.1 * width
    return [left, high + 0.06 * width]


def draw_panels(chart: Multiples, panels: Sequence[Panel], palette: Palette) -> go.Figure:
    """Some of the small charts below each other; all share both axes with the others."""
    figure = make_subplots(
        rows=len(panels),
        cols=1,
        vertical_spacing=0.4 / len(panels) if len(panels) > 1 else 0,
        subplot_titles=[f"<b>{panel.title}</b>" for panel in panels],
    )
    figure.update_layout(
        template=template(palette), height=_PANEL * len(panels), margin={"t": 34, "b": 34, "r": 12}
    )
    for row, panel in enumerate(panels, start=1):
        if panel.band:
            for run in _runs(panel.band, panel.cuts):
                figure.add_trace(_band(run, palette), row=row, col=1)
        for line in reversed(panel.lines):
            figure.add_trace(line_with_cuts(line, panel.cuts, palette), row=row, col=1)
    figure.update_annotations(font={"size": 16, "color": palette.text}, x=0, xanchor="left")
    figure.update_xaxes(
        range=[chart.years[0] - 0.6, chart.years[1] + 0.6], tickformat="d", hoverformat="d", nticks=6
    )
    figure.update_yaxes(
        range=list(chart.values), nticks=4, ticksuffix=f"{NBSP}{chart.unit}" if chart.unit else "",
        tickformat=",~f",
    )  # fmt: skip
    return figure


def line_with_cuts(line: Line, cuts: Sequence[int], palette: Palette) -> go.Scatter:
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
    return go.Scatter(
        x=years,
        y=values,
        text=[label.replace(NBSP, " ") for label in labels],  # six bytes each on the wire
        mode="lines+markers",
        connectgaps=False,
        line={"color": colour, "width": 3 if line.role == "focus" else 2.5, "dash": DASH[line.role]},
        marker={"symbol": MARKER[line.role], "size": 6, "color": colour},
        hovertemplate=f"{line.name} %{{x}}: <b>%{{text}}</b><extra></extra>",
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


def _band(run: Sequence[tuple[int, float, float]], palette: Palette) -> go.Scatter:
    """The area between the quartiles; a single year gets a third of a year on both sides."""
    if len(run) == 1:
        year, lower, upper = run[0]
        edges: list[tuple[float, float, float]] = [(year - 0.3, lower, upper), (year + 0.3, lower, upper)]
    else:
        edges = [(float(year), lower, upper) for year, lower, upper in run]
    return go.Scatter(
        x=[_short(e[0]) for e in (*edges, *reversed(edges))],
        y=[_short(v) for v in (*(e[1] for e in edges), *(e[2] for e in reversed(edges)))],
        fill="toself",
        fillcolor=grey(palette),
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
    )


def _short(value: float) -> float:
    """The value to six digits, which is more than a screen shows: sixteen triple what is sent."""
    rounded = float(f"{value:.6g}")
    return int(rounded) if rounded.is_integer() else rounded


def _figure(palette: Palette, height: int) -> go.Figure:
    return go.Figure(layout={"template": template(palette), "height": height})


def _value_axis(unit: str) -> dict[str, Any]:
    return {"ticksuffix": f"{NBSP}{unit}" if unit else "", "nticks": 6, "tickformat": ",~f"}


def grey(palette: Palette) -> str:
    """The colour of the context, thin enough to lie behind dots and lines."""
    red, green, blue = (int(palette.context[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.22)"
