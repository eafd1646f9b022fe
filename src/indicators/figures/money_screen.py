"""Drawing the figures about money for plotly."""

from itertools import accumulate
from math import ceil, floor, log10
from textwrap import wrap
from typing import Any, Final

from indicators.figures import screen
from indicators.figures.drawing import Drawing, Trace, bar, upright
from indicators.figures.model import TimeChart
from indicators.figures.money_model import Stack, StackedBars, Term, Terms
from indicators.figures.theme import Palette, template
from indicators.formats import number, with_unit

_BAR: Final = 62
"""Pixels from one stacked bar to the next: the name above a bar has its place in them."""
_ABOVE_FIRST: Final = 0.75
_HALF_BAR: Final = 0.21
_FOOT: Final = 40
_TERM: Final = 34
"""Height of a bar of the time axis with the room below it, in pixels."""
_BAR_OF_TERM: Final = 22
_LINE: Final = 21
_NAME: Final = 46
"""Letters of a name that fit on one line of a phone; a longer one takes more lines."""
_DAY: Final = 86_400_000
"""Milliseconds, in which plotly counts lengths of time."""
_MOST_YEARS: Final = 8
_MOST_STEPS: Final = 5
"""Steps of years between the ticks of lines: on a phone amounts leave them little room."""
_MOST_TICKS: Final = 4
_TICK_LETTERS: Final = 36
"""Letters of all ticks of amounts together that stay apart on a phone."""
_PATTERNS: Final = ("", "/", "x", "-", ".", "|")
"""A layer is told by its pattern too, never by colour alone."""


def draw_stacked(chart: StackedBars, palette: Palette) -> Drawing:
    """Bars from zero, name and total above each; the layers are named above where there are several.

    The layer with the most money is the focus.
    """
    places = list(range(len(chart.bars)))
    top = 36 if len(chart.stacks) > 1 else 8
    ranked = sorted(chart.stacks, key=lambda stack: -sum(v or 0.0 for v in stack.values))
    colours = (palette.focus, palette.reference, palette.context, *palette.sequential[2:5])
    looks = {s.name: look for s, look in zip(ranked, zip(colours, _PATTERNS, strict=True), strict=False)}
    names = [_named(bar, total) for bar, total in zip(chart.bars, chart.totals, strict=True)]
    more = _LINE * (max(map(len, names), default=1) - 1)
    step = _BAR + more
    return Drawing(
        [_layer(chart, stack, looks[stack.name], palette, _BAR / step) for stack in chart.stacks],
        {
            "template": template(palette),
            "height": round(top + _FOOT + _BAR * (_ABOVE_FIRST - 0.6) + step * len(places)),
            "barmode": "relative",
            "showlegend": len(chart.stacks) > 1,
            "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
            "margin": {"t": top, "b": _FOOT, "r": 24},
            "annotations": [
                _above(place, "<br>".join(lines), palette.text, _HALF_BAR * _BAR, palette)
                for place, lines in zip(places, names, strict=True)
            ],
            "xaxis": _amounts(chart),
            "yaxis": {
                "visible": False,
                "range": [len(places) - 1 + 0.4 * _BAR / step, -(_ABOVE_FIRST * _BAR + more) / step],
            },
        },
    )


def _named(bar: str, total: str) -> list[str]:
    """Name and total on one line where a phone has room for them, else the total on a line of its own."""
    if len(f"{bar}: {total}") <= _NAME:
        return [f"{bar}: <b>{total}</b>"]
    return [*wrap(bar, _NAME), f"<b>{total}</b>"]


