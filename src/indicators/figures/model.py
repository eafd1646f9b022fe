"""What a figure shows, without saying how it is drawn."""

from dataclasses import dataclass
from typing import Literal

from indicators.trends import Verdict

Role = Literal["focus", "reference", "context"]


@dataclass(frozen=True)
class Point:
    """One value of a line; `value` is None where the source has none, `label` says it in words.

    `low` and `high` are its 95 % interval where counts stand behind it; `verdict` says how it lies to what
    was expected. `is_secondary`: only second-hand evidence stands behind it; drawn with an open marker.
    """

    year: int
    value: float | None
    label: str
    low: float | None = None
    high: float | None = None
    verdict: Verdict | None = None
    is_secondary: bool = False


@dataclass(frozen=True)
class Line:
    """One series. Its role decides colour, dash and marker; its direct label is `end_label`, else `name`.

    `cuts` are years that must not be joined with the year before: from then on another source reports.
    """

    name: str
    role: Role
    points: tuple[Point, ...]
    end_label: str = ""
    cuts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Expectation:
    """A trend as (year, value) and the range that it lets expect afterwards as (year, low, high)."""

    role: Role
    trend: tuple[tuple[int, float], ...]
    range: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True)
class TimeChart:
    """Lines over the years.

    Attributes:
        lines: At most four; the first is drawn on top.
        breaks: Years from which on values must not be joined with earlier ones, with a short reason.
        shade_gap: Shade the area between the first two lines.
        unit: Symbol behind a number ("%").
        decimals: Decimals of the values.
        alt: Alternative text.
        expectations: What earlier years let expect, drawn behind the lines.
    """

    lines: tuple[Line, ...]
    breaks: tuple[tuple[int, str], ...]
    shade_gap: bool
    unit: str
    decimals: int
    alt: str
    expectations: tuple[Expectation, ...] = ()
