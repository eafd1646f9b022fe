"""The sheet of calculations: every step of every gap as a live formula, its range, tornado and curve."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from indicators.exports import wording
from indicators.exports.office import COLOURS, FONT, plain
from indicators.exports.xlsx_book import INPUTS, STEPS, Book
from indicators.exports.xlsx_model import (
    End,
    SharedInput,
    at,
    cells,
    corners,
    in_one,
    interval,
    steps_at,
)
from indicators.gaps.model import RESIDUE, VERDICTS, FundingGap, GapInput, InputRange, Swing
from indicators.gaps.quantities import UNITS
from indicators.report import Calculation

CHANGED: Final = "Anzahl_geaendert"
AGAIN: Final = "im Programm neu berechnen"
_VALUE, _LOW, _HIGH = 4, 5, 6
_CHART: Final = 8
_LONGEST: Final = 8000
"""Excel refuses longer formulas."""


@dataclass(frozen=True)
class Placed:
    """Where a gap stands: cells of its amount, low and high end, and of its verdict."""

    gap: FundingGap
    cells: tuple[str, str, str]
    verdict: str


def input_cells(row: int) -> dict[End, str]:
    """The cells of an input on the sheet of assumptions, absolute."""
    return {"value": f"$B${row + 1}", "low": f"$E${row + 1}", "high": f"$F${row + 1}"}


def write(book: Book, shared: tuple[SharedInput, ...], *, first_input: int) -> tuple[Placed, ...]:
    """Write all calculations; gives where their results stand."""
    book.lay_out(STEPS, (20, 54, 18, 40, 20, 20, 20), head=2)
    book.text(STEPS, 0, 0, "Berechnung", "title")
    heads = ("Name", "Eingabe oder Schritt", "Einheit", "Formel", "Wert", "unten", "oben")
    for column, head in enumerate(heads):
        book.text(STEPS, 2, column, head, "head_right" if column >= _VALUE else "head")
    if not book.report.calculations:
        book.text(STEPS, 3, 0, "Der Bericht enthält keine Berechnung.")
    rows = {use: (one, first_input + n) for n, one in enumerate(shared) for use in one.uses}
    placed, row = [], 3
    for number, calculation in enumerate(book.report.calculations):
        own = {key: place for (n, key), place in rows.items() if n == number}
        block = _Block(book, calculation, number, own)
        placed.append(block.write(row))
        row = block.next_row
    book.sheets[STEPS].print_area(0, 0, row, _HIGH)
    return tuple(placed)


class _Block:
    """One calculation on the sheet."""

    def __init__(
        self, book: Book, calculation: Calculation, number: int, inputs: Mapping[str, tuple[SharedInput, int]]
    ) -> None:
        self.book, self.gap, self.number, self.inputs = book, calculation.gap, number + 1, inputs
        self.next_row = 0
        self._cells: dict[str, int] = {}

    def write(self, row: int) -> Placed:
        book, gap = self.book, self.gap
        book.text(STEPS, row, 0, f"{self.number}. {gap.title}", "heading")
        if gap.reason:
            book.text(STEPS, row + 1, 0, f"Mit den Ausgangswerten: {gap.reason}", "small")
        row += 2
        row = self._write_inputs(row)
        if gap.amount is None:
            book.text(STEPS, row, 1, f"Ergebnis: {VERDICTS[gap.verdict]}", "strong")
            self.next_row = self._write_limits(row + 1)
            return Placed(gap, ("", "", ""), "")
        first = row
        row = self._write_steps(row)
        placed = self._write_result(row)
        row = self._write_rest(row + 1)
        row = self._write_swings(row)
        row = self._write_ranges(row)
        self.next_row = max(self._write_limits(row), first + 17)
        return placed

    def _write_inputs(self, row: int) -> int:
        book, corner = self.book, corners(self.gap)
        for given in self.gap.inputs:
            one, place = self.inputs[given.key]
            on_sheet = input_cells(place)
            book.text(STEPS, row, 0, given.key, "key")
            book.text(STEPS, row, 1, given.title)
            book.text(STEPS, row, 2, UNITS[given.unit], "unit")
            book.text(STEPS, row, 3, "Blatt „Annahmen“", "key")
            look = book.look("plain", given.decimals)
            if given.value is None:
                book.text(STEPS, row, _VALUE, "keine Angabe")
            else:
                book.formula(STEPS, row, _VALUE, f"={one.name}", given.value, look)
            for column, ends in zip((_LOW, _HIGH), corner or (), strict=False):
                end = ends.get(given.key, "value")
                book.formula(STEPS, row, column, f"={INPUTS}!{on_sheet[end]}", at(given, end), look)
            self._cells[given.key] = row
            row += 1
        return row

    def _cell(self, key: str, column: int) -> str:
        return str(xl_rowcol_to_cell(self._cells[key], column, row_abs=True, col_abs=True))

    def _names(self) -> dict[str, str]:
        """What formulas of the value column call the inputs and steps."""
        named = {key: one.name for key, (one, _) in self.inputs.items()}
        return named | {step.key: f"Rechnung{self.number}_{step.key}" for step in self.gap.steps}

    def _write_steps(self, row: int) -> int:
        book, gap, named, corner = self.book, self.gap, self._names(), corners(self.gap)
        values = [steps_at(gap, ends) for ends in corner or ()]
        for step in gap.steps:
            is_amount = step.key == gap.amount_key
            look = book.look("strong" if is_amount else "plain", step.decimals)
            self._cells[step.key] = row
            book.text(STEPS, row, 0, step.key, "key")
            book.text(STEPS, row, 1, step.words, "strong" if is_amount else "text")
            book.text(STEPS, row, 2, UNITS[step.unit], "strong" if is_amount else "unit")
            book.text(STEPS, row, 3, step.formula, "key")
            book.formula(STEPS, row, _VALUE, cells(step.formula, named), step.value, look)
            book.workbook.define_name(named[step.key], f"={STEPS}!{self._cell(step.key, _VALUE)}")
            for column, known in zip((_LOW, _HIGH), values, strict=False):
                here = {key: self._cell(key, column) for key in self._cells}
                book.formula(STEPS, row, column, cells(step.formula, here), known[step.key], look)
            row += 1
        if corner is None:
            self._write_fixed_range()
        return row

    def _write_fixed_range(self) -> None:
        """The range of a prediction interval follows; any other holds only for the values as they were."""
        book, gap = self.book, self.gap
        follows = interval(gap)
        look, row = book.look("strong", gap.decimals), self._cells[gap.amount_key]
        for column, value, n in ((_LOW, gap.low, 0), (_HIGH, gap.high, 1)):
            if value is None:
                continue
            code = cells(follows[n], self._names()) if follows else f'=IF({CHANGED}=0,{value!r},"{AGAIN}")'
            book.formula(STEPS, row, column, code, value, look)

    def _write_result(self, row: int) -> Placed:
        book, gap = self.book, self.gap
        amount, low, high = (self._cell(gap.amount_key, column) for column in (_VALUE, _LOW, _HIGH))
        decisive = low if gap.measure == "vergleich" else amount
        code = f'=IF(ROUND({decisive},{RESIDUE})>0,"{VERDICTS["luecke"]}","{VERDICTS["keine_luecke"]}")'
        book.text(STEPS, row, 1, "Urteil", "strong")
        book.formula(STEPS, row, _VALUE, code, VERDICTS[gap.verdict], book.look("strong"))
        if gap.range_words:
            book.text(STEPS, row, 3, f"Spanne: {gap.range_words}", "note")
        if gap.low is not None:
            self._chart_result(self._cells[gap.amount_key])
        return Placed(gap, (amount, low, high), xl_rowcol_to_cell(row, _VALUE, row_abs=True, col_abs=True))

    def _chart_result(self, row: int) -> None:
        """The result between its ends as bars that move with the assumptions."""
        chart = self.book.workbook.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": literal(self.gap.title),
                "categories": [STEPS, 2, _VALUE, 2, _HIGH],
                "values": [STEPS, row, _VALUE, row, _HIGH],
                "fill": {"color": COLOURS.focus},
                "data_labels": {"value": True, "font": {"name": FONT, "size": 9}},
                "gap": 60,
            }
        )
        style_chart(chart, self.gap.title)
        chart.set_y_axis({"reverse": True, "num_font": {"name": FONT}, "label_position": "low"})
        first = min(self._cells.values())
        alt = f"Balkendiagramm: {self.gap.title}, Wert und Spanne."
        options = {"description": alt, "object_position": 2}
        self.book.sheets[STEPS].insert_chart(first, _CHART, chart, options)

    def _write_rest(self, row: int) -> int:
        """Named results that are no step: they hold for the values as they were."""
        steps = {step.key for step in self.gap.steps}
        for result in self.gap.results:
            if result.key in steps or result.value is None:
                continue
            self.book.text(STEPS, row, 0, result.key, "key")
            self.book.text(STEPS, row, 1, result.title)
            self.book.text(STEPS, row, 2, UNITS[result.unit], "unit")
            self.book.text(STEPS, row, 3, "fester Wert der Ausgangslage", "key")
            self.book.value(STEPS, row, _VALUE, result.value, self.book.look("plain", result.decimals))
            row += 1
        return row

    def _write_swings(self, row: int) -> int:
        """What each input alone moves."""
        if not self.gap.swings:
            return row
        self.book.text(STEPS, row, 1, "Empfindlichkeit: jede Eingabe allein", "strong")
        self.book.text(STEPS, row, _LOW, "am unteren Ende", "strong")
        self.book.text(STEPS, row, _HIGH, "am oberen Ende", "strong")
        for swing in self.gap.swings:
            row += 1
            self.book.text(STEPS, row, 1, swing.title)
            self._write_swing(row, swing)
        return row + 1

    def _write_swing(self, row: int, swing: Swing) -> None:
        known = {given.key: given for given in self.gap.inputs}
        look = self.book.look("plain", self.gap.decimals)
        given = known.get(swing.key)
        follows = given is not None and given.ends == (swing.low_input, swing.high_input)
        ends: tuple[tuple[int, End, float], ...] = (
            (_LOW, "low", swing.low_amount),
            (_HIGH, "high", swing.high_amount),
        )
        for column, end, amount in ends:
            code = ""
            if follows and given is not None:
                place = f"{INPUTS}!{input_cells(self.inputs[given.key][1])[end]}"
                code = cells(in_one(self.gap), self._names() | {given.key: place})
            if not code or len(code) > _LONGEST:
                code = f'=IF({CHANGED}=0,{amount!r},"{AGAIN}")'
            self.book.formula(STEPS, row, column, code, amount, look)

    def _write_ranges(self, row: int) -> int:
        for over in self.gap.ranges:
            row = self._write_range(row, over)
        return row

    def _write_range(self, row: int, over: InputRange) -> int:
        """The amount over the whole range of one input."""
        book, gap = self.book, self.gap
        points = [(p.x, p.amount) for p in over.points if p.amount is not None]
        given: GapInput | None = next((i for i in gap.inputs if i.key == over.key), None)
        book.text(STEPS, row, 1, f"{gap.title} je nach {over.title}", "strong")
        book.text(STEPS, row, 3, over.title, "strong")
        book.text(STEPS, row, _VALUE, "Wert", "strong")
        whole = all(x == int(x) for x, _ in points)
        at_x = book.workbook.add_format({"font_name": FONT, "num_format": "0" if whole else "0.0"})
        for x, amount in points:
            row += 1
            place = xl_rowcol_to_cell(row, 3, row_abs=True, col_abs=True)
            book.value(STEPS, row, 3, x, at_x)
            code = cells(in_one(gap), self._names() | {over.key: place}) if given is not None else ""
            if not code or len(code) > _LONGEST:
                code = f'=IF({CHANGED}=0,{amount!r},"{AGAIN}")'
            book.formula(STEPS, row, _VALUE, code, amount, book.look("plain", gap.decimals))
        if over.break_even_text:
            row += 1
            book.text(STEPS, row, 1, f"Mit den Ausgangswerten: {over.break_even_text}", "note")
        return row + 1

    def _write_limits(self, row: int) -> int:
        if self.gap.limits:
            self.book.text(STEPS, row, 0, wording.NOT_SAID, "small")
        for line in self.gap.limits:
            row += 1
            self.book.text(STEPS, row, 0, line, "small")
        return row + 3


def style_chart(chart: object, title: str) -> None:
    """Our face, no frame, no legend unless there is something to tell apart."""
    chart.set_title(  # type: ignore[attr-defined]
        {"name": literal(title), "name_font": {"name": FONT, "size": 11, "bold": True, "color": COLOURS.text}}
    )
    chart.set_legend({"none": True})  # type: ignore[attr-defined]
    chart.set_chartarea({"border": {"none": True}})  # type: ignore[attr-defined]
    chart.set_size({"width": 620, "height": 300})  # type: ignore[attr-defined]


def literal(words: str) -> str:
    """A name in a chart: "Hallo!A1" would be taken for a reference, so a word joiner follows the "!"."""
    return plain(words)[:200].replace("!", "!\u2060")
