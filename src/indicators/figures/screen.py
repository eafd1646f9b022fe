"""Drawing a described figure for plotly."""

from typing import Any

from indicators.figures.beside import Axes, Name, beside, is_single, share_columns
from indicators.figures.drawing import Drawing, Trace, scatter, upright
from indicators.figures.expected import expectations
from indicators.figures.model import Line, Point, TimeChart
from indicators.figures.theme import DASH, MARKER, VERDICT_MARKER, Palette, template

_HEIGHT = 460
_YEAR_STEPS = 5
"""So many years stand below the chart besides the last one: more would touch each other on a phone."""
_LABEL_WIDTH = 0.28
"""About how much of the years the name of a group covers on a wide screen."""
_LABEL_GAP = 0.055
"""Least distance of two direct labels, as a share of the chart's height."""


def draw(chart: TimeChart, palette: Palette) -> Drawing:
    """The chart for the screen: gaps stay open, breaks are marked, the lines carry their names."""
    shaded = [_shade(run, palette) for run in _common_runs(chart)] if chart.shade_gap else []
    breaks = [year for year, _reason in chart.breaks if _spans(chart, year)]
    xaxis, yaxis = _axes(chart)
    names = [_break_name(year, rank, palette) for rank, year in enumerate(breaks)]
    names += _line_names(chart, palette, (xaxis["range"], yaxis["range"]))
    return Drawing(
        [
            *shaded,
            *expectations(chart, palette),
            *(_trace(line, chart, palette) for line in reversed(chart.lines)),
        ],
        {
            "template": template(palette),
            "height": _HEIGHT,
            "margin": {"t": 48, "r": 16, "b": 40},
            "xaxis": xaxis,
            "yaxis": yaxis,
            "shapes": [
                upright(year - 0.5, {"color": palette.secondary, "width": 1.5, "dash": "dot"})
                for year in breaks
            ],
            "annotations": names,
        },
    )


def _trace(line: Line, chart: TimeChart, palette: Palette) -> Trace:
    cuts = {year for year, _ in chart.breaks}.union(line.cuts)
    steps: list[tuple[float, Point | None]] = []
    for point in line.points:
        if point.year in cuts:  # an empty point keeps the line from crossing the break
            steps.append((point.year - 0.5, None))
        steps.append((point.year, point))
    return scatter(
        x=[year for year, _ in steps],
        y=[point and point.value for _, point in steps],
        text=["" if point is None else point.label for _, point in steps],
        name=line.name,
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,  # a marker at nought is whole
        line={"color": palette.role(line.role), "width": 3.5, "dash": DASH[line.role]},
        marker=_marker(line, steps, palette),
        error_y=_whiskers(steps, palette.role(line.role)),
        hovertemplate=f"{line.name} %{{x}}: <b>%{{text}}</b><extra></extra>",
    )


def _marker(line: Line, steps: list[tuple[float, Point | None]], palette: Palette) -> dict[str, object]:
    """The role's marker; for values that were judged one that says how they lie to what was expected."""
    marker: dict[str, object] = {"symbol": MARKER[line.role], "size": 8, "color": palette.role(line.role)}
    verdicts = [point and point.verdict for _, point in steps]
    if not any(verdicts):
        secondary = [point is not None and point.is_secondary for _, point in steps]
        if any(secondary):
            shape = MARKER[line.role]
            open_or_full = [f"{shape}-open" if is_open else shape for is_open in secondary]
            return marker | {"symbol": open_or_full, "size": 12, "opacity": 1, "line": {"width": 2.5}}
        return marker
    return marker | {
        "symbol": [VERDICT_MARKER.get(v, MARKER[line.role]) if v else MARKER[line.role] for v in verdicts],
        "size": [16 if v in ("above", "below") else 11 if v else 8 for v in verdicts],
        "opacity": 1,  # markers of several sizes are drawn faint otherwise
        "line": {"width": 1.5, "color": palette.ground},
    }


def _whiskers(steps: list[tuple[float, Point | None]], colour: str) -> dict[str, object] | None:
    """The 95 % intervals of the values, where there are any."""
    known = [point if point is not None and point.value is not None else None for _, point in steps]
    if all(point is None or point.high is None for point in known):
        return None
    return {
        "type": "data",
        "symmetric": False,
        "array": [
            p.high - p.value if p and p.value is not None and p.high is not None else None for p in known
        ],
        "arrayminus": [
            p.value - p.low if p and p.value is not None and p.low is not None else None for p in known
        ],
        "color": colour,
        "thickness": 1.5,
        "width": 5,
    }


def _common_runs(chart: TimeChart) -> list[list[tuple[int, float, float]]]:
    """Runs of neighbouring years in which both of the first two lines have a value, cut at breaks."""
    cuts = {year for year, _ in chart.breaks}
    runs: list[list[tuple[int, float, float]]] = []
    other = {p.year: p.value for p in chart.lines[1].points}
    for point in chart.lines[0].points:
        reference = other.get(point.year)
        if point.value is None or reference is None:
            continue
        step = (point.year, point.value, reference)
        if runs and runs[-1][-1][0] == point.year - 1 and point.year not in cuts:
            runs[-1].append(step)
        else:
            runs.append([step])
    return [run for run in runs if len(run) > 1]


def _shade(run: list[tuple[int, float, float]], palette: Palette) -> Trace:
    years = [step[0] for step in run]
    return scatter(
        x=years + years[::-1],
        y=[step[1] for step in run] + [step[2] for step in reversed(run)],
        fill="toself",
        fillcolor=palette.shade,
        line={"width": 0},
        mode="lines",
        hoverinfo="skip",
    )


