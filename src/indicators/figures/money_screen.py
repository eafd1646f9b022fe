"""Drawing the figures about money with plotly."""

from datetime import date, timedelta
from textwrap import wrap
from typing import Final

import plotly.graph_objects as go

from indicators.figures.model import Role
from indicators.figures.money_model import StackedBars, Terms
from indicators.figures.theme import Palette, template
from indicators.formats import NBSP

_BAR: Final = 64
_ROW: Final = 46
_NAME: Final = 44
"""Letters of a name before it is broken into a second line."""
_PATTERNS: Final = ("", "/", "x", "-", ".", "|")
"""A layer is told by its pattern too, never by colour alone."""


def draw_stacked(chart: StackedBars, palette: Palette) -> go.Figure:
    """Bars from zero, the total at the end of each; the layers are named above where there are several.

    The layer with the most money is the focus.
    """
    bars = [_broken(name, 30) for name in chart.bars]
    ranked = sorted(chart.stacks, key=lambda stack: -sum(v or 0.0 for v in stack.values))
    colours = (palette.focus, palette.reference, palette.context, *palette.sequential[2:5])
    looks = {s.name: look for s, look in zip(ranked, zip(colours, _PATTERNS, strict=True), strict=False)}
    figure = go.Figure(layout={"template": template(palette), "height": 110 + _BAR * len(bars)})
    for stack in chart.stacks:
        colour, pattern = looks[stack.name]
        figure.add_trace(
            go.Bar(
                y=bars,
                x=stack.values,
                name=stack.name,
                text=stack.labels,
                textposition="none",
                orientation="h",
                marker={
                    "color": colour,
                    "pattern": {"shape": pattern, "fgcolor": palette.ground, "fillmode": "overlay"},
                    "line": {"width": 1, "color": palette.ground},
                },
                hovertemplate=f"{stack.name}, %{{y}}: <b>%{{text}}</b><extra></extra>",
            )
        )
    for name, total, length in zip(bars, chart.totals, _lengths(chart), strict=True):
        figure.add_annotation(
            x=length, y=name, text=f"<b>{total}</b>", showarrow=False, xanchor="left", xshift=8,
            font={"size": 17, "color": palette.text},
        )  # fmt: skip
    longest = max(_lengths(chart), default=1.0)
    figure.update_xaxes(
        range=[0, longest * 1.25 or 1], nticks=5, ticksuffix=f"{NBSP}{chart.unit}", tickformat=",~f",
        showgrid=True,
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", tickfont={"color": palette.text})
    figure.update_layout(
        barmode="stack",
        showlegend=len(chart.stacks) > 1,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        margin={"t": 44 if len(chart.stacks) > 1 else 12, "b": 40, "r": 12},
    )
    return figure


def _lengths(chart: StackedBars) -> list[float]:
    return [sum(stack.values[bar] or 0.0 for stack in chart.stacks) for bar in range(len(chart.bars))]


def draw_terms(chart: Terms, palette: Palette) -> go.Figure:
    """A bar per term with its end in words; an open start begins at the left edge, an open end fades out."""
    rows = [_broken(f"{i + 1}. {term.name}", _NAME) for i, term in enumerate(chart.terms)]
    figure = go.Figure(layout={"template": template(palette), "height": 90 + _ROW * len(rows)})
    for name, term in zip(rows, chart.terms, strict=True):
        start = max(term.start or chart.first, chart.first)
        end = min(term.end or chart.last, chart.last)
        figure.add_trace(
            go.Bar(
                y=[name],
                x=[max((end - start).days, 1) * 86_400_000],
                base=[start.isoformat()],
                orientation="h",
                width=0.34,
                marker={
                    "color": palette.role(term.role),
                    "pattern": {
                        "shape": "" if term.end else "/",
                        "fgcolor": palette.ground,
                        "fillmode": "overlay",
                    },
                },
                text=[term.label],
                textposition="none",
                hovertemplate=f"{term.name}: <b>{term.label}</b><extra></extra>",
            )
        )
        figure.add_annotation(
            **_label_place(start, end, chart), y=name, yshift=18, text=term.label, showarrow=False,
            font={"size": 15, "color": _text_colour(term.role, palette)},
        )  # fmt: skip
    figure.add_vline(x=chart.today.isoformat(), line={"color": palette.text, "width": 2, "dash": "dot"})
    figure.add_annotation(
        x=chart.today.isoformat(), y=1, yref="paper", yanchor="bottom", text="heute", showarrow=False,
        font={"size": 15, "color": palette.text},
    )  # fmt: skip
    figure.update_xaxes(
        type="date",
        range=[chart.first.isoformat(), chart.last.isoformat()],
        tickformat="%Y",
        tick0=chart.first.isoformat(),
        dtick=f"M{12 * max(1, (chart.last.year - chart.first.year) // 12)}",
        showgrid=True,
    )
    figure.update_yaxes(autorange="reversed", tickfont={"color": palette.text, "size": 15})
    figure.update_layout(margin={"t": 34, "b": 36, "r": 12}, bargap=0)
    return figure


def _label_place(start: date, end: date, chart: Terms) -> dict[str, object]:
    """Above the bar, at its left end; at its right end where the bar begins late."""
    middle = chart.first + timedelta(days=(chart.last - chart.first).days // 2)
    if start > middle:
        return {"x": end.isoformat(), "xanchor": "right"}
    return {"x": start.isoformat(), "xanchor": "left"}


def _text_colour(role: Role, palette: Palette) -> str:
    return palette.secondary if role == "context" else palette.role(role)


def _broken(text: str, width: int) -> str:
    return "<br>".join(wrap(text, width))
