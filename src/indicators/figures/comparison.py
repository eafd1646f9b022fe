"""A region among others, as figures: distribution, dot plot, small charts over time."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from indicators import comparisons, texts
from indicators.catalog import Break
from indicators.comparisons import Comparison
from indicators.figures.comparison_model import Bar, Distribution, Dot, DotPlot, Mark, Multiples, Panel
from indicators.figures.model import Line, Point, Role
from indicators.formats import number
from indicators.observations import ABSENT
from indicators.peers import PeerSet
from indicators.regions import Registry
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
    values = compared.values_of_all["value"].drop_nulls().to_numpy()
    marks = []
    if compared.everyone is not None:
        median = compared.everyone.median
        marks.append(Mark(median, f"Median {subject.write(median)}", "reference"))
    if compared.own_value is not None:
        own = compared.own_value
        marks.append(Mark(own, f"{compared.region.display_name} {subject.write(own)}", "focus"))
    return Distribution(
        bars=_bars(values, subject.symbol) if values.size > 1 else (),
        marks=tuple(marks),
        unit=subject.symbol,
        alt=sentences.alt_distribution(compared, subject),
    )


def _bars(values: np.ndarray[tuple[int], np.dtype[np.float64]], symbol: str) -> tuple[Bar, ...]:
    """Classes of equal width with round bounds, about two dozen."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        return ()
    raw = (high - low) / _BARS
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.7)
    digits = max(0, -math.floor(math.log10(step)))
    first, last = math.floor(low / step), math.floor(high / step)
    counts = np.bincount(np.floor(values / step + 1e-9).astype(int) - first, minlength=last - first + 1)
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
    is_benchmark = pl.col("part").cast(pl.String).is_in(["land", "bund"])
    rows = compared.rows.filter(
        ~is_benchmark | (pl.col("value").is_not_null() & (not subject.follows_size))
    ).sort("value", "name", descending=[True, False], nulls_last=True)
    drawn = _drawn(rows, compared.own_value)
    among = compared.peers
    return DotPlot(
        dots=tuple(
            Dot(
                name=row["name"],
                role=_ROLES[row["part"]],
                value=row["value"],
                label=subject.write(row["value"], row["status"]),
                low=row["low"],
                high=row["high"],
            )
            for row in drawn.iter_rows(named=True)
        ),
        band=(among.lower, among.upper) if among is not None and among.has_quarters else None,
        median=(among.median, f"Median {subject.write(among.median)}") if among else None,
        hidden=rows.height - drawn.height,
        unit=subject.symbol,
        alt=sentences.alt_dots(peers.title, compared, subject),
    )


def _drawn(rows: pl.DataFrame, own: float | None) -> pl.DataFrame:
    """The rows of a dot plot that stays legible, in their order."""
    if rows.height <= _MAX_DOTS + 3:
        return rows
    known = rows.with_row_index("place").filter(pl.col("value").is_not_null())
    middle = own if own is not None else known["value"].median()
    near = known.sort((pl.col("value") - middle).abs()).head(_MAX_DOTS - 2 * _ENDS)
    others = known.filter(pl.col("part").cast(pl.String) != "peer")
    kept = pl.concat([near, others, known.head(_ENDS), known.tail(_ENDS)])["place"].unique()
    own_row = rows.with_row_index("place").filter(pl.col("part").cast(pl.String) == "own")["place"]
    places = pl.concat([kept, own_row]).unique().sort().to_list()
    return rows[places]


def multiples(
    rows: pl.DataFrame, compared: Comparison, peers: PeerSet, subject: Subject, registry: Registry
) -> Multiples | None:
    """The own series against the median and quartiles of the set, then against up to eight peers.

    Args:
        rows: Columns ags, year, value, status of one group (or gap).
        compared: The comparison.
        peers: The peers.
        subject: What is compared.
        registry: Names.

    Returns:
        None where the own region has fewer than two years.
    """
    codes = panel_codes(compared, peers)
    own = compared.region
    known = rows.filter(pl.col("ags").is_in([own.ags, *codes]), pl.col("value").is_not_null())
    if known.filter(pl.col("ags") == own.ags).height < 2:
        return None
    found = known["year"].unique().sort().to_list()
    years = range(found[0], found[-1] + 1)
    own_line = Line(own.display_name, "focus", line_points(rows, own.ags, years, subject))
    breaks = subject.catalog.breaks(subject.indicator)
    panels = [_band_panel(rows, own_line, peers, subject, line_cuts(breaks, own.ags))]
    for ags in codes:
        name = registry.get(ags).display_name
        line = Line(name, "reference", line_points(rows, ags, years, subject))
        panels.append(Panel(name, (own_line, line), cuts=line_cuts(breaks, own.ags, ags)))
    values = [p.value for panel in panels for line in panel.lines for p in line.points if p.value is not None]
    values += [edge for panel in panels for _, lower, upper in panel.band for edge in (lower, upper)]
    return Multiples(
        panels=tuple(panels),
        years=(years[0], years[-1]),
        values=padded(min(values), max(values)),
        unit=subject.symbol,
    )


def panel_codes(compared: Comparison, peers: PeerSet) -> tuple[str, ...]:
    """The peers drawn over time: the nearest neighbours, else those whose values lie nearest to the own."""
    known = compared.rows.filter(pl.col("part").cast(pl.String) == "peer", pl.col("value").is_not_null())
    if not peers.distances:
        known = known.sort(pl.col("difference").abs(), "ags")
    return tuple(known["ags"].head(MAX_PANELS))


def padded(low: float, high: float) -> tuple[float, float]:
    """A little room below and above; from zero where the values come near it."""
    room = (high - low) * 0.08 or 1.0
    return (0.0 if 0 <= low < (high - low) / 2 else low - room), high + room


def line_cuts(breaks: Sequence[Break], *regions: str) -> tuple[int, ...]:
    """Years from which on a line must not be joined with earlier ones."""
    return tuple(
        b.year for b in breaks if not b.regions or any(r.startswith(p) for r in regions for p in b.regions)
    )


def line_points(rows: pl.DataFrame, ags: str, years: range, subject: Subject) -> tuple[Point, ...]:
    """One point per year; where there is no value, its label says why."""
    found = {
        year: (value, status)
        for year, value, status in rows.filter(pl.col("ags") == ags)
        .select("year", "value", pl.col("status").cast(pl.String))
        .iter_rows()
    }
    marks = ((year, *found.get(year, (None, ABSENT))) for year in years)
    return tuple(Point(year, value, subject.write(value, status)) for year, value, status in marks)


def _band_panel(
    rows: pl.DataFrame, own: Line, peers: PeerSet, subject: Subject, cuts: tuple[int, ...]
) -> Panel:
    """The own line over the band between the quartiles of the set, with its median as a line."""
    found = comparisons.spread_over_time(rows, peers.codes)
    medians = dict(found.select("year", "median").iter_rows())
    enough = found.filter(pl.col("count") >= comparisons.MIN_FOR_QUARTERS)
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
        band=tuple(enough.select("year", "lower", "upper").iter_rows()),
        cuts=cuts,
    )
