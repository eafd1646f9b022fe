"""Figures about money, described: Soll and Ist over the years, who pays for what, what ends when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import cast

from indicators.catalog import Catalog, Evidence
from indicators.figures.model import Line, Point, Role, TimeChart
from indicators.figures.money_model import Stack, StackedBars, Term, Terms
from indicators.formats import number, with_unit
from indicators.funding import Ending, Row, changes_of_source
from indicators.funding_records import FUNDERS, VALUE_TYPES
from indicators.funding_structure import Structure
from indicators.regions import GERMANY
from indicators.texts import funding as words

_MOST_LINES = 4
_ROLES: Sequence[Role] = ("focus", "reference", "context", "context")
Measure = tuple[float, str, int]
"""Divisor, unit and decimals in which amounts are shown."""


def scale(values: Sequence[float | None], *, is_per_head: bool) -> Measure:
    """How these amounts read well: in million euro, in euro, or to the cent."""
    if is_per_head:
        return 1.0, "€", 2
    largest = max((abs(v) for v in values if v is not None), default=0.0)
    return words.scale(largest)


def money_over_years(
    title: str,
    rows: Sequence[Row],
    *,
    is_per_head: bool = False,
    breaks: Sequence[tuple[int, str]] = (),
    nominal: Sequence[Row] | None = None,
) -> TimeChart:
    """A line per value type and budget, Ist first; open where an amount is missing or the source changes.

    Args:
        title: What the amounts are ("Integrationskurse, Deutschland").
        rows: Rows with value_type, budget, year, source, evidence_level and `shown`, the amount to be drawn.
        is_per_head: The amounts are per head.
        breaks: Years from which on amounts rest on another population.
        nominal: Rows of the first line in prices of their year, drawn behind it.
    """
    measure = _, unit, decimals = scale([row["shown"] for row in rows], is_per_head=is_per_head)
    lines = [
        _line(words.value_type(*kind), role, [row for row in rows if _kind(row) == kind], measure)
        for kind, role in zip(_kinds(rows), _ROLES, strict=False)
    ]
    if nominal is not None and lines:
        behind = _line(f"{lines[0].name} nominal", "context", nominal, measure)
        lines = [*lines[: _MOST_LINES - 1], behind]
    return TimeChart(
        lines=tuple(lines),
        breaks=tuple(breaks),
        shade_gap=False,
        unit=unit,
        decimals=decimals,
        alt=_alt_over_years(title, lines),
    )


def not_drawn(rows: Iterable[Row], *, with_nominal: bool) -> tuple[str, ...]:
    """Value types and budgets for which `money_over_years` has no room."""
    room = _MOST_LINES - 1 if with_nominal else _MOST_LINES
    return tuple(words.value_type(*kind) for kind in _kinds(rows)[room:])


def _kinds(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """Value types with their budgets: Ist, Soll, then supplementary budgets; only those with an amount."""
    found = {_kind(row) for row in rows if row["shown"] is not None}
    return sorted(found, key=lambda kind: (bool(kind[1]), VALUE_TYPES.index(kind[0]), kind[1]))


def _kind(row: Row) -> tuple[str, str]:
    return row["value_type"], row["budget"]


def _line(name: str, role: Role, rows: Sequence[Row], measure: Measure) -> Line:
    known = {row["year"]: row for row in rows}
    years = range(min(known), max(known) + 1) if known else range(0)
    points = tuple(_point(year, known.get(year), measure) for year in years)
    return Line(name, role, points, cuts=changes_of_source(rows))


def _point(year: int, row: Row | None, measure: Measure) -> Point:
    amount = row["shown"] if row else None
    if row is None or not isinstance(amount, float):
        return Point(year, None, "liegt nicht vor")
    divisor, unit, decimals = measure
    badge = words.evidence_badge(cast("Evidence", row["evidence_level"]))
    text = with_unit(number(amount / divisor, decimals), unit)
    return Point(
        year,
        amount / divisor,
        f"{text} ({badge})" if badge else text,
        is_secondary=bool(badge),
    )


def _alt_over_years(title: str, lines: Sequence[Line]) -> str:
    parts = []
    for line in lines:
        known = [p for p in line.points if p.value is not None]
        first, last = known[0], known[-1]
        span = f"{first.year} {first.label}"
        parts.append(f"{line.name}: {span}" + (f" bis {last.year} {last.label}" if last is not first else ""))
    return f"Linien über die Jahre, {title}. {'; '.join(parts)}." if parts else f"{title}: keine Beträge."


def who_pays(
    title: str, structured: Structure, catalog: Catalog, *, is_per_head: bool = False
) -> StackedBars:
    """A bar per Handlungsfeld, the largest first, with a layer per funder who pays something.

    Args:
        title: What is shown, for the alternative text.
        structured: From `funding_structure.structure`.
        catalog: The catalogue, for the titles of the Handlungsfelder.
        is_per_head: The amounts are per head.
    """
    table = {place: value for place, value in structured.items() if value is not None}
    sums: dict[str, float] = {}
    for (field, _), value in table.items():
        sums[field] = sums.get(field, 0.0) + value
    fields = sorted(sums, key=lambda field: -sums[field])
    divisor, unit, decimals = scale(list(sums.values()), is_per_head=is_per_head)

    def text(value: float) -> str:
        return with_unit(number(value / divisor, decimals), unit)

    present = {funder for _, funder in table}
    paying = {funder for (_, funder), value in table.items() if value} or present
    bars = tuple(catalog.funding_fields[field].title for field in fields)
    totals = tuple(text(sums[field]) for field in fields)
    said = "; ".join(f"{bar}: {total}" for bar, total in zip(bars, totals, strict=True))
    return StackedBars(
        bars=bars,
        stacks=tuple(
            Stack(
                funder,
                tuple(None if (v := table.get((f, funder))) is None else v / divisor for f in fields),
                tuple(text(table[f, funder]) if (f, funder) in table else "" for f in fields),
            )
            for funder in FUNDERS
            if funder in paying
        ),
        totals=totals,
        unit=unit,
        alt=f"Balken, {title}. {said}.",
    )


def what_ends(endings: Sequence[Ending], places: Mapping[str, str], catalog: Catalog, today: date) -> Terms:
    """The terms on a time axis: what ends within a year stands out, what ended stands back.

    Args:
        endings: From `funding.endings`.
        places: Display names by AGS.
        catalog: The catalogue, for what follows.
        today: The day that is marked.
    """
    terms = tuple(_term(ending, places, catalog, today) for ending in endings)
    days = [d for t in terms for d in (t.start, t.end) if d is not None] + [today]
    first = date(max(min(min(days).year, today.year - 2), today.year - 12), 1, 1)
    last = date(max(days).year + 1, 12, 31)
    said = "; ".join(f"{t.name}: {t.label}" for t in terms)
    return Terms(terms, first, last, today, alt=f"Zeitleiste der Laufzeiten. {said}." if said else "")


def _term(ending: Ending, places: Mapping[str, str], catalog: Catalog, today: date) -> Term:
    role: Role = "reference"
    if ending.end is None or ending.end < today:
        role = "context"
    elif ending.end > date(today.year + 1, 12, 31):
        role = "focus"
    follows = words.successor(ending.successor, catalog)
    amount = "" if ending.amount is None else f" ({words.amount(ending.amount)})"
    label = "ohne genanntes Ende" if ending.end is None else f"bis {words.day(ending.end)}"
    return Term(
        ending.name if ending.region == GERMANY else f"{ending.name}, {places[ending.region]}",
        ending.start,
        ending.end,
        f"{label}{amount}" + (f", {follows}" if follows else ""),
        role,
    )
