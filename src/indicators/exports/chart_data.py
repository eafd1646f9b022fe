"""The data of a described chart as a grid: what native charts of workbooks and slides are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from indicators.figures.comparison_model import Distribution, DotPlot, Multiples
from indicators.figures.kinds import Chart
from indicators.figures.model import Role, TimeChart
from indicators.figures.money_model import Curve, Scatter, StackedBars, Terms, Tornado

Kind = Literal["line", "bar", "stacked", "columns", "scatter", "curve", "tornado", "none"]
Cell = str | float | int | None

_DECIMALS: Final = 2


@dataclass(frozen=True)
class Series:
    """One column of numbers and its role; None where there is no value."""

    name: str
    role: Role
    values: tuple[float | None, ...]
    decimals: int = _DECIMALS


@dataclass(frozen=True)
class Plot:
    """Rows with names, and series over them.

    Attributes:
        kind: How it is drawn natively; `none` where it stands as a table (or a picture) only.
        head: What the first column holds.
        names: First column: a year, a region, an input value.
        series: The columns of numbers.
        unit: Symbol behind a number.
        x_title, y_title: Titles of the axes of a scatter or a curve.
        focus: Number of the name that stands out.
        base: Where the bars of a tornado begin.
        words: A column of text beside the numbers, with its head.
    """

    kind: Kind
    head: str
    names: tuple[Cell, ...]
    series: tuple[Series, ...]
    unit: str = ""
    x_title: str = ""
    y_title: str = ""
    focus: int | None = None
    base: float | None = None
    words: tuple[str, tuple[str, ...]] | None = None


def plot(chart: Chart) -> Plot:
    """The data of a chart; numbers unrounded, a missing one None."""
    return _PLOTS[type(chart)](chart)


def _time(chart: TimeChart) -> Plot:
    years = sorted({p.year for line in chart.lines for p in line.points})
    full = tuple(range(years[0], years[-1] + 1))
    series = []
    for line in chart.lines:
        known = {p.year: p.value for p in line.points}
        values = tuple(known.get(year) for year in full)
        series.append(Series(line.name, line.role, values, chart.decimals))
    return Plot("line", "Jahr", full, tuple(series), chart.unit)


def _dots(chart: DotPlot) -> Plot:
    dots = [d for d in chart.dots if d.value is not None]
    focus = next((n for n, d in enumerate(dots) if d.role == "focus"), None)
    values = Series("Wert", "context", tuple(d.value for d in dots))
    return Plot("bar", "Region", tuple(d.name for d in dots), (values,), chart.unit, focus=focus)


def _distribution(chart: Distribution) -> Plot:
    names = tuple(bar.label for bar in chart.bars)
    counts = Series("Anzahl", "context", tuple(float(bar.count) for bar in chart.bars), 0)
    return Plot("columns", "Klasse", names, (counts,))


def _multiples(chart: Multiples) -> Plot:
    years = tuple(range(chart.years[0], chart.years[1] + 1))
    series = []
    for panel in chart.panels:
        for line in panel.lines:
            known = {p.year: p.value for p in line.points}
            values = tuple(known.get(y) for y in years)
            series.append(Series(f"{panel.title}: {line.name}", line.role, values))
    return Plot("none", "Jahr", years, tuple(series), chart.unit)


def _scatter(chart: Scatter) -> Plot:
    points = sorted(chart.points, key=lambda p: p.role == "focus")
    focus = next((n for n, p in enumerate(points) if p.role == "focus"), None)
    return Plot(
        "scatter",
        "Region",
        tuple(p.name for p in points),
        (
            Series(chart.x.name, "context", tuple(p.x for p in points), max(chart.x.decimals, 1)),
            Series(chart.y.name, "context", tuple(p.y for p in points), max(chart.y.decimals, 1)),
        ),
        x_title=chart.x.title,
        y_title=chart.y.title,
        focus=focus,
    )


def _tornado(chart: Tornado) -> Plot:
    return Plot(
        "tornado",
        "Eingabe",
        tuple(bar.name for bar in chart.bars),
        (
            Series("am unteren Ende der Eingabe", "focus", tuple(bar.low for bar in chart.bars)),
            Series("am oberen Ende der Eingabe", "reference", tuple(bar.high for bar in chart.bars)),
        ),
        chart.unit,
        base=chart.base,
    )


def _stacked(chart: StackedBars) -> Plot:
    stacks = tuple(
        Series(s.name, "focus" if n == 0 else "context", s.values) for n, s in enumerate(chart.stacks)
    )
    return Plot("stacked", "Balken", chart.bars, stacks, chart.unit)


def _terms(chart: Terms) -> Plot:
    words = tuple(f"{t.end:%d.%m.%Y}" if t.end else "offen" for t in chart.terms)
    return Plot("none", "Programm", tuple(t.name for t in chart.terms), (), words=("endet am", words))


def _curve(chart: Curve) -> Plot:
    line = Series(chart.y_title, "focus", tuple(y for _, y in chart.points))
    xs = tuple(x for x, _ in chart.points)
    return Plot("curve", chart.x_title, xs, (line,), chart.unit, chart.x_title, chart.y_title)


_PLOTS: Final[dict[type, Callable[[Any], Plot]]] = {
    TimeChart: _time,
    DotPlot: _dots,
    Distribution: _distribution,
    Multiples: _multiples,
    Scatter: _scatter,
    StackedBars: _stacked,
    Terms: _terms,
    Tornado: _tornado,
    Curve: _curve,
}
