"""A report as PDF: `render(report)`; the template is `brief.typ`, what it is given `report_json`."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from indicators.exports.typesetting import pdf
from indicators.figures import printed
from indicators.formats import number
from indicators.gaps.model import KEY, VERDICTS, FundingGap, GapInput, Step
from indicators.gaps.quantities import quantity
from indicators.report import (
    CERTAINTIES,
    Assumption,
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

WIDTH_MM: Final = 165.0
"""Width of the text, and so of every figure."""

_OPERATORS: Final = {"*": " · ", "/": " / ", "+": " + ", "-": " − "}
_PIECE: Final = re.compile(rf"{KEY.pattern}|\d+(?:\.\d+)?|MIN|MAX|[-+*/(),]")
Json = dict[str, Any]


def render(report: Report) -> bytes:
    """The report as PDF/UA-1 and PDF/A-2a; the same report gives the same bytes."""
    return pdf("brief.typ", report_json(report), report.created)


def report_json(report: Report) -> Json:
    """Everything that the template sets, as texts and SVG drawings, in reading order."""
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "document": report.style.document,
        "region": report.region,
        "author": report.author,
        "created": f"{report.created:%d.%m.%Y}",
        "created_iso": report.created.isoformat(),
        "data_state": report.data_state,
        "version": report.version,
        "link": report.link,
        "has_own_text": report.has_own_text,
        "sections": list(_sections(report)),
    }


def _sections(report: Report) -> Iterator[Json]:
    """Headings in two levels: neighbours with the same parent stand under one heading."""
    for parent, parts in groupby(report.sections, key=lambda section: section.parent):
        if parent:
            yield {"heading": parent, "level": 1, "blocks": []}
        for section in parts:
            yield {
                "heading": section.heading,
                "level": 2 if parent else 1,
                "blocks": _with_references([_block(block, report) for block in section.blocks]),
            }


def _with_references(blocks: list[Json]) -> list[Json]:
    """Each figure and table is named at the end of the paragraph before it: on paper it may stand elsewhere."""
    for place, block in enumerate(blocks):
        before = [b for b in blocks[:place] if b["kind"] == "paragraph"]
        if "label" in block and before:
            before[-1]["refs"].append(block["label"])
    return blocks


def _block(block: Block, report: Report) -> Json:
    """One part of a section, told apart by its `kind`."""
    match block:
        case Paragraph():
            found: Json = {"kind": "paragraph", "runs": _runs(block.sentences, report), "refs": []}
        case Bullets():
            items = [_runs([sentence], report) for sentence in block.items]
            found = {"kind": "bullets", "numbered": block.numbered, "items": items}
        case KeyFigures():
            found = {"kind": "keyfigures", "items": _key_figures(block, report)}
        case FigureRef():
            found = _figure(block.id, report)
        case TableRef():
            found = _table(report.table(block.id), report)
        case CalculationRef():
            found = _calculation(report.calculation(block.id), report)
        case AssumptionList():
            found = {"kind": "assumptions", "rows": [_assumption(a, report) for a in report.assumptions]}
        case SourceList():
            found = {"kind": "sources", "items": [_source(s) for s in report.sources]}
    return found


def _runs(sentences: Iterable[Sentence], report: Report) -> list[Json]:
    """Sentences with their marks; neighbours with the same mark carry it once, at the last one."""
    marked = [(sentence.text, _mark(sentence, report)) for sentence in sentences]
    return [
        {"text": " ".join(text for text, _ in run), "mark": mark}
        for mark, run in groupby(marked, key=lambda pair: pair[1])
    ]


def _mark(sentence: Sentence, report: Report) -> str:
    """What stands behind a sentence: numbers of its sources, and what it is unless an official figure."""
    numbers = report.reference(sentence.sources).strip("[]")
    kind = CERTAINTIES[sentence.certainty] if sentence.certainty not in (None, "amtlich") else ""
    return ", ".join(part for part in (numbers, "eigener Text" if sentence.own else kind) if part)


def _key_figures(block: KeyFigures, report: Report) -> list[Json]:
    return [
        {
            "title": item.title,
            "value": item.value,
            "note": item.note,
            "mark": _mark(Sentence("", item.certainty, item.sources), report),
        }
        for item in block.items
    ]


def _figure(figure_id: str, report: Report) -> Json:
    figure = report.figure(figure_id)
    return {
        "kind": "figure",
        "label": f"abbildung-{figure.id}",
        "title": figure.title,
        "subtitle": figure.subtitle,
        "svg": printed.svg(figure.chart, WIDTH_MM).decode("utf-8"),
        "alt": figure.alt,
        "note": figure.caption,
        "sources": source_line(figure.sources, report),
    }


def source_line(source_ids: tuple[str, ...], report: Report) -> str:
    """What stands below a figure or table: "Quelle: [1, 2]; eigene Berechnung"."""
    own = any(s.own_calculation for s in report.sources if s.id in source_ids)
    word = "Quellen" if len(source_ids) > 1 else "Quelle"
    return f"{word}: {report.reference(source_ids)}" + ("; eigene Berechnung" if own else "")


def _table(table: Table, report: Report) -> Json:
    return {
        "kind": "table",
        "label": f"tabelle-{table.id}",
        "title": table.title,
        "heads": [column.head for column in table.columns],
        "aligns": [column.align for column in table.columns],
        "rows": [
            [column.text(cell) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows
        ],
        "strong": list(table.strong),
        "note": table.note,
        "sources": source_line(table.sources, report),
    }


def _assumption(assumption: Assumption, report: Report) -> list[str]:
    """Number, title, value, range, ground."""
    ground = "eigene Annahme" if assumption.own else ""
    parts = [ground, report.reference(assumption.sources), assumption.reason]
    return [
        str(report.assumption_number(assumption.id)),
        assumption.title,
        assumption.value,
        assumption.span or "–",
        " · ".join(part for part in parts if part),
    ]


def _source(source: Source) -> Json:
    return {"text": sources.text(source), "url": source.url}


def _calculation(calculation: Calculation, report: Report) -> Json:
    gap = calculation.gap
    return {
        "kind": "calculation",
        "title": gap.title,
        "verdict": VERDICTS[gap.verdict],
        "amount": gap.text,
        "span": _span(gap),
        "reason": gap.reason,
        "inputs": [_input(given, calculation, report) for given in gap.inputs],
        "steps": [[step.words, formula_in_numbers(step, gap), step.text] for step in gap.steps],
        "results": [[result.title, result.text if result.value is not None else result.reason]
                    for result in gap.results],
        "limits": list(gap.limits),
    }  # fmt: skip


def _span(gap: FundingGap) -> str:
    if gap.low is None or gap.high is None:
        return ""
    ends = f"{number(gap.low, gap.decimals)} bis {quantity(gap.high, gap.unit, gap.decimals)}"
    return f"{gap.range_words}: {ends}" if gap.range_words else ends


def _input(given: GapInput, calculation: Calculation, report: Report) -> list[str]:
    """Title, value, range, ground of one input."""
    ends = given.ends
    span = " bis ".join(number(end, given.decimals) for end in ends) if ends else "–"
    if given.origin == "eigene_annahme":
        ground = f"eigene Annahme: {given.reason}"
    else:
        ground = report.reference(calculation.sources_of(given.key))
    return [given.title, given.text, span, ground]


def formula_in_numbers(step: Step, gap: FundingGap) -> str:
    """The formula of a step with the numbers in place of the names ("58,00 · 121,9 / 96,4")."""
    known: dict[str, GapInput | Step] = {given.key: given for given in gap.inputs}
    known |= {done.key: done for done in gap.steps}
    return "".join(_shown(piece, known) for piece in _PIECE.findall(step.formula))


def _shown(piece: str, known: dict[str, GapInput | Step]) -> str:
    if piece in known:
        thing = known[piece]
        return number(thing.value, thing.decimals)
    if piece in _OPERATORS:
        return _OPERATORS[piece]
    if piece in ("MIN", "MAX"):
        return {"MIN": "kleinster Wert von ", "MAX": "größter Wert von "}[piece]
    if piece == ",":
        return "; "
    return piece.replace(".", ",")
