"""Figures about money: stacked bars, terms of programmes, tornado, a result over the range of an input."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.dates import date2num
from matplotlib.patches import Patch, Rectangle

from indicators.figures.money_model import Curve, StackedBars, Term, Terms, Tornado, TornadoBar
from indicators.figures.printed.canvas import (
    COLOURS,
    NORMAL,
    SMALL,
    Sheet,
    colour,
    fitting,
    text_colour,
    tick_texts,
    ticks,
    value_axis,
)
from indicators.figures.scales import scaled

_NAME: Final = 150.0
_LAYERS: Final = (
    ("#0b4f8a", None),
    ("#8db8dd", "////"),
    ("#b3541e", None),
    ("#f3c79e", ".."),
    ("#5f6b78", None),
    ("#d9dde2", "\\\\\\\\"),
)
"""Layers alternate dark and light, plain and hatched: neighbours differ in grey too."""

_BAR: Final = 0.62
_AIR: Final = 5.0
"""Least distance of a label of a term from its bar and from today's line, in points."""


def draw_stacks(chart: StackedBars, sheet: Sheet) -> None:
    """Bars from zero with their parts side by side, the total at the end, a legend of the layers above."""
    names = [sheet.wrapped(name, _NAME, NORMAL) for name in chart.bars]
    sums = [sum(s.values[i] or 0.0 for s in chart.stacks) for i in range(len(chart.bars))]
    places = ticks(0.0, max(sums, default=1.0), 5)
    left = sheet.widest(names, NORMAL) + 10
    legend = _legend_rows([stack.name for stack in chart.stacks], sheet)
    axes = sheet.axes(left, right=sheet.widest(chart.totals, NORMAL, "semibold") + 10,
                      top=6 + 15 * len(legend), bottom=18)  # fmt: skip
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlim(0, max([*sums, places[-1] if not any(sums) else 0.0]) * 1.01)
    room = axes.get_position().width * sheet.width
    value_axis(axes, "x", *fitting([p for p in places if p <= axes.get_xlim()[1]], chart.unit, room, sheet))
    axes.set_yticks(range(len(names)), labels=names, fontsize=NORMAL, color=COLOURS.text)
    starts = [0.0] * len(names)
    scale = axes.get_position().width * sheet.width / axes.get_xlim()[1]
    for rank, stack in enumerate(chart.stacks):
        shade, hatch = _LAYERS[rank % len(_LAYERS)]
        for row, (value, label) in enumerate(zip(stack.values, stack.labels, strict=True)):
            if value is None:
                continue
            axes.barh(row, value, _BAR, starts[row], color=shade, hatch=hatch, edgecolor="white",
                      linewidth=0.8)  # fmt: skip
            if sheet.width_of(label, SMALL, "semibold") + 6 < value * scale:
                _write_inside(axes, starts[row] + value / 2, row, label, shade, hatched=hatch is not None)
            starts[row] += value
    for row, total in enumerate(chart.totals):
        axes.annotate(total, (starts[row], row), xytext=(6, 0), textcoords="offset points", va="center",
                      fontsize=NORMAL, fontweight="semibold", color=COLOURS.text)  # fmt: skip
    _draw_legend(legend, sheet)


def _write_inside(axes: Axes, x: float, row: int, label: str, shade: str, *, hatched: bool) -> None:
    box = {"facecolor": shade, "edgecolor": "none", "pad": 1.2} if hatched else None
    axes.text(x, row, label, ha="center", va="center", fontsize=SMALL, fontweight="semibold",
              color="white" if _is_dark(shade) else COLOURS.text, bbox=box)  # fmt: skip


def _is_dark(shade: str) -> bool:
    red, green, blue = to_rgb(shade)
    return 0.299 * red + 0.587 * green + 0.114 * blue < 0.55


