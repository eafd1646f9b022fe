"""A brief as HTML: what stands on the sheet, section by section. All that a person wrote is escaped."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import count, groupby
from typing import Final

from indicators.exports import wording
from indicators.figures import printed
from indicators.figures.kinds import Chart
from indicators.gaps.model import VERDICTS
from indicators.report import (
    AssumptionList,
    Block,
    Bullets,
    Calculation,
    CalculationRef,
    Figure,
    FigureRef,
    KeyFigures,
    Paragraph,
    Report,
    Sentence,
    SourceList,
    Table,
    TableRef,
    sources,
)
from indicators.texts import gaps as gap_words

_WIDTH_MM: Final = 165.0
_DPI: Final = 150
_PIXELS_PER_MM: Final = _DPI / 25.4

AddressOf = Callable[[Figure], str]
"""Gives the address of a drawn figure."""


def drawn(chart: Chart) -> bytes:
    """The figure as in print.

    A PNG, because an SVG in an image could not use the page's font, and its labels would not fit.
    """
    return printed.small_png(chart, _WIDTH_MM, dpi=_DPI)


_LEAST: Final = 9000
"""Sections are joined until a text has so many letters, a short rest too: each costs a message."""


def sheet(report: Report, address_of: AddressOf) -> tuple[str, ...]:
    """The head, the sections in their order and the closing lines, in a few HTML texts."""
    found = [""]
    for part in _parts(report, address_of):
        if len(found[-1]) >= _LEAST:
            found.append("")
        found[-1] += f"<section>{part}</section>"
    if len(found) > 1 and len(found[-1]) < _LEAST // 2:
        short = found.pop()
        found[-1] += short
    return tuple(found)


def _parts(report: Report, address_of: AddressOf) -> Iterator[str]:
    pages = _Pages(report, address_of)
    yield _head(report)
    for heading, level, section in wording.headed(report.sections):
        blocks = "".join(pages.block(block) for block in section.blocks) if section else ""
        yield f"<h{level + 3}>{escape(heading)}</h{level + 3}>{blocks}"
    yield _foot(report)


def _head(report: Report) -> str:
    author = f"{escape(report.author)} · " if report.author else ""
    return (
        f'<p class="im-paper-kind">{escape(report.style.document)} · {escape(report.region)}</p>'
        f'<h3>{escape(report.title)}</h3><p class="im-paper-subtitle">{escape(report.subtitle)}</p>'
        f'<p class="im-paper-small">{author}Stand: {report.created:%d.%m.%Y} · '
        f"Datenstand: {escape(report.data_state)}</p>"
    )


def _foot(report: Report) -> str:
    own = (
        " Als „eigener Text“ gekennzeichnete Sätze hat die Kommune selbst formuliert."
        if report.has_own_text
        else ""
    )
    return (
        '<p class="im-paper-small">Ziffern in eckigen Klammern verweisen auf das Quellenverzeichnis. Sätze '
        "ohne weiteres Kennzeichen geben amtliche Zahlen wieder; „eigene Berechnung“, „Szenario“ und „eigene "
        f"Angabe“ sind gekennzeichnet.{own} Integrationsmonitor Kommunal, Version "
        f"{escape(report.version)}.</p>"
    )


class _Pages:
    """The blocks of one report as HTML, with running numbers of figures and tables."""

    def __init__(self, report: Report, address_of: AddressOf) -> None:
        self.report = report
        self.address_of = address_of
        self.figures = count(1)
        self.tables = count(1)

    def block(self, block: Block) -> str:
        """One part of a section."""
        match block:
            case Paragraph():
                found = f"<p>{self._runs(block.sentences)}</p>"
            case Bullets():
                tag = "ol" if block.numbered else "ul"
                items = "".join(f"<li>{self._runs([item])}</li>" for item in block.items)
                found = f"<{tag}>{items}</{tag}>"
            case KeyFigures():
                found = self._key_figures(block)
            case FigureRef():
                found = self._figure(block.id)
            case TableRef():
                found = self._table(self.report.table(block.id))
            case CalculationRef():
                found = self._calculation(self.report.calculation(block.id))
            case AssumptionList():
                rows = [wording.assumption_row(a, self.report) for a in self.report.assumptions]
                found = self._caption("Annahmen") + _grid(wording.ASSUMPTION_HEADS, rows, (2, 3), "Annahmen")
            case SourceList():
                found = self._sources()
        return found

    def _runs(self, sentences: Iterable[Sentence]) -> str:
        """Sentences with their marks; neighbours with the same mark carry it once."""
        marked = ((sentence, wording.mark(sentence, self.report)) for sentence in sentences)
        found = []
        for (mark, own), run in groupby(marked, key=lambda pair: (pair[1], pair[0].own)):
            text = escape(" ".join(sentence.text for sentence, _ in run))
            said = f'<span class="im-own">{text}</span>' if own else text
            found.append(said + _mark(mark))
        return " ".join(found)

    def _key_figures(self, block: KeyFigures) -> str:
        items = "".join(
            f"<li><span>{escape(item.title)}</span><strong>{escape(item.value)}</strong>"
            f"<small>{escape(item.note)}"
            f"{_mark(wording.mark(Sentence('', item.certainty, item.sources), self.report))}</small></li>"
            for item in block.items
        )
        return f'<ul class="im-paper-keys">{items}</ul>'

    def _figure(self, figure_id: str) -> str:
        figure = self.report.figure(figure_id)
        below = " ".join(p for p in (figure.caption, wording.source_line(figure.sources, self.report)) if p)
        width, height = (round(mm * _PIXELS_PER_MM) for mm in (_WIDTH_MM, printed.height_mm(figure.chart)))
        image = (
            f'<img src="{self.address_of(figure)}" alt="{escape(figure.alt, quote=True)}" '
            f'width="{width}" height="{height}" loading="lazy">'
        )
        number = f"Abbildung {next(self.figures)}"
        return (
            f"<figure><figcaption><strong>{number}:</strong> {escape(figure.title)}"
            f"<small>{escape(figure.subtitle)}</small></figcaption>{_frame(image, number)}"
            f'<p class="im-paper-small">{escape(below)}</p></figure>'
        )

    def _table(self, table: Table) -> str:
        rows = [
            [column.text(cell) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows
        ]
        right = [n for n, column in enumerate(table.columns) if column.align == "right"]
        below = " ".join(p for p in (table.note, wording.source_line(table.sources, self.report)) if p)
        return (
            self._caption(table.title)
            + _grid([c.head for c in table.columns], rows, right, table.title, table.strong)
            + f'<p class="im-paper-small">{escape(below)}</p>'
        )

    def _caption(self, title: str) -> str:
        return (
            f'<p class="im-paper-caption"><strong>Tabelle {next(self.tables)}:</strong> {escape(title)}</p>'
        )

    def _calculation(self, calculation: Calculation) -> str:
        gap = calculation.gap
        said = f"{VERDICTS[gap.verdict]}, {gap.text}" if gap.amount is not None else VERDICTS[gap.verdict]
        found = [
            f'<p class="im-paper-result"><strong>{escape(gap.title)}: {escape(said)}</strong>'
            f"<small>{escape(gap_words.full_span(gap))}</small></p>"
        ]
        if gap.reason:
            found.append(f"<p>{escape(gap.reason)}</p>")
        inputs = [wording.input_row(given, calculation, self.report) for given in gap.inputs]
        steps = [[s.words, gap_words.formula(s, gap), s.text] for s in gap.steps]
        for title, heads, rows, right in (
            (f"Eingaben: {gap.title}", wording.INPUT_HEADS, inputs, (1, 2)),
            (f"Rechenweg: {gap.title}", wording.STEP_HEADS, steps, (2,)),
        ):
            if rows:
                found += [self._caption(title), _grid(heads, rows, right, title)]
        results = (f"{r.title}: {r.text if r.value is not None else r.reason}" for r in gap.results)
        if gap.results:
            found.append(f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in results)}</ul>")
        if gap.limits:
            limits = f"<strong>{wording.NOT_SAID}</strong> {escape(' '.join(gap.limits))}"
            found.append(f'<p class="im-paper-small">{limits}</p>')
        return "".join(found)

    def _sources(self) -> str:
        items = "".join(f"<li>{_linked(sources.text(s), s.url)}</li>" for s in self.report.sources)
        return f'<ol class="im-paper-sources">{items}</ol>'


def _mark(mark: str) -> str:
    return f' <span class="im-paper-mark">[{escape(mark)}]</span>' if mark else ""


def _linked(text: str, url: str) -> str:
    """The text of a source; its address becomes a link, where it is one of the web."""
    if not url.startswith("https://"):
        return escape(text)
    link = f'<a href="{escape(url, quote=True)}" rel="noreferrer" target="_blank">{escape(url)}</a>'
    before, found, after = text.partition(url)
    return f"{escape(before)}{link}{escape(after)}" if found else f"{escape(text)} {link}"


def _grid(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[int],
    label: str,
    strong: Sequence[int] = (),
) -> str:
    """A table; `right` are its columns of numbers."""
    head = "".join(_cell("th", name, n, right) for n, name in enumerate(heads))
    body = "".join(
        f"<tr{_STRONG if number in strong else ''}>{''.join(_cells(row, right))}</tr>"
        for number, row in enumerate(rows)
    )
    return _frame(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>", label)


def _frame(html: str, label: str) -> str:
    """What is too wide for a phone, in a frame that scrolls by keyboard too."""
    name = escape(label, quote=True)
    return f'<div class="im-paper-table" role="region" tabindex="0" aria-label="{name}">{html}</div>'


_STRONG: Final = ' class="im-paper-strong"'


def _cells(row: Sequence[str], right: Sequence[int]) -> Iterator[str]:
    return (_cell("td", text, n, right) for n, text in enumerate(row))


def _cell(tag: str, text: str, place: int, right: Sequence[int]) -> str:
    scope = ' scope="col"' if tag == "th" else ""
    side = ' class="im-right"' if place in right else ""
    return f"<{tag}{scope}{side}>{escape(text)}</{tag}>"
