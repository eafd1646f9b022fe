"""Lines over the years: one chart, or small ones that share their axes."""

from collections.abc import Collection, Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from indicators.figures.comparison_model import Multiples, Panel
from indicators.figures.model import Expectation, Line, Point, Role, TimeChart
from indicators.figures.money_model import Paired
from indicators.figures.printed.canvas import (
    BAND,
    COLOURS,
    DASH,
    MARKER,
    NORMAL,
    SMALL,
    Sheet,
    colour,
    spread,
    text_colour,
    tick_texts,
    ticks,
    value_axis,
)

_LABEL: Final = 112.0
"""Widest direct label, in points."""
_LINE: Final = 11.5
_VERDICT: Final = {"above": "^", "below": "v"}
_COLUMNS: Final = 3
_PANEL_GAP: Final = 16.0
_LEGEND: Final = 16.0
_TITLED: Final = "Region im Titel"
Range = tuple[int, float, float]


def draw_time(chart: TimeChart, sheet: Sheet) -> None:
    """Lines with gaps for missing years, cut at breaks; each carries its name and last value at its end."""
    years = [p.year for line in chart.lines for p in line.points if p.value is not None]
    first, last = min(years, default=2000), max(years, default=2001)
    values = _extent(chart)
    places = ticks(min(0.0, *values), max(values))
    texts = tick_texts(places, chart.unit)
    labels = [_label(line, last, sheet) for line in chart.lines if _end(line)]
    breaks = [year for year, _ in chart.breaks if first < year <= last]
    axes = sheet.axes(
        left=sheet.widest(texts) + 8,
        right=sheet.widest(labels, NORMAL, "semibold") + 14,
        top=18 if breaks else 8,
        bottom=20,
    )
    axes.set_xlim(first - 0.4, last + 0.4)
    axes.set_ylim(places[0], places[-1])
    value_axis(axes, "y", places, texts)
    _year_axis(axes, first, last, sheet)
    if chart.shade_gap:
        _shade(axes, chart)
    for expected in chart.expectations:
        _expect(axes, expected)
    cuts = {year for year, _ in chart.breaks}
    for line in reversed(chart.lines):
        draw_line(axes, line, cuts)
    for year in breaks:
        _mark_break(axes, year)
    _label_ends(axes, chart.lines, last, sheet)


