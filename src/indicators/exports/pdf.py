"""A report as PDF: `render(report)`; the template is `brief.typ`, what it is given `report_json`."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from indicators.exports import wording
from indicators.exports.typesetting import pdf
from indicators.figures import printed
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
from indicators.texts import gaps as gap_words

WIDTH_MM: Final = 165.0
"""Width of the text, and so of every figure."""

_ONE_PAGE: Final = "profil"
"""Id of the style whose reports are set small, on one page."""
_FLAT: Final = 0.7
"""Figures are so much lower there."""

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
        "compact": _is_compact(report),
        "sections": list(_sections(report)),
    }


def _is_compact(report: Report) -> bool:
    return report.style.id == _ONE_PAGE


def _sections(report: Report) -> Iterator[Json]:
    for heading, level, section in wording.headed(report.sections):
        blocks = [_block(block, report) for block in section.blocks] if section else []
        yield {
            "heading": heading,
            "level": level,
            "blocks": blocks if _is_compact(report) else _with_references(blocks),
        }


def _with_references(blocks: list[Json]) -> list[Json]:
    """Each figure and table is named in the text before it: on paper it may stand elsewhere.

    At the end of the paragraph before it; without any, in a line of its own.
    """
    found: list[Json] = []
    for block in blocks:
        if "label" in block:
            before = [b for b in found if "refs" in b]
            if not before:
                before = [{"kind": "see", "refs": []}]
                found.extend(before)
            before[-1]["refs"].append(block["label"])
        found.append(block)
    return found


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
            found = {
                "kind": "assumptions",
                "rows": [wording.assumption_row(a, report) for a in report.assumptions],
            }
        case SourceList():
            found = {"kind": "sources", "items": [_source(s) for s in report.sources]}
    return found


def _runs(sentences: Iterable[Sentence], report: Report) -> list[Json]:
    """Sentences with their marks; neighbours with the same mark carry it once, at the last one."""
    marked = [(sentence.text, wording.mark(sentence, report)) for sentence in sentences]
    return [
        {"text": " ".join(text for text, _ in run), "mark": mark}
        for mark, run in groupby(marked, key=lambda pair: pair[1])
    ]


def _key_figures(block: KeyFigures, report: Report) -> list[Json]:
    return [
        {
            "title": item.title,
            "number": wording.split_unit(item.value)[0],
            "unit": wording.split_unit(item.value)[1],
            "note": item.note,
            "mark": wording.mark(Sentence("", item.certainty, item.sources), report),
        }
        for item in block.items
    ]


def _figure(figure_id: str, report: Report) -> Json:
    figure = report.figure(figure_id)
    height = _FLAT * printed.height_mm(figure.chart) if _is_compact(report) else None
    return {
        "kind": "figure",
        "label": f"abbildung-{figure.id}",
        "title": figure.title,
        "subtitle": figure.subtitle,
        "svg": printed.svg(figure.chart, WIDTH_MM, height).decode("utf-8"),
        "alt": figure.alt,
        "note": figure.caption,
        "sources": wording.source_line(figure.sources, report),
    }


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
        "sources": wording.source_line(table.sources, report),
    }


def _source(source: Source) -> Json:
    return {"text": sources.text(source), "url": source.url}


def _calculation(calculation: Calculation, report: Report) -> Json:
    gap = calculation.gap
    return {
        "kind": "calculation",
        "title": gap.title,
        "verdict": VERDICTS[gap.verdict],
        "amount": gap.text,
        "span": gap_words.full_span(gap),
        "reason": gap.reason,
        "inputs": [wording.input_row(given, calculation, report) for given in gap.inputs],
        "steps": [[step.words, gap_words.formula(step, gap), step.text] for step in gap.steps],
        "results": [[result.title, result.text if result.value is not None else result.reason]
                    for result in gap.results],
        "limits": list(gap.limits),
    }  # fmt: skip