def _legend_rows(names: Sequence[str], sheet: Sheet) -> list[list[tuple[int, str, float]]]:
    """Number, name and place of the layers' names in rows that fit the sheet."""
    rows: list[list[tuple[int, str, float]]] = [[]]
    x = 1.0
    for rank, name in enumerate(names):
        width = 14 + sheet.width_of(name, SMALL) + 14
        if x + width > sheet.width and rows[-1]:
            rows.append([])
            x = 1.0
        rows[-1].append((rank, name, x))
        x += width
    return rows


def _draw_legend(rows: Sequence[Sequence[tuple[int, str, float]]], sheet: Sheet) -> None:
    for line, row in enumerate(rows):
        y = sheet.height - 10 - 15 * line
        for rank, name, x in row:
            shade, hatch = _LAYERS[rank % len(_LAYERS)]
            swatch(sheet, (x, y), shade, hatch)
            sheet.figure.text((x + 14) / sheet.width, (y + 0.8) / sheet.height, name, fontsize=SMALL,
                              color=COLOURS.text)  # fmt: skip


def swatch(
    sheet: Sheet, at: tuple[float, float], shade: str, hatch: str | None, *, size: float = 9.0
) -> None:
    """A small field of a legend, its left lower corner at this place in points."""
    x, y = at
    sheet.figure.add_artist(
        Rectangle((x / sheet.width, y / sheet.height), size / sheet.width, size / sheet.height,
                  facecolor=shade, edgecolor="white" if hatch and shade != "white" else COLOURS.context,
                  hatch=hatch, linewidth=0.4)
    )  # fmt: skip


def draw_terms(chart: Terms, sheet: Sheet) -> None:
    """One bar per programme, from its start to its end; an arrow where no end or start is known."""
    names = [sheet.wrapped(term.name, min(_NAME, 0.36 * sheet.width), NORMAL) for term in chart.terms]
    axes = sheet.axes(left=sheet.widest(names, NORMAL, "semibold") + 10, right=16, top=20, bottom=18)
    first, last = _day(chart.first), _day(chart.last)
    axes.set_xlim(first, last)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_yticks(range(len(names)), labels=names, fontsize=NORMAL, color=COLOURS.text)
    _mark_years(axes, chart, sheet)
    for row, term in enumerate(chart.terms):
        _draw_term(axes, row, term, chart, sheet)
    today = _day(chart.today)
    axes.axvline(today, color=COLOURS.text, linewidth=1.1, linestyle=(0, (4, 2)))
    axes.annotate("heute", (today, 1), xycoords=("data", "axes fraction"), xytext=(0, 5), ha="center",
                  textcoords="offset points", fontsize=SMALL, color=COLOURS.text)  # fmt: skip


def _day(day: date) -> float:
    return float(date2num(day))  # type: ignore[no-untyped-call]


