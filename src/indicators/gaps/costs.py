"""What a full-time position costs in a year, in the three ways in which it can be known. METHODS 4 M4.

`K = PK + SK + g * PK` (personnel, workplace, overhead share), or K as given, or K of an earlier year carried
forward with an index.
"""

from dataclasses import dataclass

from indicators.gaps.calculation import Line, require_not_negative, require_positive
from indicators.gaps.model import GapInput


@dataclass(frozen=True)
class GivenCost:
    """The full cost of a position as it is published (`eur_per_fte`)."""

    cost: GapInput


@dataclass(frozen=True)
class BuiltCost:
    """Personnel and workplace in euro per position, and overhead as a share of personnel in percent (20)."""

    personnel: GapInput
    workplace: GapInput
    overhead: GapInput


@dataclass(frozen=True)
class CarriedCost:
    """The full cost in an earlier year, and the index (prices or wages) then and now."""

    cost: GapInput
    base_index: GapInput
    index: GapInput


Cost = GivenCost | BuiltCost | CarriedCost


def cost_inputs(cost: Cost) -> tuple[GapInput, ...]:
    """The inputs of a cost under the names of the formulas.

    Raises:
        InputError: A cost or an index is 0 or negative; workplace or overhead are negative.
    """
    inputs: tuple[GapInput, ...]
    match cost:
        case GivenCost(cost=given):
            inputs = (given.named("full_cost"),)
            require_positive(*inputs)
        case BuiltCost(personnel=personnel, workplace=workplace, overhead=overhead):
            inputs = (personnel.named("personnel"), workplace.named("workplace"), overhead.named("overhead"))
            require_positive(inputs[0])
            require_not_negative(*inputs[1:])
        case CarriedCost(cost=given, base_index=base_index, index=index):
            inputs = (given.named("base_cost"), base_index.named("base_index"), index.named("index"))
            require_positive(*inputs)
    return inputs


def cost_lines(cost: Cost) -> tuple[Line, ...]:
    """The steps from the inputs to `full_cost`, and to `cash_cost` where the parts are known.

    Cash cost is what has to be paid in addition: personnel and workplace, without the share of overhead.
    """
    match cost:
        case GivenCost():
            return ()
        case BuiltCost():
            return (
                Line(
                    "cash_cost",
                    "Personalkosten zuzüglich Sachkosten des Arbeitsplatzes",
                    "personnel + workplace",
                    "eur_per_fte",
                    title="Zahlungswirksame Kosten je VZÄ",
                ),
                Line(
                    "full_cost",
                    "Zahlungswirksame Kosten zuzüglich Gemeinkosten (Anteil an den Personalkosten)",
                    "cash_cost + overhead / 100 * personnel",
                    "eur_per_fte",
                    title="Vollkosten je VZÄ",
                ),
            )
        case CarriedCost():
            return (
                Line(
                    "full_cost",
                    "Kosten des früheren Jahres, mit dem Index fortgeschrieben",
                    "base_cost * index / base_index",
                    "eur_per_fte",
                    2,
                    title="Fortgeschriebene Kosten je VZÄ",
                ),
            )
