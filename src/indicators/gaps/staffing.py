"""M4 Standardlücke: what a staffing standard costs beyond what is there. METHODS 4 M4.

`staffing` gives `(P / r - V) * K`, with the result over the whole range of the ratio r and the ratio from
which there is no gap. `lump_sum` gives `V * (K - Pauschale)`: what positions cost beyond their lump sum. Both
are calculations of the measure `standard` (variants `personal` and `pauschale`) and are not added up.
"""

from dataclasses import replace
from typing import Final

from indicators.gaps import calculation, sensitivity
from indicators.gaps.calculation import Line, Plan
from indicators.gaps.costs import BuiltCost, Cost, cost_inputs, cost_lines
from indicators.gaps.model import FundingGap, GapInput, InputRange
from indicators.gaps.quantities import quantity

STAFFING: Final = "personal"
LUMP_SUM: Final = "pauschale"
LIMITS: Final = (
    "Der Betreuungsschlüssel entscheidet über das Ergebnis. Er ist eine Norm, eine Empfehlung oder eine "
    "Annahme; seine Quelle steht bei den Eingaben.",
    "Gerechnet wird mit Vollzeitäquivalenten eines Stichtags; unbesetzte Stellen und Fluktuation sind nicht "
    "berücksichtigt.",
)
LUMP_SUM_LIMITS: Final = (
    "Die Rechnung vergleicht die Kosten der vorhandenen Stellen mit der Pauschale; sie sagt nicht, wie viele "
    "Stellen nötig wären.",
)
CASH_NOTE: Final = (
    "Zahlungswirksam sind Personal- und Sachkosten. Gemeinkosten fallen meist ohnehin an; sie stehen nur "
    "in den Vollkosten."
)
CASH_UNKNOWN: Final = (
    "Die Kosten je VZÄ liegen nur als Gesamtbetrag vor; ein zahlungswirksamer Teil ist nicht bekannt."
)
_POINTS: Final = 41


def staffing(persons: GapInput, ratio: GapInput, staff: GapInput, cost: Cost) -> FundingGap:
    """The cost of the positions that a ratio asks for beyond those that are there.

    Args:
        persons: Persons to be served.
        ratio: Persons per full-time position; its range is the whole range of ratios that is shown.
        staff: Full-time equivalents that are there.
        cost: What a position costs in a year.

    Returns:
        The gap in euro at full cost, variant `personal`. Results: `needed_staff`, `missing_staff`, the costs
        per position, and `cash_gap` where the parts of the cost are known. Ranges: `ratio`, with the
        break-even ratio `persons / staff`.

    Raises:
        InputError: Persons, ratio or a cost are 0 or negative; staff is negative.
    """
    own = (persons.named("persons"), ratio.named("ratio"), staff.named("staff"))
    calculation.require_positive(*own[:2])
    calculation.require_not_negative(own[2])
    inputs = (*own, *cost_inputs(cost))
    plan = _staffing_plan(cost)
    gap = calculation.compute(plan, inputs)
    if gap.amount is None:
        return gap
    return replace(gap, reason=_reason(gap), ranges=(_over_ratios(gap, plan),))


def lump_sum(staff: GapInput, cost: Cost, paid: GapInput) -> FundingGap:
    """The cost of the positions that are there beyond the lump sum that is paid for them.

    Args:
        staff: Full-time equivalents that are there.
        cost: What a position costs in a year.
        paid: Lump sum per position and year (`eur_per_fte`).

    Returns:
        The gap in euro at full cost, variant `pauschale`. Results: the costs per position, `uncovered` (per
        position), and `cash_gap` where the parts of the cost are known.

    Raises:
        InputError: A cost is 0 or negative; staff or lump sum are negative.
    """
    own = (staff.named("staff"), paid.named("paid"))
    calculation.require_not_negative(*own)
    inputs = (own[0], *cost_inputs(cost), own[1])
    gap = calculation.compute(_lump_sum_plan(cost), inputs)
    if gap.amount is None:
        return gap
    known = {i.key: i.value for i in inputs} | {s.key: s.value for s in gap.steps}
    needed = quantity(known["full_cost"], "eur", 2)
    return replace(
        gap,
        reason=f"Eine Stelle kostet rechnerisch {needed} im Jahr; die Pauschale ist {own[1].text}.",
    )


