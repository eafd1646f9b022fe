"""A workbook in the making: its formats, sheets and how texts and numbers get into cells."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from indicators.exports.office import COLOURS, FONT, GERMAN, LANGUAGE, PROGRAM, is_address, plain
from indicators.report import Report

OVERVIEW, INPUTS, STEPS, DATA, SOURCES = "Übersicht", "Annahmen", "Berechnung", "Daten", "Quellen"
SHEETS: Final = (OVERVIEW, INPUTS, STEPS, DATA, SOURCES)

_LONGEST: Final = 32_000
_LINE: Final = 13.0
"""Height of a line in points."""

_FILL: Final = 1.2
"""Letters per unit of a column's width, on the safe side."""

_HEIGHTS: Final = {"title": 28.0, "heading": 22.0}
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "text": {"text_wrap": True},
    "plain": {},
    "unit": {"text_wrap": True},
    "title": {"bold": True, "font_size": 18, "font_color": COLOURS.focus},
    "heading": {"bold": True, "font_size": 13, "font_color": COLOURS.focus},
    "small": {"font_size": 9, "font_color": COLOURS.secondary},
    "note": {"font_size": 9, "font_color": COLOURS.secondary, "text_wrap": True},
    "head": {
        "bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2, "bottom_color": COLOURS.focus,
        "font_color": COLOURS.secondary,
    },
    "head_right": {
        "bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2, "bottom_color": COLOURS.focus,
        "font_color": COLOURS.secondary, "align": "right", "indent": 1,
    },
    "strong": {"bold": True, "text_wrap": True, "bg_color": "#f3f6f9"},
    "key": {"font_size": 9, "font_color": COLOURS.secondary},
    "changed": {"bold": True, "font_color": COLOURS.reference},
    "link": {"font_color": COLOURS.focus, "underline": 1, "text_wrap": True},
}  # fmt: skip


class Book:
    """The workbook of a report; sheets are protected, cells stay locked unless they are assumptions."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._stream = BytesIO()
        self.workbook = xlsxwriter.Workbook(
            self._stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
            },
        )
        self._formats: dict[tuple[str, int | None, str, bool], Any] = {}
        self.sheets: dict[str, Worksheet] = {name: self.workbook.add_worksheet(name) for name in SHEETS}
        self._widths: dict[str, tuple[float, ...]] = {}
        self._lines: dict[str, dict[int, int]] = {name: {} for name in SHEETS}
        self._set_properties()

    def _set_properties(self) -> None:
        report = self.report
        self.workbook.set_properties(
            {
                "title": plain(report.title)[:255],
                "subject": plain(report.subtitle)[:255],
                "author": plain(report.author or PROGRAM)[:255],
                "comments": f"{PROGRAM}, Version {report.version}",
                "keywords": plain(report.region)[:255],
                "created": datetime.combine(report.created, time()),
            }
        )
        self.workbook.set_custom_property("Sprache", LANGUAGE)
        self.workbook.set_calc_mode("auto")

    def look(self, name: str, decimals: int | None = None, unit: str = "", *, edit: bool = False) -> Any:
        """A cell format; with `decimals` for numbers with thousands, true minus and unit."""
        key = (name, decimals, unit, edit)
        if key not in self._formats:
            given = {"font_name": FONT, "font_size": 10, "valign": "top", **_LOOKS[name]}
            if decimals is not None:
                shown = number_format(decimals, unit)
                # The indent keeps a number apart from the text in the next column.
                given |= {"num_format": shown, "align": "right", "indent": 1, "text_wrap": False}
            if edit:
                given |= {"locked": False, "bg_color": "#fff7df", "border": 1, "border_color": "#b3541e"}
            self._formats[key] = self.workbook.add_format(given)
        return self._formats[key]

    def text(self, sheet: str, row: int, column: int, words: str, look: str = "text") -> None:
        """A text, never a formula, number or link."""
        shown = plain(words)[:_LONGEST]
        self.sheets[sheet].write_string(row, column, shown, self.look(look))
        if look in _HEIGHTS:
            self.sheets[sheet].set_row(row, _HEIGHTS[look])
        elif _LOOKS[look].get("text_wrap"):
            lines = -(-len(shown) // max(1, int(self._widths[sheet][column] * _FILL)))
            rows = self._lines[sheet]
            rows[row] = max(lines, rows.get(row, 1))

    def texts(self, sheet: str, row: int, words: tuple[str, ...], look: str = "text") -> None:
        """Texts side by side from the first column."""
        for column, word in enumerate(words):
            self.text(sheet, row, column, word, look)

    def link(self, sheet: str, row: int, column: int, url: str) -> None:
        """An address as a link; plain text where it is none."""
        if is_address(url):
            self.sheets[sheet].write_url(row, column, url, self.look("link"), string=url)
        else:
            self.text(sheet, row, column, url)

    def value(self, sheet: str, row: int, column: int, number: float | None, look: Any) -> None:
        """A number; an empty cell where there is none."""
        if number is None:
            self.sheets[sheet].write_blank(row, column, None, look)
        else:
            self.sheets[sheet].write_number(row, column, number, look)

    def formula(  # noqa: PLR0917 - as cells are written: where, what, how
        self, sheet: str, row: int, column: int, code: str, value: float | str, look: Any
    ) -> None:
        """A formula with the value that viewers show which do not compute."""
        self.sheets[sheet].write_formula(row, column, code, look, value)

    def lay_out(self, sheet: str, widths: tuple[float, ...], *, head: int | None = None) -> None:
        """Widths of the columns, frozen head, protection, and A4 across for print."""
        page = self.sheets[sheet]
        self._widths[sheet] = widths
        for column, width in enumerate(widths):
            page.set_column(column, column, width, self.look("plain"))
        if head is not None:
            page.freeze_panes(head + 1, 0)
            page.repeat_rows(head)
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        name = plain(self.report.region).replace("&", "&&")[:80]
        page.set_footer(f"&L&8{name} · {sheet} · Stand {_day(self.report.created)}&R&8Seite &P von &N")
        page.protect("", {"format_columns": True, "format_rows": True})

    def close(self) -> bytes:
        """The file; rows with wrapped text get their height, which not every program finds itself."""
        for name, rows in self._lines.items():
            for row, lines in rows.items():
                if lines > 1:
                    self.sheets[name].set_row(row, _LINE * lines + 2)
        self.workbook.close()
        return self._stream.getvalue()


def number_format(decimals: int, unit: str = "") -> str:
    """A German number: thousands, so many decimals, true minus, unit behind a no-break space."""
    shown = "#,##0" + ("." + "0" * decimals if decimals else "")
    behind = '"\u00a0' + unit.replace('"', "") + '"' if unit else ""
    return f"{GERMAN}{shown}{behind};{GERMAN}\u2212{shown}{behind}"


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
