"""Periods and reference dates as sources write them: which year, and which part or day of it."""

import re
from dataclasses import dataclass
from typing import Final

YEAR: Final = "Jahr"
END_OF_YEAR: Final = "31.12."

_DATE: Final = re.compile(
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"
    r"|(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})(?:T[\d:.]+)?"
    r"|(?P<span_year>\d{4})-\d{2}P(?P<span>6M|12M|1Y)"
    r"|(?P<plain>\d{4})"
)
_SPLIT_YEAR: Final = re.compile(r"(\d{4})\s*[/–-]\s*(\d{2}|\d{4})")
_PERIOD_WORD: Final = re.compile(
    r"(Jahr|Berichtsjahr|Zeit|Zeitraum|Stichtag|Stand|Schuljahr|Wintersemester|WS|Kindergartenjahr|am|zum)\s*:?\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period: its year, and its kind: `Jahr`, `31.12.`, `Schuljahr`, `Halbjahr` or `Zeitraum`."""

    year: int
    kind: str


def read(text: str) -> Period | None:
    """The period that a text is; None where it is none.

    `2023`, `31.12.2023`, `2023-12-31`, `2023-10P6M` (half years of flat files), also behind a word (`Stichtag
    31.12.2023`); of a school year or winter semester (`2023/24`) the first year, of a span (`2015-2017`)
    the last. Months and quarters are no period of ours.
    """
    text = _PERIOD_WORD.sub("", text.strip(), count=1)
    if found := _DATE.fullmatch(text):
        period = _dated(found)
    elif found := _SPLIT_YEAR.fullmatch(text):
        first, last = int(found[1]), int(found[1][:2] + found[2] if len(found[2]) == 2 else found[2])
        if last <= first:
            return None
        period = Period(first, "Schuljahr") if last == first + 1 else Period(last, "Zeitraum")
    else:
        return None
    return period if 1900 <= period.year <= 2100 else None


def read_year(text: str) -> int | None:
    """The year of a period or reference date; None where the text is neither."""
    period = read(text)
    return period.year if period else None


def _dated(found: re.Match[str]) -> Period:
    if found["year"]:
        return Period(int(found["year"]), f"{int(found['day']):02}.{int(found['month']):02}.")
    if found["iso_year"]:
        return Period(int(found["iso_year"]), f"{found['iso_day']}.{found['iso_month']}.")
    if found["span"]:
        return Period(int(found["span_year"]), "Halbjahr" if found["span"] == "6M" else YEAR)
    return Period(int(found["plain"]), YEAR)
