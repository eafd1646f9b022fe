"""Which input moves a result how far, and between which ends the result lies. METHODS 4, sensitivity.

Works on any function of inputs: `amount` takes the values by key and returns the result. An input moves only
where it has a declared range (`GapInput.low`, `high`).
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import product

from indicators.gaps.model import GapInput, RangePoint, Swing

Amount = Callable[[Mapping[str, float]], float]


def values_of(inputs: Sequence[GapInput]) -> dict[str, float]:
    """The values of the inputs by key; those that are missing are left out."""
    return {i.key: i.value for i in inputs if i.value is not None}


def one_at_a_time(inputs: Sequence[GapInput], amount: Amount) -> tuple[Swing, ...]:
    """How far each input alone moves the amount, from the low to the high end of its range.

    Returns:
        One `Swing` per input with a range, the widest first; inputs of equal width stay in their order.
    """
    middle = values_of(inputs)
    swings = [
        Swing(
            key=i.key,
            title=i.title,
            low_input=i.ends[0],
            high_input=i.ends[1],
            low_amount=amount({**middle, i.key: i.ends[0]}),
            high_amount=amount({**middle, i.key: i.ends[1]}),
        )
        for i in inputs
        if i.ends is not None
    ]
    return tuple(sorted(swings, key=lambda swing: -swing.size))


def joint_range(inputs: Sequence[GapInput], amount: Amount) -> tuple[float, float] | None:
    """Lowest and highest amount when all inputs move at once; None where no input has a range.

    All corners are tried: the amount of every measure moves in one direction with each single input, so its
    ends lie in corners, but in which one depends on the others (a dearer workplace raises a gap and lowers a
    surplus).
    """
    ranged = [(i.key, i.ends) for i in inputs if i.ends is not None]
    if not ranged:
        return None
    middle = values_of(inputs)
    keys = [key for key, _ in ranged]
    amounts = [
        amount({**middle, **dict(zip(keys, corner, strict=True))})
        for corner in product(*(ends for _, ends in ranged))
    ]
    return min(amounts), max(amounts)


def over_range(
    key: str, values: Sequence[float], inputs: Sequence[GapInput], amount: Amount
) -> tuple[RangePoint, ...]:
    """The amount at each of the given values of one input, all others as they are, ascending."""
    middle = values_of(inputs)
    return tuple(RangePoint(x, amount({**middle, key: x})) for x in sorted(values))
