"""A report as slides for the meeting: `render(report)`; one message per slide, the finding as its title."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any, Final

from pptx.util import Emu, Inches

from indicators.exports import pptx_charts, wording
from indicators.exports.office import COLOURS, PROGRAM, dated
from indicators.exports.pptx_deck import APART, INNER, MARGIN, SMALLEST, TOP, Deck
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
from indicators.texts import gaps as gap_words

_ROOM: Final = 350.0
_WHOLE_ROOM: Final = 385.0
"""Points of height that the lines of a list share, above a line of sources and without one."""

_SIZES: Final = (24, 22, 20, SMALLEST)
"""Sizes of a list, the largest first: it is set as large as it fits on one slide."""

_LETTERS: Final = 1820
"""Letters in a line times their size."""

_HIGH: Final = 1.18
"""Height of a line in sizes."""

_MOST_STEPS: Final = 3
_STEP: Final = 88
"""Letters of a step that stand in one line at 20 points."""

_LARGE: Final = 44
_SAID: Final = 150
"""A limit that is longer stands in the notes."""

_WIDE: Final = 0.62
"""Width of a bold figure as a part of its size, on the safe side."""

_LAST: Final = ("beschluss", "annahmen", "quellen")
"""What comes after the findings."""


_IN_NOTES: Final = "Die Grenzen der einzelnen Indikatoren und Rechnungen stehen in den Notizen."


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
    points = [s for b in section.blocks if isinstance(b, Bullets) for s in b.items]
    if len(points) == 1:  # one point is said beside the figure, not on a slide of its own
        sentences += points
    said = [_spoken(sentence, deck.report) for sentence in sentences]
    listed: list[Sentence] = []
    for block in section.blocks:
        match block:
            case KeyFigures():
                _key_figures(deck, section, block, sentences)
            case FigureRef():
                _figure(deck, block.id, said)
            case CalculationRef():
                _result(deck, deck.report.calculation(block.id))
            case Bullets() if block.numbered:
                _list(deck, section.heading, block.items, numbered=True)
            case Bullets():
                listed += block.items
            case Paragraph() if not shown:
                listed += block.sentences
            case _:
                pass
    if len(listed) > 1 or not shown:
        _list(deck, section.heading, listed)


def _spoken(sentence: Sentence, report: Report) -> str:
    mark = wording.mark(sentence, report)
    return f"{sentence.text} [{mark}]" if mark else sentence.text


def _key_figures(deck: Deck, section: Section, block: KeyFigures, sentences: Sequence[Sentence]) -> None:
    """Large numbers side by side below the first sentence of the section."""
    slide = deck.message(sentences[0].text if sentences else f"{section.heading}: Kennzahlen")
    gutter = Inches(0.4)
    width = (INNER - gutter * (len(block.items) - 1)) // len(block.items)
    values = [wording.split_unit(item.value) for item in block.items]
    longest = max(len(value) for value, _ in values)
    size = int(min(_LARGE, Emu(width).pt / (_WIDE * longest)))
    for n, (item, (value, unit)) in enumerate(zip(block.items, values, strict=True)):
        left = MARGIN + n * (width + gutter)
        deck.words(slide, item.title, (left, TOP, width, Inches(1.5)), size=20, colour=COLOURS.secondary)
        box = (left, TOP + Inches(1.6), width, Inches(0.9))
        deck.words(slide, value, box, size=size, colour=COLOURS.focus, bold=True)
        kind = wording.kind(item.certainty)
        note = " ".join(filter(None, (f"{unit}." if unit else "", item.note, f"[{kind}]" if kind else "")))
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
    gutter = Inches(0.5)
    half = (INNER - gutter) // 2
    size = int(min(54, Emu(half).pt / (_WIDE * len(gap.text))))
    deck.words(slide, gap.text, (MARGIN, TOP, half, Inches(1.0)), size=size, colour=COLOURS.focus, bold=True)
    deck.words(
        slide, gap_words.full_span(gap), (MARGIN, TOP + Inches(1.0), half, Inches(1.2)),
        size=20, colour=COLOURS.secondary,
    )  # fmt: skip
    beside = (MARGIN + half + gutter, TOP + Inches(0.08), half, Inches(2.1))
    deck.words(slide, gap.reason, beside, size=24 if len(gap.reason) <= _SAID else 20)
    _steps(deck, slide, gap)
    ids = tuple(dict.fromkeys(key for _, keys in calculation.sources for key in keys))
    if ids:
        deck.source(slide, wording.source_line(ids, deck.report))
    steps = (f"{s.words}: {gap_words.formula(s, gap)} = {s.text}" for s in gap.steps)
    limits = (f"{wording.NOT_SAID} {' '.join(gap.limits)}",) if gap.limits else ()
    deck.notes(slide, (*steps, *limits, *_citations(deck.report, ids)))


def _steps(deck: Deck, slide: Any, gap: FundingGap) -> None:
    """The way to the result below it, one line for each step, as many as have room."""
    shown = gap.steps[-_MOST_STEPS:]
    top = TOP + Inches(2.45)
    for n, step in enumerate(shown):
        words = f"{step.words}: {step.text}"
        is_last = n == len(shown) - 1
        box = (MARGIN, top + n * Inches(0.7), INNER, Inches(0.7))
        deck.words(slide, words, box, size=20 if len(words) < _STEP else SMALLEST, bold=is_last)


def _not_computable(deck: Deck) -> None:
    """What could not be computed, and what is missing, on one list."""
    lacking = [c.gap for c in deck.report.calculations if c.gap.amount is None]
    for size, page in _pages([_lack(gap) for gap in lacking]):
        deck.points("Noch nicht berechenbar", page, size=size)


def _lack(gap: FundingGap) -> str:
    missing = "; ".join(given.title for given in gap.missing)
    return f"{gap.title}: es fehlt {missing}" if missing else f"{gap.title}: {gap.reason}"


def _list(deck: Deck, title: str, found: Iterable[Sentence], *, numbered: bool = False) -> None:
    items = list(found)
    marks = {s.text: wording.kind(s.certainty, own=s.own) for s in items}
    lines = [f"{s.text} [{marks[s.text]}]" if marks[s.text] else s.text for s in items]
    ids = tuple(dict.fromkeys(key for s in items for key in s.sources))
    for size, page in _pages(lines):
        slide = deck.points(title, page, size=size, numbered=numbered)
        if ids:
            deck.source(slide, wording.source_line(ids, deck.report))
            deck.notes(slide, _citations(deck.report, ids))


def _assumptions(deck: Deck) -> None:
    """Every assumption with its value, own ones first, and the limits; long limits stand in the notes."""
    report = deck.report
    ordered = sorted(report.assumptions, key=lambda a: not a.own)
    lines = [f"{a.title}: {a.value}" + (f" (eigene Annahme: {a.reason})" if a.own else "") for a in ordered]
    limits = list(dict.fromkeys(_limits(report)))
    lines += [limit for limit in limits if len(limit) <= _SAID]
    long = [limit for limit in limits if len(limit) > _SAID]
    if long:
        lines.append(_IN_NOTES)
    heading = next((s.heading for s in report.sections if s.role == "annahmen"), "Annahmen")
    for size, page in _pages(lines):
        deck.notes(deck.points(heading, page, size=size), limits)


def _limits(report: Report) -> Iterator[str]:
    """What the section says, then what each calculation does not."""
    for section in (s for s in report.sections if s.role == "annahmen"):
        for block in section.blocks:
            if isinstance(block, Bullets):
                yield from (_spoken(sentence, report) for sentence in block.items)
            elif isinstance(block, Paragraph):
                yield from (_spoken(sentence, report) for sentence in block.sentences)
    for calculation in report.calculations:
        yield from calculation.gap.limits


def _sources(deck: Deck) -> None:
    heading = next((s.heading for s in deck.report.sections if s.role == "quellen"), "Quellen")
    lines = [f"[{n}] {sources.text(source)}" for n, source in enumerate(deck.report.sources, 1)]
    for size, page in _pages(lines, (SMALLEST,), _WHOLE_ROOM):
        deck.points(heading, page, size=size, marked=False)


def _citations(report: Report, ids: Iterable[str]) -> Iterator[str]:
    for source_id in ids:
        source = next(s for s in report.sources if s.id == source_id)
        yield f"Quelle [{report.source_number(source_id)}]: {sources.text(source)}"


def _pages(
    lines: Sequence[str], sizes: Sequence[int] = _SIZES, room: float = _ROOM
) -> Iterator[tuple[int, list[str]]]:
    """The lines on as few slides as possible, as large as they fit, about as many points on each."""
    counts = [len(_filled(lines, size, room)) for size in sizes]
    count = min(counts)
    if not count:
        return
    size = sizes[counts.index(count)]
    whole = _height(lines, size)
    # Even pages: the lowest height at which no further slide is needed.
    heights = [whole / count + step * (room - whole / count) / 8 for step in range(8)] if count > 1 else []
    even = next((h for h in heights if len(_filled(lines, size, h)) == count), room)
    yield from ((size, page) for page in _filled(lines, size, even))


def _filled(lines: Sequence[str], size: int, room: float) -> list[list[str]]:
    """The lines in lists that are not higher than this."""
    pages: list[list[str]] = []
    for line in lines:
        if not pages or _height([*pages[-1], line], size) > room:
            pages.append([])
        pages[-1].append(line)
    return pages


def _height(lines: Iterable[str], size: int) -> float:
    """Points of height that these lines need."""
    return sum((-(-len(line) * size // _LETTERS) * _HIGH + APART) * size for line in lines)
