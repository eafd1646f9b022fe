"""Charts of slides: native where the description fits, a picture elsewhere, always with alternative text."""

import re
from datetime import date
from io import BytesIO
from typing import Any, Final

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from indicators.exports.chart_data import Kind, Plot, Series, plot
from indicators.exports.office import COLOURS, FONT, GERMAN, LANGUAGE, plain
from indicators.exports.pptx_deck import BOTTOM, INNER, MARGIN, SMALLEST, TOP, ink
from indicators.figures import printed
from indicators.figures.model import Role
from indicators.figures.money_model import Curve, Terms
from indicators.formats import number, with_unit
from indicators.report import Figure

_TYPES: Final[dict[Kind, Any]] = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "stacked": XL_CHART_TYPE.BAR_STACKED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "tornado": XL_CHART_TYPE.BAR_CLUSTERED,
    "scatter": XL_CHART_TYPE.XY_SCATTER,
    "curve": XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
}
_MOST: Final[dict[Kind, int]] = {"bar": 13, "stacked": 9, "columns": 9, "tornado": 7, "line": 60}
"""More names than these are not legible as native labels."""

_DASH: Final = {"focus": MSO_LINE.SOLID, "reference": MSO_LINE.DASH, "context": MSO_LINE.ROUND_DOT}
_MARK: Final = {
    "focus": XL_MARKER_STYLE.CIRCLE, "reference": XL_MARKER_STYLE.SQUARE, "context": XL_MARKER_STYLE.DIAMOND,
}  # fmt: skip
_MOST_YEARS: Final = 10
_MOST_TERMS: Final = 8
_DRAWN_MM: Final = (118.0, 46.0)
"""Pictures are drawn small and shown large, so that their type can be read."""

_CATEGORIES: Final[Any] = CategoryChartData
_POINTS: Final[Any] = XyChartData
_FORMULA: Final = re.compile(r"[={+\-@]|[a-z]+:", re.IGNORECASE)
Box = tuple[int, int, int, int]


def add(slide: Any, figure: Figure, top: int = TOP) -> None:
    """Put the chart of a figure below the title."""
    found = plot(figure.chart)
    box = (MARGIN, top, INNER, BOTTOM - top)
    if isinstance(figure.chart, Terms) and len(figure.chart.terms) <= _MOST_TERMS:
        _terms(slide, figure, figure.chart, box)
        return
    if found.kind == "none" or len(found.names) > _MOST.get(found.kind, 1000):
        _picture(slide, figure, box)
        return
    if found.kind in ("scatter", "curve"):
        _describe(_xy(slide, found, figure, box), figure)
    else:
        _describe(_categories(slide, found, box), figure)


def _describe(shape: Any, figure: Figure) -> None:
    properties = next(shape._element.iter(qn("p:cNvPr")))
    properties.set("descr", plain(figure.alt))
    properties.set("name", f"Diagramm {figure.id}")


def _terms(slide: Any, figure: Figure, chart: Terms, box: Box) -> None:
    """What ends when as a table: its names are too long for the labels of an axis."""
    left, top, width, _ = box
    row = Inches(0.5)
    frame = slide.shapes.add_table(len(chart.terms) + 1, 2, left, top, width, row * (len(chart.terms) + 1))
    table = frame.table
    table.columns[0].width, table.columns[1].width = int(width * 0.6), width - int(width * 0.6)
    lines = [("Programm", "Laufzeit"), *((term.name, term.label) for term in chart.terms)]
    for n, line in enumerate(lines):
        for cell, words in zip(table.rows[n].cells, line, strict=True):
            run = cell.text_frame.paragraphs[0].add_run()
            run.text = plain(words)
            run.font.size = Pt(SMALLEST)
    _describe(frame, figure)


def _picture(slide: Any, figure: Figure, box: Box) -> None:
    left, top, width, height = box
    wide, high = _DRAWN_MM
    image = BytesIO(
        printed.png(figure.chart, wide, max(high, 0.55 * printed.height_mm(figure.chart)), dpi=400)
    )
    shape: Any = slide.shapes.add_picture(image, Emu(left), Emu(top), height=Emu(height))
    if shape.width > width:
        shape.height, shape.width = int(shape.height * width / shape.width), width
    shape.left = left
    _describe(shape, figure)


def name(words: str) -> str:
    """A text for the data of a chart, which its workbook will not take for a formula or a link."""
    clean = plain(words)
    return f"\u2060{clean}" if _FORMULA.match(clean) else clean


