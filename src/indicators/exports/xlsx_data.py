"""The sheet of data: the numbers of every figure with a native chart, and every table of the report."""

from datetime import date
from typing import Any, Final

from indicators.exports import wording
from indicators.exports.chart_data import Kind, Plot, plot
from indicators.exports.office import COLOURS, FONT
from indicators.exports.xlsx_book import DATA, Book, number_format
from indicators.exports.xlsx_steps import literal, style_chart
from indicators.formats import MISSING
from indicators.report import Figure, Table

_TYPES: Final[dict[Kind, dict[str, str]]] = {
    "line": {"type": "line"},
    "bar": {"type": "bar"},
    "stacked": {"type": "bar", "subtype": "stacked"},
    "columns": {"type": "column"},
    "scatter": {"type": "scatter"},
    "curve": {"type": "scatter", "subtype": "straight"},
    "tornado": {"type": "bar"},
}
_DASH: Final = {"focus": "solid", "reference": "dash", "context": "round_dot"}
_MARKER: Final = {"focus": "circle", "reference": "square", "context": "diamond"}
_MOST_NAMES: Final = 13
"""Names below a chart of lines or columns that do not touch; of more, every second or third stands there."""

_ROOM: Final = 18
"""Rows that a chart takes."""


def write(book: Book) -> None:
    """Figures in the order of the report, then tables."""
    book.lay_out(DATA, (28.0, *[18.0] * 8), head=1)
    book.text(DATA, 0, 0, "Daten", "title")
    book.text(DATA, 1, 0, "Ungerundete Werte; eine leere Zelle heißt: keine Angabe.", "small")
    row = 3
    for number, figure in enumerate(book.report.figures, 1):
        row = _figure(book, figure, f"Abbildung {number}", row) + 2
    for table in book.report.tables:
        row = _table(book, table, row) + 2


def _figure(book: Book, figure: Figure, name: str, row: int) -> int:
    found = plot(figure.chart)
    book.text(DATA, row, 0, f"{name}: {figure.title}", "heading")
    line = wording.source_line(figure.sources, book.report)
    book.text(DATA, row + 1, 0, f"{figure.subtitle} · {figure.caption} {line}".replace("·  ", "· "), "small")
    head = row + 2
    last = _grid(book, found, head)
    if found.kind != "none":
        chart = _chart(book, found, head, figure.title)
        width = 1 + len(found.series) + 2
        options = {"description": figure.alt, "object_position": 2}
        book.sheets[DATA].insert_chart(head, max(width, 3), chart, options)
    return max(last, head + (_ROOM if found.kind != "none" else 0))


def _grid(book: Book, found: Plot, head: int) -> int:
    """Names, numbers, and a word where a number is missing; gives the last row."""
    book.text(DATA, head, 0, found.head, "head")
    for column, series in enumerate(found.series, 1):
        unit = f" in {found.unit}" if found.unit else ""
        book.text(DATA, head, column, f"{series.name}{unit}", "head_right")
    beside = len(found.series) + 1
    title, words = found.words or ("Hinweis", tuple(_missing(found, n) for n in range(len(found.names))))
    if any(words):
        book.text(DATA, head, beside, title, "head")
    row = head
    for n, name in enumerate(found.names):
        row += 1
        _name(book, row, name)
        for column, series in enumerate(found.series, 1):
            look = book.look("strong" if n == found.focus else "plain", series.decimals)
            book.value(DATA, row, column, series.values[n], look)
        if words[n]:
            book.text(DATA, row, beside, words[n], "small")
    return row


def _missing(found: Plot, place: int) -> str:
    lacking = [series.name for series in found.series if series.values[place] is None]
    if not lacking:
        return ""
    return MISSING if len(found.series) == 1 else f"{MISSING}: {', '.join(lacking)}"


def _name(book: Book, row: int, name: str | float | int | None) -> None:
    if isinstance(name, int | float):
        book.sheets[DATA].write_number(
            row, 0, name, book.workbook.add_format({"font_name": FONT, "align": "left"})
        )
    else:
        book.text(DATA, row, 0, name or "")


