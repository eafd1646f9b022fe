"""What the figures about money show, without saying how they are drawn."""

from dataclasses import dataclass
from datetime import date

from indicators.figures.comparison_model import Panel
from indicators.figures.model import Role


@dataclass(frozen=True)
class Stack:
    """One layer of stacked bars: a value per bar (None where there is none), with its label."""

    name: str
    values: tuple[float | None, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class StackedBars:
    """Horizontal stacked bars that start at zero: one bar per `bars`, one layer per `stacks`.

    Attributes:
        bars: Names of the bars, from top to bottom.
        stacks: The layers, from left to right; at most six.
        totals: Direct label at the end of each bar.
        unit: Symbol behind a number ("Mio. €").
        alt: Alternative text.
    """

    bars: tuple[str, ...]
    stacks: tuple[Stack, ...]
    totals: tuple[str, ...]
    unit: str
    alt: str


@dataclass(frozen=True)
class Term:
    """A programme on a time axis: from `start` (None: open) to `end` (None: no end decided)."""

    name: str
    start: date | None
    end: date | None
    label: str
    role: Role


@dataclass(frozen=True)
class Terms:
    """What ends when: programmes by end of term, the earliest first; `today` is drawn as a line."""

    terms: tuple[Term, ...]
    first: date
    last: date
    today: date
    alt: str


@dataclass(frozen=True, slots=True)
class ScatterPoint:
    """One region: need on x, money on y; `name` is shown directly where `is_labelled`."""

    ags: str
    name: str
    x: float
    y: float
    role: Role
    is_labelled: bool


@dataclass(frozen=True)
class Axis:
    """An axis: its title with unit and year, what the pointer calls a value, decimals, unit symbol."""

    title: str
    name: str
    decimals: int
    unit: str


@dataclass(frozen=True)
class Scatter:
    """Regions by two values, with both medians as lines and the quadrants named.

    Attributes:
        points: The regions; the focus last, so that it is drawn on top.
        median: Median of x and of y, with labels; None with too few regions.
        quadrants: Names of the corners: top left, top right, bottom left, bottom right (empty: not named).
        critical: Which of the corners is shaded: 2 or 3, bottom left or right.
        fit: The regression line with its band as (x, expected, low, high), empty where not wanted.
        x, y: The axes.
        alt: Alternative text.
    """

    points: tuple[ScatterPoint, ...]
    median: tuple[tuple[float, str], tuple[float, str]] | None
    quadrants: tuple[str, str, str, str]
    critical: int
    fit: tuple[tuple[float, float, float, float], ...]
    x: Axis
    y: Axis
    alt: str


@dataclass(frozen=True)
class Paired:
    """Two charts one above the other: the same years, each with its own values and unit.

    Attributes:
        panels: The upper and the lower chart.
        years: First and last year of both.
        values: Lowest and highest value of each chart's axis.
        units: Symbol behind the numbers of each.
        alt: Alternative text.
    """

    panels: tuple[Panel, Panel]
    years: tuple[int, int]
    values: tuple[tuple[float, float], tuple[float, float]]
    units: tuple[str, str]
    alt: str


@dataclass(frozen=True)
class TornadoBar:
    """How far one input moves the result: the results at its low and at its high end, with labels."""

    name: str
    low: float
    high: float
    low_label: str
    high_label: str


@dataclass(frozen=True)
class Tornado:
    """Inputs by how far they move the result, the strongest first, around the result at `base`."""

    bars: tuple[TornadoBar, ...]
    base: float
    base_label: str
    unit: str
    alt: str


@dataclass(frozen=True)
class Curve:
    """A result over the whole range of one input, with the zero line, the chosen point and the break-even.

    Attributes:
        points: (input, result), by input.
        chosen: The point in use, with its label.
        break_even: Where the result is zero, with its label; None where it does not cross zero.
    """

    points: tuple[tuple[float, float], ...]
    chosen: tuple[float, float, str]
    break_even: tuple[float, str] | None
    x_title: str
    y_title: str
    x_decimals: int
    unit: str
    alt: str