def _staffing_plan(cost: Cost) -> Plan:
    lines = [
        Line(
            "needed_staff",
            "Personen geteilt durch den Betreuungsschlüssel",
            "persons / ratio",
            "fte",
            1,
            title="Nach dem Schlüssel nötige VZÄ",
        ),
        Line(
            "missing_staff",
            "Nötige abzüglich vorhandener VZÄ",
            "needed_staff - staff",
            "fte",
            1,
            title="Fehlende VZÄ",
        ),
        *cost_lines(cost),
    ]
    if isinstance(cost, BuiltCost):
        lines.append(
            Line(
                "cash_gap",
                "Fehlende VZÄ mal zahlungswirksame Kosten",
                "missing_staff * cash_cost",
                "eur",
                title="Lücke zahlungswirksam",
            )
        )
    lines.append(Line("gap", "Fehlende VZÄ mal Vollkosten", "missing_staff * full_cost", "eur"))
    return Plan(
        "standard", "Standardlücke (Vollkosten)", tuple(lines), (*LIMITS, _cash_limit(cost)), variant=STAFFING
    )


def _lump_sum_plan(cost: Cost) -> Plan:
    lines = [*cost_lines(cost)]
    if isinstance(cost, BuiltCost):
        lines.append(
            Line(
                "cash_gap",
                "VZÄ mal zahlungswirksame Kosten abzüglich Pauschale",
                "staff * (cash_cost - paid)",
                "eur",
                title="Lücke zahlungswirksam",
            )
        )
    lines += [
        Line(
            "uncovered",
            "Kosten je VZÄ abzüglich Pauschale",
            "full_cost - paid",
            "eur_per_fte",
            2,
            title="Nicht gedeckt je VZÄ",
        ),
        Line("gap", "Nicht gedeckter Betrag mal VZÄ", "staff * uncovered", "eur"),
    ]
    limits = (*LUMP_SUM_LIMITS, _cash_limit(cost))
    return Plan("standard", "Lücke der Pauschale (Vollkosten)", tuple(lines), limits, variant=LUMP_SUM)


def _cash_limit(cost: Cost) -> str:
    return CASH_NOTE if isinstance(cost, BuiltCost) else CASH_UNKNOWN


def _over_ratios(gap: FundingGap, plan: Plan) -> InputRange:
    """The gap over the declared range of the ratio; without a range over half to double its value."""
    ratio, persons, staff = (gap.input(key) for key in ("ratio", "persons", "staff"))
    chosen = ratio.value or 0.0
    low, high = ratio.ends or (chosen / 2, chosen * 2)
    even = {low + (high - low) * n / (_POINTS - 1) for n in range(_POINTS)}
    break_even = (persons.value or 0.0) / staff.value if staff.value else None
    return InputRange(
        key="ratio",
        title=ratio.title,
        unit="persons_per_fte",
        points=sensitivity.over_range("ratio", sorted(even | {chosen}), gap.inputs, plan.amount),
        chosen=chosen,
        break_even=break_even,
        break_even_text=_break_even_text(break_even),
    )


def _break_even_text(ratio: float | None) -> str:
    if ratio is None:
        return "Ohne vorhandene Stellen besteht bei jedem Betreuungsschlüssel eine Lücke."
    return f"Ab {quantity(ratio, 'persons_per_fte', 1)} besteht rechnerisch keine Lücke."


def _reason(gap: FundingGap) -> str:
    return (
        f"Bei {gap.input('ratio').text} wären für {gap.input('persons').text} rechnerisch "
        f"{gap.result('needed_staff').text} nötig; vorhanden sind "
        f"{quantity(gap.input('staff').value, 'fte', 1)}."
    )