def _chart(book: Book, found: Plot, head: int, title: str) -> Any:
    chart: Any = book.workbook.add_chart(_TYPES[found.kind])
    first, last = head + 1, head + len(found.names)
    columns = [(2, found.series[1])] if found.kind == "scatter" else list(enumerate(found.series, 1))
    for column, series in columns:
        categories = [
            DATA,
            first,
            1 if found.kind == "scatter" else 0,
            last,
            1 if found.kind == "scatter" else 0,
        ]
        chart.add_series(
            {
                "name": [DATA, head, column],
                "categories": categories,
                "values": [DATA, first, column, last, column],
                **_drawn(found, series.role),
            }
        )
    style_chart(chart, title)
    if len(found.series) > 1 and found.kind not in ("scatter", "curve"):
        chart.set_legend({"position": "bottom", "font": {"name": FONT, "size": 9}})
    chart.show_blanks_as("gap")
    _axes(chart, found)
    chart.set_size({"width": 640, "height": 340})
    return chart


def _drawn(found: Plot, role: str) -> dict[str, Any]:
    """Roles differ by dash and marker as well as by colour."""
    colour = {"focus": COLOURS.focus, "reference": COLOURS.reference, "context": COLOURS.context}[role]
    mark = {"type": _MARKER[role], "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
    if found.kind == "line":
        return {"line": {"color": colour, "width": 2, "dash_type": _DASH[role]}, "marker": mark}
    if found.kind == "curve":
        return {"line": {"color": colour, "width": 2}}
    points = [None] * len(found.names)
    look: dict[str, Any] = {"fill": {"color": colour}, "gap": 40}
    if found.kind == "scatter":
        look = {"marker": mark}
    if found.focus is not None:
        points[found.focus] = {"fill": {"color": COLOURS.focus}, "border": {"color": COLOURS.focus}}  # type: ignore[call-overload]
        look["points"] = points
    if found.kind == "tornado":
        look["overlap"] = 100
    return look


def _axes(chart: Any, found: Plot) -> None:
    small = {"name": FONT, "size": 9}
    grid = {"visible": True, "line": {"color": COLOURS.grid}}
    numbers: dict[str, Any] = {
        "num_font": small,
        "major_gridlines": grid,
        "num_format": number_format(0 if _is_large(found) else 1),
    }
    names: dict[str, Any] = {
        "num_font": small,
        "label_position": "low",
        "major_gridlines": {"visible": False},
    }
    if found.kind in ("bar", "stacked", "tornado"):
        chart.set_y_axis(names | {"reverse": True})
        chart.set_x_axis(numbers | ({"crossing": found.base} if found.base is not None else {}))
    elif found.kind in ("scatter", "curve"):
        chart.set_x_axis(
            numbers
            | {
                "name": literal(found.x_title),
                "name_font": small,
                "num_format": "0",
                "major_gridlines": {"visible": False},
            }
            | _bounds(found)
        )
        chart.set_y_axis(numbers | {"name": literal(found.y_title), "name_font": small})
    else:
        step = -(-len(found.names) // _MOST_NAMES)
        chart.set_x_axis(names | {"interval_unit": step, "interval_tick": step})
        chart.set_y_axis(numbers)


def _bounds(found: Plot) -> dict[str, float]:
    xs = [
        x
        for x in (found.series[0].values if found.kind == "scatter" else found.names)
        if isinstance(x, int | float)
    ]
    return {"min": min(xs), "max": max(xs)} if found.kind == "curve" else {}


def _is_large(found: Plot) -> bool:
    values = [abs(v) for series in found.series for v in series.values if v is not None]
    return max(values, default=0) >= 100 or found.kind == "columns"


def _table(book: Book, table: Table, row: int) -> int:
    number = [t.id for t in book.report.tables].index(table.id) + 1
    book.text(DATA, row, 0, f"Tabelle {number} des Berichts: {table.title}", "heading")
    line = wording.source_line(table.sources, book.report)
    book.text(DATA, row + 1, 0, f"{table.note} {line}".strip(), "small")
    head = row + 2
    for column, one in enumerate(table.columns):
        book.text(DATA, head, column, one.head, "head_right" if one.align == "right" else "head")
    for n, cells in enumerate(table.rows, head + 1):
        strong = "strong" if n - head - 1 in table.strong else "plain"
        for column, (one, cell) in enumerate(zip(table.columns, cells, strict=True)):
            if isinstance(cell, str | date):
                book.text(DATA, n, column, one.text(cell))
            elif cell is None:
                book.value(DATA, n, column, None, book.look(strong))
            elif one.decimals is None:
                book.sheets[DATA].write_number(n, column, cell, book.look(strong))
            else:
                book.value(DATA, n, column, float(cell), book.look(strong, one.decimals))
    return head + len(table.rows)
