"""German words for funding gaps: cards, headlines, formulas with numbers, alternative texts. METHODS 4."""

import re
from typing import Final

from indicators.catalog.money import EVIDENCE
from indicators.formats import MINUS, MISSING, exact, number, with_unit
from indicators.gaps.model import (
    KEY,
    MEASURES,
    ORIGINS,
    SUM_YEARS,
    VERDICTS,
    FundingGap,
    GapInput,
    InputRange,
    Measure,
    Step,
    Swing,
)
from indicators.gaps.quantities import UNITS, GapUnit, quantity
from indicators.texts import funding as money

_SIGNS: Final = {"*": "×", "-": MINUS, ",": ";", "MIN": "kleinster Wert von ", "MAX": "größter Wert von "}
_PIECE: Final = re.compile(rf"{KEY.pattern}|\d+(?:\.\d+)?|MIN|MAX|[-*,]")
_SHORT_UNITS: Final[dict[GapUnit, str]] = {"eur_per_inhabitant": "€ je Kopf"}

QUESTIONS: Final[dict[Measure, str]] = {
    "realwert": "Was sind die Mittel heute noch wert?",
    "vergleich": "Was erhalten Kommunen mit ähnlichem Bedarf?",
    "paritaet": "Wie viele Personen liegen zwischen heute und Parität?",
    "standard": "Was kosten Stellen nach einem Schlüssel oder über die Pauschale hinaus?",
    "struktur": "Wer bezahlt, und was läuft aus?",
}
"""What each measure answers, as people would ask."""

TORNADO: Final = (
    "Jede Eingabe wird allein vom unteren zum oberen Ende ihrer Spanne bewegt; alle anderen bleiben. "
    "Gefüllt: Ergebnis am unteren Ende der Eingabe; schraffiert: am oberen."
)
RESIDUALS: Final = (
    "Jeder Punkt ist eine Kommune: nach rechts die erwarteten Mittel, nach oben der Abstand der "
    "tatsächlichen davon. Grau: 80-%-Vorhersagebereich um die Erwartung 0."
)


def amount(value: float | None, unit: GapUnit, decimals: int = 0) -> str:
    """A number as people say it; euro as everywhere (`texts.funding.amount`)."""
    if unit == "eur" and decimals == 0:
        return money.amount(value)
    return with_unit(number(value, decimals), _SHORT_UNITS.get(unit, UNITS[unit]))


def of_gap(gap: FundingGap, value: float | None) -> str:
    """A number in the unit of a gap."""
    return amount(value, gap.unit, gap.decimals)


def span(gap: FundingGap) -> str:
    """The range of a gap ("680.000 € bis 1.360.000 €"); empty where there is none."""
    if gap.low is None or gap.high is None or gap.amount is None:
        return ""
    return between(gap, gap.low, gap.high)


def between(gap: FundingGap, low: float, high: float) -> str:
    """Two numbers in the unit of a gap, the unit named once."""
    if gap.unit != "eur" or gap.decimals:
        return f"{number(low, gap.decimals)} bis {of_gap(gap, high)}"
    divisor, unit, decimals = money.scale(max(abs(low), abs(high)))
    return with_unit(" bis ".join(number(end / divisor, decimals) for end in (low, high)), unit)


def full_span(gap: FundingGap) -> str:
    """What the range of a gap is and its ends in full, beside an amount in full; empty without one."""
    if gap.low is None or gap.high is None:
        return ""
    ends = f"{number(gap.low, gap.decimals)} bis {quantity(gap.high, gap.unit, gap.decimals)}"
    return f"{gap.range_words}: {ends}" if gap.range_words else ends


def card(gap: FundingGap) -> tuple[str, str, str]:
    """The card of a measure: its name, amount or verdict, and the range, the figure or what is missing."""
    if gap.verdict == "luecke":
        detail = f"Spanne: {span(gap)}" if span(gap) else _first_result(gap)
        return MEASURES[gap.measure], of_gap(gap, gap.amount), f"Lücke{_beside(gap)}. {detail}"
    if gap.verdict == "keine_luecke":
        within = ", innerhalb des erwarteten Bereichs" if (gap.amount or 0.0) > 0 else ""
        detail = f"Rechnerisch {of_gap(gap, gap.amount)}{_beside(gap)}{within}"
        return MEASURES[gap.measure], VERDICTS[gap.verdict], detail
    return MEASURES[gap.measure], VERDICTS[gap.verdict], why_not(gap)


def _beside(gap: FundingGap) -> str:
    """What an amount needs beside it: years it sums up and the amount per inhabitant, or whom it counts."""
    said = subject(gap)
    step = next((s for s in gap.steps if s.key == "per_head_gap" and gap.unit == "eur"), None)
    if step is not None:
        said = amount(step.value, step.unit, step.decimals)
    return _over_years(gap) + (f" ({said})" if said else "")


def _over_years(gap: FundingGap) -> str:
    """The words "in 5 Jahren" where an amount sums up several years, else nothing."""
    years = next((r.value for r in gap.results if r.key == SUM_YEARS), None)
    return f" in {number(years)} Jahren" if years is not None else ""


def subject(gap: FundingGap) -> str:
    """The indicator, group and year whose persons are counted; empty for the other measures."""
    if gap.measure != "paritaet":
        return ""
    return next((i.title for i in gap.inputs if i.key == "group"), "")


