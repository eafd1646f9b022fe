"""Need against money as figures: the scatter of all Kreise, and one Kreis over time."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from indicators.catalog import Break
from indicators.figures.comparison import line_cuts, line_points, padded
from indicators.figures.comparison_model import Panel
from indicators.figures.model import Line, Point
from indicators.figures.money_model import Axis, Paired, Scatter, ScatterPoint
from indicators.needs import Course, Fit, Pairing
from indicators.regions import Region, Registry
from indicators.texts import needs as sentences
from indicators.texts.comparison import Subject
from indicators.texts.needs import Topic

_SPARE: Final = 2
"""Places are drawn with so many decimals more than are shown: computed values have fifteen."""


def dots(
    found: Pairing, topic: Topic, *, members: Collection[str], registry: Registry
) -> tuple[ScatterPoint, ...]:
    """All Kreise with both values, members last: what is the same whichever Kreis is chosen.

    Args:
        found: Need and money.
        topic: What is set against what.
        members: Codes of the Kreise that are members or hold one.
        registry: Names.
    """
    x, y = topic.need.indicator.decimals + _SPARE, topic.money.indicator.decimals + _SPARE
    points = [
        ScatterPoint(
            ags,
            registry.get(ags).display_name,
            round(need, x),
            round(money, y),
            "reference" if ags in members else "context",
            is_labelled=ags in members,
        )
        for ags, need, money in found.complete
    ]
    return tuple(sorted(points, key=lambda p: p.is_labelled))


def scatter(
    points: Sequence[ScatterPoint], found: Pairing, fit: Fit | None, topic: Topic, region: Region
) -> Scatter:
    """All Kreise with both values; the region is the focus, members are the reference.

    Args:
        points: From `dots`.
        found: Need and money.
        fit: The regression where it is wanted.
        topic: What is set against what.
        region: The chosen Kreis.
    """
    x, y = topic.need.indicator.decimals, topic.money.indicator.decimals
    chosen = [replace(p, role="focus", is_labelled=True) for p in points if p.ags == region.ags]
    return Scatter(
        points=(*(p for p in points if p.ags != region.ags), *chosen),
        median=_medians(found, topic),
        quadrants=topic.corners if found.need_median is not None else ("", "", "", ""),
        critical=2 if topic.need_is_low else 3,
        fit=_rounded(fit, x, y) if fit else (),
        x=Axis(sentences.need_title(topic), topic.need.what, x, topic.need.symbol),
        y=Axis(sentences.money_title(topic), topic.money.what, y, topic.money.symbol),
        alt=sentences.alt_scatter(region.display_name, found.of(region.ags), found, topic),
    )


def _rounded(fit: Fit, x: int, y: int) -> tuple[tuple[float, float, float, float], ...]:
    x, y = x + _SPARE, y + _SPARE
    return tuple(
        (round(at, x), round(mid, y), round(low, y), round(high, y)) for at, mid, low, high in fit.points
    )


def _medians(found: Pairing, topic: Topic) -> tuple[tuple[float, str], tuple[float, str]] | None:
    if found.need_median is None or found.money_median is None:
        return None
    return (
        (found.need_median, f"Median {topic.need.write(found.need_median)}"),
        (found.money_median, f"Median {topic.money.write(found.money_median)}"),
    )


def paired(need: Course, money: Course, topic: Topic, region: Region) -> Paired | None:
    """The region's need above its money, each beside the median of all Kreise; None where one has no value.

    Args:
        need: Need of the region over the years.
        money: Its money.
        topic: What is set against what.
        region: The Kreis.
    """
    known = (need.years, money.years)
    if not all(known):
        return None
    years = range(min(map(min, known)), max(map(max, known)) + 1)
    upper = _panel(
        need, topic.need, f"{topic.need.what} ({topic.need.symbol or topic.need.unit})", region, years
    )
    lower = _panel(money, topic.money, _money_panel(topic), region, years)
    return Paired(
        panels=(upper[0], lower[0]),
        years=(years[0], years[-1]),
        values=(upper[1], lower[1]),
        units=(topic.need.symbol, topic.money.symbol),
        alt=sentences.alt_paired(region.display_name, topic, years[0], years[-1]),
    )


def _money_panel(topic: Topic) -> str:
    count = topic.money.indicator.sum_years
    summed = f", jeweils Summe aus {count} Jahren" if count > 1 else ""
    return f"{topic.money.what} ({topic.money.unit}{summed})"


def _panel(
    course: Course, subject: Subject, title: str, region: Region, years: range
) -> tuple[Panel, tuple[float, float]]:
    """One chart over all years of both, and the range of its own axis."""
    medians = course.medians
    lines = (
        Line(region.display_name, "focus", line_points(course.own, years, subject)),
        Line(
            "Median aller Kreise",
            "reference",
            tuple(Point(year, medians.get(year), subject.write(medians.get(year))) for year in years),
        ),
    )
    breaks: tuple[Break, ...] = subject.catalog.breaks(subject.indicator)
    shown = [p.value for line in lines for p in line.points if p.value is not None]
    return Panel(title, lines, cuts=line_cuts(breaks, region.ags)), padded(min(shown), max(shown))
