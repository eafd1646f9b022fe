"""Need against money as figures: the scatter of all Kreise, and one Kreis over time."""

from collections.abc import Collection
from typing import Final

import polars as pl

from indicators import comparisons
from indicators.catalog import Break
from indicators.figures.comparison import line_cuts, line_points, padded
from indicators.figures.comparison_model import Panel
from indicators.figures.model import Line, Point, Role
from indicators.figures.money_model import Axis, Paired, Scatter, ScatterPoint
from indicators.needs import Fit, Pairing
from indicators.regions import Region, Registry
from indicators.texts import needs as sentences
from indicators.texts.comparison import Subject
from indicators.texts.needs import Topic

_ORDER: Final[tuple[Role, ...]] = ("context", "reference", "focus")
_SPARE: Final = 2
"""Places are drawn with so many decimals more than are shown: computed values have fifteen."""


def scatter(
    found: Pairing,
    fit: Fit | None,
    topic: Topic,
    region: Region,
    *,
    members: Collection[str],
    registry: Registry,
) -> Scatter:
    """All Kreise with both values; the region is the focus, members are the reference.

    Args:
        found: Need and money.
        fit: The regression where it is wanted.
        topic: What is set against what.
        region: The chosen Kreis.
        members: Codes of the Kreise that are members or hold one.
        registry: Names.
    """
    x, y = topic.need.indicator.decimals, topic.money.indicator.decimals
    points = [
        ScatterPoint(
            ags,
            registry.get(ags).display_name,
            round(need, x + _SPARE),
            round(money, y + _SPARE),
            _role(ags, region, members),
            is_labelled=ags == region.ags or ags in members,
        )
        for ags, need, money in found.complete.select("ags", "need", "money").iter_rows()
    ]
    own = found.rows.row(by_predicate=pl.col("ags") == region.ags, named=True)
    return Scatter(
        points=tuple(sorted(points, key=lambda p: _ORDER.index(p.role))),
        median=_medians(found, topic),
        quadrants=topic.corners if found.need_median is not None else ("", "", "", ""),
        critical=2 if topic.need_is_low else 3,
        fit=_rounded(fit, x, y) if fit else (),
        x=Axis(sentences.need_title(topic), topic.need.what, x, topic.need.symbol),
        y=Axis(sentences.money_title(topic), topic.money.what, y, topic.money.symbol),
        alt=sentences.alt_scatter(region.display_name, own, found, topic),
    )


def _rounded(fit: Fit, x: int, y: int) -> tuple[tuple[float, float, float, float], ...]:
    x, y = x + _SPARE, y + _SPARE
    return tuple(
        (round(at, x), round(mid, y), round(low, y), round(high, y)) for at, mid, low, high in fit.points
    )


def _role(ags: str, region: Region, members: Collection[str]) -> Role:
    if ags == region.ags:
        return "focus"
    return "reference" if ags in members else "context"


def _medians(found: Pairing, topic: Topic) -> tuple[tuple[float, str], tuple[float, str]] | None:
    if found.need_median is None or found.money_median is None:
        return None
    return (
        (found.need_median, f"Median {topic.need.write(found.need_median)}"),
        (found.money_median, f"Median {topic.money.write(found.money_median)}"),
    )


def paired(
    need: pl.DataFrame, money: pl.DataFrame, topic: Topic, region: Region, *, codes: Collection[str]
) -> Paired | None:
    """The region's need above its money, each beside the median of all Kreise; None where one has no value.

    Args:
        need: Columns ags, year, value, status: one view of the indicator of need.
        money: The same of the money.
        topic: What is set against what.
        region: The Kreis.
        codes: All Kreise.
    """
    known = [
        rows.filter(pl.col("ags") == region.ags, pl.col("value").is_not_null())["year"].to_list()
        for rows in (need, money)
    ]
    if not all(known):
        return None
    years = range(min(map(min, known)), max(map(max, known)) + 1)
    panels, values = zip(
        *(
            _panel(rows, subject, title, region, codes=codes, years=years)
            for rows, subject, title in (
                (need, topic.need, f"{topic.need.what} ({topic.need.symbol or topic.need.unit})"),
                (money, topic.money, _money_panel(topic)),
            )
        ),
        strict=True,
    )
    return Paired(
        panels=(panels[0], panels[1]),
        years=(years[0], years[-1]),
        values=(values[0], values[1]),
        units=(topic.need.symbol, topic.money.symbol),
        alt=sentences.alt_paired(region.display_name, topic, years[0], years[-1]),
    )


def _money_panel(topic: Topic) -> str:
    count = topic.money.indicator.sum_years
    summed = f", jeweils Summe aus {count} Jahren" if count > 1 else ""
    return f"{topic.money.what} ({topic.money.unit}{summed})"


def _panel(
    rows: pl.DataFrame, subject: Subject, title: str, region: Region, *, years: range, codes: Collection[str]
) -> tuple[Panel, tuple[float, float]]:
    """One chart over all years of both, and the range of its own axis."""
    medians = dict(comparisons.spread_over_time(rows, list(codes)).select("year", "median").iter_rows())
    lines = (
        Line(region.display_name, "focus", line_points(rows, region.ags, years, subject)),
        Line(
            "Median aller Kreise",
            "reference",
            tuple(Point(year, medians.get(year), subject.write(medians.get(year))) for year in years),
        ),
    )
    breaks: tuple[Break, ...] = subject.catalog.breaks(subject.indicator)
    shown = [p.value for line in lines for p in line.points if p.value is not None]
    return Panel(title, lines, cuts=line_cuts(breaks, region.ags)), padded(min(shown), max(shown))
