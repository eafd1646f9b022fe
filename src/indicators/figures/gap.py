"""The figures of a funding gap, described once: curve, tornado, bars, residuals."""

from collections.abc import Callable
from typing import Final

from indicators.figures.kinds import Chart
from indicators.figures.money_model import (
    Axis,
    Curve,
    Scatter,
    ScatterPoint,
    Stack,
    StackedBars,
    Tornado,
    TornadoBar,
)
from indicators.gap_cases import Case
from indicators.gaps.model import FundingGap, InputRange
from indicators.gaps.quantities import UNITS
from indicators.gaps.regression import Regression
from indicators.texts import gaps as sentences

MOST_BARS: Final = 8
_TWO: Final = 2
Bars = tuple[tuple[str, float, str], ...]


def figure_of(case: Case, gap: FundingGap, name_of: Callable[[str], str]) -> Chart | None:
    """The picture of one calculation of a case; None where there is nothing to draw.

    Args:
        case: The measure.
        gap: One of its calculations.
        name_of: Gives the name of a Kreis by its code.
    """
    compared = case.compared
    if compared is None or compared.fit is None or compared.region is None:
        return main_figure(gap)
    return residuals(gap, compared.fit, compared.region.ags, name_of)


def main_figure(gap: FundingGap) -> Chart | None:
    """The picture that says what a gap is; None where there is nothing to draw."""
    over = next((r for r in gap.ranges if sum(p.amount is not None for p in r.points) >= _TWO), None)
    if over is not None:
        return curve(gap, over)
    bars = _bars(gap)
    return None if not bars else _stacked(gap, bars)


def tornado(gap: FundingGap) -> Tornado | None:
    """Which input moves the result how far; None where no input has a range."""
    if gap.amount is None or not gap.swings:
        return None
    swings = tuple(s for s in gap.swings if s.size > 0)[:MOST_BARS]
    if not swings:
        return None
    return Tornado(
        bars=tuple(
            TornadoBar(
                s.title,
                s.low_amount,
                s.high_amount,
                sentences.of_gap(gap, s.low_amount),
                sentences.of_gap(gap, s.high_amount),
            )
            for s in swings
        ),
        base=gap.amount,
        base_label=sentences.of_gap(gap, gap.amount),
        unit=sentences.unit(gap),
        alt=sentences.alt_swings(gap, swings),
    )


def curve(gap: FundingGap, over: InputRange) -> Curve:
    """The gap over the whole range of one input."""
    even = over.break_even
    xs = [p.x for p in over.points if p.amount is not None]
    is_inside = even is not None and xs[0] <= even <= xs[-1]
    return Curve(
        points=tuple((p.x, p.amount) for p in over.points if p.amount is not None),
        chosen=(over.chosen, gap.amount or 0.0, sentences.chosen_label(gap, over)),
        break_even=(even, sentences.break_even_label(over)) if even is not None and is_inside else None,
        x_title=f"{over.title}, {UNITS[over.unit]}" if UNITS[over.unit] else over.title,
        y_title=gap.title,
        x_decimals=0,
        unit=sentences.unit(gap),
        alt=sentences.alt_range(gap, over),
    )


def residuals(gap: FundingGap, fit: Regression, ags: str, name_of: Callable[[str], str]) -> Scatter | None:
    """Every peer by what was expected for it and how far its funding lies from that."""
    if gap.amount is None:
        return None
    steps = {s.key: s.value for s in gap.steps}
    expected, actual = steps["expected"], gap.input("actual").value or 0.0
    width = steps["upper"] - expected
    points = [
        ScatterPoint(code, name_of(code), x, y, "context", is_labelled=False)
        for code, x, y in fit.residuals.select("ags", "expected", "residual").iter_rows()
    ]
    own = ScatterPoint(ags, name_of(ags), expected, actual - expected, "focus", is_labelled=True)
    xs = [p.x for p in (*points, own)]
    return Scatter(
        points=(*points, own),
        median=None,
        quadrants=("", "", "", ""),
        critical=2,
        fit=tuple((x, 0.0, -width, width) for x in (min(xs), max(xs))),
        x=Axis("Erwartete Mittel in € je Einwohnerin und Einwohner", "Erwartet", 0, "€"),
        y=Axis("Tatsächliche abzüglich erwarteter Mittel in € je Kopf", "Abstand", 0, "€"),
        alt=sentences.alt_residuals(gap, own.name, len(points)),
    )


def _bars(gap: FundingGap) -> Bars:
    """The two or more amounts that a gap is the difference of."""
    keys: dict[tuple[str, str], tuple[str, ...]] = {
        ("paritaet", ""): ("group", "reference"),
        ("paritaet", "szenario"): (),
        ("standard", "pauschale"): ("full_cost", "paid"),
        ("struktur", "planung"): ("before", "after"),
    }
    wanted = keys.get((gap.measure, gap.variant))
    if gap.measure == "struktur" and gap.variant != "planung":
        wanted = tuple(i.key for i in gap.inputs if i.key.startswith("position_"))
    known = {
        i.key: (sentences.bar_name(i), i.value, sentences.amount(i.value, i.unit, i.decimals))
        for i in gap.inputs
    }
    known |= {r.key: (r.title, r.value, sentences.amount(r.value, r.unit, r.decimals)) for r in gap.results}
    found = [known[key] for key in wanted or () if key in known]
    bars = [(title, value, label) for title, value, label in found if value is not None]
    return tuple(sorted(bars, key=lambda b: -b[1])[:MOST_BARS] if len(bars) > _TWO else bars)


def _stacked(gap: FundingGap, bars: Bars) -> StackedBars:
    # Rates per 1,000 are plain numbers; the name of the indicator says what they are.
    unit = UNITS[gap.input("group").unit] if gap.measure == "paritaet" else UNITS["eur"]
    return StackedBars(
        bars=tuple(name for name, _, _ in bars),
        stacks=(Stack(gap.title, tuple(v for _, v, _ in bars), tuple(text for _, _, text in bars)),),
        totals=tuple(text for _, _, text in bars),
        unit=unit,
        alt=sentences.alt_bars(gap.title, bars),
    )
