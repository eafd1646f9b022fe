"""From a measure's plan and its inputs to a `FundingGap`: the part that all five measures share.

A measure says its formulas once, as `Line`s without numbers. The same lines then give the steps, the range
of the result, the tornado and the result over the range of an input.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from indicators.errors import InputError
from indicators.gaps import sensitivity
from indicators.gaps.formula import evaluate
from indicators.gaps.model import (
    FundingGap,
    GapInput,
    Measure,
    Result,
    Step,
    not_computable,
    verdict_of,
)
from indicators.gaps.quantities import GapUnit

RANGE_WORDS = "alle Eingaben am unteren bis alle am oberen Ende ihrer Spanne"
_ENTER = (
    "Bitte auf der Seite „Förderlücke“ unter „Annahmen ändern“ als eigene Annahme mit Begründung eintragen."
)


@dataclass(frozen=True)
class Line:
    """A step before it is computed. With a `title` it is also a named result."""

    key: str
    words: str
    formula: str
    unit: GapUnit
    decimals: int = 0
    title: str = ""


@dataclass(frozen=True)
class Plan:
    """How one measure computes: the last of `lines` is the amount.

    With `has_own_range` the measure sets the range of the result itself (a prediction interval). The corners
    of the inputs' ranges are not tried then: their number doubles with every input.
    """

    measure: Measure
    title: str
    lines: tuple[Line, ...]
    limits: tuple[str, ...] = ()
    variant: str = ""
    has_own_range: bool = False

    @property
    def unit(self) -> GapUnit:
        """The unit of the amount."""
        return self.lines[-1].unit

    def amount(self, values: Mapping[str, float]) -> float:
        """The amount for given values of the inputs."""
        return self.value(self.lines[-1].key, values)

    def value(self, key: str, values: Mapping[str, float]) -> float:
        """What the line `key` gives for given values of the inputs."""
        known = dict(values)
        for line in self.lines:
            known[line.key] = _evaluated(line, known)
            if line.key == key:
                break
        return known[key]


def _evaluated(line: Line, known: Mapping[str, float]) -> float:
    """The value of a line; numbers too large or too small for arithmetic end in a German sentence."""
    found = evaluate(line.formula, known)
    if not math.isfinite(found):
        raise InputError(
            f"„{line.title or line.words}“ ergibt mit diesen Eingaben keine darstellbare Zahl.",
            "Bitte sehr große oder sehr kleine Eingaben prüfen.",
        )
    return found


def steps(lines: Sequence[Line], inputs: Sequence[GapInput]) -> tuple[Step, ...]:
    """The computed steps of the lines."""
    known = sensitivity.values_of(inputs)
    made = []
    for line in lines:
        known[line.key] = _evaluated(line, known)
        made.append(Step(line.key, line.words, line.formula, known[line.key], line.unit, line.decimals))
    return tuple(made)


def compute(plan: Plan, inputs: Sequence[GapInput]) -> FundingGap:
    """The gap of a plan: amount, joint range, steps, tornado and named results; the `reason` stays empty.

    Args:
        plan: The measure's formulas; one that `has_own_range` gets none here.
        inputs: One per name in the formulas; a missing one makes the gap `nicht_berechenbar`.
    """
    if any(i.value is None for i in inputs):
        return missing(plan, inputs)
    made = steps(plan.lines, inputs)
    amount = made[-1]
    ends = None if plan.has_own_range else sensitivity.joint_range(inputs, plan.amount)
    low, high = ends or (None, None)
    return FundingGap(
        measure=plan.measure,
        title=plan.title,
        amount=amount.value,
        unit=plan.unit,
        verdict=verdict_of(amount.value),
        reason="",
        inputs=tuple(inputs),
        steps=made,
        amount_key=amount.key,
        low=low,
        high=high,
        range_words=RANGE_WORDS if ends else "",
        limits=plan.limits,
        swings=sensitivity.one_at_a_time(inputs, plan.amount),
        results=tuple(
            Result(line.key, line.title, step.value, line.unit, line.decimals)
            for line, step in zip(plan.lines, made, strict=True)
            if line.title
        ),
        variant=plan.variant,
        decimals=amount.decimals,
    )


def missing(plan: Plan, inputs: Sequence[GapInput]) -> FundingGap:
    """The gap that cannot be computed for lack of inputs: it names each of them and where to enter it."""
    return not_computable(
        plan.measure,
        plan.title,
        plan.unit,
        missing_sentence([i for i in inputs if i.value is None]),
        inputs=tuple(inputs),
        limits=plan.limits,
        variant=plan.variant,
    )


def missing_sentence(inputs: Sequence[GapInput]) -> str:
    """Which figures are missing and where to enter them; the reason of an input stands behind its name."""
    named = [f"{i.title} ({i.reason.rstrip('.')})" if i.reason else i.title for i in inputs]
    verb = "Es fehlt" if len(named) == 1 else "Es fehlen"
    return f"{verb}: {'; '.join(named)}. {_ENTER}"


def require_positive(*inputs: GapInput) -> None:
    """Refuse what may not be 0 or less, also at the ends of its range; a missing value passes.

    Raises:
        InputError: Names the input.
    """
    for i in inputs:
        if i.value is not None and min((*(i.ends or ()), i.value)) <= 0:
            raise InputError(
                f"„{i.title}“ muss größer als 0 sein.",
                "Bitte den Wert oder den unteren Rand seiner Spanne berichtigen.",
                value=i.text,
            )


def require_not_negative(*inputs: GapInput) -> None:
    """Refuse what may not be negative, also at the low end of its range; a missing value passes.

    Raises:
        InputError: Names the input.
    """
    for i in inputs:
        if i.value is not None and min((*(i.ends or ()), i.value)) < 0:
            raise InputError(
                f"„{i.title}“ darf nicht negativ sein.",
                "Bitte den Wert oder den unteren Rand seiner Spanne berichtigen.",
                value=i.text,
            )