def _categories(slide: Any, found: Plot, box: Box) -> Any:
    """Lines or bars over names."""
    data: Any = _CATEGORIES(number_format=_format(found))
    data.categories = _as_categories(found)
    for series in found.series:
        data.add_series(name(series.name), series.values)
    frame: Any = slide.shapes.add_chart(_TYPES[found.kind], *(Emu(side) for side in box), data)
    chart = frame.chart
    _plain_chart(chart, found)
    _names_axis(chart.category_axis, found)
    _values_axis(chart.value_axis, found)
    for series, drawn in zip(found.series, chart.plots[0].series, strict=True):
        _colour(drawn, series, found)
    if found.kind == "line":
        _label_ends(chart, found)
    else:
        _label_bars(chart, found)
    return frame


def _as_categories(found: Plot) -> list[Any]:
    """Names; years as days, so that an axis of time labels only some of them."""
    if found.kind == "line":
        return [date(int(year), 1, 1) for year in found.names if isinstance(year, int)]
    return [name(str(n)) for n in found.names]


def _xy(slide: Any, found: Plot, figure: Figure, box: Box) -> Any:
    """Points of two values; the focus (or the point in use) is a series of its own with its name."""
    data: Any = _POINTS()
    others = data.add_series(name(found.series[-1].name))
    if found.kind == "curve":
        for x, y in zip(found.names, found.series[0].values, strict=True):
            others.add_data_point(x, y)
        label, chosen = _chosen(figure)  # the point in use
    else:
        pairs = list(zip(found.series[0].values, found.series[1].values, strict=True))
        for n, (x, y) in enumerate(pairs):
            if n != found.focus:
                others.add_data_point(x, y)
        label = str(found.names[found.focus]) if found.focus is not None else ""
        chosen = pairs[found.focus] if found.focus is not None else None
    if chosen is not None:
        data.add_series(name(label)).add_data_point(*chosen)
    frame: Any = slide.shapes.add_chart(_TYPES[found.kind], *(Emu(side) for side in box), data)
    chart = frame.chart
    _plain_chart(chart, found)
    _values_axis(chart.value_axis, found, title=found.y_title if found.kind == "scatter" else "")
    _values_axis(chart.category_axis, found, title=found.x_title, years=found.kind == "curve")
    _draw_points(chart, found, label)
    return frame


def _chosen(figure: Figure) -> tuple[str, tuple[float | None, float | None] | None]:
    assert isinstance(figure.chart, Curve)  # noqa: S101 - asked for curves only
    x, y, label = figure.chart.chosen
    return label, (x, y)


def _draw_points(chart: Any, found: Plot, label: str) -> None:
    drawn = list(chart.plots[0].series)
    base = drawn[0]
    if found.kind == "curve":
        base.format.line.color.rgb = _rgb("focus")
        base.format.line.width = Pt(3)
        base.smooth = False
    else:
        base.format.line.fill.background()
        _marker(base, "context", 6)
    if len(drawn) > 1:
        drawn[1].format.line.fill.background()
        _marker(drawn[1], "focus", 14)
        _label(drawn[1].points[0], label, XL_LABEL_POSITION.ABOVE, "focus")


def _plain_chart(chart: Any, found: Plot) -> None:
    """Our face in legible size, no frame; the title stands on the slide."""
    chart.has_title = False
    chart.has_legend = False
    chart.font.size, chart.font.name = Pt(SMALLEST), FONT
    chart.font.color.rgb = ink(COLOURS.text)
    if len(found.series) > 1 and found.kind in ("line", "stacked", "tornado"):
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    space = chart._chartSpace
    place = 0 if space.find(qn("c:date1904")) is None else 1
    space.insert(place, etree.Element(qn("c:lang"), val=LANGUAGE))
    blanks = space.find(qn("c:chart")).find(qn("c:dispBlanksAs"))
    if blanks is not None:
        blanks.set("val", "gap")


def _names_axis(axis: Any, found: Plot) -> None:
    axis.format.line.color.rgb = ink(COLOURS.grid)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.has_major_gridlines = False
    if found.kind in ("bar", "stacked", "tornado"):
        axis.reverse_order = True
        axis.crosses = XL_AXIS_CROSSES.MAXIMUM  # so that the values stand below the bars
    elif found.kind == "line":
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "yyyy", False
        step = next(n for n in (1, 2, 5, 10, 20) if len(found.names) <= _MOST_YEARS * n)
        for tag, value in (("baseTimeUnit", "years"), ("majorUnit", str(step)), ("majorTimeUnit", "years")):
            for old in axis._element.findall(qn(f"c:{tag}")):
                axis._element.remove(old)
            axis._element.append(etree.Element(qn(f"c:{tag}"), val=value))


