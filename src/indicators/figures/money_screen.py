"""Drawing the figures about money for plotly."""

from textwrap import wrap
from typing import Final

from indicators.figures.drawing import Drawing, Trace, bar, upright
from indicators.figures.money_model import Stack, StackedBars, Term, Terms
from indicators.figures.theme import Palette, template
from indicators.formats import NBSP

_BAR: Final = 62
_ROW: Final = 96
_NAME: Final = 46
"""Letters of a name that fit on a phone; it has two lines, all of it stands at the pointer."""
_DAY: Final = 86_400_000
"""Milliseconds, in which plotly counts lengths of time."""
_MOST_YEARS: Final = 8
_PATTERNS: Final = ("", "/", "x", "-", ".", "|")
"""A layer is told by its pattern too, never by colour alone."""


def draw_stacked(chart: StackedBars, palette: Palette) -> Drawing:
    """Bars from zero, name and total above each; the layers are named above where there are several.

    The layer with the most money is the focus.
    """
    places = list(range(len(chart.bars)))
    ranked = sorted(chart.stacks, key=lambda stack: -sum(v or 0.0 for v in stack.values))
    colours = (palette.focus, palette.reference, palette.context, *palette.sequential[2:5])
    looks = {s.name: look for s, look in zip(ranked, zip(colours, _PATTERNS, strict=True), strict=False)}
    named = zip(places, chart.bars, chart.totals, strict=True)
    return Drawing(
        [_layer(chart, stack, looks[stack.name], palette) for stack in chart.stacks],
        {
            "template": template(palette),
            "height": 90 + _BAR * len(places),
            "barmode": "relative",
            "showlegend": len(chart.stacks) > 1,
            "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
            "margin": {"t": 36 if len(chart.stacks) > 1 else 8, "b": 40, "r": 24},
            "annotations": [
                _above(place, f"{bar}: <b>{total}</b>", palette.text, 0.21 * _BAR)
                for place, bar, total in named
            ],
            "xaxis": {
                "nticks": 4,
                "rangemode": "tozero",
                "ticksuffix": f"{NBSP}{chart.unit}",
                "showticksuffix": "last",
                "tickformat": ",~f",
                "tickangle": 0,
                "showgrid": True,
            },
            "yaxis": {"visible": False, "range": [len(places) - 0.6, -0.75]},
        },
    )


def _layer(chart: StackedBars, stack: Stack, look: tuple[str, str], palette: Palette) -> Trace:
    colour, pattern = look
    return bar(
        y=list(range(len(chart.bars))),
        x=stack.values,
        name=stack.name,
        text=[f"{bar}: <b>{label}</b>" for bar, label in zip(chart.bars, stack.labels, strict=True)],
        textposition="none",
        orientation="h",
        width=0.42,
        marker={
            "color": colour,
            "pattern": {"shape": pattern, "fgcolor": palette.ground, "fillmode": "overlay"},
            "line": {"width": 1, "color": palette.ground},
        },
        hovertemplate=f"{stack.name}, %{{text}}<extra></extra>",
    )


def _above(place: int, text: str, colour: str, half_bar: float) -> dict[str, object]:
    """A text above a bar, from the left edge on, so that it also fits on a phone."""
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": place,
        "yshift": half_bar,
        "yanchor": "bottom",
        "text": text,
        "align": "left",
        "showarrow": False,
        "font": {"size": 16, "color": colour},
    }


def draw_terms(chart: Terms, palette: Palette) -> Drawing:
    """A bar per term, name and end above it; without a start from the left edge, hatched without an end."""
    today = chart.today.isoformat()
    years = chart.last.year - chart.first.year + 1
    return Drawing(
        [_term(place, term, chart, palette) for place, term in enumerate(chart.terms)],
        {
            "template": template(palette),
            "height": 80 + _ROW * len(chart.terms),
            "margin": {"t": 30, "b": 36, "r": 24},
            "bargap": 0,
            "shapes": [upright(today, {"color": palette.text, "width": 2, "dash": "dot"})],
            "annotations": [
                *(_term_name(place, term, palette) for place, term in enumerate(chart.terms)),
                {
                    "x": today,
                    "y": 1,
                    "yref": "paper",
                    "yanchor": "bottom",
                    "text": "heute",
                    "showarrow": False,
                    "font": {"size": 15, "color": palette.text},
                },
            ],
            "xaxis": {
                "type": "date",
                "range": [chart.first.isoformat(), chart.last.isoformat()],
                "tickformat": "%Y",
                "tick0": chart.first.isoformat(),
                "dtick": f"M{12 * -(-years // _MOST_YEARS)}",
                "tickangle": 0,
                "showgrid": True,
            },
            "yaxis": {"visible": False, "range": [len(chart.terms) - 0.6, -0.95]},
        },
    )


def _term(place: int, term: Term, chart: Terms, palette: Palette) -> Trace:
    start = max(term.start or chart.first, chart.first)
    end = min(term.end or chart.last, chart.last)
    return bar(
        y=[place],
        x=[max((end - start).days, 1) * _DAY],
        base=[start.isoformat()],
        orientation="h",
        width=0.24,
        marker={
            "color": palette.role(term.role),
            "pattern": {"shape": "" if term.end else "/", "fgcolor": palette.ground, "fillmode": "overlay"},
        },
        text=[f"{term.name}: <b>{term.label}</b>"],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )


def _term_name(place: int, term: Term, palette: Palette) -> dict[str, object]:
    name = "<br>".join(wrap(term.name, _NAME, max_lines=2, placeholder=" …"))
    colour = palette.secondary if term.role == "context" else palette.role(term.role)
    return _above(place, f"{name}<br><b>{term.label}</b>", colour, 0.12 * _ROW)