def why_not(gap: FundingGap) -> str:
    """In short what is missing; the page says where to enter it."""
    if gap.missing:
        return "Es fehlt: " + "; ".join(i.title for i in gap.missing)
    return gap.reason.split(". ")[0].rstrip(".") + "."


def _first_result(gap: FundingGap) -> str:
    shown = next((r for r in gap.results if r.value is not None), None)
    return f"{shown.title}: {amount(shown.value, shown.unit, shown.decimals)}" if shown else ""


def headline(gap: FundingGap, place: str) -> str:
    """The finding of one calculation."""
    about = f"{gap.title} ({subject(gap)})" if subject(gap) else gap.title
    if gap.verdict == "nicht_berechenbar":
        return f"{place}: {about}: nicht berechenbar"
    if gap.verdict == "keine_luecke":
        return f"{place}: {about}: keine Lücke ({of_gap(gap, gap.amount)}{_over_years(gap)})"
    return f"{place}: {about}: {of_gap(gap, gap.amount)}{_over_years(gap)}"


def subtitle(gap: FundingGap) -> str:
    """Below the finding: the range and what it is."""
    return (
        f"Spanne: {span(gap)} ({gap.range_words})" if span(gap) and gap.range_words else MEASURES[gap.measure]
    )


def input_range(given: GapInput) -> str:
    """The declared range of an input; empty where there is none."""
    if given.ends is None:
        return ""
    return " bis ".join(number(end, given.decimals) for end in given.ends)


def support(given: GapInput) -> str:
    """How an input is supported: "amtlich", "eigene Annahme: <reason>", "fehlt"."""
    if given.value is None:
        return f"fehlt ({given.reason})" if given.reason else "fehlt"
    if given.origin == "eigene_annahme":
        return f"eigene Annahme: {given.reason}"
    if given.origin == "berechnet":
        return ORIGINS["berechnet"]
    return EVIDENCE[given.evidence_level]


def input_text(given: GapInput) -> str:
    """The value of an input with its unit and value type."""
    shown = MISSING if given.value is None else quantity(given.value, given.unit, given.decimals)
    return f"{shown} ({given.value_type})" if given.value_type else shown


def formula(step: Step, gap: FundingGap) -> str:
    """The formula of a step with numbers in place of names ("58.000.000 × 121,9 / 96,4").

    Negative numbers stand in brackets, so that no two signs follow each other.
    """
    known: dict[str, tuple[float | None, int]] = {i.key: (i.value, i.decimals) for i in gap.inputs}
    known |= {s.key: (s.value, s.decimals) for s in gap.steps}

    def shown(found: re.Match[str]) -> str:
        piece = found.group()
        if piece in known:
            figure = number(*known[piece])
            return f"({figure})" if figure.startswith(MINUS) else figure
        return _SIGNS[piece] if piece in _SIGNS else exact(float(piece))

    return _PIECE.sub(shown, step.formula)


def alt_swings(gap: FundingGap, swings: tuple[Swing, ...]) -> str:
    """Alternative text of a tornado."""
    parts = [f"{s.title}: {of_gap(gap, s.low_amount)} bis {of_gap(gap, s.high_amount)}" for s in swings]
    return (
        f"Tornado-Diagramm: {gap.title}, Ergebnis {of_gap(gap, gap.amount)}. "
        f"Wirkung der Eingaben, die stärkste zuerst: {'; '.join(parts)}."
    )


def alt_range(gap: FundingGap, over: InputRange) -> str:
    """Alternative text of a curve."""
    known = [p for p in over.points if p.amount is not None]
    ends = [f"{_at(over, p.x)}: {of_gap(gap, p.amount)}" for p in (known[0], known[-1])]
    return (
        f"Liniendiagramm: {gap.title} je nach {over.title}. {'; '.join(ends)}. "
        f"Gewählt {_at(over, over.chosen)}: {of_gap(gap, gap.amount)}. {over.break_even_text}"
    )


def _at(over: InputRange, x: float) -> str:
    return str(int(x)) if over.unit == "number" else quantity(x, over.unit, 0)


def chosen_label(gap: FundingGap, over: InputRange) -> str:
    """The direct label of the point in use."""
    return f"{_at(over, over.chosen)}: {of_gap(gap, gap.amount)}"


def break_even_label(over: InputRange) -> str:
    """The direct label of the break-even."""
    return f"keine Lücke ab {number(over.break_even, 1)}"


def unit(gap: FundingGap) -> str:
    """The short symbol behind the numbers of a gap."""
    return _SHORT_UNITS.get(gap.unit, UNITS[gap.unit])


def bar_name(given: GapInput) -> str:
    """What a bar is called: year and value type for amounts of two years, else the title."""
    if given.key in ("before", "after"):
        return f"{given.year} ({given.value_type})"
    return given.title


def alt_bars(title: str, bars: tuple[tuple[str, float, str], ...]) -> str:
    """Alternative text of simple bars."""
    return f"Balkendiagramm: {title}. {'; '.join(f'{name}: {label}' for name, _, label in bars)}."


def alt_residuals(gap: FundingGap, place: str, count: int) -> str:
    """Alternative text of the residual plot."""
    return (
        f"Streudiagramm: Abstand der tatsächlichen von den erwarteten Mitteln, {count} Vergleichskommunen. "
        f"{place}: {gap.reason}"
    )
