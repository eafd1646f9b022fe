"""What the trend before the pandemic says: the words and pictures of it need no statistics library."""

from dataclasses import dataclass
from typing import Final, Literal

FIRST_YEAR: Final = 2010
LAST_YEAR: Final = 2019
LEAST_VALUES: Final = 5

Verdict = Literal["above", "below", "inside", "not_comparable"]
Reason = Literal["no_later_value", "too_few_values"]


@dataclass(frozen=True)
class Expected:
    """What the trend gives for a year, with its 95 % prediction interval."""

    year: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Outcome:
    """A value of 2020 or later and how it lies to its expectation; `not_comparable` after a break."""

    year: int
    value: float
    verdict: Verdict
    expected: Expected | None


@dataclass(frozen=True)
class Trend:
    """The line through the values of `years`, carried on to the last year that can be compared.

    Attributes:
        years: The years whose values made the line.
        fitted: The line's value for the first and the last of the years it was fitted over.
        expected: One entry per calendar year from 2020 to the last comparable value.
        outcomes: One entry per value of 2020 or later.
    """

    years: tuple[int, ...]
    fitted: tuple[tuple[int, float], tuple[int, float]]
    expected: tuple[Expected, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def n(self) -> int:
        """How many values made the line."""
        return len(self.years)

    def outcome(self, year: int | None = None) -> Outcome | None:
        """The outcome of a year; without a year the latest that can be compared, if there is one."""
        if year is not None:
            return next((o for o in self.outcomes if o.year == year), None)
        return next((o for o in reversed(self.outcomes) if o.verdict != "not_comparable"), None)


@dataclass(frozen=True)
class NoTrend:
    """Why there is no trend, and how many values of 2010 to 2019 could have made one."""

    reason: Reason
    n: int