def _mark_years(axes: Axes, chart: Terms, sheet: Sheet) -> None:
    years = range(chart.first.year, chart.last.year + 2)
    room = axes.get_position().width * sheet.width / len(years)
    step = max(1, int(-(-(sheet.width_of("2020") + 8) // room)))
    shown = [y for y in years[::step] if _day(chart.first) <= _day(date(y, 1, 1)) <= _day(chart.last)]
    value_axis(axes, "x", [_day(date(y, 1, 1)) for y in shown], [str(y) for y in shown])


def _draw_term(axes: Axes, row: int, term: Term, chart: Terms, sheet: Sheet) -> None:
    span = (_day(chart.first), _day(chart.last))
    start = span[0] if term.start is None else max(_day(term.start), span[0])
    end = span[1] if term.end is None else min(_day(term.end), span[1])
    is_open = term.end is None
    shade = colour(term.role)
    axes.barh(row, end - start, 0.5, start, color="white" if is_open else shade, linewidth=0.9,
              hatch="////" if is_open else None, edgecolor=shade)  # fmt: skip
    room = axes.get_position().width * sheet.width
    scale = room / (span[1] - span[0])
    bar = ((start - span[0]) * scale, (end - span[0]) * scale)
    today = min(max((_day(chart.today) - span[0]) * scale, 0.0), room)
    label = term.label
    wide = sheet.width_of(label, SMALL, "semibold")
    left = place_of_label(bar, wide, today, room)
    if left is None:
        # In lines on white, on the wider side of today, where it hides a piece of the bar.
        label = sheet.wrapped(label, max(today, room - today) - 2 * _AIR, SMALL, "semibold")
        wide = sheet.width_of(label, SMALL, "semibold")
        left = room - wide if today < room / 2 else max(0.0, today - _AIR - wide)
    inside = bar[0] <= left and left + wide <= bar[1]
    is_dark = inside and not is_open and term.role != "context"
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    axes.annotate(label, (left / room, row), xycoords=("axes fraction", "data"), ha="left", va="center",
                  fontsize=SMALL, fontweight="semibold", color="white" if is_dark else text_colour(term.role),
                  bbox=None if is_dark else box, zorder=4)  # fmt: skip


def place_of_label(bar: tuple[float, float], wide: float, today: float, room: float) -> float | None:
    """Where a label begins, in points: right of its bar, in it or left of it, never across today's line.

    None without such a place.
    """
    start, end = bar
    wanted = [end + _AIR, max(end, today) + _AIR]
    if end - start > wide + 2 * _AIR:
        wanted[1:1] = [end - _AIR - wide, min(end, today) - _AIR - wide]
    wanted += [start - _AIR - wide, today - _AIR - wide]
    for left in wanted:
        touches = left - _AIR < today < left + wide + _AIR
        if left >= 0 and left + wide <= room and not touches:
            return left
    return None


def draw_tornado(chart: Tornado, sheet: Sheet) -> None:
    """Bars around the result in use: the low end of an input dark, its high end light and hatched."""
    names = [sheet.wrapped(bar.name, _NAME, NORMAL) for bar in chart.bars]
    axes = sheet.axes(left=sheet.widest(names, NORMAL) + 10, right=6, top=20, bottom=34)
    reach = [v for bar in chart.bars for v in (bar.low, bar.high)] + [chart.base]
    labels = [label for bar in chart.bars for label in (bar.low_label, bar.high_label)]
    _room_for(axes, min(reach), max(reach), sheet.widest(labels, SMALL) + 8, sheet)
    axes.set_ylim(len(names) - 0.5, -0.5)
    low, high = axes.get_xlim()
    places = [p for p in ticks(low, high, 6) if low <= p <= high]
    value_axis(axes, "x", *fitting(places, chart.unit, axes.get_position().width * sheet.width, sheet))
    axes.set_yticks(range(len(names)), labels=names, fontsize=NORMAL, color=COLOURS.text)
    for row, bar in enumerate(chart.bars):
        _draw_swing(axes, row, bar, chart.base)
    axes.axvline(chart.base, color=COLOURS.text, linewidth=1.2)
    axes.annotate(chart.base_label, (chart.base, 1), xycoords=("data", "axes fraction"), xytext=(0, 5),
                  textcoords="offset points", ha="center", fontsize=NORMAL, fontweight="semibold",
                  color=COLOURS.text)  # fmt: skip
    handles = [Patch(facecolor=shade, hatch=hatch, edgecolor=COLOURS.focus, label=words, linewidth=0.6)
               for shade, hatch, words in ((COLOURS.focus, None, "Eingabe am unteren Ende ihrer Spanne"),
                                           ("white", "////", "am oberen Ende"))]  # fmt: skip
    sheet.figure.legend(handles=handles, loc="lower left", ncols=2, frameon=False, fontsize=SMALL,
                        labelcolor=COLOURS.secondary, handlelength=1.2, handleheight=0.8, borderpad=0,
                        borderaxespad=0.2, columnspacing=1.6)  # fmt: skip


def _room_for(axes: Axes, low: float, high: float, margin: float, sheet: Sheet) -> None:
    """Limits that leave so many points for labels on both sides."""
    width = axes.get_position().width * sheet.width
    unit = (high - low or 1.0) / max(width - 2 * margin, width / 4)
    axes.set_xlim(low - margin * unit, high + margin * unit)


def _draw_swing(axes: Axes, row: int, bar: TornadoBar, base: float) -> None:
    for end, label, face, hatch in (
        (bar.high, bar.high_label, "white", "////"),
        (bar.low, bar.low_label, COLOURS.focus, None),
    ):
        axes.barh(
            row, end - base, _BAR, base, color=face, hatch=hatch, edgecolor=COLOURS.focus, linewidth=0.8
        )
        other = bar.low if end == bar.high else bar.high
        is_left = end < base or (end == base and other > base)
        axes.annotate(label, (end, row), xytext=(-5 if is_left else 5, 0), textcoords="offset points",
                      ha="right" if is_left else "left", va="center", fontsize=SMALL,
                      color=COLOURS.text)  # fmt: skip


def draw_curve(chart: Curve, sheet: Sheet) -> None:
    """The result as a line over the input, with the zero line, the point in use and the break-even."""
    xs, ys = zip(*chart.points, strict=True)
    places = ticks(min(0.0, *ys), max(0.0, *ys), 5)
    texts = tick_texts(places, chart.unit)
    axes = sheet.axes(left=sheet.widest(texts) + 8, right=14, top=20, bottom=34)
    axes.set_xlim(min(xs), max(xs))
    axes.set_ylim(places[0], places[-1])
    value_axis(axes, "y", places, texts)
    inputs = [p for p in ticks(min(xs), max(xs), 7) if min(xs) <= p <= max(xs)]
    axes.set_xticks(inputs, labels=_input_texts(inputs, chart))
    axes.set_xlabel(chart.x_title, fontsize=SMALL, color=COLOURS.secondary, labelpad=4)
    axes.axhline(0, color=COLOURS.text, linewidth=0.9)
    axes.plot(xs, ys, color=COLOURS.focus, linewidth=1.9)
    x, y, label = chart.chosen
    axes.plot([x], [y], "o", color=COLOURS.focus, markersize=7, clip_on=False, zorder=4)
    falls = ys[-1] < ys[0]
    _write_point(axes, (x, y), label, COLOURS.focus, sheet=sheet, falls=falls)
    if chart.break_even is not None:
        place, words = chart.break_even
        axes.plot([place], [0], "D", markerfacecolor="white", markeredgecolor=COLOURS.reference, markersize=7,
                  zorder=4)  # fmt: skip
        _write_point(axes, (place, 0.0), words, COLOURS.reference, sheet=sheet, falls=falls)
    axes.set_title(_axis_title(chart, places), loc="left", fontsize=SMALL, color=COLOURS.secondary, pad=7)


def _axis_title(chart: Curve, places: Sequence[float]) -> str:
    unit = scaled(places, chart.unit)[1]
    return f"{chart.y_title} in {unit}" if unit and unit not in chart.y_title else chart.y_title


def _input_texts(inputs: Sequence[float], chart: Curve) -> list[str]:
    if chart.x_decimals == 0 and all(1900 <= x <= 2100 for x in inputs):
        return [f"{x:.0f}" for x in inputs]
    return tick_texts(inputs, "")


def _write_point(
    axes: Axes, point: tuple[float, float], label: str, shade: str, *, sheet: Sheet, falls: bool
) -> None:
    """A label beside a point, on the side that has room, where the line runs away from it."""
    low, high = axes.get_xlim()
    across = axes.get_position().width * sheet.width
    right = (high - point[0]) / (high - low) * across
    is_left = right < sheet.width_of(label, NORMAL, "semibold") + 12
    up = 1 if is_left != falls else -1
    axes.annotate(label, point, xytext=(-7 if is_left else 7, 8 * up), textcoords="offset points",
                  va="bottom" if up > 0 else "top",
                  ha="right" if is_left else "left", fontsize=NORMAL, fontweight="semibold", color=shade,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85},
                  zorder=5)  # fmt: skip
