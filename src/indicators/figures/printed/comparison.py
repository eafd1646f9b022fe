"""Dot plots and distributions."""

from typing import Final

from matplotlib.axes import Axes

from indicators.figures.comparison_model import Distribution, Dot, DotPlot
from indicators.figures.printed.canvas import (
    BAND,
    COLOURS,
    DASH,
    MARKER,
    NORMAL,
    SMALL,
    Sheet,
    Weight,
    colour,
    text_colour,
    tick_texts,
    ticks,
    value_axis,
)

_NAME: Final = 150.0


def draw_dots(chart: DotPlot, sheet: Sheet) -> None:
    """One row per region: name, dot with whisker, value in a column at the right; quartiles as a band."""
    names = [sheet.wrapped(dot.name, _NAME, NORMAL, _weight(dot)) for dot in chart.dots]
    known = [dot.label for dot in chart.dots if dot.value is not None]
    places = _places(chart)
    texts = tick_texts(places, chart.unit)
    axes = sheet.axes(
        left=sheet.widest(names, NORMAL, "semibold") + 10,
        right=sheet.widest(known, NORMAL, "semibold") + 12,
        top=18 if chart.median else 6,
        bottom=18,
    )
    rows = len(chart.dots)
    axes.set_xlim(places[0], places[-1])
    axes.set_ylim(rows - 0.4, -0.6)
    value_axis(axes, "x", places, texts)
    axes.set_yticks(range(rows), labels=names)
    axes.hlines(range(rows), *axes.get_xlim(), color=COLOURS.grid, linewidth=0.5, linestyle=(0, (1, 2)))
    if chart.band is not None:
        axes.axvspan(*chart.band, color=BAND, linewidth=0, zorder=0.4)
    if chart.median is not None:
        _mark_median(axes, chart.median, sheet)
    for row, (tick, dot) in enumerate(zip(axes.get_yticklabels(), chart.dots, strict=True)):
        tick.set(fontsize=NORMAL, fontweight=_weight(dot), color=_colour(dot))
        _draw_dot(axes, row, dot)


def _weight(dot: Dot) -> Weight:
    return "normal" if dot.role == "context" else "semibold"


def _colour(dot: Dot) -> str:
    return COLOURS.text if dot.role == "context" else text_colour(dot.role)


def _draw_dot(axes: Axes, row: int, dot: Dot) -> None:
    if dot.value is None:
        axes.annotate(dot.label, (0, row), xycoords=("axes fraction", "data"), xytext=(6, 0),
                      textcoords="offset points", va="center", fontsize=SMALL, style="normal",
                      color=COLOURS.secondary, backgroundcolor="white")  # fmt: skip
        return
    shade = colour(dot.role)
    if dot.low is not None and dot.high is not None:
        axes.plot([dot.low, dot.high], [row, row], color=shade, linewidth=1.2, marker="|", markersize=5)
    axes.plot([dot.value], [row], marker=MARKER[dot.role], color=shade, clip_on=False, zorder=3,
              markersize=8 if dot.role == "focus" else 6)  # fmt: skip
    axes.annotate(dot.label, (1, row), xycoords=("axes fraction", "data"), xytext=(8, 0), va="center",
                  textcoords="offset points", fontsize=NORMAL, fontweight=_weight(dot),
                  color=_colour(dot))  # fmt: skip


def _mark_median(axes: Axes, median: tuple[float, str], sheet: Sheet) -> None:
    axes.axvline(median[0], color=COLOURS.secondary, linewidth=1.1, linestyle=(0, (4, 2)), zorder=0.5)
    _write_above(axes, median[0], median[1], row=0, sheet=sheet, shade=COLOURS.secondary, weight="normal")


def _write_above(
    axes: Axes, place: float, text: str, *, row: int, sheet: Sheet, shade: str, weight: Weight
) -> None:
    """A text above the plot, centred on its place as far as the sheet lets it."""
    low, high = axes.get_xlim()
    box = axes.get_position()
    middle = (box.x0 + box.width * (place - low) / (high - low)) * sheet.width
    half = sheet.width_of(text, NORMAL, weight) / 2 + 1
    shift = max(half - middle, 0.0) - max(middle + half - sheet.width, 0.0)
    axes.annotate(text, (place, 1), xycoords=("data", "axes fraction"), xytext=(shift, 4 + 13 * row),
                  textcoords="offset points", ha="center", fontsize=NORMAL, fontweight=weight,
                  color=shade)  # fmt: skip


def _places(chart: DotPlot) -> list[float]:
    found = [v for dot in chart.dots for v in (dot.value, dot.low, dot.high) if v is not None]
    found += [*(chart.band or ()), *([chart.median[0]] if chart.median else [])]
    low, high = (min(found), max(found)) if found else (0.0, 1.0)
    width = (high - low) or abs(high) or 1.0
    return ticks(0.0 if 0 < low < width else low, high, 6)


def draw_distribution(chart: Distribution, sheet: Sheet) -> None:
    """Bars from zero; own value and median as lines with their names above."""
    counts = ticks(0, max((bar.count for bar in chart.bars), default=1), 4)
    texts = tick_texts(counts, "")
    axes = sheet.axes(left=sheet.widest(texts) + 20, right=14, top=8 + 14 * len(chart.marks), bottom=20)
    low, high = chart.bars[0].low, chart.bars[-1].high
    axes.bar([(b.low + b.high) / 2 for b in chart.bars], [b.count for b in chart.bars],
             width=[(b.high - b.low) * 0.92 for b in chart.bars], color="#c3cad2")  # fmt: skip
    axes.set_xlim(low, high)
    axes.set_ylim(0, counts[-1])
    value_axis(axes, "y", counts, texts)
    axes.set_ylabel("Anzahl", fontsize=SMALL, color=COLOURS.secondary)
    places = [place for place in ticks(low, high, 6) if low <= place <= high]
    axes.set_xticks(places, labels=tick_texts(places, chart.unit))
    for rank, mark in enumerate(chart.marks):
        axes.axvline(mark.value, color=colour(mark.role), linewidth=2, linestyle=DASH[mark.role])
        row = len(chart.marks) - 1 - rank
        _write_above(
            axes,
            mark.value,
            mark.label,
            row=row,
            sheet=sheet,
            shade=text_colour(mark.role),
            weight="semibold",
        )
