"""M1 Realwertlücke: purchasing power that funding lost since a base year, in euro per year. METHODS 4 M1.

`gap = B0 * (P_t / P_0) * (N_t / N_0) - B_t`. Without the number of persons N it is pure purchasing power,
with it per head. A caller gives whole series by year and names two years; the result over all other base
years comes with it (`FundingGap.ranges`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from indicators.errors import InputError
from indicators.formats import number, with_unit
from indicators.gaps import calculation
from indicators.gaps.calculation import Line, Plan
from indicators.gaps.model import (
    FundingGap,
    GapInput,
    InputRange,
    RangePoint,
    Swing,
    not_computable,
    verdict_of,
)
from indicators.gaps.quantities import GapUnit
from indicators.gaps.sensitivity import values_of

ByYear = Mapping[int, GapInput]

LIMITS: Final = (
    "Der Verbraucherpreisindex misst die Preise privater Haushalte. Personalkosten der Kommunen entwickeln "
    "sich anders; ein Lohnindex kann als eigene Annahme eingetragen werden.",
    "Das Ergebnis hängt von der Wahl des Basisjahres ab. Es sagt nicht, ob die Mittel im Basisjahr "
    "ausreichten.",
)
RANGE_WORDS: Final = "alle möglichen Basisjahre"
_PER_HEAD: Final = "Je Person gerechnet: Ob der Aufwand mit der Zahl der Personen wächst, ist eine Annahme."


def real_value(
    amounts: ByYear, indices: ByYear, *, base_year: int, year: int, persons: ByYear | None = None
) -> FundingGap:
    """The purchasing power lost between two years.

    Args:
        amounts: Funding by year, each with `value_type` and `year`; in `eur`.
        indices: Price index by year.
        base_year: Year whose purchasing power is the yardstick.
        year: Year that is judged.
        persons: Persons of the target group by year; with it the gap is per head.

    Returns:
        The gap in euro of `year`. Results: `needed`, `real_change` (percent) and, with persons, `pure_gap`
        (without them). Ranges: `base_year`, one point per year of `amounts` before `year`; the same is the
        range of the amount and a bar of the tornado (its ends are the base years of the least and the most).
        `nicht_berechenbar` where a year has no amount, index or number of persons, where the two amounts are
        of different value types, or where the years are the wrong way round.

    Raises:
        InputError: An index, the base amount or a number of persons is 0 or negative; the amount is negative.
    """
    plan = _plan(base_year, year, per_head=persons is not None)
    inputs = _inputs(amounts, indices, persons, base_year, year)
    obstacle = _obstacle(inputs, base_year, year)
    if obstacle:
        return not_computable(
            plan.measure, plan.title, plan.unit, obstacle, inputs=inputs, limits=plan.limits
        )
    gap = calculation.compute(plan, inputs)
    if gap.amount is None:
        return gap
    over = _over_base_years(amounts, indices, persons, base_year=base_year, year=year)
    return replace(_with_base_years(gap, over), reason=_reason(gap, base_year, year), ranges=(over,))


def _with_base_years(gap: FundingGap, over: InputRange) -> FundingGap:
    """The gap with the choice of the base year as a bar, and as its range where it has no other."""
    known = [(p.amount, p.x) for p in over.points if p.amount is not None]
    (low, low_year), (high, high_year) = min(known), max(known)
    if low == high:
        return gap
    bar = Swing("base_year", "Wahl des Basisjahres", low_year, high_year, low, high)
    gap = replace(gap, swings=tuple(sorted((*gap.swings, bar), key=lambda swing: -swing.size)))
    return gap if gap.low is not None else replace(gap, low=low, high=high, range_words=RANGE_WORDS)


def _plan(base_year: int, year: int, *, per_head: bool) -> Plan:
    heads = " * persons / base_persons" if per_head else ""
    per_person = " * base_persons / persons" if per_head else ""
    with_heads = " und der Zahl der Personen" if per_head else ""
    pure = Line(
        "pure_gap",
        f"Nur Kaufkraft, ohne Zahl der Personen: Betrag {base_year} mit dem Preisindex fortgeschrieben, "
        f"abzüglich Betrag {year}",
        "base_amount * index / base_index - amount",
        "eur",
        title="Nur Kaufkraft, ohne Zahl der Personen",
    )
    return Plan(
        measure="realwert",
        title=f"Realwertlücke {year} gegenüber {base_year}" + (" je Person" if per_head else ""),
        lines=(
            Line(
                "needed",
                f"Betrag {base_year}, mit dem Preisindex{with_heads} auf {year} fortgeschrieben",
                f"base_amount * index / base_index{heads}",
                "eur",
                title=f"Zum Erhalt des Werts von {base_year} nötig",
            ),
            Line(
                "real_change",
                f"Betrag {year} in Preisen von {base_year}"
                + (", auf die Zahl der Personen bezogen," if per_head else "")
                + f" gegenüber dem Betrag {base_year}",
                f"(amount * base_index / index{per_person} / base_amount - 1) * 100",
                "percent",
                1,
                title="Reale Veränderung" + (" je Person" if per_head else ""),
            ),
            *((pure,) if per_head else ()),
            Line("gap", f"Nötiger Betrag abzüglich Betrag {year}", "needed - amount", "eur"),
        ),
        limits=(*LIMITS, _PER_HEAD) if per_head else LIMITS,
    )


def _inputs(
    amounts: ByYear, indices: ByYear, persons: ByYear | None, base_year: int, year: int
) -> tuple[GapInput, ...]:
    """The inputs under the names of the formulas; a year that is not there is a missing input."""
    series: list[tuple[str, str, GapUnit, ByYear]] = [
        ("amount", "Mittel", "eur", amounts),
        ("index", "Preisindex", "index", indices),
    ]
    if persons is not None:
        series.append(("persons", "Personen der Zielgruppe", "persons", persons))
    found = []
    for key, title, unit, by_year in series:
        for name, wanted in ((f"base_{key}", base_year), (key, year)):
            given = by_year.get(wanted)
            label = f"{title} {wanted}"
            found.append(
                GapInput(name, label, None, unit, year=wanted) if given is None else given.named(name, label)
            )
    return tuple(found)


def _obstacle(inputs: tuple[GapInput, ...], base_year: int, year: int) -> str:
    """Why the two years cannot be compared; empty where they can."""
    base, current, *divisors = inputs
    calculation.require_positive(base, *divisors)
    calculation.require_not_negative(current)
    if base_year >= year:
        return (
            f"Das Basisjahr {base_year} liegt nicht vor dem Jahr {year}. Bitte ein früheres Basisjahr wählen."
        )
    if base.value is not None and current.value is not None and base.value_type != current.value_type:
        return (
            f"{base_year} ist ein Wert der Art „{base.value_type or 'ohne Angabe'}“, {year} der Art "
            f"„{current.value_type or 'ohne Angabe'}“. Verschiedene Wertarten werden nicht verglichen. "
            "Bitte zwei Jahre derselben Wertart wählen."
        )
    return ""


def _over_base_years(
    amounts: ByYear, indices: ByYear, persons: ByYear | None, *, base_year: int, year: int
) -> InputRange:
    points = tuple(
        _point(_inputs(amounts, indices, persons, base, year), base, year, per_head=persons is not None)
        for base in sorted(amounts)
        if base < year
    )
    known = [p for p in points if p.amount is not None]
    with_gap = sum(verdict_of(p.amount) == "luecke" for p in known if p.amount is not None)
    return InputRange(
        key="base_year",
        title="Basisjahr",
        unit="number",
        points=points,
        chosen=base_year,
        break_even_text=f"{with_gap} von {len(known)} möglichen Basisjahren ergeben eine Lücke.",
    )


def _point(inputs: tuple[GapInput, ...], base_year: int, year: int, *, per_head: bool) -> RangePoint:
    lacking = [i for i in inputs if i.value is None]
    try:
        obstacle = calculation.missing_sentence(lacking) if lacking else _obstacle(inputs, base_year, year)
    except InputError as error:  # a year that cannot be a base does not spoil the others
        obstacle = str(error)
    if obstacle:
        return RangePoint(base_year, None, obstacle)
    return RangePoint(base_year, _plan(base_year, year, per_head=per_head).amount(values_of(inputs)))


def _reason(gap: FundingGap, base_year: int, year: int) -> str:
    needed, change = gap.result("needed"), gap.result("real_change")
    moved = with_unit(number(change.value, change.decimals, signed=True), "%")
    paid = gap.input("amount")
    kind = f" ({paid.value_type})" if paid.value_type else ""
    return (
        f"Um den Wert von {base_year} zu erhalten, wären {year} rechnerisch {needed.text} nötig; "
        f"der Betrag {year}{kind} ist {paid.text} (real {moved})."
    )
