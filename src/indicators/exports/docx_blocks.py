"""The parts of a section in the Word file: sentences with footnotes, figures, tables, calculations."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import groupby
from typing import Any, Final

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as Grid
from docx.text.paragraph import Paragraph as Line

from indicators.exports import docx_styles as styles
from indicators.exports import wording
from indicators.exports.docx_parts import (
    Footnotes,
    add_field,
    add_link,
    bookmark,
    describe,
    element,
    keep_rows_whole,
    repeat_head,
    restart,
)
from indicators.exports.docx_widths import widths_mm
from indicators.exports.office import plain
from indicators.figures import printed
from indicators.figures.money_model import StackedBars, Terms, Tornado
from indicators.gaps.model import VERDICTS
from indicators.report import (
    AssumptionList,
    Block,
    Bullets,
    Calculation,
    CalculationRef,
    FigureRef,
    KeyFigures,
    Paragraph,
    Report,
    Sentence,
    Source,
    SourceList,
    Table,
    TableRef,
    sources,
)
from indicators.report.model import Align
from indicators.texts import gaps as gap_words

_DPI: Final = 202
_FLATTER: Final = 0.74
"""Figures stand in the text and do not float, so a flatter one leaves less of a page white."""

_NAMED: Final = (Terms, Tornado, StackedBars)
"""Figures whose rows have names in two lines: they keep their height."""

_NOTICE: Final = re.compile(r"[,;] (?:dl-de/|Daten verändert|Nutzung mit|Amtliches Werk|Zitat einzelner)")
"""Where the wording of the licence begins in a citation."""

_CLOSE: Final = (styles.BODY, "List Bullet", "List Number")
"""Styles without room above them."""

_VALUE_POINTS: Final = 17.0
_VALUE_ROOM: Final = 680.0
"""Points times letters that fit side by side: a large number stays in one line, its unit may take another."""

_UNIT_POINTS: Final = 10.0
_WHOLE: Final = 14
"""A table with so many rows stays on one page; a longer one breaks and repeats its head."""


@dataclass
class Writer:
    """A document in the making.

    Attributes:
        report: What is written.
        document: Where.
        notes: Its footnotes.
        counts: How many captions of each kind there are.
        cited: Ids of sources that a footnote has named.
    """

    report: Report
    document: Document
    notes: Footnotes
    counts: dict[str, int] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)


def write(writer: Writer, blocks: Sequence[Block], level: int) -> None:
    """Write the parts of a section below its heading of this level."""
    for place, block in enumerate(blocks):
        match block:
            case Paragraph():
                line = writer.document.add_paragraph()
                # A heading stays with a paragraph that is whole, also in LibreOffice.
                line.paragraph_format.keep_together = place == 0
                _sentences(writer, line, block.sentences)
                _refer(line, _announced(writer, blocks[place + 1 :]))
            case Bullets():
                _bullets(writer, block)
            case KeyFigures():
                _key_figures(writer, block)
            case FigureRef():
                _figure(writer, block.id)
            case TableRef():
                _table(writer, writer.report.table(block.id))
            case CalculationRef():
                _calculation(writer, writer.report.calculation(block.id), level + 1)
            case AssumptionList():
                rows = [wording.assumption_row(a, writer.report) for a in writer.report.assumptions]
                aligns: list[Align] = ["right", "left", "right", "right", "left"]
                _captioned(writer, "Annahmen", wording.ASSUMPTION_HEADS, rows, aligns)
            case SourceList():
                _sources(writer)


def _sentences(writer: Writer, line: Line, found: Iterable[Sentence]) -> None:
    """Sentences that run on; neighbours with the same ground share their footnote and their mark."""
    for (certainty, own, ids), run in groupby(found, key=lambda s: (s.certainty, s.own, s.sources)):
        if line.runs:
            line.add_run(" ")
        line.add_run(plain(" ".join(sentence.text for sentence in run)))
        kind = wording.kind(certainty, own=own)
        if kind:
            line.add_run(f"\u00a0[{kind}]", style=styles.MARK)
        if ids:
            _cite(writer, line, ids)


def _cite(writer: Writer, line: Line, ids: Sequence[str]) -> None:
    writer.notes.refer(line, " ".join(sorted(ids)), lambda: _citation(writer, ids))


def _citation(writer: Writer, ids: Sequence[str]) -> str:
    """The text of a footnote: a source by name when it is first named, later its number."""
    parts = []
    for source in writer.report.sources:
        if source.id not in ids:
            continue
        number = writer.report.source_number(source.id)
        full = source.id not in writer.cited
        parts.append(f"[{number}] {_short(source)}" if full else f"[{number}]")
        writer.cited.add(source.id)
    return "; ".join(parts) + "."


def _short(source: Source) -> str:
    """A source by its name, table and edition; licence and address stand in the list of sources."""
    name = _NOTICE.split(source.citation, maxsplit=1)[0]
    table = f", Tabelle {source.table}" if source.table and source.table not in name else ""
    return f"{name}{table}"


def _bullets(writer: Writer, block: Bullets) -> None:
    style = "List Number" if block.numbered else "List Bullet"
    lines = []
    for sentence in block.items:
        lines.append(writer.document.add_paragraph(style=style))
        _sentences(writer, lines[-1], [sentence])
    if block.numbered:
        restart(writer.document, lines, style)


def _key_figures(writer: Writer, block: KeyFigures) -> None:
    """Large numbers side by side."""
    table = writer.document.add_table(rows=1, cols=len(block.items))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    _set_widths(table, [1.0] * len(block.items))
    room = _VALUE_ROOM / len(block.items)
    for cell, item in zip(table.rows[0].cells, block.items, strict=True):
        _shade(cell)
        title = cell.paragraphs[0]
        title.style = writer.document.styles[styles.FACTS]
        title.add_run(plain(item.title))
        amount, unit = wording.split_unit(item.value)
        line = cell.add_paragraph(style=styles.VALUE)
        line.add_run(plain(amount)).font.size = Pt(min(_VALUE_POINTS, room / len(amount)))
        if unit:
            line.add_run(plain(f" {unit}")).font.size = Pt(_UNIT_POINTS)
        note = cell.add_paragraph(plain(item.note), styles.FACTS)
        kind = wording.kind(item.certainty)
        if kind:
            note.add_run(f" [{kind}]", style=styles.MARK)
        _cite(writer, note, item.sources)
    keep_rows_whole(table)
    describe(
        table, "Kennzahlen", "; ".join(f"{item.title}: {item.value}, {item.note}" for item in block.items)
    )


def _shade(cell: Any) -> None:
    properties = cell._tc.get_or_add_tcPr()
    side = [element("left", val="single", sz="18", space="0", color="0B4F8A")]
    properties.append(element("tcBorders", side))
    properties.append(element("shd", val="clear", color="auto", fill="F3F6F9"))
    margins = {"top": 90, "left": 140, "bottom": 90, "right": 140}
    properties.append(element("tcMar", [element(k, w=str(v), type="dxa") for k, v in margins.items()]))


def space_below_tables(document: Document) -> None:
    """Room between a table and the text below it; call once, at the end (no empty paragraphs)."""
    for table in document.tables:
        below = table._tbl.getnext()
        if below is not None and below.tag == qn("w:p"):
            line = Line(below, document)
            if line.style is not None and line.style.name in _CLOSE:
                line.paragraph_format.space_before = Pt(8)


def _announced(writer: Writer, blocks: Sequence[Block]) -> list[tuple[str, int]]:
    """The figures and tables between a paragraph and the next one, by the numbers that they will get."""
    counts, found = dict(writer.counts), []
    for block in blocks:
        if isinstance(block, Paragraph):
            break
        if isinstance(block, CalculationRef):
            gap = writer.report.calculation(block.id).gap
            counts["Tabelle"] = counts.get("Tabelle", 0) + bool(gap.inputs) + bool(gap.steps)
        elif isinstance(block, FigureRef | TableRef):
            kind = "Abbildung" if isinstance(block, FigureRef) else "Tabelle"
            counts[kind] = counts.get(kind, 0) + 1
            found.append((kind, counts[kind]))
    return found


def _refer(line: Line, named: Sequence[tuple[str, int]]) -> None:
    """Cross-references in brackets at the end of a paragraph."""
    for place, (kind, number) in enumerate(named):
        line.add_run(" (" if place == 0 else ", ")
        add_field(line, f"REF {_anchor(kind, number)} \\h", f"{kind} {number}")
    if named:
        line.add_run(")")


def _anchor(kind: str, number: int) -> str:
    return f"_Ref{kind}{number}"


def _caption(writer: Writer, kind: str, title: str) -> str:
    """The numbered caption "Abbildung 1: ..."; gives its name."""
    number = writer.counts[kind] = writer.counts.get(kind, 0) + 1
    line = writer.document.add_paragraph(style="Caption")
    word = line.add_run(f"{kind} ")
    _, last = add_field(line, f"SEQ {kind} \\* ARABIC", str(number))
    bookmark(word, last, _anchor(kind, number), sum(writer.counts.values()))
    line.add_run(f": {plain(title)}")
    return f"{kind} {number}"


def _figure(writer: Writer, figure_id: str) -> None:
    """Caption with the finding, picture, and below it what must be known beside it."""
    figure = writer.report.figure(figure_id)
    name = _caption(writer, "Abbildung", figure.title)
    subtitle = writer.document.add_paragraph(plain(figure.subtitle), styles.FACTS)
    subtitle.paragraph_format.keep_with_next = True
    line = writer.document.add_paragraph()
    line.paragraph_format.keep_with_next = True
    line.paragraph_format.space_after = Pt(0)
    height = printed.height_mm(figure.chart) * (1.0 if isinstance(figure.chart, _NAMED) else _FLATTER)
    drawn = BytesIO(printed.png(figure.chart, styles.TEXT_MM, height, dpi=_DPI))
    picture = line.add_run().add_picture(drawn, width=Mm(styles.TEXT_MM))
    properties = picture._inline.docPr
    properties.set("name", name)
    properties.set("descr", plain(figure.alt))
    _below(writer, figure.caption, figure.sources)


def _below(writer: Writer, note: str, source_ids: tuple[str, ...]) -> None:
    line = writer.document.add_paragraph(style=styles.SMALL)
    line.add_run(plain(f"{note} ".lstrip() + wording.source_line(source_ids, writer.report)))


def _table(writer: Writer, table: Table) -> None:
    rows = [
        [column.text(cell) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows
    ]
    heads, aligns = [c.head for c in table.columns], [c.align for c in table.columns]
    _captioned(writer, table.title, heads, rows, aligns, strong=table.strong)
    _below(writer, table.note, table.sources)


def _captioned(
    writer: Writer,
    title: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    aligns: Sequence[Align],
    *,
    strong: Sequence[int] = (),
) -> None:
    """A table below its caption: head repeated, rows whole, numbers to the right."""
    _caption(writer, "Tabelle", title)
    table: Any = writer.document.add_table(rows=0, cols=len(heads), style=styles.GRID)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    for number, texts in enumerate([heads, *rows]):
        kept = number < len(rows) and (len(rows) <= _WHOLE or number in (0, len(rows) - 1))
        for cell, text, align in zip(table.add_row().cells, texts, aligns, strict=True):
            line = cell.paragraphs[0]
            line.style = writer.document.styles[styles.HEAD if number == 0 else styles.CELL]
            line.add_run(plain(text)).bold = True if number == 0 or number - 1 in strong else None
            line.paragraph_format.keep_with_next = kept
            if align == "right":
                line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _set_widths(table, widths_mm([heads, *rows], aligns, styles.TEXT_MM))
    repeat_head(table)
    keep_rows_whole(table)
    describe(table, title, f"{len(rows)} Zeilen; Spalten: {', '.join(heads)}")


def _set_widths(table: Grid, shares: Sequence[float]) -> None:
    """Columns in these shares of the text's width, the same in Word and LibreOffice."""
    table.autofit = False
    widths = [Mm(styles.TEXT_MM * share / sum(shares)) for share in shares]
    wide = table._tbl.tblPr.find(qn("w:tblW"))
    if wide is not None:
        wide.set(qn("w:type"), "dxa")
        wide.set(qn("w:w"), str(sum(w.twips for w in widths)))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _calculation(writer: Writer, calculation: Calculation, level: int) -> None:
    """Result, reason, inputs, steps, further results and limits of a funding gap."""
    gap, document = calculation.gap, writer.document
    document.add_heading(plain(gap.title), level)
    amount = f", {gap.text}" if gap.amount is not None else ""
    document.add_paragraph(plain(f"Ergebnis: {VERDICTS[gap.verdict]}{amount}"), styles.RESULT)
    if gap_words.full_span(gap):
        span = document.add_paragraph(plain(gap_words.full_span(gap)), styles.FACTS)
        span.paragraph_format.keep_with_next = True
    if gap.reason:
        document.add_paragraph(plain(gap.reason))
    if gap.inputs:
        rows = [wording.input_row(given, calculation, writer.report) for given in gap.inputs]
        _captioned(
            writer, f"Eingaben: {gap.title}", wording.INPUT_HEADS, rows, ("left", "right", "right", "left")
        )
    if gap.steps:
        rows = [[step.words, gap_words.formula(step, gap), step.text] for step in gap.steps]
        title, last = f"Rechenweg: {gap.title}", len(gap.steps) - 1
        _captioned(writer, title, wording.STEP_HEADS, rows, ("left", "left", "right"), strong=(last,))
    for result in gap.results:
        shown = result.text if result.value is not None else result.reason
        document.add_paragraph(plain(f"{result.title}: {shown}"), "List Bullet")
    if gap.limits:
        line = document.add_paragraph(style=styles.SMALL)
        line.add_run(f"{wording.NOT_SAID} ").bold = True
        line.add_run(plain(" ".join(gap.limits)))


def _sources(writer: Writer) -> None:
    for number, source in enumerate(writer.report.sources, 1):
        text = sources.text(replace(source, url=""))
        line = writer.document.add_paragraph(f"[{number}]\t{plain(text)}", styles.SOURCE)
        if source.url and source.url not in text:
            line.add_run(". ")
            add_link(line, source.url)
