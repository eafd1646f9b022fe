"""Inputs and comparisons that the tests of the gaps share."""

import tomllib
from pathlib import Path
from typing import Any

from indicators.catalog import Evidence
from indicators.formats import round_half_up
from indicators.gaps.model import FundingGap, GapInput
from indicators.gaps.quantities import GapUnit

CASES = Path(__file__).parents[1] / "cases"


def cases(name: str) -> dict[str, Any]:
    """The worked cases of one measure."""
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def given(
    value: float | None,
    unit: GapUnit = "eur",
    *,
    ends: tuple[float, float] | None = None,
    title: str = "Eingabe",
    year: int | None = None,
    value_type: str = "",
    evidence_level: Evidence = "amtlich",
) -> GapInput:
    """An input as a caller of a measure gives it."""
    low, high = ends or (None, None)
    return GapInput(
        "given",
        title,
        value,
        unit,
        low=low,
        high=high,
        source="Quelle",
        evidence_level=evidence_level,
        year=year,
        value_type=value_type,
    )


def digits(value: float | None, like: str) -> str:
    """The value rounded to the decimals in which a case is written."""
    assert value is not None
    return str(round_half_up(value, len(like.partition(".")[2])))


def assert_formulas(gap: FundingGap) -> None:
    """Every step's formula gives the step's value, the last one the amount."""
    known = {i.key: i.value for i in gap.inputs}
    assert len(known) == len(gap.inputs)
    for step in gap.steps:
        assert step.key not in known
        # Python's own evaluation: the formulas' grammar is a part of Python's, and of a spreadsheet's.
        assert eval(step.formula, {"__builtins__": {}, "MAX": max, "MIN": min}, known) == step.value
        known[step.key] = step.value
    assert gap.amount == gap.steps[-1].value
    assert gap.amount_key == gap.steps[-1].key
    assert all(known[result.key] == result.value for result in gap.results)