def _values(chart: TimeChart) -> list[float]:
    """Everything that is drawn upwards: values, ends of whiskers, upper bounds of what was expected."""
    points = [p for line in chart.lines for p in line.points if p.value is not None]
    tops = [p.high for p in points if p.high is not None]
    return [
        *(p.value for p in points if p.value is not None),
        *tops,
        *(high for e in chart.expectations for _, _, high in e.range),
    ]


def _years(chart: TimeChart) -> list[int]:
    return [p.year for line in chart.lines for p in line.points if p.value is not None]


def _spans(chart: TimeChart, year: int) -> bool:
    return min(_years(chart), default=year) < year <= max(_years(chart), default=year)


def _break_name(year: int, rank: int, palette: Palette) -> Name:
    """What stands above the line before the year, at one of two heights, so that neighbours stay apart."""
    return {
        "x": year - 0.5,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 16 * (rank % 2),
        "text": "Bruch",
        "showarrow": False,
        "font": {"size": 14, "color": palette.secondary},
    }


def _axes(chart: TimeChart) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both axes: every year a whole number, zero in view, room above for the names of the lines."""
    years = _years(chart)
    step = max(1, -(-(max(years) - min(years)) // _YEAR_STEPS)) if years else 1
    top = max(_values(chart), default=1.0)
    bottom = min(0.0, *_values(chart)) if years else 0.0
    return (
        {
            "range": (min(years, default=2000) - 0.5, max(years, default=2001) + 0.5),
            "tickmode": "linear",
            "dtick": step,
            "tick0": max(years, default=2000),
            "tickformat": "d",
            "hoverformat": "d",
        },
        {
            "range": (bottom, (top - bottom) * 1.08 + bottom or 1),
            "ticksuffix": f"\u00a0{chart.unit}" if chart.unit else "",
            "nticks": 6,
            "tickformat": ",~f",
        },
    )


def _line_names(chart: TimeChart, palette: Palette, axes: Axes) -> list[Name]:
    """The name of each line at its own end: the highest above it, the lowest below it, others apart.

    A name of a single point stands beside it, where nothing else is.
    """
    every = [(line, last) for line in chart.lines if (last := _last(line)) is not None]
    ends = [(line, last) for line, last in every if line.end_label or not is_single(line, chart)]
    ends.sort(key=lambda end: -(end[1].value or 0))
    middle = sum((min(_years(chart), default=0), max(_years(chart), default=0))) / 2
    top = max(_values(chart), default=1.0)
    below = float("inf")
    names: list[Name] = []
    for rank, (line, last) in enumerate(ends):
        value = last.value or 0.0
        is_lowest = rank == len(ends) - 1 and value > _LABEL_GAP * top and (rank > 0 or _falls(line))
        beneath, over = _reach(line, chart)
        if is_lowest:
            height = beneath
        else:
            height = (
                over
                if rank == 0
                else min(value if last.high is None else last.high, below - _LABEL_GAP * top)
            )
        below = height
        names.append(
            {
                "x": last.year,
                "y": height,
                "text": f"<b>{line.end_label or line.name}</b>",
                "showarrow": False,
                "xanchor": "left" if last.year < middle else "right",
                "yanchor": "top" if is_lowest else "bottom",
                "yshift": -8 if is_lowest else 8,
                "font": _name_font(line, palette),
            }
        )
    _lift(names, axes, _LABEL_GAP * top)
    singles = [end for end in every if end not in ends]
    # From above, so that of two close points the lower has its name below.
    for line, last in sorted(singles, key=lambda end: -(end[1].value or 0)):
        said = {"text": f"<b>{line.name}</b>", "font": _name_font(line, palette)}
        names.append(beside(names, axes, chart, (last.year, last.value or 0.0), said))
    return names


def _lift(names: list[Name], axes: Axes, gap: float) -> None:
    """Names that would leave the plot below stand on its floor, and those above them above them."""
    standing: list[Name] = []
    for name in reversed(names):
        under = [n["y"] + gap for n in standing if n["yanchor"] == "bottom" and share_columns(n, name, axes)]
        name["y"] = max(name["y"], axes[1][0], *under)
        standing.append(name)


def _name_font(line: Line, palette: Palette) -> dict[str, object]:
    return {"size": 17, "color": palette.secondary if line.role == "context" else palette.role(line.role)}


def _reach(line: Line, chart: TimeChart) -> tuple[float, float]:
    """The lowest and the highest place of a line where its name stands, so that they do not cross."""
    years = _years(chart)
    width = 0 if line.end_label else _LABEL_WIDTH * (max(years) - min(years))
    ends = [point for point in line.points if point.value is not None]
    near = [point for point in ends if point.year >= ends[-1].year - width]
    lows = [p.value if p.low is None else p.low for p in near]
    highs = [p.value if p.high is None else p.high for p in near]
    return min(v for v in lows if v is not None), max(v for v in highs if v is not None)


def _falls(line: Line) -> bool:
    """True where a line labelled with a value comes down to it: above it the label would lie on the line."""
    known = [point.value for point in line.points if point.value is not None]
    return bool(line.end_label) and len(known) > 1 and known[-1] < known[-2]


def _last(line: Line) -> Point | None:
    return next((point for point in reversed(line.points) if point.value is not None), None)
