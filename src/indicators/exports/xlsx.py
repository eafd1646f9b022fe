"""A report as workbook: `render(report)`; change an assumption and every result follows.

Sheets: overview, assumptions (the only cells that can be changed), calculation (live formulas), data of all
figures and tables with native charts, sources.
"""

from typing import Final

from indicators.catalog.money import EVIDENCE
from indicators.exports import wording, xlsx_data, xlsx_steps
from indicators.exports.office import PROGRAM, dated
from indicators.exports.xlsx_book import INPUTS, OVERVIEW, SOURCES, STEPS, Book
from indicators.exports.xlsx_model import SharedInput, divides, shared_inputs
from indicators.exports.xlsx_steps import Placed, input_cells
from indicators.formats import number
from indicators.gaps.model import NOT_SUMMED, ORIGINS, VERDICTS
from indicators.gaps.quantities import UNITS
from indicators.report import Report, sources

_HEAD: Final = 4
"""Row of the heads on the sheet of assumptions, from 0."""

_USE: Final = (
    "Ändern Sie auf dem Blatt „Annahmen“ die gelben Zellen; „Berechnung“ und diese Übersicht rechnen mit.",
    "Gesperrte Zellen sind ohne Kennwort geschützt (Überprüfen, Blattschutz aufheben).",
    "Der Ausgangswert bleibt neben jeder Annahme stehen. Eine geänderte Zahl ist keine veröffentlichte mehr.",
    "„Daten“ enthält die Zahlen aller Abbildungen und Tabellen; eine leere Zelle heißt: keine Angabe.",
)


def render(report: Report) -> bytes:
    """The report as XLSX; the same report gives the same bytes."""
    book = Book(report)
    shared = shared_inputs(report)
    _write_inputs(book, shared)
    placed = xlsx_steps.write(book, shared, first_input=_HEAD + 1)
    _write_overview(book, placed)
    xlsx_data.write(book)
    _write_sources(book)
    return dated(book.close(), report.created)


def _write_overview(book: Book, placed: tuple[Placed, ...]) -> None:
    """What, for whom, from when; the results; how the workbook is used."""
    report, page = book.report, book.sheets[OVERVIEW]
    book.lay_out(OVERVIEW, (60, 18, 26, 18, 18, 16))
    book.text(OVERVIEW, 0, 0, report.title, "title")
    made = f"{PROGRAM}, Version {report.version}, erzeugt am {report.created:%d.%m.%Y}"
    facts = (report.subtitle, f"{report.style.document} · {report.region}", report.author,
             f"Datenstand: {report.data_state}", made)  # fmt: skip
    row = 1
    for fact in filter(None, facts):
        book.text(OVERVIEW, row, 0, fact, "small")
        row += 1
    if report.link:
        book.link(OVERVIEW, row, 0, report.link)
        row += 1
    row = _write_results(book, placed, row + 1) if placed else row
    book.text(OVERVIEW, row + 1, 0, "So nutzen Sie die Mappe", "heading")
    for line in _USE:
        row += 1
        book.text(OVERVIEW, row + 1, 0, f"• {line}", "plain")
    page.activate()


def _write_results(book: Book, placed: tuple[Placed, ...], row: int) -> int:
    book.text(OVERVIEW, row, 0, "Ergebnisse", "heading")
    for column, head in enumerate(("Berechnung", "Ergebnis", "Einheit", "unten", "oben", "Urteil")):
        book.text(OVERVIEW, row + 1, column, head, "head_right" if column in (1, 3, 4) else "head")
    row += 2
    for one in placed:
        gap = one.gap
        book.text(OVERVIEW, row, 0, gap.title)
        book.text(OVERVIEW, row, 2, UNITS[gap.unit], "unit")
        if gap.amount is None:
            book.text(OVERVIEW, row, 5, VERDICTS[gap.verdict])
        else:
            look = book.look("plain", gap.decimals)
            for column, cell, value in zip(
                (1, 3, 4), one.cells, (gap.amount, gap.low, gap.high), strict=True
            ):
                if value is not None:
                    book.formula(OVERVIEW, row, column, f"={STEPS}!{cell}", value, look)
            book.formula(
                OVERVIEW, row, 5, f"={STEPS}!{one.verdict}", VERDICTS[gap.verdict], book.look("text")
            )
        row += 1
    changed = f'="Geänderte Annahmen: "&{xlsx_steps.CHANGED}'
    book.formula(OVERVIEW, row, 0, changed, "Geänderte Annahmen: 0", book.look("changed"))
    if len(placed) > 1:
        row += 1
        book.text(OVERVIEW, row, 0, NOT_SUMMED, "small")
    return row + 1