def draw_multiples(chart: Multiples, sheet: Sheet) -> None:
    """Small charts in rows of three; values only at the left, years only below; on top who is who."""
    columns = min(_COLUMNS, len(chart.panels))
    rows = -(-len(chart.panels) // columns)
    places = [p for p in ticks(*chart.values, count=4) if chart.values[0] <= p <= chart.values[1]]
    texts = tick_texts(places, chart.unit)
    left = sheet.widest(texts) + 8
    width = (sheet.width - left - _PANEL_GAP * (columns - 1) - 14) / columns
    named = _names_of(chart)
    above = _LEGEND if named else 0.0
    height = (sheet.height - above) / rows
    _draw_names(named, left, sheet)
    for rank, panel in enumerate(chart.panels):
        row, column = divmod(rank, columns)
        start = left + column * (width + _PANEL_GAP)
        axes = sheet.axes(
            left=start,
            right=sheet.width - start - width,
            top=above + row * height + 30,
            bottom=sheet.height - above - (row + 1) * height + 20,
        )
        _draw_panel(axes, panel, chart.years, chart.values, sheet)
        value_axis(axes, "y", places, texts if column == 0 else [""] * len(texts))


def _names_of(chart: Multiples) -> list[tuple[Role, str]]:
    """Who the lines are, by role; a role that changes from panel to panel is named by their titles."""
    found: dict[Role, list[str]] = {}
    for line in (line for panel in chart.panels for line in panel.lines):
        names = found.setdefault(line.role, [])
        names.extend({line.name} - set(names))
    return [
        (role, names[0] if len(names) == 1 else _TITLED)
        for role, names in found.items()
        if len(found) > 1 or len(names) == 1
    ]


def _draw_names(named: Sequence[tuple[Role, str]], left: float, sheet: Sheet) -> None:
    """A piece of each line with its name, side by side above the panels."""
    y = 1 - 7 / sheet.height
    for role, name in named:
        piece = [left / sheet.width, (left + 20) / sheet.width]
        sheet.figure.add_artist(
            Line2D(piece, [y, y], color=colour(role), linestyle=DASH[role], linewidth=1.7,
                   marker=MARKER[role], markersize=3.4)
        )  # fmt: skip
        sheet.figure.text((left + 26) / sheet.width, y, name, fontsize=SMALL, fontweight="semibold",
                          color=text_colour(role), va="center_baseline")  # fmt: skip
        left += 26 + sheet.width_of(name, SMALL, "semibold") + 18


def draw_paired(chart: Paired, sheet: Sheet) -> None:
    """Two charts one above the other: the same years, each with its own scale."""
    height = sheet.height / 2
    scales = [ticks(*values, count=4) for values in chart.values]
    texts = [tick_texts(places, unit) for places, unit in zip(scales, chart.units, strict=True)]
    left = max(sheet.widest(of) for of in texts) + 8
    labels = [_label(line, chart.years[1], sheet) for panel in chart.panels for line in panel.lines]
    right = sheet.widest(labels, NORMAL, "semibold") + 14
    for row, (panel, places) in enumerate(zip(chart.panels, scales, strict=True)):
        axes = sheet.axes(left=left, right=right, top=row * height + 30, bottom=(1 - row) * height + 20)
        _draw_panel(axes, panel, chart.years, (places[0], places[-1]), sheet)
        value_axis(axes, "y", places, texts[row])
        _label_ends(axes, panel.lines, chart.years[1], sheet)


def _draw_panel(
    axes: Axes, panel: Panel, years: tuple[int, int], values: tuple[float, float], sheet: Sheet
) -> None:
    axes.set_xlim(years[0] - 0.6, years[1] + 0.6)
    axes.set_ylim(*values)
    _year_axis(axes, *years, sheet)
    for run in runs(panel.band, panel.cuts):
        axes.fill_between(*_edges(run), color=BAND, linewidth=0)
    for line in reversed(panel.lines):
        draw_line(axes, line, set(panel.cuts), size=2.6)
    title = sheet.wrapped(panel.title, axes.get_position().width * sheet.width, SMALL, "semibold")
    axes.text(0, 1, title + "\n", transform=axes.transAxes, fontsize=SMALL, fontweight="semibold",
              color=COLOURS.text, va="baseline", linespacing=0.6 if "\n" not in title else 1.0)  # fmt: skip


def draw_line(axes: Axes, line: Line, cuts: Collection[int], size: float = 4.0) -> None:
    """A line with the dash and marker of its role; years without a value and breaks stay open."""
    years: list[float] = []
    values: list[float] = []
    for point in line.points:
        if point.year in cuts or point.year in line.cuts:
            years.append(point.year - 0.5)
            values.append(float("nan"))
        years.append(point.year)
        values.append(float("nan") if point.value is None else point.value)
    width = 1.9 if line.role == "focus" else 1.6
    shade = colour(line.role)
    axes.plot(years, values, color=shade, linewidth=width, linestyle=DASH[line.role], clip_on=False,
              dash_capstyle="round" if line.role == "context" else "butt")  # fmt: skip
    for point in line.points:
        if point.value is not None:
            _draw_point(axes, point, line, size)


def _draw_point(axes: Axes, point: Point, line: Line, size: float) -> None:
    shade = colour(line.role)
    if point.value is not None and point.low is not None and point.high is not None:
        axes.errorbar(
            point.year,
            point.value,
            yerr=[[max(0.0, point.value - point.low)], [max(0.0, point.high - point.value)]],
            ecolor=shade,
            elinewidth=0.9,
            capsize=2,
        )
    judged = point.verdict in _VERDICT
    axes.plot(
        [point.year],
        [point.value or 0.0],
        marker=_VERDICT.get(point.verdict or "", MARKER[line.role]),
        markersize=size + 3 if judged else size,
        markerfacecolor="white" if point.is_secondary or point.verdict == "not_comparable" else shade,
        markeredgecolor="white" if judged else shade,
        markeredgewidth=0.8,
        clip_on=False,
        zorder=3,
    )


def runs(steps: Sequence[Range], cuts: Collection[int]) -> list[list[Range]]:
    """Neighbouring years, cut where the series breaks."""
    found: list[list[Range]] = []
    for step in steps:
        if found and found[-1][-1][0] == step[0] - 1 and step[0] not in cuts:
            found[-1].append(step)
        else:
            found.append([step])
    return found


def _shade(axes: Axes, chart: TimeChart) -> None:
    other = {p.year: p.value for p in chart.lines[1].points}
    pairs: list[Range] = [
        (p.year, p.value, reference)
        for p in chart.lines[0].points
        if p.value is not None and (reference := other.get(p.year)) is not None
    ]
    for run in runs(pairs, {year for year, _ in chart.breaks}):
        axes.fill_between(
            [r[0] for r in run], [r[1] for r in run], [r[2] for r in run], color=BAND, linewidth=0, zorder=0.5
        )


def _expect(axes: Axes, expected: Expectation) -> None:
    shade = colour(expected.role)
    axes.plot(*zip(*expected.trend, strict=True), color=shade, linewidth=0.9, alpha=0.8, zorder=1)
    for run in runs(expected.range, ()):
        axes.fill_between(
            *_edges(run),
            facecolor=BAND,
            edgecolor=COLOURS.context,
            hatch="...." if expected.role == "reference" else None,
            linewidth=0.4,
            zorder=0.6,
        )
        axes.annotate("erwarteter Bereich", (run[-1][0], run[-1][1]), xytext=(0, -4), ha="right", va="top",
                      textcoords="offset points", fontsize=SMALL, color=COLOURS.secondary)  # fmt: skip


def _edges(run: Sequence[Range]) -> tuple[list[float], list[float], list[float]]:
    """Years, lower and upper edge of a band; a single year gets a third of a year on both sides."""
    if len(run) == 1:
        year, low, high = run[0]
        return [year - 0.3, year + 0.3], [low, low], [high, high]
    return [float(r[0]) for r in run], [r[1] for r in run], [r[2] for r in run]


def _mark_break(axes: Axes, year: int) -> None:
    axes.axvline(year - 0.5, color=COLOURS.secondary, linewidth=0.9, linestyle=(0, (1, 2)))
    axes.annotate("Bruch", (year - 0.5, 1), xycoords=("data", "axes fraction"), xytext=(0, 4),
                  textcoords="offset points", ha="center", fontsize=SMALL,
                  color=COLOURS.secondary)  # fmt: skip


def _year_axis(axes: Axes, first: int, last: int, sheet: Sheet) -> None:
    """The last year always, and as many before it as have room."""
    room = axes.get_position().width * sheet.width
    step = max(1, round((last - first + 1) * (sheet.width_of("2020") + 9) / room + 0.5))
    axes.set_xticks(range(last, first - 1, -step), labels=[str(y) for y in range(last, first - 1, -step)])
    axes.spines["bottom"].set(visible=True, color=COLOURS.context, linewidth=0.8)


def _extent(chart: TimeChart) -> list[float]:
    found = [
        v for line in chart.lines for p in line.points for v in (p.value, p.low, p.high) if v is not None
    ]
    found += [end for e in chart.expectations for _, low, high in e.range for end in (low, high)]
    return found or [0.0, 1.0]


def _end(line: Line) -> Point | None:
    return next((p for p in reversed(line.points) if p.value is not None), None)


def _label(line: Line, last: int, sheet: Sheet) -> str:
    """What stands at the end of a line: its name, its value, and the year where it ends before the others."""
    end = _end(line)
    if line.end_label or end is None:
        return sheet.wrapped(line.end_label, _LABEL, NORMAL, "semibold")
    value = end.label if end.year == last else f"{end.year}: {end.label}"
    return sheet.wrapped(line.name, _LABEL, NORMAL, "semibold") + f"\n{value}"


def _label_ends(axes: Axes, lines: Sequence[Line], last: int, sheet: Sheet) -> None:
    """The labels beside the plot, as near to the ends of their lines as they fit."""
    ends = [(end.value, line) for line in lines if (end := _end(line)) and end.value is not None]
    ends.sort(key=lambda pair: -pair[0])
    texts = [_label(line, last, sheet) for _, line in ends]
    low, high = axes.get_ylim()
    scale = axes.get_position().height * sheet.height / (high - low)
    halves = [(text.count("\n") + 1) * _LINE / 2 for text in texts]
    tallest = 2 * max(halves, default=0) + 2
    heights = spread(
        [(value - low) * scale for value, _ in ends], tallest, max(halves, default=0) - 6,
        (high - low) * scale - max(halves, default=0) + 8,
    )  # fmt: skip
    for (_, line), text, height in zip(ends, texts, heights, strict=True):
        axes.annotate(text, (1, 0), xycoords="axes fraction", xytext=(7, height), textcoords="offset points",
                      va="center", fontsize=NORMAL, fontweight="semibold", color=text_colour(line.role),
                      linespacing=1.05)  # fmt: skip
