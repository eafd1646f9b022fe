"""What the figures of a comparison show, without saying how they are drawn."""

from dataclasses import dataclass

from indicators.figures.model import Line, Role


@dataclass(frozen=True)
class Bar:
    """So many regions from `low` to below `high`."""

    low: float
    high: float
    count: int
    label: str


@dataclass(frozen=True)
class Mark:
    """A value marked in a distribution; `label` is its direct label."""

    value: float
    label: str
    role: Role


@dataclass(frozen=True)
class Distribution:
    """How the values of all Kreise are distributed, with the own value and the median marked."""

    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    unit: str
    alt: str


@dataclass(frozen=True)
class Dot:
    """One region of a dot plot; `value` is None where there is none, `low` and `high` are its whisker."""

    name: str
    role: Role
    value: float | None
    label: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class DotPlot:
    """Regions sorted by value, the highest first.

    Attributes:
        dots: The regions; those without a value last.
        band: Lower and upper quartile of the set, where it has enough values.
        median: Median of the set, with its label.
        hidden: How many regions of a large set are not drawn.
        unit: Symbol behind a number.
        alt: Alternative text.
    """

    dots: tuple[Dot, ...]
    band: tuple[float, float] | None
    median: tuple[float, str] | None
    hidden: int
    unit: str
    alt: str


@dataclass(frozen=True)
class Panel:
    """One small chart over time: the own line, and a peer's line or the set's quartile band."""

    title: str
    lines: tuple[Line, ...]
    band: tuple[tuple[int, float, float], ...] = ()
    cuts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Multiples:
    """Small charts over time that share both axes."""

    panels: tuple[Panel, ...]
    years: tuple[int, int]
    values: tuple[float, float]
    unit: str
    alt: str = ""
