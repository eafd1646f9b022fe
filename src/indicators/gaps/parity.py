"""M3 Teilhabe-Parität: how many persons are missing to parity, and what it would take. METHODS 4 M3.

`parity` gives persons: `n = dq * P`. `scenario` gives euros for an assumed effect: `T = n / e` places,
`T * u - B` at unit cost `u` and existing funds `B`. Persons are the result; euros are a scenario with the
low, middle and high effect.
"""

from dataclasses import replace
from typing import Final, Literal

from indicators.catalog import Direction
from indicators.errors import InputError
from indicators.gaps import calculation
from indicators.gaps.calculation import Line, Plan
from indicators.gaps.model import FundingGap, GapInput, Result, not_computable
from indicators.gaps.quantities import quantity
from indicators.gaps.sensitivity import values_of

Per = Literal[100, 1000]

LIMITS: Final = (
    "Die Zahl beschreibt einen Unterschied der Lage zweier Gruppen, keine Eigenschaft der Personen.",
    "Parität ist ein rechnerischer Bezugspunkt; die Gruppen unterscheiden sich auch nach Alter, "
    "Aufenthaltsdauer und anderen Merkmalen, die hier nicht berücksichtigt sind.",
)
CONTAINS_GROUP: Final = (
    "Die Vergleichsgruppe enthält auch die Gruppe selbst; gegenüber allen anderen ist der Abstand größer."
)
SCENARIO_LIMITS: Final = (
    "Der Betrag ist ein Szenario: Er gilt nur unter der angenommenen Nettowirkung je Platz und den "
    "angenommenen Kosten je Platz.",
    *LIMITS,
)
SCENARIO: Final = "szenario"
_TITLE: Final = "Personen zwischen heute und Parität"
_SCENARIO_TITLE: Final = "Kosten bis zur Parität (Szenario)"


def parity(
    group: GapInput,
    reference: GapInput,
    persons: GapInput,
    *,
    direction: Direction,
    per: Per = 100,
    contains_group: bool = False,
) -> FundingGap:
    """The persons missing to parity.

    Args:
        group: Rate of the group, per `per` (15.0 for 15 %).
        reference: Rate of the reference group, in the same unit.
        persons: Persons of the group to whom the rate refers.
        direction: Of the indicator: with `lower_is_better` a higher rate of the group is the distance.
        per: 100 for percent, 1000 for rates per 1,000.
        contains_group: The reference group is everybody, the group among them; the limits then say so.

    Returns:
        The gap in persons. Result: `difference` (in the direction of the distance). At parity or better it is
        "keine Lücke". `nicht_berechenbar` for a neutral indicator and where a number is missing.

    Raises:
        InputError: A rate is negative, or the number of persons is 0 or negative.
    """
    inputs = _checked(group, reference, persons)
    limits = (*LIMITS, CONTAINS_GROUP) if contains_group else LIMITS
    plan = Plan("paritaet", _TITLE, _person_lines(direction, per), limits)
    if direction == "neutral":
        return _neutral(plan, inputs)
    gap = calculation.compute(plan, inputs)
    return gap if gap.amount is None else replace(gap, reason=_reason(gap))


def scenario(
    group: GapInput,
    reference: GapInput,
    persons: GapInput,
    *,
    effect: GapInput,
    unit_cost: GapInput,
    funds: GapInput | None = None,
    direction: Direction,
    per: Per = 100,
) -> FundingGap:
    """The euros that parity would take under an assumed effect, less existing funds.

    Args:
        group: As in `parity`.
        reference: As in `parity`.
        persons: As in `parity`.
        effect: Net effect per place, a share between 0 and 1 (0.15: of 100 places, 15 persons reach the aim).
        unit_cost: Euro per place (`eur_per_place`).
        funds: Euro that already serve this aim; without it the amount is before existing funds.
        direction: As in `parity`.
        per: As in `parity`.

    Returns:
        The gap in euro, variant `szenario`; `low` and `high` at the high and the low end of the effect.
        Results: `missing_persons`, `places`, `cost` (before existing funds), each with its range by the
        effect.

    Raises:
        InputError: As in `parity`; the effect is not between 0 and 1, the cost is 0 or less, funds are
        negative.
    """
    effect, unit_cost = effect.named("effect"), unit_cost.named("unit_cost")
    calculation.require_positive(effect, unit_cost)
    if effect.value is not None and max((*(effect.ends or ()), effect.value)) > 1:
        raise InputError(
            f"„{effect.title}“ ist ein Anteil zwischen 0 und 1.",
            "Bitte zum Beispiel 0,15 eintragen, wenn von 100 Plätzen 15 Personen das Ziel erreichen.",
            value=effect.text,
        )
    inputs = [*_checked(group, reference, persons), effect, unit_cost]
    if funds is not None:
        calculation.require_not_negative(funds)
        inputs.append(funds.named("funds"))
    lines = (*_person_lines(direction, per), *_cost_lines(with_funds=funds is not None))
    plan = Plan("paritaet", _SCENARIO_TITLE, lines, SCENARIO_LIMITS, variant=SCENARIO)
    if direction == "neutral":
        return _neutral(plan, tuple(inputs))
    gap = calculation.compute(plan, inputs)
    return gap if gap.amount is None else _with_effect_range(gap, plan, effect)


