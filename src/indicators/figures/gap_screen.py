"""Drawing the figures of a funding gap for plotly."""

from textwrap import wrap
from typing import Final

from indicators.figures.drawing import Drawing, Trace, bar, scatter
from indicators.figures.money_model import Curve, Tornado, TornadoBar
from indicators.figures.scales import scaled
from indicators.figures.theme import Palette, template
from indicators.formats import NBSP

_CURVE: Final = 400
_ROW: Final = 116
_NAME: Final = 44
"""Letters of a name before it is broken into a second line."""


def draw_curve(chart: Curve, palette: Palette) -> Drawing:
    """The result over one input: zero line, the point in use, the break-even; all labelled directly."""
    factor, unit = scaled((y for _, y in chart.points), chart.unit)
    xs, ys = [x for x, _ in chart.points], [y / factor for _, y in chart.points]
    is_year = chart.x_decimals == 0 and min(xs) >= 1900 and max(xs) <= 2100
    middle = (xs[0] + xs[-1]) / 2
    x, y, label = chart.chosen
    marks = [((x, y / factor), label, "circle", palette.focus)]
    if chart.break_even is not None:
        place, words = chart.break_even
        marks.append(((place, 0.0), words, "diamond-open", palette.reference))
    curve = scatter(
        x=xs,
        y=ys,
        mode="lines+markers" if is_year else "lines",
        line={"color": palette.focus, "width": 3.5},
        marker={"size": 8},
        hovertemplate=f"%{{x}}: <b>%{{y:,.2f}} {unit}</b><extra></extra>",
    )
    return Drawing(
        [curve, *(_mark(at, symbol, colour) for at, _, symbol, colour in marks)],
        {
            "template": template(palette),
            "height": _CURVE,
            "margin": {"t": 30, "b": 56, "r": 24},
            "shapes": [
                {"type": "line", "xref": "x domain", "x0": 0, "x1": 1, "yref": "y", "y0": 0, "y1": 0,
                 "line": {"color": palette.text, "width": 1.5}}
            ],
            "annotations": [
                {"x": at[0], "y": at[1], "text": f"<b>{text}</b>", "showarrow": False, "yshift": 18,
                 "xanchor": "right" if at[0] > middle else "left", "font": {"size": 17, "color": colour}}
                for at, text, _, colour in marks
            ],
            "xaxis": {
                "title": {
                    "text": chart.x_title,
                    "font": {"size": 15, "color": palette.secondary},
                    "standoff": 4,
                },
                "tickformat": "d" if is_year else ",~f",
                "nticks": 8,
            },
            "yaxis": {
                "ticksuffix": f"{NBSP}{unit}", "tickformat": ",~f", "nticks": 6, "rangemode": "tozero"
            },
        },
    )  # fmt: skip


def _mark(at: tuple[float, float], symbol: str, colour: str) -> Trace:
    return scatter(
        x=[at[0]],
        y=[at[1]],
        mode="markers",
        marker={"symbol": symbol, "size": 15, "color": colour, "line": {"width": 2.5, "color": colour}},
        cliponaxis=False,
        hoverinfo="skip",
    )


def draw_tornado(chart: Tornado, palette: Palette) -> Drawing:
    """Bars around the result in use: filled at the low end of an input, hatched at its high end.

    The name and both results stand above each bar, where they have room on a phone too.
    """
    reach = [chart.base, *(v for bar in chart.bars for v in (bar.low, bar.high))]
    factor, unit = scaled(reach, chart.unit)
    base = chart.base / factor
    low, high = min(reach) / factor, max(reach) / factor
    room = 0.05 * ((high - low) or 1.0)
    place = (base - low) / ((high - low) or 1.0)
    result = {
        "x": base, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False,
        "xanchor": "left" if place < 1 / 3 else "right" if place > 2 / 3 else "center",
        "text": f"Ergebnis: <b>{chart.base_label}</b>", "font": {"size": 17, "color": palette.text},
    }  # fmt: skip
    return Drawing(
        [_half(chart, factor, is_low=is_low, palette=palette) for is_low in (True, False)],
        {
            "template": template(palette),
            "height": 84 + _ROW * len(chart.bars),
            "barmode": "overlay",
            "margin": {"t": 32, "b": 40, "r": 24, "l": 24},
            "shapes": [
                {"type": "line", "x0": base, "x1": base, "y0": row - 0.22, "y1": row + 0.22,
                 "line": {"color": palette.text, "width": 3}}
                for row in range(len(chart.bars))
            ],
            "annotations": [*(_name(row, bar, palette) for row, bar in enumerate(chart.bars)), result],
            "xaxis": {
                "range": [low - room, high + room],
                "ticksuffix": f"{NBSP}{unit}",
                "showticksuffix": "last",
                "tickformat": ",~f",
                "nticks": 4,
                "showgrid": True,
                "tickangle": 0,
            },
            "yaxis": {"range": [len(chart.bars) - 0.6, -0.85], "visible": False},
        },
    )  # fmt: skip


def _name(row: int, bar: TornadoBar, palette: Palette) -> dict[str, object]:
    """What an input is called and the results at its ends, above its bar."""
    name = "<br>".join(wrap(bar.name, _NAME))
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "y": row - 0.23, "yanchor": "bottom", "align": "left",
        "showarrow": False, "text": f"{name}<br><b>{bar.low_label} bis {bar.high_label}</b>",
        "font": {"size": 15, "color": palette.text},
    }  # fmt: skip


def _half(chart: Tornado, factor: float, *, is_low: bool, palette: Palette) -> Trace:
    """The part of every bar that belongs to one end of the inputs."""
    base = chart.base / factor
    ends = [(bar.low if is_low else bar.high) / factor for bar in chart.bars]
    labels = [bar.low_label if is_low else bar.high_label for bar in chart.bars]
    where = "am unteren Ende" if is_low else "am oberen Ende"
    marker = {"color": palette.focus, "line": {"width": 1.5, "color": palette.focus}}
    if not is_low:
        marker["pattern"] = {"shape": "/", "fgcolor": palette.focus, "bgcolor": palette.ground}
    return bar(
        y=list(range(len(chart.bars))),
        x=[end - base for end in ends],
        base=base,
        width=0.36,
        orientation="h",
        text=labels,
        customdata=[bar.name for bar in chart.bars],
        textposition="none",
        marker=marker,
        hovertemplate=f"%{{customdata}}, {where}: <b>%{{text}}</b><extra></extra>",
    )