def _values_axis(axis: Any, found: Plot, *, title: str = "", years: bool = False) -> None:
    axis.format.line.fill.background()
    axis.has_major_gridlines = not years
    if not years:
        axis.major_gridlines.format.line.color.rgb = ink(COLOURS.grid)
    # Names of a tornado run from top to bottom: the high end of their axis is below.
    ends = XL_TICK_LABEL_POSITION
    axis.tick_label_position = ends.HIGH if found.kind == "tornado" else ends.LOW
    axis.tick_labels.number_format_is_linked = False
    axis.tick_labels.number_format = "0" if years else _axis_format(found)
    if years:
        known = [n for n in found.names if isinstance(n, int | float)]
        spare = max(1, round(0.08 * (max(known) - min(known))))  # room for a label at either end
        axis.minimum_scale, axis.maximum_scale = min(known) - spare, max(known) + spare
    if found.kind == "tornado" and found.base is not None:
        axis.crosses_at = found.base  # the bars begin at the result, not at zero
    if found.kind in ("bar", "stacked"):
        axis.visible = False
        axis.has_major_gridlines = False
        if min((v for s in found.series for v in s.values if v is not None), default=0) >= 0:
            axis.minimum_scale = 0
    if title:
        axis.has_title = True
        axis.axis_title.text_frame.text = plain(title)
        axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(SMALLEST)
        axis.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False


def _largest(found: Plot) -> float:
    return max((abs(v) for s in found.series for v in s.values if v is not None), default=0.0)


def _format(found: Plot) -> str:
    unit = f'"\u00a0{found.unit}"' if found.unit else ""
    digits = "#,##0" if _largest(found) >= 1000 or found.kind == "columns" else "#,##0.0"
    return f"{GERMAN}{digits}{unit};{GERMAN}\u2212{digits}{unit}"


def _axis_format(found: Plot) -> str:
    if found.unit == "€" and _largest(found) >= 1e6:
        unit = ',,"\u00a0Mio.\u00a0€"'
        return f"{GERMAN}#,##0.0{unit};{GERMAN}\u2212#,##0.0{unit}"
    unit = f'"\u00a0{found.unit}"' if found.unit and found.kind != "scatter" else ""
    return f"{GERMAN}#,##0{unit};{GERMAN}\u2212#,##0{unit}"


def _colour(drawn: Any, series: Series, found: Plot) -> None:
    """Roles differ by dash and marker as well as by colour."""
    if found.kind == "line":
        drawn.smooth = False
        drawn.format.line.color.rgb = _rgb(series.role)
        drawn.format.line.width = Pt(3)
        drawn.format.line.dash_style = _DASH[series.role]
        _marker(drawn, series.role, 9)
        return
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = _rgb(series.role)
    drawn.invert_if_negative = False
    if found.focus is not None:
        point = drawn.points[found.focus]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = _rgb("focus")


def _marker(drawn: Any, role: Role, size: int) -> None:
    drawn.marker.style, drawn.marker.size = _MARK[role], size
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = _rgb(role)
    drawn.marker.format.line.fill.background()


def _rgb(role: Role) -> Any:
    return ink(COLOURS.role(role))


def _label(point: Any, words: str, position: Any, role: Role) -> None:
    label = point.data_label
    label.has_text_frame = True
    run = label.text_frame.paragraphs[0].add_run()
    run.text = plain(words)
    run.font.size, run.font.bold = Pt(SMALLEST), True
    run.font.color.rgb = ink(COLOURS.secondary) if role == "context" else _rgb(role)
    label.position = position


def _label_ends(chart: Any, found: Plot) -> None:
    """Each line has its last value as a label, the lowest below its point."""
    lasts = [next((v for v in reversed(s.values) if v is not None), None) for s in found.series]
    lowest = min((value for value in lasts if value is not None), default=None)
    for series, drawn, last in zip(found.series, chart.plots[0].series, lasts, strict=True):
        if last is None:
            continue
        place = max(n for n, value in enumerate(series.values) if value is not None)
        shown = with_unit(number(last, series.decimals), found.unit)
        is_below = last == lowest and len(lasts) > 1  # so that two near ones stay apart
        side = XL_LABEL_POSITION.BELOW if is_below else XL_LABEL_POSITION.ABOVE
        _label(drawn.points[place], shown, side, series.role)


def _label_bars(chart: Any, found: Plot) -> None:
    bars = chart.plots[0]
    bars.gap_width = 45
    if found.kind == "tornado":
        bars.overlap = 100
        return
    if found.kind == "stacked":
        bars.overlap = 100
        if len(found.series) > 1:
            return
    bars.has_data_labels = True
    labels = bars.data_labels
    labels.show_value = True
    labels.number_format_is_linked = False
    labels.number_format = _format(found)
    labels.font.size, labels.font.bold = Pt(SMALLEST), True
    if found.kind != "stacked":
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
    else:
        labels.position = XL_LABEL_POSITION.INSIDE_END
        labels.font.color.rgb = ink("#ffffff")
