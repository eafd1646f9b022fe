"""Drawing the figures of a funding gap with plotly."""

from textwrap import wrap
from typing import Final

import plotly.graph_objects as go

from indicators.figures.money_model import Curve, Tornado, TornadoBar
from indicators.figures.theme import Palette, template
from indicators.formats import NBSP

_CURVE: Final = 400
_ROW: Final = 58
_NAME: Final = 34
_SCALES: Final = ((2_000_000_000.0, 1e9, "Mrd."), (2_000_000.0, 1e6, "Mio."))


def draw_curve(chart: Curve, palette: Palette) -> go.Figure:
    """The result over one input: zero line, the point in use, the break-even; all labelled directly."""
    factor, unit = _scale([y for _, y in chart.points], chart.unit)
    xs, ys = [x for x, _ in chart.points], [y / factor for _, y in chart.points]
    figure = go.Figure(layout={"template": template(palette), "height": _CURVE})
    is_year = chart.x_decimals == 0 and min(xs) >= 1900 and max(xs) <= 2100
    figure.add_trace(
        go.Scatter(
            x=xs,
            y=ys,
            mode="lines+markers" if is_year else "lines",
            line={"color": palette.focus, "width": 3.5},
            marker={"size": 8},
            hovertemplate=f"%{{x}}: <b>%{{y:,.2f}} {unit}</b><extra></extra>",
        )
    )
    figure.add_hline(y=0, line={"color": palette.text, "width": 1.5})
    x, y, label = chart.chosen
    _mark(figure, (x, y / factor), label, "circle", palette.focus, is_right=x > (xs[0] + xs[-1]) / 2)
    if chart.break_even is not None:
        place, words = chart.break_even
        is_right = place > (xs[0] + xs[-1]) / 2
        _mark(figure, (place, 0.0), words, "diamond-open", palette.reference, is_right=is_right)
    figure.update_xaxes(
        title={"text": chart.x_title, "font": {"size": 15, "color": palette.secondary}, "standoff": 4},
        tickformat="d" if is_year else ",~f",
        nticks=8,
    )
    figure.update_yaxes(ticksuffix=f"{NBSP}{unit}", tickformat=",~f", nticks=6, rangemode="tozero")
    figure.update_layout(margin={"t": 30, "b": 56, "r": 24})
    return figure


def _mark(
    figure: go.Figure, at: tuple[float, float], label: str, symbol: str, colour: str, *, is_right: bool
) -> None:
    figure.add_trace(
        go.Scatter(
            x=[at[0]],
            y=[at[1]],
            mode="markers",
            marker={"symbol": symbol, "size": 15, "color": colour, "line": {"width": 2.5, "color": colour}},
            cliponaxis=False,
            hoverinfo="skip",
        )
    )
    figure.add_annotation(
        x=at[0], y=at[1], text=f"<b>{label}</b>", showarrow=False, yshift=18,
        xanchor="right" if is_right else "left", font={"size": 17, "color": colour},
    )  # fmt: skip


def draw_tornado(chart: Tornado, palette: Palette) -> go.Figure:
    """Bars around the result in use: filled at the low end of an input, hatched at its high end."""
    reach = [chart.base, *(v for bar in chart.bars for v in (bar.low, bar.high))]
    factor, unit = _scale(reach, chart.unit)
    base = chart.base / factor
    names = ["<br>".join(wrap(bar.name, _NAME)) for bar in chart.bars]
    figure = go.Figure(layout={"template": template(palette), "height": 96 + _ROW * len(names)})
    for is_low in (True, False):
        figure.add_trace(_half(chart, names, factor, is_low=is_low, palette=palette))
    for name, bar in zip(names, chart.bars, strict=True):
        _write_ends(figure, name, bar, (base, factor), palette)
    figure.add_vline(x=base, line={"color": palette.text, "width": 2})
    figure.add_annotation(
        x=base, y=1, yref="paper", yanchor="bottom", text=f"<b>{chart.base_label}</b>", showarrow=False,
        font={"size": 17, "color": palette.text},
    )  # fmt: skip
    low, high = min(reach) / factor, max(reach) / factor
    room = 0.3 * ((high - low) or 1.0)
    figure.update_xaxes(
        range=[low - room, high + room], ticksuffix=f"{NBSP}{unit}", tickformat=",~f", nticks=5, showgrid=True
    )
    figure.update_yaxes(autorange="reversed", tickfont={"color": palette.text, "size": 15})
    figure.update_layout(barmode="overlay", margin={"t": 34, "b": 40, "r": 12}, bargap=0.4)
    return figure


def _half(chart: Tornado, names: list[str], factor: float, *, is_low: bool, palette: Palette) -> go.Bar:
    """The part of every bar that belongs to one end of the inputs."""
    base = chart.base / factor
    ends = [(bar.low if is_low else bar.high) / factor for bar in chart.bars]
    labels = [bar.low_label if is_low else bar.high_label for bar in chart.bars]
    where = "am unteren Ende" if is_low else "am oberen Ende"
    marker = {"color": palette.focus, "line": {"width": 1.5, "color": palette.focus}}
    if not is_low:
        marker["pattern"] = {"shape": "/", "fgcolor": palette.focus, "bgcolor": palette.ground}
    return go.Bar(
        y=names,
        x=[end - base for end in ends],
        base=base,
        orientation="h",
        text=labels,
        textposition="none",
        marker=marker,
        hovertemplate=f"%{{y}}, {where}: <b>%{{text}}</b><extra></extra>",
    )


def _write_ends(
    figure: go.Figure, name: str, bar: TornadoBar, scale: tuple[float, float], palette: Palette
) -> None:
    """The results at both ends, outside of the bar."""
    base, factor = scale
    ends = [(bar.low / factor, bar.low_label), (bar.high / factor, bar.high_label)]
    lower = min(ends)[0]
    for place, label in ends:
        is_left = place < base or (place == base and place == lower)
        figure.add_annotation(
            x=place, y=name, text=label, showarrow=False, xanchor="right" if is_left else "left",
            xshift=-6 if is_left else 6, font={"size": 15, "color": palette.text},
        )  # fmt: skip


def _scale(values: list[float], unit: str) -> tuple[float, str]:
    """By what euro are divided, and the unit that this gives."""
    largest = max((abs(v) for v in values), default=0.0)
    for least, factor, name in _SCALES:
        if unit == "€" and largest >= least:
            return factor, f"{name} {unit}"
    return 1.0, unit
