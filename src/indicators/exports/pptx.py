"""A report as slides for the meeting: `render(report)`; one message per slide, the finding as its title."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Final

from pptx.util import Emu, Inches

from indicators.exports import pptx_charts, wording
from indicators.exports.office import COLOURS, PROGRAM, dated
from indicators.exports.pptx_deck import INNER, MARGIN, SMALLEST, TOP, Deck
from indicators.gaps.model import VERDICTS, FundingGap
from indicators.report import (
    Bullets,
    Calculation,
    CalculationRef,
    FigureRef,
    KeyFigures,
    Paragraph,
    Report,
    Section,
    Sentence,
    sources,
)

_LINES: Final = 11
"""Lines of a list that fit on a slide."""

_LETTERS: Final = {22: 82, 18: 100}
"""Letters in a line by size."""

_SHORT: Final = 22
_LARGE: Final = 44
_WIDE: Final = 0.62
"""Width of a bold figure as a part of its size, on the safe side."""

_LAST: Final = ("beschluss", "annahmen", "quellen")
"""What comes after the findings."""


def render(report: Report) -> bytes:
    """The report as PPTX; the same report gives the same bytes."""
    deck = Deck(report)
    _opening(deck)
    for section in report.sections:
        if section.role not in _LAST:
            _section(deck, section)
    _not_computable(deck)
    for section in report.sections:
        if section.role == "beschluss":
            _section(deck, section)
    _assumptions(deck)
    _sources(deck)
    deck.set_language()
    stream = BytesIO()
    deck.file.save(stream)
    return dated(stream.getvalue(), report.created)


def _opening(deck: Deck) -> None:
    report = deck.report
    made = f"{report.region} · {report.created:%d.%m.%Y}" + (f" · {report.author}" if report.author else "")
    slide = deck.opening((report.subtitle, made, f"Datenstand: {report.data_state}"))
    about = f"{report.style.document}. {PROGRAM}, Version {report.version}."
    deck.notes(slide, (about, f"Diese Auswahl im Programm: {report.link}" if report.link else ""))


def _section(deck: Deck, section: Section) -> None:
    """Key figures, figures and results get a slide each; sentences are said beside them or are a list."""
    sentences = [s for b in section.blocks if isinstance(b, Paragraph) for s in b.sentences]
    shown = [b for b in section.blocks if isinstance(b, KeyFigures | FigureRef | CalculationRef)]
    said = [_spoken(sentence, deck.report) for sentence in sentences]
    for block in section.blocks:
        match block:
            case KeyFigures():
                _key_figures(deck, section, block, sentences)
            case FigureRef():
                _figure(deck, block.id, said)
            case CalculationRef():
                _result(deck, deck.report.calculation(block.id))
            case Bullets():
                _list(deck, section.heading, block.items, numbered=block.numbered)
            case Paragraph() if not shown:
                _list(deck, section.heading, block.sentences)
            case _:
                pass


def _spoken(sentence: Sentence, report: Report) -> str:
    mark = wording.mark(sentence, report)
    return f"{sentence.text} [{mark}]" if mark else sentence.text


def _key_figures(deck: Deck, section: Section, block: KeyFigures, sentences: Sequence[Sentence]) -> None:
    """Large numbers side by side below the first sentence of the section."""
    slide = deck.message(sentences[0].text if sentences else section.heading)
    gutter = Inches(0.4)
    width = (INNER - gutter * (len(block.items) - 1)) // len(block.items)
    for n, item in enumerate(block.items):
        left = MARGIN + n * (width + gutter)
        deck.words(slide, item.title, (left, TOP, width, Inches(1.5)), size=20, colour=COLOURS.secondary)
        size = int(min(_LARGE, Emu(width).pt / (_WIDE * len(item.value))))
        box = (left, TOP + Inches(1.6), width, Inches(0.9))
        deck.words(slide, item.value, box, size=size, colour=COLOURS.focus, bold=True)
        kind = wording.kind(item.certainty)
        note = f"{item.note} [{kind}]" if kind else item.note
        deck.words(slide, note, (left, TOP + Inches(2.5), width, Inches(1.8)), size=20)
    ids = tuple(dict.fromkeys(key for item in block.items for key in item.sources))
    deck.source(slide, wording.source_line(ids, deck.report))
    deck.notes(slide, (*(_spoken(s, deck.report) for s in sentences), *_citations(deck.report, ids)))


def _figure(deck: Deck, figure_id: str, said: Sequence[str]) -> None:
    figure = deck.report.figure(figure_id)
    slide = deck.message(figure.title)
    below = TOP - Inches(0.15)
    if figure.subtitle:
        deck.words(
            slide, figure.subtitle, (MARGIN, Inches(1.65), INNER, Inches(0.4)), colour=COLOURS.secondary
        )
        below = TOP + Inches(0.1)
    pptx_charts.add(slide, figure, below)
    deck.source(slide, wording.source_line(figure.sources, deck.report))
    deck.notes(slide, (*said, figure.caption, figure.alt, *_citations(deck.report, figure.sources)))


def _result(deck: Deck, calculation: Calculation) -> None:
    """The result of a calculation, large, with its range and reason; the way to it stands in the notes."""
    gap = calculation.gap
    if gap.amount is None:
        return
    slide = deck.message(f"{gap.title}: {VERDICTS[gap.verdict]}")
    size = 48 if len(gap.text) < _SHORT else 32
    deck.words(slide, gap.text, (MARGIN, TOP, INNER, Inches(1.0)), size=size, colour=COLOURS.focus, bold=True)
    deck.words(
        slide, wording.gap_span(gap), (MARGIN, TOP + Inches(1.05), INNER, Inches(0.8)),
        size=20, colour=COLOURS.secondary,
    )  # fmt: skip
    deck.words(slide, gap.reason, (MARGIN, TOP + Inches(2.0), INNER, Inches(2.4)), size=24)
    ids = tuple(dict.fromkeys(key for _, keys in calculation.sources for key in keys))
    if ids:
        deck.source(slide, wording.source_line(ids, deck.report))
    steps = (f"{s.words}: {wording.formula_in_numbers(s, gap)} = {s.text}" for s in gap.steps)
    limits = (f"{wording.NOT_SAID} {' '.join(gap.limits)}",) if gap.limits else ()
    deck.notes(slide, (*steps, *limits, *_citations(deck.report, ids)))


def _not_computable(deck: Deck) -> None:
    """What could not be computed, and what is missing, on one list."""
    lacking = [c.gap for c in deck.report.calculations if c.gap.amount is None]
    for page in _pages([_lack(gap) for gap in lacking], 22):
        deck.points("Noch nicht berechenbar", page)


def _lack(gap: FundingGap) -> str:
    missing = "; ".join(given.title for given in gap.missing)
    return f"{gap.title}: es fehlt {missing}" if missing else f"{gap.title}: {gap.reason}"


def _list(deck: Deck, title: str, found: Iterable[Sentence], *, numbered: bool = False) -> None:
    items = list(found)
    marks = {s.text: wording.kind(s.certainty, own=s.own) for s in items}
    lines = [f"{s.text} [{marks[s.text]}]" if marks[s.text] else s.text for s in items]
    ids = tuple(dict.fromkeys(key for s in items for key in s.sources))
    for page in _pages(lines, 22):
        slide = deck.points(title, page, numbered=numbered)
        if ids:
            deck.source(slide, wording.source_line(ids, deck.report))
            deck.notes(slide, _citations(deck.report, ids))


def _assumptions(deck: Deck) -> None:
    """Every assumption with its value, own ones first."""
    report = deck.report
    ordered = sorted(report.assumptions, key=lambda a: not a.own)
    lines = [f"{a.title}: {a.value}" + (f" (eigene Annahme: {a.reason})" if a.own else "") for a in ordered]
    heading = next((s.heading for s in report.sections if s.role == "annahmen"), "Annahmen")
    limits = dict.fromkeys(limit for c in report.calculations for limit in c.gap.limits)
    for page in _pages(lines, 22):
        deck.notes(deck.points(heading, page), limits)


def _sources(deck: Deck) -> None:
    heading = next((s.heading for s in deck.report.sections if s.role == "quellen"), "Quellen")
    lines = [f"[{n}] {sources.text(source)}" for n, source in enumerate(deck.report.sources, 1)]
    for page in _pages(lines, SMALLEST):
        deck.points(heading, page, size=SMALLEST)


def _citations(report: Report, ids: Iterable[str]) -> Iterator[str]:
    for source_id in ids:
        source = next(s for s in report.sources if s.id == source_id)
        yield f"Quelle [{report.source_number(source_id)}]: {sources.text(source)}"


def _pages(lines: Sequence[str], size: int) -> Iterator[list[str]]:
    """The lines in as many lists as slides are needed."""
    room = _LINES * 22 // size
    page: list[str] = []
    used = 0.0
    for line in lines:
        needs = -(-len(line) // _LETTERS[size]) + 0.5
        if page and used + needs > room:
            yield page
            page, used = [], 0.0
        page.append(line)
        used += needs
    if page:
        yield page
