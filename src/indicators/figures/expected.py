"""Drawing what earlier years let expect: the trend dashed, the range as a band."""

from collections.abc import Iterator

from indicators.figures.drawing import Trace, scatter
from indicators.figures.model import Expectation, TimeChart
from indicators.figures.theme import Palette

_REACH = 0.4
"""How far the band reaches beyond its first and last year, so that a single year is seen too."""
_OPACITY = 0.22


def expectations(chart: TimeChart, palette: Palette) -> Iterator[Trace]:
    """The bands and trends of the chart, to lie behind its lines."""
    for expectation in chart.expectations:
        if expectation.range:
            yield _band(expectation, palette)
        yield _trend(expectation, palette)


def _band(expectation: Expectation, palette: Palette) -> Trace:
    first, *_, last = [expectation.range[0], *expectation.range]
    steps = [
        (first[0] - _REACH, first[1], first[2]),
        *expectation.range,
        (last[0] + _REACH, last[1], last[2]),
    ]
    years = [step[0] for step in steps]
    return scatter(
        x=years + years[::-1],
        y=[step[2] for step in steps] + [step[1] for step in reversed(steps)],
        fill="toself",
        fillcolor=palette.role(expectation.role),
        opacity=_OPACITY,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
    )


def _trend(expectation: Expectation, palette: Palette) -> Trace:
    return scatter(
        x=[year for year, _ in expectation.trend],
        y=[value for _, value in expectation.trend],
        mode="lines",
        line={"color": palette.role(expectation.role), "width": 2, "dash": "dash"},
        hoverinfo="skip",
    )