def _amounts(chart: StackedBars) -> dict[str, Any]:
    """The axis of amounts: a few round ticks, each with its unit, all of them within the plot."""
    every = list(zip(*(stack.values for stack in chart.stacks), strict=True))
    low = min((sum(v for v in values if v and v < 0) for values in every), default=0.0)
    high = max((sum(v for v in values if v and v > 0) for values in every), default=0.0)
    width = (high - low) or 1.0
    longest = len(with_unit(number(high or low), chart.unit))
    step = _round_step(width / min(_MOST_TICKS, max(1, _TICK_LETTERS // longest)))
    ticks = [n * step for n in range(ceil(low / step), floor(high / step) + 1)]
    decimals = max(0, -floor(log10(step)))
    return {
        "range": [low - 0.08 * width if low < 0 else 0, high + 0.08 * width],
        "tickvals": ticks,
        "ticktext": [with_unit(number(tick, decimals), chart.unit) if tick else "0" for tick in ticks],
        "tickangle": 0,
        "showgrid": True,
    }


def _round_step(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not less."""
    power: float = 10.0 ** floor(log10(least))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least)


def draw_over_years(chart: TimeChart, palette: Palette) -> Drawing:
    """Lines over the years as everywhere, with ticks that stay apart on a phone beside long amounts."""
    drawn = screen.draw(chart, palette)
    first, last = drawn.layout["xaxis"]["range"]
    years = {**drawn.layout["xaxis"], "dtick": max(1, ceil((last - first - 1) / _MOST_STEPS))}
    return Drawing(drawn.data, {**drawn.layout, "xaxis": years})


def _layer(chart: StackedBars, stack: Stack, look: tuple[str, str], palette: Palette, share: float) -> Trace:
    """One layer of all bars; `share` of the room for a bar and its name belongs to a bar with a short one."""
    colour, pattern = look
    return bar(
        y=list(range(len(chart.bars))),
        x=stack.values,
        name=stack.name,
        text=[f"{bar}: <b>{label}</b>" for bar, label in zip(chart.bars, stack.labels, strict=True)],
        textposition="none",
        orientation="h",
        width=2 * _HALF_BAR * share,
        marker={
            "color": colour,
            "pattern": {"shape": pattern, "fgcolor": palette.ground, "fillmode": "overlay"},
            "line": {"width": 1, "color": palette.ground},
        },
        hovertemplate=f"{stack.name}, %{{text}}<extra></extra>",
    )


def _above(place: int, text: str, colour: str, half_bar: float, palette: Palette) -> dict[str, object]:
    """A text above a bar, from the left edge on, so that it also fits on a phone; no line runs through it."""
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
        "bgcolor": palette.ground,
        "font": {"size": 16, "color": colour},
    }


def draw_terms(chart: Terms, palette: Palette) -> Drawing:
    """A bar per term, name and end above it; without a start from the left edge, hatched without an end."""
    today = chart.today.isoformat()
    years = chart.last.year - chart.first.year + 1
    names = [wrap(term.name, _NAME) for term in chart.terms]
    # Upwards counts in pixels, from the top: a name of three lines has the room of three.
    places = list(accumulate(_LINE * (len(lines) + 1) + _TERM for lines in names))
    return Drawing(
        [_term(place, term, chart, palette) for place, term in zip(places, chart.terms, strict=True)],
        {
            "template": template(palette),
            "height": 96 + places[-1],
            "margin": {"t": 30, "b": 36, "r": 24},
            "bargap": 0,
            "shapes": [upright(today, {"color": palette.text, "width": 2, "dash": "dot"})],
            "annotations": [
                *(
                    _term_name(place, lines, term, palette)
                    for place, lines, term in zip(places, names, chart.terms, strict=True)
                ),
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
            "yaxis": {"visible": False, "range": [places[-1] + 20, -10]},
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
        width=_BAR_OF_TERM,
        marker={
            "color": palette.role(term.role),
            "pattern": {"shape": "" if term.end else "/", "fgcolor": palette.ground, "fillmode": "overlay"},
        },
        text=[f"{term.name}: <b>{term.label}</b>"],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )


def _term_name(place: int, lines: list[str], term: Term, palette: Palette) -> dict[str, object]:
    name = "<br>".join(lines)
    colour = palette.secondary if term.role == "context" else palette.role(term.role)
    return _above(place, f"{name}<br><b>{term.label}</b>", colour, _BAR_OF_TERM / 2, palette)
