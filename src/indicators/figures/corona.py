"""What 2010 to 2019 let expect, added to a chart over time."""

from collections.abc import Mapping
from dataclasses import replace

from indicators import texts
from indicators.catalog import Catalog, Indicator
from indicators.figures.model import Expectation, Line, Point, Role, TimeChart
from indicators.trends import FIRST_YEAR, Outcome, Trend


def with_expectations(
    chart: TimeChart, trends: Mapping[str, Trend], indicator: Indicator, catalog: Catalog
) -> TimeChart:
    """The chart with trend and expected range of its focus and reference lines, its later values marked.

    Args:
        chart: A chart over time.
        trends: The trends by group; groups without one stay as they are.
        indicator: The indicator.
        catalog: The catalogue, for the names of groups and units.
    """
    by_name = {texts.group_label(group, catalog): group for group in trends}
    marked = [line for line in chart.lines if line.name in by_name and line.role != "context"]
    lines = {line.name: _marked(line, trends[by_name[line.name]], indicator, catalog) for line in marked}
    sentences = [
        texts.alt_expectation(by_name[line.name], indicator, catalog, trends[by_name[line.name]])
        for line in marked
    ]
    return replace(
        chart,
        lines=tuple(lines.get(line.name, line) for line in chart.lines),
        # The shaded gap and the expected range would cover each other.
        shade_gap=chart.shade_gap and not marked,
        alt=" ".join([chart.alt, *sentences]),
        expectations=tuple(_expectation(line.role, trends[by_name[line.name]]) for line in marked),
    )


def of_one_group(chart: TimeChart, group: str, catalog: Catalog) -> TimeChart:
    """The chart from 2010 on with the line of one group only, as the focus, labelled with its last value."""
    name = texts.group_label(group, catalog)
    line = next(line for line in chart.lines if line.name == name)
    points = tuple(point for point in line.points if point.year >= FIRST_YEAR)
    last = [point.label for point in points if point.value is not None][-1]
    return replace(
        chart,
        lines=(replace(line, role="focus", points=points, end_label=last),),
        shade_gap=False,
    )


def _marked(line: Line, trend: Trend, indicator: Indicator, catalog: Catalog) -> Line:
    outcomes = {outcome.year: outcome for outcome in trend.outcomes}
    return replace(
        line, points=tuple(_point(p, outcomes.get(p.year), indicator, catalog) for p in line.points)
    )


def _point(point: Point, outcome: Outcome | None, indicator: Indicator, catalog: Catalog) -> Point:
    if outcome is None:
        return point
    label = texts.outcome_label(indicator, catalog, outcome)
    return replace(point, label=label, verdict=outcome.verdict)


def _expectation(role: Role, trend: Trend) -> Expectation:
    return Expectation(
        role=role,
        trend=(*trend.fitted, *((e.year, e.value) for e in trend.expected)),
        range=tuple((e.year, e.low, e.high) for e in trend.expected),
    )
