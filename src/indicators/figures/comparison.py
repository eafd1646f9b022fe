"""A region among others, as figures: distribution, dot plot, small charts over time."""

import math
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

import numpy as np

from indicators import texts
from indicators.catalog import Break
from indicators.comparisons import ComparedRow, Comparison, Spread
from indicators.figures.comparison_model import Bar, Distribution, Dot, DotPlot, Mark, Multiples, Panel
from indicators.figures.model import Line, Point, Role
from indicators.formats import number
from indicators.observations import ABSENT
from indicators.peers import PeerSet
from indicators.series import ByRegion, Reported
from indicators.texts import comparison as sentences
from indicators.texts.comparison import Subject

MAX_PANELS: Final = 8
"""So many peers are drawn over time; nearest neighbours in their order, other sets by likeness of value."""

_MAX_DOTS: Final = 30
_ENDS: Final = 3
_BARS: Final = 24
_ROLES: Final[dict[str, Role]] = {"own": "focus", "peer": "context", "land": "reference", "bund": "reference"}


def distribution(compared: Comparison, subject: Subject) -> Distribution:
    """All Kreise in classes of equal width, with the own value and the median of all marked."""
    values, everyone = compared.cut.of_kreise, compared.cut.everyone
    marks = []
    if everyone is not None:
        middle = everyone.median
        marks.append(Mark(middle, f"Median {subject.write(middle)}", "reference"))
    if compared.own_value is not None:
        own = compared.own_value
        marks.append(Mark(own, f"{compared.region.display_name} {subject.write(own)}", "focus"))
    return Distribution(
        bars=_bars(values, subject.symbol) if len(values) > 1 else (),
        marks=tuple(marks),
        unit=subject.symbol,
        alt=sentences.alt_distribution(compared, subject),
    )


def _bars(values: Sequence[float], symbol: str) -> tuple[Bar, ...]:
    """Classes of equal width with round bounds, about two dozen."""
    low, high = min(values), max(values)
    if low == high:
        return ()
    raw = (high - low) / _BARS
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.7)
    digits = max(0, -math.floor(math.log10(step)))
    first, last = math.floor(low / step), math.floor(high / step)
    counts = np.bincount(
        np.floor(np.array(values) / step + 1e-9).astype(int) - first, minlength=last - first + 1
    )
    edges = [round((first + i) * step, digits) for i in range(counts.size + 1)]
    return tuple(
        Bar(
            edges[i],
            edges[i + 1],
            int(count),
            texts.class_label(number(edges[i], digits), number(edges[i + 1], digits), symbol, is_last=False)
            + f": {count}",
        )
        for i, count in enumerate(counts)
    )


def dot_plot(compared: Comparison, peers: PeerSet, subject: Subject) -> DotPlot:
    """The peers with the own region, Bund and Land, the highest value first.

    Bund and Land are left out without a value, and for counts, which hold all the others.
    Of more than 30 peers those nearest to the own value are drawn, and the three at each end; band and median
    are those of the whole set.
    """
    rows = [row for row in compared.rows if row.part in ("own", "peer") or _has_place(row, subject)]
    rows.sort(key=lambda row: (row.value is None, -(row.value or 0.0), row.name))
    drawn = _drawn(rows, compared.own_value)
    among = compared.peers
    return DotPlot(
        dots=tuple(
            Dot(
                name=row.name,
                role=_ROLES[row.part],
                value=row.value,
                label=subject.write(row.value, row.status),
                low=row.low,
                high=row.high,
            )
            for row in drawn
        ),
        band=(among.lower, among.upper) if among is not None and among.has_quarters else None,
        median=(among.median, f"Median {subject.write(among.median)}") if among else None,
        hidden=len(rows) - len(drawn),
        unit=subject.symbol,
        alt=sentences.alt_dots(peers.title, compared, subject),
    )


def _has_place(row: ComparedRow, subject: Subject) -> bool:
    """Whether Bund or Land stand among the others."""
    return row.value is not None and not subject.follows_size


