"""What a calculation becomes in a workbook: shared inputs, formulas over cells, the corners of its range."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import isclose
from typing import Final, Literal

from indicators.gaps.formula import evaluate, names
from indicators.gaps.model import KEY, FundingGap, GapInput
from indicators.report import Report

End = Literal["low", "value", "high"]
ENDS: Final[tuple[End, End, End]] = ("value", "low", "high")
_MOST: Final = 7
"""Corners of more inputs with a range are not searched."""


@dataclass(frozen=True)
class SharedInput:
    """An input as it stands once on the sheet of assumptions, whatever calculations use it.

    `name` is a defined name of the workbook. `uses` are (number of the calculation, key in its formulas).
    """

    name: str
    given: GapInput
    uses: tuple[tuple[int, str], ...]


def shared_inputs(report: Report) -> tuple[SharedInput, ...]:
    """The inputs of all calculations; the same number with the same source stands there once."""
    found: dict[GapInput, list[tuple[int, str]]] = {}
    for number, calculation in enumerate(report.calculations):
        for given in calculation.gap.inputs:
            found.setdefault(replace(given, key="any"), []).append((number, given.key))
    taken: dict[str, int] = {}
    shared = []
    for given, uses in found.items():
        key = uses[0][1]
        taken[key] = taken.get(key, 0) + 1
        suffix = f"_{taken[key]}" if taken[key] > 1 else ""
        shared.append(SharedInput(f"Eingabe_{key}{suffix}", given, tuple(uses)))
    return tuple(shared)


def cells(formula: str, cell_of: Mapping[str, str]) -> str:
    """A formula of a step with cells or defined names in place of its keys."""
    names(formula)  # refuses what is no formula
    return "=" + KEY.sub(lambda found: cell_of[found.group(0)], formula)


def in_one(gap: FundingGap) -> str:
    """The formula of the amount over the inputs alone: every step stands in brackets where it is named."""
    known: dict[str, str] = {}
    for step in gap.steps:
        known[step.key] = KEY.sub(
            lambda found: f"({known[found.group(0)]})" if found.group(0) in known else found.group(0),
            step.formula,
        )
    return known[gap.amount_key]


def divides(gap: FundingGap, key: str) -> bool:
    """True where an input stands below a fraction line: it may not become 0."""
    return any(re.search(rf"/\s*\(?{key}\b", step.formula) for step in gap.steps)


def corners(gap: FundingGap) -> tuple[dict[str, End], dict[str, End]] | None:
    """At which ends of the inputs the range of a gap lies: for its low and for its high end.

    None where the range does not follow from the inputs' ends (other base years, a prediction interval).
    """
    ranged = [given for given in gap.inputs if given.ends is not None]
    if gap.low is None or gap.high is None or not gap.steps or not 0 < len(ranged) <= _MOST:
        return None
    tried = [
        dict(zip((i.key for i in ranged), ends, strict=True)) for ends in product(ENDS, repeat=len(ranged))
    ]
    tried.sort(key=lambda corner: sum(end != "value" for end in corner.values()))
    amounts = [(corner, steps_at(gap, corner)[gap.amount_key]) for corner in tried]
    low = next((c for c, amount in amounts if isclose(amount, gap.low, rel_tol=1e-9, abs_tol=1e-9)), None)
    high = next((c for c, amount in amounts if isclose(amount, gap.high, rel_tol=1e-9, abs_tol=1e-9)), None)
    return (low, high) if low is not None and high is not None else None


def steps_at(gap: FundingGap, corner: Mapping[str, End]) -> dict[str, float]:
    """All inputs and steps of a gap at these ends."""
    known = {i.key: at(i, corner.get(i.key, "value")) for i in gap.inputs}
    for step in gap.steps:
        known[step.key] = evaluate(step.formula, known)
    return known


def at(given: GapInput, end: End) -> float:
    """The value of an input at one end of its range; 0 where it is missing."""
    low, high = given.ends or (given.value, given.value)
    return {"low": low, "value": given.value, "high": high}[end] or 0.0


def interval(gap: FundingGap) -> tuple[str, str] | None:
    """Formulas of low and high end where they follow from a prediction interval (METHODS 4 M2), else None."""
    keys = {step.key for step in gap.steps}
    if gap.measure != "vergleich" or not {"lower", "upper"} <= keys:
        return None
    heads = " * inhabitants" if any(i.key == "inhabitants" for i in gap.inputs) else ""
    return f"(lower - actual){heads}", f"(upper - actual){heads}"