def _checked(group: GapInput, reference: GapInput, persons: GapInput) -> tuple[GapInput, ...]:
    inputs = group.named("group"), reference.named("reference"), persons.named("persons")
    calculation.require_not_negative(*inputs[:2])
    calculation.require_positive(inputs[2])
    return inputs


def _person_lines(direction: Direction, per: Per) -> tuple[Line, Line]:
    higher = direction == "higher_is_better"
    words = "Wert der Vergleichsgruppe abzüglich Wert der Gruppe"
    return (
        Line(
            "difference",
            words if higher else "Wert der Gruppe abzüglich Wert der Vergleichsgruppe",
            "reference - group" if higher else "group - reference",
            "percentage_points" if per == 100 else "number",
            1,
            title="Abstand zur Vergleichsgruppe",
        ),
        Line(
            "missing_persons",
            "Abstand mal Personen der Gruppe",
            f"difference / {per} * persons",
            "persons",
            title=_TITLE,
        ),
    )


def _cost_lines(*, with_funds: bool) -> tuple[Line, ...]:
    lines = [
        Line(
            "places",
            "Personen bis zur Parität geteilt durch die Nettowirkung je Platz (bei Parität keine)",
            "MAX(missing_persons, 0) / effect",
            "places",
            title="Nötige Plätze",
        ),
        Line(
            "cost",
            "Plätze mal Kosten je Platz",
            "places * unit_cost",
            "eur",
            title="Kosten vor vorhandenen Mitteln",
        ),
    ]
    if with_funds:
        lines.append(Line("gap", "Kosten abzüglich vorhandener Mittel", "cost - funds", "eur"))
    return tuple(lines)


def _with_effect_range(gap: FundingGap, plan: Plan, effect: GapInput) -> FundingGap:
    """The scenario with its range by the effect alone: low, middle and high effect."""
    middle = values_of(gap.inputs)
    at = [{**middle, "effect": end} for end in effect.ends or ()]

    def ends(key: str) -> tuple[float | None, float | None]:
        found = [plan.value(key, values) for values in at]
        return (min(found), max(found)) if found else (None, None)

    def ranged(result: Result) -> Result:
        low, high = ends(result.key) if result.key in ("places", "cost") else (None, None)
        return replace(result, low=low, high=high)

    low, high = ends(gap.amount_key)
    return replace(
        gap,
        low=low,
        high=high,
        range_words="hohe bis niedrige Nettowirkung je Platz" if at else "",
        reason=_scenario_reason(gap),
        results=tuple(ranged(r) for r in gap.results),
    )


def _neutral(plan: Plan, inputs: tuple[GapInput, ...]) -> FundingGap:
    reason = (
        "Der Indikator ist nicht wertend: Ein höherer oder niedrigerer Wert ist weder besser noch "
        "schlechter. Bitte einen Indikator mit Wertung wählen."
    )
    return not_computable(
        plan.measure, plan.title, plan.unit, reason, inputs=inputs, limits=plan.limits, variant=plan.variant
    )


def _reason(gap: FundingGap) -> str:
    values = f"Gruppe {gap.input('group').text}, Vergleichsgruppe {gap.input('reference').text}"
    if gap.verdict == "keine_luecke":
        return f"{values}: Die Gruppe liegt gleichauf oder günstiger."
    return f"{values}: Zwischen heute und Parität liegen rechnerisch {gap.text}."


def _scenario_reason(gap: FundingGap) -> str:
    places, cost = gap.result("places"), gap.result("cost")
    if (gap.result("missing_persons").value or 0) <= 0:
        return "Die Gruppe liegt gleichauf oder günstiger; es sind keine Plätze nötig."
    text = f"{places.text} mit Kosten von {cost.text} entsprächen der Parität"
    funds = next((i for i in gap.inputs if i.key == "funds"), None)
    return (
        f"{text}; vorhanden sind {quantity(funds.value, 'eur')}."
        if funds
        else f"{text} (vor vorhandenen Mitteln)."
    )