def _drawn(rows: Sequence[ComparedRow], own: float | None) -> Sequence[ComparedRow]:
    """The rows of a dot plot that stays legible, in their order."""
    if len(rows) <= _MAX_DOTS + 3:
        return rows
    known = [(row.value, row) for row in rows if row.value is not None]
    middle = own if own is not None else median([value for value, _ in known] or [0.0])
    near = sorted(known, key=lambda pair: abs(pair[0] - middle))[: _MAX_DOTS - 2 * _ENDS]
    kept = {row.ags for _, row in (*near, *known[:_ENDS], *known[-_ENDS:])}
    return [row for row in rows if row.ags in kept or row.part != "peer"]


def multiples(
    values: ByRegion,
    spreads: Mapping[int, Spread],
    compared: Comparison,
    peers: PeerSet,
    subject: Subject,
) -> Multiples | None:
    """The own series against the median and quartiles of the set, then against up to eight peers.

    Args:
        values: Columns ags, year, value, status of one group (or gap).
        spreads: The spread of the peers by year (`comparisons.spread_over_time`).
        compared: The comparison.
        peers: The peers.
        subject: What is compared.

    Returns:
        None where the own region has fewer than two years.
    """
    own, names = compared.region, {row.ags: row.name for row in compared.rows}
    found = {ags: values.by_year(ags) for ags in (own.ags, *panel_codes(compared, peers))}
    known = {ags: [year for year, (value, _) in of.items() if value is not None] for ags, of in found.items()}
    if len(known[own.ags]) < 2:
        return None
    years = range(min(map(min, known.values())), max(map(max, known.values())) + 1)
    own_line, *others = (
        Line(
            names[ags],
            "focus" if ags == own.ags else "reference",
            line_points(of, years, subject),
        )
        for ags, of in found.items()
    )
    breaks = subject.catalog.breaks(subject.indicator)
    panels = [_band_panel(spreads, own_line, subject, line_cuts(breaks, own.ags))]
    for ags, line in zip(list(found)[1:], others, strict=True):
        panels.append(Panel(line.name, (own_line, line), cuts=line_cuts(breaks, own.ags, ags)))
    drawn = [p.value for panel in panels for line in panel.lines for p in line.points if p.value is not None]
    drawn += [edge for _, lower, upper in panels[0].band for edge in (lower, upper)]
    return Multiples(
        panels=tuple(panels),
        years=(years[0], years[-1]),
        values=padded(min(drawn), max(drawn)),
        unit=subject.symbol,
    )


def panel_codes(compared: Comparison, peers: PeerSet) -> tuple[str, ...]:
    """The peers drawn over time: the nearest neighbours, else those whose values lie nearest to the own."""
    known = [row for row in compared.of("peer") if row.value is not None]
    if not peers.distances:
        known.sort(key=lambda row: (abs(row.difference or 0.0), row.ags))
    return tuple(row.ags for row in known[:MAX_PANELS])


def padded(low: float, high: float) -> tuple[float, float]:
    """A little room below and above; from zero where the values come near it."""
    room = (high - low) * 0.08 or 1.0
    return (0.0 if 0 <= low < (high - low) / 2 else low - room), high + room


def line_cuts(breaks: Sequence[Break], *regions: str) -> tuple[int, ...]:
    """Years from which on a line must not be joined with earlier ones."""
    return tuple(
        b.year for b in breaks if not b.regions or any(r.startswith(p) for r in regions for p in b.regions)
    )


def line_points(found: Mapping[int, Reported], years: range, subject: Subject) -> tuple[Point, ...]:
    """One point per year; where there is no value, its label says why."""
    reported = ((year, *found.get(year, (None, ABSENT))) for year in years)
    return tuple(Point(year, value, subject.write(value, status)) for year, value, status in reported)


def _band_panel(spreads: Mapping[int, Spread], own: Line, subject: Subject, cuts: tuple[int, ...]) -> Panel:
    """The own line over the band between the quartiles of the set, with its median as a line."""
    medians = {year: among.median for year, among in spreads.items()}
    return Panel(
        title="Median und mittlere Hälfte der Gruppe",
        lines=(
            own,
            Line(
                "Median",
                "reference",
                tuple(
                    Point(p.year, medians.get(p.year), subject.write(medians.get(p.year))) for p in own.points
                ),
            ),
        ),
        band=tuple((year, among.lower, among.upper) for year, among in spreads.items() if among.has_quarters),
        cuts=cuts,
    )
