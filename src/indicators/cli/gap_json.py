"""Funding gaps for programs (JSON) and for people (text)."""

from collections.abc import Sequence
from typing import Any

from indicators.gaps.model import MEASURES, NOT_SUMMED, VERDICTS, FundingGap
from indicators.texts import gaps as sentences


def as_json(gaps: Sequence[FundingGap]) -> dict[str, Any]:
    """The first gap as an object; further calculations of the same measure under `further`."""
    first, *others = [_object(gap) for gap in gaps]
    return {**first, "further": others, "note": NOT_SUMMED}


def _object(gap: FundingGap) -> dict[str, Any]:
    return {
        "measure": gap.measure,
        "variant": gap.variant,
        "title": gap.title,
        "verdict": gap.verdict,
        "verdict_text": VERDICTS[gap.verdict],
        "amount": gap.amount,
        "low": gap.low,
        "high": gap.high,
        "range": gap.range_words,
        "unit": gap.unit,
        "text": gap.text,
        "reason": gap.reason,
        "inputs": [
            {
                "key": i.key,
                "title": i.title,
                "value": i.value,
                "unit": i.unit,
                "text": sentences.input_text(i),
                "low": i.low,
                "high": i.high,
                "source": i.source,
                "evidence_level": i.evidence_level,
                "origin": i.origin,
                "reason": i.reason,
                "link": i.link,
                "year": i.year,
                "value_type": i.value_type,
            }
            for i in gap.inputs
        ],
        "steps": [
            {"key": s.key, "words": s.words, "formula": s.formula, "value": s.value, "unit": s.unit}
            for s in gap.steps
        ],
        "results": {r.key: r.value for r in gap.results},
        "sensitivity": [
            {"key": s.key, "title": s.title, "low_amount": s.low_amount, "high_amount": s.high_amount}
            for s in gap.swings
        ],
        "ranges": [
            {
                "key": r.key,
                "break_even": r.break_even,
                "break_even_text": r.break_even_text,
                "points": [[p.x, p.amount] for p in r.points],
            }
            for r in gap.ranges
        ],
        "limits": list(gap.limits),
    }


def as_text(gaps: Sequence[FundingGap]) -> str:
    """The gaps as lines for people."""
    return "\n\n".join("\n".join(_lines(gap)) for gap in gaps)


def _lines(gap: FundingGap) -> list[str]:
    verdict = VERDICTS[gap.verdict]
    shown = verdict if gap.amount is None else f"{verdict}: {gap.text}"
    lines = [f"{MEASURES[gap.measure]} – {gap.title}: {shown}", gap.reason]
    if sentences.span(gap):
        lines.append(f"Spanne: {sentences.span(gap)} ({gap.range_words})")
    lines += [f"  {s.words}: {sentences.formula(s, gap)} = {s.text}" for s in gap.steps]
    lines += [over.break_even_text for over in gap.ranges if over.break_even_text]
    lines += ["Eingaben:"] if gap.inputs else []
    for given in gap.inputs:
        source = f"; {given.source}" if given.source else ""
        lines.append(f"  {given.title}: {sentences.input_text(given)} [{sentences.support(given)}{source}]")
    lines += ["Was das Ergebnis nicht sagt:"] if gap.limits else []
    return [*lines, *(f"  {limit}" for limit in gap.limits)]