def _write_inputs(book: Book, shared: tuple[SharedInput, ...]) -> None:
    """Every input with its value (to be changed), the value as it was, range, ground and source."""
    page, report = book.sheets[INPUTS], book.report
    book.lay_out(INPUTS, (42, 16, 20, 16, 13, 13, 10, 19, 46, 26), head=_HEAD)
    book.text(INPUTS, 0, 0, "Annahmen und Eingaben", "title")
    book.text(
        INPUTS,
        1,
        0,
        "Gelbe Zellen können geändert werden. Namen der Zellen: Formeln, Namens-Manager.",
        "small",
    )
    heads = ("Eingabe", "Wert", "Einheit", "Ausgangswert", "Spanne von", "Spanne bis", "geändert",
             "Grundlage", "Quelle", "Begründung")  # fmt: skip
    for column, head in enumerate(heads):
        book.text(INPUTS, _HEAD, column, head, "head_right" if column in (1, 3, 4, 5) else "head")
    row = _HEAD + 1
    for one in shared:
        _write_input(book, one, row)
        row += 1
    last = max(row, _HEAD + 2)
    code = f'=COUNTIF($G${_HEAD + 2}:$G${last},"geändert")'
    book.text(INPUTS, 2, 0, "Anzahl geänderter Annahmen", "small")
    book.formula(INPUTS, 2, 1, code, 0, book.look("changed", 0))
    book.workbook.define_name(xlsx_steps.CHANGED, f"={INPUTS}!$B$3")
    page.autofilter(_HEAD, 0, last - 1, len(heads) - 1)
    if report.assumptions:
        book.text(INPUTS, row + 1, 0, "Annahmen des Berichts in Worten", "heading")
        for column, head in enumerate(wording.ASSUMPTION_HEADS[1:]):
            book.text(INPUTS, row + 2, column, head, "head")
        for place, assumption in enumerate(report.assumptions, row + 3):
            for column, words in enumerate(wording.assumption_row(assumption, report)[1:]):
                book.text(INPUTS, place, column, words, "text" if column in (0, 3) else "plain")


def _write_input(book: Book, one: SharedInput, row: int) -> None:
    page, given = book.sheets[INPUTS], one.given
    cells = input_cells(row)
    book.text(INPUTS, row, 0, given.title)
    book.value(INPUTS, row, 1, given.value, book.look("plain", given.decimals, edit=True))
    book.text(INPUTS, row, 2, UNITS[given.unit], "unit")
    book.value(INPUTS, row, 3, given.value, book.look("plain", given.decimals))
    for column, end in zip((4, 5), given.ends or (None, None), strict=True):
        book.value(INPUTS, row, column, end, book.look("plain", given.decimals))
    book.formula(INPUTS, row, 6, f'=IF($B${row + 1}=$D${row + 1},"","geändert")', "", book.look("changed"))
    book.text(INPUTS, row, 7, ORIGINS[given.origin] + (f" ({given.value_type})" if given.value_type else ""))
    number_of, key = one.uses[0]
    reference = book.report.reference(book.report.calculations[number_of].sources_of(key))
    book.text(INPUTS, row, 8, f"{reference} {given.source}".strip())
    missing = "keine Angabe" if given.value is None else ""
    book.text(INPUTS, row, 9, given.reason or missing)
    book.workbook.define_name(one.name, f"={INPUTS}!{cells['value']}")
    page.data_validation(row, 1, row, 1, _validation(book.report, one))


def _validation(report: Report, one: SharedInput) -> dict[str, object]:
    """What may be entered: a number within the declared range, else one that can be calculated with."""
    given = one.given
    rule: dict[str, object] = {"validate": "decimal", "error_title": "Zahl prüfen", "ignore_blank": False}
    if given.ends:
        low, high = given.ends
        shown = " bis ".join(number(end, given.decimals) for end in given.ends)
        words = f"Bitte eine Zahl von {shown} eingeben."
        rule |= {"criteria": "between", "minimum": low, "maximum": high}
    elif any(divides(report.calculations[n].gap, key) for n, key in one.uses):
        words = "Bitte eine Zahl größer als 0 eingeben."
        rule |= {"criteria": ">", "value": 0}
    elif (given.value or 0.0) < 0 or "slope" in one.name:
        words = "Bitte eine Zahl eingeben."
        rule |= {"criteria": "between", "minimum": -1e15, "maximum": 1e15}
    else:
        words = "Bitte eine Zahl ab 0 eingeben."
        rule |= {"criteria": ">=", "value": 0}
    return {**rule, "input_title": "Annahme", "input_message": words, "error_message": words}


def _write_sources(book: Book) -> None:
    heads = ("Nr.", "Quelle", "Lizenz", "Adresse der Lizenz", "Fundstelle", "Beleg")
    book.lay_out(SOURCES, (6, 84, 18, 30, 44, 12), head=2)
    book.text(SOURCES, 0, 0, "Quellen", "title")
    book.texts(SOURCES, 2, heads, "head")
    for row, source in enumerate(book.report.sources, 3):
        book.sheets[SOURCES].write_number(row, 0, row - 2, book.look("plain"))
        book.text(SOURCES, row, 1, sources.text(source))
        book.text(SOURCES, row, 2, source.licence)
        book.link(SOURCES, row, 3, source.licence_url)
        book.link(SOURCES, row, 4, source.url)
        book.text(SOURCES, row, 5, EVIDENCE[source.evidence_level])
